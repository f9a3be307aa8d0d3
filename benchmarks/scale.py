"""Measure how time and memory grow with a catalogue: `python benchmarks/scale.py`.

It writes catalogues of copies of the shipped records in each file format. It writes them line by
line, because the measured memory of a program is at least that of the process that starts it.
"""

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import measuring
import toml_writer
from measuring import Program, Run
from speed import JQ

from libcert.files.read import BUNDLED

Json = dict[str, Any]

DATA: Final = Path(__file__).parents[1] / "data"
QUESTIONS: Final = {
    "filter --max-cost 200 --json": ["filter", "--max-cost", "200", "--json"],
    "list --format table": ["list", "--format", "table"],
    "list --format tsv": ["list", "--format", "tsv"],
    "list --limit 10": ["list", "--limit", "10"],
}
DUCKDB: Final = """\
import duckdb

duckdb.sql('''
    copy (
        select * from read_json('records.json')
        where cost.unit = 'USD' and cost.high <= 200 and not cost.open
        and status.state is distinct from 'closed'
    ) to '/dev/stdout' (format json, array true)
''')
"""


def _shipped() -> dict[str, dict[str, Json]]:
    """Return the entries of the shipped catalogue by section and id."""
    sections: dict[str, dict[str, Json]] = {}
    for name in BUNDLED:
        for section, entries in tomllib.loads((DATA / name).read_text(encoding="utf-8")).items():
            sections.setdefault(section, {}).update(entries)
    return sections


_SECTIONS: Final = _shipped()
RECORDS: Final = _SECTIONS["credentials"]
HEAD: Final = {name: _SECTIONS[name] for name in ("organizations", "sources")}
"""The organizations and sources that the records refer to."""


def _records(count: int) -> Iterator[tuple[str, Json]]:
    """Yield *count* records with their ids: the shipped ones, and then copies of them.

    *count* must be at least the number of shipped records, because they refer to each other.
    """
    originals = itertools.cycle(RECORDS.items())
    for number, (id_, entry) in zip(range(count), originals, strict=False):
        if copy := number // len(RECORDS):
            names = {"name": f"{entry['name']}, copy {copy}"}
            rest = {key: value for key, value in entry.items() if key not in {"name", "aliases"}}
            yield f"{id_}-{copy}", names | rest
        else:
            yield id_, entry


def toml(count: int) -> Iterator[str]:
    """Yield the tables of a catalogue of *count* records in TOML."""
    for section, entries in HEAD.items():
        for name, entry in entries.items():
            yield toml_writer.table(section, name, entry)
    for name, entry in _records(count):
        yield toml_writer.table("credentials", name, entry)


def json_(count: int) -> Iterator[str]:
    """Yield the lines of a catalogue of *count* records in JSON."""
    yield "{"
    for section, entries in HEAD.items():
        yield f'"{section}": {_object(entries)},'
    yield '"credentials": {'
    for number, (name, entry) in enumerate(_records(count)):
        yield f'{"," if number else ""}"{name}": {_object(entry)}'
    yield "}}"


def jsonl(count: int) -> Iterator[str]:
    """Yield the lines of a catalogue of *count* records in JSON Lines."""
    for section, entries in HEAD.items():
        yield _object({section: entries})
    for name, entry in _records(count):
        yield _object({"credentials": {name: entry}})


def _object(value: Json) -> str:
    return json.dumps(value, default=str)


FORMS: Final[dict[str, Callable[[int], Iterator[str]]]] = {
    "toml": toml,
    "json": json_,
    "jsonl": jsonl,
}


def write(folder: Path, form: str, count: int) -> Path:
    """Write a catalogue of *count* records in the format *form* to *folder* and return its path."""
    path = folder / f"big.{form}"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in FORMS[form](count))
    return path


@dataclass(frozen=True)
class Figures:
    """The measurements of one question to a catalogue of one size."""

    form: str
    question: str
    size: int
    runs: Sequence[Run]

    @property
    def refusal(self) -> str | None:
        """Why there is no answer; None if there is one."""
        last = self.runs[-1]
        if last.code == 0:
            return None
        if last.code < 0:
            return f"killed by signal {-last.code} after {last.seconds:.0f} s"
        return (last.stderr.strip() or f"exit code {last.code}").splitlines()[0]

    @property
    def seconds(self) -> float:
        """The median wall-clock time."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def processor(self) -> float:
        """The median CPU time."""
        return statistics.median(run.processor for run in self.runs)

    @property
    def first_byte(self) -> float:
        """The median time until the first byte of the answer."""
        return statistics.median(run.first_byte or run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The highest peak of its memory."""
        return max(run.megabytes for run in self.runs)


