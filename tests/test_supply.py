"""The dependencies of the project: their bounds, their lock file and their audit."""

import contextlib
import itertools
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
REQUIREMENTS = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *EXTRAS.values())
    for text in group
    if not text.startswith("libcert[")
]
VERSIONS = pinned()
CLEAN = [{"name": name, "version": version, "vulns": []} for name, version in VERSIONS.items()]
FIRST, *REST = CLEAN

Audit = Callable[..., subprocess.CompletedProcess[str]]


def script(name: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script in the requirements folder."""
    return subprocess.run(
        [sys.executable, ROOT / "requirements" / name],
        env=os.environ | env,
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """Return a function that runs the audit with a fake `pip-audit`."""

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


def make_answer(dependencies: list[Any]) -> str:
    """Return the answer of `pip-audit` about *dependencies*."""
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_each_pinned_version_is_within_its_bounds() -> None:
    assert len(REQUIREMENTS) > 20
    for one in REQUIREMENTS:
        assert VERSIONS[one.name] in one.specifier, one


def test_pins_are_exact_and_have_hashes_and_the_lock_names_no_host() -> None:
    blocks = LOCK.read_text(encoding="utf-8").split("\n    # via")

    assert all([part.operator for part in pin.specifier] == ["=="] for pin in pins())
    assert len(VERSIONS) == len(pins()) == len(blocks) - 1
    assert all("--hash=sha256:" in block for block in blocks[:-1])
    assert "://" not in LOCK.read_text(encoding="utf-8")
    assert "index" not in LOCK.read_text(encoding="utf-8")


def test_extras_that_pinned_packages_need_are_pinned_too() -> None:
    pinned_extras = {canonicalize_name(pin.name): pin.extras for pin in pins()}
    extras_by_package: dict[NormalizedName, set[str]] = {}
    for name in VERSIONS:
        with contextlib.suppress(metadata.PackageNotFoundError):  # not installed here
            for one in map(Requirement, metadata.requires(name) or ()):
                if one.marker is None or one.marker.evaluate({"extra": ""}):
                    extras_by_package.setdefault(canonicalize_name(one.name), set()).update(
                        one.extras
                    )

    assert any(extras_by_package.values())
    for name, extras in extras_by_package.items():
        assert extras <= pinned_extras[name], name


def test_lowest_versions_match_the_bounds() -> None:
    lowest = [Requirement(line) for line in script("minimum.py").stdout.splitlines()]

    extras_for_users = (EXTRAS[name] for name in ("report", "ctdl", "parquet"))
    texts = sorted([*PROJECT["dependencies"], *itertools.chain(*extras_for_users)])
    assert [one.name for one in lowest] == [Requirement(text).name for text in texts]
    for one, text in zip(lowest, texts, strict=True):
        version = str(one.specifier).removeprefix("==")
        assert f">={version}" in text
        assert version in Requirement(text).specifier


@pytest.mark.slow
def test_clean_audit_reports_the_number_of_pins(audit: Audit, tmp_path: Path) -> None:
    process = audit(make_answer(CLEAN))

    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == f"audited {len(VERSIONS)} dependencies: no known vulnerability\n"
    input_lines = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert input_lines == [f"{name}=={version}" for name, version in VERSIONS.items()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "code", "error"),
    [
        pytest.param(
            make_answer([FIRST | {"vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}, *REST]),
            1,
            f"known vulnerabilities: {FIRST['name']} (CVE-1, CVE-2)",
            id="vulnerable",
        ),
        pytest.param(
            make_answer([{"name": FIRST["name"], "skip_reason": "not found"}, *REST]),
            0,
            f"not audited: {FIRST['name']}",
            id="skipped",
        ),
        pytest.param(
            make_answer([{"name": "stranger", "skip_reason": "not found"}, *CLEAN]),
            0,
            "not audited: stranger",
            id="unknown package skipped",
        ),
        pytest.param(make_answer(REST), 0, f"not audited: {FIRST['name']}", id="missing package"),
        pytest.param(
            make_answer([FIRST | {"version": "0"}, *REST]),
            0,
            f"not audited: {FIRST['name']}",
            id="another version",
        ),
        pytest.param(
            make_answer(
                [{"name": "x", "skip_reason": "y"}, FIRST | {"vulns": [{"id": "Z"}]}, *REST]
            ),
            1,
            f"known vulnerabilities: {FIRST['name']} (Z); not audited: x",
            id="vulnerable and skipped",
        ),
        pytest.param(
            make_answer([]), 0, f"not audited: {', '.join(sorted(VERSIONS))}", id="no packages"
        ),
        pytest.param(
            make_answer(CLEAN), 1, "pip-audit failed with exit code 1", id="clean but failed"
        ),
        *(
            pytest.param(answer, 0, "pip-audit failed with exit code 0: no reach", id=answer)
            for answer in ("", "no JSON", "[]", "{}", '{"dependencies": [1]}')
        ),
        pytest.param("", 2, "pip-audit failed with exit code 2: no reach", id="crashed"),
    ],
)
def test_incomplete_or_vulnerable_audits_fail(
    audit: Audit, answer: str, code: int, error: str
) -> None:
    process = audit(answer, code, complaint="first\nno reach\n")

    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == f"error: {error}\n"


@pytest.mark.slow
def test_audit_without_pip_audit_fails(tmp_path: Path) -> None:
    process = script("audit.py", PATH=str(tmp_path))

    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "error: pip-audit cannot be started: No such file or directory\n"
