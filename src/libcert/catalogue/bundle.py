"""The bundled catalogue packed into one file of validated records, to be read without checks."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libcert.model.base import Model, json_value, model
from libcert.model.credential import (
    Credential,
    Education,
    Exam,
    Fee,
    Money,
    Months,
    Organization,
    Renewal,
    Requirement,
    Work,
    Years,
)
from libcert.model.source import Finding, Source

_TYPE: Final = ""
"""The key that holds the name of the type, in objects that are not plain mappings."""
_MODELS: Final[Mapping[str, type[Model]]] = {
    model.__name__: model
    for model in (
        Credential,
        Education,
        Exam,
        Fee,
        Finding,
        Money,
        Months,
        Organization,
        Renewal,
        Requirement,
        Source,
        Work,
        Years,
    )
}
_OTHER_TYPES: Final[Mapping[str, Callable[[Any], object]]] = {
    "date": date.fromisoformat,
    "dict": dict,
}
"""Functions that make the values of the other named types."""
_ANY: Final = "better"
"""The field that may hold any value of a catalogue file; lists in it stay lists."""


@model(kw_only=False)
class Contents(Model):
    """The merged contents of the files of a catalogue."""

    listed: Iterable[Credential]
    """The records, in the order of the files."""
    better: Iterable[Credential]
    """The records that have a better figure in a finding, with that figure."""
    sources: dict[str, Source]
    """All sources by id."""
    origins: dict[str, dict[str, str]]
    """The file of each field of each record, without bundled files."""


def pack(contents: Contents) -> str:
    """Return *contents* of the bundled catalogue as text for `unpack`.

    It has three lines of JSON: the sources by id, the records, and the records with better figures.
    A record has the ids of its sources, each with the fields that the source supports.
    """
    parts = (
        {id_: _pack(source) for id_, source in contents.sources.items()},
        [_pack(record) for record in contents.listed],
        [_pack(record) for record in contents.better],
    )
    return "".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in parts
    )


def unpack(text: str) -> Contents:
    """Return the contents that were packed as *text*, without any check."""
    sources, listed, better, _ = text.split("\n")
    known: dict[str, Source] = _unpack(sources, {})
    return Contents(_unpack(listed, known), _Records(better, known), known, {})


@model(kw_only=False)
class _Records(Model):
    """Packed records that are unpacked only when iterated, because few commands need them."""

    line: str
    sources: dict[str, Source]

    def __iter__(self) -> Iterator[Credential]:
        return iter(_unpack(self.line, self.sources))


def _unpack(line: str, sources: Mapping[str, Source]) -> Any:  # noqa: ANN401 - any packed value
    """Return the value packed on *line*; its records refer to *sources* by id."""

    def unpack_object(values: dict[str, Any]) -> object:
        name = values.pop(_TYPE, None)
        if name is None:
            return values
        if name in _OTHER_TYPES:
            return _OTHER_TYPES[name](values["of"])
        for key, value in values.items():
            if type(value) is list and key != _ANY:
                values[key] = tuple(value)
        if name == "Credential":
            values["sources"] = tuple(
                Source.unvalidated(vars(sources[id_]) | {"supports": tuple(fields)})
                for id_, fields in values["sources"].items()
            )
            values.setdefault("conditions", values["requirements"])
        return _MODELS[name].unvalidated(values)

    return json.loads(line, object_hook=unpack_object, parse_float=Decimal)


def _pack(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return *value* as JSON that `_unpack` turns back into an equal value."""
    match value:
        case Model():
            return {_TYPE: type(value).__name__, **_pack_fields(value)}
        case dict():
            return {_TYPE: "dict", "of": [[key, _pack(part)] for key, part in value.items()]}
        case tuple() | list():
            return [_pack(part) for part in value]
        case date():
            return {_TYPE: "date", "of": value.isoformat()}
        case _:
            return json_value(value)


def _pack_fields(model: Model) -> dict[str, Any]:
    """Return the packed fields of *model*, except those with their default value."""
    fields = {
        name: _pack(part)
        for name, part in model.values().items()
        if not hasattr(type(model), name) or part != getattr(type(model), name)
    }
    if isinstance(model, Credential):
        fields["sources"] = {source.id: list(source.supports) for source in model.sources}
        fields["requirements"] = _pack(model.requirements)
        fields["conditions"] = _pack(model.conditions)
        if model.conditions == model.requirements:  # as in nearly all records
            del fields["conditions"]
    return fields
