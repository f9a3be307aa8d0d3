"""The commands, registered in one place, and the one place where errors become words."""

import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer

from libcert import __version__
from libcert.cli import completion, terminal
from libcert.cli.answer import Reply
from libcert.cli.terminal import Written
from libcert.model.errors import LibcertError, os_reason
from libcert.model.reasons import Reason
from libcert.model.sanitize import shorten

WELCOME: Final = """\
libcert answers which library certification to go for: what it costs, how long it takes,
what it asks, how long it lasts, and what is not on record.

  libcert list                    every credential, a line each
  libcert filter --max-cost 200   those that cost at most $200, and those that may

`libcert show ID` tells everything about one, `libcert compare ID ID` sets them side by side.
`libcert --help` lists all commands, `libcert COMMAND --help` explains one.
"""

EPILOG: Final = """\b
Examples:
  libcert list
  libcert filter --max-cost 200
  libcert compare CLT CALT

\b
Exit codes: 0 answered, also where nothing matches; 1 an error that is named;
2 wrong usage; 130 interrupted."""

GROUPS: Final = {
    "catalogue": "Begin, check and compare catalogues of your own.",
    "profile": "Keep what you say of yourself, so that no question has to repeat it.",
}
"""The commands that are groups of others, and what they are for."""
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "list": (
        "list",
        "list --sort cost",
        "list --json",
        "list --fields id,cost,fees --format csv",
    ),
    "show": (
        "show CALT",
        "show calt --member ALA",
        "show CLT --json",
    ),
    "compare": (
        "compare CLT CALT",
        "compare CLT CALT MOS --fields cost,duration",
        "compare CLT CALT --json",
    ),
    "filter": (
        "filter --max-cost 200",
        "filter --max-cost 200 --maybe",
        "filter --education associate --max-experience 2y",
        "filter --setting public,school --no-renewal --json",
    ),
    "check": (
        'check CALT --experience "2 academic full-time" --education associate',
        "check --education bachelor --experience 3",
        "check LSSC CRA --json",
    ),
    "cost": (
        "cost LSSC",
        "cost ACA CIP --years 10 --member ALA",
        "cost ACA --dues ALA=150",
    ),
    "plan": (
        "plan --goal CALT,LSSC --assume LSSC=12mo --budget 400",
        "plan --best --figures checked",
        "plan --goal CIP,A+ --budget 300 --compare 600",
        "plan --goal CIP,A+ --choices",
    ),
    "renewals": (
        "renewals",
        "renewals --held LSSC=2024-03-15 --within 90",
    ),
    "calendar": (
        "calendar --output renewals.ics",
        "calendar --held LSSC=2024-03-15 --goal A+",
    ),
    "sources": (
        "sources LSSC",
        "sources --sort dated --json",
    ),
    "catalogue new": ("catalogue new --output own.toml",),
    "catalogue check": ("catalogue check own.toml",),
    "catalogue diff": ("catalogue diff old.toml new.toml",),
    "profile init": (
        "profile init",
        "profile init --profile me.toml",
    ),
    "profile show": (
        "profile show",
        "profile show --fields held,experience --json",
    ),
    "profile set": (
        "profile set --education associate --member ALA",
        'profile set --experience "2023-05-01.. public 20h as supervisor"',
        "profile set --held LSSC=2024-03-15 --budget 400",
        "profile set --unset budget",
    ),
    "profile path": ("profile path",),
    "help": (
        "help filter",
        "help catalogue check",
    ),
    "schema": (
        "schema",
        "schema --catalogue --output catalogue.schema.json",
    ),
}
"""Every command, with examples for its help; where it is written follows from its name."""


def command_line(asked: str | None = None) -> typer.Typer:
    """Return the command line: with all commands, or where one is *asked* for with that alone.

    Each is imported only then, for it would take the others longer to be ready.
    """
    app = typer.Typer(
        rich_markup_mode=None,  # plain help reads well aloud, in a pipe and at any width
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True, epilog=EPILOG)(_libcert)
    groups: dict[str, typer.Typer] = {}
    known = {name.partition(" ")[0] for name in COMMANDS}
    for name, examples in COMMANDS.items():
        first, _, word = name.partition(" ")
        if asked in known and asked != first:
            continue
        home = app
        if word:
            if first not in groups:
                groups[first] = typer.Typer(rich_markup_mode=None)
                groups[first].callback(invoke_without_command=True, help=GROUPS[first])(_group)
                app.add_typer(groups[first], name=first)
            home = groups[first]
        epilog = "\b\nExamples:\n" + "\n".join(f"  libcert {example}" for example in examples)
        home.command(word or first, epilog=epilog)(_written(first, word or first))
    return app


def _written(home: str, name: str) -> Callable[..., Any]:
    """Return the function of a command; it has an underscore where its name means another thing."""
    module = import_module(f"libcert.cli.commands.{home}")
    command: Callable[..., Any] = getattr(module, f"{name}_", None) or getattr(module, name)
    return command


def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        typer.echo(f"libcert {__version__}")
        raise typer.Exit


def _libcert(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit"
        ),
    ] = False,
) -> Written | None:
    """Career planning with library certifications.

    What they cost, how long they take, what they ask and how long they last, each figure with its
    source; and what is not on record.
    """
    return Written(WELCOME) if context.invoked_subcommand is None else None


def main(argv: Sequence[str] | None = None) -> int:
    """Answer *argv*, or what was typed, and return the exit code.

    0: answered; 1: an error that libcert names; 2: wrong usage; 130: interrupted.

    Raises:
        BrokenPipeError: If nobody reads the answer any more.
    """
    typed = sys.argv[1:] if argv is None else list(argv)
    try:
        _answered(typed)
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        command = context.command_path if context else "libcert"
        message = error.format_message().removesuffix(".")
        terminal.error([shorten(message)], f"`{command} --help` shows what can be asked")
        return error.exit_code
    except MemoryError:
        terminal.error(["there is not enough memory for this answer"])
    except LibcertError as error:
        terminal.error(error.lines, _hint_of(error))
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        if completion.INSTALL not in typed:
            raise
        terminal.error([f"cannot set up completion in the home folder: {os_reason(error)}"])
    else:
        return 0
    return 1


def _hint_of(error: LibcertError) -> str | None:
    """Return the hint of *error* in words."""
    if not isinstance(error.hint, Reason):
        return error.hint
    from libcert.render.reasons import describe  # only errors need it

    return describe(error.hint, options=True)


def _answered(typed: Sequence[str]) -> None:
    """Write the answer to what was *typed*, and the notes on it."""
    with contextlib.nullcontext() if completion.asked() else terminal.patience():
        answer = terminal.begun(_found(typed))
        watched = terminal.watched(answer)
        if not watched:
            terminal.write(answer)
    if watched:
        terminal.write(answer)
    for note in answer.notes:
        terminal.note(note)


def _found(typed: Sequence[str]) -> Written:
    """Return the answer to what was *typed*."""
    words = completion.typed() if completion.asked() and not typed else typed
    if completion.INSTALL in typed:
        completion.try_to_write()
    app = command_line(words[0] if words else None)
    said = io.StringIO()  # what Typer says by itself: help and completions
    try:
        with contextlib.redirect_stdout(said):
            answer = app(args=typed, prog_name="libcert", standalone_mode=False)
    except SystemExit as ended:  # how Typer ends a completion
        answer = ended.code
    if isinstance(answer, Reply):
        return answer.written()
    if isinstance(answer, Written):
        return answer
    if answer:  # it does not know this shell
        raise LibcertError(said.getvalue().strip().removesuffix("."))
    return Written(said.getvalue())
