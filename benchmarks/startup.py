"""Measure whole commands against a Typer program of two commands: `python benchmarks/startup.py`.

Every round runs each program once, in a new order, so that a machine that speeds up or slows down
does so for all of them. What counts is the median of the ratios to the Typer program in the same
round.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 21
TYPER = """\
import typer

app = typer.Typer()

@app.command()
def one():
    print("one line")

@app.command()
def two():
    print("another line")

app()
"""
LIBCERT = ["-m", "libcert"]
PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "libcert --version": [*LIBCERT, "--version"],
    "libcert --help": [*LIBCERT, "--help"],
    "libcert list --json": [*LIBCERT, "list", "--json"],
    "libcert list --format table": [*LIBCERT, "list", "--format", "table"],
    "libcert filter --max-cost 200 --json": [*LIBCERT, "filter", "--max-cost", "200", "--json"],
}


def measure(arguments: list[str], folder: str) -> float:
    """Return the seconds that one run takes, from start to end."""
    env = {"PATH": os.environ["PATH"], "HOME": folder, "COLUMNS": "80"}
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=env, check=True, capture_output=True
    )
    return time.perf_counter() - before


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        # Imported, not run as a script, so that it has its bytecode like every installed program.
        Path(folder, "hello.py").write_text(TYPER, encoding="utf-8")
        programs = {"two-command Typer program": ["-c", "import hello", "one"], **PROGRAMS}
        times: dict[str, list[float]] = {name: [] for name in programs}
        for number in range(ROUNDS + 1):
            for name in random.sample(list(programs), len(programs)):
                seconds = measure(programs[name], folder)
                if number:  # the first round only warms up
                    times[name].append(seconds)
    base = times["two-command Typer program"]
    print(f"{'whole process':38}{'median ms':>10}{'min ms':>8}{'ratio':>8}")
    for name, runs in times.items():
        ratio = statistics.median(run / other for run, other in zip(runs, base, strict=True))
        median = statistics.median(runs)
        print(f"{name:38}{median * 1000:10.0f}{min(runs) * 1000:8.0f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