def measure(
    size: int, folder: Path, programs: tuple[Path, Path], rounds: int, limit: float
) -> list[Figures]:
    """Return the measurements of all questions to catalogues of *size* records.

    If libcert refuses a format, its only row is that of the check, with the reason.
    """
    libcert, peers = (str(programs[0] / "libcert"), str(programs[1] / "python"))
    figures = []
    questions: dict[tuple[str, str], Program] = {}
    for form in FORMS:
        path = write(folder, form, size).name
        check = Program([libcert, "catalogue", "check", "--no-bundled", path])
        checked = Figures(form, "catalogue check", size, [_run(check, folder, limit)])
        figures.append(checked)
        if not checked.refusal:
            for name, words in QUESTIONS.items():
                questions[form, name] = Program(
                    [libcert, *words, "--no-bundled", "--catalogue", path]
                )
    if questions:
        accepted = next(iter(questions.values())).command[-1]
        own = ["--no-bundled", "--catalogue", accepted]
        export = [libcert, "list", "--json", *own, "-o", "records.json"]
        measuring.answer(Program(export), folder)
        questions["records", "DuckDB: cost at most 200"] = Program([peers, "-c", DUCKDB])
        if jq := shutil.which("jq"):
            questions["records", "jq: cost at most 200"] = Program([jq, JQ, "records.json"])
    return figures + _measure_questions(questions, size, folder, rounds, limit)


def _measure_questions(
    questions: Mapping[tuple[str, str], Program], size: int, folder: Path, rounds: int, limit: float
) -> list[Figures]:
    """Return the measurements of *questions*; a question that fails once is not repeated."""
    runs: dict[tuple[str, str], list[Run]] = {key: [] for key in questions}
    for _ in range(rounds):
        for key, program in measuring.shuffled(questions):
            if not (runs[key] and runs[key][-1].code):
                runs[key].append(_run(program, folder, limit))
    return [Figures(*key, size, results) for key, results in runs.items()]


def _run(program: Program, folder: Path, limit: float) -> Run:
    return measuring.run(program, folder, read=True, limit=limit)


def table(figures: Sequence[Figures]) -> str:
    """Return a table with a row for each question and size; growth is that of the CPU time."""
    heads = [
        "question",
        "records",
        "seconds",
        "first byte",
        "CPU s",
        "MB",
        "ms/record",
        "growth",
    ]
    rows, notes = [heads], []
    curves: dict[str, dict[str, list[Figures]]] = {}
    for one in figures:
        curves.setdefault(one.form, {}).setdefault(f"{one.form}: {one.question}", []).append(one)
    for name, curve in (named for form in curves.values() for named in form.items()):
        before: Figures | None = None
        for one in curve:
            if one.refusal:
                rows.append([name, str(one.size), "refused", *[""] * 5])
                notes.append(f"{name}, {one.size} records: {one.refusal}")
                before = None
                continue
            rows.append(
                [
                    name,
                    str(one.size),
                    f"{one.seconds:.3f}",
                    f"{one.first_byte:.3f}",
                    f"{one.processor:.3f}",
                    f"{one.megabytes:.0f}",
                    f"{one.seconds / one.size * 1000:.3f}",
                    f"x {one.processor / before.processor:.2f}" if before else "",
                ]
            )
            before = one
    return "\n".join([measuring.aligned(rows), *notes])


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--sizes", default="1000,4000,10000,100000", help="records [%(default)s]")
    parser.add_argument("--rounds", type=int, default=3, help="how often to ask each question [3]")
    parser.add_argument(
        "--limit", type=float, default=300, help="most seconds for one answer [300]"
    )
    arguments = parser.parse_args()
    sizes = sorted(map(int, arguments.sizes.split(",")))
    if sizes[0] < len(RECORDS):
        parser.error(f"a catalogue has at least the {len(RECORDS)} shipped records")
    programs = measuring.libcert(), measuring.peers()
    figures: list[Figures] = []
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            print(f"{size} records …", file=sys.stderr)
            figures += measure(size, Path(name), programs, arguments.rounds, arguments.limit)
    print(table(figures))


if __name__ == "__main__":
    main()
