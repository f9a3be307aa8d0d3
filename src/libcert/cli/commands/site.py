"""`libcert site`: the catalogue as a website."""

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Annotated, Final

import typer

from libcert import __version__
from libcert.catalogue import Catalogue
from libcert.cli.answer import NO_SORTING, AnswerOptions, Session, cell_notes
from libcert.cli.option_groups import SHOWN, expand_groups
from libcert.cli.options import WhereOption, check_utf_8
from libcert.cli.terminal import Output
from libcert.files.replace_folder import replace_folder
from libcert.model.credential import Answer, Credential
from libcert.model.limits import LINK_PATTERN
from libcert.model.mandate import MatchedMandate
from libcert.model.places import EVERYWHERE, contains, holds_in, place_name
from libcert.model.section import Section
from libcert.questions import facets
from libcert.questions.mandates import Post, find_mandates
from libcert.questions.search import search_parts
from libcert.questions.sorting import group, sections
from libcert.render.phrases import plural

EXAMPLES: Final = {
    "site": (
        "site --output site",
        "site --where ohio --url https://example.org/ -o site",
    ),
}
TITLE: Final = "Credentials for work in libraries"
"""The title of a website for all places."""
_SPELLING: Final = "write it as https://example.org/certs/"


def _check_url(text: str | None) -> str | None:
    """Return an address with a slash at its end, as the callback of an option."""
    if text is None:
        return None
    if not re.fullmatch(LINK_PATTERN, text) or re.search(r"[?#\\']", text) or not text.isascii():
        raise typer.BadParameter(f"`{text[:60]}` is not the address of a website; {_SPELLING}")
    return text.rstrip("/") + "/"


def _check_title(text: str | None) -> str | None:
    if text is not None and not (check_utf_8([text]) and text.strip()):
        raise typer.BadParameter("give the website a title")
    return text


def _check_folder(path: str) -> str:
    if path in {"", "-"}:
        raise typer.BadParameter("name the folder for the pages, such as `site`")
    return path


@expand_groups(
    hide=(*NO_SORTING, "form", "as_json", "fields", "output", "no_pager", "member", "non_member")
)
def site(  # noqa: PLR0913 - options
    options: AnswerOptions,
    *,
    folder: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            callback=_check_folder,
            help="Folder for the pages, written completely or not at all",
            rich_help_panel=SHOWN,
        ),
    ],
    where: WhereOption = None,
    title: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            callback=_check_title,
            help="Title of the website",
            rich_help_panel=SHOWN,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            callback=_check_url,
            help="Its address, for a sitemap and for links to its data",
            rich_help_panel=SHOWN,
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open", help="Open it in the browser", rich_help_panel=SHOWN)
    ] = False,
) -> Output:
    """Write the catalogue as a website, for any web server or none.

    It has a page for each credential and place, a list to choose from, and a search. The pages need
    no server and no network, and can be read without a script. The folder is replaced as a whole,
    but never if it has files that this command did not write.
    """
    from libcert.render.pages.site import Site  # only this command makes pages
    from libcert.render.pages.site_pages import site_files

    session = Session(options)
    place = session.place(where)
    catalogue = session.catalogue
    records = [record for record in catalogue.values() if _may_count(record, place)]
    if left_out := len(catalogue) - len(records):
        session.notes.append(f"{plural(left_out, 'credential')} of other places left out")
    ordered = group(records, place, catalogue.families)
    kept = {record.id for record in ordered}
    codes = _places(ordered, catalogue, place)
    currency = facets.main_currency(ordered)
    values = Site(
        title=title or (TITLE if place is None else f"{TITLE}: {place_name(place)}"),
        url=url,
        day=session.today,
        version=__version__,
        command=_command(session, where, title, url),
        place=place,
        catalogue=_origin(session),
        groups=_groups(ordered),
        marks=_marks(session, ordered),
        choices={record.id: facets.choices_of(record, currency) for record in ordered},
        origins={} if options.no_bundled else _file_names(catalogue),
        currency=currency,
        better=catalogue.checked,
        families={
            family: levels
            for family, ids in catalogue.families.items()
            if (levels := [id_ for id_ in ids if id_ in kept])
        },
        rules=_rules(catalogue, codes),
        texts={record.id: search_parts(record) for record in ordered},
        checked=session.checked,
    )
    count = replace_folder(folder, site_files(values, facets.CHOICES))
    start = str(PurePath(folder) / "index.html")
    counts = [(len(ordered), "credential"), (len(codes), "place"), (count, "file")]
    words = ", ".join(plural(number, noun) for number, noun in counts)
    session.notes.insert(0, f"wrote {folder}: {words}; open {start}")
    if url is None:
        session.notes.append("no sitemap, because it needs the address of the website: --url")
    if show:
        session.open_in_browser(start)
    return Output("", notes=session.notes)


def _may_count(record: Credential, place: str | None) -> bool:
    """Return whether *record* counts in *place* or in a part of it, or does not say where."""
    return place is None or holds_in(record.where, place) is not Answer.NO


def _places(
    records: Sequence[Credential], catalogue: Catalogue, place: str | None
) -> Sequence[str]:
    """Return the places that have a page, in the order of their codes.

    They are the places of credentials and rules and the countries of these; only those that contain
    *place*, or that it contains.
    """
    named = {code for record in records for code in record.where}
    named.update(code for mandate in catalogue.mandates for code in mandate.where)
    named.update([code.partition("-")[0] for code in named])
    if place is not None:
        named = {code for code in named if contains(code, place) or contains(place, code)} | {place}
    return sorted(named, key=lambda code: (code == EVERYWHERE, code))


def _rules(catalogue: Catalogue, codes: Sequence[str]) -> Mapping[str, Sequence[MatchedMandate]]:
    """Return the rules of each place and its parts."""
    mandates = list(catalogue.mandates)
    return {code: find_mandates(mandates, Post(where=code)) for code in codes}


def _groups(
    records: Sequence[Credential],
) -> list[tuple[Section, Sequence[Credential]]]:
    pairs = zip(sections(records), records, strict=True)
    return [
        (section, [record for _, record in alike])
        for section, alike in itertools.groupby(pairs, lambda pair: pair[0])
    ]


def _marks(session: Session, records: Sequence[Credential]) -> dict[str, dict[str, str]]:
    """Return the notes on figures by the id of the record, and by field."""
    marks: dict[str, dict[str, str]] = {}
    for (field, position), note in cell_notes(session, records).items():
        marks.setdefault(records[position].id, {})[field] = note
    return marks


def _file_names(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Return the file of each field that is not bundled, without its folder."""
    return {
        id_: {field: PurePath(file).name for field, file in fields.items()}
        for id_, fields in catalogue.origins.items()
    }


def _command(session: Session, where: str | None, title: str | None, url: str | None) -> str:
    """Return the command that makes the website, without the paths of files."""
    from shlex import quote

    given = {
        "--where": where,
        "--title": title,
        "--url": url,
        "--figures": "checked" if session.checked else None,
    }
    words = ["libcert", "site"]
    for option, value in given.items():
        words += [option, quote(value)] if value else []
    for path in session.own_catalogues:
        words += ["--catalogue", quote(PurePath(path).name)]
    words += ["--no-bundled"] if session.options.no_bundled else []
    return " ".join([*words, "--output", "DIR"])


def _origin(session: Session) -> str:
    """Return where the records come from, in words."""
    names = [PurePath(path).name for path in session.own_catalogues]
    bundled = [] if session.options.no_bundled else [f"the catalogue of libcert {__version__}"]
    return " and ".join([*bundled, *names])
