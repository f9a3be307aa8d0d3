"""Large catalogues that programs write in JSON and JSON Lines, and large outputs."""

import contextlib
import io
import json
import os
import pty
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import scale
import tomli
from conftest import LIBCERT
from test_own_catalogues import FAULTS, SOUND

from libcert.cli import terminal
from libcert.files.parse import JSON_LINES, TOML, FileFormat
from libcert.model.credential import Credential, Organization
from libcert.render.formats import Canvas, render
from libcert.render.table import Table
from libcert.render.terminal_table import BLOCK, PAGE

COUNT = len(scale.RECORDS) + 2
Run = Callable[..., Any]


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], tuple[str, ...]]:
    """Return a function that writes a file and returns the options to use only this file."""

    def own(name: str, text: str) -> tuple[str, ...]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return ("--catalogue", str(path), "--no-bundled")

    return own


Own = Callable[[str, str], tuple[str, ...]]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["own.json", "own.jsonl", "OWN.NDJSON"])
def test_catalogue_means_the_same_in_every_format(run: Run, own: Own, name: str) -> None:
    form = scale.json_ if name.endswith("json") else scale.jsonl
    toml = run("list", *own("own.toml", "\n".join(scale.toml(COUNT))), "--json")
    json_ = run("list", *own(name, "\n".join(form(COUNT))), "--json")

    assert len(toml.json) == COUNT
    assert json_.json == toml.json


def test_byte_order_mark_and_blank_lines_are_ignored(run: Run, own: Own) -> None:
    text = "\ufeff" + "\n\n".join(scale.jsonl(COUNT)) + "\n \n\t\r\n"

    assert len(run("list", *own("own.jsonl", text), "--json").json) == COUNT


def problems_in_json() -> Iterator[tuple[str, str]]:
    """Yield catalogues in JSON and the message for the problem of each.

    It leaves out the problems that JSON cannot have: invalid TOML, dates and infinite numbers.
    """
    for sound, fault, _, message in FAULTS:
        if {"read", "dated"} & {*fault.split()}:
            continue
        with contextlib.suppress(ValueError):
            tables = tomli.loads(SOUND.replace(sound, fault, 1))
            yield json.dumps(tables, default=str, allow_nan=False, indent=1), message


@pytest.mark.parametrize(("text", "message"), [*problems_in_json()])
def test_each_problem_is_reported_in_json_too(run: Run, own: Own, text: str, message: str) -> None:
    answer = run("catalogue", "check", own("own.json", text)[1], "--no-bundled")

    assert answer.code == 1
    assert message in answer.err
    assert "own.json:" in answer.err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own.json", "{", "own.json:1:2` is not valid JSON: Expecting property name"),
        ("own.json", "[]", "own.json` is not valid JSON: it must be an object, { … }"),
        ("own.json", '{"credentials": {"A": {}, "A": {}}}', "own.json` is not valid JSON: `A` occ"),
        ("own.json", '{"sources": {"A": NaN}}', "valid JSON: `NaN` is not a number"),
        (
            "own.json",
            '{"sources": {"A": {"read": "2026-02-30"}}}',
            'sources.A.read: found `"2026-02-30"`; allowed',
        ),
        ("own.json", '{"sources": {"A": {"read": 7}}}', "A.read: found `7`; allowed: a date"),
        ("own.json", '{"sources": {"A": {"dated": [null]}}}', "A.dated: found `[null]`; allowed"),
        ("own.json", '{"x": ' + "[" * 100_000, "is not valid JSON: nested too deeply"),
        ("own.json", '{"x": ' + "9" * 5_000 + "}", "is not valid JSON: a number is too long"),
        ("own.json", '{"x": 1e9999999999999999999}', "is not valid JSON: a number is too long"),
        ("own.json", '\n{"a":\n[1, "[{",\n{"b": 2}]}', "own.json:2: a: is not a section"),
        ("own.jsonl", "{}\n{", "own.jsonl:2` is not valid JSON Lines: Expecting"),
        ("own.jsonl", '{"credentials": []}', "own.jsonl:1` is not valid JSON Lines: `credentials`"),
        ("own.jsonl", '{"sources": {"A": {}}}\n' * 2, "own.jsonl:2` is not valid JSON Lines: `A`"),
        ("own.jsonl", '\n\n{"sources": {"A": {}}}', "own.jsonl:3: sources.A.title: is missing"),
        ("own.jsonl", '{}\n{"x": {}}\n{"x": {"A": {}}}', "own.jsonl:2: x: is not a section"),
        *(
            ("own.jsonl", f"{{}}\n{blank}\n", "own.jsonl:2` is not valid JSON Lines: Expecting")
            for blank in ("\u2028", "\u0085", "\u001c", "\u00a0", " \u3000", "\f", "\v")
        ),
    ],
)
def test_problems_in_json_are_reported(
    run: Run, own: Own, name: str, text: str, message: str
) -> None:
    answer = run("list", *own(name, text))

    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err


