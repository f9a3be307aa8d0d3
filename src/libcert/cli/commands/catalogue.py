"""`libcert catalogue`: begin, check and compare catalogues of one's own."""

from typing import Annotated

import typer

from libcert import files
from libcert.catalogue import load
from libcert.cli import terminal
from libcert.cli.answer import Reply, View
from libcert.cli.options import OutputOption, taking_options
from libcert.cli.terminal import Written
from libcert.model.credential import Change
from libcert.model.errors import OutputError
from libcert.model.sanitize import clean
from libcert.questions import changes
from libcert.render.phrases import plural

NoBundled = Annotated[
    bool, typer.Option("--no-bundled", help="Check it without the bundled one below it")
]


def new(path: OutputOption = None) -> Written:
    """Print a commented file to begin a catalogue of your own with."""
    if path is not None and path != "-" and terminal.replaces(path):
        raise OutputError(f"`{path}` is there already", hint="give the name of a new file")
    return Written(files.starter(files.CATALOGUE), path, utf_8=True)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Catalogue files")],
    *,
    no_bundled: NoBundled = False,
) -> Written:
    """Check catalogue files and name what is wrong with them."""
    load(*paths, bundled=not no_bundled)
    said = ""
    for path in paths:
        tables = files.read(path).tables
        found = len(tables.get("credentials", {})), len(tables.get("amendments", {}))
        counted = f"{plural(found[0], 'credential')}, {plural(found[1], 'amendment')}"
        said += f"{clean(path)}: {counted}, nothing wrong\n"
    return Written(said)


@taking_options()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The catalogue file as it was")],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="The catalogue file as it is")],
    view: View,
) -> Reply:
    """Say which figures came, went or changed between two files."""
    sides = [view.laid_under(old), view.laid_under(new_)]
    # Only what the two files themselves write is compared, not what lies under both of them.
    tables = [files.read(path).tables for path in (old, new_)]
    amended = {name for table in tables for name in table.get("amendments", {})}
    written = [
        {
            record.id.casefold(): record
            for record in view.priced(
                [side[name] for name in {*table.get("credentials", {}), *amended} if name in side]
            )
        }
        for side, table in zip(sides, tables, strict=True)
    ]
    order = [id_.casefold() for side in sides for id_ in side]
    before, after = ({id_: side[id_] for id_ in order if id_ in side} for side in written)
    found = list(changes.compare_versions(before, after))
    records = view.sort_records(found, Change)
    if not found:
        view.notes.append("the two say the same")
    table = view.table(Change, records, tuple(Change.FIELDS))
    return Reply(table.replace(notes=True), view)
