"""Feed random input to libcert, guided by the code that each input reaches.

    pip install --editable '.[dev,fuzz]'
    python fuzz/fuzz.py TARGET                  run for a minute
    python fuzz/fuzz.py TARGET --seconds 3600   run for an hour
    python fuzz/fuzz.py all --seconds 10        run every target, one after the other
    python fuzz/fuzz.py TARGET --seed 1         try the same inputs each time
    python fuzz/fuzz.py TARGET FILE             run a saved finding again

The targets:

    catalogue   bytes as a catalogue: read or refused; its records are written in every format
    profile     bytes as a profile: read or refused; its entries are shown
    options     a command line, one word per line: an exit code and no traceback
    formats     bytes as choices among records: every format can be read back
    calendar    bytes as choices among events: two readers find the same events

A target stops at its first finding, with exit code 1. It saves the input in a file
`fuzz/found/TARGET/crash-…`, or `timeout-…` if the input took too long. Give that file after the
target to run it again with a plain traceback; this works without the fuzzer. Each run saves the
inputs that reach new code in `fuzz/found/TARGET/corpus`, and the next run starts from them; remove
`fuzz/found` to start from the beginning. `tests/reading.py` checks the rules of each target. Add a
test to `tests` for each finding that you fix.

The fuzzer is Atheris, which has wheels for Linux only.
"""

import argparse
import contextlib
import functools
import importlib
import importlib.util
import json
import os
import pkgutil
import random
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from unittest import mock

ROOT: Final = Path(__file__).resolve().parents[1]
FOUND: Final = ROOT / "fuzz" / "found"
"""The folder for findings and for the inputs that earlier runs collected."""
TODAY: Final = date(2026, 11, 23)
LONGEST: Final = 65_536
"""The largest size of an input, in bytes."""
SECONDS: Final = 60
"""The time limit for one input; it is generous, because the machine may be busy."""

MISSING: Final = (
    "Atheris is not installed: run `pip install --editable '.[dev,fuzz]'`, which installs it on "
    "systems that Atheris supports"
)

sys.path.insert(0, str(ROOT / "tests"))


# --- Targets --------------------------------------------------------------------------------------
# They import modules late, because the fuzzer can only follow modules imported after its start.


def catalogue(content: bytes) -> None:
    """Read a catalogue in TOML, and write its records."""
    _catalogue("any.toml", content)


def json_catalogue(content: bytes) -> None:
    """Read a catalogue in JSON, and write its records."""
    _catalogue("any.json", content)


def json_lines_catalogue(content: bytes) -> None:
    """Read a catalogue in JSON Lines, and write its records."""
    _catalogue("any.jsonl", content)


def _catalogue(name: str, content: bytes) -> None:
    import reading

    from libcert.model.credential import Credential
    from libcert.render.table import Table

    records = reading.catalogue(_put(name, content))
    if records:
        fields = reading.keys()["Credential"]
        shown = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
        reading.every_format(Table(Credential, [*records.values()], fields, shown), 80)
        reading.json_(Table(Credential, [*records.checked.values()], fields, shown))


def profile(content: bytes) -> None:
    """Read a profile, and show its entries."""
    import reading

    place = _put("any.toml", content)
    if reading.profile(place) is not None:
        for form in ("json", "csv", "markdown", "table"):
            code, _, err = reading.answered(
                "profile", "show", "--profile", str(place), "--format", form
            )
            assert (code, err) == (0, "")


def options(content: bytes) -> None:
    """Run a command line in a folder with a catalogue and a profile."""
    import reading
    from conftest import codes

    argv = words(content)
    if argv is None:
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder),
    ):
        _put("own.toml", (ROOT / "data" / "starter.toml").read_bytes())
        _put("me.toml", (ROOT / "data" / "profile.toml").read_bytes())
        code, out, err = reading.answered(*argv)
    assert code in {0, 1, 2}
    assert not codes(err)
    # JSON keeps all characters of a value, and these two commands print a path exactly as it is.
    if b"json" not in content.lower() and not {"init", "path"} & {*argv}:
        assert not codes(out.replace("\r\n", ""), "\n\t")


def words(content: bytes) -> list[str] | None:
    """Return the words of a command line; None if it could reach files outside its folder."""
    argv = content.decode("utf-8", "surrogateescape").split("\n")
    beyond = any("/" in word or word.startswith("--install-completion") for word in argv)
    return None if beyond else argv


