"""The notations in which a file may be written: what it says, and where each part of it stands."""

import contextlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NoReturn

from libcert.model.base import Model, value_class
from libcert.model.credential import DAYS
from libcert.model.errors import KeyPath
from libcert.model.limits import MAX_BYTES, MAX_BYTES_MADE

Positions = Mapping[KeyPath, int]
"""The line, from 1, of each part."""


class NotationError(ValueError):
    """A text that is not in its notation; the line and the column are where that shows."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.place = f":{line}:{column}" if column else f":{line}" if line else ""


@value_class
class Notation(Model):
    """One way to write a file."""

    name: str
    """What it is called in messages."""
    max_bytes: int
    """A larger file is not read."""
    tables: Callable[[str], dict[str, Any]]
    """What a text says; a text that is not in this notation is a `NotationError`."""
    positions: Callable[[str, Collection[KeyPath]], Positions]
    """Where those parts of a text in this notation stand, and those that hold them."""


_BEYOND: Final = (ValueError, ArithmeticError, RecursionError)


def _beyond(error: Exception) -> str:
    """Return what is wrong with a text that no parser can take, though it may be well formed."""
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


def of(path: str) -> Notation:
    """Return the notation of the file at *path*, by the end of its name."""
    for suffix, notation in _BY_SUFFIX.items():
        if path.lower().endswith(suffix):
            return notation
    return TOML


# --- TOML -----------------------------------------------------------------------------------------


def _toml(text: str) -> dict[str, Any]:
    import tomli  # the catalogue that libcert ships is packed already

    try:
        return tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError as error:
        raise NotationError(error.msg, error.lineno, error.colno) from error
    except _BEYOND as error:
        raise NotationError(_beyond(error)) from error


def _toml_positions(text: str, wanted: Collection[KeyPath]) -> Positions:
    from libcert.files.line_numbers import positions  # only what is wrong is looked up

    return positions(text, wanted)


def _decimal(text: str) -> Decimal:
    """Return a TOML float as an exact decimal."""
    return Decimal(text.replace("_", ""))


# --- JSON -----------------------------------------------------------------------------------------


def _json(text: str) -> dict[str, Any]:
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotationError(error.msg, error.lineno, error.colno) from error
    except NotationError:
        raise
    except _BEYOND as error:
        raise NotationError(_beyond(error)) from error
    if not isinstance(found, dict):
        raise NotationError("it is not an object, { … }")
    found.pop("$schema", None)  # which is for editors
    return found


def _json_lines(text: str) -> dict[str, Any]:
    """Return the objects on the lines of *text* as one, their tables laid together."""
    tables: dict[str, Any] = {}
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip(_BLANKS):
            continue
        try:
            for section, found in _json(line).items():
                _lay(found, tables.setdefault(section, {}), section)
        except NotationError as error:
            raise NotationError(str(error), number) from error
    return tables


def _lay(found: object, known: dict[str, Any], section: str) -> None:
    if not isinstance(found, dict):
        raise NotationError(f"`{section}` is not an object, {{ … }}")
    if twice := known.keys() & found.keys():
        raise NotationError(f"`{min(twice)}` is there twice")
    known |= found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {name: value for name, value in pairs if value is not None}  # null: not on record
    if len(found) < len(pairs) and len(dict(pairs)) < len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise NotationError(f"`{twice}` is there twice")
    for name in DAYS & found.keys():
        if isinstance(found[name], str) and re.fullmatch(_DAY, found[name]):
            with contextlib.suppress(ValueError):  # what is no day is for the model to name
                found[name] = date.fromisoformat(found[name])
    return found


def _no_number(text: str) -> NoReturn:
    raise NotationError(f"`{text}` is not a number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_number
)
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_BLANKS: Final = " \t\r\n"
"""The blanks of JSON, which are fewer than those of Python."""


def _json_positions(text: str, wanted: Collection[KeyPath]) -> Positions:
    from libcert.files.line_numbers import json_positions  # only what is wrong is looked up

    return json_positions(text, wanted)


def _json_lines_positions(text: str, wanted: Collection[KeyPath]) -> Positions:
    found: dict[KeyPath, int] = {}
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip(_BLANKS):
            for path in _json_positions(line, wanted):
                found.setdefault(path, number)
    return found


TOML: Final = Notation("TOML", MAX_BYTES, _toml, _toml_positions)
JSON: Final = Notation("JSON", MAX_BYTES_MADE, _json, _json_positions)
JSON_LINES: Final = Notation("JSON Lines", MAX_BYTES_MADE, _json_lines, _json_lines_positions)
_BY_SUFFIX: Final = {".json": JSON, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES}
