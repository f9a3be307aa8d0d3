"""What it takes to earn a credential, as a plan needs it: when, how long, for how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from libcert.catalogue.conditions import walk
from libcert.catalogue.fees import (
    EARNING_PURPOSES,
    Memberships,
    add_up,
    add_up_by_purpose,
    convert_currency,
    counted_fees,
    payable_fees,
)
from libcert.model import month_slots
from libcert.model.base import Model, value_class
from libcert.model.credential import Answer, Credential, Fee, Money, Months, Purpose
from libcert.model.limits import MAX_PLANNED_MONTHS
from libcert.model.profile import Profile
from libcert.model.results import JudgedRequirement
from libcert.planning.scheduling import After, Finished, Need, Some
from libcert.questions import total_cost
from libcert.questions.eligibility import evaluate
from libcert.render import phrases

DurationChoice = Literal["quick", "usual", "safe"]
"""Which length to take of one that is a range: the least, the middle or the most."""
AT_START: Final = frozenset({"application", "enrolment", "course", "membership"})
"""The fees that fall due when one begins; the others of earning fall due at the award."""
EVERY: Final = "*"
"""What stands for every credential whose length is not on record."""
NEVER: Final = Some((), 1)
"""The need of what cannot be begun."""


@value_class
class Charge(Model):
    """What falls due together, for one purpose."""

    purpose: Purpose
    amount: Money
    currency: str
    """The currency to count in."""

    @property
    def cents(self) -> int:
        """The most that it can be, as far as that is on record in the currency to count in."""
        most = self.amount.low if self.amount.high is None else self.amount.high
        return int((most or 0) * 100) if self.amount.unit == self.currency else 0


@value_class
class Context(Model):
    """Who plans, with what, from when and how."""

    catalogue: Mapping[str, Credential]
    person: Profile
    start: date
    pace: DurationChoice = "usual"
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The months to take for the length of a credential, by id, or of `EVERY` one."""


@value_class
class Candidate(Model):
    """A credential as something to be planned."""

    credential: Credential
    need: Need
    """When it can be begun."""
    length: int
    """How many slots it takes."""
    cost: Money
    """What it takes to earn it."""
    at_start: tuple[Charge, ...]
    at_finish: tuple[Charge, ...]
    recurring: tuple[tuple[int, Charge], ...]
    """What falls due again and again after the award, with the slots between."""
    granted: tuple[str, ...]
    """The conditions that are taken for granted, because nobody says whether they are met."""
    assumed: tuple[str, ...]
    """What else is taken for granted."""
    obstacle: str | None
    """Why it cannot be planned at all; None where it can."""


def build_candidate(credential: Credential, situation: Context) -> Candidate:
    """Return *credential* as something to be planned."""
    judged = evaluate(credential, situation.person, situation.start)
    needs: list[Need] = []
    granted: list[JudgedRequirement] = []
    lacking: list[JudgedRequirement] = []
    for one in judged.requirements:
        need = _need(one, situation, lenient=False)
        if not _possible(need):
            need = _need(one, situation, lenient=True)
            (granted if _possible(need) else lacking).append(one)
        needs.append(need)
    if judged.from_ is not None:  # one thing may lapse and come back before another begins
        needs.append(After(month_slots.to_slot(judged.from_)))
    later = [
        f"«{one.text}» is met on {one.from_}"
        for one in judged.requirements
        if one.from_ is not None and one.from_ > situation.start
    ]
    length, takes = _length(credential, situation)
    person = situation.person
    exchanged = convert_currency(credential, person.currency, person.rate)
    mine = payable_fees(counted_fees(exchanged), Memberships.of(person))
    due = [fee for fee in mine if fee.purpose in EARNING_PURPOSES]
    return Candidate(
        credential=credential,
        need=NEVER if lacking else Some(tuple(needs), len(needs)),
        length=length or 0,
        cost=add_up(due, Memberships.of(person), person.currency),
        at_start=_bills([fee for fee in due if fee.purpose in AT_START], person),
        at_finish=_bills([fee for fee in due if fee.purpose not in AT_START], person),
        recurring=tuple(recurring_payments(credential, person)),
        granted=tuple(f"you meet «{one.text}» ({'; '.join(_doubts(one))})" for one in granted),
        assumed=(
            *later,
            *([takes] if takes and length is not None else []),
            *total_cost.unknown_parts(
                exchanged,
                [*due, *(fee for _, fee in total_cost.recurring_fees(exchanged))],
                2,
                person.currency,
            ),
        ),
        obstacle="; ".join(one.need or one.text for one in lacking)
        or (takes if length is None else _too_long(credential, length)),
    )


