"""The catalogue as the wheel holds it."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from samples import records

import libcert
from libcert import catalogue, files
from libcert.catalogue import Catalogue
from libcert.merging import merged
from libcert.models import Credential
from libcert.packing import Contents, packed, unpacked


@pytest.fixture(scope="module")
def bundled() -> Contents:
    """The catalogue that libcert ships, read from its files."""
    return merged(files.bundled())


def test_what_is_packed_is_what_is_unpacked(bundled: Contents) -> None:
    found = unpacked(packed(bundled))

    assert list(found.listed) == list(bundled.listed)
    assert list(found.better) == list(bundled.better)
    assert found.sources == bundled.sources
    assert not any(bundled.origins.values())


@given(records())
def test_any_record_is_what_it_was(written: list[Credential]) -> None:
    sources = {source.id: source for record in written for source in record.sources}
    kept = [
        record.replaced(
            sources=tuple(
                sources[id_].replaced(supports=source.supports)
                for id_, source in {source.id: source for source in record.sources}.items()
            )
        )
        for record in written
    ]
    contents = Contents(listed=kept, better=kept[:1], sources=sources, origins={})
    found = unpacked(packed(contents))

    assert list(found.listed) == kept
    assert list(found.better) == kept[:1]


def test_a_start_takes_what_is_packed_and_nothing_else(
    bundled: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = packed(bundled)
    shipped = catalogue.load()
    monkeypatch.setattr(files, "packed", lambda: text)
    monkeypatch.setattr(files, "bundled", lambda: pytest.fail("the files were read"))
    found = catalogue.load()

    assert dict(found) == dict(shipped)
    assert dict(found.checked) == dict(shipped.checked)
    assert found.sources == shipped.sources


def test_many_threads_may_ask_for_better_figures(bundled: Contents) -> None:
    found = unpacked(packed(bundled))
    shipped = Catalogue(found.listed, better=found.better, sources=found.sources)
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(lambda _: shipped.checked["CIP"], range(8)))

    assert asked == [asked[0]] * 8
    assert asked[0] != shipped["CIP"]
    assert dict(pickle.loads(pickle.dumps(shipped)).checked) == dict(shipped.checked)


def test_what_is_packed_and_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(files, "_folder", lambda: tmp_path)
    (tmp_path / files.PACKED).mkdir()
    with pytest.raises(libcert.InvalidCatalogueError, match=r"cannot read `.*`: Is a directory"):
        catalogue.load()


def test_an_own_catalogue_is_laid_over_the_files(
    bundled: Contents, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(files, "packed", lambda: packed(bundled))
    path = tmp_path / "own.toml"
    path.write_text('[amendments.CLT]\nsummary = "Mine."\n', encoding="utf-8")
    found: Catalogue = catalogue.load(path)

    assert found["CLT"].summary == "Mine."
