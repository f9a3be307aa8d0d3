"""The packed catalogue that the wheel contains."""

import json
import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import make_credential
from hypothesis import given
from samples import records

import libcert
from libcert import catalogue
from libcert.catalogue import Catalogue
from libcert.catalogue.bundle import Contents, pack, unpack
from libcert.catalogue.merge import merge
from libcert.files import read
from libcert.model.credential import (
    Credential,
    Education,
    Exam,
    Fee,
    Money,
    Requirement,
    Work,
)
from libcert.model.source import Finding, Source


@pytest.fixture(scope="module")
def bundled() -> Contents:
    """Return the catalogue that libcert ships, read from its files."""
    return merge(read.read_bundled())


def test_shipped_catalogue_is_the_same_after_unpacking(bundled: Contents) -> None:
    found = unpack(pack(bundled))

    assert list(found.listed) == list(bundled.listed)
    assert list(found.better) == list(bundled.better)
    assert found.sources == bundled.sources
    assert len(found.sources) == len(bundled.sources)
    assert not any(bundled.origins.values())


@pytest.mark.slow
@given(records())
def test_random_records_are_the_same_after_unpacking(drawn_records: list[Credential]) -> None:
    sources = {source.id: source for record in drawn_records for source in record.sources}
    expected = [
        record.replace(
            sources=tuple(
                sources[id_].replace(supports=source.supports)
                for id_, source in {source.id: source for source in record.sources}.items()
            )
        )
        for record in drawn_records
    ]
    contents = Contents(listed=expected, better=expected[:1], sources=sources, origins={})
    found = unpack(pack(contents))

    assert list(found.listed) == expected
    assert list(found.better) == expected[:1]


def test_load_reads_only_the_packed_catalogue(
    bundled: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = pack(bundled)
    assert read.read_packed() is None  # a checkout has no packed catalogue
    monkeypatch.setattr(catalogue, "read_packed", read.read_packed)
    shipped = catalogue.load()
    monkeypatch.setattr(catalogue, "read_packed", lambda: text)
    monkeypatch.setattr(catalogue, "read_bundled", lambda: pytest.fail("the files were read"))
    found = catalogue.load()

    assert dict(found) == dict(shipped)
    assert dict(found.checked) == dict(shipped.checked)
    assert found.sources == shipped.sources


def test_load_leaves_the_sources_packed(bundled: Contents, monkeypatch: pytest.MonkeyPatch) -> None:
    *records, _, mandates, facts = pack(bundled).split(b"\n")
    text = b"\n".join([*records, b"no JSON", mandates, facts])
    monkeypatch.setattr(catalogue, "read_packed", lambda: text)

    assert len(catalogue.load()) == len(list(bundled.listed))


def test_packed_statements_are_a_sequence(bundled: Contents) -> None:
    facts = unpack(pack(bundled)).facts

    assert isinstance(facts, Sequence)
    assert (len(facts), facts[0]) == (len([*bundled.facts]), next(iter(bundled.facts)))


def test_many_threads_may_read_better_figures(bundled: Contents) -> None:
    found = unpack(pack(bundled))
    shipped = Catalogue(found.listed, better=found.better, sources=found.sources)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shipped.checked["CIP"], range(8)))

    assert answers == [answers[0]] * 8
    assert answers[0] != shipped["CIP"]
    assert dict(pickle.loads(pickle.dumps(shipped)).checked) == dict(shipped.checked)


def test_unreadable_packed_catalogue_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(read, "_data_folder", lambda: tmp_path)
    monkeypatch.setattr(catalogue, "read_packed", read.read_packed)
    (tmp_path / read.PACKED).mkdir()
    with pytest.raises(libcert.InvalidCatalogueError, match=r"cannot read `.*`: Is a directory"):
        catalogue.load()


