"""libcert as a process: streams that are closed or full, signals, encodings, terminals."""

import ast
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import LIBCERT, on_a_terminal

import libcert
from libcert import __main__, __version__
from libcert.catalogue.bundle import pack
from libcert.catalogue.merge import merge
from libcert.cli import terminal
from libcert.files.read import PACKED, read_bundled

Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

commands = pytest.mark.parametrize(
    "command",
    [
        pytest.param(["list"], id="text"),
        pytest.param(["list", "--format", "table"], id="drawn table"),
        pytest.param(["list", "--json"], id="JSON"),
        pytest.param(["profile", "path"], id="file name"),
        pytest.param(["--version"], id="version, by a short way of its own"),
    ],
)
"""One command for each way in which an answer is written."""


@pytest.mark.slow
@commands
def test_a_full_disk_is_one_sentence(spawn: Spawn, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = spawn(*command, stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 1
    assert done.stderr.endswith(b"error: cannot write the answer: No space left on device\n")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.slow
@commands
def test_a_closed_pipe_ends_in_silence(command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*LIBCERT, *command], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert not re.search(rb"Traceback|Exception|error", done.stderr)
    assert done.returncode == 0


@pytest.mark.slow
@commands
def test_a_closed_output_is_named(tmp_path: Path, command: list[str]) -> None:
    line = f'exec "$0" "$@" 2>"{tmp_path}/err" >&-'
    done = subprocess.run(["/bin/sh", "-c", line, *LIBCERT, *command], check=False)

    assert done.returncode == 1
    assert (
        (tmp_path / "err")
        .read_text()
        .endswith("error: cannot write the answer: standard output is closed\n")
    )


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "2>/dev/full"])
def test_other_streams_may_be_closed_or_full(closed: str) -> None:
    line = f'exec "$0" "$@" {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, "filter", "--max-cost", "200"],
        stdout=subprocess.PIPE,
        check=False,
    )

    assert (done.returncode, done.stdout.count(b"\nCPTL\t")) == (0, 1)


@pytest.mark.slow
@commands
def test_all_streams_closed_is_exit_code_1(command: list[str]) -> None:
    line = 'exec "$0" "$@" <&- >&- 2>&-'

    assert subprocess.run(["/bin/sh", "-c", line, *LIBCERT, *command], check=False).returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("output", [">/dev/full", ">&-", "| true"])
def test_an_error_is_the_same_wherever_the_answer_would_go(output: str) -> None:
    line = f'{{ "$0" "$@"; echo $? >&2; }} {output}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, "show", "NOPE"], stderr=subprocess.PIPE, check=False
    )
    error, *_, code = done.stderr.splitlines()

    assert error.startswith(b"error: no credential has the id")
    assert b"cannot write" not in done.stderr
    assert code == b"1"


@pytest.mark.slow
def test_an_error_keeps_its_code_if_all_streams_are_closed() -> None:
    line = 'exec "$0" "$@" <&- >&- 2>&-'

    assert subprocess.run(["/bin/sh", "-c", line, *LIBCERT, "lst"], check=False).returncode == 2


@pytest.mark.slow
def test_errors_keep_their_code_if_stderr_is_closed_or_full() -> None:
    for streams, (argv, code) in itertools.product(
        ("2>&-", "2>/dev/full"), ((["show", "NOPE"], 1), (["lst"], 2), (["list", "--limit=1"], 0))
    ):
        line = f'exec "$0" "$@" {streams}'
        done = subprocess.run(
            ["/bin/sh", "-c", line, *LIBCERT, *argv], stdout=subprocess.PIPE, check=False
        )

        assert (done.returncode, bool(done.stdout)) == (code, code == 0)


