"""The checks of pages find what is wrong on a page that was made for it."""

import asyncio
from pathlib import Path

import pytest
from browser import (
    Visiting,
    assert_fits_width,
    assert_no_barriers,
    assert_prints_whole,
    assert_quiet,
    find_browser,
)

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>'
LONG_ROWS = "".join(f"<tr><td>Row {n}<td>{'One line.<br>' * 7}" for n in range(30))
TABLE = f"<table><thead><tr><th>A<th>B</thead>{LONG_ROWS}</table>"


def test_a_good_page_passes_all_checks(visit: Visiting) -> None:
    page = visit(
        f"""{HEAD}<style>tr, figure {{ break-inside: avoid }}</style>
        <main><h1>Fine</h1>{TABLE}</main>""",
        width=320,
        dark=True,
    )
    assert_fits_width(page)
    assert_no_barriers(page)
    sheets = list(assert_prints_whole(page, "A4"))
    assert len(sheets) > 3
    assert all("A B" in sheet for sheet in sheets[:-1])  # each sheet repeats the heading
    assert_quiet(page)


def test_requests_and_faults_are_noticed(visit: Visiting) -> None:
    page = visit(
        f"""{HEAD}<img src="https://example.org/a.png"><script>missing()</script>
        <script>alert("boo"); open("about:blank")</script>"""
    )
    assert page.requests == ["https://example.org/a.png"]
    told = "\n".join(page.faults)
    for fault in ("missing is not defined", "dialog: boo", "window: about:blank"):
        assert fault in told
    with pytest.raises(AssertionError, match="missing is not defined"):
        assert_quiet(page)
    page.faults.clear()
    with pytest.raises(AssertionError, match=r"https://example\.org/a\.png"):
        assert_quiet(page)


def test_what_a_policy_blocks_is_a_fault(visit: Visiting) -> None:
    policy = """http-equiv="Content-Security-Policy" content="default-src 'none'" """
    with pytest.raises(AssertionError, match="Content Security Policy"):
        assert_quiet(visit(f"{HEAD}<meta {policy}><style>p {{ color: red }}</style>"))


def test_barriers_are_named_with_rule_and_element(visit: Visiting) -> None:
    page = visit(
        f"""{HEAD}<main><h1>Bad</h1><h3>Skipped</h3><p style="color: #ccc">Pale</p><img src="data:">
        <style>button {{ width: 9px; height: 9px; padding: 0; border: 0; margin: 0 }}</style>
        <p><button aria-label="one"></button><button aria-label="two"></button></main>"""
    )
    with pytest.raises(AssertionError) as failed:
        assert_no_barriers(page)
    message = str(failed.value)
    for rule in ("color-contrast", "heading-order", "image-alt", "target-size"):
        assert f"{rule}: " in message
    assert '<p style="color: #ccc">' in message


def test_what_is_wider_than_the_window_is_named(visit: Visiting) -> None:
    page = visit(
        f"""{HEAD}<h1>Wide</h1><p style="width: 400px">Wide box</p>
        <div style="overflow: hidden"><p>{"long" * 40}</p></div>
        <svg width="100"><text x="400" y="20">In a chart</text></svg>
        <div style="overflow-x: auto"><p style="width: 900px">Scrolls</p></div>""",
        width=320,
    )
    with pytest.raises(AssertionError, match="wider than the window") as failed:
        assert_fits_width(page)
    assert all(words in str(failed.value) for words in ("Wide box", "longlong", "In a chart"))
    assert "Scrolls" not in str(failed.value)
    with pytest.raises(AssertionError, match="wider than Letter") as failed:
        assert_prints_whole(page, "Letter")
    assert "Scrolls" in str(failed.value)


def test_words_that_a_narrow_column_breaks_are_named(visit: Visiting) -> None:
    narrow = "<style>td { width: 30px; display: block; overflow-wrap: anywhere }</style>"
    page = visit(
        f"{HEAD}{narrow}<table><tr><td>Experience {'long' * 9} https://a.example/experience"
    )
    with pytest.raises(AssertionError, match=r"broken words:\s+<td> Experience\s") as failed:
        assert_fits_width(page)
    assert str(failed.value).count("<td>") == 2  # the message, and the list of pytest
    with pytest.raises(AssertionError, match="broken words on A4"):
        assert_prints_whole(page, "A4")


