"""Accept entries of a profile that certainly keep all rules, without the slow import of Pydantic.

The rules come from the same annotations as those of `validation`. A value that this module does not
accept is not wrong: `validation` decides, and explains the problem.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar, get_args

from libcert.model import vocabulary
from libcert.model.base import Model
from libcert.model.limits import (
    AMOUNT_DECIMALS,
    CURRENCY_PATTERN,
    FIRST_DAY,
    HOURS_IN_A_WEEK,
    ID_PATTERN,
    LAST_DAY,
    MAX_AMOUNT,
    MAX_COLLEGE_YEARS,
    MAX_COUNT,
    MAX_ID,
    MAX_JOBS,
    MAX_RATE,
    MAX_TEXT,
    MAX_YEARS_OF_WORK,
    PLACE_PATTERN,
    RATE_DECIMALS,
    TEXT_PATTERN,
)
from libcert.model.profile import Held, Job, Profile, Study

MODELS: Final[tuple[type[Model], ...]] = (Profile, Job, Held, Study)
"""The models whose values this module can accept."""

_M = TypeVar("_M", bound=Model)


class _NotCertainError(Exception):
    """The value may break a rule."""


class _Kind:
    """A kind of values, written as in an annotation: `Text | None`, `tuple[Text, ...]`."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read
        """Returns the value in its model, or raises `_NotCertainError`."""

    def __or__(self, _none: None) -> _Kind:
        """Return the kind that allows None too."""
        return _Kind(lambda value: None if value is None else self.read(value))


class _Tuple:
    """Tuples of a kind; a list becomes a tuple."""

    def __init__(self, most: int = sys.maxsize) -> None:
        self._most = most

    def __getitem__(self, items: _Kind | tuple[_Kind, Any]) -> _Kind:
        kind = items[0] if isinstance(items, tuple) else items

        def read(value: object) -> tuple[Any, ...]:
            if not isinstance(value, list | tuple) or len(value) > self._most:
                raise _NotCertainError
            return tuple(map(kind.read, value))

        return _Kind(read)


class _Dict:
    """Tables with keys and values of two kinds."""

    def __getitem__(self, kinds: tuple[_Kind, _Kind]) -> _Kind:
        key_kind, value_kind = kinds

        def read(value: object) -> dict[Any, Any]:
            if type(value) is not dict:
                raise _NotCertainError
            return {key_kind.read(key): value_kind.read(part) for key, part in value.items()}

        return _Kind(read)


def accept(model: type[_M], value: object) -> _M | None:
    """Return *value* as an object of *model*, one of `MODELS`; None if it may break a rule."""
    try:
        accepted: _M = _read(model, value)
    except _NotCertainError:
        return None
    return accepted


def _read(model: type[_M], value: object) -> _M:
    if type(value) is model:
        return value
    kinds = _kinds(model)
    if type(value) is not dict or not value.keys() <= kinds.keys():
        raise _NotCertainError
    try:
        return model(**{name: kinds[name].read(part) for name, part in value.items()})
    except (TypeError, ValueError) as error:  # a field is missing, or fields contradict each other
        raise _NotCertainError from error


def _kinds(model: type[Model]) -> Mapping[str, _Kind]:
    """Return the kind of each field of *model*."""
    if model not in _KINDS:
        _KINDS[model] = {
            name: eval(model.__annotations__[name], {}, _NAMES)  # noqa: S307 - our own annotations
            for name in model.FIELDS
        }
    return _KINDS[model]


_KINDS: Final[dict[type[Model], Mapping[str, _Kind]]] = {}

# --- The kinds in the annotations -----------------------------------------------------------------


def _only(holds: Callable[[Any], object]) -> _Kind:
    """Return the kind of the values for which *holds* is true."""

    def read(value: object) -> object:
        if not holds(value):
            raise _NotCertainError
        return value

    return _Kind(read)


def _is_number(most: int, decimals: int, value: object, *, positive: bool = False) -> bool:
    if type(value) is Decimal:
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -decimals:
            return False
    elif type(value) is not int:
        return False
    return (value > 0 if positive else value >= 0) and value <= most


def _is_text(pattern: str, most: int, value: object) -> bool:
    if type(value) is not str or len(value) > most or not re.search(pattern, value):
        return False
    return value.isprintable()  # no lone surrogate, and no line end that `$` would allow


def _texts(pattern: str, most: int = MAX_TEXT) -> _Kind:
    return _only(partial(_is_text, pattern, most))


def _numbers(most: int, decimals: int = AMOUNT_DECIMALS, *, positive: bool = False) -> _Kind:
    return _only(partial(_is_number, most, decimals, positive=positive))


def _one_of(words: object) -> _Kind:
    return _only(lambda value: type(value) is str and value in get_args(words))


_NAMES: Final[dict[str, Any]] = {
    "Amount": _numbers(MAX_AMOUNT),
    "AtMost50": _Tuple(MAX_JOBS),
    "CollegeYears": _numbers(MAX_COLLEGE_YEARS),
    "Currency": _texts(CURRENCY_PATTERN),
    "Day": _only(lambda value: type(value) is date and FIRST_DAY <= value <= LAST_DAY),
    "Flag": _only(lambda value: type(value) is bool),
    "Held": _Kind(partial(_read, Held)),
    "HoursAWeek": _numbers(HOURS_IN_A_WEEK, positive=True),
    "Id": _texts(ID_PATTERN, MAX_ID),
    "Job": _Kind(partial(_read, Job)),
    "Level": _one_of(vocabulary.Level),
    "NonNegative": _only(lambda value: type(value) is int and 0 <= value <= MAX_COUNT),
    "Place": _texts(PLACE_PATTERN),
    "Rate": _numbers(MAX_RATE, RATE_DECIMALS, positive=True),
    "Setting": _one_of(vocabulary.Setting),
    "Study": _Kind(partial(_read, Study)),
    "Text": _texts(TEXT_PATTERN),
    "YearsOfWork": _numbers(MAX_YEARS_OF_WORK),
    "dict": _Dict(),
    "tuple": _Tuple(),
}
"""The names that the annotations of `MODELS` use."""
