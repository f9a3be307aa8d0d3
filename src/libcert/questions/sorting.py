"""Sort records by fields."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from libcert.model.base import Model
from libcert.model.credential import Answer, Credential, Education, Match, Range, Renewal
from libcert.model.derived import LEVELS
from libcert.model.places import EVERYWHERE, nearness
from libcert.model.section import Section

_M = TypeVar("_M", bound=Model)
_C = TypeVar("_C", bound=Credential)
ToText = Callable[[str, object], str]
"""Returns the text of a value in a field."""

LEAST_LEVELS: Final = 3
"""The number of levels of a family from which on they are a section of their own."""


def nearest_first(credentials: Iterable[_C], place: str | None) -> list[_C]:
    """Return *credentials* with those first that are real and near *place*.

    Those of the place itself come first, then those of its country, then all others. Those that no
    public source shows come last.
    """

    def distance(credential: _C) -> tuple[bool, int]:
        is_near = nearness(credential.where, place) if place is not None else 0
        return credential.standing == "not-found", is_near

    return sorted(credentials, key=distance)


def sections(credentials: Sequence[Credential]) -> list[Section]:
    """Return the section of each of *credentials*."""
    levels = Counter((credential.where, credential.family) for credential in credentials)
    return [
        Section(is_found=False)
        if credential.standing == "not-found"
        else Section(
            is_found=True,
            where=credential.where,
            family=credential.family
            if levels[credential.where, credential.family] >= LEAST_LEVELS
            else None,
        )
        for credential in credentials
    ]


def group(
    credentials: Iterable[_C], place: str | None, families: Mapping[str, Sequence[str]]
) -> list[_C]:
    """Return *credentials* like `nearest_first`, with those of one section together.

    Without *place*, those that hold everywhere come first. The levels of a family stand in their
    order; the larger families of a place come after its other credentials.

    Args:
        credentials: The credentials.
        place: The place of the person; None if it is not known.
        families: The ids of the levels of each family, in order.
    """
    ordered = nearest_first(credentials, place)
    section_of = dict(zip((one.id for one in ordered), sections(ordered), strict=True))
    level = {id_: number for ids in families.values() for number, id_ in enumerate(ids)}
    places: dict[tuple[str, ...], int] = {}
    first: dict[str | None, int] = {}
    for number, credential in enumerate(ordered):
        places.setdefault(credential.where, number)
        first.setdefault(credential.family, number)

    def position(entry: tuple[int, _C]) -> tuple[Any, ...]:
        number, credential = entry
        where, family = credential.where, credential.family
        is_near = nearness(where, place) if place is not None else 0
        rank = -1 if EVERYWHERE in where else places[where] if where else len(ordered)
        in_family = number if family is None else first[family]
        section = section_of[credential.id]
        return (
            not section.is_found,
            is_near,
            rank if section.is_found else 0,
            section.family is not None,
            in_family if section.is_found else number,
            level.get(credential.id, 0) if section.is_found else 0,
        )

    return [credential for _, credential in sorted(enumerate(ordered), key=position)]


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
