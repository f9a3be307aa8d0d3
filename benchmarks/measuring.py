"""What the benchmarks share: what they measure, how they run it, and how they show it.

What is measured is installed in folders of its own under `.peers/`, which stay from one run to the
next; delete that folder to measure newer releases. POSIX only.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

Name = TypeVar("Name")

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = ROOT / "benchmarks" / ".peers"
PEERS = ("typer", "sqlite-utils", "csvkit", "norwegianblue", "duckdb")
BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Program:
    """A command line, and what it needs in its environment."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What came of running a program once."""

    code: int
    """Its exit code; less than zero where a signal ended it."""
    seconds: float
    """From its start to its end."""
    processor: float
    """Seconds for which it kept a processor busy, which other programs hardly change."""
    first_byte: float | None
    """Seconds until the answer began, if somebody read it."""
    megabytes: float
    """The most memory that it took; never less than this process takes when it starts it."""
    said: str
    """What it wrote to standard error."""


def libcert() -> Path:
    """Return the folder of the programs of libcert, installed from this checkout as users do."""
    made_of = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for folder in ("src", "data"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                made_of.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return _installed("libcert", [str(ROOT)], made_of.hexdigest())


def peers() -> Path:
    """Return the folder of the programs that libcert is measured against."""
    return _installed("peers", PEERS)


def _installed(name: str, packages: Sequence[str], version: str = "newest") -> Path:
    """Return the programs of *packages*, installed anew where *version* is not what is there."""
    folder = INSTALLED / name
    mark = folder / "made-of"
    made_of = "\n".join([sys.version, str(folder), *packages, version])
    if not mark.exists() or mark.read_text(encoding="utf-8") != made_of:
        print(f"installing {name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        mark.write_text(made_of, encoding="utf-8")
    return folder / "bin"


def _started(program: Program, folder: Path) -> tuple[Sequence[str], Path, dict[str, str]]:
    """Return the command, where it runs, and all that its environment has."""
    home = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "COLUMNS": "80"}
    return program.command, folder, home | dict(program.env)


def answer(program: Program, folder: Path) -> str:
    """Return what *program* answers in *folder*.

    Raises:
        subprocess.CalledProcessError: If it fails.
    """
    command, cwd, env = _started(program, folder)
    done = subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True)
    return done.stdout.decode()


def run(program: Program, folder: Path, *, read: bool = False, limit: float | None = None) -> Run:
    """Run *program* in *folder*, reading its answer or not, and kill it after *limit* seconds."""
    command, cwd, env = _started(program, folder)
    out = subprocess.PIPE if read else subprocess.DEVNULL
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=said
        )
        alarm = threading.Timer(limit or 0, os.kill, (process.pid, signal.SIGKILL))
        if limit:
            alarm.start()
        first_byte = _read(process.stdout, start) if process.stdout else None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Run(
            process.returncode,
            seconds,
            usage.ru_utime + usage.ru_stime,
            first_byte,
            usage.ru_maxrss * BYTES_OF_MAXRSS / 1e6,
            said.read().decode(errors="replace"),
        )


def _read(pipe: IO[bytes], start: float) -> float | None:
    """Read *pipe* to its end and return how long after *start* something came."""
    first_byte = None
    with pipe:
        if os.read(pipe.fileno(), 1):
            first_byte = time.perf_counter() - start
        while os.read(pipe.fileno(), 1 << 20):
            pass
    return first_byte


def shuffled(programs: Mapping[Name, Program]) -> Iterator[tuple[Name, Program]]:
    """Yield all *programs* in a new order: a machine that slows down does so for all of them."""
    yield from random.sample(list(programs.items()), len(programs))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as a table of plain text: words to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
