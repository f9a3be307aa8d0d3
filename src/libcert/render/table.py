"""The waist between commands and formats: every command makes a `Table`, every format takes one."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field

from libcert.model.base import Model, value_class


@value_class
class Table(Model):
    """An answer: records, the fields of them that are asked for, and what is to be said of them."""

    model: type[Model]
    """What the records are, also where there are none."""
    records: Sequence[Model]
    """The answer, a record each."""
    fields: Sequence[str]
    """The fields that formats for programs show."""
    columns: Sequence[str]
    """The fields that formats for people show."""
    for_people: "Table | None" = None
    """The same answer for people, where that has other rows."""
    pictures: Sequence[str] = ()
    """Those of the columns that are pictures, which only a drawn table shows."""
    transposed: bool = False
    """Whether formats for people show a field a row and a record a column."""
    single: bool = False
    """Whether the answer is one record, not a list of one."""
    notes: bool = False
    """Whether formats for people give the notes of figures as well."""
    footer: Sequence[str] = ()
    """What is said below a drawn table."""
    row_notes: Mapping[str, str] = field(default_factory=dict)
    """What is to be said of a field, in a column of its own; empty where nothing is."""
    citations: Mapping[str, str] = field(default_factory=dict)
    """The sources of each field of a single record."""
    cell_notes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """What is to be said of the field of one record, beside its value."""
    highlighted: AbstractSet[tuple[str, int]] = frozenset()
    """Which fields of which records are the best of all."""


def table_for_people(
    model: type[Model],
    records: Sequence[Model],
    *,
    without: Sequence[str] = (),
    pictures: Sequence[str] = (),
    footer: Sequence[str] = (),
) -> Table:
    """Return *records* that are made for people, with every field but those named in *without*."""
    fields = tuple(field for field in model.FIELDS if field not in without)
    return Table(model, records, fields, fields, pictures=pictures, footer=footer)
