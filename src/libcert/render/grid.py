"""Formats for people: plain lines, Markdown, and the grid of cells that all of them use."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from libcert.model.base import Model, json_name, model
from libcert.model.sanitize import clean
from libcert.render import phrases
from libcert.render.table import Canvas, Table

STYLES: Final = {
    "yes": "green",
    "maybe": "yellow",
    "no": "red",
    phrases.NOT_ON_RECORD: "dim",
    phrases.DASH: "dim",
}
"""The styles of some words."""
_ALL: Final = slice(None)


class Cell(NamedTuple):
    """A cell in words, cleaned."""

    lines: tuple[str, ...]
    """At least one line."""
    bullets: bool = False
    """Whether the lines are the items of a list."""
    tail: str = ""
    """A note below the items of a list."""
    mark: str = ""
    """The symbol of a note that is explained below the table; a drawn cell ends with it."""
    style: str = ""
    """The style in which Rich draws the cell."""

    def __str__(self) -> str:
        """Return the cell on one line, without its mark."""
        if len(self.lines) == 1 and not self.tail and not self.lines[0].startswith(phrases.INDENT):
            return self.lines[0].rstrip()  # nearly all cells
        text = "; ".join(re.sub(f"^({phrases.INDENT})+", "", line) for line in self.lines)
        return f"{text} {self.tail}".rstrip()


@model(kw_only=False)
class Grid(Model):
    """The cells of a table, with records as rows or as columns."""

    header: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def make_grid(
    table: Table,
    name: Callable[[str], str] = phrases.heading,
    symbols: Mapping[str, str] | None = None,
    block: slice = _ALL,
) -> Grid:
    """Return the cells of *table*.

    Args:
        table: The table for people.
        name: Returns the heading of a field.
        symbols: A symbol for each part of a note on a cell; if None or empty, cells have the
            notes themselves.
        block: Which records to take. A transposed table ignores it and `symbols`.
    """
    if table.transposed:
        return _transposed_grid(table, name)
    rows = (
        tuple(_make_cell(table, field, index, symbols) for field in table.columns)
        for index in range(len(table.records))[block]
    )
    return Grid(tuple(map(name, table.columns)), rows)


def _transposed_grid(table: Table, name: Callable[[str], str]) -> Grid:
    """Return a row per field and a column per record, with ids as header."""
    ids = tuple(clean(str(getattr(record, "id", ""))) for record in table.records)
    rows = tuple(
        (
            Cell((name(field),), style="bold"),
            *(_make_cell(table, field, index) for index in range(len(table.records))),
            *([Cell((table.row_notes[field],))] if table.row_notes else []),
        )
        for field in table.columns
        # The header has the ids already. Lists that are empty in all records are omitted.
        if field != "id" and any(getattr(record, field) != () for record in table.records)
    )
    return Grid(("field", *ids, *(("compared",) if table.row_notes else ())), rows)


def _make_cell(
    table: Table, field: str, index: int, symbols: Mapping[str, str] | None = None
) -> Cell:
    """Return one value in words, with its note and its sources."""
    value = getattr(table.records[index], field)
    lines = [clean(line) for line in phrases.lines(field, value, short=not table.notes)]
    note, sources = table.cell_notes.get((field, index)), table.citations.get(field)
    remarks = [f"({note})"] if note and not symbols else []
    remarks += [f"[{clean(sources)}]"] if sources else []
    bullets = isinstance(value, tuple) and len(lines) > 1
    if not bullets:
        lines[0] = " ".join([lines[0], *remarks])
    return Cell(
        tuple(lines),
        bullets=bullets,
        tail=" ".join(remarks) if bullets else "",
        mark="".join(symbols[part] for part in note.split(", ")) if note and symbols else "",
        style=_style(table, field, index, lines),
    )


def _style(table: Table, field: str, index: int, lines: Sequence[str]) -> str:
    """Return the style of a cell, which says nothing that its words do not say."""
    if (field, index) in table.highlighted:
        return "bold green"
    if (field, index) in table.cell_notes:
        return "yellow"
    return STYLES.get(lines[0], "")


def write_plain(table: Table, _canvas: Canvas) -> Iterator[str]:
    """Yield a line per record, or per field if records are compared, with tabs between cells."""
    table = (table.for_people or table).without_pictures()
    if not table.row_notes:
        table = table.replace(transposed=False, citations={})
    grid = make_grid(table, str)
    yield "\t".join(map(json_name, grid.header)) + "\n"
    for row in grid.rows:
        yield "\t".join(map(str, row)) + "\n"


def write_markdown(table: Table, _canvas: Canvas) -> Iterator[str]:
    """Yield a Markdown table, line by line."""
    grid = make_grid((table.for_people or table).without_pictures())
    yield _markdown_row(map(_escape_markdown, grid.header))
    yield _markdown_row(["---"] * len(grid.header))
    for row in grid.rows:
        yield _markdown_row(_escape_markdown(str(cell)) for cell in row)


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escape_markdown(text: str) -> str:
    """Return *text* so that Markdown shows it unchanged and links in it keep their target.

    Markdown programs that detect links treat a backslash as part of the link. So `_` and `&`, which
    are frequent in links, are escaped only if Markdown gives them a meaning.
    """
    text = re.sub(r"&(?=#?[0-9A-Za-z]+;)", "&amp;", text)
    return re.sub(r"([\\`*\[\]<>|]|(?<!/)~|_(?![0-9A-Za-z]))", r"\\\1", text)
