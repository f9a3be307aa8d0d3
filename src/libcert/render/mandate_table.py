"""Tables for people: rules about required credentials, and facts about careers."""

from collections.abc import Iterable, Sequence
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Answer
from libcert.model.fact import Fact
from libcert.model.mandate import MatchedMandate
from libcert.model.places import place_name
from libcert.model.source import Source
from libcert.model.vocabulary import Position, Setting
from libcert.render import phrases
from libcert.render.reasons import describe_with_options
from libcert.render.table import Table, table_for_people

FORCES: Final = {"law": "by law", "funding": "for funding", "none": "no"}
"""The words for how binding a rule is."""
MOST_SHOWN: Final = 3
"""The most rules, and the most sources, of a short answer."""
FEW_FACTS: Final = 2
"""The most facts of a short answer."""
_JOBS: Final[dict[Position, str]] = {
    "records-staff": "records staff",
    "trustee": "a member of a library board",
}
"""The words for a job that is not only its name."""
_WORKPLACES: Final[dict[Setting, str]] = {
    "archives": "archives",
    "museum": "a museum",
    "records": "records management",
    "health": "a health library",
    "information-management": "information management",
    "electronics": "electronics",
    "automation": "automation",
    "office": "an office",
    "it": "IT",
}
"""The words for a workplace that is no kind of library."""


@model
class _Rule(Model):
    """One rule."""

    where: str
    required: str
    rule: str
    enough: str
    for_you: str


@model
class _Row(Model):
    """One fact."""

    topic: str
    fact: str
    year: str
    sources: str


def mandate_table(
    matches: Sequence[MatchedMandate],
    general: Sequence[Fact],
    *,
    person: str,
    short: bool,
) -> Table:
    """Return a table with a row per rule; the answer is above it, and the sources are below it.

    Args:
        matches: The rules that are or may be for the person.
        general: Facts that answer the question in general.
        person: Who and where the person is, as `describe_post` says it; it may be empty.
        short: Whether to show only the most important rules, without their notes.
    """
    ordered = sorted(matches, key=_weight)
    near = [match for match in ordered if not _unsaid(match)]
    shown = (near or ordered)[:MOST_SHOWN] if short else ordered
    rows = [
        _Rule(
            where=", ".join(match.where),
            required=FORCES[match.force],
            rule=" ".join(filter(None, [match.text, None if short else _sentence(match.note)])),
            enough=", ".join(match.credentials) or phrases.DASH,
            for_you=_for_you(match),
        )
        for match in shown
    ]
    hidden = [] if len({row.where for row in rows}) > 1 else ["where"]
    hidden += [] if near else ["for_you"]
    facts = general[:FEW_FACTS] if short else general
    cited = [source for match in shown for source in match.sources[: 1 if short else None]]
    cited += [source for fact in facts for source in fact.sources]
    lines = [
        *(f"In general: {fact.text} [{_cited(fact.sources)}]" for fact in facts),
        *_rest(matches, len(shown)),
        *_source_lines(cited, short=short),
    ]
    table = table_for_people(_Rule, rows, without=hidden, footer=["", *lines] if lines else [])
    return table.replace(
        lead=[_answer(ordered, person), *([""] if rows else [])], links=_addresses(cited)
    )


def describe_post(place: str | None, setting: Setting | None, position: Position | None) -> str:
    """Return who and where a person is: `of an aide in a public library in Ohio (US-OH)`.

    Each part is None if they do not say.
    """
    job = None if position is None else _JOBS.get(position) or _with_article(position)
    workplace = None
    if setting not in (None, "any"):
        workplace = _WORKPLACES.get(setting) or _with_article(f"{setting} library")
    parts = [
        f"of {job}" if job else "",
        f"in {workplace}" if workplace else "",
        "" if place in (None, "any") else f"in {place_name(place)}",
    ]
    return " ".join(filter(None, parts))


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _answer(matches: Sequence[MatchedMandate], person: str) -> str:
    """Return the answer to the question whether the person must hold a credential."""
    binding = [match for match in matches if match.force != "none"]
    certain = [match for match in binding if match.answer is Answer.YES]
    near = [match for match in binding if not _unsaid(match)]
    whom = f" {person}" if person else ""
    if certain:
        return f"Yes: {certain[0].text}"
    if near:
        return (
            f"It depends: {_rules(len(near))} may require a credential{whom}; see the conditions."
        )
    if binding:
        return f"It depends: {_rules(len(binding))} may require a credential{whom}."
    if any(match.answer is Answer.YES for match in matches):
        return f"No credential is required{whom}, a source says."
    return f"No rule on record requires a credential{whom}."


def _rules(count: int) -> str:
    return phrases.plural(count, "rule")


def _weight(match: MatchedMandate) -> tuple[bool, bool, bool]:
    """Return a sort key: first what is for the person, then what one more fact settles."""
    return match.answer is not Answer.YES, match.force == "none", bool(_unsaid(match))


def _unsaid(match: MatchedMandate) -> list[str]:
    """Return the details that would settle whether the rule is for the person."""
    return [
        describe_with_options(reason)
        for reason in match.because
        if reason.code not in {"rule-condition", "where-is-part"}
    ]


def _for_you(match: MatchedMandate) -> str:
    """Return the answer, with the condition that only the person can check."""
    conditions = [reason for reason in match.because if reason.code == "rule-condition"]
    return ", ".join([match.answer, *map(describe_with_options, conditions)])


def _sentence(note: str | None) -> str | None:
    return note and f"{note[0].upper()}{note[1:].removesuffix('.')}."


def _rest(matches: Sequence[MatchedMandate], shown: int) -> list[str]:
    """Return lines on the details that would settle open answers, and on rules not shown."""
    words = dict.fromkeys(word for match in matches for word in _unsaid(match))
    lines = [f"To see which rules are for you: {'; '.join(words)}"] if words else []
    hidden = len(matches) - shown
    return lines + ([f"{phrases.plural(hidden, 'more rule')}: --all shows all"] if hidden else [])


def fact_table(facts: Sequence[Fact]) -> Table:
    """Return a table with a row per fact, and the sources below it."""
    rows = [
        _Row(
            topic=phrases.heading(fact.topic.replace("-", " ")),
            fact=fact.text,
            year=fact.year or phrases.DASH,
            sources=_cited(fact.sources),
        )
        for fact in facts
    ]
    cited = [source for fact in facts for source in fact.sources]
    footer = ["", *_source_line(cited)] if cited else []
    return table_for_people(_Row, rows, footer=footer).replace(links=_addresses(cited))


def _addresses(sources: Iterable[Source]) -> dict[str, str]:
    return {source.id: source.url for source in sources}


def _cited(sources: Iterable[Source]) -> str:
    return ", ".join(source.id for source in sources)


def _source_line(sources: Iterable[Source]) -> list[str]:
    """Return one line with the publisher and the age of each source; JSON has the links."""
    known = [_source(source) for source in dict.fromkeys(sources)]
    return [f"Sources: {'; '.join(known)}"] if known else []


def _source_lines(sources: Iterable[Source], *, short: bool) -> list[str]:
    """Return a line per source, in a short answer for at most `MOST_SHOWN` of them."""
    known = [*dict.fromkeys(sources)]
    return [f"Source: {_source(source)}" for source in known[: MOST_SHOWN if short else None]]


def _source(source: Source) -> str:
    return f"[{source.id}] {source.publisher}, {source.dated or 'undated'}"
