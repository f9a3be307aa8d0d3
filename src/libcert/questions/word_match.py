"""Search for words in a text, in British or American spelling."""

import re
from functools import lru_cache
from typing import Final

_CACHE_SIZE: Final = 4_096
"""How many texts and how many groups of words to keep ready for searching."""


def contains_words(text: str, words: str, *, whole: bool = True) -> bool:
    """Return whether *text* has each of *words*, in any case and order.

    Unless *whole*, the start of a word is enough, so that `catalog` finds cataloguing. If *words*
    is blank, the answer is no.
    """
    patterns = _patterns(words, whole=whole)
    text = _unify_spelling(text)
    return bool(patterns) and all(pattern.search(text) for pattern in patterns)


@lru_cache(_CACHE_SIZE)
def _patterns(words: str, *, whole: bool) -> tuple[re.Pattern[str], ...]:
    """Return a pattern that finds each of *words*."""
    end = r"(?!\w)" if whole else ""
    return tuple(
        re.compile(rf"(?<!\w){re.escape(word)}{end}", re.IGNORECASE)
        for word in _unify_spelling(words).split()
    )


@lru_cache(_CACHE_SIZE)
def _unify_spelling(text: str) -> str:
    """Return *text* in one spelling: the catalogue and its readers may differ."""
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
