"""Reasons: codes with data that explain an answer. `render/reasons.py` puts them into words."""

from collections.abc import Mapping
from typing import Any

from libcert.model.base import EMPTY, Model


class Reason(Model):
    """Why an answer is as it is, or what would settle it."""

    code: str
    """The kind of reason, such as `experience-missing`."""
    data: Mapping[str, Any] = EMPTY
    """The values that belong to it, by name."""
