"""The cost to earn a credential and to keep it, year by year."""

from collections import Counter
from collections.abc import Iterator, Sequence

from libcert.catalogue.fees import (
    EARNING_PURPOSES,
    Memberships,
    add_up,
    add_up_by_purpose,
    convert_currency,
    counted_fees,
    fees_in_currency,
    payable_fees,
)
from libcert.model.credential import Credential, Fee, Money
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import CostOverYears, Payment, YearOfCost
from libcert.questions import findings
from libcert.questions.membership_value import compare_memberships
from libcert.questions.memberships import memberships_of, with_dues


def cost_over_years(
    credential: Credential, years: int, person: Profile, *, checked: bool = False
) -> CostOverYears:
    """Return the cost of *credential* over *years*; it is earned at the start of the first year.

    Args:
        credential: The credential.
        years: How many years to count, at least 1.
        person: The person who pays; their memberships, dues, currency and rates count.
        checked: Whether *credential* has better figures from public sources.

    Raises:
        ValueError: If *years* is less than 1.
    """
    if years < 1:
        raise ValueError("`years` must be at least 1")
    credential = with_dues(credential, person)
    credential = convert_currency(credential, person.currency, person.rate)
    memberships = memberships_of(person)
    due_by_year = _due_by_year(credential, years)
    due: Counter[Fee] = Counter()
    for fees in due_by_year:
        due.update(fees)
    multiplied = _multiply(due)
    payable = payable_fees(counted_fees(credential), memberships)
    unit = next((fee.unit for fee in payable if fee.known), person.currency)
    unknown = tuple(unknown_parts(credential, payable_fees(due, memberships), years, unit))
    paid = fees_in_currency(payable_fees(multiplied, memberships), unit)
    total = add_up(paid, memberships, unit)
    return CostOverYears(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        years=years,
        total=total.replace(open=True) if unknown and total.known else total,
        by_year=tuple(_by_year(credential, due_by_year, unit, memberships)),
        unknown=unknown,
        beside=tuple(
            Reason.of("fee-not-counted", fee=fee)
            for fee in credential.fees
            if fee.payee is not None or not fee.required
        ),
        joining=tuple(compare_memberships(fees_in_currency(multiplied, unit), person, years)),
        disputed=findings.disputed(credential, ("cost", "fees", "renewal"), checked=checked),
    )


def recurring_fees(credential: Credential) -> Iterator[tuple[int, Fee]]:
    """Yield each fee to keep *credential*, with the months between two payments.

    A renewal without a fee on record is a fee without an amount. A renewal without a period on
    record is left out.
    """
    fees = counted_fees(credential)
    yield from ((12, fee) for fee in yearly_fees(credential))
    months = credential.renewal.months
    if months is not None:
        renewals = [fee for fee in fees if fee.purpose == "renewal"]
        yield from ((months, fee) for fee in renewals or [Fee(purpose="renewal")])


def yearly_fees(credential: Credential) -> Iterator[Fee]:
    """Yield each fee that a holder of *credential* pays each year, as a `maintenance` fee."""
    for fee in counted_fees(credential):
        if fee.purpose == "maintenance" or fee.yearly:
            yield fee.replace(purpose="maintenance")


def _due_by_year(credential: Credential, years: int) -> list[Counter[Fee]]:
    """Return how often each fee falls due in each year; the award is at the start of the first."""
    due: list[Counter[Fee]] = [Counter() for _ in range(years)]
    due[0].update(fee for fee in counted_fees(credential) if fee.purpose in EARNING_PURPOSES)
    for months, fee in recurring_fees(credential):
        in_years = Counter(month // 12 for month in range(months, 12 * years, months))
        for year, times in in_years.items():
            due[year][fee] += times
    return due


def _multiply(due: Counter[Fee]) -> list[Fee]:
    """Return each fee once, with its amount times the number of times that it falls due."""
    return [
        fee.replace(
            low=None if fee.low is None else fee.low * times,
            high=None if fee.high is None else fee.high * times,
        )
        for fee, times in due.items()
    ]


def _is_period_unknown(credential: Credential) -> bool:
    """Return whether it may have to be renewed, but the period is not on record."""
    return credential.renewal.months is None and credential.renewal.expires is not False


def _is_earning_unknown(credential: Credential) -> bool:
    """Return whether no fee to earn it is on record."""
    return not any(fee.purpose in EARNING_PURPOSES for fee in counted_fees(credential))


def _by_year(
    credential: Credential, due_by_year: Sequence[Counter[Fee]], unit: str, memberships: Memberships
) -> Iterator[YearOfCost]:
    """Yield the cost of each year, in *unit*.

    Many years have the same fees, so each distinct year is added up only once.
    """
    cache: dict[object, tuple[Money, tuple[Payment, ...]]] = {}
    may_be_more = _is_earning_unknown(credential)
    for year, due in enumerate(due_by_year, 1):
        kind = (*due.items(), may_be_more)
        if kind not in cache:
            fees = fees_in_currency(payable_fees(_multiply(due), memberships), unit)
            payments = tuple(
                Payment(id=credential.id, purpose=purpose, cost=paid)
                for purpose, paid in add_up_by_purpose(fees, memberships, unit).items()
            )
            cache[kind] = _cost_of_year(fees, unit, memberships, may_be_more), payments
        cost, payments = cache[kind]
        yield YearOfCost(year=year, cost=cost, what=payments)
        may_be_more = _is_period_unknown(credential)


def _cost_of_year(
    fees: Sequence[Fee],
    unit: str,
    memberships: Memberships,
    may_be_more: bool,  # noqa: FBT001
) -> Money:
    """Return the sum of *fees* in *unit*; open if it *may be more*, unknown if there are none."""
    if fees:
        total = add_up(fees, memberships, unit)
        return total.replace(open=True) if may_be_more and total.known else total
    return Money(unit=unit) if may_be_more else Money(low=0, high=0, unit=unit)


def unknown_parts(
    credential: Credential, due: Sequence[Fee], years: int, unit: str
) -> Iterator[Reason]:
    """Yield the parts of the cost over *years* that are not on record.

    They include *due* fees in another currency than *unit*.
    """
    if _is_earning_unknown(credential):
        yield Reason.of("earning-cost-not-on-record")
    for fee in dict.fromkeys(due):
        if not fee.known:
            yield Reason.of("fee-not-on-record", purpose=fee.purpose)
        elif fee.unit != unit and fee.high != 0:
            yield Reason.of("fee-in-other-currency", fee=fee, currency=unit)
        elif fee.open:
            yield Reason.of("fee-open", purpose=fee.purpose)
    if years > 1 and _is_period_unknown(credential):
        renewals = tuple(fee for fee in counted_fees(credential) if fee.purpose == "renewal")
        if credential.renewal.expires or renewals:
            yield Reason.of("renewal-period-not-on-record", fees=renewals)
        else:
            yield Reason.of("renewal-need-not-on-record")
