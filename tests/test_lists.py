"""Lists on a terminal: one line a record, sections by place and family, and standing in words."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from factory import make_credential
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from libcert import Catalogue
from libcert.cli.answer import AnswerOptions, Session
from libcert.cli.record_lists import record_list
from libcert.model.credential import Credential, Range
from libcert.model.reasons import Reason
from libcert.model.section import Section
from libcert.questions.sorting import group, nearest_first, sections
from libcert.render.reasons import count_reasons
from libcert.render.section_titles import NOT_FOUND, common_name, section_title

Run = Callable[..., Any]


def drawn(run: Run, *argv: str) -> list[str]:
    """Return the lines of a drawn list."""
    lines: list[str] = run(*argv, "--format", "table").out.splitlines()
    return lines


def level(name: str, **more: Any) -> Any:
    return make_credential(
        id=name.replace(" ", ""), name=name, where=("US-IN",), family="F", **more
    )


# --- Order ----------------------------------------------------------------------------------------

RECORDS = st.lists(
    st.tuples(
        st.sampled_from([(), ("any",), ("US",), ("US-OH",), ("US-IN",), ("GB", "IE")]),
        st.sampled_from([None, "F", "G"]),
        st.sampled_from([None, "confirmed", "not-found"]),
    ),
    max_size=15,
).map(
    lambda rows: [
        make_credential(id=f"X{number}", where=where, family=family, standing=standing)
        for number, (where, family, standing) in enumerate(rows)
    ]
)


@given(RECORDS, st.sampled_from([None, "US-OH", "US-IN", "GB"]))
def test_each_section_stands_together(records: list[Credential], place: str | None) -> None:
    grouped = group(records, place, {"F": ["X3", "X2", "X1"]})
    in_order = sections(grouped)
    runs = [section for n, section in enumerate(in_order) if not n or section != in_order[n - 1]]

    assert sorted(one.id for one in grouped) == sorted(one.id for one in records)
    assert len(runs) == len({*runs})
    found = [one.standing != "not-found" for one in grouped]
    assert found == sorted(found, reverse=True)
    near = [one.where == (place,) for one in grouped if one.standing != "not-found"]
    assert near == sorted(near, reverse=True)
    assert [one.standing for one in nearest_first(records, place)].count("not-found") == (
        found.count(False)
    )


def test_levels_stand_in_their_order_after_the_others_of_their_place() -> None:
    records = [level("b"), level("a"), make_credential(where=("US-IN",)), level("c")]

    assert [one.id for one in group(records, None, {"F": "abc"})] == ["X", "a", "b", "c"]


def test_without_a_place_those_that_hold_everywhere_come_first() -> None:
    places: list[tuple[str, ...]] = [(), ("US-OH",), ("any",), ("GB",)]
    records = [make_credential(id=f"X{n}", where=where) for n, where in enumerate(places)]

    assert [one.id for one in group(records, None, {})] == ["X2", "X1", "X3", "X0"]
    assert [one.id for one in group(records, "GB", {})] == ["X3", "X2", "X1", "X0"]


# --- Titles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "common"),
    [
        (["Indiana Staff Permit 1", "Indiana Staff Permit 2"], "Indiana Staff Permit"),
        (["Certified Archivist, Option 1", "Certified Archivist (exam)"], "Certified Archivist"),
        (["Certified Clerk, Level 1", "Certified Clerk, Level 2"], "Certified Clerk"),
        (["Library Staff", "Library Staff"], "Library Staff"),
        (["Indiana Basic", "Indiana Advanced"], ""),
        (["Indiana Librarian 1", "Indiana Librarian 2"], ""),
        (["Level 1", "Level 2"], ""),
        (["Associate", "Fellow"], ""),
    ],
)
def test_a_family_is_called_by_the_words_that_its_names_share(
    names: Sequence[str], common: str
) -> None:
    assert common_name([level(name) for name in names]) == common


@pytest.mark.parametrize(
    ("section", "title"),
    [
        (Section(is_found=False), NOT_FOUND),
        (Section(is_found=True, where=("US-OH",)), "Ohio"),
        (Section(is_found=True, where=("GB", "IE")), "United Kingdom, Ireland"),
        (Section(is_found=True, where=("any",)), "International"),
        (Section(is_found=True), "Place not on record"),
        (
            Section(is_found=True, where=("US-IN",), family="F"),
            "Indiana: Librarian Certificate (F), 2 levels",
        ),
    ],
)
def test_titles_name_the_place_and_the_family(section: Section, title: str) -> None:
    members = [level(f"Indiana Librarian Certificate {number}") for number in (1, 2)]

    assert section_title(section, members) == title


def test_a_family_without_a_common_name_is_called_by_its_id() -> None:
    members = [level("Associate"), level("Fellow")]

    assert (
        section_title(Section(is_found=True, where=("GB",), family="F"), members)
        == "United Kingdom: F, 2 levels"
    )


# --- Lists on a terminal --------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_list_has_one_line_a_record(
    run: Run, shipped: Catalogue, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = drawn(run, "list")
    starts = [line.split(" ")[0] for line in lines]

    assert max(map(cell_len, lines)) <= width
    assert {starts.count(id_) for id_ in shipped} == {1}


def test_a_long_list_has_sections(run: Run) -> None:
    lines = drawn(run, "list")

    assert lines[0].split() == ["id", "name", "cost"]
    assert lines[2] == "International"
    assert "Indiana: Librarian Certificate (IN-LC), 7 levels" in lines
    at = lines.index("Indiana: Librarian Certificate (IN-LC), 7 levels")
    assert re.match("IN-LC7 +LC7 ", lines[at + 1])
    unfound = lines.index(NOT_FOUND)
    assert re.match("CLT +Certified Library Technician +", lines[unfound + 1])
    assert re.match(r"— not on record; \* .*not checked", lines[unfound + 8])


def test_a_short_list_has_places_instead_of_sections(run: Run) -> None:
    lines = drawn(run, "filter", "--issuer", "ALA-APA,ALA")

    assert lines[0].split()[:4] == ["id", "name", "where", "cost"]
    assert any(re.match("LSSC .* US +[$]325–[$]350 [+] more", line) for line in lines)
    assert NOT_FOUND in lines
    assert "† not found" not in "".join(lines)


def test_a_sorted_list_has_no_sections_and_marks_what_was_not_found(run: Run) -> None:
    lines = drawn(run, "list", "--sort", "cost")

    assert not {"International", NOT_FOUND} & {*lines}
    assert "not found; " in " ".join(lines[-4:])


def test_chosen_fields_are_shown_in_full(run: Run) -> None:
    lines = drawn(run, "list", "--fields", "id,name,standing")

    assert "…" not in "".join(lines)
    assert lines[0].split() == ["id", "name", "standing"]


def test_possible_matches_come_before_what_was_not_found(run: Run) -> None:
    lines = drawn(run, "filter", "--issuer", "ALA-APA,ALA", "--max-cost", "340", "--maybe")

    assert lines[0].split() == ["id", "name", "where", "cost", "duration", "match"]
    assert lines.index(NOT_FOUND) > next(
        number for number, line in enumerate(lines) if line.endswith("maybe")
    )


def test_sections_of_possible_matches_say_so(run: Run) -> None:
    lines = drawn(run, "filter", "--max-cost", "300", "--where", "US-OH", "--maybe")
    first = next(n for n, line in enumerate(lines) if line.startswith("Might match: "))

    assert "Ohio" in lines[:first]
    assert all(line.endswith("maybe") for line in lines[first + 1 : lines.index("", first)])
    assert "Might match: Named" not in "".join(lines)


def test_an_order_of_its_own_has_no_sections() -> None:
    records = [make_credential(id=f"X{n}", where=("US-OH",)) for n in range(50)]
    for is_grouped in (True, False):
        reply = record_list(
            Session(AnswerOptions(form="table")), records, Credential, is_grouped=is_grouped
        )
        assert bool(reply.table.sections) is is_grouped


def test_a_pipe_keeps_the_columns_of_the_contract(run: Run) -> None:
    assert run("list").out.startswith("id\tname\tissuer\tcost\tduration\texperience\tstanding\n")


# --- Reasons that are counted ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "one", "two"),
    [
        (Reason.of("figure-not-on-record", field="where"), "has no place", "have no place"),
        (Reason.of("college-required", years=2), "requires years of", "require years of"),
        (Reason.of("where-is", places=(), answer="maybe"), "is only for", "are only for"),
        (Reason.of("exam-not-on-record"), "has no word", "have no word"),
        (Reason.of("renewal-not-on-record"), "has no word", "have no word"),
        (
            Reason.of("figure-in-other-unit", field="cost", figure=Range(unit="GBP"), unit="USD"),
            "is priced in another currency: add `--rate GBP=NUMBER`",
            "are priced in",
        ),
    ],
)
def test_reasons_are_counted(reason: Reason, one: str, two: str) -> None:
    assert count_reasons([[reason]])[0].startswith(f"1 {one}")
    assert count_reasons([[reason], [reason, reason]])[0].startswith(f"2 {two}")


def test_the_most_frequent_reason_comes_first() -> None:
    exam, renewal = Reason.of("exam-not-on-record"), Reason.of("renewal-not-on-record")

    assert [text[0] for text in count_reasons([[exam], [exam, renewal], [exam]])] == ["3", "1"]