def test_own_catalogue_amends_the_packed_one(
    bundled: Contents, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(catalogue, "read_packed", lambda: pack(bundled))
    path = tmp_path / "own.toml"
    path.write_text('[amendments.CLT]\nsummary = "Mine."\n', encoding="utf-8")
    found: Catalogue = catalogue.load(path)

    assert found["CLT"].summary == "Mine."


def source(name: str, *supports: str) -> Source:
    return Source(
        id=name,
        title="Über «…»",
        publisher="p",
        url="https://example.org",
        read=date(2026, 2, 28),
        tier="issuer",
        supports=supports,
    )


WORK = Requirement(text="Work", experience=Work(low=Decimal("0.5"), high=2, settings=("public",)))
CONDITIONS = (Requirement(text="Both", of=(WORK, Requirement(text="b")), at_least=1),)


def finding(better: object) -> Finding:
    return Finding(
        about="name",
        verdict="partly",
        note="n",
        sources=("A",),
        read=date(2026, 3, 1),
        better=better,
    )


def repack(*records: Credential) -> list[Credential]:
    """Return the records after they are packed and unpacked."""
    sources = {name: source(name) for name in ("A", "B")}
    return list(
        unpack(pack(Contents(listed=records, better=(), sources=sources, origins={}))).listed
    )


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="no fields"),
        pytest.param({"fees": (Fee(purpose="exam", low=Decimal("0.10"), high=1),)}, id="fractions"),
        pytest.param(
            {"cost": Money(low=0, high=0, unit="GBP", open=True)}, id="not the default values"
        ),
        pytest.param({"exam_required": False, "exams": (Exam(),)}, id="false, and an empty part"),
        pytest.param({"requirements": CONDITIONS, "conditions": CONDITIONS}, id="conditions"),
        pytest.param({"requirements": CONDITIONS, "conditions": (WORK,)}, id="other conditions"),
        pytest.param({"sources": (source("B", "name", "cost"), source("A"))}, id="sources"),
        pytest.param({"education": Education(level="none"), "levels": ("a", "b")}, id="texts"),
        *(
            pytest.param({"findings": (finding(better),)}, id=f"a better {better!r}")
            for better in (
                "x",
                5,
                {"low": Decimal("0.1"), "of": ["a"]},
                [{"": "date"}],
                [],
                date.max,
                None,
            )
        ),
    ],
)
def test_record_is_the_same_after_unpacking(fields: dict[str, Any]) -> None:
    one = make_credential(**fields)

    assert repack(one) == [one]


def test_contents_without_origins_are_the_same_after_unpacking() -> None:
    sources = {name: source(name) for name in ("A", "B")}
    better = make_credential(name="Better")
    found = unpack(
        pack(
            Contents(
                listed=[make_credential(), better], better=[better], sources=sources, origins={}
            )
        )
    )

    assert list(found.listed) == [make_credential(), better]
    assert list(found.better) == [better]
    assert found.sources == sources
    assert found.origins == {}


def test_packed_lines_contain_no_more_than_necessary() -> None:
    sources = {name: source(name) for name in ("A", "B")}
    one = make_credential(
        type="license",
        sources=(source("A", "name"),),
        requirements=CONDITIONS,
        conditions=CONDITIONS,
    )
    text = pack(Contents(listed=[one, one], better=[], sources=sources, origins={})).decode()
    count, light, *heavy, pages, mandates, facts = text.split("\n")
    records = [[part for part in line.split("\t") if part] for line in heavy]

    assert (count, mandates, facts) == ("2", "[]", "[]")
    assert "«…»" in pages
    assert [[part for part in row if part is not None] for row in json.loads(light)] == [
        ["X", "X", "license", ["Y", "Y"]]
    ] * 2
    assert [json.loads(pages), *(list(map(json.loads, parts)) for parts in records)] == [
        {
            name: {
                "": "Source",
                "id": name,
                "title": "Über «…»",
                "publisher": "p",
                "url": "https://example.org",
                "read": {"": "date", "of": "2026-02-28"},
                "tier": "issuer",
            }
            for name in sources
        },
        *[
            [
                [
                    {
                        "": "Requirement",
                        "text": "Both",
                        "of": [
                            {
                                "": "Requirement",
                                "text": "Work",
                                "experience": {
                                    "": "Work",
                                    "low": 0.5,
                                    "high": 2,
                                    "settings": ["public"],
                                },
                            },
                            {"": "Requirement", "text": "b"},
                        ],
                        "at_least": 1,
                    }
                ],
                {"A": ["name"]},
            ]
        ]
        * 2,
    ]
    assert ", " not in heavy[0]
    assert ": " not in heavy[0]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "",
        'organizations.Q = { name = "Q" }',
        'organizations.ALA = { name = "Another Library Association" }',
        '[credentials.Q]\nname = "q"\ntype = "license"\nissuer = "ALA"\nnearest = ["clt"]',
        '[credentials.CLT]\nname = "q"\ntype = "license"\nissuer = "ALA"',
        '[credentials.clt]\nname = "q"\ntype = "license"\nissuer = "ALA"',
        '[amendments.CIP]\nlevels = ["q"]',
        pytest.param(
            'sources.ALAFAQ = { title = "t", publisher = "p", url = "https://q.org", '
            'read = 2026-01-01, tier = "weak" }',
            id="a source",
        ),
        '[mandates.WI-LAW3]\nwhere = ["US"]\nforce = "none"\ntext = "t"\nsources = ["ResumeCat"]',
        '[facts.Q]\nwhere = ["US"]\ntopic = "pay"\ntext = "t"\nsources = ["ResumeCat"]',
    ],
)
def test_own_files_give_the_same_over_the_packed_catalogue(
    bundled: Contents, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    layers = [*read.read_bundled(), read.read_file(path)]
    expected, found = merge(layers), merge(layers, unpack(pack(bundled)))

    assert list(found.listed) == list(expected.listed)
    assert list(found.better) == list(expected.better)
    assert found.sources == expected.sources
    assert found.origins == expected.origins
    assert len([*found.facts]) == len([*bundled.facts]) + ("facts.Q" in text)
    assert list(found.mandates) == list(expected.mandates)
    assert list(found.facts) == list(expected.facts)
