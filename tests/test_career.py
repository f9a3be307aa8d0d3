"""The commands that plan a career, as users type them."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import icalendar
import jsonschema
import pytest
from conftest import Answered

from libcert.cli.commands.schema import What
from libcert.model.json_schema import ANSWERS

Run = Callable[..., Answered]
ON = ("--on", "2026-11-23")
WORK = ("--experience", "2025-05-23.. academic full-time")
STUDY = ("--education", "high-school", "--studying", "associate=2027-05-23")


def test_check_reports_missing_conditions_and_the_first_day(run: Run) -> None:
    [result] = run("check", "calt", *WORK, *STUDY, *ON, "--json").json

    assert (result["id"], result["answer"], result["from"]) == ("CALT", "no", "2027-05-23")
    assert [(one["answer"], one["from"], one["need"]) for one in result["requirements"]] == [
        (
            "no",
            "2027-05-23",
            "keep working: you need 6 more months of full-time work in an academic library",
        ),
        (
            "no",
            "2027-05-23",
            "you need an associate degree; you have a high school diploma",
        ),
    ]
    assert result["to_do"] == [
        "Pass ALA's written exam",
        "Submit a portfolio of library skills and knowledge",
    ]
    assert result["checked"] is None


def test_check_answers_for_another_day(run: Run) -> None:
    [result] = run("check", "CALT", *WORK, *STUDY, "--on", "2027-05-23", "--json").json

    assert (result["answer"], result["from"]) == ("yes", "2027-05-23")


def test_years_of_work_count_up_to_the_chosen_day(run: Run) -> None:
    """The years count on the chosen day, not today: one year later, they are two."""
    arguments = (
        "check",
        "OH-PLS",
        "--experience",
        "1 public running",
        "--meets",
        "continuing",
        *ON,
        "--json",
    )

    assert run(*arguments).json[0]["requirements"][1]["from"] == "2027-11-23"


def test_check_shows_the_answer_from_checked_figures(run: Run) -> None:
    [listed] = run("check", "ACA", "--education", "bachelor", *ON, "--json").json
    [checked] = run(
        "check", "ACA", "--education", "bachelor", *ON, "--figures", "checked", "--json"
    ).json
    table = run("check", "ACA", "--education", "bachelor", *ON, "-f", "table").out

    assert (listed["answer"], listed["checked"]["answer"]) == ("no", "yes")
    assert (checked["answer"], checked["checked"]) == ("yes", None)
    assert "With the checked figures: yes" in " ".join(table.split())


def test_check_without_ids_groups_all_credentials(run: Run) -> None:
    result = run("check", *WORK, *STUDY, *ON, "--json").json
    answers = [(one["answer"], one["from"]) for one in result]

    assert {one["standing"] for one in result} == {"confirmed", "disputed", None}
    assert answers[0][0] == "yes"
    order = [
        0 if answer == "yes" else 1 if day else 2 if answer == "maybe" else 3
        for answer, day in answers
    ]
    assert order == sorted(order)
    assert run("check", *ON, "--sort", "id", "--limit", "2", "--json").ids == ["A+", "AALIA"]


def test_check_tables_fit_a_terminal(run: Run) -> None:
    one = run("check", "CALT", *WORK, *STUDY, *ON, "-f", "table").out
    many = run("check", *WORK, *STUDY, *ON, "-f", "table").out

    summary = "(not found): not yet; you qualify on 2027-05-23."
    assert summary in one.replace("on\n", "on ")
    assert "Still to do: Pass ALA's written exam" in one
    assert "You qualify now (" in many
    assert all(len(line) <= 80 for line in (one + many).splitlines())


def test_check_shows_the_parts_of_a_choice(run: Run) -> None:
    answer = run(
        "check", "CRA", "--education", "bachelor", "--experience", "2026-05-01.. records", *ON
    )

    rows = [line.split("\t")[1:] for line in answer.out.splitlines()]
    assert rows[0] == ["condition", "answer", "from", "need"]
    assert rows.pop(1) == ["all conditions (standing: confirmed)", "no", "2027-05-01", "—"]
    summary = (
        "note: CRA, Certified Records Analyst (confirmed): not yet; you qualify on 2027-05-01."
    )
    assert summary in answer.err
    assert rows[1][0].endswith("one more year of work: 1 of these")
    assert rows[1][1:] == ["not met", "2027-05-01", "—"]
    assert rows[2][:2] == ["– A bachelor's degree and one year of work: all of these", "not met"]
    assert ["– work", "not met", "2027-05-01"] in [
        [row[0].replace("\N{NO-BREAK SPACE}", ""), *row[1:3]] for row in rows
    ]


def test_fields_option_limits_the_answer(run: Run) -> None:
    assert run("check", "CPTL", "--fields", "id,answer,from", *ON).out == (
        "id\tanswer\tfrom\nCPTL\tyes\t2026-11-23\n"
    )
    assert "`form` is not a field" in run("check", "--fields", "form").err
    assert run("check", "CPTL", "--fields", "from", "--json", *ON).json == [{"from": "2026-11-23"}]


def test_every_command_accepts_fields(run: Run) -> None:
    assert run("cost", "CIP", "--fields", "id,years", "--json").json == [{"id": "CIP", "years": 10}]
    assert run("plan", "--goal", "CIP", "--fields", "proven", "--json").json == {"proven": True}
    assert run("renewals", "--held", "CIP", "--fields", "id", "--json").json == [{"id": "CIP"}]
    answers = [one["answer"] for one in run("check", "--sort=-answer", *ON, "--json").json]
    assert answers == sorted(answers, key=["no", "maybe", "yes"].index)


def test_cost_is_listed_by_year(run: Run) -> None:
    [result] = run(
        "cost", "aca", "--years", "5", "--member", "ALA", "--dues", "ALA=100", "--json"
    ).json

    assert (result["total"]["low"], result["total"]["high"], result["total"]["open"]) == (
        725,
        725,
        True,
    )
    assert [(year["year"], year["cost"]["low"]) for year in result["by_year"]] == [
        (1, 525),
        (2, 50),
        (3, 50),
        (4, 50),
        (5, 50),
    ]
    assert result["unknown"] == ["renewal: the amount is not on record"]
    [joining] = result["joining"]
    assert (joining["saves"]["low"], joining["dues"]["low"], joining["worth_it"]) == (
        200,
        500,
        "no",
    )


def test_cost_table_has_a_chart_and_notes(run: Run) -> None:
    table = run("cost", "ACA", "CRA", "--each", "--years", "5", "-f", "table").out
    single = run("cost", "CALT", "--years", "1", "-f", "table", *ON).out

    assert "█" in table
    assert "at least $725–$925" in table
    assert "members of ALA save $200; use `--dues ALA=…` to give" in table
    assert "not counted: application: $100, optional, to become a candidate" in table
    assert "2026  $175–$225 ████████░░ exam" in single
    assert "total $175–$225            —" in single
    dear = run("cost", "CALT", "--years", "5", "--dues", "ala=30", "-f", "table").out
    assert (
        "members of ALA save $50 and pay $150 of dues in 5 years: joining does not pay off"
        in " ".join(dear.split())
    )


def test_savings_of_members_are_described(run: Run, write: Any) -> None:
    own = write(
        """
        [organizations.O]
        name = "O"
        [credentials.SAME]
        name = "Same"
        type = "certificate"
        issuer = "O"
        fees = [
          { purpose = "exam", low = 5, high = 5, audience = "member", organization = "O" },
          { purpose = "exam", low = 5, high = 5, audience = "non-member", organization = "O" },
        ]
        [credentials.DARK]
        name = "Dark"
        type = "certificate"
        issuer = "O"
        fees = [
          { purpose = "exam", audience = "member", organization = "O" },
          { purpose = "exam", low = 5, high = 5, audience = "non-member", organization = "O" },
        ]
        """
    )
    output = run(
        "cost", "SAME", "DARK", "--each", "--catalogue", str(own), "--years", "1", "-f", "table"
    )

    assert "members of O pay the same" in output.out
    assert "the amount that members of O save is not on record" in output.out


def test_cost_in_a_pipe_has_no_chart(run: Run) -> None:
    lines = run("cost", "CIP", "--years", "4", *ON).out.splitlines()

    assert lines == [
        "year\tcost\twhat",
        "2026\t$250\tapplication",
        "2027–2028\tnothing\t—",
        "2029\t$150\trenewal",
        "total\t$400\t—",
    ]


def test_cost_is_converted_at_the_exchange_rate(run: Run) -> None:
    [result] = run("cost", "ACLIP", "--years", "1", "--rate", "GBP=1.25", "--json").json

    assert (result["total"]["low"], result["total"]["unit"]) == (112.5, "USD")


PLAN = ("plan", "--goal", "CALT,cip", "--goal", "LSSC", "--assume", "LSSC=12mo", *ON)
READY = ("--experience", "2020-01-01.. academic full-time", "--education", "associate")


def test_plan_orders_the_goals_within_the_budget(run: Run) -> None:
    result = run(*PLAN, *READY, "--budget", "400", "--json").json

    assert [(step["id"], step["start"], step["finish"]) for step in result["steps"]] == [
        ("LSSC", "2026-11-23", "2027-11-23"),
        ("CIP", "2027-11-23", "2028-05-23"),
        ("CALT", "2028-05-23", "2028-09-23"),
    ]
    assert (result["start"], result["finish"], result["proven"]) == (
        "2026-11-23",
        "2028-09-23",
        True,
    )
    assert [(year["year"], year["cost"]["low"], year["budget"]) for year in result["by_year"]] == [
        (2026, 325, 400),
        (2027, 250, 400),
        (2028, 175, 400),
    ]
    assert "LSSC: it takes 12 months, as you assume (not on record)" in result["assumed"]
    assert result["not_planned"] == []


def test_plan_table_shows_unplanned_goals_and_suggestions(run: Run) -> None:
    output = run(*PLAN, *READY, "--budget", "300", "-f", "table").out
    text = " ".join(output.split())

    assert "███" in output
    assert "left out: LSSC: it cannot be done with $300 a year" in text
    assert "What would help: a budget of $350 a year; or leaving out LSSC" in text
    assert "in doubt: CIP: sources dispute some figures; see `libcert show CIP`" in text
    assert all(len(line) <= 80 for line in output.splitlines())


def test_narrow_plan_has_no_chart(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    output = run(*PLAN, *READY, "-f", "table").out

    assert output.splitlines()[0].split() == ["id", "standing", "start", "finish", "cost"]
    assert "█" not in output


def test_foreign_price_is_shown_but_not_counted(run: Run) -> None:
    arguments = (
        "plan",
        "--goal",
        "ACLIP",
        "--assume",
        "6",
        "--member",
        "CILIP",
        "--budget",
        "5",
        *ON,
    )
    result = run(*arguments, "--json").json

    assert (result["steps"][0]["cost"]["low"], result["steps"][0]["cost"]["unit"]) == (90, "GBP")
    assert result["total"]["low"] is None
    assert (
        "ACLIP: enrollment: £45: not in USD (use `--rate GBP=…` to count it)" in result["assumed"]
    )


def test_unknown_cost_does_not_count_as_free(run: Run) -> None:
    arguments = ("plan", "--goal", "IGP", "--assume", "6", "--education", "bachelor", *ON)
    result = run(*arguments, "--json").json

    assert result["steps"][0]["cost"]["low"] is None
    assert result["total"]["low"] is None


def test_plan_without_steps_says_so(run: Run) -> None:
    output = run("plan", "--goal", "CSLT", *READY, *ON, "-f", "table").out

    assert "No plan: nothing fits. Here is why:" in output
    assert "`libcert check CSLT` shows each requirement" in output
    assert "What would help" not in output


def test_two_plans_are_compared(run: Run) -> None:
    goals = ("plan", "--goal", "CIP,CALT", *READY, *ON)
    budgets = run(*goals, "--budget", "250", "--compare", "1000", "--json").json
    orders = run(*goals, "--in-order", "--compare", "CALT,CIP", "--json").json
    output = run(*goals, "--compare", "1000", "-f", "table").out

    assert [plan["by_year"][0]["budget"] for plan in budgets] == [250, 1000]
    assert [[step["id"] for step in plan["steps"]] for plan in orders] == [
        ["CIP", "CALT"],
        ["CALT", "CIP"],
    ]
    assert "plan 1: done on" in output
    assert "plan 2: done on" in output


def test_choices_offer_early_plans_and_cheap_plans(run: Run) -> None:
    goals = ("plan", "--goal", "CALT,CPTL", "--assume", "CPTL=1mo", "--on", "2026-01-01")
    result = run(*goals, *READY, "--choices", "--json").json
    ends = [plan["finish"] for plan in result]
    most = [max(year["cost"]["high"] for year in plan["by_year"]) for plan in result]

    assert ends == ["2026-06-01", "2027-01-01"]
    assert most == [425, 225]


def test_best_plan_ends_by_the_requested_day(run: Run) -> None:
    answer = run("plan", "--best", "--figures", "checked", *READY, *ON, "--json")

    assert "note: Planned through 2031-11-23; use --by DATE to change that" in answer.err
    assert "note: say where you work with --where" in answer.err
    assert len(answer.json["steps"]) == 3
    until = ("--by", "2028-02-29", "--assume", "3mo", "--where", "texas")
    later = run("plan", "--best", *until, "--most", "4", *READY, *ON, "--json")
    assert later.err == ""
    assert later.json["finish"] <= "2028-02-29"
    assert len(later.json["steps"]) == 4


def test_words_that_match_no_condition_are_reported(run: Run) -> None:
    message = run("check", "CALT", "--meets", "purple elephant", "--lacks", "zebra").err

    assert "note: no condition contains the words `purple elephant` of --meets" in message
    assert "note: no condition contains the words `zebra` of --lacks" in message


def test_lapsed_credential_is_reported(run: Run) -> None:
    message = run("check", "CALT", "--held", "LSSC=2010-01-01").err

    assert "note: `LSSC` has lapsed according to its record; if you renewed it" in message


def test_missing_exchange_rate_is_reported(run: Run) -> None:
    message = run("cost", "CALT", "--currency", "EUR").err

    assert "note: CALT is in USD; `--rate USD=…` converts it to EUR" in message


def test_plan_in_a_pipe_reports_unplanned_goals_as_notes(run: Run) -> None:
    answer = run("plan", "--goal", "CALT", "--experience", "0", "--education", "associate")

    assert answer.out == "id\tstanding\tstart\tfinish\tcost\n"
    assert "note: CALT: you need 2 more years of full-time work" in answer.err


def test_alias_stands_for_its_credential(run: Run) -> None:
    assert run("renewals", "--held", "mlsp=2024-01-01", "--json").json[0]["id"] == "MLS-P"
    answer = run("renewals", "--held", "mlsp=2024-01-01,MLS-P")
    assert "`MLS-P` and `mlsp` are the same credential" in answer.err


def test_condition_may_name_a_credential_by_an_alias(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("""
organizations.O.name = "o"
[credentials.A]
name = "a"
type = "license"
issuer = "O"
aliases = ["AX"]
[credentials.B]
name = "b"
type = "license"
issuer = "O"
nearest = ["Ax"]
requirements = [{ text = "one", of = [{ text = "hold A", credential = "ax" }] }]
""")
    own = ("--catalogue", str(path), "--no-bundled", "--json")
    for held in ("A", "AX", "a"):
        conditions = run("check", "B", *own, "--held", held).json[0]["requirements"]
        assert [condition["answer"] for condition in conditions if condition["text"] == "one"] == [
            "yes"
        ]
    record = run("show", "B", *own).json

    assert record["nearest"] == ["A"]
    assert record["conditions"][0]["of"][0]["credential"] == "A"


WRONG_USAGE = pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["plan", "--goal", "CLT", "--assume", "=3mo"], "`=3mo` has no id before the `=`"),
        (["plan", "--goal", "CLT", "--assume", "A+=3mo,a+=9mo"], "`a+` is given twice"),
        (["plan"], "name a goal, such as `libcert plan LSSC`"),
        (["plan", "--goal", "CLTX"], "no credential has the id or alias `CLTX`"),
        (["plan", "--goal", ""], "no credential has the id or alias ``"),
        (["plan", "--goal", "CLT", "--by", "tomorrow"], "`tomorrow` is not a day"),
        (["plan", "--goal", "CLT", "--by", "1066-10-14"], "not between 1900-01-01 and 2199-12-31"),
        (
            ["plan", "--goal", "CLT", "--by", "2026-11-22", *ON],
            "2026-11-22 is before the start of the plan",
        ),
        (["plan", "--goal", "CLT", "--at-once", "0"], "is not a whole number from"),
        (["plan", "--goal", "CLT", "--pace", "slow"], "'slow' is not one of"),
        (["plan", "--goal", "CLT", "--assume", "LSSC=long"], "`long` is not a length of time"),
        (["plan", "--goal", "CLT", "--assume", "LSSC=900"], "more than 50 years"),
        (
            ["plan", "--goal", "CLT", "--assume", "NONE=9"],
            "no credential has the id or alias `NONE`",
        ),
        (
            ["plan", "--goal", "CLT", "--compare", "NOPE"],
            "no credential has the id or alias `NOPE`",
        ),
        (["plan", "--goal", "CLT", "--choices", "--compare", "5"], "cannot be used together"),
        (["plan", "--goal", "CLT", "--sort", "id"], "libcert plan has no option --sort"),
        (["check", "CLT", "--on", "soon"], "`soon` is not a day"),
        (["cost"], "name a credential, such as `libcert cost LSSC`"),
        (["cost", "CLT", "--years", "0"], "is not a whole number from"),
        (["cost", "CLT", "--years", "61"], "is not a whole number from"),
        (["renewals", "--within", "-1"], "is not a whole number from"),
        (["calendar", "--lead", "soon"], "`soon` is not a whole number from 0 to 3660"),
        (["calendar", "--lead", "9999"], "`9999` is not a whole number from 0 to 3660"),
        (["calendar", "--json"], "libcert calendar has no option --json"),
        (["schema", "plan", "--catalogue"], "cannot be used together"),
    ],
)


@WRONG_USAGE
def test_wrong_usage_is_reported(run: Run, argv: list[str], message: str) -> None:
    answer = run(*argv)

    assert answer.code in (1, 2)
    assert answer.out == ""
    assert message in answer.err
    assert len(answer.err.splitlines()) <= 2


def test_renewals_are_listed_with_their_due_dates(run: Run) -> None:
    held = ("--held", "CIP=2024-01-31,LSSC=2023-02-14,MOS", *ON)
    result = run("renewals", *held, "--json").json

    assert [(due["id"], due["due"], due["days"], due["within"]) for due in result] == [
        ("CIP", "2027-01-31", 69, "90 days"),
        ("LSSC", "2027-02-14", 83, "90 days"),
        ("MOS", None, None, None),
    ]
    assert (
        "renewal:" not in run("renewals", "--held", "LSSC=2024-01-01,CIP", *ON, "--within", "0").out
    )
    assert run("renewals", "--held", "CIP=2024-01-31", *ON, "-f", "table").out.count("\n") == 3
    assert run("renewals", "--held", "CIP=2024-01-31", *ON, "--within", "70").err == ""
    near = run("renewals", *held, "--within", "70", "--json")
    assert near.ids == ["CIP"]
    assert near.err == "note: 2 more fall due later or on an unknown day\n"
    table = run("renewals", *held, "-f", "table").out
    assert "MOS, renewal: when it must be renewed is not on record" in table
    assert "CIP, renewal" not in table


def test_renewals_without_held_credentials_are_empty(run: Run) -> None:
    answer = run("renewals", "--json")

    assert answer.json == []
    assert answer.err == "note: no held credentials are known; add them with `--held ID=DATE`\n"


def test_earned_credits_are_shown(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text("[held.ACA]\nsince = 2025-01-01\ncredits = 3\n[held.CIP]\ncredits = 12\n")
    output = run("renewals", "--profile", str(profile), *ON).out

    assert "\t30, 12 earned\t" in output
    assert "yearly fee\t—\t$50–$75" in output


def test_calendar_has_events_for_renewals_and_plan_steps(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "my.ics"
    answer = run(
        *("calendar", "--held", "CIP=2024-01-31,MOS", "--goal", "CALT,CSLT", *READY, *ON),
        *("--lead", "14,7", "-o", str(path)),
    )
    text = path.read_bytes().decode()
    events = [part for part in icalendar.Calendar.from_ical(text).walk() if part.name == "VEVENT"]

    assert [str(event["uid"]) for event in events] == [
        "cip-renewal-14@libcert",
        "cip-renewal-7@libcert",
        "cip-renewal-0@libcert",
        "calt-plan-start@libcert",
        "calt-plan-finish@libcert",
    ]
    assert events[0].decoded("dtstart") == date(2027, 1, 31) - timedelta(days=14)
    assert (
        "note: MOS: no event for its renewal: when it must be renewed is not on record"
        in answer.err
    )
    assert "note: not planned: CSLT: " in answer.err
    assert text.count("\r\n") == text.count("\n")


def test_empty_calendar_is_reported(run: Run) -> None:
    answer = run("calendar")

    assert answer.out == ""
    assert "note: there is nothing to write; name a credential you hold" in answer.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "argv"),
    [
        ("check", ["check", *WORK, *STUDY]),
        ("check", ["check", "CRA", "AHIP"]),
        ("cost", ["cost", "ACA", "LSSC", "ACLIP", "--dues", "ALA=9.5"]),
        ("renewals", ["renewals", "--held", "ACA=2024-01-01,CIP=2024-01-01,MOS"]),
        ("plan", ["plan", "--goal", "CALT,CSLT,CIP", "--budget", "99.5", *READY]),
        ("plan", ["plan", "--goal", "CSLT"]),
        ("plan", ["plan", "--goal", "CALT", "--choices", *READY]),
        (
            "check",
            [
                "check",
                "ACA",
                "NM-PL",
                "--education",
                "bachelor",
                "--fields",
                "requirements,checked",
            ],
        ),
    ],
)
def test_json_matches_its_schema(run: Run, command: str, argv: list[str]) -> None:
    schema = run("schema", command).json
    result = run(*argv, "--json").json
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    for answer in result if isinstance(result, list) else [result]:
        if "--fields" not in argv:
            validator.validate(answer)
    assert run(*argv, "--format", "csv").code == 0
    for form in (["--format", "csv"], ["--format", "markdown"], ["--format", "table"], []):
        assert not re.search(r"Answer\.|datetime\.|=None|Decimal|Money", run(*argv, *form).out)
    for line in run(*argv, "--format", "jsonl").out.splitlines():
        assert isinstance(json.loads(line), dict)
    assert run(*argv, "--format", "markdown").out.startswith("| ")


def test_every_answer_has_a_schema() -> None:
    assert {*get_args(What)} == {"record", "catalogue", *ANSWERS}


def test_schemas_explain_every_key(run: Run) -> None:
    for command in ("check", "cost", "plan", "renewals", "profile"):
        schema = run("schema", command).json
        parts = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
        assert all(field["description"] for part in parts for field in part["properties"].values())


def test_plan_uses_an_own_catalogue(run: Run, write: Any) -> None:
    own = write(
        """
        [organizations.O]
        name = "O"
        [credentials.FIRST]
        name = "First"
        type = "certificate"
        issuer = "O"
        duration = { low = 2, high = 2 }
        experience = { low = 0, high = 0 }
        education = { level = "none" }
        [credentials.SECOND]
        name = "Second"
        type = "certificate"
        issuer = "O"
        duration = { low = 1, high = 1 }
        experience = { low = 0, high = 0 }
        education = { level = "none" }
        requirements = [{ text = "Hold the first", credential = "first" }]
        """
    )
    result = run("plan", "--goal", "second", "--catalogue", str(own), *ON, "--json").json

    assert [(step["id"], step["finish"]) for step in result["steps"]] == [
        ("FIRST", "2027-01-23"),
        ("SECOND", "2027-02-23"),
    ]


def test_calendar_reads_the_profile_once(run: Run, tmp_path: Path) -> None:
    """The note about entries in another currency appears only once."""
    profile = tmp_path / "me.toml"
    profile.write_text("budget = 100\n")
    message = run("calendar", "--profile", str(profile), "--currency", "EUR", "--goal", "A+").err

    assert message.count("the profile is in USD") == 1


def test_compare_refuses_invalid_amounts(run: Run) -> None:
    for compare in ("-1", "1e3", "5 %", "1."):
        answer = run("plan", "--goal", "CIP", "--compare", compare)

        assert answer.code == 2
        assert f"`{compare}` is not an amount" in answer.err


def test_profile_and_no_profile_cannot_be_combined(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--no-profile", "--profile", str(tmp_path / "me.toml"))

    assert answer.code == 2
    assert "--profile and --no-profile cannot be used together" in answer.err
