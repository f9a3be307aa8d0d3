"""Long answers on a terminal: the pager, and lines that are wrapped between words."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LIBCERT, Screen
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from libcert.cli import pager, terminal
from libcert.cli.app import WELCOME

ON_TERMINAL = pytest.mark.covers_processes
Script = Callable[[str], str]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Return a function that makes a pager of a shell script and returns its path."""

    def script(text: str) -> str:
        path = tmp_path / "pager"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return script


@ON_TERMINAL
@pytest.mark.parametrize("argv", [["list"], ["list", "--json"], ["schema"]])
def test_a_long_answer_goes_to_the_pager(script: Script, argv: list[str]) -> None:
    command = script('echo "LESS=$LESS $1"; tr a-z A-Z')
    screen = Screen(*argv, PAGER=f"{command} word")
    seen = screen.end()

    assert seen.startswith("LESS=FRX word\n")
    assert "libcert" not in seen
    assert seen.count("\n") > 24
    assert screen.process.returncode == 0


@ON_TERMINAL
def test_notes_come_after_the_pager(script: Script) -> None:
    seen = Screen("list", "--limit", "50", PAGER=script("cat; echo the end")).end()

    assert re.search("the end\nnote: --limit 50 hides [0-9]+ more\n$", seen)


@ON_TERMINAL
def test_the_variables_of_the_pager_are_kept(script: Script) -> None:
    command = script('echo "$LESS, $LESSCHARSET"')

    assert Screen("list", PAGER=command, LESS="R").end() == "R, utf-8\n"
    assert Screen("list", PAGER=command, PYTHONIOENCODING="latin-1").end() == "FRX, \n"
    assert Screen("list", PAGER="false", LIBCERT_PAGER=command).end() == "FRX, utf-8\n"


@ON_TERMINAL
def test_a_pager_may_end_early(script: Script) -> None:
    screen = Screen("list", "--json", PAGER=script("head -c 3"))

    assert screen.end() == "[\n "
    assert screen.process.returncode == 0


@ON_TERMINAL
def test_only_the_pager_reacts_to_an_interrupt(script: Script) -> None:
    command = script("trap 'echo interrupted; exit' INT; echo ready; while :; do sleep 0.1; done")
    screen = Screen("list", PAGER=command)
    screen.wait_for(b"ready")
    os.killpg(screen.process.pid, signal.SIGINT)

    assert screen.end() == "ready\ninterrupted\n"
    assert screen.process.returncode == 0


@ON_TERMINAL
@pytest.mark.parametrize("exit_code", [126, 127])
def test_a_pager_that_cannot_start_is_no_loss(script: Script, exit_code: int) -> None:
    seen = Screen("list", "--json", PAGER=script(f"exit {exit_code}")).end()

    assert seen.startswith("[\n")
    assert seen.endswith("\n]\n")


