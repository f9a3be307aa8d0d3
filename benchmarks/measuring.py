"""Shared code of the benchmarks: install the programs, run them, and show the results.

The programs are installed in folders under `.peers/`, which stay there for the next run. Delete
`.peers/` to measure newer releases. POSIX only.
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
    """A command line, and the environment variables that it needs."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """The result of running a program once."""

    code: int
    """Its exit code; negative if a signal ended it."""
    seconds: float
    """Wall-clock time."""
    processor: float
    """CPU time in seconds, which other programs on the machine hardly change."""
    first_byte: float | None
    """Seconds until the first byte of its output; None if the output was not read."""
    megabytes: float
    """The peak of its memory; at least the memory of this process, which starts it."""
    stderr: str
    """Its output to standard error."""


def libcert() -> Path:
    """Return the folder of the libcert programs, installed from this checkout in the usual way."""
    content = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for folder in ("src", "data"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                content.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return _installed("libcert", [str(ROOT)], content.hexdigest())


def peers() -> Path:
    """Return the folder of the programs that libcert is compared with."""
    return _installed("peers", PEERS)


def _installed(name: str, packages: Sequence[str], version: str = "newest") -> Path:
    """Return the folder of the programs of *packages*; reinstall them if *version* has changed."""
    folder = INSTALLED / name
    stamp = folder / "installed"
    wanted = "\n".join([sys.version, str(folder), *packages, version])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"installing {name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return folder / "bin"


def _popen_arguments(program: Program, folder: Path) -> tuple[Sequence[str], Path, dict[str, str]]:
    """Return the command, its working folder, and its whole environment."""
    home = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "COLUMNS": "80"}
    return program.command, folder, home | dict(program.env)


def answer(program: Program, folder: Path) -> str:
    """Return the output of *program* in *folder*.

    Raises:
        subprocess.CalledProcessError: If it fails.
    """
    command, cwd, env = _popen_arguments(program, folder)
    completed = subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True)
    return completed.stdout.decode()


def run(program: Program, folder: Path, *, read: bool = False, limit: float | None = None) -> Run:
    """Run *program* in *folder* and measure it.

    Args:
        program: The program.
        folder: The folder to run it in.
        read: Whether to read its output.
        limit: The seconds after which it is killed; None for no limit.
    """
    command, cwd, env = _popen_arguments(program, folder)
    out = subprocess.PIPE if read else subprocess.DEVNULL
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
        )
        alarm = threading.Timer(limit or 0, os.kill, (process.pid, signal.SIGKILL))
        if limit:
            alarm.start()
        first_byte = _read(process.stdout, start) if process.stdout else None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        return Run(
            process.returncode,
            seconds,
            usage.ru_utime + usage.ru_stime,
            first_byte,
            usage.ru_maxrss * BYTES_OF_MAXRSS / 1e6,
            errors.read().decode(errors="replace"),
        )


def _read(pipe: IO[bytes], start: float) -> float | None:
    """Read *pipe* to its end; return the seconds from *start* to its first byte, if any."""
    first_byte = None
    with pipe:
        if os.read(pipe.fileno(), 1):
            first_byte = time.perf_counter() - start
        while os.read(pipe.fileno(), 1 << 20):
            pass
    return first_byte


def shuffled(programs: Mapping[Name, Program]) -> Iterator[tuple[Name, Program]]:
    """Yield *programs* in random order, so that a slow phase of the machine affects all of them."""
    yield from random.sample(list(programs.items()), len(programs))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as plain text, with all columns but the first aligned to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
