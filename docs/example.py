"""Run libcert as a person would, on a terminal, for the examples of the documentation."""

import contextlib
import json
import os
import pty
import shlex
import sqlite3
import subprocess
import sys
from typing import Any

from libcert.model.json_schema import answer_schema, record_schema

RANGES = {
    "Money": "range of money",
    "Months": "range of months",
    "Years": "range of years",
}
"""The models that are only a range, and their names in words; the page explains ranges once."""


def on_a_terminal(command: str, columns: int, term: str = "dumb") -> str:
    """Return the screen of a terminal that is *columns* wide after *command*.

    Raises:
        CalledProcessError: If the command fails, so that no example shows an error.
    """
    leader, follower = pty.openpty()
    env = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    env |= {"COLUMNS": str(columns), "TERM": term}
    arguments = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(arguments, stdout=follower, stderr=follower, env=env) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments, shown)
    return shown.decode().replace("\r\n", "\n")


def run(command: str, columns: int = 80, lines: int | None = None) -> str:
    """Return *command* and its output (only the first *lines*, if set) as a Markdown block."""
    shown = on_a_terminal(command, columns).rstrip("\n").split("\n")
    cut = [*shown[:lines], "…"] if lines is not None and len(shown) > lines else shown
    return "\n".join(["```console", f"$ {command}", *cut, "```\n"])


def count(command: str) -> str:
    """Return *command*, piped into `jq length`, and its output, as a Markdown block.

    It counts the records without jq, which may not be installed.
    """
    arguments = [sys.executable, "-m", *shlex.split(command)]
    answer = subprocess.run(arguments, capture_output=True, check=True).stdout
    return f"```console\n$ {command} | jq length\n{len(json.loads(answer))}\n```\n"


def sql(query: str, rows: int | None = None) -> str:
    """Return *query* and its answer from a database of the catalogue, as Markdown.

    Args:
        query: The SQL.
        rows: The number of rows to show; None for all.
    """
    command = [sys.executable, "-m", "libcert", "list", "--format", "sqlite"]
    database = subprocess.run(command, capture_output=True, check=True).stdout
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        cursor = connection.execute(query)
        answer = cursor.fetchall()
        names = [name for name, *_ in cursor.description]
    shown = [["" if cell is None else str(cell) for cell in row] for row in answer[:rows]]
    if len(answer) > len(shown):
        shown.append(["…", *[""] * (len(names) - 1)])
    lines = ["| " + " | ".join(cells) + " |" for cells in (names, ["---"] * len(names), *shown)]
    return "\n".join(["```sql", query.strip(), "```", "", *lines, ""])


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux raises this if the other end is closed
        return b""


def keys(command: str) -> str:
    """Return the keys of the answer to *command*, as Markdown tables."""
    schema = record_schema() if command == "record" else answer_schema(command)
    parts = {"": schema} | {
        name: part
        for name, part in schema.get("$defs", {}).items()
        if "properties" in part and name not in RANGES
    }
    text = f"\n## {command}\n\n{schema['description']}\n"
    for name, part in parts.items():
        text += f"\n### {name}\n\n{part['description']}\n" if name else ""
        text += "\n| key | meaning |\n| --- | --- |\n"
        for key, field in part["properties"].items():
            text += f"| `{key}` | {_kind(field)}. {' '.join(field['description'].split())} |\n"
    return text


def _kind(field: dict[str, Any]) -> str:
    """Return the type of a field in words."""
    match field:
        case {"$ref": reference}:
            name = str(reference).rpartition("/")[2]
            kind = {**RANGES, "Answer": "`yes`, `maybe` or `no`"}.get(name, name)
        case {"anyOf": kinds}:
            kind = " or ".join(dict.fromkeys(map(_kind, kinds)))
        case {"enum": values}:
            kind = ", ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": items}:
            kind = f"list of {_kind(items)}"
        case {"additionalProperties": dict(values)} | {"patternProperties": dict(values)}:
            kind = f"table of {_kind(values if 'type' in values else next(iter(values.values())))}"
        case {"format": "date"}:
            kind = "day"
        case {"type": str(name)}:
            kind = {"integer": "number", "string": "text", "boolean": "true or false"}.get(
                name, name
            )
        case _:
            kind = "any value"
    return kind
