"""The three answers that a question can have."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from libcert.model.credential import Answer, Range
from libcert.model.results import Gap


class ConditionResult(NamedTuple):
    """What a person answers to one condition."""

    answer: Answer
    from_: date | None = None
    """The first day from today on which it is a yes for certain; None where time brings it not."""
    gap: Gap | None = None
    """Why it is a maybe."""
    need: str | None = None
    """What is lacking, or what would tell."""
    credential: str | None = None
    """The credential that is asked for, where the person has not said that they hold it."""


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


def at_least_count(answers: Sequence[Answer], count: int) -> Answer:
    """Answer yes if *count* of them are yes, no if so many cannot be, else maybe."""
    if sum(answer is Answer.YES for answer in answers) >= count:
        return Answer.YES
    possible = sum(answer is not Answer.NO for answer in answers) >= count
    return Answer.MAYBE if possible else Answer.NO


def earliest_for_count(days: Sequence[date | None], count: int) -> date | None:
    """Return the first day by which *count* of *days* have come; None where so many never do."""
    known = sorted(day for day in days if day is not None)
    return known[count - 1] if 0 < count <= len(known) else None