def test_line_numbers_in_json_are_those_of_the_parts(run: Run, own: Own) -> None:
    text = '{"credentials": {\n"A": {"name": "a",\n"type": "license", "levels": ["x",\n7]}}}'
    answer = run("list", *own("own.json", text))

    assert "own.json:2: credentials.A.issuer: is missing" in answer.err
    assert "own.json:4: credentials.A.levels.1: found `7`" in answer.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file_format", "message"),
    [
        (TOML, "larger than 10 MiB\nhint: write it as JSON or JSON Lines, which may be larger\n"),
        (JSON_LINES, "larger than 1024 MiB, the limit for a catalogue\n"),
    ],
)
def test_too_large_files_are_refused_at_once(
    run: Run, tmp_path: Path, file_format: FileFormat, message: str
) -> None:
    path = tmp_path / ("own.toml" if file_format is TOML else "own.jsonl")
    with path.open("wb") as file:
        file.truncate(file_format.max_bytes + 1)
    before = time.monotonic()
    answer = run("list", "--catalogue", str(path))

    assert answer.code == 1
    assert answer.err.endswith(message)
    assert time.monotonic() - before < 1


@pytest.mark.no_cover
@pytest.mark.slow
def test_repeated_key_among_many_is_found_quickly(run: Run, own: Own) -> None:
    keys = ", ".join(f'"k{number}": 1' for number in range(100_000))
    start = time.process_time()
    answer = run("list", *own("own.json", f'{{{keys}, "k99999": 2}}'))

    assert "`k99999` occurs twice" in answer.err
    assert time.process_time() - start < 15


@pytest.mark.slow
@pytest.mark.no_cover
def test_duckdb_reads_the_exported_records(run: Run, own: Own, tmp_path: Path) -> None:
    mine = own("own.jsonl", "\n".join(scale.jsonl(COUNT)))
    exported = tmp_path / "records.jsonl"
    run("list", *mine, "--format", "jsonl", "--output", str(exported))
    found = duckdb.connect().execute(
        "SELECT id FROM read_json($file) "
        "WHERE cost.unit = 'USD' AND NOT cost.open AND cost.high <= 200 "
        "AND status.state IS DISTINCT FROM 'closed'",
        {"file": str(exported)},
    )
    answer = run("filter", *mine, "--max-cost", "200", "--json")

    assert len(answer.json) > 2
    assert sorted(id_ for (id_,) in found.fetchall()) == sorted(answer.ids)


# --- Large outputs --------------------------------------------------------------------------------


class CountedRecords(Sequence[Credential]):
    """Records that count how many of them were read."""

    def __init__(self, count: int) -> None:
        self.length, self.seen = count, 0

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, number: Any) -> Any:
        if number >= self.length:
            raise IndexError
        self.seen = max(self.seen, number + 1)
        issuer = Organization(id="X", name="X")
        return Credential(id=f"X{number}", name="n", type="license", issuer=issuer)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown", "table", None])
def test_long_output_starts_before_all_records_are_read(form: Any) -> None:
    records = CountedRecords(2 * BLOCK)
    pieces = render(Table(Credential, records, ("id",), ("id",)), form, Canvas())
    start = [next(pieces) for _ in range(3)]

    assert all(start)
    assert records.seen <= (BLOCK if form == "table" else 3)
    assert f"X{records.length - 1}" in list(pieces)[-1 - (form == "json")]


