"""Test which credentials a person can begin with now, later, or after one more step."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from factory import NOTHING_ASKED, load_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue, describe
from libcert.catalogue.fees import with_cost
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import NextStep, RequirementResult
from libcert.model.validation import validate
from libcert.questions.next_steps import next_steps
from libcert.questions.route import nearest_route, open_conditions
from libcert.render.next_table import FITTING, drawn_next_table, share_room

Run = Callable[..., Any]
TODAY = date(2026, 11, 29)


def steps(
    *credentials: Credential, positions: tuple[Any, ...] = (), **person: Any
) -> list[NextStep]:
    """Return the next steps of a person who has these entries in the profile."""
    return next_steps(Catalogue(credentials), validate(Profile, person), TODAY, positions)


def only(*credentials: Credential, **person: Any) -> NextStep:
    [step] = steps(*credentials, **person)
    return step


def open_to_all(id_: str = "X", **fields: Any) -> Credential:
    return load_credential(**NOTHING_ASKED | {"id": id_} | fields)


def asking(requirement: dict[str, Any], id_: str = "X", **fields: Any) -> Credential:
    return open_to_all(id_, requirements=[{"text": "Asked"} | requirement], **fields)


# --- When -----------------------------------------------------------------------------------------


def test_what_asks_for_nothing_is_open_now() -> None:
    step = only(open_to_all())
    assert (step.when, step.from_, step.step, step.need) == ("now", TODAY, None, None)


def test_what_time_alone_brings_is_open_later() -> None:
    work = {"years": 1, "as_of": TODAY, "running": True, "setting": "academic"}
    step = only(
        asking({"experience": {"low": 2, "high": 2}}, experience={"low": 2, "high": 2}),
        experience=[work],
    )
    assert (step.when, step.from_) == ("later", date(2027, 11, 29))
    assert step.need is not None


MASTER = {"education": {"level": "master"}}
WORK = {"experience": {"low": 3, "high": 3}}
ENDED = {"years": 2, "running": False, "setting": "academic"}
SOME_COLLEGE = {"level": "high-school", "college_years": 2}


@pytest.mark.parametrize(
    ("requirement", "person", "words"),
    [
        ({"credential": "Y"}, {}, "earn Y first"),
        ({"credential": "Y"}, {"held": {"Y": {"expires": date(2026, 1, 1)}}}, "earn Y first"),
        ({"membership": "ALA"}, {}, "join ALA"),
        ({"membership": "ALA"}, {"non_member": True}, "join ALA"),
        (MASTER, {"education": "bachelor"}, "finish a master's degree"),
        (
            {"education": SOME_COLLEGE},
            {"education": "high-school", "college_years": 1},
            "finish 1 year more of college",
        ),
        (WORK, {"experience": [ENDED]}, "you need 1 more year of work"),
    ],
)
def test_one_condition_that_is_missing_is_a_step(
    requirement: dict[str, Any], person: dict[str, Any], words: str
) -> None:
    credential = asking(requirement, education={"level": "none"}, experience={"low": 0, "high": 0})
    if "education" in requirement:
        credential = asking(requirement, education=requirement["education"])
    if "experience" in requirement:
        credential = asking(requirement, experience=requirement["experience"])
    other = open_to_all("Y", standing="confirmed")
    step = next(step for step in steps(credential, other, **person) if step.id == "X")
    assert step.when == "step"
    assert step.step is not None
    assert words in describe(step.step)


@pytest.mark.parametrize(
    ("requirement", "person"),
    [
        (MASTER, {"education": "associate"}),
        ({"education": SOME_COLLEGE | {"college_years": 4}}, {"college_years": 1}),
        (WORK, {"experience": [ENDED | {"years": Decimal("0.5")}]}),
        ({"not_education": {"level": "high-school"}}, {"education": "bachelor"}),
    ],
    ids=["two degrees", "three years", "two and a half years", "not allowed"],
)
def test_more_than_one_step_is_left_out(
    requirement: dict[str, Any], person: dict[str, Any]
) -> None:
    fields = {key: requirement[key] for key in ("education", "experience") if key in requirement}
    credential = asking(requirement, **fields)
    assert steps(credential, **person) == []


def test_a_doubt_names_what_would_settle_it() -> None:
    step = only(asking(MASTER, education={"level": "master"}))
    assert step.when == "doubt"
    assert step.need is not None
    assert describe(step.need) == "which education do you have?"


def test_to_earn_what_nobody_can_find_is_no_step() -> None:
    unfound = open_to_all("Z", standing="not-found")
    [step] = steps(asking({"credential": "Z"}), unfound)
    assert step.when == "doubt"


def test_one_doubt_and_one_missing_condition_are_no_step() -> None:
    credential = open_to_all(
        requirements=[{"text": "Degree", **MASTER}, {"text": "A letter"}],
        education={"level": "master"},
    )
    assert steps(credential, education="none") == []


# --- Who it is for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"standing": "not-found"},
        {"status": {"state": "closed"}},
        {"status": {"state": "closing", "since": "2026-11-28"}},
        {"status": {"state": "closing", "since": "2026-10"}},
        {"status": {"state": "closing", "since": "2025"}},
        {"where": ["US-IN"]},
        {"settings": ["archives"]},
        {"not_for": ["page"]},
    ],
)
def test_what_does_not_fit_is_left_out(fields: dict[str, Any]) -> None:
    person: dict[str, Any] = {"where": "US-OH", "settings": ["public"]}
    credential = load_credential(**NOTHING_ASKED | {"where": ["any"], "settings": []} | fields)
    assert steps(credential, positions=("page",), **person) == []


@pytest.mark.parametrize("since", ["2026-11-29", "2026-11", "2026", None])
def test_the_last_day_before_it_closes_counts(since: str | None) -> None:
    assert only(open_to_all(status={"state": "closing", "since": since})).when == "now"


def test_what_one_holds_is_left_out() -> None:
    assert steps(open_to_all(), held={"x": {}}) == []
    assert only(open_to_all(), held={"X": {"expires": date(2026, 1, 1)}}).when == "now"


def test_a_job_that_is_one_of_several_fits() -> None:
    credential = open_to_all(not_for=["page"])
    assert len(steps(credential, positions=("page", "aide"))) == 1


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ([], "where is not on record"),
        (["US-OH"], "it is only for a part: Ohio (US-OH)"),
    ],
)
def test_a_place_that_is_not_certain_is_a_doubt(where: list[str], words: str) -> None:
    step = only(open_to_all(where=where), where="US")
    assert step.when == "doubt"
    assert step.need is not None
    assert describe(step.need) == words


# --- Order ----------------------------------------------------------------------------------------


def priced(id_: str, *amount: int | None, **fields: Any) -> Credential:
    low, high = amount or (None, None)
    fee = {"purpose": "exam", "low": low, "high": high, "unit": "USD"} | fields.pop("fee", {})
    return with_cost(open_to_all(id_, fees=[fee], **fields))


def test_the_cheapest_come_first_and_unknown_costs_last() -> None:
    records = [
        priced("Unknown"),
        priced("Foreign", 1, 1, fee={"unit": "GBP"}),
        priced("From", 0, None),
        priced("More", 5, 5, fee={"open": True}),
        priced("Dear", 90, 90),
        priced("Range", 10, 90),
        priced("Cheap", 10, 20),
    ]
    ids = [step.id for step in steps(*records)]
    assert ids == ["Cheap", "Range", "Dear", "From", "More", "Unknown", "Foreign"]


def test_what_is_made_for_the_person_comes_before_what_is_for_anybody() -> None:
    records = [
        priced("Any", 1, 1, where=["any"], settings=["any"]),
        priced("Own", 9, 9, where=["US-OH"], settings=["any"]),
        priced("Workplace", 5, 5, where=["any"], settings=["public"]),
    ]
    found = steps(*records, where="US-OH", settings=["public"])
    assert [(step.id, step.made_for_you) for step in found] == [
        ("Own", True),
        ("Workplace", True),
        ("Any", False),
    ]


def test_what_costs_the_same_is_nearest_first() -> None:
    records = [
        priced("Any", 1, 1, where=["any"]),
        priced("Country", 1, 1, where=["US"]),
        priced("Own", 1, 1, where=["US-OH"]),
    ]
    for step in (found := steps(*records, where="US-OH", settings=["academic"])):
        assert step.made_for_you
    assert [step.id for step in found] == ["Own", "Country", "Any"]


def test_what_is_over_the_budget_comes_last_and_says_so() -> None:
    records = [priced("Dear", 150, 150), priced("Perhaps", 50, 150), priced("Unknown")]
    found = steps(*records, budget=100)
    assert [(step.id, step.over_budget) for step in found] == [
        ("Perhaps", False),
        ("Unknown", False),
        ("Dear", True),
    ]
    table = drawn_next_table(found, None, short=False)
    assert [getattr(row, "why").startswith("over your budget") for row in table.records] == [  # noqa: B009
        False,
        False,
        True,
    ]


def test_prices_are_those_of_the_person() -> None:
    fees = [
        {"purpose": "exam", "low": 10, "high": 10, "audience": "member", "organization": "ALA"},
        {"purpose": "exam", "low": 30, "high": 30, "audience": "non-member", "organization": "ALA"},
    ]
    step = only(open_to_all(fees=fees), member=["ALA"], currency="EUR", rate={"USD": 2})
    assert (step.cost.low, step.cost.high, step.cost.unit) == (20, 20, "EUR")


# --- The nearest route ----------------------------------------------------------------------------

ANSWERS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"answer": Answer.YES},
        {"answer": Answer.NO},
        {"answer": Answer.NO, "from_": date(2027, 1, 1)},
        {"answer": Answer.MAYBE, "gap": "person"},
        {"answer": Answer.MAYBE, "gap": "record"},
    ]
)
SINGLE = ANSWERS.map(lambda fields: RequirementResult(text="t", **fields))


def group(parts: list[RequirementResult], at_least: int | None) -> RequirementResult:
    """Return a group that is a yes if enough of its parts are, and otherwise a no."""
    count = at_least or len(parts)
    met = sum(part.answer is Answer.YES for part in parts) >= count
    answer = Answer.YES if met else Answer.NO
    return RequirementResult(text="g", answer=answer, at_least=at_least, of=tuple(parts))


GROUPS = st.recursive(
    SINGLE,
    lambda parts: st.lists(parts, min_size=1, max_size=3).flatmap(
        lambda members: st.builds(
            group,
            st.just(members),
            st.sampled_from([None, *range(1, len(members) + 1)]),
        )
    ),
    max_leaves=8,
)


@given(GROUPS)
def test_a_route_is_empty_only_if_the_condition_is_met(result: RequirementResult) -> None:
    _, left = nearest_route(result)
    assert bool(left) is (result.answer is not Answer.YES)
    assert all(not leaf.of and leaf.answer is not Answer.YES for leaf in left)
    assert left == open_conditions([result])


def test_the_nearest_alternative_is_the_one_that_misses_least() -> None:
    never = RequirementResult(text="never", answer=Answer.NO)
    asked = RequirementResult(text="asked", answer=Answer.MAYBE, gap="person")
    record = RequirementResult(text="record", answer=Answer.MAYBE, gap="record")
    soon = RequirementResult(text="soon", answer=Answer.NO, from_=date(2027, 1, 1))
    for best, others in ((soon, [asked, record, never]), (asked, [record, never])):
        assert open_conditions([group([*others, best], 1)]) == [best]


def missing(code: str, **data: Any) -> RequirementResult:
    return RequirementResult(text="t", answer=Answer.NO, need=Reason.of(code, **data))


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (
            missing("schooling-missing", required="high-school", held="none"),
            missing("schooling-missing", required="bachelor", held="none"),
        ),
        (
            missing("college-missing", required=2, held=1),
            missing("college-missing", required=4, held=1),
        ),
        (missing("work-missing", span=(0, 6, 0)), missing("work-missing", span=(2, 0, 0))),
        (missing("membership-missing"), missing("work-missing", span=(0, 1, 0))),
    ],
)
def test_of_two_ways_the_one_with_fewer_years_is_nearer(
    near: RequirementResult, far: RequirementResult
) -> None:
    assert open_conditions([group([far, near], 1)]) == [near]


# --- The table ------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 40))
def test_each_group_has_a_share_of_the_room(counts: list[int], room: int) -> None:
    shown = share_room(counts, room)
    assert all(1 <= part <= count for part, count in zip(shown, counts, strict=True))
    assert sum(shown) == max(min(room, sum(counts)), len(counts))


def test_a_short_answer_fits_a_screen_and_counts_what_it_hides() -> None:
    found = steps(*(open_to_all(f"X{number}") for number in range(50)))
    table = drawn_next_table(found, "Something is in doubt.", short=True)
    lines = 2 + len(table.sections) + len(table.records) + len(table.footer)
    assert lines <= FITTING
    assert table.sections == {0: f"Also open to you now ({len(table.records)} of 50)"}
    assert table.footer == [
        "",
        "— not on record",
        "--all shows the others",
        "Something is in doubt.",
    ]
    assert len(drawn_next_table(found, None, short=False).records) == 50


# --- The command ----------------------------------------------------------------------------------

CLERK = ("--where", "texas", "--setting", "academic", "--education", "associate")


def test_the_answer_has_the_credentials_in_order_and_why(run: Run) -> None:
    found = run("next", *CLERK, "--experience", "4 academic full-time", "--json").json
    by_id = {step["id"]: step for step in found}
    assert by_id["LSSC"]["when"] == "now"
    assert by_id["CHIS-2"]["step"] == "earn CHIS-1 first"
    assert {step["when"] for step in found} <= {"now", "later", "step", "doubt"}
    assert "IGP" not in by_id  # it is not for technicians
    jsonschema.Draft202012Validator(run("schema", "next").json).validate(found[0])


def test_a_pipe_has_a_line_for_each_credential_and_says_when(run: Run) -> None:
    answer = run("next", *CLERK)
    header, *lines = answer.out.splitlines()
    assert header.split("\t") == ["when", "id", "name", "cost", "time", "why"]
    assert len(lines) == len(run("next", *CLERK, "--json").json)
    assert "note: only" not in answer.err


def test_a_small_screen_has_the_first_of_each_group(run: Run) -> None:
    argv = ("next", *CLERK, "--experience", "1 academic", "--format", "table")
    answer = run(*argv)
    assert len(answer.out.splitlines()) <= FITTING
    assert answer.out.startswith("For you: academic, Texas (US-TX)\nid ")
    for text in ("Open to you now", "--all shows the others, with", "more may be open to you"):
        assert text in answer.out
    everything = run(*argv, "--all").out
    assert len(everything.splitlines()) > FITTING
    assert "Also open to you now" in everything
    assert "In doubt" in everything


def test_the_profile_narrows_the_answer_and_a_note_says_so(run: Run, profile: Path) -> None:
    profile.write_text('where = "US-TX"\nsettings = ["academic"]\n', encoding="utf-8")
    answer = run("next")
    assert "Texas" in answer.err
    assert "from your profile" in answer.err
    assert "US-OH" not in answer.out


def test_the_first_question_to_a_stranger_is_the_place(run: Run) -> None:
    assert "In which place do you work? Add `--where`" in run("next", "--format", "table").out


def test_the_question_that_settles_most_is_asked(run: Run) -> None:
    where = ("--where", "texas", "--setting", "academic", "--format", "table")
    assert "depend on this: which education do you have?" in run("next", *where).out.replace(
        "\n", " "
    )


def test_conditions_that_only_the_person_knows_are_left_to_check(run: Run, write: Any) -> None:
    asked = """
        organizations.Y = { name = "Y" }
        [credentials.X]
        name = "X"
        type = "license"
        issuer = "Y"
        where = ["US"]
        experience = { low = 0, high = 0 }
        education = { level = "none" }
        requirements = ["Be kind"]
    """
    own = ("--catalogue", str(write(asked)), "--no-bundled")
    answer = run("next", "--where", "US", "--format", "table", *own)
    assert "1 more may be open to you: `libcert check ID` says on which" in answer.out


def test_a_job_decides_for_whom_a_credential_is_made() -> None:
    records = [
        priced("Director", suits=["director"]),
        priced("Clerk", suits=["clerk"]),
        priced("Unsaid"),
    ]
    found = steps(*records, positions=("page",), settings=["academic"])
    assert {step.id: step.made_for_you for step in found} == {
        "Director": False,
        "Clerk": True,
        "Unsaid": True,
    }


def test_the_workplace_is_that_of_the_current_job(run: Run) -> None:
    ids = {step["id"] for step in run("next", "--experience", "2 as page", "--json").json}
    public = {step["id"] for step in run("next", "--experience", "2 public", "--json").json}
    both = {
        step["id"]
        for step in run("next", "--experience", "2 public", "--setting", "records", "--json").json
    }
    assert "IGP" in ids - public
    assert "IGP" in both


def test_without_a_doubt_nothing_is_asked(run: Run, write: Any) -> None:
    plain = """
        organizations.Y = { name = "Y" }
        [credentials.X]
        name = "X"
        type = "license"
        issuer = "Y"
        experience = { low = 0, high = 0 }
        education = { level = "none" }
    """
    own = ("--catalogue", str(write(plain)), "--no-bundled")
    assert "may be open to you" not in run("next", "--format", "table", *own).out
