"""The credentials that `--best` adds to a plan, and the reasons for those that it leaves out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import Answered
from hypothesis import given
from hypothesis import strategies as st
from test_planning import START, make_credential, make_plan

from libcert import Catalogue
from libcert.model.profile import Profile
from libcert.model.validation import validate
from libcert.planning import PlanRequest, plan
from libcert.render.plan_table import plan_table

Run = Callable[..., Answered]
ON = ("--on", "2026-11-29")
DEGREE = {"text": "A degree", "education": {"level": "bachelor"}}
HERE = {"where": "US-OH", "settings": ["public"]}


def ids(found: Any) -> list[str]:
    return [step.id for step in found.steps]


def left_out(found: Any) -> dict[str, str]:
    return {one.id: one.because for one in found.not_planned}


def add(credentials: list[Any], person: Any = None, **wishes: Any) -> Any:
    """Return a plan without goals that adds the best of *credentials*."""
    return make_plan(credentials, [], person, best=True, **wishes)


def test_only_what_is_open_for_certain_is_added() -> None:
    found = add(
        [
            make_credential("A", 6),
            make_credential("B", 6, requirements=["A licence"]),
            make_credential("C", 6, standing="not-found"),
            make_credential("D", 3),
            make_credential("E", 40),
            make_credential("F", 1, where=["US-TX"]),
            make_credential("G", 1, status={"state": "closed"}),
            make_credential("H", 1, settings=["school"]),
        ],
        HERE | {"settings": ["academic"]},
        by=date(2027, 12, 31),
    )

    assert ids(found) == []
    found = add(
        [make_credential(id_, 3, where=["US"]) for id_ in "AB"]
        + [make_credential("E", 40, where=["US"]), make_credential("F", 1, where=["US-TX"])],
        HERE | {"settings": ["academic"]},
        by=date(2027, 12, 31),
    )
    assert sorted(ids(found)) == ["A", "B"]
    assert left_out(found) == {"E": "it cannot be done by 2027-12-31"}
    assert found.mend == ()


def test_at_most_three_are_added_and_the_others_are_named() -> None:
    credentials = [make_credential(id_, 1) for id_ in "ABCDE"]

    assert (ids(add(credentials)), add(credentials).also_open) == (["A", "B", "C"], ("D", "E"))
    assert ids(add(credentials, most=1)) == ["A"]


def test_of_one_family_only_one_is_added() -> None:
    credentials = [make_credential(id_, 1, family="F", level=id_) for id_ in "AB"]

    assert ids(add(credentials)) == ["A"]
    assert add(credentials).also_open == ("B",)


def test_what_is_made_for_the_person_comes_first() -> None:
    credentials = [
        make_credential("ANY", 1, 0, where=["any"], settings=["it"]),
        make_credential("OWN", 9, 90, where=["US-OH"], settings=["public"]),
        make_credential("LAND", 9, 50, where=["US"], settings=["any", "public"]),
    ]

    assert ids(add(credentials, HERE | {"settings": ["public", "it"]}, most=1)) == ["OWN"]
    assert ids(add(credentials, HERE, most=2)) == ["LAND", "OWN"] or ids(
        add(credentials, HERE, most=2)
    ) == ["OWN", "LAND"]
    assert ids(add(credentials, {"where": "US-TX"}, most=1)) == ["LAND"]
    assert ids(add(credentials, most=1)) == ["ANY"]


def test_current_work_and_job_say_what_is_made_for_the_person() -> None:
    credentials = [
        make_credential("A", 1, 0, settings=["school"]),
        make_credential("B", 9, 90, settings=["public"]),
        make_credential("C", 9, 99, settings=["public"], suits=["clerk"]),
    ]
    job = {"setting": "public", "since": date(2026, 1, 1)}

    assert ids(add(credentials, {"experience": [job]}, most=1)) == ["B"]
    assert ids(add(credentials, {"experience": [job]}, most=1, positions=["clerk"])) == ["C"]
    assert ids(add(credentials, {"experience": [job | {"until": date(2026, 2, 1)}]}, most=1)) == [
        "A"
    ]


@pytest.mark.parametrize(
    ("prefer", "first"),
    [(None, "CHEAP"), ("quick", "QUICK"), ("cheap", "CHEAP"), ("level", "HIGH")],
)
def test_the_person_can_choose_the_order(prefer: Any, first: str) -> None:
    credentials = [
        make_credential("LONG", None, 0),
        make_credential("QUICK", 1, 90),
        make_credential("CHEAP", 9, 10),
        make_credential("HIGH", 9, 99, requirements=[DEGREE], education={"level": "bachelor"}),
    ]
    found = add(credentials[1:], {"education": "bachelor"}, prefer=prefer, most=1)

    assert ids(found) == [first]


def test_the_next_level_of_a_family_comes_before_a_higher_education() -> None:
    credentials = [
        make_credential("ONE", 1, family="F", level="1"),
        make_credential("TWO", 1, family="F", level="2", previous="ONE"),
        make_credential("HIGH", 1, requirements=[DEGREE], education={"level": "bachelor"}),
    ]
    person = {"education": "bachelor", "held": {"ONE": {}}}

    assert ids(add(credentials, person, prefer="level", most=1)) == ["TWO"]


def test_a_cost_that_nobody_knows_never_fits_a_budget() -> None:
    credentials = [
        make_credential("A", 1, None),
        make_credential("B", 1, fees=[{"purpose": "exam", "low": 5, "high": 5, "open": True}]),
        make_credential("C", 1, fees=[{"purpose": "exam", "low": 5, "high": 5, "unit": "GBP"}]),
        make_credential("D", 1, 100),
    ]
    found = add(credentials, budget=150)

    assert ids(found) == ["D"]
    assert [possible.id for possible in found.may_fit] == ["A", "B", "C"]
    assert {possible.reason.code for possible in found.may_fit} == {"price-not-certain"}
    assert len(ids(add(credentials))) == 3
    assert add(credentials).may_fit == ()


def test_goals_stay_in_the_plan_and_come_with_others() -> None:
    """The goal takes 80 of 100 a year, so A fits beside it in 2026 or 2027, but not the cheaper B.

    By the end of 2026 there is only one year.
    """
    credentials = [
        make_credential("GOAL", 1, 80),
        make_credential("A", 0, 20),
        make_credential("B", 0, 30),
    ]
    found = make_plan(credentials, ["GOAL"], best=True, budget=100, by=date(2026, 12, 31))

    assert ids(found) == ["A", "GOAL"] or ids(found) == ["GOAL", "A"]
    assert left_out(found) == {
        "B": "it cannot be done beside GOAL and A by 2026-12-31 with $100 a year"
    }


def test_what_cannot_be_finished_in_time_is_left_out_with_its_reason() -> None:
    late = make_credential("A", 13, requirements=[{"text": "Soon", "deadline_months": 12}])

    assert left_out(add([late])) == {"A": "it must be finished within 12 months, but takes longer"}


def test_a_held_one_and_a_prerequisite_are_not_added_twice() -> None:
    needs = make_credential("B", 1, requirements=[{"text": "Hold A", "credential": "A"}])
    held = make_plan([make_credential("A", 1), needs], [], {"held": {"A": {}}}, best=True)

    assert ids(held) == ["B"]


def test_sixty_candidates_are_tried_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libcert.planning.selection.MOST_TRIED", 2)
    found = add([make_credential(id_, 20) for id_ in "ABCD"], by=date(2027, 1, 31))

    assert (ids(found), sorted(left_out(found)), found.also_open) == ([], ["A", "B"], ("C", "D"))


def test_a_reason_names_all_that_crowd_it_out() -> None:
    """A and B fit by 2027-05-23; the first-named goals stay, and C takes all the time by itself."""
    found = make_plan(
        [make_credential("A", 3), make_credential("B", 3), make_credential("C", 6)],
        by=date(2027, 5, 23),
    )

    assert left_out(found) == {
        "C": "it fits by itself, but not beside B; `libcert plan C` plans it"
    } or left_out(found) == {"C": "it fits by itself, but not beside A; `libcert plan C` plans it"}


def test_each_reason_is_true_of_the_credential_by_itself() -> None:
    credentials = [
        make_credential("A", 1, 100),
        make_credential("B", 1, 100),
        make_credential("C", 1, 160),
    ]
    found = make_plan(credentials, budget=150, by=date(2026, 12, 31))

    assert left_out(found) == {
        "B": "it fits by itself, but not beside A; `libcert plan B` plans it",
        "C": "it cannot be done by 2026-12-31 with $150 a year",
    }
    assert ids(make_plan(credentials, ["B"], budget=150, by=date(2026, 12, 31))) == ["B"]
    assert ids(make_plan(credentials, ["C"], budget=150, by=date(2026, 12, 31))) == []


def test_a_missing_prerequisite_is_the_reason_only_without_another_way() -> None:
    either = {
        "text": "Hold one",
        "at_least": 1,
        "of": [{"text": "Hold B", "credential": "B"}, {"text": "Hold C", "credential": "C"}],
    }
    beyond = [{"text": "M", "education": {"level": "master"}}]
    needs = make_credential("A", 1, requirements=[either])
    no_way = make_plan(
        [
            needs,
            make_credential("B", 1, requirements=beyond),
            make_credential("C", 1, requirements=[{"text": "Hold B", "credential": "B"}]),
        ],
        ["A"],
        {"education": "associate"},
    )
    too_long = make_plan(
        [needs, make_credential("B", 1, requirements=beyond), make_credential("C", 12)],
        ["A"],
        {"education": "associate"},
        by=date(2027, 1, 1),
    )

    assert left_out(no_way)["A"].startswith("it requires B first, which is not planned: you need")
    assert left_out(too_long) == {"A": "it cannot be done by 2027-01-01"}


def test_a_reason_says_if_it_is_not_proven() -> None:
    catalogue = Catalogue([make_credential("A"), make_credential("B")])
    person = validate(Profile, {"budget": 100})
    request = PlanRequest(START, ["A", "B"], by=date(2027, 11, 1))
    found = plan(catalogue, request, person)

    assert found.not_planned[0].because.data["proven"]


OPEN = st.lists(
    st.tuples(
        st.none() | st.integers(0, 30), st.none() | st.integers(0, 400), st.sampled_from([0, 1, 3])
    ),
    min_size=1,
    max_size=6,
)


@given(
    OPEN,
    st.integers(50, 400),
    st.integers(1, 3),
    st.sampled_from([None, "quick", "cheap", "level"]),
)
def test_each_open_credential_is_added_or_has_a_reason(
    figures: list[Any], budget: int, most: int, prefer: Any
) -> None:
    """Who works since 2026 has the years of work some day, so all are open now or later."""
    credentials = [
        make_credential(
            "ABCDEF"[index],
            months,
            cost,
            requirements=[{"text": "Work", "experience": {"low": work, "high": work}}],
        )
        for index, (months, cost, work) in enumerate(figures)
    ]
    job = {"experience": [{"setting": "academic", "since": date(2026, 1, 31)}]}
    wishes = {"by": date(2028, 12, 31), "most": most, "prefer": prefer, "budget": budget}
    found = add(credentials, job, **wishes)
    groups = [
        ids(found),
        [one.id for one in found.not_planned],
        [one.id for one in found.may_fit],
        list(found.also_open),
    ]

    assert sorted(id_ for group in groups for id_ in group) == sorted(one.id for one in credentials)
    assert len(found.steps) <= most
    assert not found.also_open or len(found.steps) == most
    assert all((year.cost.high or 0) <= budget for year in found.by_year)
    priceless = {
        one.id for one, (_, cost, _) in zip(credentials, figures, strict=True) if cost is None
    }
    assert {one.id for one in found.may_fit} <= priceless
    for one in credentials:
        alone = make_plan(credentials, [one.id], job, by=wishes["by"], budget=budget)
        why = left_out(found).get(one.id, "")
        # A reason that names no others is true of the credential by itself.
        assert not (why and " beside " not in why and alone.steps)
        assert not (one.id in priceless and alone.steps and one.id not in groups[2])
    assert found == add(credentials, job, **wishes)


def one_line(text: str) -> str:
    """Return *text* without its line breaks."""
    return " ".join(text.split())


def test_a_reason_is_true_of_each_credential_by_itself(run: Run) -> None:
    ohio = ("--best", "--where", "ohio", "--setting", "public", "--budget", "150")
    table = one_line(run("plan", *ohio, *ON, "-f", "table").out)
    alone = one_line(run("plan", "MHFA-Adult", "--budget", "150", *ON, "-f", "table").out)

    assert "MHFA-Adult, MHFA-Youth: each may cost more than $150 a year" in table
    assert "MHFA-Adult: it may cost more than $150 a year" in alone
    assert "What would help: a budget of $200 a year" in alone


def test_what_may_cost_more_is_no_obstacle_for_a_goal_that_surely_does() -> None:
    range_ = [{"purpose": "exam", "low": 90, "high": 300}]
    credentials = [make_credential("A", 1, 200), make_credential("B", 1, fees=range_)]
    found = make_plan(credentials, budget=100)

    assert left_out(found) == {
        "A": "it cannot be done with $100 a year",
        "B": "it may cost more than $100 a year",
    }
    assert left_out(add(credentials, budget=100)) == left_out(found)


def test_an_open_price_that_is_too_high_for_certain_does_not_fit() -> None:
    fees = [{"purpose": "exam", "low": 90, "high": 90, "open": True}]
    credentials = [make_credential("A", 1, fees=fees)]

    assert left_out(add(credentials, budget=80)) == {"A": "it cannot be done with $80 a year"}
    assert [one.id for one in add(credentials, budget=90).may_fit] == ["A"]

    wide = make_credential("A", 1, fees=[fees[0] | {"high": 300}])
    assert [one.id for one in add([wide], budget=90).may_fit] == ["A"]


def test_several_that_others_crowd_out_share_a_line() -> None:
    """By the end of 2026, A alone takes the budget of the year."""
    credentials = [make_credential("A", 1, 80)] + [make_credential(id_, 0, 90) for id_ in "BC"]
    request = PlanRequest(START, ["A"], best=True, by=date(2026, 12, 31))
    found = plan(Catalogue(credentials), request, Profile(budget=100))

    assert plan_table([found]).footer[-1] == (
        "left out: B, C: none of them can be done beside these by 2026-12-31 with $100 a year"
    )


def test_upkeep_over_the_budget_is_about_no_planned_credential() -> None:
    fees = [{"purpose": "maintenance", "low": 50, "high": 50}]
    held = make_credential("H", fees=fees, renewal={"expires": False})
    person = validate(Profile, {"held": {"H": {"since": date(2020, 12, 1)}}, "budget": 10})
    found = plan(Catalogue([held, make_credential("A", 0, 0)]), PlanRequest(START, ["A"]), person)

    assert any(
        line.strip("\N{NO-BREAK SPACE}").startswith("the credentials that you already hold cost")
        for line in plan_table([found]).footer
    )


def test_what_is_made_for_the_person_keeps_out_what_is_for_anybody() -> None:
    """A general one would take the money that the better one needs."""
    open_price = [{"purpose": "exam", "low": 50, "high": 50, "open": True}]
    general = make_credential("G", 1, 60, where=["any"], settings=["any"])
    here: dict[str, Any] = {"where": ["US-OH"], "settings": ["public"]}
    own = make_credential("OWN", 1, fees=open_price, **here)
    unknown = make_credential("OWN", 1, None, **here)
    found = add([general, own], HERE, budget=100)

    assert (ids(found), found.also_open) == ([], ("G",))
    assert [(one.id, one.made_for_you) for one in found.may_fit] == [("OWN", True)]
    assert ids(add([general, own], HERE, budget=100, prefer="cheap")) == ["G"]
    assert ids(add([general, unknown], HERE, budget=100)) == ["G"]
    assert ids(add([general, own], HERE, budget=40)) == []
    assert ids(add([general, own], HERE, budget=49)) == ids(add([general], HERE, budget=49))


def test_the_table_begins_with_what_is_made_for_the_person(run: Run) -> None:
    texas = (
        *("--best", "--budget", "500", "--education", "associate", "--where", "texas"),
        *("--experience", "4 academic full-time running as technician", "--by", "2027-11-29"),
    )
    table = run("plan", *texas, *ON, "-f", "table").out
    summary = one_line(table.split("\n\n")[1])

    assert summary.startswith("LSSC ($325–$350 + more), ")
    assert "fit you, but the price is open: ask the issuer `libcert plan LSSC` plans it" in summary
    assert "MOS-Assoc" not in table.split("\n\n")[0]


def test_only_one_that_fits_and_has_no_price(run: Run, tmp_path: Any) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'organizations.I.name = "I"\n[credentials.OWN]\nname = "Own"\ntype = "certificate"\n'
        'issuer = "I"\nwhere = ["US-OH"]\nrequirements = []\neducation = {level = "none"}\n'
        "experience = {low = 0, high = 0}\n"
    )
    only = ("--no-bundled", "--catalogue", str(own), "--best", "--where", "ohio", "--budget", "9")
    table = one_line(run("plan", *only, *ON, "-f", "table").out)

    assert table.endswith(
        "fits you, but the price is open: ask the issuer No plan: nothing fits for certain."
    )
    assert "plans it" not in table


def test_open_prices_name_the_option_that_settles_them(run: Run) -> None:
    uk = ("--best", "--budget", "300 GBP", "--where", "uk", "--member", "CILIP")
    table = one_line(run("plan", *uk, *ON, "-f", "table").out)

    assert (
        "ACLIP (£90 + more), MCLIP (£150 + more) fit you; dues of CILIP not on record: "
        "add `--dues CILIP=AMOUNT`"
    ) in table
    assert "priced in USD: add `--rate USD=NUMBER`" in table
    assert "`libcert plan ACLIP` plans it at the price on record" in table
    assert "No plan: nothing fits for certain." in table


def test_no_price_in_any_currency_fits_a_budget_of_nothing(run: Run) -> None:
    answer = run("plan", "LSSC", "--budget", "A$0", *ON, "--json").json
    free = run("plan", "WJ-SST", "--budget", "A$0", *ON, "--json").json
    best = run("plan", "--best", "--where", "ohio", "--budget", "A$0", *ON, "--json").json

    assert answer["steps"] == answer["mend"] == []
    assert [one["because"] for one in answer["not_planned"]] == [
        "it cannot be done with A$0 a year"
    ]
    assert [step["id"] for step in free["steps"]] == ["WJ-SST"]
    assert {step["cost"]["high"] for step in best["steps"]} == {0}
    left = {one["id"]: one["because"] for one in best["not_planned"]}
    assert left["MOS-Expert"] == "it cannot be done by 2031-11-28 with A$0 a year"
    assert left["LJ-ONB"] == "it may cost more than A$0 a year"


def test_a_technician_gets_no_credential_for_senior_staff(run: Run) -> None:
    """IGP is for senior staff, and its cost is not on record."""
    answer = run(
        *("plan", "--best", "--budget", "500", "--education", "associate", "--where", "texas"),
        *("--experience", "4 academic full-time running as technician", "--by", "2027-11-29"),
        *(*ON, "--json"),
    ).json

    assert answer["steps"]
    assert "IGP" not in {step["id"] for step in answer["steps"]}
    assert "LSSC" in {one["id"] for key in ("steps", "may_fit") for one in answer[key]}
    assert all((year["cost"]["high"] or 0) <= 500 for year in answer["by_year"])


def test_an_empty_plan_names_the_next_command(run: Run) -> None:
    nothing = ("plan", "--best", "--by", "2026-11-30", "--education", "none", *ON)
    texas = ("--where", "US-TX", "--setting", "museum", "--budget", "0", "-f", "table")
    lacking = run("plan", "--goal", "TX-SLC", "--education", "none", *ON, "-f", "table").out

    assert "`libcert next` shows what takes one more step" in run(*nothing, *texas).out
    assert "No plan: nothing fits. Here is why:" in lacking
    assert "`libcert check TX-SLC` shows each requirement" in lacking


def test_the_jobs_of_the_profile_are_the_positions(run: Run) -> None:
    jobs = (
        *("--experience", "2020-01-01.. public as Library Director"),
        *("--experience", "2010-01-01..2019-12-31 public as page"),
        *("--experience", "2020-01-01.. public as wizard"),
    )
    answer = run("plan", "--best", "--education", "master", *jobs, *ON, "--json")

    assert answer.code == 0
    assert answer.json["steps"]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"most": 0}, "`most` must be at least 1"),
        ({"prefer": "dear"}, "`prefer` must be one of quick, cheap, level"),
    ],
)
def test_impossible_preferences_are_refused(wishes: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PlanRequest(start=START, **wishes)


def test_an_assumed_length_for_all_limits_what_fits() -> None:
    found = add(
        [make_credential("A", None), make_credential("B", None)],
        assume={"*": Decimal(6)},
        by=date(2027, 6, 1),
    )

    assert ids(found) == ["A"]


def test_the_calendar_names_only_the_goals_that_are_left_out(run: Run) -> None:
    limits = ("--budget", "100", "--by", "2027-01-01")
    answer = run("calendar", "CIP", "--best", *limits, *ON)

    assert "note: not planned: CIP: it cannot be done by 2027-01-01 with $100 a year" in answer.err
    assert answer.err.count("not planned") == 1
    assert "BEGIN:VEVENT" in answer.out


def test_a_cell_names_later_payments_and_what_may_fit(run: Run) -> None:
    argv = ("plan", "CRA", "--best", "--assume", "CRA=12mo", "--years", "3", "--budget", "300")
    ohio = ("--where", "ohio", "--education", "associate", "--experience", "9 records")
    answer = run(*argv, *ohio, "--on", "2026-11-29", "--format", "csv").out

    assert "CRA ICRM membership on 2028-11-29: $200" in answer
    assert "GARA: its price of $50 + more may be higher" in answer
