"""Totals of the fees of credentials, for members and non-members of societies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import Credential, Fee, Money
from libcert.model.vocabulary import Purpose

EARNING_PURPOSES = frozenset(
    {"application", "exam", "course", "enrolment", "certification", "membership"}
)
"""The purposes of fees that are paid once, to earn a credential; other fees are paid to keep it."""


@model(kw_only=False)
class Memberships(Model):
    """The societies that a person is a member of, as far as is known.

    For any other society, both the prices for members and those for non-members count.
    """

    member_of: frozenset[str] = frozenset()
    """The ids of societies that the person is a member of, in upper or lower case."""
    no_other: bool = False
    """Whether the person is not a member of any other society."""
    not_of: frozenset[str] = frozenset()
    """The ids of societies that the person is not a member of, in upper or lower case."""

    def __post_init__(self) -> None:
        """Raise a TypeError if a set of ids is a text."""
        if isinstance(self.member_of, str) or isinstance(self.not_of, str):
            raise TypeError("societies must be a set of ids, not one text")

    def audiences(self, organization: str) -> tuple[str, ...]:
        """Return the audiences of the fees of *organization* to which the person may belong."""
        society = organization.casefold()
        if society in {name.casefold() for name in self.member_of}:
            return ("member",)
        if self.no_other or society in {name.casefold() for name in self.not_of}:
            return ("non-member",)
        return ("member", "non-member")


class _Span(NamedTuple):
    """The lowest and highest possible total; None if it is not on record."""

    low: int | Decimal | None
    high: int | Decimal | None


def with_cost(credential: Credential, memberships: Memberships | None = None) -> Credential:
    """Return *credential* with the total of its fees, for *memberships*, as its cost."""
    return credential.replace(cost=cost_to_earn(credential, memberships))


def cost_to_earn(credential: Credential, memberships: Memberships | None = None) -> Money:
    """Return the total of the required fees to earn *credential* once.

    The total is not on record (neither `low` nor `high`) if there are no such fees.
    """
    fees = [fee for fee in counted_fees(credential) if fee.purpose in EARNING_PURPOSES]
    unit = credential.fees[0].unit if credential.fees else "USD"
    return add_up(fees, memberships, unit)


def counted_fees(credential: Credential) -> list[Fee]:
    """Return the fees that count for totals: those that are required and paid to the issuer."""
    return [fee for fee in credential.fees if fee.required and fee.payee is None]


def payable_fees(fees: Iterable[Fee], memberships: Memberships) -> list[Fee]:
    """Return the *fees* that a person with *memberships* may have to pay."""
    return [
        fee
        for fee in fees
        if fee.organization is None or fee.audience in memberships.audiences(fee.organization)
    ]


def add_up(fees: Sequence[Fee], memberships: Memberships | None = None, unit: str = "USD") -> Money:
    """Return the total of *fees*.

    The range covers all prices for members and non-members that *memberships* leave possible. It is
    open if a fee has no amount, or has another currency than the first fee with an amount. If only
    one of these prices is on record, it is the low end, and there is no high end. If no fee has an
    amount, the total is not on record, in *unit*.

    Args:
        fees: The fees to add.
        memberships: The memberships of the person; None if nothing is known about them.
        unit: The currency of a total without amounts.
    """
    person = memberships or Memberships()
    societies = dict.fromkeys(fee.organization for fee in fees if fee.organization is not None)
    payable = payable_fees(fees, person)
    note = "; ".join(dict.fromkeys(fee.note for fee in payable if fee.note is not None)) or None
    known = [fee for fee in payable if fee.known]
    if not known:
        return Money(unit=unit, note=note)

    unit = known[0].unit
    added = [fee for fee in known if fee.unit == unit]
    spans = [_add_fees(fee for fee in added if fee.organization is None)]
    for society in societies:
        by_audience = [
            [fee for fee in payable if (fee.organization, fee.audience) == (society, audience)]
            for audience in person.audiences(society)
        ]
        spans.append(_span_of_audiences(by_audience, unit))
    total = _add_spans(spans)
    return Money(
        low=total.low,
        high=total.high,
        unit=unit,
        approximate=any(fee.approximate for fee in added),
        open=any(fee.open for fee in added) or len(added) < len(payable),
        note=note,
    )


def add_up_by_purpose(
    fees: Sequence[Fee], memberships: Memberships, unit: str
) -> dict[Purpose, Money]:
    """Return the total of *fees* for each purpose; see `add_up`."""
    return {
        purpose: add_up([fee for fee in fees if fee.purpose == purpose], memberships, unit)
        for purpose in dict.fromkeys(fee.purpose for fee in fees)
    }


def add_amounts(amounts: Iterable[Money], unit: str) -> Money:
    """Return the total of the *amounts* in *unit*; it is open if one is open or not on record.

    An amount in another currency counts as not on record, unless it is 0.
    """
    parts = list(amounts)
    known = [part for part in parts if part.known and (part.unit == unit or part.high == 0)]
    if len(known) < len(parts) and all(part.high == 0 for part in known):
        return Money(unit=unit)
    total = _add_spans(_Span(part.low, part.high) for part in known)
    return Money(
        low=total.low,
        high=total.high,
        unit=unit,
        approximate=any(part.approximate for part in known),
        open=any(part.open for part in known) or len(known) < len(parts),
    )


def fees_in_currency(fees: Iterable[Fee], currency: str) -> list[Fee]:
    """Return *fees* in *currency*; those in another one lose their amount, unless it is 0."""
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
    """Return *credential* with its fees and cost in *currency*.

    Fees in a currency without a rate stay as they are.

    Args:
        credential: The credential.
        currency: The code of the currency to convert to.
        rates: The value of one unit of each other currency, in *currency*.
    """

    def convert(fee: Fee) -> Fee:
        rate = rates.get(fee.unit)
        if rate is None or fee.unit == currency:
            return fee
        ends = {
            end: None if amount is None else round(Decimal(amount) * rate, 2)
            for end, amount in (("low", fee.low), ("high", fee.high))
        }
        return fee.replace(**ends, unit=currency)

    fees = tuple(convert(fee) for fee in credential.fees)
    return credential if fees == credential.fees else with_cost(credential.replace(fees=fees))


def _span_of_audiences(by_audience: Sequence[Sequence[Fee]], unit: str) -> _Span:
    """Return the span of the totals of one society's fees for several audiences, in *unit*.

    An audience with a fee without an amount may pay any price, so there is no high end, and its
    fees count for the low end only if the other audience has such a fee too.
    """
    added = [[fee for fee in fees if fee.known and fee.unit == unit] for fees in by_audience]
    if not any(added):
        return _Span(0, 0)
    pairs = list(zip(by_audience, added, strict=True))
    complete = [known for fees, known in pairs if len(known) == len(fees)]
    partial = [known for fees, known in pairs if known and len(known) < len(fees)]
    counted = complete or partial
    span = _combine([_add_fees(fees) for fees in counted], min, max)
    return span if len(counted) == len(pairs) else span._replace(high=None)


def _add_fees(fees: Iterable[Fee]) -> _Span:
    return _add_spans(_Span(fee.low, fee.high) for fee in fees)


def _add_spans(spans: Iterable[_Span]) -> _Span:
    return _combine(list(spans), sum, sum)


_Combine = Callable[[Iterable[Any]], Any]


def _combine(spans: Sequence[_Span], combine_lows: _Combine, combine_highs: _Combine) -> _Span:
    """Return one span for *spans*; an end of it is None if that end of any of them is None."""
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    return _Span(
        None if None in lows else combine_lows(lows),
        None if None in highs else combine_highs(highs),
    )
