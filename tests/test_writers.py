"""Whatever a record says, every format reads back as what was to be written."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

import pytest
import reading
import tomli
from conftest import codes
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import render
from rich.cells import cell_len
from samples import (
    AMOUNTS,
    CREDENTIALS,
    DAYS,
    DEFINITIONS,
    ORGANIZATIONS,
    TEXTS,
    made,
    objects,
    record,
    records,
)

from libcert.model.credential import Credential
from libcert.model.reasons import Reason
from libcert.model.results import Due
from libcert.render.calendar_file import Event, events
from libcert.render.formats import WRITERS, Canvas, Format
from libcert.render.table import Table

TODAY = date(2026, 11, 23)
FIELDS = ("id", "name", "summary", "levels", "requirements")
SHOWN = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
WIDTHS = st.integers(40, 200)
TYPED = AMOUNTS.filter(lambda amount: amount < 1_000_000_000)  # an option has nine digits at most
FEW = settings(max_examples=40)  # for whole records, each of which is a hundred texts


def about(*texts: str, **more: Any) -> Table:
    """An answer with a record for each of *texts*, which stands in several of its fields."""
    given = {"type": "license", "issuer": made("Organization", {"id": "X", "name": "X"})}
    said = [
        {"name": text, "summary": text, "levels": [text], "requirements": [text]} for text in texts
    ]
    found = [record({"id": f"X{n}", **each}, **given) for n, each in enumerate(said)]
    return Table(Credential, found, FIELDS, FIELDS, **more)


def whole(found: Sequence[Credential], columns: Sequence[str] = SHOWN, **more: Any) -> Table:
    """An answer with all fields of the records *found* for programs, and *columns* for people."""
    return Table(Credential, found, reading.keys()["Credential"], columns, **more)


def test_records_are_fed_with_every_field() -> None:
    written = {*DEFINITIONS["Credential"]["properties"], "id", "cost", "conditions"}

    assert {*reading.keys()["Credential"]} == written


def test_every_format_has_a_writer() -> None:
    assert WRITERS.keys() == {*get_args(Format), None}


# --- Formats for programs -------------------------------------------------------------------------


@pytest.mark.slow
@FEW
@given(records())
def test_json_has_the_values_under_all_keys_in_order(found: list[Credential]) -> None:
    reading.json_(whole(found))


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=4))
def test_json_says_the_truth(texts: list[str]) -> None:
    answer = json.loads(render(about(*texts), "json", Canvas()))

    assert [found["name"] for found in answer] == texts
    assert [found["levels"] for found in answer] == [[text] for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv"])
@FEW
@given(found=records())
def test_cells_have_the_values_and_no_formula(
    found: list[Credential], form: Literal["csv", "tsv"]
) -> None:
    reading.separated(whole(found), form)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv"])
@given(texts=st.lists(TEXTS, max_size=4))
def test_no_text_breaks_out_of_its_cell(texts: list[str], form: Literal["csv", "tsv"]) -> None:
    reading.separated(about(*texts), form)


def only_cell(field: str, said: Any) -> str:
    """The cell in CSV of a record that says no more than that."""
    table = {"id": "X", "name": "x", "type": "license", field: said}
    found = record(table, issuer=made("Organization", {"id": "X", "name": "X"}))
    text = render(Table(Credential, [found], [field], [field]), "csv", Canvas())
    [_, [cell]] = csv.reader(io.StringIO(text, newline=""))
    return cell


def test_a_single_text_keeps_its_semicolon() -> None:
    assert only_cell("summary", "a; b") == "a; b"


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n"])
def test_only_items_are_parted_by_semicolons(blank: str) -> None:
    assert len(only_cell("levels", [f"a;{blank}b", "c"]).split("; ")) == 2


# --- Formats for people ---------------------------------------------------------------------------


@pytest.mark.slow
@FEW
@given(records())
def test_piped_lines_and_markdown_say_the_same(found: list[Credential]) -> None:
    reading.markdown(whole(found, reading.keys()["Credential"]))


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=4))
def test_no_text_breaks_out_of_its_line_or_its_markdown(texts: list[str]) -> None:
    reading.markdown(about(*texts))


@pytest.mark.slow
@FEW
@given(found=records(), width=WIDTHS, colour=st.booleans(), transposed=st.booleans())
def test_a_drawing_keeps_to_its_width(
    found: list[Credential], width: int, *, colour: bool, transposed: bool
) -> None:
    closing = [condition.text for each in found for condition in each.requirements]
    reading.drawn(whole(found, transposed=transposed, footer=closing), width, colour=colour)


@pytest.mark.slow
@pytest.mark.parametrize("across", [False, True])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), width=st.integers(1, 120))
def test_what_is_drawn_keeps_to_its_lines(texts: list[str], width: int, *, across: bool) -> None:
    text = render(about(*texts, transposed=across), "table", Canvas(width))

    assert not codes(text)
    assert all(cell_len(line) <= max(width, 2) for line in text.split("\n"))
    assert all(f"X{number}" in text.replace("\n", "") for number in range(len(texts)))


@pytest.mark.parametrize(
    "text", ["[online] fee", "[/x]", "[link=https://x]y[/link]", ":100:", "[red]"]
)
def test_markup_is_only_text(text: str) -> None:
    for canvas in (Canvas(200), Canvas(200, color=True), Canvas(20)):
        drawn = render(about(text), "table", canvas)
        assert "".join(text.split()) in "".join(drawn.split())


# --- Calendars ------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.lists(st.builds(Event, st.uuids().map(str), st.dates(), TEXTS, TEXTS), max_size=4))
def test_no_text_breaks_out_of_its_event(found: list[Event]) -> None:
    reading.calendar(found, TODAY)


@pytest.mark.slow
@given(
    st.builds(
        Due,
        id=st.sampled_from(CREDENTIALS),
        name=TEXTS,
        purpose=st.sampled_from(["renewal", "maintenance"]),
        due=st.dates(TODAY, date(2199, 12, 31)),
        cost=objects("Money").map(lambda table: made("Money", table)),
        methods=st.lists(TEXTS, max_size=2).map(tuple),
        note=TEXTS.map(lambda text: Reason.of("record-note", text=text)),
    )
)
def test_what_falls_due_is_the_same_in_every_calendar(due: Due) -> None:
    reading.calendar(events([due], None, TODAY), TODAY)


# --- Profiles -------------------------------------------------------------------------------------


@pytest.mark.slow
@given(
    meets=st.lists(TEXTS, max_size=3, unique_by=str.casefold),
    lacks=st.lists(TEXTS, max_size=3, unique_by=str.casefold),
    budget=st.none() | TYPED,
    dues=st.dictionaries(st.sampled_from(ORGANIZATIONS), TYPED, max_size=2),
    held=st.dictionaries(st.sampled_from(CREDENTIALS), DAYS, max_size=2),
)
def test_a_profile_says_what_it_was_told(
    tmp_path_factory: pytest.TempPathFactory,
    meets: list[str],
    lacks: list[str],
    budget: Decimal | None,
    dues: dict[str, Decimal],
    held: dict[str, date],
) -> None:
    path = tmp_path_factory.mktemp("told") / "me.toml"
    path.write_text("# mine\n", "utf-8")
    said: dict[str, Any] = {
        "meets": meets,
        "lacks": lacks,
        "budget": budget,
        "dues": dues,
        "held": {id_: {"since": day} for id_, day in held.items()},
    }
    argv = [
        *(f"--meets={text}" for text in meets),
        *(f"--lacks={text}" for text in lacks),
        *([] if budget is None else [f"--budget={budget}"]),
        *(f"--dues={society}={amount}" for society, amount in dues.items()),
        *(f"--held={id_}={day}" for id_, day in held.items()),
        "--education=none",
    ]

    for _ in range(2):  # what is said again changes nothing
        assert reading.answered("profile", "set", "--profile", str(path), *argv)[0] == 0
        written = tomli.loads(path.read_text("utf-8"), parse_float=Decimal)
        assert written == {"education": "none"} | {
            k: v for k, v in said.items() if v not in (None, [], {})
        }
    assert path.read_text("utf-8").startswith("# mine\n")
