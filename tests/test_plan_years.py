"""The payments of plans: shared fees paid once, and the years after the awards."""

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import Answered
from hypothesis import given
from hypothesis import strategies as st
from test_planning import START, make_credential, make_plan, payments, yearly_costs

from libcert import Catalogue
from libcert.model.credential import Money
from libcert.model.profile import Profile
from libcert.model.results import DatedPayment, Plan
from libcert.planning import PlanRequest, plan
from libcert.planning.tasks import After, AtLeast, Finished, Need, certain_tasks
from libcert.render.calendar_file import events
from libcert.render.plan_table import plan_table

Run = Callable[..., Answered]
ON = ("--on", "2026-11-29")
RENEWED = {"expires": True, "months": 24}
DUES = {"purpose": "maintenance", "low": 50, "high": 50, "shared": "S dues"}
EXAM = {"purpose": "exam", "low": 80, "high": 80}


def fees(**costs: int) -> list[dict[str, Any]]:
    return [{"purpose": purpose, "low": cost, "high": cost} for purpose, cost in costs.items()]


def test_fees_and_renewals_go_on_for_the_years_asked_for() -> None:
    """A is awarded on 2027-05-23: fees are due each May, and renewals in 2029 and 2031."""
    credential = make_credential(
        "A", 6, fees=fees(exam=100, maintenance=10, renewal=30), renewal=RENEWED
    )
    found = make_plan([credential], years=5)

    assert yearly_costs(found) == [
        (2026, "free"),
        (2027, "$100"),
        (2028, "$10"),
        (2029, "$40"),
        (2030, "$10"),
        (2031, "$40"),
    ]
    assert [(due.purpose, str(due.day)) for due in found.later] == [
        ("maintenance", "2028-05-23"),
        ("maintenance", "2029-05-23"),
        ("renewal", "2029-05-23"),
        ("maintenance", "2030-05-23"),
        ("maintenance", "2031-05-23"),
        ("renewal", "2031-05-23"),
    ]
    assert found.total.high == 200
    assert make_plan([credential]).later == ()


def test_held_credentials_go_on_too_and_free_renewals_are_shown() -> None:
    held = make_credential("H", fees=fees(renewal=0), renewal={"expires": True, "months": 12})
    person = {"held": {"H": {"since": date(2026, 3, 1)}}}
    found = make_plan([held], [], person, years=30)

    assert [str(due.day) for due in found.later][:2] == ["2027-03-01", "2028-03-01"]
    assert len(found.later) == 30
    assert payments(found, 1) == [("H", "renewal", 0)]


def test_a_plan_that_is_longer_than_the_years_is_counted_to_its_end() -> None:
    found = make_plan([make_credential("A", 36)], years=1)

    assert found.by_year[-1].year == 2029
    assert found.total.high == 100


def test_later_fees_over_the_budget_are_named() -> None:
    credential = make_credential("A", 6, fees=fees(exam=100, maintenance=120), renewal=RENEWED)
    found = make_plan([credential], years=3, budget=110)

    assert found.assumed[-1] == "the fees after the plan are more than the budget in 2028, 2029"


@pytest.mark.parametrize("years", [0, -1])
def test_no_years_are_refused(years: int) -> None:
    with pytest.raises(ValueError, match="`years` must be at least 1"):
        make_plan([make_credential("A")], years=years)


def test_dues_for_both_are_paid_once() -> None:
    """A is awarded in May 2027 and B in November 2027; only A pays 50 a year from 2028 on."""
    found = make_plan(
        [make_credential("A", 6, fees=[EXAM, DUES]), make_credential("B", 6, fees=[EXAM, DUES])],
        in_order=True,
        years=3,
    )

    assert yearly_costs(found) == [
        (2026, "free"),
        (2027, "$160"),
        (2028, "$50"),
        (2029, "$50"),
    ]
    assert found.assumed == ("B: its yearly fee (S dues) is paid with A",)
    assert not found.proven


def test_dues_are_paid_from_the_first_award_on() -> None:
    """B is awarded on 2027-01-01, before A, so it pays, although A is named first."""
    found = make_plan(
        [make_credential("A", 12, fees=[EXAM, DUES]), make_credential("B", 1, fees=[EXAM, DUES])],
        at_once=2,
        years=3,
    )

    assert [(due.id, str(due.day)) for due in found.later] == [
        ("B", "2028-01-01"),
        ("B", "2029-01-01"),
    ]


