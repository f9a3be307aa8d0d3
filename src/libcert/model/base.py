"""The base of all models, and the decorators that make standard dataclasses of them.

No model imports Pydantic, so that a command which reads validated records starts in half the time.
`validation` holds values from outside to the same declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform


class Model:
    """The base of each class made by `model` or `value_class`: what objects with fields can do.

    The type checker holds that no field is ever set again.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ()
    """The names of the fields, in order."""
    PARTS: ClassVar[Mapping[str, type[Model]]] = {}
    """The fields that always hold a model, and that model: in a CSV each of its fields is a column.

    They are declared, for the annotations are resolved only when something is validated.
    """
    _REQUIRED: ClassVar[frozenset[str]] = frozenset()
    _FACTORIES: ClassVar[Mapping[str, Callable[[], object]]] = {}

    def __init__(self, *in_order: Any, **values: Any) -> None:  # noqa: ANN401 - see each field
        """Set the fields.

        Raises:
            TypeError: If a field is missing, unknown or given twice.
            ValueError: If fields contradict each other.
        """
        positional = dict(zip(self.FIELDS, in_order, strict=False))
        if len(in_order) > len(positional) or positional.keys() & values.keys():
            raise TypeError(f"{type(self).__name__} takes each of its fields once")
        values |= positional
        wrong = (self._REQUIRED - values.keys()) | (values.keys() - self.FIELDS)
        if wrong:
            names = ", ".join(sorted(wrong))
            raise TypeError(f"{type(self).__name__} has missing or unknown fields: {names}")
        self.__dict__.update(values)
        for name in self._FACTORIES.keys() - values.keys():
            self.__dict__[name] = self._FACTORIES[name]()
        self.__post_init__()

    def __post_init__(self) -> None:
        """Raise a ValueError if fields contradict each other."""

    @classmethod
    def unvalidated(cls, values: dict[str, Any]) -> Self:
        """Return an object with these *values*, which are known to be valid.

        It is quicker than a call of the class and checks nothing. A field may be left out if it has
        a default that is no table.
        """
        new = cls.__new__(cls)
        new.__dict__.update(values)
        return new

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - see each field
        """Return a copy with *changes*, which are not checked."""
        return self.unvalidated(self.values() | changes)

    def values(self) -> dict[str, Any]:
        """Return the value of each field."""
        return {name: getattr(self, name) for name in self.FIELDS}

    def to_json(
        self, names: Iterable[str] | None = None, default: ToJson | None = None
    ) -> dict[str, Any]:
        """Return the keys and values of a JSON object.

        Args:
            names: The fields; None for all of them.
            default: Called for values that have no form of their own in JSON, such as a `Reason`.
        """
        asked = self.FIELDS if names is None else names
        return {json_name(name): json_value(getattr(self, name), default) for name in asked}

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is of the same class and has the same values."""
        if type(other) is not type(self):
            return NotImplemented
        return self.values() == other.values()

    def __hash__(self) -> int:
        """Return a hash of the values."""
        return hash(tuple(self.values().values()))

    def __repr__(self) -> str:
        """Return the call that makes an equal object."""
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({arguments})"


_M = TypeVar("_M", bound=Model)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def model(cls: type[_M]) -> type[_M]:
    """Make *cls* a dataclass whose fields are given by name."""
    return _as_dataclass(cls)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value_class(cls: type[_M]) -> type[_M]:
    """Make *cls* a dataclass whose fields may be given in order as well."""
    return _as_dataclass(cls)


def _as_dataclass(cls: type[_M]) -> type[_M]:
    # `Model` has the methods, for `dataclass` compiles new ones for each class at each start.
    dataclass(init=False, eq=False, repr=False)(cls)
    declared = fields(cls)  # type: ignore[arg-type]
    cls.FIELDS = tuple(each.name for each in declared)
    cls._FACTORIES = {
        each.name: each.default_factory for each in declared if each.default_factory is not MISSING
    }
    cls._REQUIRED = frozenset(
        each.name
        for each in declared
        if each.default is MISSING and each.name not in cls._FACTORIES
    )
    return cls


def json_name(name: str) -> str:
    """Return the key in JSON of a field, whose name may need an underscore in Python."""
    return name.removesuffix("_")


ToJson = Callable[[Any], str]


def json_value(value: object, default: ToJson | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return *value* as JSON has it: numbers whole if they are whole.

    Args:
        value: A value of a model, or a tuple or dict of values.
        default: Called for values that have no form of their own in JSON, such as a `Reason`.

    Raises:
        TypeError: If there is such a value and no *default*.
    """
    match value:
        case str() | None | int() | float():  # most values
            return value
        case Model():
            return value.to_json(default=default)
        case tuple() | list():
            return [json_value(part, default) for part in value]
        case dict():
            return {name: json_value(part, default) for name, part in value.items()}
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case _:
            return _json_text(value, default)


def _json_text(value: object, default: ToJson | None) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if default is None:
        raise TypeError(f"{type(value).__name__} has no form of its own in JSON: give `default`")
    return default(value)
