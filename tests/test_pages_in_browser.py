"""Reports and websites in a real browser: hostile text, print, keyboard, zoom, colors, speech."""

import itertools
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from browser import (
    Visit,
    Visiting,
    assert_fits_width,
    assert_no_barriers,
    assert_prints_whole,
    assert_quiet,
)
from samples import DEFINITIONS
from toml_writer import toml

from libcert import cli
from libcert.model.sanitize import clean

HOSTILE: Final = (
    "<script>alert(1)</script> \"><img src=x onerror=alert(2)> ' onload=alert(3) </style></script>"
    " </title> <!-- --> ]]> &lt;b&gt; {{ 7*7 }} {% raw %} ${alert(4)} javascript:alert(5)"
    f" \u202egnirts\u202c 👩\u200d💻 漢字 {'Wortungetüm' * 9} end"
)
"""A text that tries to be more than a text in every language of a page."""
READ: Final = date(2026, 11, 23)
SHOWN: Final = clean(HOSTILE)
_IS_TEXT: Final = DEFINITIONS["Requirement"]["properties"]["text"]["pattern"]
FILTER: Final = ("--where", "US", "--max-cost", "500", "--maybe", "--limit", "60")
PLAN: Final = (
    *("--goal", "CRA", "--goal", "LSSC", "--assume", "CRA=12mo", "--years", "6"),
    *("--experience", "since 2018 records full-time", "--education", "bachelor"),
)


def hostile_texts(kind: str, *but: str) -> dict[str, Any]:
    """Return a hostile text for every field of a kind of entry that takes any text.

    A text begins with its place, such as `Exam.note:`, so that a test finds it on the page.
    """
    texts: dict[str, Any] = {}
    for name, field in DEFINITIONS[kind]["properties"].items():
        text = f"{kind}.{name}: {HOSTILE}"
        if name in but:
            continue
        if _takes_text(field):
            texts[name] = text
        elif "items" in field and _takes_text(field["items"]):
            texts[name] = [text]
    return texts


def _takes_text(field: Mapping[str, Any]) -> bool:
    return any(shape.get("pattern") == _IS_TEXT for shape in field.get("anyOf", [field]))


def hostile_catalogue() -> str:
    """Return a catalogue in which every text is hostile."""
    amount = {"low": 1, "high": 9}
    requirement = hostile_texts("Requirement") | {
        "experience": hostile_texts("Work") | amount,
        "education": hostile_texts("Education") | {"level": "associate"},
    }
    record = hostile_texts("Credential", "family", "sources") | {
        "type": "certification",
        "issuer": "O",
        "settings": ["public"],
        "where": ["US-IN"],
        "status": hostile_texts("Status") | {"state": "offered"},
        "duration": hostile_texts("Months") | amount,
        "effort": hostile_texts("Effort") | amount | {"unit": "hours"},
        "exams": [hostile_texts("Exam") | {"questions": 5}],
        "requirements": [requirement],
        "fees": [hostile_texts("Fee", "exams", "shared") | amount | {"purpose": "exam"}],
        "renewal": hostile_texts("Renewal") | {"expires": True, "months": 12},
        "standing": "disputed",
        "findings": [
            hostile_texts("Finding", "sources")
            | {"about": "fees", "verdict": "partly", "sources": ["S"], "read": READ}
        ],
        "sources": ["S"],
    }
    mandate = hostile_texts("Mandate", "sources") | {
        "where": ["US-IN"],
        "force": "law",
        "credentials": ["X"],
        "sources": ["S"],
    }
    source = hostile_texts("Source") | {
        "url": "https://example.org/?q='onclick=alert(6)",
        "read": READ,
        "tier": "issuer",
    }
    return toml(
        {
            "organizations": {"O": hostile_texts("Organization")},
            "sources": {"S": source},
            "credentials": {"X": record, "Y": record | {"aliases": ["Z"]}},
            "mandates": {"M": mandate},
        }
    )


def make(*argv: str) -> None:
    """Run libcert; a report is made as on one day."""
    day = ("--on", "2026-11-30") if argv[0] == "report" else ()
    assert cli.main([*argv, *day]) == 0


@pytest.fixture(scope="session")
def hostile_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pages of the hostile catalogue."""
    folder = tmp_path_factory.mktemp("hostile")
    own = folder / "own.toml"
    own.write_text(hostile_catalogue(), encoding="utf-8")
    given = ("--catalogue", str(own), "--no-bundled")
    words = ("--title", f"Title: {HOSTILE}")
    make("report", "X", "Y", *given, *words, "--for", HOSTILE, "-o", str(folder / "report.html"))
    make("report", "--goal", "X", "--goal", "Y", *given, "-o", str(folder / "plan.html"))
    make("site", *given, *words, "--output", str(folder / "site"))
    return folder


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pages of the bundled catalogue."""
    folder = tmp_path_factory.mktemp("pages")
    make("report", "LSSC", "CPLA", "-o", str(folder / "two.html"))
    make("report", *PLAN, "-o", str(folder / "plan.html"))
    make("report", *FILTER, "-o", str(folder / "filter.html"))
    make("site", "--where", "vermont", "--output", str(folder / "site"))
    return folder


