"""Reasons: each code has words, with and without command-line options."""

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from libcert import Profile, Reason, check_eligibility, describe
from libcert.model.credential import Answer, Credential, Fee, Money, Organization, Requirement
from libcert.model.reasons import SEVERAL, join_reasons
from libcert.render import reasons

DAY = date(2027, 5, 23)
WORK = {"span": (1, 0, 2), "role": None, "settings": (), "full_time": False, "counted": None}
"""The data of the reasons for missing work."""
LETTERS = Requirement(text="Letters")
DOLLARS = Money(low=200, high=200)
FEE = Fee(purpose="exam", low=5, high=5, unit="GBP")


SAMPLES: list[tuple[str, dict[str, Any], str, str | None]] = [
    # Criteria
    (
        "figure-compared",
        {
            "field": "cost",
            "figure": Money(low=175, high=225),
            "bound": "most",
            "limit": DOLLARS,
            "answer": Answer.MAYBE,
        },
        "cost is $175–$225, so it could exceed $200",
        None,
    ),
    (
        "figure-in-other-unit",
        {"field": "cost", "figure": DOLLARS, "unit": "EUR"},
        "cost is $200, not in EUR",
        None,
    ),
    ("figure-not-on-record", {"field": "cost"}, "cost is not on record", None),
    (
        "education-compared",
        {"required": "associate", "held": "master"},
        "the required education is associate, yours is master",
        None,
    ),
    ("issuer-is", {"issuer": "ALA"}, "issuer is ALA", None),
    ("setting-is", {"settings": ("museum", "any")}, "setting is museum or any", None),
    ("type-is", {"type": "license"}, "type is license", None),
    (
        "where-is",
        {"places": ("US-OH", "any"), "answer": Answer.NO},
        "it is for Ohio (US-OH), everywhere",
        None,
    ),
    (
        "suits",
        {"positions": ("page", "records-staff")},
        "it is for a page or a records-staff",
        None,
    ),
    ("not-for", {"positions": ("technician",)}, "it is not for a technician", None),
    ("delivery-is", {"delivery": ("online", "blended")}, "it is taken online or blended", None),
    ("status-is", {"state": "closed"}, "it is closed", None),
    ("college-required", {"years": 2}, "it also requires 2 years of college", None),
    ("standing-is", {"standing": None}, "standing is not checked", None),
    ("rests-on", {"sources": ("A", "B")}, "its figures come from A, B", None),
    ("takes-exam", {}, "it requires an exam", None),
    ("takes-no-exam", {}, "it requires no exam", None),
    ("exam-not-on-record", {}, "whether it requires an exam is not on record", None),
    ("takes-renewal", {}, "it requires renewal", None),
    ("takes-no-renewal", {}, "it requires no renewal", None),
    ("renewal-not-on-record", {}, "whether it requires renewal is not on record", None),
    ("text-found", {"texts": ("a", "b")}, "the record contains `a` or `b`", None),
    ("text-not-found", {"texts": ("a",)}, "the record does not contain `a`", None),
    # Eligibility
    ("condition-lacking", {"words": "a {b}"}, 'you said that you lack "a {b}"', None),
    (
        "open-question",
        {"kind": "education"},
        "which education do you have?",
        "which education do you have? (`--education LEVEL`)",
    ),
    (
        "condition-unsaid",
        {"condition": "Be kind", "words": "kind"},
        'do you meet this: "Be kind"?',
        'do you meet this: "Be kind"? (`--meets kind` or `--lacks kind`)',
    ),
    (
        "schooling-not-allowed",
        {"level": "master", "subject": "law"},
        "it is not for people with a master's degree in law",
        None,
    ),
    (
        "exclusion-unsaid",
        {"level": None, "subject": None, "words": "two words"},
        "do you have a degree? It is not for those who do",
        "do you have a degree? It is not for those who do (`--lacks 'two words'` if you do not)",
    ),
    (
        "college-unsaid",
        {},
        "how many years of college do you have?",
        "how many years of college do you have? (`--college-years YEARS`)",
    ),
    (
        "college-missing",
        {"required": 2, "held": 1},
        "you need 2 years of college; you have 1",
        None,
    ),
    ("where-is-part", {"places": ("US-OH",)}, "it is only for Ohio (US-OH)", None),
    ("rule-condition", {"condition": "you teach"}, "only if you teach", None),
    ("library-unsaid", {}, "name the kind of library", "add --setting"),
    ("position-unsaid", {}, "name your job", "add --role"),
    (
        "population-unsaid",
        {},
        "say how many people the library serves",
        "add --population, the number of people that the library serves",
    ),
    ("schooling-not-on-record", {}, "the education requirement is not on record", None),
    (
        "schooling-missing",
        {"required": "master", "held": "none"},
        "you need a master's degree; you have no diploma",
        None,
    ),
    (
        "schooling-unsaid",
        {},
        "which education do you have?",
        "which education do you have? (`--education LEVEL`)",
    ),
    (
        "subject-unsaid",
        {"subject": "law", "words": "law"},
        "is your education in law?",
        "is your education in law? (`--meets law` if so)",
    ),
    ("membership-missing", {"society": "ALA"}, "join ALA", None),
    (
        "membership-unsaid",
        {"society": "ALA"},
        "are you a member of ALA?",
        "are you a member of ALA? (`--member ALA` or `--non-member`)",
    ),
    (
        "credential-unsaid",
        {"credential": "CLT"},
        "do you hold CLT?",
        "do you hold CLT? (`--held CLT`)",
    ),
    (
        "credential-not-yet",
        {"credential": "CLT", "since": DAY},
        "you do not hold CLT until 2027-05-23",
        None,
    ),
    (
        "credential-lapsed",
        {"credential": "CLT", "expires": DAY},
        "your CLT expired on 2027-05-23",
        None,
    ),
    (
        "post-unsaid",
        {"role": "clerk"},
        "do you work as clerk?",
        'do you work as clerk? (`--experience "2 as clerk"`)',
    ),
    ("step-credential", {"credential": "CLT"}, "earn CLT first", None),
    ("step-membership", {"society": "ALA"}, "join ALA", None),
    ("step-education", {"level": "associate"}, "finish an associate degree", None),
    ("step-college", {"years": 2}, "finish 2 years more of college", None),
    # Work experience
    ("work-not-on-record", {}, "the work requirement is not on record", None),
    (
        "work-unsaid",
        {},
        "how long have you worked?",
        'how long have you worked? (`--experience "2 public"`)',
    ),
    ("work-missing", WORK, "you need 1 more year and 2 days of work", None),
    (
        "work-missing",
        WORK | {"role": "clerk", "settings": ("archives", "any"), "counted": "in-full"},
        (
            "you need 1 more year and 2 days as clerk in archives or a library of any kind, "
            "even if part-time work counts in full"
        ),
        None,
    ),
    (
        "work-going-on",
        WORK | {"span": (0, 1, 0), "full_time": True, "settings": ("academic",)},
        "keep working: you need 1 more month of full-time work in an academic library",
        None,
    ),
    ("work-missing", WORK | {"hours": 1}, "you need 1 more hour of work", None),
    ("work-enough-not-on-record", {}, "whether your work is enough is not on record", None),
    (
        "work-days-unsaid",
        {},
        "from when to when did you work?",
        'from when to when did you work? (`--experience "2023-05-01..2025-01-31"`)',
    ),
    (
        "work-setting-unsaid",
        {},
        "in which kind of workplace did you work?",
        'in which kind of workplace did you work? (`--experience "2 academic"`)',
    ),
    (
        "work-library-unsaid",
        {},
        "in which kind of library did you work?",
        'in which kind of library did you work? (`--experience "2 academic"`)',
    ),
    (
        "work-setting-not-on-record",
        {"setting": "public"},
        "whether work in a public library counts is not on record",
        None,
    ),
    (
        "work-role-unsaid",
        {"role": "clerk"},
        "in which position did you work, such as clerk?",
        'in which position did you work? (`--experience "2 as clerk"`)',
    ),
    (
        "work-role-unclear",
        {"held": "page", "required": "clerk"},
        "does `page` count as clerk?",
        "does `page` count as clerk? (`--meets WORDS` if so)",
    ),
    (
        "work-full-time-unsaid",
        {},
        "is the job full time?",
        'is the job full time? (`--experience "2 full-time"`)',
    ),
    (
        "work-full-time-not-on-record",
        {},
        "the number of hours in a full-time week is not on record",
        None,
    ),
    (
        "work-hours-unsaid",
        {},
        "how many hours a week?",
        'how many hours a week? (`--experience "2 public 20h"`)',
    ),
    (
        "work-part-time-in-full",
        {},
        "it is enough if the issuer counts part-time work in full",
        None,
    ),
    # Total cost
    ("earning-cost-not-on-record", {}, "the cost to earn it is not on record", None),
    (
        "fee-not-on-record",
        {"purpose": "exam"},
        "exam: the amount is not on record",
        None,
    ),
    (
        "fee-open",
        {"purpose": "exam"},
        "exam: there are more costs, but their amount is not on record",
        None,
    ),
    (
        "fee-in-other-currency",
        {"fee": FEE, "currency": "USD"},
        "exam: £5: not in USD (give a rate for GBP to count it)",
        "exam: £5: not in USD (use `--rate GBP=…` to count it)",
    ),
    (
        "fee-not-counted",
        {"fee": FEE.replace(required=False)},
        "exam: £5, optional",
        None,
    ),
    (
        "dues-not-on-record",
        {"society": "ALA", "yearly": True},
        "dues of ALA each year: not on record",
        "dues of ALA each year: not on record (use `--dues ALA=AMOUNT` to count them)",
    ),
    (
        "for-credentials",
        {"ids": ("A", "B"), "reason": Reason.of("fee-not-on-record", purpose="exam")},
        "A, B: exam: the amount is not on record",
        None,
    ),
    (
        "counted-once",
        {"name": "the dues", "ids": ("A", "B", "C")},
        "counted once: the dues, for A, B and C",
        None,
    ),
    (
        "exams-passed",
        {"id": "B", "exams": (), "by": ("A",)},
        "not paid again: the exam of B, passed with A",
        None,
    ),
    (
        "perhaps-twice",
        {"id": "B", "fee": FEE.replace(low=None, high=None), "by": ("A", "C")},
        "perhaps not due: exam of B (not on record for holders of A and C)",
        None,
    ),
    (
        "earned-at-once",
        {"ids": ("A",), "day": "2026-12-01"},
        "assumed: you earn A on 2026-12-01; the time to earn is not counted",
        None,
    ),
    (
        "held-day-unsaid",
        {"id": "A", "day": "2026-12-01"},
        "say when you got A; its fees are counted from 2026-12-01 on",
        "use `--held A=DATE` to say when you got it; its fees are counted from 2026-12-01 on",
    ),
    (
        "renewal-overdue",
        {"id": "A", "day": "2026-01-01"},
        "the renewal of A was due on 2026-01-01; it is counted as due now",
        None,
    ),
    (
        "fields-disputed",
        {"id": "A", "fields": ("cost", "exam_required")},
        "disputed figures of A: cost, exam required",
        None,
    ),
    (
        "renewal-period-not-on-record",
        {"fees": (FEE,)},
        "renewal: how often it is required is not on record; exam: £5",
        None,
    ),
    (
        "renewal-need-not-on-record",
        {},
        "renewal: whether it is required is not on record",
        None,
    ),
    # Renewals
    ("not-in-catalogue", {}, "no catalogue contains it", None),
    ("never-expires", {}, "it never expires", None),
    (
        "renewal-time-not-on-record",
        {},
        "when it must be renewed is not on record",
        None,
    ),
    (
        "award-day-unsaid",
        {"credential": "CLT"},
        "say when you got it",
        "use `--held CLT=DATE` to say when you got it",
    ),
    (
        "renewal-window",
        {"first": "2026-12-01"},
        "it can be renewed from 2026-12-01 on",
        None,
    ),
    ("covers-too", {"ids": ("A", "B")}, "one payment covers A and B too", None),
    ("record-note", {"text": "by post"}, "by post", None),
]
"""Each code with data, its words, and its words with options if these are different."""


