"""The entries of a profile, all declared in this module.

The name of an attribute is the key in a profile, and also the name of the option that gives the
same entry for one command. None and empty values mean that the person has not said.
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
        CollegeYears,
        Currency,
        Day,
        Flag,
        HoursAWeek,
        Id,
        NonNegative,
        Place,
        Rate,
        Text,
        YearsOfWork,
    )
    from libcert.model.vocabulary import Level, Setting

PART_TIME: Final = 35
"""Work of fewer hours a week is not full time; one issuer counts a year as 1,820 hours."""
FULL_TIME: Final = 40
"""Work of this many hours a week or more is always full time; between the two, it depends."""


@model
class Job(Model):
    """Past or present work of a person, with its dates or as a number of years."""

    setting: Setting | None = None
    """The kind of workplace."""
    role: Text | None = None
    """The position."""
    since: Day | None = None
    """The first day of the work."""
    until: Day | None = None
    """The last day of the work; null if it still goes on, or if `years` is given."""
    years: YearsOfWork | None = None
    """The years of work on the day `as_of`, instead of `since` and `until`; several add up."""
    as_of: Day | None = None
    """The day on which the work was this many years."""
    running: Flag | None = None
    """Whether work in `years` goes on after the day `as_of`; null counts as true."""
    full_time: Flag | None = None
    """Whether the work is full time; null if the person has not said."""
    hours_a_week: HoursAWeek | None = None
    """The hours of work in a week."""

    def __post_init__(self) -> None:
        """Raise a ValueError if dates, years and hours contradict each other."""
        if (self.since is None) == (self.years is None):
            raise ValueError("work needs either `since`, with or without `until`, or `years`")
        if self.years is not None and self.until is not None:
            raise ValueError("`until` goes with `since`, not with `years`")
        if self.since is not None and not (self.as_of is None and self.running is None):
            raise ValueError("`as_of` and `running` go with `years`, not with `since`")
        if self.years is not None and self.running is not False and self.as_of is None:
            raise ValueError(
                "`years` of work that may still go on need `as_of`, the day when they were counted"
            )
        hours = self.hours_a_week
        if hours is not None and (
            (self.full_time is True and hours < PART_TIME)
            or (self.full_time is False and hours >= FULL_TIME)
        ):
            kind = "full time" if self.full_time else "part time"
            raise ValueError(f"{hours} hours a week are not {kind}")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"`until` ({self.until}) is before `since` ({self.since})")


@model
class Study(Model):
    """Education that is not finished yet."""

    level: Level
    """The level that it leads to."""
    done: Day
    """The day on which it will be finished."""


@model
class Held(Model):
    """A credential that a person holds."""

    since: Day | None = None
    """The day of the award."""
    renewed: Day | None = None
    """The day of the last renewal."""
    expires: Day | None = None
    """The day on which it expires, if the certificate names one."""
    credits: NonNegative | None = None
    """The credits earned so far for the next renewal."""

    def __post_init__(self) -> None:
        """Raise a ValueError if the days are in the wrong order."""
        days = [day for day in (self.since, self.renewed, self.expires) if day is not None]
        if days != sorted(days):
            raise ValueError("`since`, `renewed` and `expires` must be in this order in time")


@model
class Profile(Model):
    """The details that a person gives about themselves."""

    where: Place | None = None
    """The ISO 3166 code of the place in which the person works."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace in which the person works, or wants to work."""
    education: Level | None = None
    """The highest level of education that is finished."""
    subject: Text | None = None
    """The subject of that education, such as library science."""
    college_years: CollegeYears | None = None
    """The years of college that are finished; 60 semester credits are two years."""
    studying: Study | None = None
    """The education that is not finished yet."""
    experience: AtMost50[Job] = ()
    """Past and present work."""
    member: tuple[Id, ...] = ()
    """The ids of the societies that the person is a member of."""
    non_member: Flag = False
    """Whether the person is a member of no other society."""
    held: dict[Id, Held] = field(default_factory=dict)
    """The credentials that the person holds, by id."""
    meets: tuple[Text, ...] = ()
    """Words of requirements that the person meets, if libcert cannot know this by itself."""
    lacks: tuple[Text, ...] = ()
    """Words of requirements that the person does not meet."""
    study_hours: HoursAWeek | None = None
    """The hours a week that the person has for study."""
    budget: Amount | None = None
    """The limit for the cost of credentials in a calendar year, in `currency`."""
    currency: Currency = "USD"
    """The currency of `budget`, `dues` and all sums."""
    rate: dict[Currency, Rate] = field(default_factory=dict)
    """The value of one unit of another currency, in `currency`."""
    dues: dict[Id, Amount] = field(default_factory=dict)
    """The price of a year of membership in each society, in `currency`."""


def is_part_time(job: Job) -> bool:
    """Return whether *job* is part time, or may be by its hours."""
    hours = job.hours_a_week
    return job.full_time is False or (not job.full_time and hours is not None and hours < FULL_TIME)


def has_lapsed(held: Held, day: date) -> bool:
    """Return whether *held* has expired before *day*; false if its last day is not known."""
    return held.expires is not None and held.expires < day


def goes_on(job: Job, day: date) -> bool:
    """Return whether *job* has begun and is not over on *day*, as far as the person says."""
    has_begun = job.running is not False if job.since is None else job.since <= day
    return has_begun and (job.until is None or job.until >= day)
