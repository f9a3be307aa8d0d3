"""Read amounts, rates, days, spans of time and other values as a person types them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple, cast, get_args

from libcert.model.limits import (
    AMOUNT_DECIMALS,
    CREDITS_A_YEAR,
    HOURS_IN_A_WEEK,
    MAX_AMOUNT,
    MAX_COLLEGE_YEARS,
    MAX_POPULATION,
    MAX_RATE,
    RATE_DECIMALS,
)
from libcert.model.vocabulary import Level, Position, Setting

IN_A_YEAR: Final = {"y": 1, "mo": 12, "w": 52, "d": 365}
"""How many of each unit count as a year."""

_OTHER_TITLES: Final[Mapping[Position, tuple[str, ...]]] = {
    "aide": ("paraprofessional", "paraeducator", "para", "helper"),
    "assistant": ("associate",),
    "technician": ("tech", "lta"),
    "supervisor": ("manager", "head", "coordinator"),
    "librarian": ("cataloger", "cataloguer"),
    "teacher": ("educator",),
    "records-staff": ("records",),
    "trustee": ("board",),
}
"""Other words for a position."""

_OTHER_SETTINGS: Final[Mapping[Setting, tuple[str, ...]]] = {
    "academic": (
        "college",
        "university",
        "universities",
        "community college",
        "higher education",
        "campus",
    ),
    "public": ("county", "city", "municipal", "town"),
    "school": ("k-12", "k12", "elementary", "elementary school", "middle school", "high school"),
    "special": ("law", "corporate", "company", "government", "military", "prison", "state"),
    "archives": ("archive", "archival"),
    "records": ("record", "records management", "records center"),
    "health": ("hospital", "medical", "medicine", "clinic", "health sciences"),
    "information-management": ("information management", "information governance"),
    "office": ("administration", "secretarial"),
    "it": ("information technology", "computing", "computers"),
    "any": ("all", "every"),
}
"""Other words for a kind of workplace."""

_OTHER_LEVELS: Final[Mapping[Level, tuple[str, ...]]] = {
    "none": ("no degree", "no diploma"),
    "high-school": (
        *("hs", "diploma", "hs diploma", "high school diploma", "ged", "hsd", "secondary school"),
        *("a level", "a-level", "gcse"),
    ),
    "certificate": ("vocational certificate", "college certificate"),
    "associate": ("associates", "aa", "as", "aas", "a.a.", "a.s.", "a.a.s."),
    "bachelor": ("bachelors", "ba", "bs", "bsc", "b.a.", "b.s.", "undergraduate", "college degree"),
    "master": ("masters", "ma", "ms", "msc", "m.a.", "m.s.", "graduate degree", "m.ed.", "med"),
    "doctorate": ("phd", "ph.d.", "doctoral", "doctor", "edd", "ed.d."),
}
"""Other words for a level of education, without `degree` and without apostrophes."""
_LIBRARY_MASTERS: Final = frozenset({"mlis", "mls", "mils", "m.l.s.", "m.l.i.s.", "mslis", "msls"})
"""Words for a master's degree in library science."""

_SIGNS: Final = {
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "DOLLARS": "USD",
    "POUNDS": "GBP",
    "EUROS": "EUR",
}
"""The currencies of the signs that people write before or after an amount."""
_NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
"""The numbers that people write as words."""
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_DIGITS = r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+"
_AMOUNT = rf"(?P<number>(?:{_DIGITS})(?:\.\d{{1,{AMOUNT_DECIMALS}}})?)"
_SIGN = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
_RATE = rf"\d{{1,7}}(?:\.\d{{1,{RATE_DECIMALS}}})?"
_UNIT = r"(?:years?|yrs?|y|months?|mths?|mos?|weeks?|wks?|w|days?|d)"
_SPAN = rf"{_NUMBER} ?{_UNIT}"
_NUMBER_OR_WORD = rf"(?:{_NUMBER}|\b(?:{'|'.join(_NUMBERS)})\b)"
_MORE = rf"(?:,? and|,)? ?{_NUMBER_OR_WORD} ?{_UNIT}(?![a-z])"
SPAN_IN_WORDS: Final = (
    rf"(?:\bhalf (?:of )?(?:an? )?|{_NUMBER_OR_WORD}(?: and a half)? ?){_UNIT}(?![a-z])"
    rf"(?: and a half|(?:{_MORE})+)?|p\d[\dymwd.]+(?![\w.])"
)
"""A length of time with its unit in plain words, as a part of a longer text."""
HOURS_IN_WORDS: Final = (
    r"(\d{1,3}(?:\.\d{1,2})?) ?(?:h|hrs?|hours?)"
    r"(?: ?(?:a|per|/|each) ?(?:week|wk)| weekly)?(?![a-z])"
)
"""Hours a week in plain words, as a part of a longer text."""
DATE_IN_WORDS: Final = (
    r"(?:\d{4}(?:[-/]\d{1,2}(?!\d)(?:[-/]\d{1,2}(?!\d))?)?(?![\d/])"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?"
    rf"(?:{'|'.join(month[:3] for month in _MONTHS)})[a-z]*\.?"
    r",? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4})"
)
"""A day, a month or a year in plain words, as a part of a longer text."""

