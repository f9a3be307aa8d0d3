"""Credentials as CTDL: what goes out is sound, and comes back as it was."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from conftest import ROOT, codes
from factory import make_credential
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from samples import CREDENTIALS, catalogues
from toml_writer import toml

from libcert import Catalogue
from libcert.catalogue.merge import merge
from libcert.files import parse
from libcert.files.read import CATALOGUE, File, parse_file
from libcert.model.credential import (
    Credential,
    Education,
    Effort,
    Exam,
    Fee,
    Months,
    Renewal,
    Requirement,
    Status,
    Work,
)
from libcert.model.ctdl_terms import CONTEXT
from libcert.model.derived import derive_figures
from libcert.model.slugs import slug
from libcert.model.source import Finding, Source
from libcert.render.ctdl import credential_graph, write_ctdl
from libcert.render.table import Canvas, Table

Run = Callable[..., Any]
PUBLISHED: Final = json.loads((ROOT / "data" / "ctdl-context.json").read_bytes())
"""The published context of CTDL."""
PAGE: Final = Source(
    id="P",
    title="Page",
    publisher="Y",
    url="https://x.example/page",
    read=date(2026, 1, 2),
    tier="issuer",
    supports=("name",),
)


def written(credentials: Sequence[Credential], canvas: Canvas | None = None) -> str:
    """Return *credentials* in the format `ctdl`."""
    table = Table(Credential, credentials, Credential.FIELDS, Credential.FIELDS)
    return "".join(write_ctdl(table, canvas or Canvas()))


def read(text: str) -> File:
    """Return *text* as a catalogue file in CTDL."""
    return parse_file(text.encode(), "own.jsonld", CATALOGUE, parse.JSON_LD)


def back(*credentials: Credential) -> list[Credential]:
    """Return *credentials* after they are written and read again."""
    return list(merge([read(written(credentials))]).listed)


def node(document: dict[str, Any], iri: str) -> Any:
    """Return the node of a graph that has this name."""
    [found] = [each for each in document["@graph"] if each["@id"] == iri]
    return found


def one(**fields: Any) -> Any:
    """Return the node of a credential with these *fields*."""
    return node(credential_graph([make_credential(**fields)]), "urn:libcert:credential:X")


def aligned(values: list[dict[str, Any]]) -> list[str]:
    """Return the values that are taken from lists of CTDL."""
    return [value["ceterms:targetNode"] for value in values]


@pytest.fixture(scope="module")
def every(shipped: Catalogue) -> str:
    """Return all records that libcert ships, in CTDL."""
    return written(list(shipped.values()))


# --- Back again -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_all_bundled_records_come_back_as_they_went_out(shipped: Catalogue, every: str) -> None:
    file = read(every)
    found = merge([file])

    assert list(found.listed) == list(shipped.values())
    assert {record.id: record for record in found.better} == {
        id_: record for id_, record in shipped.checked.items() if record != shipped[id_]
    }
    assert file.left_out == {}


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(catalogues())
def test_a_random_catalogue_comes_back_as_it_went_out(tables: Any) -> None:
    before = merge([parse_file(toml(tables).encode(), "own.toml", CATALOGUE)])
    file = read(written(list(before.listed)))
    after = merge([file])

    assert list(after.listed) == list(before.listed)
    assert list(after.better) == list(before.better)
    assert file.left_out == {}


LEVELS: Final = """
organizations.A.name = "A"
[credentials.ONE]
name = "Clerk level one"
type = "registration"
issuer = "A"
family = "STEPS"
level = "one"
aliases = ["uno"]
experience = { low = 1, high = 2 }
requirements = [{ text = "Work", experience = { low = 1, high = 1 } }]
fees = [{ purpose = "renewal", low = 1, high = 1 }, { purpose = "exam", low = 2, high = 2 }]
[credentials.TWO]
name = "Clerk level two"
type = "assessment"
issuer = "A"
family = "STEPS"
previous = "one"
nearest = ["STEPS"]
"""


def test_levels_and_stated_figures_come_back() -> None:
    before = list(merge([parse_file(LEVELS.encode(), "own.toml", CATALOGUE)]).listed)

    assert back(*before) == before


def test_an_indented_document_comes_back_too() -> None:
    before = list(merge([parse_file(LEVELS.encode(), "own.toml", CATALOGUE)]).listed)
    text = written(before, Canvas(indented=True))

    assert text.startswith('{\n  "@context": [')
    assert list(merge([read(text)]).listed) == before


def test_nothing_is_an_empty_graph() -> None:
    assert json.loads(written([]))["@graph"] == []
    assert back() == []


BEFORE_EDIT: Final = derive_figures(
    make_credential(
        name="Old name",
        status=Status(state="offered"),
        duration=Months(low=6, high=6),
        requirements=(
            Requirement(text="Work", experience=Work(low=2, high=2)),
            Requirement(text="Degree", education=Education(level="associate")),
        ),
        fees=(
            Fee(purpose="application", low=10, high=10),
            Fee(purpose="exam", low=80, high=90, unit="EUR"),
        ),
        renewal=Renewal(months=36),
    ),
    (),
)


@pytest.mark.parametrize(
    ("old", "new", "figure", "expected"),
    [
        ('"ceterms:price": 10', '"ceterms:price": 12.5', "fees.0.high", Decimal("12.5")),
        ('"schema:maxPrice": 90', '"schema:maxPrice": 95', "fees.1.high", 95),
        ('"ceterms:currency": "EUR"', '"ceterms:currency": "GBP"', "fees.1.unit", "GBP"),
        ("costType:Application", "costType:Tuition", "fees.0.purpose", "course"),
        ('{"en-US": "Old name"}', '{"en-US": "New name"}', "name", "New name"),
        ('"P6M"', '"P1Y"', "duration.high", 12),
        ('"P3Y"', '"P24M"', "renewal.months", 24),
        ('Experience": 2', 'Experience": 5', "experience.low", 5),
        ('Experience": 2', 'Experience": 5', "conditions.0.experience.high", 5),
        ("audLevel:AssociatesDegree", "audLevel:MastersDegree", "education.level", "master"),
        ("credentialStat:Active", "credentialStat:Deprecated", "status.state", "closed"),
        ('type": "ceterms:Certification"', 'type": "ceterms:License"', "type", "license"),
    ],
)
def test_what_somebody_changes_in_a_file_is_what_the_record_has(
    old: str, new: str, figure: str, expected: object
) -> None:
    text = written([BEFORE_EDIT])
    assert old in text
    [record] = merge([read(text.replace(old, new))]).listed
    value: Any = record
    for part in figure.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)

    assert value == expected


def test_years_that_somebody_raises_above_the_most_raise_the_most() -> None:
    asked = Requirement(text="Work", experience=Work(low=2, high=4, hours=900))
    text = written([make_credential(requirements=(asked,))])
    [record] = merge([read(text.replace('Experience": 2', 'Experience": 5'))]).listed

    assert record.conditions[0].experience == Work(low=5, high=5, hours=900)


def test_an_end_or_a_frequency_that_somebody_adds_counts() -> None:
    text = written(
        [make_credential(status=Status(state="offered"), renewal=Renewal(expires=False))]
    )
    added = '"ceterms:expirationDate": "2030-01-31", "ceterms:renewalFrequency": "P1Y", '
    [record] = merge([read(text.replace('"ceterms:inLang', f'{added}"ceterms:inLang'))]).listed

    assert record.status == Status(state="closing", since="2030-01-31")
    assert record.renewal == Renewal(expires=True, months=12)


def test_a_source_or_a_finding_that_somebody_spoils_is_counted() -> None:
    finding = Finding(
        about="name", verdict="partly", note="n", sources=("P",), read=date(2026, 1, 2), better="B"
    )
    text = written([make_credential(sources=(PAGE,), findings=(finding,))])
    spoiled = read(text.replace('"libcert:read": "2026-01-02"', '"libcert:read": "once"'))
    better = read(text.replace('"@type": "@json"', '"@type": "@id"'))

    assert spoiled.left_out == {
        "libcert:read": 1,
        "libcert:tier": 1,
        "schema:isBasedOn": 1,
        "schema:name": 1,
        "schema:publisher": 1,
    }
    assert better.left_out == {"libcert:better": 1}
    values: list[Any] = ["B", {"low": Decimal("1.5"), "of": ["x", []]}, []]
    for value in values:
        found = finding.replace(about="fees", better=value)
        [record] = (
            read(written([make_credential(findings=(found,))])).tables["credentials"].values()
        )
        assert record["findings"][0]["better"] == value


# --- What other programs see ----------------------------------------------------------------------


def test_a_record_is_a_node_of_its_class_with_its_issuer() -> None:
    document = credential_graph([make_credential(type="license", aliases=("Y1",), summary="Why.")])
    found = node(document, "urn:libcert:credential:X")

    assert document["@context"][0] == CONTEXT
    assert found["@type"] == "ceterms:License"
    assert found["ceterms:name"] == {"en-US": "X"}
    assert found["ceterms:alternateName"] == {"en-US": ["X", "Y1"]}
    assert found["ceterms:description"] == {"en-US": "Why."}
    assert found["ceterms:ownedBy"] == found["ceterms:offeredBy"] == ["urn:libcert:organization:Y"]
    assert node(document, "urn:libcert:organization:Y")["ceterms:name"] == {"en-US": "Y"}
    assert "ceterms:ctid" not in found


def test_an_organization_family_and_source_are_in_the_graph_once() -> None:
    document = credential_graph(
        [
            make_credential(id=id_, name=f"Clerk level {id_}", family="F", sources=(PAGE,))
            for id_ in "AB"
        ]
    )
    names = [each["@id"] for each in document["@graph"]]

    assert names == [
        "urn:libcert:credential:A",
        "urn:libcert:credential:B",
        "urn:libcert:organization:Y",
        "urn:libcert:family:F",
        "urn:libcert:source:P",
    ]
    family = node(document, "urn:libcert:family:F")
    assert family["ceterms:name"] == {"en-US": "Clerk level"}
    assert family["ceterms:hasPart"] == names[:2]
    first = document["@graph"][0]
    assert first["ceterms:subjectWebpage"] == "https://x.example/page"
    assert first["schema:dateModified"] == "2026-01-02"
    assert first["schema:isBasedOn"] == ["urn:libcert:source:P"]


def test_a_site_names_its_records_by_their_pages() -> None:
    records = [make_credential(id="A+"), make_credential(id="B", nearest=("A+",))]
    document = credential_graph(records, "https://library.example/")
    page = "https://library.example/credentials/a_plus.html"

    assert document["@graph"][0]["@id"] == page
    assert document["@graph"][1]["ceterms:isSimilarTo"] == [page]
    [again, _] = merge([read(json.dumps(document))]).listed
    assert again.id == "A+"


def test_a_price_is_exact_a_range_or_not_there() -> None:
    fees = (
        Fee(purpose="exam", low=5, high=5),
        Fee(purpose="exam", low=5, high=9),
        Fee(purpose="exam", low=5),
        Fee(purpose="exam"),
        Fee(purpose="course", low=1, high=1, required=False),
        Fee(purpose="exam", low=0, high=0, audience="member", organization="S"),
    )
    costs = one(fees=fees)["ceterms:estimatedCost"]
    terms = ("ceterms:price", "schema:minPrice", "schema:maxPrice")

    assert [[cost.get(term) for term in terms] for cost in costs] == [
        [5, None, None],
        [None, 5, 9],
        [None, 5, None],
        [None, None, None],
        [1, None, None],
        [0, None, None],
    ]
    assert costs[1]["ceterms:description"] == {"en-US": "exam: $5–$9"}
    assert aligned(costs[0]["ceterms:directCostType"]) == ["costType:StandaloneAssessment"]
    assert aligned(costs[4]["ceterms:directCostType"]) == [
        "costType:Tuition",
        "costType:OptionalCharges",
    ]
    assert aligned(costs[5]["ceterms:audienceType"]) == ["audience:Member"]


def test_fees_to_keep_it_stand_with_the_renewal() -> None:
    fees = (Fee(purpose="renewal", low=7, high=7), Fee(purpose="exam", low=5, high=5))
    found = one(fees=fees, renewal=Renewal(months=36, credits=9, methods=("Study",)))
    [profile] = found["ceterms:renewal"]

    assert found["ceterms:renewalFrequency"] == "P3Y"
    assert [cost["ceterms:price"] for cost in found["ceterms:estimatedCost"]] == [5]
    assert [cost["ceterms:price"] for cost in profile["ceterms:estimatedCost"]] == [7]
    assert profile["ceterms:condition"] == {"en-US": ["Study"]}
    assert profile["ceterms:creditValue"][0]["schema:value"] == 9


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        (Months(low=6, high=6), {"exactDuration": "P6M"}),
        (Months(low=6, high=24), {"minimumDuration": "P6M", "maximumDuration": "P2Y"}),
        (Months(high=18), {"maximumDuration": "P18M"}),
        (Months(low=0, high=0), {"exactDuration": "P0M"}),
    ],
)
def test_a_duration_is_written_by_iso_8601(duration: Months, expected: dict[str, str]) -> None:
    [profile] = one(duration=duration)["ceterms:estimatedDuration"]
    found = {term.removeprefix("ceterms:"): value for term, value in profile.items()}

    assert {term: found[term] for term in found if term.endswith("Duration")} == expected


def test_hours_of_study_are_time_required() -> None:
    [profile] = one(effort=Effort(low=40, high=40))["ceterms:estimatedDuration"]

    assert profile["ceterms:timeRequired"] == "PT40H"
    assert one(effort=Effort(low=3, high=6, unit="courses"))["libcert:effort"] == {
        "@type": "schema:QuantitativeValue",
        "schema:minValue": 3,
        "schema:maxValue": 6,
        "libcert:unit": "courses",
    }


def test_conditions_are_profiles_with_their_alternatives() -> None:
    either = (
        Requirement(text="Degree", education=Education(level="bachelor")),
        Requirement(text="Other", credential="Z"),
    )
    asked = (
        Requirement(text="One of two", of=either, at_least=1),
        Requirement(text="Both", of=either),
        Requirement(text="Work", experience=Work(low=2, high=2, note="full time"), membership="S"),
    )
    one_of, both, work = one(requirements=asked)["ceterms:requires"]
    degree, other = one_of["ceterms:alternativeCondition"]

    assert one_of["ceterms:description"] == {"en-US": "One of two"}
    assert aligned(degree["ceterms:audienceLevelType"]) == ["audLevel:BachelorsDegreeLevel"]
    assert other["ceterms:targetCredential"] == ["urn:libcert:credential:Z"]
    assert "ceterms:alternativeCondition" not in both
    assert [part["ceterms:description"]["en-US"] for part in both["libcert:part"]] == [
        "Degree",
        "Other",
    ]
    assert work["ceterms:yearsOfExperience"] == 2
    assert work["ceterms:experience"] == {"en-US": "full time"}
    assert work["ceterms:affiliation"] == ["urn:libcert:organization:S"]


def test_exams_are_target_assessments() -> None:
    exam = Exam(name="Final", formats=("essay", "hands-on"), topics=("Law",), minutes=90, note="n")
    [profile] = one(exams=(exam,))["ceterms:requires"]
    [found] = profile["ceterms:targetAssessment"]

    assert found["ceterms:name"] == {"en-US": "Final"}
    assert aligned(found["ceterms:assessmentMethodType"]) == [
        "assessMethod:Exam",
        "assessMethod:Performance",
    ]
    assert found["ceterms:estimatedDuration"][0]["ceterms:exactDuration"] == "PT90M"
    assert found["ceterms:subject"][0]["ceterms:targetNodeName"] == {"en-US": "Law"}


def test_places_are_jurisdictions() -> None:
    everywhere, ohio = one(where=("any", "US-OH"))["ceterms:jurisdiction"]
    [place] = ohio["ceterms:mainJurisdiction"]

    assert everywhere["ceterms:globalJurisdiction"] is True
    assert place["ceterms:addressRegion"] == {"en-US": "US-OH"}
    assert place["ceterms:addressCountry"] == {"en-US": "US"}
    assert place["ceterms:name"] == {"en-US": "Ohio"}


def test_a_state_has_its_date_and_successors() -> None:
    status = Status(state="closed", since="2025-06-30", replaced_by=("Z",))
    found = one(status=status)

    assert (
        found["ceterms:credentialStatusType"]["ceterms:targetNode"] == "credentialStat:Deprecated"
    )
    assert found["ceterms:expirationDate"] == "2025-06-30"
    assert found["ceterms:supersededBy"] == ["urn:libcert:credential:Z"]
    assert "ceterms:expirationDate" not in one(status=Status(state="closed", since="2025"))


# --- Other tools ----------------------------------------------------------------------------------


def _terms(value: Any, context: dict[str, Any]) -> int:
    """Return the number of terms in a document in compact form."""
    if isinstance(value, list):
        return sum(_terms(each, context) for each in value)
    if not isinstance(value, dict):
        return 0
    count = 0
    for key, inner in value.items():
        kind = context.get(key, {})
        opaque = isinstance(kind, dict) and (kind.get("@container") or kind.get("@type") == "@json")
        count += key not in {"@context", "@graph", "@id", "@type"}
        count += 0 if key == "@context" or opaque else _terms(inner, context)
    return count


def _expanded_terms(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_expanded_terms, value))
    if not isinstance(value, dict) or "@value" in value:
        return 0
    return sum((not key.startswith("@")) + _expanded_terms(inner) for key, inner in value.items())


@pytest.mark.slow
def test_expansion_by_pyld_loses_no_term(every: str) -> None:
    document = json.loads(every)
    expanded = jsonld.expand(
        document,
        {
            "documentLoader": lambda url, _: {
                "contextUrl": None,
                "documentUrl": url,
                "document": PUBLISHED,
            }
        },
    )
    context = PUBLISHED["@context"] | document["@context"][1]

    assert _terms(document, context) == _expanded_terms(expanded)
    assert len(expanded) == len(document["@graph"])


@pytest.mark.skipif(sys.version_info < (3, 12), reason="ctdl-validate needs Python 3.12")
def test_ctdl_validate_finds_nothing(every: str, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonld"
    path.write_text(every, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ctdl_validate", str(path)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, done.stdout) == (
        0,
        "0 finding(s): 0 ERROR, 0 WARNING, 0 INFO, 0 UNVERIFIABLE\n",
    ), done.stdout + done.stderr


# --- The command line -----------------------------------------------------------------------------


def test_list_show_filter_search_and_compare_write_ctdl(run: Run) -> None:
    for argv in (
        ("list", "--where", "ohio"),
        ("show", "LSSC"),
        ("show", "IN-LC"),
        ("filter", "--max-cost", "50", "--maybe"),
        ("search", "technician"),
        ("compare", "LSSC", "CPLA"),
    ):
        answer = run(*argv, "--format", "ctdl")
        assert answer.code == 0
        assert json.loads(answer.out)["@graph"]


def test_a_filter_says_why_a_credential_matches(run: Run) -> None:
    answer = run("filter", "--max-cost", "50", "--where", "ohio", "--maybe", "--format", "ctdl")
    matches = [
        each["libcert:match"]
        for each in json.loads(answer.out)["@graph"]
        if "libcert:match" in each
    ]

    assert {match["libcert:answer"] for match in matches} <= {"yes", "maybe"}
    assert all(match["libcert:because"] for match in matches if match["libcert:answer"] == "maybe")
    assert read(answer.out).left_out == {}


def test_an_exported_file_is_a_catalogue(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lssc.jsonld"
    assert run("show", "LSSC", "--format", "jsonld", "--output", str(path)).code == 0
    own = ("--catalogue", str(path))

    assert run("show", "LSSC", *own, "--json").json == run("show", "LSSC", "--json").json
    # The file knows ALA by its id only, so the name in the bundled catalogue stays.
    assert run("list", *own, "--json").json == run("list", "--json").json
    assert run("catalogue", "check", str(path)).out == (
        f"{path}: 1 credential, 0 amendments, no errors\n"
    )
    assert run("catalogue", "diff", str(path), str(path)).err == (
        "note: the two files have the same figures\n"
    )


def test_what_has_no_form_in_ctdl_is_refused(run: Run) -> None:
    answer = run("sources", "--format", "ctdl")

    assert (answer.code, answer.out) == (2, "")
    assert "`ctdl` is for credentials; list, show, filter, search and compare have it" in answer.err


def test_only_the_chosen_fields_are_written(run: Run) -> None:
    answer = run("show", "LSSC", "--format", "ctdl", "--fields", "fees,where")

    [record] = [one for one in answer.json["@graph"] if one["@id"] == "urn:libcert:credential:LSSC"]
    assert {"ceterms:name", "ceterms:ownedBy", "ceterms:estimatedCost", "ceterms:jurisdiction"} < (
        record.keys()
    )
    assert not {"ceterms:description", "ceterms:requires", "ceterms:renewal"} & record.keys()


def test_hostile_text_is_escaped() -> None:
    text = written([make_credential(name="a\u202eb\x1b]0;c\x07")])

    assert not codes(text)
    assert back(make_credential(name="a\u202eb"))[0].name == "a\u202eb"


# --- Names of pages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("LSSC", "lssc"),
        ("A+", "a_plus"),
        ("a_b", "a__b"),
        ("IN-LC6", "in-lc6"),
        ("CON", "_con"),
        ("nul.x", "_nul.x"),
        ("index", "_index"),
    ],
)
def test_a_slug_is_a_safe_name(id_: str, expected: str) -> None:
    assert slug(id_) == expected


IDS: Final = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,39}", fullmatch=True)


@given(st.sets(IDS | st.sampled_from(CREDENTIALS), max_size=20))
def test_no_two_ids_have_the_same_slug(ids: set[str]) -> None:
    slugs = {slug(id_) for id_ in ids}

    assert len(slugs) == len({id_.casefold() for id_ in ids})
    assert all(re.fullmatch(r"[a-z0-9._-]+", each) and each == each.lower() for each in slugs)


def test_the_terms_of_every_document_are_counted() -> None:
    """The count of terms, on which a test above relies, sees each one."""
    document = credential_graph([make_credential(duration=Months(low=1, high=2))])
    names = Counter(key for each in document["@graph"] for key in each)

    assert _terms(document, PUBLISHED["@context"]) > len(names)