def test_a_note_to_a_closed_pipe_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    argv = [*LIBCERT, "list", "--limit", "1"]
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=write, check=False)
    os.close(write)

    assert (done.returncode, done.stdout.count(b"\n")) == (0, 2)


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["schema", "list", "list --json", "--version"])
def test_a_disk_that_fills_up_is_one_sentence(
    tmp_path: Path, command: str, unbuffered: str
) -> None:
    (tmp_path / "answer").write_bytes(b"." * 2044)
    line = 'ulimit -f 4; exec "$0" "$@" >>answer'
    done = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, *command.split()],
        stderr=subprocess.PIPE,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )

    assert done.returncode == 1
    assert done.stderr == b"error: cannot write the answer: File too large\n"


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_does_not_wait_gets_all_or_an_error(unbuffered: str) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    done = subprocess.run(
        [*LIBCERT, "list", "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    os.close(read)
    os.close(write)

    assert done.returncode == 1
    assert done.stderr.startswith(b"error: cannot write the answer: ")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["/dev/full", "closed"])
def test_a_completion_that_nobody_gets_is_one_sentence(target: str) -> None:
    typed = {"_LIBCERT_COMPLETE": "complete_bash", "COMP_WORDS": "libcert sh", "COMP_CWORD": "1"}
    line = f'exec "$0" "$@" {">&-" if target == "closed" else ">" + target}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT],
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | typed,
    )

    assert done.returncode == 1
    assert re.fullmatch(rb"error: cannot write the answer: [\w ]+\n", done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list --json", "list --format csv", "sources --json"])
def test_a_reader_may_have_enough(command: str) -> None:
    line = '"$0" "$@" | head -1'
    argv = ["/bin/sh", "-c", line, *LIBCERT, *command.split()]
    done = subprocess.run(argv, capture_output=True, check=False)

    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


@pytest.mark.covers_processes
@pytest.mark.slow
def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    start = time.monotonic()
    subprocess.run([*LIBCERT, "list", "-o", str(tmp_path / "answer")], check=True)
    seconds = time.monotonic() - start
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(
        [*LIBCERT, "list", "-o", str(tmp_path / "pipe")], stderr=subprocess.PIPE
    ) as process:
        time.sleep(2 * seconds)  # it waits for a reader now
        assert interrupt(process) == (130, b"")


def interrupt(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Interrupt *process* and return its exit code and errors."""
    process.send_signal(signal.SIGINT)
    try:
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return process.returncode, err


def test_an_interrupt_is_quiet_while_modules_are_imported(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    done = spawn("list", env={"PYTHONPATH": str(tmp_path)})

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_too_little_memory_to_begin_is_said(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise MemoryError")
    env = {"PYTHONPATH": str(tmp_path)}
    done = spawn("list", env=env)
    line = ["/bin/sh", "-c", 'exec "$0" "$@" 2>&-', *LIBCERT, "list"]
    unheard = subprocess.run(line, capture_output=True, check=False, env=os.environ | env)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"error: there is not enough memory to start\n"
    assert (unheard.returncode, unheard.stdout) == (1, b"")


def test_a_version_that_is_half_written_is_written_anew(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["libcert", "--version"])
    monkeypatch.setattr(__main__, "os", SimpleNamespace(write=lambda *_: 3))
    monkeypatch.setattr(__main__, "gc", SimpleNamespace(disable=lambda: None))
    monkeypatch.setattr(terminal, "prepare_streams", lambda: None)  # these are not of a process

    assert __main__._run() == 0  # noqa: SLF001 - which ends no process
    assert capfd.readouterr().out == f"libcert {__version__}\n"


OURS = re.compile(
    rb'File "'
    + re.escape(str(Path(libcert.__file__).parent)).encode()
    + rb"/(?!__(init|main)__[.])"
)
"""A traceback's line that is ours.

Until `__main__` has begun, some 20 ms on a machine that does nothing else, Python may show one of
its own: whatever runs by then is Python and the wrapper that pip writes.
"""


def interrupted(milliseconds: float, *argv: str) -> tuple[int, bytes]:
    """The exit code and the words of a process that is interrupted so long after its beginning."""
    with subprocess.Popen(
        [*LIBCERT, *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(milliseconds / 1000)
        return interrupt(process)


@pytest.mark.slow
def test_an_interrupt_in_the_first_moment_is_quiet() -> None:
    for milliseconds in range(40):
        assert not OURS.search(interrupted(milliseconds, "list")[1])


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show CALT --format table",
        "plan --goal CALT,LSSC --assume LSSC=12mo --no-profile",
        "profile set --budget 5",
    ],
)
def test_an_interrupt_is_quiet_at_any_later_moment(profile: Path, command: str) -> None:
    for milliseconds in range(60, 301, 40):
        code, err = interrupted(milliseconds, *command.split())

        assert not OURS.search(err)
        assert code in {0, 130, -signal.SIGINT} or b"Traceback" in err
    assert not profile.exists() or profile.read_text() == "budget = 5\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [
        *(5, 20, 40, 80, 120, 160, 200),
    ],
)
def test_an_interrupt_is_quiet_in_any_import(tmp_path: Path, number: int) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"""
import os, sys
class Interrupt:
    ahead = None
    def find_spec(self, name, *_):
        if name == "libcert":
            Interrupt.ahead = {number}
        elif Interrupt.ahead is not None:
            Interrupt.ahead -= 1
            if not Interrupt.ahead:
                os.kill(os.getpid(), {int(signal.SIGINT)})
sys.meta_path.insert(0, Interrupt())
""")
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([*LIBCERT, "list"], capture_output=True, check=False, env=env)

    assert done.returncode in {130, -signal.SIGINT} or done.stdout  # it has no so many imports
    assert done.stderr == b""


@pytest.mark.slow
def test_an_interrupt_is_quiet_while_a_class_is_made(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text(f"""
import os
class Name:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), {int(signal.SIGINT)})
class Named:
    name = Name()
