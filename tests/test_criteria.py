"""Which credentials are what a person asks for."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue, Criteria, matched

YES, MAYBE = "yes", "maybe"


def answers(catalogue: Catalogue, answer: str, **asked: Any) -> str:
    """The ids among the article's eleven that answer so."""
    found = [matched(record, Criteria(**asked)) for record in list(catalogue.values())[:11]]
    return " ".join(record.id for record in found if record.match.answer == answer)


@pytest.mark.parametrize(
    ("asked", "yes", "maybe"),
    [
        ({}, "CLT CALT CPTL CSLT CTST ACA CIP MLS-P ISA MOS A+", ""),
        ({"max_cost": Decimal(200)}, "CLT CPTL CTST MLS-P MOS", "CALT CSLT"),
        ({"max_cost": Decimal(400)}, "CLT CALT CPTL CTST CIP MLS-P MOS A+", "CSLT ISA"),
        ({"min_cost": Decimal(400)}, "ACA ISA A+", "CSLT"),
        (
            {"max_cost": Decimal(200), "currency": "GBP"},
            "",
            "CLT CALT CPTL CSLT CTST ACA CIP MLS-P ISA MOS A+",
        ),
        ({"max_duration": Decimal(6)}, "CALT CTST CIP ISA", "CPTL CSLT MLS-P MOS A+"),
        ({"min_duration": Decimal(12)}, "CLT ACA", "CPTL CSLT MLS-P MOS A+"),
        ({"max_experience": Decimal(2)}, "CLT CALT CPTL ISA", "CTST MLS-P MOS A+"),
        ({"min_experience": Decimal(5)}, "CSLT CIP", "CTST MLS-P MOS A+"),
        ({"education": "associate"}, "CALT CPTL", "CLT CTST CIP MLS-P ISA MOS A+"),
        ({"education": "none"}, "CPTL", "CLT CTST CIP MLS-P ISA MOS A+"),
        ({"issuer": ["ala"]}, "CLT CALT CPTL", ""),
        ({"issuer": ["School Librarians", "CompTIA"]}, "CSLT A+", ""),
        ({"setting": ["public"]}, "CLT CPTL MLS-P", ""),
        ({"setting": ["any"]}, "MLS-P", ""),
        ({"setting": ["electronics", "archives"]}, "CTST ACA", ""),
        ({"type": ["license"]}, "", ""),
        ({"exam": True}, "CLT CALT CPTL CSLT CTST ACA CIP MLS-P ISA MOS A+", ""),
        ({"exam": False}, "", ""),
        ({"renewal": True}, "CPTL ACA CIP MLS-P", "CLT CALT CSLT CTST ISA MOS A+"),
        ({"renewal": False}, "", "CLT CALT CSLT CTST ISA MOS A+"),
        ({"text": ["catalog reference"]}, "CLT CALT CPTL", ""),
        ({"text": ["SOLDERING", "archivists"]}, "CTST ACA", ""),
        ({"text": ["resumecat"]}, "", ""),
        ({"text": "cataloging"}, "CLT CALT CPTL", ""),
        ({"standing": "not-found"}, "CLT CALT CPTL CSLT CTST MLS-P ISA", ""),
        ({"source": "resumecat"}, "CLT CALT CPTL CSLT CTST ACA CIP MLS-P ISA MOS A+", ""),
        ({"issuer": "ALA", "currency": "usd"}, "CLT CALT CPTL", ""),
        ({"max_cost": Decimal(200), "max_experience": Decimal(1)}, "CLT CPTL", "CTST MLS-P MOS"),
    ],
)
def test_criteria(shipped: Catalogue, asked: dict[str, Any], yes: str, maybe: str) -> None:
    assert answers(shipped, YES, **asked) == yes
    assert answers(shipped, MAYBE, **asked) == maybe


@pytest.mark.parametrize(
    ("id_", "asked", "because"),
    [
        ("CLT", {"max_cost": Decimal(200)}, "cost is about $150–$200, at most $200"),
        ("CALT", {"max_cost": Decimal(200)}, "cost is $175–$225, perhaps more than $200"),
        ("ACA", {"max_cost": Decimal(200)}, "cost is $525–$625, more than $200"),
        ("CALT", {"min_cost": Decimal(200)}, "cost is $175–$225, perhaps less than $200"),
        ("CALT", {"max_cost": Decimal(9), "currency": "EUR"}, "cost is $175–$225, not in EUR"),
        ("MOS", {"max_duration": Decimal(6)}, "duration is not on record"),
        ("CLT", {"education": "master"}, "education is not on record"),
        ("CALT", {"education": "master"}, "education asked for is associate, held is master"),
        ("MLS-P", {"setting": ["public"]}, "setting is museum or any"),
        ("CLT", {"exam": True}, "takes an exam"),
        ("CLT", {"exam": False}, "takes an exam"),
        ("CLT", {"renewal": True}, "whether it takes renewal is not on record"),
        ("CLT", {"issuer": ["ALA"]}, "issuer is ALA"),
        ("CLT", {"type": ["certification"]}, "type is certification"),
        ("CLT", {"text": ["letters"]}, "the record has `letters`"),
    ],
)
def test_reasons(shipped: Catalogue, id_: str, asked: dict[str, Any], because: str) -> None:
    assert matched(shipped[id_], Criteria(**asked)).match.because == (because,)


def test_a_no_has_its_reason_too(shipped: Catalogue) -> None:
    clt = shipped["CLT"]

    assert matched(clt, Criteria(source="zz")).match.because == ("rests on no such source",)
    assert matched(clt, Criteria(text="zz")).match.because == ("the record does not have `zz`",)


def test_a_credential_without_a_setting_on_record_may_be_for_any(shipped: Catalogue) -> None:
    bare = shipped["CLT"].replaced(settings=(), exam_required=False)

    assert matched(bare, Criteria(setting=["public"])).match.answer == MAYBE
    assert matched(bare, Criteria(exam=False)).match.because == ("takes no exam",)


@pytest.mark.parametrize(
    "asked",
    [
        {"setting": "moon"},
        {"education": "phd"},
        {"max_cost": float("nan")},
        {"min_cost": Decimal("nan")},
        {"max_duration": -1},
        {"standing": ["confirmed", "moon"]},
        {"max_cost": "200"},
        {"exam": "yes"},
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"`{next(iter(asked))}` is .*; allowed: "):
        Criteria(**asked)


def test_a_criterion_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="max_cots"):
        Criteria(max_cots=1)  # type: ignore[call-arg]


@given(st.integers(0, 700), st.integers(0, 300), st.integers(0, 6), st.integers(0, 3))
def test_a_stricter_criterion_never_keeps_more(
    shipped: Catalogue, cost: int, more: int, years: int, more_years: int
) -> None:
    strict = Criteria(max_cost=Decimal(cost), max_experience=Decimal(years))
    loose = Criteria(max_cost=Decimal(cost + more), max_experience=Decimal(years + more_years))

    for record in shipped.values():
        if matched(record, strict).match.answer == YES:
            assert matched(record, loose).match.answer == YES
        if matched(record, loose).match.answer == "no":
            assert matched(record, strict).match.answer == "no"
