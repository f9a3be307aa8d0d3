"""Fixtures and checks for pages: a real browser opens them, prints them and looks for barriers.

The system's Chromium is used; nothing is downloaded. Without one, the tests are skipped, or fail
if the environment variable `LIBCERT_NEEDS_BROWSER` is set.
"""

import asyncio
import io
import os
import re
import shutil
import unicodedata
from asyncio.events import _set_running_loop
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Protocol
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Route
    from pypdf import PdfReader

Paper = Literal["A4", "Letter"]

_COMMANDS = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
    *("--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"),
    *(("--no-sandbox",) if os.geteuid() == 0 else ()),
)
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_WIDTHS_IN_PRINT: dict[Paper, int] = {"A4": 688, "Letter": 710}
"""The widths in pixels that our margins (14 mm) leave of a sheet."""
_ADDRESS = "http://pages.test/"
"""The address of a folder that is opened as a website. A test never reaches the network."""

# Text that sticks out to the right is unreadable or makes the page scroll sideways. A box that
# scrolls on its own is no fault on a screen, and neither is text for screen readers only.
_STICKS_OUT = """(boxesScroll) => {
  const width = document.documentElement.clientWidth;
  const found = new Set();
  const excused = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (boxesScroll && ["auto", "scroll"].includes(style.overflowX)
          || box.getBoundingClientRect().width <= 1)
        return true;
    }
    return false;
  };
  const look = (rectangle, element) => {
    if (rectangle.width > 1 && rectangle.height > 1 && rectangle.right > width + 1
        && element.checkVisibility({visibilityProperty: true}) && !excused(element))
      found.add(`<${element.localName}> ${element.textContent.trim().slice(0, 60)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    look(range.getBoundingClientRect(), text.parentElement);
  }
  for (const element of document.querySelectorAll("body *"))
    look(element.getBoundingClientRect(), element);
  return [...found];
}"""
# A column that is too narrow breaks words that would fit well on one line.
_BROKEN_WORDS = r"""() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!element.checkVisibility() || element.getBoundingClientRect().width <= 1) continue;
    for (const part of text.data.matchAll(/[^\s]{2,24}(?!\S)/g)) {
      if (part.index && !/\s/.test(text.data[part.index - 1]) || part[0].includes("/")) continue;
      for (const word of part[0].matchAll(/\p{Script=Latin}{2,}/gu)) {
        const range = document.createRange();
        range.setStart(text, part.index + word.index);
        range.setEnd(text, part.index + word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
        if (lines.size > 1) found.add(`<${element.localName}> ${word[0]}`);
      }
    }
  }
  return [...found];
}"""
_ROWS = """() => [...document.querySelectorAll("tr")]
  .filter(row => row.checkVisibility()).map(row => row.innerText.trim().replace(/\\s+/g, " "))"""


# A browser does not lay out far parts of a page that has `content-visibility`, so nothing there can
# be measured. No policy of a page stops a sheet of this kind.
_LAY_OUT_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets.push(sheet);
}"""


@dataclass
class Visit:
    """A page that is open in the browser, and all that went wrong or left it so far.

    Attributes:
        page: The page in Playwright's shape.
        requests: The addresses of all requests but those for the page itself and its own folder.
        faults: The errors of scripts and of the console (a blocked resource is one), dialogs,
            and windows that opened.
    """

    page: "Page"
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self, own: str) -> None:
        """Note all that happens from now on. The addresses that begin with *own* are fine."""

        def request(made: "Request") -> None:
            if not made.url.startswith(own):
                self.requests.append(made.url)

        def console(message: "ConsoleMessage") -> None:
            if message.type == "error":
                self.faults.append(message.text)

        def dialog(opened: "Dialog") -> None:
            self.faults.append(f"dialog: {opened.message}")
            opened.dismiss()

        self.page.on("dialog", dialog)
        self.page.on("popup", lambda window: self.faults.append(f"window: {window.url}"))
        context = self.page.context
        context.on("request", request)
        context.on("console", console)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))


class Visiting(Protocol):
    """The fixture `visit`: it opens a page."""

    def __call__(
        self,
        source: Path | str,
        *,
        width: int = 1280,
        zoom: int = 1,
        dark: bool = False,
        script: bool = True,
        still: bool = False,
        forced: bool = False,
        folder: Path | None = None,
        served: bool = False,
    ) -> Visit:
        """Open a page.

        Args:
            source: The file of the page, or its text.
            width: The width of the window in pixels, before *zoom*.
            zoom: How many times larger than usual the page is shown.
            dark: Whether the person prefers dark colors.
            script: Whether scripts run.
            still: Whether the person prefers reduced motion.
            forced: Whether the system forces its own few colors.
            folder: The folder whose other files the page may use; None if it stands alone.
            served: Whether *folder* is opened as a website instead of as files.
        """


@dataclass(frozen=True)
class Running:
    """The browser that runs, and the event loop of Playwright."""

    browser: "Browser"
    loop: asyncio.AbstractEventLoop


@pytest.fixture(scope="session")
def running_browser() -> Iterator[Running]:
    """Return the one browser of this process.

    Playwright leaves its event loop marked as running, which would stop all other loops of this
    process. So the loop has the mark only during the tests that visit a page.
    """
    command = find_browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _go_without("Playwright is not installed")
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        browser = playwright.chromium.launch(executable_path=command, args=_SWITCHES)
        _set_running_loop(None)
        yield Running(browser, loop)
        _set_running_loop(loop)
        browser.close()


def find_browser() -> str:
    """Return the path of the system's Chromium; without one, skip the test or let it fail."""
    found = next(filter(None, map(shutil.which, _COMMANDS)), None)
    return found or _go_without("there is no Chromium on this machine")


