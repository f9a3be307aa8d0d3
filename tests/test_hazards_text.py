"""Texts that nobody would write in good faith, wherever a text can stand and be shown.

Where each hazard is held:

- codes that steer a terminal, turn the direction of text or are not seen; the markup of Rich and
  codes of emoji; formulas, Markdown, calendars: here, and by any text in `test_writers.py` and
  `test_calendars.py`;
- what is typed, names of files, keys: here;
- numbers, dates, TOML, encodings of files, what is no file, what cannot be written, writers at the
  same time and killed ones: `test_hazards_files.py`; each fault with its line in
  `test_own_catalogues.py` and `test_profiles.py`;
- streams that are closed or full, signals, encodings of streams, widths, colours, people without a
  home: `test_process.py`;
- a catalogue that is not in the package, and that it is built the same twice: `test_package.py`;
  versions of dependencies, and known holes of them: `test_supply.py`.

What does not apply: there is no export to HTML; nothing is asked on a terminal; no secret is read,
so none can be shown. Plain lines in a pipe are for programs and people, not for spreadsheets, so
nothing guards their cells against formulas; CSV and TSV do.

What is left to others: the 712 files of TOML's own test suite are not run here. Tomli is tested
with them, and is kept as it is; here stands what libcert adds: the mark at the beginning of a file,
limits, words. And in the first milliseconds of Python, before any line of libcert has run, Ctrl-C
may show a traceback of Python's.
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

GIVEN: dict[tuple[str, str], Any] = {
    ("Credential", "aliases"): [],
    ("Credential", "issuer"): "ORG",
    ("Credential", "nearest"): ["OTHER"],
    ("Credential", "sources"): ["SRC"],
    ("Fee", "audience"): "member",
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
"""What has to be what it is: the names of others, and what is not words."""
FIGURES = ("duration", "experience", "education", "exams", "requirements", "fees", "renewal")


class Filler:
    """Values for all that a schema declares: a text of its own for each field of words."""

    def __init__(self, schema: dict[str, Any], text: str, number: int = 12) -> None:
        self.parts = schema["definitions"]
        self.text = text
        self.number = number
        self.said: set[str] = set()

    def catalogue(self) -> dict[str, Any]:
        """A catalogue with a record that says all that can be said, and one that says little."""
        record = self.record("Credential")
        record["findings"] += [
            self.record("Finding") | {"about": field, "better": record[field]} for field in FIGURES
        ]
        little = {"name": f"Other {self.text}", "type": "license", "issuer": "ORG"}
        return {
            "organizations": {"ORG": self.record("Organization")},
            "sources": {"SRC": self.record("Source")},
            "credentials": {"NASTY": record, "OTHER": little},
        }

    def record(self, name: str, *without: str) -> dict[str, Any]:
        """All the fields of a part of the schema *without* some."""
        return {
            field: GIVEN[name, field]
            if (name, field) in GIVEN
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
                self.said.add(value)
            case {"type": "boolean"}:
                value = True
            case _:
                pass
        return value

    def _part(self, name: str) -> dict[str, Any]:
        if name != "Requirement":
            return self.record(name)
        part = self.record(name, "of", "at_least")  # a group asks for nothing by itself
        return self.record(name, "experience", "education", "of") | {"of": [part]}


def words_in(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of words of all that a catalogue is made of, found by following the schema."""
    found: set[str] = set()
    ahead = [schema["properties"]]
    while ahead:
        for name in {*re.findall("#/definitions/([A-Za-z]+)", json.dumps(ahead.pop()))} - found:
            found.add(name)
            ahead.append(schema["definitions"][name])
    for name in found:
        for field, shape in schema["definitions"][name]["properties"].items():
            if json.dumps(shape).count(r'"pattern": "[^\\s'):
                yield name, field


@pytest.fixture(scope="module")
def filler(catalogue_schema: Any) -> Filler:
    """What has filled the catalogue in which every text is nasty."""
    return Filler(catalogue_schema, NASTY)