_ISO_SPAN = "P(?=\\d)" + "".join(
    rf"(?:(?P<{unit}>{_NUMBER}){unit[0].upper()})?" for unit in IN_A_YEAR
)


class Education(NamedTuple):
    """A level of education as somebody wrote it."""

    level: Level
    subject: str | None = None
    """The subject that the words name; None if they name none."""


class WrittenAmount(NamedTuple):
    """An amount of money as somebody wrote it."""

    number: Decimal
    currency: str | None = None
    """The code of the currency that stands with it; None if there is none."""


class Period(NamedTuple):
    """A day, a month or a year: its first and its last day."""

    first: date
    last: date


def _match_all(pattern: str, text: str) -> re.Match[str] | None:
    # `re` compiles a pattern when it is first used: few commands need more than one.
    return re.fullmatch(pattern, text, re.ASCII)


def plain(text: str) -> str:
    """Return *text* in lower case, with single blanks and the quotes and dashes of a keyboard."""
    return " ".join(text.translate(_KEYBOARD).casefold().split())


_KEYBOARD: Final = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2013\u2014\u2212"), "-"
)
"""The quotes and dashes that word processors make, and those of a keyboard."""


def whole(text: str, least: int, most: int) -> int:
    """Return the whole number in *text*.

    Raises:
        ValueError: If *text* has anything but digits, or is not between *least* and *most*.
    """
    if not (_match_all(r"\d{1,10}", text) and least <= int(text) <= most):
        raise ValueError(f"`{text[:40]}` is not a whole number from {least} to {most}")
    return int(text)


def amount(text: str) -> WrittenAmount:
    """Return the amount of money in *text*: `200`, `$1,200.50`, `£90`, `200 USD`, `1.5k`, `free`.

    Raises:
        ValueError: If *text* has another form, or is too much.
    """
    plain_text = " ".join(text.split())
    if plain_text.lower() in _NOTHING:
        return WrittenAmount(Decimal(0))
    currency: str | None = None
    if match := _match_all(rf"({_SIGN}) ?(.+)|(.+?) ?({_SIGN})", plain_text.upper()):
        currency = _SIGNS[match[1] or match[4]]
        plain_text = match[2] or match[3]
    elif match := _match_all(r"([A-Z]{3}) ?(\d.*)|(.*\d) ?([A-Z]{3})", plain_text.upper()):
        currency = match[1] or match[4]
        plain_text = match[2] or match[3]
    if match := _match_all(rf"{_AMOUNT} ?(?P<thousands>[kK]?)", plain_text):
        number = Decimal(re.sub("[, ]", "", match["number"]))
        number *= 1000 if match["thousands"] else 1
        if number > MAX_AMOUNT:
            raise ValueError(f"`{text[:40]}` is too much; the most is {MAX_AMOUNT}")
        return WrittenAmount(number, currency)
    if match := _match_all(r"(\d{1,9}),(\d{1,2})", plain_text):
        whole_part, decimals = match.groups()
        raise ValueError(
            f"`{text[:40]}` can be {whole_part}.{decimals} or {whole_part}{decimals}; "
            "write one of them"
        )
    raise ValueError(
        f"`{text[:40]}` is not an amount; write it as `200`, `199.50`, `$200` or `£90`"
    )


_NOTHING: Final = frozenset({"free", "nothing", "none", "zero", "no money"})
"""Words for an amount of 0."""


