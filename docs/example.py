"""Run libcert as a person would, on a terminal, for the README and its picture."""

import os
import pty
import shlex
import subprocess
import sys


def on_a_terminal(command: str, columns: int, term: str = "dumb") -> str:
    """Return what a terminal of so many *columns* shows after *command*."""
    leader, follower = pty.openpty()
    env = {"PATH": os.environ["PATH"], "COLUMNS": str(columns), "TERM": term}
    arguments = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(arguments, stdout=follower, stderr=follower, env=env):
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


def run(command: str, columns: int = 80, lines: int | None = None) -> str:
    """Return *command* and what it shows, the first *lines* of it, as a block of Markdown."""
    shown = on_a_terminal(command, columns).rstrip("\n").split("\n")
    cut = [*shown[:lines], "…"] if lines is not None and len(shown) > lines else shown
    return "\n".join(["```console", f"$ {command}", *cut, "```\n"])


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""
