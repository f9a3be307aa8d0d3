"""Text that misleads nobody, whoever wrote it."""

import json
import re
from typing import Final

LONGEST_MESSAGE: Final = 500
"""Characters of a line that says what is wrong."""

# What could mislead a terminal, a spreadsheet or an eye: control codes, marks that turn the
# direction of text, lone surrogates, what only some fonts know, and whatever nobody sees. U+200C,
# U+200D and the last two variation selectors of the first plane stay: scripts and emoji need them.
_MISLEADING: Final = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)


# Those of them that Python counts as printable. To look for them takes a start less than a pattern.
_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d"
).union(map(chr, range(0xE0100, 0xE01F0)))


def clean(text: str) -> str:
    """Return *text* on one line, with each character that could mislead shown by its code."""
    if text.isprintable() and "  " not in text and _UNSEEN.isdisjoint(text):  # so is most of it
        return text
    return re.sub(_MISLEADING, _code, re.sub(r"[ \t\r\n]+", " ", text))


def shorten(message: str) -> str:
    """Return *message* without its middle where it is long: it repeats what somebody wrote."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def escape_json(dumped: str) -> str:
    """Return JSON that says the same, with each character that could mislead as its escape."""
    if dumped.isprintable():
        return dumped
    # Breaks of lines and blanks stand between its values, never within one.
    return re.sub(f"(?![\\n]){_MISLEADING}", lambda found: json.dumps(found[0])[1:-1], dumped)


def _code(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four digits
