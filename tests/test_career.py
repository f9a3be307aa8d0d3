"""The commands that plan a career, as they are typed."""

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


def test_check_says_what_lacks_and_from_when(run: Run) -> None:
    [found] = run("check", "calt", *WORK, *STUDY, *ON, "--json").json

    assert (found["id"], found["answer"], found["from"]) == ("CALT", "no", "2027-05-23")
    assert [(one["answer"], one["from"], one["need"]) for one in found["requirements"]] == [
        (
            "no",
            "2027-05-23",
            "keep working: you need 6 more months of full-time work in an academic library",
        ),
        ("no", "2027-05-23", "the required education is associate, yours is high-school"),
    ]
    assert found["to_do"] == [
        "Pass ALA's written exam",
        "Submit a portfolio of library skills and knowledge",
    ]
    assert found["checked"] is None


def test_check_on_another_day(run: Run) -> None:
    [found] = run("check", "CALT", *WORK, *STUDY, "--on", "2027-05-23", "--json").json

    assert (found["answer"], found["from"]) == ("yes", "2027-05-23")


def test_years_of_work_are_those_of_the_day_that_is_asked_about(run: Run) -> None:
    """Two years on that day, so three a year later, also where today is another day."""
    asked = (
        "check",
        "OH-PLS",
        "--experience",
        "1 public running",
        "--meets",
        "continuing",
        *ON,
        "--json",
    )

    assert run(*asked).json[0]["requirements"][1]["from"] == "2027-11-23"


def test_check_says_what_checked_figures_lead_to(run: Run) -> None:
    [listed] = run("check", "ACA", "--education", "bachelor", *ON, "--json").json
    [checked] = run(
        "check", "ACA", "--education", "bachelor", *ON, "--figures", "checked", "--json"
    ).json
    shown = run("check", "ACA", "--education", "bachelor", *ON, "-f", "table").out

    assert (listed["answer"], listed["checked"]["answer"]) == ("no", "yes")
    assert (checked["answer"], checked["checked"]) == ("yes", None)
    assert "with the checked figures: yes" in " ".join(shown.split())


def test_check_without_ids_groups_all(run: Run) -> None:
    found = run("check", *WORK, *STUDY, *ON, "--json").json
    answers = [(one["answer"], one["from"]) for one in found]

    assert len(found) == 38
    assert answers[0][0] == "yes"
    order = [
        0 if answer == "yes" else 1 if day else 2 if answer == "maybe" else 3
        for answer, day in answers
    ]
    assert order == sorted(order)
    assert run("check", *ON, "--sort", "id", "--limit", "2", "--json").ids == ["A+", "ACA"]


def test_check_on_a_terminal(run: Run) -> None:
    one = run("check", "CALT", *WORK, *STUDY, *ON, "-f", "table").out
    many = run("check", *WORK, *STUDY, *ON, "-f", "table").out

    assert "not met" in one
    summary = "CALT, Certified Academic Library Technician (not found): no, but yes from 2027-05-23"
    assert summary in one.replace("from\n", "from ")
    assert "still to do: Pass ALA's written exam" in one
    assert "3 yes, 23 maybe, 12 no; 2 will be yes on a later day" in many
    assert all(len(line) <= 80 for line in (one + many).splitlines())


def test_check_shows_the_parts_of_a_choice(run: Run) -> None:
    shown = run(
        "check", "CRA", "--education", "bachelor", "--experience", "2026-05-01.. records", *ON
    )

    rows = [line.split("\t")[1:] for line in shown.out.splitlines()]
    assert rows[0] == ["condition", "answer", "from", "need"]
    assert rows.pop(1) == ["all conditions (standing: confirmed)", "no", "2027-05-01", "—"]
    summary = "note: CRA, Certified Records Analyst (confirmed): no, but yes from 2027-05-01"
    assert summary in shown.err
    assert rows[1][0].endswith("one more year of work: 1 of these")
    assert rows[1][1:] == ["not met", "2027-05-01", "—"]
    assert rows[2][:2] == ["– A bachelor's degree and one year of work: all of these", "not met"]
    assert ["– work", "not met", "2027-05-01"] in [
        [row[0].replace("\N{NO-BREAK SPACE}", ""), *row[1:3]] for row in rows
    ]


def test_fields_of_an_answer(run: Run) -> None:
    assert run("check", "CPTL", "--fields", "id,answer,from", *ON).out == (
        "id\tanswer\tfrom\nCPTL\tyes\t2026-11-23\n"
    )
    assert "`form` is not a field" in run("check", "--fields", "form").err
    assert run("check", "CPTL", "--fields", "from", "--json", *ON).json == [{"from": "2026-11-23"}]


