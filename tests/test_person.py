"""Test the options about a person, together with the profile."""

import contextlib
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import FULL_PROFILE
from hypothesis import given
from hypothesis import strategies as st

from libcert import cli
from libcert.cli import read_job, read_values
from libcert.files import profile_store
from libcert.model.errors import InvalidProfileError
from libcert.model.profile import Held, Job, Profile, Study

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

TODAY = date(2026, 11, 23)


# --- Work as text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("2", Job(years=2, as_of=TODAY)),
        ("2y", Job(years=2, as_of=TODAY)),
        ("18mo", Job(years=Decimal("1.5"), as_of=TODAY)),
        ("8mo", Job(years=Decimal("0.67"), as_of=TODAY)),
        ("P1Y6M", Job(years=Decimal("1.5"), as_of=TODAY)),
        ("2 years", Job(years=2, as_of=TODAY)),
        ("2 academic full-time", Job(years=2, as_of=TODAY, setting="academic", full_time=True)),
        (
            "FULL-TIME  Academic\t2",
            Job(years=2, as_of=TODAY, setting="academic", full_time=True),
        ),
        ("3y archives ended", Job(years=3, as_of=TODAY, setting="archives", running=False)),
        ("2 years, 20 hours a week", Job(years=2, as_of=TODAY, hours_a_week=20)),
        ("20h/week 1 public library", Job(years=1, as_of=TODAY, setting="public", hours_a_week=20)),
        ("a year in archives", Job(years=1, as_of=TODAY, setting="archives")),
        (
            "3 years at a community college, still there, full time",
            Job(years=3, as_of=TODAY, setting="academic", running=True, full_time=True),
        ),
        ("since 2020 records", Job(since=date(2020, 1, 1), setting="records")),
        ("since March 2020 still there", Job(since=date(2020, 3, 1))),
        ("2020-01.. records", Job(since=date(2020, 1, 1), setting="records")),
        ("2019-2022 public", Job(since=date(2019, 1, 1), until=date(2022, 1, 1), setting="public")),
        (
            "from 2019 to present, high school library",
            Job(since=date(2019, 1, 1), setting="school"),
        ),
        ("2023-05-01..now", Job(since=date(2023, 5, 1))),
        (
            "2 as a library assistant, part time",
            Job(years=2, as_of=TODAY, role="library assistant", full_time=False),
        ),
        ("volunteer 2 years public", Job(years=2, as_of=TODAY, setting="public", role="volunteer")),
        ("2 years public volunteer", Job(years=2, as_of=TODAY, setting="public", role="volunteer")),
        ("5 records clerk", Job(years=5, as_of=TODAY, setting="records", role="records clerk")),
        (
            "2 Public Library assistant, part time",
            Job(
                years=2,
                as_of=TODAY,
                setting="public",
                role="public library assistant",
                full_time=False,
            ),
        ),
        (
            "3 public children\u2019s librarian",
            Job(years=3, as_of=TODAY, setting="public", role="children's librarian"),
        ),
        (
            "1 public full-time ended 2020",
            Job(since=date(2019, 1, 1), until=date(2020, 1, 1), setting="public", full_time=True),
        ),
        ("18 months until March 2021", Job(since=date(2019, 9, 1), until=date(2021, 3, 1))),
        ("since 2018, left in 2020", Job(since=date(2018, 1, 1), until=date(2020, 1, 1))),
        ("running 1 part-time", Job(years=1, as_of=TODAY, running=True, full_time=False)),
        ("2023-05-01..", Job(since=date(2023, 5, 1))),
        ("2023-05-01..2025-01-31", Job(since=date(2023, 5, 1), until=date(2025, 1, 31))),
        (
            "2023-05-01.. public 20h as supervisor",
            Job(since=date(2023, 5, 1), setting="public", hours_a_week=20, role="supervisor"),
        ),
        (
            "2 school as Library Aide Running 20h",
            Job(
                years=2,
                as_of=TODAY,
                setting="school",
                role="Library Aide",
                running=True,
                hours_a_week=20,
            ),
        ),
        (
            "2 20 hours AS Head of  2 as",
            Job(years=2, as_of=TODAY, hours_a_week=20, role="Head of 2 as"),
        ),
    ],
)
def test_a_job_can_be_written_as_text(text: str, job: Job) -> None:
    assert read_job.job(text, TODAY) == job


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`` has no length of time; add `2`, `18mo`, `since 2023` or"),
        ("public as x", "`public as x` has no length of time"),
        (
            "2 moon",
            "`moon` does not describe work; write it as in `2 academic full-time` or",
        ),
        ("..2025-01-31", "does not describe work"),
        ("2 acdemic", "`acdemic` does not describe work; did you mean `academic`?"),
        ("2020 public", "`2020` is a year; write `since 2020`"),
        ("20 hours a week", "has no length of time"),
        ("3/1/2022.. public", "`3/1/2022` can be 2022-03-01 or 2022-01-03; write one of them"),
        ("2019-2022 running", "use `running` or `ended` with a number of years"),
        ("18-24 months", "does not describe work"),
        ("2 as", "add your role after `as`, such as `as supervisor`"),
        ("2 as running", "add your role after `as`, such as `as supervisor`"),
        ("2 3", "`3` repeats or contradicts another word of `2 3`"),
        ("2 public public", "`public` repeats or contradicts another word of `2 public public`"),
        ("ended 2020", "`ended 2020` has no length of time"),
        ("1 ended 2020 ended", "use `running` or `ended` with a number of years"),
        ("200 ended 2020", "200.00 is too many years of work; the most is 100"),
        ("2 academc page", "`academc` does not describe work; did you mean `academic`?"),
        ("2 full-time part-time", "`part-time` repeats or contradicts"),
        ("2023-05-01.. 2024-05-01..", "`2024-05-01..` repeats or contradicts"),
        ("2 2023-05-01..", "work needs either `since`"),
        ("2023-05-01.. ended", "use `running` or `ended` with a number of years"),
        ("2025-01-01..2023-01-01", "`until` .2023-01-01. is before `since` .2025-01-01."),
        ("2023-02-30..", "`2023-02-30` is not a day in the calendar"),
        ("2023-13..", "`2023-13` is not a day in the calendar"),
        ("1800-01-01..", "since: found `1800-01-01`; allowed: 1900-01-01 or a later day"),
        ("200", "years: found `200.00`; allowed: a number up to 100"),
        ("2 200h", "hours_a_week: found `200`; allowed: a number up to 168"),
        (f"2 as {'x' * 3000}", "role: found .* allowed: a shorter text"),
        ("x" * 3000, "`x{40}` does not describe"),
    ],
)
def test_a_text_that_is_not_a_job_is_refused(
    run: Run, profile: Path, text: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_job.job(text, TODAY)
    answer = run("profile", "set", "--experience", text)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: Invalid value for '--experience': ")
    assert not profile.exists()


def test_years_before_the_end_are_said() -> None:
    notes: list[str] = []
    read_job.job("1 public ended 2020", TODAY, notes.append)

    assert notes[-1] == "the work is taken as 2019-01-01 to 2020-01-01"


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,3}(y|mo|h|-)?( [a-z.0-9-]{1,9}){0,3}"))
def test_any_text_is_a_job_or_is_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_job.job(text, TODAY)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2", "2"),
        ("1.5 years", "1.5"),
        ("18mo", "1.5"),
        ("60 credits", "2"),
        ("15cr", "0.5"),
        ("54 Units", "1.8"),
        ("0", "0"),
    ],
)
def test_college_is_read_in_years_or_credits(text: str, years: str) -> None:
    assert read_values.college_years(text) == Decimal(years)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30", "`30` is more than 12 years; if these are credits, write `30 credits`"),
        ("400 credits", "is more than 12 years"),
        ("much", "`much` is not a number of years; write `2`, `1.5` or `60 credits`"),
    ],
)
def test_unclear_college_is_wrong_usage(run: Run, text: str, message: str) -> None:
    answer = run("check", "LSSC", "--college-years", text)

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_check_selects_by_job_and_setting(run: Run) -> None:
    ids = run("check", "--where", "ohio", "--suits", "aide", "--setting", "school", "--json").ids

    assert "OH-AIDE1" in ids
    assert "OH-PL" not in ids
    assert "CET-A" not in ids


