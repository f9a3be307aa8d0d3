"""A limit on the work of the searches for one answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ANSWER_LIMIT: Final = 450_000
"""The most work that all searches for one answer do together."""


class Meter:
    """Counts work instead of time, so that every machine gives the same answer.

    One unit is about the time to evaluate one placement of a task.
    """

    def __init__(self, left: int = ANSWER_LIMIT) -> None:
        self.left = left
        self._reserve = 0

    def charge(self, amount: int) -> None:
        """Count *amount* units of work."""
        self.left -= amount

    @property
    def exhausted(self) -> bool:
        """Whether the limit is reached."""
        return self.left <= self._reserve

    @contextmanager
    def limit(self, most: int) -> Iterator[None]:
        """Allow at most *most* units in the block, and at most a third of the work that is left.

        The other work is reserved for the other searches for the same answer.
        """
        before = self._reserve
        self._reserve = self.left - min(most, self.left // 3)
        try:
            yield
        finally:
            self._reserve = before
