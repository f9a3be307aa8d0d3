"""`libcert catalogue`: create, check and compare catalogue files."""

from typing import Annotated, Final

import typer

from libcert.catalogue import Catalogue, merge_files
from libcert.cli import terminal
from libcert.cli.answer import (
    AnswerOptions,
    Reply,
    Session,
    build_table,
    file_notes,
    sort_and_limit,
)
from libcert.cli.option_groups import DATA, expand_groups
from libcert.cli.options import OutputOption
from libcert.cli.terminal import Output
from libcert.files.read import CATALOGUE, File, read_file, read_starter
from libcert.model.credential import Change
from libcert.model.errors import OutputError
from libcert.model.sanitize import clean
from libcert.questions import changes
from libcert.render.phrases import plural

HELP: Final = "Create, check and compare your own catalogues."
EXAMPLES: Final = {
    "catalogue new": ("catalogue new --output own.toml",),
    "catalogue check": ("catalogue check own.toml",),
    "catalogue diff": ("catalogue diff old.toml new.toml",),
}

NoBundled = Annotated[
    bool,
    typer.Option("--no-bundled", help="Check without the bundled catalogue", rich_help_panel=DATA),
]


def new(path: OutputOption = None) -> Output:
    """Print a commented template for your own catalogue."""
    if path is not None and path != "-" and terminal.would_replace(path):
        raise OutputError(f"`{path}` already exists", hint="choose another name")
    return Output(read_starter(CATALOGUE), path, utf_8=True)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Catalogue files")],
    *,
    no_bundled: NoBundled = False,
) -> Output:
    """Check catalogue files and report their errors."""
    files = [read_file(path) for path in paths]
    merge_files(files, bundled=not no_bundled)
    lines = []
    for path, file in zip(paths, files, strict=True):
        credentials = plural(len(_ids(file, "credentials")), "credential")
        amendments = plural(len(_ids(file, "amendments")), "amendment")
        lines.append(f"{clean(path)}: {credentials}, {amendments}, no errors\n")
    notes = [note for file in files for note in file_notes(file, bundled=not no_bundled)]
    return Output("".join(lines), notes=notes)


def _ids(file: File, section: str) -> list[str]:
    """Return the ids in a section of a valid *file*."""
    return [*file.tables.get(section, {})]


@expand_groups(hide=("max_age",))
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Old catalogue file")],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="New catalogue file")],
    options: AnswerOptions,
) -> Reply:
    """Show figures added, removed or changed between two files."""
    session = Session(options)
    own = session.read_own_files()
    sides: list[tuple[Catalogue, list[str]]] = []
    amended: set[str] = set()
    for path in (old, new_):
        file = session.read_own_file(path)
        sides.append((session.overlay([*own, file]), _ids(file, "credentials")))
        amended.update(_ids(file, "amendments"))
    # Only the records in the two files are compared, not all those in the files below them.
    records_by_id = [
        {
            record.id.casefold(): record
            for record in session.with_prices(
                [catalogue[name] for name in {*ids, *amended} if name in catalogue]
            )
        }
        for catalogue, ids in sides
    ]
    order = [id_.casefold() for catalogue, _ in sides for id_ in catalogue]
    before, after = ({id_: side[id_] for id_ in order if id_ in side} for side in records_by_id)
    differences = list(changes.compare_versions(before, after))
    records = sort_and_limit(session, differences, Change)
    if not differences:
        session.notes.append("the two files have the same figures")
    return Reply(session, build_table(session, Change, records).replace(notes=True))
