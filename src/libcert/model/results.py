"""The fields of the answers that libcert works out for a person, all declared in this module.

The name of an attribute is the key in JSON and the start of the CSV column names. Only `from_` has
an underscore more, because Python needs it. None means "not known" or "does not apply", as each
field says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from libcert.model.base import Model, model
from libcert.model.credential import Effort, Money, Months

if TYPE_CHECKING:  # resolved by `validation` only
    from datetime import date

    from libcert.model.credential import Answer
    from libcert.model.types import Amount, Id, Place, ReasonInWords
    from libcert.model.vocabulary import Purpose, Setting, Standing

MissingFrom = Literal["record", "person"]
"""The reason for a maybe: the record does not say, or the person has not said."""


@model
class RequirementResult(Model):
    """Whether a person meets one requirement."""

    text: str
    """The requirement in our own words."""
    answer: Answer
    """Yes if it is met, no if it is not met, maybe if that is not known; `gap` has the reason."""
    gap: MissingFrom | None = None
    """Who has not said enough, the record or the person, if the answer is maybe; else null."""
    from_: date | None = None
    """The first day, from today on, when it is surely met; null if time alone never does that."""
    need: ReasonInWords | None = None
    """The missing part, or the option that would settle the answer; null if it is met."""
    credential: str | None = None
    """The credential that it requires, if the person has not said that they hold it."""
    to_do: bool = False
    """Whether it is done after the start, such as an exam, a course or a portfolio."""
    at_least: int | None = None
    """The number of requirements in the group that must be met: 1 is any one, null is all."""
    of: tuple[RequirementResult, ...] = ()
    """The requirements of a group."""


@model
class EligibilityResult(Model):
    """Whether a person meets all requirements that must be met before the start."""

    answer: Answer
    """No if one requirement is not met, yes if all are met, else maybe."""
    from_: date | None = None
    """The first day, from today on, when all are surely met; null if time alone never does that."""
    requirements: tuple[RequirementResult, ...] = ()
    """All requirements that must be met before the start."""
    to_do: tuple[str, ...] = ()
    """All requirements that are done after the start."""


@model
class Eligibility(Model):
    """Whether a person qualifies for a credential now, and if not, from which day."""

    id: str
    """The credential."""
    name: str
    """The full name."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked."""
    answer: Answer
    """No if one requirement is not met, yes if all are met, else maybe."""
    from_: date | None = None
    """The first day, from today on, when all are surely met; null if time alone never does that."""
    need: ReasonInWords | None = None
    """The missing parts, in short; null if nothing is missing."""
    requirements: tuple[RequirementResult, ...] = ()
    """All requirements that must be met before the start."""
    to_do: tuple[str, ...] = ()
    """All requirements that are met after the start, and that the person has not met yet."""
    checked: EligibilityResult | None = None
    """The answer with the better figures of public sources, if it differs."""
    missing: tuple[ReasonInWords, ...] = ()
    """The parts that are missing on the nearest way, then the details that would settle it."""
    routes: tuple[str, ...] = ()
    """Of each choice between requirements, those that are met or that are nearest to it."""
    doubts: tuple[ReasonInWords, ...] = ()
    """The details that decide whether it is a yes today; empty unless it is a maybe until a day."""
    cost: Money = Money()
    """The required fees to earn it."""

    PARTS: ClassVar = {"cost": Money}


@model
class OpenQuestion(Model):
    """One question to a person, and the answers that depend on it."""

    kind: str
    """The kind of the question, such as `education`; `record` if only the issuer knows."""
    question: ReasonInWords
    """The question in words: the need itself if all that depends on it needs the same."""
    members: tuple[int, ...]
    """The positions of the answers that stand under this question, in their order."""
    count: int
    """The number of answers that need this detail, also those under another question."""


When = Literal["now", "later", "step", "doubt"]
"""Whether a credential is open now, from a day on, with one more step, or nobody knows."""


@model
class NextStep(Model):
    """A credential that fits a person, and when they can begin with it."""

    id: str
    """The credential."""
    name: str
    """The full name."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked."""
    when: When
    """Whether it is open `now`, `later`, with one more `step`, or in `doubt`."""
    made_for_you: bool = False
    """Whether it is for the place or a workplace of the person, and not for anybody."""
    over_budget: bool = False
    """Whether it costs more than the person can spend in a year, as far as that is known."""
    from_: date | None = None
    """The first day on which it is open; null with a step or in doubt."""
    step: ReasonInWords | None = None
    """The step that is missing; null if there is none."""
    need: ReasonInWords | None = None
    """The details that would settle the doubt; null if nothing is in doubt."""
    where: tuple[Place, ...] = ()
    """The places where it can be earned or counts."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace it is for."""
    cost: Money = Money()
    """The required fees to earn it."""
    duration: Months = Months()
    """The time from the start to the award."""
    effort: Effort = Effort()
    """The study on the way to the award."""

    PARTS: ClassVar = {"cost": Money, "duration": Months, "effort": Effort}


