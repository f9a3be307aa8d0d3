"""Test which credentials match the criteria of a person."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factory import make_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue, Criteria, match_criteria
from libcert.model.credential import (
    Education,
    MatchedCredential,
    Money,
    Months,
    Renewal,
    Requirement,
    Status,
    Years,
)
from libcert.model.limits import MAX_AMOUNT
from libcert.model.source import Source
from libcert.questions.criteria import _CRITERIA
from libcert.render.reasons import describe
from libcert.render.record_text import record_text

YES, MAYBE = "yes", "maybe"


def reasons(record: MatchedCredential) -> list[str]:
    """Return the reasons for an answer, in words."""
    return [describe(reason) for reason in record.match.because]


def answers(catalogue: Catalogue, answer: str, **criteria: Any) -> str:
    """Return the ids with this answer among the eleven credentials of the article."""
    records = [
        match_criteria(record, Criteria(**criteria)) for record in list(catalogue.values())[:11]
    ]
    return " ".join(record.id for record in records if record.match.answer == answer)


@pytest.mark.parametrize(
    ("criteria", "yes", "maybe"),
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
        ({"text": ["library technician"]}, "CLT CALT CPTL CSLT", ""),
        ({"text": ["ELECTRONICS", "archivists"]}, "CTST ACA", ""),
        ({"text": ["resumecat"]}, "", ""),
        ({"text": "academic"}, "CLT CALT", ""),
        ({"text": "library technicians"}, "CLT CALT CPTL CSLT", ""),
        ({"standing": "not-found"}, "CLT CALT CPTL CSLT CTST MLS-P ISA", ""),
        ({"source": "resumecat"}, "CLT CALT CPTL CSLT CTST ACA CIP MLS-P ISA MOS A+", ""),
        ({"issuer": "ALA", "currency": "usd"}, "CLT CALT CPTL", ""),
        ({"max_cost": Decimal(200), "max_experience": Decimal(1)}, "CLT CPTL", "CTST MLS-P MOS"),
    ],
)
def test_criteria_select_the_matching_records(
    shipped: Catalogue, criteria: dict[str, Any], yes: str, maybe: str
) -> None:
    assert answers(shipped, YES, **criteria) == yes
    assert answers(shipped, MAYBE, **criteria) == maybe


@pytest.mark.parametrize(
    ("id_", "criteria", "because"),
    [
        ("CLT", {"max_cost": Decimal(200)}, "cost is about $150–$200, at most $200"),
        ("CALT", {"max_cost": Decimal(200)}, "cost is $175–$225, so it could exceed $200"),
        ("ACA", {"max_cost": Decimal(200)}, "cost is $525–$625, more than $200"),
        ("CALT", {"min_cost": Decimal(100)}, "cost is $175–$225, at least $100"),
        ("CALT", {"min_cost": Decimal(300)}, "cost is $175–$225, less than $300"),
        ("CALT", {"min_cost": Decimal(200)}, "cost is $175–$225, so it could be less than $200"),
        ("CALT", {"max_cost": Decimal(9), "currency": "EUR"}, "cost is $175–$225, not in EUR"),
        ("MOS", {"max_duration": Decimal(6)}, "duration is not on record"),
        ("CLT", {"education": "master"}, "education is not on record"),
        ("CALT", {"education": "master"}, "the required education is associate, yours is master"),
        ("MLS-P", {"setting": ["public"]}, "setting is museum or any"),
        ("CLT", {"exam": True}, "it requires an exam"),
        ("CLT", {"exam": False}, "it requires an exam"),
        ("CLT", {"renewal": True}, "whether it requires renewal is not on record"),
        ("CLT", {"issuer": ["ALA"]}, "issuer is ALA"),
        ("CLT", {"type": ["certification"]}, "type is certification"),
        ("CLT", {"text": ["technician"]}, "the record contains `technician`"),
        ("CLT", {"text": ["zz", "librar"]}, "the record contains `librar`"),
        ("CLT", {"standing": "not-found"}, "standing is not found"),
    ],
)
def test_an_answer_names_its_reason(
    shipped: Catalogue, id_: str, criteria: dict[str, Any], because: str
) -> None:
    assert reasons(match_criteria(shipped[id_], Criteria(**criteria))) == [because]


def test_a_negative_answer_names_its_reason_too(shipped: Catalogue) -> None:
    clt = shipped["CLT"]
    record = match_criteria(clt, Criteria(source="zz"))

    assert reasons(record) == ["its figures come from no such source"]
    assert reasons(match_criteria(clt, Criteria(text="zz"))) == ["the record does not contain `zz`"]


def test_only_the_deciding_criterion_is_a_reason(shipped: Catalogue) -> None:
    record = match_criteria(shipped["CALT"], Criteria(max_cost=Decimal(200), education="master"))

    assert reasons(record) == ["cost is $175–$225, so it could exceed $200"]


def make_source(*supports: str) -> Source:
    return Source(
        id="Page",
        title="t",
        publisher="p",
        url="https://example.org",
        read=date(2026, 1, 1),
        tier="issuer",
        supports=supports,
    )


@pytest.mark.parametrize(
    ("more", "criteria", "answer", "because"),
    [
        pytest.param(
            {"cost": Money(low=5, high=5, unit="GBP")},
            {"max_cost": 9, "currency": "gbp"},
            YES,
            "cost is £5, at most £9",
            id="a currency in any case",
        ),
        pytest.param(
            {"experience": Years(low=1, high=1)},
            {"max_experience": Decimal("1.239")},
            YES,
            "experience is 1 year, at most 1.24 years",
            id="a limit is shown to two places",
        ),
        pytest.param(
            {}, {"setting": "any"}, MAYBE, "setting is not on record", id="no setting on record"
        ),
        pytest.param(
            {}, {"standing": "not-checked"}, YES, "standing is not checked", id="not checked yet"
        ),
        pytest.param(
            {}, {"standing": "confirmed"}, "no", "standing is not checked", id="not confirmed"
        ),
        pytest.param(
            {"where": ("US",)}, {"where": "US-OH"}, YES, "it is for United States (US)", id="where"
        ),
        pytest.param(
            {"where": ("US-OH",)},
            {"where": "US"},
            MAYBE,
            "it is only for a part: Ohio (US-OH)",
            id="only a part",
        ),
        pytest.param({}, {"where": "US"}, MAYBE, "where is not on record", id="nowhere on record"),
        pytest.param({"suits": ("page",)}, {"suits": "page"}, YES, "it is for a page", id="suits"),
        pytest.param(
            {"suits": ("page",)},
            {"suits": ["aide", "clerk"]},
            "no",
            "it is for a page",
            id="others",
        ),
        pytest.param(
            {"not_for": ("page", "clerk")},
            {"suits": "page"},
            "no",
            "it is not for a page or a clerk",
            id="not for them",
        ),
        pytest.param({}, {"suits": "page"}, MAYBE, "suits is not on record", id="no job on record"),
        pytest.param(
            {"delivery": ("online",)},
            {"delivery": ["online", "in-person"]},
            YES,
            "it is taken online",
            id="delivery",
        ),
        pytest.param(
            {}, {"delivery": "online"}, MAYBE, "delivery is not on record", id="no delivery"
        ),
        pytest.param(
            {"status": Status(state="closed")},
            {"status": "offered"},
            "no",
            "it is closed",
            id="status",
        ),
        pytest.param({}, {"status": "offered"}, MAYBE, "status is not on record", id="no status"),
        pytest.param(
            {"education": Education(level="high-school", college_years=2)},
            {"education": "high-school"},
            MAYBE,
            "it also requires 2 years of college",
            id="years of college",
        ),
        pytest.param(
            {"education": Education(level="high-school", college_years=2)},
            {"education": "associate"},
            YES,
            "the required education is high-school, yours is associate",
            id="a degree has the years of college",
        ),
        pytest.param(
            {"duration": Months(low=0, high=0)},
            {"max_duration": 0},
            YES,
            "duration is on application, at most 0 months",
            id="on application",
        ),
        pytest.param(
            {"sources": (make_source("cost"),)},
            {"source": "pAGE"},
            YES,
            "its figures come from Page",
            id="a source in any case",
        ),
        pytest.param(
            {"sources": (make_source("cost", "findings"),)},
            {"source": "issuer"},
            YES,
            "its figures come from Page",
            id="the tier of a source",
        ),
        pytest.param(
            {"sources": (make_source("findings"),)},
            {"source": "page"},
            "no",
            "its figures come from no such source",
            id="a source of findings only",
        ),
        pytest.param(
            {"renewal": Renewal(months=12)},
            {"renewal": True},
            YES,
            "it requires renewal",
            id="a renewal period",
        ),
        pytest.param(
            {"renewal": Renewal(credits=9)},
            {"renewal": True},
            YES,
            "it requires renewal",
            id="renewal credits",
        ),
        pytest.param(
            {"renewal": Renewal(methods=("a",))},
            {"renewal": True},
            YES,
            "it requires renewal",
            id="renewal methods",
        ),
        pytest.param(
            {"renewal": Renewal(expires=False)},
            {"renewal": False},
            YES,
            "it requires no renewal",
            id="it never expires",
        ),
        pytest.param(
            {"standing": "not-found"},
            {"text": ["prove", "read"]},
            "no",
            "the record does not contain `prove` or `read`",
            id="words about the standing are not in the record",
        ),
        pytest.param(
            {},
            {"text": "record"},
            "no",
            "the record does not contain `record`",
            id="the words for a missing value are not in the record",
        ),
    ],
)
def test_criteria_give_an_answer_and_its_reason(
    more: dict[str, Any], criteria: dict[str, Any], answer: str, because: str
) -> None:
    record = match_criteria(make_credential(**more), Criteria(**criteria))

    assert (record.match.answer, reasons(record)) == (answer, [because])


def test_a_credential_without_a_setting_may_match_every_setting(shipped: Catalogue) -> None:
    bare = shipped["CLT"].replace(settings=(), exam_required=False)

    assert match_criteria(bare, Criteria(setting=["public"])).match.answer == MAYBE
    assert reasons(match_criteria(bare, Criteria(exam=False))) == ["it requires no exam"]
    unknown = bare.replace(exam_required=None)
    assert reasons(match_criteria(unknown, Criteria(exam=False))) == [
        "whether it requires an exam is not on record"
    ]


STANDINGS = "confirmed, vouched, disputed, not-found, not-checked"


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({"setting": "moon"}, "`setting` is moon; allowed: academic, public, .*"),
        ({"education": "phd"}, "`education` is phd; allowed: none, high-school, .*"),
        ({"type": ["exam"]}, r"`type` is \['exam'\]; allowed: certification, certificate, .*"),
        ({"max_cost": float("nan")}, "`max_cost` is nan; allowed: a number from 0 to 1000000000"),
        ({"min_cost": Decimal("nan")}, "`min_cost` is NaN; allowed: a number from 0 to .*"),
        ({"max_duration": -1}, "`max_duration` is -1; allowed: a number from 0 to .*"),
        ({"max_cost": "200"}, "`max_cost` is 200; allowed: a number from 0 to .*"),
        ({"exam": "yes"}, "`exam` is yes; allowed: True, False"),
        ({"text": iter("a")}, "`text` is .*; allowed: texts"),
        ({"text": ["a", 5]}, "`text` is .*; allowed: texts"),
        ({"setting": 5}, "`setting` is 5; allowed: academic, .*"),
        ({"where": "Ohio"}, "`where` is Ohio; allowed: the code of a place, such as US-OH"),
        ({"where": 5}, "`where` is 5; allowed: the code of a place, such as US-OH"),
        ({"suits": "king"}, "`suits` is king; allowed: page, aide, .*"),
        ({"delivery": "post"}, "`delivery` is post; allowed: online, in-person, blended"),
        ({"status": "open"}, "`status` is open; allowed: offered, closing, closed"),
        ({"currency": "ÄÖÜ"}, "`currency` is ÄÖÜ; allowed: three letters such as USD"),
        ({"currency": "US1"}, "`currency` is US1; allowed: three letters such as USD"),
        ({"currency": "dollars"}, "`currency` is dollars; allowed: three letters such as USD"),
        ({"standing": ["confirmed", "moon"]}, f"`standing` is .*; allowed: {STANDINGS}"),
    ],
)
def test_invalid_criteria_are_refused(criteria: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        Criteria(**criteria)


@pytest.mark.parametrize(
    "criteria",
    [
        {"max_cost": MAX_AMOUNT},
        {"min_cost": 0},
        {"standing": STANDINGS.split(", ")},
        {"exam": False},
    ],
)
def test_criteria_accept_the_limits_of_their_ranges(criteria: dict[str, Any]) -> None:
    assert Criteria(**criteria).values().items() >= criteria.items()


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(TypeError, match="max_cots"):
        Criteria(max_cots=1)  # type: ignore[call-arg]


@pytest.mark.slow
@given(st.integers(0, 700), st.integers(0, 300), st.integers(0, 6), st.integers(0, 3))
def test_a_stricter_criterion_never_matches_more_records(
    shipped: Catalogue, cost: int, more: int, years: int, more_years: int
) -> None:
    strict = Criteria(max_cost=Decimal(cost), max_experience=Decimal(years))
    loose = Criteria(max_cost=Decimal(cost + more), max_experience=Decimal(years + more_years))

    for record in shipped.values():
        if match_criteria(record, strict).match.answer == YES:
            assert match_criteria(record, loose).match.answer == YES
        if match_criteria(record, loose).match.answer == "no":
            assert match_criteria(record, strict).match.answer == "no"


def test_every_field_has_a_rule_and_every_criterion_has_a_judge() -> None:
    assert [*_CRITERIA] == [*Criteria.FIELDS]
    assert [name for name, one in _CRITERIA.items() if one.judge is None] == ["currency"]


@pytest.mark.parametrize(
    ("text", "searched", "shown_text"),
    [
        pytest.param("letters", "no", YES, id="a word of a condition"),
        pytest.param("X", YES, YES, id="its id"),
        pytest.param("months", "no", YES, id="a unit"),
        pytest.param("3", "no", YES, id="a figure"),
        pytest.param("zz", "no", "no", id="a word that is nowhere"),
    ],
)
def test_words_are_searched_in_the_important_parts_or_in_all_that_is_shown(
    text: str, searched: str, shown_text: str
) -> None:
    conditions = (Requirement(text="Two letters"),)
    letters = make_credential(duration=Months(low=3, high=3), requirements=conditions)
    criteria = Criteria(text=text)

    assert match_criteria(letters, criteria).match.answer == searched
    assert match_criteria(letters, criteria, record_text).match.answer == shown_text
