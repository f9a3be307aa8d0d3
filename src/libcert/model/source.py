"""The pages that were read for a catalogue, their age and their findings about its figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from libcert.model.base import Model, model

if TYPE_CHECKING:  # resolved by `validation` only
    from libcert.model.types import Date, Id, Link, NonEmpty, PartialDate, Text
    from libcert.model.vocabulary import Tier, Verdict

OLD_YEARS: Final = 5
"""A page is old if it was dated this many years, or more, before somebody read it."""


@model
class Source(Model):
    """A page that somebody read for the catalogue."""

    id: Id
    """The short name of the page in the catalogue."""
    title: Text
    """The title of the page."""
    publisher: Text
    """The organization or person that publishes the page."""
    url: Link
    """The address of the page (CTDL `ceterms:subjectWebpage`)."""
    dated: PartialDate | None = None
    """The date on the page: a year, a month or a day; null if the page has no date."""
    note: Text | None = None
    """Anything else that is known about its age or website."""
    read: Date
    """The day on which somebody read the page."""
    tier: Tier
    """The distance of the page from the facts: the issuer itself, a government and so on."""
    supports: tuple[Text, ...] = ()
    """The fields of the record that the page supports."""


@model
class Finding(Model):
    """The result of a check of one figure of a record against public sources."""

    about: Text
    """The field with the figure."""
    verdict: Verdict
    """The result of the check; `not-found` is weaker than `contradicted`."""
    note: Text
    """The statement of the sources, in our own words."""
    sources: NonEmpty[Text]
    """The ids of the sources."""
    read: Date
    """The day on which somebody read the sources."""
    better: object = None
    """The figure from the sources, in the form of the listed one; null if no source has one."""

    @property
    def field(self) -> str:
        """The field with the figure, without the key inside the field."""
        return self.about.partition(".")[0]


@model
class CitedSource(Source):
    """A page that somebody read, with all records that it supports."""

    credentials: tuple[Text, ...] = ()
    """The ids of the records that the page supports."""
    supports: tuple[Text, ...] = ()
    """The fields that the page supports, such as `CLT: issuer, cost`."""


def is_old(source: Source) -> bool:
    """Return whether the page was old when somebody read it; false for a page without a date."""
    return source.dated is not None and source.read.year - int(source.dated[:4]) >= OLD_YEARS


def read_before(source: Source, today: date, months: int) -> bool:
    """Return whether *source* was read more than *months* before *today*."""
    from libcert.model.month_slots import add_months  # slow to import and rarely needed

    return source.read < add_months(today, -months)
