"""What libcert writes, read back by programs that know nothing of it; and what it reads, timed.

Each function fails where its law does not hold, so that tests and fuzzers can share them.
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
"""How long any file may take, if it is not large."""

csv.field_size_limit(2**30)  # a quote may make one cell of all that follows

FORMULA: Final = re.compile(
    '[\\s"\xad\u034f\u200c\u200d\ufe00-\ufe0f]*[-=+@\uff0b\uff0d\uff1d\uff20]'
)
"""What a formula begins with, past what a spreadsheet may pass over."""


def plainer(text: str) -> str:
    """Return *text* without what guards cells and parts items."""
    return re.sub(f"'(?={FORMULA.pattern})", "", text).replace("; ", ", ")


def render(table: Table, form: Format | None, canvas: Canvas) -> str:
    """Return all pieces of an answer."""
    return "".join(formats.render(table, form, canvas))


def answered(*argv: str) -> tuple[int, str, str]:
    """Return the exit code of a command, what it answers and what it says beside that."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    written = []
    for stream in (out, err):
        stream.flush()
        written.append(stream.buffer.getvalue().decode())
    return code, written[0], written[1]


# --- What is read ---------------------------------------------------------------------------------


def catalogue(path: Path) -> Catalogue | None:
    """Return the catalogue at *path*, or None where it is refused as it should be."""
    return _read(path, lambda path: libcert.load(path, bundled=False))


def profile(path: Path) -> Profile | None:
    """Return the profile at *path*, or None where it is refused as it should be."""
    return _read(path, profile_store.load)


def _read(path: Path, load: Callable[[Path], _T]) -> _T | None:
    found, refusal = None, None
    begun = time.process_time()
    try:
        found = load(path)
    except LibcertError as error:
        refusal = error
    assert time.process_time() - begun < SECONDS
    if refusal is not None:
        assert path.name in refusal.message
        assert not codes(f"{refusal.message}{refusal.hint}")
    return found


# --- What is written for programs -----------------------------------------------------------------


@functools.cache
def keys() -> Mapping[str, tuple[str, ...]]:
    """Return the keys of each part of a record, in order, by the schema that libcert prints."""
    schema = json.loads(answered("schema")[1])
    parts = {"Credential": schema} | schema["$defs"]
    return {name: tuple(part.get("required", ())) for name, part in parts.items()}


def plain(value: Any) -> Any:
    """Return a part of a record as JSON has it."""
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
    """JSON has all keys in order, with the values of the records, in one text or a line each."""
    read = functools.partial(json.loads, parse_constant=_refuse)
    expected = [{key: plain(record)[key] for key in table.fields} for record in table.records]
    text = render(table, "json", Canvas())
    *lines, last = render(table, "jsonl", Canvas()).split("\n")

    assert text.endswith("\n")
    assert last == ""
    # Written again, so that the order of keys counts, and whether a number is whole.
    assert json.dumps(read(text)) == json.dumps(expected)
    assert json.dumps([read(line) for line in lines]) == json.dumps(expected)


def separated(table: Table, form: Literal["csv", "tsv"]) -> None:
    """CSV and TSV have the values of the records, flat, and no cell is a formula."""
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
    # Spreadsheets of many languages part cells at semicolons, and do not mind quotes in them.
    for row in [*rows, *csv.reader(io.StringIO(text, newline=""), delimiter=";")]:
        assert not [cell for cell in row if FORMULA.match(cell)]
    for row, values in zip(rows, flat, strict=True):
        for cell, (key, value) in zip(row, values.items(), strict=True):
            if key == "requirements":  # a group of conditions is said with its parts
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
    """Fail unless *cell* says *value*; parts of a record are said in words, each in an item.

    Where a semicolon parts items, a text may have a comma in its place.
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
    {"audience", "about", "purpose", "read", "unit", "verdict"}  # in other words, or with others
    | {"better", "subject", "supports"}
    | {"credential", "education", "experience", "membership", "role"}  # a condition has a text
)
"""The fields of parts of a record that its words do not say as they are."""
_SHORT: Final = {"because", "name", "note"}
"""The fields that a figure, an issuer or an answer leaves out where there is little room."""
_COUNTS: Final = {"credits", "minutes", "passing_percent", "questions"}


def _holds(cell: str, value: Any, unsaid: AbstractSet[str] = frozenset()) -> None:
    """Fail unless every free text and every figure of *value*, as JSON has it, is in *cell*."""
    cell = _run_on(cell)
    for text in _texts(value, _UNSAID | unsaid):
        assert _run_on(clean(text).strip()) in cell
    for spellings in _figures(value):
        assert re.search(rf"(?<![\d.,])({'|'.join(map(re.escape, spellings))})(?![.,]?\d)", cell)


def _run_on(text: str) -> str:
    """Return *text* without what guards cells, parts items and indents lines."""
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
            # Nothing is said to be free; months are said as years where they are whole ones.
            for amount in {low, high} - {None}:
                years = [f"{amount // 12:,}"] if unit == "months" and amount % 12 == 0 else []
                yield [f"{amount:,}", f"{amount:,.2f}", *years]
    if isinstance(value, dict):
        yield from ([str(value[key])] for key in _COUNTS & {*value} if value[key] is not None)


# --- What is written for people -------------------------------------------------------------------


def lines(table: Table) -> list[list[str]]:
    """Return the cells of piped lines, of which each record has one."""
    header, *rows, last = (line.split("\t") for line in render(table, None, Canvas()).split("\n"))

    assert header == list(table.columns)
    assert last == [""]
    assert [len(row) for row in rows] == [len(header)] * len(table.records)
    for row, record in zip(rows, map(plain, table.records), strict=True):
        for cell, name in zip(row, table.columns, strict=True):
            assert not codes(cell)
            value = record[name]
            if name == "standing":  # which is said in words
                continue
            if isinstance(value, str):
                assert cell == re.sub("^(\xa0\xa0)+", "", clean(value)).rstrip()
            _holds(cell, value, _SHORT if _is_short(value) and not table.notes else frozenset())
    return rows


def _is_short(value: Any) -> bool:
    """Return whether *value* has a short way to be said; when it expires has none."""
    return isinstance(value, dict) and "months" not in value


def markdown(table: Table) -> None:
    """Markdown is one table, with the same cells as piped lines and nothing in them but text."""
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
    """A drawing keeps to its width, cuts no id and sends no code but those of colours."""
    text = render(table, "table", Canvas(width, color=colour))
    text = re.sub(r"\x1b\[[0-9;]*m", "", text) if colour else text

    assert not codes(text)
    assert max(map(cell_len, text.split("\n"))) <= width
    assert all(record.id in text for record in table.records)  # type: ignore[attr-defined]


def calendar(made: Sequence[Event], today: date) -> None:
    """A calendar has the same events for two readers, on short lines of whole characters."""
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
    """Whatever the format, an answer reads back as what it is."""
    json_(table)
    separated(table, "csv")
    separated(table, "tsv")
    markdown(table)
    drawn(table, width)
    drawn(table, width, colour=True)
