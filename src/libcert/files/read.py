"""Find, read and parse files; large, broken and unusual files must do no harm."""

import codecs
import errno
import functools
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from io import FileIO
from pathlib import Path
from typing import Any, Final

from libcert.files import parse
from libcert.files.parse import FileFormat, ParseError
from libcert.model.base import Model, model
from libcert.model.errors import (
    InvalidCatalogueError,
    InvalidProfileError,
    KeyPath,
    LibcertError,
    os_reason,
)
from libcert.model.limits import MEGABYTE
from libcert.model.reasons import Reason

BUNDLED: Final = (
    "certifications.toml",
    "records/us-national.toml",
    "records/us-skills.toml",
    "records/us-states-a-k.toml",
    "records/us-states-l-m.toml",
    "records/us-states-n.toml",
    "records/us-states-o-w.toml",
    "records/us-school.toml",
    "records/us-colleges.toml",
    "records/canada.toml",
    "records/uk-ireland.toml",
    "records/europe.toml",
    "records/australia-pacific.toml",
    "records/asia.toml",
    "records/africa-caribbean.toml",
    "records/careers.toml",
    "sources.toml",
)
"""The files of the bundled catalogue, in the order of the answers."""
PACKED: Final = "catalogue.packed"
"""The name of the file with the bundled catalogue after its validation.

The build of the wheel writes it; a checkout has none.
"""


@model(kw_only=False)
class FileRole(Model):
    """The purpose of a file."""

    name: str
    """Its name in messages."""
    error: type[LibcertError]
    """The error to raise if a file of this role cannot be read."""
    starter: str
    """The name of the bundled file to start a new file from."""


CATALOGUE: Final = FileRole("catalogue", InvalidCatalogueError, "starter.toml")
PROFILE: Final = FileRole("profile", InvalidProfileError, "profile.toml")


