"""Checks for all that libcert reads and writes, shared by tests and fuzzers.

Independent programs read the output of libcert back. Reading a file has a time limit. Each function
fails if its rule is broken.
"""

import contextlib
import csv
import functools
import io
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import icalendar
import vobject
from conftest import codes
from markdown_it import MarkdownIt
from rich.cells import cell_len

import libcert
from libcert import Catalogue, LibcertError, cli
from libcert.files import profile_store
from libcert.model.credential import Credential
from libcert.model.profile import Profile
from libcert.model.sanitize import clean
from libcert.render import calendar_file, formats
from libcert.render.calendar_file import Event
from libcert.render.formats import Canvas, Format
from libcert.render.table import Table

_T = TypeVar("_T")
SECONDS: Final = 2
"""The processor time that a file may take, unless it is large."""

csv.field_size_limit(2**30)  # a quote may turn the rest of a text into one cell

FORMULA: Final = re.compile(
    '[\\s"\xad\u034f\u200c\u200d\ufe00-\ufe0f]*[-=+@\uff0b\uff0d\uff1d\uff20]'
)
"""The beginning of a formula, after characters that a spreadsheet may ignore."""


def plainer(text: str) -> str:
    """Return *text* without quotes that protect cells, and with commas between its items."""
    return re.sub(f"'(?={FORMULA.pattern})", "", text).replace("; ", ", ")


def render(table: Table, form: Format | None, canvas: Canvas) -> str:
    """Return an answer as one text."""
    return "".join(formats.render(table, form, canvas))