# --- Options for one question ---------------------------------------------------------------------


def test_options_override_the_profile(profile: Path, told: Callable[..., Any]) -> None:
    profile.write_text(FULL_PROFILE)
    person, notes = told(
        *("--education", "MASTER", "--studying", "doctorate=2030-01-01"),
        *("--experience", "2020-01-01.. school", "--held", "lssc=2024-04-01,ACA", "--held", "A+"),
        *("--meets", "a, b", "--lacks", "c", "--budget", "99.50", "--rate", "eur=1.1"),
        *("--rate", "GBP=1.5", "--dues", "SLA=5", "--member", "SLA,CILIP"),
    )

    assert notes == ["nothing on record depends on a membership in `SLA`"]
    assert person == Profile(
        education="master",
        studying=Study(level="doctorate", done=date(2030, 1, 1)),
        experience=(Job(since=date(2020, 1, 1), setting="school"),),
        held={"LSSC": Held(since=date(2024, 4, 1), credits=12), "ACA": Held(), "A+": Held()},
        meets=("a, b",),
        lacks=("c",),
        budget=Decimal("99.50"),
        rate={"GBP": Decimal("1.5"), "EUR": Decimal("1.1")},
        dues={"ALA": 150, "SLA": Decimal(5)},
        member=("SLA", "CILIP"),
    )
    assert profile.read_text() == FULL_PROFILE


