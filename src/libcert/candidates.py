"""What it takes to earn a credential, as a plan needs it: when, how long, for how much."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from libcert import cost, dates, upkeep, words
from libcert.cost import Memberships
from libcert.eligibility import judgement
from libcert.models import Answer, Credential, Fee, Money, Months
from libcert.person import Profile
from libcert.results import JudgedRequirement
from libcert.scheduling import After, Finished, Need, Some

Pace = Literal["quick", "usual", "safe"]
"""Which length to take of one that is a range: the least, the middle or the most."""
AT_START: Final = frozenset({"application", "enrolment", "course", "membership"})
"""The fees that fall due when one begins; the others of earning fall due at the award."""
EVERY: Final = "*"
"""What stands for every credential whose length is not on record."""
NEVER: Final = Some((), 1)
"""The need of what cannot be begun."""


@dataclass(frozen=True)
class Bill:
    """What falls due together."""

    what: str
    """What it is for."""
    amount: Money
    """How much it is."""

    @property
    def cents(self) -> int:
        """The most that it can be, as far as that is on record."""
        most = self.amount.low if self.amount.high is None else self.amount.high
        return int((most or 0) * 100)


@dataclass(frozen=True)
class Setting:
    """Who plans, with what, from when and how."""

    catalogue: Mapping[str, Credential]
    person: Profile
    start: date
    pace: Pace = "usual"
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The months to take for the length of a credential, by id, or of `EVERY` one."""

    @property
    def memberships(self) -> Memberships:
        """The memberships that pick the prices."""
        return Memberships(frozenset(self.person.member), no_other=self.person.non_member)


@dataclass(frozen=True)
class Candidate:
    """A credential as something to be planned."""

    credential: Credential
    need: Need
    """When it can be begun."""
    length: int
    """How many slots it takes."""
    cost: Money
    """What it takes to earn it."""
    at_start: Bill
    at_finish: Bill
    recurring: tuple[tuple[int, Bill], ...]
    """What falls due again and again after the award, with the slots between."""
    granted: tuple[str, ...]
    """The conditions that are taken for granted, because nobody says whether they are met."""
    assumed: tuple[str, ...]
    """What else is taken for granted."""
    obstacle: str | None
    """Why it cannot be planned at all; None where it can."""


def candidate(credential: Credential, setting: Setting) -> Candidate:
    """Return *credential* as something to be planned."""
    judged = judgement(credential, setting.person, setting.start)
    strict = [_need(one, setting, lenient=False) for one in judged.requirements]
    open_ = [
        one
        for one, need in zip(judged.requirements, strict, strict=True)
        if not _possible(need) and _possible(_need(one, setting, lenient=True))
    ]
    lacking = [
        one
        for one, need in zip(judged.requirements, strict, strict=True)
        if not _possible(need) and one not in open_
    ]
    needs = tuple(need for need in strict if _possible(need))
    later = [
        f"«{one.text}» is met on {one.from_}"
        for one in judged.requirements
        if one.from_ is not None and one.from_ > setting.start
    ]
    length, takes = _length(credential, setting)
    fees = _fees(credential, setting)
    earning = [fee for fee in fees if fee.purpose in cost.EARNING]
    return Candidate(
        credential=credential,
        need=NEVER if lacking else Some(needs, len(needs)),
        length=length or 0,
        cost=_bill("earning", earning, setting).amount,
        at_start=_bill("to begin", (fee for fee in earning if fee.purpose in AT_START), setting),
        at_finish=_bill(
            "the award", (fee for fee in earning if fee.purpose not in AT_START), setting
        ),
        recurring=tuple(recurring(credential, setting)),
        granted=tuple(f"you meet «{one.text}» ({one.need})" for one in open_),
        assumed=(
            *later,
            *([takes] if takes and length is not None else []),
            *upkeep.over_years(
                credential.model_copy(update={"fees": tuple(fees)}), 1, setting.memberships, {}
            ).unknown,
        ),
        obstacle="; ".join(one.need or one.text for one in lacking)
        or (takes if length is None else _too_long(credential, length)),
    )