def answered(*argv: str) -> tuple[int, str, str]:
    """Return the exit code of a command, its output and its error output."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    written = []
    for stream in (out, err):
        stream.flush()
        written.append(stream.buffer.getvalue().decode())
    return code, written[0], written[1]


# --- Input ----------------------------------------------------------------------------------------


def catalogue(path: Path) -> Catalogue | None:
    """Return the catalogue at *path*, or None if it is refused correctly."""
    return _read(path, lambda path: libcert.load(path, bundled=False))


def profile(path: Path) -> Profile | None:
    """Return the profile at *path*, or None if it is refused correctly."""
    return _read(path, profile_store.load)


def _read(path: Path, load: Callable[[Path], _T]) -> _T | None:
    found, refusal = None, None
    start = time.process_time()
    try:
        found = load(path)
    except LibcertError as error:
        refusal = error
    assert time.process_time() - start < SECONDS
    if refusal is not None:
        assert path.name in refusal.message
        assert not codes(f"{refusal.message}{refusal.hint}")
    return found


# --- Output for programs --------------------------------------------------------------------------


@functools.cache
def keys() -> Mapping[str, tuple[str, ...]]:
    """Return the keys of each part of a record, in the order of the schema that libcert prints."""
    schema = json.loads(answered("schema")[1])
    parts = {"Credential": schema} | schema["$defs"]
    return {name: tuple(part.get("required", ())) for name, part in parts.items()}


def plain(value: Any) -> Any:
    """Return a part of a record in the form that JSON has."""
    match value:
        case StrEnum() | date():
            return str(value)
        case None | bool() | int() | str():
            return value
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case tuple() | list():
            return [plain(part) for part in value]
        case dict():
            return {key: plain(part) for key, part in value.items()}
        case _:
            return _parts(value)


def _parts(value: Any) -> dict[str, Any]:
    parts = {key: plain(getattr(value, key)) for key in keys()[type(value).__name__]}
    if isinstance(value, Credential):
        parts["requirements"] = [condition.text for condition in value.requirements]
    return parts


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def json_(table: Table) -> None:
    """Check that JSON and JSON Lines have all keys in order, with the values of the records."""
    read = functools.partial(json.loads, parse_constant=_refuse)
    expected = [{key: plain(record)[key] for key in table.fields} for record in table.records]
    text = render(table, "json", Canvas())
    *lines, last = render(table, "jsonl", Canvas()).split("\n")

    assert text.endswith("\n")
    assert last == ""
    # Compare texts, because these differ if the order of keys or the type of a number differs.
    assert json.dumps(read(text)) == json.dumps(expected)
    assert json.dumps([read(line) for line in lines]) == json.dumps(expected)


def separated(table: Table, form: Literal["csv", "tsv"]) -> None:
    """Check that CSV or TSV has the values of the records, and that no cell is a formula."""
    text = render(table, form, Canvas())
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if form == "tsv" else ",", strict=True
    )
    header, *rows = reader
    flat = [
        dict(_flat({key: plain(record)[key] for key in table.fields})) for record in table.records
    ]

    assert len(text.split("\n")) == len(rows) + 2
    assert not codes(text, "\n\t" if form == "tsv" else "\n")
    assert all(header == list(values) for values in flat)
    assert len(rows) == len(flat)
    # In many languages, spreadsheets separate cells at semicolons and ignore quotes inside cells.
    for row in [*rows, *csv.reader(io.StringIO(text, newline=""), delimiter=";")]:
        assert not [cell for cell in row if FORMULA.match(cell)]
    for row, values in zip(rows, flat, strict=True):
        for cell, (key, value) in zip(row, values.items(), strict=True):
            if key == "requirements":  # the cell of a group of conditions also has its parts
                _holds(cell, value)
            else:
                _same(cell, value)


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from ((f"{key}_{part}", inner) for part, inner in value.items())
        else:
            yield key, value


def _same(cell: str, value: Any) -> None:
    """Fail unless *cell* contains *value*. Each part of a record is one item, in words.

    Semicolons separate items, so a text may have a comma instead of a semicolon.
    """
    match value:
        case None | []:
            assert cell == ""
        case bool():
            assert cell == str(value).lower()
        case int() | float():
            assert Decimal(cell) == Decimal(str(value))
        case str() | [str(), *_]:
            text = clean(value) if isinstance(value, str) else "; ".join(map(clean, value))
            assert plainer(cell) == plainer(text)
        case _:
            assert len(cell.split("; ")) >= len(value)
            _holds(cell, value)


_UNSAID: Final = (
    {"audience", "about", "purpose", "read", "unit", "verdict"}  # in other words, or combined
    | {"better", "counts_from", "starts_on", "subject", "supports"}
    | {
        "credential",
        "education",
        "experience",
        "membership",
        "not_education",
        "role",
    }  # in the text
)
"""The fields of parts of a record whose values do not appear unchanged in the words."""
_SHORT: Final = {"because", "name", "note"}
"""The fields that a figure, an issuer or an answer leaves out if there is little space."""
_COUNTS: Final = {"credits", "minutes", "passing_percent", "questions"}


def _holds(cell: str, value: Any, unsaid: AbstractSet[str] = frozenset()) -> None:
    """Fail unless *cell* contains every free text and every figure of *value*.

    *value* has the form that JSON has.
    """
    cell = _run_on(cell)
    for text in _texts(value, _UNSAID | unsaid):
        assert _run_on(clean(text).strip()) in cell
    for spellings in _figures(value):
        assert re.search(rf"(?<![\d.,])({'|'.join(map(re.escape, spellings))})(?![.,]?\d)", cell)


def _run_on(text: str) -> str:
    """Return *text* without protecting quotes, semicolons and indents."""
    return plainer(text).replace(";", ",").replace("\N{NO-BREAK SPACE}", "")


def _texts(value: Any, unsaid: AbstractSet[str]) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for part in value:
                yield from _texts(part, unsaid)
        case dict():
            yield from _texts([part for key, part in value.items() if key not in unsaid], unsaid)
        case _:
            pass


def _figures(value: Any) -> Iterator[list[str]]:
    """Yield the ways to write each amount and each count."""
    match value:
        case list():
            for part in value:
                yield from _figures(part)
        case {"months": months, "credits": _} if months is not None:
            yield from _figures({"low": months, "high": months, "unit": "months"})
        case {"low": low, "high": high, "unit": unit} if high != 0:
            # An amount of 0 appears as "free". Months appear as years if they are whole years.
            for amount in {low, high} - {None}:
                years = [f"{amount // 12:,}"] if unit == "months" and amount % 12 == 0 else []
                yield [f"{amount:,}", f"{amount:,.2f}", *years]
    if isinstance(value, dict):
        yield from ([str(value[key])] for key in _COUNTS & {*value} if value[key] is not None)


# --- Output for people ----------------------------------------------------------------------------


def lines(table: Table) -> list[list[str]]:
    """Return the cells of the lines for a pipe; each record has one line."""
    header, *rows, last = (line.split("\t") for line in render(table, None, Canvas()).split("\n"))

    assert header == list(table.columns)
    assert last == [""]
    assert [len(row) for row in rows] == [len(header)] * len(table.records)
    for row, record in zip(rows, map(plain, table.records), strict=True):
        for cell, name in zip(row, table.columns, strict=True):
            assert not codes(cell)
            value = record[name]
            if name == "standing":  # the cell has other words
                continue
            if isinstance(value, str):
                assert cell == re.sub("^(\xa0\xa0)+", "", clean(value)).rstrip()
            _holds(cell, value, _SHORT if _is_short(value) and not table.notes else frozenset())
    return rows


def _is_short(value: Any) -> bool:
    """Return whether *value* has a short form; a renewal has none."""
    return isinstance(value, dict) and "months" not in value


def markdown(table: Table) -> None:
    """Check that Markdown is one table of plain text, with the same cells as lines for a pipe."""
    text = render(table, "markdown", Canvas())
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    parts = [part for token in inline for part in token.children or ()]
    cells = ["".join(part.content for part in token.children or ()) for token in inline]
    width = len(table.columns)

    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert len(cells) == width * (1 + len(table.records))
    assert cells[width:] == [cell.strip() for row in lines(table) for cell in row]


def drawn(table: Table, width: int, *, colour: bool = False) -> None:
    """Check that a drawn table fits its width, cuts no ID and sends no codes except colors."""
    text = render(table, "table", Canvas(width, color=colour))
    text = re.sub(r"\x1b\[[0-9;]*m", "", text) if colour else text

    assert not codes(text)
    assert max(map(cell_len, text.split("\n"))) <= width
    assert all(record.id in text for record in table.records)  # type: ignore[attr-defined]


def calendar(made: Sequence[Event], today: date) -> None:
    """Check that two programs read the same events, and that lines are short and valid UTF-8."""
    text = calendar_file.icalendar(made, today)
    written = text.encode().split(b"\r\n")
    found = [part for part in icalendar.Calendar.from_ical(text).walk() if part.name == "VEVENT"]
    other = list(getattr(vobject.readOne(text), "vevent_list", []))

    assert not re.search(rb"[\r\n]", b"".join(written))
    assert all(len(line) <= 75 and line.decode() is not None for line in written)
    for entries in (
        [
            (entry["uid"], entry.decoded("dtstart"), entry["summary"], entry["description"])
            for entry in found
        ],
        [
            (entry.uid.value, entry.dtstart.value, entry.summary.value, entry.description.value)
            for entry in other
        ],
    ):
        assert [
            (str(uid), day, str(summary), str(said)) for uid, day, summary, said in entries
        ] == [
            (
                event.uid,
                event.day,
                clean(event.summary),
                "\n".join(map(clean, event.description)),
            )
            for event in made
        ]


def every_format(table: Table, width: int) -> None:
    """Check that an answer can be read back from every format."""
    json_(table)
    separated(table, "csv")
    separated(table, "tsv")
    markdown(table)
    drawn(table, width)
    drawn(table, width, colour=True)
