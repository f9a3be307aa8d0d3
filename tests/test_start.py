"""The interview: what it asks, understands, saves and leaves alone."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import FULL_PROFILE, LIBCERT, Answered
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from libcert.cli import terminal
from libcert.cli.answer import Reply, Session, build_table
from libcert.files import profile_store
from libcert.model.profile import Profile
from libcert.model.results import NextStep
from libcert.model.vocabulary import Position

Run = Callable[..., Any]
Interview = Callable[..., Answered]

quick = pytest.mark.usefixtures("answered")
SKIPPED = [""] * 8
ALL = [
    "ohio",
    "public",
    "Library Page",
    "high-school",
    "2 years 20h",
    "lssc=2024-03-15",
    "200",
    "5",
]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Profile, Sequence[Position]]]:
    """Let the interview end with a quick answer; return the profiles and jobs that it is for."""
    calls: list[tuple[Profile, Sequence[Position]]] = []

    def quick(session: Session, profile: Profile, positions: Sequence[Position]) -> Reply:
        calls.append((profile, positions))
        return Reply(session, build_table(session, NextStep, []))

    monkeypatch.setattr("libcert.cli.commands.start.next_answer", quick)
    return calls


@pytest.fixture
def interview(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Interview]:
    """Return a function that runs `libcert start` and types one line after the other."""
    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):

        def interview(*lines: str, argv: tuple[str, ...] = ()) -> Answered:
            keys.send_text(
                "".join(line if line in {CTRL_C, CTRL_D} else f"{line}\r" for line in lines)
            )
            answer: Answered = run("start", *argv)
            return answer

        yield interview


CTRL_C, CTRL_D = "\x03", "\x04"


def said(answer: Answered) -> str:
    """Return the output in one line."""
    return " ".join(answer.out.split())


# --- Answers --------------------------------------------------------------------------------------


@quick
def test_the_answers_become_the_profile(interview: Interview, profile: Path) -> None:
    answer = interview(*ALL, "yes")
    me = profile_store.load(profile)

    assert (answer.code, answer.err) == (0, "")
    assert (me.where, me.settings, me.education) == ("US-OH", ("public",), "high-school")
    [job] = me.experience
    assert (job.role, job.setting, job.years, job.hours_a_week) == ("Library Page", "public", 2, 20)
    assert job.running is True
    assert str(me.held["LSSC"].since) == "2024-03-15"
    assert (me.budget, me.study_hours) == (200, 5)
    assert f"To be saved in {profile}:" in said(answer)
    assert "- where: Ohio (US-OH)" in said(answer)
    assert "- budget: $200 a year" in said(answer)
    assert "8 of 8." in answer.out
    assert "9 of" not in answer.out


def test_the_interview_ends_with_what_is_next(interview: Interview) -> None:
    asked = interview("ohio", "public", *SKIPPED[2:], "no").out.splitlines()

    start = asked.index(next(line for line in asked if line.startswith("when\tid\t")))
    assert any(line.startswith("now\tWJ-SST\t") for line in asked[start:])
    assert not any("\tTX-" in line for line in asked[start:])


def test_all_can_be_skipped(
    interview: Interview, profile: Path, answered: list[tuple[Profile, Sequence[Position]]]
) -> None:
    answer = interview(*SKIPPED)

    assert answer.code == 0
    assert "There is nothing new to save." in answer.out
    assert not profile.exists()
    assert answered == [(Profile(), ())]


@quick
def test_what_is_known_is_kept(interview: Interview, profile: Path) -> None:
    profile.write_text(FULL_PROFILE, encoding="utf-8")
    answer = interview(*SKIPPED)

    assert "There is nothing new to save." in answer.out
    assert profile.read_text(encoding="utf-8") == FULL_PROFILE


def test_no_saves_nothing_and_still_answers(
    interview: Interview, profile: Path, answered: list[tuple[Profile, Sequence[Position]]]
) -> None:
    answer = interview(*ALL, "maybe", "no")

    assert "Type yes or no." in answer.out
    assert "Nothing is saved." in answer.out
    [(me, positions)] = answered
    assert (me.where, positions) == ("US-OH", ["page"])
    assert not profile.exists()


@quick
def test_the_usual_profile_is_written_without_a_name(interview: Interview, usual: Path) -> None:
    interview("ohio", *SKIPPED[1:], "")

    assert profile_store.load(usual) == Profile(where="US-OH")


@quick
def test_a_named_profile_is_written(interview: Interview, tmp_path: Path) -> None:
    path = tmp_path / "new" / "me.toml"
    interview("ohio", *SKIPPED[1:], "y", argv=("--profile", str(path)))

    assert profile_store.load(path).where == "US-OH"


# --- What changes ---------------------------------------------------------------------------------


@quick
def test_each_change_is_said_before_it_is_saved(interview: Interview, profile: Path) -> None:
    profile.write_text(FULL_PROFILE, encoding="utf-8")
    answer = interview("", "", "clerk", "bachelor", "3 years", "CRA", "500", "", "y")
    text = profile.read_text(encoding="utf-8")

    assert "- education: associate -> bachelor" in said(answer)
    assert "- budget: $400 a year -> $500 a year" in said(answer)
    assert (
        "- experience: public, 20 hours a week, since 2023-05-01 -> public, as clerk, 20"
        in said(answer)
    )
    me = profile_store.load(profile)
    [job] = me.experience
    assert (job.years, job.since, job.hours_a_week, job.role) == (3, None, 20, "clerk")
    assert me.held.keys() == {"LSSC", "CRA"}
    assert me.held["LSSC"].credits == 12
    for comment in ("# Me", "# done in 2019", "# the best of all", "# framed", "# In dollars"):
        assert comment in text


@quick
def test_the_current_job_is_replaced_and_others_stay(interview: Interview, profile: Path) -> None:
    interview(*ALL, "y")
    text = profile.read_text(encoding="utf-8")
    old = '{ since = 2015-01-01, until = 2017-01-01, setting = "school" }, # old'
    profile.write_text(text.replace("experience = [", f"experience = [\n  {old}"), encoding="utf-8")
    interview("", "academic", "assistant", "", "3 years full-time", *SKIPPED[5:], "y")

    past, job = profile_store.load(profile).experience
    assert past.setting == "school"
    assert (job.role, job.setting, job.years) == ("assistant", "academic", 3)
    assert (job.full_time, job.hours_a_week) == (True, None)
    assert "# old" in profile.read_text(encoding="utf-8")


@quick
def test_a_new_job_title_changes_the_current_job(interview: Interview, profile: Path) -> None:
    profile.write_text("[[experience]]\nsince = 2023-05-01 # first\nfull_time = true\n", "utf-8")
    interview("", "any", "page", *SKIPPED[3:], "y")

    [job] = profile_store.load(profile).experience
    assert (job.role, job.setting, str(job.since), job.full_time) == (
        *("page", None, "2023-05-01"),
        True,
    )
    assert "# first" in profile.read_text(encoding="utf-8")


@quick
def test_a_table_of_work_loses_what_is_replaced(interview: Interview, profile: Path) -> None:
    profile.write_text(
        '[[experience]]\nsince = 2023-05-01\n\n[[experience]]\nsince = 2020-01-01\nsetting="it"\n',
        "utf-8",
    )
    interview("", "", "", "", "3 years", *SKIPPED[5:], "y")

    first, second = profile_store.load(profile).experience
    assert (first.since, first.years, second.setting) == (None, 3, "it")


@quick
def test_a_job_without_its_time_is_used_but_not_saved(interview: Interview, profile: Path) -> None:
    answer = interview("", "", "page", *SKIPPED[3:])

    assert "Your job is used now, but saved only with the time that you work." in said(answer)
    assert "There is nothing new to save." in answer.out
    assert not profile.exists()


@quick
def test_work_can_be_given_by_its_first_day(interview: Interview, profile: Path) -> None:
    interview("", "", "", "", "2023-05-01.. 20h", *SKIPPED[5:], "y")

    [job] = profile_store.load(profile).experience
    assert (str(job.since), job.running, job.hours_a_week) == ("2023-05-01", None, 20)


@quick
def test_work_that_has_ended_stays_so(interview: Interview, profile: Path) -> None:
    interview("", "", "", "", "2 years ended", *SKIPPED[5:], "y")

    assert profile_store.load(profile).experience[0].running is False


@quick
def test_held_credentials_are_found_by_name(interview: Interview, profile: Path) -> None:
    name = "certified archivist, option 1 (until 2025)"
    interview(*SKIPPED[:5], name, "", "", "y")
    interview(*SKIPPED[:5], "CA-1, Library Support Staff Certification", "", "", "y")

    assert profile_store.load(profile).held.keys() == {"CA-1", "LSSC"}
    assert "There is nothing new to save." in interview(*SKIPPED[:5], "lssc", "", "").out


@quick
def test_a_terminal_that_prints_only_lines_is_enough(
    interview: Interview, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([" ohio ", *SKIPPED[1:], "y"])
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("builtins.input", lambda _prompt: next(typed))
    interview()

    assert profile_store.load(profile).where == "US-OH"


@quick
def test_a_job_title_has_a_limit(
    interview: Interview, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["", "", "x" * 2_001, *SKIPPED[2:]])
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("builtins.input", lambda _prompt: next(typed))

    assert "found" in said(interview())
    assert not profile.exists()


@pytest.mark.parametrize("none", ["none", "No", "nothing"])
@quick
def test_no_credential_is_an_answer(interview: Interview, profile: Path, none: str) -> None:
    answer = interview(*SKIPPED[:5], none, "", "")

    assert "Try again" not in answer.out
    assert "There is nothing new to save." in answer.out
    assert not profile.exists()


@pytest.mark.parametrize(
    ("text", "amount"), [("$150 a year", 150), ("150/year", 150), ("free", 0), ("nothing", 0)]
)
@quick
def test_a_budget_is_for_a_year(
    interview: Interview, profile: Path, text: str, amount: int
) -> None:
    interview(*SKIPPED[:6], text, "", "y")

    assert profile_store.load(profile).budget == amount


@pytest.mark.parametrize(
    ("text", "level", "years"),
    [
        ("A levels", "high-school", None),
        ("GCSEs", "high-school", None),
        ("some college", "high-school", None),
        ("2 years of college", "high-school", 2),
        ("60 credits of college", "high-school", 2),
    ],
)
@quick
def test_education_without_a_degree_is_understood(
    interview: Interview, profile: Path, text: str, level: str, years: int | None
) -> None:
    answer = interview(*SKIPPED[:3], text, *SKIPPED[4:], "y")
    me = profile_store.load(profile)

    assert (me.education, me.college_years) == (level, years)
    note = "`some college` is taken as high-school; `libcert profile set --college-years 2` adds"
    assert (note in said(answer)) is (text == "some college")


@pytest.mark.parametrize(
    ("stored", "place", "budget", "asked", "saved"),
    [
        (None, "uk", "200", "GBP", "GBP"),
        (None, "ontario", "200", "CAD", "CAD"),
        (None, "australia", "200", "AUD", "AUD"),
        (None, "ireland", "200", "EUR", "EUR"),
        (None, "ohio", "200", "USD", "USD"),
        (None, "uk", "$200", "GBP", "USD"),
        (None, "brazil", "200", "USD", "USD"),
        (None, "uk", "", "GBP", "USD"),
        ('where = "GB"', "", "200", "GBP", "GBP"),
        ('currency = "EUR"', "uk", "200", "EUR", "EUR"),
        ("budget = 100", "uk", "200", "USD", "USD"),
        ("dues = { ALA = 100 }", "uk", "200", "USD", "USD"),
        ("rate = { GBP = 1.3 }", "uk", "200", "USD", "USD"),
    ],
)
@quick
def test_the_amount_is_asked_in_the_currency_of_the_place(
    interview: Interview,
    profile: Path,
    stored: str | None,
    place: str,
    budget: str,
    asked: str,
    saved: str,
) -> None:
    if stored:
        profile.write_text(f"{stored}\n", encoding="utf-8")
    answer = interview(place, *SKIPPED[1:6], budget, "", "y")

    assert f"Write an amount in {asked}, such as 200." in said(answer)
    assert profile_store.load(profile).currency == saved


# --- Wrong answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "wrong", "why"),
    [
        (0, "ohoi", "`ohoi` is not a place"),
        (0, "ca", "`ca` can be "),
        (1, "castle", "is not one of"),
        (3, "wizard", "wizard"),
        (4, "full-time", "has no length of time"),
        (4, "2 years 20h full-time", "not full time"),
        (5, "LSCC", "or `LSSC` or `SC-PLC`? Try again"),
        (5, "qqqqqqqq", "no credential has the id or alias `qqqqqqqq`"),
        (5, "LSSC=soon", "is not a day"),
        (6, "much", "`much` is not an amount"),
        (7, "900", "is not a number of hours a week"),
    ],
)
@quick
def test_a_wrong_answer_is_explained_and_asked_again(
    interview: Interview, profile: Path, number: int, wrong: str, why: str
) -> None:
    answer = interview(*SKIPPED[:number], wrong, *SKIPPED[number:])

    assert why in said(answer)
    assert "Try again, or press Enter to skip." in said(answer)
    assert "There is nothing new to save." in answer.out
    assert not profile.exists()


@quick
def test_an_unknown_job_is_kept_and_narrows_nothing(interview: Interview, profile: Path) -> None:
    answer = interview("", "", "wizard", "", "2 years", *SKIPPED[5:], "y")

    assert "libcert does not know this job, so it does not narrow the answer." in said(answer)
    assert profile_store.load(profile).experience[0].role == "wizard"


@quick
def test_a_place_with_two_readings_is_noted_at_once(interview: Interview) -> None:
    answer = interview("georgia", *SKIPPED[1:], "n")

    assert "Note: `georgia` is taken as Georgia (US-GA)." in said(answer)
    assert answer.err == ""


# --- The end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 4, 8])
@quick
def test_ctrl_c_saves_nothing(
    interview: Interview,
    profile: Path,
    capsys: pytest.CaptureFixture[str],
    number: int,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        interview(*ALL[:number], CTRL_C)

    assert capsys.readouterr().err == "note: stopped; nothing is saved\n"
    assert not profile.exists()


@pytest.mark.parametrize("number", [0, 8])
@quick
def test_the_end_of_the_input_saves_nothing(
    interview: Interview, profile: Path, number: int
) -> None:
    answer = interview(*ALL[:number], CTRL_D)

    assert (answer.code, answer.err) == (
        1,
        "error: the questions ended early, so nothing is saved\n",
    )
    assert not profile.exists()


@quick
def test_an_invalid_profile_is_named_and_stays(interview: Interview, profile: Path) -> None:
    profile.write_text('education = "wizard"\n', encoding="utf-8")
    answer = interview()

    assert answer.code == 1
    assert "me.toml:1" in answer.err
    assert "1 of 8" not in answer.out
    assert profile.read_text(encoding="utf-8") == 'education = "wizard"\n'


@pytest.mark.parametrize("argv", [(), ("--profile", "me.toml")])
def test_without_a_terminal_nothing_is_asked(run: Run, argv: tuple[str, ...]) -> None:
    answer = run("start", *argv)

    assert (answer.code, answer.out) == (1, "")
    assert "error: `libcert start` asks questions, so it needs a terminal" in answer.err
    assert "`libcert profile set --where ohio --setting public`" in answer.err


# --- A real terminal ------------------------------------------------------------------------------


TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""A program that lets Ctrl-C on its terminal reach the program that it becomes."""


