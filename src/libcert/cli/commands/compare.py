"""`libcert compare`: two or more credentials, side by side."""

from collections.abc import Collection, Sequence
from typing import Annotated, Final, cast

import typer

from libcert.cli import terminal
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
from libcert.cli.record_lists import best_figures
from libcert.model.credential import Credential
from libcert.questions import comparison
from libcert.render import phrases
from libcert.render.table import Table

EXAMPLES: Final = {
    "compare": (
        "compare CLT CALT",
        "compare LSSC CPLA CRA --fields cost,duration",
        "compare CRA CRM --json",
    ),
}


_UNCOMPARED: Final = {"conditions", "findings", "sources", "summary"}
ROWS: Final = (
    *("name", "standing", *comparison.LESS_IS_BETTER),
    *(
        field
        for field in Credential.FIELDS
        if field not in {"id", "aliases", "name", "standing", *_UNCOMPARED}
        and field not in comparison.LESS_IS_BETTER
    ),
)
"""The rows of a comparison: those that people ask for first, then the others."""

MATTER: Final = ("name", "standing", *comparison.LESS_IS_BETTER)
"""The rows that a short comparison always has."""
DIFFER: Final = (
    *("where", "suits", "settings", "status", "effort", "education", "exam_required"),
    *("renewal", "requirements"),
)
"""The rows that a short comparison has if the credentials differ."""
COLUMNS_OF_MANY: Final = (
    *("id", "name", "cost", "duration", "experience", "education", "exam_required"),
)
"""The columns if there are more credentials than fit side by side."""
NARROWEST: Final = 20
"""The least width of a credential beside others, and of the two columns around them."""
LONGEST: Final = 60
"""The most characters of a requirement in a short comparison."""


@expand_groups()
def compare(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Two or more ids, or a family", autocompletion=complete_id
        ),
    ],
    options: AnswerOptions,
    *,
    full: Annotated[bool, typer.Option("--full", help="Show every row on a terminal")] = False,
) -> Reply:
    """Compare two or more credentials side by side.

    A terminal shows the rows that matter or differ; --full and a pipe have all rows. Marks show the
    cheapest, the quickest and the one that requires the least experience.
    """
    session = Session(options)
    compared = session.with_prices(find_records(ids, session.catalogue))
    if len({record.id for record in compared}) < max(2, len(compared)):
        raise typer.BadParameter("name two or more different credentials")
    differing = comparison.differing(compared, phrases.one_line)
    records = sort_and_limit(session, compared, Credential)
    best = best_figures(records, compared)
    notes = cell_notes(session, records)
    for cell, text in best.items():
        notes[cell] = f"{text}; {notes[cell]}" if cell in notes else text
    table = build_table(session, Credential, records, ROWS).replace(
        transposed=True,
        row_notes={
            field: "differs" if field in differing else "same" for field in Credential.FIELDS
        },
        cell_notes=notes,
        highlighted=best.keys(),
    )
    if session.is_drawn and not options.fields and not full:
        table = table.replace(drawn=_short(table, differing))
    return Reply(session, table)


def _short(table: Table, differing: Collection[str]) -> Table:
    """Return a comparison that fits a screen."""
    records = [_shorten(record) for record in cast("Sequence[Credential]", table.records)]
    if len(records) + 1 > terminal.width() // NARROWEST:
        return _many(table, records)
    rows = (*MATTER, *(field for field in DIFFER if field in differing))
    left_out = sum(field in differing for field in ROWS if field not in rows)
    other = phrases.plural(left_out, "more difference")
    footer = [f"`--full` shows {other} and what is the same"]
    return table.replace(records=records, columns=rows, row_notes={}, footer=footer)


def _many(table: Table, records: Sequence[Credential]) -> Table:
    """Return a row for each of *records*; the levels of one family have the names of levels."""
    if len({record.family for record in records}) == 1:
        records = [record.replace(name=record.level or record.name) for record in records]
    return table.replace(
        records=records,
        columns=COLUMNS_OF_MANY,
        transposed=False,
        clipped=("name", "education"),
        spare=("education", "exam_required"),
        dashes=True,
        row_notes={},
    )


def _shorten(record: Credential) -> Credential:
    """Return *record* with short requirements and without details of its renewal."""
    return record.replace(
        requirements=tuple(
            requirement.replace(text=_cut(requirement.text), of=(), at_least=None)
            for requirement in record.requirements
        ),
        renewal=phrases.shorten_renewal(record.renewal),
    )


def _cut(text: str) -> str:
    """Return the beginning of *text*, up to a word."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0].rstrip(',;:')}…"
