"""The outside of the process: streams, the terminal, environment variables and the clock."""

import codecs
import contextlib
import functools
import io
import itertools
import os
import re
import shutil
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TextIO, cast

from libcert.cli import pager
from libcert.files.replace import is_stream, replace_file
from libcert.model.base import Model, model
from libcert.model.errors import InvalidCatalogueError, OutputError, os_reason
from libcert.model.sanitize import clean

_PLAINER: Final = {
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
    "§": "&",
    "¶": "%",
    "\N{NO-BREAK SPACE}": " ",
}
"""Substitutes for characters of libcert that the encoding of a stream may lack."""


@model(kw_only=False)
class Output(Model):
    """A text or the content of a file to write, and the notes that follow it on standard error."""

    text: str | bytes | Iterable[str]
    """The text with its final newline, or pieces of it; bytes if a format is no text."""
    path: str | None = None
    """The file to write to; None and `-` mean standard output."""
    utf_8: bool = False
    """Whether to write UTF-8 even if standard output has another encoding."""
    is_file_name: bool = False
    """Whether the text is the name of a file: exact in a pipe, harmless on a terminal."""
    is_prose: bool = False
    """Whether a terminal shows the text with its lines wrapped between words."""
    paged: bool = True
    """Whether a terminal shows the text page by page if it is longer than the screen."""
    notes: Sequence[str | Sequence[str]] = ()
    """The notes, each one line or several."""


# --- Standard output and files --------------------------------------------------------------------


def write(output: Output, end_progress: Callable[[], object] = lambda: None) -> None:
    """Write *output*; to a file in UTF-8, completely or not at all.

    Args:
        output: The output.
        end_progress: Called before the first text goes to a terminal.

    Raises:
        OutputError: If it cannot be written; an existing file then keeps its content.
        BrokenPipeError: If the reader of standard output has closed the pipe.
    """
    if isinstance(output.text, bytes):
        _write_bytes(output.text, output.path)
        return
    pieces = [output.text] if isinstance(output.text, str) else output.text
    if output.path is not None and output.path != "-":
        replace_file(output.path, (_utf_8(piece) for piece in pieces))
        return
    pieces = filter(None, pieces)  # an empty answer must not fail on a closed stdout
    if stdout_is_terminal():
        pieces = _shown(output, pieces, end_progress)
    for piece in pieces:
        if sys.stdout is None:
            raise OutputError(_CLOSED)
        with _naming_errors():
            if output.utf_8 or output.is_file_name:
                sys.stdout.buffer.write(_encode(output, piece))
            else:
                sys.stdout.write(piece)
    if sys.stdout is not None:
        with _naming_errors():
            sys.stdout.flush()


def _write_bytes(content: bytes, path: str | None) -> None:
    """Write a file that is no text; see `write`."""
    if path is not None and path != "-":
        replace_file(path, [content])
        return
    if sys.stdout is None:
        raise OutputError(_CLOSED)
    with _naming_errors():
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


_CLOSED: Final = "cannot write the answer: standard output is closed"


def _shown(
    output: Output, pieces: Iterator[str], end_progress: Callable[[], object]
) -> Iterator[str]:
    """Show the text of *output* in a pager if it is long; else yield it as a terminal shows it."""
    if output.is_prose:
        pieces = (fill(piece, width()) for piece in pieces)
    if output.is_file_name:
        pieces = (clean(piece.rstrip("\n")) + "\n" for piece in pieces)
    command = pager.find_pager() if output.paged else None
    if command is not None:
        rows = height() - 1  # the last one has the prompt
        needed, taken = pager.is_long(pieces, width(), rows)
        pieces = itertools.chain(taken, pieces)
        if needed:
            end_progress()
            with _naming_errors():
                sys.stdout.flush()
            pieces = pager.page(command, pieces, functools.partial(_encode, output))
    for piece in pieces:
        end_progress()
        yield piece


def _encode(output: Output, piece: str) -> bytes:
    """Return a piece of the text as bytes for standard output."""
    if output.is_file_name:
        return os.fsencode(piece)
    return _utf_8(piece) if output.utf_8 else piece.encode(sys.stdout.encoding, "libcert")


