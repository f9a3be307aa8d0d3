"""Plans: the order, dates and cost of steps, and the reasons why a credential is not planned.

Some tests are examples that were worked out by hand; others check rules with random data.
"""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from conftest import Answered
from factory import NOTHING_ASKED, load_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.model import month_slots
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.model.validation import validate
from libcert.planning import PlanRequest, alternative_plans, plan, search
from libcert.questions.eligibility import evaluate
from libcert.render import phrases
from libcert.render.reasons import describe_with_options

Run = Callable[..., Answered]
START = date(2026, 11, 23)
MEMBERS = {"audience": "member", "organization": "S"}
OTHERS = {"audience": "non-member", "organization": "S"}


def make_credential(id_: str, months: Any = 6, cost: int | None = 100, **fields: Any) -> Credential:
    """Return a credential that has no requirements and an exam fee."""
    length = {"low": months, "high": months} if isinstance(months, int) else months
    usual = {
        "name": f"The {id_}",
        "duration": length or {},
        "fees": [{"purpose": "exam", "low": cost, "high": cost}],
        "renewal": {"expires": False},
        "standing": "confirmed",
    }
    return load_credential(id=id_, **NOTHING_ASKED | usual | fields)


def make_plan(
    credentials: list[Credential], goals: list[str] | None = None, person: Any = None, **wishes: Any
) -> Any:
    """Return a plan from a catalogue of *credentials*; all are goals, unless *goals* is set."""
    catalogue = Catalogue(credentials)
    goal_ids = goals if goals is not None else list(catalogue)
    budget = {"budget": wishes.pop("budget")} if "budget" in wishes else {}
    profile = validate(Profile, (person or {}) | budget)
    return with_words(plan(catalogue, PlanRequest(start=START, goals=goal_ids, **wishes), profile))


def with_words(found: Plan) -> Any:
    """Return the plan after its reasons are turned into words."""
    return found.replace(
        not_planned=tuple(
            missing.replace(because=describe_with_options(missing.because))
            for missing in found.not_planned
        ),
        **{
            name: tuple(map(describe_with_options, getattr(found, name)))
            for name in ("mend", "assumed", "disputed")
        },
    )


def step_dates(found: Plan) -> list[tuple[str, str, str]]:
    return [(step.id, str(step.start), str(step.finish)) for step in found.steps]


def yearly_costs(found: Plan) -> list[tuple[int, str]]:
    return [(year.year, phrases.format_range(year.cost)) for year in found.by_year]


def payments(found: Plan, number: int) -> list[tuple[str, str, Any]]:
    return [(one.id, one.purpose, one.cost.high) for one in found.by_year[number].what]


def test_steps_follow_one_after_the_other() -> None:
    """Six months from November 23 is May 23; eight more months is January 23."""
    found = make_plan([make_credential("A", 6), make_credential("B", 8)], in_order=True)

    assert step_dates(found) == [
        ("A", "2026-11-23", "2027-05-23"),
        ("B", "2027-05-23", "2028-01-23"),
    ]
    assert (found.finish, found.proven) == (date(2028, 1, 23), True)
    assert yearly_costs(found) == [(2026, "free"), (2027, "$100"), (2028, "$100")]
    assert payments(found, 1) == [("A", "exam", 100)]
    assert (found.not_planned, found.mend, found.assumed, found.disputed) == ((), (), (), ())


def test_month_ends_do_not_drift() -> None:
    """One month from January 31 is February 28. The next step ends on March 31, not March 28."""
    catalogue = Catalogue([make_credential("A", 1), make_credential("B", 1)])
    wishes = PlanRequest(start=date(2027, 1, 31), goals=["A", "B"], in_order=True)
    found = plan(catalogue, wishes, Profile())

    assert step_dates(found) == [
        ("A", "2027-01-31", "2027-02-28"),
        ("B", "2027-02-28", "2027-03-31"),
    ]


def test_year_from_a_leap_day_ends_on_february_28() -> None:
    catalogue = Catalogue([make_credential("A", 12)])
    found = plan(catalogue, PlanRequest(start=date(2028, 2, 29), goals=["A"]), Profile())

    assert found.finish == date(2029, 2, 28)


def test_two_steps_at_once() -> None:
    found = make_plan(
        [make_credential("A", 6), make_credential("B", 8), make_credential("C", 2)], at_once=2
    )

    assert found.finish == date(2027, 7, 23)


