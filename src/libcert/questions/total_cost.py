"""What it costs to earn a credential and to keep it, year by year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
from libcert.model.credential import Answer, Credential, Fee, Money
from libcert.model.profile import Profile
from libcert.model.results import CostOverYears, Joining, Payment, YearOfCost
from libcert.questions import findings
from libcert.questions.memberships import memberships_of
from libcert.questions.three_valued import at_least, at_most
from libcert.render import phrases


def cost_over_years(
    credential: Credential, years: int, person: Profile, *, checked: bool = False
) -> CostOverYears:
    """Return what *credential* costs over so many *years*, of which the first begins with earning.

    Args:
        credential: The credential.
        years: The years to count, from 1.
        person: Who pays: their memberships, dues, currency and rates count.
        checked: Whether the figures are those of public sources, where these have better ones.
    """
    credential = convert_currency(credential, person.currency, person.rate)
    memberships = memberships_of(person)
    every = _due(credential, years)
    in_all: Counter[Fee] = Counter()
    for fees in every:
        in_all.update(fees)
    all_of_them = _multiplied(in_all)
    mine = payable_fees(counted_fees(credential), memberships)
    unit = next((fee.unit for fee in mine if fee.known), person.currency)
    missing = tuple(unknown_parts(credential, payable_fees(in_all, memberships), years, unit))
    paid = fees_in_currency(payable_fees(all_of_them, memberships), unit)
    total = add_up(paid, memberships, unit)
    return CostOverYears(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        years=years,
        total=_opened(total) if missing and total.known else total,
        by_year=tuple(_by_year(credential, every, unit, memberships)),
        unknown=missing,
        beside=tuple(
            phrases.one_line("fees", fee)
            for fee in credential.fees
            if fee.payee is not None or not fee.required
        ),
        joining=tuple(_joinings(all_of_them, person, years)),
        disputed=findings.disputed(credential, ("cost", "fees", "renewal"), checked=checked),
    )


def recurring_fees(credential: Credential) -> Iterator[tuple[int, Fee]]:
    """Yield each fee that keeps *credential*, with the months between two payments.

    A renewal without a fee on record is a fee without an amount; where the period is not on record,
    the fee falls due nobody knows when and is left out.
    """
    fees = counted_fees(credential)
    yield from ((12, fee) for fee in fees if fee.purpose == "maintenance")
    months = credential.renewal.months
    if months is not None:
        renewals = [fee for fee in fees if fee.purpose == "renewal"]
        yield from ((months, fee) for fee in renewals or [Fee(purpose="renewal")])


def _due(credential: Credential, years: int) -> list[Counter[Fee]]:
    """Return how often each fee falls due in each year; the award is at the start of the first."""
    due: list[Counter[Fee]] = [Counter() for _ in range(years)]
    due[0].update(fee for fee in counted_fees(credential) if fee.purpose in EARNING_PURPOSES)
    for months, fee in recurring_fees(credential):
        in_years = Counter(month // 12 for month in range(months, 12 * years, months))
        for year, times in in_years.items():
            due[year][fee] += times
    return due


def _multiplied(fees: Counter[Fee]) -> list[Fee]:
    """Return each of *fees* once, with what it comes to as often as it falls due."""
    return [
        fee.replace(
            low=None if fee.low is None else fee.low * times,
            high=None if fee.high is None else fee.high * times,
        )
        for fee, times in fees.items()
    ]


def _period_unknown(credential: Credential) -> bool:
    """Return whether nobody knows when it has to be renewed, if at all."""
    return credential.renewal.months is None and credential.renewal.expires is not False


def _earning_unknown(credential: Credential) -> bool:
    """Return whether nothing is on record of what it costs to earn."""
    return not any(fee.purpose in EARNING_PURPOSES for fee in counted_fees(credential))


def _by_year(
    credential: Credential, every: Sequence[Counter[Fee]], unit: str, memberships: Memberships
) -> Iterator[YearOfCost]:
    """Yield what falls due in each year; most are like another one, and added up but once."""
    made: dict[object, YearOfCost] = {}
    unsettled = _earning_unknown(credential)
    for number, times in enumerate(every, 1):
        alike = (*times.items(), unsettled)
        if alike not in made:
            fees = fees_in_currency(payable_fees(_multiplied(times), memberships), unit)
            made[alike] = _year(credential.id, fees, unit, memberships, unsettled)
        yield made[alike].replace(year=number)
        unsettled = _period_unknown(credential)


def _year(
    name: str,
    fees: Sequence[Fee],
    unit: str,
    memberships: Memberships,
    unsettled: bool,  # noqa: FBT001
) -> YearOfCost:
    """Return what falls due in the first year, in *unit*; more may where that is *unsettled*."""
    nothing = Money(unit=unit) if unsettled else Money(low=0, high=0, unit=unit)
    due = add_up(fees, memberships, unit) if fees else nothing
    purposes = add_up_by_purpose(fees, memberships, unit)
    return YearOfCost(
        year=1,
        cost=_opened(due) if unsettled and due.known else due,
        what=tuple(Payment(id=name, purpose=some, cost=paid) for some, paid in purposes.items()),
    )


def _opened(money: Money) -> Money:
    return money.replace(open=True)


def unknown_parts(
    credential: Credential, due: Sequence[Fee], years: int, unit: str
) -> Iterator[str]:
    """Yield the parts of the cost of so many *years* that are not on record, in words.

    What is *due* in another currency than *unit* is one of them.
    """
    fees = counted_fees(credential)
    if _earning_unknown(credential):
        yield f"what it costs to earn is {phrases.NOT_ON_RECORD}"
    for fee in dict.fromkeys(due):
        if not fee.known:
            yield f"{phrases.heading(fee.purpose)}: the amount is {phrases.NOT_ON_RECORD}"
        elif fee.unit != unit and fee.high != 0:
            yield f"{phrases.describe_fee(fee)}: not in {unit}; `--rate {fee.unit}=…` would add it"
        elif fee.open:
            yield f"{phrases.heading(fee.purpose)}: more comes on top, without an amount"
    if years > 1 and _period_unknown(credential):
        renewals = [phrases.describe_fee(fee) for fee in fees if fee.purpose == "renewal"]
        if credential.renewal.expires or renewals:
            yield "; ".join(
                [f"how often it is to be renewed is {phrases.NOT_ON_RECORD}", *renewals]
            )
        else:
            yield f"whether it has to be renewed is {phrases.NOT_ON_RECORD}"


def _societies(fees: Sequence[Fee]) -> list[str]:
    return list(dict.fromkeys(fee.organization for fee in fees if fee.organization is not None))


def _dues(person: Profile, society: str, years: int) -> Money:
    """Return what a membership costs over the years; not on record where nobody says."""
    prices = {name.casefold(): price for name, price in person.dues.items()}
    price = prices.get(society.casefold())
    paid = None if price is None else price * years
    return Money(low=paid, high=paid, unit=person.currency)


def _joinings(fees: Sequence[Fee], person: Profile, years: int) -> Iterator[Joining]:
    """Yield for each society whether it pays to be a member, of all *fees* that fall due."""
    memberships = memberships_of(person)
    settled = list(_settled(fees, memberships))
    for society in _societies(fees):
        name = society.casefold()
        asked = [
            fee if fee.organization is not None and fee.organization.casefold() == name else other
            for fee, other in zip(fees, settled, strict=True)
        ]
        due = [fee for fee in asked if fee is not None]
        dues = _dues(person, society, years)
        yield _joining(due, fees[0].unit, society, memberships, dues)


def _settled(fees: Iterable[Fee], memberships: Memberships) -> Iterator[Fee | None]:
    """Yield for each of *fees* one that everyone pays, so that all come to the same; None for none.

    What the fees of a society in a currency come to stands whole in the place of the first of them.
    """
    theirs: dict[tuple[str, str], list[Fee]] = {}
    for fee in fees:
        if fee.organization is not None and fee.known:
            theirs.setdefault((fee.organization, fee.unit), []).append(fee)
    sums = {key: add_up(some, memberships) for key, some in theirs.items()}
    for fee in fees:
        if fee.organization is None:
            yield fee
        elif fee.audience not in memberships.audiences(fee.organization):
            yield None
        elif not fee.known:
            yield fee.replace(organization=None)
        else:
            total = sums.pop((fee.organization, fee.unit), Money(low=0, high=0))
            yield fee.replace(organization=None, low=total.low, high=total.high)


def _joining(
    fees: Sequence[Fee],
    unit: str,
    society: str,
    memberships: Memberships,
    dues: Money,
) -> Joining:
    """Return whether it pays to be a member of *society* for *dues*, of all *fees* that fall due.

    The fees of other societies are settled.
    """
    as_member = memberships.replace(member_of=frozenset({society}))
    as_other = memberships.replace(member_of=frozenset(), not_of=memberships.not_of | {society})
    theirs = [fee for fee in fees if fee.organization == society]
    less, more = (add_up(theirs, person, unit) for person in (as_member, as_other))
    # What is open may be more, so that the least or the most that is saved is not on record.
    if less.unit != more.unit:
        more = Money(unit=unit)
    least = None if more.low is None or less.high is None or less.open else more.low - less.high
    most = None if more.high is None or less.low is None or more.open else more.high - less.low
    saves = Money(
        low=None if least is None else max(least, 0),
        high=None if most is None else max(most, 0),
        unit=more.unit,
        approximate=more.approximate or less.approximate,
    )
    return Joining(
        organization=society,
        member=add_up(fees, as_member, unit),
        non_member=add_up(fees, as_other, unit),
        saves=saves,
        dues=dues,
        worth_it=_worth(saves, dues),
    )


def _worth(saves: Money, dues: Money) -> Answer:
    """Answer whether more is saved than is paid."""
    if dues.low is None:
        return Answer.MAYBE
    if at_most(saves, dues.low, dues.unit) is Answer.YES:
        return Answer.NO
    return at_least(saves, dues.low, dues.unit)
