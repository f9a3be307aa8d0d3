"""A catalogue as a website: the data of all pages, and the links between them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import Credential, Money, Range
from libcert.model.mandate import MatchedMandate
from libcert.model.places import EVERYWHERE, short_name
from libcert.model.section import Section
from libcert.model.slugs import slug
from libcert.render import phrases
from libcert.render.pages.environment import render_page
from libcert.render.show_table import show_table

TASK: Final = "a website"
"""What the pages are, if something is missing to make them."""
_START: Final = "index.html"
"""The page that a web server shows for a folder."""
TONES: Final = {"confirmed": "yes", "disputed": "maybe", "not-found": "no", None: "soft"}
"""The style of each standing."""


class Link(NamedTuple):
    """The name of something, and its page."""

    text: str
    path: str = ""
    """The path of the page from the root of the website; empty if it has none."""
    more: str = ""
    """Words after the link."""


class Row(NamedTuple):
    """A credential in a list."""

    record: Credential
    path: str
    issuer: str
    places: str
    status: str
    """The status if it cannot be earned for long or any more, else empty."""
    is_closed: bool
    """Whether it is closed on the day of the website."""
    standing: str
    tone: str
    """The style of the standing, which says nothing that the words do not say."""
    facts: Sequence[tuple[str, str]]
    """The labels and texts by which a person decides: cost, time, and what it asks."""
    choices: Mapping[str, Sequence[str]]
    keys: Mapping[str, Sequence[str]]
    """The least and the most of each figure, each empty if not on record.

    A cost in another currency has neither.
    """


@model
class Site(Model):
    """The data of a website."""

    title: str
    """The name of the website."""
    url: str | None = None
    """Its address, with a slash at its end; None if it is not known."""
    day: date
    """The day on which it is made."""
    version: str
    """The version of libcert."""
    command: str
    """The command that makes it."""
    place: str | None = None
    """The place that it is for; None if it is for all of them."""
    catalogue: str
    """Where its records come from."""
    groups: Sequence[tuple[Section, Sequence[Credential]]]
    """The credentials that stand together, in the order of the list."""
    marks: Mapping[str, Mapping[str, str]]
    """Notes on the figures of a record, by its id and by field."""
    choices: Mapping[str, Mapping[str, Sequence[str]]]
    """The choices that a record belongs to, by its id and by question."""
    origins: Mapping[str, Mapping[str, str]]
    """The file of each field that is not bundled, by the id of the record and by field."""
    currency: str
    """The currency of the choices of costs."""
    better: Mapping[str, Credential]
    """Records with better figures from findings, by id."""
    families: Mapping[str, Sequence[str]]
    """The ids of the levels of each family, by its id."""
    rules: Mapping[str, Sequence[MatchedMandate]]
    """The rules of each place, by its code; the places that have a page are the keys."""
    texts: Mapping[str, Sequence[str]]
    """The texts of each record to search, by id; the first ones weigh most."""
    checked: bool = False
    """Whether the figures are those that were checked with public sources."""

    @cached_property
    def records(self) -> Sequence[Credential]:
        """All credentials, in the order of the list."""
        return [record for _, members in self.groups for record in members]

    @cached_property
    def by_id(self) -> Mapping[str, Credential]:
        """All credentials by id."""
        return {record.id: record for record in self.records}

    @cached_property
    def short(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Each record in short, by its id and by label."""
        return {record.id: self._short(record) for record in self.records}

    def _short(self, record: Credential) -> Mapping[str, Sequence[str]]:
        marks = {(field, 0): note for field, note in self.marks.get(record.id, {}).items()}
        table = show_table([record], marks, checked=self.checked)
        lines = (row.values() for row in table.records)
        return {line["label"]: line["text"] for line in lines}

    @cached_property
    def by_place(self) -> Mapping[str, Sequence[Credential]]:
        """The credentials that name each place itself, by its code."""
        found: dict[str, list[Credential]] = {}
        for record in self.records:
            for code in record.where:
                found.setdefault(code, []).append(record)
        return found

    @cached_property
    def elements(self) -> Mapping[str, str]:
        """The element of each credential in a list of a page in a folder, by id.

        Many pages have the same one.
        """
        return {
            id_: render_page("site_row.html", TASK, row=row, root="../", with_choices=False)
            for id_, row in self.rows.items()
        }

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """The row of each credential in a list, by id."""
        return {record.id: self._row(record) for record in self.records}

    def _row(self, record: Credential) -> Row:
        short = self.short[record.id]
        ending = record.status.state in {"closing", "closed"}
        return Row(
            record,
            credential_path(record.id),
            record.issuer.name,
            ", ".join(map(short_name, record.where)) or f"place {phrases.NOT_ON_RECORD}",
            phrases.describe_status(record.status) if ending else "",
            record.status.is_closed(self.day),
            phrases.one_line("standing", record.standing),
            TONES[record.standing],
            [(label, "; ".join(short[label])) for label in ("cost", "time", "asks")],
            self.choices[record.id],
            {
                "cost": _key(record.cost if record.cost.unit == self.currency else Money()),
                "duration": _key(record.duration),
                "experience": _key(record.experience),
            },
        )

    def link(self, id_: str) -> Link:
        """Return the link to the credential or family *id_*; it has no path if it has no page."""
        record = self.by_id.get(id_)
        if record is not None:
            return Link(record.id, credential_path(record.id), record.name)
        return Link(id_, family_path(id_) if id_ in self.families else "")

    def links(self, ids: Iterable[str]) -> list[Link]:
        """Return the links to the credentials or families *ids*."""
        return [self.link(id_) for id_ in ids]

    def place_links(self, codes: Iterable[str]) -> list[Link]:
        """Return the links to the pages of places."""
        return [
            Link(place_title(code), place_path(code) if code in self.rules else "")
            for code in codes
        ]

    def address(self, path: str) -> str | None:
        """Return the address of the page at *path*; None if that of the website is not known."""
        return None if self.url is None else f"{self.url}{path.removesuffix(_START)}"


def _key(figure: Range) -> tuple[str, ...]:
    """Return the least and the most of a figure, each empty if it is not on record."""
    return tuple("" if end is None else str(end) for end in (figure.low, figure.high))


def credential_path(id_: str) -> str:
    """Return the path of the page of a credential, or of another id of it."""
    return f"credentials/{slug(id_)}.html"


def family_path(id_: str) -> str:
    """Return the path of the page of a family."""
    return f"families/{slug(id_)}.html"


def place_path(code: str) -> str:
    """Return the path of the page of a place."""
    return f"places/{slug(code)}.html"


def place_title(code: str) -> str:
    """Return the name of a place as a title: `Indiana`, or `International`."""
    return "International" if code == EVERYWHERE else short_name(code)
