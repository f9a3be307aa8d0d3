"""The gate for what comes from outside: Pydantic holds it to what the models declare.

It is imported where something is checked, and nowhere else: `checking` is the door to it.
"""

import re
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from types import UnionType
from typing import Annotated, Any, ClassVar, Final, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    create_model,
)
from pydantic_core import CoreSchema

from libcert.model import credential, types
from libcert.model.base import MODELS, Model, json_name
from libcert.model.errors import KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.limits import AMOUNT_DECIMALS, MAX_JOBS, RATE_DECIMALS

_M = TypeVar("_M", bound=Model)

_CURRENCY: Final = "the three capital letters of a currency, such as USD"
_PATTERNS: Final = {
    "": "a text that says something",
    "id": "letters, digits and + . _ - in an id",
    "currency": _CURRENCY,
    "rate": _CURRENCY,
    "unit": _CURRENCY,
    "url": "a link that begins with https:// or http://",
    "dated": "a date such as 2026, 2026-11 or 2026-11-23",
}
_ALLOWED: Final = {
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-23, in TOML without quotes",
    "dict_type": "a table, { … }",
    "finite_number": "a number",
    "greater_than": "a number above 0",
    "greater_than_equal": "0 or more",
    "int_type": "a whole number",
    "is_instance_of": "a number",
    "less_than_equal": "a smaller number",
    "model_type": "a table, { … }",
    "string_too_long": "a shorter text",
    "string_type": "a text in quotes",
    "string_unicode": "a text in UTF-8",
    "too_long": f"{MAX_JOBS} at most",
    "too_short": "one or more",
    "tuple_type": "a list, [ … ]",
}
"""What may stand where an error of this type was found."""
_DECIMALS: Final = {AMOUNT_DECIMALS: "two", RATE_DECIMALS: "ten"}


class Checker(BaseModel):
    """What Pydantic knows of a model: nothing unknown, nothing converted, nothing changed."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
        alias_generator=json_name,
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,  # every key is always there
    )
    made: ClassVar[type[Model]]
    """The class of what was checked."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let what was checked become an object of the model itself."""
        reference = handler(source)
        schema: Any = handler.resolve_ref_schema(reference)
        schema |= {"cls": cls.made, "post_init": Model.agree.__name__}
        return reference


def validated(model: type[_M], value: object) -> _M:
    """Return *value* as an object of *model*.

    Raises:
        NotAllowedError: If it breaks a rule.
    """
    try:
        found: Any = checker(model).model_validate(value)
    except ValidationError as error:
        raise NotAllowedError(model.__name__, list(_explained(error, model))) from error
    assert isinstance(found, model)  # noqa: S101 - see `Checker`
    return found


def checker(model: type[Model]) -> type[Checker]:
    """Return what Pydantic knows of *model*."""
    with _MAKING:
        if model not in _CHECKERS:
            _check_also(_family(model).values())
    return _CHECKERS[model]


_CHECKERS: Final[dict[type[Model], type[Checker]]] = {}
"""What Pydantic knows of each model that was asked for."""
_MAKING: Final = threading.Lock()


def _check_also(asked: Iterable[type[Model]]) -> None:
    names = vars(credential) | vars(types)
    new: dict[type[Model], type[Checker]] = {}
    for model in asked:
        if model not in _CHECKERS:
            fields: dict[str, Any] = {
                field: (kind, _default(model, field)) for field, kind in model.FIELDS.items()
            }
            made = create_model(model.__name__, __base__=Checker, __doc__=model.__doc__, **fields)
            made.made = model
            # Pydantic asks the class of the objects for it when it writes a JSON Schema.
            model.model_config = Checker.model_config  # type: ignore[attr-defined]
            names |= vars(sys.modules[model.__module__])
            new[model] = made
    names |= {model.__name__: made for model, made in (_CHECKERS | new).items()}
    for one in new.values():
        one.model_rebuild(_types_namespace=names)
    _CHECKERS.update(new)


def _family(model: type[Model]) -> dict[str, type[Model]]:
    """Return *model* and the models of its fields and of theirs, by name."""
    found: dict[str, type[Model]] = {}
    waiting = [model]
    while waiting:
        part = waiting.pop()
        found[part.__name__] = part
        words = {word for kind in part.FIELDS.values() for word in re.findall(r"\w+", str(kind))}
        waiting += [MODELS[word] for word in words & MODELS.keys() - found.keys()]
    return found


