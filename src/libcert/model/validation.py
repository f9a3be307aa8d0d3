"""Validation of values from outside against the declarations of the models, with Pydantic.

Its import is slow, so Pydantic is imported for the first value that `quick_validation` does not
accept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as resolve_annotations

from libcert.model import credential, quick_validation, source, vocabulary
from libcert.model.base import Model, json_name
from libcert.model.errors import KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.limits import (
    AMOUNT_DECIMALS,
    CURRENCY_PATTERN,
    DAY_OF_YEAR_PATTERN,
    ID_PATTERN,
    LINK_PATTERN,
    MAX_JOBS,
    PARTIAL_DATE_PATTERN,
    PLACE_PATTERN,
    RATE_DECIMALS,
    TEXT_PATTERN,
)

if TYPE_CHECKING:
    from pydantic import ConfigDict, TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

_M = TypeVar("_M", bound=Model)

_CONFIG: Final[ConfigDict] = {
    "extra": "forbid",
    "allow_inf_nan": False,
    "alias_generator": json_name,
    "validate_by_name": True,
    "serialize_by_alias": True,
    "json_schema_serialization_defaults_required": True,  # JSON always has every key
    "defer_build": True,
}
_DATE: Final = "a date such as 2026, 2026-11 or 2026-11-23"
_ALLOWED_FORM: Final = {
    TEXT_PATTERN: "a text that is not blank",
    ID_PATTERN: "letters, digits and + . _ - in an id",
    CURRENCY_PATTERN: "the three capital letters of a currency, such as USD",
    LINK_PATTERN: "a link that begins with https:// or http://",
    PARTIAL_DATE_PATTERN: _DATE,
    DAY_OF_YEAR_PATTERN: "a month and a day that every year has, such as 07-01, in quotes",
    PLACE_PATTERN: "the code of a place, such as US, US-OH or GB, or any",
}
"""The allowed form of a text, by pattern."""
_ALLOWED: Final = {
    "bool_type": "true or false",
    "dataclass_type": "a table, { … }",
    "date_type": "a date such as 2026-11-23, in TOML without quotes",
    "decimal_type": "a number",
    "dict_type": "a table, { … }",
    "finite_number": "a number",
    "greater_than": "a number above 0",
    "greater_than_equal": "0 or more",
    "int_type": "a whole number",
    "string_too_long": "a shorter text",
    "string_type": "a text in quotes",
    "string_unicode": "a text in UTF-8",
    "too_long": f"at most {MAX_JOBS} items",
    "too_short": "one or more items",
    "tuple_type": "a list, [ … ]",
}
"""The allowed values, by the type of the Pydantic error."""
_ALLOWED_DECIMALS: Final = {AMOUNT_DECIMALS: "two", RATE_DECIMALS: "ten"}


def validate(model: type[_M], value: object) -> _M:
    """Return *value* as an object of *model*.

    Raises:
        NotAllowedError: If it breaks a rule.
    """
    if model in quick_validation.MODELS:
        accepted = quick_validation.accept(model, value)
        if accepted is not None:
            return accepted
    from pydantic import ValidationError

    if model not in _ADAPTERS:
        _ADAPTERS[model] = build_adapter(model)
    try:
        valid: _M = _ADAPTERS[model].validate_python(value)
    except ValidationError as error:
        raise NotAllowedError(model.__name__, list(_explain(error, model))) from error
    return valid


_ADAPTERS: Final[dict[type[Model], TypeAdapter[Any]]] = {}
_BUILDING: Final = threading.Lock()


def build_adapter(model: type[_M], *, docstrings: bool = False) -> TypeAdapter[_M]:
    """Return the Pydantic adapter that validates *model* and makes its JSON Schema.

    With *docstrings*, the schema has the docstrings of the fields. It is slow to find them.
    """
    from pydantic import TypeAdapter, with_config

    with _BUILDING:  # all adapters share the configuration of the class
        with_config({**_CONFIG, "use_attribute_docstrings": docstrings})(Model)
        adapter = TypeAdapter(model)
        adapter.rebuild(_types_namespace=_names())
    return adapter


def field_types(model: type[Model]) -> Mapping[str, Any]:
    """Return the type of each field of *model* by its key, with the metadata for Pydantic."""
    if model not in _FIELD_TYPES:
        types = resolve_annotations(model, localns=_names(), include_extras=True)
        _FIELD_TYPES[model] = {json_name(name): types[name] for name in model.FIELDS}
    return _FIELD_TYPES[model]


_FIELD_TYPES: Final[dict[type[Model], Mapping[str, Any]]] = {}
"""A cache, because a catalogue may have many problems.

