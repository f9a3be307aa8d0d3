"""Protection against text that could mislead a reader or a terminal."""

import json
import re
from typing import Final

LONGEST_MESSAGE: Final = 500
"""The highest number of characters in a line of an error message."""

# Characters that could mislead a terminal, a spreadsheet or a reader: control codes, marks that
# change the direction of text, lone surrogates, private-use and invisible characters. U+200C,
# U+200D, U+FE0E and U+FE0F are not in the pattern, because scripts and emoji need them.
_MISLEADING: Final = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)


# The misleading characters that Python counts as printable. A check against this set is faster at
# the start of the program than a compiled pattern.
_INVISIBLE: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d"
).union(map(chr, range(0xE0100, 0xE01F0)))


def clean(text: str) -> str:
    """Return *text* on one line, with a code for each character that could mislead."""
    if text.isprintable() and "  " not in text and _INVISIBLE.isdisjoint(text):  # most texts
        return text
    return re.sub(_MISLEADING, _code, re.sub(r"[ \t\r\n]+", " ", text))


def shorten(message: str) -> str:
    """Return *message* without its middle if it is too long: it may quote a long text."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def to_json(value: object, indent: int | None = None) -> str:
    """Return *value* as JSON in which no character can mislead; on one line without *indent*."""
    return escape_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def escape_json(text: str) -> str:
    """Return the same JSON, with an escape for each character that could mislead."""
    if text.isprintable():
        return text
    # Line breaks are kept: in JSON they stand between values, never within a string.
    return re.sub(f"(?![\\n]){_MISLEADING}", lambda match: json.dumps(match[0])[1:-1], text)


def _code(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four digits
