"""Test texts that nobody would write in good faith, in every place that shows a text.

These files test the hazards:

- This file: codes that control a terminal, change the direction of text or are invisible; the
  markup of Rich and codes of emoji; formulas, Markdown and calendars. `test_writers.py` and
  `test_calendars.py` test the same with random texts.
- This file: command-line arguments, names of files, keys.
- `test_hazards_files.py`: numbers, dates, TOML, encodings of files, paths that are not files, files
  that cannot be written, writers that run at the same time or are killed.
- `test_own_catalogues.py` and `test_profiles.py`: each mistake in a file, with its line.
- `test_process.py`: streams that are closed or full, signals, encodings of streams, widths, colors,
  people without a home.
- `test_package.py`: two builds give the same package, and the package has its catalogue.
- `test_supply.py`: versions of dependencies, and their known vulnerabilities.

Some hazards do not apply. libcert has no export to HTML. It asks no questions on a terminal. It
reads no secrets, so it can show none. Plain lines in a pipe are for programs and people, not for
spreadsheets, so nothing guards their cells against formulas. CSV and TSV do guard them.

Some tests are left to others. The 712 files of TOML's own test suite are not run here: Tomli is
tested with them, and libcert uses Tomli unchanged. This file tests what libcert adds: the mark at
the beginning of a file, limits, messages. In the first milliseconds of Python, before any line of
libcert has run, Ctrl-C may show a Python traceback.
"""

import csv
import html
import io
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import pytest
import tomlkit
import typer
import vobject
from conftest import codes, on_a_terminal
from markdown_it import MarkdownIt
from reading import FORMULA

from libcert import cli
from libcert.cli.completion import harmless

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

TITLE = "\x1b]0;owned\x07"
LINK = "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\"
CLIPBOARD = "\x1b]52;c;cm0gLXJmIH4=\x07"
CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u200b\u2028\u2029\u2060\u2061\ufeff\ufff9" + "".join(map(chr, range(0xE0020, 0xE0080)))
MARKUP = "Words [online] [/x] [link=https://evil.example]lie[/link] [red]fee :100: <b>|`x`"
NASTY = f"{MARKUP} {TITLE}{LINK}{CLIPBOARD}{CONTROLS}{DIRECTIONS}{UNSEEN} end"


# --- A catalogue in which every text is nasty -----------------------------------------------------

FIXED: dict[tuple[str, str], Any] = {
    ("Credential", "aliases"): [],
    ("Credential", "family"): "FAMILY",
    ("Credential", "previous"): "OTHER",
    ("Credential", "where"): ["US-OH"],
    ("Exam", "passed_with"): ["OTHER"],
    ("Fee", "unclear_for"): ["OTHER"],
    ("Fact", "sources"): ["SRC"],
    ("Fact", "where"): ["US"],
    ("Fact", "year"): "2026",
    ("Mandate", "credentials"): ["OTHER"],
    ("Mandate", "since"): "2026",
    ("Mandate", "sources"): ["SRC"],
    ("Mandate", "where"): ["US"],
    ("Renewal", "membership"): "ORG",
    ("Renewal", "starts_on"): ["07-01"],
    ("Status", "replaced_by"): ["OTHER"],
    ("Status", "since"): "2026",
    ("Credential", "issuer"): "ORG",
    ("Credential", "nearest"): ["OTHER"],
    ("Credential", "sources"): ["SRC"],
    ("Fee", "audience"): "member",
    ("Fee", "exams"): [],
    ("Fee", "organization"): "ORG",
    ("Finding", "about"): "name",
    ("Finding", "sources"): ["SRC"],
    ("Requirement", "at_least"): 1,
    ("Requirement", "credential"): "OTHER",
    ("Requirement", "membership"): "ORG",
    ("Source", "dated"): "2026",
    (
        "Source",
        "url",
    ): f"https://x.example/{''.join(NASTY.translate({60: None, 62: None}).split())}",
}
"""Fields that need a certain value: they name another record, or are not words."""
FIGURES = ("duration", "experience", "education", "exams", "requirements", "fees", "renewal")


