"""Work as a person types it: `2 academic full-time`, `2023-05-01.. public 20h as supervisor`."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, get_args

from libcert.cli import read_values
from libcert.model.credential import Setting
from libcert.model.errors import NotAllowedError
from libcert.model.profile import Job
from libcert.model.validation import validate

FLAGS: Final[dict[str, dict[str, bool]]] = {
    "full-time": {"full_time": True},
    "part-time": {"full_time": False},
    "running": {"running": True},
    "ended": {"running": False},
}
"""The words that say yes or no to something."""
SETTINGS: Final[tuple[str, ...]] = get_args(Setting)
"""The words that name a kind of workplace."""

_SPANS: Final = "`2`, `18mo`, `2023-05-01..` or `2023-05-01..2025-01-31`"
_DAYS = re.compile(r"(?P<since>[^.]+)\.\.(?P<until>[^.]*)")
_HOURS = re.compile(r"(?P<hours>\d{1,3}(?:\.\d{1,2})?)h(?:ours?)?", re.ASCII)
_UNIT_APART = re.compile(
    r"(?<!\S)(\d\S*) (h|hours?|y|yr|years?|mo|months?|w|weeks?|d|days?)(?!\S)", re.ASCII
)
_CENT: Final = Decimal("0.01")


def job(text: str, today: date) -> Job:
    """Return the work that *text* tells; what is given in years was so much on the day *today*.

    Raises:
        ValueError: If a word is unknown or is about what another says, or if no span is given.
    """
    words = text.split()
    end = next((place for place, word in enumerate(words) if word.lower() == "as"), len(words))
    found: dict[str, Any] = {}
    for word in _UNIT_APART.sub(r"\1\2", " ".join(words[:end]).lower()).split():
        said = _meaning(word, today)
        if said.keys() & found.keys():
            raise ValueError(f"`{word[:40]}` is about what `{text[:60]}` says already")
        found |= said
    if end < len(words):
        found["role"] = " ".join(words[end + 1 :])
        if not found["role"]:
            raise ValueError("give the post after `as`, such as `as supervisor`")
    if not found.keys() & {"since", "years"}:
        raise ValueError(f"`{text[:60]}` does not say how long; write {_SPANS}")
    if "since" in found and "running" in found:
        raise ValueError("`running` and `ended` go with a number of years, not with days")
    try:
        return validate(Job, found)
    except NotAllowedError as error:
        path, why = error.found[0]
        raise ValueError(": ".join([*map(str, path), why])) from error


def _meaning(word: str, today: date) -> dict[str, Any]:
    """Return what one word says of a job."""
    if word in FLAGS:
        return FLAGS[word]
    if word in SETTINGS:
        return {"setting": word}
    if found := _HOURS.fullmatch(word):
        return {"hours_a_week": _number(found["hours"])}
    if found := _DAYS.fullmatch(word):
        until = {"until": read_values.day(found["until"])} if found["until"] else {}
        return {"since": read_values.day(found["since"]), **until}
    try:
        years = read_values.years(word)
    except ValueError as error:
        raise ValueError(
            f"`{word[:40]}` is not known of work; allowed: a span ({_SPANS}), "
            f"{', '.join(FLAGS)}, hours a week (`20h`), {', '.join(SETTINGS)}, "
            "and at the end `as` with the post"
        ) from error
    return {"years": years.quantize(_CENT, ROUND_HALF_UP), "as_of": today}


def _number(text: str) -> int | Decimal:
    """Return a number, a whole one where it is whole."""
    number = Decimal(text)
    return int(number) if number == int(number) else number
