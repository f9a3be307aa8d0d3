"""Search for words in a text in British or American spelling, and find words that name it."""

import itertools
import re
from functools import lru_cache
from typing import Final

_CACHE_SIZE: Final = 4_096
"""How many texts and how many groups of words to keep ready for searching."""


def contains_words(text: str, words: str, *, whole: bool = True) -> bool:
    """Return whether *text* has each of *words*, in any case and order.

    Unless *whole*, the start of a word is enough, so that `catalog` finds cataloguing, and so does
    `catalogs`. If *words* is blank, the answer is no.
    """
    patterns = _patterns(words, whole=whole)
    text = unify_spelling(text)
    return bool(patterns) and all(pattern.search(text) for pattern in patterns)


@lru_cache(_CACHE_SIZE)
def telling_words(text: str, others: tuple[str, ...]) -> str:
    """Return the shortest words that find *text* and none of *others* with `contains_words`.

    Initials, such as MLIS, are preferred to words, and these to numbers. The result is all of
    *text* if no two of its words tell it from the others.
    """
    # Without `'s`, so that a shell needs no quotes: `master` finds master's.
    tokens = [word.removesuffix("'s") for word in re.findall(r"\w[\w'-]*\w", text)]
    tokens = [word for word in tokens if "'" not in word]
    words: list[str] = [word for word in tokens if word.casefold() not in _TELLING_NOTHING]
    # The first word is often a verb, such as `Have` or `Know`.
    words.sort(
        key=lambda word: (
            not re.fullmatch("[A-Z]{3,}", word),
            not word[0].isalpha(),
            word == tokens[0],
        )
    )
    rest = {other for other in others if other != text}
    # To look a word up is much quicker than to search each text for it.
    taken = {
        word for other in rest for word in re.findall(r"\w+", unify_spelling(other).casefold())
    }

    def is_taken(candidate: str) -> bool:
        word = unify_spelling(candidate).casefold()
        if re.fullmatch(r"\w+", word):
            return word in taken
        return any(contains_words(other, candidate) for other in rest)

    pairs = (f"{first} {second}" for first, second in itertools.combinations(words, 2))
    for candidate in (*words, *pairs):
        if not is_taken(candidate):
            return candidate
    return text


def is_position(held: str, required: str) -> bool:
    """Return whether the job title *held* names the position *required*.

    The last word of a title says what it is: a `shift supervisor` is a supervisor, but a `teacher
    aide`, an `assistant director` and an `aide to the teacher` are not a teacher or a director. The
    word `library` makes no difference.
    """
    title = re.split(r"\s(?:for|in|of|to)\s|,", held.casefold())[0]
    words = re.findall(r"[\w-]+", title)
    needed = set(re.findall(r"[\w-]+", required.casefold()))
    needed = needed - {"library"} or needed
    below = {"assistant", "associate", "deputy", "vice"} - needed
    return bool(words) and words[-1] in needed <= {*words} and below.isdisjoint(words)


@lru_cache(_CACHE_SIZE)
def _patterns(words: str, *, whole: bool) -> tuple[re.Pattern[str], ...]:
    """Return a pattern that finds each of *words*."""
    unified = unify_spelling(words).split()
    stems = unified if whole else map(singular, unified)
    end = r"(?!\w)" if whole else ""
    return tuple(re.compile(rf"(?<!\w){re.escape(word)}{end}", re.IGNORECASE) for word in stems)


def singular(word: str) -> str:
    """Return *word* without the `s` of a plural; a short word may be a code, and keeps it."""
    return re.sub(r"(?<=\w{3})(?<!s)s$", "", word, flags=re.IGNORECASE)


@lru_cache(_CACHE_SIZE)
def unify_spelling(text: str) -> str:
    """Return *text* in one spelling: the catalogue and its readers may differ."""
    for pattern, spelling in _SPELLINGS:
        text = re.sub(pattern, spelling, text, flags=re.IGNORECASE)
    return text


_TELLING_NOTHING: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also an and any are as ask asked asks at be before being both
        but by can count counts does each for from has have hold if in is it its job least
        live many may more most must need needs new no not of old on one only or other out
        own part pass place post some such than that the their them there they this three
        to two under up was way when where which who with work year years you your
        """,
    )
)
"""Words that say too little about a condition to name it."""

_SPELLINGS: Final = (
    (r"(catalog|dialog)u?e?", r"\1"),
    (r"programme", "program"),
    (r"centre", "center"),
    (r"licence", "license"),
    (r"(is)(e[drs]?|ing|ation|ations)\b", r"iz\2"),
)
