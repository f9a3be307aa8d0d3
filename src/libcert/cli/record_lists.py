"""The shared parts of commands that list records: options, the table of them and its notes."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, get_args

import typer

from libcert.cli import read_values, terminal
from libcert.cli.answer import Reply, Session, build_table, cell_notes
from libcert.cli.option_groups import ABOUT_YOU, MORE
from libcert.cli.options import check_utf_8, each_of
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.model.vocabulary import (
    CredentialType,
    Delivery,
    Position,
    Standing,
    State,
)
from libcert.questions import comparison
from libcert.questions.criteria import NOT_CHECKED
from libcert.questions.search import search_text
from libcert.questions.sorting import sections
from libcert.render import phrases
from libcert.render.record_text import record_text
from libcert.render.section_titles import NOT_FOUND, common_name, section_title

COLUMNS: Final = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
"""The usual fields of a record in a list."""

LEAST_SECTIONS: Final = 2
"""The number of titles from which on they say the places."""
BESIDE: Final = 4
"""The lines of a screen with a list that show no record: the header, a legend and the prompt."""

_LEAST: Final = ("cheapest", "quickest", "least experience")
"""The words for the least of each figure in `comparison.LESS_IS_BETTER`."""

SuitsOption = Annotated[
    list[str] | None,
    each_of(
        get_args(Position),
        "JOB",
        "For people in this job",
        "--suits",
        "--role",
        "--job",
        read=read_values.find_position,
        group=ABOUT_YOU,
    ),
]
DeliveryOption = Annotated[
    list[str] | None,
    each_of(get_args(Delivery), "WAY", "Taken in this way", "--delivery", group=MORE),
]
StatusOption = Annotated[
    list[str] | None, each_of(get_args(State), "STATUS", "Status", "--status", group=MORE)
]
TypeOption = Annotated[
    list[str] | None,
    each_of(get_args(CredentialType), "TYPE", "Of this type", "--type", group=MORE),
]
StandingOption = Annotated[
    list[str] | None,
    each_of(
        [*get_args(Standing), NOT_CHECKED],
        "STANDING",
        "Standing of the record",
        "--standing",
        group=MORE,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        callback=check_utf_8,
        metavar="SOURCE",
        help="Based on this source, or on a source of this tier",
        rich_help_panel=MORE,
    ),
]
EverywhereOption = Annotated[
    bool,
    typer.Option(
        "--everywhere",
        help="Search requirements, notes, findings and sources as well",
        rich_help_panel=MORE,
    ),
]


def whole_text(record: Credential) -> str:
    """Return all text of *record*, for `--everywhere`."""
    return f"{search_text(record)}\n{record_text(record)}"


def record_list(
    session: Session,
    records: Sequence[Credential],
    model: type[Credential],
    columns: Sequence[str] = COLUMNS,
    *,
    is_grouped: bool = False,
) -> Reply:
    """Return *records* as an answer with one row per record; a terminal shows each on one line.

    Args:
        session: The session.
        records: The records.
        model: Their class.
        columns: The usual fields in formats for people.
        is_grouped: Whether records that belong together stand together, so that a long list can
            have sections.
    """
    table = build_table(session, model, records, columns)
    notes = cell_notes(session, records)
    if session.options.fields or not session.is_drawn:
        background = session.background(records)
        return Reply(session, table.replace(cell_notes=notes, background=background))
    has_sections = is_grouped and _is_long(session, records)
    titles, named = _sections(records) if has_sections else ({}, records)
    titles = titles or _title_of_unfound(records)
    columns_beside = columns[len(COLUMNS) :]
    place = ("where",) if len(titles) < LEAST_SECTIONS else ()
    return Reply(
        session,
        table.replace(
            records=named,
            columns=("id", "name", *place, "cost", "duration", *columns_beside),
            clipped=("name", "where"),
            spare=(*place, "duration"),
            sections=titles,
            dashes=True,
            cell_notes=_standings(records, notes, is_said=NOT_FOUND in titles.values()),
        ),
    )


def _is_long(session: Session, records: Sequence[Credential]) -> bool:
    """Return whether *records* are too many for a screen, in an order that sections keep."""
    return len(records) > terminal.height() - BESIDE and not session.options.sort


def _sections(
    records: Sequence[Credential],
) -> tuple[dict[int, str], list[Credential]]:
    """Return the titles of the sections, and *records* with the names that they have below them."""
    titles: dict[int, str] = {}
    named: list[Credential] = []
    for is_possible, alike in itertools.groupby(records, _is_possible):
        part = list(alike)
        pairs = zip(sections(part), part, strict=True)
        for section, group in itertools.groupby(pairs, lambda pair: pair[0]):
            members = [record for _, record in group]
            title = section_title(section, members)
            titles[len(named)] = f"Might match: {title}" if is_possible else title
            if section.family is not None and common_name(members):
                members = [record.replace(name=record.level or record.name) for record in members]
            named += members
    return titles, named


def _is_possible(record: Credential) -> bool:
    """Return whether *record* might match; for those that were not found, the title says more."""
    return (
        isinstance(record, MatchedCredential)
        and record.match.answer is Answer.MAYBE
        and record.standing != "not-found"
    )


def _title_of_unfound(records: Sequence[Credential]) -> dict[int, str]:
    """Return the title of those that no public source shows, if they come last."""
    unfound = [record.standing == "not-found" for record in records]
    first = unfound.index(True) if any(unfound) else None
    return {first: NOT_FOUND} if first is not None and all(unfound[first:]) else {}


def _standings(
    records: Sequence[Credential], notes: Mapping[tuple[str, int], str], *, is_said: bool
) -> dict[tuple[str, int], str]:
    """Return *notes* and a note on the name of each record that is not confirmed.

    Args:
        records: The records.
        notes: The other notes.
        is_said: Whether a title says of records that no public source shows them.
    """
    names = dict(notes)
    for position, record in enumerate(records):
        if record.standing == "confirmed" or (is_said and record.standing == "not-found"):
            continue
        note = notes.get(("name", position), "")
        standing = phrases.one_line("standing", record.standing)
        names["name", position] = ", ".join(
            dict.fromkeys([standing, *filter(None, note.split(", "))])
        )
    return names


def best_figures(
    records: Sequence[Credential], compared: Sequence[Credential]
) -> dict[tuple[str, int], str]:
    """Return a note on each figure of *records* that is the least of all *compared* records."""
    words = {Answer.YES: "{}", Answer.MAYBE: "{}, not certain"}
    return {
        (field, records.index(record)): words[answer].format(least)
        for field, least in zip(comparison.LESS_IS_BETTER, _LEAST, strict=True)
        for record, answer in zip(
            compared, comparison.least([getattr(r, field) for r in compared]), strict=True
        )
        if answer in words and record in records
    }
