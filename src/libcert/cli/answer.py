"""The options that every answer takes, and the reply that keeps to them."""

import itertools
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated, Final, Literal, TypeVar, get_args

import typer

from libcert.catalogue import Catalogue, load
from libcert.catalogue.fees import Memberships, with_cost
from libcert.cli import terminal
from libcert.cli.options import OutputOption, completing_fields, split, whole
from libcert.cli.terminal import Written
from libcert.model import ages
from libcert.model.base import Model, json_name, value_class
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.model.limits import MAX_AGE_MONTHS, MAX_SHOWN
from libcert.questions import findings
from libcert.questions.sorting import sort_records
from libcert.render import formats, phrases
from libcert.render.table import Table

_M = TypeVar("_M", bound=Model)
Figures = Literal["listed", "checked"]
UNARRANGED: Final = ("sort", "limit", "max_age")
"""The options of a view that an answer has no use for which is not a list of records."""
MOST_NAMED: Final = 20
"""How many records that may match are named for a reason, and how many reasons are."""
LONG_AGO: Final = "read long ago"
"""What is said of a figure that rests only on what was read longer ago than is asked for."""


@value_class
class View(Model):
    """The options of every answer: which part of it, in which order and form, at whose prices."""

    form: Annotated[
        formats.Format | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            case_sensitive=False,
            help=f"How to write the answer: {', '.join(get_args(formats.Format))}",
        ),
    ] = None
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json")] = False
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            metavar="A,B",
            help="Which fields to show, in this order",
            autocompletion=completing_fields(Credential),
        ),
    ] = None
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            metavar="FIELD",
            help="Sort by a field, or by -FIELD downwards",
            autocompletion=completing_fields(Credential),
        ),
    ] = None
    limit: Annotated[int | None, whole("Show the first N only", "--limit", most=MAX_SHOWN)] = None
    output: OutputOption = None
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member", metavar="SOCIETY", help="Count prices for members, such as of ALA"
        ),
    ] = None
    non_member: Annotated[
        bool, typer.Option("--non-member", help="Count prices for members of no other society")
    ] = False
    figures: Annotated[
        Figures,
        typer.Option(
            "--figures",
            metavar="WHICH",
            case_sensitive=False,
            help="Answer from the figures as listed, or as checked with public sources",
        ),
    ] = "listed"
    max_age: Annotated[
        int | None,
        whole("Mark what was read longer ago", "--max-age", most=MAX_AGE_MONTHS, metavar="MONTHS"),
    ] = None
    catalogues: Annotated[
        list[str] | None,
        typer.Option(
            "--catalogue",
            metavar="FILE",
            help="Lay a catalogue of your own over the bundled one, instead of LIBCERT_CATALOGUE",
        ),
    ] = None
    no_bundled: Annotated[
        bool, typer.Option("--no-bundled", help="Answer from your own catalogues only")
    ] = False

    @cached_property
    def notes(self) -> list[str]:
        """What is to be said beside the answer, once that is written."""
        return []

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue to answer from, with the figures that are asked for."""
        if self.no_bundled and not self.own:
            raise typer.BadParameter(
                "give a catalogue of your own with --catalogue", param_hint="--no-bundled"
            )
        catalogue = self.laid_under()
        if not catalogue:
            self.notes.append("the catalogue has no credentials")
        fees = (fee for credential in catalogue.values() for fee in credential.fees)
        societies = {(fee.organization or "").casefold() for fee in fees} if self.member else set()
        for society in split(self.member):
            if society.casefold() not in societies:
                self.notes.append(f"no price on record depends on a membership in `{society}`")
        return catalogue

    @property
    def own(self) -> list[str]:
        """The catalogues that lie over the bundled one."""
        return self.catalogues or terminal.own_catalogues()

    def laid_under(self, *paths: str) -> Catalogue:
        """Return the catalogue to answer from, with the files at *paths* laid over it."""
        catalogue = load(*self.own, *paths, bundled=not self.no_bundled)
        return catalogue.checked if self.figures == "checked" else catalogue

    def priced(self, credentials: Iterable[Credential]) -> list[Credential]:
        """Return *credentials* at the prices that are asked for."""
        if self.memberships == Memberships():
            return list(credentials)
        return [with_cost(credential, self.memberships) for credential in credentials]

    def note_matches(self, matches: Sequence[MatchedCredential]) -> None:
        """Note which of *matches* may be what is asked for and why, or that none is."""
        reasons: dict[str, list[str]] = {}
        for match in matches:
            if match.match.answer is Answer.MAYBE:
                reasons.setdefault("; ".join(match.match.because), []).append(match.id)
        for reason, ids in itertools.islice(reasons.items(), MOST_NAMED):
            more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
            self.notes.append(f"{', '.join(ids[:MOST_NAMED])}{more} may match: {reason}")
        if len(reasons) > MOST_NAMED:
            self.notes.append(
                f"more may match for {len(reasons) - MOST_NAMED} other reasons;"
                " --maybe includes them, each with its reason"
            )
        if matches and all(match.match.answer is Answer.NO for match in matches):
            self.notes.append("nothing matches")

    def marks(self, records: Sequence[Credential]) -> dict[tuple[str, int], str]:
        """Return what is to be said of single figures: disputed, checked or read long ago."""
        said: dict[tuple[str, int], str] = {}
        for index, record in enumerate(records):
            found = findings.marks(record, checked=self.figures == "checked")
            for name in self._outdated(record):
                found[name] = f"{found[name]}, {LONG_AGO}" if name in found else LONG_AGO
            said |= {(name, index): mark for name, mark in found.items()}
        if any(mark.endswith(LONG_AGO) for mark in said.values()):
            self.notes.append(
                f"some figures rest only on what was read more than {self.max_age} months ago"
            )
        return said

    def _outdated(self, record: Credential) -> set[str]:
        """Return the fields of which every source was read longer ago than is asked for."""
        if self.max_age is None:
            return set()
        fresh: set[str] = set()
        outdated: set[str] = set()
        for source in record.sources:
            old = ages.read_before(source, terminal.today(), self.max_age)
            (outdated if old else fresh).update(source.supports)
        return outdated - fresh

    @property
    def memberships(self) -> Memberships:
        """The memberships that pick the prices."""
        return Memberships(frozenset(split(self.member)), no_other=self.non_member)

    def table(self, model: type[Model], records: Sequence[Model], columns: Sequence[str]) -> Table:
        """Return *records* with the fields asked for, or else all and for people *columns*."""
        asked = _known_fields(split(self.fields), model, "--fields")
        return Table(model, records, fields=asked or tuple(model.FIELDS), columns=asked or columns)

    def reply(self, table: Table, people: Table) -> "Reply":
        """Return *table* as the answer, for people as *people* unless fields are asked for."""
        return Reply(table if self.fields else table.replace(for_people=people), self)

    def sort_records(self, records: Sequence[_M], model: type[Model]) -> list[_M]:
        """Return *records* in the order asked for, and as many."""
        asked = split(self.sort)
        names = _known_fields([name.removeprefix("-") for name in asked], model, "--sort")
        down = ("-" * name.startswith("-") for name in asked)
        ordered = sort_records(
            records, [sign + name for sign, name in zip(down, names, strict=True)]
        )
        if self.limit is not None and self.limit < len(ordered):
            self.notes.append(f"{len(ordered) - self.limit} more left out by --limit {self.limit}")
        return ordered[: self.limit]


@value_class
class Reply(Model):
    """What a command found, and how it is to be shown."""

    table: Table
    view: View

    def written(self) -> Written:
        """Return the reply as it was asked for."""
        view, form = self.view, self.view.form
        if view.as_json:
            if form not in (None, "json"):
                raise typer.BadParameter(f"--json and --format {form} contradict each other")
            form = "json"
        if form is None and view.output is None and terminal.drawn():
            form = "table"
        people = self.table.for_people
        if people is not None and form in (None, "markdown"):
            view.notes.extend(line.strip(phrases.INDENT) for line in people.footer if line)
        looked_at = view.output is None
        canvas = formats.Canvas(
            terminal.width(),
            colour=looked_at and terminal.colour(),
            read=looked_at and terminal.drawn(),
        )
        pieces = formats.render(self.table, form, canvas)
        return Written(pieces, view.output, utf_8=form not in (None, "table"), notes=view.notes)


def _known_fields(asked: Sequence[str], model: type[Model], option: str) -> list[str]:
    """Return the fields of *model* that have the keys *asked*."""
    fields = {json_name(name): name for name in model.FIELDS}
    for name in asked:
        if name not in fields:
            raise typer.BadParameter(
                f"`{name}` is not a field; the fields are {', '.join(fields)}", param_hint=option
            )
    return [fields[name] for name in asked]