def _go_without(reason: str) -> NoReturn:
    if os.environ.get("LIBCERT_NEEDS_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def visit(running_browser: Running, tmp_path: Path) -> Iterator[Visiting]:
    """Return a function that opens a page in a context of its own."""
    with ExitStack() as contexts:

        def visit(
            source: Path | str,
            *,
            width: int = 1280,
            zoom: int = 1,
            dark: bool = False,
            script: bool = True,
            still: bool = False,
            forced: bool = False,
            folder: Path | None = None,
            served: bool = False,
        ) -> Visit:
            if isinstance(source, str):
                text, source = source, tmp_path / "page.html"
                source.write_text(text, encoding="utf-8")
            context = running_browser.browser.new_context(
                viewport={"width": width // zoom, "height": 800 // zoom},
                device_scale_factor=zoom,
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
                reduced_motion="reduce" if still else "no-preference",
                forced_colors="active" if forced else "none",
                offline=True,
            )
            contexts.callback(context.close)
            address = own = source.as_uri()
            if folder is not None:
                own = _ADDRESS if served else f"{folder.as_uri()}/"
                address = own + source.relative_to(folder).as_posix()
            if folder is not None and served:
                context.route(f"{_ADDRESS}**", partial(_serve, folder))
            opened = Visit(context.new_page())
            opened.watch(own)
            opened.page.goto(address)
            return opened

        _set_running_loop(running_browser.loop)
        yield visit
        contexts.close()
    _set_running_loop(None)


def _serve(folder: Path, route: "Route") -> None:
    path = folder / unquote(urlsplit(route.request.url).path).lstrip("/")
    if path.is_dir():
        path /= "index.html"
    if path.is_file():
        route.fulfill(path=path)
    else:
        route.fulfill(status=404)


def assert_quiet(visit: Visit) -> None:
    """Check that no script failed, that nothing was blocked or asked, and no request left."""
    assert not visit.faults, "\n".join(visit.faults)
    assert not visit.requests, "\n".join(visit.requests)


def assert_no_barriers(visit: Visit) -> None:
    """Check that axe-core finds no barrier for people with disabilities (WCAG 2.2 AA and more)."""
    visit.page.evaluate(_LAY_OUT_ALL)
    visit.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = visit.page.evaluate(
        "(rules) => axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})",
        list(_RULES),
    )
    barriers = [
        f"{rule['id']}: {rule['help']}\n    {' '.join(map(str, node['target']))}: {node['html']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert not barriers, "\n".join(barriers)


def assert_fits_width(visit: Visit) -> None:
    """Check that the page does not scroll sideways, and that no text is cut and no word broken."""
    root = "document.documentElement"
    scrolls = visit.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
    visit.page.evaluate(_LAY_OUT_ALL)
    sticking_out = visit.page.evaluate(_STICKS_OUT, True)  # noqa: FBT003
    if scrolls and not sticking_out:
        sticking_out = ["the page"]
    assert not sticking_out, "wider than the window:\n" + "\n".join(sticking_out)
    broken = visit.page.evaluate(_BROKEN_WORDS)
    assert not broken, "broken words:\n" + "\n".join(broken)


def print_page(visit: Visit, paper: Paper) -> "PdfReader":
    """Print the page to a PDF file that is tagged with the structure of the page."""
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(visit.page.pdf(format=paper, tagged=True)))


def assert_prints_whole(visit: Visit, paper: Paper) -> Iterator[str]:
    """Check that print cuts no row of a table and no figure, and that all fits on the paper.

    Returns:
        The text of each sheet; to read a sheet takes time.
    """
    page = visit.page
    rows, sticking_out, broken = _measure_for_print(page, paper)
    assert not sticking_out, f"wider than {paper}:\n" + "\n".join(sticking_out)
    assert not broken, f"broken words on {paper}:\n" + "\n".join(broken)
    printed = print_page(visit, paper)
    structure = printed.root_object["/StructTreeRoot"]
    printed_rows = list(_elements(structure, "/TR"))
    assert len(printed_rows) == len(rows), f"{len(printed_rows)} of {len(rows)} rows are printed"
    cut = [row for row, element in zip(rows, printed_rows, strict=True) if _is_cut(element)]
    assert not cut, f"rows cut on {paper}:\n" + "\n".join(cut)
    bare = [
        number
        for number, table in enumerate(_elements(structure, "/Table"), start=1)
        if _lacks_heading(table)
    ]
    assert not bare, f"tables without their headings on each sheet of {paper}: {bare}"
    cut_figures = sum(map(_is_cut, _elements(structure, "/Figure")))
    assert not cut_figures, f"{cut_figures} figures cut on {paper}"
    return (_without_ligatures(sheet.extract_text()) for sheet in printed.pages)


def _without_ligatures(text: str) -> str:
    return re.sub("[\ufb00-\ufb06]", lambda joined: unicodedata.normalize("NFKC", joined[0]), text)


def _measure_for_print(page: "Page", paper: Paper) -> list[list[str]]:
    """Return the text of each printed row, what is wider than the paper, and broken words."""
    window = page.viewport_size
    assert window is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": _WIDTHS_IN_PRINT[paper], "height": window["height"]})
    measured = [page.evaluate(script, False) for script in (_ROWS, _STICKS_OUT, _BROKEN_WORDS)]  # noqa: FBT003
    page.set_viewport_size(window)
    page.emulate_media(media="null")
    return measured


# Elements of a PDF file are dictionaries. "/S" is the kind; "/K" has the elements and the marks
# of text inside; "/Pg" is the sheet of the marks, unless a mark has its own.


def _is_cut(element: Any) -> bool:
    """Return whether an element is on more than one sheet, and not whole on each of them."""
    sheets = list(_sheets(element))
    if _is_heading(element) and len(set(sheets)) == 1:
        return False
    return len(frozenset[int]().union(*sheets)) > 1


def _lacks_heading(table: Any) -> bool:
    """Return whether a table has a row of headings, but not on each of its sheets."""
    rows = list(_elements(table, "/TR"))
    headings = [sheets for row in rows if _is_heading(row) for sheets in _sheets(row)]
    return any(frozenset[int]().union(*_sheets(table)) - sheets for sheets in headings)


def _is_heading(element: Any) -> bool:
    return element["/S"] == "/TR" and all(cell["/S"] == "/TH" for cell in _parts(element))


def _sheets(element: Any) -> Iterator[frozenset[int]]:
    """Return for each piece of text in an element the numbers of the sheets on which it stands."""
    marked = set()
    for part in _parts(element):
        if _is_element(part):
            yield from _sheets(part)
        else:
            names_sheet = isinstance(part, dict) and "/Pg" in part
            marked.add((part if names_sheet else element).raw_get("/Pg").idnum)
    if marked:
        yield frozenset(marked)


def _elements(root: Any, kind: str) -> Iterator[Any]:
    """Return all elements of a kind, in the order of the page."""
    for part in filter(_is_element, _parts(root)):
        if part["/S"] == kind:
            yield part
        yield from _elements(part, kind)


def _parts(element: Any) -> list[Any]:
    inside = element.get("/K", [])
    inside = inside if isinstance(inside, list) else inside.get_object()
    return [part.get_object() for part in (inside if isinstance(inside, list) else [inside])]


def _is_element(part: object) -> bool:
    return isinstance(part, dict) and "/S" in part
