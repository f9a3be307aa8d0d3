"""What is shipped, as it is shipped."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.iterdir()
    return wheel


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = "import libcert; print(libcert.__file__); import libcert.__main__ as m; m.run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "list"],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.startswith(str(tmp_path / "installed"))
    assert "\nA+\tCompTIA A+\t" in done.stdout


def test_the_wheel_holds_what_it_must_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {
        *("libcert/data/certifications.toml", "libcert/data/profile.toml"),
        *("libcert/py.typed", "libcert/cli/app.py"),
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"libcert"}


def test_it_runs_on_nothing_but_its_own_dependencies(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        text = archive.read(metadata).decode()

    needed = {
        re.split(r"[<>=]", line.removeprefix("Requires-Dist: "))[0]
        for line in text.splitlines()
        if line.startswith("Requires-Dist") and "extra" not in line
    }
    assert needed == {
        *("filelock", "icalendar", "platformdirs", "pydantic", "rich", "tomli", "tomlkit", "typer")
    }
