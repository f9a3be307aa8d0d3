"""`libcert sources`: what was read, and what rests on it."""

from typing import Annotated, Final

import typer

from libcert.cli import terminal
from libcert.cli.answer import LONG_AGO, Reply, View
from libcert.cli.options import complete_id, taking_options
from libcert.model import ages
from libcert.model.credential import CitedSource

COLUMNS: Final = ("id", "publisher", "title", "dated", "read", "tier", "credentials")


@taking_options()
def sources(
    view: View,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="The credentials whose sources to list; without any, all",
            show_default=False,
            autocompletion=complete_id,
        ),
    ] = None,
) -> Reply:
    """List what was read, and what rests on it."""
    catalogue = view.catalogue
    rests: dict[str, dict[str, str]] = {} if ids else {id_: {} for id_ in catalogue.sources}
    for record in [catalogue[id_] for id_ in ids] if ids else catalogue.values():
        for source in record.sources:
            rests.setdefault(source.id, {})[record.id] = ", ".join(source.supports)
    cited = [
        CitedSource.unvalidated(
            catalogue.sources[id_].values()
            | {
                "credentials": tuple(records),
                "supports": tuple(f"{record}: {fields}" for record, fields in records.items()),
            }
        )
        for id_, records in rests.items()
    ]
    arranged = view.sort_records(cited, CitedSource)
    marks = {
        ("dated", index): "old" for index, source in enumerate(arranged) if ages.is_old(source)
    }
    if view.max_age is not None:
        today = terminal.today()
        marks |= {
            ("read", index): LONG_AGO
            for index, source in enumerate(arranged)
            if ages.read_before(source, today, view.max_age)
        }
    return Reply(view.table(CitedSource, arranged, COLUMNS).replace(cell_notes=marks), view)
