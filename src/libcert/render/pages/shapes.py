"""The values that the macros of pages take: tables, and lists of conditions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of a table."""

    lines: Sequence[str]
    """At least one line; several are a list."""
    sort: Decimal | int | str | None = None
    """The value to sort by; an empty text comes last, and None sorts by the text of the cell."""
    tone: str = ""
    """The style of one line: `yes`, `maybe` or `no`. It says nothing that the words do not say."""
    href: str = ""
    """The address of one line that is a link."""
    note: str = ""
    """More about it, in small letters below."""


class Column(NamedTuple):
    """A column of a table."""

    title: str
    is_number: bool = False
    """Whether its figures stand below each other."""
    label: str = ""
    """A shorter title, for a narrow screen; if empty, that is the title."""


class PageTable(NamedTuple):
    """A table. The first cell of each row is its header."""

    id: str
    """The id of the element in the page."""
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Sequence[Cell]] = ()
    """The rows of sums below the others."""
    sortable: bool = False
    """Whether a script lets people sort its rows and filter them."""
    has_properties: bool = False
    """Whether the first cell of each row is a short word of ours, which no line breaks."""


class ConditionItem(NamedTuple):
    """A condition in a list."""

    text: str
    status: str = ""
    """Whether it is met; empty if the page is not about a person."""
    tone: str = ""
    """The style of the status."""
    details: str = ""
    """What is missing."""
    parts: Sequence["ConditionItem"] = ()
    """The conditions of a group."""