def typed_on_a_terminal(*lines: str, **env: str) -> tuple[int, str]:
    """Return the exit code and the screen if a person types *lines*, each at its question."""
    changes = {"COLUMNS": "60", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"} | env
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, *LIBCERT, "start"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=os.environ | changes,
        start_new_session=True,
    )
    os.close(follower)
    screen, waiting = b"", [*lines]
    while chunk := read(leader, lines[-1] if not waiting and lines[-1] == CTRL_C else ""):
        screen += chunk
        asked = len(re.findall(rb"\d of 8\. |Save this", screen))
        plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", screen).rstrip()
        is_waiting = plain.endswith((b":", b"[yes]"))
        if waiting and is_waiting and asked > len(lines) - len(waiting):
            os.write(leader, waiting.pop(0).encode())
    os.close(leader)
    try:
        return process.wait(timeout=10), screen.decode().replace("\r\n", "\n")
    finally:
        process.kill()


def read(leader: int, again: str) -> bytes:
    """Return the next output; type *again* each second without one.

    Python may miss a Ctrl-C that comes just before it waits for a line.
    """
    for _ in range(60):  # a test that fails must not wait without end
        if select.select([leader], [], [], 1)[0]:
            break
        os.write(leader, again.encode())
    else:
        return b""
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux raises this if the other end is closed
        return b""


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_person_can_answer_on_a_terminal(profile: Path, term: str) -> None:
    code, screen = typed_on_a_terminal(*(f"{line}\r" for line in (*ALL, "y")), TERM=term)

    assert code == 0, screen
    assert profile_store.load(profile).where == "US-OH"
    assert "Saved." in screen
    assert "working" not in screen
    assert ("\x1b" in screen) is (term == "xterm")


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_ctrl_c_on_a_terminal_ends_it(profile: Path, term: str) -> None:
    code, screen = typed_on_a_terminal("ohio\r", CTRL_C, TERM=term)

    assert code == 130
    assert screen.rstrip().endswith("note: stopped; nothing is saved")
    assert not profile.exists()


def test_no_color_is_honored(profile: Path) -> None:
    code, screen = typed_on_a_terminal("ohio\r", CTRL_C, NO_COLOR="1")

    assert code == 130
    assert not re.findall(r"\x1b\[[0-9;]*[349][0-9]m", screen)
    assert not profile.exists()
