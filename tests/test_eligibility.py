"""Whether a person may go for a credential, condition by condition, and if not, from when."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import NOTHING_ASKED, load_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import Eligibility, RequirementResult
from libcert.model.validation import validate
from libcert.questions.eligibility import check_eligibility, evaluate
from libcert.questions.word_match import contains_words
from libcert.render.reasons import describe_with_options

TODAY = date(2026, 11, 23)


def made(*requirements: Any, **fields: Any) -> Credential:
    """Make a credential with these conditions, for academic libraries."""
    return load_credential(**NOTHING_ASKED | {"requirements": list(requirements)} | fields)


def ask(requirement: Any, **person: Any) -> RequirementResult:
    """Ask a person about one condition, besides which none is asked for."""
    result = evaluate(made(requirement), validate(Profile, person), TODAY)
    return result.requirements[0]


BACHELOR = {"text": "A degree", "education": {"level": "bachelor"}}
MASTER_IN = {"text": "A degree in law", "education": {"level": "master", "subject": "law"}}
WORK = {"text": "Two years", "experience": {"low": 2, "high": 2}}
EITHER = {
    "text": "A degree or work",
    "at_least": 1,
    "of": [BACHELOR, {**WORK, "text": "Or work"}],
}
BOTH = {**BACHELOR, **WORK, "text": "A degree and two years"}
LONG = {"setting": "academic", "since": date(2020, 1, 1)}
SHORT = {"setting": "academic", "since": date(2026, 1, 31)}


@pytest.mark.parametrize(
    ("requirement", "person", "answer", "from_", "need"),
    [
        pytest.param(BACHELOR, {"education": "master"}, "yes", TODAY, None, id="more than enough"),
        pytest.param(
            BACHELOR,
            {"education": "associate"},
            "no",
            None,
            "the required education is bachelor, yours is associate",
            id="not enough",
        ),
        pytest.param(
            BACHELOR,
            {
                "education": "associate",
                "studying": {"level": "bachelor", "done": date(2028, 2, 29)},
            },
            "no",
            date(2028, 2, 29),
            "the required education is bachelor, yours is associate",
            id="under way",
        ),
        pytest.param(
            BACHELOR,
            {"studying": {"level": "bachelor", "done": TODAY}},
            "yes",
            TODAY,
            None,
            id="done today",
        ),
        pytest.param(
            BACHELOR,
            {"studying": {"level": "master", "done": date(2027, 6, 1)}},
            "maybe",
            date(2027, 6, 1),
            "use `--education LEVEL` to say which education you have",
            id="under way, and nothing said of now",
        ),
        pytest.param(
            BACHELOR,
            {},
            "maybe",
            None,
            "use `--education LEVEL` to say which education you have",
            id="nothing said",
        ),
        pytest.param(
            MASTER_IN,
            {"education": "master"},
            "maybe",
            None,
            "use `--meets WORDS` if your education is in or from law",
            id="a level is not enough",
        ),
        pytest.param(
            MASTER_IN,
            {"education": "master", "meets": ["degree law"]},
            "yes",
            TODAY,
            None,
            id="said",
        ),
        pytest.param(
            MASTER_IN,
            {"education": "bachelor", "meets": ["law"]},
            "no",
            None,
            "the required education is master, yours is bachelor",
            id="what is not met is not said away",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {"experience": [{"since": date(2030, 1, 1), "role": "director"}]},
            "maybe",
            None,
            'say so if you work as director, as in `--experience "2 as director"`',
            id="not in the post yet",
        ),
        pytest.param(
            {"text": "Hold Z", "credential": "Z"},
            {"held": {"Z": {"since": date(2027, 1, 1)}}},
            "no",
            date(2027, 1, 1),
            "you do not hold Z until 2027-01-01",
            id="not held yet",
        ),
        pytest.param(
            MASTER_IN,
            {"education": "bachelor", "studying": {"level": "master", "done": date(2027, 6, 1)}},
            "no",
            None,
            "the required education is master, yours is bachelor",
            id="whether what is under way is in the subject is not known",
        ),
        pytest.param(
            {"text": "Schooling", "education": {"note": "some"}},
            {"education": "doctorate"},
            "maybe",
            None,
            "the required education is not on record",
            id="no level on record",
        ),
        pytest.param(
            {"text": "None", "education": {"level": "none"}},
            {},
            "yes",
            TODAY,
            None,
            id="none asked",
        ),
        pytest.param(
            {"text": "Be a member", "membership": "Y"},
            {"member": ["y"]},
            "yes",
            TODAY,
            None,
            id="member",
        ),
        pytest.param(
            {"text": "Be a member", "membership": "Y"},
            {"non_member": True},
            "no",
            None,
            "join Y",
            id="no member",
        ),
        pytest.param(
            {"text": "Be a member", "membership": "Y"},
            {},
            "maybe",
            None,
            "use `--member Y` or `--non-member` to say whether you are a member",
            id="membership not said",
        ),
        pytest.param(
            {"text": "Be a member", "membership": "Y"},
            {"member": ["Z"]},
            "maybe",
            None,
            "use `--member Y` or `--non-member` to say whether you are a member",
            id="member of another society",
        ),
        pytest.param(
            {"text": "Hold Z", "credential": "Z"},
            {"held": {"z": {}}},
            "yes",
            TODAY,
            None,
            id="held",
        ),
        pytest.param(
            {"text": "Hold Z", "credential": "Z"},
            {"held": {"Z": {"expires": date(2026, 11, 22)}}},
            "no",
            None,
            "your Z expired on 2026-11-22",
            id="lapsed yesterday",
        ),
        pytest.param(
            {"text": "Hold Z", "credential": "Z"},
            {"held": {"Z": {"expires": TODAY}}},
            "yes",
            TODAY,
            None,
            id="valid to the end of today",
        ),
        pytest.param(
            {"text": "Hold Z", "credential": "Z"},
            {"held": {"Q": {}}},
            "maybe",
            None,
            "use `--held Z` if you hold it",
            id="holding not said",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {"experience": [{"since": date(2020, 1, 1), "role": "Library Director"}]},
            "yes",
            TODAY,
            None,
            id="in the post",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {
                "experience": [
                    {"since": date(2020, 1, 1), "until": date(2021, 1, 1), "role": "director"}
                ]
            },
            "maybe",
            None,
            'say so if you work as director, as in `--experience "2 as director"`',
            id="no more in the post",
        ),
        pytest.param(
            "A licence",
            {},
            "maybe",
            None,
            'use `--meets` or `--lacks` to say whether you meet this: "A licence"',
            id="words",
        ),
        pytest.param("A licence", {"meets": ["license"]}, "yes", TODAY, None, id="words met"),
        pytest.param(
            "A licence",
            {"lacks": ["license"], "meets": ["license"]},
            "no",
            None,
            'you said that you lack "license"',
            id="words lacking",
        ),
        pytest.param(
            EITHER,
            {"education": "none", "experience": [LONG]},
            "yes",
            TODAY,
            None,
            id="one of two",
        ),
        pytest.param(
            EITHER,
            {"education": "none", "experience": [SHORT]},
            "no",
            date(2028, 1, 31),
            "keep working: you need 1 more year, 2 months and 8 days of work",
            id="the one that time brings",
        ),
        pytest.param(
            EITHER,
            {"experience": [SHORT]},
            "maybe",
            date(2028, 1, 31),
            "keep working: you need 1 more year, 2 months and 8 days of work",
            id="one is not known, the other comes",
        ),
        pytest.param(
            BOTH,
            {"education": "bachelor", "experience": [LONG]},
            "yes",
            TODAY,
            None,
            id="two things at once",
        ),
        pytest.param(
            BOTH,
            {
                "education": "none",
                "studying": {"level": "bachelor", "done": date(2029, 6, 30)},
                "experience": [SHORT],
            },
            "no",
            date(2029, 6, 30),
            "keep working: you need 1 more year, 2 months and 8 days of work; "
            "the required education is bachelor, yours is none",
            id="the later of two",
        ),
        pytest.param(
            {"text": "A post in a small town", "role": "clerk", "of": ["A town hall"]},
            {"meets": ["town hall"]},
            "maybe",
            None,
            'say so if you work as clerk, as in `--experience "2 as clerk"`',
            id="a group that asks for more itself",
        ),
        pytest.param(
            MASTER_IN,
            {"studying": {"level": "master", "done": date(2027, 6, 1)}},
            "maybe",
            None,
            "use `--education LEVEL` to say which education you have",
            id="nothing said of now, and the subject of what is under way is not known",
        ),
        pytest.param(
            {"text": "Law or work", "at_least": 1, "of": [MASTER_IN, WORK]},
            {
                "education": "bachelor",
                "studying": {"level": "master", "done": date(2027, 6, 1)},
                "experience": [SHORT],
            },
            "no",
            date(2028, 1, 31),
            "keep working: you need 1 more year, 2 months and 8 days of work",
            id="what may be in another subject comes before nothing",
        ),
        pytest.param(
            {"text": "Law or work", "at_least": 1, "of": [MASTER_IN, WORK]},
            {
                "studying": {"level": "master", "done": date(2027, 6, 1)},
                "experience": [SHORT],
            },
            "maybe",
            date(2028, 1, 31),
            "keep working: you need 1 more year, 2 months and 8 days of work",
            id="nor does it where nothing is said of now",
        ),
        pytest.param(
            BACHELOR,
            {
                "education": "none",
                "studying": {"level": "associate", "done": date(2027, 6, 1)},
            },
            "no",
            None,
            "the required education is bachelor, yours is none",
            id="what is under way is not enough",
        ),
        pytest.param(
            {"text": "Either", "at_least": 1, "of": [BACHELOR, WORK]},
            {
                "education": "none",
                "studying": {"level": "associate", "done": date(2027, 6, 1)},
                "experience": [SHORT],
            },
            "no",
            date(2028, 1, 31),
            "keep working: you need 1 more year, 2 months and 8 days of work",
            id="what is under way is not enough, yet work will be",
        ),
        pytest.param(
            BOTH,
            {"education": "associate"},
            "no",
            None,
            "the required education is bachelor, yours is associate; "
            "use `--experience YEARS` to say how long you have worked",
            id="what is surely lacking comes first",
        ),
        pytest.param(
            BOTH,
            {"education": "associate", "meets": ["two years"]},
            "no",
            None,
            "the required education is bachelor, yours is associate",
            id="what is settled is not asked again, though another thing lacks",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {"experience": [{"since": TODAY, "until": TODAY, "role": "director"}]},
            "yes",
            TODAY,
            None,
            id="in the post for a day",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {"experience": [{"years": 2, "as_of": TODAY, "running": True, "role": "director"}]},
            "yes",
            TODAY,
            None,
            id="in a post that goes on",
        ),
        pytest.param(
            {"text": "Director", "role": "director"},
            {"experience": [{"years": 2, "as_of": TODAY, "role": "director"}]},
            "maybe",
            None,
            'say so if you work as director, as in `--experience "2 as director"`',
            id="in a post that may be over",
        ),
        pytest.param(
            {
                "text": "Two of three",
                "at_least": 2,
                "of": ["One thing", {"text": "An exam", "to_do": True}, "Another thing"],
            },
            {"meets": ["another thing"]},
            "yes",
            TODAY,
            None,
            id="two of three, one of which is to do",
        ),
        pytest.param(
            {"text": "Two of three", "at_least": 2, "of": ["Red", "Green", "Blue"]},
            {"lacks": ["red", "green"]},
            "no",
            None,
            'use `--meets` or `--lacks` to say whether you meet this: "Blue"; '
            'you said that you lack "red"',
            id="two of three lacking",
        ),
    ],
)
def test_a_condition(
    requirement: Any, person: dict[str, Any], answer: str, from_: date | None, need: str | None
) -> None:
    found = ask(requirement, **person)

    assert (found.answer, found.from_) == (answer, from_)
    assert (found.need and describe_with_options(found.need)) == need
    assert (found.gap is not None) is (answer == "maybe")


@pytest.mark.parametrize("held", [{}, {"Z": {"expires": date(2026, 11, 22)}}])
def test_a_prerequisite_that_is_not_held_is_named(held: dict[str, Any]) -> None:
    assert ask({"text": "Hold Z", "credential": "Z"}, held=held).credential == "Z"


@pytest.mark.parametrize(
    ("requirement", "person", "gap"),
    [
        pytest.param(BACHELOR, {}, "person", id="the person has not said"),
        pytest.param(
            {"text": "School", "education": {}},
            {"education": "master"},
            "record",
            id="the record does not say",
        ),
        pytest.param(BACHELOR, {"education": "none"}, None, id="settled"),
        pytest.param(
            {"text": "Both", "of": [BACHELOR, {"text": "School", "education": {}}]},
            {},
            "person",
            id="the person could say more",
        ),
        pytest.param(
            {"text": "Both", "of": ["Letters", {"text": "School", "education": {}}]},
            {"meets": ["letters"]},
            "record",
            id="the person could say no more",
        ),
        pytest.param({"text": "Both", "of": [BACHELOR]}, {"education": "none"}, None, id="all no"),
    ],
)
def test_who_leaves_it_open(requirement: Any, person: dict[str, Any], gap: str | None) -> None:
    assert ask(requirement, **person).gap == gap


def test_what_is_asked_for_at_once_is_a_group_of_its_aspects() -> None:
    condition = {
        "text": "A lot",
        "membership": "Y",
        "credential": "Z",
        "role": "clerk",
        "experience": {"low": 1, "high": 1},
        "education": {"level": "master"},
    }
    found = ask(condition)

    assert found.at_least is None
    assert [part.text for part in found.of] == [
        "work",
        "education",
        "membership in Y",
        "holding Z",
        "a job as clerk",
    ]


def test_how_many_of_a_group_are_enough_is_told() -> None:
    assert ask(EITHER).at_least == 1


def test_what_is_done_on_the_way_is_asked_of_nobody() -> None:
    todo = {"text": "Pass the exam", "to_do": True}
    deadline = {"text": "Finish within a year", "deadline_months": 12}
    found = evaluate(made(todo, deadline), Profile(), TODAY)

    assert found.to_do == ("Pass the exam", "Finish within a year")
    assert [one.text for one in found.requirements] == ["Experience", "Education"]
    assert (found.answer, found.from_) == ("yes", TODAY)


@pytest.mark.parametrize(
    "asked", [{"experience": {"low": 1, "high": 1}}, {"of": [BACHELOR]}, {"role": "clerk"}]
)
def test_a_deadline_beside_more_is_no_matter_of_the_way(asked: dict[str, Any]) -> None:
    condition = {"text": "In time", "deadline_months": 12, **asked}
    found = evaluate(made(condition), Profile(), TODAY)

    assert found.to_do == ()
    assert found.requirements[0].text == "In time"


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        pytest.param({"experience": {}, "education": {}}, [], id="neither is given"),
        pytest.param(
            {"experience": {"low": 2, "high": 2}, "education": {"level": "bachelor"}},
            [],
            id="the same is given",
        ),
        pytest.param(
            {"experience": {"low": 2, "high": 3}, "education": {"level": "bachelor"}},
            ["Experience"],
            id="more work is given",
        ),
        pytest.param(
            {"experience": {}, "education": {"level": "master"}},
            ["Education"],
            id="more schooling is given",
        ),
    ],
)
def test_only_what_a_record_gives_otherwise_is_asked_beside_its_conditions(
    fields: dict[str, Any], asked: list[str]
) -> None:
    found = evaluate(made(WORK, BACHELOR, **fields), Profile(), TODAY)

    assert [one.text for one in found.requirements] == ["Two years", "A degree", *asked]


def test_a_day_is_named_only_if_all_is_met_on_it() -> None:
    """The work lies too far back by the time the school is done."""
    lately = {"text": "Lately", "experience": {"low": 1, "high": 1, "within_years": 5}}
    both = made(lately, {"text": "School", "education": {"level": "high-school"}})
    job = {"setting": "academic", "since": date(2021, 11, 24), "until": date(2022, 11, 23)}
    person = validate(
        Profile,
        {
            "education": "none",
            "studying": {"level": "high-school", "done": date(2028, 6, 1)},
            "experience": [job],
        },
    )
    found = evaluate(both, person, TODAY)

    assert [one.from_ for one in found.requirements][:2] == [TODAY, date(2028, 6, 1)]
    assert (found.answer, found.from_) == (Answer.NO, None)


def test_a_part_that_ends_before_another_begins_brings_no_day() -> None:
    condition = {
        "text": "A clerk with a year's work",
        "role": "clerk",
        "experience": {"low": 1, "high": 1},
    }
    jobs = [
        {"setting": "academic", "since": date(2026, 6, 1)},
        {
            "setting": "office",
            "role": "clerk",
            "since": date(2020, 1, 1),
            "until": date(2026, 12, 31),
        },
    ]
    found = evaluate(
        made(condition), validate(Profile, {"experience": jobs, "education": "none"}), TODAY
    )

    assert found.requirements[0].of[0].from_ == date(2027, 6, 1)
    assert found.requirements[0].from_ is None
    assert found.from_ is None


def test_an_exam_in_a_choice_is_to_be_done() -> None:
    choice = {
        "text": "A degree or an exam",
        "at_least": 1,
        "of": [BACHELOR, {"text": "An exam", "to_do": True}],
    }

    assert [one.to_do for one in ask(choice).of] == [False, True]


def test_what_a_record_does_not_say_is_never_a_yes() -> None:
    silent = made(experience={}, education={})
    doctor = validate(Profile, {"education": "doctorate", "experience": [LONG]})
    found = evaluate(silent, doctor, TODAY)

    assert (found.answer, found.from_) == ("maybe", None)
    assert {one.gap for one in found.requirements} == {"record"}


def test_what_a_record_gives_beside_its_conditions_counts_too() -> None:
    beside = made(WORK, experience={"low": 3, "high": 3}, education={"level": "master"})
    person = validate(Profile, {"education": "bachelor", "experience": [LONG]})
    found = evaluate(beside, person, TODAY)

    assert [(one.text, one.answer) for one in found.requirements] == [
        ("Two years", "yes"),
        ("Experience", "yes"),
        ("Education", "no"),
    ]


def test_an_answer_says_of_whom_and_why() -> None:
    todo = {"text": "Pass the exam", "to_do": True}
    record = made(BACHELOR, todo, experience={"low": 0, "high": 0}, education={})
    record = record.replace(standing="confirmed")
    person = validate(
        Profile,
        {"education": "none", "studying": {"level": "bachelor", "done": date(2028, 6, 1)}},
    )
    result = evaluate(record, person, TODAY)

    assert check_eligibility(record, person, TODAY) == Eligibility(
        id="X",
        name="X",
        standing="confirmed",
        answer=Answer.NO,
        from_=date(2028, 6, 1),
        need=Reason.of("schooling-missing", required="bachelor", held="none"),
        requirements=result.requirements,
        to_do=("Pass the exam",),
        checked=None,
    )


def test_listed_and_checked_figures_are_both_judged(shipped: Catalogue) -> None:
    person = validate(Profile, {"education": "high-school", "experience": [LONG]})
    found = check_eligibility(shipped["ACA"], person, TODAY, shipped.checked["ACA"])

    assert found.answer is Answer.NO
    assert found.checked is not None
    assert (found.checked.answer, found.checked.from_) == ("yes", TODAY)
    same = check_eligibility(shipped["LSSC"], person, TODAY, shipped.checked["LSSC"])
    assert same.checked is None


@pytest.mark.parametrize(
    ("id_", "person", "answer", "from_"),
    [
        ("CPTL", {}, "yes", TODAY),
        ("IGP", {}, "yes", TODAY),
        ("CLT", {"education": "doctorate", "experience": [LONG]}, "maybe", None),
        (
            "CALT",
            {
                "education": "high-school",
                "studying": {"level": "associate", "done": date(2027, 5, 23)},
                "experience": [
                    {"setting": "academic", "full_time": True, "since": date(2025, 5, 23)}
                ],
            },
            "no",
            date(2027, 5, 23),
        ),
        (
            "LSSC",
            {
                "education": "high-school",
                "experience": [
                    {"setting": "public", "hours_a_week": 35, "since": date(2026, 2, 28)}
                ],
            },
            "no",
            date(2027, 2, 28),
        ),
        (
            "CRA",
            {
                "education": "bachelor",
                "experience": [{"setting": "records", "since": date(2026, 3, 1)}],
            },
            "no",
            date(2027, 3, 1),
        ),
        ("AHIP", {"education": "bachelor"}, "no", None),
        ("AHIP", {"education": "master", "meets": ["less than five years", "ALA"]}, "yes", TODAY),
        ("NM-PL", {}, "maybe", None),
    ],
)
def test_shipped_records(
    shipped: Catalogue, id_: str, person: dict[str, Any], answer: str, from_: date | None
) -> None:
    found = evaluate(shipped[id_], validate(Profile, person), TODAY)

    assert (found.answer, found.from_) == (answer, from_)


LEVELS = st.sampled_from(["none", "high-school", "associate", "bachelor", "master"])


@given(LEVELS, LEVELS, st.integers(0, 12), st.booleans())
def test_on_the_day_that_is_named_it_is_a_yes(
    held: str,
    asked: str,
    years: int,
    under_way: bool,  # noqa: FBT001
) -> None:
    said: dict[str, Any] = {"education": held, "experience": [SHORT]}
    if under_way:
        said["studying"] = {"level": "master", "done": date(2028, 6, 30)}
    person = validate(Profile, said)
    credential = made(
        {"text": "School", "education": {"level": asked}},
        {"text": "Work", "experience": {"low": years, "high": years}},
    )
    found = evaluate(credential, person, TODAY)

    if found.from_ is None:
        assert found.answer is not Answer.YES
    else:
        assert evaluate(credential, person, found.from_).answer is Answer.YES


SEPARATORS = ["", " ", "\x1c", "\x1d\x1e", "\x1f \x85", "\u3000"]
"""Texts in which Python finds no word, though some are no space to others."""


@pytest.mark.parametrize("asked", SEPARATORS)
def test_no_words_stand_in_no_text(asked: str) -> None:
    assert not contains_words("Letters", asked)
    assert not contains_words("Letters", asked, whole=False)
    assert not contains_words(asked, asked)


@pytest.mark.parametrize("asked", SEPARATORS)
@pytest.mark.parametrize("option", ["--meets", "--lacks"])
def test_no_words_settle_no_condition(run: Callable[..., Any], option: str, asked: str) -> None:
    answer = run("check", "CALT", "--no-profile", option, asked)

    assert (answer.code, answer.out) == (2, "")
    assert "allowed: a text that is not blank" in answer.err


def test_no_words_are_refused_in_a_profile_too(run: Callable[..., Any], profile: Path) -> None:
    profile.write_text('meets = ["\\u001c"]\n', encoding="utf-8")
    answer = run("check", "CALT")

    assert (answer.code, answer.out) == (1, "")
    assert "meets.0: " in answer.err


@pytest.mark.no_cover
@pytest.mark.slow
def test_many_words_are_looked_for_quickly(run: Callable[..., Any], profile: Path) -> None:
    words = ", ".join(f'"word{number} letters{number}"' for number in range(1000))
    profile.write_text(f"meets = [{words}]\n", encoding="utf-8")
    start = time.process_time()
    answer = run("check")

    assert answer.code == 0
    assert time.process_time() - start < 15
