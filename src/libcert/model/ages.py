"""How old what was read is."""

from datetime import date
from typing import Final

from libcert.model.credential import Source

OLD_YEARS: Final = 5
"""Years between the date of a page and its reading from which the page is called old."""


def is_old(source: Source) -> bool:
    """Return whether the page bore a date long past when it was read; undated ones are not old."""
    return source.dated is not None and source.read.year - int(source.dated[:4]) >= OLD_YEARS


def read_before(source: Source, today: date, months: int) -> bool:
    """Return whether *source* was read more than so many *months* before *today*."""
    from libcert.model.month_slots import add_months  # few ask, and it takes a calendar

    return source.read < add_months(today, -months)
