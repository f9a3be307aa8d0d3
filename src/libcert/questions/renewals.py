"""Renewals and yearly fees of held credentials, with their due days."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal

from libcert.catalogue.fees import add_up, convert_currency, counted_fees
from libcert.model import month_slots
from libcert.model.credential import Credential, Money, Renewal
from libcert.model.profile import Held, Profile
from libcert.model.reasons import Reason, join_reasons
from libcert.model.results import Due, Within
from libcert.questions.memberships import memberships_of, with_dues
from libcert.questions.shared_fees import SharedFees, settle_shared_fees
from libcert.questions.total_cost import yearly_fees

WINDOWS: Final[Mapping[int, Within]] = {30: "30 days", 60: "60 days", 90: "90 days"}
"""The time spans to group due days by, in days."""


def upcoming_renewals(
    catalogue: Mapping[str, Credential], person: Profile, today: date
) -> list[Due]:
    """Return the next payment of each kind for each credential of *person*, the soonest first.

    The result includes credentials that are not in *catalogue*.
    """
    known = {name: catalogue[name] for name in person.held if name in catalogue}
    records = [
        convert_currency(with_dues(credential, person), person.currency, person.rate)
        for credential in known.values()
    ]
    held = {known[name].id: person.held[name] for name in known}
    settled = settle_shared_fees(records, held)
    dues: list[Due] = []
    for name, award in person.held.items():
        if name in known:
            dues += _renewals_of(known[name], award, settled, person, today)
        else:
            dues.append(_unknown_renewal(name, award, person, today))
    return sorted(dues, key=lambda due: (due.due or date.max, due.id, due.purpose))


def renewal_day(credential: Credential | None, held: Held) -> date | None:
    """Return the last day for the next renewal; None if it is unknown or there is none."""
    if held.expires is not None:
        return held.expires
    last = held.renewed or held.since
    if credential is None or credential.renewal.months is None or last is None:
        return None
    renewal, months = credential.renewal, credential.renewal.months
    if renewal.counts_from == "end" and held.renewed and held.since:
        start = _start_of_term(renewal, held.since)
        return _end_after(start, held.renewed, months, renewal.late_months or 0)
    return month_slots.add_months(_start_of_term(renewal, last), months)


def _start_of_term(renewal: Renewal, day: date) -> date:
    """Return the day from which a term counts, after an award or a renewal on *day*."""
    days = (
        date(year, *map(int, day_of_year.split("-")))
        for year in (day.year, day.year + 1)
        for day_of_year in renewal.starts_on
    )
    return min((start for start in days if start > day), default=day)


def _end_after(start: date, renewed: date, months: int, late_months: int) -> date:
    """Return the end of the term after the one that was renewed, if terms follow each other.

    Args:
        start: The day from which the first term counts.
        renewed: The day of the last renewal.
        months: The months of a term.
        late_months: The months after the end of a term in which it can still be renewed.
    """
    terms = 1
    while month_slots.add_months(start, months * terms + late_months) < renewed:
        terms += 1
    return month_slots.add_months(start, months * (terms + 1))


def certainly_held(
    catalogue: Mapping[str, Credential], person: Profile, day: date
) -> tuple[Profile, list[str]]:
    """Return *person* without the credentials that may have lapsed by *day*, and the ids of these.

    The person may have renewed these without adding it to the profile.
    """
    doubtful = [
        name
        for name, held in person.held.items()
        if held.expires is None
        and name in catalogue
        and catalogue[name].renewal.expires
        and (renewal_day(catalogue[name], held) or day) < day
    ]
    certain = {name: held for name, held in person.held.items() if name not in doubtful}
    return person.replace(held=certain), doubtful


def fee_day(held: Held, today: date) -> date | None:
    """Return the next day on which a yearly fee falls due, a whole number of years after the award.

    None if the day of the award is not known.
    """
    if held.since is None:
        return None
    slots = max(month_slots.to_last_slot(today) - month_slots.to_slot(held.since), 0)
    years = slots // month_slots.SLOTS_PER_YEAR
    day = month_slots.add_months(held.since, 12 * years)
    return day if years and day >= today else month_slots.add_months(held.since, 12 * (years + 1))


def _unknown_renewal(name: str, held: Held, person: Profile, today: date) -> Due:
    """Return the renewal of a credential that no catalogue has."""
    unknown, note = Money(unit=person.currency), Reason.of("not-in-catalogue")
    return _with_day(Due(id=name, purpose="renewal", cost=unknown, note=note), held.expires, today)


def _renewals_of(
    credential: Credential, held: Held, settled: SharedFees, person: Profile, today: date
) -> Iterator[Due]:
    """Yield the renewal of one credential, and its yearly fee if it pays one.

    A credential is taken as kept up until the last day for its renewal. From then on, also a yearly
    fee is overdue until the person gives the day of the renewal.
    """
    record = settled.records[credential.id]
    fees = {
        "renewal": [fee for fee in counted_fees(record) if fee.purpose == "renewal"],
        "maintenance": list(yearly_fees(record)),
    }

    def due(purpose: Literal["renewal", "maintenance"]) -> Due:
        names = {fee.shared for fee in fees[purpose]}
        return Due(
            id=credential.id,
            name=credential.name,
            standing=credential.standing,
            purpose=purpose,
            shared=names.pop() if len(names) == 1 else None,
            cost=add_up(fees[purpose], memberships_of(person), person.currency),
        )

    end = renewal_day(credential, held)
    renewal = due("renewal").replace(
        credits=credential.renewal.credits,
        credits_held=held.credits,
        methods=credential.renewal.methods,
        note=join_reasons(_notes(credential, held)),
    )
    yield _with_day(renewal, end, today)
    if fees["maintenance"]:
        fee = due("maintenance").replace(note=join_reasons(_covers(credential, settled)))
        yield _with_day(fee, fee_day(held, min(today, end or today)), today)


def _covers(credential: Credential, settled: SharedFees) -> Iterator[Reason]:
    """Yield which other credentials the yearly fee of *credential* covers too."""
    ids = tuple(cover.id for cover in settled.covered if cover.by == (credential.id,))
    if ids:
        yield Reason.of("covers-too", ids=ids)


def _with_day(due: Due, day: date | None, today: date) -> Due:
    """Return *due* on *day*, if the day is known."""
    if day is None:
        return due
    return due.replace(due=day, days=(day - today).days, within=_within(day, today))


def _within(day: date, today: date) -> Within:
    """Return the shortest span from *today* that contains *day*."""
    days = (day - today).days
    if days < 0:
        return "past"
    for length, name in WINDOWS.items():
        if days <= length:
            return name
    return "this year" if day.year == today.year else "later"


def _notes(credential: Credential, held: Held) -> Iterator[Reason]:
    """Yield why the day of the renewal is unknown, if it is, and the note on record."""
    if renewal_day(credential, held) is None:
        yield _why_unknown(credential)
    early, end = credential.renewal.early_months, renewal_day(credential, held)
    if early is not None and end is not None:
        first = month_slots.add_months(end, -early)
        yield Reason.of("renewal-window", first=first)
    if credential.renewal.note is not None:
        yield Reason.of("record-note", text=credential.renewal.note)


def _why_unknown(credential: Credential) -> Reason:
    if credential.renewal.expires is False:
        return Reason.of("never-expires")
    if credential.renewal.months is None:
        return Reason.of("renewal-time-not-on-record")
    return Reason.of("award-day-unsaid", credential=credential.id)
