"""What the project is made from: its bounds, its lock and the audit of that."""

import contextlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from lock import LOCK, pinned, pins
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [
    Requirement(written)
    for group in (PROJECT["dependencies"], *EXTRAS.values())
    for written in group
    if not written.startswith("libcert[")
]
PINNED = pinned()
CLEAN = [{"name": name, "version": version, "vulns": []} for name, version in PINNED.items()]
FIRST, *REST = CLEAN

Audit = Callable[..., subprocess.CompletedProcess[str]]


def script(name: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the folder of requirements."""
    return subprocess.run(
        [sys.executable, ROOT / "requirements" / name],
        env=os.environ | env,
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """Run the audit with a `pip-audit` that answers as told."""

    def audit(answer: str, code: int = 0, complaint: str = "") -> subprocess.CompletedProcess[str]:
        (tmp_path / "answer").write_text(answer, encoding="utf-8")
        (tmp_path / "complaint").write_text(complaint, encoding="utf-8")
        program = tmp_path / "pip-audit"
        program.write_text(
            "#!/bin/sh\n"
            'cd "$(dirname "$0")"\n'
            f'cp "$2" asked && cat answer && cat complaint >&2 && exit {code}\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        return script("audit.py", PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return audit


def listed(dependencies: list[Any]) -> str:
    """Return the answer of `pip-audit` about *dependencies*."""
    return json.dumps({"dependencies": dependencies, "fixes": []})


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


def test_each_extra_that_a_pinned_package_asks_for_is_pinned_with_it() -> None:
    pinned_extras = {canonicalize_name(pin.name): pin.extras for pin in pins()}
    asked: dict[NormalizedName, set[str]] = {}
    for name in PINNED:
        with contextlib.suppress(metadata.PackageNotFoundError):  # of another system, or a tool
            for one in map(Requirement, metadata.requires(name) or ()):
                if one.marker is None or one.marker.evaluate({"extra": ""}):
                    asked.setdefault(canonicalize_name(one.name), set()).update(one.extras)

    assert any(asked.values())
    for name, extras in asked.items():
        assert extras <= pinned_extras[name], name


def test_the_lowest_versions_are_those_of_the_bounds() -> None:
    lowest = [Requirement(line) for line in script("minimum.py").stdout.splitlines()]

    assert [one.name for one in lowest] == [Requirement(n).name for n in PROJECT["dependencies"]]
    for one, written in zip(lowest, PROJECT["dependencies"], strict=True):
        version = str(one.specifier).removeprefix("==")
        assert f">={version}" in written
        assert version in Requirement(written).specifier


@pytest.mark.slow
def test_an_audit_of_every_pin_says_how_many_there_were(audit: Audit, tmp_path: Path) -> None:
    done = audit(listed(CLEAN))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"audited {len(PINNED)} dependencies: no known vulnerability\n"
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == [f"{name}=={version}" for name, version in PINNED.items()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "code", "error"),
    [
        pytest.param(
            listed([FIRST | {"vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}, *REST]),
            1,
            f"known vulnerabilities: {FIRST['name']} (CVE-1, CVE-2)",
            id="vulnerable",
        ),
        pytest.param(
            listed([{"name": FIRST["name"], "skip_reason": "not found"}, *REST]),
            0,
            f"not audited: {FIRST['name']}",
            id="skipped",
        ),
        pytest.param(
            listed([{"name": "stranger", "skip_reason": "not found"}, *CLEAN]),
            0,
            "not audited: stranger",
            id="a stranger skipped",
        ),
        pytest.param(listed(REST), 0, f"not audited: {FIRST['name']}", id="left out"),
        pytest.param(
            listed([FIRST | {"version": "0"}, *REST]),
            0,
            f"not audited: {FIRST['name']}",
            id="another version",
        ),
        pytest.param(
            listed([{"name": "x", "skip_reason": "y"}, FIRST | {"vulns": [{"id": "Z"}]}, *REST]),
            1,
            f"known vulnerabilities: {FIRST['name']} (Z); not audited: x",
            id="both",
        ),
        pytest.param(listed([]), 0, f"not audited: {', '.join(sorted(PINNED))}", id="nothing"),
        pytest.param(listed(CLEAN), 1, "pip-audit failed with exit code 1", id="clean but failed"),
        *(
            pytest.param(answer, 0, "pip-audit failed with exit code 0: no reach", id=answer)
            for answer in ("", "no JSON", "[]", "{}", '{"dependencies": [1]}')
        ),
        pytest.param("", 2, "pip-audit failed with exit code 2: no reach", id="crashed"),
    ],
)
def test_an_audit_that_is_not_whole_or_not_clean_fails(
    audit: Audit, answer: str, code: int, error: str
) -> None:
    done = audit(answer, code, complaint="first\nno reach\n")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {error}\n"


@pytest.mark.slow
def test_an_audit_without_pip_audit_fails(tmp_path: Path) -> None:
    done = script("audit.py", PATH=str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: pip-audit cannot be started: No such file or directory\n"
