"""Whether words stand in a text, however British or American their spelling is."""

import re
from typing import Final


def has_words(text: str, asked: str, *, whole: bool = True) -> bool:
    """Return whether *text* has each word of *asked*, in any case and order.

    Unless *whole* is asked for, a word may go on, so that `catalog` finds cataloguing.
    """
    text, asked = _spelt(text), _spelt(asked)
    end = r"(?!\w)" if whole else ""
    return all(
        re.search(rf"(?<!\w){re.escape(word)}{end}", text, re.IGNORECASE) for word in asked.split()
    )


def _spelt(text: str) -> str:
    """Return *text* in one spelling, for the catalogue is British and its readers often are not."""
    for pattern, spelling in _SPELLINGS:
        text = re.sub(pattern, spelling, text, flags=re.IGNORECASE)
    return text


_SPELLINGS: Final = (
    (r"(catalog|dialog)u?e?", r"\1"),
    (r"programme", "program"),
    (r"centre", "center"),
    (r"licence", "license"),
    (r"(is)(e[drs]?|ing|ation|ations)\b", r"iz\2"),
)
