"""The options that every answer has, and the steps from records to an answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Final, TypeVar, get_args

import typer

from libcert.catalogue import Catalogue, merge_files, with_free_ids
from libcert.catalogue.conditions import walk
from libcert.catalogue.fees import Memberships, with_cost
from libcert.cli import terminal
from libcert.cli.option_groups import ABOUT_YOU, DATA, MORE, SHOWN
from libcert.cli.options import (
    OutputOption,
    complete_format,
    field_completion,
    find_format,
    split,
    whole,
)
from libcert.cli.terminal import Output
from libcert.files.read import File, read_file
from libcert.model.base import Model, json_name, model
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.model.limits import MAX_AGE_MONTHS, MAX_SHOWN
from libcert.model.places import (
    contains,
    find_places,
    place_name,
    places_in_words,
    similar_places,
)
from libcert.model.source import read_before
from libcert.questions import findings
from libcert.questions.sorting import sort_records
from libcert.render import formats, phrases
from libcert.render.phrases import describe_status, with_commas
from libcert.render.reasons import count_reasons, describe_with_options
from libcert.render.table import Background, Figures, Table

_M = TypeVar("_M", bound=Model)
NO_SORTING: Final = ("sort", "limit", "max_age")
"""The options to hide if the answer is not a list of records."""
FEW: Final = 2
"""The most possible matches of which notes tell each one."""
MOST_NAMED: Final = 3
"""The most kinds of reasons for possible matches that a note counts."""
LONG_AGO: Final = "read long ago"
"""The note on a figure if all its sources were read too long ago."""


@model
class AnswerOptions(Model):
    """The options of every answer: its fields, order, format and file, catalogue and prices."""

    form: Annotated[
        formats.Format | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            parser=find_format,
            autocompletion=complete_format,
            help=f"Output format: {', '.join(get_args(formats.Format))}",
            rich_help_panel=SHOWN,
        ),
    ] = None
    as_json: Annotated[
        bool, typer.Option("--json", help="Short for --format json", rich_help_panel=MORE)
    ] = False
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            metavar="A,B",
            help="Fields to show, in this order",
            autocompletion=field_completion(Credential),
            rich_help_panel=SHOWN,
        ),
    ] = None
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            metavar="FIELD",
            help="Sort by FIELD, or by -FIELD in descending order",
            autocompletion=field_completion(Credential),
            rich_help_panel=SHOWN,
        ),
    ] = None
    limit: Annotated[
        int | None,
        whole("Show only the first N", "--limit", least=1, most=MAX_SHOWN, group=SHOWN),
    ] = None
    output: OutputOption = None
    no_pager: Annotated[
        bool,
        typer.Option(
            "--no-pager",
            help="Show a long answer at once, without a pager",
            rich_help_panel=MORE,
        ),
    ] = False
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            metavar="SOCIETY",
            help="Society you belong to, such as ALA, for its prices",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None
    non_member: Annotated[
        bool,
        typer.Option(
            "--non-member",
            help="You belong to no other society",
            rich_help_panel=MORE,
        ),
    ] = False
    figures: Annotated[
        Figures,
        typer.Option(
            "--figures",
            metavar="WHICH",
            case_sensitive=False,
            help="Use figures as listed, or as checked with public sources",
            rich_help_panel=MORE,
        ),
    ] = "listed"
    max_age: Annotated[
        int | None,
        whole(
            "Mark figures read more than this many months ago",
            "--max-age",
            most=MAX_AGE_MONTHS,
            metavar="MONTHS",
            group=MORE,
        ),
    ] = None
    catalogues: Annotated[
        list[str] | None,
        typer.Option(
            "--catalogue",
            "--catalog",
            metavar="FILE",
            help="Add your own catalogue; overrides LIBCERT_CATALOGUE",
            rich_help_panel=DATA,
        ),
    ] = None
    no_bundled: Annotated[
        bool,
        typer.Option("--no-bundled", help="Use only your own catalogues", rich_help_panel=MORE),
    ] = False


_HOW_TO_NAME_A_PLACE: Final = "write its name or its ISO 3166 code, such as ohio, US-OH or UK"


class Session:
    """The work on one answer: its options, the catalogue and prices they select, and its notes."""

    def __init__(self, options: AnswerOptions, day: date | None = None) -> None:
        """Begin without notes.

        Args:
            options: The options of the answer.
            day: The day to answer for; None means today.
        """
        self.options = options
        self.notes: list[str] = []
        self.rates: Sequence[str] = ()
        self.today = day or terminal.today()

    def note_once(self, note: str) -> None:
        """Add *note* unless it is there already."""
        if note not in self.notes:
            self.notes.append(note)

    @property
    def checked(self) -> bool:
        """Whether to answer from the figures as checked with public sources."""
        return self.options.figures == "checked"

    @property
    def is_drawn(self) -> bool:
        """Whether the answer is a drawn table, which should fit a screen."""
        if self.options.as_json or self.options.form is not None:
            return self.options.form == "table"
        return self.options.output is None and terminal.stdout_is_terminal()

    @property
    def memberships(self) -> Memberships:
        """The memberships that select prices."""
        societies = frozenset(split(self.options.member))
        return Memberships(societies, no_other=self.options.non_member)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The selected catalogue; notes say if it is empty or lacks a society of `--member`.

        Raises:
            BadParameter: If `--no-bundled` leaves no catalogue.
            InvalidCatalogueError: If a file cannot be read or breaks a rule of the model.
        """
        if self.options.no_bundled and not self.own_catalogues:
            raise typer.BadParameter(
                "add your own catalogue with --catalogue", param_hint="--no-bundled"
            )
        catalogue = self.overlay(self.read_own_files())
        if not catalogue:
            self.notes.append("the catalogue has no credentials")
        members = split(self.options.member)
        societies = _societies(catalogue.values()) if members else ()
        for society in members:
            if society.casefold() not in societies:
                self.notes.append(f"nothing on record depends on a membership in `{society}`")
        return catalogue

    def read_own_files(self) -> list[File]:
        """Return the files of the person's own catalogues; notes say what they lose."""
        files = [read_file(path) for path in self.own_catalogues]
        return self._with_notes(files)

    def read_own_file(self, path: str, below: Sequence[File]) -> File:
        """Return the catalogue file at *path*, over those *below*.

        Notes say what others may not expect of it.
        """
        return self._with_notes([*below, read_file(path)], start=len(below))[-1]

    def _with_notes(self, files: Sequence[File], start: int = 0) -> list[File]:
        """Return *files* with ids that are free; notes are on those from number *start* on."""
        free = with_free_ids(files, () if self.options.no_bundled else None)
        for file in free[start:]:
            self.notes += file_notes(file)
        return free

    def overlay(self, files: Sequence[File]) -> Catalogue:
        """Return the catalogue of *files*, merged over the bundled one unless that is hidden."""
        catalogue = merge_files(files, bundled=not self.options.no_bundled)
        return catalogue.checked if self.checked else catalogue

    @property
    def own_catalogues(self) -> list[str]:
        """The files of the person's own catalogues."""
        return self.options.catalogues or terminal.own_catalogues()

    def place(self, text: str | None) -> str | None:
        """Return the code of the place that *text* names; None if it is None.

        If *text* has two readings, the one that the catalogue knows is meant, and a note says so.

        Raises:
            BadParameter: If *text* is no place, or if both readings are in the catalogue.
        """
        if text is None:
            return None
        codes = find_places(text)
        is_exact = bool(codes)
        codes = codes or places_in_words(text)
        if len(codes) > 1:
            known = self._known_places
            likely = [code for code in codes if any(contains(code, place) for place in known)]
            if len(likely) != 1:
                names = " or ".join(map(place_name, codes))
                are_codes_clear = all(len(find_places(code)) == 1 for code in codes)
                raise typer.BadParameter(
                    f"`{text}` can be {names}; write the {'code' if are_codes_clear else 'name'}",
                    param_hint="--where",
                )
            codes, is_exact = likely, False
        if not codes:
            near = " or ".join(similar_places(text))
            what = f"did you mean {near}?" if near else _HOW_TO_NAME_A_PLACE
            raise typer.BadParameter(f"`{text[:40]}` is not a place; {what}", param_hint="--where")
        if not is_exact:
            self.notes.append(f"`{text}` is taken as {place_name(codes[0])}")
        return codes[0]

    @cached_property
    def _known_places(self) -> set[str]:
        """The places of the records in the catalogue."""
        return {place for record in self.catalogue.values() for place in record.where}

    def note_closed(self, credentials: Iterable[Credential]) -> None:
        """Add a note on each of *credentials* that is closed or closing."""
        for credential in credentials:
            status = credential.status
            if status.is_closed(self.today):
                status = status.replace(state="closed")
            if status.state in {"closed", "closing"}:
                self.notes.append(f"{credential.id} is {describe_status(status)}")

    def on_offer(self, credentials: Iterable[Credential]) -> list[Credential]:
        """Return those of *credentials* that are not closed and that a public source shows.

        One note counts the others.
        """
        every = list(credentials)
        open_ = [one for one in every if not one.status.is_closed(self.today)]
        found = [one for one in open_ if one.standing != "not-found"]
        closed, unfound = len(every) - len(open_), len(open_) - len(found)
        left_out = [
            phrases.plural(closed, "closed credential") if closed else "",
            f"{unfound} that no public source shows" if unfound else "",
        ]
        if closed or unfound:
            verb = "is" if closed + unfound == 1 else "are"
            self.notes.append(f"{' and '.join(filter(None, left_out))} {verb} left out")
        return found

    def with_prices(self, credentials: Iterable[Credential]) -> list[Credential]:
        """Return *credentials* with their costs at the selected prices."""
        if self.memberships == Memberships():
            return list(credentials)
        return [with_cost(credential, self.memberships) for credential in credentials]

    def open_in_browser(self, path: str) -> None:
        """Open the file *path* in the browser of the person; add a note if none was found."""
        if not terminal.open_in_browser(path):
            self.notes.append(f"no browser was found; open {path} yourself")

    def background(self, records: Sequence[Credential]) -> Background | None:
        """Return all that a database of *records* needs besides them; None for other formats.

        The rules are those that name one of *records*, or all if *records* are the whole catalogue.
        """
        if self.options.form not in formats.FILE_WRITERS:
            return None
        catalogue, ids = self.catalogue, {record.id for record in records}
        is_whole = len(ids) == len(catalogue)
        return Background(
            figures=self.options.figures,
            members=split(self.options.member),
            non_member=self.options.non_member,
            rates=self.rates,
            organizations={each.issuer.id: each.issuer.name for each in catalogue.values()},
            mandates=[
                mandate
                for mandate in catalogue.mandates
                if is_whole or not ids.isdisjoint(mandate.credentials)
            ],
            is_whole=is_whole,
        )


