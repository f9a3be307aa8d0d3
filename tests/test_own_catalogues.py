"""Test a person's own catalogues: new files, checks, order of catalogues, differences."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from conftest import ROOT

from libcert.catalogue import merge
from libcert.files.read import BUNDLED

# The tests expect fixed line numbers in the sound catalogue, so some lines are too long.
# ruff: noqa: E501

Run = Callable[..., Any]
Write = Callable[[str], Path]

AMENDED = """
[sources.letter]
title = "A letter"
publisher = "ALA-APA"
url = "https://example.org/letter"
read = 2020-02-29
tier = "issuer"

[amendments.lssc]
fees = [{ purpose = "enrolment", low = 400, high = 400 }]
sources = { letter = ["fees"] }
"""


@pytest.fixture
def starter(run: Run, tmp_path: Path) -> Path:
    """Write the starter catalogue, and return its path."""
    path = tmp_path / "own.toml"
    assert run("catalogue", "new", "-o", str(path)).code == 0
    return path


# --- Several catalogues together ------------------------------------------------------------------


def test_the_starter_is_a_valid_catalogue(run: Run, starter: Path) -> None:
    assert run("catalogue", "new").out == starter.read_text("utf-8")
    assert run("catalogue", "check", str(starter)).out == (
        f"{starter}: 1 credential, 0 amendments, no errors\n"
    )
    assert run("list", "--catalogue", str(starter), "--no-bundled", "--json").ids == ["EXAMPLE"]
    assert "EXAMPLE" in run("list", "--catalogue", str(starter), "--json").ids


def test_a_record_with_a_known_id_replaces_the_old_record(run: Run, write: Write) -> None:
    own = write('[credentials.clt]\nname = "Mine"\ntype = "license"\nissuer = "ALA"\n')
    answer = run("list", "--catalogue", str(own), "--json")
    [record] = [record for record in answer.json if record["id"] == "clt"]

    assert "CLT" not in answer.ids
    assert record["fees"] == record["findings"] == []


def test_an_amendment_changes_only_the_figures_that_it_names(run: Run, write: Write) -> None:
    option = ("--catalogue", str(write(AMENDED)))
    record = run("show", "LSSC", *option, "--json").json

    assert record["cost"]["low"] == record["cost"]["high"] == 400
    assert record["name"] == "Library Support Staff Certification"
    table = run("show", "LSSC", *option, "--fields", "name,cost", "--format", "table").out
    assert "$400 [letter, from" in table
    assert "own.toml" not in table.splitlines()[2]


def test_an_amended_figure_has_the_sources_of_the_amendment(run: Run, write: Write) -> None:
    before = {
        source["id"]: source["supports"] for source in run("show", "LSSC", "--json").json["sources"]
    }
    for text, supports in (
        (AMENDED, ["fees", "conditions", "cost"]),
        (AMENDED.partition("sources = {")[0], None),
    ):
        own = ("--catalogue", str(write(text)))
        after = {
            source["id"]: source["supports"]
            for source in run("show", "LSSC", *own, "--json").json["sources"]
        }

        assert "fees" in before["LSSCELIG"]
        assert "fees" not in after["LSSCELIG"]
        assert "requirements" in after["LSSCELIG"]
        assert set(after.get("letter", [])) <= set(supports or [])


def test_an_amended_figure_loses_its_findings(run: Run, write: Write) -> None:
    own = write(AMENDED.replace("lssc", "CIP"))
    for figures in ("listed", "checked"):
        answer = run("list", "--catalogue", str(own), "--figures", figures).out
        assert re.search(r"\nCIP\t[^\n]*\t\$400\t", answer)
    record = run("show", "CIP", "--catalogue", str(own), "--json").json
    assert "fees" not in {finding["about"] for finding in record["findings"]}
    assert "issuer" in {finding["about"] for finding in record["findings"]}


def test_amended_conditions_lose_their_findings(run: Run, write: Write) -> None:
    own = write(
        '[amendments.ACA]\nrequirements = [{ text = "Ten", experience = { low = 10, high = 10 } }]\n'
    )
    for figures in ("listed", "checked"):
        row = run("list", "--catalogue", str(own), "--figures", figures).out
        assert re.search(r"\nACA\t[^\n]*\t10 years\tdisputed", row)


def test_amended_conditions_keep_a_figure_that_the_record_gives(run: Run, write: Write) -> None:
    own = write('[amendments."A+"]\nrequirements = ["Pay"]\n')
    record = run("show", "A+", "--catalogue", str(own), "--json").json

    assert "recommended" in record["experience"]["note"]
    fields = {finding["about"] for finding in record["findings"]}
    assert "experience" in fields
    assert not {"requirements", "education"} & fields
    rows = run("show", "A+", "--catalogue", str(own), "--full", "--format", "table").out
    experience = rows[rows.index("\nexperience") : rows.index("\naliases")]
    assert "from /" not in experience


def test_a_starter_does_not_replace_a_file(run: Run, starter: Path) -> None:
    starter.write_text("mine")
    answer = run("catalogue", "new", "-o", str(starter))

    assert (answer.code, starter.read_text()) == (1, "mine")
    assert answer.err == f"error: `{starter}` already exists\nhint: choose another name\n"


def test_a_later_catalogue_overrides_an_earlier_one(run: Run, write: Write, tmp_path: Path) -> None:
    later = tmp_path / "later.toml"
    later.write_text('[amendments.LSSC]\nname = "Later"\nfees = []\n')
    record = run(
        *("show", "LSSC", "--json"),
        *("--catalogue", str(write(AMENDED))),
        "--catalogue",
        str(later),
    ).json

    assert (record["name"], record["fees"]) == ("Later", [])


def test_the_environment_can_name_catalogues(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBCERT_CATALOGUE", f":{write(AMENDED)}")

    assert run("show", "LSSC", "--json").json["cost"]["low"] == 400
    assert "letter" in run("sources", "lssc", "--json").ids


def test_an_empty_catalogue_gives_a_note(run: Run, write: Write) -> None:
    answer = run("list", "--catalogue", str(write("")), "--no-bundled", "--json")

    assert (answer.json, answer.err) == ([], "note: the catalogue has no credentials\n")


def test_a_catalogue_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path) -> None:
    answer = run("list", "--catalogue", str(tmp_path / "gone.toml"))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"error: cannot read `{tmp_path}/gone.toml`: No such file or directory\n"


# --- Sources --------------------------------------------------------------------------------------


def test_sources_name_the_fields_that_they_support(run: Run) -> None:
    sources = {source["id"]: source for source in run("sources", "--json").json}

    assert sources["ResumeCat"]["credentials"][:2] == ["CLT", "CALT"]
    assert any(text.startswith("CLT: name, type") for text in sources["ResumeCat"]["supports"])
    assert sources["LSSC2010"]["dated"] == "2010-01-26"
    assert run("sources", "CALT", "--json").ids == ["ResumeCat", "APACERT", "LSSCELIG", "2004APA"]


def test_undated_and_old_pages_are_marked(run: Run) -> None:
    rows = [line.split("\t") for line in run("sources", "CLT").out.splitlines()]
    dates = {row[0]: row[3] for row in rows[1:]}

    assert dates["ResumeCat"] == "undated"
    assert dates["2004APA"] == "2004-03-16 (old)"


def test_figures_that_were_read_long_ago_are_marked(run: Run, write: Write) -> None:
    option = ("--catalogue", str(write(AMENDED)), "--max-age", "12")

    assert "\t$400 (read long ago)\t" in run("list", *option).out
    assert "2020-02-29 (read long ago)" in run("sources", "LSSC", *option).out
    assert "long ago" not in run("list", "--max-age", "1200").out
    assert run("list", *option, "--json").err == (
        "note: some figures rest only on sources read more than 12 months ago\n"
    )
    answer = run(
        "list", "--catalogue", str(write(AMENDED.replace("lssc", "ACA"))), "--max-age", "12"
    )
    assert "\t$400 (read long ago)\t" in answer.out


# --- Checks ---------------------------------------------------------------------------------------

SOUND = """\
organizations.ALA.name = "American Library Association"
sources.page = { title = "A", publisher = "B", url = "https://x.org", read = 2026-11-23, tier = "weak" }

