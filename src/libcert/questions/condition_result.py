"""The result of one condition, before it has a text."""

from datetime import date
from typing import NamedTuple

from libcert.model.credential import Answer
from libcert.model.reasons import Reason
from libcert.model.results import MissingFrom


class ConditionResult(NamedTuple):
    """Whether a person meets one condition."""

    answer: Answer
    from_: date | None = None
    """The first day from today on which it is a yes for certain.

    None: time alone never makes it certain.
    """
    gap: MissingFrom | None = None
    """Who leaves it open; None unless the answer is maybe."""
    need: Reason | None = None
    """What is lacking, or what would settle it; None if it is met."""
    credential: str | None = None
    """The credential that is asked for, if the person has not said that they hold it."""
