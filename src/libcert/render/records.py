"""Formats for programs: JSON, JSON Lines, CSV and TSV."""

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final

from libcert.model.base import Model, json_name
from libcert.model.sanitize import clean, to_json
from libcert.render import phrases
from libcert.render.reasons import describe_with_options
from libcert.render.table import Canvas, Table

_FORMULA: Final = (
    r"(^|;)( *)(?=[\s\"\xad\u034f\u200c\u200d\ufe00-\ufe0f]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
)
"""Matches places where a spreadsheet would read text as a formula: at its start or after a `;`.

In many languages `;` separates cells. A spreadsheet may skip quotes, spaces and invisible
characters before the sign that starts a formula.
"""


def write_json(table: Table, canvas: Canvas) -> Iterator[str]:
    """Yield one object, or an array with one record per line unless it is indented."""
    indent = 2 if canvas.indented else None
    if table.single or indent or not table.records:
        objects = [record.to_json(table.fields, describe_with_options) for record in table.records]
        yield to_json(objects[0] if table.single else objects, indent) + "\n"
        return
    separator = "[\n"
    for record in table.records:
        yield separator + to_json(record.to_json(table.fields, describe_with_options))
        separator = ",\n"
    yield "\n]\n"


def write_json_lines(table: Table, _canvas: Canvas) -> Iterator[str]:
    """Yield one JSON object per line."""
    for record in table.records:
        yield to_json(record.to_json(table.fields, describe_with_options)) + "\n"


def write_csv(table: Table, _canvas: Canvas) -> Iterator[str]:
    """Yield rows of cells with commas between them, the header first."""
    return _write_separated(table, ",")


def write_tsv(table: Table, _canvas: Canvas) -> Iterator[str]:
    """Yield rows of cells with tabs between them, the header first."""
    return _write_separated(table, "\t")


def _write_separated(table: Table, delimiter: str) -> Iterator[str]:
    import csv  # imported here, because most answers do not need it

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    paths = list(_column_paths(table.model, table.fields))
    writer.writerow("_".join(map(json_name, path)) for path in paths)
    getters = [attrgetter(".".join(path)) for path in paths]
    for record in table.records:
        yield _take(buffer)
        writer.writerow(_format_cell(getter(record)) for getter in getters)
    yield _take(buffer)


def _take(buffer: io.StringIO) -> str:
    """Return the content of *buffer* and empty it."""
    content = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return content


def _column_paths(model: type[Model], fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the path of attributes to each column.

    A field that is a model itself becomes a column for each of its own fields.
    """
    for field in fields:
        inner = model.PARTS.get(field)
        yield from ((field, part) for part in inner.FIELDS) if inner else [(field,)]


def _format_cell(value: object) -> str:
    """Return *value* as a cell that no spreadsheet reads as a formula."""
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
            # Spreadsheets show a cell that begins with an apostrophe as text.
            return re.sub(_FORMULA, lambda at: f"{at[1]}{at[2]}'" if at[1] else f"'{at[2]}", text)
