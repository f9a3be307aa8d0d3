"""Files that people write: found, read with care, looked up line by line, and replaced whole."""

import codecs
import contextlib
import errno
import os
import stat
import threading
from collections.abc import Collection, Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any, Final

from libcert.files import parse
from libcert.files.parse import Notation, NotationError
from libcert.model.base import Model, value_class
from libcert.model.errors import (
    InvalidCatalogueError,
    InvalidProfileError,
    KeyPath,
    LibcertError,
    OutputError,
    os_reason,
)
from libcert.model.limits import MEGABYTE

BUNDLED: Final = ("certifications.toml", "credentials.toml", "sources.toml")
"""The files of the catalogue that libcert ships."""
PACKED: Final = "catalogue.packed"
"""The same in one, as it was checked when the wheel was built; a checkout has none."""


@value_class
class Kind(Model):
    """What a file is for."""

    name: str
    """What it is called in messages."""
    error: type[LibcertError]
    """What is raised where it cannot be read."""
    starter: str
    """The file to begin one with."""


CATALOGUE: Final = Kind("catalogue", InvalidCatalogueError, "starter.toml")
PROFILE: Final = Kind("profile", InvalidProfileError, "profile.toml")


@value_class
class File(Model):
    """A file as it was read."""

    name: str
    """What it is called in messages."""
    text: str
    """What it says, to the letter."""
    tables: dict[str, Any]
    """What that means."""
    notation: Notation = parse.TOML
    """The notation that gives it this meaning."""
    bundled: bool = False
    """Whether libcert ships it."""
    encoding: str = "utf-8"
    """Its encoding: UTF-8, with or without the mark at its beginning."""

    def lines(self, paths: Collection[KeyPath]) -> parse.Positions:
        """Return the line where each of *paths*, or as much of it as there is, begins."""
        found = self.notation.positions(self.text, paths)
        lines = {}
        for path in paths:
            there = path
            while there and there not in found:
                there = there[:-1]
            lines[path] = found.get(there, 1)
        return lines


def bundled() -> list[File]:
    """Return the files of the catalogue that libcert ships."""
    return [read(_folder() / name, bundled=True) for name in BUNDLED]


def packed() -> str | None:
    """Return the catalogue that libcert ships as it was packed; None where it was not."""
    path = _folder() / PACKED
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CATALOGUE.error(f"cannot read `{path}`: {os_reason(error)}") from error


def _folder() -> Path:
    """Return the data of an installed package, or else that of the checkout."""
    installed = Path(__file__).parents[1] / "data"
    return installed if installed.exists() else Path(__file__).resolve().parents[3] / "data"


def starter(kind: Kind) -> str:
    """Return the commented file that one of one's own begins with."""
    return (_folder() / kind.starter).read_text(encoding="utf-8")


