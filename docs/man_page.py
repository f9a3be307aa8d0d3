"""Write the manual page `docs/libcert.1`: `python docs/man_page.py`. `--check` compares it.

It has all commands with all options, from the same declarations as `--help`. docutils makes the
roff, in which many characters need an escape.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from docutils.core import publish_string

from libcert import __version__, cli
from libcert.cli.app import COMMANDS, examples
from libcert.cli.help_text import Row, sections, usage

PAGE: Final = Path(__file__).with_name("libcert.1")
HEAD: Final = """\
=======
libcert
=======

-----------------------------------------------
choose a library certification, and plan for it
-----------------------------------------------

:Manual section: 1
:Manual group: User Commands
:Version: libcert {version}

SYNOPSIS
========

| **libcert** *COMMAND* [*OPTIONS*]
| **libcert** *ID*

DESCRIPTION
===========

libcert helps you choose a library certification. It shows what each one costs, how long it takes,
what it requires and how far to trust the figures, each with its source. An id alone shows a
credential: **libcert LSSC**.

Option values may be in any case. An amount may have its currency ($200, £90, 200 USD), a length of
time its unit (18 months, half a year, 26w), and a date may be a year or a month (2024, March 2024).

COMMANDS
========
"""
TAIL: Final = """
EXIT STATUS
===========

0
    Success, even if nothing matches.
1
    An error with a message.
2
    Wrong usage.
130
    Interrupted.

ENVIRONMENT
===========

**LIBCERT_CATALOGUE**
    Your own catalogue files, separated as in **PATH**.
**LIBCERT_PROFILE**
    The file of your profile.
**NO_COLOR**, **FORCE_COLOR**, **COLUMNS**
    Whether to use colors, and the width of the terminal.
"""


def page() -> str:
    """Return the manual page."""
    head = HEAD.format(version=__version__)
    body = "\n".join(line for name in COMMANDS for line in _command(name))
    settings = {"input_encoding": "unicode", "output_encoding": "unicode", "halt_level": 2}
    text: str = publish_string(
        f"{head}\n{body}\n{TAIL}", writer="manpage", settings_overrides=settings
    )
    return text


def _command(name: str) -> Iterator[str]:
    """Yield the lines about one command as reStructuredText."""
    command: Any = typer.main.get_command(cli.command_line(name.partition(" ")[0]))
    context = command.make_context("libcert", ["--no-such-option"], resilient_parsing=True)
    for word in name.split():
        command = command.commands[word]
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    line = _plain(usage(command, context))
    yield from (line, "-" * len(line), "")
    for paragraph in command.help.split("\n\n"):
        yield from (_plain(" ".join(paragraph.split())), "")
    for title, rows in sections(command, context):
        yield from (f"*{title}*", "")
        for row in rows:
            yield from _row(row)
        yield ""
    yield from ("*Examples*", "", *_literal(examples(name)), "")


def _row(row: Row) -> Iterator[str]:
    yield f"**{_plain(row.every_name)}**"
    yield f"    {_plain(row.text) or '|'}"


def _literal(lines: Sequence[str]) -> Iterator[str]:
    yield from ("::", "")
    yield from (f"    libcert {line}" for line in lines)


def _plain(text: str) -> str:
    """Return *text* with an escape before each character that may be markup."""
    return re.sub(r"([^\w\s])", r"\\\1", text)


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/libcert.1 is out of date: run `python docs/man_page.py`")
