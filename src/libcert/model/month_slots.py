"""Calendar time that adds up: days as slots of which every month has as many.

A month is 31 slots, a year 372. To go on by a month is then to add 31, wherever one begins, and
what is longer than a month has days is its last day: a month from 31 January is 28 February, two
are 31 March.
"""

import calendar
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

SLOTS_PER_MONTH: Final = 31
"""The slots of a month."""
SLOTS_PER_YEAR: Final = 12 * SLOTS_PER_MONTH
"""The slots of a year."""


def to_slot(day: date) -> int:
    """Return the first slot of *day*."""
    return (day.year * 12 + day.month - 1) * SLOTS_PER_MONTH + day.day - 1


def to_last_slot(day: date) -> int:
    """Return the last slot of *day*; the last day of a month has all that are left of it."""
    return (
        to_slot(day) if day.day < _length(day.year, day.month) else to_slot(day.replace(day=1)) + 30
    )


def to_day(slot: int) -> date:
    """Return the day of *slot*; before and after all that a calendar has, its first and last."""
    months, rest = divmod(slot, SLOTS_PER_MONTH)
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(rest + 1, _length(year, month + 1)))


def months_to_slots(months: int | Decimal | Fraction) -> int:
    """Return the slots of so many *months*, a part of a slot being a whole one."""
    return ceil(Fraction(months) * SLOTS_PER_MONTH)


def add_months(start: date, months: int | Decimal) -> date:
    """Return the day so many *months* after *start*; before it, where they are negative."""
    return to_day(to_slot(start) + months_to_slots(months))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
