"""Places: their names, and which place contains which."""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factory import make_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert.model.place_names import NAMES
from libcert.model.places import (
    contains,
    find_places,
    holds_in,
    is_place,
    local_currency,
    nearness,
    place_name,
    places_in_words,
    similar_places,
)
from libcert.questions.sorting import nearest_first

Run = Callable[..., Any]
ROOT = Path(__file__).parents[1]
CODES = st.sampled_from(["any", *NAMES])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("US-TX", ["US-TX"]),
        ("us-tx", ["US-TX"]),
        ("TX", ["US-TX"]),
        (" texas ", ["US-TX"]),
        ("North  Dakota", ["US-ND"]),
        ("quebec", ["CA-QC"]),
        ("Québec", ["CA-QC"]),
        ("uk", ["GB"]),
        ("Great Britain", ["GB"]),
        ("Scotland", ["GB-SCT"]),
        ("wales", ["GB-WLS"]),
        ("USA", ["US"]),
        ("nsw", ["AU-NSW"]),
        ("any", ["any"]),
        ("worldwide", ["any"]),
        ("BR-SP", ["BR-SP"]),
        ("CA", ["CA", "US-CA"]),
        ("wa", ["US-WA", "AU-WA"]),
        ("Puerto Rico", ["US-PR"]),
        ("pr", ["US-PR"]),
        ("D.C.", ["US-DC"]),
        ("Österreich", ["AT"]),
        ("Everywhere", ["any"]),
        ("georgia", ["GE", "US-GA"]),
        ("US-ZZ", []),
        ("nowhere", []),
        ("", []),
    ],
)
def test_places_are_found_by_code_and_by_name(text: str, codes: list[str]) -> None:
    assert find_places(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Columbus, Ohio", ["US-OH"]),
        ("Columbus, OH", ["US-OH"]),
        ("Leeds, UK", ["GB"]),
        ("Ohio, USA", ["US-OH"]),
        ("USA, Ohio", ["US-OH"]),
        ("Springfield, IL, USA", ["US-IL"]),
        ("London, Ontario, Canada", ["CA-ON"]),
        ("Tbilisi, Georgia", ["GE", "US-GA"]),
        ("Atlanta, Georgia, USA", ["US-GA"]),
        ("Ohio,", ["US-OH"]),
        ("rural wisconsin", ["US-WI"]),
        ("a town in West Virginia", ["US-WV"]),
        ("New York City", ["US-NY"]),
        ("Ohio or Texas", ["US-TX"]),
        ("somewhere in the uk", ["GB"]),
        ("in me or hi", []),
        ("Atlantis, Nowhere", []),
        (",", []),
        ("", []),
        ("x," * 5000, []),
        ("ohio " + "x " * 5000, []),
    ],
)
def test_places_are_found_in_words(text: str, codes: list[str]) -> None:
    assert places_in_words(text) == codes


@given(st.text("0123456789 .", min_size=1), CODES)
def test_a_place_after_a_comma_is_found(text: str, code: str) -> None:
    assert places_in_words(f"{text}, {code}") == find_places(code)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("calfornia", ["California"]),
        ("new yrok", ["New York"]),
        ("pensylvania", ["Pennsylvania"]),
        ("zzzzqq", []),
    ],
)
def test_misspelled_places_are_suggested(text: str, names: list[str]) -> None:
    assert similar_places(text) == names


@pytest.mark.parametrize(
    ("place", "currency"),
    [("US-OH", "USD"), ("GB-SCT", "GBP"), ("IE", "EUR"), ("BR", None), ("any", None)],
)
def test_a_place_has_a_currency(place: str, currency: str | None) -> None:
    assert local_currency(place) == currency


@given(CODES)
def test_each_code_finds_its_place(code: str) -> None:
    assert is_place(code)
    assert {code, f"US-{code}"} & {*find_places(code)}
    assert code in place_name(code) or code == "any"


@pytest.mark.parametrize(
    ("where", "place", "answer", "near"),
    [
        (["US-OH"], "US-OH", "yes", 0),
        (["US"], "US-OH", "yes", 1),
        (["any"], "US-OH", "yes", 2),
        (["GB", "US-OH"], "US-OH", "yes", 0),
        (["US-OH"], "US", "maybe", 0),
        ([], "US", "maybe", 2),
        (["US-IN"], "US-OH", "no", 2),
        (["GB-ENG"], "GB-SCT", "no", 2),
        (["US"], "any", "maybe", 0),
    ],
)
def test_a_credential_counts_in_each_place_that_is_part_of_its_places(
    where: list[str], place: str, answer: str, near: int
) -> None:
    assert holds_in(where, place).value == answer
    assert nearness(where, place) == near


@given(CODES, CODES, CODES)
def test_containing_is_transitive(first: str, second: str, third: str) -> None:
    if contains(first, second) and contains(second, third):
        assert contains(first, third)


def test_unknown_parts_of_a_country_without_a_table_are_places() -> None:
    assert is_place("BR-SP")
    assert place_name("BR-SP") == "BR-SP"
    assert not is_place("US-ZZ")
    assert not is_place("XX")
    assert place_name("any") == "everywhere"


