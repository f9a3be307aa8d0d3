"""Drawn tables: sections, and columns that are cut so that each record takes one line."""

import os
import re
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import LIBCERT, Screen, codes
from factory import make_credential
from hypothesis import given
from hypothesis import strategies as st
from reading import render
from rich.cells import cell_len
from samples import TEXTS, records

from libcert.model.credential import Credential, Money
from libcert.model.sanitize import clean
from libcert.render.table import Canvas, Table
from libcert.render.terminal_table import BLOCK, PAGE, clip

COLUMNS = ("id", "name", "cost")


def table(
    credentials: Sequence[Credential], columns: Sequence[str] = COLUMNS, **more: Any
) -> Table:
    """Return an answer of *credentials* whose names are cut."""
    return Table(Credential, credentials, columns, columns, **{"clipped": ["name"], **more})


def drawn(answer: Table, width: int = 80, **more: Any) -> list[str]:
    """Return the lines of a drawn table."""
    return render(answer, "table", Canvas(width, **more)).split("\n")[:-1]


# --- Cut columns ----------------------------------------------------------------------------------


@pytest.mark.slow
@given(records(), st.integers(40, 200), st.booleans())
def test_a_cut_table_fits_its_width(credentials: list[Credential], width: int, color: bool) -> None:  # noqa: FBT001
    answer = table(credentials, ("id", "name", "summary", "cost"), clipped=["name", "summary"])
    lines = drawn(answer, width)

    assert all(cell_len(line) <= width for line in lines)
    assert all(record.id in "\n".join(lines) for record in credentials)
    assert not codes("\n".join(lines))
    assert len(drawn(answer, width, color=color)) == len(lines)


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=5), st.integers(40, 120), st.booleans())
def test_each_record_takes_one_line(texts: list[str], width: int, marked: bool) -> None:  # noqa: FBT001
    credentials = [make_credential(id=f"X{n}", name=text) for n, text in enumerate(texts)]
    notes = {("name", 0): "closed"} if marked and texts else {}
    header, rule, *lines = drawn(table(credentials, cell_notes=notes), width)

    assert header.split() == ["id", "name", "cost"]
    assert {*rule} == {"─"}
    assert len(lines) == len(texts) + len(notes)
    for line, credential in zip(lines, credentials, strict=False):
        assert line.startswith(f"{credential.id} ")
        assert line.endswith("not on record")


@given(TEXTS.map(clean), st.integers(1, 40))
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, width: int) -> None:
    cut = clip(text, width)

    assert cell_len(cut) <= width
    assert cut == text or (cut[-1] == "…" and text.startswith(cut[:-1]))
    assert (cut == text) is (cell_len(text) <= width)


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("Librarian", 9, "Librarian"),
        ("Librarian", 8, "Librari…"),
        ("Public Librarian", 8, "Public…"),
        ("図書館司書", 10, "図書館司書"),
        ("図書館司書", 9, "図書館司…"),
        ("図書館司書", 8, "図書館…"),
        ("cafe\u0301 cafe\u0301", 5, "cafe\u0301…"),
    ],
)
def test_texts_are_cut_by_the_width_of_their_characters(text: str, width: int, cut: str) -> None:
    assert clip(text, width) == cut


def test_only_the_named_columns_are_cut() -> None:
    cost = Money(low=12345, high=23456, open=True)
    record = make_credential(id="A-VERY-LONG-ID-OF-A-RECORD", name="name " * 20, cost=cost)
    [*_, line] = drawn(table([record]), 70)

    assert line == "A-VERY-LONG-ID-OF-A-RECORD name name name name… $12,345–$23,456 + more"


def test_columns_that_are_cut_share_the_room() -> None:
    record = make_credential(name="name", summary="summary " * 20, levels=("level " * 20,))
    answer = table(
        [record], ("id", "name", "summary", "levels"), clipped=["name", "summary", "levels"]
    )
    [*_, line] = drawn(answer, 50)

    assert line == "X  name summary summary summ… level level level l…"


