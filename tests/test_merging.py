"""Several catalogue files merged into one: the sources of each field, and the error messages."""

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
"""  # noqa: E501 - one table per line


def read(write: Write, *texts: str) -> Catalogue:
    """Return the catalogue in `BASE` followed by *texts*."""
    return load(write(BASE + "".join(texts)), bundled=False)


def get_problems(write: Write, *texts: str) -> list[str]:
    """Return the reported problems, without the name of the file."""
    with pytest.raises(InvalidCatalogueError) as error:
        read(write, *texts)
    assert error.value.hint == Reason(code="invalid-catalogue")
    first, *details = error.value.message.splitlines()
    assert first == "the catalogue is not valid:"
    return [line.partition(".toml:")[2].partition(": ")[2] for line in details]


def test_listed_sources_support_all_facts_about_the_credential(write: Write) -> None:
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
    ("text", "problem"),
    [
        pytest.param(
            "[credentials.one]\n",
            "credentials.one: is the same id as `ONE`, because case does not matter",
            id="same ID in another case",
        ),
        pytest.param(
            '[amendments.TWO]\nname = "n"\n',
            "amendments.TWO: amends a record that does not exist",
            id="amendment of a missing record",
        ),
        pytest.param(
            '[amendments.ONE]\nname = "n"\n[amendments.one]\nname = "m"\n',
            "amendments.one: amends the same record as `ONE`",
            id="two amendments of one record",
        ),
        pytest.param(
            "[record.X]\n",
            "record: is not a section; "
            "allowed: organizations, sources, credentials, amendments, mandates, facts",
            id="unknown section",
        ),
        pytest.param(
            "[amendments]\nONE = 5\n",
            "amendments.ONE: found `5`; allowed: tables, such as `[amendments.EXAMPLE]` in TOML",
            id="not a table",
        ),
    ],
)
def test_problems_are_reported_in_words(write: Write, text: str, problem: str) -> None:
    assert problem in get_problems(write, text)


def supports(catalogue: Catalogue) -> dict[str, Any]:
    return {source.id: set(source.supports) for source in catalogue["ONE"].sources}


@pytest.mark.parametrize(
    ("amendment", "expected"),
    [
        pytest.param(
            'levels = ["b"]\nsources = ["letter"]',
            {"page": {"name", "type", "issuer"}, "letter": {"levels"}},
            id="own source",
        ),
        pytest.param('levels = ["b"]', {"page": {"name", "type", "issuer"}}, id="no source"),
        pytest.param(
            'levels = ["b"]\nsources = { page = ["levels"] }',
            {"page": {"name", "type", "issuer", "levels"}},
            id="same source",
        ),
    ],
)
def test_sources_of_an_amendment_support_the_amended_fields(
    write: Write, amendment: str, expected: dict[str, set[str]]
) -> None:
    own = 'levels = ["a"]\nsources = ["page"]\n[amendments.one]\n'

    assert supports(read(write, own, amendment)) == expected


@pytest.mark.parametrize(
    ("name", "target"),
    [("ONE", "ONE"), ("one", "ONE"), ("EINS", "ONE"), ("eins", "ONE"), ("zwei", "TWO")],
)
def test_amendment_may_use_an_alias_in_any_case(write: Write, name: str, target: str) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    aliases = ('aliases = ["Eins"]\n', two, 'aliases = ["Zwei"]\n')
    found = read(write, *aliases, f'[amendments.{name}]\nname = "Better"\n')

    assert [id_ for id_, record in found.items() if record.name == "Better"] == [target]


FOUND = """\
findings = [
  { about = "experience", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
  { about = "renewal.months", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
  { about = "cost", verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23 },
]
"""  # noqa: E501


@pytest.mark.parametrize(
    ("amendment", "remaining"),
    [
        pytest.param("levels = []", ["experience", "renewal.months", "cost"], id="other field"),
        pytest.param("renewal = {}", ["experience", "cost"], id="whole table"),
        pytest.param("fees = []", ["experience", "renewal.months"], id="derived figure"),
        pytest.param("requirements = []", ["renewal.months", "cost"], id="other derived figure"),
        pytest.param(
            f"renewal = {{}}\n{FOUND.replace('cost', 'name')}",
            ["experience", "renewal.months", "name"],
            id="new findings",
        ),
    ],
)
def test_amended_figures_lose_their_findings(
    write: Write, amendment: str, remaining: list[str]
) -> None:
    found = read(write, FOUND, "[amendments.ONE]\n", amendment)["ONE"]

    assert [finding.about for finding in found.findings] == remaining


@pytest.mark.parametrize("section", ["organizations", "sources", "credentials", "amendments"])
def test_section_must_be_a_table_of_tables(write: Write, section: str) -> None:
    with pytest.raises(InvalidCatalogueError) as error:
        load(write(f"{section} = 5\n"), bundled=False)

    [_, problem] = error.value.message.splitlines()
    assert problem.endswith(
        f":1: {section}: found `5`; allowed: tables, such as `[{section}.EXAMPLE]` in TOML"
    )


@pytest.mark.parametrize(
    ("invalid", "use"),
    [
        pytest.param("[organizations.Z]\nname = 5\n", 'issuer = "Z"', id="organization"),
        pytest.param("[sources.Z]\ntitle = 5\n", 'sources = ["Z"]', id="source"),
        pytest.param(
            "[sources.Z]\ntitle = 5\n",
            'findings = [{ about = "name", verdict = "partly", note = "n", sources = ["Z"], '
            "read = 2026-11-23 }]",
            id="source of a finding",
        ),
        pytest.param("[credentials]\nZ = 5\n", 'nearest = ["Z"]', id="nearest credential"),
        pytest.param(
            "[credentials]\nZ = 5\n",
            'requirements = [{ text = "a", credential = "Z" }]',
            id="required credential",
        ),
        pytest.param("[credentials]\nZ = 5\n", "[amendments.Z]", id="amended credential"),
    ],
)
def test_invalid_entry_is_not_also_reported_as_missing(
    write: Write, invalid: str, use: str
) -> None:
    own = f"{invalid}[amendments.ONE]\n{use}\n"

    assert {line.split(".")[0] for line in get_problems(write, own)} == {
        re.split(r"\W", invalid)[1]
    }


def make_findings(*abouts: str) -> str:
    """Return TOML text of findings, one for each of *abouts*, with the same source."""
    rest = 'verdict = "partly", note = "n", sources = ["letter"], read = 2026-11-23'
    return f"findings = [{', '.join(f'{{ {about}, {rest} }}' for about in abouts)}]\n"


OTHER = 'about = "name", better = "m"'
"""A valid better figure, used before an invalid one."""
SOURCES = "allowed: a list of sources, or a table of lists of fields"
SOURCE = "allowed: the id of one of `sources`"
ORGANIZATION = "allowed: the id of one of `organizations`"
CREDENTIAL = "allowed: the id of another credential"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            "[amendments.TWO]\n[amendments.TREE]\n",
            [
                "amendments.TWO: amends a record that does not exist",
                "amendments.TREE: amends a record that does not exist",
            ],
            id="two amendments of missing records",
        ),
        pytest.param(
            "[amendments.ONE]\nsources = 5\n",
            [f"amendments.ONE.sources: found `5`; {SOURCES}"],
            id="sources of an amendment",
        ),
        pytest.param(
            "sources = 5\n[amendments.ONE]\n",
            [f"credentials.ONE.sources: found `5`; {SOURCES}"],
            id="sources of an amended record",
        ),
        pytest.param(
            'sources = { page = ["name"], letter = 5 }\n',
            [f'credentials.ONE.sources: found `{{page = ["name"], letter = 5}}`; {SOURCES}'],
            id="source without a list of fields",
        ),
        pytest.param(
            '[amendments.ONE]\nissuer = ["Y"]\n',
            [f'amendments.ONE.issuer: found `["Y"]`; {ORGANIZATION}'],
            id="amended issuer",
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
            id="fields that must be left out",
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
            id="fields that a source supports",
        ),
        pytest.param(
            make_findings('about = "type"', 'about = "name"').replace("letter", "X"),
            [
                f'credentials.ONE.findings.{number}.sources: found `"X"`; {SOURCE}'
                for number in (0, 1)
            ],
            id="sources of findings",
        ),
        pytest.param(
            make_findings('about = "type"', OTHER).replace("letter", "X").replace("[", "[5, ", 1),
            [
                f'credentials.ONE.findings.1.sources: found `"X"`; {SOURCE}',
                f'credentials.ONE.findings.2.sources: found `"X"`; {SOURCE}',
                "credentials.ONE.findings.0: found `5`; allowed: a table, { … }",
            ],
            id="finding that is not a table",
        ),
        pytest.param(
            make_findings(OTHER).replace('"letter"', '"letter", ["X"]'),
            ['credentials.ONE.findings.0.sources.1: found `["X"]`; allowed: a text in quotes'],
            id="source of a finding that is not a text",
        ),
        pytest.param(
            make_findings(OTHER, 'about = "renewal.months", better = 0'),
            ["credentials.ONE.findings.1.better: found `0`; allowed: a number above 0"],
            id="better part",
        ),
        pytest.param(
            make_findings(OTHER, 'about = "renewal.methods", better = ["a", 5]'),
            ["credentials.ONE.findings.1.better.1: found `5`; allowed: a text in quotes"],
            id="part of a better part",
        ),
        pytest.param(
            make_findings(
                'about = "renewal.months", better = 3', 'about = "renewal.expires", better = false'
            ),
            [
                (
                    "credentials.ONE.findings.1.better: "
                    "a credential that never expires (`expires = false`) cannot have `months`"
                )
            ],
            id="better parts contradict each other",
        ),
        pytest.param(
            "duration = { low = 1, high = 2 }\n"
            + make_findings('about = "duration.low", better = 3', OTHER),
            ["credentials.ONE.findings.0.better: `low` (3) is more than `high` (2)"],
            id="better part contradicts the listed one",
        ),
        pytest.param(
            make_findings(OTHER, 'about = "issuer", better = "Z"'),
            [f'credentials.ONE.findings.1.better: found `"Z"`; {ORGANIZATION}'],
            id="better issuer",
        ),
        pytest.param(
            make_findings(
                OTHER, 'about = "requirements", better = ["a", { text = "b", credential = "X" }]'
            ),
            [f'credentials.ONE.findings.1.better.1.credential: found `"X"`; {CREDENTIAL}'],
            id="better condition",
        ),
        pytest.param(
            'requirements = [{ text = "a", credential = "X" }]\n'
            'fees = [{ purpose = "exam", audience = "member", organization = "X" }]\n'
            'nearest = ["ONE", "X"]\n' + make_findings(OTHER),
            [
                f'credentials.ONE.nearest.1: found `"X"`; {CREDENTIAL} or of a family',
                f'credentials.ONE.fees.0.organization: found `"X"`; {ORGANIZATION}',
                f'credentials.ONE.requirements.0.credential: found `"X"`; {CREDENTIAL}',
            ],
            id="record without a better figure is reported once",
        ),
        pytest.param(
            make_findings(
                OTHER,
                'about = "fees", better = [{ purpose = "exam" }, '
                '{ purpose = "exam", audience = "member", organization = "X" }]',
            ),
            [f'credentials.ONE.findings.1.better.1.organization: found `"X"`; {ORGANIZATION}'],
            id="better fee",
        ),
        pytest.param(
            'aliases = ["TWO"]\n\n[credentials.Two]\nname = "Two"\ntype = "license"\nissuer = "Y"\n'
            'aliases = ["one"]\n',
            [
                "credentials.Two: `Two` is already the id or alias of `ONE`",
                "credentials.Two.aliases: `one` is already the id or alias of `ONE`",
            ],
            id="names used by two records",
        ),
    ],
)
def test_each_problem_is_reported_once_and_in_the_right_place(
    write: Write, text: str, problems: list[str]
) -> None:
    assert get_problems(write, text) == problems


MISPLACED = "allowed: a field of the record"


@pytest.mark.parametrize(
    ("about", "problem"),
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
def test_finding_about_an_invalid_field_is_refused(write: Write, about: str, problem: str) -> None:
    before = make_findings(
        'about = "duration.low", better = 1', 'about = "type", better = "license"', about
    )

    assert get_problems(write, before) == [f"credentials.ONE.findings.2.about: {problem}"]


def test_better_table_allows_no_better_part_of_the_same_table(write: Write) -> None:
    twice = make_findings('about = "renewal", better = {}', 'about = "renewal.months", better = 1')

    assert get_problems(write, twice) == [
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
def test_finding_may_be_about_these_fields(write: Write, about: str) -> None:
    assert [finding.better for finding in read(write, make_findings(about))["ONE"].findings] in (
        [None],
        ["b"],
    )


def test_alias_removed_by_an_amendment_no_longer_works(write: Write, tmp_path: Path) -> None:
    own = write(BASE + 'aliases = ["EINS"]\n[amendments.EINS]\naliases = ["UNO"]\n')
    later = tmp_path / "later.toml"
    later.write_text('[amendments.UNO]\nname = "Better"\n', encoding="utf-8")

    assert load(own, later, bundled=False)["ONE"].name == "Better"
    later.write_text("[amendments.EINS]\n", encoding="utf-8")
    with pytest.raises(InvalidCatalogueError, match=r"later\.toml:1: amendments\.EINS: amends a"):
        load(own, later, bundled=False)


def test_alias_of_a_replaced_record_no_longer_works(write: Write, tmp_path: Path) -> None:
    own = write(BASE + 'aliases = ["EINS"]\n[amendments.EINS]\nname = "Better"\n')
    later = tmp_path / "later.toml"
    replaced = '[credentials.one]\nname = "n"\ntype = "license"\nissuer = "Y"\naliases = ["UNO"]\n'
    later.write_text(f'{replaced}[amendments.uno]\nname = "New"\n', encoding="utf-8")
    found = load(own, later, bundled=False)

    assert [(id_, record.name) for id_, record in found.items()] == [("one", "New")]


@pytest.mark.parametrize(
    ("about", "figures", "moved_fields"),
    [
        pytest.param(
            'about = "fees", better = [{ purpose = "exam", low = 3, high = 3 }]',
            (3, 3, 24, 2),
            {"fees", "cost"},
            id="whole figure",
        ),
        pytest.param(
            'about = "renewal.months", better = 12',
            (1, 1, 12, 2),
            {"renewal"},
            id="part of a figure",
        ),
        pytest.param(
            'about = "requirements", better = [{ text = "a", experience = { low = 5 } }]',
            (1, 1, 24, 5),
            {"requirements", "conditions", "experience", "education"},
            id="figure with derived figures",
        ),
        pytest.param(
            'about = "experience.low", better = 7',
            (1, 1, 24, 7),
            {"experience"},
            id="figure derived from others",
        ),
        pytest.param('about = "fees"', (1, 1, 24, 2), set(), id="no better figure"),
    ],
)
def test_better_figure_is_supported_by_the_sources_of_its_finding(
    write: Write, about: str, figures: tuple[int, ...], moved_fields: set[str]
) -> None:
    listed = """
    requirements = [{ text = "a", experience = { low = 2 } }]
    fees = [{ purpose = "exam", low = 1, high = 1 }]
    renewal = { expires = true, months = 24 }
    sources = ["page"]
    """
    catalogue = read(write, listed, make_findings(about))
    page = supports(catalogue)["page"]
    found = catalogue.checked["ONE"]

    assert found.renewal.expires
    assert figures == (
        *(found.fees[0].low, found.cost.low),
        *(found.renewal.months, found.experience.low),
    )
    assert moved_fields < page
    assert supports(catalogue.checked) == {
        "page": page - moved_fields,
        "letter": moved_fields | {"findings"},
    }


def test_two_better_parts_are_supported_by_both_sources(write: Write) -> None:
    parts = make_findings(
        'about = "renewal.months", better = 12', 'about = "renewal.credits", better = 5'
    )
    found = read(write, parts.replace("letter", "page", 1)).checked["ONE"]

    assert (found.renewal.months, found.renewal.credits) == (12, 5)
    assert [(s.id, s.supports) for s in found.sources] == [
        ("page", ("findings", "renewal")),
        ("letter", ("findings", "renewal")),
    ]


def test_references_by_alias_become_ids(write: Write) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    condition = '{ text = "a", credential = "zwei", of = [{ text = "b", credential = "ZWEI" }] }'
    own = f'nearest = ["zwei"]\nrequirements = [{condition}]\n'
    better = make_findings(f'about = "requirements", better = ["a", {condition}]')
    catalogue = read(write, own, better, two, 'aliases = ["Zwei"]\n')
    listed, checked = catalogue["ONE"], catalogue.checked["ONE"]

    assert listed.nearest == checked.nearest == ("TWO",)
    for found in (listed.requirements[0], checked.requirements[1]):
        assert (found.credential, found.of[0].credential) == ("TWO", "TWO")


def test_problem_in_one_record_does_not_hide_problems_in_the_next(write: Write) -> None:
    own = "levels = 5\n[credentials.TWO]\nname = 5\ntype = 'license'\nissuer = 'Y'\n"

    assert get_problems(write, own) == [
        "credentials.ONE.levels: found `5`; allowed: a list, [ … ]",
        "credentials.TWO.name: found `5`; allowed: a text in quotes",
    ]


def test_record_without_a_better_figure_is_stored_once(write: Write) -> None:
    two = BASE[BASE.index("[credentials.ONE]") :].replace("ONE", "TWO")
    own = write(BASE + make_findings('about = "name"') + two + make_findings(OTHER))

    assert [record.id for record in merge([read_file(own)]).better] == ["TWO"]


def test_origin_of_a_field_is_stored_if_the_file_is_not_bundled(
    write: Write, tmp_path: Path
) -> None:
    later = tmp_path / "later.toml"
    later.write_text("[amendments.ONE]\nfees = []\nlevels = []\n", encoding="utf-8")
    layers = [read_file(write(BASE), bundled=True), read_file(later)]

    assert merge(layers[:1]).origins == {"ONE": {}}
    assert read(write).origins["ONE"].keys() == {"name", "type", "issuer"}
    assert merge(layers).origins == {"ONE": dict.fromkeys(("fees", "levels", "cost"), str(later))}