def texts_of(visited: Visit) -> str:
    text: str = visited.page.evaluate("document.body.innerText")
    return re.sub(r"\s+", " ", text)


HOSTILE_PAGES: Final = {
    "report.html": {"Credential.name", "Organization.name", "Source.title", "Finding.note"},
    "plan.html": {"Credential.name", "Requirement.text", "Fee.note"},
    "site/credentials/x.html": {"Credential.notes", "Exam.topics", "Mandate.text", "Source.note"},
    "site/index.html": {"Credential.name", "Organization.name"},
    "site/places/us-in.html": {"Mandate.text", "Mandate.condition", "Source.title"},
    "site/search.html#?q=alert": {"Credential.name", "Organization.name"},
}
"""The address of each page, and some of the fields that it must show."""


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_hostile_text_stays_text(hostile_pages: Path, visit: Visiting, name: str) -> None:
    file, _, choice = name.partition("#")
    folder = hostile_pages / "site" if file.startswith("site/") else None
    visited = visit(hostile_pages / file, folder=folder, width=320)
    if choice:
        visited.page.goto(f"{visited.page.url}#{choice}")
        visited.page.reload()
    text = texts_of(visited)
    shown = [(found[1], text[found.end() :]) for found in re.finditer(r"\b([A-Z]\w+\.\w+): ", text)]
    summary, _, _ = SHOWN.partition(";")  # a report may leave out the second half of a note
    assert all(rest.startswith(summary) for _, rest in shown)
    assert HOSTILE_PAGES[name] <= {field for field, rest in shown if rest.startswith(SHOWN)}
    made = ":is(img, iframe, object, body title:not(svg *), [onload], [onerror], [onclick])"
    assert visited.page.locator(made).count() == 0
    assert visited.page.locator("main :is(script, style)").count() == 0
    assert_quiet(visited)
    assert_fits_width(visited)


def test_data_in_a_page_keeps_hostile_text(hostile_pages: Path, visit: Visiting) -> None:
    folder = hostile_pages / "site"
    page = visit(folder / "credentials" / "x.html", folder=folder).page
    texts = page.locator("script[type='application/ld+json']").all_text_contents()
    names = [data["name"] for data in map(json.loads, texts) if "name" in data]
    assert [clean(name) for name in names] == [f"Credential.name: {SHOWN}"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two.html", ["Certified Public Library Administrator", "Cost by year", "(https://"]),
        ("plan.html", []),
        ("filter.html", []),
        ("site/index.html", []),
        ("site/credentials/lssc.html", ["Library Support Staff Certification", "(https://"]),
    ],
)
def test_print_has_whole_tables(pages: Path, visit: Visiting, name: str, words: list[str]) -> None:
    folder = pages / "site" if name.startswith("site/") else None
    visited = visit(pages / name, folder=folder, dark=True)
    if name == "filter.html":
        assert visited.page.locator("tbody tr").count() >= 60
    assert_prints_whole(visited, "Letter")
    sheets = assert_prints_whole(visited, "A4")
    if words:  # it takes long to read many sheets
        texts = list(sheets)
        assert all(text.strip() for text in texts)
        text = " ".join(" ".join(texts).split())
        assert all(word in text for word in words)
        assert not re.search(r"Skip to the content|Search|Clear all choices|[↑↓↕]", text)


NOTE_FOCUS: Final = """() => {
  const all = [...document.querySelectorAll("*")];
  window.reached = [];
  addEventListener("focusin", ({target}) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const isVisible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
    window.reached.push([all.indexOf(target), isVisible ? "" : target.outerHTML]);
  });
  const controls = "a[href], button, input, select, summary, [tabindex='0']";
  return all.map((element, number) => [element, number])
    .filter(([element]) => element.matches(controls) && !element.disabled
      && element.checkVisibility({visibilityProperty: true}))
    .map(([, number]) => number);
}"""
"""A script that returns the numbers of all controls, and notes which get the focus from then on."""


@pytest.mark.parametrize("name", ["two.html", "filter.html", "site/index.html", "site/search.html"])
def test_every_control_is_reached_by_keyboard_and_shows_it(
    pages: Path, visit: Visiting, name: str
) -> None:
    folder = pages / "site" if name.startswith("site/") else None
    page = visit(pages / name, folder=folder, still=True).page
    page.evaluate("document.activeElement.blur()")
    controls = page.evaluate(NOTE_FOCUS)
    for _ in controls:
        page.keyboard.press("Tab")
    reached = page.evaluate("window.reached")
    assert [number for number, _ in reached] == controls  # in the order of the page
    assert not [hidden for _, hidden in reached if hidden]