def test_near_and_real_credentials_come_first() -> None:
    anywhere = make_credential(id="A", where=("any",))
    national = make_credential(id="N", where=("US",))
    own = make_credential(id="O", where=("US-OH",))
    unfound = make_credential(id="U", where=("US-OH",), standing="not-found")
    everything = [unfound, anywhere, national, own]

    assert [one.id for one in nearest_first(everything, "US-OH")] == ["O", "N", "A", "U"]
    assert [one.id for one in nearest_first(everything, None)] == ["A", "N", "O", "U"]


def test_the_table_of_names_is_the_one_that_the_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_places", ROOT / "data/make_places.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.TABLE.read_text("utf-8") == script.table()


# --- The option -----------------------------------------------------------------------------------


def test_where_selects_credentials_of_a_place(run: Run) -> None:
    ids = run("list", "--where", "oh", "--json").ids

    assert ids[0].startswith("OH-")
    assert "LSSC" in ids
    assert "IN-LC6" not in ids
    assert (
        run("filter", "--where", "Ohio", "--json").ids
        == run("filter", "--where", "US-OH", "--json").ids
    )


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("CA", "`CA` can be Canada (CA) or California (US-CA); write the name"),
        ("punjab", "`punjab` can be Punjab (IN-PB) or Punjab (PK-PB); write the code"),
        ("atlantis", "`atlantis` is not a place; write its name or its ISO 3166 code"),
        (" ", "name a place"),
        ("\udcff", "is not UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["list", "filter", "check", "required", "about"])
def test_an_unclear_place_is_wrong_usage(run: Run, command: str, place: str, problem: str) -> None:
    answer = run(command, "--where", place)

    assert (answer.code, answer.out) == (2, "")
    assert problem in answer.err


def test_a_place_among_words_is_said(run: Run) -> None:
    answer = run("list", "--where", "Columbus, Ohio", "--limit", "1", "--json")

    assert "note: `Columbus, Ohio` is taken as Ohio (US-OH)\n" in answer.err
    assert answer.ids == run("list", "--where", "ohio", "--limit", "1", "--json").ids
    assert "is taken as" not in run("list", "--where", "Ohio").err


def test_a_short_code_means_the_place_that_the_catalogue_has(run: Run) -> None:
    answer = run("list", "--where", "PA", "--limit", "9", "--json")

    assert "PA-LA" in answer.ids
    assert "note: `PA` is taken as Pennsylvania (US-PA)\n" in answer.err


def test_closed_credentials_are_left_out_unless_they_are_named(run: Run) -> None:
    every = run("check", "--where", "US-IL", "--json")
    assert "IL-SPLMI" not in every.ids
    assert re.search(
        r"note: \d+ closed credentials and \d+ that no public source shows are left out\n",
        every.err,
    )
    assert run("check", "IL-SPLMI", "--json").ids == ["IL-SPLMI"]

    found = run("filter", "--where", "US-IL", "--json")
    assert "IL-SPLMI" not in found.ids
    assert re.search(r"note: \d+ closed credentials? might match too; --status closed", found.err)
    assert run("filter", "--issuer", "Illinois State Library", "--status", "closed", "--json").ids
    assert "IL-SPLMI\tSmall" in run("list", "--where", "US-IL").out
    assert "(closed)" in run("list", "--where", "US-IL").out


@pytest.mark.parametrize(
    ("details", "note"),
    [
        ('status = { state = "closed" }', "1 closed credential is left out"),
        ('standing = "not-found"', "1 that no public source shows is left out"),
        ('standing = "confirmed"', None),
    ],
)
def test_one_credential_is_left_out_in_good_grammar(
    run: Run, write: Callable[[str], Path], details: str, note: str | None
) -> None:
    path = write(f"""
        organizations.Y = {{ name = "Y" }}
        [credentials.X]
        name = "X"
        type = "certificate"
        issuer = "Y"
        {details}
    """)
    answer = run("check", "--no-bundled", "--catalogue", str(path), "--json")

    assert answer.err == (f"note: {note}\n" if note else "")


def test_nothing_is_left_out_without_a_note(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'organizations.Y = { name = "Y" }\n'
        '[credentials.X]\nname = "X"\ntype = "license"\nissuer = "Y"\n',
        encoding="utf-8",
    )

    assert run("check", "--catalogue", str(path), "--no-bundled", "--json").err == ""


def test_a_plan_adds_only_credentials_of_the_place(run: Run) -> None:
    answer = run(
        *("plan", "--best", "--where", "vermont", "--education", "high-school"),
        *("--experience", "3 public full-time running", "--assume", "6mo", "--by", "2028-01-01"),
        *("--on", "2026-11-29", "--json"),
    ).json
    ids = {one["id"] for key in ("steps", "not_planned") for one in answer[key]}

    assert not ids & {"IN-LC6", "TX-SLM-OPS"}
    assert "LSSC" in ids
