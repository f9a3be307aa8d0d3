"""The sections of a long list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcert.model.base import Model, model

if TYPE_CHECKING:
    from libcert.model.types import Place


@model(kw_only=False)
class Section(Model):
    """Records that stand together in a list."""

    is_found: bool
    """Whether a public source shows them; the others are all in one section."""
    where: tuple[Place, ...] = ()
    """Their places."""
    family: str | None = None
    """Their family; None for families with few levels, and for records without one."""