@contextlib.contextmanager
def _naming_errors() -> Iterator[None]:
    """Turn errors of standard output into an `OutputError`, except a closed pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write the answer: {os_reason(error)}") from error


def _utf_8(piece: str) -> bytes:
    return piece.encode(errors="backslashreplace")


def would_replace(path: str) -> bool:
    """Return whether an output to *path* would replace something."""
    return os.path.lexists(path) and not is_stream(Path(path))


# --- Standard error -------------------------------------------------------------------------------


def print_note(note: str | Sequence[str]) -> None:
    """Print a note of one line or several."""
    _print_message("note", *([note] if isinstance(note, str) else note))


def print_error(lines: Sequence[str], hint: str | None = None) -> None:
    """Print an error of one line or several, and how to solve it."""
    _print_message("error", *lines)
    if hint is not None:
        _print_message("hint", hint)


def _print_message(kind: str, *lines: str) -> None:
    """Print to standard error; if it is closed or full, the message is lost."""
    if sys.stderr is None:
        return
    text = "\n  ".join([f"{kind}: {clean(lines[0])}", *map(clean, lines[1:])])
    with contextlib.suppress(OSError):
        if sys.stderr.isatty():
            text = wrap(text, width(sys.stderr))
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - the place for it


def wrap(text: str, columns: int) -> str:
    """Return *text* with no line longer than *columns*, unless a word is.

    What continues a line is indented more than the line itself.
    """
    return "\n".join(
        wrapped for line in text.split("\n") for wrapped in _wrapped(line, columns, hang="  ")
    )


def fill(text: str, columns: int) -> str:
    """Return *text* like `wrap`; the end of a long line runs on into the next line of a paragraph.

    Lines that begin with a blank, and those that are short enough, stay as they are.
    """
    lines: list[str] = []
    rest = ""
    for line in text.split("\n"):
        runs_on = rest and line and not line.startswith(" ")
        if rest and not runs_on:
            lines.append(rest)
        *full, rest = _wrapped(f"{rest} {line}" if runs_on else line, columns)
        lines += full
        if not full and not runs_on:
            lines.append(rest)
            rest = ""
    return "\n".join([*lines, rest] if rest else lines)


def _wrapped(line: str, columns: int, hang: str = "") -> Iterator[str]:
    start = " " * (len(line) - len(line.lstrip(" ")))
    first, *words = re.split("(?<=[^ ]) ", line)
    for word in words:
        if _cells(first) + 1 + _cells(word) > columns:
            yield first
            first = f"{start}{hang}{word.lstrip(' ')}"
        else:
            first = f"{first} {word}"
    yield first


def _cells(text: str) -> int:
    """Return the columns that *text* takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide


@contextlib.contextmanager
def progress(*, wanted: bool = True) -> Iterator[Callable[[], None]]:
    """Show on a terminal that work continues, if it takes longer than a second.

    Yields:
        A function that ends the display before the `with` block ends; it may be called again.
    """
    with contextlib.ExitStack() as display:
        if wanted and not is_dumb() and sys.stderr is not None and sys.stderr.isatty():
            done = threading.Event()
            thread = threading.Thread(target=_show_seconds, args=(done,), daemon=True)
            with contextlib.suppress(RuntimeError):  # without a thread there is no display
                thread.start()
                display.callback(thread.join)
                display.callback(done.set)
        yield display.close


def _show_seconds(done: threading.Event) -> None:
    text, seconds = "", 0
    while not done.wait(1):
        seconds += 1
        text = f"working, {seconds} s (Ctrl-C stops it)"[: width() - 1]
        _redraw(f"\r{text}")
    if text:
        _redraw(f"\r{' ' * len(text)}\r")


def _redraw(text: str) -> None:
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - the place for it


# --- Terminal and environment ---------------------------------------------------------------------


def read_input(max_bytes: int) -> bytes:
    """Return what is on standard input, at most one byte more than *max_bytes*.

    Raises:
        InvalidCatalogueError: If it is closed or cannot be read.
    """
    if sys.stdin is None:
        raise InvalidCatalogueError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read(max_bytes + 1)
    except OSError as error:
        raise InvalidCatalogueError(f"cannot read standard input: {os_reason(error)}") from error


