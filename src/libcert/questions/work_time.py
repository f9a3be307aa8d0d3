"""Work over time: how much of it counts between two days, and when it is enough.

All times are in slots (`model/month_slots.py`); a month has 31 slots.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Literal

from libcert.model.base import Model, model

Bound = Literal["low", "high"]
"""Which end of an amount to take: the least that certainly counts, or the most that may count."""


@model(kw_only=False)
class Period(Model):
    """Work from one slot to another, and the share of its time that counts."""

    start: int
    end: int | None
    """The first slot after it; None if it continues."""
    low: Fraction
    high: Fraction


@model(kw_only=False)
class CountedWork(Model):
    """The work of a person that counts, or may count, for a condition."""

    periods: tuple[Period, ...]
    low: Fraction
    high: Fraction
    """Work whose dates are unknown, in slots."""

    def between(self, start: int | None, end: int, bound: Bound) -> Fraction:
        """Return the slots that count from *start* (None: the first work) to *end*.

        Jobs at the same time count as one full-time job at most.
        """
        first = min((period.start for period in self.periods), default=end)
        start = first if start is None else max(start, first)
        borders = {border for period in self.periods for border in (period.start, period.end)}
        inside = (border for border in borders if border is not None and start < border < end)
        points = sorted({start, end, *inside})
        undated: Fraction = getattr(self, bound)
        return undated + sum(
            (to - from_) * self._share_at(from_, bound) for from_, to in pairwise(points)
        )

    def _share_at(self, slot: int, bound: Bound) -> Fraction:
        """Return the share of *slot* that counts, 1 at most."""
        shares = (
            getattr(period, bound)
            for period in self.periods
            if period.start <= slot and (period.end is None or slot < period.end)
        )
        return min(Fraction(1), sum(shares, Fraction(0)))

    def enough_from(self, needed: Fraction, window: int | None, today: int) -> int | None:
        """Return the first slot from *today* at which *needed* slots count for certain.

        Args:
            needed: How many slots are needed.
            window: How many slots back the work may be; None for no limit.
            today: The first slot to try.
        """

        def certain_by(slot: int) -> Fraction:
            return self.between(None if window is None else slot - window, slot, "low")

        if certain_by(today) >= needed:
            return today
        borders = {
            border + shift
            for period in self.periods
            for border in (period.start, period.end)
            if border is not None
            for shift in (0, window or 0)
        }
        # Between two borders the amount grows or falls evenly, so that a search finds the slot.
        last = today
        for border in sorted(border for border in borders if border > today):
            if certain_by(border) >= needed:
                return _first_slot(last, border, lambda slot: certain_by(slot) >= needed)
            last = border
        share = self._share_at(last, "low") if window is None else Fraction(0)
        return last + ceil((needed - certain_by(last)) / share) if share else None


def _first_slot(below: int, enough: int, holds: Callable[[int], bool]) -> int:
    """Return the first slot after *below*, up to *enough*, at which *holds* is true."""
    while enough - below > 1:
        middle = (below + enough) // 2
        below, enough = (below, middle) if holds(middle) else (middle, enough)
    return enough
