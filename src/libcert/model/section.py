"""A section of a list: the records that stand together below one title."""

from typing import NamedTuple


class Section(NamedTuple):
    """Records that stand together in a list."""

    is_found: bool
    """Whether a public source shows them; the others are all in one section."""
    where: tuple[str, ...] = ()
    """Their places."""
    family: str | None = None
    """Their family; None for families with few levels, and for records without one."""
