"""What the fees of a credential add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from libcert.models import Credential, Fee, Money

EARNING = frozenset({"application", "exam", "course", "enrolment", "certification", "membership"})
"""The purposes that are paid once, to earn a credential; the others keep it."""


@dataclass(frozen=True)
class Memberships:
    """The societies that a person is a member of; what is not said counts both ways."""

    member_of: frozenset[str] = frozenset()
    """Ids of societies, in any case."""
    no_other: bool = False
    """Whether the person is a member of no other society."""

    def audiences(self, organization: str) -> tuple[str, ...]:
        """Return the audiences of *organization* that the person may belong to."""
        if organization.casefold() in {society.casefold() for society in self.member_of}:
            return ("member",)
        return ("non-member",) if self.no_other else ("member", "non-member")


class _Span(NamedTuple):
    """The least and the most of a sum; `high` is None when the most is not on record."""

    low: int | Decimal
    high: int | Decimal | None


def priced(credential: Credential, memberships: Memberships | None = None) -> Credential:
    """Return *credential* with the cost that its fees come to for a person with *memberships*."""
    return credential.model_copy(update={"cost": to_earn(credential, memberships)})


def to_earn(credential: Credential, memberships: Memberships | None = None) -> Money:
    """Return the required fees to earn *credential* once.

    The range spans the member and non-member prices that *memberships* leave possible. It is open
    where a required fee has no amount or another currency, and not on record where no required fee
    has an amount.
    """
    person = memberships or Memberships()
    due = [
        fee
        for fee in credential.fees
        if fee.required and fee.payee is None and fee.purpose in EARNING
    ]
    societies = dict.fromkeys(fee.organization for fee in due if fee.organization is not None)
    paid = [
        fee
        for fee in due
        if fee.organization is None or fee.audience in person.audiences(fee.organization)
    ]
    note = "; ".join(dict.fromkeys(fee.note for fee in paid if fee.note is not None)) or None
    priced = [fee for fee in paid if fee.known]
    if not priced:
        unit = credential.fees[0].unit if credential.fees else "USD"
        return Money(unit=unit, note=note)

    unit = priced[0].unit
    counted = [fee for fee in priced if fee.unit == unit]
    spans = [_sum(fee for fee in counted if fee.organization is None)]
    for society in societies:
        sums = [
            _sum(fee for fee in counted if (fee.organization, fee.audience) == (society, audience))
            for audience in person.audiences(society)
        ]
        highs = [span.high for span in sums]
        spans.append(
            _Span(
                min(span.low for span in sums),
                None if None in highs else max(high for high in highs if high is not None),
            )
        )
    total = _total(spans)
    return Money(
        low=total.low,
        high=total.high,
        unit=unit,
        approximate=any(fee.approximate for fee in counted),
        open=any(fee.open for fee in counted) or len(counted) < len(paid),
        note=note,
    )


def _sum(fees: Iterable[Fee]) -> _Span:
    return _total(_Span(fee.low or 0, fee.high) for fee in fees)


def _total(spans: Iterable[_Span]) -> _Span:
    low: int | Decimal = 0
    high: int | Decimal | None = 0
    for span in spans:
        low += span.low
        high = None if high is None or span.high is None else high + span.high
    return _Span(low, high)
