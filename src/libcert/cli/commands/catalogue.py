"""`libcert catalogue`: begin, check and compare catalogues of one's own."""

from typing import Annotated

import typer

from libcert.catalogue import Catalogue, merge_files
from libcert.cli import terminal
from libcert.cli.answer import Reply, View
from libcert.cli.options import OutputOption, taking_options
from libcert.cli.terminal import Written
from libcert.files.read import CATALOGUE, File, read_file, read_starter
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
    return Written(read_starter(CATALOGUE), path, utf_8=True)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Catalogue files")],
    *,
    no_bundled: NoBundled = False,
) -> Written:
    """Check catalogue files and name what is wrong with them."""
    files = [read_file(path) for path in paths]
    merge_files(files, bundled=not no_bundled)
    lines = []
    for path, file in zip(paths, files, strict=True):
        credentials = plural(len(_ids(file, "credentials")), "credential")
        amendments = plural(len(_ids(file, "amendments")), "amendment")
        lines.append(f"{clean(path)}: {credentials}, {amendments}, nothing wrong\n")
    return Written("".join(lines))


def _ids(file: File, section: str) -> list[str]:
    """Return the ids in a section of a valid *file*."""
    return [*file.tables.get(section, {})]


@taking_options()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The catalogue file as it was")],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="The catalogue file as it is")],
    view: View,
) -> Reply:
    """Say which figures came, went or changed between two files."""
    own = view.read_own()
    sides: list[tuple[Catalogue, list[str]]] = []
    amended: set[str] = set()
    for path in (old, new_):
        file = read_file(path)
        sides.append((view.overlay([*own, file]), _ids(file, "credentials")))
        amended.update(_ids(file, "amendments"))
    # Only the records in the two files are compared, not all those in the files below them.
    records_by_id = [
        {
            record.id.casefold(): record
            for record in view.priced(
                [catalogue[name] for name in {*ids, *amended} if name in catalogue]
            )
        }
        for catalogue, ids in sides
    ]
    order = [id_.casefold() for catalogue, _ in sides for id_ in catalogue]
    before, after = ({id_: side[id_] for id_ in order if id_ in side} for side in records_by_id)
    found = list(changes.compare_versions(before, after))
    records = view.sort_records(found, Change)
    if not found:
        view.notes.append("the two say the same")
    table = view.table(Change, records, tuple(Change.FIELDS))
    return Reply(table.replace(notes=True), view)
