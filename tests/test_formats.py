"""Formats, fed with data that nobody would write in good faith."""

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from libcert.formats import Canvas, Format
from libcert.formats import render as pieces
from libcert.models import Credential, Organization, Requirement
from libcert.table import Table

NASTY = st.text(
    st.sampled_from("[]/\\|*_`<>&#!~:=@+-'\"; \t\r\n\x00\x1b\x07\x9b\u202e\u2028é漢👩\u200d💻ab")
    | st.characters(exclude_categories=["Cs"]),
    min_size=1,
    max_size=60,
).filter(str.strip)


def render(table: Table, form: Format | None, canvas: Canvas) -> str:
    return "".join(pieces(table, form, canvas))


FIELDS = ("id", "name", "summary", "requirements")


def table(*texts: str, **more: Any) -> Table:
    """An answer with a record for each of *texts*, which stands in several of its fields."""
    issuer = Organization(id="X", name="X")
    records = [
        Credential(
            id=f"X{number}",
            name=text,
            type="license",
            issuer=issuer,
            summary=text,
            requirements=(Requirement(text=text),),
        )
        for number, text in enumerate(texts)
    ]
    return Table(Credential, records, FIELDS, FIELDS, **more)


@given(st.lists(NASTY, max_size=4))
def test_json_says_the_truth(texts: list[str]) -> None:
    answer = render(table(*texts), "json", Canvas())

    assert [record["name"] for record in json.loads(answer)] == texts


@given(st.lists(NASTY, max_size=4), st.sampled_from(["csv", "tsv"]))
def test_csv_reads_back_with_as_many_cells_and_no_formula(texts: list[str], form: Any) -> None:
    text = render(table(*texts), form, Canvas())
    rows = list(
        csv.reader(io.StringIO(text), delimiter="\t" if form == "tsv" else ",", strict=True)
    )

    assert [len(row) for row in rows] == [len(FIELDS)] * (len(texts) + 1)
    assert len(text.splitlines()) == len(rows)
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_markdown_reads_back_with_the_same_words(texts: list[str]) -> None:
    text = render(table(*texts), "markdown", Canvas())
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    cells = [token for token in tokens if token.type == "inline"]

    assert len(cells) == len(FIELDS) * (len(texts) + 1)
    for cell in cells:
        assert {part.type for part in cell.children or ()} <= {"text", "text_special"}


@pytest.mark.parametrize("across", [False, True])
@given(texts=st.lists(NASTY, min_size=1, max_size=3), width=st.integers(1, 120))
def test_what_is_drawn_keeps_to_its_lines(texts: list[str], width: int, *, across: bool) -> None:
    drawn = render(table(*texts, across=across), "table", Canvas(width))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", drawn)
    assert all(cell_len(line) <= max(width, 2) for line in drawn.split("\n"))
    assert all(f"X{number}" in drawn.replace("\n", "") for number in range(len(texts)))


@pytest.mark.parametrize(
    "text", ["[online] fee", "[/x]", "[link=https://x]y[/link]", ":100:", "[red]"]
)
def test_markup_is_only_text(text: str) -> None:
    for canvas in (Canvas(200), Canvas(200, colour=True), Canvas(20)):
        drawn = render(table(text), "table", canvas)
        assert "".join(text.split()) in "".join(drawn.split())


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_plain_lines_are_records(texts: list[str]) -> None:
    lines = render(table(*texts), None, Canvas()).split("\n")

    assert len(lines) == len(texts) + 2
    assert all(line.count("\t") == len(FIELDS) - 1 for line in lines[:-1])
