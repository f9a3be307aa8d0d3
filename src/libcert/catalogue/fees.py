"""What the fees of a credential add up to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from libcert.model.base import Frozen
from libcert.model.credential import Credential, Fee, Money, Purpose
from libcert.model.profile import Profile

EARNING_PURPOSES = frozenset(
    {"application", "exam", "course", "enrolment", "certification", "membership"}
)
"""The purposes that are paid once, to earn a credential; the others keep it."""


class Memberships(Frozen):
    """The societies that a person is a member of; what is not said counts both ways."""

    member_of: frozenset[str] = frozenset()
    """Ids of societies, in any case."""
    no_other: bool = False
    """Whether the person is a member of no other society."""
    not_of: frozenset[str] = frozenset()
    """Ids of societies that the person is not a member of, in any case."""

    def agree(self, _: object = None, /) -> None:
        """Raise a TypeError where a text is given for a set of them."""
        if isinstance(self.member_of, str) or isinstance(self.not_of, str):
            raise TypeError("societies are a set of ids, not one text")

    @classmethod
    def of(cls, person: Profile) -> Self:
        """Return the memberships that *person* speaks of."""
        return cls(frozenset(person.member), no_other=person.non_member)

    def audiences(self, organization: str) -> tuple[str, ...]:
        """Return the audiences of *organization* that the person may belong to."""
        society = organization.casefold()
        if society in {name.casefold() for name in self.member_of}:
            return ("member",)
        if self.no_other or society in {name.casefold() for name in self.not_of}:
            return ("non-member",)
        return ("member", "non-member")


class _Span(NamedTuple):
    """The least and the most of a sum; None where that is not on record."""

    low: int | Decimal | None
    high: int | Decimal | None


def with_cost(credential: Credential, memberships: Memberships | None = None) -> Credential:
    """Return *credential* with the cost that its fees come to for a person with *memberships*."""
    return credential.replace(cost=cost_to_earn(credential, memberships))


def cost_to_earn(credential: Credential, memberships: Memberships | None = None) -> Money:
    """Return the required fees to earn *credential* once; not on record where it has none."""
    due = [fee for fee in counted_fees(credential) if fee.purpose in EARNING_PURPOSES]
    unit = credential.fees[0].unit if credential.fees else "USD"
    return add_up(due, memberships, unit)


def counted_fees(credential: Credential) -> list[Fee]:
    """Return the fees that count: those that are required and that the issuer is paid."""
    return [fee for fee in credential.fees if fee.required and fee.payee is None]


def payable_fees(fees: Iterable[Fee], memberships: Memberships) -> list[Fee]:
    """Return those of *fees* that a person with *memberships* may have to pay."""
    return [
        fee
        for fee in fees
        if fee.organization is None or fee.audience in memberships.audiences(fee.organization)
    ]


def add_up(fees: Sequence[Fee], memberships: Memberships | None = None, unit: str = "USD") -> Money:
    """Return what *fees* add up to.

    The range spans the member and non-member prices that *memberships* leave possible. It is open
    where a fee has no amount or another currency than the first, and not on record, in *unit*,
    where no fee has an amount.
    """
    person = memberships or Memberships()
    societies = dict.fromkeys(fee.organization for fee in fees if fee.organization is not None)
    due = payable_fees(fees, person)
    note = "; ".join(dict.fromkeys(fee.note for fee in due if fee.note is not None)) or None
    priced = [fee for fee in due if fee.known]
    if not priced:
        return Money(unit=unit, note=note)

    unit = priced[0].unit
    added = [fee for fee in priced if fee.unit == unit]
    spans = [_sum(fee for fee in added if fee.organization is None)]
    for society in societies:
        sums = [
            _sum(fee for fee in added if (fee.organization, fee.audience) == (society, audience))
            for audience in person.audiences(society)
        ]
        spans.append(_of_all(sums, min, max))
    total = _total(spans)
    return Money(
        low=total.low,
        high=total.high,
        unit=unit,
        approximate=any(fee.approximate for fee in added),
        open=any(fee.open for fee in added) or len(added) < len(due),
        note=note,
    )


def add_up_by_purpose(
    fees: Sequence[Fee], memberships: Memberships, unit: str
) -> dict[Purpose, Money]:
    """Return what *fees* add up to for each purpose, as `add_up` does for all."""
    return {
        purpose: add_up([fee for fee in fees if fee.purpose == purpose], memberships, unit)
        for purpose in dict.fromkeys(fee.purpose for fee in fees)
    }


def add_amounts(amounts: Iterable[Money], unit: str) -> Money:
    """Return what *amounts* in *unit* add up to; open where one is open or not on record."""
    parts = list(amounts)
    known = [part for part in parts if part.known and (part.unit == unit or part.high == 0)]
    if len(known) < len(parts) and all(part.high == 0 for part in known):
        return Money(unit=unit)
    total = _total(_Span(part.low, part.high) for part in known)
    return Money(
        low=total.low,
        high=total.high,
        unit=unit,
        approximate=any(part.approximate for part in known),
        open=any(part.open for part in known) or len(known) < len(parts),
    )


def fees_in_currency(fees: Iterable[Fee], currency: str) -> list[Fee]:
    """Return *fees* with those in another currency as fees without an amount."""
    return [
        fee
        if fee.unit == currency
        else fee.replace(unit=currency)
        if fee.high == 0
        else fee.replace(low=None, high=None, unit=currency)
        for fee in fees
    ]


def convert_currency(
    credential: Credential, currency: str, rates: Mapping[str, int | Decimal]
) -> Credential:
    """Return *credential* with its fees and its cost in *currency*, as far as *rates* has theirs.

    A rate is what one unit of another currency is in *currency*.
    """

    def exchanged(fee: Fee) -> Fee:
        rate = rates.get(fee.unit)
        if rate is None or fee.unit == currency:
            return fee
        ends = {
            end: None if amount is None else round(Decimal(amount) * rate, 2)
            for end, amount in (("low", fee.low), ("high", fee.high))
        }
        return fee.replace(**ends, unit=currency)

    fees = tuple(exchanged(fee) for fee in credential.fees)
    return credential if fees == credential.fees else with_cost(credential.replace(fees=fees))


def _sum(fees: Iterable[Fee]) -> _Span:
    return _total(_Span(fee.low, fee.high) for fee in fees)


def _total(spans: Iterable[_Span]) -> _Span:
    return _of_all(list(spans), sum, sum)


_Gather = Callable[[Iterable[Any]], Any]


def _of_all(spans: Sequence[_Span], least: _Gather, most: _Gather) -> _Span:
    """Return what *least* makes of all lows and *most* of all highs; None where one is unknown."""
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    return _Span(None if None in lows else least(lows), None if None in highs else most(highs))
