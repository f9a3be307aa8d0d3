"""Test the wheel and the sdist."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow

UNSHIPPED = {"__pycache__", ".peers", "found"}
"""Folders that are made when somebody runs the tests or the program."""


def build(kind: str, tree: Path, folder: Path, **options: Any) -> Path:
    """Build the wheel or the sdist of *tree* in *folder*, and return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    env = os.environ | options.pop("env", {})
    subprocess.run(command, cwd=tree, check=True, capture_output=True, env=env, **options)
    [archive] = folder.iterdir()
    return archive


def copy_checkout(tree: Path, umask: int, time: int) -> Path:
    """Copy this checkout to *tree*, with other modes and times, and return *tree*."""
    ignore = shutil.ignore_patterns(*UNSHIPPED, ".git", ".venv*", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, tree, ignore=ignore)
    for path in (tree, *tree.rglob("*")):
        path.chmod((path.stat().st_mode | 0o666) & ~umask)
        os.utime(path, (time, time))
    return tree


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist from this checkout, unpack it, and return its folder."""
    folder = tmp_path_factory.mktemp("unpacked")
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("dist"))
    shutil.unpack_archive(archive, folder, filter="data")
    [tree] = folder.iterdir()
    return tree


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_builds_are_reproducible(kind: str, tmp_path: Path) -> None:
    first, second = (
        build(
            kind,
            copy_checkout(tmp_path / f"checkout{umask:o}", umask, time),
            tmp_path / f"dist{umask:o}",
            umask=umask,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        )
        for umask, time, seed, zone in (
            (0o022, 1_000_000_000, "1", "UTC"),
            (0o077, 1_500_000_000, "2", "Asia/Kathmandu"),
        )
    )

    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_the_sdist_and_the_checkout_build_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    assert build("wheel", sdist, tmp_path).read_bytes() == wheel.read_bytes()


def test_the_sdist_has_all_files_for_the_tests_and_no_built_files(sdist: Path) -> None:
    def files_in(tree: Path) -> set[str]:
        folders = ("data", "tests", "docs", "benchmarks", "fuzz", "requirements", ".ci")
        paths = (path for folder in folders for path in (tree / folder).rglob("*"))
        return {str(path.relative_to(tree)) for path in paths if not UNSHIPPED & {*path.parts}}

    files = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml"}
    assert files_in(sdist) == files_in(ROOT)
    assert files <= {path.name for path in sdist.iterdir()}
    assert not (sdist / "dist").exists()


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = "import libcert; print(libcert.__file__); import libcert.__main__ as m; m.run()"
    process = subprocess.run(
        [sys.executable, "-c", code, "list"],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        check=True,
        text=True,
    )

    assert process.stdout.startswith(str(tmp_path / "installed"))
    assert "\nA+\tCompTIA A+\t" in process.stdout


def test_the_wheel_has_the_files_of_the_package_and_no_others(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {
        *("libcert/data/certifications.toml", "libcert/data/profile.toml"),
        *("libcert/data/catalogue.packed", "libcert/data/ctdl-context.json"),
        *("libcert/py.typed", "libcert/cli/app.py"),
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"libcert"}
    [manual] = [name for name in names if name.endswith(".data/data/share/man/man1/libcert.1")]
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(manual) == (ROOT / "docs" / "libcert.1").read_bytes()


def test_the_wheel_declares_exactly_its_dependencies(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        text = archive.read(metadata).decode()

    dependencies = {
        Requirement(line.removeprefix("Requires-Dist: ")).name
        for line in text.splitlines()
        if line.startswith("Requires-Dist") and "extra" not in line
    }
    assert dependencies == {
        *("filelock", "icalendar", "platformdirs", "pydantic", "questionary", "rich", "tomli"),
        *("tomlkit", "typer"),
    }
