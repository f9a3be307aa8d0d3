"""What a credential is: the one place where the fields of a record are declared.

An attribute here is the key in a catalogue, the key in JSON, the stem of the CSV columns and, with
its underscores out, the heading on the screen. `None` and an empty list mean «not on record».
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from libcert.model.base import Model, model
from libcert.model.limits import MAX_DEPTH

if TYPE_CHECKING:  # resolved by `validation` only
    from collections.abc import Iterable
    from typing import Any

    from libcert.model.base import ToJson
    from libcert.model.source import Finding, Source
    from libcert.model.types import (
        Amount,
        AsTexts,
        Count,
        Currency,
        Flag,
        Id,
        Percent,
        ReasonOfMatch,
        Text,
        TextOr,
    )
    from libcert.model.vocabulary import (
        Audience,
        CredentialType,
        ExamFormat,
        Level,
        Purpose,
        Setting,
        Standing,
    )


@model
class Range(Model):
    """A figure as it is in life: from `low` to `high`.

    Both null: not on record. Both 0: on record that none is needed.
    """

    low: Amount | None = None
    """The least it can be; null when not on record."""
    high: Amount | None = None
    """The most it can be; null when not on record."""
    unit: str
    """What is counted."""
    approximate: Flag = False
    """Whether the source hedges the figure: about, around, generally, typically."""
    open: Flag = False
    """Whether more comes on top that is not on record, such as taxes or fees without an amount."""
    note: Text | None = None
    """What the figure does not say by itself, in our own words."""

    def __post_init__(self) -> None:
        """Raise a ValueError where the ends are the wrong way round."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"`low` ({self.low}) is more than `high` ({self.high})")

    @property
    def known(self) -> bool:
        """Whether at least one end is on record."""
        return self.low is not None or self.high is not None


@model
class Money(Range):
    """An amount of money (CTDL `ceterms:CostProfile`, `schema:MonetaryAmount`)."""

    unit: Currency = "USD"
    """The currency, by its three-letter ISO 4217 code."""


@model
class Months(Range):
    """A span of calendar time in months."""

    unit: Literal["months"] = "months"
    """Always months."""


@model
class Years(Range):
    """A span of work in years."""

    unit: Literal["years"] = "years"
    """Always years."""


@model
class Work(Years):
    """Work that a condition asks for, in years, and what counts as such."""

    hours: Count | None = None
    """The same work in hours, where the source counts them."""
    within_years: Count | None = None
    """How far back it may lie, in years."""
    full_time: Flag | None = None
    """Whether it has to be full time; null when not on record."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace that count.

    Empty: those that the credential is for count, and whether others do is not on record.
    """
    related: Flag = False
    """Whether related work may count as well."""
    role: Text | None = None
    """The post that it has to be in, such as supervisor."""

    def __post_init__(self) -> None:
        """Raise a ValueError where hours stand alone, too."""
        super().__post_init__()
        if self.hours is not None and not self.low:
            raise ValueError("`hours` stand beside the years that they are, in `low` and `high`")


@model
class Organization(Model):
    """A body that issues credentials (CTDL `ceterms:CredentialOrganization`)."""

    id: Id
    """The short name, such as ALA."""
    name: Text
    """The name in full."""


@model
class Fee(Money):
    """One price that the issuer asks (CTDL `ceterms:CostProfile`)."""

    purpose: Purpose
    """What it is for (CTDL `ceterms:directCostType`).

    `renewal` falls due at each renewal, `maintenance` each year.
    """
    audience: Audience = "everyone"
    """Who pays it (CTDL `ceterms:audienceType`)."""
    organization: Id | None = None
    """The society whose membership `audience` speaks of; null when it does not depend on one."""
    required: Flag = True
    """Whether the credential cannot be had, or kept, without it."""
    payee: Text | None = None
    """Who is paid, where it is not the issuer; such a fee is not a part of the cost."""

    def __post_init__(self) -> None:
        """Raise a ValueError where it is not clear whose members pay it, too."""
        super().__post_init__()
        if (self.audience == "everyone") != (self.organization is None):
            raise ValueError(
                "`organization` goes with the audiences member and non-member, and only with them"
            )


