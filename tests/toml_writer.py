"""Writes catalogues and profiles in TOML, for the tests and the benchmarks.

It imports little, because the memory of a program that is measured counts from what its parent has.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def toml(document: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return a catalogue as it is written."""
    return "".join(
        table(section, id_, fields)
        for section, tables in document.items()
        for id_, fields in tables.items()
    )


def table(section: str, id_: str, fields: Mapping[str, Any]) -> str:
    """Return one entry of a section of a catalogue, under its header."""
    lines = [f"{name} = {_written(value)}\n" for name, value in fields.items()]
    return "".join([f"[{section}.{_written(id_)}]\n", *lines])


def entries(document: Mapping[str, Any]) -> str:
    """Return a profile, or whatever has no tables with headers, as it is written."""
    return "".join(f"{_written(name)} = {_written(value)}\n" for name, value in document.items())


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            return f"{{{', '.join(f'{_written(k)} = {_written(v)}' for k, v in value.items())}}}"
        case Decimal():
            return f"{value:.2f}"
        case _:
            return str(value)
