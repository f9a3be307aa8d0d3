"""Test that the documentation is correct."""

import doctest
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import libcert
from libcert import cli

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
PROSE = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def shell(page: Path) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines()]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_ci_runs_the_exact_test_command_of_the_readme() -> None:
    [command] = [line for line in shell(README) if "pytest" in line]

    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_python_examples_in_the_pages_and_the_package_work() -> None:
    [page] = [page for page in PAGES if blocks(page, "pycon")]

    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted
    assert result.failed == doctest.testmod(libcert).failed == 0


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_shell_examples_in_the_pages_work(
    spawn: Callable[..., Any], tmp_path: Path, page: Path
) -> None:
    """The lines run in order, because some need a file that an earlier line wrote."""
    (tmp_path / "registry.jsonl").touch()
    for line in (line for line in shell(page) if line.startswith("libcert")):
        libcert_, _, rest = line.partition("|")
        process = spawn(*shlex.split(libcert_)[1:])
        assert process.returncode == 0, line
        assert b"error" not in process.stderr, line
        if rest.strip().startswith("jq") and shutil.which("jq"):
            jq = shlex.split(rest)
            output = subprocess.run(
                jq, input=process.stdout, capture_output=True, check=True
            ).stdout
            assert b"\nCLT 200\nCALT 225\n" in output


def test_the_readme_shows_answers_of_libcert() -> None:
    examples = blocks(README, "console")

    assert len(examples) >= 4
    assert all(block.count("\n") > 2 or "jq length" in block for block in examples)


def test_every_command_is_in_the_pages() -> None:
    commands = [command.name for command in cli.command_line().registered_commands]
    text = "".join(page.read_text("utf-8") for page in PAGES)

    assert all(f"libcert {name}" in text for name in {*commands, "catalogue"} - {"help"})


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")

    pages = {page.name for page in PAGES} - {"README.md", "index.md"}
    assert all(f"]({name})" in index for name in pages)


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.stem)
def test_links_in_the_pages_have_a_target(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page.read_text("utf-8"))
    for path, anchor in links:
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_every_file_that_the_pages_name_exists() -> None:
    page = (ROOT / "docs" / "develop.md").read_text("utf-8")
    names = re.findall(r"`([\w/.]+\.(?:py|toml))`", page)

    assert names
    for name in names:
        assert any((folder / name).exists() for folder in (ROOT, ROOT / "src" / "libcert")), name


@pytest.mark.parametrize("number", range(6))
def test_example_catalogues_in_the_pages_are_valid(tmp_path: Path, number: int) -> None:
    path = tmp_path / "own.toml"
    examples = blocks(ROOT / "docs" / "catalogue.md", "toml")
    path.write_text(examples[number], encoding="utf-8")

    assert len(examples) == 6
    assert cli.main(["catalogue", "check", str(path)]) == 0
