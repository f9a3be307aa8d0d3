"""Tables for people: rules about required credentials, and facts about careers."""

from collections.abc import Iterable, Sequence
from typing import Final

from libcert.model.base import Model, model
from libcert.model.fact import Fact
from libcert.model.mandate import MatchedMandate
from libcert.model.source import Source
from libcert.render import phrases
from libcert.render.reasons import describe_with_options
from libcert.render.table import Table, table_for_people

FORCES: Final = {"law": "by law", "funding": "for funding", "none": "no"}
"""The words for how binding a rule is."""


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
    matches: Sequence[MatchedMandate], general: Sequence[Fact], *, about_person: bool, intro: str
) -> Table:
    """Return a table with a row per rule; the general answer and the sources are below it.

    Args:
        matches: The rules.
        general: Facts that answer the question in general.
        about_person: Whether the person said more than the place, so that there is an answer.
        intro: A sentence to begin the lines below the table with; it may be empty.
    """
    rows = [
        _Rule(
            where=", ".join(match.where),
            required=FORCES[match.force],
            rule=" ".join(filter(None, [match.text, _sentence(match.note)])),
            enough=", ".join(match.credentials) or phrases.DASH,
            for_you=_for_you(match),
        )
        for match in matches
    ]
    hidden = [] if len({row.where for row in rows}) > 1 else ["where"]
    hidden += [] if about_person else ["for_you"]
    cited = [source for match in matches for source in match.sources]
    cited += [source for fact in general for source in fact.sources]
    return table_for_people(
        _Rule,
        rows,
        without=hidden,
        footer=[
            *(["", intro] if intro else [""]),
            *(f"In general: {fact.text} [{_cited(fact.sources)}]" for fact in general),
            *_questions(matches),
            *_source_line(cited),
        ],
    ).replace(links=_addresses(cited))


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


def _for_you(match: MatchedMandate) -> str:
    """Return the answer, with the condition that only the person can check."""
    conditions = [reason for reason in match.because if reason.code == "rule-condition"]
    return ", ".join([match.answer, *map(describe_with_options, conditions)])


def _sentence(note: str | None) -> str | None:
    return note and f"{note[0].upper()}{note[1:].removesuffix('.')}."


def _questions(matches: Sequence[MatchedMandate]) -> list[str]:
    """Return the details that would settle the most open answers, each once."""
    open_ = (
        reason
        for match in matches
        for reason in match.because
        if reason.code not in {"rule-condition", "where-is-part"}
    )
    words = dict.fromkeys(map(describe_with_options, open_))
    return [f"To see which rules are for you: {'; '.join(words)}"] if words else []


def _cited(sources: Iterable[Source]) -> str:
    return ", ".join(source.id for source in sources)


def _source_line(sources: Iterable[Source]) -> list[str]:
    """Return one line with the publisher and the age of each source."""
    known = [
        f"[{source.id}] {source.publisher}, {source.dated or 'undated'}"
        for source in dict.fromkeys(sources)
    ]
    return [f"Sources: {'; '.join(known)}"] if known else []