def read(path: Path | str, kind: Kind = CATALOGUE, *, bundled: bool = False) -> File:
    """Return the file at *path*, which may come from anywhere.

    Raises:
        LibcertError: If it cannot be read, is too large or is not in its notation in UTF-8.
    """
    path = Path(path)
    notation = parse.of(path.name) if kind is CATALOGUE else parse.TOML
    no_file = kind.error(f"`{path}` is not a file that can be read as a {kind.name}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a device may do something
            raise no_file
        with open(path, "rb", buffering=0, opener=_without_waiting) as file:
            there = os.fstat(file.fileno())  # which may be another one by now
            if not stat.S_ISREG(there.st_mode):
                raise no_file
            if there.st_size > notation.max_bytes:
                raise _too_large(str(path), kind, notation)
            content = b"".join(_pieces(file, notation.max_bytes))
    except (OSError, ValueError) as error:  # the latter: a name that no file can have
        raise kind.error(f"cannot read `{path}`: {os_reason(error)}") from error
    name = path.name if bundled else str(path)
    return parsed(content, name, kind, notation, bundled=bundled)


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _pieces(file: FileIO, most: int) -> Iterator[bytes]:
    """Yield what *file* holds, but not much more than *most* bytes, were it to grow."""
    size = 0
    while size <= most and (piece := file.read(MEGABYTE)) != b"":
        if piece is None:  # it would have to be waited for
            raise _refused(errno.EAGAIN)
        size += len(piece)
        yield piece


def parsed(
    content: bytes,
    name: str,
    kind: Kind,
    notation: Notation = parse.TOML,
    *,
    bundled: bool = False,
) -> File:
    """Return the file that has the *content* and is called *name*.

    Raises:
        LibcertError: If it is too large or is not in its *notation* in UTF-8.
    """
    if len(content) > notation.max_bytes:
        raise _too_large(name, kind, notation)
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = content.decode(encoding)
        return File(name, text, notation.tables(text), notation, bundled, encoding)
    except UnicodeDecodeError as error:
        raise kind.error(
            f"`{name}` is not UTF-8 (byte {error.start + 1})",
            hint="save it with the encoding UTF-8",
        ) from error
    except NotationError as error:
        hint = "is a key or a table there twice?" if "overwrite" in str(error) else None
        raise kind.error(
            f"`{name}{error.place}` is not valid {notation.name}: {error}", hint=hint
        ) from error


def replace(path: Path | str, content: Iterable[bytes]) -> None:
    """Put the pieces of *content* in the place of the file at *path*, whole or not at all.

    The file keeps its mode and its owner, and a link still points to it; a second name of it (a
    hard link) keeps the old content. A device, a pipe or what is open already is written to.

    Raises:
        OutputError: If it cannot be written; a file that was there before is then as it was.
    """
    try:
        if os.fspath(path).endswith(os.sep):
            raise _refused(errno.EISDIR)
        with _undone_by_signals():
            _replace(Path(path), content)
    except BrokenPipeError:  # a reader that has gone has all that it wanted
        raise
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


def _too_large(name: str, kind: Kind, notation: Notation) -> LibcertError:
    larger = f"`{name}` is larger than {notation.max_bytes // MEGABYTE} MiB"
    if kind is CATALOGUE and notation is parse.TOML:
        return kind.error(larger, hint="write it as JSON or JSON Lines, which may be larger")
    return kind.error(f"{larger}, which no {kind.name} needs")


@contextlib.contextmanager
def _undone_by_signals() -> Iterator[None]:
    """Let a signal take back what is half done, where it would end the process in the middle."""
    import signal  # most answers go to no file

    came: list[int] = []

    def undo(number: int, _: object) -> None:
        came.append(number)
        if came == [number]:  # one more does not keep the first from being taken back
            raise KeyboardInterrupt

    known = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    ending = [number for number in known if number and signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        ending = []  # which alone may say what a signal does
    try:
        for number in ending:
            signal.signal(number, undo)
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)
        for number in came[:1]:
            if number != signal.SIGINT:  # which ends in an exit code of its own
                signal.raise_signal(number)


def unwritable(path: Path | str, error: Exception) -> OutputError:
    """Return what is to be said where *path* cannot be written because of *error*."""
    return OutputError(f"cannot write `{path}`: {os_reason(error)}")


def _refused(number: int) -> OSError:
    """Return the error that the system would raise."""
    return OSError(number, os.strerror(number))


def is_stream(path: Path) -> bool:
    """Return whether *path* is something that is written to and not replaced."""
    try:
        return not stat.S_ISREG(path.stat().st_mode) or _open_already(path) is not None
    except OSError:
        return False


def _open_already(path: Path) -> int | None:
    """Return which open file of this process *path* is a name of, such as `/dev/stdout`.

    It leads somewhere: links that go round do not.
    """
    here = os.path.realpath("/dev/fd")
    while not (path.name.isdecimal() and os.path.realpath(path.parent) == here):
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return int(path.name)


def _replace(path: Path, content: Iterable[bytes]) -> None:
    if is_stream(path):
        number = _open_already(path)
        with open(path if number is None else os.dup(number), "wb") as stream:  # noqa: PTH123
            stream.writelines(content)
        return
    path = Path(os.path.realpath(path))
    try:
        there = path.stat()
    except FileNotFoundError:
        there = None
    if there and not os.access(path, os.W_OK):
        raise _refused(errno.EACCES)
    beside = path.parent / f".{path.name[:50]}.{os.urandom(6).hex()}"
    try:
        with open(os.open(beside, _NEW, 0o600), "wb") as file:  # noqa: PTH123 - nobody else's
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        if there:
            mode = there.st_mode
            with contextlib.suppress(OSError, AttributeError):  # as far as that may be done here
                os.chown(beside, there.st_uid, there.st_gid)
        else:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        with contextlib.suppress(PermissionError):  # some file systems have no modes
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
