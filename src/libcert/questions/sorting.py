"""Sort records by fields."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from libcert.catalogue.conditions import LEVELS
from libcert.model.base import Model
from libcert.model.credential import Answer, Credential, Education, Match, Range, Renewal
from libcert.model.places import nearness

_M = TypeVar("_M", bound=Model)
_C = TypeVar("_C", bound=Credential)
ToText = Callable[[str, object], str]
"""Returns the text of a value in a field."""


def nearest_first(credentials: Iterable[_C], place: str | None) -> list[_C]:
    """Return *credentials* with those first that are real and near *place*.

    Those of the place itself come first, then those of its country, then all others. Those that no
    public source shows come last.
    """

    def distance(credential: _C) -> tuple[bool, int]:
        is_near = nearness(credential.where, place) if place is not None else 0
        return credential.standing == "not-found", is_near

    return sorted(credentials, key=distance)


def sort_records(records: Iterable[_M], by: Sequence[str], to_text: ToText) -> list[_M]:
    """Return *records* sorted by the fields *by*, the first of which counts most.

    A field with `-` before it sorts in descending order. Values that are not on record come last
    in both directions; records with equal values keep their order.

    Args:
        records: The records.
        by: The fields.
        to_text: Returns the text to sort by, for values without a natural order.
    """
    ordered = list(records)
    for entry in reversed(by):
        field = entry.removeprefix("-")
        for part in (1, 0):  # the sort is stable, so the part that counts less comes first
            keyed = [
                (_key(field, getattr(record, field), to_text)[part], record) for record in ordered
            ]
            known = [pair for pair in keyed if pair[0] is not None]
            known.sort(
                key=lambda pair: (isinstance(pair[0], str), pair[0]), reverse=entry.startswith("-")
            )
            ordered = [record for _, record in known]
            ordered += [record for key, record in keyed if key is None]
    return ordered


def _key(field: str, value: object, to_text: ToText) -> tuple[Any, Any]:
    """Return the two parts of the key of *value*; a part is None if it is not on record."""
    match value:
        case None | ():
            return None, None
        case Range():
            return value.low, value.high
        case Education():
            return None if value.level is None else LEVELS.index(value.level), None
        case Renewal():
            return value.months, value.credits
        case Match(answer=answer) | (Answer() as answer):
            return list(Answer).index(answer), None
        case _:
            is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            return value if is_number else to_text(field, value).casefold(), None
