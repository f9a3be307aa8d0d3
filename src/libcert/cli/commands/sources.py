"""`libcert sources`: the sources of records, and the figures that each supports."""

from typing import Annotated, Final

import typer

from libcert.cli.answer import (
    LONG_AGO,
    AnswerOptions,
    Reply,
    Session,
    build_table,
    sort_and_limit,
)
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id
from libcert.cli.read_records import find_records
from libcert.model.source import CitedSource, is_old, read_before

EXAMPLES: Final = {
    "sources": (
        "sources LSSC",
        "sources --sort dated --json",
    ),
}
COLUMNS: Final = ("id", "publisher", "title", "dated", "read", "tier", "credentials")

CLIPPED: Final = ("publisher", "title", "credentials")
SPARE: Final = ("tier", "credentials")
"""The columns that a narrow terminal does not show."""


@expand_groups(hide=("member", "non_member", "figures"))
def sources(
    options: AnswerOptions,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="Credentials whose sources to list; all if you name none",
            show_default=False,
            autocompletion=complete_id,
        ),
    ] = None,
) -> Reply:
    """List sources and the figures that they support."""
    session = Session(options)
    catalogue = session.catalogue
    supported: dict[str, dict[str, str]] = {} if ids else {id_: {} for id_ in catalogue.sources}
    for record in find_records(ids, catalogue) if ids else catalogue.values():
        for source in record.sources:
            supported.setdefault(source.id, {})[record.id] = ", ".join(source.supports)
    if not ids:
        for kind, statements in (("mandate", catalogue.mandates), ("fact", catalogue.facts)):
            for statement in statements:
                for source in statement.sources:
                    supported[source.id][statement.id] = kind
    cited = [
        CitedSource.unvalidated(
            catalogue.sources[id_].values()
            | {
                "credentials": tuple(fields_by_record),
                "supports": tuple(
                    f"{record}: {fields}" for record, fields in fields_by_record.items()
                ),
            }
        )
        for id_, fields_by_record in supported.items()
    ]
    records = sort_and_limit(session, cited, CitedSource)
    notes = {
        ("dated", position): "old" for position, source in enumerate(records) if is_old(source)
    }
    if options.max_age is not None:
        notes |= {
            ("read", position): LONG_AGO
            for position, source in enumerate(records)
            if read_before(source, session.today, options.max_age)
        }
    table = build_table(session, CitedSource, records, COLUMNS)
    links = {source.title: source.url for source in records}
    return Reply(
        session, table.replace(cell_notes=notes, links=links, clipped=CLIPPED, spare=SPARE)
    )
