"""`libcert help`: the same as `--help`, for those who type it first."""

from typing import Annotated

import typer


def help_(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", show_default=False)
    ] = None,
) -> None:
    """Explain libcert or one of its commands."""
    from libcert.cli.app import command_line  # which imports this

    asked = command or []
    app = command_line(asked[0] if asked else None)
    app(args=[*asked, "--help"], prog_name="libcert", standalone_mode=False)