def stdout_is_terminal() -> bool:
    """Return whether a person looks at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def width(stream: TextIO | None = None) -> int:
    """Return the columns of the terminal: from COLUMNS, else its own; 80 if neither is known.

    A terminal that says it has none, as in a script, does not know them.

    Args:
        stream: A stream to the terminal; None means standard output.
    """
    fallback = (80, 24)
    if stream is not None:
        with contextlib.suppress(OSError):
            fallback = os.get_terminal_size(stream.fileno())
    return min(shutil.get_terminal_size(fallback).columns or 80, 1_000)


def height() -> int:
    """Return the lines of the terminal: from LINES, else its own; 24 if neither is known."""
    return shutil.get_terminal_size().lines


def open_in_browser(path: str) -> bool:
    """Open the file *path* in the browser of the person; return whether one was found."""
    import webbrowser  # few commands need it

    return webbrowser.open(Path(path).resolve().as_uri())


def can_ask() -> bool:
    """Return whether a person looks at standard output and can type."""
    return stdout_is_terminal() and sys.stdin is not None and sys.stdin.isatty()


def say(text: str = "") -> None:
    """Print a line between two questions, wrapped to the width of the terminal."""
    print(fill(clean(text), max(width() - 1, 20)), flush=True)  # noqa: T201 - the place for it


def is_dumb() -> bool:
    """Return whether the terminal can only print lines."""
    return os.environ.get("TERM") == "dumb"


def read_line(prompt: str) -> str:
    """Return the line that a person types on a terminal that can only print lines.

    Raises:
        KeyboardInterrupt: If they press Ctrl-C.
        EOFError: If the input ends.
    """
    import signal  # slow; few commands need it

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(f"{prompt} ")
    finally:
        signal.signal(signal.SIGINT, before)


def color() -> bool:
    """Return whether to use colors: NO_COLOR decides, then FORCE_COLOR, then the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stdout_is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def links() -> bool:
    """Return whether to show links that a person can follow: only on a terminal with colors."""
    return (
        stdout_is_terminal()
        and color()
        and os.environ.get("TERM") != "linux"
        and os.environ.get("FORCE_HYPERLINK") != "0"
    )


def today() -> date:
    """Return the local date. Nothing else in libcert reads the clock."""
    return date.today()  # noqa: DTZ011 - local, whatever the time zone


def own_catalogues() -> list[str]:
    """Return the catalogue files in LIBCERT_CATALOGUE."""
    return [path for path in os.environ.get("LIBCERT_CATALOGUE", "").split(os.pathsep) if path]


def own_profile() -> str | None:
    """Return the profile in LIBCERT_PROFILE, or None."""
    return os.environ.get("LIBCERT_PROFILE") or None


def settings_folder() -> Path | None:
    """Return the folder for the profile on this system; None if there is no home folder."""
    from platformdirs import user_config_path  # only questions about a person need it

    try:
        folder = user_config_path("libcert", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None  # older versions return the `~`


# --- Encodings ------------------------------------------------------------------------------------


def prepare_streams() -> None:
    """Make the standard streams take any character: plainer ones replace what they cannot encode.

    A stream is None if it is closed.
    """
    codecs.register_error("libcert", _plainer)
    sys.stdout, sys.stderr = (
        None if stream is None else _prepare(cast("io.TextIOWrapper", stream))
        for stream in (sys.stdout, sys.stderr)
    )


def _prepare(stream: io.TextIOWrapper) -> TextIO:
    if isinstance(stream.buffer, io.RawIOBase):
        # Under `python -u` stdout is unbuffered, and a write may store only part of the data.
        buffer = io.BufferedWriter(stream.buffer)
        stream = io.TextIOWrapper(buffer, stream.encoding, line_buffering=True)
    stream.reconfigure(errors="libcert")
    return stream


def _plainer(problem: UnicodeError) -> tuple[str | bytes, int]:
    """Return the substitute for characters that cannot be encoded, and where to continue."""
    assert isinstance(problem, UnicodeEncodeError)  # noqa: S101 - only streams for writing use it
    text = problem.object[problem.start : problem.end]
    return "".join(_PLAINER.get(c) or _escape(c) for c in text), problem.end


def _escape(character: str) -> str:
    """Return the code of a character; a few encodings lack even some of ASCII."""
    if character.isascii():
        return f"\\x{ord(character):02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")
