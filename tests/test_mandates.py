"""Rules about required credentials, and facts about careers."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from libcert.model.credential import Answer
from libcert.model.fact import Fact
from libcert.model.mandate import Mandate
from libcert.model.source import Source
from libcert.questions.facts import facts_about
from libcert.questions.mandates import Post, find_mandates

Run = Callable[..., Any]
PAGE = Source(
    id="P",
    title="t",
    publisher="The State",
    url="https://example.org/",
    read=date(2026, 11, 29),
    tier="government",
)
TABLES = """
organizations.Y = { name = "Y" }
[sources.P]
title = "t"
publisher = "The State"
url = "https://example.org/"
dated = "2024"
read = 2026-11-29
tier = "government"
[credentials.X]
aliases = ["EX"]
name = "X"
type = "license"
issuer = "Y"
[mandates.M]
where = ["US-OH"]
force = "law"
settings = ["public"]
positions = ["director"]
max_population = 4999
credentials = ["ex"]
text = "Directors need X."
note = "as of 2024"
sources = ["P"]
[mandates.N]
where = ["US"]
force = "none"
positions = ["page"]
text = "Pages need nothing."
in_force = true
sources = ["P"]
[mandates.O]
where = ["US-IN"]
force = "funding"
text = "Everybody needs something."
sources = ["P"]
[facts.F]
where = ["US"]
topic = "entry"
text = "Most libraries ask for schooling."
year = "2024"
sources = ["P"]
[facts.G]
where = ["US"]
topic = "work"
text = "They lend books."
sources = ["P"]
"""


def mandate(**fields: Any) -> Mandate:
    given = {"id": "M", "where": ("US-OH",), "force": "law", "text": "t", "sources": (PAGE,)}
    return Mandate(**given | fields)


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    """Write a catalogue with mandates and facts, and return the options that select it."""
    path = tmp_path / "own.toml"
    path.write_text(TABLES, encoding="utf-8")
    return ["--catalogue", str(path), "--no-bundled"]


@pytest.mark.parametrize(
    ("fields", "post", "answer"),
    [
        ({}, {}, "yes"),
        ({}, {"where": "US-OH"}, "yes"),
        ({}, {"where": "US"}, "maybe"),
        ({}, {"where": "US-IN"}, "no"),
        ({"settings": ("public",)}, {}, "maybe"),
        ({"settings": ("public",)}, {"setting": "public"}, "yes"),
        ({"settings": ("public",)}, {"setting": "school"}, "no"),
        ({"settings": ("public",)}, {"population": 5}, "yes"),
        ({"settings": ("any",)}, {"setting": "school"}, "yes"),
        ({"positions": ("page", "clerk")}, {}, "maybe"),
        ({"positions": ("page", "clerk")}, {"position": "clerk"}, "yes"),
        ({"positions": ("page", "clerk")}, {"position": "director"}, "no"),
        ({"min_population": 10, "max_population": 20}, {}, "maybe"),
        ({"min_population": 10, "max_population": 20}, {"population": 9}, "no"),
        ({"min_population": 10, "max_population": 20}, {"population": 10}, "yes"),
        ({"min_population": 10, "max_population": 20}, {"population": 20}, "yes"),
        ({"min_population": 10, "max_population": 20}, {"population": 21}, "no"),
        ({"min_population": 10}, {"population": 1_000_000}, "yes"),
        ({"max_population": 10}, {"population": 0}, "yes"),
        ({"condition": "you teach"}, {}, "maybe"),
        ({"in_force": True}, {}, "yes"),
        ({"in_force": False}, {}, "no"),
    ],
)
def test_a_rule_is_for_the_posts_that_it_names(
    fields: dict[str, Any], post: dict[str, Any], answer: str
) -> None:
    found = find_mandates([mandate(**fields)], Post(**post))

    assert [match.answer for match in found] == [Answer(answer)] * (answer != "no")
    assert all(bool(match.because) is (answer == "maybe") for match in found)


def test_rules_of_the_place_come_before_those_of_the_country() -> None:
    rules = [mandate(id="A", where=("US",)), mandate(id="B"), mandate(id="C")]

    assert [one.id for one in find_mandates(rules, Post(where="US-OH"))] == ["B", "C", "A"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"min_population": 2, "max_population": 1}, "is more than `max_population`"),
        ({"force": "none", "credentials": ("X",)}, "cannot have `credentials`"),
    ],
)
def test_a_rule_does_not_contradict_itself(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        mandate(**fields)


def test_facts_are_about_a_place_or_its_country() -> None:
    def fact(id_: str, topic: Any, *where: str) -> Fact:
        return Fact(id=id_, topic=topic, where=where, text="t", sources=(PAGE,))

    facts = [fact("A", "pay", "US"), fact("B", "work", "US", "GB"), fact("C", "work", "US-OH")]

    assert [one.id for one in facts_about(facts, "US-OH")] == ["B", "C", "A"]
    assert [one.id for one in facts_about(facts, "US")] == ["B", "A"]
    assert [one.id for one in facts_about(facts, "US-OH", "pay")] == ["A"]

    about_aides = fact("D", "entry", "US").replace(positions=("aide",))
    assert facts_about([about_aides], "US", "entry", "aide") == [about_aides]
    assert facts_about([about_aides], "US", "entry") == [about_aides]
    assert facts_about([about_aides], "US", "entry", "librarian") == []


# --- Commands -------------------------------------------------------------------------------------


def test_required_answers_for_a_job(run: Run, own: list[str]) -> None:
    argv = ("required", "--where", "ohio", "--role", "Library Director", *own)
    [rule] = run(*argv, "--population", "4,999", "--json").json
    table = run(*argv, "--population", "4999", "--format", "table").out

    assert (rule["id"], rule["answer"], rule["credentials"]) == ("M", "yes", ["X"])
    assert rule["sources"][0]["url"] == "https://example.org/"
    assert table.startswith("Yes: Directors need X.\n\nrequired rule")
    assert "by law   Directors need X. For you: yes. X\n" in table
    assert "Source: [P] The State, 2024" in table
    assert "where" not in table
    assert run(*argv, "--population", "5k", "--json").json == []
    assert run(*argv, "--population", "4 999", "--setting", "any", "--json").ids == ["M"]
    assert run(*argv, "--population", "2300000", "--setting", "school", "--json").json == []


def test_required_says_what_would_settle_it(run: Run, own: list[str]) -> None:
    answer = run("required", "--where", "ohio", *own)

    assert answer.out.splitlines()[0] == "where\trequired\trule\tenough"
    assert "Directors need X. As of 2024." in answer.out
    assert (
        "note: To see which rules are for you: add --setting; add --role; add --pop" in answer.err
    )
    assert run("required", "--json", *own).json[2]["answer"] == "yes"


def test_a_condition_of_a_rule_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TABLES.replace("in_force = true", 'condition = "you shelve"'), "utf-8")
    argv = ("required", "--where", "ohio", "--role", "page")
    answer = run(*argv, "--catalogue", str(path), "--no-bundled")

    assert "\tmaybe, only if you shelve\n" in answer.out
    assert "To see which rules" not in answer.err


def test_required_gives_the_general_answer_if_there_is_no_rule(run: Run, own: list[str]) -> None:
    table = run("required", "--where", "GB", "--format", "table", *own).out
    assert table == "No rule on record requires a credential in United Kingdom (GB).\n"

    table = run("required", "--where", "ohio", "--role", "clerk", "-f", "table", *own).out
    assert table.startswith(
        "No rule on record requires a credential of a clerk in Ohio (US-OH). The"
    )
    assert "no license or certification of Ohio for this job either. Ask before" in flat(table)
    assert "In general: Most libraries ask for schooling. [P]" in table
    assert "required rule" not in table

    table = run("required", "--where", "ohio", "--role", "page", "-f", "table", *own).out
    assert table.startswith("No credential is required of a page in Ohio (US-OH), a source says.")

    table = run("required", "--where", "ohio", "--role", "director", "-f", "table", *own).out
    assert table.startswith("It depends: 1 rule may require a credential of a director in Ohio")
    assert "In general" not in table


@pytest.mark.parametrize(
    ("place", "id_"),
    [
        ("texas", "TX-SLC (Texas School Librarian Certificate)"),
        ("ohio", "OH-LIBMEDIA"),
        ("illinois", "IL-LIS"),
        ("florida", "FL-EMS"),
        ("pennsylvania", "PA-LIBSCI1"),
        ("missouri", "MO-042"),
    ],
)
def test_a_license_of_the_place_is_named_if_there_is_no_rule(
    run: Run, place: str, id_: str
) -> None:
    argv = ("required", "--where", place, "--setting", "school", "--role", "librarian")
    answer = flat(run(*argv, "--format", "table").out)

    assert answer.startswith("No rule on record requires a credential of a librarian in a school")
    assert f"of {place.title()} " in answer
    assert f"for this job: {id_}" in answer
    assert answer.endswith("Ask before you rely on it.")
    assert "In general" not in answer  # the facts are about assistants and technicians


def test_only_official_credentials_for_the_post_are_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    others = {
        "C": 'status = { state = "closed" }',
        "S": 'suits = ["page"]',
        "W": 'where = ["US-TX"]',
        "K": 'settings = ["school"]',
        "T": 'type = "certificate"',
        "A": 'type = "assessment"',
        "N": 'standing = "not-found"',
    }
    tables = ['organizations.Y = { name = "Y" }']
    tables += [CLERK.format(id=id_, more="") for id_ in ("X1", "X2", "X3", "X4")]
    for id_, line in others.items():
        name = line.split(" = ")[0]
        kept = [old for old in CLERK.splitlines() if not old.startswith(f"{name} ")]
        tables.append("\n".join(kept).format(id=id_, more=line))
    path.write_text("\n".join(tables), encoding="utf-8")
    argv = ["required", "--where", "ohio", "--setting", "public", "-f", "table"]
    argv += ["--catalogue", str(path), "--no-bundled"]
    answer = flat(run(*argv, "--role", "clerk").out)

    assert (
        "these credentials of Ohio are for this job: X1 (X), X2 (X), X3 (X) and 1 more." in answer
    )
    assert "are for this workplace: X1 (X), X2 (X), X3 (X) and 2 more" in flat(run(*argv).out)
    assert "But" not in run(*argv[:3], *argv[5:]).out


CLERK = """
[credentials.{id}]
name = "X"
issuer = "Y"
type = "certification"
where = ["US-OH"]
settings = ["public"]
suits = ["clerk"]
{more}
"""


def flat(text: str) -> str:
    """Return *text* in one line."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("title", "whom"),
    [
        ("school librarian", "of a librarian in a school library in Ohio"),
        ("high school library aide", "of an aide in a school library in Ohio"),
        ("archivist at a university", "of an archivist in an academic library in Ohio"),
        ("public library director", "of a director in a public library in Ohio"),
        ("university archives assistant", "of an assistant in Ohio"),
        ("state librarian", "of a librarian in Ohio"),
    ],
)
def test_the_title_of_a_job_tells_the_workplace(run: Run, title: str, whom: str) -> None:
    answer = run("required", "--where", "ohio", "--role", title)

    assert f"credential {whom} (US-OH)" in answer.err


