"""Plain frozen objects with declared fields: what every model is made of.

They are made without Pydantic, so that a command which reads checked records is ready in half the
time. What comes from outside is checked by Pydantic first, from the same declarations: `checking`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, time
from decimal import Decimal
from inspect import get_annotations
from types import MappingProxyType
from typing import Any, ClassVar, Final, NoReturn, Self, dataclass_transform

_GIVEN: Final = "__pydantic_fields_set__"


EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})
"""A table without entries, which nobody can change."""


@dataclass_transform(frozen_default=True)
class Frozen:
    """An object with the fields that its class declares and no others, which never changes.

    It is what `dataclasses` would make, where every start would pay for that.
    """

    FIELDS: ClassVar[dict[str, Any]] = {}
    """The fields and their types, in order."""
    _required: ClassVar[frozenset[str]] = frozenset()
    _keys: ClassVar[dict[str, str]] = {}
    _tables: ClassVar[Sequence[str]] = ()  # fields of a model that are empty tables unless given

    def __init_subclass__(cls) -> None:
        """Take up the declared fields."""
        declared = vars(cls).get("__annotations__") or get_annotations(cls)  # the first is quicker
        cls.FIELDS = cls.FIELDS | declared
        cls._required = frozenset(name for name in cls.FIELDS if not hasattr(cls, name))
        cls._keys = {name: json_name(name) for name in cls.FIELDS}

    def __init__(self, *in_order: Any, **values: Any) -> None:  # noqa: ANN401 - see each field
        """Keep what is given, which the type checker knows to be right.

        Raises:
            TypeError: If a field is missing or unknown.
            ValueError: If the fields contradict each other.
        """
        placed = dict(zip(self.FIELDS, in_order, strict=False))
        if len(in_order) > len(placed) or placed.keys() & values.keys():
            raise TypeError(f"{type(self).__name__} is given more than its fields")
        values |= placed
        if not self._required <= values.keys() <= self.FIELDS.keys():
            wrong = (self._required - values.keys()) | (values.keys() - self.FIELDS.keys())
            raise TypeError(
                f"{type(self).__name__} lacks or does not know {', '.join(sorted(wrong))}"
            )
        self.__dict__.update(values)
        self.agree()

    def agree(self, _: object = None, /) -> None:
        """Raise a ValueError where fields contradict each other."""

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - as in `__init__`
        """Return the same with *changes*, which are not checked."""
        new = self.__new__(type(self))
        new.__dict__.update(self.values() | changes)
        return new

    def values(self) -> dict[str, Any]:
        """Return the value of each field."""
        return {name: getattr(self, name) for name in self.FIELDS}

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is of the same class and says the same."""
        if type(other) is not type(self):
            return NotImplemented
        return self.values() == other.values()

    def __hash__(self) -> int:
        """Return the same for what is equal."""
        return hash(tuple(self.values().values()))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse to change."""
        raise AttributeError(f"{type(self).__name__} is frozen: `{name}` cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse to change."""
        self.__setattr__(name, None)

    def __repr__(self) -> str:
        """Return the call that makes it."""
        said = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({said})"


MODELS: Final[dict[str, type[Model]]] = {}
"""Every public model by its name."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Model(Frozen):
    """A part of a record, of what a person says or of an answer; Pydantic can check and fill it."""

    # Where Pydantic keeps what it knows of an object that it has filled.
    __slots__ = ("__pydantic_extra__", _GIVEN, "__pydantic_private__")

    def __init_subclass__(cls) -> None:
        """Take up the declared fields, and the name."""
        super().__init_subclass__()
        cls._tables = tuple(
            name for name in cls.FIELDS if isinstance(getattr(cls, name, None), dict)
        )
        if not cls.__name__.startswith("_"):
            MODELS[cls.__name__] = cls

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - see each field
        """Keep what is given, and that it was."""
        super().__init__(**values)
        object.__setattr__(self, _GIVEN, frozenset(values))
        for name in self._tables:  # each object has its own
            self.__dict__.setdefault(name, {})

    @classmethod
    def unvalidated(cls, values: dict[str, Any]) -> Self:
        """Return an object of *values* that were checked before."""
        new = cls.__new__(cls)
        new.__dict__.update(values)
        return new

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - as in `__init__`
        """Return the same with *changes*, which are not checked and count as given."""
        new = super().replace(**changes)
        object.__setattr__(new, _GIVEN, self.given | changes.keys())
        return new

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be copied and sent to other processes."""
        return _remade, (type(self), self.values(), frozenset(self.given))

    @property
    def given(self) -> AbstractSet[str]:
        """The fields that were said, not left to their defaults."""
        given: AbstractSet[str] = getattr(self, _GIVEN, self.__dict__.keys())
        return given

    def written(
        self, names: Iterable[str] | None = None, default: ToJson | None = None
    ) -> dict[str, Any]:
        """Return what JSON has for each key, or for those of the fields *names*.

        Args:
            names: The fields; None for all of them.
            default: Called for values that have no form of their own in JSON, such as a `Reason`.
        """
        asked = self.FIELDS if names is None else names
        return {self._keys[name]: json_value(getattr(self, name), default) for name in asked}


def _remade(model: type[Model], values: dict[str, Any], given: AbstractSet[str]) -> Model:
    made = model.unvalidated(values)
    object.__setattr__(made, _GIVEN, given)
    return made


def json_name(field: str) -> str:
    """Return the key of a field in JSON, which Python may not be able to write."""
    return field.removesuffix("_")


ToJson = Callable[[Any], str]


def json_value(value: object, default: ToJson | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return *value* as JSON has it: numbers whole where they are whole.

    Args:
        value: A value of a model, or a tuple or dict of values.
        default: Called for values that have no form of their own in JSON, such as a `Reason`.

    Raises:
        TypeError: If there is such a value and no *default*.
    """
    match value:
        case str() | None | int() | float():  # as most of it is
            return value
        case Model():
            return value.written(default=default)
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
