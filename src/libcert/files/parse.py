"""File formats: parse a text, and find the lines of its parts."""

import contextlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple, NoReturn

from libcert.model.base import Model, model
from libcert.model.credential import DAYS
from libcert.model.errors import KeyPath
from libcert.model.limits import MAX_BYTES, MAX_BYTES_MADE

LineNumbers = Mapping[KeyPath, int]
"""The line number, from 1, of each path."""


class ParseError(ValueError):
    """A text is not valid in its format.

    Args:
        message: The reason, in the words of the parser.
        line: The line of the error, from 1; 0 if unknown.
        column: The column of the error, from 1; 0 if unknown.
        repeated_key: Whether the reason seems to be a repeated key.
    """

    def __init__(
        self, message: str, line: int = 0, column: int = 0, *, repeated_key: bool = False
    ) -> None:
        super().__init__(message)
        self.place = f":{line}:{column}" if column else f":{line}" if line else ""
        self.repeated_key = repeated_key


class Parsed(NamedTuple):
    """The content of a text."""

    tables: dict[str, Any]
    """The tables of a catalogue or a profile."""
    left_out: Mapping[str, int] = MappingProxyType({})
    """How many statements of CTDL have no place in a record, by their term."""
    made_ids: frozenset[str] = frozenset()
    """The ids of credentials and sources in CTDL that libcert made up."""
    incomplete: tuple[str, ...] = ()
    """The ids of credentials in CTDL that lose conditions or costs."""


@model(kw_only=False)
class FileFormat(Model):
    """A format of a file."""

    name: str
    """Its name in messages."""
    max_bytes: int
    """The largest size of a file; a larger one is not read."""
    parse: Callable[[str], Parsed]
    """Parse a text; raises ParseError."""
    find_lines: Callable[[str, Collection[KeyPath]], LineNumbers]
    """Return the line of each of these paths in a valid text, and of the parts that contain it."""


_PARSER_LIMITS: Final = (ValueError, ArithmeticError, RecursionError)
"""The errors that parsers raise if a text exceeds their limits, even if it is well formed."""


def _describe_limit(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


def format_of(path: str) -> FileFormat:
    """Return the format of the file at *path*, by its suffix; TOML is the default."""
    for suffix, file_format in _BY_SUFFIX.items():
        if path.lower().endswith(suffix):
            return file_format
    return TOML


# --- TOML -----------------------------------------------------------------------------------------


def _parse_toml(text: str) -> Parsed:
    import tomli  # not needed for the packed catalogue

    try:
        return Parsed(tomli.loads(text, parse_float=_parse_decimal))
    except tomli.TOMLDecodeError as error:
        repeated_key = error.msg == _message_for_repeated_key()
        raise ParseError(error.msg, error.lineno, error.colno, repeated_key=repeated_key) from error
    except _PARSER_LIMITS as error:
        raise ParseError(_describe_limit(error)) from error


def _message_for_repeated_key() -> str:
    """Return the message of tomli for a repeated key, because its errors have no codes."""
    import tomli

    try:
        return str(tomli.loads("key = 1\nkey = 2"))
    except tomli.TOMLDecodeError as error:
        return error.msg


def _find_toml_lines(text: str, paths: Collection[KeyPath]) -> LineNumbers:
    from libcert.files.line_numbers import find_toml_lines  # needed for error messages only

    return find_toml_lines(text, paths)


def _parse_decimal(text: str) -> Decimal:
    """Return a TOML float as an exact decimal."""
    return Decimal(text.replace("_", ""))


# --- JSON -----------------------------------------------------------------------------------------


def _parse_json(text: str) -> Parsed:
    return Parsed(_parse_object(text))


def _parse_object(text: str) -> dict[str, Any]:
    value = _decode(_DECODER, text)
    if not isinstance(value, dict):
        raise ParseError("it must be an object, { … }")
    value.pop("$schema", None)  # a key for editors
    return value


def _decode(decoder: json.JSONDecoder, text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise ParseError(error.msg, error.lineno, error.colno) from error
    except ParseError:
        raise
    except _PARSER_LIMITS as error:
        raise ParseError(_describe_limit(error)) from error


def _parse_json_lines(text: str) -> Parsed:
    """Return the objects on the lines of *text* merged into one, section by section."""
    sections: dict[str, Any] = {}
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip(_BLANKS):
            continue
        try:
            for section, tables in _parse_object(line).items():
                _add_tables(sections.setdefault(section, {}), tables, section)
        except ParseError as error:
            raise ParseError(str(error), number) from error
    return Parsed(sections)


def _add_tables(known: dict[str, Any], tables: object, section: str) -> None:
    """Add *tables* to the *known* ones of the same section."""
    if not isinstance(tables, dict):
        raise ParseError(f"`{section}` must be an object, {{ … }}")
    if repeated := known.keys() & tables.keys():
        raise ParseError(f"`{min(repeated)}` occurs twice")
    known |= tables


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = {name: value for name, value in pairs if value is not None}  # null: not on record
    if len(values) < len(pairs) and len(dict(pairs)) < len(pairs):
        [(repeated, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ParseError(f"`{repeated}` occurs twice")
    for name in DAYS & values.keys():
        if isinstance(values[name], str) and re.fullmatch(_DAY, values[name]):
            with contextlib.suppress(ValueError):  # validation reports invalid dates
                values[name] = date.fromisoformat(values[name])
    return values


def _refuse_constant(text: str) -> NoReturn:
    raise ParseError(f"`{text}` is not a number")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Decimal, parse_constant=_refuse_constant
)
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_BLANKS: Final = " \t\r\n"
"""The white space of JSON; Python strips more than that."""


def _find_json_lines(text: str, paths: Collection[KeyPath]) -> LineNumbers:
    from libcert.files.line_numbers import find_json_lines  # needed for error messages only

    return find_json_lines(text, paths)


def _find_json_lines_lines(text: str, paths: Collection[KeyPath]) -> LineNumbers:
    lines: dict[KeyPath, int] = {}
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip(_BLANKS):
            for path in _find_json_lines(line, paths):
                lines.setdefault(path, number)
    return lines


# --- CTDL -----------------------------------------------------------------------------------------


def _parse_ctdl(text: str) -> Parsed:
    from libcert.files.ctdl import read_tables  # few people have such a file
    from libcert.files.json_ld import DocumentError

    document = _decode(_FLOAT_DECODER, text)
    try:
        return Parsed(*read_tables(document))
    except DocumentError as error:
        raise ParseError(str(error)) from error


_FLOAT_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
"""The library for JSON-LD knows no decimals."""


def _find_ctdl_lines(text: str, paths: Collection[KeyPath]) -> LineNumbers:
    """Return the line where each table of a catalogue is named first, if its id is in the text."""
    lines: dict[KeyPath, int] = {}
    for path in paths:
        *_, id_ = ("", *path[1:2])
        found = re.search(f'[":]{re.escape(str(id_))}"', text)
        if id_ and found:
            lines[path[:2]] = 1 + text.count("\n", 0, found.start())
    return lines


TOML: Final = FileFormat("TOML", MAX_BYTES, _parse_toml, _find_toml_lines)
JSON: Final = FileFormat("JSON", MAX_BYTES_MADE, _parse_json, _find_json_lines)
JSON_LINES: Final = FileFormat(
    "JSON Lines", MAX_BYTES_MADE, _parse_json_lines, _find_json_lines_lines
)
JSON_LD: Final = FileFormat("CTDL", MAX_BYTES_MADE, _parse_ctdl, _find_ctdl_lines)
_BY_SUFFIX: Final = {
    ".json": JSON,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".jsonld": JSON_LD,
}