def _default(model: type[Model], field: str) -> Any:  # noqa: ANN401 - Pydantic's own
    default = getattr(model, field, ...)
    if isinstance(default, dict):  # each object has its own
        return Field(default_factory=dict)
    # Pydantic knows no way to write an object of ours in a JSON Schema.
    return Field(default_factory=lambda: default) if isinstance(default, Model) else default


# --- What is wrong, in words ---------------------------------------------------------------------


def _explained(error: ValidationError, model: type[Model]) -> Iterator[tuple[KeyPath, str]]:
    """Yield each place in a record of *model* that *error* is about, and what is wrong there."""
    found: dict[KeyPath, Any] = {}
    for problem in error.errors(include_url=False):
        # A number is a whole one or a decimal, and Pydantic says why it is neither: the better
        # reason is that of the two which is not about the kind. Where a key is wrong, what stands
        # under it does not matter.
        path = _path(problem, model)
        if path not in found or found[path]["type"] == "int_type":
            found[path] = problem
    for path, problem in found.items():
        yield path, _text(problem, path, model)


def _path(problem: Any, model: type[Model]) -> KeyPath:  # noqa: ANN401
    """Return where *problem* is, without the names that Pydantic gives to what is no place."""
    path: KeyPath = problem["loc"]
    if problem["type"] == "extra_forbidden":
        return path
    annotation: Any = checker(model)
    for length, part in enumerate(path):
        annotation = _inside(annotation, part)
        if annotation is None:
            return path[:length]
    return path


def _text(problem: Any, path: KeyPath, model: type[Model]) -> str:  # noqa: ANN401
    kind = problem["type"]
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return f"is not a key that is known here; allowed: {', '.join(_keys(path, model))}"
    return f"found `{excerpt(problem['input'])}`; allowed: {_allowed(problem, path)}"


def _allowed(problem: Any, path: KeyPath) -> str:  # noqa: ANN401
    """Return what may stand where *problem* was found."""
    kind, key = problem["type"], str(path[-1]) if path else ""
    limit: Any = next(iter(problem.get("ctx", {}).values()), None)
    if problem["loc"][len(path) :] == ("[key]",):  # it is the key that is wrong
        key = str(path[-2])
    if kind == "literal_error":
        allowed: str = limit.replace("'", "").replace(" or ", ", ")
    elif kind == "string_pattern_mismatch":
        allowed = _PATTERNS.get(key, _PATTERNS["id" if "$" in limit else ""])
    elif kind == "model_type" and path[-2:-1] in [("requirements",), ("of",)]:
        allowed = "a text in quotes, or a table, { … }"
    elif key == "dated":
        allowed = f"{_PATTERNS[key]}, in quotes"
    elif isinstance(problem["input"], date) and kind in {"greater_than_equal", "less_than_equal"}:
        allowed = f"{limit} or {'a later' if kind == 'greater_than_equal' else 'an earlier'} day"
    elif kind == "decimal_max_places":
        allowed = f"a number with {_DECIMALS[limit]} decimals at most"
    else:
        allowed = _ALLOWED.get(kind, problem["msg"])
    return allowed


def _keys(path: KeyPath, model: type[Model]) -> list[str]:
    """Return the keys that are known where *path* leads."""
    unwritten = {*credential.UNWRITTEN, "supports"} if len(path) == 1 else set()
    annotation: Any = checker(model)
    for part in path[:-1]:
        annotation = _inside(annotation, part)
    return [
        name
        for kind in _kinds(annotation)
        if isinstance(kind, type) and issubclass(kind, Checker)
        for name in kind.model_fields
        if name not in unwritten
    ]


def _inside(annotation: Any, key: str | int) -> Any:  # noqa: ANN401 - whatever a model declares
    """Return the annotation of what stands under *key*; None where nothing can stand there."""
    for kind in _kinds(annotation):
        if isinstance(kind, type) and issubclass(kind, Checker) and key in kind.model_fields:
            return kind.model_fields[str(key)].annotation
        if get_origin(kind) is tuple and isinstance(key, int):
            return get_args(kind)[0]
        if get_origin(kind) is dict:
            return get_args(kind)[1]
    return None


def _kinds(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield what an annotation allows, one kind at a time."""
    if get_origin(annotation) is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for kind in get_args(annotation):
            yield from _kinds(kind)
    else:
        yield annotation
