"""Make a catalogue from a table of credentials, and name each row that cannot be read."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from libcert.catalogue import merge_files
from libcert.cli.spreadsheet import columns, read_cells
from libcert.cli.spreadsheet.columns import COLUMNS, Column
from libcert.cli.spreadsheet.row_records import PartError, Records, RowRecord
from libcert.files import toml_edit
from libcert.files.csv_table import CsvTable, Row
from libcert.files.read import CATALOGUE, parse_file
from libcert.model.errors import InvalidCatalogueError
from libcert.model.limits import MAX_BYTES, MEGABYTE
from libcert.render.phrases import plural

_MOST_NAMED: Final = 5
"""The most ids that a note names."""
_MOST_PROBLEMS: Final = 30
"""The most problems that a message names: people correct a table in one go."""
_REQUIRED: Final = ("id", "name", "issuer", "type")
_CAN_BE_WORDS: Final = frozenset({"id", "name", "issuer", "issuer_name"})
"""The columns in which `NA` and the like may be a name."""
_TEMPLATE_HINT: Final = "`libcert catalogue import --template` shows the columns and an example"
_SIMILAR: Final = 0.75


def template() -> str:
    """Return a table with the usual columns and one example."""
    shown = [column for column in COLUMNS if column.example is not None]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in shown)
    writer.writerow(column.example for column in shown)
    return text.getvalue()


def count_columns(cells: Sequence[str]) -> int:
    """Return how many of *cells* are names of columns; 0 if they are too few for a header."""
    known = sum(columns.find_column(cell)[0] is not None for cell in cells)
    return known if known > 1 else 0


@dataclass
class _Given:
    """A column of the file that has a place in a record."""

    column: Column
    index: int
    name: str
    """Its name in the file."""
    unit: str | None
    """The unit in its name."""


@dataclass
class TableImport:
    """The work on one table: first the rows become records, then the records a catalogue.

    Args:
        table: The table.
        today: The day of the import.
        records: Makes the records.
    """

    table: CsvTable
    today: date
    records: Records
    notes: list[str | Sequence[str]] = field(default_factory=list)
    _problems: list[tuple[Row, str]] = field(default_factory=list)
    """The rows that cannot be read, each with a sentence that begins with the column."""
    _rows: dict[str, tuple[Row, RowRecord, Mapping[str, str]]] = field(default_factory=dict)
    """By the id in lower case: the row, its record, and the column of each part."""

    # --- Columns ----------------------------------------------------------------------------------

    def _columns(self) -> list[_Given]:
        """Return the columns of the file that have a place in a record; notes name the others.

        Raises:
            InvalidCatalogueError: If a required column is missing, or one is there twice.
        """
        given: dict[str, _Given] = {}
        weak: list[_Given] = []
        unknown: list[str] = []
        for index, name in enumerate(self.table.header.cells):
            column, unit = columns.find_column(name)
            if column is None:
                unknown += [name] if name else []
            elif columns.folded(name) in columns.WEAK:
                weak.append(_Given(column, index, name, unit))
            elif column.name in given:
                raise self._header_error(
                    f"`{given[column.name].name}` and `{name}` are both the column `{column.name}`",
                    "remove one of them, or give it another name",
                )
            else:
                given[column.name] = _Given(column, index, name, unit)
        parts = {name.removesuffix("_low") for name in given}
        for one in weak:
            if one.column.name in parts | given.keys():
                unknown.append(one.name)
            else:
                given[one.column.name] = one
        if not parts.issuperset(columns.UNCLEAR):
            self._refuse_unclear(unknown)
        names = given.keys() | ({"issuer"} if "issuer_name" in given else set())
        missing = [f"`{name}`" for name in _REQUIRED if name not in names]
        if missing:
            others = f"; not known: {', '.join(map(_with_guess, unknown))}" if unknown else ""
            what = f"there is no column {' and '.join(missing)}{others}"
            raise self._header_error(what, _TEMPLATE_HINT)
        if "url" in given and "read" not in given and self.records.read is None:
            raise self._header_error(
                "there is no column `read` for the days on which the pages were read",
                f"add it, or give one day for all with `--read {self.today}`",
            )
        self._note_left_out(unknown)
        # The currency comes first, because the amounts are read with it.
        return sorted(given.values(), key=lambda one: one.column.name != "currency")

    def _refuse_unclear(self, names: Sequence[str]) -> None:
        """Raise an error if one of *names* can be each of two columns."""
        for name in filter(columns.is_unclear, names):
            effort, renewal = columns.UNCLEAR
            raise self._header_error(
                f"`{name}` can be `{effort}` (the study for the credential) "
                f"or `{renewal}` (those for each renewal)",
                "give the column one of these names",
            )

    def _header_error(self, what: str, hint: str) -> InvalidCatalogueError:
        message = f"`{self.table.name}`, line {self.table.header.place}: {what}"
        return InvalidCatalogueError(message, hint=hint)

    def _note_left_out(self, names: Sequence[str]) -> None:
        """Add notes on the columns *names*, and on those without a name that have cells."""
        folded = {name: columns.folded(name) for name in names}
        own = [name for name in names if folded[name] in columns.WORKED_OUT]
        unknown = [name for name in names if folded[name] not in columns.WORKED_OUT]
        unknown = [name for name in unknown if folded[name] not in columns.IMPLIED]
        if unknown:
            listed = ", ".join(map(_with_guess, unknown))
            self.notes.append(f"left out, because libcert knows no such column: {listed}")
        if own:
            listed = ", ".join(own)
            self.notes.append(f"left out, because they need more than a cell: {listed}")
        for index, name in enumerate(self.table.header.cells):
            cells = ((row, _cell(row, index)) for row in self.table.rows)
            filled = next(((row, cell) for row, cell in cells if cell and not name), None)
            if filled is not None:
                row, cell = filled
                where = f"line {row.place}: `{cell[:40]}`"
                self.notes.append(f"left out, because it has no name: column {index + 1} ({where})")

    # --- Rows -------------------------------------------------------------------------------------

    def _read_rows(self) -> None:
        """Read all rows; keep their records and their problems."""
        given = self._columns()
        by_name = {one.column.name: one for one in given}
        if not self.table.rows:
            raise InvalidCatalogueError(
                f"`{self.table.name}` has no rows below the header", hint=_TEMPLATE_HINT
            )
        for row in self.table.rows:
            words = (
                read_cells.text(_cell(row, by_name[name].index)) if name in by_name else None
                for name in ("issuer", "issuer_name")
            )
            self.records.learn_name(*words)
        for row in self.table.rows:
            names = {one.column.name: one.name for one in given}
            for part, text in self._problems_of(row, given, names):
                name = part.removeprefix("page.").partition(".")[0]
                column = names.get(part) or names.get(name) or name
                self._problems.append((row, f"{column}: {text}" if column else text))

    def _problems_of(
        self, row: Row, given: Sequence[_Given], names: dict[str, str]
    ) -> list[tuple[str, str]]:
        """Add the record of *row*, or return its problems: the part or column, and the reason.

        Args:
            row: The row.
            given: The columns.
            names: The names in the file of columns; gets those of the parts.
        """
        width = len(self.table.header.cells)
        if any(row.cells[width:]):
            how = "put quotes around a cell that contains the mark between cells"
            return [("", f"{len(row.cells)} cells, but the header has {width}; {how}")]
        parts, problems = self._parts(row, given, names)
        if problems:
            return problems
        try:
            record = self.records.record(parts)
        except PartError as error:
            return [(error.part, str(error))]
        entry = (row, record, names)
        other, _, _ = self._rows.setdefault(record.id.casefold(), entry)
        if other is not row:
            return [("id", f"`{record.id}` is the id of line {other.place} already")]
        return []

    def _parts(
        self, row: Row, given: Sequence[_Given], names: dict[str, str]
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the parts that the cells of *row* give, and the problems."""
        parts: dict[str, Any] = {}
        problems: list[tuple[str, str]] = []
        is_own = columns.OWN in self.table.header.cells
        for one in given:
            cell, column = _cell(row, one.index), one.column
            can_be_word = column.name in _CAN_BE_WORDS or is_own
            if not cell or (not can_be_word and read_cells.is_unknown(cell)):
                continue
            is_comma = self.table.separator == ";"
            currencies = (parts.get("currency"), self.records.currency)
            situation = columns.Row(*currencies, one.unit, is_comma, is_own, self.today)
            try:
                read_cells.check(cell, is_list=column.name in columns.LISTS)
                found = column.read(cell, situation)
            except ValueError as error:
                problems.append((column.name, str(error)))
                continue
            for path, value in found.items():
                if parts.setdefault(path, value) != value:
                    problems.append((column.name, f"contradicts the column `{names[path]}`"))
                    break
                names.setdefault(path, one.name)
        return parts, problems

    # --- The catalogue ----------------------------------------------------------------------------

    def to_toml(self, *, skip: bool) -> str:
        """Return the catalogue as TOML.

        Args:
            skip: Whether to leave out the rows that cannot be read; notes name them.

        Raises:
            InvalidCatalogueError: If there are rows that cannot be read, or none that can.
        """
        self.notes += self.table.notes
        self._read_rows()
        text = ""
        while self._rows and (skip or not self._problems):
            text = toml_edit.catalogue_text(self._sections())
            if len(text.encode()) > MAX_BYTES:
                raise InvalidCatalogueError(
                    f"the catalogue would be larger than {MAX_BYTES // MEGABYTE} MiB",
                    hint="import the table in parts",
                )
            try:
                merge_files([parse_file(text.encode(), self.table.name, CATALOGUE)])
                break
            except InvalidCatalogueError as error:
                self._add_problems(error)
        details = list(self._details())
        if details and not (skip and self._rows):
            again = "correct the cells, and import the table again"
            raise InvalidCatalogueError(
                f"`{self.table.name}` has {plural(self._count_bad(), 'row')} "
                "that cannot be read; nothing is written:",
                details=details,
                hint=f"{again}, or use `--skip` for the other rows" if self._rows else again,
            )
        if details:
            count = self._count_bad()
            verb = "is" if count == 1 else "are"
            self.notes.append([f"{plural(count, 'row')} {verb} left out:", *details])
        self._note_assumptions()
        return text

    def _sections(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Return the tables of the catalogue by section and id."""
        organizations: dict[str, dict[str, Any]] = {}
        sources: dict[str, dict[str, Any]] = {}
        credentials: dict[str, dict[str, Any]] = {}
        for _, record, _ in self._rows.values():
            credentials[record.id] = record.table
            source = record.source
            # Those of the bundled catalogue too: the result is valid without it.
            organizations |= {one.id: {"name": one.name} for one in record.organizations}
            if source is not None:
                values = source.values().items()
                sources[source.id] = {
                    key: value for key, value in values if key != "id" and value not in {None, ()}
                }
        sections = {
            "organizations": organizations,
            "sources": sources,
            "credentials": credentials,
        }
        return {name: tables for name, tables in sections.items() if tables}

    def _add_problems(self, error: InvalidCatalogueError) -> None:
        """Move the records that *error* is about to the rows that cannot be read."""
        found = False
        for (section, id_, *path), text in error.problems:
            row, _, names = self._rows.get(str(id_).casefold(), (None, None, {}))
            if section == "credentials" and row is not None:
                found = True
                keys = [".".join(map(str, path[:end])) for end in range(len(path), 0, -1)]
                column = next((names[key] for key in keys if key in names), "id")
                self._problems.append((row, f"{column}: {text}"))
        if not found:
            raise error
        bad = {id(row) for row, _ in self._problems}
        self._rows = {key: entry for key, entry in self._rows.items() if id(entry[0]) not in bad}

    def _count_bad(self) -> int:
        return len({row.line for row, _ in self._problems})

    def _details(self) -> Iterator[str]:
        """Yield the rows that cannot be read, in their order; only the first if they are many."""
        ordered = sorted(self._problems, key=lambda problem: problem[0].line)
        for row, text in ordered[:_MOST_PROBLEMS]:
            yield f"{self.table.name}:{row.place}: {text}"
        more = len(ordered) - _MOST_PROBLEMS
        if more > 0:
            yield f"… and {more} more"

    def _note_assumptions(self) -> None:
        count = self.records.amounts_without_currency
        if count:
            verb = "is" if count == 1 else "are"
            self.notes.append(
                f"{plural(count, 'amount')} without a currency {verb} taken as USD; "
                "add a column `currency`, or use `--currency GBP`"
            )
        if self.records.has_assumed_pages:
            self.notes.append(
                "the pages are taken as pages of the issuers; for others, add a column `tier`, "
                "such as `article`"
            )
        replaced = [
            record.id
            for key, (_, record, _) in self._rows.items()
            if key in self.records.bundled_names
        ]
        if replaced:
            shown = ", ".join(replaced[:_MOST_NAMED])
            more = len(replaced) - _MOST_NAMED
            others = f" and {more} more" if more > 0 else ""
            verb = "replaces the record" if len(replaced) == 1 else "replace the records"
            self.notes.append(
                f"{shown}{others} {verb} of the bundled catalogue, whenever this catalogue is used"
            )


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _with_guess(name: str) -> str:
    """Return the name of a column that is not known, with the one that it looks like."""
    near = difflib.get_close_matches(columns.folded(name)[:40], columns.STRONG, 1, _SIMILAR)
    guess = f" (is it `{columns.STRONG[near[0]].name}`?)" if near else ""
    return f"`{name[:40]}`{guess}"