@pytest.fixture(scope="module")
def nasty(filler: Filler, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The options that name a catalogue in which every text is nasty."""
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
"""The commands that show what a catalogue says."""
showing = pytest.mark.parametrize("command", SHOWING.values(), ids=SHOWING)


def test_every_field_of_words_is_nasty(
    run: Run, catalogue_schema: Any, filler: Filler, nasty: tuple[str, ...]
) -> None:
    assert run("catalogue", "check", nasty[1], "--no-bundled").code == 0
    said = {tuple(text.partition(" ")[0].split(".")) for text in filler.said}
    words = {
        ("Credential" if name == "Amendment" else name, field)
        for name, field in words_in(catalogue_schema)
    }

    assert len(words) > 20
    assert words - {*GIVEN} <= said


@showing
@pytest.mark.parametrize("form", ["", "table", "csv", "tsv", "markdown"])
def test_no_format_shows_a_code(run: Run, nasty: tuple[str, ...], command: str, form: str) -> None:
    answer = run(*command.split(), *nasty, *(["--format", form] if form else []))

    assert answer.code == 0
    assert not codes(answer.out, "\n\t" if form in {"", "tsv"} else "\n")
    assert not codes(answer.err)
    assert "NASTY" in answer.out


@pytest.mark.slow
@showing
def test_no_terminal_gets_a_code(nasty: tuple[str, ...], command: str) -> None:
    seen = on_a_terminal(*command.split(), *nasty, TERM="xterm")

    assert "NASTY" in seen
    assert not codes(re.sub(r"\x1b\[[\d;]*m", "", seen))
    assert not re.search(r"\x1b\[(?!0m|1m|1;32m|33m)", seen), "no colour but ours"


@showing
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_is_strict(run: Run, nasty: tuple[str, ...], command: str, form: str) -> None:
    answer = run(*command.split(), *nasty, "--format", form)

    for text in answer.out.split("\n")[:-1] if form == "jsonl" else [answer.out]:
        json.loads(text, parse_constant=pytest.fail)
    assert not codes(answer.err)


def strings(value: Any) -> Iterator[str]:
    """Every text that stands anywhere in *value*."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if part is not value and not isinstance(value, str):
            yield from strings(part) if isinstance(part, str | list | dict) else ()


def test_json_says_the_truth_of_every_field(
    run: Run, filler: Filler, nasty: tuple[str, ...]
) -> None:
    assert filler.said <= {*strings(run("show", "NASTY", *nasty, "--json").json)}


def test_json_on_a_terminal_has_no_code(run: Run, nasty: tuple[str, ...]) -> None:
    assert not codes(run("show", "NASTY", *nasty, "--json").out)


ONLY_IDS = {"plan", "choices"}
"""The commands that show no text of a catalogue, but whose it is."""


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
@pytest.mark.parametrize("name", SHOWING)
def test_markup_is_shown_as_it_is(
    run: Run, nasty: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    answer = run(*SHOWING[name].split(), *nasty, "--format", form)
    said = re.sub(r"[\s│]+", "", answer.out)

    assert ("Words" not in said) == (name in ONLY_IDS)
    assert "".join(MARKUP.split()) in said or "Words" not in said


@pytest.mark.slow
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
    done = spawn(env=env)

    assert done.returncode == 0
    assert b"nasty" in done.stdout
    assert not codes(done.stdout.decode() + done.stderr.decode(), "\n\t")


STUB = """\
_arguments() { action=${1#"*: :"}; eval "offered=( ${action[3,-3]} )"; print -r -- $offered }
"""
"""What takes the words of a completion as zsh's own function does, which evaluates them as well."""


@pytest.mark.slow
def test_no_name_is_run_by_a_shell_that_completes(
    spawn: Spawn, write: Callable[[str], Path], tmp_path: Path
) -> None:
    name = r"Nice \$(touch pwned) `touch pwned` name"
    records = {"EVIL": {"name": name, "type": "license", "issuer": "ORG"}}
    whole = {"organizations": {"ORG": {"name": "O"}}, "credentials": records}
    own = write(tomlkit.dumps(whole))
    asking = {"_LIBCERT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "libcert show E"}
    offered = spawn(env=asking | {"LIBCERT_CATALOGUE": str(own)}).stdout.decode()
    found = re.fullmatch(r"""_arguments '\*: :\(\("EVIL":"(.*)"\)\)'\s*""", offered)

    assert found is not None
    assert found[1] == harmless(found[1])
    assert "touch pwned" in found[1]
    if zsh := shutil.which("zsh"):
        done = subprocess.run(
            [zsh, "-f", "-c", f"{STUB}eval $OFFERED"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | {"OFFERED": offered},
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("EVIL:Nice")
    assert [path.name for path in tmp_path.iterdir()] == [own.name]


# --- Keys, what is typed, names of files ----------------------------------------------------------


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """Every table that stands anywhere in *value*."""
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
    """Each option that takes a value, after a command that has it."""
    seen = set()
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
            if takes_a_value and option.opts[0] not in seen:
                seen.add(option.opts[0])
                yield (*name, *arguments[: 1 if name == ("show",) else 2], option.opts[0])


TYPED = {
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
    monkeypatch.chdir(tmp_path)  # where some texts may name a file
    for text in TYPED.values():
        answer = run(*argv, text)

        assert answer.code in {0, 1, 2}
        assert not codes(answer.out, "\n\t")
        assert not codes(answer.err)
        answer.err.encode()
        assert answer.code == 0 or answer.err.startswith("error: ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "code"), [("", 2), ("list --", 2), ("catalogue ", 2), ("show ", 1), ("help ", 2)]
)
def test_no_argument_controls_the_terminal(spawn: Spawn, before: str, code: int) -> None:
    *words, begun = before.split(" ")
    done = spawn(*words, begun + EVERYTHING)

    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.startswith(b"error: ")
    assert not codes(done.stderr.decode())


@pytest.mark.slow
def test_no_file_name_controls_the_terminal(spawn: Spawn, tmp_path: Path) -> None:
    name = EVERYTHING.replace("/", "") + ".toml"
    path = tmp_path / name
    path.write_text("amendments.LSSC.summary = 'Amended'\n")
    shown = spawn("show", "LSSC", "--catalogue", name, "--format", "table")
    path.write_text("x = ")
    wrong = spawn("list", "--catalogue", name)
    path.unlink()
    gone = spawn("list", "--catalogue", name)
    named = spawn("list", "-o", f"{name}/x")
    said = spawn("profile", "set", "--budget", "5", "--profile", name)
    place = spawn("profile", "path", "--profile", name)

    assert b"Amended" in shown.stdout
    assert [done.returncode for done in (shown, wrong, gone, named, said, place)] == [
        0,
        1,
        1,
        1,
        0,
        0,
    ]
    for done in (shown, wrong, gone, named, said):
        assert not codes(done.stdout.decode() + done.stderr.decode())
        assert b"Traceback" not in done.stderr
    assert path.exists()


def test_no_name_is_more_than_a_line_of_a_note(run: Run, write: Callable[[str], Path]) -> None:
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
    """A catalogue with a record for each of *texts*, which stands wherever it is shown."""
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
    """The cells of a list without its header, as a spreadsheet reads them."""
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
def test_no_cell_is_a_formula_where_semicolons_separate(
    run: Run, write: Callable[[str], Path], form: str, before: str, formula: str
) -> None:
    """Spreadsheets of many languages take a semicolon for the end of a cell."""
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
    """What a page is made of."""

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
def test_markdown_is_one_table_of_words(
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
def test_markdown_of_every_command_is_one_table(
    run: Run, nasty: tuple[str, ...], command: str
) -> None:
    out = run(*command.split(), *nasty, "--format", "markdown").out
    page = Html(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out))

    assert {*page.tags} == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.tags.count("td") == page.tags.count("th") * (len(out.splitlines()) - 2)


def as_github_does(text: str) -> list[str]:
    """The links of *text* as GitHub finds them: before it looks at backslashes and emphasis."""
    found = re.findall(r"https?://[^\s<]+", text)
    ended = [re.sub(r"[?!.,:*_~'\";]+$", "", link) for link in found]
    return [re.sub(r"&#?\w+;", lambda entity: html.unescape(entity[0]), link) for link in ended]


def as_markdown_it_does(text: str) -> list[str]:
    """The links of *text* as another reader finds them: in what is left of it as text."""
    pytest.importorskip("linkify_it", reason="linkify-it-py is not installed")
    reader = MarkdownIt("gfm-like")
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False})  # what begins with `https:`, not `example.org`
    inner = [token.children or () for token in reader.parse(text)]
    return [str(part.attrs["href"]) for parts in inner for part in parts if "href" in part.attrs]


@pytest.mark.parametrize("links", [as_github_does, as_markdown_it_does])
@pytest.mark.parametrize("command", ["show LSSC", "list"])
def test_bare_links_lead_to_where_they_say(
    run: Run, links: Callable[[str], list[str]], command: str
) -> None:
    argv = [*command.split(), "--fields", "id,sources"]
    shown = run(*argv, "--json").json
    records = [shown] if isinstance(shown, dict) else shown
    urls = [source["url"] for record in records for source in record["sources"]]

    assert any("_" in url for url in urls)
    assert any("&" in url for url in urls) or command != "list"
    assert links(run(*argv, "--format", "markdown").out) == urls


@pytest.mark.parametrize(
    "link", ["a_b", "?_ga=2", "?a=1&b=2", "?a&copy;b", "?a&copy", "?a&#38;b", "__a__b"]
)
def test_a_link_that_looks_like_markdown_is_a_link(
    run: Run, write: Callable[[str], Path], link: str
) -> None:
    url = f"https://x.example/{link}"
    own = ("--catalogue", str(write(book(f"see {url} there"))), "--no-bundled")
    out = run("list", *own, "--fields", "name", "--format", "markdown").out

    assert Html(MarkdownIt("gfm-like", {"linkify": False}).render(out)).text.count(url) == 1
    assert as_github_does(out) == [url] or "__" in link, "GitHub has no way to say two in a row"


def test_ids_that_look_like_markdown_stay_as_they_are(
    run: Run, write: Callable[[str], Path]
) -> None:
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


def read(text: str) -> list[Any]:
    """The events of a calendar."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.slow
def test_no_text_breaks_out_of_a_calendar(spawn: Spawn, write: Callable[[str], Path]) -> None:
    own = ("--catalogue", str(write(book(*BREAKING))), "--no-bundled")
    held = [f"--held=X{number}=2199-01-31" for number in range(len(BREAKING))]
    argv = ("calendar", *held, "--lead", "30", *own)
    done, again = spawn(*argv), spawn(*argv)
    *lines, last = done.stdout.split(b"\r\n")

    assert (done.returncode, last) == (0, b"")
    assert done.stdout.replace(b"\r\n", b"").translate(None, b"\r\n") == b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    assert not codes("".join(line.decode() for line in lines))
    text = done.stdout.decode()
    found = read(text)
    others = list(vobject.readOne(text).vevent_list)
    assert len(found) == len(others) == 2 * len(BREAKING)
    assert len({event["uid"] for event in found}) == len(found)
    assert [len(event.walk("VALARM")) for event in found] == [1] * len(found)
    assert [other.description.value for other in others] == [
        str(event["description"]) for event in found
    ]
    assert re.findall(rb"UID:.*", done.stdout) == re.findall(rb"UID:.*", again.stdout)


def test_no_name_is_more_than_a_line_of_a_description(
    run: Run, write: Callable[[str], Path]
) -> None:
    own = ("--catalogue", str(write(book("a\nstanding: confirmed"))), "--no-bundled")
    out = run("calendar", "--held", "X0=2199-01-31", *own).out
    [said, *_] = {str(event["description"]) for event in read(out)}

    assert "\nstanding: confirmed" not in said


def test_a_backslash_is_a_backslash_in_a_calendar(run: Run, write: Callable[[str], Path]) -> None:
    own = ("--catalogue", str(write(book("c:\\new\\Nice"))), "--no-bundled")
    out = run("calendar", "--held", "X0=2199-01-31", *own).out

    assert str(read(out)[0]["description"]).startswith("c:\\new\\Nice\nstanding")


# --- Profiles -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_text_of_a_profile_controls_the_terminal(run: Run, spawn: Spawn, profile: Path) -> None:
    said = {"meets": [NASTY], "lacks": [f"l {NASTY}"]}
    job = {"role": NASTY, "since": date(2020, 1, 1)}
    profile.write_text(tomlkit.dumps(said | {"experience": [job]}), encoding="utf-8", newline="")

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
    wrong: Any = 5
    for name in reversed([*filter(None, key.split(".")), NASTY]):
        wrong = {name: wrong}
    profile.write_text(tomlkit.dumps(wrong), encoding="utf-8", newline="")
    answer = run("profile", "show")

    assert (answer.code, answer.out, codes(answer.err)) == (1, "", set())
    assert "[online] [/x]" in answer.err
