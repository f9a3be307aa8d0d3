"""Whatever a file holds, it is read as what it says or refused in words, and soon."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import reading
import tomli
from conftest import FULL_PROFILE, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    AMOUNTS,
    CREDENTIALS,
    CURRENCIES,
    DAYS,
    ORGANIZATIONS,
    TEXTS,
    catalogues,
    mutated,
    record,
)
from toml_writer import entries, toml

Read = Callable[[Path], Any]

STARTER = (ROOT / "data" / "starter.toml").read_text("utf-8")
WORKED_OUT = ("cost", "experience", "education", "exam_required", "conditions", "issuer", "sources")
"""The fields of a record that are not as they are written, or may not be."""
NAMES = st.lists(st.sampled_from(ORGANIZATIONS), unique=True, max_size=2)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "education": st.sampled_from(["none", "high-school", "doctorate"]),
        "experience": st.lists(
            st.fixed_dictionaries(
                {"since": DAYS},
                optional={"role": TEXTS, "setting": st.just("public"), "hours_a_week": st.just(20)},
            )
            | st.fixed_dictionaries(
                {"years": st.integers(0, 100), "as_of": DAYS},
                optional={"role": TEXTS, "running": st.booleans(), "full_time": st.booleans()},
            ),
            max_size=2,
        ),
        "member": NAMES,
        "non_member": st.booleans(),
        "meets": st.lists(TEXTS, max_size=2),
        "lacks": st.lists(TEXTS, max_size=2),
        "budget": AMOUNTS,
        "currency": CURRENCIES,
        "studying": st.fixed_dictionaries({"level": st.just("master"), "done": DAYS}),
        "held": st.dictionaries(
            st.sampled_from(CREDENTIALS),
            st.fixed_dictionaries({}, optional={"since": DAYS, "credits": st.integers(0, 99)}),
            max_size=2,
        ),
        "rate": st.dictionaries(CURRENCIES, AMOUNTS.filter(lambda rate: 0 < rate < 1_000_000)),
        "dues": st.dictionaries(st.sampled_from(ORGANIZATIONS), AMOUNTS, max_size=2),
    },
)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the file of one example after the other is."""
    return tmp_path_factory.mktemp("files") / "any.toml"


def said_again(part: Any, said: Any) -> Any:
    """Return what a *part* of a profile says, as far as it was *said*."""
    if isinstance(said, list):
        return [said_again(*pair) for pair in zip(part, said, strict=True)]
    if isinstance(said, dict):
        get = part.__getitem__ if isinstance(part, dict) else partial(getattr, part)
        return {name: said_again(get(name), value) for name, value in said.items()}
    return part


def put(place: Path, content: str | bytes) -> Path:
    """Write the file of one example."""
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


EITHER = pytest.mark.parametrize("read", [reading.catalogue, reading.profile])


@pytest.mark.slow
@EITHER
@given(content=st.binary(max_size=200) | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(place: Path, read: Read, content: bytes) -> None:
    found = read(put(place, content))
    try:
        says_something = bool(tomli.loads(content.decode("utf-8-sig")))
    except ValueError:
        says_something = True

    assert (found is None) == says_something


@pytest.mark.slow
@EITHER
@given(content=mutated(STARTER) | mutated(FULL_PROFILE))
def test_what_was_sound_once_is_read_or_refused(place: Path, read: Read, content: bytes) -> None:
    read(put(place, content))


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_a_catalogue_that_was_sound_is_read_or_refused(place: Path, data: st.DataObject) -> None:
    reading.catalogue(put(place, data.draw(mutated(toml(data.draw(catalogues()))))))


@pytest.mark.slow
@settings(max_examples=40)
@given(document=catalogues(), at=st.integers(0, 10_000), byte=st.binary(max_size=2))
def test_a_catalogue_in_json_says_the_same_or_is_refused(
    place: Path, document: dict[str, Any], at: int, byte: bytes
) -> None:
    written = json.dumps(document, default=said_in_json).encode()
    lines = [
        {section: {id_: entry}}
        for section, entries in document.items()
        for id_, entry in entries.items()
    ]
    in_lines = "\n".join(json.dumps(line, default=said_in_json) for line in lines).encode()
    found = dict(reading.catalogue(put(place, toml(document))) or {})

    assert dict(reading.catalogue(put(place.with_suffix(".json"), written)) or {}) == found
    assert dict(reading.catalogue(put(place.with_suffix(".jsonl"), in_lines)) or {}) == found
    for suffix, content in ((".json", written), (".jsonl", in_lines)):
        spoilt = content[: at % len(content)] + byte + content[at % len(content) + len(byte) :]
        reading.catalogue(put(place.with_suffix(suffix), spoilt))


def said_in_json(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


@pytest.mark.slow
@settings(max_examples=40)
@given(document=catalogues())
def test_a_catalogue_is_read_as_it_was_written(place: Path, document: dict[str, Any]) -> None:
    found = reading.catalogue(put(place, toml(document)))

    assert found is not None
    assert {*found} == {*document["credentials"]}
    for id_, table in document["credentials"].items():
        expected = record({"id": id_, **table}, issuer=found[id_].issuer, sources=())
        for name in {*reading.keys()["Credential"]} - ({*WORKED_OUT} - {*table}) - {"sources"}:
            assert reading.plain(getattr(found[id_], name)) == reading.plain(
                getattr(expected, name)
            )
        assert found[id_].issuer.name == document["organizations"][table["issuer"]]["name"]
        assert {source.id for source in found[id_].sources} >= {*table.get("sources", ())}
    for id_, table in document["sources"].items():
        assert {name: getattr(found.sources[id_], name) for name in table} == table


@settings(max_examples=60)
@given(said=PROFILES)
def test_a_profile_is_read_as_it_was_written(place: Path, said: dict[str, Any]) -> None:
    profile = reading.profile(put(place, entries(said)))

    assert profile is not None
    assert said_again(profile, said) == said


@pytest.mark.parametrize("rate", ["1e400", "1.00000000000000000001"])
def test_a_rate_of_too_many_digits_is_refused_in_words(place: Path, rate: str) -> None:
    assert reading.profile(put(place, f"rate.GBP = {rate}\n")) is None


@pytest.mark.parametrize("text", ["\udcff", "x" * 2_000])
def test_whatever_text_is_looked_for_is_answered_or_refused(text: str) -> None:
    assert reading.answered("filter", "--text", text)[0] in {0, 2}