[credentials.ONE]
name = "One"
type = "certificate"
issuer = "ALA"
settings = ["public"]
duration = { low = 1, high = 2 }
requirements = [{ text = "Work", experience = { low = 1, high = 1 } }]
exams = [{ formats = ["written"], questions = 10, minutes = 60, passing_percent = 70 }]
fees = [{ purpose = "exam", low = 1, high = 2 }]
renewal = { expires = true, months = 12 }
sources = { page = ["fees"] }
findings = [{ about = "name", verdict = "partly", note = "n", sources = ["page"], read = 2026-11-23 }]
"""
FAULTS: list[tuple[str, str, int, str]] = [
    # the sound text, the faulty text, the line, the message
    ('name = "One"', "", 4, "credentials.ONE.name: is missing"),
    ('name = "One"', 'name = ""', 5, 'name: found `""`; allowed: a text that is not blank'),
    ('name = "One"', 'name = "  "', 5, "allowed: a text that is not blank"),
    ("low = 1, high = 1", "hours = 9", 10, "experience: `hours` needs the same work in years"),
    ('name = "One"', "name = 5", 5, "name: found `5`; allowed: a text in quotes"),
    ('name = "One"', f'name = "{"x" * 3000}"', 5, "allowed: a shorter text"),
    ('name = "One"', 'nmae = "One"', 5, "nmae: is not a known key; allowed: alia"),
    ('"certificate"', '"diploma"', 6, 'found `"diploma"`; allowed: certification, certificate,'),
    ('"certificate"', "true", 6, "type: found `true`; allowed: certification"),
    ('issuer = "ALA"', 'issuer = "AAL"', 7, 'found `"AAL"`; allowed: the id of one of `organ'),
    ('issuer = "ALA"', "", 4, "credentials.ONE.issuer: is missing"),
    ('["public"]', '"public"', 8, 'settings: found `"public"`; allowed: a list'),
    ('["public"]', '["publik"]', 8, 'settings.0: found `"publik"`; allowed: academic, public'),
    ("low = 1, high = 2 }\nreq", "low = 3, high = 2 }\nreq", 9, "`low` (3) is more than `high`"),
    ("{ low = 1, high = 2 }\nreq", "5\nreq", 9, "duration: found `5`; allowed: a table"),
    ("low = 1, high = 2 }\nreq", "low = -1, high = 2 }\nreq", 9, "low: found `-1`; allowed: 0 or"),
    ("low = 1, high = 2 }\nreq", "low = nan, high = 2 }\nreq", 9, "duration.low: found"),
    ("low = 1, high = 2 }\nreq", "low = 1, high = inf }\nreq", 9, "duration.high: found"),
    ("low = 1, high = 2 }\nreq", "low = 1.123, high = 2 }\nreq", 9, "two decimals"),
    ("low = 1, high = 2 }\nreq", 'low = "1", high = 2 }\nreq', 9, 'duration.low: found `"1"`'),
    ("low = 1, high = 2 }\nreq", "low = true, high = 2 }\nreq", 9, "low: found `true`"),
    ("low = 1, high = 2 }\nreq", 'low = 1, unit = "weeks" }\nreq', 9, "allowed: months"),
    ("low = 1, high = 2 }\nreq", "lo = 1, high = 2 }\nreq", 9, "allowed: low, high, unit"),
    ('text = "Work"', 'txet = "Work"', 10, "requirements.0.text: is missing"),
    ('text = "Work"', "text = 5", 10, "requirements.0.text: found `5`"),
    ('{ text = "Work"', '5, { text = "Work"', 10, "requirements.0: found `5`; allowed: a text in"),
    ("experience = { low = 1", "experience = { hours = 0, low = 1", 10, "hours: found `0`"),
    ("experience =", 'education = "master", experience =', 10, 'education: found `"master"`'),
    ("experience =", 'education = { level = "phd" }, experience =', 10, 'level: found `"phd"`'),
    ("experience =", "at_least = 2, experience =", 10, "`at_least` asks for 2 of 0 requirements"),
    ("experience =", 'of = [{ txt = "a" }], experience =', 10, "requirements.0.of.0.text"),
    ('["written"]', '["writen"]', 11, 'exams.0.formats.0: found `"writen"`; allowed: written'),
    ("questions = 10", "questions = 0", 11, "questions: found `0`; allowed: a number above 0"),
    ("questions = 10", 'questions = "ten"', 11, 'questions: found `"ten"`; allowed: a whole num'),
    ("passing_percent = 70", "passing_percent = 101", 11, "allowed: a number up to 100"),
    ("exams = [{", "exams = {", 11, "is not valid TOML"),
    ('"exam"', '"exm"', 12, 'fees.0.purpose: found `"exm"`; allowed: application, exam'),
    ('purpose = "exam", ', "", 12, "fees.0.purpose: is missing"),
    ('"exam",', '"exam", unit = "usd",', 12, 'fees.0.unit: found `"usd"`; allowed: the three cap'),
    ('"exam",', '"exam", audience = "members",', 12, 'audience: found `"members"`'),
    ('"exam",', '"exam", audience = "member",', 12, "`organization` is needed for the audie"),
    (
        '"exam",',
        '"exam", audience = "member", organization = "X",',
        12,
        'organization: found `"X"`',
    ),
    ('"exam",', '"exam", required = "no",', 12, 'required: found `"no"`; allowed: true or false'),
    ("months = 12", "months = 1.5", 13, "renewal.months: found"),
    ("expires = true", "expires = false", 13, "that never expires (`exp"),
    ('page = ["fees"]', 'pgae = ["fees"]', 14, 'sources.pgae: found `"pgae"`; allowed: the id of'),
    ('page = ["fees"]', 'page = ["fee"]', 14, 'sources.page: found `"fee"`; allowed: the fields'),
    ('page = ["fees"]', 'page = "fees"', 14, "sources: found"),
    ('verdict = "partly"', 'verdict = "true"', 15, 'findings.0.verdict: found `"true"`; allowed:'),
    ('about = "name"', 'about = "nam"', 15, 'findings.0.about: found `"nam"`; allowed: a field'),
    ('sources = ["page"]', 'sources = ["pag"]', 15, 'found `"pag"`; allowed: the id of one of `so'),
    ("read = 2026-11-23 }]", 'read = "2026-11-23" }]', 15, 'read: found `"2026-11-23"`; allowed'),
    ("https://x.org", "x.org", 2, 'url: found `"x.org"`; allowed: a link that begins with'),
    ('"weak" }', '"official" }', 2, 'tier: found `"official"`; allowed: article, issuer'),
    ("organizations.ALA", "organisations.ALA", 1, "organisations: is not a section; allowed: org"),
    ("[credentials.ONE]", "[credentials.'O E']", 4, 'O E.id: found `"O E"`; allowed: letters, di'),
    ("[credentials.ONE]", "[amendments.ONE]", 4, "amends a record that does not exist"),
    ("settings", "cost = 5\nsettings", 8, "cost: must be left out, because it is worked out"),
    ("settings", 'nearest = ["TWO"]\nsettings', 8, 'nearest.0: found `"TWO"`; allowed: the id of'),
    ("settings", "conditions = []\nsettings", 8, "conditions: must be left out, because it is wor"),
    ('issuer = "ALA"', 'issuer = ["ALA"]', 7, 'issuer: found `["ALA"]`; allowed: the id of one of'),
    ("sources.page = {", 'sources.page = { dated = "2026-13",', 2, "allowed: a date such as 2026,"),
    ("sources.page = {", "sources.page = { dated = 2026-11-23,", 2, "2026-11-23, in quotes"),
    (
        "experience =",
        'of = ["a"], experience =',
        10,
        "a group cannot have `experience`, `education` or `not_education`",
    ),
    (
        "experience =",
        'membership = "X", experience =',
        10,
        'requirements.0.membership: found `"X"`; allowed: the id of one of',
    ),
    (
        'text = "Work", experience = { low = 1, high = 1 }',
        'text = "Work", of = [{ text = "a" }, { text = "b", credential = "X" }]',
        10,
        'requirements.0.of.1.credential: found `"X"`; allowed: the id of another',
    ),
    (
        "experience =",
        'of = [{ text = "a", credential = "X" }], xperience =',
        10,
        "xperience: is not a k",
    ),
    (
        'text = "Work", experience',
        'text = "a", credential = "X", experience',
        10,
        'found `"X"`; allow',
    ),
    (
        "exams =",
        "experience = { hours = 5 }\nexams =",
        11,
        "allowed: low, high, unit, approximate, op",
    ),
    ('about = "name"', 'about = "sources"', 15, 'findings.0.about: found `"sources"`; allowed: a'),
    (
        'about = "name"',
        'about = "issuer", better = {}',
        15,
        "findings.0.better: found `{}`; allowed:",
    ),
    (
        'sources = ["page"], ',
        "sources = [], ",
        15,
        "findings.0.sources: found `[]`; allowed: one or",
    ),
    ('page = ["fees"]', 'page = [["fees"]]', 14, 'sources.page: found `["fees"]`; allowed: the fi'),
    ('about = "name"', 'about = "aliases", better = ["X"]', 15, "`aliases` cannot have a better"),
    ('about = "name"', 'about = "issuer.name", better = "X"', 15, 'found `"issuer.name"`; allowed'),
    (
        'about = "name"',
        'about = "renewal", better = { monhts = 1 }',
        15,
        "better.monhts: is not a kn",
    ),
    (
        'about = "name"',
        'about = "fees", better = [{ purpose = "x" }]',
        15,
        "better.0.purpose: found `",
    ),
    (
        'about = "name"',
        'about = "requirements", better = [{ text = "a", membership = "X" }]',
        15,
        'findings.0.better.0.membership: found `"X"`; allowed: the id of one of `organizations`',
    ),
    (
        "read = 2026-11-23 }]",
        "read = 2026-11-23T10:00:00Z }]",
        15,
        "found `2026-11-23T10:00:00+00:00`",
    ),
    (
        "low = 1, high = 2 }]",
        "low = inf, high = 2 }]",
        12,
        "fees.0.low: found `inf`; allowed: a num",
    ),
    (
        'text = "Work",',
        "of = " + '[{ text = "a", of = ' * 12 + "[]" + "}]" * 12 + ', text = "W",',
        10,
        "10 deep",
    ),
    (
        "[credentials.ONE]",
        "[credentials]\nX = 5\n[credentials.ONE]",
        5,
        "credentials.X: found `5`; allow",
    ),
    (
        "[credentials.ONE]",
        "[credentials.one]\n[credentials.ONE]",
        5,
        "is the same id as `one`, because case does not matter",
    ),
]


def test_the_sound_catalogue_has_no_errors(run: Run, write: Write) -> None:
    assert run("catalogue", "check", str(write(SOUND)), "--no-bundled").code == 0


@pytest.mark.parametrize(("sound", "fault", "line", "message"), FAULTS)
def test_each_mistake_is_reported_with_its_line(
    run: Run, write: Write, sound: str, fault: str, line: int, message: str
) -> None:
    assert SOUND.count(sound) >= 1
    answer = run("catalogue", "check", str(write(SOUND.replace(sound, fault, 1))), "--no-bundled")

    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err
    assert f"own.toml:{line}" in answer.err
    assert len(answer.err.splitlines()) <= 5, "one mistake is not told as many"


def test_a_mistake_is_reported_once_and_for_the_own_file(run: Run, write: Write) -> None:
    text = '[credentials]\nBAD = 5\n[amendments.BAD]\nname = "n"\n[amendments.CLT]\naliases = ["CALT"]\n'
    err = run("catalogue", "check", str(write(text + 'nearest = ["BAD"]\n'))).err

    assert err.count(".toml:") == 2
    assert "own.toml:2: credentials.BAD: found `5`" in err
    assert "own.toml:6: amendments.CLT.aliases: `CALT` is already the id or alias of `CALT`" in err
    err = run("catalogue", "check", str(write(SOUND.replace("ONE", "CPLT")))).err
    assert "own.toml:4: credentials.CPLT: `CPLT` is already the id or alias of `CPTL`" in err


def test_at_most_ten_mistakes_are_reported_together(run: Run, write: Write) -> None:
    rows = "\n".join(f"[credentials.X{n}]\ntype = 5" for n in range(50))
    answer = run("catalogue", "check", str(write(rows)))

    assert answer.code == 1
    assert answer.err.count("own.toml:") == 10
    assert "… and 140 more" in answer.err


def test_codes_in_a_catalogue_do_not_reach_the_terminal(run: Run, write: Write) -> None:
    own = write('"\\u001b]0;x\\u0007" = 1\n[credentials."\\u009b2J"]\nname = "\\u202e"\n')
    answer = run("catalogue", "check", str(own))

    assert answer.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", answer.err)


# --- For editors ----------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a TOML value with the types of JSON."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_schema_file_beside_the_catalogue_is_up_to_date(run: Run) -> None:
    text = (ROOT / "data" / "catalogue.schema.json").read_text("utf-8")

    assert run("schema", "--catalogue").out == text
    jsonschema.Draft7Validator.check_schema(json.loads(text))


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("name", [*BUNDLED, "starter.toml"])
def test_the_schema_accepts_the_shipped_files(catalogue_schema: Any, name: str) -> None:
    text = (ROOT / "data" / name).read_text("utf-8")

    assert text.startswith(f"#:schema .{'/' if '/' not in name else './'}catalogue.schema.json\n")
    jsonschema.Draft7Validator(catalogue_schema).validate(plain(tomli.loads(text)))


def test_the_schema_describes_every_key(run: Run) -> None:
    definitions = run("schema", "--catalogue").json["definitions"]

    assert {"Credential", "Fee", "Finding", "Requirement", "Amendment"} <= definitions.keys()
    for part in definitions.values():
        assert all("description" in field for field in part.get("properties", {}).values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        ("", ""),
        ('"certificate"', '"diploma"'),
        ('["public"]', '["publik"]'),
        ("questions = 10", "questions = 0"),
        ('purpose = "exam", ', ""),
        ("low = 1, high = 2 }]", "lwo = 1 }]"),
        ('text = "Work"', "text = 5"),
        ("[credentials.ONE]", "[credential.ONE]"),
    ],
)
def test_an_editor_checks_a_catalogue_against_the_schema(
    run: Run, write: Write, tmp_path: Path, sound: str, fault: str
) -> None:
    """Several editors use Taplo for TOML. It finds the schema in the first line."""
    run("schema", "--catalogue", "-o", str(tmp_path / "catalogue.schema.json"))
    own = write("#:schema ./catalogue.schema.json\n" + SOUND.replace(sound, fault, 1))
    taplo = str(Path(sys.executable).with_name("taplo"))
    process = subprocess.run(
        [taplo, "check", str(own)], capture_output=True, check=False, text=True
    )

    assert (process.returncode == 0) is (sound == ""), process.stderr


# --- Differences ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_diff_shows_additions_removals_and_changes(run: Run, write: Write, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    text = SOUND.replace("duration = { low = 1, high = 2 }\n", 'levels = ["a"]\n')
    text = text.replace("questions = 10", "questions = 12").replace(
        "low = 1, high = 2 }]", "low = 3, high = 3 }]"
    )
    extra = '\n[credentials.TWO]\nname = "Two"\ntype = "license"\nissuer = "ALA"\n'
    new.write_text(text + extra, encoding="utf-8")
    old = write(SOUND + extra.replace("TWO", "OLD").replace("Two", "Old"))
    answer = run("catalogue", "diff", str(old), str(new), "--json")

    assert [(c["id"], c["field"], c["change"]) for c in answer.json] == [
        ("ONE", "levels", "came"),
        ("ONE", "cost", "changed"),
        ("ONE", "duration", "went"),
        ("ONE", "exams", "changed"),
        ("ONE", "fees", "changed"),
        ("OLD", "record", "went"),
        ("TWO", "record", "came"),
    ]
    assert answer.json[1]["old"]["low"] == 1
    assert answer.json[1]["new"]["low"] == 3
    assert (answer.json[2]["old"]["low"], answer.json[2]["new"]) == (1, None)
    assert answer.json[3]["old"][0]["questions"] == 10
    assert answer.json[3]["new"][0]["questions"] == 12
    assert (answer.json[5]["old"], answer.json[6]["new"]) == ("Old", "Two")
    lines = run("catalogue", "diff", str(old), str(new)).out.splitlines()
    assert lines[:3] == [
        "id\tfield\tchange\told\tnew",
        "ONE\tlevels\tcame\tnot on record\ta",
        "ONE\tcost\tchanged\t$1–$2\t$3",
    ]
    for form in ("csv", "tsv", "markdown", "table"):
        assert "$3" in run("catalogue", "diff", str(old), str(new), "--format", form).out


def test_diff_of_amendments_shows_the_amended_records(
    run: Run, write: Write, tmp_path: Path
) -> None:
    old = tmp_path / "old.toml"
    old.write_text(AMENDED.replace("400", "300"), encoding="utf-8")
    answer = run("catalogue", "diff", str(old), str(write(AMENDED)), "--json")

    assert [(c["id"], c["field"], c["change"]) for c in answer.json] == [
        ("LSSC", "cost", "changed"),
        ("LSSC", "fees", "changed"),
    ]
    all_records = ROOT / "data" / "certifications.toml"
    fewer_records = tmp_path / "fewer.toml"
    text = all_records.read_text("utf-8")
    fewer_records.write_text(text[: text.index('[credentials."A+"]')], encoding="utf-8")
    answer = run("catalogue", "diff", str(fewer_records), str(all_records), "--json").json
    assert [(c["id"], c["field"], c["change"]) for c in answer] == [("A+", "record", "came")]


def test_diff_sees_hidden_figures_and_sorts_mixed_values(
    run: Run, write: Write, tmp_path: Path
) -> None:
    new = tmp_path / "new.toml"
    text = SOUND.replace('{ text = "Work",', '{ text = "Work", deadline_months = 12,')
    new.write_text(text.replace('name = "One"', 'name = "Two"').replace("12 }", "24 }"), "utf-8")
    diff = ("catalogue", "diff", str(write(SOUND)), str(new), "--no-bundled", "--json")

    for by in ("field", "old", "-new"):
        fields = {change["field"] for change in run(*diff, "--sort", by).json}
        assert fields == {"name", "requirements", "renewal"}
    assert run(*diff, "--member", "nobody").err == ""


def test_diff_shows_a_new_standing(run: Run, write: Write, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(SOUND.replace("settings", 'standing = "confirmed"\nsettings'), "utf-8")

    [change] = run("catalogue", "diff", str(write(SOUND)), str(new), "--json").json
    assert (change["field"], change["change"]) == ("standing", "came")


def test_diff_of_equal_files_gives_a_note(run: Run, write: Write) -> None:
    own = str(write(SOUND))
    answer = run("catalogue", "diff", own, own, "--json")

    assert (answer.code, answer.json, answer.err) == (
        0,
        [],
        "note: the two files have the same figures\n",
    )


@pytest.mark.parametrize(
    "command",
    ["catalogue", "catalogue new", "catalogue import", "catalogue check", "catalogue diff"],
)
def test_the_catalogue_commands_have_help(run: Run, command: str) -> None:
    answer = run(*command.split(), "--help")

    assert answer.code == 0
    assert answer == run("help", *command.split())
    assert run("catalogue") == run("catalogue", "-h")


def test_every_section_is_documented() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text("utf-8")

    assert all(f"`{section}`" in page or f"[{section}" in page for section in merge.SECTIONS)


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "diff"])
def test_each_file_is_read_once(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    below, new = tmp_path / "below.toml", tmp_path / "new.toml"
    below.write_text(AMENDED)
    new.write_text(SOUND)
    own = [str(write(SOUND)), str(new)]
    monkeypatch.setenv("LIBCERT_CATALOGUE", str(below))
    names: list[str] = []
    really_open = os.open

    def record_and_open(name: str, flags: int, *mode: int) -> int:
        names.append(str(name))
        return really_open(name, flags, *mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", record_and_open)
        answer = run("catalogue", command, *own)

    expected = own if command == "check" else [str(below), *own]
    assert answer.code == 0
    assert [name for name in names if Path(name).parent == tmp_path] == expected
