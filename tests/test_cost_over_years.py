"""Test the cost to earn a credential and to keep it, year by year."""

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import load_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.catalogue.fees import convert_currency, with_cost
from libcert.model.credential import Credential, Fee, Money
from libcert.model.profile import Profile
from libcert.model.source import Finding
from libcert.model.validation import validate
from libcert.questions.cost_over_years import cost_over_years
from libcert.render import phrases
from libcert.render.reasons import describe, describe_with_options


def make_record(fees: list[dict[str, Any]], **renewal: Any) -> Credential:
    return load_credential(fees=fees, renewal=renewal)


def fee(purpose: str, low: Any = None, high: Any = None, **more: Any) -> dict[str, Any]:
    return {"purpose": purpose, "low": low, "high": low if high is None else high, **more}


MEMBERS = {"audience": "member", "organization": "Y"}
OTHERS = {"audience": "non-member", "organization": "Y"}


def years(credential: Credential, span: int, *member: str, **dues: int | Decimal) -> Any:
    return cost_over_years(credential, span, Profile(member=member, dues=dict(dues)))


def costs_by_year(result: Any) -> list[str]:
    return [phrases.format_range(year.cost) for year in result.by_year]


def test_a_renewal_is_due_after_each_period_but_not_at_the_end() -> None:
    """In ten years, 60 months bring one renewal after the fifth year, and none after the tenth."""
    result = years(make_record([fee("exam", 100), fee("renewal", 40)], expires=True, months=60), 10)

    assert costs_by_year(result) == ["$100", *["free"] * 4, "$40", *["free"] * 4]
    assert phrases.format_range(result.total) == "$140"
    assert (result.unknown, result.joining, result.beside) == ((), (), ())


@pytest.mark.parametrize(
    ("months", "span", "times"),
    [(36, 10, 3), (36, 3, 0), (36, 4, 1), (18, 3, 1), (6, 1, 1), (12, 10, 9), (60, 60, 11)],
)
def test_renewals_are_counted_within_the_years(months: int, span: int, times: int) -> None:
    result = years(make_record([fee("exam", 0), fee("renewal", 7)], months=months), span)

    assert result.total.high == 7 * times


def test_yearly_fees_start_in_the_second_year() -> None:
    result = years(make_record([fee("exam", 100), fee("maintenance", 20)], expires=False), 4)

    assert costs_by_year(result) == ["$100", "$20", "$20", "$20"]
    assert [(one.purpose, one.cost.high) for one in result.by_year[1].what] == [("maintenance", 20)]


def test_a_range_assumes_one_membership_for_all_years() -> None:
    both = [
        fee("exam", 100, **MEMBERS),
        fee("exam", 150, **OTHERS),
        fee("renewal", 10, **MEMBERS),
        fee("renewal", 30, **OTHERS),
    ]
    credential = make_record(both, months=12)

    assert phrases.format_range(years(credential, 3).total) == "$120–$210"
    assert phrases.format_range(years(credential, 3, "Y").total) == "$120"
    assert [one.cost.high for one in years(credential, 3, "Y").by_year[0].what] == [100]


@pytest.mark.parametrize(
    ("dues", "worth_it"), [({}, "maybe"), ({"y": 29}, "yes"), ({"Y": 30}, "no"), ({"Y": 31}, "no")]
)
def test_joining_pays_off_if_it_saves_more_than_the_dues(
    dues: dict[str, int], worth_it: str
) -> None:
    """Three years save 50 once and 20 twice: 90 in total."""
    both = [
        fee("exam", 100, **MEMBERS),
        fee("exam", 150, **OTHERS),
        fee("renewal", 10, **MEMBERS),
        fee("renewal", 30, **OTHERS),
        fee("application", 5),
    ]
    [joining] = years(make_record(both, months=12), 3, **dues).joining

    assert (joining.organization, joining.worth_it) == ("Y", worth_it)
    assert phrases.format_range(joining.saves) == "$90"
    assert (phrases.format_range(joining.member), phrases.format_range(joining.non_member)) == (
        "$125",
        "$215",
    )
    assert phrases.format_range(joining.dues) == (
        f"${3 * next(iter(dues.values()))}" if dues else "not on record"
    )


