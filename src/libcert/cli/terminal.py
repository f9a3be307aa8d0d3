"""The edge to the outside: where answers, notes and errors go, and what the terminal is."""

import codecs
import contextlib
import io
import itertools
import os
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from libcert import files
from libcert.model.base import Model, value_class
from libcert.model.errors import OutputError, os_reason
from libcert.model.sanitize import clean

_PLAINER = {
    "–": "-",
    "…": "...",
    "•": "*",
    "─": "-",
    "—": "-",
    "£": "GBP ",
    "€": "EUR ",
    "█": "#",
    "·": ".",
    "░": ":",
    "†": "+",
    "‡": "#",
    "\N{NO-BREAK SPACE}": " ",
}
"""What stands for a character of ours where the encoding of a stream has none."""


@value_class
class Written(Model):
    """A text for the person or program that asked."""

    text: str | Iterable[str]
    """The text, with its final newline, or the pieces of it."""
    path: str | None = None
    """The file that it goes to; None and `-` are standard output."""
    utf_8: bool = False
    """Whether it is in UTF-8 even where standard output has another encoding."""
    name: bool = False
    """Whether it is the name of a file: exact for programs, harmless on a terminal."""
    notes: Sequence[str | Sequence[str]] = ()
    """What is to be said beside it, once it is written."""


def begun(answer: Written) -> Written:
    """Return *answer* once the first piece of it is there."""
    if isinstance(answer.text, str):
        return answer
    pieces = iter(answer.text)
    return answer.replace(text=itertools.chain([next(pieces, "")], pieces))


def watched(answer: Written) -> bool:
    """Return whether a person sees *answer* while it is written."""
    return answer.path in {None, "-"} and drawn()


def write(answer: Written) -> None:
    """Write *answer* where it is to go; to a file in UTF-8, whole or not at all.

    Raises:
        OutputError: If it cannot be written; a file that was there before is then as it was.
    """
    pieces = [answer.text] if isinstance(answer.text, str) else answer.text
    if answer.path is not None and answer.path != "-":
        files.replace(answer.path, _encoded(pieces))
        return
    for piece in filter(None, pieces):  # what has nothing to say needs nobody who listens
        if sys.stdout is None:
            raise OutputError("cannot write the answer: standard output is closed")
        with _answering():
            if answer.utf_8:
                sys.stdout.buffer.write(piece.encode(errors="backslashreplace"))
            elif not answer.name:
                sys.stdout.write(piece)
            elif drawn():
                sys.stdout.write(clean(piece.rstrip("\n")) + "\n")
            else:
                sys.stdout.buffer.write(os.fsencode(piece))
    if sys.stdout is not None:
        with _answering():
            sys.stdout.flush()


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Name what keeps standard output from taking the answer; a reader that has gone is not it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write the answer: {os_reason(error)}") from error


def _encoded(pieces: Iterable[str]) -> Iterable[bytes]:
    return (piece.encode(errors="backslashreplace") for piece in pieces)


def replaces(path: str) -> bool:
    """Return whether something is at *path* that an answer would take the place of."""
    return os.path.lexists(path) and not files.is_stream(Path(path))


def note(said: str | Sequence[str]) -> None:
    """Say something beside the answer, in one line or several."""
    _say("note", *([said] if isinstance(said, str) else said))


def error(lines: Sequence[str], hint: str | None = None) -> None:
    """Say what went wrong, in one line or several, and how to mend it."""
    _say("error", *lines)
    if hint is not None:
        _say("hint", hint)


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Say on a terminal that something is under way, once it takes longer than a second."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()

    def say() -> None:
        said, seconds = "", 0
        while not done.wait(1):
            seconds += 1
            said = f"working, {seconds} s (Ctrl-C ends it)"[: width() - 1]
            _redraw(f"\r{said}")
        if said:
            _redraw(f"\r{' ' * len(said)}\r")

    teller = threading.Thread(target=say, daemon=True)
    try:
        teller.start()
    except RuntimeError:  # where no thread may be had, nothing is said
        yield
        return
    try:
        yield
    finally:
        done.set()
        teller.join()


def _redraw(text: str) -> None:
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - as in `_say`


def today() -> date:
    """Return the day it is here, the only thing that libcert asks the clock."""
    return date.today()  # noqa: DTZ011 - here, whatever the zone is


def own_catalogues() -> list[str]:
    """Return the catalogue files that the environment names."""
    return [path for path in os.environ.get("LIBCERT_CATALOGUE", "").split(os.pathsep) if path]


def own_profile() -> str | None:
    """Return the profile that the environment names."""
    return os.environ.get("LIBCERT_PROFILE") or None


def settings_folder() -> Path | None:
    """Return where this machine keeps what a person tells libcert; None where they have no home."""
    from platformdirs import user_config_path  # not every question is about a person

    try:
        folder = user_config_path("libcert", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None  # older ones give back the `~`


def drawn() -> bool:
    """Return whether a person looks at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int:
    """Return the columns there are, from COLUMNS or else the terminal; 80 where nothing says."""
    return min(shutil.get_terminal_size().columns, 1_000)


def colour() -> bool:
    """Return whether colours are wanted: NO_COLOR, then FORCE_COLOR, then the terminal decides."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return drawn() and os.environ.get("TERM", "dumb") != "dumb"


def _say(kind: str, *lines: str) -> None:
    """Write lines to standard error; where that is closed or full, there is nobody to tell."""
    if sys.stderr is None:
        return
    said = "\n  ".join(map(clean, lines))
    with contextlib.suppress(OSError):
        print(f"{kind}: {said}", file=sys.stderr, flush=True)  # noqa: T201 - the one place that says


def prepare_streams() -> None:
    """Let no character be a reason to fail: what an encoding lacks is written in a plainer way."""
    codecs.register_error("libcert", _plainer)
    sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)


def _prepared(stream: Any) -> Any:  # noqa: ANN401 - None where it is closed
    if stream is None:
        return None
    if isinstance(stream.buffer, io.RawIOBase):
        # So it is with `python -u`, and a raw stream may write a part and call that a success.
        buffer = io.BufferedWriter(stream.buffer)
        stream = io.TextIOWrapper(buffer, stream.encoding, line_buffering=True)
    stream.reconfigure(errors="libcert")
    return stream


def _plainer(problem: UnicodeError) -> tuple[str | bytes, int]:
    assert isinstance(problem, UnicodeEncodeError)  # noqa: S101 - only streams written to ask
    text = problem.object[problem.start : problem.end]
    return "".join(_PLAINER.get(c) or _by_code(c) for c in text), problem.end


def _by_code(character: str) -> str:
    """Return a character by its code; a few encodings lack some of ASCII itself."""
    if character.isascii():
        return f"\\x{ord(character):02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")