@model
class Payment(Model):
    """Fees for one credential and one purpose that are due together."""

    id: str
    """The credential."""
    purpose: Purpose
    """The purpose of the fees."""
    cost: Money
    """The sum of the fees."""
    shared: str | None = None
    """The name of the payment, if one payment covers all credentials with it; else null."""


@model
class YearOfCost(Model):
    """Fees that are due in one year."""

    year: int
    """The year, counted from the start: the first is 1."""
    cost: Money
    """The sum of the fees that are due in the year."""
    what: tuple[Payment, ...] = ()
    """The same fees by purpose."""


@model
class MembershipValue(Model):
    """Whether membership in a society saves money for one credential."""

    organization: str
    """The society."""
    member: Money
    """The total for members."""
    non_member: Money
    """The total for people who are not members."""
    saves: Money
    """The amount that members save.

    It is open if fees of members and of others are not on record; then it has no high end.
    """
    dues: Money
    """The price of membership over the years; not on record if no source says it."""
    worth_it: Answer
    """Whether members save more than they pay; maybe if that depends or is not known."""


@model
class CostOverYears(Model):
    """The cost to earn a credential and to keep it."""

    id: str
    """The credential."""
    name: str
    """The full name."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked."""
    years: int
    """The number of years that are counted, from the start."""
    total: Money
    """The fees of all these years; `open` is true if a part is not on record."""
    by_year: tuple[YearOfCost, ...] = ()
    """The fees of each year."""
    unknown: tuple[ReasonInWords, ...] = ()
    """The parts that are not in the total because they are not on record."""
    beside: tuple[ReasonInWords, ...] = ()
    """Fees that are not in the total because they are paid to others or are not required."""
    joining: tuple[MembershipValue, ...] = ()
    """Whether membership saves money, for each society with a price for members."""
    disputed: tuple[str, ...] = ()
    """The fields behind this answer that public sources dispute."""
    by_calendar_year: tuple[YearOfCost, ...] = ()
    """The same fees by calendar year, if the first day is known; `year` is the calendar year."""
    shared_with: tuple[str, ...] = ()
    """The other credentials of the answer that have a fee in common with it.

    One payment or one exam is enough for both, so their totals must not be added up; the answer of
    `libcert cost --together` is the sum.
    """

    PARTS: ClassVar = {"total": Money}


@model
class CombinedCost(Model):
    """The cost to earn several credentials and to keep them, without paying anything twice."""

    ids: tuple[str, ...]
    """The credentials, those that the person holds first, then the others in order of earning."""
    names: tuple[str, ...]
    """Their full names."""
    standings: tuple[Standing | None, ...]
    """The results of checks against public sources; null if a record was never checked."""
    held: tuple[str, ...] = ()
    """Those that the person holds already; they cost only what keeps them."""
    years: int
    """The number of years that are counted, from `start`."""
    start: date
    """The first day, on which all others are earned."""
    end: date
    """The day after the last one."""
    total: Money
    """The fees of all these years; `open` is true if a part is not on record."""
    by_year: tuple[YearOfCost, ...] = ()
    """The fees of each calendar year; `year` is the calendar year."""
    once: tuple[ReasonInWords, ...] = ()
    """The payments that are counted only once, and the exams that are not paid again."""
    saves: Money
    """How much lower `total` is than the sum of the totals of each."""
    unknown: tuple[ReasonInWords, ...] = ()
    """The parts that are not in the total because they are not on record."""
    assumed: tuple[ReasonInWords, ...] = ()
    """The assumptions about days."""
    beside: tuple[ReasonInWords, ...] = ()
    """Fees that are not in the total because they are paid to others or are not required."""
    joining: tuple[MembershipValue, ...] = ()
    """Whether membership saves money, for each society with a price for members."""
    disputed: tuple[ReasonInWords, ...] = ()
    """The fields behind this answer that public sources dispute, for each credential."""

    PARTS: ClassVar = {"total": Money, "saves": Money}