@pytest.mark.parametrize(("code", "data", "words", "with_options"), SAMPLES)
def test_each_reason_has_words_with_and_without_options(
    code: str, data: dict[str, Any], words: str, with_options: str | None
) -> None:
    reason = Reason.of(code, **data)

    assert describe(reason) == words
    assert describe(reason, options=True) == (with_options or words)
    assert "--" not in words


@pytest.mark.parametrize(
    ("bound", "answer", "relation"),
    [
        ("most", Answer.YES, ", at most"),
        ("most", Answer.MAYBE, ", so it could exceed"),
        ("most", Answer.NO, ", more than"),
        ("least", Answer.YES, ", at least"),
        ("least", Answer.MAYBE, ", so it could be less than"),
        ("least", Answer.NO, ", less than"),
    ],
)
def test_figure_is_compared_with_a_limit(bound: str, answer: Answer, relation: str) -> None:
    figures = {"figure": DOLLARS, "limit": DOLLARS}
    reason = Reason.of("figure-compared", field="cost", bound=bound, answer=answer, **figures)

    assert describe(reason) == f"cost is $200{relation} $200"


def test_missing_sources_are_named() -> None:
    assert describe(Reason.of("rests-on", sources=())) == "its figures come from no such source"


@pytest.mark.slow
def test_every_code_has_words_and_every_question_code_a_sample() -> None:
    codes = find_codes(ROOT / "src/libcert")

    assert find_codes(ROOT / "src/libcert/questions") == {code for code, *_ in SAMPLES}
    assert codes <= reasons.WORDS.keys() <= codes | {SEVERAL}


