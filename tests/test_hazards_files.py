"""Hostile files, paths that are not files, and files that cannot be written.

The docstring of `test_hazards_text.py` lists the hazards and their tests.
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

pytestmark = pytest.mark.slow

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]
Write = Callable[[str], Path]

MINIMAL = (
    '[organizations]\nO.name = "o"\n[credentials.A]\nname = "n"\ntype = "license"\nissuer = "O"\n'
)


# --- Unreadable files -----------------------------------------------------------------------------


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def make_huge_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024**2)  # uses no disk space


def make_long_text(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'x = "')
        file.truncate(50 * 1024**2)


def make_binary_file(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\x00")


MAKERS = [
    Path.mkdir,
    make_pipe,
    make_loop,
    make_link_to_nothing,
    make_huge_file,
    make_long_text,
    make_binary_file,
]
NAMES = ["missing.toml", "missing/own.toml", "n" * 300, "-", "", "/dev/zero", "/dev/full"]
NAMES += ["/dev/tty", "/dev/null", "/proc/self/mem"]


def reading_commands(name: str) -> list[list[str]]:
    """Return the commands that read the file *name*."""
    return [
        ["list", "--catalogue", name],
        ["catalogue", "check", name],
        ["catalogue", "diff", name, name],
        ["check", "LSSC", "--profile", name],
        ["profile", "show", "--profile", name],
    ]


@pytest.mark.parametrize(
    "target", [*MAKERS, *NAMES], ids=lambda target: getattr(target, "__name__", None)
)
def test_unreadable_files_are_refused_at_once(
    run: Run, spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    name = target if isinstance(target, str) else "made.toml"
    if not isinstance(target, str):
        target(tmp_path / name)
    first, *others = reading_commands(name)
    process = spawn(*first, timeout=20 if target is make_huge_file else 5)
    message = process.stderr.decode()

    assert (process.returncode, process.stdout) == (1, b"")
    assert message.startswith("error: ")
    assert name in message
    for command in others:
        answer = run(*command)
        assert (answer.code, answer.out) == (
            (1, "") if name or "--profile" not in command else (2, "")
        )
        assert answer.err.startswith("error: ")


@pytest.mark.parametrize("variable", ["LIBCERT_CATALOGUE", "LIBCERT_PROFILE"])
def test_pipe_named_by_a_variable_does_not_block(
    spawn: Spawn, tmp_path: Path, variable: str
) -> None:
    make_pipe(tmp_path / "pipe")
    process = spawn("check", "LSSC", env={variable: "pipe"}, timeout=5)

    assert (process.returncode, process.stdout) == (1, b"")
    assert b"error: `pipe` is not a file" in process.stderr


def test_file_that_becomes_a_pipe_does_not_block(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    pipe = tmp_path / "pipe"
    make_pipe(pipe)
    monkeypatch.setattr(Path, "stat", lambda _: before)
    answer = run("list", "--catalogue", str(pipe))

    assert answer.code == 1
    assert answer.err.startswith(f"error: `{pipe}` is not a file that can be read as a catalogue\n")


def test_file_that_would_block_is_reported(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    pipe = tmp_path / "pipe"
    make_pipe(pipe)
    writer = os.open(pipe, os.O_RDWR)
    with monkeypatch.context() as patch:  # like `/proc/kmsg`, which few users can read
        patch.setattr(Path, "stat", lambda _: before)
        patch.setattr(os, "fstat", lambda _: before)
        answer = run("list", "--catalogue", str(pipe))
    os.close(writer)

    assert answer.code == 1
    assert answer.err == f"error: cannot read `{pipe}`: Resource temporarily unavailable\n"


def test_file_that_grows_during_reading_is_refused(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write("").stat()
    make_huge_file(tmp_path / "huge.toml")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", lambda _: before)
        answer = run("list", "--catalogue", str(tmp_path / "huge.toml"))

    assert answer.code == 1
    assert "is larger than 10 MiB" in answer.err


@pytest.mark.covers_processes
def test_missing_permissions_are_reported(
    write: Write, minding_modes: list[str], tmp_path: Path
) -> None:
    unreadable = write(MINIMAL)
    unreadable.chmod(0)
    read_processes = [
        subprocess.run([*minding_modes, *LIBCERT, *command], capture_output=True, check=False)
        for command in reading_commands(str(unreadable))
    ]
    unreadable.chmod(0o600)
    read_only = tmp_path / "still"
    read_only.write_text("old")
    read_only.chmod(0o444)
    argv = [*minding_modes, *LIBCERT, "list", "-o", str(read_only)]
    file_process = subprocess.run(argv, capture_output=True, check=False)
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "answer").write_text("old")
    folder.chmod(0o555)
    argv = [*minding_modes, *LIBCERT, "list", "-o", str(folder / "answer")]
    folder_process = subprocess.run(argv, capture_output=True, check=False)
    folder.chmod(0o755)

    for process in read_processes:
        assert process.returncode == 1
        assert f"error: cannot read `{unreadable}`: Permission denied\n" in process.stderr.decode()
    assert file_process.returncode == 1
    assert file_process.stderr.decode() == f"error: cannot write `{read_only}`: Permission denied\n"
    assert read_only.read_text() == "old"
    assert folder_process.returncode == 1
    assert (
        folder_process.stderr.decode()
        == f"error: cannot write `{folder}/answer`: Permission denied\n"
    )
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("answer", "old")]


def test_empty_file_is_an_empty_catalogue(run: Run, write: Write) -> None:
    for text in ("", "\n", "# nothing", "\ufeff"):
        answer = run("list", "--catalogue", str(write(text)), "--no-bundled", "--json")
        assert (answer.code, answer.json) == (0, [])
        assert answer.err == "note: the catalogue has no credentials\n"


@pytest.mark.no_cover
def test_many_problems_are_reported_quickly_and_briefly(spawn: Spawn, write: Write) -> None:
    path = write(MINIMAL + "".join(f"x{number} = 1\n" for number in range(100_000)))
    process = spawn("catalogue", "check", str(path), "--no-bundled")

    assert (process.returncode, process.stdout) == (1, b"")
    assert len(process.stderr.splitlines()) <= 13
    assert re.search(rb"and 99990 more", process.stderr)


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


@pytest.mark.no_cover
@pytest.mark.parametrize(("form", "start", "part", "size", "end"), LONG)
def test_line_numbers_in_long_files_need_little_memory(
    tmp_path: Path, form: str, start: str, part: str, size: int, end: str
) -> None:
    path = tmp_path / f"own.{form}"
    path.write_text(start + part * (size // len(part)) + end)
    megabytes = 900 if size > 10_000_000 else 450
    argv = [*LIBCERT, "catalogue", "check", str(path), "--no-bundled"]
    process = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -v {megabytes * 1024}; exec "$0" "$@"', *argv],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert process.returncode == 1
    assert f"own.{form}:1: x: is not a section" in process.stderr.decode()


# --- Contents of files ----------------------------------------------------------------------------

SIGN = 424242
"""Stands for every number in a catalogue that uses every possible entry."""


def make_catalogue(schema: Any, number: str, *, better: bool) -> tuple[str, int]:
    """Return a catalogue with *number* for every number, and the count of these numbers.

    The numbers are those of the record, or those of the *better* figures in its findings.
    """
    record, findings = (12, SIGN) if better else (SIGN, 12)
    whole, other = (Filler(schema, "text", n).catalogue() for n in (record, findings))
    whole["credentials"]["NASTY"]["findings"] = other["credentials"]["NASTY"]["findings"]
    text = tomlkit.dumps(whole)
    return text.replace(str(SIGN), number), text.count(str(SIGN))


def count_problems(err: str) -> int:
    """Return the number of problems that are listed or counted as "more"."""
    more = re.search(r"and (\d+) more", err)
    return err.count(": found `") + (int(more[1]) if more else 0)


@pytest.mark.no_cover
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
def test_invalid_numbers_in_files_are_refused(
    run: Run, write: Write, catalogue_schema: Any, number: str, *, better: bool
) -> None:
    text, numbers = make_catalogue(catalogue_schema, number, better=better)
    answer = run("catalogue", "check", str(write(text)), "--no-bundled")

    assert (answer.code, answer.out) == (1, "")
    assert numbers > 10
    assert count_problems(answer.err) == numbers
    assert len(answer.err) < 5_000


def test_counts_must_be_whole_numbers(run: Run, write: Write, catalogue_schema: Any) -> None:
    text, numbers = make_catalogue(catalogue_schema, "1.0", better=False)
    answer = run("catalogue", "check", str(write(text)), "--no-bundled")
    ends = len(re.findall(r"(?:low|high|college_years) = 1\.0", text))

    assert count_problems(answer.err) == numbers - ends > 5


@pytest.mark.parametrize(
    ("number", "value"),
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
def test_toml_numbers_keep_their_values(run: Run, write: Write, number: str, value: float) -> None:
    path = write(f"{MINIMAL}duration = {{ low = {number}, high = {number} }}\n")
    own = ("--catalogue", str(path), "--no-bundled", "--fields", "duration")

    assert repr(run("list", *own, "--json").json[0]["duration"]["low"]) == repr(value)
    assert run("list", *own, "--format", "csv").out.splitlines()[1].startswith(f"{value},{value},")
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
    ("text", "message"), BAD_TOML, ids=[ascii(f"{text[:16]} {len(text)}") for text, _ in BAD_TOML]
)
def test_invalid_toml_is_reported(
    run: Run, write: Write, profile: Path, text: str, message: str
) -> None:
    path = write("")
    path.write_bytes(text.encode())
    profile.write_bytes(text.encode())
    for argv in (["list", "--catalogue", str(path)], ["catalogue", "check", str(path)]):
        answer = run(*argv)
        assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
        assert message in answer.err
        assert "own.toml" in answer.err
        assert len(answer.err) < 1_000
    answer = run("profile", "show")
    assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
    assert "me.toml" in answer.err


def test_number_with_a_huge_exponent_is_refused(run: Run, write: Write) -> None:
    assert run("list", "--catalogue", str(write("x = 1e1000000000000000000"))).code == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-32", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_files_must_be_in_utf_8(run: Run, tmp_path: Path, encoding: str, ending: str) -> None:
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
def test_days_in_files_must_be_dates(run: Run, write: Write, profile: Path, day: str) -> None:
    answer = run("catalogue", "check", str(write(SOURCE + day)), "--no-bundled")
    assert (answer.code, answer.out) == (1, "")
    assert "sources.S.read: found `" in answer.err
    for text in ("experience = [{ years = 1, as_of = %s }]", "held.LSSC.since = %s"):
        profile.write_text(text % day)
        answer = run("profile", "show")
        assert (answer.code, answer.out) == (1, "")
        assert "allowed: a date such as" in answer.err


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_distant_days_are_accepted_only_for_sources(
    run: Run, write: Write, profile: Path, day: str
) -> None:
    own = ("--catalogue", str(write(SOURCE + day)), "--no-bundled")
    profile.write_text(f"held.LSSC.since = {day}")

    assert run("sources", *own, "--max-age", "1200").code == 0
    assert run("profile", "show").code == 1
    for option in ("--on", "--by", "--held"):
        argument = f"LSSC={day}" if option == "--held" else day
        answer = run("plan", "--goal", "LSSC", option, argument, "--no-profile")
        assert (answer.code, answer.out) == (2, "")


def test_the_largest_figures_cause_no_errors(run: Run, write: Write) -> None:
    text = MINIMAL + (
        "duration = { low = 1000000000, high = 1000000000 }\n"
        "renewal = { expires = true, months = 1000000, credits = 1000000 }\n"
        'fees = [{ purpose = "maintenance", low = 1000000000, high = 1000000000 },\n'
        '  { purpose = "renewal", low = 0.01, high = 1000000000 }]\n'
        'requirements = [{ text = "t", experience = { low = 1000000000 } }]\n'
    )
    own = ("--catalogue", str(write(text)), "--no-bundled")
    held = "--held=A=2026-01-01"
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


# --- Numbers in options ---------------------------------------------------------------------------

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


@pytest.mark.no_cover
@pytest.mark.no_cover
@pytest.mark.parametrize("option", NUMBERS)
def test_invalid_numbers_in_options_are_refused(run: Run, option: str) -> None:
    for text in (
        *("nan", "NaN", "inf", "-inf", "Infinity", "1e999", "1e1000000", "1e5", "-1", "0x10", "½"),
        *("9" * 5_000, "1.5.", "5x", "many", "--1", "\uff15"),
    ):
        answer = run(*NUMBERS[option].split(), f"{option}={BEFORE.get(option, '')}{text}")
        assert (answer.code, answer.out) == (2, ""), text
        assert answer.err.startswith("error: ")
        assert len(answer.err) < 600


@pytest.mark.no_cover
@pytest.mark.parametrize("option", NUMBERS)
def test_unusual_numbers_in_options_are_refused_or_read_correctly(run: Run, option: str) -> None:
    """The parser of whole numbers may read or refuse `1_0`, ` 5 `, `+5` and `٣`."""
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


# --- Complete files or no change ------------------------------------------------------------------

WRITING = ["list --json", "show CALT", "schema", "calendar --held CIP=2024-01-31", "sources"]


@pytest.mark.parametrize("command", WRITING)
def test_full_disk_leaves_the_old_file(tmp_path: Path, command: str) -> None:
    path = tmp_path / "answer"
    path.write_text("old")
    line = f'ulimit -f 1; exec "$0" "$@" -o {path}'
    argv = ["/bin/sh", "-c", line, *LIBCERT, *command.split()]
    process = subprocess.run(argv, capture_output=True, check=False, cwd=tmp_path)

    assert (process.returncode, process.stdout) == (1, b"")
    assert process.stderr.decode().startswith(f"error: cannot write `{path}`: File too large\n")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("answer", "old")]


@pytest.mark.no_cover
@pytest.mark.parametrize("command", [*WRITING, "catalogue new", "compare CLT CALT", "check"])
@pytest.mark.parametrize("place", ["/dev/full", "missing/answer", ".", "n" * 300, "a\0b"])
def test_unwritable_paths_are_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*command.split(), "-o", place)

    assert (answer.code, answer.out) == (1, "")
    assert re.match("error: (cannot write )?`", answer.err)
    assert not codes(answer.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_killed_process_leaves_the_old_or_the_new_file(tmp_path: Path, signal_number: int) -> None:
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
            process.send_signal(signal_number)

        assert process.returncode == -signal_number
        assert signal_number == signal.SIGKILL or list(tmp_path.iterdir()) == [path]
        assert len(json.loads(path.read_text("utf-8"))) in {0, *range(2, 9)}


def test_signal_removes_the_incomplete_file_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        os.kill(os.getpid(), signal.SIGTERM)
        yield b"more"

    signals: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", signals.append)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "answer", pieces())

    assert signals == [signal.SIGTERM]
    assert list(tmp_path.iterdir()) == []


def test_second_signal_does_not_stop_the_cleanup(
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

    signals: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", signals.append)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "answer", pieces())

    assert signals == [signal.SIGHUP]
    assert list(tmp_path.iterdir()) == []


def test_many_writers_of_a_profile_lose_no_changes(profile: Path) -> None:
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
    messages = [writer.communicate(timeout=60)[1] for writer in writers]
    data = tomli.loads(profile.read_text("utf-8"))

    assert [writer.returncode for writer in writers] == [0] * len(numbers)
    assert all(text.startswith(b"note: ") for text in messages)
    assert {*data["held"]} == {f"X{number}" for number in numbers}
    assert {*data["member"]} == {f"M{number}" for number in numbers}
