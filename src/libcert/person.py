"""What a person says of themself: the one place where the entries of a profile are declared.

An attribute here is the key in a profile and the name of the option that says the same for one
question. None and what is empty mean that the person has not said.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, PlainSerializer, Strict, model_validator

from libcert.models import Amount, Currency, Id, Level, Model, Setting, Texts, Words

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""The days that a profile or a plan may speak of lie between these."""

PART_TIME: Final = 35
"""Hours a week below which work is not full time: a year of 1,820 hours, as one issuer counts."""
FULL_TIME: Final = 40
"""Hours a week from which it is full time for everybody; between the two it depends."""

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
MAX_RATE: Final = 1_000_000
"""The most that one unit of a currency may be in another."""
Rate = Annotated[
    Annotated[int, Field(gt=0, le=MAX_RATE)]
    | Annotated[Decimal, Field(gt=0, le=MAX_RATE, max_digits=17, decimal_places=10)],
    PlainSerializer(float, return_type=float, when_used="json"),
]


class PersonModel(Model):
    """A part of what a person says."""

    model_config = ConfigDict(defer_build=True)  # only what plans a career needs it


class Job(PersonModel):
    """Work that a person has done or does: from day to day, or as a number of years."""

    setting: Setting | None = None
    """The kind of workplace."""
    role: Words | None = None
    """The post."""
    since: Day | None = None
    """Its first day."""
    until: Day | None = None
    """Its last day; null while it goes on, and where `years` is given."""
    years: Annotated[Amount, Field(le=100)] | None = None
    """How much it was on the day `as_of`, in the place of `since` and `until`."""
    as_of: Day | None = None
    """The day on which it was so many years."""
    running: bool | None = None
    """Whether work that is given in years goes on after that day; null: the person has not said."""
    full_time: bool | None = None
    """Whether it is full time."""
    hours_a_week: Annotated[Amount, Field(gt=0, le=168)] | None = None
    """How many hours a week it is."""

    @model_validator(mode="after")
    def _dated(self) -> Self:
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
        return self


class Study(PersonModel):
    """Schooling under way."""

    level: Level
    """The level that it leads to."""
    done: Day
    """The day on which it will be done."""


class Held(PersonModel):
    """A credential that a person holds."""

    since: Day | None = None
    """The day of the award."""
    renewed: Day | None = None
    """The day of the last renewal."""
    expires: Day | None = None
    """The day on which it lapses, where the certificate names one."""
    credits: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """The credits gathered for the next renewal."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        days = [day for day in (self.since, self.renewed, self.expires) if day is not None]
        if days != sorted(days):
            raise ValueError("`since`, `renewed` and `expires` follow each other in time")
        return self


class Profile(PersonModel):
    """What a person says of themself."""

    education: Level | None = None
    """The highest level of education that is done."""
    studying: Study | None = None
    """The schooling under way."""
    experience: Annotated[tuple[Job, ...], Strict(strict=False)] = ()
    """Work, past and present."""
    member: Annotated[tuple[Id, ...], Strict(strict=False)] = ()
    """The ids of the societies that the person is a member of."""
    non_member: bool = False
    """Whether the person is a member of no other society."""
    held: dict[Id, Held] = Field(default_factory=dict)
    """The credentials held, by id."""
    meets: Texts = ()
    """Words of conditions that the person meets, where libcert cannot tell by itself."""
    lacks: Texts = ()
    """Words of conditions that the person does not meet."""
    budget: Amount | None = None
    """The most that credentials may cost in a calendar year, in `currency`."""
    currency: Currency = "USD"
    """The currency of `budget` and `dues`, and the one to count in."""
    rate: dict[Currency, Rate] = Field(default_factory=dict)
    """What one unit of another currency is in `currency`."""
    dues: dict[Id, Amount] = Field(default_factory=dict)
    """What a year of membership costs, by society, in `currency`."""


def lapsed(held: Held, day: date) -> bool:
    """Return whether what is *held* is no longer valid on *day*, as far as that is said."""
    return held.expires is not None and held.expires < day