mypy refuses `functools.cache`: it takes the hash of a class for that of its objects.
"""


def _names() -> dict[str, Any]:
    """Return the names in annotations that the modules of models import only for type checkers."""
    from libcert.model import types

    return vars(types) | vars(vocabulary) | vars(source) | vars(credential)


def without_none(kind: Any) -> Any:  # noqa: ANN401 - any annotation
    """Return the type `X` for `X | None`, and any other type as it is."""
    if get_origin(kind) in {Union, UnionType}:
        [kind] = [part for part in get_args(kind) if part is not type(None)]
    return kind


# --- Messages -------------------------------------------------------------------------------------


def _explain(error: ValidationError, model: type[Model]) -> Iterator[tuple[KeyPath, str]]:
    """Yield the path to each wrong value in a record of *model*, and the message for it."""
    messages: dict[KeyPath, str] = {}
    for problem in error.errors(include_url=False):
        path = problem["loc"]
        if problem["type"] == "unexpected_keyword_argument":
            keys = ", ".join(_known_keys(model, path))
            message = f"is not a known key; allowed: {keys}"
        elif problem["type"] == "missing":
            message = "is missing"
        elif problem["type"] == "value_error":  # raised by a model
            message = str(problem["ctx"]["error"])
        else:
            if path[-1:] == ("[key]",) and get_origin(_type_at(model, path[:-2])) is dict:
                path = path[:-1]  # the key is wrong, not the value
            allowed = _allowed(problem, _type_at(model, path))
            message = f"found `{excerpt(problem['input'])}`; allowed: {allowed}"
        messages.setdefault(path, message)  # if a key is wrong, the value does not matter
    yield from messages.items()


def _allowed(problem: ErrorDetails, kind: Any) -> str:  # noqa: ANN401 - any annotation
    """Return the values that are allowed instead of the wrong value, for a field of type *kind*."""
    from libcert.model.types import PartialDate, TextOr

    error, limit = problem["type"], next(iter(problem.get("ctx", {}).values()), None)
    if error == "literal_error":
        allowed = ", ".join(get_args(kind))
    elif error == "string_pattern_mismatch":
        allowed = _ALLOWED_FORM[str(limit)]
    elif error == "decimal_max_places":
        allowed = f"a number with at most {_ALLOWED_DECIMALS[int(str(limit))]} decimals"
    elif error == "dataclass_type" and kind == TextOr[credential.Requirement]:
        allowed = f"a text in quotes, or {_ALLOWED[error]}"
    elif kind == PartialDate:
        allowed = f"{_DATE}, in quotes"
    elif error in {"greater_than_equal", "less_than_equal"} and isinstance(problem["input"], date):
        allowed = f"{limit} or {'a later' if error == 'greater_than_equal' else 'an earlier'} day"
    elif error == "less_than_equal":
        allowed = f"a number up to {limit}"
    else:
        allowed = _ALLOWED.get(error, problem["msg"])
    return allowed


def _known_keys(model: type[Model], path: KeyPath) -> list[str]:
    """Return the known keys of the table that has the last key of *path*."""
    unwritten = {*credential.UNWRITTEN, "supports"} if len(path) == 1 else set()
    types = field_types(_without_metadata(_type_at(model, path[:-1])))
    return [key for key in types if key not in unwritten]


def _type_at(model: type[Model], path: KeyPath) -> Any:  # noqa: ANN401 - any annotation
    """Return the declared type, without None, of the value at *path* in a record of *model*."""
    kind: Any = model
    for key in path:
        kind = _without_metadata(kind)
        if get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        else:
            kind = without_none(field_types(kind)[str(key)])
    return kind


def _without_metadata(kind: Any) -> Any:  # noqa: ANN401 - any annotation
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind
