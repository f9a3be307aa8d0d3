"""The sources and findings in a document in CTDL."""

import re
from datetime import date
from typing import Any, Final

from libcert.files.ctdl.conditions import Conditions
from libcert.files.ctdl.names import Names
from libcert.files.ctdl.values import Table, cut, days, filled, first, host, id_in, unused
from libcert.files.json_ld import Node
from libcert.model import ctdl_terms as terms
from libcert.model.limits import LINK_PATTERN, MAX_TEXT

_MODIFIED: Final = ("schema:dateModified", "dct:modified", "schema:sdDatePublished")
"""The terms for the day on which somebody last looked after a node."""
_UNCITED: Final = frozenset({"aliases", "findings", "nearest", "notes", "previous", "summary"})
"""The fields for which no page is cited."""
_LONGEST_BEGINNING: Final = 30
"""The most characters of an id that the id of its page begins with."""


class Evidence:
    """Reads the sources of credentials, and what public sources say to their figures."""

    def __init__(self, names: Names) -> None:
        """Begin without sources; *names* has the ids of credentials and organizations."""
        self.sources: dict[str, Table] = {}
        """The tables of the sources that were read so far, by id."""
        self._names = names
        self._used: dict[str, int] = {}
        self._made: set[str] = set()
        self._given: set[str] = set()

    @property
    def made_ids(self) -> frozenset[str]:
        """The ids of sources that libcert made up."""
        return frozenset(self._made - self._given)

    def findings(self, node: Node) -> list[Table]:
        """Return the findings about the credential *node*."""
        return [self._finding(finding) for finding in node.nodes("libcert:finding")]

    def _finding(self, node: Node) -> Table:
        sources = [id_in(each, terms.SOURCE_IRI) for each in node.nodes("schema:isBasedOn")]
        read = first(days(node, "schema:dateModified"))
        finding = {
            "about": first(node.literals("libcert:about")),
            "verdict": first(node.literals("libcert:verdict")),
            "note": first(node.literals("libcert:note")),
            "sources": [id_ for id_ in sources if id_ is not None],
            "read": None if read is None else date.fromisoformat(read),
        }
        better = node.json("libcert:better")
        return filled(finding) | ({} if better is None else {"better": better})

    def cited(
        self, node: Node, conditions: Conditions, record: Table, notes: list[str]
    ) -> dict[str, list[Any]]:
        """Return the sources of a record, each with the fields that it supports.

        Args:
            node: The credential.
            conditions: Its conditions.
            record: The table of its record.
            notes: The notes of the record, to which pages are added that are no sources: nobody
                knows when somebody read them.
        """
        cited: dict[str, list[Any]] = {}
        for citation in node.nodes("libcert:citation"):
            supports = citation.literals("libcert:supports")
            ids = map(self._source, citation.nodes("schema:isBasedOn"))
            cited |= {id_: supports for id_ in ids if id_ is not None}
        known = {self.sources[id_]["url"] for id_ in cited}
        read = day_of(node)
        for url, fields in _pages(node, conditions, record).items():
            if url in known:
                continue
            if not re.fullmatch(LINK_PATTERN, url) or len(url) > MAX_TEXT:
                node.leave_out("ceterms:subjectWebpage")
            elif read is None:
                notes.append(cut(f"Page: {url}"))
            else:
                cited[self._add_page(node, record, url, read)] = fields
        return cited

    def _source(self, node: Node) -> str | None:
        """Return the id of the source that *node* is, and add its table; None if it is none."""
        id_ = id_in(node, terms.SOURCE_IRI)
        url = first(node.literals("schema:url"))
        read = first(days(node, "libcert:read"))
        if id_ is None or url is None or read is None:
            node.leave_out("schema:isBasedOn")
            return None
        publishers = [
            name for each in node.nodes("schema:publisher") for name in each.texts("schema:name")
        ]
        self._used.setdefault(id_.casefold(), 1)
        self._given.add(id_)
        self.sources[id_] = filled(
            {
                "title": first(node.texts("schema:name")) or url,
                "publisher": first(publishers) or host(str(url)),
                "url": url,
                "dated": first(node.literals("schema:datePublished")),
                "note": first(node.literals("libcert:note")),
                "read": date.fromisoformat(read),
                "tier": first(node.literals("libcert:tier")) or "secondary",
            }
        )
        return id_

    def _add_page(self, node: Node, record: Table, url: str, read: str) -> str:
        """Add the page at *url* as a source of *record*, and return its id.

        It is the issuer's if the issuer's own page is on the same host.
        """
        owners = node.nodes("ceterms:ownedBy", "ceterms:offeredBy")
        hosts = {host(owner.name or "") for owner in owners} | {
            host(str(page)) for owner in owners for page in owner.literals("ceterms:subjectWebpage")
        }
        place = host(url)
        is_issuer = any(place == each or place.endswith(f".{each}") for each in hosts if each)
        issuer = self._names.organization_name(record["issuer"])
        beginning = str(self._names.credential(node))[:_LONGEST_BEGINNING]
        id_ = unused(f"{beginning}-page", self._used)
        self._made.add(id_)
        self.sources[id_] = {
            "title": record["name"],
            "publisher": issuer if is_issuer else place or "not on record",
            "url": url,
            "read": date.fromisoformat(read),
            "tier": "issuer" if is_issuer else "secondary",
        }
        return id_


def day_of(node: Node) -> str | None:
    """Return the day on which somebody last looked after *node*, or else that of its document."""
    return first(days(node, *_MODIFIED)) or node.day


def _pages(node: Node, conditions: Conditions, record: Table) -> dict[str, list[str]]:
    """Return the addresses of the pages about a credential, with the fields that each supports."""
    every = [name for name in record if name not in _UNCITED]
    pages = {str(url): every for url in node.literals("ceterms:subjectWebpage")}
    for page in node.nodes("schema:isBasedOn"):
        if id_in(page, terms.SOURCE_IRI) is None and page.name is not None:
            pages.setdefault(page.name, every)
    costs = [node, *node.nodes("ceterms:renewal")]
    parts = [
        *((part, "ceterms:subjectWebpage", "requirements") for part in conditions.profiles),
        *(
            (cost, "ceterms:costDetails", "fees")
            for each in costs
            for cost in each.nodes("ceterms:estimatedCost")
        ),
    ]
    for part, term, field in parts:
        for url in part.literals(term):
            pages.setdefault(str(url), [field])
    return pages