def formats(content: bytes) -> None:
    """Write records in every format."""
    _formats()(content)


@functools.cache
def _formats() -> Callable[[bytes], object]:
    import reading
    import samples
    from hypothesis import given
    from hypothesis import strategies as st

    from libcert.model.credential import Credential
    from libcert.render.table import Table

    fields = reading.keys()["Credential"]

    @_quiet()
    @given(samples.records(), st.lists(st.sampled_from(fields), unique=True), st.integers(40, 200))
    def written(records: list[Credential], columns: list[str], width: int) -> None:
        shown = ["id", *(name for name in columns if name != "id")]
        reading.every_format(Table(Credential, records, fields, shown), width)

    run: Callable[[bytes], object] = written.hypothesis.fuzz_one_input
    return run


def calendar(content: bytes) -> None:
    """Write events."""
    _calendar()(content)


@functools.cache
def _calendar() -> Callable[[bytes], object]:
    import reading
    import samples
    from hypothesis import given
    from hypothesis import strategies as st

    from libcert.render.calendar_file import Event

    texts = samples.TEXTS

    @_quiet()
    @given(st.lists(st.builds(Event, st.uuids().map(str), st.dates(), texts, texts), max_size=4))
    def written(events: list[Event]) -> None:
        reading.calendar(events, TODAY)

    run: Callable[[bytes], object] = written.hypothesis.fuzz_one_input
    return run


def _quiet() -> Callable[[Any], Any]:
    from hypothesis import HealthCheck, settings

    return settings(database=None, deadline=None, suppress_health_check=[*HealthCheck])


def _put(name: str, content: bytes) -> Path:
    path = Path(name)
    path.write_bytes(content)
    return path


TARGETS: Final = {
    target.__name__: target
    for target in (
        catalogue,
        json_catalogue,
        json_lines_catalogue,
        profile,
        options,
        formats,
        calendar,
    )
}


# --- Seeds and tokens -----------------------------------------------------------------------------


def seeds(target: str) -> Iterator[bytes]:
    """Yield the first inputs of *target*."""
    if target == "catalogue":
        import test_catalogue
        import test_own_catalogues

        yield from (path.read_bytes() for path in sorted((ROOT / "data").glob("*.toml")))
        yield test_catalogue.GOOD.encode()
        yield from _faulty(test_own_catalogues.SOUND, test_own_catalogues.FAULTS)
    elif target.endswith("_catalogue"):
        import tomli

        for content in seeds("catalogue"):
            with contextlib.suppress(ValueError):
                tables = tomli.loads(content.decode())
                lines = [tables]
                if target == "json_lines_catalogue":
                    lines = [
                        {section: {id_: entry}}
                        for section, entries in tables.items()
                        for id_, entry in entries.items()
                    ]
                yield "\n".join(json.dumps(line, default=str) for line in lines).encode()
    elif target == "profile":
        import conftest
        import test_profiles

        commented = (ROOT / "data" / "profile.toml").read_text("utf-8")
        yield re.sub(r"(?m)^# (?=\w+ = |\[|\]|  \{)", "", commented).encode()
        yield from _faulty(conftest.FULL_PROFILE, test_profiles.FAULTS)
    elif target == "options":
        from libcert.cli.app import COMMANDS, examples

        yield from (
            "\n".join(shlex.split(line)).encode() for name in COMMANDS for line in examples(name)
        )
        yield b"list\n--catalogue\nown.toml\n--no-bundled\n--json"
        yield b"profile\nset\n--profile\nme.toml\n--budget\n5"
    else:
        chance = random.Random(target)
        yield from (chance.randbytes(64 * 2**size) for size in range(6))


def _faulty(sound: str, faults: Iterable[tuple[str, str, int, str]]) -> Iterator[bytes]:
    """Yield the *sound* text, and the same text with each of *faults*."""
    yield sound.encode()
    for part, fault, *_ in faults:
        yield sound.replace(part, fault, 1).encode()


