"""`libcert catalogue`: create, check and compare catalogue files."""

import os
from datetime import date
from typing import Annotated, Final

import typer

from libcert.catalogue import Catalogue, merge_files, with_free_ids
from libcert.cli import terminal
from libcert.cli.answer import (
    AnswerOptions,
    Reply,
    Session,
    build_table,
    file_notes,
    sort_and_limit,
)
from libcert.cli.option_groups import DATA, WHICH, expand_groups
from libcert.cli.options import OutputOption, currency_code, parse
from libcert.cli.terminal import Output
from libcert.files.read import CATALOGUE, File, read_file, read_starter
from libcert.model.credential import Change
from libcert.model.errors import OutputError
from libcert.model.limits import MAX_BYTES_READ_AS_TABLE
from libcert.model.sanitize import clean
from libcert.questions import changes
from libcert.render.phrases import plural

HELP: Final = "Create, import, check and compare your own catalogues."
EXAMPLES: Final = {
    "catalogue new": ("catalogue new --output own.toml",),
    "catalogue import": (
        "catalogue import --template --output own.csv",
        "catalogue import own.csv --output own.toml",
        "catalogue import own.csv --vouched --read today --skip",
    ),
    "catalogue check": ("catalogue check own.toml",),
    "catalogue diff": ("catalogue diff old.toml new.toml",),
}

NoBundled = Annotated[
    bool,
    typer.Option("--no-bundled", help="Check without the bundled catalogue", rich_help_panel=DATA),
]


def _currency(code: str | None) -> str | None:
    return None if code is None else currency_code(code)


def _past_day(text: str) -> date:
    from libcert.cli.spreadsheet import read_cells

    return parse(lambda words: read_cells.past_day(words, terminal.today()), text)


def new(path: OutputOption = None) -> Output:
    """Print a commented template for your own catalogue."""
    _check_new(path)
    return Output(read_starter(CATALOGUE), path, utf_8=True)


def import_(  # noqa: PLR0913 - the options of a command
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="CSV file from a spreadsheet; - is standard input"),
    ] = None,
    *,
    template: Annotated[
        bool,
        typer.Option("--template", help="Print a table to fill in", rich_help_panel=WHICH),
    ] = False,
    skip: Annotated[
        bool,
        typer.Option("--skip", help="Leave out rows that cannot be read", rich_help_panel=WHICH),
    ] = False,
    vouched: Annotated[
        bool,
        typer.Option(
            "--vouched",
            help="You are the issuer, and you vouch for the rows",
            rich_help_panel=WHICH,
        ),
    ] = False,
    read: Annotated[
        date | None,
        typer.Option(
            "--read",
            metavar="DATE",
            parser=_past_day,
            help="Day on which you read the pages, if no column says it",
            rich_help_panel=WHICH,
        ),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency",
            metavar="CODE",
            callback=_currency,
            help="Currency of amounts without one (USD)",
            rich_help_panel=WHICH,
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace the output, if it exists", rich_help_panel=WHICH),
    ] = False,
    path: OutputOption = None,
) -> Output:
    """Make a catalogue from a table of credentials, one a row."""
    from libcert.cli.spreadsheet import make_catalogue  # no other command needs these
    from libcert.cli.spreadsheet.row_records import Records
    from libcert.files.csv_table import parse_table, read_table

    if template or file is None:
        if file is not None:
            raise typer.BadParameter("--template and a file cannot be used together")
        _check_new(path)
        notes = [] if template else [_HOW_TO_IMPORT]
        return Output(make_catalogue.template(), path, utf_8=True, notes=notes)
    _check_output(path, file, replace=replace)
    if file == "-":
        content = terminal.read_input(MAX_BYTES_READ_AS_TABLE)
        table = parse_table(content, "standard input", make_catalogue.count_columns)
    else:
        table = read_table(file, make_catalogue.count_columns)
    work = make_catalogue.TableImport(table, terminal.today(), Records(vouched, read, currency))
    text = work.to_toml(skip=skip)
    if path is not None and path != "-":
        work.notes.append(f"use it with `libcert list --catalogue {clean(path)}`")
    return Output(text, path, utf_8=True, notes=work.notes)


_HOW_TO_IMPORT: Final = (
    "this is a table to fill in; `libcert catalogue import FILE.csv` makes a catalogue from it"
)


def _check_new(path: str | None) -> None:
    """Raise an `OutputError` if an output to *path* would replace a file."""
    if path is not None and path != "-" and terminal.would_replace(path):
        raise OutputError(f"`{path}` already exists", hint="choose another name")


def _check_output(path: str | None, file: str, *, replace: bool) -> None:
    """Raise an `OutputError` if the catalogue of *file* cannot be written to *path*.

    Args:
        path: The output; None is standard output.
        file: The table.
        replace: Whether *path* may exist.
    """
    if path is None or path == "-":
        return
    if file != "-" and os.path.realpath(path) == os.path.realpath(file):
        raise OutputError(f"`{path}` is the table itself", hint="choose another name")
    if path.lower().endswith((".csv", ".json", ".jsonl", ".ndjson", ".xlsx")):
        raise OutputError(
            f"`{path}` is not the name of a TOML file", hint="choose a name that ends in `.toml`"
        )
    if not replace and terminal.would_replace(path):
        hint = "choose another name, or use `--replace`"
        raise OutputError(f"`{path}` already exists", hint=hint)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Catalogue files")],
    *,
    no_bundled: NoBundled = False,
) -> Output:
    """Check catalogue files and report their errors."""
    read = [read_file(path) for path in paths]
    files = with_free_ids(read, () if no_bundled else None)
    merge_files(files, bundled=not no_bundled)
    lines = []
    for path, file in zip(paths, files, strict=True):
        credentials = plural(len(_ids(file, "credentials")), "credential")
        amendments = plural(len(_ids(file, "amendments")), "amendment")
        lines.append(f"{clean(path)}: {credentials}, {amendments}, no errors\n")
    notes = [note for file in files for note in file_notes(file)]
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
        file = session.read_own_file(path, own)
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
