"""The process around the command line, so that `libcert` ends well whatever happens to it."""

import _signal  # type: ignore[import-not-found] # `signal` itself takes as long as all that `--version` does
import gc
import os
import sys


def run() -> None:
    """Run libcert as a program and leave with its exit code."""
    # Ctrl-C ends it at once and in silence, wherever it is; what writes files sees to them.
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    try:
        code = _run()
    except KeyboardInterrupt:
        code = 130
    except OSError as error:  # standard output did not take the answer
        code = 0  # a reader that has gone has all that it wanted
        if not isinstance(error, BrokenPipeError):
            from libcert import output

            output.error([f"cannot write the answer: {error.strerror}"])
            code = 1
    # All that matters is written by now. To take the interpreter apart would cost a tenth of the
    # time of a short command, and would try once more to write what could not be written.
    os._exit(code)


def _run() -> int:
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from libcert import __version__

        sys.stdout.write(f"libcert {__version__}\n")
        sys.stdout.flush()
        return 0
    gc.disable()  # a process this short has no garbage worth looking for
    from libcert import cli, output

    output.prepare_streams()
    return cli.main()


if __name__ == "__main__":
    run()
