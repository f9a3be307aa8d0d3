"""Reasons: codes with data that explain an answer. `render/reasons.py` puts them into words."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from libcert.model.base import Model, model


@model
class Reason(Model):
    """Why an answer is as it is, or what would settle it."""

    code: str
    """The kind of reason, such as `experience-missing`."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The values that belong to it, by name."""
