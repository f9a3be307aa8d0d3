"""`libcert schema`: the JSON Schemas of what libcert answers with and of what it reads."""

import json
from typing import Annotated, Literal

import typer

from libcert.cli.options import OutputOption
from libcert.cli.terminal import Written

What = Literal["record", "catalogue", "profile", "check", "cost", "plan", "renewals"]


def schema(
    what: Annotated[
        What,
        typer.Argument(
            metavar="[WHAT]",
            case_sensitive=False,
            help="A record, a catalogue file, a profile, or the answer of a command: "
            "check, cost, plan, renewals",
        ),
    ] = "record",
    *,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Short for the argument `catalogue`")
    ] = False,
    path: OutputOption = None,
) -> Written:
    """Print the JSON Schema of a record, of a catalogue file or of another answer."""
    from libcert.model.json_schema import (  # takes Pydantic
        answer_schema,
        catalogue_schema,
        record_schema,
    )

    if catalogue and what not in {"record", "catalogue"}:
        raise typer.BadParameter(f"--catalogue and {what} contradict each other")
    match "catalogue" if catalogue else what:
        case "record":
            described = record_schema()
        case "catalogue":
            described = catalogue_schema()
        case command:
            described = answer_schema(command)
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    return Written(text, path, utf_8=True)
