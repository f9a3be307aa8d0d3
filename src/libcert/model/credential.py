"""The fields of a record of a credential, all declared in this module.

The name of an attribute is the key in a catalogue, the key in JSON, the start of the CSV column
names and, without underscores, the heading on the screen. `None` and an empty list mean "not on
record".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from libcert.model.base import Model, defer, model
from libcert.model.limits import MAX_DEPTH

if TYPE_CHECKING:  # resolved by `validation` only
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from libcert.model.base import ToJson
    from libcert.model.source import Finding, Source
    from libcert.model.types import (
        Amount,
        AsTexts,
        CollegeYears,
        Count,
        Currency,
        DayOfYear,
        Flag,
        Id,
        PartialDate,
        Percent,
        Place,
        ReasonOfMatch,
        Text,
        TextOr,
    )
    from libcert.model.vocabulary import (
        Audience,
        CredentialType,
        Delivery,
        ExamFormat,
        Level,
        Position,
        Purpose,
        Setting,
        Standing,
        State,
    )


@model
class Range(Model):
    """A range from `low` to `high`.

    If both are null, the figure is not on record. If both are 0, a source says that none is needed.
    """

    low: Amount | None = None
    """The lowest value; null if not on record."""
    high: Amount | None = None
    """The highest value; null if not on record."""
    unit: str
    """The unit of the figures."""
    approximate: Flag = False
    """Whether the source says that the figure is not exact: about, around, typically."""
    open: Flag = False
    """Whether an unknown amount is added to it, such as taxes or fees without an amount."""
    note: Text | None = None
    """More about the figure, in our own words."""

    def __post_init__(self) -> None:
        """Raise a ValueError if `low` is more than `high`."""
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
    """A range of calendar time in months."""

    unit: Literal["months"] = "months"
    """Always months."""


@model
class Years(Range):
    """A range of work in years."""

    unit: Literal["years"] = "years"
    """Always years."""


@model
class Effort(Range):
    """The study on the way to a credential: hours, credits or courses."""

    unit: Literal["hours", "credits", "courses"] = "hours"
    """The unit that the source counts in; credits are those of the issuer."""


@model
class Work(Years):
    """Work that a requirement asks for, in years, and the kinds of work that count."""

    hours: Count | None = None
    """The same work in hours, if the source counts hours."""
    within_years: Count | None = None
    """The number of past years in which the work counts; null if no limit is on record."""
    full_time: Flag | None = None
    """Whether the work has to be full time; null if not on record."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace that count.

    If empty, the workplaces that the credential is for count. It is not on record if others do.
    """
    related: Flag = False
    """Whether related work may count as well."""
    role: Text | None = None
    """The position that it has to be in, such as supervisor."""

    def __post_init__(self) -> None:
        """Raise a ValueError also if there are hours, but no years."""
        super().__post_init__()
        if self.hours is not None and not self.low:
            raise ValueError("`hours` needs the same work in years, in `low` and `high`")


@model
class Organization(Model):
    """An organization that issues credentials (CTDL `ceterms:CredentialOrganization`)."""

    id: Id
    """The short name, such as ALA."""
    name: Text
    """The full name."""


@model
class Fee(Money):
    """One fee that the issuer charges (CTDL `ceterms:CostProfile`)."""

    purpose: Purpose
    """The purpose of the fee (CTDL `ceterms:directCostType`).

    `renewal` is due at each renewal, `maintenance` is due each year.
    """
    audience: Audience = "everyone"
    """The people who pay it (CTDL `ceterms:audienceType`)."""
    organization: Id | None = None
    """The society whose members `audience` means; null if membership makes no difference."""
    required: Flag = True
    """Whether it must be paid to earn or keep the credential."""
    yearly: Flag = False
    """Whether a fee to earn the credential is due again each year, such as the dues of a society.

    A `maintenance` fee is due each year anyway.
    """
    shared: Text | None = None
    """The name of a payment that is made once for all credentials with a fee of this name."""
    exams: tuple[Text, ...] = ()
    """The names of the exams that it pays; if empty, a fee for exams pays all of the record.

    Those who have passed all of these exams with another credential do not pay it.
    """
    unclear_for: tuple[Id, ...] = ()
    """The ids of credentials whose holders may not have to pay it: no source says whether."""
    payee: Text | None = None
    """The receiver of the fee, if it is not the issuer; such a fee is not part of the cost."""

    def __post_init__(self) -> None:
        """Raise a ValueError also if it is not clear whose members pay it."""
        super().__post_init__()
        if (self.audience == "everyone") != (self.organization is None):
            raise ValueError(
                "`organization` is needed for the audiences `member` and `non-member`, "
                "and not allowed for others"
            )
        if self.yearly and self.purpose in {"renewal", "maintenance"}:
            raise ValueError("`yearly` is only for fees to earn it; `maintenance` is yearly anyway")


@model
class Education(Model):
    """The required education (CTDL `ceterms:audienceLevelType`)."""

    level: Level | None = None
    """The lowest level that is enough; `none` if the source says that none is required."""
    college_years: CollegeYears | None = None
    """The years of college in all, with those of a degree; 60 semester credits are two years."""
    subject: Text | None = None
    """The required subject or approval, if the level alone is not enough."""
    note: Text | None = None
    """More about the education, in our own words."""

    def __post_init__(self) -> None:
        """Raise a ValueError if there are years of college, but no level."""
        if self.college_years is not None and self.level is None:
            raise ValueError("`college_years` needs a `level`, such as high-school or none")


@model
class Exam(Model):
    """One exam that a candidate has to pass (CTDL `ceterms:AssessmentProfile`)."""

    name: Text | None = None
    """The name that the issuer gives it."""
    formats: tuple[ExamFormat, ...] = ()
    """The ways in which it is taken; an exam in several parts has the formats of all of them."""
    topics: tuple[Text, ...] = ()
    """The topics that it covers."""
    questions: Count | None = None
    """The number of questions."""
    minutes: Count | None = None
    """The time that it takes, in minutes."""
    passing_percent: Percent | None = None
    """The score that is needed to pass, in percent."""
    places: tuple[Text, ...] = ()
    """The places where it can be taken."""
    passed_with: tuple[Id, ...] = ()
    """The ids of credentials whose holders have already passed this exam."""
    note: Text | None = None
    """Anything else that is on record, in our own words."""


@model
class Requirement(Model):
    """One requirement for the award, or a group of them (CTDL `ceterms:ConditionProfile`)."""

    text: Text
    """The requirement in our own words."""
    experience: Work | None = None
    """The work experience that is required."""
    education: Education | None = None
    """The education that is required."""
    membership: Id | None = None
    """The organization in which membership is required."""
    credential: Id | None = None
    """The other credential that is required (CTDL `ceterms:targetCredential`)."""
    role: Text | None = None
    """The position that is required."""
    not_education: Education | None = None
    """The education that a candidate must not have, such as a master's degree in the field."""
    nothing: Flag = False
    """Whether the source says that nothing is required; such a requirement is always met."""
    deadline_months: Count | None = None
    """The number of months after the start in which everything has to be done."""
    to_do: Flag = False
    """Whether it is done after the start, such as an exam, a course or a portfolio.

    If false, it must be met before the start (CTDL `ceterms:entryCondition`).
    """
    of: tuple[TextOr[Requirement], ...] = ()
    """The requirements of a group."""
    at_least: Count | None = None
    """The number of requirements in the group that must be met: 1 is any one, null is all."""

    def __post_init__(self) -> None:
        """Raise a ValueError if a group cannot be met, or has keys that belong in its parts."""
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"`at_least` asks for {self.at_least} of {len(self.of)} requirements")
        if self.of and (self.experience or self.education or self.not_education):
            raise ValueError(
                "a group cannot have `experience`, `education` or `not_education`; "
                "give them in `of`"
            )
        if self.depth > MAX_DEPTH:
            raise ValueError(f"groups can be nested at most {MAX_DEPTH} deep")

    @property
    def depth(self) -> int:
        """The number of groups that are nested in each other here."""
        return 1 + max((part.depth for part in self.of), default=-1)


