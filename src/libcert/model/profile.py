"""What a person says of themself: the one place where the entries of a profile are declared.

An attribute here is the key in a profile and the name of the option that says the same for one
question. None and what is empty mean that the person has not said.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from libcert.model.base import Model, model

if TYPE_CHECKING:  # resolved by `validation` only
    from datetime import date

    from libcert.model.types import (
        Amount,
        AtMost50,
        Currency,
        Day,
        Flag,
        HoursAWeek,
        Id,
        NonNegative,
        Rate,
        Text,
        YearsOfWork,
    )
    from libcert.model.vocabulary import Level, Setting

PART_TIME: Final = 35
"""Hours a week below which work is not full time: a year of 1,820 hours, as one issuer counts."""
FULL_TIME: Final = 40
"""Hours a week from which it is full time for everybody; between the two it depends."""


@model
class Job(Model):
    """Work that a person has done or does: from day to day, or as a number of years."""

    setting: Setting | None = None
    """The kind of workplace."""
    role: Text | None = None
    """The post."""
    since: Day | None = None
    """Its first day."""
    until: Day | None = None
    """Its last day; null while it goes on, and where `years` is given."""
    years: YearsOfWork | None = None
    """How much it was on the day `as_of`, in the place of `since` and `until`."""
    as_of: Day | None = None
    """The day on which it was so many years."""
    running: Flag | None = None
    """Whether work that is given in years goes on after that day; null: the person has not said."""
    full_time: Flag | None = None
    """Whether it is full time."""
    hours_a_week: HoursAWeek | None = None
    """How many hours a week it is."""

    def __post_init__(self) -> None:
        """Hold what this adds to the rules."""
        if (self.since is None) == (self.years is None):
            raise ValueError("work has either `since`, with or without `until`, or `years`")
        if self.years is not None and self.until is not None:
            raise ValueError("`until` goes with `since`, not with `years`")
        if self.since is not None and not (self.as_of is None and self.running is None):
            raise ValueError("`as_of` and `running` go with `years`, not with `since`")
        if self.years is not None and self.running is not False and self.as_of is None:
            raise ValueError("`years` of work that may go on need `as_of`, the day they are from")
        hours = self.hours_a_week
        if hours is not None and (
            (self.full_time is True and hours < PART_TIME)
            or (self.full_time is False and hours >= FULL_TIME)
        ):
            said = "full time" if self.full_time else "part time"
            raise ValueError(f"{hours} hours a week are not {said}")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"`until` ({self.until}) is before `since` ({self.since})")


@model
class Study(Model):
    """Schooling under way."""

    level: Level
    """The level that it leads to."""
    done: Day
    """The day on which it will be done."""


@model
class Held(Model):
    """A credential that a person holds."""

    since: Day | None = None
    """The day of the award."""
    renewed: Day | None = None
    """The day of the last renewal."""
    expires: Day | None = None
    """The day on which it lapses, where the certificate names one."""
    credits: NonNegative | None = None
    """The credits gathered for the next renewal."""

    def __post_init__(self) -> None:
        """Hold what this adds to the rules."""
        days = [day for day in (self.since, self.renewed, self.expires) if day is not None]
        if days != sorted(days):
            raise ValueError("`since`, `renewed` and `expires` follow each other in time")


@model
class Profile(Model):
    """What a person says of themself."""

    education: Level | None = None
    """The highest level of education that is done."""
    studying: Study | None = None
    """The schooling under way."""
    experience: AtMost50[Job] = ()
    """Work, past and present."""
    member: tuple[Id, ...] = ()
    """The ids of the societies that the person is a member of."""
    non_member: Flag = False
    """Whether the person is a member of no other society."""
    held: dict[Id, Held] = field(default_factory=dict)
    """The credentials held, by id."""
    meets: tuple[Text, ...] = ()
    """Words of conditions that the person meets, where libcert cannot tell by itself."""
    lacks: tuple[Text, ...] = ()
    """Words of conditions that the person does not meet."""
    budget: Amount | None = None
    """The most that credentials may cost in a calendar year, in `currency`."""
    currency: Currency = "USD"
    """The currency of `budget` and `dues`, and the one to count in."""
    rate: dict[Currency, Rate] = field(default_factory=dict)
    """What one unit of another currency is in `currency`."""
    dues: dict[Id, Amount] = field(default_factory=dict)
    """What a year of membership costs, by society, in `currency`."""


def has_lapsed(held: Held, day: date) -> bool:
    """Return whether what is *held* is no longer valid on *day*, as far as that is said."""
    return held.expires is not None and held.expires < day
