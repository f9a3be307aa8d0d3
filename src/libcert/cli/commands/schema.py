"""`libcert schema`: the JSON Schemas of answers and of files."""

import json
from typing import Annotated, Final, Literal

import typer

from libcert.cli.option_groups import WHICH
from libcert.cli.options import OutputOption
from libcert.cli.terminal import Output

EXAMPLES: Final = {
    "schema": (
        "schema",
        "schema --catalogue --output catalogue.schema.json",
    ),
}

What = Literal[
    "record",
    "catalogue",
    "profile",
    "next",
    "check",
    "required",
    "about",
    "cost",
    "cost-together",
    "plan",
    "renewals",
]


def schema(
    what: Annotated[
        What,
        typer.Argument(
            metavar="[WHAT]",
            case_sensitive=False,
            help="A record, a catalogue file, a profile, or the answer of a command: "
            "next, check, required, about, cost, cost-together, plan, renewals",
        ),
    ] = "record",
    *,
    catalogue: Annotated[
        bool,
        typer.Option(
            "--catalogue",
            "--catalog",
            help="Short for the argument `catalogue`",
            rich_help_panel=WHICH,
        ),
    ] = False,
    path: OutputOption = None,
) -> Output:
    """Print the JSON Schema of a record, file or answer."""
    from libcert.model.json_schema import (  # imports Pydantic
        answer_schema,
        catalogue_schema,
        record_schema,
    )

    if catalogue and what not in {"record", "catalogue"}:
        raise typer.BadParameter(f"--catalogue and {what} cannot be used together")
    match "catalogue" if catalogue else what:
        case "record":
            schema = record_schema()
        case "catalogue":
            schema = catalogue_schema()
        case command:
            schema = answer_schema(command)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return Output(text, path, utf_8=True)
