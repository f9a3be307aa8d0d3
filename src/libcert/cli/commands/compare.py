"""`libcert compare`: two or more credentials, side by side."""

from collections.abc import Sequence
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
from libcert.model.credential import Answer, Credential
from libcert.questions import comparison
from libcert.render import phrases

EXAMPLES: Final = {
    "compare": (
        "compare CLT CALT",
        "compare LSSC CPLA CRA --fields cost,duration",
        "compare CRA CRM --json",
    ),
}


_LEAST: Final = ("cheapest", "quickest", "least experience")
"""The words for the least of each figure in `comparison.LESS_IS_BETTER`."""
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


@expand_groups()
def compare(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Two or more ids, or a family", autocompletion=complete_id
        ),
    ],
    options: AnswerOptions,
) -> Reply:
    """Compare two or more credentials side by side.

    Each row says whether the credentials differ. Marks show the cheapest, the quickest and the one
    that requires the least experience.
    """
    session = Session(options)
    compared = session.with_prices(find_records(ids, session.catalogue))
    if len({record.id for record in compared}) < max(2, len(compared)):
        raise typer.BadParameter("name two or more different credentials")
    differing = comparison.differing(compared, phrases.one_line)
    records = sort_and_limit(session, compared, Credential)
    best = _best_figures(records, compared)
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
    return Reply(session, table)


def _best_figures(
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
