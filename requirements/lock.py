"""The packages that development.txt locks."""

from pathlib import Path

from packaging.requirements import Requirement

LOCK = Path(__file__).with_name("development.txt")


def pins() -> list[Requirement]:
    """Return each pin of the lock, with the marker of the systems that need it."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if line and line[0] not in " #"]


def pinned() -> dict[str, str]:
    """Return the locked version of each package by name."""
    return {pin.name: str(pin.specifier).removeprefix("==") for pin in pins()}
