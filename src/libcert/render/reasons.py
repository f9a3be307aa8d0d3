"""Reasons in words: the one place where a reason code becomes a sentence."""

from collections.abc import Callable
from typing import Any, Final

from libcert.model.reasons import Reason


def describe(reason: Reason, *, options: bool = False) -> str:
    """Return *reason* in words; with *options* it names the command-line option to type."""
    return _WORDS[reason.code](options=options, **reason.data)


_WORDS: Final[dict[str, Callable[..., Any]]] = {}
"""What puts each code into words."""
