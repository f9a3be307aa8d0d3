"""The sums of fees."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.catalogue.fees import (
    EARNING_PURPOSES,
    Memberships,
    add_amounts,
    add_up,
    add_up_by_purpose,
    convert_currency,
    cost_to_earn,
    fees_in_currency,
    payable_fees,
    with_cost,
)
from libcert.model.credential import Credential, Fee, Money, Organization
from libcert.model.profile import Profile
from libcert.model.validation import validate
from libcert.questions.memberships import memberships_of

ALA_MEMBER = Memberships(frozenset({"ala"}))
NO_MEMBER = Memberships(no_other=True)


def fee(purpose: str, low: int | Decimal | None, high: int | Decimal | None, **more: Any) -> Fee:
    return validate(Fee, {"purpose": purpose, "low": low, "high": high, **more})


def price(society: str, member: int, other: int, purpose: str = "exam") -> list[Fee]:
    return [
        fee(purpose, member, member, audience="member", organization=society),
        fee(purpose, other, other, audience="non-member", organization=society),
    ]


def members_pay(amount: int | None, **more: Any) -> Fee:
    return fee("exam", amount, amount, audience="member", organization="ALA", **more)


def others_pay(amount: int | None, **more: Any) -> Fee:
    return fee("exam", amount, amount, audience="non-member", organization="ALA", **more)


def credential(*fees: Fee) -> Credential:
    issuer = Organization(id="X", name="X")
    return Credential(id="X", name="X", type="certification", issuer=issuer, fees=fees)


@pytest.mark.parametrize(
    ("fees", "cost"),
    [
        pytest.param([], Money(), id="no cost on record without fees"),
        pytest.param([fee("exam", 0, 0)], Money(low=0, high=0), id="free according to the record"),
        pytest.param(
            [fee("exam", 200, 200), fee("exam", 200, 200)],
            Money(low=400, high=400),
            id="two exams are paid twice",
        ),
        pytest.param(
            [*price("ALA", 175, 275, "certification"), fee("exam", 350, 350)],
            Money(low=525, high=625),
            id="fee for everyone is added to both prices",
        ),
        pytest.param(
            [*price("ALA", 10, 20), *price("SAA", 100, 200)],
            Money(low=110, high=220),
            id="memberships in two societies are independent",
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("renewal", 1, 1), fee("maintenance", 2, 2)],
            Money(low=9, high=9),
            id="renewal and maintenance do not count",
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("course", 99, 99, required=False)],
            Money(low=9, high=9),
            id="optional fees do not count",
        ),
        pytest.param(
            [fee("exam", 200, 400, approximate=True), fee("application", None, None)],
            Money(low=200, high=400, approximate=True, open=True),
            id="fee without an amount leaves the sum open",
        ),
        pytest.param([fee("exam", None, None)], Money(), id="no amount on record"),
        pytest.param([fee("exam", 5, None)], Money(low=5), id="no maximum on record"),
        pytest.param([fee("exam", None, 5)], Money(high=5), id="no minimum on record"),
        pytest.param(
            [fee("exam", 5, None), fee("course", 5, 5)],
            Money(low=10),
            id="no maximum for one of two fees",
        ),
        pytest.param(
            [fee("exam", 5, 5, approximate=True, open=True), fee("course", 5, 5)],
            Money(low=10, high=10, approximate=True, open=True),
            id="uncertain part makes the sum uncertain",
        ),
        pytest.param(
            [fee("exam", None, None, note="ask")], Money(note="ask"), id="note without an amount"
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("course", 99, 99, payee="a school")],
            Money(low=9, high=9),
            id="fees paid to others do not count",
        ),
        pytest.param(
            [fee("exam", 5, 5, open=True)], Money(low=5, high=5, open=True), id="open amount"
        ),
        pytest.param(
            [fee("exam", 5, 5, unit="GBP"), fee("course", 9, 9, unit="AUD")],
            Money(low=5, high=5, unit="GBP", open=True),
            id="different currencies are not added",
        ),
        pytest.param(
            [fee("renewal", 5, 5, unit="GBP")],
            Money(unit="GBP"),
            id="only the renewal is on record",
        ),
        pytest.param(
            [
                fee("exam", 5, 5, note="a"),
                fee("course", 5, 5, note="b"),
                fee("exam", 0, 0, note="a"),
            ],
            Money(low=10, high=10, note="a; b"),
            id="each note appears once",
        ),
        pytest.param(
            [fee("exam", Decimal("0.10"), Decimal("0.20")), fee("course", Decimal("0.20"), 1)],
            Money(low=Decimal("0.30"), high=Decimal("1.20")),
            id="cents are exact",
        ),
        pytest.param(
            [
                fee("membership", 60, 60, audience="non-member", organization="ALA"),
                *price("ALA", 100, 100),
            ],
            Money(low=100, high=160),
            id="members do not pay to join",
        ),
        pytest.param(
            [fee("exam", 5, None, audience="member", organization="ALA")],
            Money(low=0),
            id="no maximum for one audience",
        ),
        pytest.param(
            [members_pay(100), others_pay(None)],
            Money(low=100, open=True),
            id="the price of others is not on record",
        ),
        pytest.param(
            [members_pay(None), others_pay(100)],
            Money(low=100, open=True),
            id="the price of members is not on record",
        ),
        pytest.param(
            [members_pay(100), others_pay(80, unit="GBP")],
            Money(low=100, open=True),
            id="the price of others has another currency",
        ),
        pytest.param(
            [members_pay(100), others_pay(None), others_pay(5)],
            Money(low=100, open=True),
            id="a part of the price of others is not on record",
        ),
        pytest.param(
            [members_pay(100), members_pay(None), others_pay(None), others_pay(120)],
            Money(low=100, high=120, open=True),
            id="a part of both prices is not on record",
        ),
        pytest.param(
            [members_pay(100), members_pay(None), others_pay(None)],
            Money(low=100, open=True),
            id="a part of one price, and all of the other, is not on record",
        ),
        pytest.param(
            [members_pay(None), others_pay(None), fee("course", 7, 7)],
            Money(low=7, high=7, open=True),
            id="neither price is on record",
        ),
    ],
)
def test_fees_are_added_up(fees: list[Fee], cost: Money) -> None:
    assert cost_to_earn(credential(*fees)) == cost


def test_membership_decides_the_price(shipped: Catalogue) -> None:
    figures = {
        name: (cost_to_earn(shipped["ACA"], person).low, cost_to_earn(shipped["ACA"], person).high)
        for name, person in {"member": ALA_MEMBER, "not": NO_MEMBER, "unsaid": None}.items()
    }

    assert figures == {"member": (525, 525), "not": (625, 625), "unsaid": (525, 625)}


@pytest.mark.parametrize(
    ("memberships", "audiences"),
    [
        pytest.param(Memberships(), ("member", "non-member"), id="nothing is known"),
        pytest.param(Memberships(frozenset({"Ala"})), ("member",), id="member, in any letter case"),
        pytest.param(
            Memberships(frozenset({"SAA"})),
            ("member", "non-member"),
            id="member of another society",
        ),
        pytest.param(
            Memberships(not_of=frozenset({"aLA"})),
            ("non-member",),
            id="not a member of this society",
        ),
        pytest.param(
            Memberships(not_of=frozenset({"SAA"})),
            ("member", "non-member"),
            id="not a member of another society",
        ),
        pytest.param(
            Memberships(frozenset({"SAA"}), no_other=True),
            ("non-member",),
            id="member of no other society",
        ),
    ],
)
def test_memberships_decide_the_possible_audiences(
    memberships: Memberships, audiences: tuple[str, ...]
) -> None:
    assert memberships.audiences("ALA") == audiences


@pytest.mark.parametrize("non_member", [True, False])
def test_memberships_come_from_the_profile(*, non_member: bool) -> None:
    person = Profile(member=("ALA", "SAA"), non_member=non_member)

    assert memberships_of(person) == Memberships(frozenset({"ALA", "SAA"}), no_other=non_member)


def test_person_pays_fees_for_everyone_and_for_possible_audiences() -> None:
    everyone, (member, other) = fee("exam", 1, 1), price("ALA", 2, 3)
    fees = [everyone, member, other]

    assert payable_fees(fees, ALA_MEMBER) == [everyone, member]
    assert payable_fees(fees, NO_MEMBER) == [everyone, other]
    assert payable_fees(fees, Memberships()) == fees


def test_cost_of_a_record_is_the_cost_to_earn_it() -> None:
    record = credential(*price("ALA", 10, 20))

    assert with_cost(record).cost == Money(low=10, high=20)
    assert with_cost(record, ALA_MEMBER) == record.replace(cost=Money(low=10, high=10))


def test_sum_of_no_fees_is_unknown_and_in_dollars() -> None:
    assert add_up([]) == Money(unit="USD")


def test_each_purpose_has_its_own_sum() -> None:
    fees = [fee("exam", 1, 2), fee("course", 5, 5), fee("exam", 10, 10), *price("ALA", 3, 4)]

    assert add_up_by_purpose(fees, ALA_MEMBER, "USD") == {
        "exam": Money(low=14, high=15),
        "course": Money(low=5, high=5),
    }
    assert add_up_by_purpose([fee("exam", None, None)], ALA_MEMBER, "EUR") == {
        "exam": Money(unit="EUR")
    }


def usd(low: int | None, high: int | None, **more: Any) -> Money:
    return Money(low=low, high=high, **more)


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        pytest.param([], usd(0, 0), id="no amounts"),
        pytest.param([usd(1, 2), usd(10, 20)], usd(11, 22), id="low and high ends are added"),
        pytest.param([usd(1, None), usd(10, 20)], usd(11, None), id="no maximum for one"),
        pytest.param([usd(None, 2), usd(10, 20)], usd(None, 22), id="no minimum for one"),
        pytest.param([usd(1, 2), usd(None, None)], usd(1, 2, open=True), id="one is not on record"),
        pytest.param([usd(1, 1), usd(None, None)], usd(1, 1, open=True), id="equal ends"),
        pytest.param(
            [usd(0, 0), usd(1, 2), usd(None, None)],
            usd(1, 2, open=True),
            id="one of several is not on record",
        ),
        pytest.param([usd(None, None)], usd(None, None), id="none is on record"),
        pytest.param([usd(0, 0), usd(None, None)], usd(None, None), id="known amounts are zero"),
        pytest.param(
            [usd(1, 2), usd(1, 1, unit="GBP")], usd(1, 2, open=True), id="another currency"
        ),
        pytest.param([usd(1, 2), usd(0, 0, unit="GBP")], usd(1, 2), id="zero in another currency"),
        pytest.param(
            [usd(1, 2, approximate=True), usd(1, 2, open=True)],
            usd(2, 4, approximate=True, open=True),
            id="uncertain part makes the sum uncertain",
        ),
    ],
)
def test_amounts_are_added_up(amounts: list[Money], total: Money) -> None:
    assert add_amounts(amounts, "USD") == total


@pytest.mark.parametrize("amount", [Money(low=1, high=2, unit="EUR"), Money(unit="EUR")])
def test_sum_is_in_the_requested_currency(amount: Money) -> None:
    assert add_amounts([amount], "EUR") == amount


def test_foreign_fee_has_no_amount_unless_it_is_zero() -> None:
    foreign = [fee("exam", 0, 1, unit="GBP"), fee("course", 0, 0, unit="GBP")]

    assert fees_in_currency([*foreign, fee("exam", 3, 4)], "USD") == [
        fee("exam", None, None),
        fee("course", 0, 0),
        fee("exam", 3, 4),
    ]


def test_exchange_rate_converts_fees_and_cost() -> None:
    fees = [
        fee("exam", 10, 20, unit="GBP"),
        fee("course", None, Decimal("0.01"), unit="GBP"),
        fee("exam", 5, None),
        fee("course", 7, 7, unit="AUD"),
    ]
    record = credential(*fees)
    rates: dict[str, int | Decimal] = {"GBP": Decimal("1.255"), "USD": 9}
    result = convert_currency(record, "USD", rates)

    assert [(one.low, one.high, one.unit) for one in result.fees] == [
        (Decimal("12.55"), Decimal("25.10"), "USD"),
        (None, Decimal("0.01"), "USD"),
        (5, None, "USD"),
        (7, 7, "AUD"),
    ]
    assert result.cost == cost_to_earn(result)
    assert result.cost.unit == "USD"


def test_fee_without_an_exchange_rate_stays_unchanged() -> None:
    record = credential(fee("exam", 5, 5, unit="GBP"))

    assert convert_currency(record, "USD", {"AUD": 2}) == record


fees = st.builds(
    lambda purpose, amounts, who: fee(purpose, min(amounts), max(amounts), **who),
    st.sampled_from(sorted(EARNING_PURPOSES)),
    st.tuples(st.integers(0, 500), st.integers(0, 500)),
    st.sampled_from(
        [
            {},
            {"audience": "member", "organization": "ALA"},
            {"audience": "non-member", "organization": "ALA"},
        ]
    ),
)


@given(st.lists(fees, max_size=6))
def test_range_covers_prices_for_members_and_others(some_fees: list[Fee]) -> None:
    record = credential(*some_fees)
    member, other, unknown = (cost_to_earn(record, p) for p in (ALA_MEMBER, NO_MEMBER, None))

    if unknown.known:
        assert unknown.low == min(member.low or 0, other.low or 0)
        assert unknown.high == max(member.high or 0, other.high or 0)


@given(st.lists(fees, min_size=1, max_size=6), st.data())
def test_an_amount_that_nobody_knows_is_never_zero(some_fees: list[Fee], data: Any) -> None:
    """Without one of the two prices, the other one is the low end, and nobody knows the high end."""
    society = [one for one in some_fees if one.organization is not None]
    forgotten = data.draw(st.sampled_from(["member", "non-member"]))
    silent = [
        one.replace(low=None, high=None) if one.audience == forgotten else one for one in some_fees
    ]
    total = cost_to_earn(credential(*silent))
    certain = cost_to_earn(credential(*(one for one in silent if one.audience != forgotten)))

    if {one.audience for one in society} == {"member", "non-member"}:
        kept = NO_MEMBER if forgotten == "member" else ALA_MEMBER
        assert total.low == cost_to_earn(credential(*silent), kept).low
        assert (total.high, total.open) == (None, True)
    elif all(one.audience == forgotten for one in society):
        assert (total.low, total.high) == (certain.low, certain.high)


@given(st.lists(fees, min_size=1, max_size=6), fees)
def test_additional_fee_never_lowers_the_cost(some_fees: list[Fee], extra: Fee) -> None:
    before, after = (
        cost_to_earn(credential(*some_fees)),
        cost_to_earn(credential(*some_fees, extra)),
    )

    assert (after.low or 0) >= (before.low or 0)
    assert (after.high or 0) >= (before.high or 0)


@pytest.mark.parametrize("arguments", [{"member_of": "ALA"}, {"not_of": "ALA"}])
def test_societies_must_be_a_set_of_ids(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"^societies must be a set of ids, not one text$"):
        Memberships(**arguments)