@pytest.mark.parametrize("name", ["two.html", "site/credentials/lssc.html"])
def test_first_key_offers_to_skip_to_the_content(pages: Path, visit: Visiting, name: str) -> None:
    folder = pages / "site" if name.startswith("site/") else None
    page = visit(pages / name, folder=folder).page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "main"
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize(
    "name", ["two.html", "filter.html", "site/index.html", "site/credentials/lssc.html"]
)
def test_every_width_and_large_text_fit(pages: Path, visit: Visiting, name: str) -> None:
    folder = pages / "site" if name.startswith("site/") else None
    visited = visit(pages / name, folder=folder)
    page = visited.page
    for width in (1280, 1024, 768, 640):  # 640 is 1280 at a zoom of 200 %
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        assert_fits_width(visited)
    page.set_viewport_size({"width": 1280, "height": 800})
    fonts = {"fontSizes": {"standard": 32, "fixed": 26}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", fonts)
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert_fits_width(visited)


# axe-core does not measure the text and the bars of a chart.
CONTRASTS: Final = r"""() => {
  const light = (color) => color.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  const fill = (element) => getComputedStyle(element).fill;
  const isPlain = (bar) => fill(bar).startsWith("rgb");
  const bars = [...document.querySelectorAll(".chart svg rect")].filter(isPlain);
  const texts = [...document.querySelectorAll(".chart svg text")].map((text) => {
    const box = text.getBoundingClientRect();
    const behind = bars.find((bar) => {
      const around = bar.getBoundingClientRect();
      return around.left <= box.left && box.right <= around.right
        && around.top <= box.top + 4 && box.bottom <= around.bottom + 4;
    });
    return contrast(fill(text), behind ? fill(behind) : paper);
  });
  return [Math.min(...texts), Math.min(...bars.map(bar => contrast(fill(bar), paper)))];
}"""


def test_charts_are_readable_in_all_colors(pages: Path, visit: Visiting) -> None:
    page = visit(pages / "two.html").page
    backgrounds = set()
    for forced in ("none", "active"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            text, bar = page.evaluate(CONTRASTS)
            assert text >= 4.5
            assert bar >= 3
            backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(backgrounds) == 3  # white, dark, and the black of the system


def test_nothing_is_told_by_color_alone(pages: Path, visit: Visiting) -> None:
    page = visit(pages / "plan.html", forced=True).page
    states = {text.lower() for text in page.locator(".yes, .maybe, .no").all_inner_texts()}
    assert {"no", "met"} <= states
    assert all(re.search(r"\w", state) for state in states)
    assert page.evaluate("getComputedStyle(document.querySelector('.no')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("name", ["filter.html", "site/index.html"])
def test_nothing_moves_if_a_person_prefers_that(pages: Path, visit: Visiting, name: str) -> None:
    folder = pages / "site" if name.startswith("site/") else None
    moving = """[...document.querySelectorAll("*")].map(element => getComputedStyle(element))
      .some(({scrollBehavior, animationName, transitionDuration}) => scrollBehavior !== "auto"
        || animationName !== "none" || parseFloat(transitionDuration) > 0)"""
    page = visit(pages / name, folder=folder).page
    assert page.evaluate(moving)
    page.emulate_media(reduced_motion="reduce")
    assert not page.evaluate(moving)


def test_a_screen_reader_finds_headings_tables_and_charts(pages: Path, visit: Visiting) -> None:
    page = visit(pages / "plan.html", width=320).page  # the tables are stacks of blocks there
    read = page.locator("body").aria_snapshot()
    levels = [int(level) for level in re.findall(r"- '?heading .*\[level=(\d)\]", read)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    tables = re.findall(r"- '?table\b(.*)", read)
    assert len(tables) >= 4
    assert all(re.match(r' "\w', name) for name in tables)
    assert re.search(r'row "2026 .*\$100 .*application"', read)
    charts = re.findall(r"- '?img \"(.*?)\"", read)
    assert [name for name in charts if name.startswith("Timeline of the plan CRA: 2026-11-30")]
    assert [name for name in charts if name.startswith("Cost by calendar year 2026: $100")]


@pytest.mark.parametrize(
    "name", ["index.html", "credentials/x.html", "places/us-in.html", "search.html"]
)
def test_pages_of_a_website_have_no_barriers(
    hostile_pages: Path, visit: Visiting, name: str
) -> None:
    folder = hostile_pages / "site"
    visited = visit(folder / name, folder=folder)
    assert_no_barriers(visited)
    assert_fits_width(visited)
    assert_quiet(visited)


@pytest.mark.parametrize("name", ["index.html", "places/us-vt.html"])
def test_a_website_is_complete_without_script(pages: Path, visit: Visiting, name: str) -> None:
    folder = pages / "site"
    shown = "main :is(h1, h2, li, dt, dd, td, th):not(form *)"
    texts = [
        visit(folder / name, folder=folder, script=script).page.eval_on_selector_all(
            shown,
            """elements => elements.filter(element => element.checkVisibility())
              .map(element => element.innerText.replace(/\\s+/g, " "))""",
        )
        for script in (True, False)
    ]
    assert len(texts[1]) > 20
    assert texts[0] == texts[1]