def recurring(credential: Credential, setting: Setting) -> Iterator[tuple[int, Bill]]:
    """Yield what keeping *credential* costs, each time so many slots after the time before."""
    fees: dict[tuple[int, str], list[Fee]] = {}
    known = credential.model_copy(update={"fees": tuple(_fees(credential, setting))})
    for months, fee in upkeep.recurring(known):
        what = "yearly fee" if fee.purpose == "maintenance" else "renewal"
        fees.setdefault((months, what), []).append(fee)
    for (months, what), due in fees.items():
        yield dates.slots(months), _bill(what, due, setting)


def asked_for(need: Need) -> Iterator[str]:
    """Yield the credentials that *need* speaks of."""
    if isinstance(need, Finished):
        yield need.task
    elif isinstance(need, Some):
        for part in need.of:
            yield from asked_for(part)


def _need(one: JudgedRequirement, setting: Setting, *, lenient: bool) -> Need:
    """Return when *one* is met; if *lenient*, at once where nobody says whether it is."""
    if one.of:
        parts = tuple(_need(part, setting, lenient=lenient) for part in one.of)
        return Some(parts, one.at_least or len(parts))
    if one.credential is not None:
        return Finished(setting.catalogue[one.credential].id)
    if one.from_ is not None:
        return After(dates.slot(one.from_))
    return Some((), 0) if lenient and one.answer is Answer.MAYBE else NEVER


def _possible(need: Need) -> bool:
    """Return whether *need* may be met some day."""
    if isinstance(need, Some):
        return sum(map(_possible, need.of)) >= need.count
    return True


def _length(credential: Credential, setting: Setting) -> tuple[int | None, str | None]:
    """Return how many slots *credential* takes, and what is to be said of that.

    None where it is not on record and not assumed.
    """
    on_record = words.figure(credential.duration)
    if credential.duration.known:
        on_record = f"on record as {on_record}"
    given = setting.assume.get(credential.id)
    if given is None and not credential.duration.known:
        given = setting.assume.get(EVERY)
    if given is not None:
        return dates.slots(given), f"it takes {_months(given)}; that is {on_record}"
    low, high = credential.duration.low, credential.duration.high
    ends = {"quick": (low,), "usual": (low, high), "safe": (high,)}[setting.pace]
    known = [Decimal(end) for end in ends if end is not None]
    if len(known) < len(ends) or (credential.duration.open and setting.pace != "quick"):
        return None, f"how long it takes is {on_record}; `--assume ID=MONTHS` says how long"
    chosen = sum(known, Decimal(0)) / len(known)
    exact = low == high and not credential.duration.approximate
    return dates.slots(chosen), None if exact else f"it takes {_months(chosen)}, {on_record}"


def _months(amount: Decimal) -> str:
    return words.figure(Months(low=round(amount, 2), high=round(amount, 2)))


def _too_long(credential: Credential, length: int) -> str | None:
    """Return that *credential* takes longer than it may, or None."""
    limits = [one.deadline_months for one in credential.requirements if one.deadline_months]
    if not limits or length <= dates.slots(min(limits)):
        return None
    return f"it has to be finished within {min(limits)} months, and takes longer"


def _fees(credential: Credential, setting: Setting) -> list[Fee]:
    """Return the fees that count, in the currency of the person or else without an amount."""
    currency = setting.person.currency
    exchanged = cost.converted(credential, currency, setting.person.rate)
    return [
        fee
        if fee.unit == currency
        else fee.model_copy(update={"low": None, "high": None, "unit": currency})
        for fee in cost.counted(exchanged)
    ]


def _bill(what: str, fees: Iterable[Fee], setting: Setting) -> Bill:
    due, unit = list(fees), setting.person.currency
    nothing = Money(low=0, high=0, unit=unit)
    return Bill(what, cost.summed(due, setting.memberships, unit) if due else nothing)
