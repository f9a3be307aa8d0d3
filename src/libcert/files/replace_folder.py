"""Replace a folder of pages completely or not at all, even if a signal interrupts it."""

import contextlib
import errno
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from libcert.files.replace import (
    cleanup_on_signals,
    copy_owner_and_mode,
    system_error,
    write_error,
)
from libcert.model.errors import OutputError

CONTENTS: Final = "libcert-site.txt"
"""The file that lists the files of a folder, so that only those are ever replaced."""
_HEAD: Final = """\
`libcert site` wrote the files below. When it writes this folder again, it replaces all of them.
It refuses to do so if there are other files, which would be lost.

"""
_ABANDONED: Final = 3_600
"""The seconds after which nothing writes a folder any more."""
MOST_NAMED: Final = 3
"""The most foreign files that an error names."""


def replace_folder(path: Path | str, pages: Iterable[tuple[str, str]]) -> int:
    """Replace the folder at *path* by *pages*, completely or not at all.

    The new folder is written beside the old one and then takes its place. A symbolic link stays a
    link to the folder. A new folder that an earlier run was killed in is removed after an hour.

    Args:
        path: The folder. It may be missing or empty, or have only files that this function wrote.
        pages: The path of each file inside the folder, with slashes, and its text.

    Returns:
        The number of files of *pages*.

    Raises:
        OutputError: If it cannot be written. An existing folder is then unchanged.
    """
    try:
        folder = Path(os.path.realpath(path))
        _check(folder, path)
        with cleanup_on_signals():
            count = _replace(folder, pages)
            _remove_remains(folder)
            return count
    except (OSError, ValueError) as error:
        raise write_error(path, error) from error


def _check(folder: Path, name: Path | str) -> None:
    """Raise an error unless *folder* is missing, or may be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"`{name}` is a file; name a folder for the website")
    if Path.cwd().is_relative_to(folder):
        raise OutputError(
            f"`{name}` has the current folder in it, so it cannot be replaced",
            hint="name a new folder, such as `site`",
        )
    if not os.access(folder, os.W_OK):
        raise system_error(errno.EACCES)
    own = _own_files(folder)
    others = sorted(file for file in _files(folder) if file not in own)
    if not others:
        return
    named = ", ".join(f"`{file}`" for file in others[:MOST_NAMED])
    more = len(others) - MOST_NAMED
    raise OutputError(
        f"`{name}` has files that `libcert site` did not write: "
        f"{named}{f' and {more} more' if more > 0 else ''}",
        hint="name a new or empty folder",
    )


def _own_files(folder: Path) -> set[str]:
    """Return the files that the list in *folder* names; none if there is no list."""
    try:
        lines = (folder / CONTENTS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return set()
    return {*lines[len(_HEAD.splitlines()) :], CONTENTS}


def _files(folder: Path) -> Iterator[str]:
    """Yield the path of each file in *folder*, and of each folder that is empty."""
    for inner, folders, files in os.walk(folder):
        place = PurePosixPath(Path(inner).relative_to(folder).as_posix())
        for name in folders:
            if (Path(inner) / name).is_symlink() or not any((Path(inner) / name).iterdir()):
                yield str(place / name)
        yield from (str(place / name) for name in files)


def _replace(folder: Path, pages: Iterable[tuple[str, str]]) -> int:
    beside = f".{folder.name[:50]}.{os.urandom(6).hex()}"
    new, old = folder.with_name(f"{beside}.new"), folder.with_name(f"{beside}.old")
    try:
        new.mkdir()
        names = _write(new, pages)
        if folder.exists():
            copy_owner_and_mode(folder.stat(), new)
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        if old.exists():
            if folder.exists():  # the new folder was already in its place
                folder.rename(new)
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return len(names)


def _remove_remains(folder: Path) -> None:
    """Remove what earlier runs that were killed wrote beside *folder*, and nothing else.

    An old folder that was moved aside stays, because it may be the only copy.
    """
    name = re.compile(rf"\.{re.escape(folder.name[:50])}\.[0-9a-f]{{12}}\.new")
    with contextlib.suppress(OSError, UnicodeDecodeError):  # nobody asked for it
        for path in folder.parent.iterdir():
            mark = path / CONTENTS
            if (
                name.fullmatch(path.name)
                and not path.is_symlink()
                and mark.is_file()
                and mark.read_text(encoding="utf-8").startswith(_HEAD)
                and time.time() - mark.stat().st_mtime > _ABANDONED
            ):
                shutil.rmtree(path, ignore_errors=True)


def _write(folder: Path, pages: Iterable[tuple[str, str]]) -> list[str]:
    """Write *pages* to *folder*, and the list of their names.

    The list is there from the start, so that a later run knows the folder if this one is killed.
    """
    (folder / CONTENTS).write_text(_HEAD, encoding="utf-8", newline="\n")
    names: list[str] = []
    made = {folder}
    for name, text in pages:
        file = folder / name
        if file.parent not in made:
            file.parent.mkdir(parents=True)
            made.add(file.parent)
        with file.open("xb") as stream:  # two pages of one name would be a mistake
            stream.write(text.encode(errors="backslashreplace"))
        names.append(name)
    listed = "".join(f"{name}\n" for name in sorted(names))
    (folder / CONTENTS).write_text(_HEAD + listed, encoding="utf-8", newline="\n")
    return names
