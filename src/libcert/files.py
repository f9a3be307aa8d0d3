"""Catalogue files: found, read with care, and looked up line by line."""

import stat
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import tomli

from libcert.errors import InvalidCatalogueError

MAX_BYTES: Final = 10 * 1024 * 1024
"""A larger file is not a catalogue that somebody keeps by hand."""
BUNDLED: Final = ("certifications.toml", "credentials.toml", "sources.toml")
"""The files of the catalogue that libcert ships."""


@dataclass(frozen=True)
class File:
    """A catalogue file as it was read."""

    name: str
    """What it is called in messages."""
    text: str
    """What it says."""
    tables: dict[str, Any]
    """What it says, as TOML."""
    bundled: bool = False
    """Whether libcert ships it."""

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line where *path*, or as much of it as there is, begins."""
        while path not in self._positions and path:
            path = path[:-1]
        return self._positions.get(path, 1)

    @cached_property
    def _positions(self) -> dict[tuple[str | int, ...], int]:
        from libcert.positions import positions  # only what is wrong is looked up

        return positions(self.text)


def bundled() -> list[File]:
    """Return the files of the catalogue that libcert ships."""
    return [read(_folder() / name, bundled=True) for name in BUNDLED]


def _folder() -> Path:
    """Return the data of an installed package, or else that of the checkout."""
    here = Path(__file__).resolve()
    installed = here.parent / "data"
    return installed if installed.exists() else here.parents[2] / "data"


def starter() -> str:
    """Return the commented file that a catalogue of one's own begins with."""
    return (_folder() / "starter.toml").read_text(encoding="utf-8")


def read(path: Path | str, *, bundled: bool = False) -> File:
    """Return the TOML file at *path*, which may come from anywhere.

    Raises:
        InvalidCatalogueError: If it cannot be read, is too large or is not TOML in UTF-8.
    """
    path = Path(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InvalidCatalogueError(f"`{path}` is not a file that can be read as a catalogue")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidCatalogueError(f"cannot read `{path}`: {error.strerror}") from error
    except ValueError as error:  # a name that no file can have
        raise InvalidCatalogueError(f"cannot read `{path}`: {error}") from error
    if len(content) > MAX_BYTES:
        raise InvalidCatalogueError(
            f"`{path}` is larger than {MAX_BYTES // 1024**2} MiB, which no catalogue needs"
        )
    try:
        text = content.decode("utf-8-sig")
        return File(
            path.name if bundled else str(path),
            text,
            tomli.loads(text, parse_float=_decimal),
            bundled=bundled,
        )
    except UnicodeDecodeError as error:
        raise InvalidCatalogueError(
            f"`{path}` is not UTF-8 (byte {error.start + 1})",
            hint="save it with the encoding UTF-8",
        ) from error
    except tomli.TOMLDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        hint = "is a key or a table there twice?" if "overwrite" in error.msg else None
        raise InvalidCatalogueError(
            f"`{place}` is not valid TOML: {error.msg}", hint=hint
        ) from error
    except (ValueError, RecursionError) as error:
        beyond = "a number is too long" if isinstance(error, ValueError) else "nested too deeply"
        raise InvalidCatalogueError(f"`{path}` is not valid TOML: {beyond}") from error


def _decimal(text: str) -> Decimal:
    """Return a TOML float as an exact decimal."""
    return Decimal(text.replace("_", ""))
