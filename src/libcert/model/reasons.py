"""Reasons: codes with data that explain an answer. `render/reasons.py` turns them into text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, ClassVar, Final, Self

from libcert.model.base import Model, model

SEVERAL: Final = "several"
"""The code of a reason that consists of other reasons, which are in its data `reasons`."""


@model(kw_only=False)
class Reason(Model):
    """A reason for an answer, or information that would settle a maybe.

    Reasons with the same code and the same data are equal.
    """

    code: str
    """The kind of reason, such as `experience-missing`."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The data for the text of the reason, by name."""

    HAS_JSON_FORM: ClassVar = False  # JSON has its words

    @classmethod
    def of(cls, code: str, **data: object) -> Self:
        """Return the reason with *code* and *data*, whose values are hashable."""
        return cls.unvalidated({"code": code, "data": data})

    def __hash__(self) -> int:
        """Return the same number for equal reasons."""
        return hash((self.code, frozenset(self.data.items())))


def join_reasons(reasons: Iterable[Reason]) -> Reason | None:
    """Return one reason that consists of *reasons*, without duplicates; None if there are none."""
    parts: list[Reason] = []
    for reason in dict.fromkeys(reasons):
        parts += reason.data["reasons"] if reason.code == SEVERAL else [reason]
    if len(parts) > 1:
        return Reason.of(SEVERAL, reasons=tuple(parts))
    return parts[0] if parts else None