@ON_TERMINAL
@pytest.mark.parametrize(
    "env",
    [{"PAGER": ""}, {"PAGER": "cat"}, {"PAGER": "no-such-pager"}, {"LIBCERT_PAGER": ""}],
    ids=str,
)
def test_without_a_pager_the_whole_answer_is_written(
    script: Script, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", script("echo PAGED"))
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    assert Screen("list").end().startswith("\x1b[1mid")


@ON_TERMINAL
def test_no_pager_where_nobody_needs_one(script: Script) -> None:
    command = script("echo PAGED")

    for argv in (["list", "--no-pager"], ["--no-pager", "list"], ["list", "--limit=5"]):
        assert "PAGED" not in Screen(*argv, PAGER=command).end()
    assert "PAGED" not in Screen("list", PAGER=command, TERM="dumb").end()
    piped = subprocess.run(
        [*LIBCERT, "list"], capture_output=True, check=True, env=os.environ | {"PAGER": command}
    )
    assert b"PAGED" not in piped.stdout


@ON_TERMINAL
def test_less_shows_the_first_page_and_can_be_left() -> None:
    screen = Screen("list", PAGER="less")
    screen.wait_for(b"\n:")
    time.sleep(0.2)
    screen.type(b"q")
    seen = screen.end()

    assert "\x1b[1mid" in seen
    assert 20 < seen.count("\n") < 30


def test_the_usual_pager_is_less_or_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PAGER", "LIBCERT_PAGER", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pager.find_pager() is None
    for name in ("more", "less"):
        (tmp_path / name).touch(mode=0o755)
        assert pager.find_pager() == name


def test_a_shell_that_is_missing_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", fail)

    assert [*pager.page("less", iter(["a", "b"]), str.encode)] == ["a", "b"]


@pytest.mark.parametrize(
    ("pieces", "columns", "expected"),
    [
        (["a\nb\n"], 80, (False, ["a\nb\n"])),
        (["a\n", "b\n", "c\n", "d\n"], 80, (True, ["a\n", "b\n", "c\n"])),
        (["a" * 20 + "\n"], 10, (False, ["a" * 20 + "\n"])),
        (["a" * 21 + "\n"], 10, (True, ["a" * 21 + "\n"])),
        (["\x1b[31m" + "a" * 20 + "\x1b[0m\n"], 10, (False, ["\x1b[31m" + "a" * 20 + "\x1b[0m\n"])),
    ],
)
def test_long_is_what_needs_more_rows(
    pieces: list[str], columns: int, expected: tuple[bool, list[str]]
) -> None:
    assert pager.is_long(iter(pieces), columns, 2) == expected


# --- Wrapped lines --------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 60])
@ON_TERMINAL
def test_notes_and_errors_are_wrapped_on_a_terminal(columns: int) -> None:
    seen = Screen("list", "--sort", "price", columns=columns).end()

    first, *lines, hint = seen.splitlines()
    assert first.startswith("error: ")
    assert all(len(line) <= columns for line in [first, *lines])
    assert lines
    assert all(re.match("  [^ ]", line) for line in lines)
    assert hint == "hint: see `libcert list --help`"


@ON_TERMINAL
def test_a_terminal_without_a_width_has_80_columns() -> None:
    seen = Screen("report", "LSSC", columns=0).end()

    assert seen.splitlines() == [
        "error: a page is for a browser: add --output FILE.html, or --open",
        "hint: see `libcert report --help`",
    ]


def test_an_error_in_a_pipe_is_one_line() -> None:
    process = subprocess.run(
        [*LIBCERT, "list", "--sort", "price"], capture_output=True, check=False
    )

    assert process.stderr.count(b"\n") == 2


@ON_TERMINAL
def test_the_greeting_is_wrapped() -> None:
    seen = Screen(columns=50).end()

    assert max(map(len, seen.splitlines())) <= 50
    assert seen.split() == WELCOME.split()


words = st.lists(st.text("abcé表", min_size=1, max_size=9), max_size=30).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["", "  "]), words), max_size=5), st.integers(1, 60))
def test_wrapped_text_keeps_its_words(parts: list[tuple[str, str]], columns: int) -> None:
    text = "\n".join(map("".join, parts))

    for wrapped in (terminal.wrap(text, columns), terminal.fill(text, columns)):
        assert wrapped.split() == text.split()
        for line in wrapped.split("\n"):
            assert cell_len(line) <= columns or " " not in line.strip()


def test_a_line_that_is_continued_is_indented() -> None:
    assert terminal.wrap("note: one two\n  three four", 10) == (
        "note: one\n  two\n  three\n    four"
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("one two three\nfour\n\n  five\n", "one two\nthree four\n\n  five\n"),
        ("one two three\n  four\n", "one two\nthree\n  four\n"),
        ("one\ntwo\n", "one\ntwo\n"),
        ("one two three four", "one two\nthree four"),
    ],
)
def test_a_long_line_runs_on_into_its_paragraph(text: str, filled: str) -> None:
    assert terminal.fill(text, 10) == filled
