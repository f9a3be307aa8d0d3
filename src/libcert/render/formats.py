"""The formats of an answer: one row of `WRITERS` for each."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal

from libcert.render.grid import write_markdown, write_plain
from libcert.render.records import write_csv, write_json, write_json_lines, write_tsv
from libcert.render.table import Canvas, Table

__all__ = ["WRITERS", "Canvas", "Format", "Writer", "render"]

Format = Literal["table", "json", "jsonl", "csv", "tsv", "markdown", "ctdl"]
"""The formats that a user can ask for."""
Writer = Callable[[Table, Canvas], Iterator[str]]
"""Yields a table in one format, piece by piece; see `render`."""


def _draw(table: Table, canvas: Canvas) -> Iterator[str]:
    from libcert.render.terminal_table import draw  # imports Rich, which is slow

    return draw(table, canvas)


def _write_ctdl(table: Table, canvas: Canvas) -> Iterator[str]:
    from libcert.render.ctdl import write_ctdl  # a large vocabulary that few answers need

    return write_ctdl(table, canvas)


WRITERS: Final[Mapping[Format | None, Writer]] = {
    "table": _draw,
    "json": write_json,
    "jsonl": write_json_lines,
    "csv": write_csv,
    "tsv": write_tsv,
    "markdown": write_markdown,
    "ctdl": _write_ctdl,
    None: write_plain,
}
"""The writer of each format; None: a pipe, if the user asks for no format."""


def render(table: Table, form: Format | None, canvas: Canvas) -> Iterator[str]:
    """Yield *table* in the format *form*; None: plain lines with tabs between cells.

    A piece is a record or a page of records, so that a long answer starts to appear before all of
    it is rendered. All pieces together end in a newline, unless they are empty.
    """
    return WRITERS[form](table, canvas)
