"""The three answers that a question to a range can have."""

from collections.abc import Iterable
from decimal import Decimal

from libcert.models import Answer, Range


def at_most(figure: Range, limit: int | Decimal, unit: str) -> Answer:
    """Answer whether *figure* is *limit* or less.

    A figure in another unit is maybe: libcert guesses no exchange rate.
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
    given = set(answers)
    if Answer.NO in given:
        return Answer.NO
    return Answer.MAYBE if Answer.MAYBE in given else Answer.YES
