"""Write a file completely or not at all, even if a signal interrupts it."""

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from libcert.model.errors import OutputError, os_reason

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def replace_file(path: Path | str, content: Iterable[bytes]) -> None:
    """Replace the file at *path* by the pieces of *content*, completely or not at all.

    The file keeps its mode and owner, and a symbolic link stays a link to it. A second name of the
    file (a hard link) keeps the old content. A device, a pipe or a file that this process has
    already opened is written to instead of replaced.

    Raises:
        OutputError: If it cannot be written. An existing file is then unchanged.
        BrokenPipeError: If *path* is a pipe and its reader has gone.
    """
    try:
        if os.fspath(path).endswith(os.sep):
            raise system_error(errno.EISDIR)
        with cleanup_on_signals():
            _write(Path(path), content)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise write_error(path, error) from error


def write_error(path: Path | str, error: Exception) -> OutputError:
    """Return the error to raise if *path* cannot be written because of *error*."""
    return OutputError(f"cannot write `{path}`: {os_reason(error)}")


def is_stream(path: Path) -> bool:
    """Return whether output to *path* is written to it directly, instead of replacing it."""
    try:
        return not stat.S_ISREG(path.stat().st_mode) or _file_descriptor(path) is not None
    except OSError:
        return False


@contextlib.contextmanager
def cleanup_on_signals() -> Iterator[None]:
    """Turn a signal that would end the process into an exception, so that cleanup code runs.

    Afterwards the signal is raised again and ends the process.
    """
    import signal  # most answers are not written to a file

    received: list[int] = []

    def interrupt(number: int, _: object) -> None:
        received.append(number)
        if received == [number]:  # a second signal must not interrupt the cleanup
            raise KeyboardInterrupt

    known = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    deadly = [number for number in known if number and signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        deadly = []  # Python lets only the main thread handle signals
    try:
        for number in deadly:
            signal.signal(number, interrupt)
        yield
    finally:
        for number in deadly:
            signal.signal(number, signal.SIG_DFL)
        for number in received[:1]:
            if number != signal.SIGINT:  # KeyboardInterrupt ends the process with its own exit code
                signal.raise_signal(number)


def system_error(number: int) -> OSError:
    """Return the error that the operating system would raise."""
    return OSError(number, os.strerror(number))


def _file_descriptor(path: Path) -> int | None:
    """Return the descriptor that *path* names, such as 1 for `/dev/stdout`; None for other paths.

    The path must exist: this does not end for links that form a circle.
    """
    descriptors = os.path.realpath("/dev/fd")
    while not (path.name.isdecimal() and os.path.realpath(path.parent) == descriptors):
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return int(path.name)


def _write(path: Path, content: Iterable[bytes]) -> None:
    if is_stream(path):
        descriptor = _file_descriptor(path)
        target = path if descriptor is None else os.dup(descriptor)
        with open(target, "wb") as stream:  # noqa: PTH123 - may be a descriptor
            stream.writelines(content)
        return
    path = Path(os.path.realpath(path))
    try:
        status = path.stat()
    except FileNotFoundError:
        status = None
    if status and not os.access(path, os.W_OK):
        raise system_error(errno.EACCES)
    temporary = path.parent / f".{path.name[:50]}.{os.urandom(6).hex()}"
    try:
        with open(os.open(temporary, _NEW, 0o600), "wb") as file:  # noqa: PTH123 - a descriptor
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        copy_owner_and_mode(status, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def copy_owner_and_mode(status: os.stat_result | None, path: Path) -> None:
    """Give *path* the owner and mode in *status*, or the usual mode of a new file if it is None."""
    if status:
        mode = status.st_mode
        with contextlib.suppress(OSError, AttributeError):  # not permitted, or not on this system
            os.chown(path, status.st_uid, status.st_gid)
    else:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    with contextlib.suppress(PermissionError):  # some file systems have no modes
        path.chmod(stat.S_IMODE(mode))
