"""Test the commands as a person types them."""

import csv
import io
import json
import os
import re
import resource
import shlex
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from markdown_it import MarkdownIt

from libcert import Catalogue, LibcertError, __version__, cli
from libcert.cli import terminal
from libcert.cli.app import ASKING, COMMANDS, examples
from libcert.cli.option_groups import expand_groups
from libcert.files import replace
from libcert.model.credential import Credential
from libcert.render import formats

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

ANSWERS = [["list"], ["show", "CALT"], ["compare", "CLT", "CALT"], ["filter", "--max-cost", "200"]]
commands = pytest.mark.parametrize("command", ANSWERS, ids=lambda command: command[0])


# --- Answers --------------------------------------------------------------------------------------


def test_list_shows_every_credential(run: Run, shipped: Catalogue) -> None:
    answer = run("list", "--json")

    assert (answer.code, answer.err) == (0, "")
    found = [shipped[id_].standing != "not-found" for id_ in answer.ids]
    assert {*answer.ids} == {*shipped}
    assert found == sorted(found, reverse=True)


def test_show_answers_with_one_record(run: Run) -> None:
    record = run("show", "calt", "--json").json

    assert record["cost"] == {
        "low": 175,
        "high": 225,
        "unit": "USD",
        "approximate": False,
        "open": False,
        "note": None,
    }
    assert record["requirements"][2] == "Pass ALA's written exam"
    assert record["renewal"] == {
        "expires": None,
        "months": None,
        "credits": None,
        "methods": [],
        "membership": None,
        "counts_from": None,
        "starts_on": [],
        "early_months": None,
        "late_months": None,
        "note": None,
    }


def test_compare_answers_with_the_named_records(run: Run) -> None:
    assert run("compare", "calt", "CPLT", "CLT", "--json").ids == ["CALT", "CPTL", "CLT"]


def test_filter_keeps_matches_and_names_possible_matches(run: Run) -> None:
    answer = run("filter", "--max-cost", "200", "--source", "article", "--json")

    assert answer.ids == ["MOS", "CLT", "CPTL", "CTST", "MLS-P"]
    assert answer.json[1]["match"] == {
        "answer": "yes",
        "because": [
            "cost is about $150–$200, at most $200",
            "its figures come from ResumeCat",
        ],
    }
    assert answer.err.splitlines() == [
        (
            "note: CALT might match: cost is $175–$225, so it could exceed $200;"
            " add --maybe to see them"
        ),
        "note: CSLT might match: cost is about $200–$400 plus other fees, so it could exceed $200",
    ]


def test_filter_can_add_possible_matches_after_the_matches(run: Run) -> None:
    answer = run(
        *("filter", "--max-cost", "200", "--source", "article"),
        *("--maybe", "--fields", "id,match", "--json"),
    )

    assert [(record["id"], record["match"]["answer"]) for record in answer.json[-3:]] == [
        ("MLS-P", "yes"),
        ("CALT", "maybe"),
        ("CSLT", "maybe"),
    ]


def test_reasons_are_counted_or_told_once(run: Run) -> None:
    argv = ("filter", "--max-duration", "6mo", "--max-experience", "1", "--source", "article")

    assert run(*argv).err == (
        "note: 5 more might match; add --maybe to see them\n"
        "note: 4 have no experience on record; 3 have no duration on record;"
        " 1 could take more than 6 months\n"
    )
    assert run(*argv, "--maybe").err.startswith("note: 5 might match\nnote: 4 have no experience")
    assert run(*argv, "--why").err == (
        "note: CPTL, MLS-P, MOS might match: duration is not on record\n"
        "note: CTST, MLS-P, MOS, A+ might match: experience is not on record\n"
        "note: A+ might match: duration is about 6–12 months, so it could exceed 6 months\n"
    )


@pytest.mark.parametrize(
    "argv",
    [
        "--max-cost 200",
        "--max-cost 200 --currency gbp",
        "--where US --max-experience 2 --no-exam --no-renewal --education high-school",
        "--min-cost 0 --max-cost 0 --max-duration 1 --min-duration 1",
    ],
)
def test_notes_are_short(run: Run, argv: str) -> None:
    notes = run("filter", *argv.split()).err.splitlines()

    assert len(notes) == 3
    assert all(note.count("on record") <= 3 for note in notes)


