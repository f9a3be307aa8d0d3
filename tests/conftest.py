"""What every test file may use: the program as it is shipped, entered where it is entered."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from libcert import Catalogue, cli, load

ROOT = Path(__file__).parents[1]

# Shared machines pause at times; how long a test takes is not what these laws are about.
settings.register_profile("libcert", deadline=None)
settings.load_profile("libcert")


@dataclass(frozen=True)
class Answered:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as a strict reader of JSON takes it."""
        return json.loads(self.out, parse_constant=pytest.fail)

    @property
    def ids(self) -> list[str]:
        """The ids of the answer."""
        return [record["id"] for record in self.json]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the caller's environment says of terminals out of the tests."""
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONUNBUFFERED", "PYTHONUTF8", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answered]:
    """Run the command line in this process."""

    def run(*argv: str) -> Answered:
        capsys.readouterr()
        code = cli.main(argv)
        out, err = capsys.readouterr()
        return Answered(code, out, err)

    return run


@pytest.fixture
def spawn(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run libcert as a process of its own, from an empty folder."""

    def spawn(*argv: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        env = os.environ | options.pop("env", {})
        given: dict[str, Any] = {"cwd": tmp_path, "env": env, "timeout": 60}
        if "stdout" not in options:
            given["capture_output"] = True
        return subprocess.run(
            [sys.executable, "-m", "libcert", *argv], check=False, **(given | options)
        )

    return spawn


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue that libcert ships."""
    return load()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a catalogue."""

    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