@model
class Renewal(Model):
    """The requirements to keep the credential (CTDL `ceterms:renewal`)."""

    expires: Flag | None = None
    """Whether the credential expires if it is not renewed; false if a source says it never does."""
    months: Count | None = None
    """Months from award to renewal and between renewals (CTDL `ceterms:renewalFrequency`)."""
    credits: Count | None = None
    """Credits or hours of continuing education that each renewal requires."""
    methods: tuple[Text, ...] = ()
    """The ways to renew."""
    membership: Id | None = None
    """The organization in which a holder has to stay a member."""
    counts_from: Literal["end", "renewal"] | None = None
    """The day from which the next term counts: the end of the old term, or the day of renewal."""
    starts_on: tuple[DayOfYear, ...] = ()
    """The days of the year from which a term can count, such as 07-01.

    It counts from the first of these after the award or the renewal.
    """
    early_months: Count | None = None
    """How many months before the end of the term it can be renewed at the earliest."""
    late_months: Count | None = None
    """How many months after the end of the term it can still be renewed."""
    note: Text | None = None
    """Anything else that is on record, in our own words."""

    def __post_init__(self) -> None:
        """Raise a ValueError if a credential never expires, but has a renewal period."""
        if self.expires is False and self.months is not None:
            raise ValueError(
                "a credential that never expires (`expires = false`) cannot have `months`"
            )