def test_step_that_needs_time_waits_while_others_go_first() -> None:
    late = make_credential(
        "A", 2, requirements=[{"text": "A year", "experience": {"low": 1, "high": 1}}]
    )
    job = {"setting": "academic", "since": date(2026, 5, 23)}
    found = make_plan([late, make_credential("B", 6)], person={"experience": [job]})

    assert step_dates(found) == [
        ("B", "2026-11-23", "2027-05-23"),
        ("A", "2027-05-23", "2027-07-23"),
    ]
    assert found.assumed == ('A: you meet "A year" on 2027-05-23',)


def test_prerequisite_is_planned_too() -> None:
    needs = make_credential("A", 2, requirements=[{"text": "Hold B", "credential": "b"}])
    found = make_plan([needs, make_credential("B", 3), make_credential("C", 1)], goals=["A"])

    assert step_dates(found) == [
        ("B", "2026-11-23", "2027-02-23"),
        ("A", "2027-02-23", "2027-04-23"),
    ]


def test_quicker_of_two_prerequisites_is_planned() -> None:
    either = {
        "text": "Hold B or C",
        "at_least": 1,
        "of": [{"text": "Hold B", "credential": "B"}, {"text": "Hold C", "credential": "C"}],
    }
    needs = make_credential("A", 2, requirements=[either])
    found = make_plan([needs, make_credential("B", 5), make_credential("C", 4)], goals=["A"])

    assert [step.id for step in found.steps] == ["C", "A"]


def test_held_credential_is_not_planned_again_and_counts_as_met() -> None:
    needs = make_credential("A", 2, requirements=[{"text": "Hold B", "credential": "B"}])
    found = make_plan([needs, make_credential("B", 3)], person={"held": {"b": {}}})

    assert step_dates(found) == [("A", "2026-11-23", "2027-01-23")]
    assert [(one.id, one.because) for one in found.not_planned] == [("B", "you already hold it")]
    assert found.mend == ()


def test_budget_moves_an_award_into_the_next_year() -> None:
    """Both could end in 2027. But 150 a year is enough for only one, so the other ends in 2028."""
    found = make_plan([make_credential("A", 2), make_credential("B", 2)], budget=150)

    assert step_dates(found) == [
        ("A", "2026-11-23", "2027-01-23"),
        ("B", "2027-11-01", "2028-01-01"),
    ]
    assert yearly_costs(found) == [(2026, "free"), (2027, "$100"), (2028, "$100")]
    assert {year.budget for year in found.by_year} == {150}


def test_budget_pays_renewals_of_held_credentials() -> None:
    """The renewal of B costs 120 in January 2027, so the budget of 2027 is not enough for A."""
    held = make_credential(
        "B",
        fees=[{"purpose": "renewal", "low": 120, "high": 120}],
        renewal={"expires": True, "months": 36},
    )
    person = {"held": {"B": {"since": date(2024, 1, 15)}}}
    found = make_plan([make_credential("A", 2), held], goals=["A"], person=person, budget=200)

    assert step_dates(found) == [("A", "2027-11-01", "2028-01-01")]
    assert yearly_costs(found) == [(2026, "free"), (2027, "$120"), (2028, "$100")]
    assert payments(found, 1) == [("B", "renewal", 120)]


def test_budget_pays_yearly_fees_of_planned_credentials() -> None:
    """After A is earned, it costs 100 a year. So B must come first or cannot be planned."""
    yearly = [
        {"purpose": "exam", "low": 50, "high": 50},
        {"purpose": "maintenance", "low": 100, "high": 100},
    ]
    found = make_plan(
        [make_credential("A", 12, fees=yearly), make_credential("B", 12, 150)], budget=150
    )

    assert [step.id for step in found.steps] == ["B", "A"]
    assert found.proven


def test_held_credentials_may_cost_more_than_the_budget() -> None:
    held = make_credential(
        "B",
        fees=[{"purpose": "maintenance", "low": 300, "high": 300}],
        renewal={"expires": False},
    )
    person = {"held": {"B": {"since": date(2024, 1, 15)}}}
    found = make_plan([held, make_credential("A", 3)], goals=["A"], person=person, budget=200)

    assert found.steps == ()
    assert found.mend == ("a budget of $400 a year",)


