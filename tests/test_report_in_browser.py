"""A report in a real browser: on screens, on a phone, on paper, by keyboard, without script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from browser import (
    Paper,
    Visiting,
    assert_fits_width,
    assert_no_barriers,
    assert_prints_whole,
    assert_quiet,
)
from conftest import Answered

Run = Callable[..., Answered]
PLAN: Final = (
    *("--goal", "CRA", "--goal", "CIP", "--goal", "LSSC", "--assume", "CRA=12mo", "--years", "6"),
    *("--experience", "since 2018 records full-time", "--education", "bachelor"),
    *("--for", "Ana Cruz"),
)
"""A plan with ranges, unknown amounts, a step without an end, renewals and a goal left out."""
HOSTILE_TEXT: Final = "<script>alert(1)</script></style>]]>'\\\" onload=alert(2) \u202ekcart"
HOSTILE: Final = f"""
[organizations]
O = {{ name = "{HOSTILE_TEXT}" }}
[sources.S]
title = "{HOSTILE_TEXT} {"s" * 1900}"
publisher = "{HOSTILE_TEXT}"
url = "https://example.org/?a='onclick=alert(3)"
read = 2026-11-23
tier = "issuer"
[credentials.{"X" * 40}]
name = "{"n" * 2000}"
type = "certification"
issuer = "O"
sources = ["S"]
summary = "{HOSTILE_TEXT} javascript:alert(4)"
requirements = [{{ text = "{"r" * 2000}", to_do = true }}]
fees = [{{ purpose = "exam", low = 10, high = 90, note = "{HOSTILE_TEXT}" }}]
duration = {{ low = 3, high = 3, note = "{"d" * 2000}" }}
[credentials.Y]
name = "{HOSTILE_TEXT}"
type = "certification"
issuer = "O"
sources = ["S"]
fees = [{{ purpose = "exam", low = 1, high = 1, unit = "CHF" }}]
"""


@pytest.fixture
def page_of(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a report and returns its file."""

    def page_of(*argv: str) -> Path:
        path = tmp_path / "report.html"
        assert run("report", *argv, "--on", "2026-11-30", "-o", str(path)).code == 0
        return path

    return page_of


def test_a_plan_has_no_barriers_and_fits(page_of: Callable[..., Path], visit: Visiting) -> None:
    visited = visit(page_of(*PLAN), width=320, dark=True)
    for width, scheme in ((320, "dark"), (1280, "light")):
        visited.page.set_viewport_size({"width": width, "height": 800})
        visited.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert_no_barriers(visited)
        assert_fits_width(visited)
        assert visited.page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert_quiet(visited)


def test_a_plan_prints_whole_and_light(page_of: Callable[..., Path], visit: Visiting) -> None:
    visited = visit(page_of(*PLAN), dark=True)
    papers: tuple[Paper, ...] = ("A4", "Letter")
    for paper in papers:
        text = re.sub(r"\s+", " ", " ".join(assert_prints_whole(visited, paper)))
        assert "Made by libcert" in text
        assert "(https://" in text  # a source on paper shows its address
    visited.page.emulate_media(media="print")
    background = visited.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_sort_buttons_do_not_overlap_on_a_phone(
    page_of: Callable[..., Path], visit: Visiting
) -> None:
    page = visit(page_of("--where", "ohio", "--max-cost", "200"), width=320).page
    boxes = page.eval_on_selector_all(
        "thead th",
        """cells => cells.map((cell) => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return [cell, text].map((each) => each.getBoundingClientRect())
                .map(({left, right, top, bottom}) => [left, right, top, bottom]);
        })""",
    )

    assert len(boxes) > 1
    for cell, text in boxes:
        assert cell[0] <= text[0]
        assert text[1] <= cell[1] + 0.5


def test_rows_are_sorted_and_filtered_by_keyboard(
    page_of: Callable[..., Path], visit: Visiting
) -> None:
    visited = visit(page_of("--where", "ohio", "--max-cost", "200", "--maybe"), dark=True)
    page = visited.page
    assert_no_barriers(visited)
    rows, costs = page.locator("#comparison tbody tr"), "#comparison tbody td:nth-child(3)"

    def sorted_by() -> list[str]:
        keys: list[str] = page.eval_on_selector_all(
            costs, "cells => cells.map(cell => cell.dataset.sort)"
        )
        return keys

    count = rows.count()
    button = page.get_by_role("button", name="Cost")
    button.focus()
    page.keyboard.press("Enter")
    up = sorted_by()
    assert page.locator("th[aria-sort=ascending]").inner_text() == "Cost"
    assert page.get_by_role("status").inner_text() == "Sorted by Cost, ascending"
    page.keyboard.press("Space")
    down = sorted_by()
    assert page.locator("th[aria-sort=descending]").count() == 1
    unknown = up.count("")
    assert unknown > 0
    for keys, is_reverse in ((up, False), (down, True)):  # what is not on record comes last
        known = [float(key) for key in keys[: count - unknown]]
        assert known == sorted(known, reverse=is_reverse)
        assert set(keys[count - unknown :]) == {""}

    page.get_by_label("Show only rows with these words").focus()
    page.keyboard.type("Ohio PERMIT")
    shown = page.locator("#comparison tbody tr:visible")
    assert 0 < shown.count() < count
    assert all("permit" in text.lower() for text in shown.all_inner_texts())
    assert page.get_by_role("status").inner_text() == f"{shown.count()} of {count} rows"
    page.emulate_media(media="print")  # the paper says that rows are left out
    assert page.locator(".tools span").is_visible()
    assert not page.get_by_label("Show only rows with these words").is_visible()
    page.emulate_media(media="screen")
    page.get_by_label("Show only rows with these words").focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert shown.count() == count
    assert_quiet(visited)


def test_without_script_nothing_is_missing_or_dead(
    page_of: Callable[..., Path], visit: Visiting
) -> None:
    path = page_of("--where", "ohio", "--max-cost", "200")
    with_script, without = (visit(path, script=script) for script in (True, False))
    assert with_script.page.locator("button, input").count() > 0
    assert without.page.locator("button, input").count() == 0
    texts = [one.page.locator("main").inner_text().split() for one in (with_script, without)]
    assert set(texts[0]) - set(texts[1]) <= {"Show", "only", "rows", "with", "these", "words"}
    assert set(texts[1]) <= set(texts[0])


def test_hostile_text_stays_text_and_fits(
    page_of: Callable[..., Path], visit: Visiting, write: Callable[[str], Path]
) -> None:
    own = ("--catalogue", str(write(HOSTILE)), "--no-bundled")
    path = page_of("X" * 40, "Y", *own, "--title", HOSTILE_TEXT, "--for", "<img src=x>")
    page = visit(path, width=320)
    assert_fits_width(page)
    assert_no_barriers(page)
    assert_quiet(page)
    assert "\u202e" not in path.read_text("utf-8")
    text = page.page.locator("body").inner_text()
    assert "<script>alert(1)</script></style>]]>" in text
    assert "<img src=x>" in text
    links = page.page.eval_on_selector_all("a", "links => links.map(link => link.protocol)")
    assert set(links) == {"file:", "https:"}
    assert page.page.locator("main script, main img, main style").count() == 0
    page.page.set_viewport_size({"width": 1280, "height": 800})
    widths = "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
    assert {*page.page.eval_on_selector_all(".wide", widths)} == {0}  # no table is too wide
