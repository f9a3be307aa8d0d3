"""Work over time: how much of it counts between two days, and when it is enough.

All times are in slots (`model/month_slots.py`); a month has 31 slots.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil
from operator import itemgetter
from typing import Literal, get_args

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
        before = Fraction(0) if start is None else self._counted_until(start, bound)
        undated: Fraction = getattr(self, bound)
        return undated + self._counted_until(end, bound) - before

    def _counted_until(self, slot: int, bound: Bound) -> Fraction:
        """Return the slots that count before *slot*, without the undated work."""
        steps = self._steps[bound]
        index = bisect_right(steps, slot, key=itemgetter(0)) - 1
        if index < 0:
            return Fraction(0)
        start, share, counted = steps[index]
        return counted + (slot - start) * share

    @cached_property
    def _steps(self) -> Mapping[Bound, Sequence[tuple[int, Fraction, Fraction]]]:
        """For each slot at which a share changes: the slot, the share, and what counts before."""
        borders = {border for period in self.periods for border in (period.start, period.end)}
        slots = sorted(border for border in borders if border is not None)
        bounds: tuple[Bound, ...] = get_args(Bound)
        steps: dict[Bound, list[tuple[int, Fraction, Fraction]]] = {bound: [] for bound in bounds}
        for bound in bounds:
            counted = Fraction(0)
            for slot, following in zip(slots, [*slots[1:], *slots[-1:]], strict=True):
                share = self._share_at(slot, bound)
                steps[bound].append((slot, share, counted))
                counted += (following - slot) * share
        return steps

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
