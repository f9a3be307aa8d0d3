"""Whether words stand in a text, however British or American their spelling is."""

import re
from functools import lru_cache
from typing import Final

_KEPT: Final = 4_096
"""How many texts, and how many words that are asked for, are kept as they are searched."""


def contains_words(text: str, asked: str, *, whole: bool = True) -> bool:
    """Return whether *text* has each word of *asked*, in any case and order.

    Unless *whole* is asked for, a word may go on, so that `catalog` finds cataloguing. Where no
    word is asked for, no text has it.
    """
    words = _words(asked, whole=whole)
    text = _spelt(text)
    return bool(words) and all(word.search(text) for word in words)


@lru_cache(_KEPT)
def _words(asked: str, *, whole: bool) -> tuple[re.Pattern[str], ...]:
    """Return what finds each word of *asked*."""
    end = r"(?!\w)" if whole else ""
    return tuple(
        re.compile(rf"(?<!\w){re.escape(word)}{end}", re.IGNORECASE)
        for word in _spelt(asked).split()
    )


@lru_cache(_KEPT)
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