def recurring_payments(credential: Credential, person: Profile) -> Iterator[tuple[int, Charge]]:
    """Yield what keeping *credential* costs, each time so many slots after the time before."""
    exchanged = convert_currency(credential, person.currency, person.rate)
    fees: dict[int, list[Fee]] = {}
    for months, fee in total_cost.recurring_fees(exchanged):
        fees.setdefault(months, []).append(fee)
    for months, due in fees.items():
        for bill in _bills(due, person):
            yield month_slots.months_to_slots(months), bill


def _need(one: JudgedRequirement, situation: Context, *, lenient: bool) -> Need:
    """Return when *one* is met; if *lenient*, at once where nobody says whether it is."""
    if one.of:
        needs = tuple(_need(part, situation, lenient=lenient) for part in one.of)
        return Some(needs, one.at_least or len(needs))
    if one.credential is not None:
        return Finished(situation.catalogue[one.credential].id)
    if one.from_ is not None:
        return After(month_slots.to_slot(one.from_))
    return Some((), 0) if lenient and one.answer is Answer.MAYBE else NEVER


def _doubts(one: JudgedRequirement) -> list[str]:
    """Return what would tell whether *one* is met, of all its parts that are not settled."""
    found = (part.need for part in walk(one) if part.answer is Answer.MAYBE and not part.of)
    return list(dict.fromkeys(need for need in found if need is not None))


def _possible(need: Need) -> bool:
    """Return whether *need* may be met some day."""
    if isinstance(need, Some):
        return sum(map(_possible, need.of)) >= need.count
    return True


def _length(credential: Credential, situation: Context) -> tuple[int | None, str | None]:
    """Return how many slots *credential* takes, and what is to be said of that.

    None where it is not on record and not assumed.
    """
    on_record = phrases.format_range(credential.duration)
    if credential.duration.known:
        on_record = f"on record as {on_record}"
    given = situation.assume.get(credential.id)
    if given is None and not credential.duration.known:
        given = situation.assume.get(EVERY)
    if given is not None:
        return month_slots.months_to_slots(given), f"it takes {_months(given)}; that is {on_record}"
    low, high = credential.duration.low, credential.duration.high
    ends = {"quick": (low,), "usual": (low, high), "safe": (high,)}[situation.pace]
    known = [Decimal(end) for end in ends if end is not None]
    if len(known) < len(ends) or (credential.duration.open and situation.pace != "quick"):
        return None, f"how long it takes is {on_record}; `--assume ID=MONTHS` says how long"
    chosen = sum(known, Decimal(0)) / len(known)
    exact = low == high and not credential.duration.approximate
    return month_slots.months_to_slots(
        chosen
    ), None if exact else f"it takes {_months(chosen)}, {on_record}"


def _months(amount: Decimal) -> str:
    return phrases.format_range(Months(low=round(amount, 2), high=round(amount, 2)))


def _too_long(credential: Credential, length: int) -> str | None:
    """Return that *credential* takes longer than it may, or None."""
    if length > month_slots.months_to_slots(MAX_PLANNED_MONTHS):
        return f"it takes more than {MAX_PLANNED_MONTHS // 12} years"
    conditions = (part for one in credential.requirements for part in walk(one))
    limits = [part.deadline_months for part in conditions if part.deadline_months is not None]
    if not limits or length <= month_slots.months_to_slots(min(limits)):
        return None
    return f"it has to be finished within {min(limits)} months, and takes longer"


def _bills(fees: Sequence[Fee], person: Profile) -> tuple[Charge, ...]:
    """Return what is to be paid for each purpose."""
    amounts = add_up_by_purpose(fees, Memberships.of(person), person.currency)
    return tuple(Charge(purpose, paid, person.currency) for purpose, paid in amounts.items())
