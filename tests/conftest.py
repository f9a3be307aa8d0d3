"""Fixtures and helpers for all test files: they run libcert in the way that users run it."""

import fcntl
import functools
import importlib
import json
import os
import pkgutil
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from coverage import Coverage
from hypothesis import is_hypothesis_test, settings

import libcert
from libcert import Catalogue, catalogue, cli, load
from libcert.catalogue import bundle
from libcert.catalogue.merge import merge
from libcert.cli.answer import AnswerOptions, Session
from libcert.cli.option_groups import expand_groups
from libcert.cli.person_options import PersonOptions, effective_profile
from libcert.files.read import PACKED, read_bundled
from libcert.model.profile import Profile

pytest_plugins = ["browser"]
ROOT = Path(__file__).parents[1]
LIBCERT = [sys.executable, "-m", "libcert"]
SPEAKING_OF_TERMINALS = (
    *("COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "PY_COLORS"),
    *("PYTHONIOENCODING", "PYTHONUNBUFFERED", "PYTHONUTF8", "TERM", "TERMINAL_WIDTH"),
)
"""The environment variables that control how a program writes its output."""


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop all measurements of coverage in a worker, so that only the one of pytest-cov is left.

    A test without coverage pauses only that one.
    """
    if hasattr(session.config, "workerinput"):
        while (measurement := Coverage.current()) is not None:
            measurement.stop()


# Commands import some modules late. The first test that needs one may be without coverage.
for _module in pkgutil.walk_packages(libcert.__path__, "libcert."):
    importlib.import_module(_module.name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of Hypothesis tests: random examples must not decide the result.

    Coverage also makes these tests slow.
    """
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.function):
            item.add_marker("no_cover")