def file_notes(file: File) -> list[str]:
    """Return notes on what a file in CTDL loses, and on the bundled records that it replaces.

    The ids in such a file may be chosen by libcert, so nobody knows that they are taken.
    """
    notes = []
    if file.left_out:
        notes.append(f"{file.name}: {phrases.describe_left_out(file.left_out, file.incomplete)}")
    for old, new in file.renamed.items():
        name = file.tables["credentials"][new]["name"]
        notes.append(f"{file.name}: `{old}` is taken, so the id of {name} is `{new}`")
    if file.replaced:
        taken = ", ".join(f"{id_} ({name})" for id_, name in file.replaced.items())
        notes.append(f"{file.name} replaces bundled credentials: {taken}")
    return notes


def _societies(credentials: Iterable[Credential]) -> frozenset[str]:
    """Return the societies that a price, a condition or a renewal depends on, in lower case."""
    names: set[str | None] = set()
    for credential in credentials:
        names.add(credential.renewal.membership)
        names.update(fee.organization for fee in credential.fees)
        names.update(
            part.membership for condition in credential.requirements for part in walk(condition)
        )
    return frozenset(name.casefold() for name in names if name is not None)


@model(kw_only=False)
class Reply(Model):
    """The answer of a command before it is text."""

    session: Session
    table: Table

    def to_output(self) -> Output:
        """Return the answer in the selected format.

        Raises:
            BadParameter: If two options ask for different formats, or the answer has not this one.
            LibcertError: If a library for the format is missing.
        """
        options, form, notes = self.session.options, self.session.options.form, self.session.notes
        if options.as_json:
            if form not in (None, "json"):
                raise typer.BadParameter(f"--json and --format {form} cannot be used together")
            form = "json"
        if form is not None and form in formats.FILE_WRITERS:
            return self._to_file(form)
        if form == "ctdl":
            self._check_ctdl()
        is_live = options.output is None and terminal.stdout_is_terminal()
        if form is None and is_live:
            form = "table"
        people = self.table.for_people
        if people is not None and form in (None, "markdown"):
            notes.extend(
                line.strip(phrases.INDENT) for line in (*people.lead, *people.footer) if line
            )
        color = options.output is None and terminal.color()
        links = options.output is None and terminal.links()
        canvas = formats.Canvas(terminal.width(), color=color, links=links, indented=is_live)
        return Output(
            formats.render(self.table, form, canvas),
            options.output,
            utf_8=form not in (None, "table"),
            paged=not options.no_pager,
            notes=notes,
        )

    def _to_file(self, form: formats.Format) -> Output:
        """Return the answer as the content of a file in *form*, which is no text.

        Raises:
            BadParameter: If the answer or the other options do not fit the format.
            LibcertError: If a library for the format is missing.
        """
        options, background = self.session.options, self.table.background
        asked = f"--format {form}"
        if background is None:
            raise typer.BadParameter(
                f"only `libcert list`, `show`, `filter` and `search` have {asked}"
            )
        if options.output in (None, "-") and terminal.stdout_is_terminal():
            raise typer.BadParameter(f"{asked} needs --output FILE")
        content = formats.FILE_WRITERS[form](self.table, background)
        return Output(content, options.output, notes=self.session.notes)

    def _check_ctdl(self) -> None:
        """Raise a BadParameter if the answer has no form in CTDL."""
        if not issubclass(self.table.model, Credential):
            raise typer.BadParameter(
                "`ctdl` is for credentials; list, show, filter, search and compare have it",
                param_hint="--format",
            )


