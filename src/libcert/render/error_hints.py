"""The words of the hints of errors; `reasons` describes such a table of words."""

from collections.abc import Mapping, Sequence
from typing import Final

from libcert.render.phrases import Words


def _unset_option(entries: Sequence[str]) -> str:
    return f"set each of them again, or remove them with `--unset {','.join(entries)}`"


def _unset(entries: Sequence[str]) -> str:
    return f"set {', '.join(entries)} again, or remove them"


def _many(words: str, count: int) -> str:
    return f"{count} credentials have `{words}` in their name; name one by its id"


def _search(words: str, count: int) -> str:
    return f"{count} credentials have `{words}` in their name; `libcert search` shows them"


HINT_WORDS: Final[Mapping[str, Words]] = {
    "invalid-catalogue": (
        "the JSON Schema of catalogues describes the allowed entries",
        "`libcert schema --catalogue` prints a description of the allowed entries",
    ),
    "invalid-profile": (
        "a new profile explains each entry",
        "`libcert profile init --profile FILE` writes a file that explains each entry",
    ),
    "many-credentials": (_many, _search),
    "other-currency": (_unset, _unset_option),
    "profile-exists": (
        "change the existing profile",
        "use `libcert profile set` to change it",
    ),
    "table": (
        "a table has to become a catalogue first",
        "`libcert catalogue import FILE` makes a catalogue from a table",
    ),
    "unknown-credential": (
        "the catalogue contains every id",
        "`libcert list` shows every id",
    ),
}
