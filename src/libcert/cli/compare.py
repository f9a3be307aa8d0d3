"""`libcert compare`: two credentials or more, side by side."""

from typing import Annotated, Final

import typer

from libcert import catalogue, comparison, cost
from libcert.answers import Answer
from libcert.cli.options import complete_id
from libcert.cli.reply import Reply, View
from libcert.models import Credential
from libcert.table import Table

ROWS: Final = (
    *("name", *comparison.LEAST),
    *(
        field
        for field in Credential.model_fields
        if field not in {"id", "aliases", "name", "summary", "findings", "sources"}
        and field not in comparison.LEAST
    ),
)
"""The rows of a comparison: what people ask first, then the rest."""


def compare(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID ID...", help="Two ids or more", autocompletion=complete_id),
    ],
    view: View,
) -> Reply:
    """Set two credentials or more side by side.

    Says of each row whether they differ, and which is cheapest, quickest and asks least experience.
    """
    known = catalogue.load()
    asked = [cost.priced(known[id_], view.memberships) for id_ in ids]
    if len({record.id for record in asked}) < max(2, len(asked)):
        raise typer.BadParameter("a comparison takes two different credentials or more")
    records = view.arranged(asked, Credential)
    differing = comparison.differing(records)
    words = {Answer.YES: "{}", Answer.MAYBE: "{}, not for certain"}
    marks = {
        (field, index): words[answer].format(least)
        for field, least in comparison.LEAST.items()
        for index, answer in enumerate(comparison.least([getattr(r, field) for r in records]))
        if answer in words
    }
    table = Table(
        Credential,
        records,
        view.chosen(Credential, tuple(Credential.model_fields)),
        view.chosen(Credential, ROWS),
        across=True,
        remarks={
            field: "differs" if field in differing else "same" for field in Credential.model_fields
        },
        marks=marks,
    )
    return Reply(table, view)
