"""Text that misleads nobody, whoever wrote it."""

import re
from typing import Final

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
    return re.sub(
        _MISLEADING, lambda found: f"\\u{ord(found[0]):04x}", re.sub(r"[ \t\r\n]+", " ", text)
    )
