"""The fuzzer: where it begins, what it may not reach, and that it finds something."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "fuzz"))

import reading

import fuzz

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_nothing_is_wrong_with_what_it_begins_with(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seeds = [*fuzz.seeds(target)]

    assert len(seeds) > 5
    for seed in seeds[:20]:
        fuzz.TARGETS[target](seed)


@pytest.mark.parametrize(
    ("target", "known"),
    [
        ("catalogue", {"fees", "issuer", "not-found", "[credentials."}),
        ("json_catalogue", {"fees", "not-found", "null", '{"credentials": {'}),
        ("json_lines_catalogue", {"issuer", ": ", "NaN", '{"sources": {'}),
        ("profile", {"budget", "held", "nan"}),
        ("options", {"plan", "--max-cost", "-f", "me.toml"}),
    ],
)
def test_it_knows_words_to_begin_with(target: str, known: set[str]) -> None:
    assert known <= fuzz.tokens(target)


def test_a_dictionary_has_a_quoted_token_a_line() -> None:
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
def test_no_command_line_reaches_beyond_its_folder(content: bytes, words: list[str] | None) -> None:
    assert fuzz.words(content) == words


@pytest.mark.parametrize("command", ["path", "init"])
def test_where_a_file_is_may_be_said_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    fuzz.options(f"profile\n{command}\n--profile\nme\x07.toml".encode())


def test_what_was_found_can_be_run_once_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "crash"
    kept.write_bytes(b"profile\nset\n--budget\n5")

    assert fuzz.main(["options", str(kept)]) == 0
    assert capfd.readouterr().out == "Nothing is wrong\n"


def test_a_finding_is_an_exit_code_and_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_: Path) -> None:
        raise KeyError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "catalogue", wrong)
    (tmp_path / "any").write_bytes(b"")

    with pytest.raises(KeyError):
        fuzz.main(["catalogue", "any", "--here"])


def test_a_file_belongs_to_one_target(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        fuzz.main(["all", "any"])
    assert "name the target that FILE is for" in capsys.readouterr().err


def test_where_there_is_no_atheris_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert fuzz.main(["all"]) == 1
    assert capsys.readouterr().err == fuzz.MISSING + "\n"


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_a_run_ends_in_time() -> None:
    command = [sys.executable, str(ROOT / "fuzz" / "fuzz.py"), "calendar", "--seconds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0
    assert "stat::number_of_executed_units" in done.stderr
    assert done.stdout.endswith("Nothing is wrong\n")