def build_table(
    session: Session,
    model: type[Model],
    records: Sequence[Model],
    columns: Sequence[str] = (),
    *,
    for_people: Table | None = None,
) -> Table:
    """Return the table of *records* with the fields in `--fields`, or else the usual ones.

    Args:
        session: The session.
        model: The class of the records.
        records: The records.
        columns: The usual fields in formats for people; if empty, all fields.
        for_people: A table with other rows that people get without `--fields`.

    Raises:
        BadParameter: If `--fields` has an unknown field.
    """
    selected = _known_fields(split(session.options.fields), model, "--fields")
    return Table(
        model,
        records,
        fields=selected or tuple(model.FIELDS),
        columns=selected or columns or tuple(model.FIELDS),
        for_people=None if selected else for_people,
    )


def sort_and_limit(session: Session, records: Sequence[_M], model: type[_M]) -> list[_M]:
    """Return *records* in the order of `--sort`, at most as many as `--limit`.

    Raises:
        BadParameter: If `--sort` has an unknown field.
    """
    keys = split(session.options.sort)
    names = _known_fields([key.removeprefix("-") for key in keys], model, "--sort")
    signs = ("-" * key.startswith("-") for key in keys)
    by = [sign + name for sign, name in zip(signs, names, strict=True)]
    ordered = sort_records(records, by, phrases.one_line)
    limit = session.options.limit
    if limit is not None and limit < len(ordered):
        session.notes.append(f"--limit {limit} hides {len(ordered) - limit} more")
    return ordered[:limit]