def test_years_of_work_count_up_to_the_day_of_the_question(
    told: Callable[..., Any],
) -> None:
    person, _ = told("--experience", "2", "--on", "2025-01-01")

    assert person.experience == (Job(years=2, as_of=date(2025, 1, 1)),)


def test_missing_options_come_from_the_profile(profile: Path, told: Callable[..., Any]) -> None:
    profile.write_text(FULL_PROFILE)

    assert told() == (profile_store.load(profile), [])
    assert told("--no-profile", "--budget", "0") == (Profile(budget=Decimal(0)), [])


def test_a_membership_option_replaces_all_memberships(
    profile: Path, told: Callable[..., Any]
) -> None:
    profile.write_text('member = ["ALA"]\nnon_member = true\n')

    for options, member, non_member in (
        ([], ("ALA",), True),
        (["--member", "SLA"], ("SLA",), False),
        (["--non-member"], (), True),
        (["--member", "SLA", "--non-member"], ("SLA",), True),
    ):
        person, _ = told(*options)
        assert (person.member, person.non_member) == (member, non_member)


def test_amounts_of_the_profile_are_ignored_in_another_currency(
    profile: Path, told: Callable[..., Any]
) -> None:
    profile.write_text(FULL_PROFILE)
    person, notes = told("--currency", "gbp", "--dues", "CILIP=99")

    assert (person.budget, person.rate, person.dues) == (None, {}, {"CILIP": 99})
    assert notes == [
        "the profile is in USD, so these entries are ignored: budget, rate, dues",
    ]
    assert told("--currency", "USD") == (profile_store.load(profile), [])
    profile.write_text("")
    assert told("--currency", "GBP") == (Profile(currency="GBP"), [])