@pytest.mark.parametrize(
    ("member", "other", "dues"),
    [
        pytest.param(
            [fee("exam", 10, open=True, **MEMBERS)],
            [fee("exam", 100, **OTHERS)],
            50,
            id="an open amount for members",
        ),
        pytest.param(
            [fee("exam", 10, **MEMBERS)],
            [fee("exam", 100, open=True, **OTHERS)],
            95,
            id="an open amount for others",
        ),
        pytest.param(
            [fee("exam", 10, **MEMBERS)],
            [fee("exam", 100, unit="GBP", **OTHERS)],
            95,
            id="two currencies",
        ),
        pytest.param(
            [fee("exam", None, **MEMBERS)], [fee("exam", 100, **OTHERS)], 95, id="an unknown amount"
        ),
    ],
)
def test_joining_never_pays_off_with_unknown_amounts(member: Any, other: Any, dues: int) -> None:
    [joining] = years(make_record([*member, *other], expires=False), 1, Y=dues).joining

    assert joining.worth_it == "maybe"


def test_dues_in_another_currency_are_a_maybe() -> None:
    both = [fee("exam", 10, unit="GBP", **MEMBERS), fee("exam", 100, unit="GBP", **OTHERS)]
    [joining] = years(make_record(both, expires=False), 1, Y=95).joining

    assert (joining.saves.unit, joining.dues.unit, joining.worth_it) == ("GBP", "USD", "maybe")


def test_unknown_fees_of_others_do_not_make_the_own_price_unknown() -> None:
    both = [fee("exam", 100, **MEMBERS), fee("exam", None, **OTHERS)]
    result = years(make_record(both, expires=False), 1, "Y")

    assert (phrases.format_range(result.total), result.unknown) == ("$100", ())


def test_years_are_counted_from_the_first() -> None:
    record = make_record([fee("exam", 5)], expires=False).replace(standing="confirmed")
    result = years(record, 3)

    assert [year.year for year in result.by_year] == [1, 2, 3]
    assert (result.id, result.name, result.standing, result.years) == ("X", "X", "confirmed", 3)


@pytest.mark.parametrize(
    ("about", "better", "disputed"),
    [
        pytest.param("fees", None, ("cost", "fees"), id="disputed fees"),
        pytest.param("renewal", None, ("renewal",), id="a disputed renewal"),
        pytest.param("name", None, (), id="a field that is not part of the cost"),
        pytest.param("fees", [], ("cost", "fees"), id="a better figure that is not in use"),
    ],
)
def test_disputed_fields_of_the_cost_are_named(
    about: str, better: Any, disputed: tuple[str, ...]
) -> None:
    finding = Finding(
        about=about,
        verdict="contradicted",
        note="n",
        sources=("P",),
        read=date(2026, 1, 1),
        better=better,
    )
    record = with_cost(make_record([fee("exam", 5)], months=12)).replace(findings=(finding,))

    assert cost_over_years(record, 1, Profile()).disputed == disputed
    checked_too = cost_over_years(record, 1, Profile(), checked=True).disputed
    assert checked_too == (disputed if better is None else ())


def test_an_unknown_cost_is_not_marked_open() -> None:
    unknown = years(make_record([fee("renewal")], months=6), 1)

    assert (unknown.total, unknown.by_year[0].cost) == (Money(), Money())


@pytest.mark.parametrize(
    ("renewal", "second"),
    [
        pytest.param({"expires": False}, Money(low=0, high=0, unit="EUR"), id="no renewal"),
        pytest.param({}, Money(unit="EUR"), id="an unknown renewal"),
    ],
)
def test_a_year_without_fees_is_free_or_unknown(renewal: dict[str, Any], second: Money) -> None:
    result = cost_over_years(
        make_record([fee("exam", 5, unit="EUR")], **renewal), 2, Profile(currency="EUR")
    )

    assert result.by_year[1].cost == second
    assert result.by_year[0].cost == Money(low=5, high=5, unit="EUR")
    assert (result.total.low, result.total.unit) == (5, "EUR")


HOW_OFTEN = "renewal: how often it is required is not on record"


@pytest.mark.parametrize(
    ("fees", "renewal", "span", "unknown"),
    [
        pytest.param([], {"expires": True}, 2, HOW_OFTEN, id="it expires after an unknown period"),
        pytest.param(
            [fee("renewal", 9)], {}, 2, f"{HOW_OFTEN}; renewal: $9", id="it has a renewal fee"
        ),
        pytest.param(
            [],
            {},
            2,
            "renewal: whether it is required is not on record",
            id="no information about renewal",
        ),
        pytest.param([], {"expires": True}, 1, None, id="not in the first year"),
    ],
)
def test_a_renewal_without_a_period_is_unknown(
    fees: list[dict[str, Any]], renewal: dict[str, Any], span: int, unknown: str | None
) -> None:
    result = years(make_record([fee("exam", 5), *fees], **renewal), span)

    assert [*map(describe, result.unknown)] == ([] if unknown is None else [unknown])