def test_free_credential_is_planned_if_held_ones_exceed_the_budget() -> None:
    held = make_credential(
        "B",
        fees=[{"purpose": "maintenance", "low": 300, "high": 300}],
        renewal={"expires": False},
    )
    person = {
        "held": {"B": {"since": date(2024, 1, 15)}, "NONE": {"expires": date(2027, 1, 1)}, "C": {}}
    }
    undated = make_credential("C", fees=[{"purpose": "maintenance", "low": 9, "high": 9}])
    found = make_plan(
        [held, make_credential("A", 3, 0), undated], goals=["A"], person=person, budget=200
    )

    assert [step.id for step in found.steps] == ["A"]
    assert found.assumed == (
        "NONE: no catalogue contains it, so the cost to keep it is not counted",
        "C: the day of its yearly fee is not known, so it is not counted",
        "the credentials that you already hold cost more than the budget in 2027",
    )


def test_no_fix_is_suggested_if_time_or_money_alone_is_not_enough() -> None:
    found = make_plan([make_credential("A", 12, 300)], budget=100, by=date(2027, 1, 1))

    assert found.mend == ()


def test_credential_that_does_not_fit_is_dropped_with_smallest_fixes() -> None:
    """150 a year is enough for one award a year. Both awards by 2027-12-31 need 200 a year."""
    found = make_plan(
        [make_credential("A", 3), make_credential("B", 3)], budget=150, by=date(2027, 12, 31)
    )

    assert [step.id for step in found.steps] == ["A"]
    assert [(one.id, one.because) for one in found.not_planned] == [
        ("B", "it fits by itself, but not beside A; `libcert plan B` plans it")
    ]
    assert found.mend == ("a budget of $200 a year", "time until 2028-01-01", "leaving out B")


def test_suggested_budget_is_the_least_that_is_enough() -> None:
    """Both awards may be in different years, so 100 a year are enough, and 99 are not."""
    found = make_plan([make_credential("A", 3), make_credential("B", 3)], budget=50)

    assert found.mend == ("a budget of $100 a year",)


def test_time_alone_may_be_too_short() -> None:
    found = make_plan([make_credential("A", 6), make_credential("B", 6)], by=date(2027, 6, 1))

    assert [step.id for step in found.steps] == ["A"]
    assert found.not_planned[0].because == (
        "it fits by itself, but not beside A; `libcert plan B` plans it"
    )
    assert found.mend == ("time until 2027-11-23", "leaving out B")


@pytest.mark.parametrize(
    ("credential", "because"),
    [
        pytest.param(
            make_credential(
                "A", requirements=[{"text": "Degree", "education": {"level": "master"}}]
            ),
            "you need a master's degree; you have a bachelor's degree",
            id="education",
        ),
        pytest.param(
            make_credential("A", 13, requirements=[{"text": "In a year", "deadline_months": 12}]),
            "it must be finished within 12 months, but takes longer",
            id="deadline too short",
        ),
        pytest.param(
            make_credential("A", requirements=[{"text": "Hold A", "credential": "A"}]),
            "a credential that it requires is not planned before it",
            id="requires itself",
        ),
    ],
)
def test_credential_that_cannot_be_planned_has_a_reason(
    credential: Credential, because: str
) -> None:
    found = make_plan([credential], person={"education": "bachelor"})

    assert [(one.id, one.because) for one in found.not_planned] == [("A", because)]
    assert (found.steps, found.finish) == ((), None)
    assert found.mend == ()


def test_deadline_can_be_met_exactly() -> None:
    found = make_plan(
        [make_credential("A", 12, requirements=[{"text": "In a year", "deadline_months": 12}])]
    )

    assert step_dates(found) == [("A", "2026-11-23", "2027-11-23")]


