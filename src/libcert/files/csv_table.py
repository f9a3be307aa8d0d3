"""Read a table as spreadsheets write it: CSV in several encodings, with several separators."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from libcert.files.read import CATALOGUE, read_content
from libcert.model.base import Model, model
from libcert.model.errors import InvalidCatalogueError
from libcert.model.limits import MAX_BYTES_READ_AS_TABLE, MEGABYTE
from libcert.model.sanitize import clean

SEPARATORS: Final = ",;\t|"
"""The marks that may stand between cells, the usual one first."""
_TOP: Final = 10
"""The first lines among which the header is looked for."""
_FORMULA: Final = re.compile(r"(^|;)(\s*)'(?=[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Matches an apostrophe by which a spreadsheet keeps a text from being a formula."""
_UNSEEN: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\xad"))
"""Characters that nobody sees and that come along with copied text."""
_AS_CSV: Final = "save it as CSV (in UTF-8) with your spreadsheet program, and import that file"
_MARKS: Final = (
    # The byte order marks; that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES: Final = (
    (b"PK\x03\x04", "a workbook of a spreadsheet program (such as .xlsx or .ods)"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old spreadsheet program (.xls)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
)
"""The first bytes of files that people take for a table."""


_JSON: Final = (r"[\[{]\s*(?:[\"\[{\]}]|$)", "JSON")
_TOML: Final = (r"\[{1,2}[\w.\"'+-]+\]{1,2}\s*(?:#|$)|[\w.\"'+-]+\s*=", "TOML")
"""How the first line of a catalogue begins, and the name of its format."""


class Row(NamedTuple):
    """A row of a table that has at least one cell with content."""

    line: int
    """The line of the file in which it begins, from 1."""
    number: int
    """Its number in a spreadsheet, from 1; other than *line* if a cell has several lines."""
    cells: Sequence[str]
    """Its cells, without blanks around them."""

    @property
    def place(self) -> str:
        """The place of the row, for messages: `12`, or `14 (row 12)`."""
        return f"{self.line}" if self.line == self.number else f"{self.line} (row {self.number})"


@model(kw_only=False)
class CsvTable(Model):
    """The rows of a table."""

    name: str
    """The name of the file in messages."""
    header: Row
    """The names of the columns."""
    rows: Sequence[Row]
    """The rows below the header."""
    separator: str
    """The mark between cells."""
    notes: Sequence[str]
    """Sentences on what was not as usual."""


def read_table(path: str, is_header: Callable[[Sequence[str]], int]) -> CsvTable:
    """Return the table in the file at *path*; see `parse_table`.

    Raises:
        InvalidCatalogueError: If it cannot be read, or is no table with a header.
    """
    content = read_content(Path(path), CATALOGUE, MAX_BYTES_READ_AS_TABLE, _too_large(path))
    return parse_table(content, path, is_header)


def _too_large(name: str) -> InvalidCatalogueError:
    limit = MAX_BYTES_READ_AS_TABLE // MEGABYTE
    return InvalidCatalogueError(f"`{name}` is larger than {limit} MiB", hint="import it in parts")


def parse_table(content: bytes, name: str, is_header: Callable[[Sequence[str]], int]) -> CsvTable:
    """Return the table in *content*, a file called *name*.

    Args:
        content: The bytes of the file.
        name: The name of the file in messages.
        is_header: Returns how many of these cells name a column; the header is the row with most.

    Raises:
        InvalidCatalogueError: If it is no text, or no table with a header.
    """
    if len(content) > MAX_BYTES_READ_AS_TABLE:
        raise _too_large(name)
    text, notes = _decode(content, name)
    _refuse_catalogue(text, name, _JSON)
    given, text, offset = _split_mark(text)
    best: tuple[int, str, Row] | None = None
    for separator in given or SEPARATORS:
        for row in _first_rows(text, separator, offset):
            known = is_header(row.cells)
            if known and (best is None or known > best[0]):
                best = (known, separator, row)
    if best is None:
        _refuse_catalogue(text, name, _TOML)
        raise InvalidCatalogueError(
            f"`{name}` has no header: no line names columns such as `id`, `name` and `type`"
            if text.strip()
            else f"`{name}` is empty",
            hint="`libcert catalogue import --template` prints a table to fill in",
        )
    _, separator, header = best
    rows = list(_rows(text, separator, name, offset))
    above = [row for row in rows if row.line < header.line]
    if above:
        what = clean(" ".join(filter(None, above[0].cells)))[:40]
        notes.append(f"`{what}` and all else above the header (line {header.line}) is left out")
    return CsvTable(name, header, [row for row in rows if row.line > header.line], separator, notes)


def _refuse_catalogue(text: str, name: str, form: tuple[str, str]) -> None:
    """Raise an `InvalidCatalogueError` if the first line of *text* has this *form*."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    pattern, what = form
    if re.match(pattern, first):
        raise InvalidCatalogueError(
            f"`{name}` is {what}, not CSV",
            hint="a catalogue needs no import; use it with `--catalogue`",
        )


def _decode(content: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of *content*, and a note if it is in an unusual encoding."""
    for start, what in _OTHER_FILES:
        if content.startswith(start):
            raise InvalidCatalogueError(f"`{name}` is {what}, not CSV", hint=_AS_CSV)
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if marked is None and b"\0" in content:
        byte = content.index(b"\0") + 1
        raise InvalidCatalogueError(f"`{name}` is no text (byte {byte} is zero)", hint=_AS_CSV)
    notes: list[str] = []
    try:
        return content.decode(marked or "utf-8"), notes
    except UnicodeDecodeError as error:
        if marked is None:
            try:
                text = content.decode("windows-1252")
            except UnicodeDecodeError:
                pass
            else:
                notes.append(
                    f"`{name}` is not UTF-8; it is read as Windows-1252, as Excel saves it"
                )
                return text, notes
        encoding = {"utf-16": "UTF-16", "utf-32": "UTF-32"}.get(marked or "", "UTF-8")
        message = f"`{name}` is not {encoding} (byte {error.start + 1})"
        raise InvalidCatalogueError(message, hint=_AS_CSV) from error


def _split_mark(text: str) -> tuple[str | None, str, int]:
    """Return the separator that a first line such as `sep=;` names, the rest, and its lines."""
    match = re.match(r"\"?sep=(.)\"?(?:\r\n|\r|\n)", text, re.IGNORECASE)
    return (match[1], text[match.end() :], 1) if match else (None, text, 0)


def _first_rows(text: str, separator: str, offset: int) -> list[Row]:
    """Return the rows among which the header is, as far as they can be read."""
    rows: list[Row] = []
    try:
        for row in _rows(text, separator, "", offset):
            rows.append(row)
            if len(rows) == _TOP:
                break
    except InvalidCatalogueError:
        pass  # with the right separator, the same error comes again
    return rows


def _rows(text: str, separator: str, name: str, offset: int) -> Iterator[Row]:
    """Yield the rows of *text*.

    Raises:
        InvalidCatalogueError: If quotes are not closed, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            why = "a cell is too long" if "limit" in str(error) else "a quote in it has no end"
            raise InvalidCatalogueError(
                f"`{name}`, line {line + offset}: this row cannot be read, because {why}",
                hint='within a cell in quotes, each quote (`"`) has to be written twice',
            ) from error
        if cells is None:
            return
        number += 1
        cells = [_plain_cell(cell) for cell in cells]
        if any(cells):
            yield Row(line + offset, number, cells)
        line = reader.line_num + 1


def _plain_cell(cell: str) -> str:
    """Return *cell* without blanks around it, and without marks that only spreadsheets need."""
    cell = cell.translate(_UNSEEN).strip()
    return _FORMULA.sub(r"\1\2", cell) if "'" in cell else cell
