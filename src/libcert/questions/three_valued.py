"""Three-valued answers (yes, maybe, no): compare figures, and combine several answers."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from libcert.model.credential import Answer, Range


def at_most(figure: Range, limit: int | Decimal, unit: str) -> Answer:
    """Answer whether *figure* is *limit* or less.

    The answer is maybe if the figure has another unit: libcert does not guess exchange rates.
    """
    if figure.unit != unit:
        return Answer.MAYBE
    if figure.high is not None and figure.high <= limit and not figure.open:
        return Answer.YES
    if figure.low is not None and figure.low > limit:
        return Answer.NO
    return Answer.MAYBE


def at_least(figure: Range, limit: int | Decimal, unit: str) -> Answer:
    """Answer whether *figure* is *limit* or more, in the same way as `at_most`."""
    if figure.unit != unit:
        return Answer.MAYBE
    if figure.low is not None and figure.low >= limit:
        return Answer.YES
    if figure.high is not None and figure.high < limit and not figure.open:
        return Answer.NO
    return Answer.MAYBE


def all_of(answers: Iterable[Answer]) -> Answer:
    """Answer no if one is no, yes if all are yes, else maybe."""
    distinct = set(answers)
    if Answer.NO in distinct:
        return Answer.NO
    return Answer.MAYBE if Answer.MAYBE in distinct else Answer.YES


def at_least_count(answers: Sequence[Answer], count: int) -> Answer:
    """Answer yes if *count* of *answers* are yes, no if this many cannot be, else maybe."""
    if sum(answer is Answer.YES for answer in answers) >= count:
        return Answer.YES
    possible = sum(answer is not Answer.NO for answer in answers) >= count
    return Answer.MAYBE if possible else Answer.NO


def earliest_for_count(days: Sequence[date | None], count: int) -> date | None:
    """Return the first day by which *count* of *days* have come; None if this many never come."""
    known = sorted(day for day in days if day is not None)
    return known[count - 1] if 0 < count <= len(known) else None