def test_dues_of_a_held_credential_cover_the_others() -> None:
    held = make_credential("H", fees=[DUES], renewal={"expires": False})
    person = {"held": {"H": {"since": date(2020, 2, 1)}}}
    found = make_plan([make_credential("A", 6, fees=[EXAM, DUES]), held], ["A"], person, budget=130)

    assert yearly_costs(found) == [(2026, "free"), (2027, "$130")]
    assert found.proven


def test_dues_of_two_held_credentials_are_paid_once() -> None:
    held = [make_credential(id_, fees=[DUES], renewal={"expires": False}) for id_ in "HI"]
    person = {"held": {"H": {"since": date(2020, 2, 1)}, "I": {"since": date(2021, 3, 1)}}}
    found = make_plan([make_credential("A", 6), *held], ["A"], person)

    assert yearly_costs(found) == [(2026, "free"), (2027, "$150")]
    assert payments(found, 1) == [("H", "maintenance", 50), ("A", "exam", 100)]


@pytest.mark.parametrize(("length", "sums"), [(9, ["free", "$260"]), (None, ["$180", "$80"])])
def test_a_shared_fee_at_the_award_is_paid_by_the_first_award(
    length: int | None, sums: list[str]
) -> None:
    badge = {"purpose": "certification", "low": 100, "high": 100, "shared": "badge"}
    found = make_plan(
        [
            make_credential("A", length, fees=[EXAM, badge]),
            make_credential("B", 6, fees=[EXAM, badge]),
        ],
        at_once=2,
    )

    assert [words for _, words in yearly_costs(found)] == sums


def test_a_yearly_membership_of_an_open_one_covers_no_other() -> None:
    """A pays 20 at its start in 2026; B pays 20 then too, and each year after that.

    A pays each year too, on a day that nobody knows.
    """
    join = {"purpose": "membership", "low": 20, "high": 20, "shared": "S", "yearly": True}
    found = make_plan(
        [make_credential("A", None, fees=[join]), make_credential("B", 6, fees=[join])],
        at_once=2,
        years=2,
    )

    assert yearly_costs(found) == [(2026, "$40"), (2027, "$20 + more"), (2028, "free + more")]


def test_a_fee_of_a_held_credential_may_not_be_due_either() -> None:
    held = make_credential(
        "H",
        fees=[{"purpose": "maintenance", "low": 50, "high": 50, "unclear_for": ["G"]}],
    )
    person = {"held": {"G": {"since": date(2020, 2, 1)}, "H": {"since": date(2021, 2, 1)}}}
    found = make_plan([make_credential("A", 6), make_credential("G", 1), held], ["A"], person)

    assert yearly_costs(found) == [(2026, "free"), (2027, "$100–$150")]


def test_dues_of_an_open_one_cover_no_other() -> None:
    """Nobody knows when A is awarded and pays its dues, so B pays them."""
    found = make_plan(
        [make_credential("A", None, fees=[EXAM, DUES]), make_credential("B", 6, fees=[EXAM, DUES])],
        years=2,
        at_once=2,
    )

    assert [due.id for due in found.later] == ["B"]


def test_a_shared_fee_to_join_is_paid_by_the_first() -> None:
    join = {"purpose": "membership", "low": 20, "high": 20, "shared": "S"}
    found = make_plan(
        [
            make_credential("A", None, fees=[EXAM, join]),
            make_credential("B", None, fees=[EXAM, join]),
            make_credential("C", 6, fees=[EXAM, join]),
        ]
    )

    assert yearly_costs(found) == [(2026, "$20"), (2027, "$240")]
    assert [step.cost.high for step in found.steps] == [100, 80, 80]


@pytest.mark.parametrize(
    ("lengths", "at_once", "cost"),
    [
        pytest.param((6, 6), 1, 80, id="one after the other"),
        pytest.param((6, 6), 2, 160, id="at the same time"),
        pytest.param((None, None), 1, 80, id="one after the other without an end"),
        pytest.param((None, None), 2, 160, id="at the same time without an end"),
    ],
)
def test_exams_that_are_passed_before_are_not_paid_again(
    lengths: tuple[int | None, int | None], at_once: int, cost: int
) -> None:
    exam = {"name": "Part 1"}
    credentials = [
        make_credential("A", lengths[0], fees=[EXAM], exams=[exam]),
        make_credential("B", lengths[1], fees=[EXAM], exams=[exam | {"passed_with": ["A"]}]),
    ]
    found = make_plan(credentials, at_once=at_once)

    assert found.total.high == cost
    said = "B: exams that are passed with A are not paid again" in found.assumed
    assert said == (cost == 80)


