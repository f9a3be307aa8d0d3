"""Compare credentials: find the fields that differ, and the least cost, duration or experience."""

from collections.abc import Callable, Sequence
from typing import Final

from libcert.model.credential import Answer, Credential, Range
from libcert.questions.three_valued import at_most

LESS_IS_BETTER: Final = ("cost", "duration", "experience")
"""The figures that are better if they are lower."""


def differing(
    credentials: Sequence[Credential], to_text: Callable[[str, object], str]
) -> frozenset[str]:
    """Return the fields in which *credentials* are not all the same.

    Args:
        credentials: The credentials.
        to_text: Returns the text of a value in a field, without notes; values with the same text
            count as the same.
    """
    return frozenset(
        field
        for field in Credential.FIELDS
        if len({to_text(field, getattr(credential, field)) for credential in credentials}) > 1
    )


def least(figures: Sequence[Range]) -> list[Answer]:
    """Answer for each of *figures* whether it is the least of those on record.

    The figure with the lowest ends is a yes if it is certainly the least. It is a maybe if ranges
    overlap, if it is open, or if another figure is not on record. All answers are no if the units
    differ, if fewer than two figures are on record, or if all are equal.
    """
    known = [figure for figure in figures if figure.low is not None]
    ends = {_ends(figure) for figure in known}
    if len(ends) < 2 or len({figure.unit for figure in known}) > 1:  # noqa: PLR2004 - two figures to compare
        return [Answer.NO] * len(figures)
    lowest = min(ends)
    return [
        _is_least(figure, figures) if _ends(figure) == lowest else Answer.NO for figure in figures
    ]


def _ends(figure: Range) -> tuple[float, float, bool]:
    """Return the ends of a range, and whether it is open; an unknown end is infinite."""
    low, high = (float("inf") if end is None else float(end) for end in (figure.low, figure.high))
    return low, high, figure.open


def _is_least(figure: Range, figures: Sequence[Range]) -> Answer:
    """Answer whether *figure* is at most the low end of every other."""
    certain = all(
        other.low is not None and at_most(figure, other.low, other.unit) is Answer.YES
        for other in figures
        if _ends(other) != _ends(figure)
    )
    return Answer.YES if certain else Answer.MAYBE