class Filler:
    """Make a value for each field of a schema, with a different text for each text field."""

    def __init__(self, schema: dict[str, Any], text: str, number: int = 12) -> None:
        self.parts = schema["definitions"]
        self.text = text
        self.number = number
        self.texts: set[str] = set()

    def catalogue(self) -> dict[str, Any]:
        """Return a catalogue with one record that has every field, and one that has few fields."""
        record = self.record("Credential")
        record["findings"] += [
            self.record("Finding") | {"about": field, "better": record[field]} for field in FIGURES
        ]
        little = {"name": f"Other {self.text}", "type": "license", "issuer": "ORG"}
        little |= {"family": "FAMILY"}
        return {
            "organizations": {"ORG": self.record("Organization")},
            "sources": {"SRC": self.record("Source")},
            "credentials": {"NASTY": record, "OTHER": little},
            "mandates": {"RULE": self.record("Mandate")},
            "facts": {"FACT": self.record("Fact")},
        }

    def record(self, name: str, *without: str) -> dict[str, Any]:
        """Return a table with all the fields of a part of the schema, *without* some."""
        return {
            field: FIXED[name, field]
            if (name, field) in FIXED
            else self._value(shape, f"{name}.{field}")
            for field, shape in self.parts[name]["properties"].items()
            if field not in without
        }

    def _value(self, shape: dict[str, Any], place: str) -> Any:
        kinds = shape.get("anyOf") or shape.get("allOf") or [shape]
        value: Any = self.number
        match kinds[-1 if place == "Credential.requirements" else 0]:
            case {"$ref": ref}:
                value = self._part(ref.rpartition("/")[2])
            case {"items": item}:
                value = [self._value(item, place)]
            case {"enum": [first, *_]} | {"const": first}:
                value = first
            case {"format": "date"}:
                value = date(2026, 11, 23)
            case {"pattern": "^[A-Z]{3}$"}:
                value = "USD"
            case {"type": "string"}:
                value = f"{place} {self.text}"
                self.texts.add(value)
            case {"type": "boolean"}:
                value = True
            case _:
                pass
        return value

    def _part(self, name: str) -> dict[str, Any]:
        if name != "Requirement":
            return self.record(name)
        part = self.record(name, "of", "at_least")  # a group has no condition of its own
        only_single = ("experience", "education", "not_education", "of")
        return self.record(name, *only_single) | {"of": [part]}


