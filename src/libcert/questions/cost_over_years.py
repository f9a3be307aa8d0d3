"""The cost to earn a credential and to keep it, year by year."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from libcert.catalogue.fees import (
    EARNING_PURPOSES,
    Memberships,
    add_up,
    convert_currency,
    counted_fees,
    fees_in_currency,
    payable_fees,
)
from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Credential, Fee, Money
from libcert.model.profile import Held, Profile, has_lapsed
from libcert.model.results import CostOverYears, Payment, YearOfCost
from libcert.questions import findings
from libcert.questions.membership_value import compare_memberships
from libcert.questions.memberships import memberships_of, with_dues
from libcert.questions.renewals import fee_day, renewal_day
from libcert.questions.total_cost import (
    COST_FIELDS,
    fees_beside,
    fees_to_keep,
    may_cost_more,
    recurring_fees,
    unknown_parts,
)


@model(kw_only=False)
class DatedFee(Model):
    """A fee of a credential, with all slots of `month_slots` in which it falls due."""

    id: str
    fee: Fee
    slots: range


def cost_over_years(
    credential: Credential,
    years: int,
    person: Profile,
    *,
    start: date | None = None,
    checked: bool = False,
) -> CostOverYears:
    """Return the cost of *credential* over *years*; it is earned at the start of the first year.

    Args:
        credential: The credential.
        years: How many years to count, at least 1.
        person: The person who pays; their memberships, dues, currency and rates count.
        start: The first day. If it is given, the answer has calendar years, and a credential that
            *person* holds costs only what keeps it, on its own days.
        checked: Whether *credential* has better figures from public sources.

    Raises:
        ValueError: If *years* is less than 1.
    """
    check_years(years)
    record = in_own_terms(credential, person)
    held = None if start is None else held_credentials(person, start).get(credential.id)
    if held is not None:
        record = fees_to_keep(record)
    memberships = memberships_of(person)
    first = 0 if start is None else month_slots.to_slot(start)
    dated = list(dated_fees(record, first, years, held))
    due = multiply(dated)
    unit = currency_of([*counted_fees(record), *due], person)
    unknown = tuple(unknown_parts(record, payable_fees(due, memberships), years, unit, held=held))
    total = add_up(fees_in_currency(payable_fees(due, memberships), unit), memberships, unit)
    in_year, later = may_cost_more([record], [] if held is None else [record.id])

    def by_year(number: Callable[[int], int]) -> tuple[YearOfCost, ...]:
        numbers = range(number(first), number(first + years * month_slots.SLOTS_PER_YEAR - 1) + 1)
        more = {year: in_year if year == numbers[0] else later for year in numbers}
        return tuple(costs_by_year(dated, number, more, unit, memberships))

    return CostOverYears(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        years=years,
        total=total.replace(open=True) if unknown and total.known else total,
        by_year=by_year(lambda slot: 1 + (slot - first) // month_slots.SLOTS_PER_YEAR),
        unknown=unknown,
        beside=tuple(fees_beside(record)),
        joining=tuple(compare_memberships(fees_in_currency(due, unit), person, years)),
        disputed=findings.disputed(credential, COST_FIELDS, checked=checked),
        by_calendar_year=() if start is None else by_year(calendar_year),
    )


def check_years(years: int) -> None:
    """Raise a ValueError if *years* is less than 1."""
    if years < 1:
        raise ValueError("`years` must be at least 1")


def in_own_terms(credential: Credential, person: Profile) -> Credential:
    """Return *credential* with the dues of *person*, in their currency."""
    return convert_currency(with_dues(credential, person), person.currency, person.rate)


def held_credentials(person: Profile, day: date) -> Mapping[str, Held]:
    """Return the credentials that *person* holds and that have not expired before *day*, by id."""
    return {id_: held for id_, held in person.held.items() if not has_lapsed(held, day)}


def calendar_year(slot: int) -> int:
    """Return the calendar year of *slot*."""
    return slot // month_slots.SLOTS_PER_YEAR


def currency_of(fees: Iterable[Fee], person: Profile) -> str:
    """Return the currency to count in: the one of *person*, if any of *fees* has it.

    Otherwise, it is the currency of the first fee with an amount.
    """
    mine = payable_fees(fees, memberships_of(person))
    known = sorted((fee for fee in mine if fee.known), key=lambda fee: fee.high == 0)
    units = [fee.unit for fee in known if fee.high != 0 or fee is known[0]]
    return person.currency if person.currency in units or not units else units[0]


def multiply(dated: Iterable[DatedFee]) -> list[Fee]:
    """Return each fee with its amount times the number of times that it falls due."""
    return [_times(due.fee, len(due.slots)) for due in dated]


def costs_by_year(
    dated: Sequence[DatedFee],
    number: Callable[[int], int],
    may_be_more: Mapping[int, bool],
    unit: str,
    memberships: Memberships,
) -> Iterator[YearOfCost]:
    """Yield the cost of each year, in *unit*.

    Many years have the same fees, so each distinct year is added up only once.

    Args:
        dated: The fees.
        number: Returns the number of the year of a slot.
        may_be_more: Whether there may be more fees that are not on record, for each year.
        unit: The currency of the costs.
        memberships: The memberships of the person.
    """
    due_by_year: dict[int, list[tuple[int, int]]] = {year: [] for year in may_be_more}
    for index, one in enumerate(dated):
        for year, times in Counter(map(number, one.slots)).items():
            due_by_year[year].append((index, times))
    cache: dict[object, YearOfCost] = {}
    for year, due in due_by_year.items():
        kind = (*due, may_be_more[year])
        if kind not in cache:
            fees = [(dated[index].id, _times(dated[index].fee, times)) for index, times in due]
            cache[kind] = _cost_of_year(fees, unit, memberships, may_be_more=may_be_more[year])
        yield cache[kind].replace(year=year)


def _times(fee: Fee, times: int) -> Fee:
    return fee.replace(
        low=None if fee.low is None else fee.low * times,
        high=None if fee.high is None else fee.high * times,
    )


def _cost_of_year(
    fees: Sequence[tuple[str, Fee]], unit: str, memberships: Memberships, *, may_be_more: bool
) -> YearOfCost:
    """Return the sum of *fees* in *unit*, each with its credential.

    It is open if it may be more, and unknown if it may be more and there are no fees.
    """
    groups: dict[tuple[str, str, str | None], list[Fee]] = {}
    for id_, fee in fees:
        if payable_fees([fee], memberships):
            groups.setdefault((id_, fee.purpose, fee.shared), []).append(fee)
    in_unit = {group: fees_in_currency(due, unit) for group, due in groups.items()}
    total = add_up([fee for due in in_unit.values() for fee in due], memberships, unit)
    if not in_unit and not may_be_more:
        total = Money(low=0, high=0, unit=unit)
    return YearOfCost(
        year=0,
        cost=total.replace(open=True) if may_be_more and total.known else total,
        what=tuple(
            Payment(
                id=id_, purpose=due[0].purpose, cost=add_up(due, memberships, unit), shared=shared
            )
            for (id_, _, shared), due in in_unit.items()
        ),
    )


def dated_fees(
    credential: Credential, first: int, years: int, held: Held | None = None
) -> Iterator[DatedFee]:
    """Yield the fees of *credential* that fall due in *years* years from the slot *first* on.

    A held credential has no fees to earn it. An overdue renewal is due at once. If its days are not
    known, its yearly fees are due from the first slot on, and its renewal one period later.

    Args:
        credential: The credential.
        first: The first slot, in which it is earned unless it is *held*.
        years: The number of years.
        held: The days of the credential, if the person holds it.
    """
    end = first + years * month_slots.SLOTS_PER_YEAR
    if held is None:
        for fee in counted_fees(credential):
            if fee.purpose in EARNING_PURPOSES:
                yield DatedFee(credential.id, fee, range(first, first + 1))
    for months, fee in recurring_fees(credential):
        every = month_slots.months_to_slots(months)
        if held is None:
            next_ = first + every
        elif fee.purpose == "renewal":
            next_ = _slot(renewal_day(credential, held), first + every)
        else:
            next_ = _slot(fee_day(held, month_slots.to_day(first)), first)
        slots = range(max(next_, first), end, every)
        if slots:
            yield DatedFee(credential.id, fee, slots)


def _slot(day: date | None, other: int) -> int:
    return other if day is None else month_slots.to_slot(day)
