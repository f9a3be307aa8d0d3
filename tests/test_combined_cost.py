"""Test the cost of several credentials together, in calendar years."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from conftest import Answered
from factory import load_credential
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from libcert import Catalogue
from libcert.catalogue.fees import EARNING_PURPOSES
from libcert.model.credential import Credential, Money
from libcert.model.profile import Profile
from libcert.model.results import CombinedCost
from libcert.model.validation import validate
from libcert.questions.combined_cost import CostRequest, combined_cost
from libcert.questions.cost_over_years import cost_over_years
from libcert.render.phrases import format_range
from libcert.render.reasons import describe_with_options

Run = Callable[..., Answered]
START = date(2026, 3, 1)
ON = ("--on", "2026-11-29")
SCREEN = 24


def fee(purpose: str, amount: int | None = None, **more: Any) -> dict[str, Any]:
    return {"purpose": purpose, "low": amount, "high": amount, **more}


DUES = fee("maintenance", 20, shared="Y membership")
FIRST = load_credential(
    id="A",
    fees=[fee("application", 100), fee("exam", 50), DUES, fee("renewal", 30)],
    exams=[{"name": "Part 1"}],
    renewal={"expires": True, "months": 36},
)
SECOND = load_credential(
    id="B",
    previous="A",
    fees=[
        fee("exam", 50, exams=["Part 1"]),
        fee("exam", 70, exams=["Part 2"]),
        DUES,
        fee("renewal", 40),
    ],
    exams=[{"name": "Part 1", "passed_with": ["A"]}, {"name": "Part 2"}],
    renewal={"expires": True, "months": 24},
)


def together(
    records: Sequence[Credential], *ids: str, years: int = 5, **person: Any
) -> CombinedCost:
    catalogue = {record.id: record for record in records}
    request = CostRequest(ids or [*catalogue], years, START)
    return combined_cost(catalogue, request, validate(Profile, person))


def by_year(cost: CombinedCost) -> dict[int, str]:
    return {year.year: format_range(year.cost) for year in cost.by_year}


def words(reasons: Sequence[Any]) -> list[str]:
    return [describe_with_options(reason) for reason in reasons]


def test_shared_dues_and_passed_exams_count_once() -> None:
    """From 2026-03-01 to 2031-03-01.

    | year | A                  | B           | dues | sum |
    | ---- | ------------------ | ----------- | ---- | --- |
    | 2026 | 100 + 50           | 70 (Part 2) |      | 220 |
    | 2027 |                    |             | 20   | 20  |
    | 2028 |                    | 40 renewal  | 20   | 60  |
    | 2029 | 30 renewal         |             | 20   | 50  |
    | 2030 |                    | 40 renewal  | 20   | 60  |
    | 2031 | (due on the last day, so not counted)   | 0   |

    Alone, A costs 260 and B 280, so 130 less: 50 for Part 1 and 4 times 20 of dues.
    """
    cost = together([SECOND, FIRST])

    assert cost.ids == ("A", "B")
    assert by_year(cost) == {
        2026: "$220",
        2027: "$20",
        2028: "$60",
        2029: "$50",
        2030: "$60",
        2031: "free",
    }
    assert (cost.total, cost.saves) == (Money(low=410, high=410), Money(low=130, high=130))
    assert words(cost.once) == [
        "counted once: Y membership, for A and B",
        "not paid again: Part 1 of B, passed with A",
    ]
    assert words(cost.assumed) == [
        "assumed: you earn A and B on 2026-03-01; the time to earn is not counted"
    ]
    assert (cost.unknown, cost.beside, cost.joining, cost.disputed) == ((), (), (), ())
    assert (cost.start, cost.end, cost.held) == (START, date(2031, 3, 1), ())


HELD_A = {"A": {"since": date(2022, 6, 15), "renewed": date(2025, 6, 15)}}


def test_a_held_credential_costs_only_what_keeps_it_on_its_own_days() -> None:
    """From 2026-03-01 to 2031-03-01; A was awarded on 2022-06-15 and renewed on 2025-06-15.

    | year | A                | B           | dues, on June 15 | sum |
    | ---- | ---------------- | ----------- | ---------------- | --- |
    | 2026 |                  | 70 (Part 2) | 20               | 90  |
    | 2027 |                  |             | 20               | 20  |
    | 2028 | 30, on June 15   | 40 renewal  | 20               | 90  |
    | 2029 |                  |             | 20               | 20  |
    | 2030 |                  | 40 renewal  | 20               | 60  |
    """
    cost = together([FIRST, SECOND], held=HELD_A)

    assert [*by_year(cost).values()] == ["$90", "$20", "$90", "$20", "$60", "free"]
    assert cost.total == Money(low=280, high=280)
    assert (cost.held, cost.ids) == (("A",), ("A", "B"))


def test_a_held_credential_that_is_not_asked_for_passes_exams_and_pays_dues() -> None:
    """B has no dues of its own: those of A, 5 times 20 on June 15, keep it too."""
    cost = together([FIRST, SECOND], "B", held=HELD_A)

    assert cost.ids == ("B",)
    assert [*by_year(cost).values()] == ["$90", "$20", "$60", "$20", "$60", "free"]
    assert cost.saves == Money(low=50, high=50)
    assert {payment.id for year in cost.by_year for payment in year.what} == {"B"}
    assert words(cost.once) == [
        "counted once: Y membership, for A and B",
        "not paid again: Part 1 of B, passed with A",
    ]


def test_a_lapsed_credential_has_to_be_earned_again() -> None:
    lapsed = {"A": {"since": date(2020, 1, 1), "expires": date(2026, 2, 28)}}

    assert together([FIRST], held=lapsed).total == together([FIRST]).total
    assert together([FIRST], held=lapsed).held == ()


@pytest.mark.parametrize(
    ("held", "assumed", "years"),
    [
        pytest.param(
            {},
            ["use `--held A=DATE` to say when you got it; its fees are counted from 2026-03-01 on"],
            ["$20", "$20", "$20", "$50", "$20", "free"],
            id="no day",
        ),
        pytest.param(
            {"since": date(2022, 3, 1)},
            ["the renewal of A was due on 2025-03-01; it is counted as due now"],
            ["$50", "$20", "$20", "$50", "$20", "free"],
            id="overdue",
        ),
        pytest.param(
            {"expires": date(2028, 5, 1)},
            ["use `--held A=DATE` to say when you got it; its fees are counted from 2026-03-01 on"],
            ["$20", "$20", "$50", "$20", "$20", "free"],
            id="only the last day",
        ),
    ],
)
def test_unknown_and_past_days_of_a_held_credential_are_named(
    held: dict[str, Any], assumed: list[str], years: list[str]
) -> None:
    """A yearly fee without a known day is due from the first day on, five times in five years."""
    cost = together([FIRST], held={"A": held})

    assert words(cost.assumed) == assumed
    assert [*by_year(cost).values()] == years


def test_the_last_day_of_a_certificate_is_enough_without_a_yearly_fee() -> None:
    record = load_credential(fees=[fee("renewal", 40)], renewal={"expires": True, "months": 24})
    cost = together([record], held={"X": {"expires": date(2027, 5, 1)}})

    assert by_year(cost) == {
        2026: "free",
        2027: "$40",
        2028: "free",
        2029: "$40",
        2030: "free",
        2031: "free",
    }
    assert cost.assumed == ()


def test_a_fee_that_may_not_be_due_starts_at_zero() -> None:
    unclear = SECOND.replace(
        fees=(
            *SECOND.fees,
            SECOND.fees[0].replace(purpose="application", exams=(), unclear_for=("A",)),
        )
    )
    cost = together([FIRST, unclear])

    assert cost.total == Money(low=410, high=460)
    assert cost.saves == Money(low=130, high=180)
    assert "perhaps not due: application of B, $50 (not on record for holders of A)" in words(
        cost.once
    )


def test_unknown_savings_are_not_a_figure() -> None:
    unknown = [fee("exam", 10), fee("maintenance", shared="dues")]
    records = [load_credential(id=id_, fees=unknown, renewal={"expires": False}) for id_ in "AB"]
    no_end = load_credential(
        id="A", fees=[{"purpose": "exam", "low": 5}], renewal={"expires": False}
    )

    assert together(records).saves == Money(low=0, high=0, open=True)
    assert together([no_end]).saves == Money()


def test_reasons_name_their_credentials_once() -> None:
    fees = [fee("exam"), fee("course", 9, required=False)]
    records = [load_credential(id=id_, fees=fees, renewal={"expires": False}) for id_ in "ABC"]
    records[2] = records[2].replace(fees=(records[2].fees[0],))
    cost = together(records)

    assert words(cost.unknown) == ["A, B, C: exam: the amount is not on record"]
    assert words(cost.beside) == ["A, B: course: $9, optional"]
    assert words(together(records[:1]).unknown) == ["exam: the amount is not on record"]


def test_cra_and_crm_match_a_calculation_by_hand(run: Run) -> None:
    """From 2026-11-29, ten years; what is not on record makes a year open.

    | year    | CRA               | CRM                           | dues | sum            |
    | ------- | ----------------- | ----------------------------- | ---- | -------------- |
    | 2026    | application 100,  | application 0 to 100 (whether |      | 100–200 + more |
    |         | exam not known    | a CRA pays it is not known),  |      |                |
    |         |                   | exam (Parts 1, 5, 6) not known|      |                |
    | 2027–30 |                   |                               | 200  | 200            |
    | 2031    | renewal not known | renewal not known             | 200  | 200 + more     |
    | 2032–35 |                   |                               | 200  | 200            |
    | 2036    | (dues on 2036-11-29 are after the last day)       | 0    | 0              |

    In all 100–200 and 9 times 200. Each alone costs 1,900, so 1,800 to 1,900 less.
    """
    [*_, last] = answer = run("cost", "CRM", "CRA", *ON, "--together", "--json").json["by_year"]
    cost = run("cost", "CRM", "CRA", *ON, "--together", "--json").json

    assert cost["ids"] == ["CRA", "CRM"]
    assert [
        (year["cost"]["low"], year["cost"]["high"], year["cost"]["open"]) for year in answer
    ] == [
        (100, 200, True),
        *[(200, 200, False)] * 4,
        (200, 200, True),
        *[(200, 200, False)] * 4,
        (0, 0, False),
    ]
    assert (last["year"], cost["end"]) == (2036, "2036-11-29")
    assert (cost["total"]["low"], cost["total"]["high"], cost["total"]["open"]) == (
        1900,
        2000,
        True,
    )
    assert (cost["saves"]["low"], cost["saves"]["high"], cost["saves"]["open"]) == (
        1800,
        1900,
        True,
    )


def test_several_ids_have_one_table_in_people_formats(run: Run) -> None:
    lines = run("cost", "CRM", "CRA", *ON).out.splitlines()
    each = run("cost", "CRM", "CRA", *ON, "--each").out.splitlines()
    notes = run("cost", "CRM", "CRA", *ON).err

    assert lines == [
        "year\tcost\twhat",
        (
            "2026\t$100–$200 + more\t"
            "application (CRA): $100; application (CRM): $0–$100; exam (CRA, CRM): not on record"
        ),
        "2027–2030\t$200 a year\tICRM membership",
        "2031\t$200 + more\tICRM membership: $200; renewal (CRA, CRM): not on record",
        "2032–2035\t$200 a year\tICRM membership",
        "total\tat least $1,900–$2,000\t—",
    ]
    assert each[0] == "id\tyear\tcost\twhat"
    assert [line.split("\t")[0] for line in each[1:]] == ["CRM"] * 5 + ["CRA"] * 5
    assert each[-1] == "CRA\ttotal\tat least $1,900\t—"
    assert "note: not included: exam, renewal: the amounts are not on record" in notes
    assert "note: this saves $1,800–$1,900 + more" in notes
    assert "standing: confirmed" in notes


def test_the_table_of_ten_years_fits_a_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for ids in (["CRA", "CRM"], ["LSSC"], ["ACA"], ["ACLIP"], ["CA-OPEN"]):
        assert len(run("cost", *ids, *ON, "-f", "table").out.splitlines()) <= 24, ids


def test_json_has_an_object_for_each_id_that_names_what_it_shares(run: Run) -> None:
    crm, lssc, cra = run("cost", "CRM", "LSSC", "CRA", *ON, "--json").json

    assert (crm["shared_with"], lssc["shared_with"], cra["shared_with"]) == (["CRA"], [], ["CRM"])
    assert [year["year"] for year in cra["by_calendar_year"]] == [*range(2026, 2037)]
    assert sum(year["cost"]["low"] for year in cra["by_calendar_year"]) == cra["total"]["low"]
    assert cra["by_calendar_year"][1]["what"][0]["shared"] == "ICRM membership"
    assert cra["by_year"][0]["what"][0]["shared"] is None


def test_the_last_calendar_year_is_shown_if_a_fee_is_due_in_it(run: Run) -> None:
    """The dues of a CRA since 2022-03-01 are due on 2036-03-01 too, the tenth time."""
    held = ("--held", "CRA=2022-03-01", *ON)
    lines = run("cost", "CRA", *held).out.splitlines()
    [cost] = run("cost", "CRA", *held, "--json").json

    assert lines[1:] == [
        "2026\tnothing\t—",
        "2027\t$200 + more\tICRM membership: $200; renewal: not on record",
        "2028–2031\t$200 a year\tICRM membership",
        "2032\t$200 + more\tICRM membership: $200; renewal: not on record",
        "2033–2036\t$200 a year\tICRM membership",
        "total\tat least $2,000\t—",
    ]
    assert (cost["total"]["low"], cost["total"]["high"]) == (2000, 2000)
    assert cost["by_year"][0]["cost"]["low"] == 200
    assert cost["unknown"] == ["renewal: the amount is not on record"]


def test_an_answer_together_has_a_schema(run: Run) -> None:
    schema = run("schema", "cost-together").json
    answer = run("cost", "CRA", "ACLIP", "LSSC", "--held", "CRA", "--together", "--json").json

    assert not [*Draft202012Validator(schema).iter_errors(answer)]
    assert answer.keys() == schema["properties"].keys() == {*schema["required"]}


def test_a_closed_credential_is_named(run: Run) -> None:
    assert "note: NY-TA1 is closed since 2025-10-01" in run("cost", "NY-TA1").err


def test_three_credentials_with_the_same_dues_share_with_each_other(run: Run) -> None:
    levels = run("cost", "ACLIP", "MCLIP", "FCLIP", "--json").json

    assert [level["shared_with"] for level in levels] == [
        ["MCLIP", "FCLIP"],
        ["ACLIP", "FCLIP"],
        ["ACLIP", "MCLIP"],
    ]


def test_the_order_and_number_of_records_apply_to_the_sum(run: Run) -> None:
    one = run("cost", "CRM", "CRA", "--sort", "id", "--limit", "1", "--together", "--json").json

    assert one["ids"] == ["CRA"]


@pytest.mark.parametrize(
    ("options", "low", "first", "later"),
    [
        pytest.param(("--dues", "CILIP=160"), 1690, 250, 160, id="dues in pounds"),
        pytest.param(("--dues", "cilip=10"), 190, 100, 10, id="in any letter case"),
    ],
)
def test_dues_are_counted_in_every_year(
    run: Run, options: tuple[str, ...], low: int, first: int, later: int
) -> None:
    """£90 to earn it, and the dues on the first day and nine times after it."""
    [cost] = run("cost", "ACLIP", "--currency", "GBP", *ON, *options, "--json").json

    assert (cost["total"]["low"], cost["total"]["high"], cost["total"]["open"]) == (low, low, False)
    assert [year["cost"]["low"] for year in cost["by_calendar_year"]] == [first, *[later] * 9, 0]


def test_dues_that_nobody_knows_are_in_the_total(run: Run) -> None:
    result = run("cost", "ACLIP", "--currency", "GBP", *ON)

    assert result.out.splitlines()[-1] == "total\t£90\t+ dues of CILIP each year"
    assert "2027–2035\tnot on record\tCILIP membership\n" in result.out
    assert "dues of CILIP each year: not on record (use `--dues CILIP=AMOUNT`" in result.err


def test_a_rate_converts_one_of_several(run: Run) -> None:
    """LSSC costs members 325. ACLIP costs £90, or $112.50, and 200 in each of 3 years."""
    options = ("--rate", "GBP=1.25", "--dues", "CILIP=200", "--member", "ALA", "--years", "3", *ON)
    cost = run("cost", "LSSC", "ACLIP", *options, "--together", "--json").json
    rough = run("cost", "LSSC", "ACLIP", "--years", "3", *ON, "--together", "--json").json

    assert (cost["total"]["low"], cost["total"]["unit"]) == (1037.5, "USD")
    assert rough["total"]["unit"] == "USD"
    assert "ACLIP: enrollment: £45: not in USD (use `--rate GBP=…` to count it)" in rough["unknown"]


def test_prices_for_members_are_chosen_for_all_credentials_at_once(run: Run) -> None:
    """In three years: LSSC 325 or 350 to enroll; ACA 525 or 625, then 50 or 75 in two years."""

    def ends(*options: str) -> tuple[int, int]:
        argv = ("cost", "LSSC", "ACA", "--years", "3", *ON, "--together", "--json", *options)
        total = run(*argv).json["total"]
        return total["low"], total["high"]

    assert ends() == (950, 1125)
    assert ends("--member", "ALA") == (950, 950)
    assert ends("--non-member") == (1125, 1125)


@pytest.mark.parametrize(
    ("fees", "renewal", "total"),
    [
        pytest.param([fee("exam", 5)], {"expires": False}, "$5", id="exact"),
        pytest.param([fee("exam", 0)], {"expires": False}, "nothing", id="free"),
        pytest.param([fee("exam")], {"expires": False}, "not on record", id="unknown"),
        pytest.param([fee("exam", 0), fee("course")], {"expires": False}, "not on record", id="0"),
        pytest.param(
            [{"purpose": "exam", "low": 5}], {"expires": False}, "from $5", id="no maximum"
        ),
        pytest.param([fee("exam", 5)], {}, "at least $5", id="open"),
        pytest.param(
            [{"purpose": "exam", "low": 0, "high": 5}], {}, "$0–$5 or more", id="open from nothing"
        ),
        pytest.param(
            [fee("exam", 5)],
            {"expires": False, "membership": "Y"},
            "$5 + dues of Y each year",
            id="dues",
        ),
        pytest.param(
            [fee("exam", 5)], {"membership": "Y"}, "at least $5 + dues of Y each year", id="both"
        ),
        pytest.param(
            [fee("exam", 0)],
            {"expires": False, "membership": "Y"},
            "no other fees + dues of Y each year",
            id="only dues",
        ),
    ],
)
def test_the_total_is_said_in_words(fees: list[Any], renewal: dict[str, Any], total: str) -> None:
    from libcert.render.cost_table import cost_table, format_total

    cost = together([load_credential(fees=fees, renewal=renewal)])

    assert format_total(cost) == total
    amount, *dues = total.split(" + dues")
    span = "" if amount == "not on record" else " in 5 years"
    assert cost_table([cost]).sections == {0: f"X, X: {' + dues'.join([amount + span, *dues])}"}


def test_the_title_names_the_credentials_in_order() -> None:
    from libcert.render.cost_table import cost_table

    one, both = together([FIRST], held=HELD_A), together([SECOND, FIRST], held=HELD_A)

    assert cost_table([one]).sections[0].startswith("A, A (held): ")
    assert cost_table([both]).sections[0].startswith("A (held), then B: ")


def test_several_standings_are_named(run: Run) -> None:
    assert "note: standing: LSSC (confirmed); CALT (not found)" in run("cost", "LSSC", "CALT").err


@pytest.mark.parametrize(
    ("requirements", "fees", "member", "total"),
    [
        pytest.param([{"membership": "Y"}], [], (), 30, id="once"),
        pytest.param([{"membership": "Y"}], [], ("y",), 10, id="already a member"),
        pytest.param(
            [{"membership": "Y"}], [fee("membership", 5)], (), 15, id="the fee is on record"
        ),
        pytest.param(
            [{"membership": "Y"}], [fee("membership")], (), 30, id="the fee has no amount"
        ),
        pytest.param(
            [{"at_least": 1, "of": [{"text": "y", "membership": "Y"}, {"text": "n"}]}],
            [],
            (),
            10,
            id="one of two ways",
        ),
    ],
)
def test_a_membership_that_is_needed_only_to_earn_it_is_due_once(
    requirements: list[Any], fees: list[Any], member: tuple[str, ...], total: int
) -> None:
    record = load_credential(
        fees=[fee("exam", 10), *fees],
        requirements=[{"text": "join", **one} for one in requirements],
        renewal={"expires": False},
    )

    assert together([record], dues={"Y": 20}, member=member).total.high == total


def test_a_membership_to_earn_and_to_keep_it_is_due_from_the_start() -> None:
    record = load_credential(
        fees=[fee("exam", 10)],
        requirements=[{"text": "join", "membership": "Y"}],
        renewal={"expires": False, "membership": "Y"},
    )

    assert together([record], dues={"Y": 20}).total.high == 110
    assert words(together([record]).unknown) == [
        "dues of Y each year: not on record (use `--dues Y=AMOUNT` to count them)"
    ]


def test_yearly_dues_without_an_amount_are_named_once() -> None:
    record = load_credential(
        fees=[fee("certification", 9, yearly=True), fee("membership", yearly=True)],
        requirements=[{"text": "join", "membership": "Y"}],
        renewal={"expires": False},
    )

    assert words(together([record]).unknown) == [
        "dues of Y each year: not on record (use `--dues Y=AMOUNT` to count them)"
    ]
    assert together([record], dues={"Y": 5}).total == Money(low=70, high=70)


def test_records_in_another_currency_have_one_note(run: Run) -> None:
    notes = run("cost", "OCT-TL1", "OCT-TL2", "RLIANZA").err

    assert "note: OCT-TL1, OCT-TL2 are in CAD; `--rate CAD=…` converts it to USD" in notes
    assert "note: RLIANZA is in NZD; `--rate NZD=…` converts it to USD" in notes


def test_a_membership_to_earn_several_is_due_once() -> None:
    records = [
        load_credential(
            id=id_,
            fees=[fee("exam", 10)],
            requirements=[{"text": "join", "membership": "Y"}],
            renewal={"expires": False},
        )
        for id_ in "AB"
    ]
    keeping = load_credential(id="C", fees=[DUES], renewal={"expires": False})

    assert together(records, dues={"Y": 5}).total.high == 25
    assert words(together(records).unknown) == [
        "dues of Y: not on record (use `--dues Y=AMOUNT` to count them)"
    ]
    # The dues of C are first due a year later, so they do not pay for joining.
    assert together([*records, keeping], dues={"Y": 5}).total.high == 45


def test_own_dues_replace_those_on_record() -> None:
    assert together([FIRST], dues={"Y": 25}).total.high == 100 + 50 + 30 + 4 * 25


def test_disputed_fields_are_named(run: Run) -> None:
    assert "note: disputed figures of ACA: cost, fees, renewal" in run("cost", "ACA", "LSSC").err


def test_a_request_is_checked() -> None:
    with pytest.raises(TypeError, match="`ids` must be a list of ids, not one text"):
        CostRequest("LSSC", 1, START)
    with pytest.raises(ValueError, match="`years` must be at least 1"):
        CostRequest(["LSSC"], 0, START)


# --- Laws -----------------------------------------------------------------------------------------

NAMES = st.sampled_from(["dues", "joining"])
AMOUNTS = st.one_of(st.none(), st.integers(0, 500))
PURPOSES = st.sampled_from(["application", "exam", "membership", "maintenance", "renewal"])
SHARED = st.builds(lambda purpose, name: fee(purpose, len(name), shared=name), PURPOSES, NAMES)
"""All records agree on the amount of a shared payment."""
FEES = st.one_of(
    st.builds(fee, PURPOSES, AMOUNTS, unclear_for=st.sampled_from([(), ("A",), ("B",)])), SHARED
)
RECORDS = st.builds(
    lambda fees, months, passed, previous: {
        "fees": fees,
        "renewal": {"months": months},
        "exams": [{"passed_with": passed}],
        "previous": previous,
    },
    st.lists(FEES, max_size=4),
    st.sampled_from([None, 6, 12, 30, 60]),
    st.sampled_from([(), ("A",), ("B",), ("A", "B")]),
    st.none(),
)
HELD = st.sampled_from(
    [None, {}, {"since": date(2020, 2, 29)}, {"since": date(2026, 3, 1)}, {"expires": START}]
)


def load(drawn: Sequence[dict[str, Any]]) -> list[Credential]:
    return [load_credential(id=id_, **one) for id_, one in zip("ABC", drawn, strict=False)]


@given(st.lists(RECORDS, min_size=1, max_size=3), HELD, st.integers(1, 12))
def test_together_never_costs_more_than_each(
    drawn: list[dict[str, Any]], held: dict[str, Any] | None, years: int
) -> None:
    records = load(drawn)
    person = {} if held is None else {"held": {"A": held}}
    cost = together(records, years=years, **person)
    each = [
        cost_over_years(record, years, validate(Profile, person), start=START).total
        for record in records
    ]

    assert (cost.total.low or 0) <= sum(one.low or 0 for one in each)
    assert (cost.total.high or 0) <= sum(one.high or 0 for one in each)
    if not cost.once:
        assert (cost.total.low or 0) == sum(one.low or 0 for one in each)
        assert cost.saves.high in {None, 0}


@given(st.lists(RECORDS, min_size=1, max_size=3), HELD, st.integers(1, 12))
def test_calendar_years_add_up_to_the_total(
    drawn: list[dict[str, Any]], held: dict[str, Any] | None, years: int
) -> None:
    cost = together(load(drawn), years=years, **({} if held is None else {"held": {"A": held}}))

    assert sum(year.cost.low or 0 for year in cost.by_year) == (cost.total.low or 0)
    assert sum(year.cost.high or 0 for year in cost.by_year) == (cost.total.high or 0)
    for year in cost.by_year:
        assert sum(one.cost.high or 0 for one in year.what) == (year.cost.high or 0)
    assert [year.year for year in cost.by_year] == [*range(2026, 2026 + years + 1)]


@given(st.lists(RECORDS, min_size=1, max_size=3), HELD, st.integers(1, 12))
def test_a_held_credential_has_no_cost_to_earn(
    drawn: list[dict[str, Any]], held: dict[str, Any] | None, years: int
) -> None:
    cost = together(load(drawn), years=years, held={"A": held or {}})
    payments = [one for year in cost.by_year for one in year.what if one.id in cost.held]

    assert cost.held in {("A",), ()}
    assert not {one.purpose for one in payments} & EARNING_PURPOSES


def test_every_shipped_family_has_a_cost_together(shipped: Catalogue) -> None:
    families: dict[str, list[str]] = {}
    for record in shipped.values():
        if record.family is not None:
            families.setdefault(record.family, []).append(record.id)
    for ids in families.values():
        cost = combined_cost(shipped, CostRequest(ids, 10, START), Profile())
        assert sorted(cost.ids) == sorted(ids)
        for id_ in ids:
            previous = shipped[id_].previous
            assert previous is None or cost.ids.index(previous) < cost.ids.index(id_)


# --- On a screen ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ids",
    [
        *("LSSC", "CPLA", "CRA", "ACA", "ACLIP", "RLIANZA", "LSSC CPLA", "CRA CRM", "DAS IGP"),
        *("CRA CRM CRM-NS", "LSSC CPLA CRA", "ACA DAS CPLA", "ACLIP MCLIP FCLIP"),
        *("ACLIP LSSC CRM", "GA-LIB2 OH-PL LSSC"),
    ],
)
def test_cost_of_one_to_three_fits_a_screen(
    run: Run, monkeypatch: pytest.MonkeyPatch, ids: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert len(run("cost", *ids.split(), *ON, "-f", "table").out.splitlines()) <= SCREEN


def test_years_that_differ_in_unknown_fees_are_one_row(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LSSC is renewed after 4 and 8 years, CPLA after 5; no fee for that is on record."""
    monkeypatch.setenv("COLUMNS", "200")
    out = run("cost", "LSSC", "CPLA", *ON, "-f", "table").out

    assert re.search(
        r"2027–2035 +nothing, except in 2030, 2031, 2034 +\+ +renewal \(LSSC\) in 2030, 2034; "
        r"renewal \(CPLA\) in 2031: not on record",
        out,
    )
    assert "not included" not in out
    assert "not counted, optional or paid to others: course\n" in out
    assert "members of ALA save at least $255 by the fees on record; use `--dues ALA=…` " in out


