"""Feed libcert with what nobody thought of, led by what each input makes the code do.

    pip install --editable '.[dev,fuzz]'
    python fuzz/fuzz.py TARGET                  for a minute
    python fuzz/fuzz.py TARGET --seconds 3600   for an hour
    python fuzz/fuzz.py all --seconds 10        every target, one after the other
    python fuzz/fuzz.py TARGET --seed 1         the same inputs each time, as far as time allows
    python fuzz/fuzz.py TARGET FILE             what was found, once more

The targets:

    catalogue   bytes as a catalogue: read or refused, and what is read is written in every format
    profile     bytes as a profile: read or refused, and what is read is shown
    options     words as a command line, a line each: an exit code and no traceback
    formats     bytes as choices among records: every format reads back
    calendar    bytes as choices among events: two readers find the same ones

A target ends at its first finding, and the exit code is 1. The input is then a file whose name
begins with `fuzz/found/TARGET/crash-`, or `timeout-` where it took too long. Give that file after
the target to run it once more, with a plain traceback; that needs no fuzzer. What a run learns
stays in `fuzz/found/TARGET/corpus`, so that the next one goes on from there; remove `fuzz/found`
to begin anew. What holds of each target is said in `tests/reading.py`. A finding that is mended
becomes a test of its own in `tests`.

The fuzzer is Atheris, of which there are wheels for Linux only.
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
"""Where findings are kept, and what runs have learnt."""
TODAY: Final = date(2026, 11, 23)
LONGEST: Final = 65_536
"""The most bytes of an input."""
SECONDS: Final = 60
"""How long one input may take: far more than it should, on a machine that does other things."""

MISSING: Final = (
    "Atheris is not installed: `pip install --editable '.[dev,fuzz]'` installs it where there is "
    "one for this Python and system."
)

sys.path.insert(0, str(ROOT / "tests"))


# --- Targets --------------------------------------------------------------------------------------
# What they import comes late, for the fuzzer has to see it being imported.


def catalogue(content: bytes) -> None:
    """Read a catalogue in TOML, and write what it says."""
    _catalogue("any.toml", content)


def json_catalogue(content: bytes) -> None:
    """Read one in JSON."""
    _catalogue("any.json", content)


def json_lines_catalogue(content: bytes) -> None:
    """Read one in JSON Lines."""
    _catalogue("any.jsonl", content)


def _catalogue(name: str, content: bytes) -> None:
    import reading

    from libcert.model.credential import Credential
    from libcert.render.table import Table

    found = reading.catalogue(_put(name, content))
    if found:
        fields = reading.keys()["Credential"]
        shown = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
        reading.every_format(Table(Credential, [*found.values()], fields, shown), 80)
        reading.json_(Table(Credential, [*found.checked.values()], fields, shown))


def profile(content: bytes) -> None:
    """Read a profile, and show what it says."""
    import reading

    place = _put("any.toml", content)
    if reading.profile(place) is not None:
        for form in ("json", "csv", "markdown", "table"):
            code, _, err = reading.answered(
                "profile", "show", "--profile", str(place), "--format", form
            )
            assert (code, err) == (0, "")


def options(content: bytes) -> None:
    """Answer a command line, in a folder with a catalogue and a profile."""
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
    # In JSON a code is a value, and these two say exactly where a file is.
    if b"json" not in content.lower() and not {"init", "path"} & {*argv}:
        assert not codes(out.replace("\r\n", ""), "\n\t")


def words(content: bytes) -> list[str] | None:
    """Return the words of a command line; None where it could reach beyond its folder."""
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
    def written(found: list[Credential], columns: list[str], width: int) -> None:
        shown = ["id", *(name for name in columns if name != "id")]
        reading.every_format(Table(Credential, found, fields, shown), width)

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


# --- Where they begin -----------------------------------------------------------------------------


def seeds(target: str) -> Iterator[bytes]:
    """Yield inputs to begin with."""
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
    """Yield what is *sound*, and that with each fault."""
    yield sound.encode()
    for part, fault, *_ in faults:
        yield sound.replace(part, fault, 1).encode()


def tokens(target: str) -> set[str]:
    """Return what an input may be made of."""
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
    """Return the keys of a catalogue, and the values that can be chosen there."""
    import samples

    schema = json.dumps(samples.DEFINITIONS, separators=(",", ":"))
    keys = {key for part in samples.DEFINITIONS.values() for key in part["properties"]}
    return keys | {*re.findall(r'(?<=[\[,])"([a-z-]+)"', schema)}


def dictionary(found: Iterable[str]) -> str:
    """Return tokens as the fuzzer reads them."""
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in token.encode()) + '"\n'
        for token in sorted(found)
    )


# --- Runs -----------------------------------------------------------------------------------------


def fuzz(target: str, seconds: int, seed: int) -> None:
    """Run one target, and end the process; *seed* 0 means by chance."""
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
    """Run this script in a process and a folder of its own, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        env = {name: value for name, value in os.environ.items() if "LIBCERT" not in name}
        env["PYTHONHASHSEED"] = "0"  # with the same seed, the same inputs
        command = [sys.executable, __file__, *argv, "--here"]
        return subprocess.run(command, cwd=folder, env=env, check=False).returncode


def main(argv: list[str] | None = None) -> int:
    """Run what is asked for, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=[*TARGETS, "all"], metavar="TARGET")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.file is not None and asked.target == "all":
        parser.error("say which target FILE is for")
    if asked.file is None and importlib.util.find_spec("atheris") is None:
        print(MISSING, file=sys.stderr)
        return 1
    more = [str(asked.file.resolve())] if asked.file else [f"--seconds={asked.seconds}"]
    more += [f"--seed={asked.seed}"]
    if not asked.here:
        targets = TARGETS if asked.target == "all" else [asked.target]
        failed = [target for target in targets if apart(target, *more)]
        print(f"Something is wrong: {', '.join(failed)}" if failed else "Nothing is wrong")
        return 1 if failed else 0
    if asked.file is None:
        fuzz(asked.target, asked.seconds, asked.seed)
    else:
        TARGETS[asked.target](asked.file.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
