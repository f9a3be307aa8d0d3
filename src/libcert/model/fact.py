"""Facts about careers in libraries, by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcert.model.base import Model, model

if TYPE_CHECKING:  # resolved by `validation` only
    from libcert.model.source import Source
    from libcert.model.types import Id, NonEmpty, PartialDate, Place, Text
    from libcert.model.vocabulary import Position, Topic


@model
class Fact(Model):
    """One fact about work in libraries: what it is, pays and takes to enter."""

    id: Id
    """The short name of the fact in the catalogue."""
    where: NonEmpty[Place]
    """The places that it is about, as ISO 3166 codes."""
    topic: Topic
    """The question that it answers."""
    text: Text
    """The fact in our own words, with its figures."""
    positions: tuple[Position, ...] = ()
    """The positions that it is about; empty if it is about everybody."""
    year: PartialDate | None = None
    """The date of its figures; null if not on record."""
    sources: NonEmpty[Source]
    """The pages that support it."""
