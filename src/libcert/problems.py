"""What is wrong with a file, in words: where it stands, what was found and what is allowed."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from itertools import islice
from typing import Final

from libcert.errors import KeyPath
from libcert.fields import Frozen
from libcert.files import File
from libcert.limits import MAX_PROBLEMS

_MAX_EXCERPT: Final = 60
_MAX_DEPTH: Final = 20


class Problem(Frozen):
    """One thing that is wrong."""

    file: File
    path: KeyPath
    """The keys that lead to it within the file."""
    text: str
    """What is wrong."""

    def on(self, line: int) -> str:
        """Return the problem with its place, as `own.toml:12: credentials.X.fees.0.low: …`."""
        path = ".".join(str(part)[:_MAX_EXCERPT] for part in self.path)
        return f"{self.file.name}:{line}: {path}: {self.text}"


def named(problems: Sequence[Problem]) -> list[str]:
    """Return *problems* in words, the first ones only where they are many."""
    more = len(problems) - MAX_PROBLEMS
    shown = problems[:MAX_PROBLEMS]
    # All that is wrong with a file is looked up in one go, for it may be long.
    files = {id(problem.file): problem.file for problem in shown}
    lines = {
        key: file.lines([problem.path for problem in shown if problem.file is file])
        for key, file in files.items()
    }
    details = [problem.on(lines[id(problem.file)][problem.path]) for problem in shown]
    return [*details, f"… and {more} more"] if more > 0 else details


def excerpt(value: object) -> str:
    """Return what was found as TOML writes it, short enough for a message, whatever it is."""
    try:
        text = _toml(value, _MAX_DEPTH)
    except ValueError:  # an integer too long to be printed
        return "a number too long to print"
    return text if len(text) <= _MAX_EXCERPT else f"{text[: _MAX_EXCERPT - 1]}…"


def _toml(value: object, depth: int) -> str:
    text = ""
    match value:
        case bool():
            text = str(value).lower()
        case None:
            text = "null"
        case str():
            text = f'"{value[:_MAX_EXCERPT]}"'
        case date() | time():
            text = value.isoformat()
        case Decimal():
            text = str(value).replace("Infinity", "inf").lower()
        case list() | dict() if not depth:
            text = "…"
        case list():
            text = f"[{', '.join(_toml(part, depth - 1) for part in value[:_MAX_EXCERPT])}]"
        case dict():
            parts = islice(value.items(), _MAX_EXCERPT)
            text = f"{{{', '.join(f'{key} = {_toml(part, depth - 1)}' for key, part in parts)}}}"
        case _:
            text = str(value)
    return text
