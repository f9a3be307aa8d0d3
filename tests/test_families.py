"""Schemes with several levels, and references between records."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
HEAD = 'organizations.Y = { name = "Y" }\n'


def record(id_: str, *lines: str) -> str:
    given = ('name = "n"', 'type = "license"', 'issuer = "Y"', *lines)
    return "\n".join([f"[credentials.{id_}]", *given, ""])


LEVELS = HEAD + "".join(
    (
        record("F3", 'family = "F"', 'level = "III"', 'previous = "f2"'),
        record("F2", 'aliases = ["SECOND"]', 'family = "F"', 'level = "II"', 'previous = "F1"'),
        record("F1", 'family = "F"', 'level = "I"'),
    )
)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], list[str]]:
    """Return a function that writes a catalogue and returns the options that select it."""

    def write(text: str) -> list[str]:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return ["--catalogue", str(path), "--no-bundled"]

    return write


def test_show_and_compare_set_the_levels_side_by_side(
    run: Run, own: Callable[[str], list[str]]
) -> None:
    options = own(LEVELS)

    assert run("show", "f", *options, "--json").ids == ["F1", "F2", "F3"]
    assert run("compare", "F", *options, "--json").ids == ["F1", "F2", "F3"]
    assert run("check", "F", *options, "--json").ids == ["F1", "F2", "F3"]
    lines = run("show", "F", *options).out.splitlines()
    assert lines[0].split("\t")[:3] == ["id", "level", "education"]
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["F1", "I"],
        ["F2", "II"],
        ["F3", "III"],
    ]
    assert run("show", "F", *options, "--sort", "-id", "--limit", "1", "--json").ids == ["F3"]
    assert run("show", "F3", *options, "--json").json["previous"] == "F2"


def test_only_a_level_shows_its_family(run: Run, own: Callable[[str], list[str]]) -> None:
    options = own(LEVELS + record("X"))

    assert "family" in run("show", "F1", *options, "--full", "--format", "table").out
    assert "family" not in run("show", "X", *options, "--full", "--format", "table").out


def test_nobody_plans_all_levels_of_a_family(run: Run, own: Callable[[str], list[str]]) -> None:
    answer = run("plan", "F", *own(LEVELS))

    assert answer.code == 1
    assert answer.err == (
        "error: `F` is a family of credentials\nhint: name one of them: F1, F2, F3\n"
    )
    assert run("cost", "f", "--json", *own(LEVELS)).ids == ["F1", "F2", "F3"]
    assert run("plan", "F1", "--assume", "f=3mo", *own(LEVELS)).err == (
        "error: no credential has the id or alias `f`\n"
        "hint: it is a family of credentials; name one of them: F1, F2, F3\n"
    )
    assert "did you mean `F1`" in run("show", "F10", *own(LEVELS)).err


ASKS = 'requirements = [{{ text = "t", credential = "{}" }}]'.format
EITHER = (
    'requirements = [{ text = "t", at_least = 1, of = ['
    '{ text = "a", credential = "A" }, { text = "b" }] }]'
)
CIRCLE = "leads back to this record, so nobody can begin"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            record("A", 'family = "b"') + record("B"),
            ["credentials.A.family: `b` is already the id or alias of `B`"],
            id="a family with the id of a record",
        ),
        pytest.param(
            record(
                "A",
                'previous = "C"',
                'family = "F"',
                'status = { state = "closed", replaced_by = ["D"] }',
            )
            + record("B", 'exams = [{ passed_with = ["C"] }]'),
            [
                'credentials.A.status.replaced_by.0: found `"D"`; allowed: the id of another cred',
                'credentials.A.previous: found `"C"`; allowed: the id of another credential',
                'credentials.B.exams.0.passed_with.0: found `"C"`; allowed: the id of another',
            ],
            id="unknown ids",
        ),
        pytest.param(
            record("A", 'renewal = { membership = "Z" }', 'where = ["US-ZZ"]'),
            [
                'credentials.A.renewal.membership: found `"Z"`; allowed: the id of one of `org',
                'credentials.A.where.0: found `"US-ZZ"`; allowed: the ISO 3166 code of a place',
            ],
            id="unknown places and societies",
        ),
        pytest.param(
            record("A", ASKS("A")), [f"credentials.A.requirements: {CIRCLE}"], id="itself"
        ),
        pytest.param(
            record("A", ASKS("C")) + record("B", ASKS("A")) + record("C", ASKS("B")),
            [f"credentials.{id_}.requirements: {CIRCLE}" for id_ in "ABC"],
            id="a circle",
        ),
        pytest.param(
            record("A", 'previous = "B"', 'family = "F"')
            + record("B", 'previous = "A"', 'family = "f"'),
            [f"credentials.{id_}.previous: {CIRCLE}" for id_ in "AB"],
            id="a circle of levels",
        ),
        pytest.param(
            record("A", 'previous = "B"', 'family = "F"') + record("B", 'family = "G"'),
            ["credentials.A.previous: `B` is not a level of the same `family`"],
            id="another family",
        ),
        pytest.param(
            record("A", 'previous = "B"', 'family = "F"') + record("B"),
            ["credentials.A.previous: `B` is not a level of the same `family`"],
            id="no family",
        ),
        pytest.param(
            record("A", "fees = [{ purpose = 'renewal', low = 1, high = 1, yearly = true }]"),
            ["credentials.A.fees.0: `yearly` is only for fees to earn it"],
            id="a yearly renewal",
        ),
        pytest.param(
            record("A", "education = { college_years = 2 }"),
            ["credentials.A.education: `college_years` needs a `level`"],
            id="college without a level",
        ),
        pytest.param(record("A", EITHER), [], id="not the only way"),
        pytest.param(
            record("A", ASKS("B")) + record("B", ASKS("C")) + record("C") + record("D", ASKS("C")),
            [],
            id="a chain",
        ),
        pytest.param(
            record("A", 'status = { since = "2026" }'),
            ["credentials.A.status: `since` and `replaced_by` need a `state`"],
            id="details without a state",
        ),
        pytest.param(
            record("A", 'status = { state = "closed", replaced_by = ["F"] }', 'nearest = ["f"]')
            + record("B", 'family = "F"'),
            [],
            id="replaced by a family",
        ),
    ],
)
def test_each_wrong_reference_is_reported(
    run: Run, tmp_path: Path, text: str, problems: list[str]
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    answer = run("catalogue", "check", str(path), "--no-bundled")

    found = [line.split(": ", 1)[1] for line in answer.err.splitlines() if "own.toml" in line]
    assert len(found) == len(problems)
    for line, problem in zip(sorted(found), sorted(problems), strict=True):
        assert line.startswith(problem)
    assert answer.code == bool(problems)


def test_families_that_differ_in_case_are_one(run: Run, own: Callable[[str], list[str]]) -> None:
    options = own(HEAD + record("A", 'family = "Fam"') + record("B", 'family = "fAM"'))

    assert run("show", "FAM", *options, "--json").ids == ["A", "B"]


def test_a_record_with_the_id_of_a_bundled_family_is_reported_itself(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD + record("in-lc"), encoding="utf-8")
    lines = run("catalogue", "check", str(path)).err.splitlines()

    assert f"  {path}:2: credentials.in-lc: `IN-LC` is already the family of `IN-LC7`" in lines


@pytest.mark.parametrize(
    "argv",
    [
        ["check", "X"],
        ["plan", "--goal", "X", "--assume", "6mo"],
        ["calendar", "--goal", "X", "--assume", "6mo"],
    ],
)
def test_a_named_credential_that_is_closed_gives_a_note(
    run: Run, own: Callable[[str], list[str]], argv: list[str]
) -> None:
    status = 'status = { state = "closed", since = "2022" }'
    answer = run(*argv, *own(HEAD + record("X", status)))

    assert answer.code == 0
    assert "note: X is closed since 2022\n" in answer.err


def test_a_named_credential_is_checked_in_any_place(run: Run) -> None:
    assert run("check", "IN-LC1", "--where", "texas", "--json").ids == ["IN-LC1"]


def test_sources_of_rules_and_facts_are_listed(run: Run) -> None:
    pages = {page["id"]: page for page in run("sources", "--json").json}

    assert "US-TITLE1: mandate" in pages["S-NJFAQ"]["supports"]
    assert "US-OOH" not in pages
    assert any("fact" in one for one in pages["K-OOH"]["supports"])


def test_a_narrow_list_leaves_out_columns_before_it_cuts_names(
    run: Run, own: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = own(HEAD + record("A").replace('"n"', f'"{"n" * 24}"'))
    monkeypatch.setenv("COLUMNS", "54")
    lines = run("list", *options, "--format", "table").out.splitlines()
    assert lines[0].split() == ["id", "name", "where", "cost", "duration"]

    monkeypatch.setenv("COLUMNS", "42")
    drawn = run("list", *options, "--format", "table").out
    assert drawn.splitlines()[0].split() == ["id", "name", "where", "cost"]
    assert drawn.replace("\n", " ").endswith("because there is no room: duration ")
    fields = ("--fields", "id,name,issuer,cost,duration,experience,standing")
    assert "issuer: Y" in run("list", *options, "--format", "table", *fields).out
