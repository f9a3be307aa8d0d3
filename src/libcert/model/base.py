"""The base class of all models, and the decorator that makes them standard dataclasses.

Models do not import Pydantic, so a command that reads validated records starts in half the time.
The module `validation` validates values from outside against the same declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, Final, Self, TypeVar, dataclass_transform, overload


class Model:
    """The base class of all classes that `model` decorates.

    Only the type checker makes sure that no field changes after the object is made.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ()
    """The names of the fields, in order."""
    PARTS: ClassVar[Mapping[str, type[Model]]] = {}
    """The fields that always hold a model: in a CSV, each field of that model is a column.

    Each class lists them here, because annotations are not resolved before the first validation.
    """
    HAS_JSON_FORM: ClassVar[bool] = True
    """Whether JSON has the object as a table of its fields, not in words."""
    _POSITIONAL: ClassVar[tuple[str, ...]] = ()
    _REQUIRED: ClassVar[frozenset[str]] = frozenset()
    _FACTORIES: ClassVar[Mapping[str, Callable[[], object]]] = {}

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - see each field
        """Set the fields.

        Raises:
            TypeError: If a field is missing or unknown, or has two values.
            ValueError: If fields contradict each other.
        """
        positional = dict(zip(self._POSITIONAL, arguments, strict=False))
        if len(arguments) > len(positional) or positional.keys() & values.keys():
            raise TypeError(f"{type(self).__name__} has too many arguments, or a field twice")
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
        """Return an object with these *values*, which must be valid.

        It is faster than a call of the class and checks nothing. *values* may omit a field that has
        a default, but not one that has a default factory.
        """
        new = cls.__new__(cls)
        new.__dict__.update(values)
        return new

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - see each field
        """Return a copy with *changes*, without a check of them."""
        return self.unvalidated(vars(self) | changes)

    def values(self) -> dict[str, Any]:
        """Return the value of each field."""
        return {name: getattr(self, name) for name in self.FIELDS}

    def to_json(
        self, names: Iterable[str] | None = None, default: ToJson | None = None
    ) -> dict[str, Any]:
        """Return the keys and values of a JSON object.

        Args:
            names: The names of the fields; None for all fields.
            default: A function to convert other values, such as a `Reason`.
        """
        names = self.FIELDS if names is None else names
        return {json_name(name): json_value(getattr(self, name), default) for name in names}

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


READ_LATER: Final = "*"
"""The key, among the values of a model, of a function that returns the values of its other fields.

It takes the name of a field.
"""


class _Deferred:
    """The class attribute of a field whose value may be made only when it is first read."""

    def __init__(self, name: str, default: object) -> None:
        self._name, self._default = name, default

    def __get__(self, model: Model | None, owner: type[Model]) -> object:
        """Return the value of the field in *model*, or its default if *model* is None."""
        read_later = None if model is None else vars(model).get(READ_LATER)
        if read_later is not None:
            value = vars(model)[self._name] = read_later(self._name)
            return value
        if self._default is MISSING:
            raise AttributeError(f"{owner.__name__} has no default for `{self._name}`")
        return self._default


def defer(cls: type[Model]) -> None:
    """Let objects of *cls* have `READ_LATER` instead of values."""
    for name in cls.FIELDS:
        setattr(cls, name, _Deferred(name, getattr(cls, name, MISSING)))


_M = TypeVar("_M", bound=Model)


@overload
def model(cls: type[_M]) -> type[_M]: ...


@overload
def model(*, kw_only: bool) -> Callable[[type[_M]], type[_M]]: ...


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def model(cls: type[_M] | None = None, *, kw_only: bool = True) -> Any:
    """Make *cls* a dataclass.

    Args:
        cls: The class; None if the decorator has arguments.
        kw_only: Whether the fields are keyword arguments only.
    """
    if cls is None:
        return partial(model, kw_only=kw_only)
    # `Model` has the methods, because `dataclass` would compile them for each class at each start.
    dataclass(init=False, eq=False, repr=False, kw_only=kw_only)(cls)
    declared = fields(cls)  # type: ignore[arg-type]
    cls.FIELDS = tuple(each.name for each in declared)
    cls._POSITIONAL = tuple(each.name for each in declared if not each.kw_only)
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
    """Return the JSON key of a field, without the final underscore of a Python keyword."""
    return name.removesuffix("_")


ToJson = Callable[[Any], str]


def json_value(value: object, default: ToJson | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return *value* in its JSON form: a whole number as an int, any other number as a float.

    Args:
        value: A value of a model, or a tuple or dict of values.
        default: A function to convert other values, such as a `Reason`.

    Raises:
        TypeError: If there is such another value, but no *default*.
    """
    match value:
        case str() | None | int() | float():  # the most frequent types first
            return value
        case Model() if value.HAS_JSON_FORM:
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
        raise TypeError(f"{type(value).__name__} has no JSON form: pass `default` to convert it")
    return default(value)
