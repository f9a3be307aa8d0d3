"""Tables drawn for a terminal. Only this module uses Rich, and it is imported only to draw."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from libcert.model.sanitize import clean
from libcert.render import phrases
from libcert.render.grid import Cell, Grid, make_grid
from libcert.render.table import Canvas, Table

PAGE: Final = 100
"""The number of rows to draw at once."""
BLOCK: Final = 1_000
"""The number of records to measure at once; they share a header and column widths."""
NARROW: Final = 40
"""A terminal with fewer columns shows stacks of lines instead of a table."""
SYMBOLS: Final = ("*", "†", "‡", "**", "††", "‡‡", "***", "†††", "‡‡‡")
"""Symbols for notes in a table of many columns; a line below the table explains each."""
LONGEST_WORD: Final = 40
"""A column is wide enough for words up to this length, such as any id; only links are longer."""
NARROWEST_NAMES: Final = 10
"""The least width of a column of `NAMES` if there is no room."""
NAMES: Final = frozenset({"name", "title"})
"""The columns in which a long word may be broken if there is no room."""


def draw(table: Table, canvas: Canvas) -> Iterator[str]:
    """Yield *table* drawn to the width of *canvas*.

    Each block of records becomes a table. It becomes a stack of lines if the canvas is so narrow
    that a table would break words.
    """
    table = table.for_people or table
    console = _make_console(canvas)
    symbols = _symbols_of_notes(table)
    symbols_used = False
    shown = table.columns
    yield from _lead(table, console)
    for block in _blocks(table):
        if block.start:
            yield "\n"
        fitted, rows, widths = _fit(table, symbols, block, canvas.width)
        shown = fitted.columns
        if widths and canvas.width >= NARROW:
            symbols_used = True
            for page in _pages(rows, widths):
                yield _to_text(console, page)
        else:
            for number, stack in enumerate(_stacks(fitted, make_grid(fitted, block=block))):
                separator = "\n" if number else ""
                yield separator + _to_text(console, Text(stack, overflow="fold"))
    if symbols_used:
        for note, symbol in symbols.items():
            line = f"{symbol} {note}: `libcert show ID` shows more"
            yield _to_text(console, Text(line))
    left_out = [field for field in table.spare if field not in shown]
    if left_out:
        names = ", ".join(map(phrases.heading, left_out))
        yield _to_text(console, Text(f"not shown here, because there is no room: {names}"))
    for line in table.footer:
        yield _to_text(console, _footer_line(clean(line)))


def _lead(table: Table, console: Console) -> Iterator[str]:
    """Yield the answer in short, above the table."""
    for line in table.lead:
        yield _to_text(console, Text(clean(line)))


def _make_console(canvas: Canvas) -> Console:
    return Console(
        file=io.StringIO(),
        width=canvas.width,
        force_terminal=canvas.color,
        color_system="standard" if canvas.color else None,
        legacy_windows=False,
        _environ={},  # the canvas decides on width and color
    )


def _to_text(console: Console, part: RenderableType) -> str:
    """Return *part* as Rich draws it, without spaces at the ends of lines."""
    with console.capture() as capture:
        console.print(part)
    return re.sub(r" +$", "", capture.get(), flags=re.MULTILINE)


def _symbols_of_notes(table: Table) -> dict[str, str]:
    """Return the symbol of each note; a transposed table has room for the notes themselves."""
    if table.transposed:
        return {}
    notes = (note for (field, _), note in table.cell_notes.items() if field in table.columns)
    return dict(zip(dict.fromkeys(notes), SYMBOLS, strict=False))


def _footer_line(line: str) -> Padding:
    """Return a line whose indent is kept if it is wrapped."""
    text = line.lstrip(phrases.INDENT)
    return Padding(Text(text or " "), (0, 0, 0, len(line) - len(text)), expand=False)


def _blocks(table: Table) -> Iterator[slice]:
    """Yield which records to draw together; a transposed table has all of them side by side."""
    if table.transposed:
        yield slice(None)
        return
    least = 0 if table.lead else 1  # without records, the header alone says nothing
    for start in range(0, max(len(table.records), least), BLOCK):
        yield slice(start, start + BLOCK)


def _fit(
    table: Table, symbols: Mapping[str, str], block: slice, width: int
) -> tuple[Table, list[list[Text]], list[int] | None]:
    """Fit a block of *table* into *width*, without its charts and spare columns if need be.

    Returns:
        The table with the columns that are shown; its rows, the header first; and the width of
        each column, None if the table does not fit.
    """
    grid = make_grid(table, symbols=symbols, block=block)
    rows = [[Text(name, "bold") for name in grid.header]]
    rows += ([_cell_text(cell) for cell in row] for row in grid.rows)
    widths = _column_widths(rows, width)
    if widths is None and table.pictures:
        return _fit(table.without_pictures(), symbols, block, width)
    if widths is None and table.spare:
        return _fit(table.without_spare(), symbols, block, width)
    if widths is None:
        widths = _column_widths(rows, width, break_names=True)
    return table, rows, widths


def _pages(block: Sequence[Sequence[Text]], widths: Sequence[int]) -> Iterator[RichTable]:
    """Yield the rows of a block page by page; the first page has the header."""
    header, *rows = block
    for start in range(0, max(len(rows), 1), PAGE):
        page = RichTable(
            box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0, show_header=not start
        )
        for name, width in zip(header, widths, strict=True):
            page.add_column(name, width=width)
        for row in rows[start : start + PAGE]:
            page.add_row(*row)
        yield page


def _cell_text(cell: Cell) -> Text:
    """Return a cell as a `Text`, in which Rich ignores markup."""
    lines = [
        f"• {line}" if cell.bullets and not line.startswith(phrases.INDENT) else line
        for line in cell.lines
    ]
    lines += [cell.tail] if cell.tail else []
    return Text("\n".join(lines), cell.style, overflow="fold")


def _column_widths(
    rows: Sequence[Sequence[Text]], width: int, *, break_names: bool = False
) -> list[int] | None:
    """Return a width for each column that breaks no word, or None if *width* is not enough.

    Only long words of names are broken, with *break_names*.

    First all columns get the widths with which no cell needs more than some number of lines, for
    the smallest number that fits. Then the columns that need the least get the remaining space.
    """
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
    for index, name in enumerate(rows[0]):
        if break_names and name.plain in NAMES and sum(least) > room:
            least[index] = max(
                least[index] - (sum(least) - room), min(NARROWEST_NAMES, least[index])
            )
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


def _stacks(table: Table, grid: Grid) -> Iterator[str]:
    """Yield each record as lines of `field: value`."""
    rows = list(grid.rows)
    stacks: Iterable[list[tuple[str, object]]]
    if table.transposed:
        stacks = (
            [("id", grid.header[column]), *(_stack_line(table, row, column) for row in rows)]
            for column in range(1, 1 + len(table.records))
        )
    else:
        stacks = (list(zip(grid.header, row, strict=True)) for row in rows)
    for stack in stacks:
        yield "\n".join(f"{name}: {value}" for name, value in stack)


def _stack_line(table: Table, row: Sequence[Cell], column: int) -> tuple[str, object]:
    """Return the name and the value of a field in one column of a transposed table."""
    name, value = str(row[0]), row[column]
    return name, f"{value} ({row[-1]})" if table.row_notes else value
