"""Findings: the fields that they mark and the figures that they correct."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from libcert import Catalogue, InvalidCatalogueError, load
from libcert.model.credential import Credential, Fee, Money, Organization, Years
from libcert.model.source import Finding, Source
from libcert.model.vocabulary import Verdict
from libcert.questions.findings import disputed, marks
from libcert.render.phrases import format_range

Run = Callable[..., Any]


def test_checked_figures_replace_listed_ones(shipped: Catalogue) -> None:
    listed, checked = shipped["ACA"], shipped.checked["ACA"]

    assert (listed.issuer.id, checked.issuer.id) == ("ALA-ACA", "ACA")
    assert (format_range(listed.cost), format_range(checked.cost)) == ("$525–$625", "$200")
    assert (listed.experience.low, checked.experience.low) == (3, 0)
    assert (listed.education.level, checked.education.level) == ("master", "none")
    assert (listed.renewal.months, checked.renewal.months) == (36, 60)
    assert shipped.checked["LSSC"] == shipped["LSSC"]
    assert checked.findings == listed.findings


def test_checked_figures_cite_the_sources_of_their_findings(shipped: Catalogue) -> None:
    supports = {source.id: source.supports for source in shipped.checked["ACA"].sources}

    assert "fees" in supports["ACA2026"]
    assert "cost" in supports["ACA2026"]
    assert "cost" not in supports["ResumeCat"]
    assert "duration" in supports["ResumeCat"]


def test_finding_may_correct_one_part_of_a_figure(write: Callable[[str], Any]) -> None:
    own = write(
        """
        [[amendments.CIP.findings]]
        about = "renewal.credits"
        verdict = "contradicted"
        note = "60"
        sources = ["CIPREN"]
        read = 2026-11-23
        better = 60
        """
    )

    record = load(own).checked["CIP"]
    assert (record.renewal.months, record.renewal.credits) == (36, 60)


def test_findings_may_correct_several_parts_of_a_figure(write: Callable[[str], Any]) -> None:
    finding = """
        [[amendments.CLT.findings]]
        about = "{}"
        verdict = "contradicted"
        note = "n"
        sources = ["LSSCELIG"]
        read = 2026-11-23
        better = {}
        """
    parts = [("renewal.months", 48), ("renewal.credits", 32), ("experience.low", 0)]
    record = load(write("".join(finding.format(*part) for part in parts))).checked["CLT"]

    assert (record.renewal.months, record.renewal.credits) == (48, 32)
    assert (record.experience.low, record.experience.high) == (0, 1)
    supports = {source.id: source.supports for source in record.sources}["LSSCELIG"]
    assert {"renewal", "experience"} <= set(supports)
    assert marks(record, checked=True)["experience"] == "checked"


def test_better_conditions_mark_the_fields_that_depend_on_them(shipped: Catalogue) -> None:
    result = marks(shipped.checked["A+"], checked=True)

    assert result["requirements"] == result["conditions"] == result["education"] == "checked"


def test_explicit_fields_do_not_follow_better_conditions(write: Callable[[str], Any]) -> None:
    own = write(
        """
        [credentials.X]
        name = "X"
        type = "license"
        issuer = "ALA"
        experience = { low = 1, high = 1 }
        requirements = ["Work"]
        sources = ["LSSCFAQ"]

        [[credentials.X.findings]]
        about = "requirements"
        verdict = "contradicted"
        note = "n"
        sources = ["LSSCELIG"]
        read = 2026-11-23
        better = [{ text = "Two years", experience = { low = 2, high = 2 } }]
        """
    )

    record = load(own).checked["X"]
    assert record.experience.low == 1
    assert marks(record, checked=True) == dict.fromkeys(("requirements", "conditions"), "checked")
    supports = {source.id: source.supports for source in record.sources}
    assert "experience" in supports["LSSCFAQ"]
    assert "experience" not in supports["LSSCELIG"]


def test_second_better_figure_for_a_field_is_refused(write: Callable[[str], Any]) -> None:
    finding = "[[amendments.CLT.findings]]\nabout = '{}'\nverdict = 'partly'\nnote = 'n'\n"
    finding += "read = 2026-01-01\nsources = ['ResumeCat']\nbetter = {}\n"

    for first, second in (("name", "name"), ("renewal", "renewal.months")):
        value = "'x'" if first == "name" else "{}"
        own = write(finding.format(first, value) + finding.format(second, value))
        with pytest.raises(InvalidCatalogueError, match="another finding already has a better"):
            load(own)
        own = write(
            finding.format(second, value if first == "name" else 5) + finding.format(first, value)
        )
        with pytest.raises(InvalidCatalogueError, match="another finding already has a better"):
            load(own)


def test_marks_show_disputed_and_checked_fields(shipped: Catalogue) -> None:
    listed = marks(shipped["CIP"], checked=False)
    checked = marks(shipped.checked["CIP"], checked=True)

    assert {listed[field] for field in ("issuer", "cost", "fees", "experience")} == {"disputed"}
    assert "name" not in listed
    assert checked["issuer"] == checked["cost"] == "checked"
    assert checked["duration"] == "disputed"


READ = date(2026, 1, 1)


def make_record(about: str, *, verdict: Verdict = "contradicted", better: Any = None) -> Credential:
    """Return a record with one finding; the source also supports its cost and experience."""
    page = Source(
        id="P",
        title="t",
        publisher="p",
        url="https://example.org",
        read=READ,
        tier="issuer",
        supports=("cost", "experience", "renewal"),
    )
    return Credential(
        id="X",
        name="X",
        type="license",
        issuer=Organization(id="X", name="X"),
        fees=(Fee(purpose="exam", low=1, high=1),),
        cost=Money(low=1, high=1),
        experience=Years(low=1, high=1),
        requirements=(),
        findings=(
            Finding(
                about=about, verdict=verdict, note="n", sources=("P",), read=READ, better=better
            ),
        ),
        sources=(page,),
    )


@pytest.mark.parametrize(
    ("about", "verdict", "fields"),
    [
        pytest.param("fees", "contradicted", {"fees", "cost"}, id="cost follows fees"),
        pytest.param("fees", "partly", {"fees", "cost"}, id="partly true"),
        pytest.param("fees", "confirmed", set(), id="confirmed"),
        pytest.param("fees", "not-found", set(), id="neither confirmed nor contradicted"),
        pytest.param("requirements", "partly", set(), id="years do not follow conditions"),
        pytest.param("renewal.months", "partly", set(), id="unknown fields are not marked"),
        pytest.param("experience.low", "partly", {"experience"}, id="part of a figure"),
    ],
)
def test_doubtful_findings_mark_fields_as_disputed(
    about: str, verdict: Verdict, fields: set[str]
) -> None:
    record = make_record(about, verdict=verdict)

    assert marks(record, checked=False) == dict.fromkeys(fields, "disputed")
    assert set(disputed(record, ("cost", "fees", "experience"), checked=False)) == fields


def test_better_figure_ends_a_dispute_if_checked_figures_are_used() -> None:
    record = make_record("fees", better=[])
    fields = ("fees", "name", "cost")

    assert disputed(record, fields, checked=False) == ("fees", "cost")
    assert disputed(record, fields, checked=True) == ()


def test_better_figure_marks_only_fields_that_depend_on_it() -> None:
    assert marks(make_record("fees", better=[]), checked=True) == {
        "fees": "checked",
        "cost": "checked",
    }
    assert marks(make_record("renewal", better={}), checked=True) == {"renewal": "checked"}


def test_every_command_can_use_checked_figures(run: Run) -> None:
    for command in (["list"], ["filter"], ["compare", "ACA", "CLT"], ["show", "ACA"]):
        answer = run(*command, "--figures", "checked", "--json").json
        records = answer if isinstance(answer, list) else [answer]
        [record] = [record for record in records if record["id"] == "ACA"]
        assert record["cost"]["low"] == 200
    assert "ACA" in run("filter", "--max-cost", "200", "--figures", "checked", "--json").ids
    assert "ACA" not in run("filter", "--max-cost", "200", "--json").ids


def test_disputes_are_marked_in_the_output(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\tNCCA (disputed)\t$250 (disputed)\t" in run("list").out
    assert "\tAIIM (checked)\t" in run("list", "--figures", "checked").out
    monkeypatch.setenv("COLUMNS", "140")
    table = run("list", "--format", "table").out
    assert "* disputed; " in table
    assert re.search(r"\nCIP .*Professional\* .* \$250\* ", table)


@pytest.mark.parametrize(
    ("finding", "problem"),
    [
        ('about = "prize"', 'findings.0.about: found `"prize"`; allowed: a field of the record'),
        ('about = "renewal.fee"', 'findings.0.about: found `"renewal.fee"`'),
        ('about = "cost"\nbetter = 5', "give the better figure there"),
        ('about = "issuer"\nbetter = "X"', 'findings.0.better: found `"X"`'),
        ('about = "fees"\nbetter = [{}]', "findings.0.better.0.purpose: is missing"),
        (
            'about = "renewal.months"\nbetter = -1',
            "findings.0.better: found `-1`; allowed: a number above 0",
        ),
    ],
)
def test_finding_must_name_a_field_and_match_its_type(
    write: Callable[[str], Any], finding: str, problem: str
) -> None:
    own = write(
        "[[amendments.CLT.findings]]\nverdict = 'partly'\nnote = 'n'\nread = 2026-01-01\n"
        "sources = ['ResumeCat']\n" + finding
    )

    with pytest.raises(InvalidCatalogueError) as error:
        load(own)
    assert problem in error.value.message
