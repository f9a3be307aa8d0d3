"""Exact sums of months: each day has a slot, and every month has the same number of slots.

A month has 31 slots, a year has 372. One month later is always 31 slots later. If a month has fewer
than 31 days, its last day has all slots that are left: one month after January 31 is February 28,
and two months after it is March 31.
"""

import calendar
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

SLOTS_PER_MONTH: Final = 31
"""The number of slots in a month."""
SLOTS_PER_YEAR: Final = 12 * SLOTS_PER_MONTH
"""The number of slots in a year."""


def to_slot(day: date) -> int:
    """Return the first slot of *day*."""
    return (day.year * 12 + day.month - 1) * SLOTS_PER_MONTH + day.day - 1


def to_last_slot(day: date) -> int:
    """Return the last slot of *day*; the last day of a month has all slots that are left."""
    return (
        to_slot(day) if day.day < _length(day.year, day.month) else to_slot(day.replace(day=1)) + 30
    )


def to_day(slot: int) -> date:
    """Return the day of *slot*, or the nearest day that Python's `date` supports."""
    months, rest = divmod(slot, SLOTS_PER_MONTH)
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(rest + 1, _length(year, month + 1)))


def months_to_slots(months: int | Decimal | Fraction) -> int:
    """Return the number of slots in this many *months*, rounded up."""
    return ceil(Fraction(months) * SLOTS_PER_MONTH)


def add_months(start: date, months: int | Decimal) -> date:
    """Return the day this many *months* after *start*, or before it if *months* is negative."""
    return to_day(to_slot(start) + months_to_slots(months))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
