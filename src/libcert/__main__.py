"""The process around the command line, so that `libcert` ends well whatever happens to it."""

import _signal  # type: ignore[import-not-found] # it is `signal` in a tenth of the time

# Wherever it is; what writes files sees to them. Where whoever started it has Ctrl-C ignored, that
# stays so.
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
        code = 0  # a reader that has gone has all that it wanted
    except MemoryError:
        code = 1
        if sys.stderr is not None:
            sys.stderr.write("error: there is not enough memory to begin\n")
    # All that matters is written by now. To take the interpreter apart would cost a tenth of the
    # time of a short command, and would try once more to write what could not be written.
    os._exit(code)


def _run() -> int:
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from libcert import __version__

        said = f"libcert {__version__}\n".encode()
        try:
            if os.write(sys.stdout.fileno(), said) == len(said):
                return 0
        except BrokenPipeError:
            raise
        except OSError:
            pass
        # The long way names what is wrong.
    gc.disable()  # a process this short has no garbage worth looking for
    from libcert import cli
    from libcert.cli import terminal

    terminal.prepare_streams()
    return cli.main()


if __name__ == "__main__":
    run()
