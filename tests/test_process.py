"""libcert as a process: closed or full streams, signals, encodings and terminals."""

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
from libcert.cli import terminal

pytestmark = pytest.mark.slow

Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

commands = pytest.mark.parametrize(
    "command",
    [
        pytest.param(["list"], id="text"),
        pytest.param(["list", "--format", "table"], id="table"),
        pytest.param(["list", "--json"], id="JSON"),
        pytest.param(["profile", "path"], id="file name"),
        pytest.param(["--version"], id="version, which skips most of the code"),
    ],
)
"""One command for each way to write an answer."""


@pytest.mark.covers_processes
@commands
def test_full_disk_is_reported_in_one_sentence(spawn: Spawn, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = spawn(*command, stdout=full, stderr=subprocess.PIPE)

    assert process.returncode == 1
    assert process.stderr.endswith(b"error: cannot write the answer: No space left on device\n")
    assert b"Traceback" not in process.stderr
    assert b"Exception" not in process.stderr


@pytest.mark.covers_processes
@commands
def test_closed_pipe_causes_no_message(command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [*LIBCERT, *command], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)

    assert not re.search(rb"Traceback|Exception|error", process.stderr)
    assert process.returncode == 0


@pytest.mark.covers_processes
@commands
def test_closed_output_is_reported(tmp_path: Path, command: list[str]) -> None:
    line = f'exec "$0" "$@" 2>"{tmp_path}/err" >&-'
    process = subprocess.run(["/bin/sh", "-c", line, *LIBCERT, *command], check=False)

    assert process.returncode == 1
    assert (
        (tmp_path / "err")
        .read_text()
        .endswith("error: cannot write the answer: standard output is closed\n")
    )


@pytest.mark.covers_processes
@pytest.mark.parametrize("redirection", ["<&-", "2>&-", "<&- 2>&-", "2>/dev/full"])
def test_other_streams_may_be_closed_or_full(redirection: str) -> None:
    line = f'exec "$0" "$@" {redirection}'
    process = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, "filter", "--max-cost", "200"],
        stdout=subprocess.PIPE,
        check=False,
    )

    assert (process.returncode, process.stdout.count(b"\nCPTL\t")) == (0, 1)


@pytest.mark.covers_processes
@commands
def test_exit_code_is_1_if_all_streams_are_closed(command: list[str]) -> None:
    line = 'exec "$0" "$@" <&- >&- 2>&-'

    assert subprocess.run(["/bin/sh", "-c", line, *LIBCERT, *command], check=False).returncode == 1


@pytest.mark.parametrize("output", [">/dev/full", ">&-", "| true"])
def test_errors_do_not_depend_on_the_standard_output(output: str) -> None:
    line = f'{{ "$0" "$@"; echo $? >&2; }} {output}'
    process = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, "show", "NOPE"], stderr=subprocess.PIPE, check=False
    )
    error, *_, code = process.stderr.splitlines()

    assert error.startswith(b"error: no credential has the id")
    assert b"cannot write" not in process.stderr
    assert code == b"1"


def test_usage_error_keeps_its_code_if_all_streams_are_closed() -> None:
    line = 'exec "$0" "$@" <&- >&- 2>&-'

    assert subprocess.run(["/bin/sh", "-c", line, *LIBCERT, "lst"], check=False).returncode == 2


def test_errors_keep_their_code_if_stderr_is_closed_or_full() -> None:
    for streams, (argv, code) in itertools.product(
        ("2>&-", "2>/dev/full"), ((["show", "NOPE"], 1), (["lst"], 2), (["list", "--limit=1"], 0))
    ):
        line = f'exec "$0" "$@" {streams}'
        process = subprocess.run(
            ["/bin/sh", "-c", line, *LIBCERT, *argv], stdout=subprocess.PIPE, check=False
        )

        assert (process.returncode, bool(process.stdout)) == (code, code == 0)


