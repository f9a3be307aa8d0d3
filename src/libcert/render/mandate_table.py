"""Tables for people: rules about required credentials, and facts about careers."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential
from libcert.model.fact import Fact
from libcert.model.mandate import MatchedMandate
from libcert.model.places import place_name, short_name
from libcert.model.source import Source
from libcert.model.vocabulary import Position, Setting, State
from libcert.render import phrases
from libcert.render.reasons import describe_with_options
from libcert.render.table import Table, table_for_people

FORCES: Final = {"law": "by law", "funding": "for funding", "none": "no"}
"""The words for how binding a rule is."""
MOST_SHOWN: Final = 3
"""The most rules, and the most sources, of a short answer."""
MOST_TEXT: Final = 640
"""The most characters of the rules of a short answer, so that it fits a screen."""
FEW_FACTS: Final = 1
"""The most facts of a short answer."""
MOST_NAMED: Final = 3
"""The most credentials that a short answer names in one place."""
_ENDING: Final[tuple[State, ...]] = ("closing", "closed")
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


def mandate_table(  # noqa: PLR0913 - the parts of an answer
    matches: Sequence[MatchedMandate],
    general: Sequence[Fact],
    *,
    person: str,
    short: bool,
    anywhere: bool = False,
    hint: str | None = None,
    status: Mapping[str, State | None] = MappingProxyType({}),
) -> Table:
    """Return a table with a row per rule; the answer is above it, and the sources are below it.

    Args:
        matches: The rules that are or may be for the person.
        general: Facts that answer the question in general.
        person: Who and where the person is, as `describe_post` says it; it may be empty.
        short: Whether to show only the most important rules, without their notes.
        anywhere: Whether the person does not say where they are; a short answer asks for it.
        hint: A sentence after the answer, if no rule is on record.
        status: The states of credentials, by id.
    """
    ordered = sorted(matches, key=_weight)
    near = [match for match in ordered if not _unsaid(match)]
    shown = ordered
    if short:
        shown = [] if anywhere else _first_screen(near or ordered, alone=not near)
    rows = [
        _Rule(
            where=", ".join(match.where),
            required=FORCES[match.force],
            rule=" ".join(_rule_sentences(match, short=short, alone=not near)),
            enough=_enough(match.credentials, status, MOST_NAMED if short else None),
            for_you=_for_you(match),
        )
        for match in shown
    ]
    hidden = [] if len({row.where for row in rows}) > 1 else ["where"]
    hidden += ["for_you"] if short or not near else []
    facts = general[:FEW_FACTS] if short else general
    cited = [source for match in shown for source in match.sources[: 1 if short else None]]
    cited += [source for fact in facts for source in fact.sources]
    lines = [
        *(f"In general: {fact.text} [{_cited(fact.sources)}]" for fact in facts),
        *_rest(matches, len(shown)),
        *_source_lines(cited, short=short),
    ]
    table = table_for_people(_Rule, rows, without=hidden, footer=["", *lines] if lines else [])
    answer = "Rules differ by place: add --where." if anywhere else _answer(ordered, person)
    lead = filter(None, [answer, hint])
    return table.replace(lead=[" ".join(lead), *([""] if rows else [])], links=_addresses(cited))


def _rule_sentences(match: MatchedMandate, *, short: bool, alone: bool) -> list[str]:
    """Return the rule and its note, or in a *short* answer whether it is for the person.

    A column for the latter would make the rows of a short answer too high. Nothing is said of the
    person if the rule stands *alone*, because it is as open as the others.
    """
    if short:
        return [match.text] if alone else [match.text, f"For you: {_for_you(match)}."]
    return [text for text in (match.text, _sentence(match.note)) if text]


def _first_screen(matches: Sequence[MatchedMandate], *, alone: bool) -> list[MatchedMandate]:
    """Return the first of *matches*, as many as fit a screen."""
    shown: list[MatchedMandate] = []
    length = 0
    for match in matches[:MOST_SHOWN]:
        length += len(" ".join(_rule_sentences(match, short=True, alone=alone)))
        if shown and length > MOST_TEXT:
            break
        shown.append(match)
    return shown


def _enough(ids: Sequence[str], status: Mapping[str, State | None], most: int | None) -> str:
    """Return at most *most* of *ids*; those that nobody can begin any more come last, with why."""
    offered = [id_ for id_ in ids if status.get(id_) not in _ENDING]
    if most is not None and offered:
        return _first_names(offered, most, len(ids))
    parts = [", ".join(offered)]
    for state in _ENDING:
        ending = ", ".join(id_ for id_ in ids if status.get(id_) == state)
        parts.append(f"{state}: {ending}" if ending else "")
    return "; ".join(filter(None, parts)) or phrases.DASH


def _first_names(names: Sequence[str], most: int, count: int) -> str:
    """Return the first *most* of *names*, and how many more there are of *count*."""
    named = names[:most]
    more = count - len(named)
    return f"{', '.join(named)}{f' and {more} more' if more else ''}"


def describe_local(credentials: Sequence[Credential], place: str, position: Position | None) -> str:
    """Return a sentence on the *credentials* of *place* for a job about which no rule is on record.

    Args:
        credentials: The credentials; the first ones are named.
        place: The code of the place.
        position: The job; None if only the workplace is known.
    """
    name = short_name(place)
    what = "this job" if position else "this workplace"
    if not credentials:
        return (
            f"The catalogue has no license or certification of {name} for {what} either."
            " Ask before you rely on it."
        )
    names = [f"{each.id} ({each.name})" for each in credentials]
    named = _first_names(names, MOST_NAMED, len(names))
    verb = "this credential of {} is" if len(credentials) == 1 else "these credentials of {} are"
    return f"But {verb.format(name)} for {what}: {named}. Ask before you rely on it."


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
