"""The formats of an answer: one function a format, from a `Table` to pieces of text.

A piece is a record or a page of them, so that a long answer begins before all of it is written.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from libcert.model.base import Model, json_name, value_class
from libcert.model.sanitize import clean, escape_json
from libcert.render import phrases
from libcert.render.table import Table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as Drawing
    from rich.text import Text

Format = Literal["table", "json", "jsonl", "csv", "tsv", "markdown"]
"""The formats that can be asked for; where none is, a pipe gets plain lines."""

PAGE: Final = 100
"""Rows of a table that are drawn at once."""
BLOCK: Final = 1_000
"""Records of a drawn table that are measured at once: they share a header and widths of columns."""
NARROW: Final = 40
"""Columns of a terminal under which a table becomes a stack of lines."""
SYMBOLS: Final = ("*", "†", "‡", "**", "††", "‡‡", "***", "†††", "‡‡‡")
"""What stands for a mark in a table of many columns; a line below says it in words."""
LONGEST_WORD: Final = 40
"""The longest word that is never broken: any id; only links are longer."""


@value_class
class Canvas(Model):
    """What the answer is written on."""

    width: int = 80
    """Columns of the terminal."""
    colour: bool = False
    """Whether colours may be used."""
    read: bool = False
    """Whether a person reads what is for programs, too, so that it is to be indented."""


def render(table: Table, form: Format | None, canvas: Canvas) -> Iterator[str]:
    """Yield *table* in the format *form*, or as plain lines when that is None.

    All pieces together end in a newline, unless they are empty.
    """
    if form == "json":
        return _json(table, indent=2 if canvas.read else None)
    if form not in (None, "table", "markdown"):
        return _FORMATS[form](table)
    table = table.for_people or table
    if form == "table":
        return _drawn(table, canvas)
    readable = [field for field in table.columns if field not in table.pictures]
    return (_markdown if form else _plain)(table.replace(columns=readable))


# --- Formats for programs -----------------------------------------------------------------------


def _json(table: Table, indent: int | None) -> Iterator[str]:
    """Yield one object or an array of them, a record a line unless it is indented for a reader."""
    if table.single or indent or not table.records:
        objects = [record.to_json(table.fields) for record in table.records]
        yield _dumped(objects[0] if table.single else objects, indent) + "\n"
        return
    mark = "[\n"
    for record in table.records:
        yield mark + _dumped(record.to_json(table.fields))
        mark = ",\n"
    yield "\n]\n"


def _jsonl(table: Table) -> Iterator[str]:
    for record in table.records:
        yield _dumped(record.to_json(table.fields)) + "\n"


def _dumped(value: object, indent: int | None = None) -> str:
    return escape_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def _csv(table: Table) -> Iterator[str]:
    return _separated(table, ",")


def _tsv(table: Table) -> Iterator[str]:
    return _separated(table, "\t")


def _separated(table: Table, delimiter: str) -> Iterator[str]:
    import csv  # not every answer is a spreadsheet

    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    paths = list(_paths(table.model, table.fields))
    writer.writerow("_".join(map(json_name, path)) for path in paths)
    values = [attrgetter(".".join(path)) for path in paths]
    for record in table.records:
        yield _taken(text)
        writer.writerow(_cell(value(record)) for value in values)
    yield _taken(text)


def _taken(text: io.StringIO) -> str:
    """Return what was written to *text* and empty it."""
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written


_FORMULA: Final = (
    r"(^|;)( *)(?=[\s\"\xad\u034f\u200c\u200d\ufe00-\ufe0f]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
)
"""Where a spreadsheet begins to take a text for a formula; in many languages `;` parts cells.

It may look past quotes, blanks and what nobody sees.
"""


def _paths(model: type[Model], fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the columns: a field, or each part of a field that is a model of its own."""
    for field in fields:
        inner = model.PARTS.get(field)
        yield from ((field, part) for part in inner.FIELDS) if inner else [(field,)]


def _cell(value: object) -> str:
    """Return *value* as a cell that no spreadsheet takes for a formula."""
    match value:
        case None | ():
            return ""
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return phrases.format_number(value, thousands="")
        case _:
            items = [clean(item) for item in phrases.lines("", value)]
            if isinstance(value, tuple | dict):
                text = "; ".join(item.replace("; ", ", ") for item in items)
            else:
                text = ", ".join(items)
            return re.sub(_FORMULA, lambda at: f"{at[1]}{at[2]}'" if at[1] else f"'{at[2]}", text)


# --- Formats for people -------------------------------------------------------------------------


