"""The fuzzer: its seeds, the limits of what it may run, and the failures that it finds."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "fuzz"))

import reading

import fuzz

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_seeds_cause_no_failures(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seeds = [*fuzz.seeds(target)]

    assert len(seeds) > 5
    for seed in seeds[:20]:
        fuzz.TARGETS[target](seed)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("catalogue", {"fees", "issuer", "not-found", "[credentials."}),
        ("json_catalogue", {"fees", "not-found", "null", '{"credentials": {'}),
        ("json_lines_catalogue", {"issuer", ": ", "NaN", '{"sources": {'}),
        ("profile", {"budget", "held", "nan"}),
        ("options", {"plan", "--max-cost", "-f", "me.toml"}),
    ],
)
def test_fuzzer_knows_the_words_of_each_target(target: str, words: set[str]) -> None:
    assert words <= fuzz.tokens(target)


def test_dictionary_has_one_quoted_token_per_line() -> None:
    assert fuzz.dictionary({"é", 'a"'}) == '"\\x61\\x22"\n"\\xc3\\xa9"\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"list\n--json", ["list", "--json"]),
        (b"show\n\xff", ["show", "\udcff"]),
        (b"list\n-o\n/x", None),
        (b"list\n--install-completion", None),
    ],
)
def test_no_command_line_writes_outside_its_folder(content: bytes, words: list[str] | None) -> None:
    assert fuzz.words(content) == words


@pytest.mark.parametrize("command", ["path", "init"])
def test_output_may_contain_the_exact_path_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    fuzz.options(f"profile\n{command}\n--profile\nme\x07.toml".encode())


def test_crash_file_can_be_run_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    crash = tmp_path / "crash"
    crash.write_bytes(b"profile\nset\n--budget\n5")

    assert fuzz.main(["options", str(crash)]) == 0
    assert capfd.readouterr().out == "Nothing is wrong\n"


def test_failure_is_raised_as_an_exception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise KeyError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "catalogue", fail)
    (tmp_path / "any").write_bytes(b"")

    with pytest.raises(KeyError):
        fuzz.main(["catalogue", "any", "--here"])


def test_file_needs_exactly_one_target(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        fuzz.main(["all", "any"])
    assert "name the target that FILE is for" in capsys.readouterr().err


def test_missing_atheris_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert fuzz.main(["all"]) == 1
    assert capsys.readouterr().err == fuzz.MISSING + "\n"


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_fuzzer_ends_after_the_given_time() -> None:
    command = [sys.executable, str(ROOT / "fuzz" / "fuzz.py"), "calendar", "--seconds", "1"]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert process.returncode == 0
    assert "stat::number_of_executed_units" in process.stderr
    assert process.stdout.endswith("Nothing is wrong\n")
