"""Completion: answers to a shell while a person types, and its setup in the home folder."""

import contextlib
import io
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import typer

from libcert.cli.terminal import Output
from libcert.model.errors import LibcertError, OutputError, os_reason

INSTALL: Final = "--install-completion"
SHOW: Final = "--show-completion"
"""The options that Typer adds to the command line."""
_VARIABLE: Final = "_LIBCERT_COMPLETE"
"""The environment variable in which a shell asks for completions."""
_UNSAFE: Final = r"[^\w ,.()+=@/–-]+"


def is_asked() -> bool:
    """Return whether a shell asks for completions."""
    return _VARIABLE in os.environ


def typed_words() -> list[str]:
    """Return the words after `libcert` on the line that a shell asks to complete.

    Raises:
        BadParameter: If the environment variables of the shell are missing or wrong.
    """
    words = os.environ.get("COMP_WORDS")
    if os.environ[_VARIABLE].endswith("bash"):
        word = os.environ.get("COMP_CWORD", "")
        if words is None or not word.isdecimal() or len(word) > len(words) + 1:
            raise typer.BadParameter("COMP_WORDS and COMP_CWORD must hold the words typed so far")
    return (words or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()[1:]


def is_for_typer(argv: Sequence[str]) -> bool:
    """Return whether *argv* is about completion, which Typer answers by printing."""
    return is_asked() or any(word.startswith((INSTALL, SHOW)) for word in argv)


def answer(command: Any, argv: Sequence[str]) -> Any:  # noqa: ANN401 - a Click command; its result
    """Return what *command* answers to *argv*, or what Typer prints about completion.

    Raises:
        LibcertError: If Typer does not know the shell.
        OutputError: If completion cannot be set up in the home folder.
    """
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            result = command.main(args=argv, prog_name="libcert", standalone_mode=False)
    except SystemExit as end:  # Typer ends each completion this way
        result = end.code
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        if not any(word.startswith(INSTALL) for word in argv):
            raise
        raise OutputError(
            f"cannot set up completion in the home folder: {os_reason(error)}"
        ) from error
    if not isinstance(result, int):
        return result
    if result != 0:
        raise LibcertError(printed.getvalue().strip().removesuffix("."))
    return Output(printed.getvalue())


def harmless(text: str) -> str:
    """Return *text* with blanks instead of characters that could mean something to a shell.

    Some shells evaluate completions, and some get them as the markup of Rich.
    """
    return re.sub(_UNSAFE, " ", text)


def append_to(typed: str, words: Iterable[str]) -> list[str]:
    """Return each of *words* after the text *typed* so far; none if that text is not harmless."""
    return [typed + word for word in words] if typed == harmless(typed) else []
