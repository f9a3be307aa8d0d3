"""Measure whole commands against other programs: `python benchmarks/speed.py`.

Each round runs each program once, in random order. Two numbers compare a program with another one:
the median of the ratios within the same round, and the ratio of the shortest times, which a busy
machine changes least. A target is missed only if both are too high.
"""

import argparse
import csv
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import measuring
from measuring import Program

Times = Mapping[str, Sequence[float]]

TWO_COMMANDS = """\
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
SISTER_CACHE = """\
from norwegianblue import BASE_URL, _cache

cycles = [
    {
        "cycle": f"3.{minor}",
        "releaseDate": f"20{minor + 11}-10-07",
        "support": f"20{minor + 13}-10-07",
        "eol": f"20{minor + 16}-10-31",
        "latest": f"3.{minor}.1",
        "lts": False,
    }
    for minor in range(14, 4, -1)
]
_cache.save(_cache.filename(BASE_URL + "python.json"), cycles)
"""
JQ = 'map(select(.cost.unit == "USD" and .cost.high != null and .cost.high <= 200'
JQ += ' and (.cost.open | not) and .status.state != "closed"))'
SQL = "select * from records where cost_unit = 'USD' and cost_high <= 200"
SQL += " and status_state is not 'closed' and"

PYTHON = "python -c pass"
TYPER = "two commands, current Typer"
PINNED_TYPER = "two commands, Typer of libcert"
FILTER = "libcert filter --max-cost 200 --json"
OTHER_FILTERS = {  # the other programs that answer the same question as FILTER
    "jq": "jq",
    "sqlite-utils": "sqlite-utils memory",
    "csvgrep": "csvgrep (digits only)",
    "csvsql": "csvsql --query",
}
SISTER = "eol python (cached)"
CAREER = tuple(
    f"libcert {line}"
    for line in ("check", "plan --goal LSSC,CIP", "cost LSSC", "renewals", "calendar")
)
"""The commands about a career, which also answer without a profile."""
WITH_PROFILE = "with a profile: "
DECIDING = tuple(f"libcert {line}" for line in ("next", "check", "plan --best"))
"""The commands that look at the whole catalogue for a person."""
PROFILE = """\
where = "US-OH"
settings = ["public"]
education = "associate"
experience = [{ since = 2023-05-01, setting = "public", hours_a_week = 20 }]
member = ["ALA"]
budget = 400

