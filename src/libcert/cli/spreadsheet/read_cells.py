"""Read the values in the cells of a spreadsheet, as people write them there.

Each function raises a ValueError with a sentence if it cannot read a cell.
"""

import functools
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, get_args

from libcert.cli import read_values
from libcert.model.limits import AMOUNT_DECIMALS, MAX_COUNT, MAX_TEXT
from libcert.model.places import (
    find_places,
    is_place,
    place_name,
    places_in_words,
    similar_places,
)
from libcert.model.vocabulary import CredentialType, Delivery, Position, Purpose, Setting, State

Number = int | Decimal

_UNKNOWN: Final = frozenset(
    {"n/a", "na", "?", "??", "-", "--", "tbd", "tba", "unknown", "not known", "not on record"}
)
"""What people write where nothing is on record, in lower case."""
_BROKEN: Final = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|#+)", re.IGNORECASE)
"""Matches what a spreadsheet shows in place of a value that it cannot work out or show."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LONGEST: Final = 100
"""The most characters of a figure."""
_FIXED_THOUSANDS: Final = r"(?<![0-9.,])[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])"
"""Matches a number in which narrow blanks, or those without a line break, stand for commas."""
_SPACED_THOUSANDS: Final = r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2})?"
"""Matches a number with blanks for commas, or several numbers."""
_COMMA_DECIMALS: Final = r"(?<![0-9.,])([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),([0-9]{1,2})(?![0-9.,])"
"""Matches a number with one or two digits after a comma."""
_MADE_DATE: Final = r"(\d{1,2}-[a-z]{3}|[a-z]{3}-\d{1,2})"
_ABOUT: Final = r"(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|some|typically|~)"
_LEAST: Final = r"(?:at least|from|starting at|starts at|a minimum of|minimum of|minimum|min\.?)"
_MOST: Final = r"(?:up to|at most|no more than|a maximum of|maximum of|maximum|max\.?)"
_OR_MORE: Final = r"(?: ?\+|,? (?:or more|and up|and above|minimum|min\.?))"
_AND_MORE: Final = r"(?:,? ?(?:\+|plus|and) (?:more|fees|taxes|tax|others?))"
_find_places: Final = functools.lru_cache(1_000)(find_places)  # rows often have the same places
_OTHERS: Final = "(?:others|all others|everyone else|non-?members?)"
_BETWEEN: Final = "[,;/]?(?: and| or| /)? "
_MEMBERS: Final = (
    rf"(?P<member>\S+?) (?:for )?(?:\w+ )?members?{_BETWEEN}(?P<other>\S+) (?:for )?{_OTHERS}",
    rf"(?:\w+ )?members?:? (?P<member>\S+?){_BETWEEN}{_OTHERS}:? (?P<other>\S+)",
)
_EACH_YEAR: Final = (
    r"(?:/|\b(?:per|an?|each|every)) ?(?:year|yr|y|month|mo)\b"
    r"|\b(?:annual|annually|yearly|monthly|p\.?a)\b"
)
"""Matches words that say that an amount is paid again and again."""
DOLLARS: Final = frozenset(
    {
        *("AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "FJD", "GYD", "HKD", "JMD", "KYD"),
        *("LRD", "NAD", "NZD", "SBD", "SGD", "SRD", "TTD", "TWD", "USD", "XCD"),
    }
)
"""The currencies of which a `$` alone may be the sign."""


class Span(NamedTuple):
    """A range in a cell; an end is None if the cell does not say it."""

    low: Number | None
    high: Number | None
    approximate: bool = False
    open: bool = False


class Price(NamedTuple):
    """An amount of money in a cell."""

    span: Span
    currency: str | None
    """The code of the currency; None if the cell names none."""


def is_unknown(cell: str) -> bool:
    """Return whether *cell* says that nothing is on record: `n/a`, `?`, `unknown`."""
    return read_values.plain(cell) in _UNKNOWN


def check(cell: str, *, is_list: bool = False) -> None:
    """Raise a ValueError if *cell* holds what no column can have, or only a list."""
    if len(cell) > MAX_TEXT and not is_list:
        raise ValueError(f"the cell is longer than {MAX_TEXT} characters")
    if _BROKEN.fullmatch(cell):
        raise ValueError(f"`{cell}` is an error of the spreadsheet; write the value")
    if match := _CONTROL.search(cell):
        raise ValueError(
            f"the cell has the control character U+{ord(match[0]):04X}; type it again without it"
        )


def text(cell: str) -> str:
    """Return *cell* on one line."""
    return " ".join(cell.split())


def items(cell: str) -> list[str]:
    """Return the parts of *cell* between semicolons or line breaks, without bullets.

    Parts that begin with an indent, as libcert writes the parts of a group, stay with the one
    above.
    """
    parts: list[str] = []
    for part in (each.strip(" ") for each in re.split(r"[;\n\r]", cell)):
        line = text(re.sub(r"^\s*(?:[-*\u2022\u2013\u00b7]\s|\d{1,2}[.)]\s)", "", part))
        if part.startswith("\xa0\xa0") and parts:
            mark = " " if parts[-1].endswith(" of these") else ", "
            parts[-1] = f"{parts[-1]}{':' if mark == ' ' else ''}{mark}{line}"
        elif line:
            parts.append(line)
    return parts


def ids(cell: str) -> list[str]:
    """Return the ids in *cell*, between commas, semicolons or line breaks."""
    return [text(part) for part in re.split(r"[,;\n|]", cell) if part.strip()]


def flag(cell: str) -> bool:
    """Return whether *cell* says yes."""
    word = read_values.plain(cell).rstrip(".!")
    if word in {"yes", "y", "true", "1", "x", "required", "mandatory", "\u2713", "\u2714"}:
        return True
    if word in {"no", "n", "false", "0", "none", "not required", "optional", "voluntary"}:
        return False
    raise ValueError(f"`{_short(cell)}` is not yes or no; write one of them")


def _short(cell: str) -> str:
    return text(cell)[:40]


# --- Words of closed lists ------------------------------------------------------------------------

_TYPES: Final = {
    "certified": "certification",
    "licence": "license",
    "licensure": "license",
    "exam": "assessment",
    "examination": "assessment",
    "test": "assessment",
    "register": "registration",
}
_STATES: Final = {
    "active": "offered",
    "current": "offered",
    "open": "offered",
    "available": "offered",
    "yes": "offered",
    "ending": "closing",
    "inactive": "closed",
    "discontinued": "closed",
    "retired": "closed",
    "ended": "closed",
    "no longer offered": "closed",
    "not offered": "closed",
    "no": "closed",
}
_DELIVERIES: Final = {
    "on-line": "online",
    "virtual": "online",
    "remote": "online",
    "web": "online",
    "self-paced": "online",
    "in person": "in-person",
    "on-site": "in-person",
    "onsite": "in-person",
    "face to face": "in-person",
    "face-to-face": "in-person",
    "classroom": "in-person",
    "hybrid": "blended",
    "mixed": "blended",
}
_PURPOSES: Final = {
    "enrollment": "enrolment",
    "registration": "enrolment",
    "tuition": "course",
    "class": "course",
    "examination": "exam",
    "test": "exam",
    "certificate": "certification",
    "license": "certification",
    "dues": "membership",
}


def _one_of(allowed: Sequence[str], others: dict[str, str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        words = read_values.plain(cell).rstrip(".")
        for word in (words, words.replace(" ", "-"), words.removesuffix("s")):
            if word in allowed:
                return word
            if word in others:
                return others[word]
        raise ValueError(f"`{_short(cell)}` is not one of {', '.join(allowed)}")

    return read


state: Final = _one_of(get_args(State), _STATES)
purpose: Final = _one_of(
    [each for each in get_args(Purpose) if each not in {"renewal", "maintenance"}], _PURPOSES
)
_delivery: Final = _one_of(get_args(Delivery), _DELIVERIES)
_type: Final = _one_of(get_args(CredentialType), _TYPES)


def kind(cell: str) -> str:
    """Return the type of credential that *cell* names: `Certificate`, `professional license`."""
    try:
        return _type(cell)
    except ValueError:
        named = {_TYPES.get(word, word) for word in re.findall(r"[a-z]+", read_values.plain(cell))}
        found = named & {*get_args(CredentialType)}
        if len(found) == 1:
            return str(found.pop())
        raise


def _each(read: Callable[[str], Any], cell: str) -> list[Any]:
    return [*dict.fromkeys(read(part) for part in re.split(r"[,;/\n|]", cell) if part.strip())]


def settings(cell: str) -> list[Setting]:
    """Return the workplaces in *cell*: `public; school`, `Academic libraries`."""
    return _each(read_values.find_setting, cell)


def positions(cell: str) -> list[Position]:
    """Return the jobs in *cell*: `aides, clerks`."""
    return _each(read_values.find_position, cell)


def deliveries(cell: str) -> list[str]:
    """Return the ways to take it in *cell*: `online`, `In person / online`."""
    return _each(_delivery, cell)


def places(cell: str, *, codes: bool = False, states: bool = False) -> list[str]:
    """Return the codes of the places in *cell*: `Indiana`, `US-IN; US-OH`, `Ohio, Texas`.

    Args:
        cell: The cell.
        codes: Whether two letters are always the code of a country.
        states: Whether a state is meant if a name is that of a state and of a country.
    """

    def find(words: str) -> list[str]:
        found = _find_places(words)
        inner = [code for code in found if "-" in code]
        return inner if states and len(inner) == 1 else found

    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[;\n|]", cell))):
        if codes and re.fullmatch("[A-Z]{2}", part) and is_place(part):
            found.append(part)
            continue
        smaller = [piece.strip() for piece in part.split(",") if piece.strip()]
        whole = find(part)
        if whole or not all(map(find, smaller)):
            found.append(_place(part, whole))
        else:
            found += [_place(piece, find(piece)) for piece in smaller]
    return [*dict.fromkeys(found)]


def _place(words: str, codes: Sequence[str]) -> str:
    if len(codes) == 1:
        return codes[0]
    if codes:
        names = " or ".join(map(place_name, codes))
        what = "code" if all(len(find_places(code)) == 1 for code in codes) else "name"
        raise ValueError(f"`{_short(words)}` can be {names}; write the {what}")
    near = " or ".join([*map(place_name, places_in_words(words))] or similar_places(words))
    what = f"did you mean {near}?" if near else "write its name or its ISO 3166 code, such as US-OH"
    raise ValueError(f"`{_short(words)}` is not a place; {what}")


def education(cell: str) -> dict[str, Any]:
    """Return the education in *cell*, as in a catalogue: `associate`, `MLIS`, `none required`."""
    words = re.sub(r"(?:,? (?:is )?required| or higher| or equivalent| or above)$", "", text(cell))
    if words.lower() in {"no", "0", "nothing", "none"}:
        return {"level": "none"}
    if read_values.plain(words) in {"diploma", "a diploma", "diplomas"}:
        raise ValueError(
            f"`{_short(cell)}` can be that of a high school or of a college; "
            "write `high-school`, `certificate` or `associate`"
        )
    try:
        found = read_values.find_education(words)
    except ValueError as error:
        parts = re.split(r" ?/ ?| or ", words)
        same = {str(education(part)) for part in parts} if len(parts) > 1 else set()
        if len(same) == 1:
            return education(parts[0])
        if "--college-years" not in str(error):
            raise
        raise ValueError(
            f"`{_short(cell)}` is no degree; write `high-school` here, "
            "and the years in a column `college_years`"
        ) from None
    return {"level": found.level} | ({"subject": found.subject} if found.subject else {})


def college_years(cell: str) -> Number:
    """Return the years of college in *cell*: `2`, `60 credits`."""
    return _number(read_values.college_years(cell))


# --- Numbers --------------------------------------------------------------------------------------


def _number(value: Decimal) -> Number:
    value = round(value, AMOUNT_DECIMALS)
    return int(value) if value == int(value) else value


def count(cell: str) -> int:
    """Return the whole number in *cell*: `30`, `30 hours`, `1,200 credits`."""
    words = re.sub(
        r" ?(?:(?:ce|contact|clock|credit) )?(?:credits?|hours?|hrs?|points?|ceus?|units?)\.?$",
        "",
        read_values.plain(cell),
    )
    if not re.fullmatch(r"\d{1,9}|\d{1,3}(?:,\d{3}){1,2}", words, re.ASCII):
        raise ValueError(f"`{_short(cell)}` is not a whole number; write it as `30`")
    return read_values.whole(words.replace(",", ""), 1, MAX_COUNT)


def amount(cell: str) -> Number:
    """Return the number in *cell*, without a unit."""
    words = text(cell)
    if not re.fullmatch(r"\d{1,10}(?:\.\d{1,2})?", words, re.ASCII):
        raise ValueError(f"`{_short(cell)}` is not a number; write it as `175` or `199.50`")
    return _number(Decimal(words))


def _figure(cell: str, *, comma: bool) -> str:
    """Return the plain words of *cell*, in which numbers have a point before decimals.

    Args:
        cell: The cell.
        comma: Whether `7,5` is seven and a half.

    Raises:
        ValueError: If *cell* is too long for a figure, or its numbers have two readings.
    """
    if len(cell) > _LONGEST:
        raise ValueError(f"`{_short(cell)}…` is too long for a figure; write the rest in `notes`")
    _refuse_lines(cell)

    def thousands(match: re.Match[str]) -> str:
        first, *others = match[0].split(" ")
        if not any(group.startswith("0") for group in others):
            raise ValueError(
                f"`{_short(cell)}` can be {''.join([first, *others])} or "
                f"{' to '.join([first, *others])}; write one of them"
            )
        return "".join([first, *others])

    def decimals(match: re.Match[str]) -> str:
        whole = match[1].replace(".", "")
        if not comma:
            raise ValueError(
                f"`{_short(cell)}` can be {whole}.{match[2]} or {whole}{match[2]}; "
                "write one of them"
            )
        return f"{whole}.{match[2]}"

    words = re.sub(_FIXED_THOUSANDS, lambda match: re.sub(r"\s", "", match[0]), cell)
    words = re.sub(_SPACED_THOUSANDS, thousands, read_values.plain(words))
    return re.sub(_COMMA_DECIMALS, decimals, words)


def _refuse_lines(cell: str) -> None:
    """Raise a ValueError if several lines of *cell* have numbers."""
    if sum(bool(re.search(r"\d", line)) for line in cell.splitlines()) > 1:
        raise ValueError(
            f"`{_short(cell)}` has figures on several lines; write one figure, "
            "or a range such as `1 to 2`"
        )


def price(cell: str, currency: str | None, dollar: str, *, comma: bool) -> Price:
    """Return the amount in *cell*: `$175`, `175-225`, `about 200 USD`, `free`, `up to £90`.

    Args:
        cell: The cell.
        currency: The currency of the row; None if it has none.
        dollar: The currency of which a `$` alone is the sign.
        comma: Whether `175,50` is an amount with cents, as where semicolons separate cells.
    """
    found: list[str] = []

    def read(words: str) -> Decimal:
        _refuse_points(words)
        result = read_values.amount(words)
        if result.currency:
            is_dollar = re.sub(r"[\d.,\sk]", "", words) in {"$", "dollars"}
            found.append(dollar if is_dollar else result.currency)
        return result.number

    forms = "`175`, `$175`, `175-225` or `free`"
    plain_words = _figure(cell, comma=comma)
    if re.search(_EACH_YEAR, plain_words):
        raise ValueError(
            f"`{_short(cell)}` is paid again and again, which this table cannot say; write what is "
            "paid once, and the rest into `notes`"
        )
    span = _span(plain_words, read, forms, cell)
    written = {*found} | ({currency} if currency else set())
    if len(written) > 1:
        raise ValueError(f"`{_short(cell)}` is in {' and '.join(sorted(written))}; write one")
    return Price(span, found[0] if found else None)


def _refuse_points(words: str) -> None:
    """Raise a ValueError if a point in *words* can be one of thousands or of decimals."""
    match = re.search(r"(?<![\d.,])(\d{1,3})\.(\d{3})(?![\d.,])", words)
    if match is not None:
        decimal = f"{match[1]}.{match[2]}".rstrip("0").rstrip(".")
        raise ValueError(
            f"`{_short(words)}` can be {match[1]}{match[2]} or {decimal}; write one of them"
        )


def member_prices(cell: str) -> tuple[str, str] | None:
    """Return the words for two prices, of members and of others, if *cell* has both."""
    words = read_values.plain(cell).replace("(", "").replace(")", "")
    for form in _MEMBERS:
        if match := re.fullmatch(form, words):
            return match["member"], match["other"]
    return None


def months(cell: str, *, comma: bool) -> Span:
    """Return the months in *cell*: `6 months`, `1-2 years`, `up to 18 mo`, `on application`."""
    return _time(cell, read_values.months, "mo", "`6`, `6 months` or `1-2 years`", comma=comma)


def years(cell: str, *, comma: bool) -> Span:
    """Return the years of work in *cell*, which are required: `2 years`, `1-3`, `2+`, `none`.

    A minimum is all that is required, so `at least 2 years` is 2.
    """
    span = _time(cell, read_values.years, "y", "`2`, `2 years` or `1-3 years`", comma=comma)
    return span._replace(high=span.low) if span.high is None else span


def _time(cell: str, read: Callable[[str], Decimal], unit: str, forms: str, *, comma: bool) -> Span:
    words = re.sub(
        r"[ -](?:of )?(?:work|experience|full[ -]time|work experience|library experience"
        r"|(?:library|relevant|paid) (?:work|experience))$",
        "",
        _figure(cell, comma=comma),
    )
    words = re.sub(r"\b(\d+)-(?=(?:year|month|week|day)s?$)", r"\1 ", words)  # `a 2-year course`
    if unit == "mo" and words in {"on application", "immediate", "immediately", "0"}:
        return Span(0, 0)
    words = read_values.with_digits(words)
    return _span(words, lambda one: _length(one, read), forms, cell)


def _length(words: str, read: Callable[[str], Decimal]) -> Decimal:
    """Return the length of time in *words*; two lengths in a row are no sum of them.

    Raises:
        ValueError: If *words* name a unit twice, or *read* cannot read them.
    """
    units = re.findall(r"\d ?([ymwd])", words)
    if len(units) > len({*units}):
        raise ValueError("several lengths of time")
    return read(words)


def effort(cell: str, unit: str | None, *, comma: bool) -> tuple[Span, str]:
    """Return the study in *cell* and its unit: `60 hours`, `30-36 credits`, `6 courses`.

    Args:
        cell: The cell.
        unit: The unit of a number alone; None if it is not known.
        comma: Whether `7,5` is seven and a half.
    """
    form = r"(.*\d.*?) ?(hours?|hrs?|h|contact hours?|credits?|credit hours?|courses?|classes)\+?"
    words = _figure(cell, comma=comma)
    if match := re.fullmatch(form, words):
        named = match[2]
        unit = "credits" if "credit" in named else "courses" if named[0] == "c" else "hours"
        unit = "hours" if "contact" in named else unit
        words = match[1] + "+" * words.endswith("+")
    elif unit is None and re.search(r"\d", words):
        raise ValueError(f"`{_short(cell)}` has no unit; write hours, credits or courses")

    def read(one: str) -> Decimal:
        has_commas = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?", one)
        return Decimal(amount(one.replace(",", "") if has_commas else one))

    span = _span(words, read, "`60 hours`", cell)
    return span, unit or "hours"


def _span(words: str, read: Callable[[str], Decimal], forms: str, cell: str) -> Span:
    """Return the range in *words*.

    Args:
        words: The plain words.
        read: A function that reads one end.
        forms: How to write a range, for messages.
        cell: The whole cell, for messages.
    """
    if re.fullmatch(_MADE_DATE, words):
        raise ValueError(
            f"`{_short(cell)}` is a date that a spreadsheet made of a range; write it as `1 to 2`"
        )
    if words in {"none", "no", "nothing", "none required", "not required", "no charge", "no cost"}:
        return Span(0, 0)
    words, is_open = _without(words, rf"(.*){_AND_MORE}")
    words, is_about = _without(words, rf"{_ABOUT} ?(.*)")
    words, is_most = _without(words, rf"{_MOST} (.*)")
    between = re.fullmatch(r"(?:between|from) (.+) (?:and|to) (.+)", words)
    parts = between or re.fullmatch(r"(.*\d.*?) ?(?:-| to ) ?(\D{0,4}\d.*)", words)
    if parts:
        low, high = parts.groups()
        low, _ = _without(low, rf"{_LEAST} (.*)")
        ends = [_end(read, _with_unit(low, high), forms, cell), _end(read, high, forms, cell)]
        if ends[0] > ends[1]:
            raise ValueError(f"`{_short(cell)}` goes from more to less; write the lower one first")
        return Span(_number(ends[0]), _number(ends[1]), is_about, is_open)
    words, is_least = _without(words, rf"{_LEAST} (.*)")
    words, has_plus = _without(words, rf"(.*){_OR_MORE}")
    with_unit = re.sub(r"(?<=\d) ?\+ ?(?=[a-z])", " ", words)  # `2+ years`
    has_plus |= with_unit != words
    end = _number(_end(read, with_unit, forms, cell))
    if is_most:
        return Span(None, end, is_about, is_open)
    return Span(end, None if is_least or has_plus else end, is_about, is_open)


def _without(words: str, form: str) -> tuple[str, bool]:
    """Return what the group of *form* matches in *words*, and whether it matches at all."""
    match = re.fullmatch(form, words)
    return (match[1].strip(), True) if match and match[1].strip() else (words, False)


def _with_unit(low: str, high: str) -> str:
    """Return *low* with the unit of *high*, if it has none: `1` of `1-2 years` is `1 years`."""
    unit = re.search(r"[a-z]+$", high)
    return f"{low} {unit[0]}" if unit and not re.search(r"[a-z$\u00a3\u20ac]", low) else low


def _end(read: Callable[[str], Decimal], words: str, forms: str, cell: str) -> Decimal:
    try:
        return read(words)
    except ValueError as error:
        if "write one of them" in str(error) or "too much" in str(error):
            raise
        if not re.search(r"\d", cell):
            raise ValueError(
                f"`{_short(cell)}` has no figure; write one as {forms}, "
                "or leave the cell empty and put the words into `notes`"
            ) from None
        raise ValueError(f"`{_short(cell)}` cannot be read; write it as {forms}") from None


# --- Renewals, states and days --------------------------------------------------------------------

_TERMS: Final = {"annual": 12, "annually": 12, "yearly": 12, "biennial": 24, "biennially": 24}
_NEVER: Final = re.compile(
    r"never(?: expires?)?|(?:it )?(?:does not|doesn't|no) (?:expires?|renewal|expiration|expiry)"
    r"|lifetime|life|permanent|not required|valid for life|no renewal required"
)


def renewal(cell: str) -> dict[str, Any]:
    """Return the renewal in *cell*, as in a catalogue: `every 3 years`, `never`, `yes`."""
    _refuse_lines(cell)
    words = read_values.plain(cell).rstrip(".")
    if _NEVER.fullmatch(words):
        return {"expires": False}
    if words in {"yes", "expires", "required", "it expires"}:
        return {"expires": True}
    if words in {"no", "none"}:
        raise ValueError(
            f"`{_short(cell)}` can be that it never expires, or that it cannot be renewed; "
            "write `never` for the first, or leave the cell empty"
        )
    words, ends = _without(words, r"(?:it )?(?:expires|valid|is valid)(?: for| after)? (.*)")
    words = re.sub(r"^(?:renew(?:ed|al|able)? )?(?:every|each|after|once every|per) ", "", words)
    words = {"year": "1 year", "other year": "2 years"}.get(words, words)
    if re.search(r"\b(?:19|20|21)\d\d(?! ?[dhmw])\b", words):
        raise ValueError(
            f"`{_short(cell)}` is a day or a year; write how long it lasts, such as `every 3 years`"
        )
    if words.isdigit():
        raise ValueError(
            f"`{_short(cell)}` can be months or years; write `every {words} years` or "
            f"`every {words} months`"
        )
    try:
        term = Decimal(_TERMS.get(words, 0)) or _length(words, read_values.months)
    except ValueError:
        raise ValueError(
            f"`{_short(cell)}` is not a time to renew; write `every 3 years` or `never`"
        ) from None
    if term != int(term) or not 0 < term <= MAX_COUNT:
        raise ValueError(f"`{_short(cell)}` is not a number of whole months")
    return {"months": int(term)} | ({"expires": True} if ends else {})


def status(cell: str) -> dict[str, Any]:
    """Return the status in *cell*, as in a catalogue: `offered`, `closed since 2022`."""
    form = r"(.*?),? (?:(?:since|from|in|on|as of|by) )?(\d.*|[a-z]+ \d.*)"
    match = re.fullmatch(form, read_values.plain(cell))
    if match is None:
        return {"state": state(cell)}
    return {"state": state(match[1]), "since": partial_date(match[2])}


def partial_date(cell: str) -> str:
    """Return the year, month or day in *cell* as in a catalogue: `2026`, `2026-05`."""
    found = read_values.period(cell)
    if found.first == found.last:
        return found.first.isoformat()
    is_year = found.first.month != found.last.month
    return found.first.isoformat()[: 4 if is_year else 7]


def past_day(cell: str, today: date) -> date:
    """Return the day in *cell*, which has to be one that is not after *today*."""
    found = read_values.period(cell, today)
    if found.first != found.last:
        raise ValueError(f"`{_short(cell)}` is not one day; write it as `{today}`")
    if found.first > today:
        raise ValueError(f"`{_short(cell)}` is in the future")
    return found.first


def currency(cell: str, dollar: str) -> str:
    """Return the code of the currency in *cell*: `USD`, `$`, `euro`, `$CAD`.

    Args:
        cell: The cell.
        dollar: The currency of which a `$` alone is the sign.
    """
    words = text(cell).upper().rstrip(".")
    words = re.sub(r"\$ ?(?=[A-Z]{3}$)|(?<=^[A-Z]{3}) ?\$$", "", words)
    if words in {"$", "DOLLAR", "DOLLARS"}:
        return dollar
    if re.fullmatch("[A-Z]{3}", words):
        return words
    named = re.sub(r"^U\.?S\.? (?=DOLLAR)", "", words)
    named = f"{named}S" if named in {"DOLLAR", "EURO", "POUND"} else named
    try:
        code = read_values.amount(f"1 {named}").currency
    except ValueError:
        code = None
    if code is None:
        raise ValueError(f"`{_short(cell)}` is not the code of a currency; write it as `USD`")
    return code