@model
class Education(Model):
    """The schooling asked for (CTDL `ceterms:audienceLevelType`)."""

    level: Level | None = None
    """The least level that is enough; `none` when the source says that none is asked."""
    subject: Text | None = None
    """What it has to be in, or whose approval it needs, where the level alone is not enough."""
    note: Text | None = None
    """What the level does not say by itself, in our own words."""


@model
class Exam(Model):
    """One assessment to be passed (CTDL `ceterms:AssessmentProfile`)."""

    name: Text | None = None
    """What the issuer calls it."""
    formats: tuple[ExamFormat, ...] = ()
    """How it is taken; an exam in several parts has the formats of all of them."""
    topics: tuple[Text, ...] = ()
    """What it covers."""
    questions: Count | None = None
    """How many questions it has."""
    minutes: Count | None = None
    """How long it takes, in minutes."""
    passing_percent: Percent | None = None
    """The share of the score that passes, in percent."""
    places: tuple[Text, ...] = ()
    """Where it can be taken."""
    note: Text | None = None
    """What else is on record of it, in our own words."""


@model
class Requirement(Model):
    """One condition for the award, or a group of them (CTDL `ceterms:ConditionProfile`)."""

    text: Text
    """The condition in our own words."""
    experience: Work | None = None
    """The work experience that it asks for."""
    education: Education | None = None
    """The schooling that it asks for."""
    membership: Id | None = None
    """The organization that one has to be a member of."""
    credential: Id | None = None
    """The credential that one has to hold (CTDL `ceterms:targetCredential`)."""
    role: Text | None = None
    """The post that it is open to."""
    deadline_months: Count | None = None
    """The months from the start within which all has to be done."""
    to_do: Flag = False
    """Whether it is done on the way, such as an exam, a course or a portfolio.

    The others are what one has to have beforehand (CTDL `ceterms:entryCondition`).
    """
    of: tuple[TextOr[Requirement], ...] = ()
    """The conditions of a group."""
    at_least: Count | None = None
    """How many of the group must be met: 1 is any of them; null is all of them."""

    def __post_init__(self) -> None:
        """Raise a ValueError where a group cannot be met or says what its parts have to say."""
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"`at_least` asks for {self.at_least} of {len(self.of)} conditions")
        if self.of and (self.experience or self.education):
            raise ValueError("what a group asks for stands in its parts, under `of`")
        if self.depth > MAX_DEPTH:
            raise ValueError(f"groups stand {MAX_DEPTH} deep in each other at most")

    @property
    def depth(self) -> int:
        """How many groups stand in each other here."""
        return 1 + max((part.depth for part in self.of), default=-1)


@model
class Renewal(Model):
    """What keeping the credential takes (CTDL `ceterms:renewal`)."""

    expires: Flag | None = None
    """Whether it ends unless it is renewed; false: the source says that it never does."""
    months: Count | None = None
    """Months from award to renewal, and between renewals (CTDL `ceterms:renewalFrequency`)."""
    credits: Count | None = None
    """Credits or hours of continuing education for each renewal."""
    methods: tuple[Text, ...] = ()
    """The ways to renew."""
    note: Text | None = None
    """What else is on record of it, in our own words."""

    def __post_init__(self) -> None:
        """Raise a ValueError where what never expires has a period."""
        if self.expires is False and self.months is not None:
            raise ValueError("what never expires (`expires = false`) has no `months`")