[held]
LSSC = { since = 2024-03-15, credits = 12 }
"""


@dataclass(frozen=True)
class Target:
    """The most time that *program* may take, as a multiple of the time of *base*."""

    program: str
    most: float
    base: str


TARGETS = (
    Target("libcert --version", 1.5, PYTHON),
    Target("libcert --help", 0.6, TYPER),
    Target("libcert list --json", 1.15, TYPER),
    Target("libcert list --format table", 1.4, TYPER),
    Target(FILTER, 7, PYTHON),
    *(Target(line, 8.5, PYTHON) for line in CAREER if line not in DECIDING),
    *(Target(WITH_PROFILE + line, 12, PYTHON) for line in DECIDING),
    *(Target(FILTER, 1, OTHER_FILTERS[name]) for name in ("csvgrep", "csvsql", "sqlite-utils")),
)


def programs(libcert: Path, peers: Path) -> dict[str, Program]:
    """Return all programs to measure, from the folders *libcert* and *peers*."""

    def argv(line: str) -> list[str]:
        return [str(libcert / "libcert"), *line.split()[1:]]

    lines = (
        "libcert --version",
        "libcert --help",
        "libcert list",
        "libcert list --format table",
        "libcert list --json",
        "libcert show CLT",
        FILTER,
        *CAREER,
    )
    completion = {
        "_LIBCERT_COMPLETE": "complete_bash",
        "COMP_WORDS": "libcert show CL",
        "COMP_CWORD": "2",
    }
    # It is imported and not run as a script, so that Python caches its bytecode.
    two_commands = ["-c", "import two_commands", "one"]
    result = {
        PYTHON: Program([str(libcert / "python"), "-c", "pass"]),
        TYPER: Program([str(peers / "python"), *two_commands]),
        PINNED_TYPER: Program([str(libcert / "python"), *two_commands]),
        **{line: Program(argv(line)) for line in lines},
        **{
            WITH_PROFILE + line: Program(argv(line), {"LIBCERT_PROFILE": "profile.toml"})
            for line in dict.fromkeys((*DECIDING, *CAREER))
        },
        "libcert show CL<Tab>": Program([str(libcert / "libcert")], completion),
        OTHER_FILTERS["sqlite-utils"]: Program(
            [str(peers / "sqlite-utils"), "memory", "records.csv", f"{SQL} cost_open = 'false'"]
        ),
        OTHER_FILTERS["csvgrep"]: Program(
            [str(peers / "csvgrep"), "-c", "cost_high", "-r", r"^(1?\d?\d|200)$", "records.csv"]
        ),
        OTHER_FILTERS["csvsql"]: Program(
            [str(peers / "csvsql"), "--query", f"{SQL} not cost_open", "records.csv"]
        ),
        SISTER: Program([str(peers / "eol"), "python"]),
    }
    if jq := shutil.which("jq"):
        result[OTHER_FILTERS["jq"]] = Program([jq, JQ, "records.json"])
    return result


def prepare(folder: Path, libcert: Path, peers: Path) -> dict[str, Program]:
    """Write the input files to *folder*; return the programs that can run there."""
    (folder / "two_commands.py").write_text(TWO_COMMANDS, encoding="utf-8")
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    for form in ("json", "csv"):
        listed = measuring.answer(
            Program([str(libcert / "libcert"), "list", "--format", form]), folder
        )
        (folder / f"records.{form}").write_text(listed, encoding="utf-8")
    usable = programs(libcert, peers)
    if OTHER_FILTERS["jq"] not in usable:
        print("note: jq is not installed, so it is not measured")
    try:
        measuring.answer(Program([str(peers / "python"), "-c", SISTER_CACHE]), folder)
    except subprocess.CalledProcessError:  # its cache has another format in newer releases
        del usable[SISTER]
        print("note: the cache of norwegianblue cannot be filled, so it is not measured")
    expected = ids(measuring.answer(usable[FILTER], folder))
    for name in OTHER_FILTERS.values():
        if name in usable and (
            difference := ids(measuring.answer(usable[name], folder)) ^ expected
        ):
            print(f"note: {name} and libcert disagree on {', '.join(sorted(difference))}")
    return usable


def ids(answer: str) -> set[str]:
    """Return the ids of the records of an *answer* in JSON or CSV."""
    records = json.loads(answer) if answer[0] == "[" else csv.DictReader(io.StringIO(answer))
    return {record["id"] for record in records}


def measure(programs: Mapping[str, Program], folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each run of each program took."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, program in measuring.shuffled(programs):
            run = measuring.run(program, folder)
            if run.code:
                sys.exit(f"{name} failed with exit code {run.code}: {run.stderr}")
            if number:  # the first round only warms up
                times[name].append(run.seconds)
    return times


def paired(times: Times, program: str, base: str) -> float:
    """Return the median of the ratios of *program* to *base* in the same round."""
    return statistics.median(
        one / other for one, other in zip(times[program], times[base], strict=True)
    )


def least(times: Times, program: str, base: str) -> float:
    """Return the ratio of the shortest times of *program* and *base*."""
    return min(times[program]) / min(times[base])


def missed(times: Times) -> list[str]:
    """Return the targets that are missed, in words."""
    result = []
    for target in TARGETS:
        ratios = [ratio(times, target.program, target.base) for ratio in (paired, least)]
        if min(ratios) > target.most:
            result.append(
                f"{target.program}: {ratios[0]:.2f} times {target.base}"
                f" ({ratios[1]:.2f} of the least times), at most {target.most}"
            )
    return result


def table(times: Times) -> str:
    """Return the times of all programs as a table, the fastest first."""
    rows = [["whole process", "median ms", "min ms", "x python", "x Typer"]]
    for name in sorted(times, key=lambda name: statistics.median(times[name])):
        figures = statistics.median(times[name]) * 1000, min(times[name]) * 1000
        ratios = paired(times, name, PYTHON), paired(times, name, TYPER)
        rows.append(
            [name, *(f"{figure:.1f}" for figure in figures), *(f"{ratio:.2f}" for ratio in ratios)]
        )
    return measuring.aligned(rows)


def main() -> int:
    """Measure, print the table, and compare it with the targets if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=21, help="how often to run each program [21]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the seconds of each run")
    parser.add_argument(
        "--check", action="store_true", help="exit with code 1 if a target is missed"
    )
    arguments = parser.parse_args()
    libcert, peers = measuring.libcert(), measuring.peers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        version = "import typer; print(typer.__version__, end='')"
        for owner, programs_folder in (("current", peers), ("of libcert", libcert)):
            typer = measuring.answer(
                Program([str(programs_folder / "python"), "-c", version]), folder
            )
            print(f"Typer, {owner}: {typer}")
        times = measure(prepare(folder, libcert, peers), folder, arguments.rounds)
    print(table(times))
    if arguments.json:
        arguments.json.write_text(json.dumps(times, indent=1) + "\n", encoding="utf-8")
    misses = missed(times) if arguments.check else []
    for miss in misses:
        print(f"target missed: {miss}", file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
