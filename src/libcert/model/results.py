"""What libcert works out for a person: where the fields of such an answer are declared.

An attribute here is the key in JSON and the stem of the CSV columns, but for the underscore that
`from_` needs in Python. None means that it is not known or does not apply, as each field says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from libcert.model.base import Model, model
from libcert.model.credential import Money

if TYPE_CHECKING:  # resolved by `validation` only
    from datetime import date

    from libcert.model.credential import Answer
    from libcert.model.types import Amount, ReasonInWords
    from libcert.model.vocabulary import Purpose, Standing

MissingFrom = Literal["record", "person"]
"""Who leaves a question open: the record does not say, or the person has not said."""


@model
class JudgedRequirement(Model):
    """Whether a person meets one condition."""

    text: str
    """The condition in our own words."""
    answer: Answer
    """Yes: met; no: not met; maybe: not settled, for the reason in `gap`."""
    gap: MissingFrom | None = None
    """Why it is a maybe: the record does not say, or the person has not said; else null."""
    from_: date | None = None
    """The first day from today on which it is met for certain; null where time brings it not."""
    need: ReasonInWords | None = None
    """What is lacking, or the option that would tell; null where it is met."""
    credential: str | None = None
    """The credential that it asks for, where the person has not said that they hold it."""
    to_do: bool = False
    """Whether it is met on the way, so that it has to be done and not to be had."""
    at_least: int | None = None
    """How many of a group are enough; null: all of them."""
    of: tuple[JudgedRequirement, ...] = ()
    """The conditions of a group."""


@model
class Judgement(Model):
    """Whether a person meets all that a credential asks for beforehand."""

    answer: Answer
    """No where one condition is not met, yes where all are, else maybe."""
    from_: date | None = None
    """The first day from today on which all are met for certain; null where time brings it not."""
    requirements: tuple[JudgedRequirement, ...] = ()
    """Each condition to be met beforehand."""
    to_do: tuple[str, ...] = ()
    """What is then to be done for the award."""


@model
class Eligibility(Model):
    """Whether a person may go for a credential, and if not, from when."""

    id: str
    """The credential."""
    name: str
    """Its name in full."""
    standing: Standing | None = None
    """What public sources make of it; null until it was checked."""
    answer: Answer
    """Whether all conditions are met: no where one is not, yes where all are, else maybe."""
    from_: date | None = None
    """The first day from today on which all are met for certain; null where time brings it not."""
    need: ReasonInWords | None = None
    """What is lacking, in short; null where nothing is."""
    requirements: tuple[JudgedRequirement, ...] = ()
    """Each condition to be met beforehand."""
    to_do: tuple[str, ...] = ()
    """What is then to be done for the award."""
    checked: Judgement | None = None
    """The same by the better figures of public sources, where these lead to another answer."""


@model
class Payment(Model):
    """What falls due together, for one purpose."""

    id: str
    """The credential."""
    purpose: Purpose
    """What it is for."""
    cost: Money
    """How much it is."""


@model
class YearOfCost(Model):
    """What falls due in one year."""

    year: int
    """The year, counted from the start: the first is 1."""
    cost: Money
    """What falls due in it."""
    what: tuple[Payment, ...] = ()
    """The same by purpose."""


@model
class Joining(Model):
    """Whether it pays to be a member of a society, for one credential."""

    organization: str
    """The society."""
    member: Money
    """The total for members."""
    non_member: Money
    """The total for others."""
    saves: Money
    """What members save."""
    dues: Money
    """What the membership costs over the years; not on record where nobody says."""
    worth_it: Answer
    """Whether members save more than they pay; maybe where that depends or is not known."""


@model
class CostOverYears(Model):
    """What it costs to earn a credential and to keep it."""

    id: str
    """The credential."""
    name: str
    """Its name in full."""
    standing: Standing | None = None
    """What public sources make of it; null until it was checked."""
    years: int
    """How many years are counted, from the start."""
    total: Money
    """The fees of all these years; open where a part is not on record."""
    by_year: tuple[YearOfCost, ...] = ()
    """The fees of each year."""
    unknown: tuple[ReasonInWords, ...] = ()
    """The parts that are not on record, and so not in the total."""
    beside: tuple[ReasonInWords, ...] = ()
    """What is not counted, because it is paid to others or is not required."""
    joining: tuple[Joining, ...] = ()
    """Whether a membership pays off, for each society on which a price depends."""
    disputed: tuple[str, ...] = ()
    """The fields that it rests on which public sources dispute."""

    PARTS: ClassVar = {"total": Money}


@model
class Step(Model):
    """One credential in a plan."""

    id: str
    """The credential."""
    name: str
    """Its name in full."""
    standing: Standing | None = None
    """What public sources make of it; null until it was checked."""
    start: date
    """The day to begin."""
    finish: date
    """The day of the award."""
    cost: Money
    """What it takes to earn it."""


@model
class NotPlanned(Model):
    """A wish that is not in a plan."""

    id: str
    """The credential."""
    because: str
    """Why it is not in the plan."""


@model
class YearOfPlan(Model):
    """What falls due in one calendar year of a plan."""

    year: int
    """The calendar year."""
    cost: Money
    """What falls due in it, renewals of what is held already among it."""
    budget: Amount | None = None
    """The most that it may be; null without a limit."""
    what: tuple[Payment, ...] = ()
    """The same by credential and purpose."""


@model
class Plan(Model):
    """In which order to earn credentials, and when."""

    start: date
    """The day from which the plan runs."""
    finish: date | None = None
    """The day of the last award; null where nothing can be planned."""
    proven: bool
    """Whether it is certain that no plan is better."""
    steps: tuple[Step, ...] = ()
    """What to earn, in order."""
    not_planned: tuple[NotPlanned, ...] = ()
    """The wishes that are not in it, and why."""
    total: Money = Money()
    """What falls due in all its years."""
    by_year: tuple[YearOfPlan, ...] = ()
    """What falls due in each year that it touches."""
    mend: tuple[str, ...] = ()
    """The least changes of which each would let every wish be planned; empty where all are."""
    assumed: tuple[str, ...] = ()
    """What the plan takes for granted, because it is a range or is not known."""
    disputed: tuple[str, ...] = ()
    """The figures that it rests on which public sources dispute or do not bear out."""

    PARTS: ClassVar = {"total": Money}


Within = Literal["past", "30 days", "60 days", "90 days", "this year", "later"]
"""How soon something falls due."""


@model
class Due(Model):
    """What falls due next to keep a credential that is held."""

    id: str
    """The credential; as the profile names it where no catalogue has it."""
    name: str | None = None
    """Its name in full; null where no catalogue has it."""
    standing: Standing | None = None
    """What public sources make of it; null until it was checked."""
    purpose: Literal["renewal", "maintenance"]
    """What falls due: the renewal, or the fee of each year."""
    due: date | None = None
    """The last day for it; null where it is not known."""
    days: int | None = None
    """The days until then, below 0 where it is past; null where the day is not known."""
    within: Within | None = None
    """The first of these that it falls in; null where the day is not known."""
    credits: int | None = None
    """The credits that it takes; null where not on record."""
    credits_held: int | None = None
    """The credits gathered so far; null where the person has not said."""
    cost: Money = Money()
    """The fee."""
    methods: tuple[str, ...] = ()
    """The ways to renew."""
    note: ReasonInWords | None = None
    """What else there is to know."""

    PARTS: ClassVar = {"cost": Money}
