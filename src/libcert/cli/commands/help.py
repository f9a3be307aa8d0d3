"""`libcert help`: another way to type `--help`."""

from typing import Annotated, Final

import typer

from libcert.cli.terminal import Output

EXAMPLES: Final = {
    "help": (
        "help filter",
        "help catalogue check",
        "help --full filter",
    ),
}


def help_(
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND]", help="A command", show_default=False),
    ] = None,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Explain the options too that few people need")
    ] = False,
) -> Output:
    """Show the help of libcert or of one command."""
    from libcert.cli.app import run  # it imports this module

    return run([*(command or ()), "--help"], full_help=full)
