"""The bundled catalogue as it was checked, packed so that a start can take it as it is."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libcert.model import credential
from libcert.model.base import Frozen, Model, json_value
from libcert.model.credential import Credential, Finding, Source

_KIND: Final = ""
"""The key beside the fields of an object that names its model, or what else it is."""
_READ: Final = {"Finding", "Source"}
"""The models that say on which day something was `read`."""
_OTHERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "date": date.fromisoformat,
    "dict": dict,
}
"""What else there may be in a better figure, and how it is made."""


class Contents(Frozen):
    """What the files of a catalogue come to."""

    listed: Iterable[Credential]
    """The records, in the order of the files."""
    better: Iterable[Credential]
    """Those of them for which a finding has a better figure, with that figure."""
    sources: dict[str, Source]
    """Every source by its id."""
    origins: dict[str, dict[str, str]]
    """The file of each field of each record, where it is not a bundled one."""


def pack(contents: Contents) -> str:
    """Return *contents*, all of it bundled, as text from which `unpacked` makes it again.

    A line each: the sources, the records and those with better figures. A source stands once; a
    record says only what of it rests on which.
    """
    parts = (
        {id_: _packed(source) for id_, source in contents.sources.items()},
        [_packed(record) for record in contents.listed],
        [_packed(record) for record in contents.better],
    )
    return "".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in parts
    )


def unpacked(text: str) -> Contents:
    """Return what was packed as *text*, without any check."""
    sources, listed, better, _ = text.split("\n")
    known: dict[str, Source] = _read(sources, {})
    return Contents(_read(listed, known), _Line(better, known), known, {})


class _Line(Frozen):
    """Records that are read each time they are asked for, as few questions do."""

    text: str
    sources: dict[str, Source]

    def __iter__(self) -> Iterator[Credential]:
        return iter(_read(self.text, self.sources))


def _read(line: str, sources: Mapping[str, Source]) -> Any:  # noqa: ANN401 - what was packed
    """Return what is packed on a *line*; its records rest on *sources*."""

    def made(found: dict[str, Any]) -> Any:  # noqa: ANN401 - what was packed
        kind = found.pop(_KIND, None)
        if kind is None:
            return found
        if kind in _OTHERS:
            return _OTHERS[kind](found["of"])
        for name, value in found.items():
            if type(value) is list and name != "better":  # which is as a file has it
                found[name] = tuple(value)
        if kind in _READ:
            found["read"] = date.fromisoformat(found["read"])
        if kind == "Credential":
            found["sources"] = tuple(
                Source.unvalidated(vars(sources[id_]) | {"supports": tuple(fields)})
                for id_, fields in found["sources"].items()
            )
            found.setdefault("conditions", found["requirements"])
        return getattr(credential, kind).unvalidated(found)

    return json.loads(line, object_hook=made, parse_float=Decimal)


def _packed(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with its models named, without the fields that say no more than a default."""
    match value:
        case Model():
            told = {
                name: _packed(part)
                for name, part in value.values().items()
                if not hasattr(type(value), name) or part != getattr(type(value), name)
            }
            if isinstance(value, Finding | Source):
                told["read"] = value.read.isoformat()
            elif isinstance(value, Credential):
                told["sources"] = {source.id: list(source.supports) for source in value.sources}
                told["requirements"] = _packed(value.requirements)
                told["conditions"] = _packed(value.conditions)
                if value.conditions == value.requirements:  # as they nearly always are
                    del told["conditions"]
            return {_KIND: type(value).__name__, **told}
        case tuple() | list():
            return [_packed(part) for part in value]
        case dict():
            return {_KIND: "dict", "of": [[name, _packed(part)] for name, part in value.items()]}
        case date():
            return {_KIND: "date", "of": value.isoformat()}
        case _:
            return json_value(value)