def test_every_answer_may_be_cut_to_fields(run: Run) -> None:
    assert run("cost", "CIP", "--fields", "id,years", "--json").json == [{"id": "CIP", "years": 10}]
    assert run("plan", "--goal", "CIP", "--fields", "proven", "--json").json == {"proven": True}
    assert run("renewals", "--held", "CIP", "--fields", "id", "--json").json == [{"id": "CIP"}]
    answers = [one["answer"] for one in run("check", "--sort=-answer", *ON, "--json").json]
    assert answers == sorted(answers, key=["no", "maybe", "yes"].index)


def test_cost_by_year(run: Run) -> None:
    [found] = run(
        "cost", "aca", "--years", "5", "--member", "ALA", "--dues", "ALA=100", "--json"
    ).json

    assert (found["total"]["low"], found["total"]["high"], found["total"]["open"]) == (
        725,
        725,
        True,
    )
    assert [(year["year"], year["cost"]["low"]) for year in found["by_year"]] == [
        (1, 525),
        (2, 50),
        (3, 50),
        (4, 50),
        (5, 50),
    ]
    assert found["unknown"] == ["renewal: the amount is not on record"]
    [joining] = found["joining"]
    assert (joining["saves"]["low"], joining["dues"]["low"], joining["worth_it"]) == (
        200,
        500,
        "no",
    )


def test_cost_on_a_terminal(run: Run) -> None:
    shown = run("cost", "ACA", "CPLA", "--years", "5", "-f", "table").out
    single = run("cost", "CALT", "--years", "1", "-f", "table").out

    assert "█" in shown
    assert "at least $725–$925" in shown
    assert "members of ALA save $200; use `--dues ALA=…` to give" in shown
    not_counted = "not counted, because it is optional or paid to others: course: about $2,520"
    assert not_counted in " ".join(shown.split())
    assert "CALT 1    $175–$225 ███" in single
    assert "CALT 1    $175–$225                  total" in single
    assert (
        "members of ALA save $50 and pay $150 of dues in 5 years: joining does not pay off"
        in run("cost", "CALT", "--years", "5", "--dues", "ala=30", "-f", "table").out.replace(
            "\n  ", " "
        )
    )


def test_what_members_save_in_words(run: Run, write: Any) -> None:
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
    shown = run("cost", "SAME", "DARK", "--catalogue", str(own), "--years", "1", "-f", "table").out

    assert "members of O pay the same" in shown
    assert "the amount that members of O save is not on record" in shown


def test_cost_in_a_pipe_has_no_pictures(run: Run) -> None:
    lines = run("cost", "CIP", "--years", "4").out.splitlines()

    assert lines[0] == "id\tyear\tcost\twhat"
    assert lines[1:] == [
        "CIP\t1\t$250\tapplication: $250",
        "CIP\t2\tnothing\t—",
        "CIP\t3\tnothing\t—",
        "CIP\t4\t$150\trenewal: $150",
        "CIP\t1–4\t$400\ttotal",
    ]


def test_cost_at_a_rate(run: Run) -> None:
    [found] = run("cost", "ACLIP", "--years", "1", "--rate", "GBP=1.25", "--json").json

    assert (found["total"]["low"], found["total"]["unit"]) == (112.5, "USD")


PLAN = ("plan", "--goal", "CALT,cip", "--goal", "LSSC", "--assume", "LSSC=12mo", *ON)
READY = ("--experience", "2020-01-01.. academic full-time", "--education", "associate")


def test_plan(run: Run) -> None:
    found = run(*PLAN, *READY, "--budget", "400", "--json").json

    assert [(step["id"], step["start"], step["finish"]) for step in found["steps"]] == [
        ("LSSC", "2026-11-23", "2027-11-23"),
        ("CIP", "2027-11-23", "2028-05-23"),
        ("CALT", "2028-05-23", "2028-09-23"),
    ]
    assert (found["start"], found["finish"], found["proven"]) == ("2026-11-23", "2028-09-23", True)
    assert [(year["year"], year["cost"]["low"], year["budget"]) for year in found["by_year"]] == [
        (2026, 325, 400),
        (2027, 250, 400),
        (2028, 175, 400),
    ]
    assert "LSSC: it takes 12 months, as you assume (not on record)" in found["assumed"]
    assert found["not_planned"] == []