def test_a_fee_that_may_not_be_due_is_a_range() -> None:
    credentials = [
        make_credential("A", 6),
        make_credential("B", 6, fees=[EXAM | {"unclear_for": ["A"]}]),
        make_credential("C", 6, fees=[{"purpose": "exam", "unclear_for": ["A"]}]),
    ]
    found = make_plan(credentials, in_order=True)

    assert [(step.cost.low, step.cost.high) for step in found.steps] == [
        (100, 100),
        (0, 80),
        (None, None),
    ]
    assert "B: its exam may be lower with A" in found.assumed


def test_what_is_counted_twice_proves_nothing() -> None:
    """With shared dues, the solver counts 100 a year, so it cannot prove that 60 is too little."""
    credentials = [
        make_credential("A", 1, fees=[DUES]),
        make_credential("B", 1, fees=[DUES]),
        make_credential(
            "C",
            30,
            0,
            requirements=[
                {
                    "text": "Hold",
                    "of": [
                        {"text": "Hold A", "credential": "A"},
                        {"text": "Hold B", "credential": "B"},
                    ],
                }
            ],
        ),
    ]
    found = make_plan(credentials, budget=60)

    assert not found.proven
    assert all("cannot" not in one.because for one in found.not_planned)
    assert all("perhaps less" in text for text in found.mend if "budget" in text)


