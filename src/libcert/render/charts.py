"""Pictures made of letters: bars and lines of time."""

from datetime import date
from decimal import Decimal

from libcert.model.credential import Money


def timeline(start: date, finish: date, first: date, last: date, length: int) -> str:
    """Return the time from *start* to *finish* as a bar on a line from *first* to *last*."""
    days = max((last - first).days, 1)
    begin = min(round((start - first).days / days * length), length - 1)
    end = max(round((finish - first).days / days * length), begin + 1)
    return f"{'·' * begin}{'█' * (end - begin)}{'·' * (length - end)}"


def bar(amount: Money, most: int | Decimal, length: int) -> str:
    """Return *amount* as a bar of which *most* fills *length*: surely so much, perhaps so much."""
    if not amount.known:
        return "?"
    low, high = amount.low or 0, amount.high or amount.low or 0
    sure, perhaps = (round(Decimal(end) / (most or 1) * length) for end in (low, high))
    return (
        f"{'█' * sure}{'░' * (perhaps - sure)}{'+' if amount.open or amount.high is None else ''}"
    )