def test_a_page_that_scrolls_sideways_is_found_without_text(visit: Visiting) -> None:
    page = visit(f"{HEAD}<style>body::after {{ content: ''; padding-left: 400px }}", width=320)
    with pytest.raises(AssertionError, match=r"wider than the window:\s+the page"):
        assert_fits_width(page)


def test_rows_and_figures_that_print_cuts_or_leaves_out_are_named(visit: Visiting) -> None:
    page = visit(HEAD + TABLE)
    with pytest.raises(AssertionError, match=r"rows cut on A4:\s+Row \d+ One line"):
        assert_prints_whole(page, "A4")
    page.page.add_style_tag(content="tbody { position: absolute; width: 0; overflow: hidden }")
    with pytest.raises(AssertionError, match="rows are printed"):
        assert_prints_whole(page, "A4")
    style = "<style>tr { break-inside: avoid } .once { display: table-row-group }</style>"
    page.page.set_content(HEAD + style + TABLE.replace("<thead>", "<thead class=once>"))
    with pytest.raises(AssertionError, match=r"without their headings on each sheet of A4: \[1\]"):
        assert_prints_whole(page, "A4")
    figure = f"<figure>{'One line.<br>' * 40}<figcaption>Said</figcaption></figure>"
    page.page.set_content(HEAD + figure * 4)
    with pytest.raises(AssertionError, match="3 figures cut on Letter"):
        assert_prints_whole(page, "Letter")


def test_what_a_person_prefers_reaches_the_page(visit: Visiting) -> None:
    asked = """[innerWidth, devicePixelRatio, ...["(prefers-color-scheme: dark)",
        "(prefers-reduced-motion: reduce)", "(forced-colors: active)"]
        .map(wish => matchMedia(wish).matches)]"""
    assert visit(HEAD).page.evaluate(asked) == [1280, 1, False, False, False]
    wishes = visit(HEAD, zoom=2, dark=True, still=True, forced=True)
    assert wishes.page.evaluate(asked) == [640, 2, True, True, True]


def test_without_script_none_runs(visit: Visiting) -> None:
    text = f"{HEAD}<p>Before</p><script>document.querySelector('p').textContent = 'After'</script>"
    assert visit(text, script=False).page.inner_text("p") == "Before"


@pytest.mark.parametrize("served", [False, True])
def test_a_folder_is_a_website_of_its_own(visit: Visiting, tmp_path: Path, *, served: bool) -> None:
    folder = tmp_path / "site"
    (folder / "b").mkdir(parents=True)
    (folder / "a.html").write_text(f'{HEAD}<link rel="icon" href="data:,"><a href="b/index.html">b')
    (folder / "b" / "index.html").write_text(
        f'{HEAD}<link rel="icon" href="data:,"><link rel="stylesheet" href="../style.css"><h1>B'
    )
    (folder / "style.css").write_text("h1 { width: 99px }")
    opened = visit(folder / "a.html", folder=folder, served=served)
    opened.page.click("a")
    opened.page.wait_for_url("**/b/index.html")
    assert opened.page.evaluate("getComputedStyle(document.querySelector('h1')).width") == "99px"
    assert_quiet(opened)
    (folder / "style.css").unlink()
    opened.page.reload()
    with pytest.raises(AssertionError, match="Failed to load resource"):
        assert_quiet(opened)


@pytest.mark.usefixtures("running_browser")
def test_the_browser_leaves_no_event_loop_between_tests() -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    assert asyncio.run(answer()) == 42


def test_without_a_browser_the_tests_are_skipped_or_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("LIBCERT_NEEDS_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="there is no Chromium"):
        find_browser()
    monkeypatch.setenv("LIBCERT_NEEDS_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="there is no Chromium"):
        find_browser()