def test_other_currencies_are_one_reason(run: Run) -> None:
    notes = run("filter", "--currency", "GBP", "--max-cost", "200").err

    assert re.search(
        "note: [0-9]+ are priced in another currency: add `--rate USD=NUMBER`; [0-9]+ have no cost",
        notes,
    )


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--max-cost", "199.99"], ["MOS", "CTST", "MLS-P"]),
        (["--max-duration", "26w"], ["CIP", "CALT", "CTST", "ISA"]),
        (["--max-experience", "P1Y", "--max-cost", "200"], ["CLT", "CPTL"]),
        (["--education", "ASSOCIATE"], ["CALT", "CPTL"]),
        (["--where", "ohio"], []),
        (["--suits", "page"], []),
        (["--delivery", "online"], []),
        (["--status", "closed"], []),
        (["--setting", "archives", "--setting", "It"], ["ACA", "A+"]),
        (["--setting", "archives,it"], ["ACA", "A+"]),
        (["--type", "license"], []),
        (["--no-exam"], []),
        (["--renewal", "--issuer", "ALA"], ["CPTL"]),
        (["--text", "portfolio"], []),
        (["--text", "portfolio", "--everywhere"], ["CALT"]),
        (["--min-cost", "500", "--min-duration", "1y", "--min-experience", "3"], ["ACA"]),
        (["--max-cost", "200", "--currency", "gbp"], []),
        (["--member", "ala", "--max-cost", "175"], ["MOS", "CALT", "CTST", "MLS-P"]),
        (["--non-member", "--max-cost", "225", "--setting", "academic"], ["CLT", "CALT", "MLS-P"]),
    ],
)
def test_each_filter_option_sets_its_criterion(
    run: Run, options: list[str], ids: list[str]
) -> None:
    assert run("filter", "--source", "article", *options, "--json").ids == ids


def test_a_membership_selects_the_price_in_every_command(run: Run) -> None:
    member, other = ("--member", "ALA"), ("--non-member",)

    for command in (["show", "ACA"], ["list"], ["compare", "CLT", "ACA"], ["filter"]):
        costs = []
        for option in (member, other):
            answer = run(*command, *option, "--json").json
            records = answer if isinstance(answer, list) else [answer]
            costs += [record["cost"]["low"] for record in records if record["id"] == "ACA"]
        assert costs == [525, 625]
    assert run("show", "ACA", *member, "--json").json["fees"][1]["audience"] == "non-member"


def test_an_unknown_society_or_issuer_gives_a_note(run: Run) -> None:
    assert run("list", "--member", "ALAA").err == (
        "note: nothing on record depends on a membership in `ALAA`\n"
    )
    for society in ("ALA", "NIRMA", "cilip"):  # in a price, a condition, a condition and a renewal
        assert run("list", "--member", society).err == ""
    answer = run("filter", "--issuer", "ALAA", "--json")
    assert (answer.code, answer.json) == (0, [])
    assert answer.err == "note: no credential has an issuer `ALAA`\nnote: nothing matches\n"


@pytest.mark.parametrize(
    ("by", "ids"),
    [
        (["cost"], "MOS CTST CPTL MLS-P CLT CALT CSLT CIP A+ ISA ACA"),
        (["-cost"], "ACA A+ ISA CIP CSLT CALT CLT MLS-P CPTL CTST MOS"),
        (["duration"], "ISA CALT CIP CTST A+ ACA CLT MOS CPTL CSLT MLS-P"),
        (["-duration"], "ACA CLT A+ CIP CTST CALT ISA MOS CPTL CSLT MLS-P"),
        (["experience,-id"], "CPTL CLT ISA CALT ACA CSLT CIP MOS MLS-P CTST A+"),
        (["education", "id"], "CPTL CALT ACA CSLT A+ CIP CLT CTST ISA MLS-P MOS"),
        (["issuer", "-name"], "CSLT CPTL CLT CALT ACA A+ MLS-P ISA CTST MOS CIP"),
        (["-renewal"], "CPTL CIP ACA MLS-P MOS A+ CLT CALT CSLT CTST ISA"),
        (["levels"], "MOS ACA CIP A+ CLT CALT CPTL CSLT CTST MLS-P ISA"),
        (["exam_required"], "ACA CIP MOS A+ CLT CALT CPTL CSLT CTST MLS-P ISA"),
        (["-match"], "ACA CIP MOS A+ CLT CALT CPTL CSLT CTST MLS-P ISA"),
    ],
)
def test_records_are_sorted_by_the_named_fields(run: Run, by: list[str], ids: str) -> None:
    options = [part for field in by for part in ("--sort", field)]

    assert run("filter", "--source", "article", *options, "--json").ids == ids.split()


