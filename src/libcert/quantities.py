"""Amounts, rates, days and spans of time, read from what a person types."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.person import MAX_RATE

IN_A_YEAR: Final = {"y": 1, "mo": 12, "w": 52, "d": 365}
"""How many of each unit are taken for a year."""

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_AMOUNT = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,2})?)", re.ASCII)
_RATE = re.compile(r"\d{1,7}(?:\.\d{1,10})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SPAN = re.compile(
    rf"(?P<number>{_NUMBER}) ?(?P<unit>y|yr|years?|mo|months?|w|weeks?|d|days?)?", re.ASCII
)
_ISO_SPAN = re.compile(
    rf"P(?=\d)(?:(?P<y>{_NUMBER})Y)?(?:(?P<mo>{_NUMBER})M)?(?:(?P<w>{_NUMBER})W)?(?:(?P<d>{_NUMBER})D)?",
    re.ASCII,
)


def amount(text: str) -> Decimal:
    """Return the number that *text* is.

    Raises:
        ValueError: If it is anything but digits with or without a decimal point.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text[:40]}` is not an amount; write it as `200` or `199.50`")
    return Decimal(found["number"])


def rate(text: str) -> Decimal:
    """Return the rate of exchange that *text* is.

    Raises:
        ValueError: If it is anything but digits with or without a decimal point, or out of reach.
    """
    if _RATE.fullmatch(text) is None:
        raise ValueError(f"`{text[:40]}` is not a rate; write it as `1.27`")
    found = Decimal(text)
    if not 0 < found <= MAX_RATE:
        raise ValueError(f"`{text}` is not a rate; it is above 0 and not above {MAX_RATE}")
    return found


def day(text: str) -> date:
    """Return the day that *text* is.

    Raises:
        ValueError: If it is not written as year, month and day, or no calendar has it.
    """
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"`{text[:40]}` is not a day; write it as `2024-03-15`")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"`{text}` is not a day that the calendar has") from error


def months(text: str) -> Decimal:
    """Return the months in *text*: `6`, `6mo`, `26w`, `1y` or the ISO 8601 form `P6M`.

    Raises:
        ValueError: If it is none of these.
    """
    return _months(text, "mo", "`6`, `6mo`, `26w`, `1y` or `P6M`")


def years(text: str) -> Decimal:
    """Return the years in *text*, which may be written as `months` allows; a bare number is years.

    Raises:
        ValueError: If it is none of these.
    """
    return _months(text, "y", "`2`, `2y`, `18mo` or `P18M`") / 12


def _months(text: str, unit: str, forms: str) -> Decimal:
    if found := _SPAN.fullmatch(text.lower()):
        named = found["unit"] or unit
        short = "mo" if named.startswith("mo") else named[0]
        return Decimal(found["number"]) * 12 / IN_A_YEAR[short]
    if found := _ISO_SPAN.fullmatch(text.upper()):
        return sum(
            (
                Decimal(number) * 12 / IN_A_YEAR[name]
                for name, number in found.groupdict().items()
                if number
            ),
            Decimal(0),
        )
    raise ValueError(f"`{text[:40]}` is not a span of time; write it as {forms}")