def test_note_to_a_closed_pipe_causes_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    argv = [*LIBCERT, "list", "--limit", "1"]
    process = subprocess.run(argv, stdout=subprocess.PIPE, stderr=write, check=False)
    os.close(write)

    assert (process.returncode, process.stdout.count(b"\n")) == (0, 2)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["schema", "list", "list --json", "--version"])
def test_disk_that_fills_up_is_reported_in_one_sentence(
    tmp_path: Path, command: str, unbuffered: str
) -> None:
    (tmp_path / "answer").write_bytes(b"." * 2044)
    line = 'ulimit -f 4; exec "$0" "$@" >>answer'
    process = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT, *command.split()],
        stderr=subprocess.PIPE,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )

    assert process.returncode == 1
    assert process.stderr == b"error: cannot write the answer: File too large\n"


@pytest.mark.covers_processes
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_full_non_blocking_pipe_causes_an_error(unbuffered: str) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    process = subprocess.run(
        [*LIBCERT, "list", "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    os.close(read)
    os.close(write)

    assert process.returncode == 1
    assert process.stderr.startswith(b"error: cannot write the answer: ")


@pytest.mark.covers_processes
@pytest.mark.parametrize("target", ["/dev/full", "closed"])
def test_unwritable_completion_is_reported_in_one_sentence(target: str) -> None:
    variables = {
        "_LIBCERT_COMPLETE": "complete_bash",
        "COMP_WORDS": "libcert sh",
        "COMP_CWORD": "1",
    }
    line = f'exec "$0" "$@" {">&-" if target == "closed" else ">" + target}'
    process = subprocess.run(
        ["/bin/sh", "-c", line, *LIBCERT],
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | variables,
    )

    assert process.returncode == 1
    assert re.fullmatch(rb"error: cannot write the answer: [\w ]+\n", process.stderr)


@pytest.mark.covers_processes
@pytest.mark.parametrize("command", ["list --json", "list --format csv", "sources --json"])
def test_reader_may_stop_early(command: str) -> None:
    line = '"$0" "$@" | head -1'
    argv = ["/bin/sh", "-c", line, *LIBCERT, *command.split()]
    process = subprocess.run(argv, capture_output=True, check=False)

    assert (process.returncode, process.stdout.count(b"\n"), process.stderr) == (0, 1, b"")


@pytest.mark.covers_processes
def test_interrupt_prints_nothing(tmp_path: Path) -> None:
    start = time.monotonic()
    subprocess.run([*LIBCERT, "list", "-o", str(tmp_path / "answer")], check=True)
    seconds = time.monotonic() - start
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(
        [*LIBCERT, "list", "-o", str(tmp_path / "pipe")], stderr=subprocess.PIPE
    ) as process:
        time.sleep(2 * seconds)  # now it waits for a reader
        assert interrupt(process) == (130, b"")


def interrupt(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Interrupt *process* and return its exit code and errors."""
    process.send_signal(signal.SIGINT)
    try:
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return process.returncode, err


@pytest.mark.covers_processes
def test_interrupt_during_an_import_prints_nothing(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    process = spawn("list", env={"PYTHONPATH": str(tmp_path)})

    assert (process.returncode, process.stdout, process.stderr) == (130, b"", b"")


@pytest.mark.covers_processes
def test_too_little_memory_to_start_is_reported(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise MemoryError")
    env = {"PYTHONPATH": str(tmp_path)}
    process = spawn("list", env=env)
    line = ["/bin/sh", "-c", 'exec "$0" "$@" 2>&-', *LIBCERT, "list"]
    process_without_stderr = subprocess.run(
        line, capture_output=True, check=False, env=os.environ | env
    )

    assert (process.returncode, process.stdout) == (1, b"")
    assert process.stderr == b"error: there is not enough memory to start\n"
    assert (process_without_stderr.returncode, process_without_stderr.stdout) == (1, b"")


def test_partly_written_version_is_written_again(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["libcert", "--version"])
    monkeypatch.setattr(__main__, "os", SimpleNamespace(write=lambda *_: 3))
    monkeypatch.setattr(__main__, "gc", SimpleNamespace(disable=lambda: None))
    monkeypatch.setattr(terminal, "prepare_streams", lambda: None)  # pytest owns the streams

    assert __main__._run() == 0  # noqa: SLF001 - unlike `main`, it does not end the process
    assert capfd.readouterr().out == f"libcert {__version__}\n"


LIBCERT_LINE = re.compile(
    rb'File "'
    + re.escape(str(Path(libcert.__file__).parent)).encode()
    + rb"/(?!__(init|main)__[.])"
)
"""A traceback line from the code of libcert.

For about 20 ms on an idle machine, only Python and the script from pip run. A traceback from this
time is not an error of libcert.
"""


def interrupt_after(milliseconds: float, *argv: str) -> tuple[int, bytes]:
    """Interrupt a process after *milliseconds* and return its exit code and errors."""
    with subprocess.Popen(
        [*LIBCERT, *argv],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(milliseconds / 1000)
        return interrupt(process)


def test_interrupt_at_the_start_shows_no_libcert_traceback() -> None:
    for milliseconds in range(40):
        assert not LIBCERT_LINE.search(interrupt_after(milliseconds, "list")[1])


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show CALT --format table",
        "plan --goal CALT,LSSC --assume LSSC=12mo --no-profile",
        "profile set --budget 5",
    ],
)
def test_interrupt_at_a_later_time_shows_no_libcert_traceback(profile: Path, command: str) -> None:
    for milliseconds in range(60, 301, 40):
        code, err = interrupt_after(milliseconds, *command.split())

        assert not LIBCERT_LINE.search(err)
        assert code in {0, 130, -signal.SIGINT} or b"Traceback" in err
    assert not profile.exists() or profile.read_text() == "budget = 5\n"


@pytest.mark.parametrize(
    "number",
    [
        *(5, 20, 40, 80, 120, 160, 200),
    ],
)
def test_interrupt_before_any_import_prints_nothing(tmp_path: Path, number: int) -> None:
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
    process = subprocess.run([*LIBCERT, "list"], capture_output=True, check=False, env=env)

    assert process.returncode in {130, -signal.SIGINT} or process.stdout  # or too few imports
    assert process.stderr == b""


def test_interrupt_while_a_class_is_created_prints_nothing(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text(f"""
import os
class Name:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), {int(signal.SIGINT)})
class Named:
    name = Name()
""")
    process = spawn("list", env={"PYTHONPATH": str(tmp_path)})

    assert process.returncode in {130, -signal.SIGINT}
    assert (process.stdout, process.stderr) == (b"", b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "utf-16"])
def test_every_encoding_keeps_all_important_text(spawn: Spawn, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = spawn("show", "CALT", env=env)
    table = spawn("list", "--format", "table", env=env)

    assert (text.returncode, text.stderr) == (0, b"")
    expected = "$175–$225" if encoding not in {"ascii", "latin-1"} else "$175-$225"
    assert expected in text.stdout.decode(encoding)
    assert expected in table.stdout.decode(encoding)
    assert spawn("list", "--json", env=env).stdout == spawn("list", "--json").stdout


FOREIGN = """\
[organizations]
O.name = "o"
[credentials.A]
name = "São Müller « 100 % » Žđ € \U0001f469"
type = "license"
issuer = "O"
"""


@pytest.mark.covers_processes
@pytest.mark.parametrize(
    "encoding",
    [
        pytest.param("utf-16", id="all characters"),
        pytest.param("latin-1", id="some characters missing"),
        pytest.param("cp864", id="called charmap in errors, without the percent sign"),
        pytest.param("shift-jis", id="characters of several bytes"),
    ],
)
def test_every_encoding_gets_plain_substitutes_for_characters(
    spawn: Spawn, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "own.toml").write_text(FOREIGN, "utf-8")
    own = ("--catalogue", "own.toml", "--no-bundled")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    failure = spawn("show", "Müller«", env=env)

    for argv in (["list"], ["list", "--format", "table"]):
        process = spawn(*argv, *own, env=env)
        assert (process.returncode, process.stderr) == (0, b"")
        assert "100" in process.stdout.decode(encoding)
    assert (failure.returncode, failure.stdout) == (1, b"")
    assert failure.stderr.decode(encoding).startswith("error: no credential has the id")


def test_c_locale_keeps_all_important_text(spawn: Spawn) -> None:
    env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    text, failure = spawn("show", "CALT", env=env), spawn("show", "é", env=env)

    assert (text.returncode, text.stderr) == (0, b"")
    assert b"$175-$225" in text.stdout
    assert (failure.returncode, failure.stdout) == (1, b"")
    assert failure.stderr.isascii()
    assert spawn("list", "--json", env=env).stdout == spawn("list", "--json").stdout


def test_invalid_bytes_are_shown_as_escapes(spawn: Spawn) -> None:
    process = spawn("show", b"\xff\x1b[31m")

    assert process.returncode == 1
    assert b"\\udcff\\u001b[31m" in process.stderr


def test_missing_home_folder_matters_only_for_writing(spawn: Spawn) -> None:
    variables = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": ""}
    show_process = spawn("profile", "show", "--json", env=variables)
    set_process = spawn("profile", "set", "--budget", "5", env=variables | {"HOME": "/dev/null"})

    assert show_process.returncode == 0
    assert show_process.stderr.startswith(
        b"note: there is no profile at `/nonexistent/.config/libcert/"
    )
    assert set_process.returncode == 1
    assert set_process.stderr == b"error: cannot write `/dev/null/.config`: Not a directory\n"


@pytest.mark.parametrize("zone", ["UTC+99", "UTC24", "", "No/Where", ":", "\u00fc"])
def test_every_time_zone_has_a_current_day(spawn: Spawn, zone: str) -> None:
    process = spawn("renewals", "--held", "LSSC=2024-03-15", "--no-profile", env={"TZ": zone})

    assert process.returncode == 0
    assert process.stdout


HEAVY = "; print(sorted({'typer', 'rich', 'pydantic', 'tomli'} & set(sys.modules)))"


def test_version_imports_no_large_modules(spawn: Spawn) -> None:
    code = "import sys, libcert.__main__ as m; sys.argv[1:] = ['--version']; m._run()" + HEAVY
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert spawn("--version").stdout == f"libcert {__version__}\n".encode()
    assert process.stdout.splitlines()[-1] == b"[]"


def test_json_does_not_import_rich() -> None:
    code = (
        "import sys; from libcert import cli; cli.main(['filter', '--json', '--no-exam'])" + HEAVY
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert process.stdout.splitlines()[-1] == b"['typer']"


@pytest.mark.covers_processes
def test_terminal_gets_a_table() -> None:
    output = on_a_terminal("list", TERM="xterm")

    assert "\x1b[1m" in output
    assert "────" in output
    assert "────" not in on_a_terminal("list", "--json", TERM="xterm")


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_terminal_without_colors_gets_no_colors(env: dict[str, str]) -> None:
    output = on_a_terminal("compare", "CLT", "CALT", **env)

    assert "\x1b" not in output
    assert "────" in output


@pytest.mark.covers_processes
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
        (
            "bash",
            {"COMP_WORDS": "libcert check --studying as", "COMP_CWORD": "3"},
            {"associate"},
        ),
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
def test_completion_offers_matching_words(
    spawn: Spawn, shell: str, variables: dict[str, str], expected: set[str]
) -> None:
    env = {"_LIBCERT_COMPLETE": f"complete_{shell}", **variables}
    process = spawn(env=env)

    assert process.returncode == 0
    assert expected <= set(re.findall(r"[\w+-]+", process.stdout.decode()))


@pytest.mark.parametrize(
    ("command", "imported"),
    [
        ("list", b"False"),
        ("check", b"False"),
        ("check LSSC", b"False"),
        ("plan --goal A+", b"False"),
        ("plan --best --budget 400", b"False"),
        ("cost LSSC", b"False"),
        ("renewals", b"False"),
        ("calendar", b"False"),
        ("renewals --held LSSC=2024-03-15", b"False"),
        ("check --experience 2", b"False"),
        ("check --profile me.toml", b"False"),
        ("check --meets a\N{ZERO WIDTH JOINER}b", b"True"),
    ],
)
def test_pydantic_is_imported_only_for_unusual_details(
    tmp_path: Path, command: str, imported: bytes
) -> None:
    """The import of Pydantic takes as long as the rest of such a command."""
    (tmp_path / "me.toml").write_text("budget = 5\n")
    code = f"""
import sys
from libcert import cli
assert cli.main({command.split()!r}) == 0
print("pydantic" in sys.modules)
"""
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path
    )

    assert process.stdout.splitlines()[-1] == imported


def test_programs_and_type_checkers_find_the_same_public_names() -> None:
    tree = ast.parse(Path(libcert.__file__).read_text("utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]

    assert {alias.asname: node.module for node in imports for alias in node.names} == {
        name: f"libcert.{module}"
        for name, module in libcert._MODULES.items()  # noqa: SLF001
    }
    assert libcert.__all__ == ["__version__", *libcert._MODULES]  # noqa: SLF001


def test_public_names_can_be_imported() -> None:
    assert all(getattr(libcert, name) is not None for name in libcert.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _: Any = libcert.nothing


@pytest.mark.covers_processes
def test_file_names_are_exact_in_pipes_and_escaped_on_terminals(
    spawn: Spawn,
) -> None:
    name = "a\x1b[31mb\u202e\udcff.toml"
    output = on_a_terminal("profile", "path", "--profile", name)
    process = spawn("profile", "path", "--profile", name)

    assert output == "a\\u001b[31mb\\u202e\\udcff.toml\n"
    assert process.stdout == os.fsencode(name) + b"\n"


@pytest.mark.parametrize("columns", ["", "0", "1", "3", "10", "39", "100000", "-5", "abc"])
def test_terminals_of_any_width_work(columns: str) -> None:
    output = on_a_terminal("list", "--fields", "id,cost", COLUMNS=columns, TERMINAL_WIDTH="abc")

    assert "MLS-P" in output.replace("\n", "")
    assert "$175–$225" in output.replace("\n", "")


@pytest.mark.parametrize("argv", [["--help"], ["list"], ["lst"]])
def test_environment_variables_never_add_colors_to_a_pipe(spawn: Spawn, argv: list[str]) -> None:
    plain = spawn(*argv)
    env = {"GITHUB_ACTIONS": "true", "PY_COLORS": "1", "TERMINAL_WIDTH": "abc", "TERM": "xterm"}
    process = spawn(*argv, env=env)

    assert b"\x1b" not in process.stdout + process.stderr
    assert (process.returncode, process.stdout, process.stderr) == (
        plain.returncode,
        plain.stdout,
        plain.stderr,
    )


# --- Home folders ---------------------------------------------------------------------------------

ANY_SHELL = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""Turns off shell detection, so that a test can choose the shell."""


@pytest.mark.covers_processes
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_in_the_home_folder(
    spawn: Spawn, tmp_path: Path, shell: str
) -> None:
    process = spawn("--install-completion", shell, env=ANY_SHELL | {"HOME": str(tmp_path)})
    script = spawn("--show-completion", shell, env=ANY_SHELL)

    assert (process.returncode, process.stderr) == (0, b"")
    assert shell.encode() in process.stdout
    assert any("_LIBCERT_COMPLETE" in p.read_text() for p in tmp_path.rglob("*") if p.is_file())
    assert b"_LIBCERT_COMPLETE" in script.stdout


def test_full_disk_during_completion_setup_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"#" * 1500)
    line = 'ulimit -f 3; exec "$0" "$@"'
    argv = ["/bin/sh", "-c", line, *LIBCERT, "--install-completion", "bash"]
    env = os.environ | ANY_SHELL | {"HOME": str(tmp_path)}
    process = subprocess.run(argv, capture_output=True, check=False, env=env)

    assert (process.returncode, process.stdout) == (1, b"")
    assert process.stderr == b"error: cannot set up completion in the home folder: File too large\n"