def test_limit_reports_how_many_records_it_hides(run: Run) -> None:
    answer = run("list", "--limit", "2", "--sort=-cost", "--source", "article", "--json")

    assert answer.ids == ["ACA", "A+"]
    assert answer.err == "note: --limit 2 hides 9 more\n"
    for command in (["list"], ["compare", "CLT", "CALT"], ["filter", "--exam"], ["sources"]):
        assert "`0` is not a whole number from 1" in run(*command, "--limit", "0").err
        assert run(*command, "--limit", "1", "--format", "table").code == 0
    assert run("list", "--limit", "9999").err == ""


@commands
def test_every_format_shows_only_the_named_fields(run: Run, command: list[str]) -> None:
    fields = "cost,id"
    answer = run(*command, "--fields", fields, "--json").json
    first = answer if isinstance(answer, dict) else answer[0]
    assert list(first) == ["cost", "id"]

    header = run(*command, "--fields", fields, "--format", "csv").out.splitlines()[0]
    assert header == "cost_low,cost_high,cost_unit,cost_approximate,cost_open,cost_note,id"
    for form in filter(None, formats.WRITERS):
        text = run(*command, "--fields", fields, "--format", form).out
        assert "experience" not in text.replace("least experience", "")


# --- Formats --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.no_cover
@commands
def test_json_matches_the_schema(run: Run, command: list[str]) -> None:
    schema = run("schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    answer = run(*command, "--json")
    for record in answer.json if isinstance(answer.json, list) else [answer.json]:
        validator.validate(record)
        assert list(record)[: len(Credential.FIELDS)] == list(Credential.FIELDS)
    assert answer.out.endswith("\n")
    assert not answer.out.endswith("\n\n")


def test_the_schema_describes_every_field(run: Run) -> None:
    schema = run("schema").json

    for part in (schema, *schema["$defs"].values()):
        for field in part.get("properties", {}).values():
            assert len(field["description"]) > 10
    assert "description" in schema


@pytest.mark.slow
@pytest.mark.no_cover
def test_the_schema_rejects_invalid_records(run: Run) -> None:
    schema, record = run("schema").json, run("show", "CLT", "--json").json

    for invalid in ({**record, "type": "diploma"}, {**record, "x": 1}, {"id": "CLT"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(invalid, schema)


@commands
def test_jsonl_has_one_record_per_line(run: Run, command: list[str]) -> None:
    answer = run(*command, "--json").json
    lines = run(*command, "--format", "jsonl").out.splitlines()

    assert [json.loads(line) for line in lines] == (
        answer if isinstance(answer, list) else [answer]
    )


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@commands
def test_csv_and_tsv_are_flat(run: Run, command: list[str], form: str, delimiter: str) -> None:
    out = run(*command, "--format", form).out
    rows = list(csv.DictReader(io.StringIO(out), delimiter=delimiter, strict=True))
    answer = run(*command, "--json").json

    for row, record in zip(rows, answer if isinstance(answer, list) else [answer], strict=True):
        assert row["id"] == record["id"]
        assert row["cost_low"] == (
            "" if record["cost"]["low"] is None else str(record["cost"]["low"])
        )
        assert row["cost_unit"] == record["cost"]["unit"]
        assert row["issuer_name"] == record["issuer"]["name"]
        assert row["settings"] == "; ".join(record["settings"])
        exam_words = {None: "", True: "true", False: "false"}
        assert row["exam_required"] == exam_words[record["exam_required"]]
        assert row["standing"] == (record["standing"] or "")
        months = record["duration"]["low"]
        assert row["duration_low"] == ("" if months is None else str(months))


@commands
def test_every_markdown_row_has_as_many_cells_as_the_header(run: Run, command: list[str]) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        run(*command, "--format", "markdown").out
    )
    cells = [token for token in tokens if token.type in {"th_open", "td_open"}]
    rows = [token for token in tokens if token.type == "tr_open"]
    header = [token for token in tokens if token.type == "th_open"]

    assert len(cells) == len(rows) * len(header) > 0


def test_an_answer_without_records_is_not_an_error(run: Run) -> None:
    nothing = ("filter", "--text", "nowhere to be found")

    assert run(*nothing, "--json").out == "[]\n"
    assert run(*nothing, "--format", "jsonl").out == ""
    assert run(*nothing, "--format", "csv", "--fields", "id,cost").out.startswith("id,cost_low")
    assert run(*nothing).out == "id\tname\tissuer\tcost\tduration\texperience\tstanding\n"
    assert run(*nothing, "--format", "table").out.startswith("id name")
    assert run(*nothing).err == "note: nothing matches\n"
    assert run(*nothing).code == 0


# --- Output for people ----------------------------------------------------------------------------


def test_a_pipe_gets_one_full_line_per_record(run: Run) -> None:
    lines = [line.split("\t") for line in run("list").out.splitlines()]

    assert lines[0] == ["id", "name", "issuer", "cost", "duration", "experience", "standing"]
    assert next(line for line in lines if line[0] == "MLS-P")[:4] == [
        "MLS-P",
        "Museum and Library Services Professional Certification Program",
        "IMLS",
        "$150",
    ]


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("width", [60, 68, 80, 100, 200])
@commands
def test_a_table_fits_the_width_and_breaks_no_word(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    if command[0] in {"list", "filter"}:  # the names of other records have longer words
        fields = "id,name,cost,duration,experience"
        command = [*command, "--source", "article", "--fields", fields]
    if command[0] == "compare":  # a short comparison cuts requirements
        command = [*command, "--full"]
    if command[0] == "show":  # the links of the sources are longer than a line
        command = [
            *command,
            "--fields",
            "name,issuer,cost,duration,requirements,exams,fees,renewal",
        ]
    out = run(*command, "--format", "table").out
    markdown = run(*command, "--format", "markdown").out.replace("\\", "")
    allowed_words = {word.strip(":;") for word in re.split(r"[\s|()]+", markdown)} | {"id"}

    assert max(map(len, out.splitlines())) <= width
    table, legend, _ = out.partition("\n* ")
    assert {word for word in re.split(r"[\s─•():;*]+", table) if word} <= allowed_words
    assert legend in "\n* "


@pytest.mark.parametrize("width", ["0", "1", "5", "10", "20", "39", "-5", "abc", "", "100000"])
def test_no_table_width_loses_text(run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = run("list", "--format", "table", "--fields", "id,cost").out

    assert "MLS-P" in out.replace("\n", "")
    assert "$175–$225" in out.replace("\n", "")


def test_a_narrow_terminal_gets_one_field_per_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "39")

    article = ("--source", "article")
    fields = ("--format", "table", "--fields", "id,cost")
    assert run("list", *article, *fields, "--limit", "2").out == (
        "id: ACA\ncost: $525–$625 (disputed)\n\nid: CIP\ncost: $250 (disputed)\n"
    )
    assert run("compare", "CLT", "CALT", "--format", "table", "--fields", "cost,type").out == (
        "id: CLT\ncost: about $150–$200 (cheapest, not\ncertain) (differs)\n"
        "type: certification (same)\n\n"
        "id: CALT\ncost: $175–$225 (differs)\ntype: certification (same)\n"
    )


def test_compare_shows_differences_and_the_best_values(run: Run) -> None:
    rows = {
        line.split("\t")[0]: line.split("\t")[1:]
        for line in run("compare", "CLT", "CALT").out.splitlines()
    }

    assert rows["field"] == ["CLT", "CALT", "compared"]
    assert rows["cost"] == ["about $150–$200 (cheapest, not certain)", "$175–$225", "differs"]
    assert rows["duration"] == ["about 2 years (disputed)", "about 4 months (quickest)", "differs"]
    assert rows["experience"] == ["1 year (least experience)", "2 years", "differs"]
    assert rows["exam_required"] == ["yes", "yes", "same"]
    assert "levels" not in rows


def test_show_includes_every_detail(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    table, plain = run("show", "ACA", "--full", "-f", "table").out, run("show", "ACA").out

    for text in (
        "American Library Association's Academy of Certified Archivists (ALA-ACA)",
        "$525–$625",
        "certification: $175 for ALA members",
        "yearly fee: $75 for ALA non-members",
        "renew every 3 years",
        "Two letters of recommendation",
        "[ResumeCat]",
        "https://resumecat.com/blog/library-technician-certifications",
        "undated, read 2026-11-23",
    ):
        assert text in table
        assert text in plain
    header, line = plain.splitlines()
    assert header.startswith("id\tname\tstanding\t")
    assert line.startswith("ACA\tAcademy of Certified Archivists (disputed)\tdisputed; it exists")


def test_show_puts_the_standing_near_the_top(run: Run) -> None:
    lines = run("show", "CLT", "--full", "--format", "table").out.splitlines()

    assert lines[2].split() == ["name", "Certified", "Library", "Technician", "[ResumeCat]"]
    assert lines[3].split() == ["standing", "not", "found"]
    assert "consider instead: LSSC" in "".join(lines[4:8])


@pytest.mark.parametrize(
    ("argv", "verdict"),
    [
        (["CLT"], "Verdict: not found; .* consider instead: LSSC$"),
        (["CIP"], "Verdict: disputed; .* Disputed: issuer, .*figures checked` shows the bet"),
        (["ACA", "--figures", "checked"], "Verdict: disputed; .* Better figures are shown"),
        (["LSSC"], "Verdict: confirmed; the issuer or a government shows it"),
        (["MOS"], "Verdict: confirmed; .* Disputed: "),
    ],
)
def test_show_ends_with_a_verdict(
    run: Run, monkeypatch: pytest.MonkeyPatch, argv: list[str], verdict: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")

    assert re.match(verdict, run("show", *argv, "--full", "-f", "table").out.splitlines()[-1])


def test_a_narrow_terminal_shows_the_verdict_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")

    assert "Verdict: not found;" in run("show", "CLT", "--full", "--format", "table").out


def test_list_names_the_records_that_may_match(run: Run) -> None:
    answer = run("list", "--setting", "public", "--json")
    assert "CLT" in answer.ids
    assert run("list", "--where", "Ohio", "--source", "article").err == (
        "note: 11 more might match; `libcert filter --maybe` shows them\n"
        "note: 11 have no place on record\n"
    )
    assert run("list", "--source", "nobody").err == "note: nothing matches\n"


def test_a_record_that_nobody_checked_is_marked_not_checked(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    run("catalogue", "new", "-o", str(own))

    text = run("show", "EXAMPLE", "--catalogue", str(own), "--format", "table").out
    assert "not checked: " in text
    assert "not independently checked yet" in text


def test_color_adds_no_information_to_the_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("compare", "CLT", "CALT", "--format", "table").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = run("compare", "CLT", "CALT", "--format", "table").out
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[" not in plain
    assert "\x1b[1;32m" in colored
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    assert run("compare", "CLT", "CALT", "--format", "table").out == plain


# --- Help -----------------------------------------------------------------------------------------


def test_libcert_without_arguments_shows_a_short_overview(run: Run) -> None:
    answer = run()

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("\n  libcert ") == 5
    assert len(answer.out.splitlines()) <= 25


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("command", [name for name in COMMANDS if " " not in name])
def test_every_way_to_ask_for_help_gives_the_same_text(run: Run, command: str) -> None:
    long, short, help_command = run(command, "--help"), run(command, "-h"), run("help", command)

    assert long == short == help_command
    assert long.code == 0
    assert long.out.startswith(f"Usage: libcert {command} ")
    assert not set("│╭─") & set(long.out)
    assert run("--help").out == run("help").out


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != ASKING])
def test_every_example_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    is_writing = command in {"catalogue new", "catalogue import"}
    for name in () if is_writing else ("own", "old", "new"):
        assert run("catalogue", "new", "-o", f"{name}.toml").code == 0
    help_ = run("help", "--full", *command.split()).out
    arguments = [
        shlex.split(line)[1:] for line in help_.partition("Examples:")[2].splitlines() if line
    ]

    assert arguments == [shlex.split(line) for line in examples(command)]
    assert [run(*example).code for example in arguments] == [0] * len(arguments)


def test_a_command_that_is_loaded_alone_has_the_same_options() -> None:
    """The first argument decides which commands are imported, and nothing else."""
    everything = typer.main.get_command(cli.command_line())
    for name in {name.partition(" ")[0] for name in COMMANDS}:
        single = typer.main.get_command(cli.command_line(name))
        assert [*single.commands] == [name]  # type: ignore[attr-defined]
        assert [option.name for option in single.commands[name].params] == [  # type: ignore[attr-defined]
            option.name
            for option in everything.commands[name].params  # type: ignore[attr-defined]
        ]


@dataclass
class TextGroup:
    limit: "int | None" = None


@pytest.mark.parametrize("annotation", ["int | None", TextGroup], ids=["option", "group"])
def test_annotations_as_text_are_refused(annotation: object) -> None:
    """`from __future__ import annotations` turns annotations into text."""

    def command(limit: int | None = None) -> None: ...

    command.__annotations__["limit"] = annotation

    with pytest.raises(TypeError, match="`limit` of `command` has its annotation as text"):
        expand_groups()(command)


def test_a_hidden_option_is_refused(run: Run) -> None:
    answer = run("profile", "path", "--json")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: libcert profile path has no option --json; ")


def test_version_prints_the_version_number(run: Run) -> None:
    assert run("--version").out == f"libcert {__version__}\n"


def test_a_rate_makes_other_currencies_comparable(run: Run) -> None:
    """Without a rate, £90 and A$236–A$360 are a maybe."""
    argv = ("filter", "--issuer", "CILIP,ALIA", "--max-cost", "300", "--maybe", "--json")
    without_rates = {one["id"]: one["match"]["answer"] for one in run(*argv).json}
    with_rates = run(*argv, "--rate", "aud=0.65", "--rate", "GBP=1.25")

    assert {without_rates[id_] for id_ in ("ACLIP", "ALIATec")} == {"maybe"}
    assert {one["id"]: one["match"]["answer"] for one in with_rates.json}["ALIATec"] == "yes"
    assert "; 1 has no cost on record" in with_rates.err
    why = run(*argv, "--rate", "aud=0.65", "--rate", "GBP=1.25", "--why").err
    assert re.search("ACLIP might match: cost is .* plus other fees, so it could exceed", why)


# --- Wrong usage and errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["lst"], "`lst` is not a command; did you mean `list`?"),
        (["list", "--jsn"], "libcert list has no option --jsn; did you mean `--json` or `--job`?"),
        (["filter", "--max-csot", "5"], "--max-cost"),
        (["renewals", "extra"], "libcert renewals takes no `extra`; did you mean `--held extra`?"),
        (["show"], "name a credential, such as `libcert show LSSC`"),
        (["list", "--format", "xml"], "`xml` is not a format; json is the nearest"),
        (["list", "--json", "--format", "csv"], "--json and --format csv cannot be used together"),
        (["list", "--fields", "prize"], "`prize` is not a field; did you mean `cost`"),
        (["list", "--sort", "-prize"], "`prize` is not a field"),
        (["list", "--limit", "-1"], "--limit"),
        (["filter", "--max-cost", "nan"], "`nan` is not an amount; write it as `200`"),
        (["filter", "--max-cost", "-5"], "`-5` is not an amount"),
        (["filter", "--max-duration", "6 moons"], "`6 moons` is not a length of time"),
        (["filter", "--max-experience", "many"], "`2`, `2y`, `18mo`"),
        (["filter", "--currency", "dollars"], "`dollars` is not a three-letter currency code"),
        (["filter", "--setting", "moon"], "`moon` is not one of academic, public"),
        (["filter", "--type", "diploma"], "`diploma` is not one of certification"),
        (["filter", "--education", "wizard"], "`wizard` is not one of none, high-school"),
        (["filter", "--issuer", ""], "an option is empty"),
        (["filter", "--text", " "], "give the words to look for"),
        (["list", "--fields", "id,,name"], "two commas with nothing between"),
        (["list", "-o", ""], "give the name of a file"),
        (["schema", "-o", ""], "give the name of a file"),
        (["catalogue", "new", "-o", ""], "give the name of a file"),
        (
            ["filter", "--min-cost", "300", "--max-cost", "200"],
            "--min-cost 300 is more than --max-cost 200",
        ),
        (["filter", "--max-cost", "199.999"], "`199.999` is not an amount"),
        (["list", "--no-bundled"], "add your own catalogue with --catalogue"),
        (["list", "--figures", "true"], "'true' is not one of 'listed', 'checked'"),
        (["list", "--standing", "real"], "`real` is not one of confirmed, vouched, disputed"),
        (["compare", "CLT"], "name two or more different credentials"),
        (["compare", "CLT", "clt"], "name two or more different credentials"),
        (["profile", "set"], "name an entry to save, such as --education bachelor"),
        (
            ["profile", "set", "--unset", "name"],
            "`name` is not one of where, settings, education, subject",
        ),
        (["profile", "set", "--profile", ""], "give the name of a file"),
        (["profile", "show", "--fields", "name"], "`name` is not a field; the fields are where"),
    ],
)
def test_wrong_usage_gives_a_message_and_a_hint(run: Run, argv: list[str], message: str) -> None:
    answer = run(*argv)

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert answer.err.startswith("error: ")
    assert answer.err.splitlines()[-1].startswith("hint: see `libcert")


def test_an_unknown_id_suggests_the_nearest_ids(run: Run) -> None:
    for command in (["show", "CLTT"], ["compare", "CLT", "CLTT"], ["sources", "CLTT"]):
        answer = run(*command)

        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith(
            "error: no credential has the id or alias `CLTT`\nhint: did you mean `CLT` or `"
        )


@pytest.mark.parametrize("name", ["\x1b]0;x\x07", "a\nb", "[/x]", "\udcff", "\u202e", ":100:"])
def test_control_characters_in_an_argument_are_not_shown(run: Run, name: str) -> None:
    answer = run("show", name)

    assert answer.code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", answer.err)
    answer.err.encode()


# --- Files ----------------------------------------------------------------------------------------


def test_output_writes_the_whole_answer_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    answer = run("list", "--json", "--output", str(path))

    assert (answer.code, answer.out) == (0, "")
    assert path.read_text("utf-8") == run("list", "--json").out
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    assert run("list", "--json", "-o", "-").ids == run("list", "--json").ids
    assert list(tmp_path.iterdir()) == [path]


def test_output_keeps_the_mode_and_the_link(run: Run, tmp_path: Path) -> None:
    path, link = tmp_path / "answer.txt", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)

    assert run("list", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert path.read_text("utf-8") == run("list").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_schema_can_go_to_a_file(run: Run, tmp_path: Path) -> None:
    assert run("schema", "-o", str(tmp_path / "schema.json")).out == ""
    assert json.loads((tmp_path / "schema.json").read_text())["title"] == "Credential"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/answer", "No such file or directory"),
        (".", "Is a directory"),
        ("n" * 300, "File name too long"),
        ("/dev/full", "No space left on device"),
        ("nul\0", "embedded null"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(
    run: Run, tmp_path: Path, name: str, reason: str
) -> None:
    answer = run("list", "-o", name if name.startswith("/") else str(tmp_path / name))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: cannot write `")
    assert reason in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_unchanged(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        answer = run("list", "--json", "-o", str(path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert answer.err == f"error: cannot write `{path}`: File too large\n"
    assert (answer.code, path.read_text(), list(tmp_path.iterdir())) == (1, "old", [path])


def test_a_device_is_written_to_not_replaced(run: Run) -> None:
    assert run("list", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.slow
@pytest.mark.covers_processes
def test_an_open_stream_is_written_to_not_replaced(spawn: Spawn, tmp_path: Path) -> None:
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"):
        (tmp_path / "link").symlink_to("/dev/stdout")
        with (tmp_path / "answer").open("ab") as out:
            out.write(b"before\n")
            out.flush()
            process = spawn("list", "--limit", "1", "-o", name, stdout=out, stderr=subprocess.PIPE)
            out.write(b"after\n")
        (tmp_path / "link").unlink()
        lines = (tmp_path / "answer").read_bytes().splitlines()
        (tmp_path / "answer").unlink()

        assert (process.returncode, len(lines), lines[0], lines[-1]) == (0, 4, b"before", b"after")


def test_a_new_catalogue_can_go_to_standard_output(spawn: Spawn, tmp_path: Path) -> None:
    with (tmp_path / "answer").open("wb") as out:
        process = spawn("catalogue", "new", "-o", "/dev/stdout", stdout=out, stderr=subprocess.PIPE)

    assert (process.returncode, process.stderr) == (0, b"")
    assert (tmp_path / "answer").read_text("utf-8") == spawn("catalogue", "new").stdout.decode()


def test_an_answer_cannot_go_to_a_loop_of_links(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    answer = run("list", "-o", str(tmp_path / "a"))

    assert (answer.code, answer.out) == (1, "")
    assert (tmp_path / "a").is_symlink()


def test_an_answer_cannot_go_to_a_folder(run: Run, tmp_path: Path) -> None:
    for place in (f"{tmp_path}/", f"{tmp_path}/new/"):
        answer = run("list", "-o", place)

        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: cannot write `{place}`: Is a directory\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes what belongs to others")
def test_output_keeps_the_owner_of_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_text("old")
    os.chown(path, 4242, 4243)
    path.chmod(0o640)

    assert run("list", "-o", str(path)).code == 0
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (4242, 4243, 0o640)


def test_an_answer_can_go_to_a_file_system_without_modes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    assert run("list", "-o", str(tmp_path / "answer")).code == 0
    assert (tmp_path / "answer").read_text("utf-8") == run("list").out


def test_an_answer_needs_no_thread(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")

    assert run("list").code == 0


def test_completion_setup_reports_a_home_that_is_not_a_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    answer = run("--install-completion", "bash")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == ("error: cannot set up completion in the home folder: File exists\n")


def test_an_empty_answer_needs_no_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    terminal.write(terminal.Output(""))
    with pytest.raises(LibcertError, match="standard output is closed"):
        terminal.write(terminal.Output("something"))


def test_completion_setup_reports_a_missing_home(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    monkeypatch.setattr(Path, "home", fail)

    answer = run("--install-completion", "bash")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: cannot set up completion in the home folder: Could not determine home directory.\n"
    )


def test_the_name_of_a_completion_option_may_be_a_value(run: Run) -> None:
    answer = run("filter", "--text", "--show-completion", "--json")

    assert (answer.code, answer.json) == (0, [])


def test_other_errors_are_not_reported_as_completion_errors(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(terminal, "own_catalogues", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        run("list")
    monkeypatch.setenv("_LIBCERT_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "libcert show c")
    with pytest.raises(RuntimeError, match="a bug"):
        run()


def test_too_little_memory_gives_an_error_message(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise MemoryError

    monkeypatch.setattr(terminal, "own_catalogues", fail)

    answer = run("list")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "error: there is not enough memory for this answer\n"


def test_a_broken_pipe_is_not_reported_as_a_file_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(replace, "_write", fail)
    with pytest.raises(BrokenPipeError):
        replace.replace_file(tmp_path / "x", [b""])


def test_an_answer_can_go_to_a_named_stream(spawn: Any) -> None:
    process = spawn("list", "--output", "/dev/stdout", "--fields", "id")

    assert (process.returncode, process.stderr) == (0, b"")
    assert process.stdout.startswith(b"id\n")