def yearly_amount(text: str) -> WrittenAmount:
    """Return the amount of money in *text*: `150`, `$150 a year`, `150/year`, or as in `amount`.

    Raises:
        ValueError: If *text* has another form, or is too much.
    """
    form = r"(.*?)(?:,? ?(?:a|per|each|every|/) ?(?:year|yr|y)|,? (?:yearly|annually|p\.?a\.?))"
    match = _match_all(form, " ".join(text.split()).lower())
    return amount(match[1] if match else text)


def count(text: str) -> int:
    """Return the number of people in *text*: `12000`, `12,000`, `12 000`, `12k` or `900 people`.

    Raises:
        ValueError: If *text* has another form, or the number is too high.
    """
    match = _match_all(
        r"(\d{1,9}|\d{1,3}(?:[, ]\d{3}){1,2}) ?(k?)(?: (?:people|persons|residents|inhabitants))?",
        text.strip().lower(),
    )
    if match is None:
        raise ValueError(f"`{text[:40]}` is not a whole number; write it as `12000` or `12,000`")
    number = int(re.sub("[, ]", "", match[1])) * (1000 if match[2] else 1)
    if number > MAX_POPULATION:
        raise ValueError(f"`{text}` is too much; the most is {MAX_POPULATION}")
    return number


def find_position(text: str) -> Position:
    """Return the position that *text* names: `director`, `Library Director`, `pages`.

    Raises:
        ValueError: If it names none.
    """
    positions: tuple[Position, ...] = get_args(Position)
    title = re.split(r"\s(?:for|in|of|to)\s|,", text.casefold().replace("para-", "para"))[0]
    words = re.findall(r"[a-z]+", title)
    if words[-1:] == ["director"] and {"assistant", "deputy"} & {*words}:
        return "supervisor"
    for word in reversed(words):  # a library assistant is an assistant
        for position in positions:
            if word in {position, f"{position}s", *_titles(position)}:
                return position
    known = {word: position for position in positions for word in (position, *_titles(position))}
    why = _did_you_mean(words[-1:], known) or f"choose {', '.join(positions)}"
    raise ValueError(f"`{text[:40]}` is not a job on record; {why}")


def job_words() -> Iterable[str]:
    """Return the words for a job that are not also words for a workplace or an education."""
    for position in get_args(Position):
        for word in (position, f"{position}s", *_titles(position)):
            if word not in {"records", "board", "head", "associate", "para", "tech", "helper"}:
                yield word


def _titles(position: Position) -> tuple[str, ...]:
    return _OTHER_TITLES.get(position, ())


def _did_you_mean(words: Iterable[str], known: Mapping[str, str]) -> str | None:
    """Return the question whether the value of a word of *known* like one of *words* is meant."""
    import difflib  # only errors need it

    for word in words:
        near = difflib.get_close_matches(word[:40], known, 2, _SIMILAR)
        if near:
            meant = dict.fromkeys(known[name] for name in near)
            return f"did you mean {' or '.join(f'`{value}`' for value in meant)}?"
    return None


_SIMILAR: Final = 0.75
"""How similar a word must be to be suggested: 1 is the same."""


class NamedJob(NamedTuple):
    """A job as somebody wrote it."""

    position: Position
    setting: Setting | None = None
    """The kind of workplace that the words name; None if they name none, or several."""


def find_job(text: str) -> NamedJob:
    """Return the job that *text* names: `aide`, `school librarian`, `archivist at a university`.

    Raises:
        ValueError: If it names no position.
    """
    position = find_position(text)
    words = plain(text)
    found = set()
    for word, setting in setting_words().items():
        if word not in _VAGUE_SETTINGS and (match := re.search(rf"\b{re.escape(word)}\b", words)):
            found.add(setting)
            words = words.replace(match[0], ",")
    return NamedJob(position, found.pop() if len(found) == 1 else None)


_VAGUE_SETTINGS: Final = frozenset(
    {"it", "any", "all", "every", "state", "city", "company", "record", "records"}
)
"""Words for workplaces that mean something else in the title of a job."""


def find_setting(text: str) -> Setting:
    """Return the kind of workplace that *text* names: `archive`, `Community College`, `k-12`.

    Raises:
        ValueError: If it names none.
    """
    settings: tuple[Setting, ...] = get_args(Setting)
    words = re.sub(r" (?:library|libraries)$", "", plain(text))
    found = _named(words, settings, _OTHER_SETTINGS)
    if found is None:
        why = _did_you_mean([words], setting_words())
        what = f"no kind of workplace; {why}" if why else f"not one of {', '.join(settings)}"
        raise ValueError(f"`{text[:40]}` is {what}")
    return cast("Setting", found)


