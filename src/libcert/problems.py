"""What is wrong with a file, in words: where it stands, what was found and what is allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import islice
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from libcert import models
from libcert.files import File

KeyPath = tuple[str | int, ...]
"""The keys and positions that lead to a place in a file or record."""

MAX_PROBLEMS: Final = 10
"""How many problems are named at once."""
_MAX_EXCERPT: Final = 60
_MAX_DEPTH: Final = 20
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
    "decimal_whole_digits": "a smaller number",
    "date_type": "a date without quotes, such as 2026-11-23",
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
    "too_short": "one or more",
    "tuple_type": "a list, [ … ]",
}
"""What may stand where an error of this type was found."""
_DECIMALS: Final = {2: "two", 12: "two", 10: "ten", 16: "ten"}
"""How many decimals a number may have, by either limit that the models set to its digits."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    file: File
    path: KeyPath
    """The keys that lead to it within the file."""
    text: str
    """What is wrong."""

    def __str__(self) -> str:
        """Return the problem with its place, as `own.toml:12: credentials.X.fees.0.low: …`."""
        place = f"{self.file.name}:{self.file.line(self.path)}"
        path = ".".join(str(part)[:_MAX_EXCERPT] for part in self.path)
        return f"{place}: {path}: {self.text}"


def named(problems: Sequence[Problem]) -> list[str]:
    """Return *problems* in words, the first ones only where they are many."""
    more = len(problems) - MAX_PROBLEMS
    details = [str(problem) for problem in problems[:MAX_PROBLEMS]]
    return [*details, f"… and {more} more"] if more > 0 else details


def explained(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[KeyPath, str]]:
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


def _path(problem: Any, model: type[BaseModel]) -> KeyPath:  # noqa: ANN401
    """Return where *problem* is, without the names that Pydantic gives to what is no place."""
    path: KeyPath = problem["loc"]
    if problem["type"] == "extra_forbidden":
        return path
    annotation: Any = model
    for length, part in enumerate(path):
        annotation = _inside(annotation, part)
        if annotation is None:
            return path[:length]
    return path


def excerpt(value: object) -> str:
    """Return what was found as TOML writes it, short enough for a message, whatever it is."""
    try:
        text = _toml(value, _MAX_DEPTH)
    except ValueError:  # an integer too long to be printed
        return "a number too long to print"
    return text if len(text) <= _MAX_EXCERPT else f"{text[: _MAX_EXCERPT - 1]}…"


def _toml(value: object, depth: int) -> str:
    text = ""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{value[:_MAX_EXCERPT]}"'
        case date() | time():
            text = value.isoformat()
        case Decimal():
            text = str(value).replace("Infinity", "inf").lower()
        case list() | dict() if not depth:
            text = "…"
        case list():
            text = f"[{', '.join(_toml(part, depth - 1) for part in value[:_MAX_EXCERPT])}]"
        case dict():
            parts = islice(value.items(), _MAX_EXCERPT)
            text = f"{{{', '.join(f'{key} = {_toml(part, depth - 1)}' for key, part in parts)}}}"
        case _:
            text = str(value)
    return text


def _text(problem: Any, path: KeyPath, model: type[BaseModel]) -> str:  # noqa: ANN401
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
    elif kind in {"decimal_max_digits", "decimal_max_places"}:
        allowed = f"a number with {_DECIMALS[limit]} decimals at most"
    else:
        allowed = _ALLOWED.get(kind, problem["msg"])
    return allowed


def _keys(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """Return the keys that are known where *path* leads."""
    unwritten = {*models.UNWRITTEN, "supports"} if len(path) == 1 else set()
    annotation: Any = model
    for part in path[:-1]:
        annotation = _inside(annotation, part)
    return [
        name
        for kind in _kinds(annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name in kind.model_fields
        if name not in unwritten
    ]


def _inside(annotation: Any, key: str | int) -> Any:  # noqa: ANN401 - whatever a model declares
    """Return the annotation of what stands under *key*; None where nothing can stand there."""
    for kind in _kinds(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel) and key in kind.model_fields:
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