def text_fields(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the text fields of all the parts of a catalogue that the schema refers to."""
    parts: set[str] = set()
    queue = [schema["properties"]]
    while queue:
        for name in {*re.findall("#/definitions/([A-Za-z]+)", json.dumps(queue.pop()))} - parts:
            parts.add(name)
            queue.append(schema["definitions"][name])
    for name in parts:
        for field, shape in schema["definitions"][name]["properties"].items():
            if json.dumps(shape).count(r'"pattern": "[^\\s'):
                yield name, field


@pytest.fixture(scope="module")
def filler(catalogue_schema: Any) -> Filler:
    """Return the filler of the catalogue in which every text is nasty."""
    return Filler(catalogue_schema, NASTY)


@pytest.fixture(scope="module")
def nasty(filler: Filler, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return the options that name a catalogue in which every text is nasty."""
    path = tmp_path_factory.mktemp("nasty") / "nasty.toml"
    path.write_text(tomlkit.dumps(filler.catalogue()), encoding="utf-8", newline="")
    return ("--catalogue", str(path), "--no-bundled")


SHOWING = {
    "list": "list",
    "show": "show NASTY",
    "show checked": "show NASTY --figures checked",
    "compare": "compare NASTY OTHER",
    "filter": "filter --max-cost 5 --maybe",
    "check": "check NASTY OTHER --education master --experience 3",
    "cost": "cost NASTY OTHER --years 3",
    "plan": "plan --goal NASTY --held OTHER --meets Requirement --assume NASTY=1",
    "choices": "plan --goal NASTY,OTHER --choices --assume NASTY=1,OTHER=1",
    "renewals": "renewals --held NASTY=2024-01-31",
    "sources": "sources",
}
"""The commands that show texts of a catalogue."""
showing = pytest.mark.parametrize("command", SHOWING.values(), ids=SHOWING)


def test_every_text_field_is_nasty(
    run: Run, catalogue_schema: Any, filler: Filler, nasty: tuple[str, ...]
) -> None:
    assert run("catalogue", "check", nasty[1], "--no-bundled").code == 0
    nasty_fields = {tuple(text.partition(" ")[0].split(".")) for text in filler.texts}
    fields = {
        ("Credential" if name == "Amendment" else name, field)
        for name, field in text_fields(catalogue_schema)
    }

    assert len(fields) > 20
    assert fields - {*FIXED} <= nasty_fields


@showing
@pytest.mark.parametrize("form", ["", "table", "csv", "tsv", "markdown"])
def test_no_format_shows_a_code(run: Run, nasty: tuple[str, ...], command: str, form: str) -> None:
    answer = run(*command.split(), *nasty, *(["--format", form] if form else []))

    assert answer.code == 0
    assert not codes(answer.out, "\n\t" if form in {"", "tsv"} else "\n")
    assert not codes(answer.err)
    assert "NASTY" in answer.out or command.startswith("sources")


@showing
def test_no_terminal_gets_a_code(nasty: tuple[str, ...], command: str) -> None:
    output = on_a_terminal(*command.split(), *nasty, TERM="xterm")

    assert "NASTY" in output or command.startswith("sources")
    output = re.sub(r"\x1b\]8;(id=\d+;https?://[^\x1b]+|;)\x1b\\", "", output)
    assert not codes(re.sub(r"\x1b\[[\d;]*m", "", output))
    assert not re.search(r"\x1b\[(?!0m|1m|2m|1;32m|3[123]m)", output), "no color but ours"


@showing
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_follows_the_standard(
    run: Run, nasty: tuple[str, ...], command: str, form: str
) -> None:
    answer = run(*command.split(), *nasty, "--format", form)

    for text in answer.out.split("\n")[:-1] if form == "jsonl" else [answer.out]:
        json.loads(text, parse_constant=pytest.fail)
    assert not codes(answer.err)


def strings(value: Any) -> Iterator[str]:
    """Yield every text in *value*, at any depth."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if part is not value and not isinstance(value, str):
            yield from strings(part) if isinstance(part, str | list | dict) else ()


def test_json_has_the_exact_text_of_every_field(
    run: Run, filler: Filler, nasty: tuple[str, ...]
) -> None:
    commands = (["show", "NASTY"], ["required"], ["about"])
    shown = {text for one in commands for text in strings(run(*one, *nasty, "--json").json)}

    assert filler.texts <= shown


def test_json_shows_no_code(run: Run, nasty: tuple[str, ...]) -> None:
    assert not codes(run("show", "NASTY", *nasty, "--json").out)


ONLY_IDS = {"plan", "choices"}
"""The commands that show ids of a catalogue, but no other texts."""


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
@pytest.mark.parametrize("name", SHOWING)
def test_markup_is_shown_unchanged(
    run: Run, nasty: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    answer = run(*SHOWING[name].split(), *nasty, "--format", form)
    text = re.sub(r"[\s│]+", "", answer.out)

    assert ("Words" not in text) == (name in ONLY_IDS)
    assert "".join(MARKUP.split()) in text or "Words" not in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_offers_no_code(spawn: Spawn, nasty: tuple[str, ...], shell: str) -> None:
    env = {
        "LIBCERT_CATALOGUE": nasty[1],
        "_LIBCERT_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "libcert show nast",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": "libcert show nast",
        "COMP_CWORD": "2",
    }
    process = spawn(env=env)

    assert process.returncode == 0
    assert b"nasty" in process.stdout
    assert not codes(process.stdout.decode() + process.stderr.decode(), "\n\t")


STUB = """\
_arguments() { action=${1#"*: :"}; eval "offered=( ${action[3,-3]} )"; print -r -- $offered }
"""
"""A replacement for the function of zsh that takes completions; like it, it evaluates them."""


def test_no_name_is_executed_by_a_shell_that_completes_it(
    spawn: Spawn, write: Callable[[str], Path], tmp_path: Path
) -> None:
    name = r"Nice \$(touch pwned) `touch pwned` name"
    records = {"EVIL": {"name": name, "type": "license", "issuer": "ORG"}}
    whole = {"organizations": {"ORG": {"name": "O"}}, "credentials": records}
    own = write(tomlkit.dumps(whole))
    environment = {"_LIBCERT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "libcert show EVI"}
    completion = spawn(env=environment | {"LIBCERT_CATALOGUE": str(own)}).stdout.decode()
    match = re.fullmatch(r"""_arguments '\*: :\(\("EVIL":"(.*)"\)\)'\s*""", completion)

    assert match is not None
    assert match[1] == harmless(match[1])
    assert "touch pwned" in match[1]
    if zsh := shutil.which("zsh"):
        process = subprocess.run(
            [zsh, "-f", "-c", f"{STUB}eval $OFFERED"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | {"OFFERED": completion},
        )
        assert (process.returncode, process.stderr) == (0, "")
        assert process.stdout.startswith("EVIL:Nice")
    assert [path.name for path in tmp_path.iterdir()] == [own.name]


# --- Keys, arguments, names of files --------------------------------------------------------------


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every table in *value*, at any depth."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, list | dict):
            yield from tables(part)


def test_no_key_of_a_catalogue_controls_the_terminal(
    run: Run, catalogue_schema: Any, tmp_path: Path
) -> None:
    whole = Filler(catalogue_schema, "text").catalogue()
    kinds = {tuple(table): table for table in tables(whole)}
    path = tmp_path / "keys.toml"
    for table in kinds.values():
        table[NASTY] = 5
        path.write_text(tomlkit.dumps(whole), encoding="utf-8", newline="")
        answer = run("catalogue", "check", str(path), "--no-bundled")
        del table[NASTY]

        assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
        assert "[online] [/x]" in answer.err
    assert len(kinds) > 10


def options() -> Iterator[tuple[str, ...]]:
    """Yield each option that takes a value, after a command that has the option."""
    names = set()
    group: Any = typer.main.get_command(cli.command_line())
    commands = {
        (name, *inner): command
        for name, outer in group.commands.items()
        for inner, command in (
            [((word,), part) for word, part in outer.commands.items()]
            if hasattr(outer, "commands")
            else [((), outer)]
        )
    }
    for name, command in commands.items():
        arguments = ["CLT", "CALT"] if name[0] in {"show", "compare", "cost", "check"} else []
        for option in command.params:
            takes_a_value = option.opts[0].startswith("-") and not option.is_flag
            if takes_a_value and option.opts[0] not in names:
                names.add(option.opts[0])
                yield (*name, *arguments[: 1 if name == ("show",) else 2], option.opts[0])


HAZARDS = {
    "controls": CONTROLS.replace("\0", "") + TITLE + LINK + CLIPBOARD,
    "marks": DIRECTIONS + UNSEEN,
    "markup": MARKUP,
    "bytes": "\udcff\udcfe\x1b[31m",
}
EVERYTHING = f"\udcff{MARKUP}{TITLE}{CLIPBOARD}\x7f\x9b2J\r\n\u202e\u2028\u200b\U000e0041"


@pytest.mark.parametrize(
    "argv",
    [pytest.param(argv, id=argv[-1]) for argv in options()],
)
def test_no_value_of_an_option_controls_the_terminal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)  # some texts may become the name of a file
    for text in HAZARDS.values():
        answer = run(*argv, text)

        assert answer.code in {0, 1, 2}
        assert not codes(answer.out, "\n\t")
        assert not codes(answer.err)
        answer.err.encode()
        assert answer.code == 0 or answer.err.startswith("error: ")


@pytest.mark.parametrize(
    ("before", "code"), [("", 2), ("list --", 2), ("catalogue ", 2), ("show ", 1), ("help ", 2)]
)
def test_no_argument_controls_the_terminal(spawn: Spawn, before: str, code: int) -> None:
    *words, start = before.split(" ")
    process = spawn(*words, start + EVERYTHING)

    assert (process.returncode, process.stdout) == (code, b"")
    assert process.stderr.startswith(b"error: ")
    assert not codes(process.stderr.decode())


def test_no_file_name_controls_the_terminal(spawn: Spawn, tmp_path: Path) -> None:
    name = EVERYTHING.replace("/", "") + ".toml"
    path = tmp_path / name
    path.write_text("amendments.LSSC.summary = 'Amended'\n")
    valid = spawn("show", "LSSC", "--catalogue", name, "--full", "--format", "table")
    path.write_text("x = ")
    invalid = spawn("list", "--catalogue", name)
    path.unlink()
    missing = spawn("list", "--catalogue", name)
    output = spawn("list", "-o", f"{name}/x")
    profile = spawn("profile", "set", "--budget", "5", "--profile", name)
    profile_path = spawn("profile", "path", "--profile", name)

    assert b"Amended" in valid.stdout
    assert [
        process.returncode for process in (valid, invalid, missing, output, profile, profile_path)
    ] == [
        0,
        1,
        1,
        1,
        0,
        0,
    ]
    for process in (valid, invalid, missing, output, profile):
        assert not codes(process.stdout.decode() + process.stderr.decode())
        assert b"Traceback" not in process.stderr
    assert path.exists()


def test_a_name_in_a_note_stays_on_one_line(run: Run, write: Callable[[str], Path]) -> None:
    own = ("--catalogue", str(write(book("n\n  hint: run this"))), "--no-bundled")

    assert "\n  hint" not in run("cost", "X0", *own).err


# --- Formulas -------------------------------------------------------------------------------------

FORMULAS = [
    '=HYPERLINK("https://evil.example","Click")',
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff20SUM(1)",
    '"=1+1',
    '" "=1+1',
    '"";"=1+1"',
    *(f"{blank}=1+1" for blank in "\xa0\u3000\u200c\u200d\xad\u034f\ufe0f"),
]
LEADING = re.compile(f"{FORMULA.pattern}|[\t\r]")


def book(*texts: str) -> str:
    """Return a catalogue with a record for each of *texts*, with the text in its text fields."""
    records = {
        f"X{number}": {
            "name": text,
            "type": "license",
            "issuer": "ORG",
            "summary": text,
            "levels": [text, text],
            "requirements": [text],
            "duration": {"low": 3, "high": 5, "note": text},
            "renewal": {"expires": True, "months": 12, "methods": [text], "note": text},
            "fees": [{"purpose": "renewal", "low": 5, "high": 5, "note": text, "payee": text}],
        }
        for number, text in enumerate(texts)
    }
    return tomlkit.dumps({"organizations": {"ORG": {"name": texts[0]}}, "credentials": records})


def cells(run: Run, own: Path, form: str, *, delimiter: str) -> list[list[str]]:
    """Return the cells of a list without its header, as a spreadsheet reads them."""
    text = run("list", "--catalogue", str(own), "--no-bundled", "--format", form).out
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))[1:]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_no_cell_is_a_formula(
    run: Run, write: Callable[[str], Path], form: str, delimiter: str, formula: str
) -> None:
    [row] = cells(run, write(book(formula)), form, delimiter=delimiter)

    assert sum(bool(re.match(r"'|\\u|.+;'", cell)) for cell in row) >= 5, "guarded or a code"
    assert not [cell for cell in row if LEADING.match(cell)]
    assert row.count("3") == row.count("5") == 1, "numbers stay numbers"


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("before", ["", "a;", "a; ", 'a;"', 'a"; "', 'a;"b";'], ids=ascii)
@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_no_cell_is_a_formula_if_semicolons_separate_cells(
    run: Run, write: Callable[[str], Path], form: str, before: str, formula: str
) -> None:
    """In many languages, a spreadsheet ends a cell at a semicolon."""
    rows = cells(run, write(book(f"{before}{formula};b")), form, delimiter=";")

    assert not [cell for row in rows for cell in row if LEADING.match(cell)]


# --- Markdown -------------------------------------------------------------------------------------

MARKDOWN = [
    "a|b",
    "a\\|b",
    "a\\",
    "a\nb\n\n# c",
    "| x |\n| --- |",
    "`a` ``b`` ```c",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![i](https://evil.example/i.png)",
    "[l](javascript:alert(1))",
    "[l]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example www.evil.example",
    "*a* _b_ ~~c~~ **d**",
    "&lt;b&gt; &#60;",
    "- a",
    "1. a",
    "> a",
    "# a",
    "---",
    MARKUP,
    NASTY,
]


class Html(HTMLParser):
    """Collect the tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert not attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("command", ["list", "show X0", "compare X0 X1", "filter --maybe --text e"])
def test_markdown_is_one_table_of_plain_text(
    run: Run, write: Callable[[str], Path], command: str
) -> None:
    own = ("--catalogue", str(write(book(*MARKDOWN))), "--no-bundled", "--format", "markdown")
    out = run(*command.split(), *own).out
    page = Html(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out))
    columns, rows = page.tags.count("th"), page.tags.count("tr")

    assert {*page.tags} == {"table", "thead", "tbody", "tr", "th", "td"}
    assert rows == len(out.splitlines()) - 1
    assert page.tags.count("td") == columns * (rows - 1)
    for text in MARKDOWN if command == "list" else ():
        assert " ".join(text.split()) in page.text or codes(text)


@showing
def test_every_command_writes_one_markdown_table(
    run: Run, nasty: tuple[str, ...], command: str
) -> None:
    out = run(*command.split(), *nasty, "--format", "markdown").out
    page = Html(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out))

    assert {*page.tags} == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.tags.count("td") == page.tags.count("th") * (len(out.splitlines()) - 2)


def links_on_github(text: str) -> list[str]:
    """Return the links that GitHub finds in *text*, before it reads backslashes and emphasis."""
    links = re.findall(r"https?://[^\s<]+", text)
    trimmed = [re.sub(r"[?!.,:*_~'\";]+$", "", link) for link in links]
    return [re.sub(r"&#?\w+;", lambda entity: html.unescape(entity[0]), link) for link in trimmed]


def links_in_markdown_it(text: str) -> list[str]:
    """Return the links that markdown-it finds in *text*, after it has parsed the Markdown."""
    pytest.importorskip("linkify_it", reason="linkify-it-py is not installed")
    reader = MarkdownIt("gfm-like")
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False})  # only links with `https:`, not `example.org`
    inner = [token.children or () for token in reader.parse(text)]
    return [str(part.attrs["href"]) for parts in inner for part in parts if "href" in part.attrs]


