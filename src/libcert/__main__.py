"""The process around the command line: signals, exit codes and a quick end."""

import _signal  # type: ignore[import-not-found] # `signal` takes ten times as long

# Let Ctrl-C end the process at once, even during imports: no file is ever half written. A parent
# process that ignores Ctrl-C keeps it ignored.
if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

import gc
import os
import sys


def run() -> None:
    """Run libcert as a program and leave with its exit code."""
    try:
        code = _run()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0  # the reader has closed the pipe
    except MemoryError:
        code = 1
        if sys.stderr is not None:
            sys.stderr.write("error: there is not enough memory to start\n")
    # All output is written. A normal exit would tear down the interpreter, which takes a tenth of
    # the time of a short command, and would try the failed write again.
    os._exit(code)


def _run() -> int:
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from libcert import __version__

        version = f"libcert {__version__}\n".encode()
        try:
            if os.write(sys.stdout.fileno(), version) == len(version):
                return 0
        except BrokenPipeError:
            raise
        except OSError:
            pass
        # The normal path below writes it again, or reports the error.
    gc.disable()  # a process this short has no garbage worth collecting
    from libcert import cli
    from libcert.cli import terminal

    terminal.prepare_streams()
    return cli.main()


if __name__ == "__main__":
    run()
