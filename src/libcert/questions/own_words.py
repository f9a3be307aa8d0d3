"""The searchable text of a record."""

from collections.abc import Iterator

from libcert.model.base import Model
from libcert.model.credential import ABOUT_RECORD, Credential


def own_words(record: Credential) -> str:
    """Return all texts of *record* itself, one per line."""
    fields = (name for name in record.FIELDS if name not in ABOUT_RECORD)
    return "\n".join(text for name in fields for text in _texts(getattr(record, name)))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for part in value:
                yield from _texts(part)
        case Model():
            for name, part in value.values().items():
                if name != "unit":  # it is the same in all durations
                    yield from _texts(part)
        case _:
            pass
