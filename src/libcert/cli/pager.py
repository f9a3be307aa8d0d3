"""The pager: a program that shows a long answer on a terminal page by page, such as `less`."""

import contextlib
import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final

DEFAULTS: Final = {"LESS": "FRX", "LV": "-c"}
"""Environment variables of pagers: leave at once if a page is enough, and show colors."""
NOT_STARTED: Final = (126, 127)
"""The exit codes with which a shell says that it could not start a program."""


def find_pager() -> str | None:
    """Return the command line of the pager; None if there is none, or if nobody wants it.

    LIBCERT_PAGER decides, then PAGER; if it is empty or `cat`, there is no pager.
    """
    if os.environ.get("TERM") == "dumb":
        return None
    command = os.environ.get("LIBCERT_PAGER", os.environ.get("PAGER"))
    if command is None:
        return next(filter(shutil.which, ("less", "more")), None)
    program = command.split()[:1]
    return command if program and program != ["cat"] and shutil.which(program[0]) else None


def is_long(pieces: Iterable[str], columns: int, rows: int) -> tuple[bool, list[str]]:
    """Return whether *pieces* need more than *rows*, and the pieces taken to find that out."""
    taken: list[str] = []
    for piece in pieces:
        taken.append(piece)
        lines = re.sub(r"\x1b\[[0-9;]*m|\x1b]8;[^\x1b]*\x1b\\", "", piece).split("\n")[:-1]
        rows -= sum(max(1, -(-len(line) // columns)) for line in lines)
        if rows < 0:
            return True, taken
    return False, taken


def page(command: str, pieces: Iterator[str], encode: Callable[[str], bytes]) -> Iterator[str]:
    """Show *pieces* with the pager *command* until the person leaves it.

    Returns:
        The pieces if the pager cannot be started; nothing otherwise.
    """
    import subprocess  # only long answers on a terminal need it

    charset = {"LESSCHARSET": "utf-8"} if encode("–") == "–".encode() else {}
    given: list[str] = []
    with _ignore_interrupts():
        try:
            process = subprocess.Popen(  # noqa: S602 - a pager is a command line, as for `git`
                command, shell=True, stdin=subprocess.PIPE, env=DEFAULTS | charset | os.environ
            )
        except OSError:
            return pieces
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            _give(pieces, process.stdin, given, encode)
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
    return itertools.chain(given, pieces) if process.returncode in NOT_STARTED else iter(())


def _give(
    pieces: Iterable[str], pipe: IO[bytes], given: list[str], encode: Callable[[str], bytes]
) -> None:
    """Write *pieces* to *pipe* until its reader has gone, and add them to *given*."""
    for piece in pieces:
        given.append(piece)
        try:
            pipe.write(encode(piece))
        except BrokenPipeError:
            return


@contextlib.contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Let only the pager react to Ctrl-C, so that it can give the terminal back."""
    import signal  # slow to import

    # A new program starts without this handler, but it would keep ignoring an ignored signal.
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
