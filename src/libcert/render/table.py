"""Tables stand between commands and formats: each command makes one, each format writes one."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Literal

from libcert.model.base import Model, model
from libcert.model.mandate import Mandate

Figures = Literal["listed", "checked"]
"""The figures that an answer uses: as listed, or better ones if sources have them."""


@model
class Background(Model):
    """All that a database of records needs besides the records."""

    figures: Figures = "listed"
    """The figures that the records have: those of the catalogue, or better ones of sources."""
    members: Sequence[str] = ()
    """The societies whose prices the records have; if empty, the prices are for everybody."""
    non_member: bool = False
    """Whether the records have the prices of people without another membership."""
    rates: Sequence[str] = ()
    """The exchange rates that were used, such as `1 GBP = 1.27 USD`."""
    organizations: Mapping[str, str] = field(default_factory=dict)
    """The names of organizations, by id."""
    mandates: Sequence[Mandate] = ()
    """The rules about the records."""
    is_whole: bool = True
    """Whether the rules are all of the catalogue."""


@model(kw_only=False)
class Table(Model):
    """An answer: the records, which of their fields to show, and notes on them."""

    model: type[Model]
    """The class of the records, needed even if there are none."""
    records: Sequence[Model]
    """The answer, one record per row."""
    fields: Sequence[str]
    """The fields in formats for programs."""
    columns: Sequence[str]
    """The fields in formats for people; without any, a drawn table is only its footer."""
    for_people: "Table | None" = None
    """The same answer with other rows for people; None if people get this table."""
    drawn: "Table | None" = None
    """The same answer as a terminal shows it; None if it draws what people get."""
    pictures: Sequence[str] = ()
    """The columns that hold charts, which only a drawn table shows."""
    spare: Sequence[str] = ()
    """The columns that a drawn table leaves out, the last one first, if it is too narrow."""
    sections: Mapping[int, str] = field(default_factory=dict)
    """The titles above some records in a drawn table, by the index of the record below."""
    clipped: Sequence[str] = ()
    """The columns that a drawn table cuts with an ellipsis, so that a record takes one line."""
    has_header: bool = True
    """Whether a drawn table names its columns; without names, the first one has labels."""
    dashes: bool = False
    """Whether a drawn table has a dash for a value that is not on record, and says so below."""
    transposed: bool = False
    """Whether formats for people have a row per field and a column per record."""
    single: bool = False
    """Whether JSON is one object instead of an array of one."""
    notes: bool = False
    """Whether formats for people include the notes of figures."""
    lead: Sequence[str] = ()
    """The answer in short, above a drawn table; without records, no table is drawn below it."""
    footer: Sequence[str] = ()
    """The lines below a drawn table."""
    row_notes: Mapping[str, str] = field(default_factory=dict)
    """A note per field, shown in a last column of a transposed table; empty: no such column."""
    citations: Mapping[str, str] = field(default_factory=dict)
    """The sources of each field, if the table has one record."""
    cell_notes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Notes on single values, by field and index of the record."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses for texts such as the id of a source, where a terminal shows links."""
    highlighted: AbstractSet[tuple[str, int]] = frozenset()
    """The values to emphasize, by field and index of the record."""
    background: Background | None = None
    """All that a database needs besides the records; None if no database is made of the answer."""

    def without_pictures(self) -> "Table":
        """Return the table without the columns that hold charts."""
        columns = [field for field in self.columns if field not in self.pictures]
        return self.replace(columns=columns, pictures=())

    def without_spare(self) -> "Table":
        """Return the table without the last of its spare columns."""
        *spare, out = self.spare
        columns = [field for field in self.columns if field != out]
        return self.replace(columns=columns, spare=spare)


@model(kw_only=False)
class Canvas(Model):
    """The terminal or file in which a table is shown."""

    width: int = 80
    """The width of the terminal, in columns."""
    color: bool = False
    """Whether colors may be used."""
    links: bool = False
    """Whether addresses become links that a person can follow."""
    indented: bool = False
    """Whether to indent JSON, because a person reads it."""


def table_for_people(
    model: type[Model],
    records: Sequence[Model],
    *,
    without: Sequence[str] = (),
    pictures: Sequence[str] = (),
    footer: Sequence[str] = (),
) -> Table:
    """Return a table of *records* with all fields of *model* except those in *without*."""
    fields = tuple(field for field in model.FIELDS if field not in without)
    return Table(model, records, fields, fields, pictures=pictures, footer=footer)
