"""Placeholder."""


def slug(id_: str) -> str:
    """Return a name for a file."""
    return id_.lower().replace("+", "-plus")