@pytest.mark.parametrize("name", ["Y", "y"])
def test_members_see_the_savings_of_their_membership_too(name: str) -> None:
    elsewhere = [
        fee("course", 1, audience="member", organization="Z"),
        fee("course", 9, audience="non-member", organization="Z"),
    ]
    both = [fee("exam", 10, **MEMBERS), fee("exam", 100, **OTHERS), *elsewhere]
    [joining, other] = years(make_record(both, expires=False), 1, name, "Z").joining

    assert (phrases.format_range(joining.member), phrases.format_range(joining.non_member)) == (
        "$11",
        "$101",
    )
    assert (phrases.format_range(other.member), phrases.format_range(other.non_member)) == (
        "$11",
        "$19",
    )


def test_savings_do_not_depend_on_fees_that_everyone_pays() -> None:
    fees = [fee("exam", 10, **MEMBERS), fee("exam", 100, **OTHERS), fee("course", 5, open=True)]
    [joining] = years(make_record(fees, expires=False), 1).joining

    assert joining.saves == Money(low=90, high=90)


@pytest.mark.parametrize(
    ("member", "other", "saves"),
    [
        pytest.param({"low": 9}, {"low": 9}, Money(low=0, high=0), id="the same price"),
        pytest.param({"low": 9}, {"low": 5}, Money(low=0, high=0), id="members pay more"),
        pytest.param(
            {"low": 5, "approximate": True},
            {"low": 9},
            Money(low=4, high=4, approximate=True),
            id="an approximate price for members",
        ),
        pytest.param(
            {"low": 5},
            {"low": 9, "approximate": True},
            Money(low=4, high=4, approximate=True),
            id="an approximate price for others",
        ),
        pytest.param(
            {"low": 5, "unit": "EUR"},
            {"low": 9, "unit": "GBP"},
            Money(unit="GBP"),
            id="two currencies",
        ),
    ],
)
def test_savings_are_the_difference_for_members(
    member: dict[str, Any], other: dict[str, Any], saves: Money
) -> None:
    fees = [fee("exam", **member, **MEMBERS), fee("exam", **other, **OTHERS)]
    person = Profile(currency="GBP", dues={"Y": 1})
    [joining] = cost_over_years(make_record(fees, expires=False), 1, person).joining

    assert joining.saves == saves
    assert joining.dues == Money(low=1, high=1, unit="GBP")


@pytest.mark.parametrize(
    ("member", "other", "saves"),
    [
        pytest.param((250, 250), (350, 400), Money(low=100, open=True), id="both have more"),
        pytest.param((250, 350), (350, 400), Money(), id="perhaps nothing"),
    ],
)
def test_savings_with_an_unknown_part_are_at_least_those_on_record(
    member: tuple[int, int], other: tuple[int, int], saves: Money
) -> None:
    """The unknown part of a price can hide that joining pays off, so that stays a maybe."""
    both = [
        fee("exam", *member, open=True, **MEMBERS),
        fee("exam", *other, open=True, **OTHERS),
    ]
    [joining] = years(make_record(both, expires=False), 1, Y=20).joining

    assert (joining.saves, joining.worth_it) == (saves, "maybe")


def test_an_unknown_cost_to_earn_is_not_free() -> None:
    result = years(make_record([fee("renewal", 50)], months=12), 2)

    assert costs_by_year(result) == ["not on record", "$50"]
    assert phrases.format_range(result.total) == "$50 + more"


def test_an_answer_uses_one_currency() -> None:
    mixed = [fee("membership"), fee("exam", 5, unit="EUR"), fee("renewal", 9, unit="GBP")]
    short, long = (
        years(make_record([*mixed, fee("renewal", 0)], months=12), span) for span in (1, 3)
    )

    for result in (short, long):
        assert {result.total.unit, *(year.cost.unit for year in result.by_year)} == {"EUR"}
    assert not any("free" in describe(reason) for reason in long.unknown)


def test_membership_is_compared_in_the_currency_of_the_fees() -> None:
    both = [fee("exam", 5, unit="EUR", **MEMBERS), fee("exam", 9, unit="EUR", **OTHERS)]
    record = make_record(both, expires=False)
    [joining] = cost_over_years(record, 1, Profile(currency="EUR")).joining

    assert joining.member == Money(low=5, high=5, unit="EUR")
    assert joining.non_member == Money(low=9, high=9, unit="EUR")
    assert joining.saves == Money(low=4, high=4, unit="EUR")