@pytest.mark.parametrize(
    ("length", "wishes", "finish", "assumed"),
    [
        (
            {"low": 6, "high": 12},
            {"pace": "quick"},
            date(2027, 5, 23),
            "it takes 6 months (on record: 6–12 months)",
        ),
        (
            {"low": 6, "high": 12},
            {},
            date(2027, 8, 23),
            "it takes 9 months (on record: 6–12 months)",
        ),
        (
            {"low": 6, "high": 12},
            {"pace": "safe"},
            date(2027, 11, 23),
            "it takes 12 months (on record: 6–12 months)",
        ),
        (
            {"low": 6, "high": 6, "approximate": True},
            {},
            date(2027, 5, 23),
            "it takes 6 months (on record: about 6 months)",
        ),
        (
            None,
            {"assume": {"a": Decimal("1.5")}},
            date(2027, 1, 8),
            "it takes 1.5 months, as you assume (not on record)",
        ),
        (
            None,
            {"assume": {"*": Decimal(3)}},
            date(2027, 2, 23),
            "it takes 3 months, as you assume (not on record)",
        ),
        (
            {"low": 6, "high": 12},
            {"assume": {"A": Decimal(1), "*": Decimal(3)}},
            date(2026, 12, 23),
            "it takes 1 month, as you assume (on record: 6–12 months)",
        ),
        (
            {"low": 6},
            {"pace": "quick"},
            date(2027, 5, 23),
            "it takes 6 months (on record: from 6 months)",
        ),
    ],
)
def test_uncertain_or_assumed_durations_are_reported(
    length: Any, wishes: dict[str, Any], finish: date, assumed: str
) -> None:
    found = make_plan([make_credential("A", length)], **wishes)

    assert (found.finish, found.assumed) == (finish, (f"A: {assumed}",))


def test_unknown_requirement_of_a_goal_is_assumed_and_reported() -> None:
    doubtful = make_credential("A", requirements=["A licence"])
    found = make_plan([doubtful])

    assert [step.id for step in found.steps] == ["A"]
    [assumed] = found.assumed
    assert assumed == 'A: you meet "A licence" (`--meets licence` or `--lacks licence`)'


def test_certain_way_is_preferred_to_a_possible_one() -> None:
    either = {
        "text": "A licence or a degree",
        "at_least": 1,
        "of": ["A licence", {"text": "A degree", "education": {"level": "bachelor"}}],
    }
    study = {"education": "none", "studying": {"level": "bachelor", "done": date(2027, 6, 30)}}
    found = make_plan([make_credential("A", 1, requirements=[either])], person=study)

    assert step_dates(found) == [("A", "2027-06-30", "2027-07-30")]


def test_goals_come_before_other_credentials() -> None:
    catalogue = [
        make_credential("A", 12),
        make_credential("B", 4),
        make_credential("C", 4),
        make_credential("D", 4),
    ]
    found = make_plan(catalogue, goals=["A"], best=True, by=date(2028, 3, 31))

    assert "A" in {step.id for step in found.steps}
    assert len(found.steps) == 2


def test_requirement_met_today_may_no_longer_be_met_later() -> None:
    """One year of work in the last five years is required. In 2030, that work is too long ago."""
    recent = make_credential(
        "A",
        2,
        requirements=[{"text": "Lately", "experience": {"low": 1, "high": 1, "within_years": 5}}],
    )
    job = {"setting": "academic", "since": date(2023, 1, 1), "until": date(2023, 12, 31)}
    found = make_plan(
        [make_credential("B", 48), recent], person={"experience": [job]}, in_order=True
    )

    assert [step.id for step in found.steps] == ["B"]
    assert found.not_planned[0].because == (
        "you must start it by 2028-01-01, because you do not meet all its requirements after that"
    )
    assert [
        step.id
        for step in make_plan(
            [make_credential("B", 48), recent], person={"experience": [job]}
        ).steps
    ] == [
        "A",
        "B",
    ]


def test_conditions_never_met_on_the_same_day_allow_no_plan() -> None:
    """The work counts until the end of 2027, but the degree comes in 2028."""
    both = make_credential(
        "A",
        2,
        requirements=[
            {"text": "Lately", "experience": {"low": 1, "high": 1, "within_years": 2}},
            {"text": "A degree", "education": {"level": "bachelor"}},
        ],
    )
    job = {"setting": "academic", "since": date(2024, 1, 1), "until": date(2025, 12, 31)}
    study = {"level": "bachelor", "done": date(2028, 6, 30)}
    person = {"education": "none", "studying": study, "experience": [job]}
    found = make_plan([both], person=person)

    assert found.not_planned[0].because == "no day is known on which you meet all its requirements"


def test_known_part_of_a_condition_counts_if_another_is_unknown() -> None:
    half = {
        "text": "A licence and B",
        "of": ["A licence", {"text": "Hold B", "credential": "B"}],
    }
    found = make_plan(
        [make_credential("A", 1, requirements=[half]), make_credential("B", 2)], goals=["A"]
    )

    assert step_dates(found) == [
        ("B", "2026-11-23", "2027-01-23"),
        ("A", "2027-01-23", "2027-02-23"),
    ]
    assert len(found.assumed) == 1