@pytest.mark.parametrize("links", [links_on_github, links_in_markdown_it])
@pytest.mark.parametrize("command", ["show LSSC", "list"])
def test_bare_links_lead_to_the_right_pages(
    run: Run, links: Callable[[str], list[str]], command: str
) -> None:
    argv = [*command.split(), "--fields", "id,sources"]
    answer = run(*argv, "--json").json
    records = [answer] if isinstance(answer, dict) else answer
    urls = [source["url"] for record in records for source in record["sources"]]

    assert any("_" in url for url in urls)
    assert any("&" in url for url in urls) or command != "list"
    assert links(run(*argv, "--format", "markdown").out) == urls


@pytest.mark.parametrize(
    "link", ["a_b", "?_ga=2", "?a=1&b=2", "?a&copy;b", "?a&copy", "?a&#38;b", "__a__b"]
)
def test_a_link_that_looks_like_markdown_stays_a_link(
    run: Run, write: Callable[[str], Path], link: str
) -> None:
    url = f"https://x.example/{link}"
    own = ("--catalogue", str(write(book(f"see {url} there"))), "--no-bundled")
    out = run("list", *own, "--fields", "name", "--format", "markdown").out

    assert Html(MarkdownIt("gfm-like", {"linkify": False}).render(out)).text.count(url) == 1
    assert links_on_github(out) == [url] or "__" in link, "GitHub has no way to say two in a row"


