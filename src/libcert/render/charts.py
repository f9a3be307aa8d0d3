"""Charts made of characters: bars of amounts and timelines."""

from datetime import date
from decimal import Decimal
from typing import Final

from libcert.model.credential import Money

_FULL: Final = "█"
_PERHAPS: Final = "░"
_OUTSIDE: Final = "·"


def timeline(start: date, finish: date | None, first: date, last: date, length: int) -> str:
    """Draw the time from *start* to *finish* on a line of *length* characters.

    The line runs from *first* to *last*. The bar on it has at least one character. If *finish* is
    None, nobody knows it, and the bar is light up to the end of the line.
    """
    days = max((last - first).days, 1)
    begin = min(round((start - first).days / days * length), length - 1)
    if finish is None:
        return f"{_OUTSIDE * begin}{_PERHAPS * (length - begin)}"
    end = max(round((finish - first).days / days * length), begin + 1)
    return f"{_OUTSIDE * begin}{_FULL * (end - begin)}{_OUTSIDE * (length - end)}"


def bar(amount: Money, most: int | Decimal, length: int) -> str:
    """Draw *amount* as a bar; the bar of *most* has *length* characters.

    The bar is dark up to the low end, and light from there to the high end. A `+` means that there
    may be more, and a `?` means that the amount is not on record.
    """
    if not amount.known:
        return "?"
    low, high = amount.low or 0, amount.high or amount.low or 0
    sure, perhaps = (round(Decimal(end) / (most or 1) * length) for end in (low, high))
    more = "+" if amount.open or amount.high is None else ""
    return f"{_FULL * sure}{_PERHAPS * (perhaps - sure)}{more}"