def test_the_workplace_that_is_named_beats_that_of_the_title(run: Run) -> None:
    answer = run("required", "--where", "ohio", "--role", "school aide", "--setting", "public")

    assert "of an aide in a public library in Ohio" in answer.err


def test_closed_credentials_are_marked_or_left_out(run: Run) -> None:
    argv = ("required", "--where", "ny", "--setting", "school", "--role", "aide", "-f", "table")
    short, full = run(*argv).out, run(*argv[:-2]).out

    assert len(short.splitlines()) < 24
    assert "NY-TA1" not in short
    assert "and 3 more" in short
    assert "NY-TA-PROF; closing: NY-TA2, NY-TA3; closed: NY-TA1\t" in full


def test_a_short_answer_has_only_rules_that_fit_a_screen(run: Run) -> None:
    argv = ("required", "--where", "maine", "--setting", "school", "--role", "aide", "-f", "table")
    short = run(*argv).out

    assert len(short.splitlines()) < 24
    assert "1 more rule: --all shows all" in short


@pytest.mark.parametrize(
    ("options", "whom"),
    [
        ([], ""),
        (["--where", "any"], ""),
        (["--setting", "any"], ""),
        (["--role", "aide", "--setting", "academic"], " of an aide in an academic library"),
        (["--role", "records"], " of records staff"),
        (["--role", "board member", "--setting", "museum"], " of a member of a library board in a"),
    ],
)
def test_the_answer_names_the_person(
    run: Run, tmp_path: Path, options: list[str], whom: str
) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    answer = run("required", *options, "--catalogue", str(path), "--no-bundled")

    assert f"note: No rule on record requires a credential{whom}" in answer.err