def test_ids_that_look_like_markdown_stay_unchanged(run: Run, write: Callable[[str], Path]) -> None:
    ids = ["A_b_.__c__", "_".join("abc"), "A--_", "a__b"]
    records = {id_: {"name": "n", "type": "license", "issuer": "ORG"} for id_ in ids}
    whole = {"organizations": {"ORG": {"name": "O"}}, "credentials": records}
    own = ("--catalogue", str(write(tomlkit.dumps(whole))), "--no-bundled")
    out = run("compare", *ids, *own, "--format", "markdown").out
    [head, *_] = [
        token.children or ()
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(out)
        if token.type == "inline" and token.content != "field"
    ]

    assert "".join(part.content for part in head) == ids[0]
    page = Html(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out))
    assert page.text.split()[1 : 1 + len(ids)] == ids
    assert {*page.tags} == {"table", "thead", "tbody", "tr", "th", "td"}


# --- Calendars ------------------------------------------------------------------------------------

BREAKING = [
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    "a\nBEGIN:VALARM\nACTION:EMAIL\nEND:VALARM",
    "END:VCALENDAR",
    "c:\\new\\Nice",
    'x;y,z:w"q"^n',
    "é" * 80,
    "\N{WOMAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}" * 20,
    "a\u2028BEGIN:VEVENT",
    "a\x0bb\x0cc\x85d",
    NASTY,
]


