"""Search credentials by the words that people type, the best first."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from libcert.model.credential import Answer, Credential, Match, MatchedCredential
from libcert.model.places import contains, find_places, nearness, place_words
from libcert.model.reasons import Reason
from libcert.model.vocabulary import Position, Setting
from libcert.questions.word_match import singular, unify_spelling

TITLES: Final[dict[Position, tuple[str, ...]]] = {
    "page": ("page", "shelver"),
    "aide": ("aide", "library aide"),
    "clerk": ("library clerk", "circulation clerk"),
    "assistant": ("library assistant", "library associate", "support staff"),
    "technician": ("library technician", "library tech", "technical assistant"),
    "supervisor": ("supervisor", "manager", "department head"),
    "librarian": ("librarian",),
    "teacher": ("teacher",),
    "director": ("library director", "head librarian"),
    "archivist": ("archivist",),
    "records-staff": ("records staff", "records clerk", "records technician", "records manager"),
    "volunteer": ("volunteer",),
    "trustee": ("trustee", "board member"),
}
"""The titles that people in each job have."""
_SCHOOL_TITLES: Final[dict[Position, tuple[str, ...]]] = {
    "aide": (
        *("teacher aide", "teaching assistant", "teacher assistant", "school aide"),
        *("paraprofessional", "para", "paraeducator", "educational assistant"),
        *("instructional assistant", "instructional aide", "classroom aide", "media aide"),
    ),
    "librarian": ("school librarian", "school library media specialist"),
    "teacher": ("teacher librarian",),
}
"""The titles that they have besides in a school."""
_WORKPLACES: Final[dict[Setting, tuple[str, ...]]] = {
    "academic": ("academic", "college", "university"),
    "school": ("school", "media center"),
    "archives": ("archives", "archival"),
    "health": ("health", "medical", "hospital"),
    "it": ("it", "information technology", "computers"),
    "any": ("any kind of library",),
}
"""Words for a kind of workplace, if its name is not enough."""
_STOP_WORDS: Final = frozenset({"a", "an", "and", "as", "at", "for", "in", "of", "or", "the", "to"})
"""Words that say nothing about a credential; in capitals, some are codes of places."""
_MOST_WORDS: Final = 12
"""How many words of a search may be names of places."""
_PLACE_WORDS: Final = 4
"""The most words in the name of a place."""
_SHORT: Final = 2
"""A word of this length or less is a code, so its start is not enough."""
_SIMILARITY: Final = 0.75
"""How similar a word has to be to count as its correct spelling; 1 is equal."""
_NAME, _WORK, _ISSUER, _KIND, _SUMMARY, _MORE = 6, 5, 4, 3, 2, 1
"""The weights of the parts of a record; a word counts for the part with the most."""

Text = Callable[[Credential], str]
"""Returns a text of a record to search."""


class Found(NamedTuple):
    """The result of a search."""

    matches: list[MatchedCredential]
    """The records with the most of the words, the best first; the answer is yes if all are."""
    missing: tuple[str, ...]
    """The words that some of the records do not have."""
    corrected: dict[str, str]
    """The words that no record has, and similar ones that were searched instead."""


class _Term(NamedTuple):
    """A word of a search, or the name of a place."""

    text: str
    start: re.Pattern[str]
    whole: re.Pattern[str]
    places: tuple[str, ...] = ()
    """The codes of the place."""


class _Hit(NamedTuple):
    """A record, the terms that it does not have, and how well the others fit."""

    record: Credential
    missing: tuple[str, ...]
    is_exact: bool
    score: int


def search_text(record: Credential) -> str:
    """Return the text of *record* that a search looks at, one line for each part."""
    return "\n".join(_parts(record, None).values())


def search_parts(record: Credential) -> tuple[str, ...]:
    """Return the texts of *record* that a search looks at, in one spelling, the weightiest first.

    They are its names, its jobs and places, its issuer, its kind, and its summary.
    """
    return tuple(_parts(record, None).values())


def search(
    records: Iterable[Credential], words: str, place: str | None = None, more: Text | None = None
) -> Found:
    """Return the *records* that have all of *words*, or else those that have most of them.

    A record whose id or name is *words* comes first, then those with the words in their names, in
    their jobs, places or workplaces, in their issuers, and in their summaries. Among equals, real
    ones come first, then those near *place*.

    Args:
        records: The records, in the order of the catalogue.
        words: The words, in any case and in American or British spelling; the start of a word is
            enough.
        place: The code of the place of the person; None if they do not say.
        more: Returns another text to search, which counts least.
    """
    every = list(records)
    parts = [_parts(record, more) for record in every]
    terms, corrected = _correct(_terms(words), parts)
    are_only_places = all(term.places for term in terms)
    hits = _hits(every, parts, terms, words, beyond=not are_only_places)
    if not hits and are_only_places:  # nothing is only for Ohio: what is for the whole country?
        hits = _hits(every, parts, terms, words, beyond=True)
    fewest = min((len(hit.missing) for hit in hits), default=0)
    best = [hit for hit in hits if len(hit.missing) == fewest]
    best.sort(key=lambda hit: _rank(hit, place))
    missing = dict.fromkeys(word for hit in best for word in hit.missing)
    return Found([_matched(hit, terms) for hit in best], tuple(missing), corrected)


def _parts(record: Credential, more: Text | None) -> dict[int, str]:
    """Return the texts of *record* by weight, in one spelling; lines separate their parts."""
    settings = (line for name in record.settings for line in _WORKPLACES.get(name, (name,)))
    parts: dict[int, Sequence[str | None]] = {
        _NAME: (record.id, *record.aliases, record.name, record.family),
        _WORK: (*_titles(record), *settings, *_place_lines(record.where)),
        _ISSUER: (record.issuer.id, record.issuer.name),
        _KIND: (record.level, record.type, *record.delivery, *_country_lines(record.where)),
        _SUMMARY: (record.summary,),
    }
    if more is not None:
        parts[_MORE] = (more(record),)
    return {
        weight: unify_spelling("\n".join(filter(None, lines))) for weight, lines in parts.items()
    }


def _titles(record: Credential) -> Iterable[str]:
    """Yield the job titles of the people that *record* is for."""
    for position in record.suits:
        yield from TITLES[position]
        if "school" in record.settings:
            yield from _SCHOOL_TITLES.get(position, ())


@lru_cache
def _place_lines(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for code in places for line in place_words(code))


@lru_cache
def _country_lines(places: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the countries of *places* that are parts of a country."""
    countries = dict.fromkeys(code.partition("-")[0] for code in places if "-" in code)
    return _place_lines(tuple(countries))


