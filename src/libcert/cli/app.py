"""The commands, registered in one place, and the one place where errors become words."""

import contextlib
import io
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

import typer

from libcert import __version__, output
from libcert.cli import catalogue
from libcert.cli.compare import compare
from libcert.cli.filter import filter_
from libcert.cli.list import list_
from libcert.cli.reply import Reply, taking_view
from libcert.cli.schema import schema
from libcert.cli.show import show
from libcert.cli.sources import sources
from libcert.errors import LibcertError
from libcert.output import Written

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

app = typer.Typer(
    rich_markup_mode=None,  # plain help reads well aloud, in a pipe and at any width
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        typer.echo(f"libcert {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True, epilog=EPILOG)
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


catalogue_app = typer.Typer(rich_markup_mode=None)
app.add_typer(catalogue_app, name="catalogue")


@catalogue_app.callback(invoke_without_command=True)
def _catalogue(context: typer.Context) -> None:
    """Begin, check and compare catalogues of your own."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _register(name: str, command: Callable[..., Any], *examples: str) -> None:
    """Make *command* known under *name*, with *examples* in its help."""
    *group, name = name.split()
    epilog = "\b\nExamples:\n" + "\n".join(f"  libcert {example}" for example in examples)
    (catalogue_app if group else app).command(name, epilog=epilog)(command)


def help_(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", show_default=False)
    ] = None,
) -> None:
    """Explain libcert or one of its commands."""
    app(args=[*(command or ()), "--help"], prog_name="libcert", standalone_mode=False)


_register(
    "list",
    taking_view(list_),
    "list",
    "list --sort cost",
    "list --json",
    "list --fields id,cost,fees --format csv",
)
_register("show", taking_view(show), "show CALT", "show calt --member ALA", "show CLT --json")
_register(
    "compare",
    taking_view(compare),
    "compare CLT CALT",
    "compare CLT CALT MOS --fields cost,duration",
    "compare CLT CALT --json",
)
_register(
    "filter",
    taking_view(filter_),
    "filter --max-cost 200",
    "filter --max-cost 200 --maybe",
    "filter --education associate --max-experience 2y",
    "filter --setting public,school --no-renewal --json",
)
_register("sources", taking_view(sources), "sources LSSC", "sources --sort dated --json")
_register("catalogue new", catalogue.new, "catalogue new --output own.toml")
_register("catalogue check", catalogue.check, "catalogue check own.toml")
_register("catalogue diff", taking_view(catalogue.diff), "catalogue diff old.toml new.toml")
_register("help", help_, "help filter", "help catalogue check")
_register("schema", schema, "schema", "schema --catalogue --output catalogue.schema.json")


def main(argv: Sequence[str] | None = None) -> int:
    """Answer *argv*, or what was typed, and return the exit code.

    0: answered; 1: an error that libcert names; 2: wrong usage; 130: interrupted.

    Raises:
        OSError: If standard output does not take the answer.
    """
    said = io.StringIO()  # what Typer says by itself: help and completions
    try:
        with contextlib.redirect_stdout(said):
            answer = app(args=argv, prog_name="libcert", standalone_mode=False)
        if isinstance(answer, Reply):
            output.write(answer.written())
            for note in answer.view.notes:
                output.note(note)
        else:
            output.write(answer if isinstance(answer, Written) else Written(said.getvalue()))
    except typer.TyperException as error:
        context: typer.Context | None = getattr(error, "ctx", None)
        command = context.command_path if context else "libcert"
        message = error.format_message().removesuffix(".").replace("Value error, ", "")
        output.error(message, f"`{command} --help` shows what can be asked")
        return error.exit_code
    except LibcertError as error:
        output.error(error.message, error.hint)
        return 1
    except SystemExit as ended:  # how Typer ends a completion
        output.write(Written(said.getvalue()))
        return int(ended.code or 0)
    return answer if isinstance(answer, int) else 0