def test_a_drawn_answer_has_only_the_first_rules(run: Run) -> None:
    argv = ("required", "--where", "wisconsin", "--format", "table")
    short, full = run(*argv).out, run(*argv, "--all").out

    assert "3 more rules: --all shows all" in short
    assert len(short.splitlines()) <= 24 < len(full.splitlines())
    assert "more rule" not in full
    assert "more rule" not in run(*argv[:-2]).err
    assert len(run(*argv[:-2], "--json").json) == 6


def test_without_a_place_the_short_answer_asks_for_it(run: Run) -> None:
    short = run("required", "--format", "table").out

    assert short.startswith("Rules differ by place: add --where.\n\nTo see which rules are for you")
    assert " more rules: --all shows all" in short
    assert "required rule" not in short
    assert "Rules differ by place" in run("required").err
    assert "required rule" in run("required", "--format", "table", "--all").out


def test_rules_that_only_you_can_settle_come_with_their_conditions(run: Run) -> None:
    answer = run("required", "--where", "PA", "--role", "director", "--population", "12000")

    assert "It depends: 4 rules may require a credential of a director in Penn" in answer.err
    assert "only if your library belongs to a library system" in answer.out


PROFILE = """
where = "US-OH"
settings = ["public"]
experience = [
  { since = 2010-01-01, until = 2012-01-01, role = "director" },
  { years = 2, as_of = 2026-11-29, running = true, role = "Library Page" },
]
"""