def test_the_calendar_has_every_payment_of_the_years(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    answer = run(
        *("calendar", "CRA", "--assume", "12mo", "--years", "3", "--held", "LSSC=2024-03-15"),
        *("--education", "bachelor", "--experience", "2020-01-01.. records full-time", *ON),
        *("--output", str(path)),
    )
    parts = icalendar.Calendar.from_ical(path.read_text(encoding="utf-8")).walk("VEVENT")
    days = {str(part["uid"]): part.decoded("dtstart") for part in parts}

    assert f"note: wrote {path}: {len(days)} events" in answer.err
    assert days["cra-plan-finish@libcert"] == date(2027, 11, 29)
    assert days["cra-maintenance-later-1@libcert"] == date(2028, 11, 29)
    assert days["lssc-renewal-0@libcert"] == date(2028, 3, 15)
    assert "lssc-renewal-later-1@libcert" not in days
    alone = run("calendar", "--years", "10", "--held", "LSSC=2024-03-15", *ON).out
    assert "lssc-renewal-later-2@libcert" in alone


def test_an_event_says_the_fee_if_it_is_known() -> None:
    due = DatedPayment(id="A", purpose="renewal", day=date(2030, 1, 1), cost=Money(low=9, high=9))
    unknown = due.replace(cost=Money())
    plan = Plan(start=START, proven=True, later=(due, unknown))

    assert [event.description for event in events([], plan, START)] == [["A", "fee: $9"], ["A"]]
    assert [event.uid for event in events([], plan, START)] == [
        "a-renewal-later-1@libcert",
        "a-renewal-later-2@libcert",
    ]


def test_years_are_lines_of_the_table(run: Run) -> None:
    ladder = ("CRA", "CRM", "--assume", "12mo", "--in-order", "--education", "bachelor")
    work = ("--experience", "2020-01-01.. records full-time")
    output = run("plan", *ladder, *work, "--years", "10", *ON, "-f", "table").out

    assert "2029–2031: $200 a year (CRA ICRM membership: $200)" in output
    assert "2036: $0" in output
    assert len(output.splitlines()) <= 24
    assert "CRM: its yearly fee (ICRM membership) is paid with CRA" in output


def test_step_costs_are_those_of_the_plan() -> None:
    found = make_plan([make_credential("A", 6, 90)], assume={"A": Decimal(1)})

    assert found.steps[0].cost.high == 90


def test_what_a_prerequisite_pays_leaves_room_in_the_budget() -> None:
    """B needs A, and shares its dues and one of two exams with it: $80 a year are enough."""
    parts = [{"name": "Part 1", "passed_with": ["A"]}, {"name": "Part 2"}]
    exam = {"purpose": "exam", "low": 30, "high": 30}
    first = make_credential("A", 1, fees=[exam, DUES])
    second = make_credential(
        "B",
        1,
        requirements=[{"text": "Hold A", "credential": "A"}],
        exams=parts,
        fees=[EXAM | {"exams": ["Part 1"]}, exam | {"exams": ["Part 2"]}, DUES],
    )
    budget = {"budget": 80}
    found = make_plan([first, second], ["A", "B"], budget)

    assert [step.id for step in found.steps] == ["A", "B"]
    assert found.proven
    assert all(year.cost.high is not None and year.cost.high <= 80 for year in found.by_year)


@given(
    st.recursive(
        st.one_of(st.builds(After, st.just(0)), st.builds(Finished, st.sampled_from("ABC"))),
        lambda needs: st.lists(needs, min_size=1, max_size=3).flatmap(
            lambda of: st.builds(AtLeast, st.integers(0, len(of)), st.just(tuple(of)))
        ),
        max_leaves=6,
    )
)
def test_certain_tasks_are_finished_in_every_way(need: Need) -> None:
    def holds(need: Need, finished: frozenset[str]) -> bool:
        match need:
            case Finished(task):
                return task in finished
            case AtLeast(count, of):
                return sum(holds(part, finished) for part in of) >= count
            case _:
                return True

    ways = [
        frozenset(way)
        for size in range(4)
        for way in itertools.combinations("ABC", size)
        if holds(need, frozenset(way))
    ]
    certain = certain_tasks(need)
    assert all(certain <= way for way in ways)


def test_yearly_dues_to_earn_it_go_on_during_the_work() -> None:
    """Dues of $40 are due on 2026-11-23 and each year on that day, also before the award."""
    dues = {"purpose": "membership", "low": 40, "high": 40, "yearly": True}
    exam = {"purpose": "exam", "low": 100, "high": 100}
    credential = make_credential("A", 30, fees=[exam, dues])

    assert yearly_costs(make_plan([credential], years=4)) == [
        (2026, "$40"),
        (2027, "$40"),
        (2028, "$40"),
        (2029, "$140"),
        (2030, "free"),
    ]
    assert make_plan([credential], budget=139).steps == ()


def test_a_year_in_which_more_may_be_due_is_not_free(run: Run) -> None:
    records = ("--education", "high school", "--experience", "5 records")
    table = run("plan", "CRA", "CRM", *records, "--years", "10", *ON, "-f", "table").out

    assert "2027–2036: $0 + more a year" in table
    assert "CRA: from the award on: $200 a year (ICRM membership), not counted" in table


def test_a_renewal_that_nobody_knows_may_be_due_after_the_award() -> None:
    """A is awarded in 2027; whether it has to be renewed is not on record."""
    catalogue = Catalogue([make_credential("A", 6, 0, renewal={})])
    found = plan(catalogue, PlanRequest(START, ["A"], years=3), Profile())

    assert [(year.year, year.cost.high, year.cost.open) for year in found.by_year] == [
        (2026, 0, False),
        (2027, 0, False),
        (2028, 0, True),
        (2029, 0, True),
    ]
    assert (found.total.high, found.total.open) == (0, True)
    assert "total $0 + more" in plan_table([found]).footer[1]


def test_a_fee_of_a_held_credential_without_a_day_may_be_due_in_each_year() -> None:
    held = make_credential("H", fees=[DUES])
    found = make_plan([make_credential("A", 6, 0), held], ["A"], {"held": {"H": {}}})

    assert {year.cost.open for year in found.by_year} == {True}


def test_a_payment_has_one_name(run: Run) -> None:
    answer = run("plan", "CRA", "--assume", "12mo", "--years", "3", *ON, "--json").json
    catalogue = Catalogue([make_credential("A", 6, fees=fees(enrolment=5, maintenance=10))])
    plain = plan(catalogue, PlanRequest(START, ["A"], years=2), Profile())
    text = "\n".join(plan_table([plain], by_year=True).footer)

    assert [(one["purpose"], one["shared"]) for one in answer["later"]] == [
        ("maintenance", "ICRM membership")
    ]
    assert "maintenance" not in text
    assert "A yearly fee: $10" in text
    assert "A enrollment: $5" in text


def test_a_cell_says_that_more_may_be_due(run: Run) -> None:
    answer = run("plan", "A+", "--years", "4", *ON, "--format", "csv").out

    assert "2026: nothing; 2027: about $400; 2028: $0 + more" in answer
