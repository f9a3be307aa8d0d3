"""libcert as a process: streams that are closed or full, signals, encodings, terminals."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LIBCERT, on_a_terminal

from libcert import __version__

Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

COMMANDS = [
    ["list"],
    ["list", "--json"],
    ["show", "CLT"],
    ["compare", "CLT", "CALT"],
    ["filter", "--max-cost", "200"],
    ["schema"],
    ["check"],
    ["cost", "ACA"],
    ["plan", "--goal", "A+"],
    ["renewals", "--held", "CIP=2024-01-31"],
    ["calendar", "--held", "CIP=2024-01-31"],
    ["profile", "show"],
    ["--help"],
    ["--version"],
    [],
]
commands = pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command) or "alone"
)


@commands
def test_a_full_disk_is_one_sentence(spawn: Spawn, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = spawn(*command, stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 1
    assert done.stderr.endswith(b"error: cannot write the answer: No space left on device\n")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@commands
def test_a_closed_pipe_ends_in_silence(command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*LIBCERT, *command], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert not re.search(rb"Traceback|Exception|error", done.stderr)
    assert done.returncode == 0


@commands
def test_a_closed_output_is_named(tmp_path: Path, command: list[str]) -> None:
    line = f'exec "$0" "$@" 2>"{tmp_path}/err" >&-'
    done = subprocess.run(["/bin/sh", "-c", line, *LIBCERT, *command], check=False)

    assert done.returncode == 1
    assert (
        (tmp_path / "err")
        .read_text()
        .endswith("error: cannot write the answer: standard output is closed\n")
    )


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "2>/dev/full"])
def test_other_streams_may_be_closed_or_full(closed: str) -> None:
    line = f'exec "$0" "$@" {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, "filter", "--max-cost", "200"],
        stdout=subprocess.PIPE,
        check=False,
    )

    assert (done.returncode, done.stdout.count(b"\nCPTL\t")) == (0, 1)


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(
        [*LIBCERT, "list", "-o", str(tmp_path / "pipe")], stderr=subprocess.PIPE
    ) as process:
        time.sleep(1)  # by now it waits for somebody to read
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (130, b"")


def test_an_interrupt_is_quiet_while_modules_are_imported(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    done = spawn("list", env={"PYTHONPATH": str(tmp_path)})

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_an_encoding_loses_nothing_that_matters(spawn: Spawn, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = spawn("show", "CALT", env=env)
    drawn = spawn("list", "--format", "table", env=env)

    assert (text.returncode, text.stderr) == (0, b"")
    expected = "$175–$225" if encoding in {"cp1252", "utf-8"} else "$175-$225"
    assert expected in text.stdout.decode(encoding)
    assert expected in drawn.stdout.decode(encoding)
    assert spawn("list", "--json", env=env).stdout == spawn("list", "--json").stdout


def test_bytes_that_are_no_text_are_named(spawn: Spawn) -> None:
    done = spawn("show", b"\xff\x1b[31m")

    assert done.returncode == 1
    assert b"\\udcff\\u001b[31m" in done.stderr


def test_nobody_at_home(spawn: Spawn) -> None:
    path = os.environ["PATH"]
    done = spawn("list", env={"PATH": path, "HOME": "/nonexistent"})

    assert (done.returncode, done.stderr) == (0, b"")


HEAVY = "; print(sorted({'typer', 'rich', 'pydantic', 'tomli'} & set(sys.modules)))"


def test_the_version_is_quick(spawn: Spawn) -> None:
    code = "import sys, libcert.__main__ as m; sys.argv[1:] = ['--version']; m._run()" + HEAVY
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert spawn("--version").stdout == f"libcert {__version__}\n".encode()
    assert imported.stdout.splitlines()[-1] == b"[]"


def test_data_does_not_wait_for_what_draws() -> None:
    code = (
        "import sys; from libcert import cli; cli.main(['filter', '--json', '--no-exam'])" + HEAVY
    )
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert imported.stdout.splitlines()[-1] == b"['pydantic', 'tomli', 'typer']"


def test_a_terminal_gets_a_table() -> None:
    seen = on_a_terminal("list", TERM="xterm")

    assert "\x1b[1m" in seen
    assert "────" in seen
    assert "────" not in on_a_terminal("list", "--json", TERM="xterm")


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_a_terminal_without_colours_gets_none(env: dict[str, str]) -> None:
    seen = on_a_terminal("compare", "CLT", "CALT", **env)

    assert "\x1b" not in seen
    assert "────" in seen


@pytest.mark.parametrize(
    ("shell", "variables", "expected"),
    [
        ("bash", {"COMP_WORDS": "libcert show c", "COMP_CWORD": "2"}, {"clt", "calt", "cip"}),
        ("bash", {"COMP_WORDS": "libcert sh", "COMP_CWORD": "1"}, {"show"}),
        ("bash", {"COMP_WORDS": "libcert compare CLT CA", "COMP_CWORD": "3"}, {"CALT"}),
        (
            "bash",
            {"COMP_WORDS": "libcert filter --setting ele", "COMP_CWORD": "3"},
            {"electronics"},
        ),
        ("bash", {"COMP_WORDS": "libcert list --fields id,na", "COMP_CWORD": "3"}, {"name"}),
        ("bash", {"COMP_WORDS": "libcert show cpl", "COMP_CWORD": "2"}, {"cplt", "cpla"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "libcert show cal"}, {"calt"}),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "libcert show cal", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            {"calt"},
        ),
    ],
)
def test_completion(
    spawn: Spawn, shell: str, variables: dict[str, str], expected: set[str]
) -> None:
    env = {"_LIBCERT_COMPLETE": f"complete_{shell}", **variables}
    done = spawn(env=env)

    assert done.returncode == 0
    assert expected <= set(re.findall(r"[\w+-]+", done.stdout.decode()))


def test_python_can_ask_too() -> None:
    import libcert

    assert all(getattr(libcert, name) is not None for name in libcert.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _: Any = libcert.nothing
