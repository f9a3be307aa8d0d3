"""What is wrong with a catalogue, in words: where it stands, what was found and what is allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from libcert import models
from libcert.files import File

KeyPath = tuple[str | int, ...]
"""The keys and positions that lead to a place in a file or record."""

_MAX_EXCERPT: Final = 60
_PARTS: Final[dict[str, type[BaseModel]]] = {
    "duration": models.Months,
    "education": models.Education,
    "exams": models.Exam,
    "experience": models.Work,
    "fees": models.Fee,
    "findings": models.Finding,
    "of": models.Requirement,
    "renewal": models.Renewal,
    "requirements": models.Requirement,
}
"""The models of the tables inside a record, by the key that they stand under."""
_PATTERNS: Final = {
    "": "a text that says something",
    "id": "letters, digits and + . _ - in an id",
    "unit": "the three capital letters of a currency, such as USD",
    "url": "a link that begins with https:// or http://",
    "dated": "a date such as 2026, 2026-11 or 2026-11-23",
}
_ALLOWED: Final = {
    "bool_type": "true or false",
    "date_type": "a date without quotes, such as 2026-11-23",
    "decimal_max_digits": "a number with two decimals at most",
    "decimal_max_places": "a number with two decimals at most",
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
    "too_short": "one or more",
    "tuple_type": "a list, [ … ]",
}
"""What may stand where an error of this type was found."""


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


def explained(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[KeyPath, str]]:
    """Yield each place in a record of *model* that *error* is about, and what is wrong there."""
    found: dict[KeyPath, Any] = {}
    for problem in error.errors(include_url=False):
        # A number is a whole one or a decimal, and Pydantic says why it is neither: the better
        # reason is that of the two which is not about the kind.
        path = tuple(part for part in problem["loc"] if not _is_tag(part))
        if path not in found or found[path]["type"] == "int_type":
            found[path] = problem
    for path, problem in found.items():
        yield path, _text(problem, path, model)


def excerpt(value: object) -> str:
    """Return what was found as TOML writes it, short enough for a message, whatever it is."""
    try:
        text = _toml(value)
    except ValueError:  # an integer too long to be printed
        return "a number too long to print"
    return text if len(text) <= _MAX_EXCERPT else f"{text[: _MAX_EXCERPT - 1]}…"


def _toml(value: object) -> str:
    text = str(value)
    match value:
        case bool():
            text = text.lower()
        case str():
            text = f'"{value[:_MAX_EXCERPT]}"'
        case date() | time():
            text = value.isoformat()
        case Decimal():
            text = text.replace("Infinity", "inf").lower()
        case list():
            text = f"[{', '.join(map(_toml, value[:_MAX_EXCERPT]))}]"
        case dict():
            text = f"{{{', '.join(f'{key} = {_toml(part)}' for key, part in value.items())}}}"
        case _:
            pass
    return text


def _is_tag(part: str | int) -> bool:
    return isinstance(part, str) and part.removeprefix("constrained-") in {"int", "decimal"}


def _text(problem: Any, path: KeyPath, model: type[BaseModel]) -> str:  # noqa: ANN401
    kind, key = problem["type"], str(path[-1]) if path else ""
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    found = f"found `{excerpt(problem['input'])}`"
    if kind == "extra_forbidden":
        return f"is not a key that is known here; allowed: {', '.join(_keys(path, model))}"
    if kind == "literal_error":
        allowed = problem["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    elif kind == "string_pattern_mismatch":
        allowed = _PATTERNS.get(key, _PATTERNS["id" if "$" in problem["ctx"]["pattern"] else ""])
    elif kind == "model_type" and path[-2:-1] in [("requirements",), ("of",)]:
        allowed = "a text in quotes, or a table, { … }"
    elif key == "dated":
        allowed = f"{_PATTERNS[key]}, in quotes"
    else:
        allowed = _ALLOWED.get(kind, problem["msg"])
    return f"{found}; allowed: {allowed}"


def _keys(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """Return the keys that are known where *path* leads."""
    unwritten = {*models.UNWRITTEN, "supports"} if len(path) == 1 else set()
    parents = [str(part) for part in path[:-1] if part in _PARTS]
    if parents == ["experience"]:  # of a record, not of a condition
        return list(models.Years.model_fields)
    known = (_PARTS[parents[-1]] if parents else model).model_fields
    return [name for name in known if name not in unwritten]
