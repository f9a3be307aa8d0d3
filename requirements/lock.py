"""What development.txt locks."""

from pathlib import Path

from packaging.requirements import Requirement

LOCK = Path(__file__).with_name("development.txt")


def pins() -> list[Requirement]:
    """Return each pin of the lock, with the marker that says where it is installed."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if line and line[0] not in " #"]


def pinned() -> dict[str, str]:
    """Return the version of each name that is pinned."""
    return {pin.name: str(pin.specifier).removeprefix("==") for pin in pins()}
