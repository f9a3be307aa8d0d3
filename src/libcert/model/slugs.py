"""Names of files and pages that are made from ids."""

from typing import Final

_ESCAPES: Final = {"+": "_plus", "_": "__"}
"""What stands for a character of an id that is not safe, or that begins such an escape."""
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "index"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that Windows or a web server keeps for itself, with any suffix."""


def slug(id_: str) -> str:
    """Return a name for the file or page of the record *id_*: `lssc`, or `a_plus` for `A+`.

    It is safe in a file name and in a URL, and no two ids have the same one, because the case of an
    id does not matter.
    """
    name = "".join(_ESCAPES.get(character, character) for character in id_.lower())
    # An id begins with a letter or a digit, so this cannot be the name for another id.
    return f"_{name}" if name.partition(".")[0] in _RESERVED else name
