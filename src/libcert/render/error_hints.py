"""The words of the hints of errors; see `reasons` for what a table of words has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

_Template = str | Callable[..., str]
_Words = _Template | tuple[_Template, _Template]


def _unset_option(entries: Sequence[str]) -> str:
    return f"give each of them again, or take them out with `--unset {','.join(entries)}`"


def _unset(entries: Sequence[str]) -> str:
    return f"give {', '.join(entries)} again, or take them out"


HINT_WORDS: Final[Mapping[str, _Words]] = {
    "invalid-catalogue": (
        "the JSON Schema of catalogues says what is allowed",
        "`libcert schema --catalogue` prints what is allowed",
    ),
    "invalid-profile": (
        "a new profile explains each entry",
        "`libcert profile init --profile FILE` writes a file that explains each entry",
    ),
    "other-currency": (_unset, _unset_option),
    "profile-exists": (
        "change the profile that is there",
        "`libcert profile set` changes what it says",
    ),
    "unknown-credential": (
        "the catalogue has every id",
        "`libcert list` shows every id",
    ),
}
"""The words for everyone, and those that name the command to type."""