# Shared machines sometimes pause, so there is no time limit for a single example.
settings.register_profile("libcert", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("libcert")


FULL_PROFILE = """\
# Me
education = "associate" # done in 2019
experience = [
  { since = 2023-05-01, setting = "public", hours_a_week = 20 }, # the best of all
]
member = ["ALA"]
meets = ["letters"]
budget = 400

# What I study
[studying]
level = "bachelor"
done = 2028-06-30

[held]
LSSC = { since = 2024-03-15, credits = 12 } # framed

# In dollars
[rate]
GBP = 1.27
[dues]
ALA = 150
"""
"""A profile that has most of the possible entries."""


def codes(text: str, but: str = "\n") -> set[str]:
    """Return the characters of *text* that control a terminal or are invisible, except *but*.

    The two joiners are not included, because some scripts and emoji need them.
    """
    steering = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {c for c in text if unicodedata.category(c) in steering} - {*but, "\u200c", "\u200d"}


def on_a_terminal(*argv: str, **env: str) -> str:
    """Return what a user sees on a terminal after libcert runs with these arguments."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*LIBCERT, *argv], stdout=follower, env=os.environ | {"COLUMNS": "80", "PAGER": "", **env}
    ) as process:
        os.close(follower)
        seen = b""
        while chunk := _read(leader):
            seen += chunk
    os.close(leader)
    assert process.returncode == 0
    return seen.decode().replace("\r\n", "\n")


class Screen:
    """A process on a terminal of its own, with 24 rows."""

    def __init__(self, *argv: str, columns: int = 80, **env: str) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        given = {"TERM": "xterm"} | env
        self.process = subprocess.Popen(
            [*LIBCERT, *argv],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={"PAGER": ""} | os.environ | given,
            start_new_session=True,
        )
        os.close(follower)
        self.seen = b""

    def wait_for(self, text: bytes) -> None:
        """Read until *text* is on the screen."""
        while text not in self.seen:
            self.seen += os.read(self._leader, 65536)

    def type(self, keys: bytes) -> None:
        """Press *keys* on the keyboard."""
        os.write(self._leader, keys)

    def end(self) -> str:
        """Return all that was on the screen once the process has ended."""
        while chunk := _read(self._leader):
            self.seen += chunk
        os.close(self._leader)
        self.process.wait(timeout=30)
        seen = self.seen.decode().replace("\r\n", "\n")
        # A slow machine shows the progress.
        return re.sub(r"(\rworking, \d+ s \(Ctrl-C stops it\))+(\r +\r)?", "", seen)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux raises this if the other end is closed
        return b""


@dataclass(frozen=True)
class Answered:
    """The result of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output, parsed by a strict JSON parser."""
        return json.loads(self.out, parse_constant=pytest.fail)

    @property
    def ids(self) -> list[str]:
        """The IDs of the records in the output."""
        return [record["id"] for record in self.json]


@pytest.fixture(scope="session", autouse=True)
def _signals_end_processes() -> None:
    """Let signals end the processes that tests start, even if `nohup` or a shell ignores them."""
    for number, way in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGTERM, signal.SIG_DFL),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, way)


@pytest.fixture(scope="session", autouse=True)
def _packed_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Answer from a packed catalogue, as a wheel does: a checkout validates it for each answer.

    Processes run a copy of the package, which has the packed catalogue beside its data.
    """
    packed = bundle.pack(merge(read_bundled()))
    installed = tmp_path_factory.mktemp("packed") / "installed"
    shutil.copytree(ROOT / "src" / "libcert", installed / "libcert")
    shutil.copytree(ROOT / "data", installed / "libcert" / "data")
    (installed / "libcert" / "data" / PACKED).write_bytes(packed)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(catalogue, "read_packed", lambda: packed)
        # The tests of a worker share the unpacked records: unpacking takes half of most answers.
        monkeypatch.setattr(bundle, "unpack", functools.lru_cache(maxsize=1)(bundle.unpack))
        monkeypatch.setenv("PYTHONPATH", str(installed))
        yield


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the variables that control terminal output from the environment of each test."""
    for name in SPEAKING_OF_TERMINALS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_coverage_of_processes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run processes without coverage, which takes most of their time, unless a test needs it."""
    if request.node.get_closest_marker("covers_processes") is None:
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the home folders: pytest is slow if its own folder has thousands."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, _homes: Path) -> None:
    """Run each test as a person without a profile, in an empty home folder."""
    home = tempfile.mkdtemp(dir=_homes)
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path(home, ".config")))
    for name in ("LIBCERT_CATALOGUE", "LIBCERT_PROFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a profile that `LIBCERT_PROFILE` names; the file does not exist yet."""
    path = tmp_path / "me.toml"
    monkeypatch.setenv("LIBCERT_PROFILE", str(path))
    return path


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the default path of a profile; the file does not exist yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "libcert" / "profile.toml"


@pytest.fixture
def told() -> Callable[..., tuple[Profile, list[str]]]:
    """Return a function that runs a command and returns the profile and the notes it gets."""
    found: list[tuple[Profile, list[str]]] = []

    def question(options: AnswerOptions, person: PersonOptions) -> int:
        session = Session(options, person.on)
        found.append((effective_profile(person, session), session.notes))
        return 0

    app = typer.Typer()
    app.command()(expand_groups()(question))

    def told(*argv: str) -> tuple[Profile, list[str]]:
        found.clear()
        app(args=argv, standalone_mode=False)
        return found[0]

    return told


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answered]:
    """Return a function that runs a command line in this process."""

    def run(*argv: str) -> Answered:
        capsys.readouterr()
        code = cli.main(argv)
        out, err = capsys.readouterr()
        return Answered(code, out, err)

    return run


@pytest.fixture
def spawn(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs libcert as a separate process in an empty folder."""

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
def minding_modes() -> list[str]:
    """Return the words to put before a command so that file permissions limit it, even as root."""
    if os.geteuid() != 0:
        return []
    lesser = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]
    try:
        subprocess.run([*lesser, *LIBCERT, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root may do what the modes of files forbid, and cannot be kept from it here")
    return lesser


@pytest.fixture(scope="session")
def catalogue_schema() -> Any:
    """Return the JSON schema of a catalogue."""
    argv = [*LIBCERT, "schema", "--catalogue"]
    return json.loads(subprocess.run(argv, capture_output=True, check=True).stdout)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """Return the catalogue that libcert ships."""
    return load()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a catalogue file and returns its path."""

    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