@model
class Status(Model):
    """Whether the credential can be earned now (CTDL `ceterms:credentialStatusType`)."""

    state: State | None = None
    """Whether it is offered, about to close, or closed; null if not on record."""
    since: PartialDate | None = None
    """The date from which the state holds, or on which it will close."""
    replaced_by: tuple[Id, ...] = ()
    """The ids of the credentials, or of the families, that replace it."""
    note: Text | None = None
    """More about the state, in our own words."""

    def is_closed(self, day: date) -> bool:
        """Return whether it is closed on *day*, because it was before or its last day has passed.

        A year or a month without a day ends with its last day.
        """
        if self.state != "closing" or self.since is None:
            return self.state == "closed"
        return self.since < day.isoformat()[: len(self.since)]

    def __post_init__(self) -> None:
        """Raise a ValueError if there are details of a state, but no state."""
        if self.state is None and (self.since is not None or self.replaced_by):
            raise ValueError("`since` and `replaced_by` need a `state`")


@model
class Credential(Model):
    """The record of one credential (CTDL `ceterms:Credential`)."""

    id: Id
    """The abbreviation that commands use for it."""
    aliases: tuple[Id, ...] = ()
    """Other abbreviations that find it (CTDL `ceterms:alternateName`)."""
    name: Text
    """The full name (CTDL `ceterms:name`)."""
    type: CredentialType
    """The kind of credential: a certification is renewed, a certificate shows a finished course."""
    issuer: Organization
    """The organization that grants and revokes it (CTDL `ceterms:ownedBy`)."""
    settings: tuple[Setting, ...] = ()
    """The kinds of workplace it is for; `any` is any kind of library."""
    where: tuple[Place, ...] = ()
    """The places where it can be earned or counts (CTDL `ceterms:jurisdiction`).

    They are ISO 3166 codes; `any` is everywhere.
    """
    family: Id | None = None
    """The id of the scheme that it is a level of (CTDL `ceterms:isPartOf`)."""
    level: Text | None = None
    """The name of the level in the family."""
    previous: Id | None = None
    """The id of the level before it in the family."""
    status: Status = Status()
    """Whether it can be earned now."""
    suits: tuple[Position, ...] = ()
    """The jobs that it is for."""
    not_for: tuple[Position, ...] = ()
    """The jobs that it is not for, according to a source."""
    delivery: tuple[Delivery, ...] = ()
    """The ways to take it: online, in person, or partly each."""
    summary: Text | None = None
    """A description in our own words."""
    levels: tuple[Text, ...] = ()
    """The levels or tracks that it has."""
    benefits: tuple[Text, ...] = ()
    """The benefits for a holder, as the source lists them."""
    cost: Money = Money()
    """The required fees to earn it once, for members and non-members; worked out from `fees`."""
    duration: Months = Months()
    """The time from the start to the award, in months (CTDL `ceterms:estimatedDuration`).

    It is 0 if a candidate only has to apply.
    """
    effort: Effort = Effort()
    """The study on the way to the award (CTDL `ceterms:creditValue`)."""
    experience: Years = Years()
    """The years of work required (CTDL `ceterms:yearsOfExperience`).

    They are worked out from `requirements` if the catalogue does not give them.
    """
    education: Education = Education()
    """The required education; worked out from `requirements` if the catalogue does not give it."""
    exam_required: Flag | None = None
    """Whether an exam is required; if the catalogue does not say, true if exams are on record."""
    exams: tuple[Exam, ...] = ()
    """All exams that a candidate has to pass."""
    requirements: AsTexts[tuple[TextOr[Requirement], ...]] = ()
    """All requirements for the award; in JSON, only their texts (CTDL `ceterms:requires`)."""
    conditions: tuple[TextOr[Requirement], ...] = ()
    """All requirements in detail; worked out from `requirements`, never written in a catalogue."""
    fees: tuple[Fee, ...] = ()
    """All fees on record, to earn and to keep it (CTDL `ceterms:estimatedCost`)."""
    renewal: Renewal = Renewal()
    """The requirements to keep it."""
    notes: tuple[Text, ...] = ()
    """History, caveats and anything else on record, in our own words."""
    standing: Standing | None = None
    """The result of a check against public sources; null if the record was never checked.

    With `vouched`, the issuer itself wrote the record, and nobody else has checked it.
    """
    nearest: tuple[Id, ...] = ()
    """The ids of similar credentials, or of families, that are known to exist."""
    findings: tuple[Finding, ...] = ()
    """The results of checks of single figures against public sources."""
    sources: tuple[Source, ...] = ()
    """The pages that support the record and its findings."""

    PARTS: ClassVar = {
        "issuer": Organization,
        "cost": Money,
        "status": Status,
        "duration": Months,
        "effort": Effort,
        "experience": Years,
        "education": Education,
        "renewal": Renewal,
    }

    def to_json(
        self, names: Iterable[str] | None = None, default: ToJson | None = None
    ) -> dict[str, Any]:
        """Return the keys and values of the JSON object, with only the texts of requirements."""
        values = super().to_json(names, default)
        if "requirements" in values:
            values["requirements"] = [requirement.text for requirement in self.requirements]
        return values