def _known_fields(names: Sequence[str], model: type[Model], option: str) -> list[str]:
    """Return the fields of *model* with these *names* in JSON."""
    fields = {json_name(field): field for field in model.FIELDS}
    typed = [name.lower().replace("-", "_") for name in names]
    for name in typed:
        if name not in fields:
            from libcert.cli.suggestions import unknown_field  # only errors need it

            raise typer.BadParameter(unknown_field(name, fields), param_hint=option)
    return [fields[name] for name in typed]


def note_matches(
    session: Session,
    matches: Sequence[MatchedCredential],
    option: str | None = "add --maybe to see them",
    *,
    every_reason: bool = False,
) -> None:
    """Add notes on possible *matches* with their reasons, or a note that nothing matches.

    There are at most two notes, unless *every_reason* is true.

    Args:
        session: The session.
        matches: The records.
        option: What to do to see all of them; None if the answer has them.
        every_reason: Whether to name all records for each reason.
    """
    possible = [match for match in matches if match.match.answer is Answer.MAYBE]
    how = f"; {option}" if option else ""
    if every_reason:
        session.notes += _all_reasons(possible)
    elif 0 < len(possible) <= FEW:
        for match in possible:
            because = "; ".join(dict.fromkeys(map(describe_with_options, match.match.because)))
            session.notes.append(f"{match.id} might match: {because}{how}")
            how = ""
    elif possible:
        verb = "might match" if option is None else "more might match"
        session.notes.append(f"{len(possible)} {verb}{how}")
        counts = count_reasons(match.match.because for match in possible)
        rest = len(counts) - MOST_NAMED
        others = [f"{phrases.plural(rest, 'other reason')} (--why tells all)"] if rest > 0 else []
        session.notes.append("; ".join([*counts[:MOST_NAMED], *others]))
    if matches and all(match.match.answer is Answer.NO for match in matches):
        session.notes.append("nothing matches")


