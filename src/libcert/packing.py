"""The bundled catalogue as it was checked, packed so that a start can take it as it is."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from libcert import models
from libcert.fields import Model, plain
from libcert.models import Credential, Source

_KIND: Final = ""
"""The key beside the fields of an object that names its model, or what else it is."""


class Contents(NamedTuple):
    """What the files of a catalogue come to."""

    listed: Iterable[Credential]
    """The records, in the order of the files."""
    better: Iterable[Credential]
    """Those of them for which a finding has a better figure, with that figure."""
    sources: dict[str, Source]
    """Every source by its id."""
    origins: dict[str, dict[str, str]]
    """The file of each field of each record, where it is not a bundled one."""


def packed(contents: Contents) -> str:
    """Return *contents*, all of it bundled, as text from which `unpacked` makes it again.

    A line each: the sources, the records and those with better figures. A source stands once; a
    record says only what of it rests on which.
    """
    parts = (contents.sources, tuple(contents.listed), tuple(contents.better))
    return "".join(
        json.dumps(_packed(part), ensure_ascii=False, separators=(",", ":")) + "\n"
        for part in parts
    )


def unpacked(text: str) -> Contents:
    """Return what was packed as *text*, without any check."""
    sources: dict[str, Source] = {}

    def made(found: dict[str, Any]) -> Any:  # noqa: ANN401 - what was packed
        kind = found.pop(_KIND, None)
        if kind is None:
            return found
        if kind == "date":
            return date.fromisoformat(found["of"])
        if kind == "list":
            return found["of"]
        for name, value in found.items():
            if type(value) is list:
                found[name] = tuple(value)
        if kind == "Credential":
            found["sources"] = tuple(
                sources[id_].replaced(supports=tuple(fields))
                for id_, fields in found["sources"].items()
            )
            found.setdefault("conditions", found["requirements"])
        return getattr(models, kind).trusted(found)

    read = json.JSONDecoder(object_hook=made, parse_float=Decimal).decode
    first, second, third, _ = text.split("\n")
    sources |= read(first)
    better = (credential for line in (third,) for credential in read(line))  # if they are asked for
    return Contents(read(second), better, sources, {})


def _packed(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with its models named, without the fields that say no more than a default."""
    match value:
        case Model():
            told = {
                name: _packed(part)
                for name, part in value.values().items()
                if not hasattr(type(value), name) or part != getattr(type(value), name)
            }
            if isinstance(value, Credential):
                told["sources"] = {source.id: list(source.supports) for source in value.sources}
                told["requirements"] = _packed(value.requirements)
                if value.conditions == value.requirements:
                    told.pop("conditions", None)
            return {_KIND: type(value).__name__, **told}
        case tuple():
            return [_packed(part) for part in value]
        case list():
            return {_KIND: "list", "of": [_packed(part) for part in value]}
        case dict():
            return {name: _packed(part) for name, part in value.items()}
        case date():
            return {_KIND: "date", "of": value.isoformat()}
        case _:
            return plain(value)
