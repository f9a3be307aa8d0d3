"""Searches: which credentials the words find, and in which order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import on_a_terminal
from factory import make_credential
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.model.credential import Credential, Organization, Status
from libcert.questions.search import TITLES, search, search_text
from libcert.questions.word_match import contains_words

Run = Callable[..., Any]


def ids(records: list[Credential], words: str, place: str | None = None) -> list[str]:
    return [match.id for match in search(records, words, place).matches]


# --- What is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("x", {}),
        ("EX", {"aliases": ("EX",)}),
        ("name", {"name": "The Name"}),
        ("Academy", {"issuer": Organization(id="A", name="The Academy")}),
        ("tsla", {"issuer": Organization(id="TSLA", name="A State Library")}),
        ("ohio", {"where": ("US-OH",)}),
        ("OH", {"where": ("US-OH",)}),
        ("us-oh", {"where": ("US-OH",)}),
        ("usa", {"where": ("US-OH",)}),
        ("uk", {"where": ("GB",)}),
        ("United Kingdom", {"where": ("GB",)}),
        ("new york", {"where": ("US-NY",)}),
        ("school", {"settings": ("school",)}),
        ("college", {"settings": ("academic",)}),
        ("shelvers", {"suits": ("page",)}),
        ("library aide", {"suits": ("aide",)}),
        ("teaching assistants", {"suits": ("aide",), "settings": ("school",)}),
        ("paraprofessional", {"suits": ("aide",), "settings": ("school",)}),
        ("media specialist", {"suits": ("librarian",), "settings": ("school",)}),
        ("records clerk", {"suits": ("records-staff",)}),
        ("fam", {"family": "FAM", "level": "II"}),
        ("grade ii", {"family": "FAM", "level": "Grade II"}),
        ("license", {"type": "license"}),
        ("online", {"delivery": ("online",)}),
        ("in-person", {"delivery": ("in-person",)}),
        ("cataloguing", {"summary": "It teaches cataloging."}),
        ("catalog", {"summary": "It teaches cataloguing."}),
        ("cataloging for a page", {"summary": "Cataloging", "suits": ("page",)}),
        ("page, ohio", {"suits": ("page",), "where": ("US-OH",)}),
        ("the", {"summary": "It is the best."}),
    ],
)
def test_words_find_what_people_mean(words: str, fields: dict[str, Any]) -> None:
    record = make_credential(**fields)

    assert ids([make_credential(id="Q"), record], words)[0] == "X"


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("page", {"notes": ("An undated page.",)}),
        ("teacher aide", {"suits": ("aide",), "settings": ("public",)}),
        ("IN", {"summary": "It is in an office."}),
        ("it", {"name": "Item"}),
    ],
)
def test_other_words_are_not_found(words: str, fields: dict[str, Any]) -> None:
    assert not [
        match
        for match in search([make_credential(**fields)], words).matches
        if match.match.answer == "yes"
    ]


def test_a_place_finds_what_is_for_its_country_if_it_has_nothing_else() -> None:
    national = make_credential(id="N", where=("US",), suits=("archivist",))
    local = make_credential(id="L", where=("US-OH",))

    assert ids([national, local], "ohio") == ["L"]
    assert ids([national], "ohio") == ["N"]
    assert ids([local, national], "archivist in ohio") == ["N"]


def test_every_job_has_titles() -> None:
    assert all(TITLES.values())
    record = make_credential(suits=tuple(TITLES))
    assert ids([record], "volunteer trustee") == ["X"]


# --- Order ----------------------------------------------------------------------------------------


def test_the_best_come_first() -> None:
    records = [
        make_credential(id="S", summary="For archives."),
        make_credential(id="I", issuer=Organization(id="Y", name="Archives")),
        make_credential(id="W", settings=("archives",)),
        make_credential(id="N", name="Certificate of archives"),
        make_credential(id="A", aliases=("ARCHIVES",)),
    ]

    assert ids(records, "archives") == ["A", "N", "W", "I", "S"]


def test_words_that_stand_together_count_more() -> None:
    apart = make_credential(id="A", name="Board of members, and a test")
    together = make_credential(id="B", name="A test of a board member")

    assert ids([apart, together], "board member") == ["B", "A"]


def test_among_equals_the_real_and_near_come_first() -> None:
    records = [
        make_credential(id="A", suits=("page",), standing="not-found", where=("US-OH",)),
        make_credential(id="B", suits=("page",), status=Status(state="closed")),
        make_credential(id="C", suits=("page",), where=("any",)),
        make_credential(id="D", suits=("page",), where=("US",)),
        make_credential(id="E", suits=("page",), where=("US-OH",)),
    ]

    assert ids(records, "page") == ["C", "D", "E", "A", "B"]
    assert ids(records, "page", "US-OH") == ["E", "D", "C", "A", "B"]


def test_if_nothing_has_all_words_those_with_the_most_come() -> None:
    one = make_credential(id="A", suits=("page",))
    two = make_credential(id="B", suits=("page",), settings=("school",))
    found = search([one, two], "school page quark")

    assert [match.id for match in found.matches] == ["B"]
    assert found.missing == ("quark",)
    assert found.matches[0].match.answer == "no"


def test_a_word_with_a_small_mistake_is_corrected() -> None:
    found = search([make_credential(suits=("archivist",))], "archvist")

    assert [match.id for match in found.matches] == ["X"]
    assert found.corrected == {"archvist": "archivist"}
    assert search([make_credential()], "qqqqq zzzzz") == ([], (), {})


words = st.lists(
    st.sampled_from(["page", "ohio", "archives", "x", "TX", "new", "york", "it", "zz", "school"]),
    min_size=1,
    max_size=4,
)


@given(words)
def test_all_that_is_found_has_the_words_and_each_record_comes_once(
    shipped: Catalogue, typed: list[str]
) -> None:
    found = search(shipped.values(), " ".join(typed))
    every = [match.id for match in found.matches]

    assert len(every) == len({*every})
    counts = {len(match.match.because) for match in found.matches if match.match.answer == "no"}
    assert len(counts) <= 1
    assert bool(found.missing) is bool(counts)


@given(words, st.sampled_from(["US-OH", "GB", "US"]))
def test_the_place_of_the_person_only_changes_the_order(
    shipped: Catalogue, typed: list[str], place: str
) -> None:
    anywhere, near = (search(shipped.values(), " ".join(typed), at) for at in (None, place))

    assert {match.id for match in anywhere.matches} == {match.id for match in near.matches}


def test_ids_and_names_find_their_record_first(shipped: Catalogue) -> None:
    records = [*shipped.values()]
    for record in records[::20]:
        assert ids(records, record.id.lower())[0] == record.id
        assert record.id in ids(records, record.name)[:2]  # two may share a name


# --- Commands -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("teaching assistant", "NY-TA2"),
        ("chartership", "MCLIP"),
        ("CILIP", "ACLIP"),
        ("Library Support Staff Certification", "LSSC"),
        ("ohio page", "OH-PLS"),
        ("media specialist", "NY-LMS"),
    ],
)
def test_search_answers_what_people_type(run: Run, typed: str, first: str) -> None:
    answer = run("search", *typed.split(), "--json")

    assert answer.code == 0
    assert answer.ids[0] == first
    assert answer.json[0]["match"]["answer"] == "yes"


def test_search_finds_the_records_of_a_job(run: Run, shipped: Catalogue) -> None:
    pages = {id_ for id_, record in shipped.items() if "page" in record.suits}
    aides = run("search", "teacher aide", "--json").ids

    assert pages <= {*run("search", "page", "--json").ids}
    assert {"ParaPro", "TX-Aide1", "OH-AIDE1"} <= {*aides[:15]}


def test_search_is_narrowed_by_options(run: Run, shipped: Catalogue) -> None:
    found = run("search", "aide", "--where", "ohio", "--setting", "school", "--json").ids

    assert "OH-AIDE1" in found
    assert all({"school", "any"} & {*shipped[id_].settings} for id_ in found)
    assert not any("US-TX" in shipped[id_].where for id_ in found)


def test_the_place_in_the_profile_decides_among_equals(run: Run, profile: Path) -> None:
    profile.write_text('where = "US-OH"', encoding="utf-8")
    found = run("search", "library aide", "--json").ids
    anywhere = run("search", "library aide", "--no-profile", "--json").ids

    assert sorted(found) == sorted(anywhere)
    assert found[:1] != anywhere[:1]
    assert found[0].startswith("OH-")


def test_search_looks_everywhere_if_asked(run: Run) -> None:
    usual, everywhere = (
        run("search", "undated", *more, "--json").ids for more in ((), ("--everywhere",))
    )

    assert len(everywhere) > len(usual)
    assert {*run("filter", "--text", "undated", "--everywhere", "--json").ids} <= {*everywhere}


def test_filter_searches_the_same_text(run: Run, shipped: Catalogue) -> None:
    found = {*run("filter", "--text", "library aide", "--json").ids}

    assert found
    assert all(contains_words(search_text(shipped[id_]), "aide", whole=False) for id_ in found)
    assert found <= {*run("search", "library aide", "--json").ids}


def test_search_says_what_it_did_not_find(run: Run) -> None:
    assert "no credential has `archvist`; these have `archivist`" in run("search", "archvist").err
    missing = run("search", "quark", "page").err
    assert "note: no credential has all of these words; `quark` is missing in those" in missing
    nothing = run("search", "qqqqq", "--json")
    assert (nothing.code, nothing.json) == (0, [])
    assert "note: nothing matches; use other words, or add --everywhere" in nothing.err


@pytest.mark.parametrize("argv", [[], [" "], [","]])
def test_a_search_without_words_is_wrong_usage(run: Run, argv: list[str]) -> None:
    answer = run("search", *argv)

    assert (answer.code, answer.out) == (2, "")
    assert "give the words to look for" in answer.err


def test_a_drawn_answer_fits_a_screen(run: Run) -> None:
    drawn = run("search", "page", "--format", "table", "--fields", "id")

    assert len(drawn.out.splitlines()) < 20
    assert "more results: add a word, or --all to see them" in drawn.err
    assert "more results" not in run("search", "page").err
    assert "more results" not in run("search", "page", "--limit", "30", "-f", "table").err
    everything = run("search", "page", "--all", "--format", "table", "--fields", "id").out
    assert len(everything.splitlines()) > 100
    assert len(on_a_terminal("search", "page", "--fields", "id").splitlines()) < 20