def test_plan_on_a_terminal(run: Run) -> None:
    shown = run(*PLAN, *READY, "--budget", "300", "-f", "table").out
    told = " ".join(shown.split())

    assert "███" in shown
    assert "not planned: LSSC: it cannot be done with $300 a year" in told
    assert "this would help: a budget of $350 a year; or leaving out LSSC" in told
    assert "in doubt:\n" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_a_narrow_plan_goes_without_its_picture(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = run(*PLAN, *READY, "-f", "table").out

    assert shown.splitlines()[0].split() == ["id", "standing", "start", "finish", "cost"]
    assert "█" not in shown


def test_a_price_in_another_currency_is_shown_and_not_counted(run: Run) -> None:
    asked = ("plan", "--goal", "ACLIP", "--assume", "6", "--member", "CILIP", "--budget", "5", *ON)
    found = run(*asked, "--json").json

    assert (found["steps"][0]["cost"]["low"], found["steps"][0]["cost"]["unit"]) == (90, "GBP")
    assert found["total"]["low"] is None
    assert "ACLIP: enrolment: £45: not in USD (use `--rate GBP=…` to count it)" in found["assumed"]


def test_what_earning_costs_is_not_free_where_nobody_says(run: Run) -> None:
    asked = ("plan", "--goal", "IN-LC", "--assume", "6", "--education", "bachelor", *ON)
    found = run(*asked, "--json").json

    assert found["steps"][0]["cost"]["low"] is None
    assert found["total"]["low"] is None


def test_plan_of_nothing(run: Run) -> None:
    shown = run("plan", "--goal", "CSLT", *READY, *ON, "-f", "table").out

    assert "the plan: nothing can be planned" in shown
    assert "this would help" not in shown


def test_two_plans_side_by_side(run: Run) -> None:
    goals = ("plan", "--goal", "CIP,CALT", *READY, *ON)
    budgets = run(*goals, "--budget", "250", "--compare", "1000", "--json").json
    orders = run(*goals, "--in-order", "--compare", "CALT,CIP", "--json").json
    shown = run(*goals, "--compare", "1000", "-f", "table").out

    assert [plan["by_year"][0]["budget"] for plan in budgets] == [250, 1000]
    assert [[step["id"] for step in plan["steps"]] for plan in orders] == [
        ["CIP", "CALT"],
        ["CALT", "CIP"],
    ]
    assert "plan 1: finished on" in shown
    assert "plan 2: finished on" in shown


def test_choices(run: Run) -> None:
    goals = ("plan", "--goal", "CALT,CPTL", "--assume", "CPTL=1mo", "--on", "2026-01-01")
    found = run(*goals, *READY, "--choices", "--json").json
    ends = [plan["finish"] for plan in found]
    most = [max(year["cost"]["high"] for year in plan["by_year"]) for plan in found]

    assert ends == ["2026-06-01", "2027-01-01"]
    assert most == [425, 225]


def test_the_best(run: Run) -> None:
    found = run("plan", "--best", "--figures", "checked", *READY, *ON, "--json")

    assert "note: the plan ends by 2031-11-23" in found.err
    assert "A+" in {step["id"] for step in found.json["steps"]}
    later = run("plan", "--best", "--by", "2028-02-29", "--assume", "3mo", *READY, *ON, "--json")
    assert later.err == ""
    assert later.json["finish"] <= "2028-02-29"
    assert len(later.json["steps"]) > 2


def test_words_that_no_condition_has_are_named(run: Run) -> None:
    said = run("check", "CALT", "--meets", "purple elephant", "--lacks", "zebra").err

    assert "note: no condition contains the words `purple elephant` of --meets" in said
    assert "note: no condition contains the words `zebra` of --lacks" in said


def test_what_has_lapsed_by_the_record_is_said(run: Run) -> None:
    said = run("check", "CALT", "--held", "LSSC=2010-01-01").err

    assert "note: `LSSC` has lapsed according to its record; if you renewed it" in said


def test_another_currency_without_a_rate_is_said(run: Run) -> None:
    said = run("cost", "CALT", "--currency", "EUR").err

    assert "note: CALT is in USD; `--rate USD=…` converts it to EUR" in said


def test_a_plan_in_a_pipe_loses_nothing(run: Run) -> None:
    found = run("plan", "--goal", "CALT", "--experience", "0", "--education", "associate")

    assert found.out == "id\tstanding\tstart\tfinish\tcost\n"
    assert "note: not planned: CALT: you need 2 more years of full-time work" in found.err


def test_an_alias_is_the_credential(run: Run) -> None:
    assert run("renewals", "--held", "mlsp=2024-01-01", "--json").json[0]["id"] == "MLS-P"
    twice = run("renewals", "--held", "mlsp=2024-01-01,MLS-P")
    assert "`MLS-P` and `mlsp` are the same credential" in twice.err


def test_a_condition_may_name_a_credential_by_an_alias(run: Run, tmp_path: Path) -> None:
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
        met = run("check", "B", *own, "--held", held).json[0]["requirements"]
        assert [condition["answer"] for condition in met if condition["text"] == "one"] == ["yes"]
    record = run("show", "B", *own).json

    assert record["nearest"] == ["A"]
    assert record["conditions"][0]["of"][0]["credential"] == "A"


WRONG = pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["plan", "--goal", "CLT", "--assume", "=3mo"], "`=3mo` has no id before the `=`"),
        (["plan", "--goal", "CLT", "--assume", "A+=3mo,a+=9mo"], "`a+` is given twice"),
        (["plan"], "name a goal with `--goal ID`"),
        (["plan", "--goal", "CLTX"], "no credential has the id or alias `CLTX`"),
        (["plan", "--goal", ""], "an option is empty"),
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
            ["plan", "--goal", "CLT", "--compare", "NONE"],
            "no credential has the id or alias `NONE`",
        ),
        (["plan", "--goal", "CLT", "--choices", "--compare", "5"], "cannot be used together"),
        (["plan", "--goal", "CLT", "--sort", "id"], "No such option"),
        (["check", "CLT", "--on", "soon"], "`soon` is not a day"),
        (["cost"], "Missing argument"),
        (["cost", "CLT", "--years", "0"], "is not a whole number from"),
        (["cost", "CLT", "--years", "61"], "is not a whole number from"),
        (["renewals", "--within", "-1"], "is not a whole number from"),
        (["calendar", "--lead", "soon"], "`soon` is not a whole number from 0 to 3660"),
        (["calendar", "--lead", "9999"], "`9999` is not a whole number from 0 to 3660"),
        (["calendar", "--json"], "No such option"),
        (["schema", "plan", "--catalogue"], "cannot be used together"),
    ],
)


