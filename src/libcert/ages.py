"""How old what was read is."""

import calendar
from datetime import date
from typing import Final

from libcert.models import Source

OLD_YEARS: Final = 5
"""Years between the date of a page and its reading from which the page is called old."""


def is_old(source: Source) -> bool:
    """Return whether the page bore a date long past when it was read; undated ones are not old."""
    return source.dated is not None and source.read.year - int(source.dated[:4]) >= OLD_YEARS


def read_before(source: Source, today: date, months: int) -> bool:
    """Return whether *source* was read more than so many *months* before *today*."""
    return source.read < _months_before(today, months)


def _months_before(day: date, months: int) -> date:
    """Return the same day so many *months* earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
