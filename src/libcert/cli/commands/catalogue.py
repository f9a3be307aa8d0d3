"""`libcert catalogue`: begin, check and compare catalogue files."""

from typing import Annotated, Final

import typer

from libcert import files
from libcert.catalogue import load
from libcert.cli import terminal
from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import OutputOption
from libcert.cli.terminal import Output
from libcert.model.credential import Change
from libcert.model.errors import OutputError
from libcert.model.sanitize import clean
from libcert.questions import changes
from libcert.render.phrases import plural

HELP: Final = "Begin, check and compare catalogues of your own."
EXAMPLES: Final = {
    "catalogue new": ("catalogue new --output own.toml",),
    "catalogue check": ("catalogue check own.toml",),
    "catalogue diff": ("catalogue diff old.toml new.toml",),
}

NoBundled = Annotated[
    bool, typer.Option("--no-bundled", help="Check it without the bundled one below it")
]


def new(path: OutputOption = None) -> Output:
    """Print a commented file to begin a catalogue of your own with."""
    if path is not None and path != "-" and terminal.would_replace(path):
        raise OutputError(f"`{path}` is there already", hint="give the name of a new file")
    return Output(files.starter(files.CATALOGUE), path, utf_8=True)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Catalogue files")],
    *,
    no_bundled: NoBundled = False,
) -> Output:
    """Check catalogue files and name what is wrong with them."""
    load(*paths, bundled=not no_bundled)
    said = ""
    for path in paths:
        tables = files.read(path).tables
        found = len(tables.get("credentials", {})), len(tables.get("amendments", {}))
        counted = f"{plural(found[0], 'credential')}, {plural(found[1], 'amendment')}"
        said += f"{clean(path)}: {counted}, nothing wrong\n"
    return Output(said)


@expand_groups()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The catalogue file as it was")],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="The catalogue file as it is")],
    options: AnswerOptions,
) -> Reply:
    """Say which figures came, went or changed between two files."""
    session = Session(options)
    sides = [session.load_catalogue(old), session.load_catalogue(new_)]
    # Only what the two files themselves write is compared, not what lies under both of them.
    tables = [files.read(path).tables for path in (old, new_)]
    amended = {name for table in tables for name in table.get("amendments", {})}
    written = [
        {
            record.id.casefold(): record
            for record in session.priced(
                [side[name] for name in {*table.get("credentials", {}), *amended} if name in side]
            )
        }
        for side, table in zip(sides, tables, strict=True)
    ]
    order = [id_.casefold() for side in sides for id_ in side]
    before, after = ({id_: side[id_] for id_ in order if id_ in side} for side in written)
    found = list(changes.compare_versions(before, after))
    records = sort_and_limit(session, found, Change)
    if not found:
        session.notes.append("the two say the same")
    return Reply(session, build_table(session, Change, records).replace(notes=True))
