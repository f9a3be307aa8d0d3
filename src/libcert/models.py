"""What a credential is: the one place where the fields of a record are declared.

An attribute here is the key in a catalogue, the key in JSON, the stem of the CSV columns and, with
its underscores out, the heading on the screen. `None` and an empty list mean «not on record».
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    model_validator,
)

CredentialType = Literal["certification", "certificate", "license", "assessment", "registration"]
Setting = Literal[
    "academic",
    "public",
    "school",
    "special",
    "archives",
    "museum",
    "records",
    "health",
    "information-management",
    "electronics",
    "automation",
    "office",
    "it",
    "any",
]
Level = Literal[
    "none", "high-school", "certificate", "associate", "bachelor", "master", "doctorate"
]
Purpose = Literal[
    "application",
    "exam",
    "course",
    "enrolment",
    "certification",
    "membership",
    "renewal",
    "maintenance",
]
Audience = Literal["everyone", "member", "non-member"]
ExamFormat = Literal[
    "written", "multiple-choice", "essay", "oral", "performance-based", "hands-on", "simulation"
]
Standing = Literal["confirmed", "disputed", "not-found"]
Verdict = Literal["confirmed", "partly", "contradicted", "not-found"]
Tier = Literal["article", "issuer", "government", "association", "secondary", "weak"]


def _plain(amount: int | Decimal) -> int | float:
    """Return a number as JSON writes it: whole where it is whole."""
    return int(amount) if amount == int(amount) else float(amount)


def _plain_parts(value: object) -> object:
    """Return a value from a catalogue with its numbers as JSON writes them."""
    match value:
        case Decimal():
            return _plain(value)
        case dict():
            return {key: _plain_parts(part) for key, part in value.items()}
        case list():
            return [_plain_parts(part) for part in value]
        case _:
            return value


Amount = Annotated[
    Annotated[int, Field(ge=0, le=1_000_000_000)]
    | Annotated[Decimal, Field(ge=0, le=1_000_000_000, max_digits=12, decimal_places=2)],
    PlainSerializer(_plain, when_used="json"),
]
MAX_DEPTH: Final = 10
"""How deep groups of conditions may stand in each other."""
Count = Annotated[int, Field(gt=0, le=1_000_000)]
Words = Annotated[str, Field(pattern=r"\S", max_length=2_000)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9+._-]*$", max_length=40)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Link = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2_000)]
Texts = Annotated[tuple[Words, ...], Strict(strict=False)]


class Model(BaseModel):
    """What every part of a record keeps to: nothing unknown, nothing converted, nothing changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        json_schema_serialization_defaults_required=True,  # every key is always there
    )


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
    approximate: bool = False
    """Whether the source hedges the figure: about, around, generally, typically."""
    open: bool = False
    """Whether more comes on top that is not on record, such as taxes or fees without an amount."""
    note: Words | None = None
    """What the figure does not say by itself, in our own words."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"`low` ({self.low}) is more than `high` ({self.high})")
        return self

    @property
    def known(self) -> bool:
        """Whether at least one end is on record."""
        return self.low is not None or self.high is not None


class Money(Range):
    """An amount of money (CTDL `ceterms:CostProfile`, `schema:MonetaryAmount`)."""

    unit: Currency = "USD"
    """The currency, by its three-letter ISO 4217 code."""


class Months(Range):
    """A span of calendar time in months."""

    unit: Literal["months"] = "months"
    """Always months."""


class Years(Range):
    """A span of work in years."""

    unit: Literal["years"] = "years"
    """Always years."""


class Work(Years):
    """Work that a condition asks for, in years, and what counts as such."""

    hours: Count | None = None
    """The same work in hours, where the source counts them."""
    within_years: Count | None = None
    """How far back it may lie, in years."""
    full_time: bool | None = None
    """Whether it has to be full time; null when not on record."""
    settings: Annotated[tuple[Setting, ...], Strict(strict=False)] = ()
    """The kinds of workplace that count.

    Empty: those that the credential is for count, and whether others do is not on record.
    """
    related: bool = False
    """Whether related work may count as well."""
    role: Words | None = None
    """The post that it has to be in, such as supervisor."""

    @model_validator(mode="after")
    def _years_given(self) -> Self:
        if self.hours is not None and not self.low:
            raise ValueError("`hours` stand beside the years that they are, in `low` and `high`")
        return self


class Organization(Model):
    """A body that issues credentials (CTDL `ceterms:CredentialOrganization`)."""

    id: Id
    """The short name, such as ALA."""
    name: Words
    """The name in full."""


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
    required: bool = True
    """Whether the credential cannot be had, or kept, without it."""
    payee: Words | None = None
    """Who is paid, where it is not the issuer; such a fee is not a part of the cost."""

    @model_validator(mode="after")
    def _membership_named(self) -> Self:
        if (self.audience == "everyone") != (self.organization is None):
            raise ValueError(
                "`organization` goes with the audiences member and non-member, and only with them"
            )
        return self


class Education(Model):
    """The schooling asked for (CTDL `ceterms:audienceLevelType`)."""

    level: Level | None = None
    """The least level that is enough; `none` when the source says that none is asked."""
    subject: Words | None = None
    """What it has to be in, or whose approval it needs, where the level alone is not enough."""
    note: Words | None = None
    """What the level does not say by itself, in our own words."""


class Exam(Model):
    """One assessment to be passed (CTDL `ceterms:AssessmentProfile`)."""

    name: Words | None = None
    """What the issuer calls it."""
    formats: Annotated[tuple[ExamFormat, ...], Strict(strict=False)] = ()
    """How it is taken; an exam in several parts has the formats of all of them."""
    topics: Texts = ()
    """What it covers."""
    questions: Count | None = None
    """How many questions it has."""
    minutes: Count | None = None
    """How long it takes, in minutes."""
    passing_percent: Annotated[int, Field(gt=0, le=100)] | None = None
    """The share of the score that passes, in percent."""
    places: Texts = ()
    """Where it can be taken."""
    note: Words | None = None
    """What else is on record of it, in our own words."""


def _requirement(value: object) -> object:
    """Let a condition that is nothing but words be written as a string."""
    return {"text": value} if isinstance(value, str) else value


Conditions = Annotated[
    tuple[Annotated["Requirement", BeforeValidator(_requirement)], ...], Strict(strict=False)
]


class Requirement(Model):
    """One condition for the award, or a group of them (CTDL `ceterms:ConditionProfile`)."""

    text: Words
    """The condition in our own words."""
    experience: Work | None = None
    """The work experience that it asks for."""
    education: Education | None = None
    """The schooling that it asks for."""
    membership: Id | None = None
    """The organization that one has to be a member of."""
    credential: Id | None = None
    """The credential that one has to hold (CTDL `ceterms:targetCredential`)."""
    role: Words | None = None
    """The post that it is open to."""
    deadline_months: Count | None = None
    """The months from the start within which all has to be done."""
    to_do: bool = False
    """Whether it is done on the way, such as an exam, a course or a portfolio.

    The others are what one has to have beforehand (CTDL `ceterms:entryCondition`).
    """
    of: Conditions = ()
    """The conditions of a group."""
    at_least: Count | None = None
    """How many of the group must be met: 1 is any of them; null is all of them."""

    @model_validator(mode="after")
    def _group_complete(self) -> Self:
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"`at_least` asks for {self.at_least} of {len(self.of)} conditions")
        if self.of and (self.experience or self.education):
            raise ValueError("what a group asks for stands in its parts, under `of`")
        if self.depth > MAX_DEPTH:
            raise ValueError(f"groups stand {MAX_DEPTH} deep in each other at most")
        return self

    @property
    def depth(self) -> int:
        """How many groups stand in each other here."""
        return 1 + max((part.depth for part in self.of), default=-1)


def _in_words(conditions: tuple[Requirement, ...]) -> tuple[str, ...]:
    """Return *conditions* in words, one each."""
    return tuple(condition.text for condition in conditions)


class Renewal(Model):
    """What keeping the credential takes (CTDL `ceterms:renewal`)."""

    expires: bool | None = None
    """Whether it ends unless it is renewed; false: the source says that it never does."""
    months: Count | None = None
    """Months from award to renewal, and between renewals (CTDL `ceterms:renewalFrequency`)."""
    credits: Count | None = None
    """Credits or hours of continuing education for each renewal."""
    methods: Texts = ()
    """The ways to renew."""
    note: Words | None = None
    """What else is on record of it, in our own words."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.expires is False and self.months is not None:
            raise ValueError("what never expires (`expires = false`) has no `months`")
        return self