@value_class
class _Cell(Model):
    """A cell as it is to be read: cleaned lines, at least one."""

    lines: tuple[str, ...]
    bullets: bool = False
    tail: str = ""
    style: str = ""

    def __str__(self) -> str:
        """Return the cell on one line."""
        text = "; ".join(re.sub(f"^({phrases.INDENT})+", "", line) for line in self.lines)
        return f"{text} {self.tail}".rstrip()


@value_class
class _Grid(Model):
    """A table as it is to be read, whichever way it runs."""

    header: tuple[str, ...]
    rows: Iterable[tuple[_Cell, ...]]


def _grid(
    table: Table,
    name: Callable[[str], str] = phrases.heading,
    symbols: Mapping[str, str] | None = None,
    block: slice = slice(None),
) -> _Grid:
    """Return *table* as it is to be read, with *name* for its fields and *symbols* for marks.

    Only what runs down can be read by the *block*.
    """
    if not table.transposed:
        return _Grid(
            tuple(map(name, table.columns)),
            (
                tuple(_read(table, field, index, symbols) for field in table.columns)
                for index in range(len(table.records))[block]
            ),
        )
    names = tuple(clean(str(getattr(record, "id", ""))) for record in table.records)
    rows = tuple(
        (
            _Cell((name(field),), style="bold"),
            *(_read(table, field, index) for index in range(len(table.records))),
            *([_Cell((table.row_notes[field],))] if table.row_notes else []),
        )
        for field in table.columns
        # The ids stand above; a list that is empty for every record is not worth a row.
        if field != "id" and any(getattr(record, field) != () for record in table.records)
    )
    return _Grid(("field", *names, *(("compared",) if table.row_notes else ())), rows)


def _read(table: Table, field: str, index: int, symbols: Mapping[str, str] | None = None) -> _Cell:
    """Return one value in words, with what is to be said of it and its sources."""
    value = getattr(table.records[index], field)
    lines = tuple(map(clean, phrases.lines(field, value, short=not table.notes)))
    mark, cited = table.cell_notes.get((field, index)), table.citations.get(field)
    said = [f"({mark})"] if mark and not symbols else []
    said += [f"[{clean(cited)}]"] if cited else []
    listed = isinstance(value, tuple) and len(lines) > 1
    if not listed:
        lines = (" ".join([lines[0], *said]), *lines[1:])
    if mark and symbols:
        lines = (*lines[:-1], lines[-1] + symbols[mark])
    return _Cell(
        lines,
        bullets=listed,
        tail=" ".join(said) if listed else "",
        style="bold green" if (field, index) in table.highlighted else "yellow" if mark else "",
    )


def _plain(table: Table) -> Iterator[str]:
    # One record a line; a comparison is about fields, so there it is a field a line.
    grid = _grid(table if table.row_notes else table.replace(transposed=False, citations={}), str)
    yield "\t".join(map(json_name, grid.header)) + "\n"
    for row in grid.rows:
        yield "\t".join(map(str, row)) + "\n"


def _markdown(table: Table) -> Iterator[str]:
    grid = _grid(table)
    for line in (map(_escaped, grid.header), ["---"] * len(grid.header)):
        yield f"| {' | '.join(line)} |\n"
    for row in grid.rows:
        yield f"| {' | '.join(_escaped(str(cell)) for cell in row)} |\n"


def _escaped(text: str) -> str:
    """Return *text* so that Markdown shows it as it is, and no link in it leads elsewhere.

    What is taken for a link is taken with the backslashes in it. So `_` and `&`, which many links
    have, get one only where they would mean more, and `&` none at all.
    """
    text = re.sub(r"&(?=#?[0-9A-Za-z]+;)", "&amp;", text)
    return re.sub(r"([\\`*\[\]<>|~]|_(?![0-9A-Za-z]))", r"\\\1", text)


def _drawn(table: Table, canvas: Canvas) -> Iterator[str]:
    """Yield *table* drawn to the width of *canvas*, or stacked where that would break words.

    A long one is a table or a stack block by block, for what comes later is not yet measured.
    """
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(
        file=io.StringIO(),
        width=canvas.width,
        force_terminal=canvas.colour,
        color_system="standard" if canvas.colour else None,
        legacy_windows=False,
        _environ={},  # the edge has decided on width and colour
    )

    def drawn(part: "RenderableType") -> str:
        with console.capture() as capture:
            console.print(part)
        return re.sub(r" +$", "", capture.get(), flags=re.MULTILINE)

    shown = (mark for (field, _), mark in table.cell_notes.items() if field in table.columns)
    symbols = {} if table.transposed else dict(zip(dict.fromkeys(shown), SYMBOLS, strict=False))
    used = False
    for block in _blocks(table):
        if block.start:
            yield "\n"
        fitted, rows, widths = _fitted(table, symbols, block, canvas.width)
        if widths and canvas.width >= NARROW:
            used = True
            yield from map(drawn, _pages(rows, widths))
        else:
            for number, stack in enumerate(_stacks(fitted, _grid(fitted, block=block))):
                yield "\n" * bool(number) + drawn(Text(stack, overflow="fold"))
    for mark, symbol in symbols.items() if used else ():
        yield drawn(Text(f"{symbol} {mark}: `libcert show ID` says more"))
    for line in table.footer:
        said = clean(line)
        inner = Text(said.lstrip(phrases.INDENT) or " ")
        indent = len(said) - len(said.lstrip(phrases.INDENT))
        yield drawn(Padding(inner, (0, 0, 0, indent), expand=False))