@WRONG
def test_wrong_usage(run: Run, argv: list[str], said: str) -> None:
    found = run(*argv)

    assert found.code in (1, 2)
    assert found.out == ""
    assert said in found.err
    assert len(found.err.splitlines()) <= 2


def test_renewals(run: Run) -> None:
    held = ("--held", "CIP=2024-01-31,LSSC=2023-02-14,MOS", *ON)
    found = run("renewals", *held, "--json").json

    assert [(due["id"], due["due"], due["days"], due["within"]) for due in found] == [
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
    shown = run("renewals", *held, "-f", "table").out
    assert "MOS, renewal: when it must be renewed is not on record" in shown
    assert "CIP, renewal" not in shown


def test_renewals_of_nobody(run: Run) -> None:
    found = run("renewals", "--json")

    assert found.json == []
    assert found.err == "note: no held credentials are known; add them with `--held ID=DATE`\n"


def test_credits_gathered_are_shown(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text("[held.ACA]\nsince = 2025-01-01\ncredits = 3\n[held.CIP]\ncredits = 12\n")
    shown = run("renewals", "--profile", str(profile), *ON).out

    assert "\t30, 12 earned\t" in shown
    assert "yearly fee\t—\t$50–$75" in shown


def test_calendar(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "my.ics"
    found = run(
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
        "note: MOS: no event for its renewal: when it must be renewed is not on record" in found.err
    )
    assert "note: not planned: CSLT: " in found.err
    assert text.count("\r\n") == text.count("\n")


def test_an_empty_calendar_says_so(run: Run) -> None:
    found = run("calendar")

    assert found.out == ""
    assert "note: there is nothing to write; name a credential you hold" in found.err


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
def test_json_keeps_to_its_schema(run: Run, command: str, argv: list[str]) -> None:
    schema = run("schema", command).json
    found = run(*argv, "--json").json
    jsonschema.Draft202012Validator.check_schema(schema)

    for answer in found if isinstance(found, list) else [found]:
        if "--fields" not in argv:
            jsonschema.validate(answer, schema, format_checker=jsonschema.FormatChecker())
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


def test_a_catalogue_of_ones_own_is_planned_with(run: Run, write: Any) -> None:
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
    found = run("plan", "--goal", "second", "--catalogue", str(own), *ON, "--json").json

    assert [(step["id"], step["finish"]) for step in found["steps"]] == [
        ("FIRST", "2027-01-23"),
        ("SECOND", "2027-02-23"),
    ]


def test_a_calendar_reads_the_profile_once(run: Run, tmp_path: Path) -> None:
    """What is left out of it, because it counts in another currency, is said once."""
    profile = tmp_path / "me.toml"
    profile.write_text("budget = 100\n")
    said = run("calendar", "--profile", str(profile), "--currency", "EUR", "--goal", "A+").err

    assert said.count("the profile is in USD") == 1


def test_what_is_no_amount_to_compare_with_is_wrong_usage(run: Run) -> None:
    for compare in ("-1", "1e3", "$5", "1."):
        answer = run("plan", "--goal", "CIP", "--compare", compare)

        assert answer.code == 2
        assert f"`{compare}` is not an amount" in answer.err


def test_a_profile_is_named_or_left_out(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--no-profile", "--profile", str(tmp_path / "me.toml"))

    assert answer.code == 2
    assert "--profile and --no-profile cannot be used together" in answer.err
