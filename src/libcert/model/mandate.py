"""Rules about the credentials that people in libraries of a place must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcert.model.base import Model, model

if TYPE_CHECKING:  # resolved by `validation` only
    from libcert.model.credential import Answer
    from libcert.model.source import Source
    from libcert.model.types import (
        Flag,
        Id,
        NonEmpty,
        PartialDate,
        Place,
        Population,
        ReasonOfMatch,
        Text,
    )
    from libcert.model.vocabulary import Force, Position, Setting


@model
class Mandate(Model):
    """A rule that says who must hold which credential, or that nobody must hold one."""

    id: Id
    """The short name of the rule in the catalogue."""
    where: NonEmpty[Place]
    """The places in which the rule holds, as ISO 3166 codes."""
    force: Force
    """How binding the rule is; `none` if a source says that nothing is required."""
    text: Text
    """The rule in our own words."""
    settings: tuple[Setting, ...] = ()
    """The kinds of library with the rule; empty if not on record."""
    positions: tuple[Position, ...] = ()
    """The positions with the rule; empty if it is for everybody."""
    min_population: Population | None = None
    """The smallest number of people that a library serves if the rule is for it."""
    max_population: Population | None = None
    """The largest number of people that a library serves if the rule is for it."""
    condition: Text | None = None
    """A further condition for the rule, addressed to the reader: `you teach in a Title I school`.

    libcert cannot check it, so it never answers that such a rule is certainly for a person.
    """
    credentials: tuple[Id, ...] = ()
    """The ids of the credentials that satisfy the rule; any one of them is enough."""
    in_force: Flag | None = None
    """Whether the rule is in force; null if not on record."""
    since: PartialDate | None = None
    """The date from which the rule is or is not in force."""
    note: Text | None = None
    """More about the rule, in our own words."""
    sources: NonEmpty[Source]
    """The pages that support the rule."""

    def __post_init__(self) -> None:
        """Raise a ValueError if the parts of the rule contradict each other."""
        least, most = self.min_population, self.max_population
        if least is not None and most is not None and least > most:
            raise ValueError(f"`min_population` ({least}) is more than `max_population` ({most})")
        if self.force == "none" and self.credentials:
            raise ValueError('a rule without force (`force = "none"`) cannot have `credentials`')


@model
class MatchedMandate(Mandate):
    """A rule, and whether it is for a person in a position."""

    answer: Answer
    """Whether the rule is for the person; maybe if they or the record do not say enough."""
    because: tuple[ReasonOfMatch, ...] = ()
    """The details that leave it open."""