def test_spare_columns_go_before_a_name_becomes_too_short() -> None:
    record = make_credential(id="X" * 25, name="name " * 20)
    answer = table([record], spare=["cost"])

    assert drawn(answer, 64)[-1].endswith(" not on record")
    *_, line, said = drawn(answer, 63)
    assert line == f"{'X' * 25} name name name name name name name n…"
    assert said == "not shown here, because there is no room: cost"


def test_a_table_that_cannot_be_cut_is_wrapped() -> None:
    record = make_credential(id="X" * 25, name="name " * 20)

    assert len(drawn(table([record]), 45)) > 3


def test_a_cut_cell_keeps_its_mark() -> None:
    notes = {("name", 0): "closed", ("cost", 0): "disputed"}
    record = make_credential(name="name " * 20)
    *_, line, legend, _ = drawn(table([record], cell_notes=notes), 40)

    assert line == "X  name name name name…*  not on record†"
    assert legend == "* closed; † disputed: `libcert show ID`"


def test_every_note_has_a_symbol_of_its_own() -> None:
    names = [f"note {number}" for number in range(11)]
    notes = {("name", number): name for number, name in enumerate(names)}
    lines = drawn(table([make_credential(id=f"X{n}") for n in range(11)], cell_notes=notes))

    legend = " ".join(lines[13:]).split("; ")
    symbols = [entry.partition(" ")[0] for entry in legend]
    assert symbols[5:8] == ["^", "**", "††"]
    assert len({*symbols}) == 11


def test_each_part_of_a_note_has_a_symbol() -> None:
    notes = {("name", 0): "closed, disputed", ("cost", 0): "disputed"}
    *_, line, legend = drawn(table([make_credential()], cell_notes=notes))

    assert line == "X  X*†  not on record†"
    assert legend == "* closed; † disputed: `libcert show ID` shows more"


def test_a_dash_stands_for_what_is_not_on_record() -> None:
    answer = table([make_credential()], dashes=True)

    assert drawn(answer)[-2:] == ["X  X    —", "— not on record"]
    assert (
        drawn(table([make_credential(cost=Money(low=1, high=1))], dashes=True))[-1] == "X  X    $1"
    )
    assert "not on record" in drawn(answer, 30)[-1]


def test_cut_cells_keep_their_color() -> None:
    notes = {("name", 0): "disputed"}
    answer = table([make_credential(name="name " * 20)], cell_notes=notes)
    header, _, line, *_ = drawn(answer, 40, color=True)

    assert header.startswith("\x1b[1mid\x1b[0m ")
    assert line == "X  \x1b[33mname name name name n…*\x1b[0m \x1b[2mnot on record\x1b[0m"


# --- Sections -------------------------------------------------------------------------------------


@pytest.mark.parametrize("clipped", [[], ["name"]])
def test_titles_stand_above_their_records_below_one_header(clipped: list[str]) -> None:
    credentials = [make_credential(id=f"X{number}") for number in range(3)]
    answer = table(credentials, ("id", "name"), clipped=clipped, sections={0: "First", 2: "Second"})

    assert drawn(answer) == [
        "id name",
        "───────",
        "First",
        "X0 X0",
        "X1 X1",
        "",
        "Second",
        "X2 X2",
    ]


def test_titles_are_bold_and_wrapped_and_clean() -> None:
    answer = table(
        [make_credential()], ("id", "name"), sections={0: "Title \x1b[31m" + "word " * 9}
    )
    [_, _, first, second, *_] = drawn(answer, 40, color=True)

    assert first.startswith("\x1b[1mTitle \\u001b[31mword")
    assert second.startswith("\x1b[1mword")


@pytest.mark.parametrize("index", [PAGE - 1, PAGE, PAGE + 1, BLOCK])
@pytest.mark.parametrize("clipped", [[], ["name"]])
def test_titles_stand_above_their_records_on_every_page(index: int, clipped: list[str]) -> None:
    credentials = [make_credential(id=f"X{number}") for number in range(BLOCK + 2)]
    answer = table(credentials, ("id", "name"), clipped=clipped, sections={index: "Title"})
    lines = drawn(answer)

    assert lines.count("Title") == 1
    assert lines[lines.index("Title") + 1].split() == [f"X{index}", f"X{index}"]
    assert sum(line.startswith("X") for line in lines) == BLOCK + 2


