"""Read amounts, rates, days and spans of time as a person types them."""

import re
from datetime import date
from decimal import Decimal
from typing import Final, get_args

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
from libcert.model.vocabulary import Position

IN_A_YEAR: Final = {"y": 1, "mo": 12, "w": 52, "d": 365}
"""How many of each unit count as a year."""

_OTHER_TITLES: Final[dict[Position, tuple[str, ...]]] = {
    "aide": ("paraprofessional", "paraeducator", "para"),
    "assistant": ("associate",),
    "technician": ("tech",),
    "supervisor": ("manager", "head"),
    "teacher": ("educator",),
    "records-staff": ("records",),
    "trustee": ("board",),
}
"""Other words for a position."""

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_AMOUNT = rf"\d+(?:\.\d{{1,{AMOUNT_DECIMALS}}})?"
_RATE = rf"\d{{1,7}}(?:\.\d{{1,{RATE_DECIMALS}}})?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = rf"(?P<number>{_NUMBER}) ?(?P<unit>y|yr|years?|mo|months?|w|weeks?|d|days?)?"
_ISO_SPAN = "P(?=\\d)" + "".join(
    rf"(?:(?P<{unit}>{_NUMBER}){unit[0].upper()})?" for unit in IN_A_YEAR
)


def _match_all(pattern: str, text: str) -> re.Match[str] | None:
    # `re` compiles a pattern when it is first used: few commands need more than one.
    return re.fullmatch(pattern, text, re.ASCII)


def whole(text: str, least: int, most: int) -> int:
    """Return the whole number in *text*.

    Raises:
        ValueError: If *text* has anything but digits, or is not between *least* and *most*.
    """
    if not (_match_all(r"\d{1,10}", text) and least <= int(text) <= most):
        raise ValueError(f"`{text[:40]}` is not a whole number from {least} to {most}")
    return int(text)


def amount(text: str) -> Decimal:
    """Return the amount of money in *text*.

    Raises:
        ValueError: If *text* is not digits with at most one decimal point, or is too much.
    """
    if _match_all(_AMOUNT, text) is None:
        raise ValueError(f"`{text[:40]}` is not an amount; write it as `200` or `199.50`")
    number = Decimal(text)
    if number > MAX_AMOUNT:
        raise ValueError(f"`{text[:40]}` is too much; the most is {MAX_AMOUNT}")
    return number


def count(text: str) -> int:
    """Return the number of people in *text*: `12000`, `12,000`, `12 000` or `12k`.

    Raises:
        ValueError: If *text* has another form, or the number is too high.
    """
    match = _match_all(r"(\d{1,9}|\d{1,3}(?:[, ]\d{3}){1,2}) ?(k?)", text.strip().lower())
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
            if word in {position, f"{position}s", *_OTHER_TITLES.get(position, ())}:
                return position
    raise ValueError(f"`{text[:40]}` is not a job on record; choose {', '.join(positions)}")


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
    match = _match_all(rf"({_NUMBER}) ?(?:h|hrs?|hours?)?(?: a week)?", text.strip().lower())
    if match is None or not 0 < Decimal(match[1]) <= HOURS_IN_A_WEEK:
        raise ValueError(f"`{text[:40]}` is not a number of hours a week; write `5` or `7.5`")
    return Decimal(match[1])


def day(text: str) -> date:
    """Return the day in *text*.

    Raises:
        ValueError: If *text* is not written as `2024-03-15`, or the calendar has no such day.
    """
    if _match_all(_DAY, text) is None:
        raise ValueError(f"`{text[:40]}` is not a day; write it as `2024-03-15`")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"`{text}` is not a day in the calendar") from error


def months(text: str) -> Decimal:
    """Return the months in *text*: `6`, `6mo`, `26w`, `1y` or the ISO 8601 form `P6M`.

    Raises:
        ValueError: If it has another form.
    """
    return _months(text, "mo", "`6`, `6mo`, `26w`, `1y` or `P6M`")


def years(text: str) -> Decimal:
    """Return the years in *text*, which has a form of `months`; a number alone means years.

    Raises:
        ValueError: If it has another form.
    """
    return _months(text, "y", "`2`, `2y`, `18mo` or `P18M`") / 12


def _months(text: str, unit: str, forms: str) -> Decimal:
    if match := _match_all(_SPAN, text.lower()):
        full = match["unit"] or unit
        short = "mo" if full.startswith("mo") else full[0]
        return Decimal(match["number"]) * 12 / IN_A_YEAR[short]
    if match := _match_all(_ISO_SPAN, text.upper()):
        return sum(
            (
                Decimal(number) * 12 / IN_A_YEAR[name]
                for name, number in match.groupdict().items()
                if number
            ),
            Decimal(0),
        )
    raise ValueError(f"`{text[:40]}` is not a length of time; write it as {forms}")