""")
    done = spawn("list", env={"PYTHONPATH": str(tmp_path)})

    assert done.returncode in {130, -signal.SIGINT}
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "utf-16"])
def test_an_encoding_loses_nothing_that_matters(spawn: Spawn, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = spawn("show", "CALT", env=env)
    drawn = spawn("list", "--format", "table", env=env)

    assert (text.returncode, text.stderr) == (0, b"")
    expected = "$175–$225" if encoding not in {"ascii", "latin-1"} else "$175-$225"
    assert expected in text.stdout.decode(encoding)
    assert expected in drawn.stdout.decode(encoding)
    assert spawn("list", "--json", env=env).stdout == spawn("list", "--json").stdout


FOREIGN = """\
[organizations]
O.name = "o"
[credentials.A]
name = "São Müller « 100 % » Žđ € \U0001f469"
type = "license"
issuer = "O"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "encoding",
    [
        pytest.param("utf-16", id="has every character"),
        pytest.param("latin-1", id="lacks characters"),
        pytest.param("cp864", id="is called charmap in errors, and lacks % of ASCII"),
        pytest.param("shift-jis", id="has characters of several bytes"),
    ],
)
def test_every_encoding_gets_plain_substitutes(spawn: Spawn, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "own.toml").write_text(FOREIGN, "utf-8")
    own = ("--catalogue", "own.toml", "--no-bundled")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    wrong = spawn("show", "Müller«", env=env)

    for argv in (["list"], ["list", "--format", "table"]):
        done = spawn(*argv, *own, env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "100" in done.stdout.decode(encoding)
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert wrong.stderr.decode(encoding).startswith("error: no credential has the id")


@pytest.mark.slow
def test_a_locale_without_letters_loses_nothing_that_matters(spawn: Spawn) -> None:
    env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    text, wrong = spawn("show", "CALT", env=env), spawn("show", "é", env=env)

    assert (text.returncode, text.stderr) == (0, b"")
    assert b"$175-$225" in text.stdout
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert wrong.stderr.isascii()
    assert spawn("list", "--json", env=env).stdout == spawn("list", "--json").stdout


def test_bytes_that_are_no_text_are_named(spawn: Spawn) -> None:
    done = spawn("show", b"\xff\x1b[31m")

    assert done.returncode == 1
    assert b"\\udcff\\u001b[31m" in done.stderr


def test_a_home_that_does_not_exist(spawn: Spawn) -> None:
    away = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": ""}
    done = spawn("profile", "show", "--json", env=away)
    kept = spawn("profile", "set", "--budget", "5", env=away | {"HOME": "/dev/null"})

    assert done.returncode == 0
    assert done.stderr.startswith(b"note: there is no profile at `/nonexistent/.config/libcert/")
    assert kept.returncode == 1
    assert kept.stderr == b"error: cannot write `/dev/null/.config`: Not a directory\n"


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["UTC+99", "UTC24", "", "No/Where", ":", "\u00fc"])
def test_any_zone_has_a_day(spawn: Spawn, zone: str) -> None:
    done = spawn("renewals", "--held", "LSSC=2024-03-15", "--no-profile", env={"TZ": zone})

    assert done.returncode == 0
    assert done.stdout


