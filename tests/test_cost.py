"""What the fees add up to."""

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


def credential(*fees: Fee) -> Credential:
    issuer = Organization(id="X", name="X")
    return Credential(id="X", name="X", type="certification", issuer=issuer, fees=fees)


@pytest.mark.parametrize(
    ("fees", "cost"),
    [
        pytest.param([], Money(), id="no fee on record, no cost on record"),
        pytest.param([fee("exam", 0, 0)], Money(low=0, high=0), id="on record that it is free"),
        pytest.param(
            [fee("exam", 200, 200), fee("exam", 200, 200)],
            Money(low=400, high=400),
            id="two exams are both paid",
        ),
        pytest.param(
            [*price("ALA", 175, 275, "certification"), fee("exam", 350, 350)],
            Money(low=525, high=625),
            id="fees add up for whoever pays them",
        ),
        pytest.param(
            [*price("ALA", 10, 20), *price("SAA", 100, 200)],
            Money(low=110, high=220),
            id="one may be a member of one society and not of another",
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("renewal", 1, 1), fee("maintenance", 2, 2)],
            Money(low=9, high=9),
            id="what keeps it does not earn it",
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("course", 99, 99, required=False)],
            Money(low=9, high=9),
            id="what is optional does not count",
        ),
        pytest.param(
            [fee("exam", 200, 400, approximate=True), fee("application", None, None)],
            Money(low=200, high=400, approximate=True, open=True),
            id="a fee without an amount comes on top",
        ),
        pytest.param([fee("exam", None, None)], Money(), id="no amount on record at all"),
        pytest.param([fee("exam", 5, None)], Money(low=5), id="no most on record"),
        pytest.param([fee("exam", None, 5)], Money(high=5), id="no least on record"),
        pytest.param(
            [fee("exam", 5, None), fee("course", 5, 5)],
            Money(low=10),
            id="no most on record of one of two",
        ),
        pytest.param(
            [fee("exam", 5, 5, approximate=True, open=True), fee("course", 5, 5)],
            Money(low=10, high=10, approximate=True, open=True),
            id="a doubt about one is a doubt about the sum",
        ),
        pytest.param(
            [fee("exam", None, None, note="ask")], Money(note="ask"), id="a note without an amount"
        ),
        pytest.param(
            [fee("exam", 9, 9), fee("course", 99, 99, payee="a school")],
            Money(low=9, high=9),
            id="what others are paid does not count",
        ),
        pytest.param([fee("exam", 5, 5, open=True)], Money(low=5, high=5, open=True), id="taxes"),
        pytest.param(
            [fee("exam", 5, 5, unit="GBP"), fee("course", 9, 9, unit="AUD")],
            Money(low=5, high=5, unit="GBP", open=True),
            id="currencies are not added up",
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
            id="notes come along, each once",
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
            id="who is a member already need not join",
        ),
        pytest.param(
            [fee("exam", 5, None, audience="member", organization="ALA")],
            Money(low=0),
            id="no most on record for one of the audiences",
        ),
    ],
)
def test_fees_add_up(fees: list[Fee], cost: Money) -> None:
    assert cost_to_earn(credential(*fees)) == cost


def test_a_membership_picks_the_price(shipped: Catalogue) -> None:
    figures = {
        name: (cost_to_earn(shipped["ACA"], person).low, cost_to_earn(shipped["ACA"], person).high)
        for name, person in {"member": ALA_MEMBER, "not": NO_MEMBER, "unsaid": None}.items()
    }

    assert figures == {"member": (525, 525), "not": (625, 625), "unsaid": (525, 625)}


@pytest.mark.parametrize(
    ("memberships", "audiences"),
    [
        pytest.param(Memberships(), ("member", "non-member"), id="nothing is said"),
        pytest.param(Memberships(frozenset({"Ala"})), ("member",), id="a member, in any case"),
        pytest.param(
            Memberships(frozenset({"SAA"})), ("member", "non-member"), id="a member of another"
        ),
        pytest.param(Memberships(not_of=frozenset({"aLA"})), ("non-member",), id="not of this"),
        pytest.param(
            Memberships(not_of=frozenset({"SAA"})), ("member", "non-member"), id="not of another"
        ),
        pytest.param(
            Memberships(frozenset({"SAA"}), no_other=True), ("non-member",), id="of no other"
        ),
    ],
)
def test_who_may_be_a_member(memberships: Memberships, audiences: tuple[str, ...]) -> None:
    assert memberships.audiences("ALA") == audiences


@pytest.mark.parametrize("alone", [True, False])
def test_memberships_are_those_that_a_person_speaks_of(*, alone: bool) -> None:
    person = Profile(member=("ALA", "SAA"), non_member=alone)

    assert memberships_of(person) == Memberships(frozenset({"ALA", "SAA"}), no_other=alone)