def _all_reasons(possible: Sequence[MatchedCredential]) -> list[str]:
    """Return each reason once, with all records that it is for."""
    ids_by_reason: dict[str, list[str]] = {}
    for match in possible:
        for reason in dict.fromkeys(map(describe_with_options, match.match.because)):
            ids_by_reason.setdefault(reason, []).append(match.id)
    return [f"{', '.join(ids)} might match: {reason}" for reason, ids in ids_by_reason.items()]


def cell_notes(session: Session, records: Sequence[Credential]) -> dict[tuple[str, int], str]:
    """Return notes on figures that are disputed, checked or read long ago.

    The keys are the field and the position of the record.
    """
    notes: dict[tuple[str, int], str] = {}
    for position, record in enumerate(records):
        by_field = findings.marks(record, checked=session.checked)
        if record.status.state in {"closing", "closed"}:
            by_field["name"] = with_commas(by_field.get("name"), record.status.state)
        for field in _outdated_fields(session, record):
            by_field[field] = f"{by_field[field]}, {LONG_AGO}" if field in by_field else LONG_AGO
        notes |= {(field, position): note for field, note in by_field.items()}
    if any(note.endswith(LONG_AGO) for note in notes.values()):
        months = session.options.max_age
        session.notes.append(
            f"some figures rest only on sources read more than {months} months ago"
        )
    return notes


def _outdated_fields(session: Session, record: Credential) -> set[str]:
    """Return the fields whose sources were all read longer ago than `--max-age`."""
    months = session.options.max_age
    if months is None:
        return set()
    fresh: set[str] = set()
    outdated: set[str] = set()
    for source in record.sources:
        is_outdated = read_before(source, terminal.today(), months)
        (outdated if is_outdated else fresh).update(source.supports)
    return outdated - fresh
