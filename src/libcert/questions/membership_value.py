"""Check whether a membership saves more on the fees of a credential than its dues."""

from collections.abc import Iterator, Sequence

from libcert.catalogue.fees import Memberships, add_up, payable_fees
from libcert.model.credential import Answer, Fee, Money
from libcert.model.profile import Profile
from libcert.model.results import MembershipValue
from libcert.questions.memberships import memberships_of
from libcert.questions.three_valued import at_least, at_most


def compare_memberships(
    fees: Sequence[Fee], person: Profile, years: int
) -> Iterator[MembershipValue]:
    """Yield for each society whether its membership is worth its dues.

    Args:
        fees: All fees that fall due in these years, each with its amount for all of them, in one
            currency.
        person: The person who pays; their other memberships, dues and currency count.
        years: For how many years the dues are paid.
    """
    memberships = memberships_of(person)
    settled = list(_settle(fees, memberships))
    for society in dict.fromkeys(fee.organization for fee in fees if fee.organization is not None):
        name = society.casefold()
        # The prices of this society stay as they are; those of other societies are settled.
        relevant = [
            fee if fee.organization is not None and fee.organization.casefold() == name else other
            for fee, other in zip(fees, settled, strict=True)
        ]
        due = [fee for fee in relevant if fee is not None]
        dues = _dues(person, society, years)
        yield _compare(due, fees[0].unit, society, memberships, dues)


def _dues(person: Profile, society: str, years: int) -> Money:
    """Return the dues of a membership over the years; not on record if the person does not say."""
    by_name = {name.casefold(): amount for name, amount in person.dues.items()}
    a_year = by_name.get(society.casefold())
    total = None if a_year is None else a_year * years
    return Money(low=total, high=total, unit=person.currency)


def _settle(fees: Sequence[Fee], memberships: Memberships) -> Iterator[Fee | None]:
    """Yield for each of *fees* a fee for everyone, so that the total stays the same.

    The first fee of a society becomes the sum of all its fees, and the others become None.
    """
    by_society: dict[str, list[Fee]] = {}
    for fee in fees:
        if fee.organization is not None:
            by_society.setdefault(fee.organization, []).append(fee)
    for fee in fees:
        if fee.organization is None:
            yield fee
        elif fee.organization in by_society:
            own = by_society.pop(fee.organization)
            total = add_up(own, memberships, fee.unit)
            is_due = bool(payable_fees(own, memberships))
            ends = {"low": total.low, "high": total.high, "open": total.open}
            yield fee.replace(organization=None, **ends) if is_due else None
        else:
            yield None


def _compare(
    fees: Sequence[Fee], unit: str, society: str, memberships: Memberships, dues: Money
) -> MembershipValue:
    """Return whether membership in *society* is worth its *dues*, if all *fees* fall due."""
    member = memberships.replace(member_of=frozenset({society}))
    non_member = memberships.replace(member_of=frozenset(), not_of=memberships.not_of | {society})
    own_fees = [fee for fee in fees if fee.organization == society]
    saves = _difference(add_up(own_fees, member, unit), add_up(own_fees, non_member, unit), unit)
    return MembershipValue(
        organization=society,
        member=add_up(fees, member, unit),
        non_member=add_up(fees, non_member, unit),
        saves=saves,
        dues=dues,
        worth_it=_is_worth_it(saves, dues),
    )


def _difference(less: Money, more: Money, unit: str) -> Money:
    """Return how much less *less* is than *more*, in *unit*; it is at least 0.

    An open price may be higher, so one end of the difference is unknown. If both are open, the low
    end is the difference of the fees on record, and the difference is open.
    """
    if more.open and less.open and more.low is not None and less.high is not None:
        known = more.low - less.high
        approximate = more.approximate or less.approximate
        saved = Money(low=known, unit=unit, approximate=approximate, open=True)
        return saved if known > 0 else Money(unit=unit)
    least = None if more.low is None or less.high is None or less.open else more.low - less.high
    most = None if more.high is None or less.low is None or more.open else more.high - less.low
    return Money(
        low=None if least is None else max(least, 0),
        high=None if most is None else max(most, 0),
        unit=unit,
        approximate=more.approximate or less.approximate,
    )


def _is_worth_it(saves: Money, dues: Money) -> Answer:
    """Answer whether a member saves more than the dues."""
    if dues.low is None or saves.open:
        return Answer.MAYBE
    if at_most(saves, dues.low, dues.unit) is Answer.YES:
        return Answer.NO
    return at_least(saves, dues.low, dues.unit)