def test_a_person_pays_what_is_asked_of_everyone_and_of_those_they_may_be() -> None:
    everyone, (member, other) = fee("exam", 1, 1), price("ALA", 2, 3)
    fees = [everyone, member, other]

    assert payable_fees(fees, ALA_MEMBER) == [everyone, member]
    assert payable_fees(fees, NO_MEMBER) == [everyone, other]
    assert payable_fees(fees, Memberships()) == fees


def test_the_cost_of_a_record_is_what_it_takes_to_earn_it() -> None:
    record = credential(*price("ALA", 10, 20))

    assert with_cost(record).cost == Money(low=10, high=20)
    assert with_cost(record, ALA_MEMBER) == record.replace(cost=Money(low=10, high=10))


def test_no_fees_are_not_on_record_in_dollars() -> None:
    assert add_up([]) == Money(unit="USD")


def test_each_purpose_has_its_sum() -> None:
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
        pytest.param([], usd(0, 0), id="nothing"),
        pytest.param([usd(1, 2), usd(10, 20)], usd(11, 22), id="ends add up"),
        pytest.param([usd(1, None), usd(10, 20)], usd(11, None), id="no most of one"),
        pytest.param([usd(None, 2), usd(10, 20)], usd(None, 22), id="no least of one"),
        pytest.param([usd(1, 2), usd(None, None)], usd(1, 2, open=True), id="one is not on record"),
        pytest.param([usd(1, 1), usd(None, None)], usd(1, 1, open=True), id="a single dollar"),
        pytest.param(
            [usd(0, 0), usd(1, 2), usd(None, None)], usd(1, 2, open=True), id="one of several"
        ),
        pytest.param([usd(None, None)], usd(None, None), id="none is on record"),
        pytest.param(
            [usd(0, 0), usd(None, None)], usd(None, None), id="what is known comes to nothing"
        ),
        pytest.param(
            [usd(1, 2), usd(1, 1, unit="GBP")], usd(1, 2, open=True), id="another currency"
        ),
        pytest.param(
            [usd(1, 2), usd(0, 0, unit="GBP")], usd(1, 2), id="nothing in another currency"
        ),
        pytest.param(
            [usd(1, 2, approximate=True), usd(1, 2, open=True)],
            usd(2, 4, approximate=True, open=True),
            id="a doubt about one is a doubt about the sum",
        ),
    ],
)
def test_amounts_add_up(amounts: list[Money], total: Money) -> None:
    assert add_amounts(amounts, "USD") == total


@pytest.mark.parametrize("amount", [Money(low=1, high=2, unit="EUR"), Money(unit="EUR")])
def test_a_sum_is_in_the_currency_that_is_asked_for(amount: Money) -> None:
    assert add_amounts([amount], "EUR") == amount


def test_what_is_in_another_currency_has_no_amount_unless_it_is_nothing() -> None:
    foreign = [fee("exam", 0, 1, unit="GBP"), fee("course", 0, 0, unit="GBP")]

    assert fees_in_currency([*foreign, fee("exam", 3, 4)], "USD") == [
        fee("exam", None, None),
        fee("course", 0, 0),
        fee("exam", 3, 4),
    ]


def test_a_rate_brings_fees_and_cost_into_another_currency() -> None:
    fees = [
        fee("exam", 10, 20, unit="GBP"),
        fee("course", None, Decimal("0.01"), unit="GBP"),
        fee("exam", 5, None),
        fee("course", 7, 7, unit="AUD"),
    ]
    record = credential(*fees)
    rates: dict[str, int | Decimal] = {"GBP": Decimal("1.255"), "USD": 9}
    exchanged = convert_currency(record, "USD", rates)

    assert [(one.low, one.high, one.unit) for one in exchanged.fees] == [
        (Decimal("12.55"), Decimal("25.10"), "USD"),
        (None, Decimal("0.01"), "USD"),
        (5, None, "USD"),
        (7, 7, "AUD"),
    ]
    assert exchanged.cost == cost_to_earn(exchanged)
    assert exchanged.cost.unit == "USD"


def test_what_no_rate_is_for_stays_as_it_is() -> None:
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
def test_members_and_others_bracket_the_range(given_fees: list[Fee]) -> None:
    record = credential(*given_fees)
    member, other, unsaid = (cost_to_earn(record, p) for p in (ALA_MEMBER, NO_MEMBER, None))

    if unsaid.known:
        assert unsaid.low == min(member.low or 0, other.low or 0)
        assert unsaid.high == max(member.high or 0, other.high or 0)


@given(st.lists(fees, min_size=1, max_size=6), fees)
def test_one_more_fee_never_costs_less(given_fees: list[Fee], more: Fee) -> None:
    before, after = (
        cost_to_earn(credential(*given_fees)),
        cost_to_earn(credential(*given_fees, more)),
    )

    assert (after.low or 0) >= (before.low or 0)
    assert (after.high or 0) >= (before.high or 0)


@pytest.mark.parametrize("given", [{"member_of": "ALA"}, {"not_of": "ALA"}])
def test_societies_are_not_one_text(given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"^societies must be a set of ids, not one text$"):
        Memberships(**given)
