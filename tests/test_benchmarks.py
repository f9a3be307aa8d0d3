"""The measurements of the benchmarks and their evaluation, without real times."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measuring
import pytest
import scale
import speed
import tomli
from conftest import Answered
from measuring import Program, Run

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

QUICK = {
    speed.PYTHON: [1.0, 1.0, 1.0],
    speed.TYPER: [10.0, 10.0, 10.0],
    **{name: [30.0, 30.0, 30.0] for name in speed.OTHER_FILTERS.values()},
    **{target.program: [0.5, 0.5, 0.5] for target in speed.TARGETS},
}
"""Times that meet every target."""


def make_run(seconds: float, *, code: int = 0, stderr: str = "") -> Run:
    return Run(code, seconds, seconds / 4, seconds / 2, 40.0, stderr)


COUNT = len(scale.RECORDS) + 20
"""All shipped records, and copies of some of them."""


def test_catalogue_of_copies_is_valid(run: Callable[..., Answered], tmp_path: Path) -> None:
    path = scale.write(tmp_path, "toml", COUNT)

    answer = run("catalogue", "check", "--no-bundled", str(path))

    assert (answer.code, answer.err) == (0, "")
    assert f"{COUNT} credentials, 0 amendments" in answer.out


def test_copies_have_the_answers_of_their_originals(
    run: Callable[..., Answered], tmp_path: Path
) -> None:
    path = str(scale.write(tmp_path, "toml", 2 * len(scale.RECORDS)))
    arguments = ("filter", "--max-cost", "200", "--maybe", "--json")

    ids = set(run(*arguments, "--no-bundled", "--catalogue", path).ids)

    originals = set(run(*arguments).ids)
    assert ids == originals | {f"{id_}-1" for id_ in originals}


def test_copies_cover_every_kind_of_record(run: Callable[..., Answered], tmp_path: Path) -> None:
    path = str(scale.write(tmp_path, "toml", 600))
    arguments = ("filter", "--max-cost", "200", "--no-bundled", "--catalogue", path, "--json")

    records = run("list", "--no-bundled", "--catalogue", path, "--json").json
    yes = set(run(*arguments).ids)
    yes_or_maybe = set(run(*arguments, "--maybe").ids)

    assert 0 < len(yes) < len(yes_or_maybe) < len(records) == 600
    assert {record["cost"]["unit"] for record in records} >= {"USD", "GBP"}
    assert {"member", "non-member", "everyone"} == {
        fee["audience"] for record in records for fee in record["fees"]
    }
    for field in ("duration", "experience"):
        assert {record[field]["low"] is None for record in records} == {True, False}


def test_all_forms_of_a_catalogue_have_the_same_data(tmp_path: Path) -> None:
    toml, whole, lines = (
        scale.write(tmp_path, form, COUNT).read_text(encoding="utf-8") for form in scale.FORMS
    )
    joined: dict[str, Any] = {}
    for line in lines.splitlines():
        for section, entries in json.loads(line).items():
            joined.setdefault(section, {}).update(entries)

    assert json.loads(whole) == joined
    assert json.loads(whole) == json.loads(json.dumps(tomli.loads(toml), default=str))


def test_larger_catalogue_starts_with_the_smaller_one() -> None:
    smaller = list(scale.toml(COUNT))

    assert list(scale.toml(2 * COUNT))[: len(smaller)] == smaller


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_jq_and_libcert_give_the_same_answer(run: Callable[..., Answered], tmp_path: Path) -> None:
    path = str(scale.write(tmp_path, "toml", 600))
    records = run("list", "--no-bundled", "--catalogue", path, "--json").out
    (tmp_path / "records.json").write_text(records, encoding="utf-8")

    answer = measuring.answer(Program(["jq", speed.JQ, "records.json"]), tmp_path)

    arguments = ("filter", "--max-cost", "200", "--no-bundled", "--catalogue", path, "--json")
    assert speed.ids(answer) == set(run(*arguments).ids)


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ('[{"id": "A+"}, {"id": "CLT"}]', {"A+", "CLT"}),
        ("cost,id\n1,A+\n2,CLT\n", {"A+", "CLT"}),
        ("[]", set()),
    ],
)
def test_ids_are_read_from_json_and_csv(answer: str, ids: set[str]) -> None:
    assert speed.ids(answer) == ids


@pytest.mark.parametrize(
    ("python", "version", "messages"),
    [
        ([1.0, 1.0, 1.0], [1.5, 1.5, 1.5], []),
        (
            [1.0, 1.0, 1.0],
            [1.75, 1.75, 1.5625],
            ["libcert --version: 1.75 times python -c pass (1.56 of the least times), at most 1.5"],
        ),
        ([1.0, 1.0, 1.0], [1.25, 1.75, 1.75], []),  # only the median is over the target
        ([0.5, 1.0, 1.0], [1.25, 1.25, 1.25], []),  # only the minimum is over the target
    ],
)
def test_target_is_missed_if_median_and_minimum_are_over_it(
    python: list[float], version: list[float], messages: list[str]
) -> None:
    times = QUICK | {speed.PYTHON: python, "libcert --version": version}

    assert speed.missed(times) == messages


@pytest.mark.parametrize("target", speed.TARGETS)
def test_every_target_can_be_missed(target: speed.Target) -> None:
    slow = [target.most * seconds * 1.01 for seconds in QUICK[target.base]]

    messages = speed.missed(QUICK | {target.program: slow})

    assert any(f"times {target.base} " in line for line in messages)


def test_table_lists_the_fastest_program_first_and_shows_ratios() -> None:
    times = {speed.TYPER: [0.2, 0.3, 0.2], "jq": [0.03, 0.03, 0.03], speed.PYTHON: [0.01] * 3}

    assert speed.table(times).splitlines() == [
        "whole process                median ms  min ms  x python  x Typer",
        "python -c pass                    10.0    10.0      1.00     0.05",
        "jq                                30.0    30.0      3.00     0.15",
        "two commands, current Typer      200.0   200.0     20.00     1.00",
    ]


def test_curve_shows_its_growth_and_the_reason_for_its_end() -> None:
    figures = [
        scale.Figures("toml", "list", 1000, [make_run(1), make_run(3), make_run(2)]),
        scale.Figures(
            "json", "list", 1000, [make_run(1, code=1, stderr="error: no\nhint: none\n")]
        ),
        scale.Figures("toml", "list", 10000, [make_run(30)]),
        scale.Figures("toml", "list", 100000, [make_run(9), make_run(60, code=-9)]),
    ]

    assert scale.table(figures).splitlines() == [
        "question    records  seconds  first byte  CPU s  MB  ms/record   growth",
        "toml: list     1000    2.000       1.000  0.500  40      2.000",
        "toml: list    10000   30.000      15.000  7.500  40      3.000  x 15.00",
        "toml: list   100000  refused",
        "json: list     1000  refused",
        "toml: list, 100000 records: killed by signal 9 after 60 s",
        "json: list, 1000 records: error: no",
    ]


def test_run_records_its_exit_code_errors_and_times(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); sys.stderr.write('no'); sys.exit(3)"

    run = measuring.run(Program([sys.executable, "-c", code]), tmp_path, read=True)

    assert (run.code, run.stderr) == (3, "no")
    assert run.first_byte is not None
    assert 0 < run.first_byte <= run.seconds
    assert run.megabytes > 1


def test_run_is_killed_at_its_time_limit(tmp_path: Path) -> None:
    endless = Program([sys.executable, "-c", "import time; time.sleep(60)"])

    run = measuring.run(endless, tmp_path, limit=0.1)

    assert run.code < 0
    assert run.seconds < 60


def test_programs_do_not_get_variables_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    code = "import json, os; print(json.dumps(dict(os.environ)))"

    env = json.loads(
        measuring.answer(Program([sys.executable, "-c", code], {"ASKED": "yes"}), tmp_path)
    )

    assert {"HOME": str(tmp_path), "COLUMNS": "80", "ASKED": "yes"}.items() <= env.items()
    assert "PYTHONUNBUFFERED" not in env


def test_failed_program_raises_an_error(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measuring.answer(Program([sys.executable, "-c", "raise SystemExit(1)"]), tmp_path)