def _blocks(table: Table) -> Iterator[slice]:
    """Yield which records are drawn together: so many at once, or all that stand side by side."""
    if table.transposed:
        yield slice(None)
        return
    for start in range(0, max(len(table.records), 1), BLOCK):
        yield slice(start, start + BLOCK)


def _fitted(
    table: Table, symbols: Mapping[str, str], block: slice, width: int
) -> tuple[Table, list[list["Text"]], list[int] | None]:
    """Return a block of *table*, the header first, and widths; without pictures if need be."""
    from rich.text import Text

    grid = _grid(table, symbols=symbols, block=block)
    rows = [[Text(name, "bold") for name in grid.header]]
    rows += ([_text(cell) for cell in row] for row in grid.rows)
    widths = _widths(rows, width)
    if table.pictures and widths is None:  # what is said in words goes before what is drawn
        readable = [field for field in table.columns if field not in table.pictures]
        return _fitted(table.replace(columns=readable, pictures=()), symbols, block, width)
    return table, rows, widths


def _pages(block: Sequence[Sequence["Text"]], widths: Sequence[int]) -> Iterator["Drawing"]:
    """Yield the rows of a block, so many at once, with its header above the first of them."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Drawing

    header, *rows = block
    for start in range(0, max(len(rows), 1), PAGE):
        drawing = Drawing(
            box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0, show_header=not start
        )
        for name, width in zip(header, widths, strict=True):
            drawing.add_column(name, width=width)
        for row in rows[start : start + PAGE]:
            drawing.add_row(*row)
        yield drawing


def _text(cell: _Cell) -> "Text":
    """Return a cell as Rich draws it: text and nothing but text, whatever stands in it."""
    from rich.text import Text

    lines = [
        f"• {line}" if cell.bullets and not line.startswith(phrases.INDENT) else line
        for line in cell.lines
    ]
    lines += [cell.tail] if cell.tail else []
    return Text("\n".join(lines), cell.style, overflow="fold")


def _widths(rows: Sequence[Sequence["Text"]], width: int) -> list[int] | None:
    """Return a width for each column that breaks no word, or None where *width* is not enough.

    Cells get about as few lines as all columns can keep to; what is left makes columns whole, first
    those that lack least.
    """
    from rich.cells import cell_len

    columns = [
        [line for cell in column for line in cell.plain.split("\n")]
        for column in zip(*rows, strict=True)
    ]
    least = [
        min(max(cell_len(word) for line in column for word in line.split(" ")), LONGEST_WORD)
        for column in columns
    ]
    longest = [max(map(cell_len, column)) for column in columns]
    room = width - (len(columns) - 1)  # a space between two columns
    if sum(least) > room:
        return None
    widths = least
    for lines in range(max(longest), 0, -1):
        narrowed = [max(low, -(-high // lines)) for low, high in zip(least, longest, strict=True)]
        if sum(narrowed) > room:
            break
        widths = narrowed
    for index in sorted(range(len(widths)), key=lambda index: longest[index] - widths[index]):
        widths[index] += min(room - sum(widths), longest[index] - widths[index])
    return widths


def _stacks(table: Table, grid: _Grid) -> Iterator[str]:
    """Yield each record as lines of `field: value`."""
    rows = list(grid.rows)
    stacks: Iterable[list[tuple[str, object]]] = (
        [
            [
                ("id", grid.header[index]),
                *(
                    (str(row[0]), f"{row[index]} ({row[-1]})" if table.row_notes else row[index])
                    for row in rows
                ),
            ]
            for index in range(1, 1 + len(table.records))
        ]
        if table.transposed
        else (list(zip(grid.header, row, strict=True)) for row in rows)
    )
    for stack in stacks:
        yield "\n".join(f"{name}: {said}" for name, said in stack)


_FORMATS: Final[dict[str, Callable[[Table], Iterator[str]]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
}
