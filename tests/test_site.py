"""The catalogue as a website: its pages, the links between them, and the folder that has them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
import scale
from factory import make_credential

from libcert import cli, load
from libcert.catalogue import Catalogue
from libcert.cli import terminal
from libcert.files.replace_folder import CONTENTS, replace_folder
from libcert.model.credential import Money, Renewal, Status
from libcert.model.errors import OutputError
from libcert.questions import facets
from libcert.questions.criteria import Criteria, match_criteria
from libcert.questions.facets import CHOICES, LIMITS, choices_of, main_currency
from libcert.render.ctdl import credential_graph
from libcert.render.pages import environment
from libcert.render.pages.site import credential_path
from libcert.render.schema_org import schema_org

Run = Callable[..., Any]
URL = "https://example.org/certs/"
DAY = date(2026, 11, 30)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e]]>--><!--"
OWN: dict[str, Any] = {
    "organizations": {"OO": {"name": "Our Office"}, "EVIL": {"name": HOSTILE}},
    "sources": {
        "page": {
            "title": "Our rules",
            "publisher": "Our Office",
            "url": "https://example.org/rules?a=1&b='2'",
            "dated": "2026-05",
            "read": "2026-11-23",
            "tier": "issuer",
        },
        "other": {
            "title": HOSTILE,
            "publisher": HOSTILE,
            "url": "https://example.org/x",
            "read": "2026-11-23",
            "tier": "weak",
        },
    },
    "credentials": {
        "A+": {
            "name": "Clerk's Certificate",
            "aliases": ["A-PLUS", "aux"],
            "type": "certificate",
            "issuer": "OO",
            "settings": ["public"],
            "where": ["US-OH"],
            "family": "STEPS",
            "level": "One",
            "status": {"state": "closing", "since": "2027", "replaced_by": ["B"]},
            "suits": ["clerk"],
            "summary": "For clerks.",
            "duration": {"low": 6, "high": 12},
            "fees": [{"purpose": "exam", "low": 40, "high": 60}],
            "requirements": [
                {"text": "Any two", "at_least": 2, "of": ["Speak", "Read", "Write"]},
                {"text": "Work", "experience": {"low": 1, "high": 1}},
            ],
            "renewal": {"expires": True, "months": 24},
            "standing": "disputed",
            "sources": {"page": ["fees", "requirements"], "other": ["findings"]},
            "findings": [
                {
                    "about": "fees",
                    "verdict": "contradicted",
                    "note": "It is $90 today.",
                    "sources": ["other"],
                    "read": "2026-11-23",
                    "better": [{"purpose": "exam", "low": 90, "high": 90}],
                }
            ],
        },
        "B": {
            "name": "Second Step",
            "type": "certification",
            "issuer": "OO",
            "settings": ["any"],
            "where": ["US"],
            "family": "STEPS",
            "level": "Two",
            "previous": "A+",
            "standing": "confirmed",
            "notes": ["Ask first."],
            "nearest": ["A+"],
            "sources": {"page": ["name"]},
        },
        "EVIL": {
            "name": HOSTILE,
            "type": "license",
            "issuer": "EVIL",
            "summary": HOSTILE,
            "notes": [HOSTILE],
            "levels": [HOSTILE],
            "requirements": [HOSTILE],
            "standing": "not-found",
            "nearest": ["B", "STEPS"],
            "sources": {"other": ["name"]},
        },
        "FREE": {
            "name": "Free in euros",
            "type": "registration",
            "issuer": "OO",
            "where": ["any"],
            "fees": [{"purpose": "exam", "low": 0, "high": 5, "unit": "EUR"}],
        },
    },
    "mandates": {
        "oh-1": {
            "where": ["US-OH"],
            "force": "law",
            "text": "Clerks need a certificate.",
            "positions": ["clerk"],
            "settings": ["public"],
            "min_population": 5000,
            "max_population": 9000,
            "condition": "you work at night",
            "credentials": ["A+"],
            "since": "2020",
            "note": HOSTILE,
            "sources": ["page", "other"],
        },
        "oh-2": {
            "where": ["US-OH"],
            "force": "none",
            "text": "Nobody else needs one.",
            "settings": ["any"],
            "min_population": 5,
            "sources": ["page"],
        },
        "us-1": {
            "where": ["US"],
            "force": "funding",
            "text": "Small libraries need B.",
            "max_population": 99,
            "credentials": ["B"],
            "sources": ["page"],
        },
    },
}
"""A catalogue in which all kinds of parts occur, and hostile text."""


@dataclass
class PageText(HTMLParser):
    """What the tests look at in a page."""

    lang: str | None = None
    title: str = ""
    text: str = ""
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._in: list[str] = []
        self._raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes.update(given)
        self._in.append(tag)
        self._raw = ""
        self.text += " "
        if tag == "html":
            self.lang = given["lang"]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag in {"script", "img"} and "src" in given:
            self.loaded.append(given["src"])
        if tag == "link" and given["rel"] != "canonical":
            self.loaded.append(given["href"])
        self._is_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.title = self._raw
        if tag == "h1":
            self.headings.append(self._raw)
        if tag == "script" and self._is_data:
            self.data.append(json.loads(self._raw))

    def handle_data(self, data: str) -> None:
        self._raw += data
        if self._in[-1:] not in (["script"], ["style"]):
            self.text += data


def read_page(path: Path) -> PageText:
    """Return a page, parsed."""
    page = PageText()
    page.feed(path.read_text("utf-8"))
    page.close()
    page.text = " ".join(page.text.split())
    return page


Pages = Mapping[str, PageText]


def read_pages(folder: Path) -> dict[str, PageText]:
    """Return all pages in *folder*, parsed, by their paths."""
    paths = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): read_page(path) for path in paths}


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the website of the bundled catalogue."""
    folder = tmp_path_factory.mktemp("bundled") / "site"
    assert cli.main(["site", "--output", str(folder), "--url", URL.rstrip("/")]) == 0
    return folder


