"""Reasons in words: the one place where a reason code becomes a sentence."""

from collections.abc import Callable
from typing import Final

from libcert.model.reasons import Reason
from libcert.render.error_hints import HINT_WORDS


def describe(reason: Reason, *, options: bool = False) -> str:
    """Return *reason* in words; with *options* it names the command-line option to type."""
    return _WORDS[reason.code](options=options, **reason.data)


_WORDS: Final[dict[str, Callable[..., str]]] = {
    **HINT_WORDS,
}
"""What puts each code into words."""
