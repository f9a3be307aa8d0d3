"""What the fees add up to."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.checking import checked
from libcert.cost import EARNING, Memberships, to_earn
from libcert.models import Credential, Fee, Money, Organization

ALA_MEMBER = Memberships(frozenset({"ala"}))
NO_MEMBER = Memberships(no_other=True)


def fee(purpose: str, low: int | Decimal | None, high: int | Decimal | None, **more: Any) -> Fee:
    return checked(Fee, {"purpose": purpose, "low": low, "high": high, **more})


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
        pytest.param([fee("exam", None, 5)], Money(low=0, high=5), id="no least on record"),
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
    assert to_earn(credential(*fees)) == cost


def test_a_membership_picks_the_price(shipped: Catalogue) -> None:
    figures = {
        name: (to_earn(shipped["ACA"], person).low, to_earn(shipped["ACA"], person).high)
        for name, person in {"member": ALA_MEMBER, "not": NO_MEMBER, "unsaid": None}.items()
    }

    assert figures == {"member": (525, 525), "not": (625, 625), "unsaid": (525, 625)}


fees = st.builds(
    lambda purpose, amounts, who: fee(purpose, min(amounts), max(amounts), **who),
    st.sampled_from(sorted(EARNING)),
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
    member, other, unsaid = (to_earn(record, p) for p in (ALA_MEMBER, NO_MEMBER, None))

    if unsaid.known:
        assert unsaid.low == min(member.low or 0, other.low or 0)
        assert unsaid.high == max(member.high or 0, other.high or 0)


@given(st.lists(fees, min_size=1, max_size=6), fees)
def test_one_more_fee_never_costs_less(given_fees: list[Fee], more: Fee) -> None:
    before, after = to_earn(credential(*given_fees)), to_earn(credential(*given_fees, more))

    assert (after.low or 0) >= (before.low or 0)
    assert (after.high or 0) >= (before.high or 0)
