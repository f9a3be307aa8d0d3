"""Read a job as a person types it: `2 academic full-time`, `since 2020 public as supervisor`."""

import difflib
import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, get_args

from libcert.cli import read_values
from libcert.model.errors import NotAllowedError
from libcert.model.limits import MAX_YEARS_OF_WORK
from libcert.model.month_slots import add_months
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

_SPANS: Final = "`2`, `18mo`, `since 2023` or `2023-05-01..2025-01-31`"
_EXAMPLE: Final = "write it as in `2 academic full-time` or `since 2020 public, 20 hours a week`"
_FLAG_WORDS: Final = {
    "full-time": "full[ -]?time|ft",
    "part-time": "part[ -]?time|pt",
    "running": "running|still(?: there| working)?|current(?:ly)?|ongoing|present|now",
    "ended": "ended|left|former(?:ly)?",
}
_FILLERS: Final = (
    r"[,;]|(?:at|in|for|an?|the|and|of|with|work(?:ing|ed)?|librar(?:y|ies)|experience)(?![a-z])"
)
"""Words that say nothing by themselves."""
_OPEN_END: Final = r"(?:now|today|present|current|running)(?![a-z])"
_CENT: Final = Decimal("0.01")


def job(text: str, today: date, note: Callable[[str], object] = lambda _: None) -> Job:
    """Return the job in *text*; if it has a number of years, they are those up to *today*.

    Args:
        text: The text.
        today: The day on which the question is asked.
        note: A function that gets a note if a month or a year is taken as a day.

    Raises:
        ValueError: If a word is unknown, two words set the same field, or no span is given.
    """
    words, role = _split_role(text)
    rest = read_values.plain(words)
    if role is None:
        rest, role = _split_title(rest)
    fields: dict[str, Any] = {} if role is None else {"role": role}
    while rest:
        read, meaning = _first_meaning(rest, today, note)
        if meaning.keys() & fields.keys():
            raise ValueError(f"`{read[:40]}` repeats or contradicts another word of `{text[:60]}`")
        fields |= meaning
        rest = rest[len(read) :].strip()
    if "since" not in fields and {"until", "years"} <= fields.keys():
        _date_back(fields, note)
    if not fields.keys() & {"since", "years"}:
        raise ValueError(f"`{text[:60]}` has no length of time; add {_SPANS}")
    if "since" in fields and "running" in fields:
        if "until" in fields or not fields["running"]:
            raise ValueError("use `running` or `ended` with a number of years, not with dates")
        del fields["running"]  # work without an end goes on
    try:
        return validate(Job, fields)
    except NotAllowedError as error:
        path, why = error.problems[0]
        raise ValueError(": ".join([*map(str, path), why])) from error


def _date_back(fields: dict[str, Any], note: Callable[[str], object]) -> None:
    """Replace the years in *fields*, which have the last day of the work, by its first day."""
    years = fields.pop("years")
    del fields["as_of"]
    if years > MAX_YEARS_OF_WORK:
        raise ValueError(f"{years} is too many years of work; the most is {MAX_YEARS_OF_WORK}")
    fields["since"] = add_months(fields["until"], -years * 12)
    note(f"the work is taken as {fields['since']} to {fields['until']}")


def _split_title(words: str) -> tuple[str, str | None]:
    """Return plain *words* without the title of a job, and the title; it needs no `as`.

    `5 records clerk` has the title `records clerk`, and still the workplace `records`.
    """
    title = rf"(?:{'|'.join(read_values.job_words())})(?![\w-])"
    before = "|".join(map(re.escape, (*_RANKS, *read_values.setting_words(), "library")))
    found = re.findall(rf"(?<![\w-])(?:(?:{before})(?:'s)? )*{title}", words, re.ASCII)
    if not found:
        return words, None
    role = found[-1]
    kept = re.sub(rf"(?:\b(?:{'|'.join(_RANKS)})(?:'s)? )|{title}$", "", role).strip()
    if " library " not in role:  # `2 public assistant` is an assistant in a public library
        role = re.sub(r"^(?:(?:public|academic|special|any|all|every) )+", "", role)
    return " ".join(words.replace(found[-1], f" {kept} ").split()), role


_RANKS: Final = (
    *("senior", "junior", "head", "lead", "assistant", "deputy", "chief", "branch", "reference"),
    *("children", "youth", "adult", "teen", "technical", "services", "circulation", "cataloging"),
    *("systems", "student"),
)
"""Words before the title of a job that belong to it."""