@model
class Step(Model):
    """One credential in a plan."""

    id: str
    """The credential."""
    name: str
    """The full name."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked."""
    start: date
    """The day to begin; if it comes `after` a step without an end, the earliest possible day."""
    finish: date | None = None
    """The day of the award; null if nobody knows how long it takes, or what it comes after."""
    finish_by: date | None = None
    """The latest end that the issuer allows, for a step without an end; null if not on record."""
    after: tuple[Id, ...] = ()
    """The steps without an end that have to be finished before it starts."""
    cost: Money
    """The cost to earn it."""


@model
class NotPlanned(Model):
    """A credential that the person asked for and that is not in the plan."""

    id: str
    """The credential."""
    because: ReasonInWords
    """The reason why it is not in the plan."""


@model
class DatedPayment(Model):
    """A fee to keep a credential, or its renewal, on one day."""

    id: str
    """The credential."""
    purpose: Purpose
    """The renewal, or `maintenance` for the fee of each year."""
    day: date
    """The day on which it is due."""
    cost: Money
    """The fee."""
    shared: str | None = None
    """The name of the payment, if one payment covers all credentials with it; else null."""


@model
class PossibleStep(Model):
    """A credential that may fit into a plan, if its cost is low enough."""

    id: str
    """The credential."""
    name: str
    """The full name."""
    made_for_you: bool = False
    """Whether it is for the place or a workplace of the person, and not for anybody."""
    reason: ReasonInWords
    """The reason why it is not certain that it fits."""


@model
class YearOfPlan(Model):
    """Fees that are due in one calendar year of a plan."""

    year: int
    """The calendar year."""
    cost: Money
    """The fees that are due in the year, also to renew credentials that the person holds now."""
    budget: Amount | None = None
    """The limit for the year; null if there is no limit."""
    what: tuple[Payment, ...] = ()
    """The same fees by credential and purpose."""


@model
class Plan(Model):
    """A plan: the credentials to earn, in order, with their dates."""

    start: date
    """The day from which the plan runs."""
    finish: date | None = None
    """The day of the last award that is known; null if there is none."""
    is_open: bool = False
    """Whether it has steps without an end; these do not count for `finish`."""
    proven: bool
    """Whether it is certain that no plan with the same goals and additions is better."""
    steps: tuple[Step, ...] = ()
    """The credentials to earn, in order."""
    not_planned: tuple[NotPlanned, ...] = ()
    """The credentials that are not in the plan, and why."""
    may_fit: tuple[PossibleStep, ...] = ()
    """The credentials that `--best` leaves out because the budget may not be enough."""
    also_open: tuple[Id, ...] = ()
    """The other credentials that are open to the person, by id; those that fit best come first."""
    total: Money = Money()
    """The sum of the fees of all its years."""
    by_year: tuple[YearOfPlan, ...] = ()
    """The fees of each calendar year of the plan."""
    later: tuple[DatedPayment, ...] = ()
    """The fees and renewals of planned and held credentials over the years, with `--years` only."""
    mend: tuple[ReasonInWords, ...] = ()
    """The smallest changes, each enough to plan all credentials; empty if all are planned."""
    assumed: tuple[ReasonInWords, ...] = ()
    """The assumptions of the plan about figures that are a range or are not known."""
    disputed: tuple[ReasonInWords, ...] = ()
    """The figures behind the plan that public sources dispute or do not confirm."""

    PARTS: ClassVar = {"total": Money}


Within = Literal["past", "30 days", "60 days", "90 days", "this year", "later"]
"""The time until something is due."""


@model
class Due(Model):
    """The next renewal or yearly fee of a credential that the person holds."""

    id: str
    """The credential; the id in the profile if no catalogue has the credential."""
    name: str | None = None
    """The full name; null if no catalogue has the credential."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked."""
    purpose: Literal["renewal", "maintenance"]
    """The renewal, or `maintenance` for the fee of each year."""
    shared: str | None = None
    """The name of the payment, if one payment covers all credentials with it; else null."""
    due: date | None = None
    """The last day for it; null if the day is not known."""
    days: int | None = None
    """The days until then, below 0 if the day is past; null if the day is not known."""
    within: Within | None = None
    """The first of these periods that has the day; null if the day is not known."""
    credits: int | None = None
    """The credits that are required; null if not on record."""
    credits_held: int | None = None
    """The credits earned so far; null if the person has not said."""
    cost: Money = Money()
    """The fee."""
    methods: tuple[str, ...] = ()
    """The ways to renew."""
    note: ReasonInWords | None = None
    """Anything else to know about it."""

    PARTS: ClassVar = {"cost": Money}
