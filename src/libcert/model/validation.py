"""Validation of values from outside: Pydantic holds them to the declarations of the models.

Pydantic is imported when something is validated, not with this module.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as resolve_annotations

from libcert.model import credential, source, vocabulary
from libcert.model.base import Model, json_name
from libcert.model.errors import KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.limits import (
    AMOUNT_DECIMALS,
    CURRENCY_PATTERN,
    ID_PATTERN,
    LINK_PATTERN,
    MAX_JOBS,
    PARTIAL_DATE_PATTERN,
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
    "json_schema_serialization_defaults_required": True,  # every key is always there
    "defer_build": True,
}
_DATE: Final = "a date such as 2026, 2026-11 or 2026-11-23"
_ALLOWED_FORM: Final = {
    TEXT_PATTERN: "a text that says something",
    ID_PATTERN: "letters, digits and + . _ - in an id",
    CURRENCY_PATTERN: "the three capital letters of a currency, such as USD",
    LINK_PATTERN: "a link that begins with https:// or http://",
    PARTIAL_DATE_PATTERN: _DATE,
}
"""What is allowed in a text of each pattern."""
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
    "less_than_equal": "a smaller number",
    "string_too_long": "a shorter text",
    "string_type": "a text in quotes",
    "string_unicode": "a text in UTF-8",
    "too_long": f"{MAX_JOBS} at most",
    "too_short": "one or more",
    "tuple_type": "a list, [ … ]",
}
"""What is allowed where Pydantic found an error of each type."""
_ALLOWED_DECIMALS: Final = {AMOUNT_DECIMALS: "two", RATE_DECIMALS: "ten"}


def validate(model: type[_M], value: object) -> _M:
    """Return *value* as an object of *model*.

    Raises:
        NotAllowedError: If it breaks a rule.
    """
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
    """Return what validates *model*, and describes it in JSON Schema.

    The *docstrings* of its fields are in that if they are asked for. To find them takes long.
    """
    from pydantic import TypeAdapter, with_config

    with _BUILDING:  # the configuration belongs to the class
        with_config({**_CONFIG, "use_attribute_docstrings": docstrings})(Model)
        adapter = TypeAdapter(model)
        adapter.rebuild(_types_namespace=_names())
    return adapter


def field_types(model: type[Model]) -> dict[str, Any]:
    """Return the type of each field of *model* by its key, with all that Pydantic reads in it."""
    types = resolve_annotations(model, localns=_names(), include_extras=True)
    return {json_name(name): types[name] for name in model.FIELDS}


def _names() -> dict[str, Any]:
    """Return what the annotations of models may name and do not import when the program runs."""
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
            message = f"is not a key that is known here; allowed: {keys}"
        elif problem["type"] == "missing":
            message = "is missing"
        elif problem["type"] == "value_error":  # by a model
            message = str(problem["ctx"]["error"])
        else:
            if path[-1:] == ("[key]",) and get_origin(_type_at(model, path[:-2])) is dict:
                path = path[:-1]  # the key is wrong, not the value
            allowed = _allowed(problem, _type_at(model, path))
            message = f"found `{excerpt(problem['input'])}`; allowed: {allowed}"
        messages.setdefault(path, message)  # if a key is wrong, the value does not matter
    yield from messages.items()


def _allowed(problem: ErrorDetails, kind: Any) -> str:  # noqa: ANN401 - any annotation
    """Return what is allowed instead of the wrong value, which should be of the type *kind*."""
    from libcert.model.types import PartialDate, TextOr

    error, limit = problem["type"], next(iter(problem.get("ctx", {}).values()), None)
    if error == "literal_error":
        allowed = ", ".join(get_args(kind))
    elif error == "string_pattern_mismatch":
        allowed = _ALLOWED_FORM[str(limit)]
    elif error == "decimal_max_places":
        allowed = f"a number with {_ALLOWED_DECIMALS[int(str(limit))]} decimals at most"
    elif error == "dataclass_type" and kind == TextOr[credential.Requirement]:
        allowed = f"a text in quotes, or {_ALLOWED[error]}"
    elif kind == PartialDate:
        allowed = f"{_DATE}, in quotes"
    elif isinstance(limit, date):
        allowed = f"{limit} or {'a later' if error == 'greater_than_equal' else 'an earlier'} day"
    else:
        allowed = _ALLOWED.get(error, problem["msg"])
    return allowed


def _known_keys(model: type[Model], path: KeyPath) -> list[str]:
    """Return the keys that are known beside the last one of *path*."""
    unwritten = {*credential.UNWRITTEN, "supports"} if len(path) == 1 else set()
    types = field_types(_without_metadata(_type_at(model, path[:-1])))
    return [key for key in types if key not in unwritten]


def _type_at(model: type[Model], path: KeyPath) -> Any:  # noqa: ANN401 - any annotation
    """Return the type that is declared at *path* in a record of *model*, without None."""
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
