"""`libcert show`: everything on record about one credential."""

from collections.abc import Mapping
from typing import Annotated, Final

import typer

from libcert.cli.answer import (
    AnswerOptions,
    Reply,
    Session,
    build_table,
    cell_notes,
    sort_and_limit,
)
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id
from libcert.cli.read_records import find_records
from libcert.model.credential import Credential
from libcert.model.on_record import is_on_record
from libcert.questions import findings
from libcert.render import phrases
from libcert.render.show_table import show_table

EXAMPLES: Final = {
    "show": (
        "show LSSC",
        "show LSSC CPLA --member ALA",
        "show CALT --json",
    ),
}
FIRST: Final = ("id", "name", "standing", "nearest", "issuer", "cost", "duration", "experience")
"""The first rows of a record: those that people ask for first."""
ROWS: Final = (
    *FIRST,
    *(name for name in Credential.FIELDS if name not in {*FIRST, "conditions", "notes"}),
    "notes",
)
"""The rows of a record; its history and caveats come last."""
COLUMNS_OF_LEVELS: Final = (
    "id",
    "level",
    "education",
    "experience",
    "cost",
    "duration",
    "status",
    "standing",
)
"""The fields of the levels of a family, which differ most."""
_OF_LEVELS: Final = frozenset({"family", "level", "previous"})
"""The rows that only a level of a family has."""


@expand_groups()
def show(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            help="Ids, aliases, families or names, in any case",
            autocompletion=complete_id,
        ),
    ],
    options: AnswerOptions,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Show all details, findings and sources on a terminal")
    ] = False,
) -> Reply:
    """Show a credential: what to decide by, or all with --full.

    A pipe and a file get all details, too.
    """
    session = Session(options)
    records = session.with_prices(find_records(ids, session.catalogue))
    if full and len(records) > 1:
        raise typer.BadParameter("name one credential", param_hint="--full")
    if len(ids) == 1 and session.catalogue.levels(ids[0]):
        levels = sort_and_limit(session, records, Credential)
        table = build_table(session, Credential, levels, COLUMNS_OF_LEVELS)
        return Reply(session, table.replace(background=session.background(levels)))
    records = sort_and_limit(session, records, Credential)
    rows = [
        name
        for name in ROWS
        if name not in _OF_LEVELS or any(getattr(record, name) is not None for record in records)
    ]
    notes = cell_notes(session, records)
    table = build_table(session, Credential, records, rows).replace(
        transposed=True,
        single=len(records) == 1,
        notes=True,
        cell_notes=notes,
        background=session.background(records),
    )
    if session.is_drawn and not options.fields and not full:
        return Reply(
            session, table.replace(drawn=show_table(records, notes, checked=session.checked))
        )
    if len(records) == 1:
        [record] = records
        origins = session.catalogue.origins.get(record.id, {})
        table = table.replace(
            citations=_citations(record, origins),
            links={source.id: source.url for source in record.sources},
            footer=[] if options.fields else _verdict(record, checked=session.checked),
        )
    return Reply(session, table)


def _verdict(record: Credential, *, checked: bool) -> list[str]:
    """Return the verdict on a record; it comes last because a screen may have scrolled."""
    text, meaning = phrases.STANDINGS[record.standing]
    line = f"Verdict: {text}; {meaning}"
    if record.nearest and record.standing == "not-found":
        line += f"; consider instead: {', '.join(record.nearest)}"
    if checked:
        return ["", f"{line}. Better figures are shown if sources give them"]
    if record.standing not in {"disputed", "confirmed", "vouched"}:
        return ["", line]
    disputed = [
        phrases.heading(name)
        for name, mark in findings.marks(record, checked=False).items()
        if mark == findings.DISPUTED
    ]
    if disputed:
        line += f". Disputed: {', '.join(disputed)}"
    if any(finding.better is not None for finding in record.findings):
        line += f". `libcert show {record.id} --figures checked` shows the better figures"
    return ["", line]


def _citations(record: Credential, origins: Mapping[str, str]) -> dict[str, str]:
    """Return the sources of each field, and its file if that is not a bundled one."""
    citations: dict[str, list[str]] = {}
    for source in record.sources:
        for name in source.supports:
            citations.setdefault(name, []).append(source.id)
    for name, file in origins.items():
        citations.setdefault(name, []).append(f"from {file}")
    for name in ("sources", "findings"):  # they name their own sources
        citations.pop(name, None)
    return {
        name: ", ".join(cited)
        for name, cited in citations.items()
        if is_on_record(getattr(record, name))
    }
