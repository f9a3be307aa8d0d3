"""`libcert show`: everything on record of one credential."""

from collections.abc import Mapping
from typing import Annotated, Final

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options
from libcert.model.credential import Credential
from libcert.model.on_record import is_on_record
from libcert.questions import findings
from libcert.render import phrases

FIRST: Final = ("id", "name", "standing", "nearest", "issuer", "cost", "duration", "experience")
"""What to believe, and what people ask first."""
ROWS: Final = (
    *FIRST,
    *(name for name in Credential.FIELDS if name not in {*FIRST, "conditions"}),
)
"""The rows of a record."""


@taking_options()
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
    table = view.table(Credential, [record], ROWS).replace(
        transposed=True,
        single=True,
        notes=True,
        citations=_cites(record, view.catalogue.origins.get(record.id, {})),
        cell_notes=view.marks([record]),
        footer=[] if view.fields else _verdict(record, checked=view.figures == "checked"),
    )
    return Reply(table, view)


def _verdict(record: Credential, *, checked: bool) -> list[str]:
    """Return what to believe, to be read last on a screen that has scrolled."""
    text, meaning = phrases.STANDINGS[record.standing]
    said = f"What to believe: {text}; {meaning}"
    if record.nearest:
        said += f"; look instead at {', '.join(record.nearest)}"
    if checked:
        return ["", f"{said}. Shown are the better figures, where sources give one"]
    if record.standing not in {"disputed", "confirmed"}:
        return ["", said]
    disputed = [
        phrases.heading(name)
        for name, mark in findings.marks(record, checked=False).items()
        if mark == findings.DISPUTED
    ]
    if disputed:
        said += f". Disputed: {', '.join(disputed)}"
    if any(finding.better is not None for finding in record.findings):
        said += f". `libcert show {record.id} --figures checked` has the better figures"
    return ["", said]


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
    return {
        name: ", ".join(cited)
        for name, cited in cites.items()
        if is_on_record(getattr(record, name))
    }
