"""`libcert show`: everything on record of one credential."""

from collections.abc import Mapping
from typing import Annotated, Final

import typer

from libcert.cli.options import complete_id
from libcert.cli.reply import Reply, View
from libcert.models import Credential
from libcert.table import Table

FIRST: Final = ("id", "name", "standing", "nearest", "issuer", "cost", "duration", "experience")
"""What to believe, and what people ask first."""
ROWS: Final = (
    *FIRST,
    *(name for name in Credential.model_fields if name not in {*FIRST, "conditions"}),
)
"""The rows of a record."""


def show(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An id or alias, in any case", autocompletion=complete_id
        ),
    ],
    view: View,
) -> Reply:
    """Show everything on record of one credential, with its sources."""
    [record] = view.priced([view.catalogue[id_]])
    table = Table(
        Credential,
        [record],
        fields=view.chosen(Credential, tuple(Credential.model_fields)),
        columns=view.chosen(Credential, ROWS),
        across=True,
        single=True,
        cites=_cites(record, view.catalogue.origins.get(record.id, {})),
        marks=view.marks([record]),
    )
    return Reply(table, view)


def _cites(record: Credential, origins: Mapping[str, str]) -> dict[str, str]:
    """Return the sources of each field, and the file it comes from where that is one's own."""
    cites: dict[str, list[str]] = {}
    for source in record.sources:
        for name in source.supports:
            cites.setdefault(name, []).append(source.id)
    for name, file in origins.items():
        cites.setdefault(name, []).append(f"from {file}")
    for name in ("sources", "findings"):  # they name their own sources
        cites.pop(name, None)
    return {name: ", ".join(cited) for name, cited in cites.items()}
