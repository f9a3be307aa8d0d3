"""Short excerpts of values, for messages."""

from datetime import date, time
from decimal import Decimal
from itertools import islice
from typing import Final

MAX_EXCERPT: Final = 60
_MAX_DEPTH: Final = 20


def excerpt(value: object) -> str:
    """Return any *value* as TOML writes it, short enough for a message."""
    try:
        text = _toml(value, _MAX_DEPTH)
    except ValueError:  # Python refuses to print very long integers
        return "a number too long to print"
    return text if len(text) <= MAX_EXCERPT else f"{text[: MAX_EXCERPT - 1]}…"


def _toml(value: object, depth: int) -> str:
    text = ""
    match value:
        case bool():
            text = str(value).lower()
        case None:
            text = "null"
        case str():
            text = f'"{value[:MAX_EXCERPT]}"'
        case date() | time():
            text = value.isoformat()
        case Decimal():
            text = str(value).replace("Infinity", "inf").lower()
        case list() | dict() if not depth:
            text = "…"
        case list():
            text = f"[{', '.join(_toml(part, depth - 1) for part in value[:MAX_EXCERPT])}]"
        case dict():
            parts = islice(value.items(), MAX_EXCERPT)
            text = f"{{{', '.join(f'{key} = {_toml(part, depth - 1)}' for key, part in parts)}}}"
        case _:
            text = str(value)
    return text
