"""Test that every format can be read back with the same content, for any record."""

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
from hypothesis import given
from hypothesis import strategies as st
from reading import render
from rich.cells import cell_len
from samples import (
    AMOUNTS,
    CREDENTIALS,
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
from libcert.render.formats import FILE_WRITERS, WRITERS, Canvas, Format
from libcert.render.table import Table

TODAY = date(2026, 11, 23)
FIELDS = ("id", "name", "summary", "levels", "requirements")
SHOWN = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
WIDTHS = st.integers(40, 200)
# An option takes nine digits at most.
OPTION_AMOUNTS = AMOUNTS.filter(lambda amount: amount < 1_000_000_000)


def about(*texts: str, **more: Any) -> Table:
    """Return an answer with a record for each of *texts*, with the text in several fields."""
    fields = {"type": "license", "issuer": made("Organization", {"id": "X", "name": "X"})}
    tables = [
        {"name": text, "summary": text, "levels": [text], "requirements": [text]} for text in texts
    ]
    credentials = [record({"id": f"X{n}", **table}, **fields) for n, table in enumerate(tables)]
    return Table(Credential, credentials, FIELDS, FIELDS, **more)


def whole(credentials: Sequence[Credential], columns: Sequence[str] = SHOWN, **more: Any) -> Table:
    """Return an answer of *credentials*: all fields for programs, and *columns* for people."""
    return Table(Credential, credentials, reading.keys()["Credential"], columns, **more)


def test_records_have_every_field() -> None:
    fields = {*DEFINITIONS["Credential"]["properties"], "id", "cost", "conditions"}

    assert {*reading.keys()["Credential"]} == fields


def test_every_format_has_a_writer() -> None:
    assert sorted(filter(None, [*WRITERS, *FILE_WRITERS])) == sorted(get_args(Format))
    assert None in WRITERS


# --- Formats for programs -------------------------------------------------------------------------


@pytest.mark.slow
@given(records())
def test_json_has_the_values_of_all_keys_in_order(credentials: list[Credential]) -> None:
    reading.json_(whole(credentials))


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=4))
def test_json_has_the_exact_texts(texts: list[str]) -> None:
    answer = json.loads(render(about(*texts), "json", Canvas()))

    assert [credential["name"] for credential in answer] == texts
    assert [credential["levels"] for credential in answer] == [[text] for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv"])
@given(credentials=records())
def test_cells_have_the_values_and_no_formula(
    credentials: list[Credential], form: Literal["csv", "tsv"]
) -> None:
    reading.separated(whole(credentials), form)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv"])
@given(texts=st.lists(TEXTS, max_size=4))
def test_every_text_stays_in_its_cell(texts: list[str], form: Literal["csv", "tsv"]) -> None:
    reading.separated(about(*texts), form)


def only_cell(field: str, value: Any) -> str:
    """Return the CSV cell for *field* of a record whose *field* is *value*."""
    table = {"id": "X", "name": "x", "type": "license", field: value}
    credential = record(table, issuer=made("Organization", {"id": "X", "name": "X"}))
    text = render(Table(Credential, [credential], [field], [field]), "csv", Canvas())
    [_, [cell]] = csv.reader(io.StringIO(text, newline=""))
    return cell


def test_a_single_text_keeps_its_semicolon() -> None:
    assert only_cell("summary", "a; b") == "a; b"


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n"])
def test_only_items_are_separated_by_semicolons(blank: str) -> None:
    assert len(only_cell("levels", [f"a;{blank}b", "c"]).split("; ")) == 2


# --- Formats for people ---------------------------------------------------------------------------


@pytest.mark.slow
@given(records())
def test_piped_lines_and_markdown_have_the_same_content(credentials: list[Credential]) -> None:
    reading.markdown(whole(credentials, reading.keys()["Credential"]))


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=4))
def test_every_text_stays_in_its_line_and_its_markdown_cell(texts: list[str]) -> None:
    reading.markdown(about(*texts))


@pytest.mark.slow
@given(credentials=records(), width=WIDTHS, colour=st.booleans(), transposed=st.booleans())
def test_a_table_fits_its_width_with_any_record(
    credentials: list[Credential], width: int, *, colour: bool, transposed: bool
) -> None:
    footer = [condition.text for credential in credentials for condition in credential.requirements]
    reading.drawn(whole(credentials, transposed=transposed, footer=footer), width, colour=colour)


@pytest.mark.slow
@pytest.mark.parametrize("across", [False, True])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), width=st.integers(1, 120))
def test_a_table_fits_its_width_with_any_text(
    texts: list[str], width: int, *, across: bool
) -> None:
    text = render(about(*texts, transposed=across), "table", Canvas(width))

    assert not codes(text)
    assert all(cell_len(line) <= max(width, 2) for line in text.split("\n"))
    assert all(f"X{number}" in text.replace("\n", "") for number in range(len(texts)))


@pytest.mark.parametrize(
    "text", ["[online] fee", "[/x]", "[link=https://x]y[/link]", ":100:", "[red]"]
)
def test_markup_is_shown_as_text(text: str) -> None:
    for canvas in (Canvas(200), Canvas(200, color=True), Canvas(20)):
        table = render(about(text), "table", canvas)
        assert "".join(text.split()) in "".join(table.split())


# --- Calendars ------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.lists(st.builds(Event, st.uuids().map(str), st.dates(), TEXTS, TEXTS), max_size=4))
def test_every_text_stays_in_its_event(calendar_events: list[Event]) -> None:
    reading.calendar(calendar_events, TODAY)


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
def test_every_calendar_reader_sees_the_same_renewal(due: Due) -> None:
    reading.calendar(events([due], None, TODAY), TODAY)


# --- Profiles -------------------------------------------------------------------------------------


@pytest.mark.slow
@given(
    meets=st.lists(TEXTS, max_size=3, unique_by=str.casefold),
    lacks=st.lists(TEXTS, max_size=3, unique_by=str.casefold),
    budget=st.none() | OPTION_AMOUNTS,
    dues=st.dictionaries(st.sampled_from(ORGANIZATIONS), OPTION_AMOUNTS, max_size=2),
    held=st.dictionaries(
        st.sampled_from(CREDENTIALS), st.dates(date(1900, 1, 1), date(2026, 1, 1)), max_size=2
    ),
)
def test_a_profile_has_exactly_the_saved_values(
    tmp_path_factory: pytest.TempPathFactory,
    meets: list[str],
    lacks: list[str],
    budget: Decimal | None,
    dues: dict[str, Decimal],
    held: dict[str, date],
) -> None:
    path = tmp_path_factory.mktemp("told") / "me.toml"
    path.write_text("# mine\n", "utf-8")
    values: dict[str, Any] = {
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

    for _ in range(2):  # saving the same values again changes nothing
        assert reading.answered("profile", "set", "--profile", str(path), *argv)[0] == 0
        saved = tomli.loads(path.read_text("utf-8"), parse_float=Decimal)
        assert saved == {"education": "none"} | {
            k: v for k, v in values.items() if v not in (None, [], {})
        }
    assert path.read_text("utf-8").startswith("# mine\n")
