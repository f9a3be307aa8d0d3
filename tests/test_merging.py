"""Catalogue files laid over each other: what rests on what, and all that is wrong in words."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libcert import Catalogue, InvalidCatalogueError, load
from libcert.catalogue.merge import merge
from libcert.files.read import read_file
from libcert.model.reasons import Reason

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
    assert error.value.hint == Reason(code="invalid-catalogue")
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
            "credentials.one: is the same id as `ONE`, because case does not matter",
            id="the same id in another case",
        ),
        pytest.param(
            '[amendments.TWO]\nname = "n"\n',
            "amendments.TWO: amends a record that does not exist",
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
        pytest.param(
            "[sources.Z]\ntitle = 5\n",
            'findings = [{ about = "name", verdict = "partly", note = "n", sources = ["Z"], '
            "read = 2026-11-23 }]",
            id="a source of a finding",
        ),
        pytest.param("[credentials]\nZ = 5\n", 'nearest = ["Z"]', id="a near credential"),
        pytest.param(
            "[credentials]\nZ = 5\n",
            'requirements = [{ text = "a", credential = "Z" }]',
            id="a credential that is asked for",
        ),
        pytest.param("[credentials]\nZ = 5\n", "[amendments.Z]", id="what is amended"),
    ],
)
def test_what_is_there_but_wrong_is_not_called_missing_too(
    write: Write, wrong: str, use: str
) -> None:
    own = f"{wrong}[amendments.ONE]\n{use}\n"

    assert {line.split(".")[0] for line in refused(write, own)} == {re.split(r"\W", wrong)[1]}


def named(*abouts: str) -> str:
    """Findings of these; each of them is read in the same letter."""
    rest = 'verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23'
    return f"findings = [{', '.join(f'{{ {about}, {rest} }}' for about in abouts)}]\n"


OTHER = 'about = "name", better = "m"'
"""A better figure that is right, before one that is not."""
SOURCES = "allowed: a list of sources, or a table of lists of fields"
SOURCE = "allowed: the id of one of `sources`"
ORGANIZATION = "allowed: the id of one of `organizations`"
CREDENTIAL = "allowed: the id of another credential"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(
            "[amendments.TWO]\n[amendments.TREE]\n",
            [
                "amendments.TWO: amends a record that does not exist",
                "amendments.TREE: amends a record that does not exist",
            ],
            id="two amendments of nothing",
        ),
        pytest.param(
            "[amendments.ONE]\nsources = 5\n",
            [f"amendments.ONE.sources: found `5`; {SOURCES}"],
            id="the sources of an amendment",
        ),
        pytest.param(
            "sources = 5\n[amendments.ONE]\n",
            [f"credentials.ONE.sources: found `5`; {SOURCES}"],
            id="the sources of what is amended",
        ),
        pytest.param(
            'sources = { page = ["name"], letter = 5 }\n',
            [f'credentials.ONE.sources: found `{{page = ["name"], letter = 5}}`; {SOURCES}'],
            id="one that is no list of fields",
        ),
        pytest.param(
            '[amendments.ONE]\nissuer = ["Y"]\n',
            [f'amendments.ONE.issuer: found `["Y"]`; {ORGANIZATION}'],
            id="an amended issuer",
        ),
        pytest.param(
            "id = 5\ncost = 5\nconditions = 5\n",
            [
                "credentials.ONE.id: must be left out, because it is the name of the table",
                "credentials.ONE.cost: must be left out, because it is worked out from `fees`",
                (
                    "credentials.ONE.conditions: must be left out, because it is worked out from "
                    "`requirements`"
                ),
            ],
            id="what nobody writes",
        ),
        pytest.param(
            'sources = ["X", 5]\n',
            [
                f'credentials.ONE.sources.X: found `"X"`; {SOURCE}',
                f'credentials.ONE.sources.5: found `"5"`; {SOURCE}',
            ],
            id="listed sources",
        ),
        pytest.param(
            'sources = { page = ["nam", ["name"]] }\n',
            [
                'credentials.ONE.sources.page: found `"nam"`; allowed: the fields of a record',
                'credentials.ONE.sources.page: found `["name"]`; allowed: the fields of a record',
            ],
            id="fields that rest on a source",
        ),
        pytest.param(
            named('about = "type"', 'about = "name"').replace("letter", "X"),
            [
                f'credentials.ONE.findings.{number}.sources: found `"X"`; {SOURCE}'
                for number in (0, 1)
            ],
            id="the sources of findings",
        ),
        pytest.param(
            named('about = "type"', OTHER).replace("letter", "X").replace("[", "[5, ", 1),
            [
                f'credentials.ONE.findings.1.sources: found `"X"`; {SOURCE}',
                f'credentials.ONE.findings.2.sources: found `"X"`; {SOURCE}',
                "credentials.ONE.findings.0: found `5`; allowed: a table, { … }",
            ],
            id="a finding that is no table",
        ),
        pytest.param(
            named(OTHER).replace('"letter"', '"letter", ["X"]'),
            ['credentials.ONE.findings.0.sources.1: found `["X"]`; allowed: a text in quotes'],
            id="a source of a finding that is no text",
        ),
        pytest.param(
            named(OTHER, 'about = "renewal.months", better = 0'),
            ["credentials.ONE.findings.1.better: found `0`; allowed: a number above 0"],
            id="a better part",
        ),
        pytest.param(
            named(OTHER, 'about = "renewal.methods", better = ["a", 5]'),
            ["credentials.ONE.findings.1.better.1: found `5`; allowed: a text in quotes"],
            id="a part of a better part",
        ),
        pytest.param(
            named(
                'about = "renewal.months", better = 3', 'about = "renewal.expires", better = false'
            ),
            [
                (
                    "credentials.ONE.findings.1.better: "
                    "a credential that never expires (`expires = false`) cannot have `months`"
                )
            ],
            id="better parts that contradict each other",
        ),
        pytest.param(
            "duration = { low = 1, high = 2 }\n"
            + named('about = "duration.low", better = 3', OTHER),
            ["credentials.ONE.findings.0.better: `low` (3) is more than `high` (2)"],
            id="a better part that contradicts the listed one",
        ),
        pytest.param(
            named(OTHER, 'about = "issuer", better = "Z"'),
            [f'credentials.ONE.findings.1.better: found `"Z"`; {ORGANIZATION}'],
            id="a better issuer",
        ),
        pytest.param(
            named(
                OTHER, 'about = "requirements", better = ["a", { text = "b", credential = "X" }]'
            ),
            [f'credentials.ONE.findings.1.better.1: found `"X"`; {CREDENTIAL}'],
            id="a better condition",
        ),
        pytest.param(
            'requirements = [{ text = "a", credential = "X" }]\n'
            'fees = [{ purpose = "exam", audience = "member", organization = "X" }]\n'
            'nearest = ["ONE", "X"]\n' + named(OTHER),
            [
                f'credentials.ONE.nearest.1: found `"X"`; {CREDENTIAL}',
                f'credentials.ONE.fees.0.organization: found `"X"`; {ORGANIZATION}',
                f'credentials.ONE.requirements.0: found `"X"`; {CREDENTIAL}',
            ],
            id="what has no better figure is blamed once",
        ),
        pytest.param(
            named(
                OTHER,
                'about = "fees", better = [{ purpose = "exam" }, '
                '{ purpose = "exam", audience = "member", organization = "X" }]',
            ),
            [f'credentials.ONE.findings.1.better.1.organization: found `"X"`; {ORGANIZATION}'],
            id="a better fee",
        ),
        pytest.param(
            'aliases = ["TWO"]\n\n[credentials.Two]\nname = "Two"\ntype = "license"\nissuer = "Y"\n'
            'aliases = ["one"]\n',
            [
                "credentials.Two: `Two` is already the id or alias of `ONE`",
                "credentials.Two.aliases: `one` is already the id or alias of `ONE`",
            ],
            id="names of two",
        ),
    ],
)
def test_each_is_blamed_once_and_where_it_stands(write: Write, text: str, wrong: list[str]) -> None:
    assert refused(write, text) == wrong


MISPLACED = "allowed: a field of the record"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ('about = "nam"', f'found `"nam"`; {MISPLACED}'),
        ('about = "id"', f'found `"id"`; {MISPLACED}'),
        ('about = "sources"', f'found `"sources"`; {MISPLACED}'),
        ('about = "findings"', f'found `"findings"`; {MISPLACED}'),
        ('about = "name.low"', f'found `"name.low"`; {MISPLACED}'),
        ('about = "issuer.name"', f'found `"issuer.name"`; {MISPLACED}'),
        ('about = "renewal.low"', f'found `"renewal.low"`; {MISPLACED}'),
        (
            'about = "cost", better = 5',
            "is worked out from `fees`, so give the better figure there",
        ),
        (
            'about = "conditions", better = 5',
            "is worked out from `requirements`, so give the better figure there",
        ),
        *(
            (
                f'about = "{key}", better = "b"',
                f"`{key}` cannot have a better figure",
            )
            for key in ("aliases", "nearest", "standing")
        ),
        (
            'about = "duration", better = {}',
            "another finding already has a better `duration`",
        ),
        (
            'about = "duration.low", better = 1',
            "another finding already has a better `duration.low`",
        ),
        ('about = "type", better = "license"', "another finding already has a better `type`"),
    ],
)
def test_what_no_finding_can_be_about(write: Write, about: str, said: str) -> None:
    before = named(
        'about = "duration.low", better = 1', 'about = "type", better = "license"', about
    )

    assert refused(write, before) == [f"credentials.ONE.findings.2.about: {said}"]


def test_a_part_of_what_is_better_as_a_whole_is_not_better_again(write: Write) -> None:
    twice = named('about = "renewal", better = {}', 'about = "renewal.months", better = 1')

    assert refused(write, twice) == [
        "credentials.ONE.findings.1.about: another finding already has a better `renewal.months`"
    ]


@pytest.mark.parametrize(
    "about",
    [
        'about = "cost"',
        'about = "standing"',
        'about = "summary", better = "b"',
        'about = "renewal.note"',
    ],
)
def test_what_findings_may_be_about(write: Write, about: str) -> None:
    assert [finding.better for finding in read(write, named(about))["ONE"].findings] in (
        [None],
        ["b"],
    )


def test_an_alias_that_was_amended_finds_no_record_any_more(write: Write, tmp_path: Path) -> None:
    own = write(BASE + 'aliases = ["EINS"]\n[amendments.EINS]\naliases = ["UNO"]\n')
    later = tmp_path / "later.toml"
    later.write_text('[amendments.UNO]\nname = "Better"\n', encoding="utf-8")

    assert load(own, later, bundled=False)["ONE"].name == "Better"
    later.write_text("[amendments.EINS]\n", encoding="utf-8")
    with pytest.raises(InvalidCatalogueError, match=r"later\.toml:1: amendments\.EINS: amends a"):
        load(own, later, bundled=False)


def test_an_alias_of_a_record_that_was_replaced_finds_it_no_more(
    write: Write, tmp_path: Path
) -> None:
    own = write(BASE + 'aliases = ["EINS"]\n[amendments.EINS]\nname = "Better"\n')
    later = tmp_path / "later.toml"
    replaced = '[credentials.one]\nname = "n"\ntype = "license"\nissuer = "Y"\naliases = ["UNO"]\n'
    later.write_text(f'{replaced}[amendments.uno]\nname = "New"\n', encoding="utf-8")
    found = load(own, later, bundled=False)

    assert [(id_, record.name) for id_, record in found.items()] == [("one", "New")]


@pytest.mark.parametrize(
    ("about", "figures", "moved"),
    [
        pytest.param(
            'about = "fees", better = [{ purpose = "exam", low = 3, high = 3 }]',
            (3, 3, 24, 2),
            {"fees", "cost"},
            id="a whole figure",
        ),
        pytest.param(
            'about = "renewal.months", better = 12', (1, 1, 12, 2), {"renewal"}, id="a part"
        ),
        pytest.param(
            'about = "requirements", better = [{ text = "a", experience = { low = 5 } }]',
            (1, 1, 24, 5),
            {"requirements", "conditions", "experience", "education"},
            id="what others follow from",
        ),
        pytest.param(
            'about = "experience.low", better = 7',
            (1, 1, 24, 7),
            {"experience"},
            id="what follows from others",
        ),
        pytest.param('about = "fees"', (1, 1, 24, 2), set(), id="no better figure"),
    ],
)
def test_a_better_figure_rests_on_the_sources_of_its_finding(
    write: Write, about: str, figures: tuple[int, ...], moved: set[str]
) -> None:
    listed = """
    requirements = [{ text = "a", experience = { low = 2 } }]
    fees = [{ purpose = "exam", low = 1, high = 1 }]
    renewal = { expires = true, months = 24 }
    sources = ["page"]
    """
    catalogue = read(write, listed, named(about))
    page = supports(catalogue)["page"]
    found = catalogue.checked["ONE"]

    assert found.renewal.expires
    assert figures == (
        *(found.fees[0].low, found.cost.low),
        *(found.renewal.months, found.experience.low),
    )
    assert moved < page
    assert supports(catalogue.checked) == {"page": page - moved, "letter": moved | {"findings"}}


def test_two_better_parts_rest_on_the_sources_of_both(write: Write) -> None:
    parts = named('about = "renewal.months", better = 12', 'about = "renewal.credits", better = 5')
    found = read(write, parts.replace("letter", "page", 1)).checked["ONE"]

    assert (found.renewal.months, found.renewal.credits) == (12, 5)
    assert [(s.id, s.supports) for s in found.sources] == [
        ("page", ("findings", "renewal")),
        ("letter", ("findings", "renewal")),
    ]


def test_names_of_others_become_their_ids(write: Write) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    condition = '{ text = "a", credential = "zwei", of = [{ text = "b", credential = "ZWEI" }] }'
    own = f'nearest = ["zwei"]\nrequirements = [{condition}]\n'
    better = named(f'about = "requirements", better = ["a", {condition}]')
    catalogue = read(write, own, better, two, 'aliases = ["Zwei"]\n')
    listed, checked = catalogue["ONE"], catalogue.checked["ONE"]

    assert listed.nearest == checked.nearest == ("TWO",)
    for found in (listed.requirements[0], checked.requirements[1]):
        assert (found.credential, found.of[0].credential) == ("TWO", "TWO")


def test_what_is_wrong_with_one_record_hides_nothing_of_the_next(write: Write) -> None:
    own = "levels = 5\n[credentials.TWO]\nname = 5\ntype = 'license'\nissuer = 'Y'\n"

    assert refused(write, own) == [
        "credentials.ONE.levels: found `5`; allowed: a list, [ … ]",
        "credentials.TWO.name: found `5`; allowed: a text in quotes",
    ]


def test_what_has_no_better_figure_is_kept_once(write: Write) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    own = write(BASE + named('about = "name"') + two + named(OTHER))

    assert [record.id for record in merge([read_file(own)]).better] == ["TWO"]


def test_the_file_of_a_field_is_said_where_it_is_no_bundled_one(
    write: Write, tmp_path: Path
) -> None:
    later = tmp_path / "later.toml"
    later.write_text("[amendments.ONE]\nfees = []\nlevels = []\n", encoding="utf-8")
    layers = [read_file(write(BASE), bundled=True), read_file(later)]

    assert merge(layers[:1]).origins == {"ONE": {}}
    assert read(write).origins["ONE"].keys() == {"name", "type", "issuer"}
    assert merge(layers).origins == {"ONE": dict.fromkeys(("fees", "levels", "cost"), str(later))}
