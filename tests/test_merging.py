"""Catalogue files laid over each other: what rests on what, and all that is wrong in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libcert import Catalogue, InvalidCatalogueError, load

Write = Callable[[str], Path]

BASE = """\
organizations.Y.name = "Y"
sources.page = { title = "t", publisher = "p", url = "https://x.org", read = 2026-11-23, tier = "weak" }
sources.letter = { title = "t", publisher = "p", url = "https://x.org", read = 2026-11-23, tier = "weak" }

[credentials.ONE]
name = "One"
type = "certificate"
issuer = "Y"
"""  # noqa: E501 - a table on a line of its own


def read(write: Write, *texts: str) -> Catalogue:
    """The catalogue that the base and *texts* after it come to."""
    return load(write(BASE + "".join(texts)), bundled=False)


def refused(write: Write, *texts: str) -> list[str]:
    """What is said to be wrong, without the name of the file."""
    with pytest.raises(InvalidCatalogueError) as error:
        read(write, *texts)
    assert error.value.hint == "`libcert schema --catalogue` prints what is allowed"
    first, *details = error.value.message.splitlines()
    assert first == "the catalogue is not valid:"
    return [line.partition(".toml:")[2].partition(": ")[2] for line in details]


def test_all_but_what_the_catalogue_says_itself_rests_on_a_listed_source(write: Write) -> None:
    uncited = """
    aliases = ["EINS"]
    nearest = ["ONE"]
    standing = "confirmed"
    summary = "s"
    levels = ["a"]
    sources = ["page"]
    findings = [{ about = "name", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 }]
    """  # noqa: E501
    found = read(write, uncited)["ONE"]

    assert {source.id: source.supports for source in found.sources} == {
        "page": ("name", "type", "issuer", "levels"),
        "letter": ("findings",),
    }


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(
            "[credentials.one]\n",
            "credentials.one: is the same id as `ONE`",
            id="the same id in another case",
        ),
        pytest.param(
            '[amendments.TWO]\nname = "n"\n',
            "amendments.TWO: amends a record that there is not",
            id="an amendment of nothing",
        ),
        pytest.param(
            '[amendments.ONE]\nname = "n"\n[amendments.one]\nname = "m"\n',
            "amendments.one: amends the same record as `ONE`",
            id="two amendments of one record",
        ),
        pytest.param(
            "[record.X]\n",
            "record: is not a section; allowed: organizations, sources, credentials, amendments",
            id="another section",
        ),
        pytest.param(
            "[amendments]\nONE = 5\n",
            "amendments.ONE: found `5`; allowed: tables, such as `[amendments.EXAMPLE]` in TOML",
            id="no table",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(write: Write, text: str, wrong: str) -> None:
    assert wrong in refused(write, text)


def supports(catalogue: Catalogue) -> dict[str, Any]:
    return {source.id: set(source.supports) for source in catalogue["ONE"].sources}


@pytest.mark.parametrize(
    ("amendment", "resting"),
    [
        pytest.param(
            'levels = ["b"]\nsources = ["letter"]',
            {"page": {"name", "type", "issuer"}, "letter": {"levels"}},
            id="its own source",
        ),
        pytest.param(
            'levels = ["b"]', {"page": {"name", "type", "issuer"}}, id="no source of its own"
        ),
        pytest.param(
            'levels = ["b"]\nsources = { page = ["levels"] }',
            {"page": {"name", "type", "issuer", "levels"}},
            id="the same source",
        ),
    ],
)
def test_what_is_amended_rests_on_the_sources_of_the_amendment(
    write: Write, amendment: str, resting: dict[str, set[str]]
) -> None:
    own = 'levels = ["a"]\nsources = ["page"]\n[amendments.one]\n'

    assert supports(read(write, own, amendment)) == resting


@pytest.mark.parametrize(
    ("name", "amended"),
    [("ONE", "ONE"), ("one", "ONE"), ("EINS", "ONE"), ("eins", "ONE"), ("zwei", "TWO")],
)
def test_an_amendment_may_name_an_alias_in_any_case(write: Write, name: str, amended: str) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    aliases = ('aliases = ["Eins"]\n', two, 'aliases = ["Zwei"]\n')
    found = read(write, *aliases, f'[amendments.{name}]\nname = "Better"\n')

    assert [id_ for id_, record in found.items() if record.name == "Better"] == [amended]


FOUND = """\
findings = [
  { about = "experience", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
  { about = "renewal.months", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
  { about = "cost", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
]
"""  # noqa: E501


@pytest.mark.parametrize(
    ("amendment", "left"),
    [
        pytest.param("levels = []", ["experience", "renewal.months", "cost"], id="another field"),
        pytest.param("renewal = {}", ["experience", "cost"], id="the whole of a part"),
        pytest.param("fees = []", ["experience", "renewal.months"], id="what follows from it"),
        pytest.param("requirements = []", ["renewal.months", "cost"], id="what follows likewise"),
        pytest.param(
            f"renewal = {{}}\n{FOUND.replace('cost', 'name')}",
            ["experience", "renewal.months", "name"],
            id="new findings",
        ),
    ],
)
def test_what_was_found_of_a_figure_goes_with_it(
    write: Write, amendment: str, left: list[str]
) -> None:
    found = read(write, FOUND, "[amendments.ONE]\n", amendment)["ONE"]

    assert [finding.about for finding in found.findings] == left


@pytest.mark.parametrize("section", ["organizations", "sources", "credentials", "amendments"])
def test_a_section_is_a_table_of_tables(write: Write, section: str) -> None:
    with pytest.raises(InvalidCatalogueError) as error:
        load(write(f"{section} = 5\n"), bundled=False)

    [_, wrong] = error.value.message.splitlines()
    assert wrong.endswith(
        f":1: {section}: found `5`; allowed: tables, such as `[{section}.EXAMPLE]` in TOML"
    )


@pytest.mark.parametrize(
    ("wrong", "use"),
    [
        pytest.param("[organizations.Z]\nname = 5\n", 'issuer = "Z"', id="an organization"),
        pytest.param("[sources.Z]\ntitle = 5\n", 'sources = ["Z"]', id="a source"),
    ],
)
def test_what_is_there_but_wrong_is_not_called_missing_too(
    write: Write, wrong: str, use: str
) -> None:
    own = f"{wrong}[amendments.ONE]\n{use}\n"

    assert {line.split(".")[0] for line in refused(write, own)} <= {"organizations", "sources"}