defer(Credential)


class Answer(StrEnum):
    """An answer: yes and no need figures that are on record; everything else is maybe."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@model
class Match(Model):
    """Whether a credential meets the criteria of a person."""

    answer: Answer
    """Yes, no, or maybe if the record does not say enough."""
    because: tuple[ReasonOfMatch, ...] = ()
    """The reasons for the answer, one sentence for each criterion."""


@model
class Change(Model):
    """A difference of one figure of a record between two catalogues."""

    id: Id
    """The record."""
    field: Text
    """The field; `record` if it is the whole record."""
    change: Literal["came", "went", "changed"]
    """Whether the figure was added (`came`), removed (`went`) or changed."""
    old: object = None
    """The old figure; null if it was not on record."""
    new: object = None
    """The new figure; null if it is no longer on record."""


WORKED_OUT: Final = {
    "conditions": "requirements",
    "cost": "fees",
    "experience": "requirements",
    "education": "requirements",
    "exam_required": "exams",
}
"""The fields of a record that are worked out from other fields."""
UNWRITTEN: Final = {
    "id": "the name of the table",
    "cost": "worked out from `fees`",
    "conditions": "worked out from `requirements`",
}
"""The fields of a record that no catalogue file gives, and where they come from."""
DAYS: Final = frozenset({"read"})
"""The fields of records and their parts that hold a day; in JSON, a day is a text."""


@model
class MatchedCredential(Credential):
    """A credential, and whether it meets the criteria of a person."""

    match: Match
    """Whether it meets the criteria, and why."""

    PARTS: ClassVar = {**Credential.PARTS, "match": Match}