def setting_words() -> Mapping[str, Setting]:
    """Return the words for kinds of workplaces, the longest first, with what each means."""
    words: dict[str, Setting] = {}
    for setting in get_args(Setting):
        for word in (setting, *_OTHER_SETTINGS.get(setting, ())):
            words[word] = setting
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


def find_education(text: str) -> Education:
    """Return the education that *text* names: `HS`, `associate's degree`, `MLIS`.

    Raises:
        ValueError: If it names none.
    """
    levels: tuple[Level, ...] = get_args(Level)
    written = plain(text).replace("'", "")
    words = re.sub(r"^an? |(?: degree| of (?:arts|science))$", "", written)
    if words in _LIBRARY_MASTERS:
        return Education("master", "library science")
    found = _named(words, levels, _OTHER_LEVELS) or _named(written, levels, _OTHER_LEVELS)
    if found is None:
        if "some college" in words or words in {"college", "college credits"}:
            raise ValueError(
                f"`{text[:40]}` is not a degree; add `--college-years`, such as `2` or `60 credits`"
            )
        known = {word: level for level in levels for word in (level, *_OTHER_LEVELS[level])}
        why = _did_you_mean([words, written], known)
        what = f"no level of education; {why}" if why else f"not one of {', '.join(levels)}"
        raise ValueError(f"`{text[:40]}` is {what}")
    return Education(cast("Level", found))


def _named(words: str, values: Iterable[str], others: Mapping[Any, tuple[str, ...]]) -> str | None:
    """Return the one of *values* that *words* or its singular or plural names; None if none."""
    spellings = {words, words.replace(" ", "-"), words.removesuffix("s"), f"{words}s"}
    for value in values:
        if spellings & {value, *others.get(value, ())}:
            return value
    return None


def rate(text: str) -> Decimal:
    """Return the rate of exchange in *text*.

    Raises:
        ValueError: If *text* is not digits with at most one decimal point, or is 0 or too much.
    """
    if _match_all(_RATE, text) is None:
        raise ValueError(f"`{text[:40]}` is not a rate; write it as `1.27`")
    number = Decimal(text)
    if not 0 < number <= MAX_RATE:
        raise ValueError(f"`{text}` is not a rate; it must be above 0 and at most {MAX_RATE}")
    return number


def college_years(text: str) -> Decimal:
    """Return the years of college in *text*: `2`, `1.5 years`, or `60 credits`.

    Raises:
        ValueError: If it has another form, or is more than anybody studies.
    """
    credits_ = _match_all(rf"({_NUMBER}) ?(?:credits?|cr|units?|semester hours?)", text.lower())
    try:
        years_ = Decimal(credits_[1]) / CREDITS_A_YEAR if credits_ else years(text)
    except ValueError:
        raise ValueError(
            f"`{text[:40]}` is not a number of years; write `2`, `1.5` or `60 credits`"
        ) from None
    if years_ > MAX_COLLEGE_YEARS:
        raise ValueError(
            f"`{text[:40]}` is more than {MAX_COLLEGE_YEARS} years; if these are credits, "
            f"write `{text[:40]} credits`"
        )
    return round(years_, AMOUNT_DECIMALS)


def hours_a_week(text: str) -> Decimal:
    """Return the hours a week in *text*: `5`, `5h` or `7.5 hours`.

    Raises:
        ValueError: If it has another form, or a week has not as many hours.
    """
    form = rf"({_NUMBER}) ?(?:h|hrs?|hours?)?(?: ?(?:a|per|/|each) ?(?:week|wk))?"
    match = _match_all(form, plain(text))
    if match is None or not 0 < Decimal(match[1]) <= HOURS_IN_A_WEEK:
        raise ValueError(f"`{text[:40]}` is not a number of hours a week; write `5` or `7.5`")
    return Decimal(match[1])


def day(text: str, today: date | None = None) -> date:
    """Return the day in *text*, or the first day of the month or year in it; see `period`."""
    return period(text, today).first