@pytest.mark.slow
@pytest.mark.no_cover
def test_drawn_table_of_many_pages_is_one_table() -> None:
    count = 3 * PAGE + 1
    table = Table(Credential, [*CountedRecords(count)], ("id", "name"), ("id", "name"))
    pieces = list(render(table, "table", Canvas()))
    header, line, *rows = "".join(pieces).splitlines()

    assert len(pieces) == 5  # the header comes first
    assert header.split() == ["id", "name"]
    assert set(line) == {"─"}
    assert [row.split() for row in rows] == [[f"X{number}", "n"] for number in range(count)]


def draw_long_table(width: int = 80, **last: Any) -> str:
    """Return a drawn table with one record more than a block; the last one has fields *last*."""
    *records, other = CountedRecords(BLOCK + 1)
    table = Table(
        Credential,
        [*records, other.replace(**last)],
        ("id", "name"),
        ("id", "name"),
        cell_notes={("name", 0): "lied", ("name", BLOCK): "old"},
        footer=["That is all"],
    )
    return "".join(render(table, "table", Canvas(width)))


def test_each_block_of_a_long_table_has_its_header_and_widths() -> None:
    first, second = draw_long_table(name="n" * 30).split("\n\n")
    assert [line.split() for line in first.splitlines()[:: BLOCK + 1]] == [
        ["id", "name"],
        [f"X{BLOCK - 1}", "n"],
    ]
    assert first.splitlines()[2].split() == ["X0", "n*"]
    assert second.splitlines() == [
        "id    name",
        "─────────────────────────────────────",
        f"X1000 {'n' * 30}†",
        "* lied; † old: `libcert show ID` shows more",
        "That is all",
    ]


def test_block_too_wide_for_a_table_is_drawn_as_a_stack() -> None:
    first, second = draw_long_table(50, id="X" * 40, name="n" * 40).split("\n\n")

    assert first.split("\n")[0].split() == ["id", "name"]
    assert second.splitlines() == [
        f"id: {'X' * 40}",
        f"name: {'n' * 40}",
        "(old)",
        "* lied; † old: `libcert show ID` shows more",
        "That is all",
    ]


class Terminal(io.StringIO):
    """A stream that looks like a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.slow
def test_slow_work_shows_progress_on_a_terminal_and_then_removes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream, message in ((Terminal(), "working, 1 s (Ctrl-C stops it)"), (io.StringIO(), "")):
        monkeypatch.setattr("sys.stderr", stream)
        with terminal.progress():
            time.sleep(1.2)

        assert stream.getvalue() == (f"\r{message}\r{' ' * len(message)}\r" if message else "")


def test_quick_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with terminal.progress():
        pass

    assert stream.getvalue() == ""


@pytest.mark.slow
def test_progress_is_shown_until_an_output_file_is_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    leader, follower = pty.openpty()
    argv = [*LIBCERT, "list", "-o", "pipe"]
    env = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(argv, cwd=tmp_path, stderr=follower, env=env) as process:
        os.close(follower)
        seen = b""
        while b"working, 2 s" not in seen:
            seen += os.read(leader, 1024)
        answer = (tmp_path / "pipe").read_text("utf-8")
        with contextlib.suppress(OSError):  # Linux raises this if the other end is closed
            while chunk := os.read(leader, 1024):
                seen += chunk
    os.close(leader)

    assert (process.returncode, answer.count("\nCALT\t")) == (0, 1)
    assert seen.startswith(b"\rworking, 1 s (Ctrl-C stops it)\rworking, 2 s (Ctrl-C stops it)")
    assert re.search(rb"\r +\r$", seen)


@pytest.mark.slow
@pytest.mark.no_cover
def test_possible_matches_are_partly_named_but_all_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    lines: list[Any] = [{"organizations": {"O": {"name": "o"}}}]
    for number in range(100):
        high = None if number < 50 else 1000 + number
        fees = [{"purpose": "exam", "low": 1, "high": high}] if high else []
        record = {"name": "n", "type": "license", "issuer": "O", "fees": fees}
        lines.append({"credentials": {f"X{number}": record}})
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    answer = run("filter", "--max-cost", "5", "--catalogue", str(path), "--no-bundled")

    assert answer.err.splitlines() == [
        "note: 100 more might match; add --maybe to see them",
        "note: 50 have no cost on record; 50 could cost more than $5",
    ]
