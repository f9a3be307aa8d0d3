"""What a shell asks while somebody types, and what it reads when it starts."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import typer

from libcert.model.errors import OutputError, os_reason

INSTALL: Final = "--install-completion"
"""The option of Typer's that sets completion up."""
_ASKED: Final = "_LIBCERT_COMPLETE"
"""What a shell says in the environment when it asks."""
_READ_AT_START: Final = (".bashrc", ".zshrc")
"""The files of a person that Typer writes anew."""
_NO_TEXT: Final = r"[^\w ,.()+=@/–-]+"
_SPARE: Final = 16 * 1024
"""More bytes than Typer adds."""


def asked() -> bool:
    """Return whether a shell asks, for somebody who is still typing."""
    return _ASKED in os.environ


def typed() -> list[str]:
    """Return the words after `libcert` that a shell asks to complete, as far as they are typed.

    Raises:
        BadParameter: If the shell does not say what is typed.
    """
    words = os.environ.get("COMP_WORDS")
    if os.environ[_ASKED].endswith("bash"):
        word = os.environ.get("COMP_CWORD", "")
        if words is None or not word.isdecimal() or len(word) > len(words) + 1:
            raise typer.BadParameter("COMP_WORDS and COMP_CWORD do not say what is typed")
    return (words or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()[1:]


def harmless(text: str) -> str:
    """Return *text* with blanks for all that a shell may take for more than text.

    Some evaluate what they are offered, and some get it as the markup of Rich.
    """
    return re.sub(_NO_TEXT, " ", text)


def continued(begun: str, words: Iterable[str]) -> list[str]:
    """Return *words* behind what is typed already, unless that is more than text."""
    return [begun + word for word in words] if begun == harmless(begun) else []


def try_to_write() -> None:
    """See that there is room for what shells read at their start, before Typer writes it anew.

    Raises:
        OutputError: If there is not; nothing is changed then.
        RuntimeError: If there is no home folder.
    """
    home = Path.home()
    there = [home / name for name in _READ_AT_START]
    trial = home / f".libcert-{os.urandom(6).hex()}"
    try:
        needed = sum(path.stat().st_size for path in there if path.is_file())
        trial.write_bytes(os.urandom(needed + _SPARE))
    except OSError as error:
        raise OutputError(f"cannot write to `{home}`: {os_reason(error)}") from error
    finally:
        with contextlib.suppress(OSError):
            trial.unlink()