@model(kw_only=False)
class File(Model):
    """The content of a file at the time when it was read."""

    name: str
    """The name of the file in messages."""
    text: str
    """The decoded text."""
    tables: dict[str, Any]
    """The parsed text."""
    format: FileFormat = parse.TOML
    """The format of the text."""
    bundled: bool = False
    """Whether the file is part of the bundled catalogue."""
    encoding: str = "utf-8"
    """`utf-8`, or `utf-8-sig` if the file begins with a byte order mark."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many statements of CTDL have no place in a record, by their term."""
    made_ids: frozenset[str] = frozenset()
    """The ids of credentials and sources in CTDL that libcert made up."""
    incomplete: tuple[str, ...] = ()
    """The ids of credentials in CTDL that lose conditions or costs."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The other ids for those made up that were not free."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """The names of other credentials of the files below that it replaces, by the id."""

    def find_lines(self, paths: Collection[KeyPath]) -> parse.LineNumbers:
        """Return the line number, from 1, of each of *paths*.

        If a path is not in the file, its line is that of its longest part that is in the file.
        """
        known = self.format.find_lines(self.text, paths)
        lines = {}
        for path in paths:
            part = path
            while part and part not in known:
                part = part[:-1]
            lines[path] = known.get(part, 1)
        return lines


def read_bundled() -> tuple[File, ...]:
    """Return the files of the bundled catalogue."""
    return _read_bundled(_data_folder())


@functools.cache
def _read_bundled(folder: Path) -> tuple[File, ...]:
    return tuple(read_file(folder / name, bundled=True) for name in BUNDLED)


def read_packed() -> bytes | None:
    """Return the content of the packed bundled catalogue, or None if there is none.

    Raises:
        InvalidCatalogueError: If it is there but cannot be read.
    """
    path = _data_folder() / PACKED
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CATALOGUE.error(f"cannot read `{path}`: {os_reason(error)}") from error


def read_starter(role: FileRole) -> str:
    """Return the commented text to start a new file of this *role* from."""
    return (_data_folder() / role.starter).read_text(encoding="utf-8")


def read_ctdl_context() -> bytes:
    """Return the published context of CTDL, in JSON."""
    return (_data_folder() / "ctdl-context.json").read_bytes()


def _data_folder() -> Path:
    """Return the data folder of the installed package, or of the checkout."""
    installed = Path(__file__).parents[1] / "data"
    return installed if installed.exists() else Path(__file__).resolve().parents[3] / "data"


def read_file(path: Path | str, role: FileRole = CATALOGUE, *, bundled: bool = False) -> File:
    """Return the file at *path*, which is not trusted.

    The suffix of a catalogue determines its format; a profile is always TOML.

    Raises:
        LibcertError: The error of its *role*, if the file cannot be read, is too large, is not in
            UTF-8 or not valid in its format.
    """
    path = Path(path)
    file_format = parse.format_of(path.name) if role is CATALOGUE else parse.TOML
    too_large = _too_large(str(path), role, file_format)
    content = read_content(path, role, file_format.max_bytes, too_large)
    name = path.name if bundled else str(path)
    return parse_file(content, name, role, file_format, bundled=bundled)


def read_content(path: Path, role: FileRole, max_bytes: int, too_large: LibcertError) -> bytes:
    """Return the bytes of the file at *path*; more than *max_bytes* if it has just grown.

    Raises:
        LibcertError: The error of its *role*, if the file cannot be read, or *too_large*.
    """
    no_file = role.error(f"`{path}` is not a file that can be read as a {role.name}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # even opening a device may have an effect
            raise no_file
        with open(path, "rb", buffering=0, opener=_open_nonblocking) as file:
            status = os.fstat(file.fileno())  # the path may lead to another file by now
            if not stat.S_ISREG(status.st_mode):
                raise no_file
            if status.st_size > max_bytes:
                raise too_large
            return b"".join(_read_pieces(file, max_bytes))
    except (OSError, ValueError) as error:  # ValueError: the name contains a null character
        raise role.error(f"cannot read `{path}`: {os_reason(error)}") from error


def _open_nonblocking(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _read_pieces(file: FileIO, max_bytes: int) -> Iterator[bytes]:
    """Yield the content of *file*; stop soon after *max_bytes*, because the file may be growing."""
    size = 0
    while size <= max_bytes and (piece := file.read(MEGABYTE)) != b"":
        if piece is None:  # a read would block
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        size += len(piece)
        yield piece


def parse_file(
    content: bytes,
    name: str,
    role: FileRole,
    file_format: FileFormat = parse.TOML,
    *,
    bundled: bool = False,
) -> File:
    """Return the file called *name* with this *content*.

    Raises:
        LibcertError: The error of its *role*, if the content is too large, is not in UTF-8 or not
            valid in its format.
    """
    if len(content) > file_format.max_bytes:
        raise _too_large(name, role, file_format)
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = content.decode(encoding)
        parsed = file_format.parse(text)
        return File(
            name,
            text,
            parsed.tables,
            file_format,
            bundled,
            encoding,
            left_out=parsed.left_out,
            made_ids=parsed.made_ids,
            incomplete=parsed.incomplete,
        )
    except UnicodeDecodeError as error:
        raise role.error(
            f"`{name}` is not UTF-8 (byte {error.start + 1})",
            hint="save it in the encoding UTF-8",
        ) from error
    except ParseError as error:
        raise role.error(
            f"`{name}{error.place}` is not valid {file_format.name}: {error}",
            hint=_hint(name, error),
        ) from error


def _hint(name: str, error: ParseError) -> str | Reason | None:
    if name.lower().endswith((".csv", ".tsv")):
        return Reason.of("table")
    return "does a key or a table occur twice?" if error.repeated_key else None


def _too_large(name: str, role: FileRole, file_format: FileFormat) -> LibcertError:
    message = f"`{name}` is larger than {file_format.max_bytes // MEGABYTE} MiB"
    if role is CATALOGUE and file_format is parse.TOML:
        return role.error(message, hint="write it as JSON or JSON Lines, which may be larger")
    return role.error(f"{message}, the limit for a {role.name}")
