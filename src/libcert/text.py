"""Text that misleads nobody, whoever wrote it."""

import re

# What could mislead a terminal, a spreadsheet or an eye: control codes, marks that turn the
# direction of text, invisible characters, lone surrogates. U+200C and U+200D stay: scripts and
# emoji need them.
_MISLEADING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Return *text* on one line, with each character that could mislead shown by its code."""
    return _MISLEADING.sub(
        lambda found: f"\\u{ord(found[0]):04x}", " ".join(re.split(r"[ \t\r\n]+", text))
    )
