"""Files that nobody would write in good faith, or that are none, and files that cannot be written.

Which hazard is held where, `test_hazards_text.py` says.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomlkit
from conftest import LIBCERT, codes
from test_hazards_text import Filler

from libcert.files.replace import replace_file

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]
Write = Callable[[str], Path]

MINIMAL = (
    '[organizations]\nO.name = "o"\n[credentials.A]\nname = "n"\ntype = "license"\nissuer = "O"\n'
)


# --- What is no file, or none that can be read ----------------------------------------------------


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def a_huge_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024**2)  # takes no room on the disk


def a_long_text(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'x = "')
        file.truncate(50 * 1024**2)


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\x00")


MADE = [Path.mkdir, a_pipe, a_loop, a_link_to_nothing, a_huge_file, a_long_text, no_text]
NAMED = ["missing.toml", "missing/own.toml", "n" * 300, "-", "", "/dev/zero", "/dev/full"]
NAMED += ["/dev/tty", "/dev/null", "/proc/self/mem"]


def doors(name: str) -> list[list[str]]:
    """The ways in which a file gets read."""
    return [
        ["list", "--catalogue", name],
        ["catalogue", "check", name],
        ["catalogue", "diff", name, name],
        ["check", "LSSC", "--profile", name],
        ["profile", "show", "--profile", name],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("made", [*MADE, *NAMED], ids=lambda made: getattr(made, "__name__", None))
def test_what_cannot_be_read_is_refused_at_once(
    run: Run, spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    name = made if isinstance(made, str) else "made.toml"
    if not isinstance(made, str):
        made(tmp_path / name)
    first, *others = doors(name)
    done = spawn(*first, timeout=20 if made is a_huge_file else 5)
    said = done.stderr.decode()

    assert (done.returncode, done.stdout) == (1, b"")
    assert said.startswith("error: ")
    assert name in said
    for door in others:
        answer = run(*door)
        assert (answer.code, answer.out) == (
            (1, "") if name or "--profile" not in door else (2, "")
        )
        assert answer.err.startswith("error: ")


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["LIBCERT_CATALOGUE", "LIBCERT_PROFILE"])
def test_a_pipe_in_the_environment_hangs_nobody(
    spawn: Spawn, tmp_path: Path, variable: str
) -> None:
    a_pipe(tmp_path / "pipe")
    done = spawn("check", "LSSC", env={variable: "pipe"}, timeout=5)

    assert (done.returncode, done.stdout) == (1, b"")
    assert b"error: `pipe` is not a file" in done.stderr


def test_what_becomes_a_pipe_before_it_is_opened_hangs_nobody(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    pipe = tmp_path / "pipe"
    a_pipe(pipe)
    monkeypatch.setattr(Path, "stat", lambda _: before)
    answer = run("list", "--catalogue", str(pipe))

    assert answer.code == 1
    assert answer.err.startswith(f"error: `{pipe}` is not a file that can be read as a catalogue\n")


def test_a_file_that_would_have_to_be_waited_for_is_named(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    pipe = tmp_path / "pipe"
    a_pipe(pipe)
    writer = os.open(pipe, os.O_RDWR)
    with monkeypatch.context() as patched:  # as `/proc/kmsg` does, which only some may read
        patched.setattr(Path, "stat", lambda _: before)
        patched.setattr(os, "fstat", lambda _: before)
        answer = run("list", "--catalogue", str(pipe))
    os.close(writer)

    assert answer.code == 1
    assert answer.err == f"error: cannot read `{pipe}`: Resource temporarily unavailable\n"


def test_a_file_that_grows_as_it_is_read_is_too_large(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    a_huge_file(tmp_path / "huge.toml")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", lambda _: before)
        answer = run("list", "--catalogue", str(tmp_path / "huge.toml"))

    assert answer.code == 1
    assert "is larger than 10 MiB" in answer.err


@pytest.mark.slow
def test_what_may_not_be_read_or_written_is_named(
    write: Write, minding_modes: list[str], tmp_path: Path
) -> None:
    shut = write(MINIMAL)
    shut.chmod(0)
    answers = [
        subprocess.run([*minding_modes, *LIBCERT, *door], capture_output=True, check=False)
        for door in doors(str(shut))
    ]
    shut.chmod(0o600)
    still = tmp_path / "still"
    still.write_text("old")
    still.chmod(0o444)
    argv = [*minding_modes, *LIBCERT, "list", "-o", str(still)]
    replaced = subprocess.run(argv, capture_output=True, check=False)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "answer").write_text("old")
    kept.chmod(0o555)
    argv = [*minding_modes, *LIBCERT, "list", "-o", str(kept / "answer")]
    refused = subprocess.run(argv, capture_output=True, check=False)
    kept.chmod(0o755)

    for done in answers:
        assert done.returncode == 1
        assert f"error: cannot read `{shut}`: Permission denied\n" in done.stderr.decode()
    assert replaced.returncode == 1
    assert replaced.stderr.decode() == f"error: cannot write `{still}`: Permission denied\n"
    assert still.read_text() == "old"
    assert refused.returncode == 1
    assert refused.stderr.decode() == f"error: cannot write `{kept}/answer`: Permission denied\n"
    assert [(path.name, path.read_text()) for path in kept.iterdir()] == [("answer", "old")]


def test_an_empty_file_is_a_catalogue_of_nothing(run: Run, write: Write) -> None:
    for text in ("", "\n", "# nothing", "\ufeff"):
        answer = run("list", "--catalogue", str(write(text)), "--no-bundled", "--json")
        assert (answer.code, answer.json) == (0, [])
        assert answer.err == "note: the catalogue has no credentials\n"


@pytest.mark.slow
def test_many_faults_are_told_quickly_and_briefly(spawn: Spawn, write: Write) -> None:
    path = write(MINIMAL + "".join(f"x{number} = 1\n" for number in range(100_000)))
    done = spawn("catalogue", "check", str(path), "--no-bundled")

    assert (done.returncode, done.stdout) == (1, b"")
    assert len(done.stderr.splitlines()) <= 13
    assert re.search(rb"and 99990 more", done.stderr)


LONG = [
    ("json", '{"x": "', "x", 50_000_000, '"}'),
    ("json", '{"x": "', "\\u0041", 10_000_000, '"}'),
    ("json", '{"x": [', "1,", 10_000_000, "1]}"),
    ("jsonl", '{"x": {"a": [', "1,", 10_000_000, "1]}}"),
    ("toml", "x = [", "1,", 2_000_000, "]"),
    ("toml", "x = " + "[" * 380, "1,", 200_000, "]" * 380),
    ("toml", 'x = "', "\\u0041", 6_000_000, '"'),
    ("toml", 'x = """', "\\\\", 6_000_000, '"""'),
    ("toml", "x = 1\n", "#\n", 6_000_000, ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("form", "start", "part", "size", "end"), LONG)
def test_lines_of_what_is_long_are_found_in_little_room(
    tmp_path: Path, form: str, start: str, part: str, size: int, end: str
) -> None:
    path = tmp_path / f"own.{form}"
    path.write_text(start + part * (size // len(part)) + end)
    room = 900 if size > 10_000_000 else 450
    argv = [*LIBCERT, "catalogue", "check", str(path), "--no-bundled"]
    done = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -v {room * 1024}; exec "$0" "$@"', *argv],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert f"own.{form}:1: x: is not a section" in done.stderr.decode()


# --- What is written in a file --------------------------------------------------------------------

SIGN = 424242
"""Stands for every number in a catalogue that says all that can be said."""


def with_number(schema: Any, number: str, *, better: bool) -> tuple[str, int]:
    """A catalogue in which every number is *number*, and how many those are.

    They are those of the record, or those of the *better* figures of its findings.
    """
    record, findings = (12, SIGN) if better else (SIGN, 12)
    whole, other = (Filler(schema, "text", n).catalogue() for n in (record, findings))
    whole["credentials"]["NASTY"]["findings"] = other["credentials"]["NASTY"]["findings"]
    text = tomlkit.dumps(whole)
    return text.replace(str(SIGN), number), text.count(str(SIGN))


def faults(err: str) -> int:
    """How many faults are named, and counted as more."""
    more = re.search(r"and (\d+) more", err)
    return err.count(": found `") + (int(more[1]) if more else 0)


@pytest.mark.parametrize(
    "number",
    [
        *("nan", "-nan", "inf", "-inf", "1e999", "1e1000000", "-1", "-0.01", "0.001", "1e-400"),
        *("9e15", "99999999999999999999", "0x" + "f" * 100_000, "true", "false", '"5"', "[5]"),
        *("{ }", "2026-01-01", '"nan"', '"٣"'),
    ],
    ids=lambda number: ascii(f"{number[:12]} {len(number)}"),
)
@pytest.mark.parametrize("better", [False, True])
def test_no_number_is_taken_for_what_it_is_not(
    run: Run, write: Write, catalogue_schema: Any, number: str, *, better: bool
) -> None:
    text, numbers = with_number(catalogue_schema, number, better=better)
    answer = run("catalogue", "check", str(write(text)), "--no-bundled")

    assert (answer.code, answer.out) == (1, "")
    assert numbers > 10
    assert faults(answer.err) == numbers
    assert len(answer.err) < 5_000


def test_a_count_is_a_whole_number(run: Run, write: Write, catalogue_schema: Any) -> None:
    text, numbers = with_number(catalogue_schema, "1.0", better=False)
    answer = run("catalogue", "check", str(write(text)), "--no-bundled")
    ends = len(re.findall(r"(?:low|high) = 1\.0", text))

    assert faults(answer.err) == numbers - ends > 5


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1_000", 1000),
        ("1e3", 1000),
        ("0x10", 16),
        ("+5", 5),
        ("-0", 0),
        ("-0.0", 0),
        ("0.50", 0.5),
    ],
)
def test_a_number_is_what_toml_says_it_is(
    run: Run, write: Write, number: str, shown: float
) -> None:
    path = write(f"{MINIMAL}duration = {{ low = {number}, high = {number} }}\n")
    own = ("--catalogue", str(path), "--no-bundled", "--fields", "duration")

    assert repr(run("list", *own, "--json").json[0]["duration"]["low"]) == repr(shown)
    assert run("list", *own, "--format", "csv").out.splitlines()[1].startswith(f"{shown},{shown},")
    assert "-0" not in run("list", *own).out


BAD_TOML: list[tuple[str, str]] = [
    ("x = " + "9" * 5_000, "a number is too long"),
    ("x = " + "[" * 400 + "]" * 400, "x: is not a section"),
    ("x = " + "[" * 401 + "]" * 401, "valid"),
    ("x = " + "[" * 100_000, "nested too deeply"),
    ("x = " + "{a = " * 100_000, "nested too deeply"),
    ("x" + ".x" * 998 + " = 1", "x: is not a section"),
    ("x" + ".x" * 1_001 + " = 1", "nested too deeply"),
    ("[x" + ".x" * 100_000 + "]", "nested too deeply"),
    ("x = 1\nx = 2", "does a key or a table occur twice?"),
    ("[x]\n[x]", "not valid TOML"),
    ("x.a = 1\n[x]", "not valid TOML"),
    ("x = { a = 1, a = 2 }", "not valid TOML"),
    ("x = 1\ry = 2", "not valid TOML"),
    ('x = "\x1b"', "not valid TOML"),
    ('x = "\\ud800"', "not valid TOML"),
    ("x = 2026-02-30", "not valid TOML"),
    ("x = 0000-01-01", "not valid TOML"),
    ("x = 2026-01-01T00:00:00+24:00", "not valid TOML"),
    ("x = ٣", "not valid TOML"),
    ("x = 1__0", "not valid TOML"),
    ("x = 01", "not valid TOML"),
    ("x = NaN", "not valid TOML"),
    ("\ufeff\ufeffx = 1", "not valid TOML"),
    ("x = '''", "not valid TOML"),
]


@pytest.mark.parametrize(
    ("text", "said"), BAD_TOML, ids=[ascii(f"{text[:16]} {len(text)}") for text, _ in BAD_TOML]
)
def test_what_is_no_toml_is_named(
    run: Run, write: Write, profile: Path, text: str, said: str
) -> None:
    path = write("")
    path.write_bytes(text.encode())
    profile.write_bytes(text.encode())
    for argv in (["list", "--catalogue", str(path)], ["catalogue", "check", str(path)]):
        answer = run(*argv)
        assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
        assert said in answer.err
        assert "own.toml" in answer.err
        assert len(answer.err) < 1_000
    answer = run("profile", "show")
    assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
    assert "me.toml" in answer.err


def test_a_number_beyond_all_decimals_is_named(run: Run, write: Write) -> None:
    assert run("list", "--catalogue", str(write("x = 1e1000000000000000000"))).code == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-32", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_is_in_utf_8(run: Run, tmp_path: Path, encoding: str, ending: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(MINIMAL.replace('"n"', '"é"').replace("\n", ending).encode(encoding))
    answer = run("list", "--catalogue", str(path), "--no-bundled", "--json")

    if encoding.startswith("utf-8"):
        assert (answer.code, answer.json[0]["name"]) == (0, "é")
    else:
        assert (answer.code, answer.out) == (1, "")
        assert "is not UTF-8 (byte " in answer.err
        assert answer.err.endswith("hint: save it in the encoding UTF-8\n")


def test_toml_1_1_is_read(run: Run, write: Write) -> None:
    text = MINIMAL.replace('"n"', '"\\e\\x41"') + "duration = {\n low = 1,\n}\n"
    own = ("--catalogue", str(write(text)), "--no-bundled")

    assert run("list", *own, "--json").json[0]["name"] == "\x1bA"


SOURCE = '[sources.S]\ntitle = "t"\npublisher = "p"\nurl = "https://x.org"\ntier = "weak"\nread = '


@pytest.mark.parametrize(
    "day", ["0", "1.5", "true", '"2026-01-01"', "12:00:00", "2026-01-01T00:00:00"]
)
def test_a_day_is_a_day(run: Run, write: Write, profile: Path, day: str) -> None:
    answer = run("catalogue", "check", str(write(SOURCE + day)), "--no-bundled")
    assert (answer.code, answer.out) == (1, "")
    assert "sources.S.read: found `" in answer.err
    for text in ("experience = [{ years = 1, as_of = %s }]", "held.LSSC.since = %s"):
        profile.write_text(text % day)
        answer = run("profile", "show")
        assert (answer.code, answer.out) == (1, "")
        assert "allowed: a date such as" in answer.err


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_no_day_is_too_far_away(run: Run, write: Write, profile: Path, day: str) -> None:
    own = ("--catalogue", str(write(SOURCE + day)), "--no-bundled")
    profile.write_text(f"held.LSSC.since = {day}")

    assert run("sources", *own, "--max-age", "1200").code == 0
    assert run("profile", "show").code == 1
    for option in ("--on", "--by", "--held"):
        given = f"LSSC={day}" if option == "--held" else day
        answer = run("plan", "--goal", "LSSC", option, given, "--no-profile")
        assert (answer.code, answer.out) == (2, "")


def test_no_figure_is_too_large_to_reckon_with(run: Run, write: Write) -> None:
    text = MINIMAL + (
        "duration = { low = 1000000000, high = 1000000000 }\n"
        "renewal = { expires = true, months = 1000000, credits = 1000000 }\n"
        'fees = [{ purpose = "maintenance", low = 1000000000, high = 1000000000 },\n'
        '  { purpose = "renewal", low = 0.01, high = 1000000000 }]\n'
        'requirements = [{ text = "t", experience = { low = 1000000000 } }]\n'
    )
    own = ("--catalogue", str(write(text)), "--no-bundled")
    held = "--held=A=2199-12-31"
    for argv in (
        ["list"],
        ["show", "A"],
        ["check", "A", "--experience", "5"],
        ["cost", "A", "--years", "60"],
        ["plan", "--goal", "A", "--budget", "0.01"],
        ["plan", "--goal", "A", "--on", "2199-12-31"],
        ["renewals", held],
        ["renewals", held, "--on", "2199-12-31", "--within", "36500"],
        ["calendar", held, "--lead", "3660"],
        ["calendar", "--goal", "A"],
    ):
        answer = run(*argv, *own)
        assert answer.code == 0
        assert not re.search(r"\b(nan|inf)\b|[Ee]\+\d", answer.out)


# --- Numbers that are typed -----------------------------------------------------------------------

NUMBERS = {
    **dict.fromkeys(("--max-cost", "--min-cost"), "filter"),
    **dict.fromkeys(("--max-duration", "--min-duration"), "filter"),
    **dict.fromkeys(("--max-experience", "--min-experience"), "filter"),
    **dict.fromkeys(("--limit", "--max-age"), "list"),
    "--budget": "plan --goal LSSC",
    "--at-once": "plan --goal LSSC",
    "--within": "renewals",
    "--lead": "calendar",
    "--years": "cost LSSC",
    "--rate": "cost LSSC",
    "--dues": "cost LSSC",
    "--assume": "plan --goal LSSC",
    "--experience": "check LSSC",
}
BEFORE = {"--rate": "GBP=", "--dues": "ALA=", "--assume": "LSSC="}


@pytest.mark.slow
@pytest.mark.parametrize("option", NUMBERS)
def test_no_number_that_is_typed_is_taken_for_another(run: Run, option: str) -> None:
    for text in (
        *("nan", "NaN", "inf", "-inf", "Infinity", "1e999", "1e1000000", "1e5", "-1", "0x10", "½"),
        *("9" * 5_000, "1.5.", "5x", "five", "--1", "\uff15"),
    ):
        answer = run(*NUMBERS[option].split(), f"{option}={BEFORE.get(option, '')}{text}")
        assert (answer.code, answer.out) == (2, ""), text
        assert answer.err.startswith("error: ")
        assert len(answer.err) < 600


@pytest.mark.slow
@pytest.mark.parametrize("option", NUMBERS)
def test_a_number_that_is_typed_oddly_is_refused_or_itself(run: Run, option: str) -> None:
    """How much of `1_0`, ` 5 `, `+5` and `٣` is read is left to what reads whole numbers."""
    for text, number in (
        ("1_0", "10"),
        (" 5 ", "5"),
        ("2\n", "2"),
        ("+5", "5"),
        ("٣", "3"),
        ("-0", "0"),
    ):
        argv, before = NUMBERS[option].split(), BEFORE.get(option, "")
        answer = run(*argv, f"{option}={before}{text}")
        assert answer.code == 2 or answer == run(*argv, f"{option}={before}{number}")


# --- Whole or not at all --------------------------------------------------------------------------

WRITING = ["list --json", "show CALT", "schema", "calendar --held CIP=2024-01-31", "sources"]


@pytest.mark.slow
@pytest.mark.parametrize("command", WRITING)
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, command: str) -> None:
    path = tmp_path / "answer"
    path.write_text("old")
    line = f'ulimit -f 1; exec "$0" "$@" -o {path}'
    argv = ["/bin/sh", "-c", line, *LIBCERT, *command.split()]
    done = subprocess.run(argv, capture_output=True, check=False, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"error: cannot write `{path}`: File too large\n")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("answer", "old")]


@pytest.mark.parametrize("command", [*WRITING, "catalogue new", "compare CLT CALT", "check"])
@pytest.mark.parametrize("place", ["/dev/full", "missing/answer", ".", "n" * 300, "a\0b"])
def test_what_cannot_be_written_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*command.split(), "-o", place)

    assert (answer.code, answer.out) == (1, "")
    assert re.match("error: (cannot write )?`", answer.err)
    assert not codes(answer.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_process_leaves_the_old_or_the_new_file(tmp_path: Path, blow: int) -> None:
    code = """