def test_stacks_have_titles() -> None:
    credentials = [make_credential(id=f"X{number}") for number in range(2)]
    answer = table(credentials, ("id", "name"), sections={1: "Second"})

    assert drawn(answer, 30) == ["id: X0", "name: X0", "", "Second", "id: X1", "name: X1"]


@pytest.mark.parametrize("form", ["markdown", "json", "csv", None])
def test_only_drawn_tables_have_titles_and_cut_cells(form: Any) -> None:
    name = "name " * 40
    answer = table([make_credential(name=name)], sections={0: "Title"})
    text = render(answer, form, Canvas(40))

    assert "Title" not in text
    assert name.strip() in text


def test_a_transposed_table_has_no_titles() -> None:
    answer = table([make_credential()], sections={0: "Title", 1: "Other"}, transposed=True)

    assert "Title" not in "".join(drawn(answer))


# --- Links ----------------------------------------------------------------------------------------

LINK = re.compile("\x1b]8;id=[0-9]+;(?P<address>[^\x1b]+)\x1b\\\\(?P<text>.*?)\x1b]8;;\x1b\\\\")
LINKED = Canvas(80, color=True, links=True)


def links(answer: Table, canvas: Canvas = LINKED) -> list[tuple[str, str]]:
    """Return the text and the address of each link in a drawn table."""
    text = render(answer, "table", canvas)
    assert "\x1b" not in re.sub("\x1b\\[[0-9;]*m", "", LINK.sub("", text))
    return [(link["text"], link["address"]) for link in LINK.finditer(text)]


def test_addresses_become_links() -> None:
    record = make_credential(name="See https://example.org/a?b=c.", levels=("[S] and S2",))
    answer = table(
        [record],
        ("id", "name", "levels"),
        clipped=[],
        footer=["Sources: [S] one; [A, S2] two, 2024", "SX, S3"],
        links={
            "S": "https://s.org/",
            "S2": "http://s2.org",
            "S3": "javascript:x",
            "A": "https://a",
        },
    )

    assert links(answer) == [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("S", "https://s.org/"),
        ("S2", "http://s2.org"),
        ("S", "https://s.org/"),
        ("A", "https://a"),
        ("S2", "http://s2.org"),
    ]


@pytest.mark.parametrize("canvas", [Canvas(80, color=True), Canvas(80), Canvas(30, color=True)])
def test_without_links_addresses_are_texts(canvas: Canvas) -> None:
    answer = table([make_credential(name="https://a.org")], clipped=[], links={"X": "https://x"})

    assert links(answer, canvas) == []


def test_cut_cells_can_be_links() -> None:
    answer = table([make_credential(name="name " * 20)], links={"name " * 20: "https://a.org"})

    assert links(answer.replace(links={("name " * 20).strip(): "https://a.org"})) == [
        (f"{'name ' * 12}name n…".replace("name n…", "na…"), "https://a.org")
    ]


def test_stacks_have_links() -> None:
    answer = table([make_credential(name="https://a.org")])

    assert links(answer, Canvas(30, color=True, links=True)) == [("https://a.org",) * 2]


@given(TEXTS)
def test_a_hostile_address_cannot_leave_its_link(text: str) -> None:
    answer = table(
        [make_credential(name=f"https://{text}")], clipped=[], links={"X": f"https://{text}"}
    )

    links(answer)


def test_sources_have_links_only_on_a_terminal() -> None:
    for argv in (["sources", "LSSC"], ["about"], ["required", "--where", "ohio"]):
        seen = Screen(*argv, "--no-pager").end()
        assert LINK.search(seen), argv
        assert "\x1b]" not in Screen(*argv, "--no-pager", TERM="linux").end()
        assert "\x1b]" not in Screen(*argv, "--no-pager", FORCE_HYPERLINK="0").end()
        piped = subprocess.run(
            [*LIBCERT, *argv, "--format=table"],
            capture_output=True,
            check=True,
            env=os.environ | {"FORCE_COLOR": "1", "TERM": "xterm"},
        )
        assert b"\x1b[" in piped.stdout
        assert b"\x1b]" not in piped.stdout
