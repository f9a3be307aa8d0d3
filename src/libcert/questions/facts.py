"""Select the facts about careers that are about a place."""

from collections.abc import Iterable
from typing import get_args

from libcert.model.credential import Answer
from libcert.model.fact import Fact
from libcert.model.places import holds_in
from libcert.model.vocabulary import Position, Topic


def facts_about(
    facts: Iterable[Fact],
    place: str,
    topic: Topic | None = None,
    position: Position | None = None,
) -> list[Fact]:
    """Return the *facts* about *place* or the country that contains it, by topic.

    Args:
        facts: All facts.
        place: The code of the place.
        topic: The only topic; None for all.
        position: The only job, beside facts about everybody; None for all.
    """
    chosen = [
        fact
        for fact in facts
        if holds_in(fact.where, place) is Answer.YES
        and topic in {None, fact.topic}
        and (position is None or not fact.positions or position in fact.positions)
    ]
    return sorted(chosen, key=lambda fact: get_args(Topic).index(fact.topic))
