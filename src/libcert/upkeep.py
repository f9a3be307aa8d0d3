"""What it costs to earn a credential and to keep it, year by year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from libcert import cost, findings, words
from libcert.answers import at_least, at_most
from libcert.cost import Memberships
from libcert.models import Answer, Credential, Fee, Money
from libcert.results import CostOverYears, Joining, YearOfCost


def over_years(
    credential: Credential,
    years: int,
    memberships: Memberships,
    dues: Mapping[str, int | Decimal],
    *,
    checked: bool = False,
) -> CostOverYears:
    """Return what *credential* costs over so many *years*, of which the first begins with earning.

    Args:
        credential: The credential.
        years: The years to count, from 1.
        memberships: The societies that the person is a member of.
        dues: What a year of membership costs, by society.
        checked: Whether the figures are those of public sources, where these have better ones.
    """
    unit = next((fee.unit for fee in cost.counted(credential) if fee.known), "USD")
    due = _due(credential, years)
    every = [fee for fees in due for fee in fees]
    unknown = tuple(_unknown(credential, every, years, unit))
    unsettled = years > 1 and _period_unknown(credential)
    total = cost.summed(every, memberships, unit)
    return CostOverYears(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        years=years,
        total=_opened(total) if unknown and total.known else total,
        by_year=tuple(
            YearOfCost(
                year=number,
                cost=_of_year(fees, memberships, unit, unsettled=unsettled and number > 1),
                what=tuple(_purposes(fees, memberships, unit)),
            )
            for number, fees in enumerate(due, 1)
        ),
        unknown=unknown,
        beside=tuple(
            words.brief("fees", fee)
            for fee in credential.fees
            if fee.payee is not None or not fee.required
        ),
        joining=tuple(
            _joining(every, society, memberships, dues, years) for society in _societies(every)
        ),
        disputed=findings.disputed(credential, ("cost", "fees", "renewal"), checked=checked),
    )


def recurring(credential: Credential) -> Iterator[tuple[int, Fee]]:
    """Yield each fee that keeps *credential*, with the months between two payments.

    A renewal without a fee on record is a fee without an amount; where the period is not on record,
    the fee falls due nobody knows when and is left out.
    """
    fees = cost.counted(credential)
    yield from ((12, fee) for fee in fees if fee.purpose == "maintenance")
    months = credential.renewal.months
    if months is not None:
        renewals = [fee for fee in fees if fee.purpose == "renewal"]
        yield from ((months, fee) for fee in renewals or [Fee(purpose="renewal")])


def _due(credential: Credential, years: int) -> list[list[Fee]]:
    """Return the fees that fall due in each year; the award is at the start of the first."""
    due: list[list[Fee]] = [[] for _ in range(years)]
    due[0] += [fee for fee in cost.counted(credential) if fee.purpose in cost.EARNING]
    for months, fee in recurring(credential):
        for month in range(months, 12 * years, months):
            due[month // 12].append(fee)
    return due


def _period_unknown(credential: Credential) -> bool:
    """Return whether nobody knows when it has to be renewed, if at all."""
    return credential.renewal.months is None and credential.renewal.expires is not False


def _of_year(fees: Sequence[Fee], memberships: Memberships, unit: str, *, unsettled: bool) -> Money:
    """Return what falls due in a year; more may where the period of renewal is *unsettled*."""
    if fees:
        found = cost.summed(fees, memberships, unit)
        return _opened(found) if unsettled and found.known else found
    return Money(unit=unit) if unsettled else Money(low=0, high=0, unit=unit)


def _opened(money: Money) -> Money:
    return money.model_copy(update={"open": True})


def _purposes(fees: Sequence[Fee], memberships: Memberships, unit: str) -> Iterator[str]:
    """Yield what is paid for each purpose, in words."""
    for purpose in dict.fromkeys(fee.purpose for fee in fees):
        paid = cost.summed([fee for fee in fees if fee.purpose == purpose], memberships, unit)
        yield f"{words.heading(purpose)}: {words.figure(paid)}"


def _unknown(credential: Credential, due: Sequence[Fee], years: int, unit: str) -> Iterator[str]:
    """Yield the parts of the cost that are not on record."""
    fees = cost.counted(credential)
    if not any(fee.purpose in cost.EARNING for fee in fees):
        yield f"what it costs to earn is {words.NOT_ON_RECORD}"
    for fee in dict.fromkeys(due):
        if not fee.known:
            yield f"{words.heading(fee.purpose)}: the amount is {words.NOT_ON_RECORD}"
        elif fee.unit != unit:
            yield f"{words.fee(fee)}: not in {unit}; `--rate {fee.unit}=…` would add it"
        elif fee.open:
            yield f"{words.heading(fee.purpose)}: more comes on top, without an amount"
    if years > 1 and _period_unknown(credential):
        renewals = [words.fee(fee) for fee in fees if fee.purpose == "renewal"]
        if credential.renewal.expires or renewals:
            yield "; ".join([f"how often it is to be renewed is {words.NOT_ON_RECORD}", *renewals])
        else:
            yield f"whether it has to be renewed is {words.NOT_ON_RECORD}"


def _societies(fees: Sequence[Fee]) -> list[str]:
    return list(dict.fromkeys(fee.organization for fee in fees if fee.organization is not None))


def _joining(
    fees: Sequence[Fee],
    society: str,
    memberships: Memberships,
    dues: Mapping[str, int | Decimal],
    years: int,
) -> Joining:
    """Return whether it pays to be a member of *society*, of all that falls due."""
    of, not_of = memberships.member_of - {society}, memberships.not_of - {society}
    as_member = Memberships(of | {society}, no_other=memberships.no_other, not_of=not_of)
    as_other = replace(as_member, member_of=of, not_of=not_of | {society})
    theirs = [fee for fee in fees if fee.organization == society]
    less, more = (cost.summed(theirs, person, fees[0].unit) for person in (as_member, as_other))
    saves = Money.model_construct(
        low=None if more.low is None or less.high is None else max(more.low - less.high, 0),
        high=None if more.high is None or less.low is None else max(more.high - less.low, 0),
        unit=more.unit,
        approximate=more.approximate or less.approximate,
    )
    price = next((dues[name] for name in dues if name.casefold() == society.casefold()), None)
    paid = None if price is None else price * years
    return Joining(
        organization=society,
        member=cost.summed(fees, as_member),
        non_member=cost.summed(fees, as_other),
        saves=saves,
        dues=Money.model_construct(low=paid, high=paid, unit=saves.unit),
        worth_it=_worth(saves, paid),
    )


def _worth(saves: Money, paid: int | Decimal | None) -> Answer:
    """Answer whether more is saved than is paid."""
    if paid is None:
        return Answer.MAYBE
    if at_most(saves, paid, saves.unit) is Answer.YES:
        return Answer.NO
    return at_least(saves, paid, saves.unit)
