"""The hints of errors in words, by their code."""

from collections.abc import Callable, Sequence
from typing import Final


def _hint(command: str, plain: str) -> Callable[..., str]:
    """Return the function for a hint that needs no data.

    Args:
        command: The hint for a person at the command line.
        plain: The hint for everybody else.
    """

    def words(*, options: bool) -> str:
        return command if options else plain

    return words


def _other_currency(*, options: bool, entries: Sequence[str]) -> str:
    if options:
        return f"give each of them again, or take them out with `--unset {','.join(entries)}`"
    return "give each of them again, or take them out"


HINT_WORDS: Final[dict[str, Callable[..., str]]] = {
    "invalid-catalogue": _hint(
        "`libcert schema --catalogue` prints what is allowed",
        "the JSON Schema of catalogues says what is allowed",
    ),
    "invalid-profile": _hint(
        "`libcert profile init --profile FILE` writes a file that explains each entry",
        "a new profile explains each entry",
    ),
    "other-currency": _other_currency,
    "profile-exists": _hint(
        "`libcert profile set` changes what it says", "change the profile that is there"
    ),
    "unknown-credential": _hint("`libcert list` shows every id", "the catalogue has every id"),
}
"""The function that words each hint; it takes `options` and the data of the reason."""