import itertools, sys
from libcert import cli
print("ready", flush=True)
for number in itertools.cycle(range(2, 9)):
    cli.main(["list", "--json", "--limit", str(number), "-o", sys.argv[1]])
"""
    path = tmp_path / "answer"
    path.write_text("[]")
    for round_ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.1 + round_ * 0.013)
            process.send_signal(blow)

        assert process.returncode == -blow
        assert blow == signal.SIGKILL or list(tmp_path.iterdir()) == [path]
        assert len(json.loads(path.read_text("utf-8"))) in {0, *range(2, 9)}


def test_what_a_signal_ends_is_taken_back_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        os.kill(os.getpid(), signal.SIGTERM)
        yield b"more"

    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "answer", pieces())

    assert raised == [signal.SIGTERM]
    assert list(tmp_path.iterdir()) == []


def test_a_second_signal_keeps_nothing_from_being_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces() -> Iterator[bytes]:
        try:
            yield b"half"
            os.kill(os.getpid(), signal.SIGHUP)
            yield b"more"
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                os.kill(os.getpid(), number)

    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "answer", pieces())

    assert raised == [signal.SIGHUP]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_many_writers_of_a_profile_lose_nothing(profile: Path) -> None:
    numbers = range(8)
    writers = [
        subprocess.Popen(
            [
                *LIBCERT,
                "profile",
                "set",
                "--held",
                f"X{number}=2024-01-31",
                "--member",
                f"M{number}",
            ],
            stderr=subprocess.PIPE,
        )
        for number in numbers
    ]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    kept = tomli.loads(profile.read_text("utf-8"))

    assert [writer.returncode for writer in writers] == [0] * len(numbers)
    assert all(text.startswith(b"note: ") for text in said)
    assert {*kept["held"]} == {f"X{number}" for number in numbers}
    assert {*kept["member"]} == {f"M{number}" for number in numbers}