def test_savings_can_be_a_range() -> None:
    both = [fee("exam", 100, 120, **MEMBERS), fee("exam", 110, 150, **OTHERS)]
    [joining] = years(make_record(both, expires=False), 1, Y=20).joining

    assert (phrases.format_range(joining.saves), joining.worth_it) == ("$0–$50", "maybe")


@pytest.mark.parametrize(
    ("fees", "renewal", "unknown", "total"),
    [
        pytest.param(
            [],
            {"expires": False},
            ["the cost to earn it is not on record"],
            "not on record",
            id="no fees",
        ),
        pytest.param(
            [fee("exam", 5), fee("course")],
            {"expires": False},
            ["course: the amount is not on record"],
            "$5 + more",
            id="a fee without an amount",
        ),
        pytest.param(
            [fee("exam", 5), fee("course", 5, unit="GBP")],
            {"expires": False},
            ["course: £5: not in USD (use `--rate GBP=…` to count it)"],
            "$5 + more",
            id="another currency",
        ),
        pytest.param(
            [fee("exam", 5, open=True)],
            {"expires": False},
            ["exam: there are more costs, but their amount is not on record"],
            "$5 + more",
            id="an open amount",
        ),
        pytest.param(
            [fee("exam", 5)],
            {"months": 12},
            ["renewal: the amount is not on record"],
            "$5 + more",
            id="a renewal without a fee",
        ),
        pytest.param(
            [fee("exam", 5), fee("renewal", 6)],
            {"expires": True},
            ["renewal: how often it is required is not on record; renewal: $6"],
            "$5 + more",
            id="a renewal without a period",
        ),
        pytest.param(
            [fee("exam", 5)],
            {},
            ["renewal: whether it is required is not on record"],
            "$5 + more",
            id="no information about renewal",
        ),
    ],
)
def test_unknown_amounts_are_named_and_make_the_total_open(
    fees: list[Any], renewal: dict[str, Any], unknown: list[str], total: str
) -> None:
    result = years(make_record(fees, **renewal), 3)

    assert [describe_with_options(reason) for reason in result.unknown] == unknown
    assert phrases.format_range(result.total) == total


def test_unknown_years_are_not_free() -> None:
    silent = years(make_record([fee("exam", 5), fee("maintenance", 2)]), 2)
    bare = years(make_record([fee("exam", 5)]), 2)

    assert costs_by_year(silent) == ["$5", "$2 + more"]
    assert costs_by_year(bare) == ["$5", "not on record"]


def test_optional_fees_and_fees_to_others_are_not_in_the_total() -> None:
    fees = [fee("exam", 5), fee("course", 9, payee="a school"), fee("exam", 3, required=False)]
    result = years(make_record(fees, expires=False), 1)

    assert [*map(describe, result.beside)] == ["course: $9, paid to a school", "exam: $3, optional"]
    assert result.total.high == 5


def test_a_rate_converts_another_currency() -> None:
    mixed = make_record(
        [fee("exam", 5), fee("course", 10, 20, unit="GBP"), fee("exam", None, unit="AUD")]
    )
    rates: dict[str, Decimal | int] = {"GBP": Decimal("1.255"), "USD": Decimal(9), "AUD": 1}
    converted = convert_currency(mixed, "USD", rates)

    assert [(f.low, f.high, f.unit) for f in converted.fees] == [
        (5, 5, "USD"),
        (Decimal("12.55"), Decimal("25.10"), "USD"),
        (None, None, "USD"),
    ]
    assert convert_currency(mixed, "USD", {}) == mixed


def test_a_total_can_be_larger_than_the_largest_amount() -> None:
    most = 1_000_000_000
    result = years(make_record([fee("exam", most), fee("maintenance", most)], expires=False), 60)

    assert result.total.high == 60 * most


def test_yearly_dues_are_due_again_each_year() -> None:
    dues = fee("membership", 30, yearly=True)
    result = years(make_record([fee("exam", 100), dues], expires=False), 3)

    assert costs_by_year(result) == ["$130", "$30", "$30"]
    assert [payment.purpose for payment in result.by_year[1].what] == ["maintenance"]


@pytest.mark.parametrize(
    ("fees", "dues", "total", "unknown"),
    [
        ([], {}, "$10 + more", ["dues of Y each year: not on record"]),
        ([], {"y": 20}, "$50", []),
        ([fee("maintenance", 5)], {"y": 20}, "$20", []),
        ([fee("membership", 5, yearly=True)], {"y": 20}, "$25", []),
    ],
)
def test_a_membership_that_keeps_a_credential_is_due_each_year(
    fees: list[Any], dues: dict[str, Any], total: str, unknown: list[str]
) -> None:
    """The dues are not on record unless the person says them, or the record has them already."""
    record = make_record([fee("exam", 10), *fees], expires=False, membership="Y")
    result = years(record, 3, **dues)

    assert phrases.format_range(result.total) == total
    assert [describe(reason) for reason in result.unknown] == unknown


