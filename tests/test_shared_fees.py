"""Test which fees are paid once for several credentials."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Answered
from factory import load_credential

from libcert import Catalogue
from libcert.model.credential import Credential
from libcert.model.profile import Held
from libcert.questions.shared_fees import SharedFees, earning_order, settle_shared_fees

Run = Callable[..., Answered]
Write = Callable[[str], Path]
DUES = {"purpose": "maintenance", "low": 20, "high": 20, "shared": "dues"}
JOINING = {"purpose": "membership", "low": 30, "high": 30, "yearly": True, "shared": "dues"}
EXAM = {"purpose": "exam", "low": 100, "high": 100}


def record(id_: str, *fees: dict[str, Any], **fields: Any) -> Credential:
    return load_credential(id=id_, fees=[*fees], renewal={"expires": False}, **fields)


def fees_of(settled: SharedFees) -> dict[str, list[tuple[str, Any, Any]]]:
    return {
        id_: [(fee.purpose, fee.low, fee.high) for fee in one.fees]
        for id_, one in settled.records.items()
    }


def reasons(settled: SharedFees) -> list[tuple[str, tuple[str, ...], str]]:
    return [(cover.id, cover.by, cover.why) for cover in settled.covered]


def test_the_first_credential_pays_a_shared_fee() -> None:
    settled = settle_shared_fees([record("A", DUES), record("B", EXAM, DUES)], {})

    assert fees_of(settled) == {"A": [("maintenance", 20, 20)], "B": [("exam", 100, 100)]}
    assert reasons(settled) == [("B", ("A",), "shared")]


def test_the_credential_that_needs_the_dues_to_be_earned_pays_them() -> None:
    """The dues of A are first due a year later."""
    settled = settle_shared_fees([record("A", DUES), record("B", JOINING)], {})

    assert fees_of(settled) == {"A": [], "B": [("membership", 20, 30)]}


def test_the_longest_held_credential_pays_and_has_no_fees_to_earn() -> None:
    records = [record("A", JOINING), record("B", EXAM, JOINING), record("C", EXAM, DUES)]
    held = {"C": Held(since=date(2024, 1, 1)), "B": Held(since=date(2022, 1, 1))}
    settled = settle_shared_fees(records, held)

    assert fees_of(settled) == {"B": [("maintenance", 20, 30)], "C": [], "A": []}
    assert reasons(settled) == [("C", ("B",), "shared"), ("A", ("B",), "shared")]


@pytest.mark.parametrize(
    ("amounts", "low", "high"),
    [
        pytest.param({"low": 10, "high": 40}, 10, 40, id="they differ"),
        pytest.param({"low": None, "high": None}, 20, 20, id="one is not on record"),
        pytest.param({"low": 10, "high": None}, 10, None, id="one has no maximum"),
        pytest.param({"low": None, "high": 30}, None, 30, id="one has no minimum"),
        pytest.param({"low": 5, "high": 5, "unit": "EUR"}, 20, 20, id="another currency"),
    ],
)
def test_a_shared_fee_has_the_range_of_all_records(amounts: Any, low: Any, high: Any) -> None:
    settled = settle_shared_fees([record("A", DUES), record("B", DUES | amounts)], {})

    assert fees_of(settled) == {"A": [("maintenance", low, high)], "B": []}


def test_an_amount_on_one_record_is_enough() -> None:
    unknown = DUES | {"low": None, "high": None}

    assert fees_of(settle_shared_fees([record("A", unknown), record("B", DUES)], {})) == {
        "A": [("maintenance", 20, 20)],
        "B": [],
    }
    assert fees_of(settle_shared_fees([record("A", unknown)], {})) == {
        "A": [("maintenance", None, None)]
    }


@pytest.mark.parametrize(("months", "left"), [(24, []), (36, [("renewal", 9, 9)])])
def test_a_renewal_is_shared_only_if_both_are_renewed_equally_often(
    months: int, left: list[Any]
) -> None:
    renewal = {"purpose": "renewal", "low": 9, "high": 9, "shared": "renewal of both"}
    first = load_credential(id="A", fees=[renewal], renewal={"months": 24})
    second = load_credential(id="B", fees=[renewal], renewal={"months": months})

    assert fees_of(settle_shared_fees([first, second], {})) == {
        "A": [("renewal", 9, 9)],
        "B": left,
    }


def test_the_parts_of_a_payment_stay_as_they_are() -> None:
    parts = [DUES, DUES | {"low": 5, "high": 5}]
    settled = settle_shared_fees([record("A", *parts), record("B", DUES)], {})

    assert fees_of(settled) == {"A": [("maintenance", 20, 20), ("maintenance", 5, 5)], "B": []}


def test_optional_fees_and_fees_to_others_are_left_alone() -> None:
    fees = [DUES | {"required": False}, EXAM | {"payee": "a school"}]
    exams = [{"name": "E", "passed_with": ["A"]}]
    settled = settle_shared_fees([record("A", DUES), record("B", *fees, exams=exams)], {})

    assert [fee.required for fee in settled.records["B"].fees] == [False, True]
    assert settled.covered == ()


PARTS = [{"name": "Part 1", "passed_with": ["A"]}, {"name": "Part 2"}]


@pytest.mark.parametrize(
    ("exams", "fee", "left", "why"),
    [
        pytest.param(PARTS[:1], EXAM, [], "exams", id="every exam is passed"),
        pytest.param(PARTS, EXAM | {"exams": ["Part 1"]}, [], "exams", id="fee of a passed part"),
        pytest.param(PARTS, EXAM | {"exams": ["Part 2"]}, [(100, 100)], None, id="another part"),
        pytest.param(PARTS, EXAM, [(0, 100)], "unclear", id="perhaps fewer parts are paid"),
        pytest.param(
            PARTS, {"purpose": "exam"}, [(None, None)], "unclear", id="the amount is not on record"
        ),
        pytest.param(PARTS, EXAM | {"purpose": "course"}, [(100, 100)], None, id="no exam fee"),
        pytest.param(
            [], EXAM | {"unclear_for": ["A"]}, [(0, 100)], "unclear", id="no source says whether"
        ),
    ],
)
@pytest.mark.parametrize("is_held", [True, False])
def test_passed_exams_are_not_paid_again(
    exams: Any, fee: Any, left: Any, why: str | None, *, is_held: bool
) -> None:
    first, second = record("A"), record("B", fee, exams=exams)
    settled = settle_shared_fees([second, first], {"A": Held()} if is_held else {})
    alone = settle_shared_fees([second], {})

    assert [(one.low, one.high) for one in settled.records["B"].fees] == left
    assert reasons(settled) == ([] if why is None else [("B", ("A",), why)])
    assert alone.records["B"].fees == second.fees


def test_prerequisites_come_first() -> None:
    top = record("C", requirements=[{"text": "B or A", "of": [{"text": "B", "credential": "B"}]}])
    middle = record("B", family="F", previous="A")
    helped = record("D", exams=[{"passed_with": ["C"]}])
    mutual = record("E", exams=[{"passed_with": ["D"]}])
    every = [mutual, helped, top, middle, record("A"), record("Z")]

    assert [one.id for one in earning_order(every)] == ["A", "B", "C", "D", "E", "Z"]


def test_exams_that_count_for_each_other_keep_the_given_order() -> None:
    first = record("A", exams=[{"passed_with": ["B"]}])
    second = record("B", exams=[{"passed_with": ["A"]}])

    assert [one.id for one in earning_order([second, first])] == ["B", "A"]


def test_a_cra_does_not_pay_the_parts_of_the_crm_again(shipped: Catalogue) -> None:
    settled = settle_shared_fees([shipped["CRM"], shipped["CRA"]], {})

    assert [*settled.records] == ["CRA", "CRM"]
    assert [(cover.fee.purpose, cover.fee.exams, cover.why) for cover in settled.covered] == [
        ("application", (), "unclear"),
        ("exam", ("Part 2", "Part 3", "Part 4"), "exams"),
        ("maintenance", (), "shared"),
    ]
    assert [fee.exams for fee in settled.records["CRM"].fees if fee.purpose == "exam"] == [
        ("Part 1", "Part 5", "Part 6")
    ]


def test_names_in_fees_must_exist(run: Run, write: Write) -> None:
    own = write(
        'credentials.B = { name = "B", type = "license", issuer = "ALA", exams = [{ name = "E" }],'
        ' fees = [{ purpose = "exam", exams = ["E", "F"], unclear_for = ["LSSC", "NONE"] }] }'
    )
    result = run("catalogue", "check", str(own))

    assert result.code == 1
    assert 'credentials.B.fees.0.exams.1: found `"F"`; allowed: the name of one' in result.err
    assert 'credentials.B.fees.0.unclear_for.1: found `"NONE"`; allowed: the id of' in result.err
    assert "exams.0" not in result.err
    assert "unclear_for.0" not in result.err


def test_aliases_in_fees_become_ids(run: Run, write: Write) -> None:
    own = write(
        'credentials.B = { name = "B", type = "license", issuer = "ALA",'
        ' fees = [{ purpose = "exam", unclear_for = ["lssc"] }] }'
    )
    shown = run("show", "B", "--catalogue", str(own), "--json").json

    assert shown["fees"][0]["unclear_for"] == ["LSSC"]
    assert shown["fees"][0]["exams"] == []
