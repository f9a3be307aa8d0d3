"""The waist between commands and formats: every command makes a `Table`, every format takes one."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from libcert.model.base import NOTHING, Frozen, Model


class Table(Frozen):
    """An answer: records, the fields of them that are asked for, and what is to be said of them."""

    model: type[Model]
    """What the records are, also where there are none."""
    records: Sequence[Model]
    """The answer, a record each."""
    fields: Sequence[str]
    """The fields that formats for programs show."""
    columns: Sequence[str]
    """The fields that formats for people show."""
    people: "Table | None" = None
    """The same answer for people, where that has other rows."""
    pictures: Sequence[str] = ()
    """Those of the columns that are pictures, which only a drawn table shows."""
    across: bool = False
    """Whether formats for people show a field a row and a record a column."""
    single: bool = False
    """Whether the answer is one record, not a list of one."""
    notes: bool = False
    """Whether formats for people give the notes of figures as well."""
    closing: Sequence[str] = ()
    """What is said below a drawn table."""
    remarks: Mapping[str, str] = NOTHING
    """What is to be said of a field, in a column of its own; empty where nothing is."""
    cites: Mapping[str, str] = NOTHING
    """The sources of each field of a single record."""
    marks: Mapping[tuple[str, int], str] = NOTHING
    """What is to be said of the field of one record, beside its value."""
    best: AbstractSet[tuple[str, int]] = frozenset()
    """Which fields of which records are the best of all."""


def readable(
    model: type[Model],
    records: Sequence[Model],
    *,
    without: Sequence[str] = (),
    pictures: Sequence[str] = (),
    closing: Sequence[str] = (),
) -> Table:
    """Return *records* that are made for people, with every field but those named in *without*."""
    fields = tuple(field for field in model.FIELDS if field not in without)
    return Table(model, records, fields, fields, pictures=pictures, closing=closing)
