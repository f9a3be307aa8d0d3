"""`libcert schema`: the JSON Schema of a record."""

import json
from typing import Annotated

import typer

from libcert.output import Answer
from libcert.schema import record_schema


def schema(
    path: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all"),
    ] = None,
) -> Answer:
    """Print the JSON Schema of a record."""
    text = json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"
    return Answer(text, path, utf_8=True)
