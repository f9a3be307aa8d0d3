"""The order in which credentials are answered."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from libcert.catalogue.conditions import LEVELS
from libcert.model.base import Model
from libcert.model.credential import Answer, Education, Match, Range, Renewal
from libcert.render.phrases import one_line

_M = TypeVar("_M", bound=Model)


def sort_records(records: Iterable[_M], by: Sequence[str]) -> list[_M]:
    """Return *records* sorted by the fields *by*, the first of which counts most.

    A field with `-` before it sorts downwards. What is not on record comes last both ways; records
    that are alike keep their order.
    """
    found = list(records)
    for entry in reversed(by):
        field = entry.removeprefix("-")
        for part in (1, 0):  # the part of a key that counts less comes first, for sorting is stable
            keyed = [(_key(field, getattr(record, field))[part], record) for record in found]
            known = [pair for pair in keyed if pair[0] is not None]
            known.sort(
                key=lambda pair: (isinstance(pair[0], str), pair[0]), reverse=entry.startswith("-")
            )
            found = [record for _, record in known]
            found += [record for key, record in keyed if key is None]
    return found


def _key(field: str, value: object) -> tuple[Any, Any]:
    """Return what *value* is sorted by, in two parts; None is what is not on record."""
    key: tuple[Any, Any] = None, None
    match value:
        case Range():
            key = value.low, value.high
        case Education():
            key = None if value.level is None else LEVELS.index(value.level), None
        case Renewal():
            key = value.months, value.credits
        case Match():
            key = list(Answer).index(value.answer), None
        case Answer():
            key = list(Answer).index(value), None
        case None | ():
            pass
        case _:
            key = one_line(field, value).casefold(), None
    return key