HEAVY = "; print(sorted({'typer', 'rich', 'pydantic', 'tomli'} & set(sys.modules)))"


def test_the_version_is_quick(spawn: Spawn) -> None:
    code = "import sys, libcert.__main__ as m; sys.argv[1:] = ['--version']; m._run()" + HEAVY
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert spawn("--version").stdout == f"libcert {__version__}\n".encode()
    assert imported.stdout.splitlines()[-1] == b"[]"


def test_data_does_not_wait_for_what_draws() -> None:
    code = (
        "import sys; from libcert import cli; cli.main(['filter', '--json', '--no-exam'])" + HEAVY
    )
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert imported.stdout.splitlines()[-1] == b"['pydantic', 'tomli', 'typer']"


def test_a_terminal_gets_a_table() -> None:
    seen = on_a_terminal("list", TERM="xterm")

    assert "\x1b[1m" in seen
    assert "────" in seen
    assert "────" not in on_a_terminal("list", "--json", TERM="xterm")


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_a_terminal_without_colours_gets_none(env: dict[str, str]) -> None:
    seen = on_a_terminal("compare", "CLT", "CALT", **env)

    assert "\x1b" not in seen
    assert "────" in seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "variables", "expected"),
    [
        ("bash", {"COMP_WORDS": "libcert show c", "COMP_CWORD": "2"}, {"clt", "calt", "cip"}),
        ("bash", {"COMP_WORDS": "libcert sh", "COMP_CWORD": "1"}, {"show"}),
        ("bash", {"COMP_WORDS": "libcert compare CLT CA", "COMP_CWORD": "3"}, {"CALT"}),
        (
            "bash",
            {"COMP_WORDS": "libcert filter --setting ele", "COMP_CWORD": "3"},
            {"electronics"},
        ),
        ("bash", {"COMP_WORDS": "libcert list --fields id,na", "COMP_CWORD": "3"}, {"name"}),
        ("bash", {"COMP_WORDS": "libcert show cpl", "COMP_CWORD": "2"}, {"cplt", "cpla"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "libcert show cal"}, {"calt"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "libcert show --help cal"}, {"calt"}),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "libcert show cal", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            {"calt"},
        ),
    ],
)
def test_completion(
    spawn: Spawn, shell: str, variables: dict[str, str], expected: set[str]
) -> None:
    env = {"_LIBCERT_COMPLETE": f"complete_{shell}", **variables}
    done = spawn(env=env)

    assert done.returncode == 0
    assert expected <= set(re.findall(r"[\w+-]+", done.stdout.decode()))


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed catalogue, as a wheel has it."""
    path = tmp_path_factory.mktemp("packed") / PACKED
    path.write_text(pack(merge(read_bundled())), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "imported"),
    [
        ("list", b"False"),
        ("check", b"False"),
        ("check LSSC", b"False"),
        ("plan --goal A+", b"False"),
        ("plan --best --budget 400", b"True"),
        ("cost LSSC", b"False"),
        ("renewals", b"False"),
        ("calendar", b"False"),
        ("renewals --held LSSC=2024-03-15", b"True"),
        ("check --experience 2", b"True"),
        ("check --profile me.toml", b"True"),
    ],
)
def test_only_input_of_a_person_is_validated(
    packed: Path, tmp_path: Path, command: str, imported: bytes
) -> None:
    """To import Pydantic takes as long as all the rest of such a command."""
    (tmp_path / "me.toml").write_text("budget = 5\n")
    code = f"""