class Source(Model):
    """A page that was read."""

    id: Id
    """Its short name within the catalogue."""
    title: Words
    """What the page calls itself."""
    publisher: Words
    """Who answers for it."""
    url: Link
    """Where it is (CTDL `ceterms:subjectWebpage`)."""
    dated: (
        Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")] | None
    ) = None
    """The date that the page bears, in full or as far as it is given; null when it bears none."""
    note: Words | None = None
    """What else is known of its age or host."""
    read: date
    """The day on which it was read."""
    tier: Tier
    """How near it is to the facts: the issuer itself, a government, an association, …"""
    supports: Texts = ()
    """The fields of the record that rest on it."""


class Finding(Model):
    """What public sources answer to one figure of a record."""

    about: Words
    """The field that it is about."""
    verdict: Verdict
    """What the sources make of the figure; `not-found` is weaker than `contradicted`."""
    note: Words
    """What they say, in our own words."""
    sources: Annotated[tuple[Words, ...], Strict(strict=False), Field(min_length=1)]
    """The ids of the sources."""
    read: date
    """The day on which they were read."""
    better: Annotated[object, PlainSerializer(_plain_parts, when_used="json")] = None
    """The figure as the sources have it, in the shape of the listed one; null where none has."""


class Credential(Model):
    """What is on record of one credential (CTDL `ceterms:Credential`)."""

    id: Id
    """The abbreviation by which it is asked for."""
    aliases: Annotated[tuple[Id, ...], Strict(strict=False)] = ()
    """Other abbreviations that find it (CTDL `ceterms:alternateName`)."""
    name: Words
    """The name in full (CTDL `ceterms:name`)."""
    type: CredentialType
    """What kind it is: a certification is renewed, a certificate says that a course was done."""
    issuer: Organization
    """The body that grants and revokes it (CTDL `ceterms:ownedBy`)."""
    settings: Annotated[tuple[Setting, ...], Strict(strict=False)] = ()
    """The kinds of workplace it is for; `any` is any kind of library."""
    summary: Words | None = None
    """What it is, in our own words."""
    levels: Texts = ()
    """The levels or tracks that it comes in."""
    benefits: Texts = ()
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
    exam_required: bool | None = None
    """Whether it takes an exam; true where exams are on record, unless given."""
    exams: Annotated[tuple[Exam, ...], Strict(strict=False)] = ()
    """The exams to pass, all of them."""
    requirements: Annotated[Conditions, PlainSerializer(_in_words, when_used="json")] = ()
    """Every condition for the award; in JSON each in words (CTDL `ceterms:requires`)."""
    conditions: Conditions = ()
    """The same conditions with all that they ask for; not written, for they are `requirements`."""
    fees: Annotated[tuple[Fee, ...], Strict(strict=False)] = ()
    """Every price on record, for earning and for keeping it (CTDL `ceterms:estimatedCost`)."""
    renewal: Renewal = Renewal()
    """What keeping it takes."""
    standing: Standing | None = None
    """What public sources make of it as a whole; null until it was checked."""
    nearest: Annotated[tuple[Id, ...], Strict(strict=False)] = ()
    """Ids of real credentials to look at instead."""
    findings: Annotated[tuple[Finding, ...], Strict(strict=False)] = ()
    """What public sources answer to single figures."""
    sources: Annotated[tuple[Source, ...], Strict(strict=False)] = ()
    """The pages that the record and its findings rest on."""


class Answer(StrEnum):
    """Yes and no are said only on figures that are on record; everything else is maybe."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Match(Model):
    """What a credential answers to the criteria of a person."""

    answer: Answer
    """Maybe where the record does not settle it."""
    because: Texts = ()
    """What the answer rests on, a sentence for each criterion."""


class CitedSource(Source):
    """A page that was read, with all that rests on it."""

    model_config = ConfigDict(defer_build=True)  # only `libcert sources` makes some

    credentials: Texts = ()
    """The ids of the records that rest on it."""
    supports: Texts = ()
    """What rests on it, as `CLT: issuer, cost`."""


class Change(Model):
    """How one figure of a record differs between two catalogues."""

    model_config = ConfigDict(defer_build=True)  # only `libcert catalogue diff` makes some

    id: Id
    """The record."""
    field: Words
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


class MatchedCredential(Credential):
    """A credential with its answer to the criteria of a person."""

    # It is made from a credential that was checked already, so no start has to build its validator.
    model_config = ConfigDict(defer_build=True)

    match: Match
    """Whether it is what was asked for, and why."""