def test_expired_credential_must_be_earned_again() -> None:
    yearly = [{"purpose": "maintenance", "low": 9, "high": 9}]
    needs = make_credential("A", 1, requirements=[{"text": "Hold B", "credential": "B"}])
    held = {"B": {"since": date(2020, 1, 1), "expires": date(2025, 1, 1)}}
    found = make_plan(
        [needs, make_credential("B", 2, fees=yearly)], goals=["A", "B"], person={"held": held}
    )

    assert [step.id for step in found.steps] == ["B", "A"]
    assert found.total.high == 100


def test_expired_credential_does_not_meet_a_requirement() -> None:
    condition = {"text": "Hold B, with a letter", "credential": "B"}
    beyond = make_credential("B", 2, requirements=[{"text": "M", "education": {"level": "master"}}])
    held = {"B": {"expires": date(2024, 1, 1)}}
    person = {"held": held, "meets": ["letter"], "education": "associate"}
    found = make_plan(
        [make_credential("A", 1, requirements=[condition]), beyond], goals=["A"], person=person
    )

    assert found.steps == ()


def test_deadline_in_a_group_is_respected() -> None:
    group = {"text": "Both", "of": [{"text": "In a year", "deadline_months": 12}, "A licence"]}
    found = make_plan(
        [make_credential("A", 13, requirements=[group])], person={"meets": ["licence"]}
    )

    assert found.not_planned[0].because == "it must be finished within 12 months, but takes longer"


def test_only_the_unknown_part_of_a_condition_is_assumed() -> None:
    both = {"text": "Work in Y", "membership": "Y", "experience": {"low": 1, "high": 1}}
    job = {"setting": "academic", "since": date(2026, 6, 23)}
    found = make_plan([make_credential("A", 1, requirements=[both])], person={"experience": [job]})

    assert step_dates(found) == [("A", "2027-06-23", "2027-07-23")]
    assert found.assumed == (
        'A: you meet "Work in Y" (are you a member of Y? (`--member Y` or `--non-member`))',
        "A: dues of Y: not on record (use `--dues Y=AMOUNT` to count them)",
    )


def test_plan_waits_for_a_requirement_that_is_met_again_later() -> None:
    lately = {"text": "Lately", "experience": {"low": 1, "high": 1, "within_years": 5}}
    school = {"text": "School", "education": {"level": "high-school"}}
    jobs = [
        {"setting": "academic", "since": date(2021, 12, 1), "until": date(2022, 12, 31)},
        {"setting": "academic", "since": date(2028, 9, 1)},
    ]
    study = {"level": "high-school", "done": date(2029, 6, 1)}
    person = {"education": "none", "studying": study, "experience": jobs}
    found = make_plan([make_credential("A", 1, requirements=[lately, school])], person=person)

    assert step_dates(found) == [("A", "2029-09-01", "2029-10-01")]


def test_credential_that_takes_over_50_years_is_not_planned() -> None:
    found = make_plan([make_credential("A", 1_000_000_000)], budget=5)

    assert found.not_planned[0].because == "it takes more than 50 years"


def test_other_currencies_are_counted_at_the_given_rate() -> None:
    pounds = make_credential(
        "A", 1, fees=[{"purpose": "exam", "low": 100, "high": 100, "unit": "GBP"}]
    )
    rated = make_plan([pounds], person={"rate": {"GBP": Decimal("1.25")}}, budget=120)
    unrated = make_plan([pounds], budget=120)

    assert rated.not_planned[0].because == "it cannot be done with $120 a year"
    assert [step.id for step in unrated.steps] == ["A"]
    assert unrated.assumed == ("A: exam: £100: not in USD (use `--rate GBP=…` to count it)",)


def test_each_payment_has_its_year_and_its_price_for_members() -> None:
    fees = [
        {"purpose": "application", "low": 20, "high": 20, "unit": "GBP"},
        {"purpose": "exam", "low": 60, "high": 60, "unit": "GBP", **MEMBERS},
        {"purpose": "exam", "low": 90, "high": 90, "unit": "GBP", **OTHERS},
        {"purpose": "renewal", "low": 10, "high": 10, "unit": "USD"},
    ]
    first = make_credential("A", 6, fees=fees, renewal={"expires": True, "months": 12})
    second = make_credential("B", 24, 0, requirements=[{"text": "Hold A", "credential": "A"}])
    person = {"currency": "GBP", "rate": {"USD": Decimal("0.8")}, "member": ["S"]}
    found = make_plan([first, second], goals=["B"], person=person)

    assert [phrases.format_range(step.cost) for step in found.steps] == ["£80", "free"]
    assert phrases.format_range(found.total) == "£96"
    assert [payments(found, number) for number in range(4)] == [
        [("A", "application", 20)],
        [("A", "exam", 60)],
        [("A", "renewal", 8)],
        [("A", "renewal", 8)],
    ]


