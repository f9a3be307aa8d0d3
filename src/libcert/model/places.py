"""Places by their ISO 3166 codes: names, and which place contains which."""

import functools
import unicodedata
from collections.abc import Iterable
from typing import Final

from libcert.model.credential import Answer

EVERYWHERE: Final = "any"
"""The place that contains all others."""
_SYNONYMS: Final = {
    "america": "US",
    "britain": "GB",
    "england and wales": "GB",
    "czech republic": "CZ",
    "d.c.": "US-DC",
    "deutschland": "DE",
    "everywhere": EVERYWHERE,
    "great britain": "GB",
    "holland": "NL",
    "international": EVERYWHERE,
    "korea": "KR",
    "n.y.": "US-NY",
    "osterreich": "AT",
    "russia": "RU",
    "schweiz": "CH",
    "south korea": "KR",
    "turkey": "TR",
    "u.k.": "GB",
    "u.s.": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "washington d.c.": "US-DC",
    "washington dc": "US-DC",
    "washington, d.c.": "US-DC",
    "washington, dc": "US-DC",
    "worldwide": EVERYWHERE,
}
"""Other names of places, in lower case."""
_POSTAL: Final = ("US", "CA", "AU")
"""The countries whose people write the code of a state without that of the country."""


def place_name(code: str) -> str:
    """Return the name and the code of a place: `Indiana (US-IN)`, or `everywhere`."""
    from libcert.model.place_names import NAMES  # a large table that few commands need

    return f"{NAMES[code]} ({code})" if code in NAMES else short_name(code)


def short_name(code: str) -> str:
    """Return the name of a place without its code: `Indiana`, or `everywhere`."""
    from libcert.model.place_names import NAMES

    return "everywhere" if code == EVERYWHERE else NAMES.get(code, code)


def place_words(code: str) -> tuple[str, ...]:
    """Return the code of a place and the names by which people know it."""
    from libcert.model.place_names import NAMES

    others = (name for name, other in _SYNONYMS.items() if other == code)
    return (code, NAMES.get(code, code), *others)


def local_code(code: str) -> str | None:
    """Return the code that people of the country write: `IN` for `US-IN`; None for other places."""
    country, _, part = code.partition("-")
    return part if part and country in _POSTAL else None


def is_place(code: str) -> bool:
    """Return whether *code* is a place, as far as the table of names knows its country."""
    from libcert.model.place_names import NAMES

    country = code.partition("-")[0]
    is_part = country in NAMES and country not in _countries_with_parts()
    return code == EVERYWHERE or code in NAMES or is_part


@functools.cache
def _countries_with_parts() -> frozenset[str]:
    """Return the countries whose parts have names."""
    from libcert.model.place_names import NAMES

    return frozenset(code.partition("-")[0] for code in NAMES if "-" in code)


def contains(whole: str, part: str) -> bool:
    """Return whether the place *whole* is the place *part*, or contains it."""
    return whole in {EVERYWHERE, part} or part.startswith(f"{whole}-")


def holds_in(where: Iterable[str], place: str) -> Answer:
    """Answer whether something that holds in the places *where* holds in *place*.

    It is a maybe if it holds only in a part of *place*, or if its places are not on record.
    """
    places = tuple(where)
    if any(contains(whole, place) for whole in places):
        return Answer.YES
    if not places or any(contains(place, part) for part in places):
        return Answer.MAYBE
    return Answer.NO


def nearness(where: Iterable[str], place: str) -> int:
    """Return how near the places *where* are to *place*: 0 there, 1 in its country, 2 anywhere."""
    places = tuple(where)
    country = place.partition("-")[0]
    if place in places or any(contains(place, part) for part in places):
        return 0
    return 1 if country in places else 2


def find_places(text: str) -> list[str]:
    """Return the codes of the places that *text* may mean: `US-TX`, `tx`, `Texas`, `uk`.

    There may be several, because `CA` is both Canada and California.
    """
    from libcert.model.place_names import NAMES

    words = _fold(text)
    if words in _SYNONYMS:
        return [_SYNONYMS[words]]
    code = words.upper()
    found = [code, *(f"{country}-{code}" for country in _POSTAL)]
    codes = [EVERYWHERE] if words == EVERYWHERE else [each for each in found if each in NAMES]
    if not codes and is_place(code):
        codes = [code]
    codes = codes or [each for each, name in NAMES.items() if _fold(name) == words]
    # Puerto Rico and others have a code as a country and one as a part of the USA.
    return [each for each in codes if NAMES.get(f"US-{each}") != NAMES.get(each, EVERYWHERE)]


def places_in_words(text: str) -> list[str]:
    """Return the codes of the places that a part of *text* may mean, if all of it is no place.

    It is the last part after a comma, in `Columbus, Ohio` and `Ohio, USA`, or else the longest name
    among the words, as in `rural wisconsin`.
    """
    parts = [part.strip() for part in text.strip(" ,").split(",")][-_MOST_PARTS:]
    codes = find_places(parts[-1]) or _longest_name(_fold(parts[-1]).split()[-_MOST_WORDS:])
    for part in reversed(parts[:-1]):
        inside = [
            inner
            for inner in find_places(part)
            if inner not in codes and any(contains(code, inner) for code in codes)
        ]
        codes = inside or codes
    return codes


_MOST_PARTS: Final = 4
"""The most parts between commas that are looked at; the last ones say the most."""
_MOST_WORDS: Final = 20
"""The most words of a part that are looked at."""


def _longest_name(words: list[str]) -> list[str]:
    """Return the codes of the place with the longest name in *words*; the last one if several."""
    for length in range(min(len(words), _LONGEST), 0, -1):
        for start in range(len(words) - length, -1, -1):
            name = " ".join(words[start : start + length])
            if len(name) >= _SHORTEST or name in _SYNONYMS:
                codes = find_places(name)
                if codes:
                    return codes
    return []


_LONGEST: Final = 4
"""The most words of a name that is looked for among others."""
_SHORTEST: Final = 4
"""The fewest letters of such a name: `in` and `me` are words, not Indiana and Maine."""


def similar_places(text: str) -> list[str]:
    """Return at most two names of places that *text* may be a misspelling of."""
    import difflib

    from libcert.model.place_names import NAMES

    names = {_fold(name): name for name in NAMES.values()}
    return [names[near] for near in difflib.get_close_matches(_fold(text)[:60], names, 2, 0.75)]


_CURRENCIES: Final = {
    "AU": "AUD",
    "CA": "CAD",
    "CH": "CHF",
    "CN": "CNY",
    "DK": "DKK",
    "GB": "GBP",
    "HK": "HKD",
    "IN": "INR",
    "JP": "JPY",
    "KE": "KES",
    "KR": "KRW",
    "MY": "MYR",
    "NG": "NGN",
    "NO": "NOK",
    "NZ": "NZD",
    "PH": "PHP",
    "PL": "PLN",
    "SE": "SEK",
    "SG": "SGD",
    "US": "USD",
    "ZA": "ZAR",
} | dict.fromkeys(
    (
        *("AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK"),
    ),
    "EUR",
)
"""The currencies of the countries in which most people of libcert live, by ISO 3166 code."""


def local_currency(place: str) -> str | None:
    """Return the ISO 4217 code of the currency of *place*; None if libcert does not know it."""
    return _CURRENCIES.get(place.partition("-")[0])


def _fold(text: str) -> str:
    """Return *text* in lower case, without accents and with single blanks."""
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