# --- Words ----------------------------------------------------------------------------------------


def _terms(words: str) -> list[_Term]:
    """Return the terms of *words*: the names of places, and all other words."""
    typed = words.replace(",", " ").split()
    kept = [word for word in typed if word not in _STOP_WORDS] or typed
    terms: list[_Term] = []
    while kept:
        for length in range(_PLACE_WORDS if len(terms) < _MOST_WORDS else 0, 0, -1):
            name = " ".join(kept[:length])
            if (len(name) > _SHORT or name.isupper()) and (codes := find_places(name)):
                terms.append(_term(name, tuple(codes)))
                kept = kept[length:]
                break
        else:
            terms.append(_term(kept.pop(0)))
    return list({term.text.casefold(): term for term in terms}.values())


def _term(text: str, places: tuple[str, ...] = ()) -> _Term:
    """Return the term for *text*; the singular finds the plural, and the other way round."""
    is_code = len(text) <= _SHORT
    stem = unify_spelling(text)
    plural = ""
    if not is_code and not places:
        stem = singular(stem)
        plural = "s?"
    pattern = r"[\W_]".join(map(re.escape, re.split(r"[\s-]", stem)))
    flags = re.IGNORECASE if not (is_code and text.isupper()) else re.NOFLAG
    start = rf"(?<!\w){pattern}"
    whole = re.compile(rf"{start}{plural}(?!\w)", flags)
    return _Term(text, whole if is_code or places else re.compile(start, flags), whole, places)


def _correct(
    terms: Sequence[_Term], parts: Sequence[dict[int, str]]
) -> tuple[list[_Term], dict[str, str]]:
    """Return *terms* with similar words for those that no record has, and these corrections."""
    texts = ["\n".join(part.values()) for part in parts]
    corrected: dict[str, str] = {}
    for term in terms:
        if term.places or any(term.start.search(text) for text in texts):
            continue
        known = dict.fromkeys(re.findall(r"\w{4,}", "\n".join(texts).lower()))
        nearest = difflib.get_close_matches(term.text.lower()[:50], known, 1, _SIMILARITY)
        if nearest:
            corrected[term.text] = nearest[0]
    return [
        _term(corrected[term.text]) if term.text in corrected else term for term in terms
    ], corrected


# --- Records --------------------------------------------------------------------------------------


def _hits(
    records: Sequence[Credential],
    parts: Sequence[dict[int, str]],
    terms: Sequence[_Term],
    words: str,
    *,
    beyond: bool,
) -> list[_Hit]:
    """Return the *records* that have any of *terms*.

    Args:
        records: The records.
        parts: The texts of each record.
        terms: The terms.
        words: The words as the person typed them.
        beyond: Whether what is for a whole country is also for each place in it.
    """
    phrase = None
    if len(terms) > 1:
        joined = r"[^\w\n]+".join(term.whole.pattern for term in terms)
        phrase = re.compile(joined, re.IGNORECASE)
    typed = " ".join(words.casefold().split())
    hits: list[_Hit] = []
    for record, texts in zip(records, parts, strict=True):
        scores = [_score(term, record, texts, beyond=beyond) for term in terms]
        if not any(scores):
            continue
        missing = tuple(term.text for term, score in zip(terms, scores, strict=True) if not score)
        names = (record.id, record.name, record.family or "", *record.aliases)
        is_exact = typed in map(str.casefold, names)
        if phrase is not None and not missing:
            scores += [2 * weight for weight, text in texts.items() if phrase.search(text)][:1]
        hits.append(_Hit(record, missing, is_exact, sum(scores)))
    return hits


def _score(term: _Term, record: Credential, texts: dict[int, str], *, beyond: bool) -> int:
    """Return how well *record* fits *term*; 0 if it does not."""
    for weight, text in texts.items():  # the greatest weight first
        if term.whole.search(text):
            return 2 * weight
        if term.start.search(text):
            return 2 * weight - 1
    holds = beyond and any(contains(whole, code) for whole in record.where for code in term.places)
    return int(holds)


def _rank(hit: _Hit, place: str | None) -> tuple[bool, int, bool, int]:
    """Return a sort key; records with equal keys keep the order of the catalogue."""
    record = hit.record
    is_unreal = record.standing == "not-found" or record.status.state == "closed"
    distance = 0 if place is None else nearness(record.where, place)
    return not hit.is_exact, -hit.score, is_unreal, distance


def _matched(hit: _Hit, terms: Sequence[_Term]) -> MatchedCredential:
    because = tuple(
        Reason.of("text-not-found" if hit.missing else "text-found", texts=(text,))
        for text in hit.missing or [term.text for term in terms]
    )
    match = Match(answer=Answer.NO if hit.missing else Answer.YES, because=because)
    return MatchedCredential.unvalidated(vars(hit.record) | {"match": match})
