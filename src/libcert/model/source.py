"""The pages that were read for a catalogue, how old they are and what they say of its figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from libcert.model.base import Model, model

if TYPE_CHECKING:  # resolved by `validation` only
    from libcert.model.types import Date, Id, Link, NonEmpty, PartialDate, Text
    from libcert.model.vocabulary import Tier, Verdict

OLD_YEARS: Final = 5
"""Years between the date of a page and its reading from which the page is old."""


@model
class Source(Model):
    """A page that was read."""

    id: Id
    """Its short name within the catalogue."""
    title: Text
    """What the page calls itself."""
    publisher: Text
    """Who answers for it."""
    url: Link
    """Where it is (CTDL `ceterms:subjectWebpage`)."""
    dated: PartialDate | None = None
    """The date that the page bears, in full or as far as it is given; null when it bears none."""
    note: Text | None = None
    """What else is known of its age or host."""
    read: Date
    """The day on which it was read."""
    tier: Tier
    """How near it is to the facts: the issuer itself, a government, an association, …"""
    supports: tuple[Text, ...] = ()
    """The fields of the record that rest on it."""


@model
class Finding(Model):
    """What public sources answer to one figure of a record."""

    about: Text
    """The field that it is about."""
    verdict: Verdict
    """What the sources make of the figure; `not-found` is weaker than `contradicted`."""
    note: Text
    """What they say, in our own words."""
    sources: NonEmpty[Text]
    """The ids of the sources."""
    read: Date
    """The day on which they were read."""
    better: object = None
    """The figure as the sources have it, in the shape of the listed one; null where none has."""

    @property
    def field(self) -> str:
        """The field that it is about, without the part of the field."""
        return self.about.partition(".")[0]


@model
class CitedSource(Source):
    """A page that was read, with all that rests on it."""

    credentials: tuple[Text, ...] = ()
    """The ids of the records that rest on it."""
    supports: tuple[Text, ...] = ()
    """What rests on it, as `CLT: issuer, cost`."""


def is_old(source: Source) -> bool:
    """Return whether the page was old when it was read; a page without a date is not."""
    return source.dated is not None and source.read.year - int(source.dated[:4]) >= OLD_YEARS


def read_before(source: Source, today: date, months: int) -> bool:
    """Return whether *source* was read more than *months* before *today*."""
    from libcert.model.month_slots import add_months  # few ask, and it takes a calendar

    return source.read < add_months(today, -months)