def test_an_option_that_contradicts_the_profile_is_named(
    profile: Path, told: Callable[..., Any]
) -> None:
    profile.write_text("[held.LSSC]\nrenewed = 2022-01-01\n")

    with pytest.raises(InvalidProfileError, match=r"held\.LSSC: `since`, `renewed` and"):
        told("--held", "LSSC=2023-01-01")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--education", "wizard", "`wizard` is not one of none, high-school"),
        (
            "--studying",
            "bachelor",
            "`bachelor` is not written as LEVEL=DATE, such as bachelor=2028",
        ),
        ("--studying", "wizard=2028-01-01", "`wizard` is not one of none, high-school"),
        ("--studying", "master=soon", "`soon` is not a day; write it as `2024-03-15`"),
        (
            "--studying",
            "master=2300-01-01",
            "found `2300-01-01`; allowed: 2199-12-31 or an earlier day",
        ),
        ("--held", "A=", "`A=` is not written as ID or ID=DATE, such as LSSC=2024-03-15"),
        ("--held", "=2024-03-15", "is not written as ID or ID=DATE"),
        ("--held", "A B", 'found `"A B"`; allowed: letters, digits and + . _ - in an id'),
        ("--held", "A,a", "`a` is given twice"),
        ("--held", "", "an option is empty"),
        ("--held", "A=1800-01-01", "allowed: 1900-01-01 or a later day"),
        ("--meets", "", 'found `""`; allowed: a text that is not blank'),
        ("--lacks", "\udcff", 'found `"\\udcff"`; allowed: a text in UTF-8'),
        ("--budget", "-5", "`-5` is not an amount"),
        ("--currency", "pounds", "`pounds` is not a three-letter currency code"),
        ("--rate", "GBP", "`GBP` is not written as CODE=NUMBER, such as GBP=1.27"),
        ("--rate", "GBPS=1", "`GBPS` is not a three-letter currency code"),
        ("--rate", "GBP=1,27", "`1,27` is not a rate; write it as `1.27`"),
        ("--rate", "GBP=0", "`0` is not a rate; it must be above 0 and at most 1000000"),
        ("--rate", "GBP=9999999", "`9999999` is not a rate; it must be above 0"),
        ("--dues", "ALA=many", "`many` is not an amount"),
        ("--dues", "A/B=5", 'found `"A/B"`; allowed: letters, digits'),
        ("--member", "A/B", 'found `"A/B"`; allowed: letters, digits'),
        ("--unset", "naem", "`naem` is not one of where, settings, education, subject"),
        ("--unset", "", "an option is empty"),
    ],
)
def test_an_invalid_value_is_wrong_usage(
    run: Run, profile: Path, option: str, value: str, message: str
) -> None:
    answer = run("profile", "set", option, value)

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert f"{option}" in answer.err
    assert len(answer.err.splitlines()) == 2
    assert not profile.exists()


@given(
    st.lists(
        st.tuples(st.sampled_from([*Profile.FIELDS, "unset"]), st.text(max_size=20)),
        min_size=1,
        max_size=3,
    )
)
def test_no_option_text_causes_a_traceback(options: list[tuple[str, str]]) -> None:
    argv = [f"--{name.replace('_', '-')}={text}" for name, text in options]

    assert cli.main(["profile", "set", *argv, "--profile", "/dev/null/none"]) in {1, 2}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--studying bac", {"bachelor="}),
        ("--experience aca", {"academic"}),
        ("--experience full", {"full-time"}),
        ("--held lss", {"lssc"}),
        ("--education mas", {"master"}),
        ("--unset exp", {"experience"}),
    ],
)
def test_options_complete_their_values(spawn: Spawn, text: str, expected: set[str]) -> None:
    line = f"libcert profile set {text}"
    process = spawn(
        env={"_LIBCERT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "4"}
    )

    assert expected == set(process.stdout.decode().split())


def test_completion_of_a_job_completes_its_last_word() -> None:
    everything: Any = typer.main.get_command(cli.command_line())
    options = everything.commands["profile"].commands["set"].params
    [option] = [option for option in options if option.name == "experience"]

    assert [item.value for item in option.shell_complete(None, "2 pub")] == ["2 public"]


def test_too_many_jobs_are_reported_with_the_option(run: Callable[..., Any]) -> None:
    answer = run("check", "LSSC", *["--experience", "1"] * 51)

    assert (answer.code, answer.out) == (2, "")
    assert "--experience" in answer.err
    assert "50" in answer.err
