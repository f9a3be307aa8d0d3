"""How credentials differ, and which of them costs, takes or asks least."""

from collections.abc import Sequence
from typing import Final

from libcert.model.credential import Answer, Credential, Range
from libcert.questions.three_valued import at_most
from libcert.render.phrases import one_line

LEAST: Final = {"cost": "cheapest", "duration": "quickest", "experience": "least experience"}
"""The figures of which less is better, and what the least of each is called."""


def differing(credentials: Sequence[Credential]) -> frozenset[str]:
    """Return the fields in which *credentials* do not all say the same, notes apart."""
    return frozenset(
        field
        for field in Credential.FIELDS
        if len({one_line(field, getattr(credential, field)) for credential in credentials}) > 1
    )


def least(figures: Sequence[Range]) -> list[Answer]:
    """Answer for each of *figures* whether it is the least of those on record.

    The one with the lowest ends is a yes where it is the least in every case, and a maybe where the
    ranges overlap, where more comes on top or where another is not on record. All are a no where
    they are in several units, where fewer than two are on record and where all are the same.
    """
    known = [figure for figure in figures if figure.low is not None]
    ends = {_ends(figure) for figure in known}
    if len(ends) < 2 or len({figure.unit for figure in known}) > 1:  # noqa: PLR2004 - it takes two
        return [Answer.NO] * len(figures)
    lowest = min(ends)
    return [
        _is_least(figure, figures) if _ends(figure) == lowest else Answer.NO for figure in figures
    ]


def _ends(figure: Range) -> tuple[float, float, bool]:
    """Return the ends of a range, and whether more comes on top; no end on record is no limit."""
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
