"""The documentation is true."""

import doctest
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from conftest import ROOT

import libcert
from libcert import cli

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]


def test_ci_runs_the_test_command_of_the_readme_word_for_word() -> None:
    [command] = [line for line in SHELL if "pytest" in line]

    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_python_in_the_readme_and_the_package() -> None:
    example = doctest.DocTestParser().get_doctest(
        "\n".join(block for kind, block in BLOCKS if kind == "pycon"), {}, "README.md", None, 0
    )

    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0
    assert doctest.testmod(libcert).failed == 0


def test_shell_in_the_readme(spawn: Callable[..., Any]) -> None:
    """The lines work one after the other, for some begin with what another wrote."""
    for line in (line for line in SHELL if line.startswith("libcert")):
        libcert_, _, rest = line.partition("|")
        done = spawn(*shlex.split(libcert_)[1:])
        assert done.returncode == 0, line
        assert b"error" not in done.stderr, line
        if rest.strip().startswith("jq") and shutil.which("jq"):
            jq = shlex.split(rest)
            picked = subprocess.run(jq, input=done.stdout, capture_output=True, check=True).stdout
            assert picked.startswith(b"CLT 200\nCALT 225\n")


def test_the_readme_shows_what_libcert_answers() -> None:
    shown = [block for kind, block in BLOCKS if kind == "console"]

    assert len(shown) >= 4
    assert all("────" in block for block in shown)


def test_every_command_is_in_the_readme() -> None:
    commands = [command.name for command in cli.command_line().registered_commands]

    assert all(f"libcert {name}" in README for name in {*commands, "catalogue"} - {"help"})