def test_an_unknown_renewal_without_a_day_is_named(run: Run) -> None:
    """Nobody knows whether A+ is renewed, so the renewal is among the payments of no year."""
    one = run("cost", "A+", *ON).out.splitlines()
    several = run("cost", "A+", "LSSC", "--together", "--years", "3", *ON).out

    assert "2027–2035\tnot on record\trenewal: not on record" in one
    assert "2027–2028\tnot on record\trenewal (A+): not on record" in several


def test_amounts_in_other_currencies_are_on_record(run: Run) -> None:
    """ACLIP costs pounds, for which there is no rate; LSSC costs dollars."""
    rows = run("cost", "ACLIP", "LSSC", "--together", "--years", "2", *ON).out.splitlines()
    [cost] = [row.split("\t")[1] for row in rows if row.startswith("2026")]
    assert re.fullmatch(r"\$325–\$350 \+ £[\d,]+ \+ more", cost)


def test_a_known_yearly_fee_has_a_row_with_unknown_renewals(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = run("cost", "CRA", "CRM", "ACLIP", *ON, "-f", "table").out

    assert "• CILIP membership; renewal (CRA, CRM) in 2031: not on record" in out
    assert re.search(r"2027–2035 +\$200 a year \+ more +• ICRM membership", out)
    assert "fees in GBP (use `--rate GBP=…` to count them)" in out
    assert "█" not in out


def test_dues_of_one_of_two_societies_are_compared(run: Run) -> None:
    out = run("cost", "ACA", "DAS", "--dues", "ALA=100", *ON, "-f", "table").out
    text = " ".join(out.split())

    assert "save $325 and pay $1,000 of dues in 10 years: joining does not pay off" in text
    assert "members of SAA save at least $30 by the fees on record; use `--dues SAA=…` to" in text


def test_a_pipe_has_a_row_for_each_kind_of_year(run: Run) -> None:
    answer = run("cost", "LSSC", "CPLA", *ON)
    years = [line.split("\t")[0] for line in answer.out.splitlines()]

    assert years[1:5] == ["2026", "2027–2029", "2030", "2031"]
    assert "not included: course (LSSC): the amount is not on record" in answer.err