def _split_role(text: str) -> tuple[str, str | None]:
    """Return the words of *text* without `as` and the role after it, and the role."""
    words = text.split()
    end = next((place for place, word in enumerate(words) if word.lower() == "as"), len(words))
    if end == len(words):
        return text, None
    before, role = " ".join(words[:end]), " ".join(words[end + 1 :])
    flag = rf"{'|'.join(_FLAG_WORDS.values())}|{read_values.HOURS_IN_WORDS}"
    after = rf"(?P<role>|.+?,? )(?P<flag>{flag})"
    while match := re.fullmatch(after, role, re.ASCII | re.IGNORECASE):  # `2 as aide running`
        before, role = f"{before} {match['flag']}", match["role"].rstrip(", ")
    role = re.sub(r"^(?:an?|the) ", "", role)
    if not role:
        raise ValueError("add your role after `as`, such as `as supervisor`")
    return before, role


def _first_meaning(
    words: str, today: date, note: Callable[[str], object]
) -> tuple[str, dict[str, Any]]:
    """Return the first part of *words* that means something, and the fields that it sets."""
    found = _dates(words, note) or _amount_of_work(words, today) or _kind_of_work(words)
    if found is not None:
        return found
    word = re.split(r"[ ,;]", words)[0]
    known = [*FLAGS, *read_values.setting_words()]
    near = difflib.get_close_matches(word[:40], known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else _EXAMPLE
    raise ValueError(f"`{word[:40]}` does not describe work; {hint}")


def _dates(words: str, note: Callable[[str], object]) -> tuple[str, dict[str, Any]] | None:
    """Return the dates at the start of *words*, and the fields that they set."""
    day = read_values.DATE_IN_WORDS
    if match := _match(rf"(?:ended|left|until|till|to)(?: in| on)? ({day})", words):
        return match[0], {"until": _day(match[1], note)}
    if match := _match(rf"(?:since|from) ({day})(?!\s*(?:\.\.|-|to |until ))", words):
        return match[0], {"since": _day(match[1], note)}
    end = rf"({day}|{_OPEN_END})"
    link = r"\s*(?:-|(?:to|until|through)(?= ))\s*"
    match = _match(rf"(?:from )?({day})(?:\.\.{end}?|{link}{end})", words)
    if match is None:
        return None
    fields = {"since": _day(match[1], note)}
    last = match[2] or match[3]
    if last and not _match(_OPEN_END, last):
        fields["until"] = _day(last, note)
    return match[0], fields


def _amount_of_work(words: str, today: date) -> tuple[str, dict[str, Any]] | None:
    """Return the hours or years at the start of *words*, and the fields that they set."""
    if match := _match(read_values.HOURS_IN_WORDS, words):
        return match[0], {"hours_a_week": _number(match[1])}
    match = _match(rf"{read_values.SPAN_IN_WORDS}|\d+(?:\.\d+)?(?![\w.-])", words)
    if match is None:
        return None
    if _match(r"(?:19|20)\d\d$", match[0]):
        raise ValueError(f"`{match[0]}` is a year; write `since {match[0]}`")
    years = read_values.years(match[0]).quantize(_CENT, ROUND_HALF_UP)
    return match[0], {"years": years, "as_of": today}


def _kind_of_work(words: str) -> tuple[str, dict[str, Any]] | None:
    """Return the flag, workplace or filler at the start of *words*, and the field that it sets."""
    for flag, form in _FLAG_WORDS.items():
        if match := _match(rf"(?:{form})(?![a-z-])", words):
            return match[0], FLAGS[flag]
    settings = read_values.setting_words()
    form = "|".join(map(re.escape, settings))
    if match := _match(rf"({form})(?: librar(?:y|ies))?(?![a-z-])", words):
        return match[0], {"setting": settings[match[1]]}
    match = _match(_FILLERS, words)
    return None if match is None else (match[0], {})


def _match(pattern: str, words: str) -> re.Match[str] | None:
    return re.match(pattern, words, re.ASCII)


def _day(text: str, note: Callable[[str], object]) -> date:
    """Return the first day of what *text* names."""
    period = read_values.period(text)
    if period.first != period.last:
        note(f"`{text}` is taken as {period.first}")
    return period.first


def _number(text: str) -> int | Decimal:
    """Return the number in *text*, as an int if it is whole."""
    number = Decimal(text)
    return int(number) if number == int(number) else number
