"""The bundled catalogue packed into one file of validated records, to be read without checks."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from libcert.model.base import READ_LATER, Model, json_value, model
from libcert.model.credential import (
    Credential,
    Education,
    Effort,
    Exam,
    Fee,
    Money,
    Months,
    Organization,
    Renewal,
    Requirement,
    Status,
    Work,
    Years,
)
from libcert.model.fact import Fact
from libcert.model.mandate import Mandate
from libcert.model.source import Finding, Source

_TYPE: Final = ""
"""The key that holds the name of the type, in objects that are not plain mappings."""
_MODELS: Final[Mapping[str, type[Model]]] = {
    model.__name__: model
    for model in (
        Credential,
        Education,
        Effort,
        Exam,
        Fact,
        Fee,
        Finding,
        Mandate,
        Money,
        Months,
        Organization,
        Renewal,
        Requirement,
        Source,
        Status,
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
    sources: Mapping[str, Source]
    """All sources by id."""
    origins: dict[str, dict[str, str]]
    """The file of each field of each record, without bundled files."""
    mandates: Iterable[Mandate] = ()
    """All mandates, in the order of the files."""
    facts: Iterable[Fact] = ()
    """All facts about careers, in the order of the files."""


_HEAVY: Final = (
    "summary",
    "levels",
    "benefits",
    "exams",
    "requirements",
    "conditions",
    "fees",
    "notes",
    "findings",
    "sources",
)
"""The fields that few questions read of all records; each is unpacked by itself."""
_SCALARS: Final = (
    "id",
    "name",
    "type",
    "family",
    "level",
    "previous",
    "exam_required",
    "standing",
)
"""The fields with a text or a flag; null is their only default value, so it needs no unpacking."""
_LIGHT: Final = (
    *_SCALARS,
    *(name for name in Credential.FIELDS if name not in {*_HEAVY, *_SCALARS}),
)
"""All fields that are not heavy; they have no objects inside objects."""


def pack(contents: Contents) -> bytes:
    """Return *contents* of the bundled catalogue as lines of JSON for `unpack`.

    The lines are: the number of records that are listed; the light fields of all records and of all
    better records, a list for each; their heavy fields, a line for each, with tabs between fields;
    the sources; the mandates; the facts. A field with its default value is null or empty. Records,
    mandates and facts refer to sources by their ids.
    """
    listed = list(contents.listed)
    records = [*listed, *contents.better]
    lines = [
        _to_json(len(listed)),
        _to_json([[_pack_light(record, name) for name in _LIGHT] for record in records]),
        *map(_pack_heavy, records),
        _to_json({id_: _pack(source) for id_, source in contents.sources.items()}),
        _to_json([_pack(mandate) for mandate in contents.mandates]),
        _to_json([_pack(fact) for fact in contents.facts]),
    ]
    return "\n".join(lines).encode()


def unpack(packed: bytes) -> Contents:
    """Return the contents that were *packed*, without any check.

    Few questions read all fields of all records, so each field is unpacked when it is first read.
    """
    count, light, *heavy, sources, mandates, facts = packed.split(b"\n")
    known = _Sources(sources)
    records = [
        Credential.unvalidated(
            dict(zip(_SCALARS, row, strict=False)) | {READ_LATER: _Fields(row, line, known)}
        )
        for row, line in zip(json.loads(light, parse_float=Decimal), heavy, strict=True)
    ]
    return Contents(
        records[: int(count)],
        records[int(count) :],
        known,
        {},
        _Statements(mandates, known),
        _Statements(facts, known),
    )


class _Sources(Mapping[str, Source]):
    """Packed sources by id that are unpacked only when one is read."""

    def __init__(self, line: bytes) -> None:
        self._line = line

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return dict(_unpack(self._line))

    def __getitem__(self, id_: str) -> Source:
        return self._sources[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class _Statements(Sequence[Any]):
    """Packed mandates or facts that are unpacked only when one is read."""

    def __init__(self, line: bytes, sources: Mapping[str, Source]) -> None:
        self._line, self._known = line, sources

    @cached_property
    def _statements(self) -> list[Any]:
        return [
            statement.replace(sources=tuple(self._known[id_] for id_ in statement.sources))
            for statement in _unpack(self._line)
        ]

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - as in `Sequence`
        return self._statements[index]

    def __len__(self) -> int:
        return len(self._statements)


class _Fields(NamedTuple):
    """The packed fields of a record; a call unpacks one."""

    light: list[Any]
    heavy: bytes
    sources: Mapping[str, Source]

    def __call__(self, name: str) -> Any:  # noqa: ANN401 - a value of any field
        """Return the value of the field *name*."""
        position = _POSITIONS.get(name)
        if position is None:
            return self._unpack_heavy(name)
        value = self.light[position]
        if value is None:
            return getattr(Credential, name)
        if name in Credential.PARTS:
            kind = Credential.PARTS[name]
            parts = zip(kind.FIELDS, map(_frozen, value), strict=False)
            return kind.unvalidated(dict(parts))
        return _frozen(value)

    def _unpack_heavy(self, name: str) -> Any:  # noqa: ANN401 - a value of any field
        packed = self.heavy.split(b"\t")[_HEAVY.index(name)]
        if packed == b"":
            if name == "conditions":  # as in nearly all records
                return self._unpack_heavy("requirements")
            return getattr(Credential, name)
        value = _unpack(packed)
        if name == "sources":
            return tuple(
                Source.unvalidated(vars(self.sources[id_]) | {"supports": tuple(fields)})
                for id_, fields in value.items()
            )
        return _frozen(value)


_POSITIONS: Final = {name: position for position, name in enumerate(_LIGHT)}


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any packed value
    """Return a list as the tuple that it was."""
    return tuple(value) if type(value) is list else value


def _pack_light(record: Credential, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return the light field *name* of *record*, None if it has its default value.

    An object becomes a list of its fields, without those at the end with their default values.
    """
    value = getattr(record, name)
    if hasattr(Credential, name) and value == getattr(Credential, name):
        return None
    if not isinstance(value, Model):
        return json_value(value)
    parts = [json_value(part) for part in value.values().values()]
    given = _pack_fields(value)
    used = max(position for position, field in enumerate(value.FIELDS) if field in given)
    return parts[: used + 1]


def _unpack_object(values: dict[str, Any]) -> object:
    """Return the object of the packed *values*."""
    name = values.pop(_TYPE, None)
    if name is None:
        return values
    if name in _OTHER_TYPES:
        return _OTHER_TYPES[name](values["of"])
    for key, value in values.items():
        if type(value) is list and key != _ANY:
            values[key] = tuple(value)
    return _MODELS[name].unvalidated(values)


_DECODER: Final = json.JSONDecoder(object_hook=_unpack_object, parse_float=Decimal)


def _unpack(packed: bytes) -> Any:  # noqa: ANN401 - any packed value
    return _DECODER.decode(packed.decode())


def _pack_heavy(record: Credential) -> str:
    """Return the heavy fields of *record* on a line."""
    fields = _pack_fields(record)
    fields["sources"] = {source.id: list(source.supports) for source in record.sources}
    fields["conditions"] = _pack(record.conditions)
    if record.conditions == record.requirements:
        del fields["conditions"]
    return "\t".join(_to_json(fields[name]) if name in fields else "" for name in _HEAVY)


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
    if isinstance(model, Mandate | Fact):
        fields["sources"] = [source.id for source in model.sources]
    return fields


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
