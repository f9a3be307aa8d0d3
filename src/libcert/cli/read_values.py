"""Amounts, rates, days and spans of time, read from what a person types."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.model.limits import AMOUNT_DECIMALS, MAX_AMOUNT, MAX_RATE, RATE_DECIMALS

IN_A_YEAR: Final = {"y": 1, "mo": 12, "w": 52, "d": 365}
"""How many of each unit are taken for a year."""

_NUMBER = r"\d{1,9}(?:\.\d{1,4})?"
_AMOUNT = rf"\d+(?:\.\d{{1,{AMOUNT_DECIMALS}}})?"
_RATE = rf"\d{{1,7}}(?:\.\d{{1,{RATE_DECIMALS}}})?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = rf"(?P<number>{_NUMBER}) ?(?P<unit>y|yr|years?|mo|months?|w|weeks?|d|days?)?"
_ISO_SPAN = "P(?=\\d)" + "".join(
    rf"(?:(?P<{unit}>{_NUMBER}){unit[0].upper()})?" for unit in IN_A_YEAR
)


def _whole(pattern: str, text: str) -> re.Match[str] | None:
    # What no question asks for need not be compiled.
    return re.fullmatch(pattern, text, re.ASCII)


def whole(text: str, least: int, most: int) -> int:
    """Return the whole number that *text* is, from *least* to *most*.

    Raises:
        ValueError: If it is anything but digits, or beyond these.
    """
    if not (_whole(r"\d{1,10}", text) and least <= int(text) <= most):
        raise ValueError(f"`{text[:40]}` is not a whole number from {least} to {most}")
    return int(text)


def amount(text: str) -> Decimal:
    """Return the number that *text* is.

    Raises:
        ValueError: If it is anything but digits with or without a decimal point, or out of reach.
    """
    if _whole(_AMOUNT, text) is None:
        raise ValueError(f"`{text[:40]}` is not an amount; write it as `200` or `199.50`")
    found = Decimal(text)
    if found > MAX_AMOUNT:
        raise ValueError(f"`{text[:40]}` is not an amount; it is not above {MAX_AMOUNT}")
    return found


def rate(text: str) -> Decimal:
    """Return the rate of exchange that *text* is.

    Raises:
        ValueError: If it is anything but digits with or without a decimal point, or out of reach.
    """
    if _whole(_RATE, text) is None:
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
    if _whole(_DAY, text) is None:
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
    if found := _whole(_SPAN, text.lower()):
        named = found["unit"] or unit
        short = "mo" if named.startswith("mo") else named[0]
        return Decimal(found["number"]) * 12 / IN_A_YEAR[short]
    if found := _whole(_ISO_SPAN, text.upper()):
        return sum(
            (
                Decimal(number) * 12 / IN_A_YEAR[name]
                for name, number in found.groupdict().items()
                if number
            ),
            Decimal(0),
        )
    raise ValueError(f"`{text[:40]}` is not a span of time; write it as {forms}")