def test_disputed_figures_are_named(shipped: Catalogue) -> None:
    person = validate(Profile, {"meets": ["experience", "education"]})
    wishes = PlanRequest(start=START, goals=["A+", "CPTL"], assume={"CPTL": Decimal(3)})
    found = with_words(plan(shipped, wishes, person))

    assert "A+: disputed figures: cost, fees, experience, requirements" in found.disputed
    assert any(text.startswith("CPTL: no public source") for text in found.disputed)


def test_each_alternative_costs_less_per_year_and_ends_later() -> None:
    catalogue = Catalogue(
        [make_credential("A", 1, 100), make_credential("B", 1, 70), make_credential("C", 1, 30)]
    )
    request = PlanRequest(start=date(2026, 1, 15), goals=["A", "B", "C"])
    found = alternative_plans(catalogue, request, Profile())
    peaks = [max(year.cost.high or 0 for year in one.by_year) for one in found]
    ends = [one.finish for one in found]

    assert peaks == [200, 100]
    assert ends == [date(2026, 4, 15), date(2027, 1, 1)]


def test_lower_yearly_cost_wins_if_the_end_is_the_same() -> None:
    """A and C could both end in 2026. But B takes until 2028, so one of them may wait."""
    catalogue = Catalogue(
        [make_credential("A", 1), make_credential("B", 14, 10), make_credential("C", 1)]
    )
    wishes = PlanRequest(start=START, goals=["A", "B", "C"], at_once=3)
    found = alternative_plans(catalogue, wishes, Profile())

    assert [
        (str(one.finish), max(year.cost.high or 0 for year in one.by_year)) for one in found
    ] == [("2028-01-23", 100)]


def test_alternatives_end_if_a_held_renewal_is_the_largest_cost() -> None:
    held = make_credential(
        "H",
        fees=[{"purpose": "renewal", "low": 500, "high": 500}],
        renewal={"expires": True, "months": 36},
    )
    person = validate(Profile, {"held": {"H": {"since": date(2024, 2, 1)}}})
    wishes = PlanRequest(start=date(2027, 1, 1), goals=["G"])
    found = alternative_plans(Catalogue([held, make_credential("G", 3, 90)]), wishes, person)

    assert [str(one.finish) for one in found] == ["2027-04-01", "2028-01-01"]


def test_alternatives_may_use_another_prerequisite() -> None:
    """The quick prerequisite is expensive; the cheap one is slow."""
    either = {
        "text": "Hold one",
        "at_least": 1,
        "of": [{"text": "F", "credential": "F"}, {"text": "S", "credential": "S"}],
    }
    catalogue = Catalogue(
        [
            make_credential("T", 2, 20, requirements=[either]),
            make_credential("F", 1, 1000),
            make_credential("S", 6, 50),
        ]
    )
    found = alternative_plans(
        catalogue, PlanRequest(start=date(2027, 1, 1), goals=["T"]), Profile()
    )

    assert [[step.id for step in one.steps] for one in found][:2] == [["F", "T"], ["S", "T"]]


def test_unplannable_prerequisite_is_the_reason() -> None:
    needs = make_credential("A", 1, requirements=[{"text": "Hold B", "credential": "B"}])
    long = make_credential("B", 13, requirements=[{"text": "In a year", "deadline_months": 12}])
    found = make_plan([needs, long], goals=["A"], budget=500)

    assert found.not_planned[0].because == (
        "it requires B first, which is not planned: it must be finished within 12 months, "
        "but takes longer"
    )


def test_suggested_time_is_the_time_that_the_goals_need() -> None:
    catalogue = [make_credential("A", 3), make_credential("B", 3), make_credential("C", 3)]
    found = make_plan(catalogue, goals=["A"], best=True, by=date(2027, 1, 31))

    assert found.mend == ("time until 2027-02-23",)


