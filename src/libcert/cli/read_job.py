"""Read a job as a person types it: `2 academic full-time`, `2023-05-01.. as supervisor`."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, get_args

from libcert.cli import read_values
from libcert.model.errors import NotAllowedError
from libcert.model.profile import Job
from libcert.model.validation import validate
from libcert.model.vocabulary import Setting

FLAGS: Final[dict[str, dict[str, bool]]] = {
    "full-time": {"full_time": True},
    "part-time": {"full_time": False},
    "running": {"running": True},
    "ended": {"running": False},
}
"""Words that set a field of a job to true or false."""
SETTINGS: Final[tuple[str, ...]] = get_args(Setting)
"""Words for kinds of workplaces."""

_SPANS: Final = "`2`, `18mo`, `2023-05-01..` or `2023-05-01..2025-01-31`"
_DAYS = re.compile(r"(?P<since>[^.]+)\.\.(?P<until>[^.]*)")
_HOURS = re.compile(r"(?P<hours>\d{1,3}(?:\.\d{1,2})?)h(?:ours?)?", re.ASCII)
_UNIT_APART = re.compile(
    r"(?<!\S)(\d\S*) (h|hours?|y|yr|years?|mo|months?|w|weeks?|d|days?)(?!\S)", re.ASCII
)
_CENT: Final = Decimal("0.01")


def job(text: str, today: date) -> Job:
    """Return the job in *text*; if it has a number of years, they are those up to *today*.

    Raises:
        ValueError: If a word is unknown, two words set the same field, or no span is given.
    """
    words = text.split()
    end = next((place for place, word in enumerate(words) if word.lower() == "as"), len(words))
    has_role, role = end < len(words), words[end + 1 :]
    words = words[:end]
    while role and (role[-1].lower() in FLAGS or _HOURS.fullmatch(role[-1].lower())):
        words.append(role.pop())  # `2 as aide running`
    fields: dict[str, Any] = {}
    for word in _UNIT_APART.sub(r"\1\2", " ".join(words).lower()).split():
        meaning = _meaning(word, today)
        if meaning.keys() & fields.keys():
            raise ValueError(f"`{word[:40]}` repeats or contradicts another word of `{text[:60]}`")
        fields |= meaning
    if has_role:
        fields["role"] = " ".join(role)
        if not fields["role"]:
            raise ValueError("add your role after `as`, such as `as supervisor`")
    if not fields.keys() & {"since", "years"}:
        raise ValueError(f"`{text[:60]}` has no length of time; add {_SPANS}")
    if "since" in fields and "running" in fields:
        raise ValueError("use `running` or `ended` with a number of years, not with dates")
    try:
        return validate(Job, fields)
    except NotAllowedError as error:
        path, why = error.problems[0]
        raise ValueError(": ".join([*map(str, path), why])) from error


def _meaning(word: str, today: date) -> dict[str, Any]:
    """Return the fields that one word sets."""
    if word in FLAGS:
        return FLAGS[word]
    if word in SETTINGS:
        return {"setting": word}
    if match := _HOURS.fullmatch(word):
        return {"hours_a_week": _number(match["hours"])}
    if match := _DAYS.fullmatch(word):
        until = {"until": read_values.day(match["until"])} if match["until"] else {}
        return {"since": read_values.day(match["since"]), **until}
    try:
        years = read_values.years(word)
    except ValueError as error:
        raise ValueError(
            f"`{word[:40]}` does not describe work; use a length of time ({_SPANS}), "
            f"{', '.join(FLAGS)}, hours a week (`20h`), {', '.join(SETTINGS)}, "
            "and at the end `as` and your role"
        ) from error
    return {"years": years.quantize(_CENT, ROUND_HALF_UP), "as_of": today}


def _number(text: str) -> int | Decimal:
    """Return the number in *text*, as an int if it is whole."""
    number = Decimal(text)
    return int(number) if number == int(number) else number