@pytest.fixture(scope="module")
def pages(bundled: Path) -> Pages:
    return read_pages(bundled)


@pytest.fixture(scope="module")
def own_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "ours.json"
    path.write_text(json.dumps(OWN), "utf-8")
    return path


@pytest.fixture(scope="module")
def own(own_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the website of `OWN`."""
    folder = tmp_path_factory.mktemp("own-site") / "site"
    argv = ["site", "-o", str(folder), "--catalogue", str(own_file), "--no-bundled"]
    assert cli.main([*argv, "--title", f"Ours {HOSTILE}"]) == 0
    return folder


@pytest.fixture(scope="module")
def own_pages(own: Path) -> Pages:
    return read_pages(own)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


# --- All pages ------------------------------------------------------------------------------------


def test_every_page_can_be_read_on_its_own(pages: Pages, own_pages: Pages) -> None:
    for page in [*pages.values(), *own_pages.values()]:
        assert page.lang == "en"
        assert page.title.strip()
        assert len(page.headings) == 1
        assert page.headings[0].strip()
        assert len(page.ids) == len({*page.ids})


def test_every_link_leads_somewhere(pages: Pages, bundled: Path, own_pages: Pages) -> None:
    for site in (pages, own_pages):
        for path, page in site.items():
            inside = [link for link in page.links if not urlsplit(link).scheme]
            outside = [link for link in page.links if urlsplit(link).scheme]
            assert {urlsplit(link).scheme for link in outside} <= {"http", "https"}
            for link in inside:
                target, _, anchor = urljoin(path, link).partition("#")
                target = target or path
                assert target in site or (bundled / target).is_file(), (path, link)
                assert not anchor or unquote(anchor) in site[target].ids, (path, link)


def test_no_page_loads_anything_from_the_network(pages: Pages, bundled: Path) -> None:
    loaded = {urljoin(path, name) for path, page in pages.items() for name in page.loaded}

    assert loaded == {"style.css", "site.js"}
    for name in (*loaded, "search-index.js"):
        text = (bundled / name).read_text("utf-8")
        assert "@import" not in text
        assert not re.search(r"url\((?!#)", text)


def test_each_credential_and_each_place_has_a_page(pages: Pages, catalogue: Catalogue) -> None:
    records = catalogue.values()
    places = {code.lower() for record in records for code in record.where}
    places |= {code.lower() for mandate in catalogue.mandates for code in mandate.where}

    assert {credential_path(record.id) for record in records} <= {*pages}
    assert {f"places/{code}.html" for code in places} <= {*pages}
    assert pages["credentials/a_plus.html"].headings == [catalogue["A+"].name]


def test_every_other_id_leads_to_the_credential(
    pages: Pages, bundled: Path, catalogue: Catalogue
) -> None:
    aliases = {alias: record.id for record in catalogue.values() for alias in record.aliases}

    assert aliases
    for alias, id_ in aliases.items():
        text = (bundled / credential_path(alias)).read_text("utf-8")
        assert f'<link rel="canonical" href="{URL}{credential_path(id_)}">' in text
        links = pages[credential_path(alias)].links
        assert credential_path(id_) in {urljoin("credentials/", link) for link in links}


def test_list_has_every_credential_without_a_script(pages: Pages, catalogue: Catalogue) -> None:
    page = pages["index.html"]

    assert {credential_path(id_) for id_ in catalogue} <= {*page.links}
    for record in catalogue.values():
        assert " ".join(record.name.split()) in page.text


def test_same_catalogue_gives_the_same_bytes(own: Path, own_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    argv = ["site", "-o", str(folder), "--catalogue", str(own_file), "--no-bundled"]

    assert cli.main([*argv, "--title", f"Ours {HOSTILE}"]) == 0
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (own, folder)
    )
    assert first == second


# --- Single pages ---------------------------------------------------------------------------------


def test_page_of_a_credential_says_all_that_is_on_record(own_pages: Pages) -> None:
    page = own_pages["credentials/a_plus.html"]

    for text in (
        "A+, also A-PLUS, also aux: certificate of Our Office (OO), closing from 2027",
        "disputed it exists, but its issuer or important figures differ",
        "closing from 2027, replaced by B B Second Step",
        "cost $40–$60 (disputed)",
        "time 6–12 months",
        "renew every 2 years, or it expires",
        "place Ohio",
        "For clerks.",
        "Ohio, by law: Clerks need a certificate.",
        "Any two: 2 of these Speak Read Write",
        "exam: $40–$60",
        "disputed Source: 1",
        "Not on record: education, exam required, exams, effort, delivery, not for, levels,",
        "One (A+) Two (B)",
        "Fees: contradicted It is $90 today.",
        "Better figure: exam: $90",
        "Our rules, Our Office, the issuer itself, dated 2026-05, read 2026-11-23 (for fees,",
    ):
        assert text in page.text


def test_page_of_the_next_level_names_the_one_before(own_pages: Pages) -> None:
    page = own_pages["credentials/b.html"]

    assert "Easier to reach first: A+ Clerk's Certificate" in page.text
    assert "Similar credentials A+ Clerk's Certificate" in page.text
    assert "Notes Ask first." in page.text
    assert "United States, for funding: Small libraries need B." in page.text


def test_page_of_an_unfound_credential_names_others(own_pages: Pages) -> None:
    page = own_pages["credentials/evil.html"]

    assert "not found no public source that was read shows it" in page.text
    assert "Consider instead: B Second Step, STEPS" in page.text
    assert "../families/steps.html" in page.links


def test_page_of_a_family_compares_its_levels(own_pages: Pages) -> None:
    page = own_pages["families/steps.html"]

    assert page.headings == ["STEPS"]
    assert "STEPS: 2 levels" in page.text
    assert [link for link in page.links if link.startswith("../credentials/")] == [
        "../credentials/a_plus.html",
        "../credentials/b.html",
    ]


def test_page_of_a_place_says_what_it_requires(own_pages: Pages) -> None:
    page = own_pages["places/us-oh.html"]

    for text in (
        "It depends: 2 rules may require a credential in Ohio (US-OH).",
        "Clerks need a certificate. required: by law",
        "clerk; workplace: public; a library that serves 5,000 to 9,000 people; only if you work",
        "enough A+ Clerk's Certificate in force since 2020",
        "libraries of any kind; a library that serves at least 5 people",
        "required: for funding United States",
        "a library that serves at most 99 people",
        "Ohio: credentials (1) Clerk's Certificate",
        "United States: credentials for the whole country (1) Second Step",
        "1 more counts everywhere",
        "All of the country: United States",
    ):
        assert text in page.text


def test_page_of_a_country_names_its_parts(own_pages: Pages) -> None:
    page = own_pages["places/us.html"]

    assert "Clerks need a certificate." not in page.text
    assert "Its parts Ohio 2 rules, 1 credential" in page.text
    assert "All of the country" not in page.text


def test_page_of_places_lists_all_of_them(own_pages: Pages) -> None:
    text = own_pages["places/index.html"].text

    assert "United States All of the country: 1 rule, 1 credential Ohio 2 rules, 1 cred" in text
    assert "Other places International 1 credential" in text


def test_place_without_credentials_says_so(pages: Pages) -> None:
    assert "No credential on record is of this place alone." in pages["places/us-ak.html"].text
    assert "none of its own" in pages["places/index.html"].text


def test_about_page_says_how_it_was_made(own_pages: Pages) -> None:
    text = own_pages["about.html"].text

    assert "4 credentials, from ours.json, as of " in text
    assert "The sources were read from 2026-11-23 to 2026-11-23." in text
    assert "--catalogue ours.json --no-bundled --output DIR" in text
    assert "The figures here are the listed ones." in text


def test_checked_figures_are_on_the_pages(run: Run, own_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    argv = ("--catalogue", str(own_file), "--no-bundled", "--figures", "checked")
    assert run("site", "-o", str(folder), *argv).code == 0
    page = read_page(folder / "credentials/a_plus.html")

    assert "cost $90 (checked)" in page.text
    assert "Better figure" not in page.text
    about = read_page(folder / "about.html").text
    assert "The figures here are the checked ones" in about
    assert "libcert site --figures checked --catalogue" in about


def test_page_names_no_folder_of_the_machine(run: Run, own_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    argv = ("--catalogue", str(own_file), "--where", "FJ")
    assert run("site", "-o", str(folder), *argv).code == 0
    text = (folder / "credentials/free.html").read_text("utf-8")

    assert "from ours.json" in text
    for path in folder.rglob("*"):
        assert not path.is_file() or str(own_file.parent) not in path.read_text("utf-8")


# --- Hostile text ---------------------------------------------------------------------------------


def test_hostile_text_stays_text(own: Path, own_pages: Pages) -> None:
    for page in own_pages.values():
        assert "img" not in page.tags
        assert not {name for name in page.attributes if name.startswith("on")}
        assert page.tags.count("script") == sum(name.endswith(".js") for name in page.loaded) + len(
            page.data
        )
    assert HOSTILE.replace("\u202e", "\\u202e") in own_pages["credentials/evil.html"].text
    for path in own.rglob("*"):
        if path.is_file() and path.name != "catalogue.json":
            assert "\u202e" not in path.read_text("utf-8")


def test_search_index_is_one_value(own: Path) -> None:
    text = (own / "search-index.js").read_text("utf-8")
    index = json.loads(text.removeprefix("window.libcertIndex = ").removesuffix(";\n"))

    assert [entry[0] for entry in index["credentials"]] == ["FREE", "A+", "B", "EVIL"]
    assert ["Our Office", "index.html#?issuer=OO", "OO\nOur Office"] in index["issuers"]
    assert ["Ohio", "places/us-oh.html", "US-OH\nOhio"] in index["places"]
    assert {"ohio", "oh", "us-oh", "usa"} <= {name for name, _ in index["codes"]}
    assert ["oh", ["US-OH"]] in index["codes"]


# --- Data -----------------------------------------------------------------------------------------


def test_data_of_the_site_is_that_of_the_commands(run: Run, bundled: Path) -> None:
    records = json.loads((bundled / "catalogue.json").read_text("utf-8"))
    listed = run("list", "--json").json

    assert sorted(records, key=str) == sorted(listed, key=str)


def test_pages_have_the_graph_of_their_credential(
    pages: Pages, bundled: Path, catalogue: Catalogue
) -> None:
    whole = json.loads((bundled / "catalogue.jsonld").read_text("utf-8"))
    ids = [record["id"] for record in json.loads((bundled / "catalogue.json").read_text("utf-8"))]
    records = [catalogue[id_] for id_ in ids]
    nodes = {node["@id"]: node for node in whole["@graph"]}

    assert whole == json.loads(json.dumps(credential_graph(records, URL), default=str))
    for record in records:
        graph, simple = pages[credential_path(record.id)].data
        address = f"{URL}{credential_path(record.id)}"
        assert graph["@context"] == whole["@context"]
        assert [nodes[node["@id"]] for node in graph["@graph"]] == graph["@graph"]
        assert graph["@graph"][0]["@id"] == address
        named = {source.id for source in record.sources}
        assert sum(":source:" in node["@id"] for node in graph["@graph"]) == len(named)
        assert simple == schema_org(record, address)


def test_graph_has_names_without_an_address(own_pages: Pages) -> None:
    graph, simple = own_pages["credentials/b.html"].data

    assert graph["@graph"][0]["@id"] == "urn:libcert:credential:B"
    assert "@id" not in simple


def test_schema_org_has_only_what_is_on_record() -> None:
    bare = make_credential()

    assert schema_org(bare, None) == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": "X",
        "alternateName": ["X"],
        "credentialCategory": "certification",
        "creator": {"@type": "Organization", "name": "Y"},
    }


@pytest.mark.parametrize(
    ("cost", "price"),
    [
        (Money(low=1, high=2), {"minPrice": 1, "maxPrice": 2}),
        (Money(low=1, high=2, open=True), {"minPrice": 1}),
        (Money(high=2), {"maxPrice": 2}),
    ],
)
def test_price_in_schema_org_keeps_its_ends(cost: Money, price: dict[str, int]) -> None:
    node = schema_org(make_credential(cost=cost), None)
    common = {"@type": "PriceSpecification", "priceCurrency": "USD"}

    assert node["offers"] == {"@type": "Offer", "priceSpecification": common | price}
    closed = make_credential(cost=cost, status=Status(state="closed"))
    assert "offers" not in schema_org(closed, None)


def test_schema_org_says_where_and_how_long_it_is_valid() -> None:
    record = make_credential(where=("US-OH", "any"), renewal=Renewal(expires=True, months=24))
    node = schema_org(record, "https://example.org/x")

    assert node["validIn"] == [
        {"@type": "AdministrativeArea", "name": "Ohio", "identifier": "US-OH"}
    ]
    assert node["validFor"] == "P24M"
    assert node["url"] == node["@id"] == "https://example.org/x"
    voluntary = make_credential(renewal=Renewal(months=24))
    assert "validFor" not in schema_org(voluntary, None)


def test_sitemap_has_every_page_once(pages: Pages, bundled: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.parse(bundled / "sitemap.xml").getroot()  # noqa: S314 - our own file
    found = [entry.text or "" for entry in root.iter(f"{space}loc")]
    redirects = {path for path in pages if "This credential has its page at" in pages[path].text}

    assert len(found) == len({*found})
    assert {
        re.sub("^$|/$", r"\g<0>index.html", address.removeprefix(URL)) for address in found
    } == {*pages} - redirects - {"404.html"}
    assert f'<link rel="canonical" href="{URL}">' in (bundled / "index.html").read_text("utf-8")


def test_there_is_no_sitemap_without_an_address(run: Run, own_file: Path, tmp_path: Path) -> None:
    argv = ("--catalogue", str(own_file), "--no-bundled")
    answer = run("site", "-o", str(tmp_path / "site"), *argv)

    assert not (tmp_path / "site" / "sitemap.xml").exists()
    assert answer.out == ""
    wrote = f"note: wrote {tmp_path}/site: 4 credentials, 3 places, 20 files"
    assert answer.err.splitlines() == [
        f"{wrote}; open {tmp_path}/site/index.html",
        "note: no sitemap, because it needs the address of the website: --url",
    ]


def test_missing_page_needs_no_other_file(bundled: Path, own: Path) -> None:
    page = read_page(bundled / "404.html")

    assert page.loaded == []
    assert {*page.links} == {"#main", URL}
    assert {*read_page(own / "404.html").links} == {"#main", "index.html"}


# --- One place ------------------------------------------------------------------------------------


def test_site_for_one_place_has_what_counts_there(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    answer = run("site", "-o", str(folder), "--where", "indiana")
    pages = read_pages(folder)
    places = {path for path in pages if path.startswith("places/")}

    assert places == {f"places/{name}.html" for name in ("index", "any", "us", "us-in")}
    assert "credentials/in-lc1.html" in pages
    assert "credentials/lssc.html" in pages
    assert "credentials/oh-aide1.html" not in pages
    assert re.search(r"note: \d+ credentials of other places left out", answer.err)
    assert pages["index.html"].headings == ["Credentials for work in libraries: Indiana (US-IN)"]
    assert "that count in Indiana (US-IN), or may, from the catalogue" in pages["about.html"].text
    for path, page in pages.items():
        for link in page.links:
            target = urljoin(path, link).partition("#")[0]
            assert urlsplit(link).scheme or (folder / (target or path)).is_file()


# --- Choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIMITS)
def test_choices_up_to_a_limit_have_what_filter_finds(name: str, catalogue: Catalogue) -> None:
    choices = {record.id: choices_of(record, "USD") for record in catalogue.values()}
    for limit in LIMITS[name]:
        below = {str(other) for other in LIMITS[name] if other <= limit}
        criteria = Criteria(**{f"max_{name}": limit})  # type: ignore[arg-type]
        found = {
            record.id
            for record in catalogue.values()
            if match_criteria(record, criteria).match.answer == "yes"
        }
        assert {id_ for id_, own in choices.items() if {*own[name]} & below} == found
        assert found


@pytest.mark.parametrize("name", [*CHOICES])
def test_each_record_is_in_a_choice_that_exists(name: str, catalogue: Catalogue) -> None:
    for record in catalogue.values():
        own = choices_of(record, "USD")[name]
        assert own
        assert {*own} <= {*CHOICES[name]}


@pytest.mark.parametrize(
    ("name", "criterion"),
    [("setting", "setting"), ("status", "status"), ("standing", "standing"), ("type", "type")],
)
def test_choices_have_what_filter_finds(name: str, criterion: str, catalogue: Catalogue) -> None:
    for value in CHOICES[name]:
        if value == facets.UNKNOWN:
            continue
        criteria = Criteria(**{criterion: value})  # type: ignore[arg-type]
        for record in catalogue.values():
            is_found = match_criteria(record, criteria).match.answer == "yes"
            assert (value in choices_of(record, "USD")[name]) == is_found


@pytest.mark.parametrize(
    ("cost", "choice"),
    [
        (Money(), "unknown"),
        (Money(low=5), "open"),
        (Money(low=5, high=5, open=True), "open"),
        (Money(low=0, high=0), "0"),
        (Money(low=1, high=50), "50"),
        (Money(high=51), "100"),
        (Money(low=1, high=1001), "over"),
        (Money(low=1, high=1, unit="EUR"), "other"),
        (Money(low=0, high=0, unit="EUR"), "other"),
        (Money(unit="EUR"), "unknown"),
    ],
)
def test_cost_belongs_to_the_choice_of_its_highest_value(cost: Money, choice: str) -> None:
    assert choices_of(make_credential(cost=cost), "USD")["cost"] == (choice,)


def test_costs_are_chosen_in_the_currency_of_most() -> None:
    euro = make_credential(cost=Money(low=1, high=1, unit="EUR"))
    dollar = make_credential(cost=Money(low=1, high=1))

    assert main_currency([]) == "USD"
    assert main_currency([make_credential(cost=Money(unit="GBP"))]) == "USD"
    assert main_currency([euro, dollar]) == main_currency([dollar, euro]) == "USD"
    assert main_currency([euro, dollar, euro]) == "EUR"


def test_choices_have_words(own_pages: Pages, pages: Pages) -> None:
    for text in (
        "Workplace",
        "information management",
        "IT",
        "free",
        "up to $50",
        "$50–$100",
        "more than $1,000",
        "the most is not on record",
        "in another currency",
        "on application",
        "up to 3 months",
        "2–5 years",
        "no schooling",
        "a master's degree",
        "up to 1 year",
        "no exam",
        "not checked",
        "United States, with each part of it",
        "United States: Ohio",
        "International",
    ):
        assert text in pages["index.html"].text
    assert "United States: Ohio (3)" in own_pages["index.html"].text
    assert "not on record (1) Order" in own_pages["index.html"].text


def test_keys_to_sort_by_are_in_the_row(own: Path) -> None:
    text = (own / "index.html").read_text("utf-8")

    assert 'data-key-cost="40 60" data-key-duration="6 12" data-key-experience="1 1"' in text
    assert text.count('data-key-cost=" "') == 3


# --- The folder -----------------------------------------------------------------------------------


def listing(folder: Path) -> dict[str, str]:
    """Return the texts of all files in *folder*, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def write(path: Path, *pages: tuple[str, str]) -> int:
    return replace_folder(path, pages)


def test_folder_is_made_and_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "site"

    assert write(folder, ("index.html", "one"), ("a/b.html", "é\ud800")) == 2
    assert listing(folder).keys() == {"index.html", "a/b.html", CONTENTS}
    assert (folder / "a/b.html").read_bytes() == b"\xc3\xa9\\ud800"
    assert write(folder, ("new.html", "two")) == 1
    assert listing(folder).keys() == {"new.html", CONTENTS}
    assert [*tmp_path.iterdir()] == [folder]


def test_empty_folder_is_filled_and_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir(mode=0o750)
    write(folder, ("index.html", "one"))

    assert folder.stat().st_mode & 0o777 == 0o750
    assert (folder / "index.html").stat().st_mode & 0o777 == 0o666 & ~umask()


def test_new_folder_has_the_usual_modes(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, ("a/index.html", "one"))

    assert folder.stat().st_mode & 0o777 == 0o777 & ~umask()
    assert (folder / "a").stat().st_mode & 0o777 == 0o777 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_remains_of_a_killed_run_are_removed_after_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    code = (
        "import os, signal, sys\n"
        "from libcert.files.replace_folder import replace_folder\n"
        "def pages():\n"
        "    yield 'a/index.html', 'one'\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "replace_folder(sys.argv[1], pages())\n"
    )
    process = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert process.returncode == -signal.SIGKILL
    (killed,) = tmp_path.iterdir()
    write(folder, ("index.html", "two"))
    assert killed.is_dir()
    make_old(killed)
    write(folder, ("index.html", "two"))

    assert [*tmp_path.iterdir()] == [folder]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        (".site.0123456789ab.old", None),
        (".site.0123456789ab.news", None),
        (".other.0123456789ab.new", None),
        (".site.0123456789ab.new", b"my own notes\n"),
        (".site.0123456789ab.new", b"\xff"),
    ],
)
def test_what_is_not_of_a_killed_run_stays(tmp_path: Path, name: str, mark: bytes | None) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    other = tmp_path / name
    other.mkdir()
    (other / CONTENTS).write_bytes(mark or (folder / CONTENTS).read_bytes())
    make_old(other)
    (tmp_path / ".site.0123456789cd.new").symlink_to(folder)
    write(folder, ("index.html", "two"))

    assert (other / CONTENTS).exists()
    assert (folder / "index.html").read_text() == "two"


def make_old(folder: Path) -> None:
    """Make a folder look as if it was written two hours ago."""
    then = time.time() - 7_200
    os.utime(folder / CONTENTS, (then, then))


def test_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", ("index.html", "one"))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").read_text() == "one"


def test_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    (folder / "CNAME").write_text("example.org")
    (folder / "empty").mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    before = listing(folder)
    with pytest.raises(OutputError) as caught:
        write(folder, ("index.html", "two"))

    assert caught.value.message == (
        f"`{folder}` has files that `libcert site` did not write: "
        "`.git/HEAD`, `CNAME`, `empty` and 1 more"
    )
    assert caught.value.hint == "name a new or empty folder"
    assert listing(folder) == before


@pytest.mark.parametrize("listed", ["", "a\nb\n", b"\xff"])
def test_strange_list_of_files_protects_them(tmp_path: Path, listed: str | bytes) -> None:
    text = listed if isinstance(listed, bytes) else listed.encode()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / CONTENTS).write_bytes(text)
    (tmp_path / "site" / "a").write_text("mine")
    with pytest.raises(OutputError, match="did not write: `a`"):
        write(tmp_path / "site", ("index.html", "one"))

    assert (tmp_path / "site" / "a").read_text() == "mine"


def test_file_is_no_folder(run: Run, own_file: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    argv = ("--catalogue", str(own_file), "--no-bundled")
    answer = run("site", "-o", str(tmp_path / "site"), *argv)

    assert answer.code == 1
    assert answer.err == f"error: `{tmp_path}/site` is a file; name a folder for the website\n"
    assert (tmp_path / "site").read_text() == "mine"


@pytest.mark.parametrize("name", [".", "..", "../../x"])
def test_current_folder_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "x" / "y").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "x" / "y")
    with pytest.raises(OutputError, match="has the current folder in it"):
        write(Path(name), ("index.html", "one"))


def test_folder_in_no_folder_is_an_error(run: Run, own_file: Path, tmp_path: Path) -> None:
    argv = ("--catalogue", str(own_file), "--no-bundled")
    answer = run("site", "-o", str(tmp_path / "no" / "site"), *argv)

    assert answer.code == 1
    assert "no/site`: No such file or directory" in answer.err


def test_folder_that_is_not_writable_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="Permission denied"):
        write(tmp_path / "site", ("index.html", "one"))


def test_error_while_writing_leaves_the_old_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    before = listing(tmp_path)

    def full() -> Iterator[tuple[str, str]]:
        yield "index.html", "two"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left on device"):
        replace_folder(folder, full())
    with pytest.raises(OutputError, match="File exists"):
        write(folder, ("index.html", "two"), ("index.html", "three"))

    assert listing(tmp_path) == before


@pytest.mark.parametrize("number", [1, 2])
def test_error_while_swapping_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    before = listing(tmp_path)
    calls: list[Path] = []
    rename = Path.rename

    def fail_once(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == number:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(OutputError, match="Input/output error"):
        write(folder, ("index.html", "two"))

    assert listing(tmp_path) == before


def test_interruption_after_the_swap_brings_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    before = listing(tmp_path)
    rename = Path.rename
    calls: list[Path] = []

    def interrupt(path: Path, target: Path) -> Path:
        calls.append(path)
        moved = rename(path, target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(folder, ("index.html", "two"))

    assert listing(tmp_path) == before


def test_signal_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    write(folder, ("index.html", "one"))
    before = listing(tmp_path)

    def pages() -> Iterator[tuple[str, str]]:
        yield "index.html", "two"
        os.kill(os.getpid(), signal.SIGTERM)
        yield "more.html", "two"

    signals: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", signals.append)
    with pytest.raises(KeyboardInterrupt):
        replace_folder(folder, pages())

    assert signals == [signal.SIGTERM]
    assert listing(tmp_path) == before


# --- The command ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "Missing option '--output'"),
        (["-o", ""], "name the folder for the pages"),
        (["-o", "-"], "name the folder for the pages"),
        (["-o", "x", "--url", "example.org"], "`example.org` is not the address of a website; wri"),
        (["-o", "x", "--url", "https://example.org/?q"], "is not the address of a website"),
        (["-o", "x", "--url", "https://exämple.org/"], "is not the address of a website"),
        (["-o", "x", "--url", "https://example.org/\n"], "is not the address of a website"),
        (["-o", "x", "--title", " "], "give the website a title"),
        (["-o", "x", "--where", "nowhere"], "`nowhere` is not a place"),
        (["-o", "x", "--no-bundled"], "add your own catalogue with --catalogue"),
    ],
)
def test_wrong_usage_is_explained(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("site", *argv)

    assert answer.code == 2
    assert message in answer.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("found", [True, False])
def test_site_can_be_opened(
    run: Run, own_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, found: bool
) -> None:
    opened: list[str] = []

    def open_(path: str) -> bool:
        opened.append(path)
        return found

    monkeypatch.setattr(terminal, "open_in_browser", open_)
    argv = ("--catalogue", str(own_file), "--no-bundled", "--open")
    answer = run("site", "-o", str(tmp_path / "site"), *argv)

    assert opened == [str(tmp_path / "site" / "index.html")]
    assert ("no browser was found" in answer.err) is not found


def test_site_without_jinja_names_the_extra(
    run: Run, own_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    environment._environment.cache_clear()  # noqa: SLF001 - another test may have filled it
    argv = ("--catalogue", str(own_file), "--no-bundled")
    answer = run("site", "-o", str(tmp_path / "site"), *argv)

    assert answer.code == 1
    assert answer.err == (
        "error: a website needs the extra `report`, which is not installed\n"
        "hint: install it with `pip install 'libcert[report]'`\n"
    )
    assert [*tmp_path.iterdir()] == []


def test_broken_catalogue_leaves_the_old_site(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "site", ("index.html", "one"))
    (tmp_path / "bad.toml").write_text("[credentials.X]\n")
    answer = run("site", "-o", str(tmp_path / "site"), "--catalogue", str(tmp_path / "bad.toml"))

    assert answer.code == 1
    assert (tmp_path / "site" / "index.html").read_text() == "one"


def test_site_of_an_empty_catalogue_has_its_pages(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("")
    argv = ("--catalogue", str(tmp_path / "own.toml"), "--no-bundled")
    answer = run("site", "-o", str(tmp_path / "site"), *argv)

    assert answer.code == 0
    assert "the catalogue has no credentials" in answer.err
    assert json.loads((tmp_path / "site" / "catalogue.json").read_text("utf-8")) == []
    text = read_page(tmp_path / "site" / "index.html").text
    assert "There are no credentials yet." in text
    assert "0 credentials" not in text


@pytest.mark.no_cover
@pytest.mark.slow
def test_large_site_is_made_in_seconds(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    path.write_text("\n".join(scale.jsonl(2_000)), "utf-8")
    start = time.process_time()
    answer = run("site", "-o", str(tmp_path / "site"), "--catalogue", str(path), "--no-bundled")

    assert time.process_time() - start < 20
    assert "2,000 credentials" in answer.err or "2000 credentials" in answer.err