def test_the_profile_tells_place_workplace_and_job(run: Run, profile: Path) -> None:
    profile.write_text(PROFILE, encoding="utf-8")
    answer = run("required")

    note = "your profile narrows the answer: Ohio (US-OH), page, public (--no-profile ignores it)"
    assert note in answer.err
    assert "credential of a page in a public library in Ohio (US-OH)" in answer.err


def test_options_override_the_profile(run: Run, profile: Path) -> None:
    profile.write_text(PROFILE, encoding="utf-8")
    options = ("--where", "texas", "--setting", "school", "--role", "aide")

    assert "your profile narrows" not in run("required", *options).err
    assert "your profile narrows the answer: page (" in run("required", *options[:4]).err
    assert "your profile narrows" not in run("required", "--no-profile").err


@pytest.mark.parametrize(
    ("entries", "note"),
    [
        ('settings = ["public", "school"]', None),
        ('experience = [{ since = 2020-01-01, role = "wizard" }]', None),
        ("experience = [{ since = 2020-01-01 }]", None),
        ('experience = [{ years = 2, running = false, role = "page" }]', None),
        ('experience = [{ since = 2020-01-01, until = 2199-01-01, role = "page" }]', "page"),
    ],
)
def test_only_a_clear_profile_narrows_the_answer(
    run: Run, profile: Path, entries: str, note: str | None
) -> None:
    profile.write_text(entries, encoding="utf-8")

    assert ("your profile narrows" in run("required").err) is (note is not None)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--role", "king"], "`king` is not a job on record; choose page, aide, clerk"),
        (["--population", "many"], "`many` is not a whole number; write it as `12000`"),
        (["--population", "1,00"], "is not a whole number"),
        (["--population", "999999999"], "`999999999` is too much; the most is 100000000"),
        (["--setting", "castle"], "`castle` is not one of"),
    ],
)
def test_unclear_details_are_wrong_usage(run: Run, options: list[str], problem: str) -> None:
    answer = run("required", *options)

    assert (answer.code, answer.out) == (2, "")
    assert problem in answer.err


