"""Plans with credentials whose length nobody knows: their starts, latest ends and fees."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from conftest import Answered
from hypothesis import given
from hypothesis import strategies as st
from test_planning import START, make_credential, make_plan, payments

from libcert import Catalogue
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.validation import validate
from libcert.planning import PlanRequest, plan
from libcert.questions.eligibility import evaluate
from libcert.render.plan_table import plan_table

Run = Callable[..., Answered]
ON = ("--on", "2026-11-29")
RECORDS_WORK = ("--education", "bachelor", "--experience", "2020-01-01.. records full-time")
LIBRARY_WORK = ("--education", "associate", "--experience", "2022-01-01.. academic full-time")


def within(months: int) -> dict[str, Any]:
    return {"text": f"Within {months} months", "deadline_months": months}


def holds(*names: str, at_least: int | None = None) -> dict[str, Any]:
    parts = [{"text": f"Hold {name}", "credential": name} for name in names]
    return {"text": f"Hold {' or '.join(names)}", "of": parts, "at_least": at_least}


def steps(found: Any) -> list[tuple[Any, ...]]:
    return [
        (
            step.id,
            str(step.start),
            step.finish and str(step.finish),
            step.finish_by and str(step.finish_by),
            step.after,
        )
        for step in found.steps
    ]


def test_records_ladder_is_planned_without_any_length(run: Run) -> None:
    """Each level has to be finished within five years, so the CRM by 2036 at the latest."""
    answer = run("plan", "--goal", "CRA,CRM", *RECORDS_WORK, *ON, "--json").json

    assert [
        (step["id"], step["start"], step["finish"], step["finish_by"], step["after"])
        for step in answer["steps"]
    ] == [
        ("CRA", "2026-11-29", None, "2031-11-29", []),
        ("CRM", "2026-11-29", None, "2036-11-29", ["CRA"]),
    ]
    assert (answer["finish"], answer["is_open"], answer["not_planned"]) == (None, True, [])
    assert "CRM: it starts after CRA, on 2026-11-29 at the earliest" in answer["assumed"]


def test_a_deadline_on_record_is_the_latest_end(run: Run) -> None:
    """The LSSC allows 48 months."""
    answer = run("plan", "--goal", "LSSC", *LIBRARY_WORK, *ON, "--json").json

    [step] = answer["steps"]
    assert (step["start"], step["finish"], step["finish_by"]) == (
        "2026-11-29",
        None,
        "2030-11-29",
    )
    assert [year["year"] for year in answer["by_year"]] == [2026]


def test_hours_of_study_give_the_length() -> None:
    """At 5 hours a week, 100 hours take 20 weeks: 4.62 months of 12 in 52 weeks, or 144 slots.

    Four months from November 23 is March 23, and 20 of 31 slots later is April 12.
    """
    effort = {"low": 100, "high": 100, "unit": "hours"}
    found = make_plan([make_credential("A", None, effort=effort)], person={"study_hours": 5})

    assert steps(found) == [("A", "2026-11-23", "2027-04-12", None, ())]
    assert found.assumed == (
        "A: it takes 4.62 months (100 hours of study at 5 hours a week; duration not on record)",
    )


@pytest.mark.parametrize(
    ("pace", "months"), [("quick", "4.62"), ("usual", "6.92"), ("safe", "9.23")]
)
def test_a_range_of_effort_follows_the_pace(pace: Any, months: str) -> None:
    effort = {"low": 100, "high": 200, "unit": "hours"}
    found = make_plan(
        [make_credential("A", None, effort=effort)], person={"study_hours": 5}, pace=pace
    )

    assert found.assumed[0].startswith(f"A: it takes {months} months (100–200 hours")


@pytest.mark.parametrize(
    ("effort", "person", "assume", "words"),
    [
        pytest.param(
            {"low": 100, "high": 100, "unit": "hours"},
            {},
            {},
            "it takes 100 hours of study; use `--study-hours HOURS` to plan its end",
            id="no hours a week",
        ),
        pytest.param(
            {"low": 6, "high": 6, "unit": "courses"},
            {"study_hours": 5},
            {},
            "not on record; use `--assume ID=MONTHS` to plan its end",
            id="courses are no hours",
        ),
        pytest.param(
            {"low": 100, "unit": "hours"},
            {"study_hours": 5},
            {},
            "it takes at least 100 hours + more of study",
            id="one end of the hours",
        ),
        pytest.param(
            {"low": 100, "high": 100, "unit": "hours"},
            {"study_hours": 5},
            {"A": Decimal(3), "*": Decimal(1)},
            "it takes 3 months, as you assume (not on record)",
            id="an assumption for it comes first",
        ),
        pytest.param(
            {"low": 100, "high": 100, "unit": "hours"},
            {"study_hours": 5},
            {"*": Decimal(1)},
            "it takes 4.62 months",
            id="an assumption for all comes last",
        ),
        pytest.param(
            {},
            {},
            {"*": Decimal(0)},
            "it takes no time, as you assume (not on record)",
            id="no time",
        ),
    ],
)
def test_the_plan_says_what_a_length_rests_on(
    effort: Any, person: Any, assume: Any, words: str
) -> None:
    found = make_plan([make_credential("A", None, effort=effort)], person=person, assume=assume)

    assert words in found.assumed[0]


@pytest.mark.parametrize(
    "length",
    [
        pytest.param({"low": 3}, id="lowest duration only"),
        pytest.param({"low": 3, "high": 4, "open": True}, id="open duration"),
    ],
)
def test_an_uncertain_length_leaves_the_end_open(length: Any) -> None:
    found = make_plan([make_credential("A", length)])

    assert steps(found) == [("A", "2026-11-23", None, None, ())]
    assert found.assumed[0].startswith("A: its duration is not certain (on record: ")


def test_a_credential_without_an_end_comes_after_the_others() -> None:
    found = make_plan([make_credential("A", None), make_credential("B", 6)])

    assert steps(found) == [
        ("B", "2026-11-23", "2027-05-23", None, ()),
        ("A", "2027-05-23", None, None, ()),
    ]
    assert found.finish == date(2027, 5, 23)


def test_two_at_once_begin_before_the_others_end() -> None:
    """B and C run side by side; A takes the place of B, and D then has to wait for A or C."""
    found = make_plan(
        [
            make_credential("A", None),
            make_credential("B", 2),
            make_credential("C", 4),
            make_credential("D", None, requirements=[within(12)]),
            make_credential("E", None),
        ],
        at_once=2,
    )

    assert steps(found) == [
        ("B", "2026-11-23", "2027-01-23", None, ()),
        ("C", "2026-11-23", "2027-03-23", None, ()),
        ("A", "2027-01-23", None, None, ()),
        ("D", "2027-01-23", None, None, ("A",)),
        ("E", "2027-01-23", None, None, ("D",)),
    ]


def test_what_requires_an_open_one_has_no_end_either() -> None:
    """A takes two months after B, which ends by 2027-11-23."""
    found = make_plan(
        [
            make_credential("A", 2, requirements=[holds("B", "C"), within(4)]),
            make_credential("B", None, requirements=[within(12)]),
            make_credential("C", 3),
        ],
        goals=["A"],
        at_once=3,
    )

    assert steps(found) == [
        ("C", "2026-11-23", "2027-02-23", None, ()),
        ("B", "2026-11-23", None, "2027-11-23", ()),
        ("A", "2027-02-23", None, "2028-01-23", ("B",)),
    ]


def test_a_known_way_is_taken_before_an_open_one() -> None:
    found = make_plan(
        [
            make_credential("A", 2, requirements=[holds("B", "C", at_least=1)]),
            make_credential("B", None),
            make_credential("C", 3),
        ],
        goals=["A"],
    )

    assert [step.id for step in found.steps] == ["C", "A"]
    assert not found.is_open


def test_only_what_is_needed_comes_before() -> None:
    """A needs B or C, so it waits for one of them only; what takes no time takes no place."""
    found = make_plan(
        [
            make_credential("B", None),
            make_credential("C", None),
            make_credential("A", 0, requirements=[holds("B", "C", at_least=1)]),
            make_credential("D", None),
        ],
        at_once=4,
    )

    assert {step.id: step.after for step in found.steps} == {
        "A": ("B",),
        "B": (),
        "C": (),
        "D": (),
    }


def test_an_open_step_has_a_latest_end_in_the_calendar(run: Run) -> None:
    output = run("calendar", "LSSC", *LIBRARY_WORK, *ON).out

    assert "UID:lssc-plan-limit@libcert" in output
    assert "DTSTART;VALUE=DATE:20301129" in output
    assert "lssc-plan-finish" not in output


def test_a_length_beyond_the_deadline_is_the_whole_answer(run: Run) -> None:
    output = run("plan", "LSSC", "--assume", "60mo", *LIBRARY_WORK, *ON, "-f", "table").out

    assert output.splitlines()[-2:] == [
        "No plan: nothing fits. Here is why:",
        "  LSSC: it must be finished within 48 months, but takes longer",
    ]


@pytest.mark.parametrize("months", [None, 6])
def test_a_lower_level_comes_first(months: int | None) -> None:
    levels = [
        make_credential("TWO", months, family="F", level="2", previous="ONE"),
        make_credential("ONE", months, family="F", level="1"),
    ]

    assert [step.id for step in make_plan(levels).steps] == ["ONE", "TWO"]
    assert [step.id for step in make_plan(levels, in_order=True).steps] == ["TWO", "ONE"]


def test_no_credential_waits_for_a_lower_level_without_an_end() -> None:
    levels = [
        make_credential("TWO", 6, family="F", level="2", previous="ONE"),
        make_credential("ONE", None, family="F", level="1"),
    ]

    assert [step.id for step in make_plan(levels).steps] == ["TWO", "ONE"]


def test_in_order_a_goal_waits_for_an_open_one() -> None:
    found = make_plan([make_credential("A", None), make_credential("B", 6)], in_order=True)

    assert steps(found) == [
        ("A", "2026-11-23", None, None, ()),
        ("B", "2026-11-23", None, None, ("A",)),
    ]


def test_all_fees_of_an_open_step_count_in_the_year_of_its_start() -> None:
    fees = [
        {"purpose": "application", "low": 40, "high": 40},
        {"purpose": "exam", "low": 60, "high": 60},
        {"purpose": "maintenance", "low": 10, "high": 10},
    ]
    found = make_plan([make_credential("A", None, fees=fees), make_credential("B", 2)], budget=150)

    assert steps(found)[1] == ("A", "2028-01-01", None, None, ())
    assert [payments(found, number) for number in range(3)] == [
        [],
        [("B", "exam", 100)],
        [("A", "application", 40), ("A", "exam", 60)],
    ]
    assert found.assumed[-2:] == (
        "A: all its fees count in 2028, the year of its start",
        "A: from the award on: $10 a year, not counted because its day is not known",
    )


def test_an_open_end_is_not_promised_by_a_day() -> None:
    catalogue = [make_credential("A", None), make_credential("B", None, requirements=[within(6)])]
    found = make_plan(catalogue, by=date(2027, 6, 1), at_once=2)

    assert [step.id for step in found.steps] == ["A", "B"]
    assert "A: it is not certain that it ends by 2027-06-01" in found.assumed
    assert not any(text.startswith("B: it is not certain that it ends") for text in found.assumed)


def test_too_few_hours_for_the_deadline_name_how_many_are_enough() -> None:
    """At 5 hours a week, 600 hours take 120 weeks; within 12 months, or 52 weeks, it takes 12."""
    effort = {"low": 600, "high": 600, "unit": "hours"}
    credential = make_credential("A", None, effort=effort, requirements=[within(12)])
    found = make_plan([credential], person={"study_hours": 5})

    assert found.not_planned[0].because == (
        "it must be finished within 12 months; use `--study-hours 12` or more"
    )
    assert make_plan([credential], person={"study_hours": 12}).steps[0].finish is not None


FIGURES = st.lists(
    st.tuples(
        st.none() | st.integers(0, 14),
        st.none() | st.integers(0, 200),
        st.integers(0, 2),
        st.sampled_from([None, 0, 1, 2]),
        st.sampled_from([None, 40, 200]),
    ),
    min_size=1,
    max_size=3,
)
PERSONS = st.sampled_from([{}, {"study_hours": 5}])
JOB = {"experience": [{"setting": "academic", "since": date(2026, 1, 31)}]}


def make_credentials(figures: list[Any]) -> list[Credential]:
    """Return credentials, some of which lack a duration, an effort or a fee."""
    return [
        make_credential(
            "ABC"[index],
            months,
            cost,
            effort={"low": hours, "high": hours, "unit": "hours"},
            requirements=[
                {"text": "Work", "experience": {"low": work, "high": work}},
                *(
                    [holds("ABC"[before])]
                    if before not in (None, index) and before < len(figures)
                    else []
                ),
            ],
        )
        for index, (months, cost, work, before, hours) in enumerate(figures)
    ]


@given(FIGURES, PERSONS, st.integers(50, 500), st.integers(1, 200), st.integers(1, 2))
def test_a_larger_budget_never_plans_less_or_later(
    figures: list[Any], person: Any, budget: int, more: int, at_once: int
) -> None:
    credentials = make_credentials(figures)
    less = make_plan(credentials, person=JOB | person, budget=budget, at_once=at_once)
    richer = make_plan(credentials, person=JOB | person, budget=budget + more, at_once=at_once)

    assert len(richer.steps) >= len(less.steps)
    if {step.id for step in richer.steps} == {step.id for step in less.steps}:
        ends = [
            max((step.finish or step.start for step in found.steps), default=START)
            for found in (richer, less)
        ]
        assert ends[0] <= ends[1]


@given(FIGURES, PERSONS, st.integers(50, 500), st.integers(1, 2), st.none() | st.just(24))
def test_a_plan_with_missing_figures_never_breaks_a_requirement_or_the_budget(
    figures: list[Any], person: Any, budget: int, at_once: int, months: int | None
) -> None:
    credentials = {one.id: one for one in make_credentials(figures)}
    by = None if months is None else date(2028, 11, 23)
    found = make_plan(
        list(credentials.values()), person=JOB | person, budget=budget, at_once=at_once, by=by
    )
    planned = {step.id: step for step in found.steps}

    held: dict[str, Any] = {}
    for step in found.steps:
        ended: dict[str, Any] = {
            other.id: {}
            for other in found.steps
            if other.id in step.after or (other.finish and other.finish <= step.start)
        }
        held[step.id] = ended
        before = validate(Profile, JOB | {"held": ended | chain(step, planned)})
        assert evaluate(credentials[step.id], before, step.start).answer is Answer.YES
        assert by is None or (step.finish or step.start) <= by
        assert (step.finish is None) or step.after == ()
    for first, second in combinations(found.steps, 2):
        if at_once == 1 and first.finish and second.finish:
            assert first.finish <= second.start or second.finish <= first.start
        if at_once == 1 and first.finish and second.finish is None:
            assert first.finish <= second.start
    assert all((year.cost.high or 0) <= budget for year in found.by_year)
    assert len(found.steps) + len(found.not_planned) == len(credentials)


def chain(step: Any, planned: Any) -> dict[str, Any]:
    """Return the credentials that *step* comes after, and those that these come after."""
    return {
        id_: held
        for other in step.after
        for id_, held in [(other, {}), *chain(planned[other], planned).items()]
    }


@given(FIGURES, st.integers(1, 2))
def test_without_limits_a_length_never_removes_a_goal(figures: list[Any], at_once: int) -> None:
    known = [(6 if months is None else months, *rest) for months, *rest in figures]
    less = make_plan(make_credentials(figures), person=JOB, at_once=at_once)
    more = make_plan(make_credentials(known), person=JOB, at_once=at_once)

    assert {step.id for step in less.steps} == {step.id for step in more.steps}
    assert not more.is_open


def test_the_table_says_what_is_known_of_an_uncertain_length() -> None:
    catalogue = Catalogue([make_credential("A", {"low": 3}), make_credential("B", None)])
    found = plan(catalogue, PlanRequest(START, ["A", "B"], by=date(2028, 1, 1)), Profile())

    footer = plan_table([found]).footer
    assert footer[1:3] == [
        "not certain to end by 2028-01-01: the end of A, B is not known; total $200",
        "2026: $200",
    ]
    assert [line.strip("\N{NO-BREAK SPACE}") for line in footer[4:]] == [
        (
            "A: its duration is not certain (on record: from 3 months); "
            "use `--assume ID=MONTHS` to plan its end"
        ),
        "A, B: all their fees count in 2026, the year they start",
        "B: how long it takes is not on record; add `--assume ID=MONTHS`",
    ]


def test_the_table_says_when_what_comes_after_can_start(run: Run) -> None:
    answer = run("plan", "CIP", "CRA", "CRM", *RECORDS_WORK, *ON, "-f", "table").out

    assert "after CRA" in answer
    assert "CRM: it starts after CRA, on 2027-05-29 at the earliest" in answer
    assert "done on 2027-05-29, but the end of CRA, CRM is not known" in answer


def test_the_table_says_which_step_may_end_too_late(run: Run) -> None:
    late = run("plan", "LSSC", "--by", "2027-11-29", *ON, "-f", "table").out
    both = run("plan", "CRA", "CRM", "--by", "2028", *ON, "-f", "table").out
    long = run("plan", "CIP", "CRA", *RECORDS_WORK, "--by", "2033", *ON, "-f", "table").out

    assert late.split("\n\n")[1].startswith(
        "not certain to end by 2027-11-29: LSSC may take until 2030-11-29; total"
    )
    assert "CRA may take until 2031-11-29, CRM may take" in both
    assert "done on 2027-05-29, but the end of CRA is not known; total" in long


def test_an_end_that_is_late_and_one_that_is_only_unknown_are_told_apart() -> None:
    limited = [{"text": "Soon", "deadline_months": 12}]
    catalogue = Catalogue(
        [
            make_credential("A", 1),
            make_credential("B", None, requirements=limited),
            make_credential("C", None),
        ]
    )
    request = PlanRequest(START, ["A", "B", "C"], by=date(2028, 1, 1))
    footer = plan_table([plan(catalogue, request, Profile())]).footer

    assert footer[1].startswith(
        "done on 2026-12-23, but the end of B is not known; "
        "not certain to end by 2028-01-01: the end of C is not known; total"
    )


def test_the_hours_on_record_may_not_be_all(run: Run) -> None:
    table = " ".join(run("plan", "MOS-Assoc", "--study-hours", "5", *ON, "-f", "table").out.split())

    assert "(at least 20 hours + more of study); add `--assume ID=MONTHS`" in table
    assert "--study-hours" not in table