def test_held_credentials_are_renewed_even_if_late_or_cost_unknown() -> None:
    late = make_credential("L", renewal={"expires": True, "months": 12})
    catalogue = [
        late,
        make_credential("U", renewal={"expires": True, "months": 12}),
        make_credential("A", 1),
    ]
    held = {"L": {"since": date(2020, 1, 1)}, "U": {"since": date(2026, 5, 1)}}
    found = make_plan(catalogue, goals=["A"], person={"held": held})

    assert found.assumed == (
        "L: its renewal, due on 2021-01-01, is paid at the start of the plan",
        "U: the cost of its renewal is not on record, so it is not counted",
    )


def test_there_may_be_only_one_alternative() -> None:
    assert (
        len(
            alternative_plans(
                Catalogue([make_credential("A", 1_000)]),
                PlanRequest(start=START, goals=["A"]),
                Profile(),
            )
        )
        == 1
    )
    free = Catalogue([make_credential("A", 1, 0)])
    assert len(alternative_plans(free, PlanRequest(start=START, goals=["A"]), Profile())) == 1


CREDENTIALS = st.lists(
    st.tuples(st.integers(1, 14), st.integers(0, 200), st.integers(0, 60), st.integers(0, 2)),
    min_size=1,
    max_size=3,  # the search for some plans of four takes seconds
)


def make_credentials(figures: list[tuple[int, int, int, int]]) -> list[Credential]:
    return [
        make_credential(
            "ABCD"[index],
            months,
            fees=[
                {"purpose": "exam", "low": cost, "high": cost},
                {"purpose": "maintenance", "low": yearly, "high": yearly},
            ],
            requirements=[{"text": "Work", "experience": {"low": work, "high": work}}],
        )
        for index, (months, cost, yearly, work) in enumerate(figures)
    ]


JOB = {"experience": [{"setting": "academic", "since": date(2026, 1, 31)}]}


@pytest.mark.slow
@given(CREDENTIALS, st.integers(50, 500), st.integers(1, 200), st.integers(1, 2))
def test_larger_budget_never_ends_later_or_drops_more(
    figures: list[tuple[int, int, int, int]], budget: int, more: int, at_once: int
) -> None:
    credentials = make_credentials(figures)
    less = make_plan(credentials, person=JOB, budget=budget, at_once=at_once)
    richer = make_plan(credentials, person=JOB, budget=budget + more, at_once=at_once)

    assert len(richer.steps) >= len(less.steps)
    if {step.id for step in richer.steps} == {step.id for step in less.steps} and less.finish:
        assert richer.finish is not None
        assert richer.finish <= less.finish


@pytest.mark.slow
@given(CREDENTIALS, st.integers(50, 500))
def test_plan_never_breaks_a_requirement_or_the_budget(
    figures: list[tuple[int, int, int, int]], budget: int
) -> None:
    credentials = {one.id: one for one in make_credentials(figures)}
    found = make_plan(list(credentials.values()), person=JOB, budget=budget)
    person = validate(Profile, JOB)

    for step in found.steps:
        assert evaluate(credentials[step.id], person, step.start).answer is Answer.YES
    for one, other in permutations(found.steps, 2):
        assert one.finish <= other.start or other.finish <= one.start
    assert all((year.cost.high or 0) <= budget for year in found.by_year)
    assert len(found.steps) + len(found.not_planned) == len(credentials)


def test_invalid_plan_requests_are_refused() -> None:
    with pytest.raises(TypeError, match="`goals` must be a list"):
        PlanRequest(start=date(2026, 1, 1), goals="CIP")
    with pytest.raises(ValueError, match="`assume` has a negative length"):
        PlanRequest(start=date(2026, 1, 1), assume={"CIP": Decimal(-3)})
    with pytest.raises(ValueError, match="`at_once` must be at least 1"):
        PlanRequest(start=date(2026, 1, 1), at_once=0)
    with pytest.raises(ValueError, match="`pace` must be one of quick, usual, safe"):
        PlanRequest(start=date(2026, 1, 1), pace="slow")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="`by` is before `start`"):
        PlanRequest(start=date(2026, 1, 1), by=date(2025, 12, 31))


SECONDS = 30
"""The limit of processor time for one plan, even if coverage is measured."""


