"""Run libcert as a person would, on a terminal, for the README and its picture."""

import os
import pty
import shlex
import subprocess
import sys
from typing import Any

from libcert.model.json_schema import answer_schema


def on_a_terminal(command: str, columns: int, term: str = "dumb") -> str:
    """Return what a terminal of so many *columns* shows after *command*."""
    leader, follower = pty.openpty()
    env = {"PATH": os.environ["PATH"], "COLUMNS": str(columns), "TERM": term}
    arguments = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(arguments, stdout=follower, stderr=follower, env=env):
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


def run(command: str, columns: int = 80, lines: int | None = None) -> str:
    """Return *command* and what it shows, the first *lines* of it, as a block of Markdown."""
    shown = on_a_terminal(command, columns).rstrip("\n").split("\n")
    cut = [*shown[:lines], "…"] if lines is not None and len(shown) > lines else shown
    return "\n".join(["```console", f"$ {command}", *cut, "```\n"])


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def keys(command: str) -> str:
    """Return the keys of what *command* answers with, in tables of Markdown."""
    schema = answer_schema(command)
    parts = {"": schema} | {
        name: part
        for name, part in schema.get("$defs", {}).items()
        if "properties" in part and name != "Money"
    }
    text = f"\n## {command}\n\n{schema['description']}\n"
    for name, part in parts.items():
        text += f"\n### {name}\n\n{part['description']}\n" if name else ""
        text += "\n| key | what it is |\n| --- | --- |\n"
        for key, field in part["properties"].items():
            text += f"| `{key}` | {_kind(field)}. {' '.join(field['description'].split())} |\n"
    return text


def _kind(field: dict[str, Any]) -> str:
    """Return in words what may stand in a field."""
    match field:
        case {"$ref": reference}:
            name = str(reference).rpartition("/")[2]
            known = {"Money": "A range of money", "Answer": "`yes`, `maybe` or `no`"}
            said = known.get(name, name)
        case {"anyOf": kinds}:
            said = " or ".join(dict.fromkeys(map(_kind, kinds)))
        case {"enum": values}:
            said = ", ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": items}:
            said = f"List of {_kind(items)}"
        case {"additionalProperties": dict(values)} | {"patternProperties": dict(values)}:
            said = f"Table of {_kind(values if 'type' in values else next(iter(values.values())))}"
        case {"format": "date"}:
            said = "day"
        case _:
            names = {"integer": "number", "string": "text", "boolean": "true or false"}
            said = names.get(field["type"], str(field["type"]))
    return said