import sys
from libcert import catalogue, cli
catalogue.read_packed = lambda: open({str(packed)!r}, encoding="utf-8").read()
assert cli.main({command.split()!r}) == 0
print("pydantic" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path
    )

    assert done.stdout.splitlines()[-1] == imported


def test_programs_and_type_checkers_find_the_same_public_names() -> None:
    tree = ast.parse(Path(libcert.__file__).read_text("utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]

    assert {alias.asname: node.module for node in imports for alias in node.names} == {
        name: f"libcert.{module}"
        for name, module in libcert._MODULES.items()  # noqa: SLF001
    }
    assert libcert.__all__ == ["__version__", *libcert._MODULES]  # noqa: SLF001


def test_python_can_ask_too() -> None:
    assert all(getattr(libcert, name) is not None for name in libcert.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _: Any = libcert.nothing


def test_the_name_of_a_file_is_exact_for_programs_and_harmless_on_a_terminal(
    spawn: Spawn,
) -> None:
    name = "a\x1b[31mb\u202e\udcff.toml"
    seen = on_a_terminal("profile", "path", "--profile", name)
    piped = spawn("profile", "path", "--profile", name)

    assert seen == "a\\u001b[31mb\\u202e\\udcff.toml\n"
    assert piped.stdout == os.fsencode(name) + b"\n"


@pytest.mark.slow
@pytest.mark.parametrize("columns", ["", "0", "1", "3", "10", "39", "100000", "-5", "abc"])
def test_no_terminal_is_too_narrow_or_too_wide(columns: str) -> None:
    seen = on_a_terminal("list", "--fields", "id,cost", COLUMNS=columns, TERMINAL_WIDTH="abc")

    assert "MLS-P" in seen.replace("\n", "")
    assert "$175–$225" in seen.replace("\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("argv", [["--help"], ["list"], ["lst"]])
def test_no_pipe_gets_colours_because_of_where_it_runs(spawn: Spawn, argv: list[str]) -> None:
    plain = spawn(*argv)
    env = {"GITHUB_ACTIONS": "true", "PY_COLORS": "1", "TERMINAL_WIDTH": "abc", "TERM": "xterm"}
    done = spawn(*argv, env=env)

    assert b"\x1b" not in done.stdout + done.stderr
    assert (done.returncode, done.stdout, done.stderr) == (
        plain.returncode,
        plain.stdout,
        plain.stderr,
    )


# --- Homes ----------------------------------------------------------------------------------------

ASKED_FOR = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""Lets the shell be named whose completion is wanted, whichever shell runs the tests."""


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_at_home(spawn: Spawn, tmp_path: Path, shell: str) -> None:
    done = spawn("--install-completion", shell, env=ASKED_FOR | {"HOME": str(tmp_path)})
    shown = spawn("--show-completion", shell, env=ASKED_FOR)

    assert (done.returncode, done.stderr) == (0, b"")
    assert shell.encode() in done.stdout
    assert any("_LIBCERT_COMPLETE" in p.read_text() for p in tmp_path.rglob("*") if p.is_file())
    assert b"_LIBCERT_COMPLETE" in shown.stdout


def test_completion_that_finds_no_room_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"#" * 1500)
    line = 'ulimit -f 3; exec "$0" "$@"'
    argv = ["/bin/sh", "-c", line, *LIBCERT, "--install-completion", "bash"]
    env = os.environ | ASKED_FOR | {"HOME": str(tmp_path)}
    done = subprocess.run(argv, capture_output=True, check=False, env=env)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"error: cannot set up completion in the home folder: File too large\n"


def test_completion_is_not_set_up_in_what_cannot_be_read(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"# caf\xe9\n")
    done = spawn("--install-completion", "bash", env=ASKED_FOR | {"HOME": str(tmp_path)})

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error: cannot set up completion in the home folder: 'utf-8'")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"# caf\xe9\n"]


def test_a_shell_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    argv = ["/bin/sh", "-c", '"$0" "$@"; exit $?', *LIBCERT, "--install-completion"]
    env = os.environ | {"HOME": str(tmp_path)}
    done = subprocess.run(argv, capture_output=True, check=False, env=env)

    assert (done.returncode, done.stdout) == (1, b"")
    assert re.fullmatch(rb"error: Shell \w+ is not supported\n", done.stderr)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"COMP_WORDS": "libcert sh"},
        {"COMP_CWORD": "1"},
        *(
            {"COMP_WORDS": "libcert sh", "COMP_CWORD": word}
            for word in ("", "abc", "-1", "9" * 5000)
        ),
    ],
)
def test_a_shell_says_what_is_typed(spawn: Spawn, typed: dict[str, str]) -> None:
    done = spawn(env={"_LIBCERT_COMPLETE": "complete_bash", **typed})

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"COMP_WORDS and COMP_CWORD must hold the words typed so far" in done.stderr


@pytest.mark.slow
def test_an_empty_environment_is_enough() -> None:
    for argv in (["list"], ["show", "CALT"], ["--show-completion", "bash"], ["profile", "path"]):
        done = subprocess.run([*LIBCERT, *argv], env=ASKED_FOR, capture_output=True, check=False)

        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


@pytest.fixture
def shut_home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of somebody who may write nothing at home."""
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    yield os.environ | ASKED_FOR | {"HOME": str(home), "XDG_CONFIG_HOME": ""}
    home.chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("list", 0),
        ("check CALT", 0),
        ("profile show", 0),
        ("profile init", 1),
        ("profile set --budget 5", 1),
        ("--install-completion bash", 1),
    ],
)
def test_a_home_that_is_shut_is_named_by_what_writes_there(
    minding_modes: list[str], shut_home: dict[str, str], command: str, code: int
) -> None:
    argv = [*minding_modes, *LIBCERT, *command.split()]
    done = subprocess.run(argv, capture_output=True, check=False, env=shut_home)

    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if code:
        wanted = rb"error: cannot (write `.*/home\b.*`|set up .* home folder): Permission denied\n"
        assert re.fullmatch(wanted, done.stderr)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without a home")
def test_completion_without_any_home_is_one_sentence() -> None:
    code = """
import os, sys
from libcert import cli
cli.main(["--install-completion", "bash"])  # what it imports is there by now
del os.environ["HOME"]
os.setuid(54321)
sys.exit(cli.main(["--install-completion", "bash"]))
"""
    env = os.environ | ASKED_FOR
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=env)

    assert done.returncode == 1
    assert re.fullmatch(rb"error: .*home.*\n(hint: .*\n)?", done.stderr)


def test_an_interrupt_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """So a shell starts what is to go on in the background."""
    (tmp_path / "tell.py").write_text("""
import signal, sys
from libcert import __main__
sys.exit(signal.getsignal(signal.SIGINT) is not signal.SIG_IGN)
""")
    code = f"""
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.execv({sys.executable!r}, [{sys.executable!r}, "tell.py"])
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path)

    assert done.returncode == 0
