"""What a report is made of, and the words that all its parts use."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, Final, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential, MatchedCredential, Money
from libcert.model.profile import Held, Profile
from libcert.model.results import (
    CombinedCost,
    Eligibility,
    Payment,
    Plan,
    PossibleStep,
    Step,
    YearOfCost,
    YearOfPlan,
)
from libcert.render import phrases
from libcert.render.phrases import and_words

MOST_SIDE_BY_SIDE: Final = 4
"""The most credentials that stand beside each other; each of more has a row."""
MOST_IN_DETAIL: Final = 30
"""The most credentials of which a page has all details, so that it stays quick and short."""
MOST_IN_BRIEF: Final = 5
"""The most credentials that the short answer names."""


class YearOfMoney(NamedTuple):
    """A year of a plan or of a cost, and the share of each credential."""

    year: YearOfCost | YearOfPlan
    shares: Sequence[tuple[str, Money]]


@model
class Selection(Model):
    """The criteria that selected the credentials, and those that might meet them."""

    criteria: Mapping[str, Any]
    """The fields of the criteria."""
    possible: Sequence[MatchedCredential] = ()
    """The credentials that might match."""
    hidden: int = 0
    """How many more of the chosen credentials a limit hides."""


@model
class Report(Model):
    """All that a report shows."""

    title: str | None = None
    """The title; None for the usual one."""
    whom: str | None = None
    """The name of the person that it is about."""
    today: date
    """The day for which it answers."""
    made_on: date
    """The day on which it is made."""
    checked: bool = False
    """Whether the figures are those that were checked with public sources."""
    profile: Profile = Profile()
    """The person; empty if it is not about a person."""
    lapsed: Mapping[str, Held] = field(default_factory=dict)
    """The credentials that the person held, and that have lapsed, by id."""
    renewals: Mapping[str, date] = field(default_factory=dict)
    """The day of the next renewal of what the person holds, by id; only known days."""
    records: Sequence[Credential] = ()
    """The credentials, at the prices of the person."""
    kept: Sequence[Credential] = ()
    """What the person holds already, and what the plan pays to keep."""
    notes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Notes on their figures, by field and position."""
    results: Sequence[Eligibility] = ()
    """Whether the person qualifies for each; empty if it is not about a person."""
    plan: Plan | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """The names of what the plan leaves out, and of what else is open, by id."""
    is_anywhere: bool = False
    """Whether the plan takes credentials of all places, as nobody has said where the person works.
    """
    costs: Sequence[CombinedCost] = ()
    """The cost to earn and keep them, for each currency."""
    years: Sequence[Sequence[YearOfMoney]] = ()
    """The years of the plan, or those of each of `costs`."""
    to_others: Sequence[Payment] = ()
    """The fees to earn the credentials that are paid to others, so that no sum has them."""
    selection: Selection | None = None
    """How the credentials were selected; None if they were named."""
    command: str = ""
    """The command that makes the page again."""
    version: str = ""
    size: int = 0
    """The number of credentials in the catalogue."""


class Fact(NamedTuple):
    """A name and its value in words."""

    name: str
    lines: Sequence[str]


# --- Words ----------------------------------------------------------------------------------------


def full_name(record: Credential | Step | PossibleStep | Eligibility) -> str:
    """Return the name with the id: `Certified Archivist (CA)`."""
    return record.id if record.id == record.name else f"{record.name} ({record.id})"


def few(names: Sequence[str]) -> str:
    """Return *names*; only the first if there are many."""
    more = f" and {len(names) - MOST_IN_BRIEF} more" if len(names) > MOST_IN_BRIEF else ""
    return f"{', '.join(names[:MOST_IN_BRIEF])}{more}" if more else and_words(names)


def standing_words(standing: str | None) -> tuple[str, str]:
    """Return the name and the meaning of a standing; the page has the findings anyway."""
    name, meaning = phrases.STANDINGS[standing]
    return name, meaning.partition(": ")[0]


def closed_words(record: Credential, today: date) -> str:
    """Return that *record* is closed on *today*: `closed since 2026 and replaced by CA-OPEN`.

    The text is empty if it is not.
    """
    if not record.status.is_closed(today):
        return ""
    status = record.status.replace(state="closed")
    return phrases.describe_status(status).replace(", ", " and ", 1)


def since_words(report: Report, id_: str) -> str:
    """Return from which day the person holds *id_* and its renewal; empty if both are unknown."""
    since, renewal = report.profile.held[id_].since, report.renewals.get(id_)
    is_due = renewal is not None and renewal >= report.today
    parts = [
        f" since {since}" if since else "",
        f"; {'the next renewal is due by' if is_due else 'its renewal was due by'} {renewal}"
        if renewal
        else "",
    ]
    return "".join(parts)


# --- Questions to a report ------------------------------------------------------------------------


def answer_of(record: Credential) -> Answer:
    """Return whether *record* meets the criteria; one that somebody has named does."""
    return record.match.answer if isinstance(record, MatchedCredential) else Answer.YES


def is_held(report: Report, id_: str) -> bool:
    """Return whether the person holds the credential *id_*, and it has not lapsed."""
    return id_ in report.profile.held and id_ not in report.lapsed


def is_small(report: Report) -> bool:
    """Return whether the credentials fit beside each other."""
    is_certain = all(answer_of(record) is Answer.YES for record in report.records)
    return is_certain and len(report.records) <= MOST_SIDE_BY_SIDE