def make_renewable(number: int, length: int, every: int) -> Credential:
    """Return a credential with an exam fee, a yearly fee and a renewal fee."""
    costs = {"exam": 50 + number * 7, "maintenance": 5 + number, "renewal": 13 + number}
    fees = [{"purpose": purpose, "low": cost, "high": cost} for purpose, cost in costs.items()]
    return make_credential(
        f"C{number}", length, fees=fees, renewal={"expires": True, "months": every}
    )


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize(
    ("credentials", "budget"),
    [
        pytest.param(
            [make_renewable(i, 600 - i, 1) for i in range(7)],
            300,
            id="long durations, renewed monthly",
        ),
        pytest.param(
            [make_renewable(i, 3, 7 + i) for i in range(7)], 150, id="different renewal periods"
        ),
        pytest.param([make_renewable(i, 3, 7 + i) for i in range(40)], 150, id="many credentials"),
    ],
)
def test_large_problems_get_a_quick_answer_marked_as_not_proven(
    credentials: list[Credential], budget: int
) -> None:
    start = time.process_time()
    found = make_plan(credentials, budget=budget)

    assert time.process_time() - start < SECONDS
    assert not found.proven
    assert found.steps
    assert max(year.cost.high or 0 for year in found.by_year) <= budget


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("months", [3, 0])
def test_long_chain_of_prerequisites_is_planned_quickly(months: int) -> None:
    credentials = [
        make_credential(
            f"C{i}",
            months,
            requirements=[{"text": f"hold C{i - 1}", "credential": f"C{i - 1}"}] if i else [],
        )
        for i in range(200)
    ]
    start = time.process_time()
    found = make_plan(credentials, ["C199"])

    assert time.process_time() - start < SECONDS
    assert {step.id for step in found.steps} == {one.id for one in credentials}
    assert found.finish == month_slots.to_day(
        month_slots.to_slot(START) + 200 * month_slots.months_to_slots(months)
    )


@pytest.mark.slow
@pytest.mark.no_cover
def test_all_alternatives_together_are_found_quickly() -> None:
    catalogue = Catalogue(make_renewable(i, 3, 7 + i) for i in range(7))
    start = time.process_time()
    found = alternative_plans(catalogue, PlanRequest(start=START, goals=[*catalogue]), Profile())

    assert time.process_time() - start < SECONDS
    assert len(found) > 1
    assert not found[-1].proven


def test_alternatives_that_are_not_proven_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SEARCH_LIMIT", 0)
    catalogue = Catalogue([make_credential("A"), make_credential("B")])

    found = alternative_plans(catalogue, PlanRequest(START, ["A", "B"]), Profile())

    assert not any(one.proven for one in found)


def test_goals_keep_the_order_in_which_they_are_typed(run: Run) -> None:
    for words, ids in (
        (["--goal", "lssc", "cpla"], ["LSSC", "CPLA"]),
        (["cpla", "--goal", "lssc"], ["CPLA", "LSSC"]),
        (["--goal=lssc", "cpla", "--goal", "A+"], ["A+", "LSSC", "CPLA"]),
    ):
        answer = run("plan", *words, "--on", "2026-11-29", "--json").json
        assert [step["id"] for step in answer["steps"]] == ids


def test_a_requirement_that_the_record_does_not_have_is_not_met(run: Run) -> None:
    answer = run("plan", "A+", "--on", "2026-11-29", "--json").json
    table = run("plan", "A+", "--on", "2026-11-29", "-f", "table").out

    assert answer["assumed"][:2] == [
        "A+: the record does not say which experience it requires",
        "A+: the record does not say which education it requires",
    ]
    assert "A+: the record does not say which experience and education it requires" in table


def test_each_credential_is_named_once(run: Run) -> None:
    table = run("plan", "ACLIP", "MCLIP", "--on", "2026-11-29", "-f", "table").out

    assert "ACLIP, MCLIP: dues of CILIP each year" in table
    assert "ACLIP, ACLIP" not in table


def test_a_plan_without_goals_has_no_wrong_value(run: Run) -> None:
    answer = run("plan")

    assert answer.code == 2
    assert answer.err.startswith("error: name a goal, such as `libcert plan LSSC`")


def test_beside_many_others_no_single_one_is_in_the_way() -> None:
    credentials = [make_credential("ABCDEFGHI"[number], 12) for number in range(9)]
    found = make_plan(credentials, by=date(2026 + 8, 11, 23))

    assert len(found.steps) == 8
    [missing] = found.not_planned
    assert missing.because.startswith("it fits by itself, but no plan with all the others was")