def period(text: str, today: date | None = None) -> Period:
    """Return the day, month or year in *text*: `2024-03-15`, `March 15, 2024`, `Mar 2024`, `2024`.

    Args:
        text: The text.
        today: The day that `today` and `now` mean; None if they mean nothing here.

    Raises:
        ValueError: If *text* has another form or two readings, or the calendar has no such day.
    """
    words = plain(text)
    if words in {"today", "now"} and today is not None:
        return Period(today, today)
    parts = _date_parts(words, text)
    try:
        return _whole_period(*parts)
    except ValueError as error:
        raise ValueError(f"`{text[:40]}` is not a day in the calendar") from error


def _whole_period(year: int, month: int | None, day: int | None) -> Period:
    if month is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        after = date(year + month // 12, month % 12 + 1, 1)
        return Period(date(year, month, 1), after - timedelta(days=1))
    only = date(year, month, day)
    return Period(only, only)


def _date_parts(words: str, text: str) -> tuple[int, int | None, int | None]:
    """Return the year, the month and the day in *words*; None for what is not written."""
    month = r"(?P<name>[a-z]{3,9})\.?"
    for form in (
        r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?",
        rf"{month},? (?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {month},? (?P<year>\d{{4}})",
        rf"{month} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
    ):
        if match := _match_all(form, words):
            found = match.groupdict()
            number = _month_number(found["name"]) if "name" in found else found["month"]
            if "name" not in found or number:
                day = found.get("day")
                return (
                    int(found["year"]),
                    int(number) if number else None,
                    int(day) if day else None,
                )
    if match := _match_all(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", words):
        one, other, year = map(int, match.groups())
        if one != other and {one, other} <= {*range(1, len(_MONTHS) + 1)}:
            raise ValueError(
                f"`{text}` can be {year}-{one:02}-{other:02} or {year}-{other:02}-{one:02}; "
                "write one of them"
            )
        return (year, other, one) if one > len(_MONTHS) else (year, one, other)
    raise ValueError(f"`{text[:40]}` is not a day; write it as `2024-03-15`, `2024-03` or `2024`")


def _month_number(name: str) -> int | None:
    """Return the number of the month whose English name, or at least three letters, are *name*."""
    numbers = (number for number, month in enumerate(_MONTHS, 1) if month.startswith(name))
    return next(numbers, None)


def months(text: str) -> Decimal:
    """Return the months in *text*: `6`, `6mo`, `26w`, `a year`, `1 year 6 months` or `P6M`.

    Raises:
        ValueError: If it has another form, or is a range.
    """
    return _months(text, "mo", "`6`, `6mo`, `26w`, `1y` or `P6M`")


def years(text: str) -> Decimal:
    """Return the years in *text*, which has a form of `months`; a number alone means years.

    Raises:
        ValueError: If it has another form, or is a range.
    """
    return _months(text, "y", "`2`, `2y`, `18mo` or `P18M`") / 12


def _months(text: str, unit: str, forms: str) -> Decimal:
    words = with_digits(plain(text))
    if _match_all(_NUMBER, words):
        return Decimal(words) * 12 / IN_A_YEAR[unit]
    if _match_all(rf"{_SPAN}(?:(?:,? and|,)? ?{_SPAN})*", words):
        return sum(
            (
                Decimal(number) * 12 / IN_A_YEAR["mo" if unit == "m" else unit]
                for number, unit in re.findall(rf"({_NUMBER}) ?([ymwd])", words, re.ASCII)
            ),
            Decimal(0),
        )
    if match := _match_all(_ISO_SPAN, words.upper()):
        return sum(
            (
                Decimal(number) * 12 / IN_A_YEAR[name]
                for name, number in match.groupdict().items()
                if number
            ),
            Decimal(0),
        )
    if match := _match_all(rf"({_NUMBER}) ?(?:-|to) ?({_NUMBER})( ?(?:{_UNIT}))?", words):
        low, high, named = match[1], match[2], match[3] or ""
        raise ValueError(f"`{text[:40]}` is a range; write `{low}{named}` or `{high}{named}`")
    raise ValueError(f"`{text[:40]}` is not a length of time; write it as {forms}")


def with_digits(words: str) -> str:
    """Return *words* with digits for numbers that are words: `half a year` is `0.5 year`."""
    words = re.sub(r"[a-z]+", lambda word: str(_NUMBERS.get(word[0], word[0])), words)
    words = re.sub(r"(\d+)( [a-z]+)? and 1 half", r"\1.5\2", words)
    return re.sub(r"\bhalf (?:of )?(?:1 )?(?=[ymw])", "0.5 ", words)