def test_words_without_options_name_no_option() -> None:
    plain = [words[0] if isinstance(words, tuple) else words for words in reasons.WORDS.values()]

    assert not [words for words in plain if isinstance(words, str) and "--" in words]


def find_codes(folder: Path) -> set[str]:
    """Return the codes in the source files of *folder*, as in `Reason.of("never-expires")`."""
    return {
        part.value
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Reason.of"
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


A, B, C = (Reason.of("record-note", text=text) for text in "abc")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param([], None, id="no reason"),
        pytest.param([A], "a", id="one reason"),
        pytest.param([A, B], "a; b", id="two reasons"),
        pytest.param([A, B, A], "a; b", id="same reason twice"),
        pytest.param([join_reasons([A, B]), C], "a; b; c", id="joined reason and another"),
        pytest.param(
            [join_reasons([A, B]), join_reasons([A, B])], "a; b", id="joined reason twice"
        ),
    ],
)
def test_several_reasons_are_joined_into_one(parts: list[Reason], words: str | None) -> None:
    joined = join_reasons(parts)

    assert (joined and describe(joined)) == words


def test_reasons_are_compared_by_code_and_data() -> None:
    same = Reason.of("record-note", text="a")

    assert (A, hash(A)) == (same, hash(same))
    assert len({A, same, B, Reason.of("never-expires")}) == 3
    assert Reason(code="never-expires") == Reason.of("never-expires")


def test_words_for_a_python_caller_name_no_option() -> None:
    issuer = Organization(id="Y", name="Y")
    record = Credential(id="X", name="X", type="license", issuer=issuer)
    found = check_eligibility(record.replace(requirements=(LETTERS,)), Profile(), DAY)

    assert found.need is not None
    assert describe(found.need).startswith('do you meet this: "Letters"')
    with pytest.raises(TypeError, match=r"^Reason has no JSON form"):
        found.to_json()
    text = json.dumps(found.to_json(default=describe))
    assert "--" not in text
