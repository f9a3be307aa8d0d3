"""`libcert schema`: the JSON Schema of a record."""

import json
from typing import Annotated

import typer

from libcert.cli.options import OutputOption
from libcert.output import Written
from libcert.schema import catalogue_schema, record_schema


def schema(
    *,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="The schema of a catalogue file instead")
    ] = False,
    path: OutputOption = None,
) -> Written:
    """Print the JSON Schema of a record, or of a catalogue file."""
    described = catalogue_schema() if catalogue else record_schema()
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    return Written(text, path, utf_8=True)