def test_completion_is_not_added_to_an_unreadable_file(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"# caf\xe9\n")
    process = spawn("--install-completion", "bash", env=ANY_SHELL | {"HOME": str(tmp_path)})

    assert (process.returncode, process.stdout) == (1, b"")
    assert process.stderr.startswith(b"error: cannot set up completion in the home folder: 'utf-8'")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"# caf\xe9\n"]


@pytest.mark.covers_processes
def test_unknown_shell_is_an_error(tmp_path: Path) -> None:
    argv = ["/bin/sh", "-c", '"$0" "$@"; exit $?', *LIBCERT, "--install-completion"]
    env = os.environ | {"HOME": str(tmp_path)}
    process = subprocess.run(argv, capture_output=True, check=False, env=env)

    assert (process.returncode, process.stdout) == (1, b"")
    assert re.fullmatch(rb"error: Shell \w+ is not supported\n", process.stderr)
    assert not list(tmp_path.iterdir())


@pytest.mark.covers_processes
@pytest.mark.parametrize(
    "variables",
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
def test_shell_must_pass_the_words_of_the_command_line(
    spawn: Spawn, variables: dict[str, str]
) -> None:
    process = spawn(env={"_LIBCERT_COMPLETE": "complete_bash", **variables})

    assert (process.returncode, process.stdout) == (2, b"")
    assert b"COMP_WORDS and COMP_CWORD must hold the words typed so far" in process.stderr


def test_empty_environment_is_enough() -> None:
    for argv in (["list"], ["show", "CALT"], ["--show-completion", "bash"], ["profile", "path"]):
        process = subprocess.run([*LIBCERT, *argv], env=ANY_SHELL, capture_output=True, check=False)

        assert (process.returncode, process.stderr) == (0, b"")
        assert process.stdout


@pytest.fixture
def read_only_home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a user whose home folder is read-only."""
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    yield os.environ | ANY_SHELL | {"HOME": str(home), "XDG_CONFIG_HOME": ""}
    home.chmod(0o755)


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
def test_read_only_home_is_reported_by_commands_that_write(
    minding_modes: list[str], read_only_home: dict[str, str], command: str, code: int
) -> None:
    argv = [*minding_modes, *LIBCERT, *command.split()]
    process = subprocess.run(argv, capture_output=True, check=False, env=read_only_home)

    assert process.returncode == code
    assert b"Traceback" not in process.stderr
    if code:
        pattern = rb"error: cannot (write `.*/home\b.*`|set up .* home folder): Permission denied\n"
        assert re.fullmatch(pattern, process.stderr)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without a home")
def test_completion_without_a_home_folder_is_one_error() -> None:
    code = """
import os, sys
from libcert import cli
cli.main(["--install-completion", "bash"])  # import the modules as root
del os.environ["HOME"]
os.setuid(54321)
sys.exit(cli.main(["--install-completion", "bash"]))
"""
    env = os.environ | ANY_SHELL
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=env
    )

    assert process.returncode == 1
    assert re.fullmatch(rb"error: .*home.*\n(hint: .*\n)?", process.stderr)


@pytest.mark.covers_processes
def test_ignored_interrupt_stays_ignored(tmp_path: Path) -> None:
    """A shell starts its background processes in this way."""
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
    process = subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path)

    assert process.returncode == 0