@pytest.mark.parametrize(
    ("title", "position"),
    [
        ("director", "director"),
        ("Library Assistants", "assistant"),
        ("paraprofessional", "aide"),
        ("para-educator", "aide"),
        ("branch manager", "supervisor"),
        ("Records clerk", "clerk"),
        ("records-staff", "records-staff"),
        ("assistant director", "supervisor"),
        ("assistant to the director", "assistant"),
    ],
)
def test_natural_job_titles_are_understood(
    run: Run, tmp_path: Path, title: str, position: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TABLES.replace('"director"', f'"{position}"'), encoding="utf-8")
    argv = ("required", "--where", "ohio", "--role", title, "--population", "1", "--json")

    assert run(*argv, "--catalogue", str(path), "--no-bundled").ids == ["M"]


def test_about_shows_facts_by_topic(run: Run, own: list[str]) -> None:
    answer = run("about", *own)

    assert [line.split("\t")[0] for line in answer.out.splitlines()] == ["topic", "work", "entry"]
    assert "note: the facts are about United States (US); use --where for another" in answer.err
    assert "note: Sources: [P] The State, 2024" in answer.err
    assert run("about", "--where", "ohio", "--json", *own).ids == ["G", "F"]
    nothing = run("about", "--where", "GB", *own)
    assert "note: no fact is on record about United Kingdom (GB)" in nothing.err


@pytest.mark.parametrize("command", ["required", "about"])
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown", "table"])
def test_each_format_shows_rules_and_facts(
    run: Run, own: list[str], command: str, form: str
) -> None:
    answer = run(command, "--format", form, *own)

    assert answer.code == 0
    assert "\N{EM DASH}" not in answer.out or form in {"markdown", "table"}
    assert answer.out


@pytest.mark.parametrize("command", ["required", "about"])
def test_answers_match_their_schema(run: Run, command: str) -> None:
    schema = run("schema", command).json
    validator = jsonschema.Draft202012Validator(schema)

    answer = run(command, "--json").json
    assert answer
    for one in answer:
        validator.validate(one)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["ex"]', '["NO"]', 'mandates.M.credentials.0: found `"NO"`; allowed: the id of a cred'),
        ('where = ["US-OH"]', 'where = ["US-ZZ"]', 'mandates.M.where.0: found `"US-ZZ"`; allowed'),
        ('where = ["US-OH"]', 'where = ["Ohio"]', "allowed: the code of a place, such as US"),
        ('topic = "work"', 'topic = "fun"', 'facts.G.topic: found `"fun"`; allowed: work, pay'),
        ('force = "law"', 'force = "hope"', "allowed: law, funding, none"),
        ('sources = ["P"]\n[mandates.N]', 'sources = ["Q"]\n[mandates.N]', 'found `"Q"`; allowed:'),
        (
            'sources = ["P"]\n[mandates.N]',
            "sources = 5\n[mandates.N]",
            "found `5`; allowed: the id",
        ),
        ('sources = ["P"]\n[mandates.N]', "[mandates.N]", "mandates.M.sources: is missing"),
        ("[facts.G]", "[facts]\nH = 5\n[facts.G]", "facts.H: found `5`; allowed: tables"),
    ],
)
def test_each_mistake_is_reported(
    run: Run, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = tmp_path / "own.toml"
    assert old in TABLES
    path.write_text(TABLES.replace(old, new, 1), encoding="utf-8")
    answer = run("catalogue", "check", str(path))

    assert answer.code == 1
    assert problem in answer.err


def test_own_statements_replace_those_with_the_same_id(
    run: Run, own: list[str], tmp_path: Path
) -> None:
    later = tmp_path / "later.json"
    rule = {"where": ["US-OH"], "force": "none", "text": "Nobody needs X.", "sources": ["P"]}
    later.write_text(json.dumps({"mandates": {"M": rule}}), encoding="utf-8")

    rules = run("required", "--json", *own, "--catalogue", str(later)).json
    assert {one["id"]: one["force"] for one in rules} == {"M": "none", "N": "none", "O": "funding"}
