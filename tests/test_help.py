"""The help and the manual page: what fits a screen, and that nothing is missing."""

import re
import shutil
import subprocess
from collections.abc import Callable

import man_page
import pytest
import typer
from conftest import ROOT, Answered, on_a_terminal

from libcert import cli
from libcert.cli import help_text
from libcert.cli.app import COMMANDS, FIRST_WORDS, GROUPS, examples
from libcert.cli.option_groups import MORE

Run = Callable[..., Answered]

PAGES = ["", "catalogue", "profile", *COMMANDS]


@pytest.mark.parametrize("page", PAGES)
def test_every_help_fits_a_screen(run: Run, page: str) -> None:
    answer = run(*page.split(), "--help")
    lines = answer.out.splitlines()

    assert (answer.code, answer.err) == (0, "")
    assert lines[0].startswith(f"Usage: libcert {page}".rstrip())
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_names_every_option_and_the_full_help_explains_it(run: Run, command: str) -> None:
    short = run(*command.split(), "--help").out
    full = run("help", "--full", *command.split()).out
    for title, rows in _sections(command):
        assert f"{title}:\n" in full
        for row in rows:
            option = row.name.split()[0].rstrip(",")
            assert option in short or "--help" in row.name
            assert row.every_name in full
            assert row.text
            assert " ".join(row.text.split()) in " ".join(full.split())
    assert max(map(len, full.splitlines())) <= 80
    assert full.endswith("\n".join(f"  libcert {line}" for line in examples(command)) + "\n")


def _sections(command: str) -> list[tuple[str, list[help_text.Row]]]:
    found = typer.main.get_command(cli.command_line(command.partition(" ")[0]))
    for word in command.split():
        found = found.commands[word]  # type: ignore[attr-defined]
    context = found.make_context("libcert", [], resilient_parsing=True)
    return help_text.sections(found, context)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_text_is_cut_only_after_a_value_of_a_list(run: Run, command: str) -> None:
    short = run(*command.split(), "--help").out
    texts = {row.name: row.text for _, rows in _sections(command) for row in rows}
    for line in short.splitlines():
        if line.endswith(", ..."):
            [text] = [text for name, text in texts.items() if line.startswith(f"  {name} ")]
            assert re.fullmatch(r"[^:]+: [\w-]+(, [\w-]+)+", text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", ["1", "30", "60", "200"])
def test_the_help_fits_other_widths(
    run: Run, monkeypatch: pytest.MonkeyPatch, page: str, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = run(*page.split(), "--help").out.splitlines()
    sentences = [line for line in lines if not re.match(r"(?:Example:)? +libcert ", line)]

    assert max(map(len, sentences)) <= min(max(int(width), 30), 100)


def test_the_help_of_libcert_has_every_command_once(run: Run) -> None:
    out = run("--help").out

    assert {*FIRST_WORDS} <= {name for names in GROUPS.values() for name in names}
    for name in FIRST_WORDS:
        assert len(re.findall(rf"^(?:\w+ +| +){name} +[A-Z]", out, re.MULTILINE)) == 1
    assert [line for line in out.splitlines() if line.startswith("         ")]


def test_the_greeting_is_wrapped() -> None:
    lines = on_a_terminal(COLUMNS="60").splitlines()
    sentences = [line for line in lines if not line.startswith("  libcert ")]

    assert lines[0].startswith("libcert helps you choose a library certification. ")
    assert max(map(len, sentences)) <= 60
    assert [line for line in lines if line.startswith("  libcert start  ")]


def test_options_that_change_nothing_are_not_offered(run: Run) -> None:
    for command in ("cost", "renewals"):
        full = run("help", "--full", command).out
        for option in ("--education", "--experience", "--meets", "--studying", "--budget"):
            assert option not in full
    assert "--budget" not in run("help", "--full", "check").out
    assert "--member" not in run("help", "--full", "sources").out


def test_an_option_without_a_group_is_in_the_first_one() -> None:
    app = typer.Typer(add_completion=False)

    @app.command(help="Do it.")
    def command(some: int = typer.Option(1, help="Some")) -> None: ...

    found = typer.main.get_command(app)
    context = found.make_context("x", [], resilient_parsing=True)
    [(first, rows), (last, _)] = help_text.sections(found, context)
    assert ([row.name for row in rows], first, last) == (["--some"], "Selection", MORE)


# --- The manual page ------------------------------------------------------------------------------


def test_the_manual_page_is_up_to_date() -> None:
    assert man_page.PAGE.read_text(encoding="utf-8") == man_page.page(), (
        "run `python docs/man_page.py`"
    )


GROFF = shutil.which("groff")


@pytest.mark.skipif(GROFF is None, reason="it needs groff")
def test_the_manual_page_has_every_option_and_no_warnings() -> None:
    process = subprocess.run(
        [GROFF or "", "-k", "-man", "-Tutf8", "-ww", "-P-c", str(ROOT / "docs" / "libcert.1")],
        capture_output=True,
        check=True,
    )
    text = " ".join(re.sub(r"\x1b\[[0-9;]*m|.\x08", "", process.stdout.decode()).split())

    assert process.stderr == b""
    for command in COMMANDS:
        assert f"libcert {command} " in text
        for example in examples(command):
            assert f"libcert {' '.join(example.split())}" in text.replace("\N{HYPHEN}", "-")
    for option in ("--max-cost AMOUNT", "--no-bundled", "--where, --state, --country PLACE"):
        assert option in text
    assert "£90" in text
