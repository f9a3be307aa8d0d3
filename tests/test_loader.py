"""Every file is read correctly or refused with a message, and quickly."""

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
from hypothesis import given
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
"""The fields of a record that may differ from the file."""
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
    """Return the path of the file for all examples."""
    return tmp_path_factory.mktemp("files") / "any.toml"


def select(part: Any, template: Any) -> Any:
    """Return the values in a *part* of a profile that *template* also has."""
    if isinstance(template, list):
        return [select(*pair) for pair in zip(part, template, strict=True)]
    if isinstance(template, dict):
        get = part.__getitem__ if isinstance(part, dict) else partial(getattr, part)
        return {name: select(get(name), value) for name, value in template.items()}
    return part


def put(place: Path, content: str | bytes) -> Path:
    """Write the file of one example and return its path."""
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
def test_changed_files_are_read_or_refused(place: Path, read: Read, content: bytes) -> None:
    read(put(place, content))


@pytest.mark.slow
@given(st.data())
def test_changed_catalogues_are_read_or_refused(place: Path, data: st.DataObject) -> None:
    reading.catalogue(put(place, data.draw(mutated(toml(data.draw(catalogues()))))))


@pytest.mark.slow
@given(document=catalogues(), at=st.integers(0, 10_000), byte=st.binary(max_size=2))
def test_json_catalogue_means_the_same_or_is_refused(
    place: Path, document: dict[str, Any], at: int, byte: bytes
) -> None:
    written = json.dumps(document, default=to_json_value).encode()
    lines = [
        {section: {id_: entry}}
        for section, entries in document.items()
        for id_, entry in entries.items()
    ]
    in_lines = "\n".join(json.dumps(line, default=to_json_value) for line in lines).encode()
    found = dict(reading.catalogue(put(place, toml(document))) or {})

    assert dict(reading.catalogue(put(place.with_suffix(".json"), written)) or {}) == found
    assert dict(reading.catalogue(put(place.with_suffix(".jsonl"), in_lines)) or {}) == found
    for suffix, content in ((".json", written), (".jsonl", in_lines)):
        damaged = content[: at % len(content)] + byte + content[at % len(content) + len(byte) :]
        reading.catalogue(put(place.with_suffix(suffix), damaged))


def to_json_value(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


@pytest.mark.slow
@given(document=catalogues())
def test_catalogue_has_the_values_in_its_file(place: Path, document: dict[str, Any]) -> None:
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


@given(content=PROFILES)
def test_profile_has_the_values_in_its_file(place: Path, content: dict[str, Any]) -> None:
    profile = reading.profile(put(place, entries(content)))

    assert profile is not None
    assert select(profile, content) == content


@pytest.mark.parametrize("rate", ["1e400", "1.00000000000000000001"])
def test_rate_with_too_many_digits_is_refused(place: Path, rate: str) -> None:
    assert reading.profile(put(place, f"rate.GBP = {rate}\n")) is None


@pytest.mark.parametrize("text", ["\udcff", "x" * 2_000])
def test_search_for_any_text_is_answered_or_refused(text: str) -> None:
    assert reading.answered("filter", "--text", text)[0] in {0, 2}
