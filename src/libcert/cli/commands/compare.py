"""`libcert compare`: two credentials or more, side by side."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options
from libcert.model.credential import Answer, Credential
from libcert.questions import comparison
from libcert.render import phrases

_LEAST: Final = ("cheapest", "quickest", "least experience")
"""The names of the least of the figures of which less is better."""
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
"""The rows of a comparison: what people ask first, then the rest."""


@taking_options()
def compare(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Two ids or more", autocompletion=complete_id),
    ],
    view: View,
) -> Reply:
    """Set two credentials or more side by side.

    Says of each row whether they differ, and which is cheapest, quickest and asks least experience.
    """
    asked = view.priced([view.catalogue[id_] for id_ in ids])
    if len({record.id for record in asked}) < max(2, len(asked)):
        raise typer.BadParameter("a comparison takes two different credentials or more")
    differing = comparison.differing(asked, phrases.one_line)
    records = view.sort_records(asked, Credential)
    leads = _leads(records, asked)
    marks = view.marks(records)
    for place, lead in leads.items():
        marks[place] = f"{lead}; {marks[place]}" if place in marks else lead
    table = view.table(Credential, records, ROWS).replace(
        transposed=True,
        row_notes={
            field: "differs" if field in differing else "same" for field in Credential.FIELDS
        },
        cell_notes=marks,
        highlighted=leads.keys(),
    )
    return Reply(table, view)


def _leads(
    records: Sequence[Credential], asked: Sequence[Credential]
) -> dict[tuple[str, int], str]:
    """Return which figures of *records* are the least of all that were *asked* for, in words."""
    words = {Answer.YES: "{}", Answer.MAYBE: "{}, not for certain"}
    return {
        (field, records.index(record)): words[answer].format(least)
        for field, least in zip(comparison.LESS_IS_BETTER, _LEAST, strict=True)
        for record, answer in zip(
            asked, comparison.least([getattr(r, field) for r in asked]), strict=True
        )
        if answer in words and record in records
    }