def test_costs_of_shipped_records_match_a_calculation_by_hand(shipped: Catalogue) -> None:
    """ACA costs 525 for members and 625 for others, then nine years of 50 or 75, three renewals."""
    aca = years(shipped["ACA"], 10)

    assert phrases.format_range(aca.total) == "$975–$1,300 + more"
    assert phrases.format_range(years(shipped["ACA"], 10, "ALA").total) == "$975 + more"
    assert phrases.format_range(years(shipped["CIP"], 10).total) == "$700"


FEES = st.builds(
    lambda purpose, low, more, who, known: fee(
        purpose, low if known else None, low + more if known else None, **who
    ),
    st.sampled_from(["exam", "course", "renewal", "maintenance", "membership"]),
    st.integers(0, 500),
    st.integers(0, 100),
    st.sampled_from([{}, MEMBERS, OTHERS]),
    st.booleans(),
)
MONTHS = st.sampled_from([None, 6, 12, 18, 36, 60])


@given(st.lists(FEES, max_size=6), MONTHS, st.integers(1, 20))
def test_more_years_never_cost_less(fees: list[Any], months: int | None, span: int) -> None:
    credential = make_record(fees, months=months)
    less, more = years(credential, span, "Y").total, years(credential, span + 1, "Y").total

    assert (more.low or 0) >= (less.low or 0)
    assert more.high is None or (less.high or 0) <= more.high
    assert not less.open or more.open


@given(st.lists(FEES, max_size=6), MONTHS, st.integers(1, 12))
def test_the_range_reaches_from_the_member_to_the_non_member_cost(
    fees: list[Any], months: int | None, span: int
) -> None:
    credential = make_record(fees, months=months)
    either = years(credential, span).total
    member = years(credential, span, "Y").total
    other = cost_over_years(credential, span, Profile(non_member=True)).total

    if None not in (member.high, other.high, either.high) and not either.open:
        assert either.low == min(member.low or 0, other.low or 0)
        assert either.high == max(member.high or 0, other.high or 0)


@given(st.lists(FEES, max_size=6), MONTHS, st.integers(1, 12))
def test_years_add_up_to_the_total(fees: list[Any], months: int | None, span: int) -> None:
    """This is about one audience. With two, each year can be cheapest for a different one."""
    result = years(make_record(fees, months=months), span, "Y")

    assert sum(year.cost.low or 0 for year in result.by_year) == (result.total.low or 0)
    assert {validate(Fee, fee).purpose for fee in fees} or not result.total.known


SOCIETIES = ("Y", "Z", "W")


@given(
    st.lists(st.tuples(FEES, st.sampled_from(SOCIETIES)), max_size=8), st.sampled_from(["", "Z"])
)
def test_the_cost_after_joining_is_the_cost_of_members(
    pairs: list[tuple[dict[str, Any], str]], already: str
) -> None:
    fees = [one | {"organization": name} if "audience" in one else one for one, name in pairs]
    credential = make_record(fees, months=5)
    member = (already,) if already else ()

    for joining in years(credential, 3, *member).joining:
        total = years(credential, 3, *member, joining.organization).total
        assert (joining.member.low, joining.member.high) == (total.low, total.high)


@pytest.mark.no_cover
@pytest.mark.slow
def test_many_societies_are_processed_quickly(run: Callable[..., Any], tmp_path: Path) -> None:
    names = [f"M{number}" for number in range(300)]
    fees = [
        fee(purpose, 1, audience="member", organization=name)
        for purpose in ("maintenance", "renewal")
        for name in names
    ]
    one = {
        "name": "X",
        "type": "license",
        "issuer": "M0",
        "fees": fees,
        "renewal": {"expires": True, "months": 1},
    }
    organizations = {name: {"name": name} for name in names}
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"organizations": organizations, "credentials": {"X": one}}))
    start = time.process_time()
    result = run("cost", "X", "--years", "60", "--catalogue", str(own), "--no-bundled", "--json")

    [answer] = result.json
    assert answer["total"]["high"] == 300 * (59 + 719)
    assert len(answer["joining"]) == 300
    assert time.process_time() - start < 30


def test_years_below_one_are_refused(shipped: Catalogue) -> None:
    with pytest.raises(ValueError, match="`years` must be at least 1"):
        cost_over_years(shipped["CLT"], 0, Profile())