def read_events(text: str) -> list[Any]:
    """Return the events of a calendar."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_no_text_breaks_out_of_a_calendar(spawn: Spawn, write: Callable[[str], Path]) -> None:
    own = ("--catalogue", str(write(book(*BREAKING))), "--no-bundled")
    held = [f"--held=X{number}=2026-01-31" for number in range(len(BREAKING))]
    argv = ("calendar", *held, "--lead", "30", *own)
    first, second = spawn(*argv), spawn(*argv)
    *lines, last = first.stdout.split(b"\r\n")

    assert (first.returncode, last) == (0, b"")
    assert first.stdout.replace(b"\r\n", b"").translate(None, b"\r\n") == b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    assert not codes("".join(line.decode() for line in lines))
    text = first.stdout.decode()
    events = read_events(text)
    other_events = list(vobject.readOne(text).vevent_list)
    assert len(events) == len(other_events) == 2 * len(BREAKING)
    assert len({event["uid"] for event in events}) == len(events)
    assert [len(event.walk("VALARM")) for event in events] == [1] * len(events)
    assert [event.description.value for event in other_events] == [
        str(event["description"]) for event in events
    ]
    assert re.findall(rb"UID:.*", first.stdout) == re.findall(rb"UID:.*", second.stdout)


def test_a_name_in_a_description_stays_on_one_line(run: Run, write: Callable[[str], Path]) -> None:
    own = ("--catalogue", str(write(book("a\nstanding: confirmed"))), "--no-bundled")
    out = run("calendar", "--held", "X0=2026-01-31", *own).out
    [description, *_] = {str(event["description"]) for event in read_events(out)}

    assert "\nstanding: confirmed" not in description


def test_a_backslash_in_a_calendar_stays_a_backslash(
    run: Run, write: Callable[[str], Path]
) -> None:
    own = ("--catalogue", str(write(book("c:\\new\\Nice"))), "--no-bundled")
    out = run("calendar", "--held", "X0=2026-01-31", *own).out

    assert str(read_events(out)[0]["description"]).startswith("c:\\new\\Nice\nstanding")


# --- Profiles -------------------------------------------------------------------------------------


def test_no_text_of_a_profile_controls_the_terminal(run: Run, spawn: Spawn, profile: Path) -> None:
    conditions = {"meets": [NASTY], "lacks": [f"l {NASTY}"]}
    job = {"role": NASTY, "since": date(2020, 1, 1)}
    profile.write_text(
        tomlkit.dumps(conditions | {"experience": [job]}), encoding="utf-8", newline=""
    )

    assert run("profile", "show", "--json").json["meets"] == [NASTY]
    assert not codes(on_a_terminal("profile", "show", TERM="dumb"))
    for command, form in itertools.product(
        ("profile show", "check LSSC ACA"), ("table", "csv", "tsv", "markdown")
    ):
        answer = run(*command.split(), "--format", form)
        assert not codes(answer.out, "\n\t" if form == "tsv" else "\n")
        assert not codes(answer.err)
    assert not codes(spawn("profile", "set", "--meets", f"m{MARKUP}{TITLE}").stderr.decode())


@pytest.mark.parametrize("key", ["", "studying.", "held.", "held.LSSC.", "rate.", "dues."])
def test_no_key_of_a_profile_controls_the_terminal(run: Run, profile: Path, key: str) -> None:
    document: Any = 5
    for name in reversed([*filter(None, key.split(".")), NASTY]):
        document = {name: document}
    profile.write_text(tomlkit.dumps(document), encoding="utf-8", newline="")
    answer = run("profile", "show")

    assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
    assert "[online] [/x]" in answer.err
