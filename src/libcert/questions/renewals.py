"""What falls due to keep the credentials that a person holds."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal

from libcert.catalogue.fees import add_up, convert_currency, counted_fees
from libcert.model import month_slots
from libcert.model.credential import Credential, Money
from libcert.model.profile import Held, Profile
from libcert.model.results import Due, Within
from libcert.questions.memberships import memberships_of

WINDOWS: Final[Mapping[int, Within]] = {30: "30 days", 60: "60 days", 90: "90 days"}
"""The spans that people are warned of, in days."""


def upcoming_renewals(
    catalogue: Mapping[str, Credential], person: Profile, today: date
) -> list[Due]:
    """Return what falls due next for each credential that *person* holds, the soonest first.

    What is held is looked up in *catalogue* by id; what that does not have is named all the same.
    """
    found = [
        due
        for name, held in person.held.items()
        for due in _of_one(name, held, catalogue.get(name), person, today)
    ]
    return sorted(found, key=lambda due: (due.due or date.max, due.id, due.purpose))


def renewal_day(credential: Credential | None, held: Held) -> date | None:
    """Return the last day for the next renewal; None where it is not known or never comes."""
    if held.expires is not None:
        return held.expires
    begun = held.renewed or held.since
    if credential is None or credential.renewal.months is None or begun is None:
        return None
    return month_slots.add_months(begun, credential.renewal.months)


def certainly_held(
    catalogue: Mapping[str, Credential], person: Profile, day: date
) -> tuple[Profile, list[str]]:
    """Return *person* without what has lapsed by *day* unless it was renewed, and its ids."""
    doubtful = [
        name
        for name, held in person.held.items()
        if held.expires is None
        and name in catalogue
        and catalogue[name].renewal.expires
        and (renewal_day(catalogue[name], held) or day) < day
    ]
    kept = {name: held for name, held in person.held.items() if name not in doubtful}
    return person.replace(held=kept), doubtful


def fee_day(held: Held, today: date) -> date | None:
    """Return the next day on which a yearly fee falls due, a whole number of years after the award.

    None where the day of the award is not known.
    """
    if held.since is None:
        return None
    passed = (
        max(month_slots.to_last_slot(today) - month_slots.to_slot(held.since), 0)
        // month_slots.SLOTS_PER_YEAR
    )
    day = month_slots.add_months(held.since, 12 * passed)
    return day if passed and day >= today else month_slots.add_months(held.since, 12 * (passed + 1))


def _of_one(
    name: str, held: Held, credential: Credential | None, person: Profile, today: date
) -> Iterator[Due]:
    """Yield what falls due for one credential: its renewal, and its yearly fee if it has one."""
    unknown = Money(unit=person.currency)
    if credential is None:
        bare = Due(id=name, purpose="renewal", cost=unknown, note="no catalogue has it")
        yield _on(bare, held.expires, today)
        return
    fees = counted_fees(convert_currency(credential, person.currency, person.rate))

    def due(purpose: Literal["renewal", "maintenance"]) -> Due:
        some = [fee for fee in fees if fee.purpose == purpose]
        return Due(
            id=credential.id,
            name=credential.name,
            standing=credential.standing,
            purpose=purpose,
            cost=add_up(some, memberships_of(person), person.currency),
        )

    renewal = credential.renewal
    note = "; ".join(filter(None, [_why_unknown(credential, held), renewal.note])) or None
    of_renewal = {
        "credits": renewal.credits,
        "credits_held": held.credits,
        "methods": renewal.methods,
        "note": note,
    }
    day = renewal_day(credential, held)
    yield _on(due("renewal").replace(**of_renewal), day, today)
    if any(fee.purpose == "maintenance" for fee in fees):
        yield _on(due("maintenance"), fee_day(held, today), today)


def _on(due: Due, day: date | None, today: date) -> Due:
    """Return *due* with its *day*, as far as that is known."""
    if day is None:
        return due
    days = {"due": day, "days": (day - today).days, "within": _within(day, today)}
    return due.replace(**days)


def _within(day: date, today: date) -> Within:
    """Return the first of the spans that *day* falls in."""
    days = (day - today).days
    if days < 0:
        return "past"
    for length, name in WINDOWS.items():
        if days <= length:
            return name
    return "this year" if day.year == today.year else "later"


def _why_unknown(credential: Credential, held: Held) -> str | None:
    """Return why the day of the renewal is not known; None where it is."""
    if renewal_day(credential, held) is not None:
        return None
    if credential.renewal.expires is False:
        return "it never expires"
    if credential.renewal.months is None:
        return "when it has to be renewed is not on record"
    return f"say when you got it, with `--held {credential.id}=DATE`"
