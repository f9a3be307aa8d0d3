"""All files of a website, one after the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from libcert.model.credential import Credential
from libcert.model.mandate import MatchedMandate
from libcert.model.places import place_name
from libcert.model.sanitize import clean, to_json
from libcert.render import phrases
from libcert.render.pages.environment import render_page, text_of
from libcert.render.pages.site import (
    TASK,
    Site,
    credential_path,
    family_path,
    place_path,
    place_title,
)
from libcert.render.pages.site_credential import credential_values, level_table
from libcert.render.pages.site_graph import SiteGraph, in_html
from libcert.render.pages.site_list import list_values
from libcert.render.pages.site_place import place_values, places_values
from libcert.render.pages.site_search import search_index
from libcert.render.records import write_json
from libcert.render.schema_org import schema_org
from libcert.render.section_titles import common_name
from libcert.render.table import Canvas, Table

_PAGE_OF: Final = {"index.html": "list", "search.html": "search", "about.html": "about"}
_MOST: Final = 300
"""The most characters of the description of a page."""


def site_files(site: Site, order: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file of a website.

    Args:
        site: The website.
        order: The choices of each question of the list, in the order to show them.

    Raises:
        MissingExtraError: If Jinja is not installed.
    """
    pages: list[str] = []
    graph = SiteGraph(site.records, site.url)
    for path, text in _pages(site, order, graph):
        pages.append(path)
        yield path, text
    yield from _redirects(site)
    yield "404.html", _page(site, "404.html", "site_404.html", "Page not found", address=None)
    yield "style.css", text_of("style.css") + text_of("site.css")
    yield "site.js", text_of("site.js")
    yield "search-index.js", search_index(site)
    fields = Credential.FIELDS
    yield (
        "catalogue.json",
        "".join(write_json(Table(Credential, site.records, fields, fields), Canvas())),
    )
    yield "catalogue.jsonld", graph.whole()
    if site.url is not None:
        yield "sitemap.xml", _sitemap(str(site.address(path)) for path in pages)


def _pages(
    site: Site, order: Mapping[str, Sequence[str]], graph: SiteGraph
) -> Iterator[tuple[str, str]]:
    """Yield the pages that a reader may look for."""

    def page(path: str, template: str, title: str, **values: object) -> tuple[str, str]:
        return path, _page(site, path, template, title, **values)

    yield page("index.html", "site_list.html", site.title, **list_values(site, order))
    yield page("search.html", "site_search.html", "Search")
    yield page("about.html", "site_about.html", "About this site", **_about(site))
    yield page("places/index.html", "site_places.html", "Places", **places_values(site))
    for place in site.rules:
        title = f"{place_title(place)}: rules and credentials"
        values = place_values(site, place)
        yield page(place_path(place), "site_place.html", title, **values)
    for family, ids in site.families.items():
        members = [site.by_id[id_] for id_ in ids]
        values = {"family": family, "table_values": level_table(site, ids)}
        title = common_name(members) or family
        yield page(family_path(family), "site_family.html", title, **values)
    naming = _rules_by_credential(site)
    for record in site.records:
        path = credential_path(record.id)
        values = credential_values(site, record, naming.get(record.id, ()))
        values["data"] = [
            in_html(graph.part(record.id)),
            in_html(to_json(schema_org(record, site.address(path)))),
        ]
        values["description"] = record.summary or values["what"][0]
        yield page(path, "site_credential.html", f"{record.name} ({record.id})", **values)


def _redirects(site: Site) -> Iterator[tuple[str, str]]:
    """Yield a page for each other id of a credential, which leads to its page."""
    for record in site.records:
        for alias in record.aliases:
            path, target = credential_path(alias), credential_path(record.id)
            values = {
                "record": record,
                "target": target.removeprefix("credentials/"),
                "address": site.address(target),
            }
            yield path, _page(site, path, "site_redirect.html", record.name, **values)


def _page(site: Site, path: str, template: str, title: str, **values: object) -> str:
    """Return the page at *path* in the frame of the website."""
    frame: dict[str, object] = {
        "site": site,
        "root": "../" if "/" in path else "",
        "page": _PAGE_OF.get(path, path.partition("/")[0]),
        "title": title if title == site.title else f"{title} \N{EN DASH} {site.title}",
        "heading": title,
        "address": site.address(path),
        "description": "",
        "home": site.url or "index.html",
    }
    frame |= values
    frame["description"] = clean(str(frame["description"]))[:_MOST]
    return render_page(template, TASK, **frame)


def _about(site: Site) -> dict[str, Any]:
    reads = [source.read for record in site.records for source in record.sources]
    return {
        "standings": phrases.STANDINGS.values(),
        "counted": phrases.plural(len(site.records), "credential"),
        "where": None if site.place is None else place_name(site.place),
        "first_read": min(reads, default=None),
        "last_read": max(reads, default=None),
        "has_sitemap": site.url is not None,
    }


def _rules_by_credential(site: Site) -> dict[str, list[MatchedMandate]]:
    """Return the rules that each credential satisfies, by its id."""
    naming: dict[str, dict[str, MatchedMandate]] = {}
    for rules in site.rules.values():
        for rule in rules:
            for id_ in rule.credentials:
                naming.setdefault(id_, {})[rule.id] = rule
    return {id_: [*rules.values()] for id_, rules in naming.items()}


def _sitemap(addresses: Iterable[str]) -> str:
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )
