"""The website in a real browser: choices, search, keyboard, barriers, print and hostile text."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from browser import (
    Visit,
    Visiting,
    assert_fits_width,
    assert_no_barriers,
    assert_prints_whole,
    assert_quiet,
)
from test_site import DAY, HOSTILE, OWN

from libcert import Catalogue, cli, load
from libcert.model.credential import Credential
from libcert.questions.criteria import Criteria, match_criteria
from libcert.questions.search import search
from libcert.render.pages.site import credential_path

PAGES = (
    "index.html",
    "credentials/a_plus.html",
    "credentials/evil.html",
    "families/steps.html",
    "places/us-oh.html",
    "places/index.html",
    "search.html#?q=step",
    "about.html",
    "404.html",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the website of the bundled catalogue."""
    folder = tmp_path_factory.mktemp("bundled") / "site"
    assert cli.main(["site", "--output", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the website of `OWN`."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.json").write_text(json.dumps(OWN), "utf-8")
    argv = ["--catalogue", str(folder / "own.json"), "--no-bundled", "--title", HOSTILE]
    assert cli.main(["site", "--output", str(folder / "site"), *argv]) == 0
    return folder / "site"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def offered(catalogue: Catalogue) -> list[Credential]:
    """Return the credentials that are not closed."""
    return [record for record in catalogue.values() if not record.status.is_closed(DAY)]


Open = Callable[..., Visit]
Run = Callable[..., Any]


@pytest.fixture
def open_page(visit: Visiting, folder: Path) -> Iterator[Open]:
    """Return a function that opens a page of the website; at the end, nothing may have failed."""
    visits: list[Visit] = []

    def open_page(path: str, **options: Any) -> Visit:
        name, _, anchor = path.partition("#")
        visits.append(visit(folder / name, folder=folder, **options))
        if anchor:
            visits[-1].page.goto(f"{visits[-1].page.url}#{anchor}")
        return visits[-1]

    yield open_page
    for each in visits:
        assert_quiet(each)


def status(visit: Visit) -> str:
    return str(visit.page.locator("[data-answer]").inner_text())


def shown(visit: Visit) -> list[str]:
    """Return the ids of the credentials that the list shows."""
    rows = visit.page.evaluate(
        """() => [...document.querySelectorAll(".found li[data-where]")]
            .filter((row) => row.checkVisibility())
            .map((row) => row.querySelector(".soft").textContent.split(",")[0])"""
    )
    return list(rows)


def wait_for_status(visit: Visit, text: str) -> None:
    visit.page.wait_for_function(
        "text => document.querySelector('[data-answer]').textContent.startsWith(text)", arg=text
    )


def ids(catalogue: Catalogue, **criteria: Any) -> set[str]:
    """Return the ids of the credentials that `filter` finds."""
    return {
        record.id
        for record in catalogue.values()
        if match_criteria(record, Criteria(**criteria)).match.answer == "yes"
        and ("status" in criteria or not record.status.is_closed(DAY))
    }


# --- All pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_barriers_and_fits_a_phone(visit: Visiting, own: Path, path: str) -> None:
    name, _, anchor = path.partition("#")
    opened = visit(own / name, folder=own, served=True, width=320)
    if anchor:
        opened.page.goto(f"{opened.page.url}#{anchor}")
        opened.page.wait_for_selector("[data-results] li")
    if name == "index.html":
        opened.page.click("text=More choices")

    assert_fits_width(opened)
    assert_no_barriers(opened)
    assert_quiet(opened)


@pytest.mark.parametrize("path", ["index.html", "credentials/a_plus.html", "places/us-oh.html"])
def test_wide_and_dark_page_has_no_barriers(visit: Visiting, own: Path, path: str) -> None:
    opened = visit(own / path, folder=own, served=True, dark=True)

    assert_no_barriers(opened)


@pytest.mark.parametrize("path", ["index.html", "credentials/in-lc6.html", "places/us-in.html"])
def test_page_fits_a_phone(open_page: Open, path: str) -> None:
    assert_fits_width(open_page(path, width=320))


@pytest.mark.parametrize("width", [320, 480])
def test_page_fits_a_phone_with_large_text(open_page: Open, width: int) -> None:
    visit = open_page("about.html", width=width)
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert visit.page.locator("[data-find]").is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("path", "paper"), [("credentials/lssc.html", "Letter"), ("families/in-lc.html", "A4")]
)
def test_page_prints_whole(open_page: Open, path: str, paper: Literal["A4", "Letter"]) -> None:
    text = " ".join(" ".join(assert_prints_whole(open_page(path), paper)).split())

    assert "As of" in text
    assert "Search" not in text


def test_pages_can_be_read_without_a_script(open_page: Open, catalogue: Catalogue) -> None:
    visit = open_page("index.html", script=False)

    assert len(shown(visit)) == len(catalogue)
    assert visit.page.locator("form:visible").count() == 0
    search_page = open_page("search.html", script=False)
    assert "The search needs a script." in search_page.page.inner_text("main")


def test_hostile_text_stays_text_in_the_browser(visit: Visiting, own: Path) -> None:
    safe = HOSTILE.replace("\u202e", "\\u202e")
    for path in ("index.html", "credentials/evil.html", "places/us-oh.html"):
        opened = visit(own / path, folder=own)
        assert opened.page.locator("img").count() == 0
        assert safe in opened.page.inner_text("body")
        assert_quiet(opened)
    opened = visit(own / "search.html", folder=own)
    opened.page.fill("#q", "alert")
    opened.page.press("#q", "Enter")
    opened.page.wait_for_selector("[data-results] li")

    assert safe in opened.page.inner_text("[data-results]")
    opened.page.fill("#q", "<img src=x onerror=alert(1)>")
    opened.page.press("#q", "Enter")
    wait_for_status(opened, "")
    assert opened.page.locator("img").count() == 0
    assert_quiet(opened)


# --- The choices of the list ----------------------------------------------------------------------


def test_choices_are_made_by_keyboard(open_page: Open, catalogue: Catalogue) -> None:
    visit = open_page("index.html")
    page = visit.page
    assert status(visit) == f"All {len(catalogue)} credentials"
    page.focus("#sort")
    page.keyboard.press("Tab")  # the title of the first question
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "academic"
    page.keyboard.press("Space")

    assert {*shown(visit)} == ids(catalogue, setting="academic")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expected = ids(catalogue, setting=("academic", "public"))
    assert {*shown(visit)} == expected
    assert status(visit).startswith(f"{len(expected)} of {len(catalogue)} credentials")


def test_choices_of_a_question_are_added_and_questions_narrow(
    open_page: Open, catalogue: Catalogue
) -> None:
    visit = open_page("index.html")
    for choice in ("0", "50"):
        visit.page.check(f"[name=cost][value='{choice}']")
    visit.page.check("[name=setting][value=public]")
    visit.page.select_option("#where", "US-OH")
    criteria = {"max_cost": 50, "setting": "public", "where": "US-OH"}

    assert {*shown(visit)} == ids(catalogue, **criteria)
    count = visit.page.locator("label:has([name=cost][value='100']) [data-count]").inner_text()
    more = ids(catalogue, **(criteria | {"max_cost": 100}))
    assert int(count) == len(more - ids(catalogue, **criteria))


def test_what_is_not_on_record_is_a_choice(open_page: Open, offered: list[Credential]) -> None:
    visit = open_page("index.html")
    visit.page.check("[name=cost][value=unknown]")

    assert {*shown(visit)} == {record.id for record in offered if not record.cost.known}
    visit.page.select_option("#where", "unknown")
    assert {*shown(visit)} == {
        record.id for record in offered if not record.cost.known and not record.where
    }


def test_what_might_match_is_counted_and_shown(
    open_page: Open, catalogue: Catalogue, offered: list[Credential]
) -> None:
    visit = open_page("index.html")
    visit.page.select_option("#where", "US")
    visit.page.click("#title-exam")
    visit.page.check("[name=exam][value=no]")
    matches = [match_criteria(record, Criteria(where="US", exam=False)) for record in offered]
    certain = {match.id for match in matches if match.match.answer == "yes"}
    possible = {match.id for match in matches if match.match.answer == "maybe"}

    assert {*shown(visit)} == certain
    count = f"{len(certain)} of {len(catalogue)} credentials; {len(possible)} more might match"
    assert status(visit).startswith(count)
    visit.page.check("[name=maybe]")
    assert {*shown(visit)} == certain | possible
    assert status(visit).startswith(count)
    assert visit.page.locator(".might").count() == len(possible)
    visit.page.click("button[type=reset]")
    wait_for_status(visit, "All")
    assert visit.page.locator(".might").count() == 0


@pytest.mark.parametrize(
    ("anchor", "options"),
    [
        ("cost=0+50", ["--max-cost", "50"]),
        (
            "where=US-OH&cost=0+50+100+250&setting=public",
            ["--where", "ohio", "--max-cost", "250", "--setting", "public"],
        ),
        ("duration=0+3+6", ["--max-duration", "6"]),
        ("experience=0+1", ["--max-experience", "1"]),
        ("where=US-IN&exam=no", ["--where", "indiana", "--no-exam"]),
        ("setting=public&status=closed", ["--setting", "public", "--status", "closed"]),
        ("q=cataloging", ["--text", "cataloging"]),
        ("q=catalogs", ["--text", "catalogs"]),
    ],
)
def test_choices_find_what_filter_finds(
    open_page: Open, run: Run, anchor: str, options: list[str]
) -> None:
    answers = {
        record["id"]: record["match"]["answer"]
        for record in json.loads(run("filter", *options, "--maybe", "--json").out)
    }
    certain = {id_ for id_, answer in answers.items() if answer == "yes"}
    visit = open_page(f"index.html#?{anchor}")
    wait_for_status(visit, f"{len(certain)} of ")
    assert {*shown(visit)} == certain
    visit.page.check("[name=maybe]")

    assert {*shown(visit)} == {*answers}
    assert visit.page.locator(".might").count() == len(answers) - len(certain)


def test_one_limit_might_match_what_crosses_it(open_page: Open, offered: list[Credential]) -> None:
    visit = open_page("index.html#?cost=250&maybe=yes")
    wait_for_status(visit, "")
    may_match = {
        record.id
        for record in offered
        if (record.cost.low or 0) <= 250
        and (record.cost.high is None or record.cost.open or record.cost.high > 100)
    }
    assert {*shown(visit)} == may_match | {
        record.id for record in offered if record.cost.unit != "USD"
    }


def test_closed_ones_are_left_out_unless_a_status_is_chosen(
    open_page: Open, catalogue: Catalogue
) -> None:
    visit = open_page("index.html")
    assert len(shown(visit)) == len(catalogue)
    visit.page.check("[name=setting][value=public]")
    closed = ids(catalogue, setting="public", status="closed")

    assert closed
    assert not closed & {*shown(visit)}
    assert f"; {len(closed)} closed left out (choose a status to see" in status(visit)
    count = visit.page.locator("label:has([name=status][value=closed]) [data-count]")
    assert count.text_content() == str(len(closed))
    visit.page.click("#title-status")
    visit.page.check("[name=status][value=closed]")
    assert {*shown(visit)} == closed
    assert "left out" not in status(visit)


def test_print_says_what_is_chosen(open_page: Open) -> None:
    visit = open_page("index.html#?q=library&where=US-OH&cost=0+50&issuer=OLC&maybe=yes")
    wait_for_status(visit, "")
    chosen = visit.page.locator(".chosen")
    assert not chosen.is_visible()
    visit.page.emulate_media(media="print")

    assert chosen.inner_text() == (
        "Chosen: Words: library; Place: United States: Ohio; Cost, at most: free, up to $50; "
        "Issuer: Ohio Library Council; with what might match"
    )
    assert " of " in status(visit)
    for width in (700, 1280):
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert not visit.page.is_visible(".choices")
    visit.page.evaluate("location.hash = '#?sort=cost'")
    wait_for_status(visit, "All")
    assert not chosen.is_visible()


def test_place_with_its_parts_has_more_than_the_whole(
    open_page: Open, catalogue: Catalogue, offered: list[Credential]
) -> None:
    visit = open_page("index.html")
    visit.page.select_option("#where", "US")
    assert {*shown(visit)} == ids(catalogue, where="US")
    visit.page.select_option("#where", "US-*")

    assert {*shown(visit)} == {
        record.id
        for record in offered
        if any(code == "any" or code.startswith("US") for code in record.where)
    }


def test_address_keeps_the_choices_and_back_brings_them_back(open_page: Open) -> None:
    visit = open_page("index.html")
    page = visit.page
    page.check("[name=setting][value=archives]")
    first = shown(visit)
    page.select_option("#where", "GB")
    page.select_option("#sort", "cost")
    assert page.url.endswith("index.html#?where=GB&setting=archives&sort=cost")
    page.focus(".skip")
    page.keyboard.press("Enter")  # another anchor changes no choice
    page.wait_for_function("location.hash === '#main'")
    assert page.input_value("#where") == "GB"
    page.go_back()
    page.go_back()
    page.go_back()
    page.wait_for_function("!location.hash.includes('where')")

    assert page.input_value("#where") == ""
    assert page.is_checked("[name=setting][value=archives]")
    assert shown(visit) == first
    page.click("button[type=reset]")
    page.wait_for_function("location.hash === '#?'")
    assert status(visit).startswith("All ")
    again = open_page("index.html#?setting=archives&q=records&sort=name&where=nowhere&type=x")
    wait_for_status(again, "")
    assert again.page.input_value("#q") == "records"
    assert again.page.is_checked("[name=setting][value=archives]")
    assert again.page.input_value("#where") == ""


def test_list_is_sorted_with_unknown_figures_last(open_page: Open, catalogue: Catalogue) -> None:
    visit = open_page("index.html")
    before = shown(visit)
    visit.page.select_option("#sort", "cost")
    order = shown(visit)
    dollars = [catalogue[id_].cost for id_ in order if catalogue[id_].cost.unit == "USD"]
    lows = [cost.low for cost in dollars if cost.low is not None]

    assert sorted(order) == sorted(before)
    assert [catalogue[id_].cost.low for id_ in order[: len(lows)]] == lows == sorted(lows)
    visit.page.select_option("#sort", "")
    assert shown(visit) == before


def test_words_narrow_the_list(open_page: Open, offered: list[Credential]) -> None:
    visit = open_page("index.html")
    found = search(offered, "library technician")
    visit.page.fill("#q", "library technician")
    wait_for_status(visit, f"{len(found.matches)} of ")

    assert {*shown(visit)} == {match.id for match in found.matches}
    assert visit.page.url.endswith("#?q=library+technician")


def test_issuer_of_a_search_is_a_choice(open_page: Open, offered: list[Credential]) -> None:
    visit = open_page("index.html#?issuer=ALA-APA")

    assert {*shown(visit)} == {record.id for record in offered if record.issuer.id == "ALA-APA"}


def test_choices_are_folded_on_a_phone(open_page: Open) -> None:
    visit = open_page("index.html", width=320)

    assert not visit.page.is_visible("[name=setting][value=public]")
    visit.page.click("text=More choices")
    assert visit.page.is_visible("[name=setting][value=public]")


# --- The search -----------------------------------------------------------------------------------


def test_search_finds_what_the_command_finds(
    open_page: Open, catalogue: Catalogue, folder: Path
) -> None:
    order = json.loads((folder / "catalogue.json").read_text("utf-8"))
    records = [catalogue[record["id"]] for record in order]
    visit = open_page("search.html")
    for words in (
        *("LSSC", "archives", "cataloguing", "library technician", "ohio aide", "c++"),
        *("texas school library aide", "teacher aides", "state library certification"),
        *("UK", "IN license", "in ohio", "CA", "archvies", "academic libary"),
        *("zzzz librarian", "programmes in centres", "United States, archives"),
    ):
        visit.page.fill("#q", words)
        visit.page.press("#q", "Enter")
        visit.page.wait_for_function(
            "words => document.querySelector('[data-answer]').textContent.includes(words)",
            arg=f"“{words}”",
        )
        found = visit.page.evaluate(
            """() => [...document.querySelectorAll("[data-results] a")]
                .map((link) => link.getAttribute("href"))
                .filter((path) => path.startsWith("credentials/"))"""
        )
        expected = search(records, words).matches
        assert found == [credential_path(match.id) for match in expected], words


def test_search_from_any_page(open_page: Open) -> None:
    visit = open_page("credentials/lssc.html")
    page = visit.page
    page.fill("#find", "indiana")
    page.press("#find", "Enter")
    page.wait_for_selector("[data-results] li")

    assert page.url.endswith("search.html#?q=indiana")
    assert "results for “indiana”" in status(visit)
    assert page.inner_text("[data-results] li") == "Indiana: rules and credentials\nplace"
    page.fill("#q", "xyzzy")
    page.press("#q", "Enter")
    wait_for_status(visit, "Nothing on record has “xyzzy”")
    assert page.locator("[data-results] li").count() == 0
    page.go_back()
    page.wait_for_selector("[data-results] li")
    assert page.input_value("#q") == "indiana"
    page.click("[data-results] a")
    assert page.inner_text("h1") == "Indiana: rules and credentials"


def test_other_id_leads_to_the_page(open_page: Open) -> None:
    visit = open_page("credentials/clss.html")
    visit.page.wait_for_url("**/credentials/lssc.html")

    assert visit.page.inner_text("h1") == "Library Support Staff Certification"
