"""Text that misleads nobody, whoever wrote it."""

import json
import re
from typing import Final

LONGEST_MESSAGE: Final = 500
"""Characters of a line that says what is wrong."""

# What could mislead a terminal, a spreadsheet or an eye: control codes, marks that turn the
# direction of text, invisible characters, lone surrogates. U+200C and U+200D stay: scripts and
# emoji need them.
_MISLEADING: Final = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Return *text* on one line, with each character that could mislead shown by its code."""
    if text.isprintable() and "  " not in text:  # so is most of it, and nothing in it misleads
        return text
    return re.sub(_MISLEADING, _code, re.sub(r"[ \t\r\n]+", " ", text))


def shortened(message: str) -> str:
    """Return *message* without its middle where it is long: it repeats what somebody wrote."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def escaped(dumped: str) -> str:
    """Return JSON that says the same, with each character that could mislead as its escape."""
    if dumped.isprintable():
        return dumped
    # Breaks of lines and blanks stand between its values, never within one.
    return re.sub(f"(?![\\n]){_MISLEADING}", lambda found: json.dumps(found[0])[1:-1], dumped)


def _code(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four digits