def tokens(target: str) -> set[str]:
    """Return the words that the fuzzer may build inputs of *target* from."""
    import reading

    if target == "options":
        from libcert.cli.app import COMMANDS

        known = {word for name in COMMANDS for word in name.split()}
        for name in COMMANDS:
            known |= {*re.findall(r"--?[a-z][a-z-]*", reading.answered(*name.split(), "--help")[1])}
        return known | {
            "own.toml",
            "me.toml",
            "CALT",
            "LSSC",
            "ALA",
            "GBP=1.27",
            "2024-03-15",
            "6mo",
        }
    if target in {"formats", "calendar"}:
        return set()
    if target.endswith("_catalogue"):
        return _keys() | {
            *("{", "}", "[", "]", ", ", ": ", '"', "\\n", "\\u202e", "\\ud800", "\ufeff"),
            *("true", "null", "NaN", "-Infinity", "1e400", "-0.5", '"2026-02-29"'),
            *('{"organizations": {', '{"sources": {', '{"credentials": {', '{"amendments": {'),
        }
    known = {
        "= ",
        "[[",
        "]]",
        '"""',
        "'''",
        "{ ",
        " }",
        "[",
        "]",
        ", ",
        "#",
        "\\u202e",
        "\\e",
        "\\x1b",
    }
    known |= {
        "true",
        "nan",
        "-inf",
        "1e400",
        "0x",
        "1979-05-27T07:32:00Z",
        "07:32:00",
        "2026-02-29",
    }
    if target == "profile":
        return known | {*json.loads(reading.answered("profile", "show", "--json")[1])}
    return known | _keys() | {"[organizations.", "[sources.", "[credentials.", "[amendments."}


def _keys() -> set[str]:
    """Return the keys of a catalogue, and the values of its closed lists."""
    import samples

    schema = json.dumps(samples.DEFINITIONS, separators=(",", ":"))
    keys = {key for part in samples.DEFINITIONS.values() for key in part["properties"]}
    return keys | {*re.findall(r'(?<=[\[,])"([a-z-]+)"', schema)}


def dictionary(words: Iterable[str]) -> str:
    """Return *words* as a dictionary file of the fuzzer."""
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in token.encode()) + '"\n'
        for token in sorted(words)
    )


# --- Runs -----------------------------------------------------------------------------------------


def fuzz(target: str, seconds: int, seed: int) -> None:
    """Run one target, and end the process; *seed* 0 means a random seed."""
    import atheris

    with atheris.instrument_imports(include=["libcert"]):
        import libcert

        for module in pkgutil.walk_packages(libcert.__path__, "libcert."):
            importlib.import_module(module.name)
    home = FOUND / target
    for folder in ("corpus", "seeds"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds(target)):
        (home / "seeds" / str(number)).write_bytes(content)
    known = tokens(target)
    (home / "tokens").write_text(dictionary(known), "ascii")
    argv = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={LONGEST}",
        f"-timeout={SECONDS}",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        f"-artifact_prefix={home}/",
        *([f"-dict={home / 'tokens'}"] if known else []),
        str(home / "corpus"),
        str(home / "seeds"),
    ]
    atheris.Setup([sys.argv[0], *argv], TARGETS[target])
    atheris.Fuzz()


def apart(*argv: str) -> int:
    """Run this script in a new process and a new folder, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        env = {name: value for name, value in os.environ.items() if "LIBCERT" not in name}
        env["PYTHONHASHSEED"] = "0"  # with the same seed, the same inputs
        command = [sys.executable, __file__, *argv, "--here"]
        return subprocess.run(command, cwd=folder, env=env, check=False).returncode


def main(argv: list[str] | None = None) -> int:
    """Run the targets that the command line names, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=[*TARGETS, "all"], metavar="TARGET")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.file is not None and arguments.target == "all":
        parser.error("name the target that FILE is for")
    if arguments.file is None and importlib.util.find_spec("atheris") is None:
        print(MISSING, file=sys.stderr)
        return 1
    more = [str(arguments.file.resolve())] if arguments.file else [f"--seconds={arguments.seconds}"]
    more += [f"--seed={arguments.seed}"]
    if not arguments.here:
        targets = TARGETS if arguments.target == "all" else [arguments.target]
        failed = [target for target in targets if apart(target, *more)]
        print(f"Something is wrong: {', '.join(failed)}" if failed else "Nothing is wrong")
        return 1 if failed else 0
    if arguments.file is None:
        fuzz(arguments.target, arguments.seconds, arguments.seed)
    else:
        TARGETS[arguments.target](arguments.file.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