@model
class Credential(Model):
    """What is on record of one credential (CTDL `ceterms:Credential`)."""

    id: Id
    """The abbreviation by which it is asked for."""
    aliases: tuple[Id, ...] = ()
    """Other abbreviations that find it (CTDL `ceterms:alternateName`)."""
    name: Text
    """The name in full (CTDL `ceterms:name`)."""
    type: CredentialType
    """What kind it is: a certification is renewed, a certificate says that a course was done."""
    issuer: Organization
    """The body that grants and revokes it (CTDL `ceterms:ownedBy`)."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace it is for; `any` is any kind of library."""
    summary: Text | None = None
    """What it is, in our own words."""
    levels: tuple[Text, ...] = ()
    """The levels or tracks that it comes in."""
    benefits: tuple[Text, ...] = ()
    """What the source says that a holder gets from it."""
    cost: Money = Money()
    """The required fees to earn it once, over member and non-member prices; made from `fees`."""
    duration: Months = Months()
    """The time from the start to the award, in months (CTDL `ceterms:estimatedDuration`)."""
    experience: Years = Years()
    """The years of work required (CTDL `ceterms:yearsOfExperience`).

    Worked out from `requirements` unless given.
    """
    education: Education = Education()
    """The schooling required; worked out from `requirements` unless given."""
    exam_required: Flag | None = None
    """Whether it takes an exam; true where exams are on record, unless given."""
    exams: tuple[Exam, ...] = ()
    """The exams to pass, all of them."""
    requirements: AsTexts[tuple[TextOr[Requirement], ...]] = ()
    """Every condition for the award; in JSON each in words (CTDL `ceterms:requires`)."""
    conditions: tuple[TextOr[Requirement], ...] = ()
    """The same conditions with all that they ask for; not written, for they are `requirements`."""
    fees: tuple[Fee, ...] = ()
    """Every price on record, for earning and for keeping it (CTDL `ceterms:estimatedCost`)."""
    renewal: Renewal = Renewal()
    """What keeping it takes."""
    standing: Standing | None = None
    """What public sources make of it as a whole; null until it was checked."""
    nearest: tuple[Id, ...] = ()
    """Ids of real credentials to look at instead."""
    findings: tuple[Finding, ...] = ()
    """What public sources answer to single figures."""
    sources: tuple[Source, ...] = ()
    """The pages that the record and its findings rest on."""

    PARTS: ClassVar = {
        "issuer": Organization,
        "cost": Money,
        "duration": Months,
        "experience": Years,
        "education": Education,
        "renewal": Renewal,
    }

    def to_json(
        self, names: Iterable[str] | None = None, default: ToJson | None = None
    ) -> dict[str, Any]:
        """Return the keys and values of the JSON object, of the requirements the texts only."""
        values = super().to_json(names, default)
        if "requirements" in values:
            values["requirements"] = [condition.text for condition in self.requirements]
        return values


class Answer(StrEnum):
    """Yes and no are said only on figures that are on record; everything else is maybe."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@model
class Match(Model):
    """What a credential answers to the criteria of a person."""

    answer: Answer
    """Maybe where the record does not settle it."""
    because: tuple[ReasonOfMatch, ...] = ()
    """What the answer rests on, a sentence for each criterion."""


@model
class Change(Model):
    """How one figure of a record differs between two catalogues."""

    id: Id
    """The record."""
    field: Text
    """The field; `record` where it is the record as a whole."""
    change: Literal["came", "went", "changed"]
    """Whether it is on record only now, no longer, or in another way."""
    old: object = None
    """What it was; null where it was not on record."""
    new: object = None
    """What it is; null where it is not on record any more."""


WORKED_OUT: Final = {
    "conditions": "requirements",
    "cost": "fees",
    "experience": "requirements",
    "education": "requirements",
    "exam_required": "exams",
}
"""The fields of a record that follow from others."""
UNWRITTEN: Final = {
    "id": "the name of the table",
    "cost": "worked out from `fees`",
    "conditions": "worked out from `requirements`",
}
"""The fields of a record that nobody writes, and where they come from."""
ABOUT_RECORD: Final = frozenset({"sources", "findings", "standing"})
"""The fields that are about a record, and so no part of what it says."""
DAYS: Final = frozenset({"read"})
"""The fields of records and their parts that hold a day, which JSON has as a text."""


@model
class MatchedCredential(Credential):
    """A credential with its answer to the criteria of a person."""

    match: Match
    """Whether it is what was asked for, and why."""

    PARTS: ClassVar = {**Credential.PARTS, "match": Match}
