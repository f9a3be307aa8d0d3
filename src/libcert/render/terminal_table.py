"""Tables drawn for a terminal. Only this module uses Rich, and it is imported only to draw."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.style import Style
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
SYMBOLS: Final = "*†‡§¶^"
"""Symbols for notes in a table of many columns; a line below the table explains them."""
LONGEST_WORD: Final = 40
"""A column is wide enough for words up to this length, such as any id; only links are longer."""
NARROWEST_NAMES: Final = 10
"""The least width of a column of `NAMES` if there is no room."""
NAMES: Final = frozenset({"name", "title"})
"""The columns in which a long word may be broken if there is no room."""
NARROWEST_CLIPPED: Final = 10
"""The least width of a column whose cells are cut, unless all of them are shorter."""
ROOMY: Final = 24
"""The width of a column whose cells are cut for which spare columns make room."""
ELLIPSIS: Final = "…"
"""Ends a cell that is cut."""
ADDRESS: Final = r"https?://[^\s<>\"]*[^\s<>\".,;:)\]]"
"""Matches an address in a text, without the punctuation after it."""
UNKNOWN: Final = (phrases.NOT_ON_RECORD,)
"""The lines of a cell without a value."""
HEADER: Final = "bold"
"""The style of the header and of the titles of sections."""


def draw(table: Table, canvas: Canvas) -> Iterator[str]:
    """Yield *table* drawn to the width of *canvas*.

    Each block of records becomes a table. It becomes a stack of lines if the canvas is so narrow
    that a table would break words.
    """
    table = table.drawn or table.for_people or table
    console = _make_console(canvas)
    symbols = _symbols_of_notes(table)
    link = _linker(table, canvas)
    symbols_used = has_dash = False
    shown = table.columns
    yield from _lead(table, console)
    for block in _blocks(table) if table.columns else ():
        if block.start:
            yield "\n"
        fitted = _fit(table, symbols, block, canvas.width)
        shown = fitted.table.columns
        if fitted.widths and canvas.width >= NARROW:
            symbols_used = True
            yield from _draw_rows(fitted, block, canvas, console, link)
        else:
            yield from _draw_stacks(fitted.table, block, console, link)
        has_dash |= table.dashes and any(
            cell.lines == (phrases.DASH,) for row in fitted.rows for cell in row
        )
    legend = [f"{symbol} {part}" for part, symbol in symbols.items() if symbols_used]
    if legend:
        legend[-1] += ": `libcert show ID` shows more"
    if has_dash:
        legend.insert(0, f"{phrases.DASH} {phrases.NOT_ON_RECORD}")
    if legend:
        yield _to_text(console, Text("; ".join(legend)))
    left_out = [field for field in table.spare if field not in shown]
    if left_out:
        names = ", ".join(map(phrases.heading, left_out))
        yield _to_text(console, Text(f"not shown here, because there is no room: {names}"))
    for line in table.footer:
        yield _to_text(console, _footer_line(clean(line), link))


_Linker = Callable[[Text], Text]
"""Makes links of the addresses in a text, and of the texts that stand for one."""


def _linker(table: Table, canvas: Canvas) -> _Linker:
    """Return the function that makes links; it changes nothing on a canvas without links."""
    if not canvas.links:
        return lambda text: text
    addresses = _addresses(table)
    labels = "|".join(map(re.escape, sorted(addresses, key=len, reverse=True)))
    pattern = re.compile(rf"{ADDRESS}|(?<![^\[ \n])(?:{labels})(?![^\],\n])" if labels else ADDRESS)

    def link(text: Text) -> Text:
        for match in pattern.finditer(text.plain):
            address = addresses.get(match[0], match[0])
            text.stylize(Style(link=address), match.start(), match.end())
        return text

    return link


def _addresses(table: Table) -> dict[str, str]:
    """Return the address of each text that stands for one."""
    return {
        clean(label): clean(address)
        for label, address in table.links.items()
        if re.match(ADDRESS, address)
    }


def clip(text: str, width: int) -> str:
    """Return *text* in at most *width* columns, with an ellipsis at its end if it is cut."""
    if cell_len(text) <= width:
        return text
    cut = set_cell_size(text, width - 1).rstrip()
    # Older versions of Rich lose an accent at the cut.
    accents = takewhile(lambda character: not cell_len(character), text.removeprefix(cut))
    return cut + "".join(accents) + ELLIPSIS


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
    """Return the symbol of each part of a note; a transposed table has room for the notes."""
    if table.transposed:
        return {}
    parts = (
        part
        for (field, _), note in table.cell_notes.items()
        if field in table.columns
        for part in note.split(", ")
    )
    return {
        part: SYMBOLS[number % len(SYMBOLS)] * (1 + number // len(SYMBOLS))
        for number, part in enumerate(dict.fromkeys(parts))
    }


def _footer_line(line: str, link: _Linker) -> Padding:
    """Return a line whose indent is kept if it is wrapped."""
    text = line.lstrip(phrases.INDENT)
    return Padding(link(Text(text or " ")), (0, 0, 0, len(line) - len(text)), expand=False)


def _blocks(table: Table) -> Iterator[slice]:
    """Yield which records to draw together; a transposed table has all of them side by side."""
    if table.transposed:
        yield slice(None)
        return
    least = 0 if table.lead else 1  # without records, the header alone says nothing
    for start in range(0, max(len(table.records), least), BLOCK):
        yield slice(start, start + BLOCK)


def _dashed(cell: Cell) -> Cell:
    """Return a dash instead of a cell that only says that a value is not on record."""
    return cell._replace(lines=(phrases.DASH,)) if cell.lines == UNKNOWN else cell


class _Fitted(NamedTuple):
    """A block of a table that is fitted into a width."""

    table: Table
    """The table with the columns that are shown."""
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: list[int] | None
    """The width of each column; None if the table does not fit."""


def _fit(table: Table, symbols: Mapping[str, str], block: slice, width: int) -> _Fitted:
    """Fit a block of *table* into *width*.

    If need be, it loses its charts and spare columns, and its cells take several lines.
    """
    grid = make_grid(table, symbols=symbols, block=block)
    rows = [[*map(_dashed, row)] for row in grid.rows] if table.dashes else list(grid.rows)
    if table.clipped:
        least = ROOMY if table.pictures or table.spare else NARROWEST_CLIPPED
        widths = _clipped_widths(table, grid.header, rows, width, least)
    else:
        widths = _column_widths(grid.header, rows, width)
    if widths is None and table.pictures:
        return _fit(table.without_pictures(), symbols, block, width)
    if widths is None and table.spare:
        return _fit(table.without_spare(), symbols, block, width)
    if widths is None and table.clipped:
        return _fit(table.replace(clipped=()), symbols, block, width)
    if widths is None:
        widths = _column_widths(grid.header, rows, width, break_names=True)
    return _Fitted(table, grid.header, rows, widths)


def _draw_rows(
    fitted: _Fitted, block: slice, canvas: Canvas, console: Console, link: _Linker
) -> Iterator[str]:
    """Yield the header of a block, and then its rows, some at once."""

    def draw_part(rows: Sequence[Sequence[Cell]], *, has_header: bool = False) -> str:
        if fitted.table.clipped:
            return _draw_lines(fitted, rows, canvas, has_header=has_header)
        return _to_text(console, _page(fitted, rows, link, has_header=has_header))

    if fitted.table.has_header:
        yield draw_part([], has_header=True)
    first, count = block.start or 0, len(fitted.rows)
    titles = {index - first: title for index, title in _titles(fitted.table).items()}
    starts = sorted({*range(0, count, PAGE), *titles} & {*range(count)})
    for start, end in pairwise([*starts, count]):
        if start in titles:
            yield "\n" if start else ""
            yield _to_text(console, titles[start])
        yield draw_part(fitted.rows[start:end])


def _titles(table: Table) -> dict[int, Text]:
    """Return the titles of the sections; a transposed table has none."""
    sections = {} if table.transposed else table.sections
    return {index: Text(clean(title), HEADER, overflow="fold") for index, title in sections.items()}


def _page(
    fitted: _Fitted, rows: Sequence[Sequence[Cell]], link: _Linker, *, has_header: bool
) -> RichTable:
    """Return *rows* as a table in which a cell may take several lines."""
    page = RichTable(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0, show_header=has_header
    )
    for name, width in zip(fitted.header, fitted.widths or (), strict=True):
        page.add_column(Text(name, HEADER, overflow="fold"), width=width)
    for row in rows:
        page.add_row(*(link(_cell_text(cell)) for cell in row))
    return page


def _draw_lines(
    fitted: _Fitted, rows: Sequence[Sequence[Cell]], canvas: Canvas, *, has_header: bool
) -> str:
    """Return *rows* with one line for each, drawn without Rich, which takes ten times as long."""
    widths = fitted.widths or []
    if has_header:
        header = [Cell((name,), style=HEADER) for name in fitted.header]
        rule = "─" * (sum(widths) + len(widths) - 1)
        return f"{_draw_line(header, widths, canvas, {})}{rule}\n"
    addresses = _addresses(fitted.table) if canvas.links else {}
    return "".join(_draw_line(row, widths, canvas, addresses) for row in rows)


def _draw_line(
    row: Sequence[Cell], widths: Sequence[int], canvas: Canvas, addresses: Mapping[str, str]
) -> str:
    line = ""
    for cell, width in zip(row, widths, strict=True):
        whole = str(cell)
        text = clip(whole, width - len(cell.mark)) + cell.mark
        gap = " " * (width - cell_len(text) + 1)
        if canvas.color and (cell.style or whole in addresses):
            style = Style.parse(cell.style) + Style(link=addresses.get(whole))
            text = style.render(text, color_system=ColorSystem.STANDARD)
        line += text + gap
    return line.rstrip(" ") + "\n"


def _cell_text(cell: Cell) -> Text:
    """Return a cell as a `Text`, in which Rich ignores markup."""
    return Text("\n".join(_cell_lines(cell)), cell.style, overflow="fold")


def _cell_lines(cell: Cell) -> list[str]:
    lines = [
        f"• {line}" if cell.bullets and not line.startswith(phrases.INDENT) else line
        for line in cell.lines
    ]
    lines += [cell.tail] if cell.tail else []
    lines[-1] += cell.mark
    return lines


def _clipped_widths(
    table: Table, header: Sequence[str], rows: Sequence[Sequence[Cell]], width: int, narrowest: int
) -> list[int] | None:
    """Return a width for each column with which each row is one line; None if there is no room.

    Only the columns in `clipped` are narrower than their cells; they share the room that is left.
    Each gets at least *narrowest*, unless its cells are shorter.
    """
    widths = [
        max([cell_len(name), *(cell_len(str(cell)) + len(cell.mark) for cell in column)])
        for name, *column in zip(header, *rows, strict=True)
    ]
    cut = [index for index, field in enumerate(table.columns) if field in table.clipped]
    room = width - (len(widths) - 1)  # a space between two columns
    least = [min(high, narrowest) if n in cut else high for n, high in enumerate(widths)]
    if sum(least) > room:
        return None
    left = room - sum(high for index, high in enumerate(widths) if index not in cut)
    for rank, index in enumerate(sorted(cut, key=lambda index: widths[index])):
        widths[index] = min(widths[index], left // (len(cut) - rank))
        left -= widths[index]
    return widths


def _column_widths(
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    width: int,
    *,
    break_names: bool = False,
) -> list[int] | None:
    """Return a width for each column that breaks no word, or None if *width* is not enough.

    Only long words of names are broken, with *break_names*.

    First all columns get the widths with which no cell needs more than some number of lines, for
    the smallest number that fits. Then the columns that need the least get the remaining space.
    """
    columns = [
        [name, *(line for cell in column for line in _cell_lines(cell))]
        for name, *column in zip(header, *rows, strict=True)
    ]
    least = [
        min(max(cell_len(word) for line in column for word in line.split(" ")), LONGEST_WORD)
        for column in columns
    ]
    longest = [max(map(cell_len, column)) for column in columns]
    room = width - (len(columns) - 1)  # a space between two columns
    for index, name in enumerate(header):
        if break_names and name in NAMES and sum(least) > room:
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


def _draw_stacks(table: Table, block: slice, console: Console, link: _Linker) -> Iterator[str]:
    """Yield the records of a block as lines, with an empty line between two records."""
    titles = _titles(table)
    for number, stack in enumerate(_stacks(table, make_grid(table, block=block))):
        yield "\n" if number and (table.has_header or number in titles) else ""
        title = titles.get((block.start or 0) + number)
        yield _to_text(console, title) if title else ""
        yield _to_text(console, link(Text(stack, overflow="fold")))


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
        if not table.has_header:
            yield ": ".join(str(value) for _, value in stack)
            continue
        yield "\n".join(f"{name}: {value}" for name, value in stack)


def _stack_line(table: Table, row: Sequence[Cell], column: int) -> tuple[str, object]:
    """Return the name and the value of a field in one column of a transposed table."""
    name, value = str(row[0]), row[column]
    return name, f"{value} ({row[-1]})" if table.row_notes else value
