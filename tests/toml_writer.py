"""A writer of catalogues and profiles in TOML, for the tests and the benchmarks.

This module imports little: if a benchmark measures the memory of a process, the memory of its
parent process counts too.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def toml(document: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return a catalogue as TOML text."""
    return "".join(
        table(section, id_, fields)
        for section, tables in document.items()
        for id_, fields in tables.items()
    )


def table(section: str, id_: str, fields: Mapping[str, Any]) -> str:
    """Return one entry of a section of a catalogue, after its header."""
    lines = [f"{name} = {_written(value)}\n" for name, value in fields.items()]
    return "".join([f"[{section}.{_written(id_)}]\n", *lines])


def entries(document: Mapping[str, Any]) -> str:
    """Return a profile, or another document without table headers, as TOML text."""
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
