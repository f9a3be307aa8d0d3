"""The result of one condition, without its text."""

from datetime import date
from typing import NamedTuple

from libcert.model.credential import Answer
from libcert.model.reasons import Reason
from libcert.model.results import MissingFrom


class ConditionResult(NamedTuple):
    """Whether a person meets one condition."""

    answer: Answer
    from_: date | None = None
    """The first day from today on which the answer is certainly yes.

    None if time alone never makes it yes.
    """
    gap: MissingFrom | None = None
    """Whether the person or the record leaves it open; None unless the answer is maybe."""
    need: Reason | None = None
    """The missing part, or the information that would settle it; None if the condition is met."""
    credential: str | None = None
    """The required credential, unless the person says that they hold it."""
