"""What the project is made from: its bounds and its lock."""

import subprocess
import sys
import tomllib

from conftest import ROOT
from lock import LOCK, pinned, pins
from packaging.requirements import Requirement

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [
    Requirement(written)
    for group in (PROJECT["dependencies"], *EXTRAS.values())
    for written in group
    if not written.startswith("libcert[")
]
PINNED = pinned()


def script(name: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the folder of requirements."""
    return subprocess.run(
        [sys.executable, ROOT / "requirements" / name],
        capture_output=True,
        check=False,
        text=True,
    )


def test_each_dependency_is_pinned_to_a_version_that_its_bounds_allow() -> None:
    assert len(WANTED) > 20
    for one in WANTED:
        assert PINNED[one.name] in one.specifier, one


def test_each_pin_is_exact_and_has_hashes_and_the_lock_names_no_host() -> None:
    blocks = LOCK.read_text(encoding="utf-8").split("\n    # via")

    assert all([part.operator for part in pin.specifier] == ["=="] for pin in pins())
    assert len(PINNED) == len(pins()) == len(blocks) - 1
    assert all("--hash=sha256:" in block for block in blocks[:-1])
    assert "://" not in LOCK.read_text(encoding="utf-8")
    assert "index" not in LOCK.read_text(encoding="utf-8")


def test_the_lowest_versions_are_those_of_the_bounds() -> None:
    lowest = [Requirement(line) for line in script("minimum.py").stdout.splitlines()]

    assert [one.name for one in lowest] == [Requirement(n).name for n in PROJECT["dependencies"]]
    for one, written in zip(lowest, PROJECT["dependencies"], strict=True):
        version = str(one.specifier).removeprefix("==")
        assert f">={version}" in written
        assert version in Requirement(written).specifier
