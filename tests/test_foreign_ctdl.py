"""CTDL that somebody else wrote: it becomes records, and what has no place is counted."""

import builtins
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from conftest import codes
from hypothesis import given
from hypothesis import strategies as st

from libcert import InvalidCatalogueError, LibcertError, load
from libcert.catalogue import with_free_ids
from libcert.catalogue.merge import merge
from libcert.files import parse
from libcert.files.read import CATALOGUE, File, parse_file
from libcert.model.credential import (
    Credential,
    Education,
    Effort,
    Exam,
    Months,
    Renewal,
    Requirement,
    Status,
    Work,
)

Run = Callable[..., Any]
CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
PAGE: Final = "https://learn.plains.example/practitioner"


def read(document: object) -> File:
    """Return a document as a catalogue file."""
    text = document if isinstance(document, str) else json.dumps(document)
    return parse_file(text.encode(), "own.jsonld", CATALOGUE, parse.JSON_LD)


def records(document: object) -> list[Credential]:
    """Return the records of a document."""
    return list(merge([read(document)]).listed)


def credential(**terms: object) -> dict[str, Any]:
    """Return a document about a credential with these terms of CTDL, without their prefix."""
    given = {(name if ":" in name else f"ceterms:{name}"): value for name, value in terms.items()}
    node = {
        "@id": "https://plains.example/practitioner",
        "@type": "ceterms:Certification",
        "ceterms:name": {"en": "Rural Library Practitioner"},
        "ceterms:ownedBy": ["https://plains.example/council"],
    }
    return {"@context": CONTEXT, "@graph": [node | given]}


def only(**terms: object) -> Credential:
    """Return the record of such a credential."""
    [record] = records(credential(**terms))
    return record


def left_out(**terms: object) -> dict[str, int]:
    """Return what has no place in the record of such a credential."""
    return dict(read(credential(**terms)).left_out)


def value(term: str) -> dict[str, object]:
    """Return a value of a list of CTDL."""
    return {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": term}


def cost(price: object = None, *types: str, **terms: object) -> dict[str, object]:
    """Return a cost in dollars."""
    given = {f"ceterms:{name}": each for name, each in terms.items()}
    return {
        "@type": "ceterms:CostProfile",
        "ceterms:price": price,
        "ceterms:currency": "USD",
        "ceterms:directCostType": [value(f"costType:{name}") for name in types],
    } | given


def condition(text: str | None = None, **terms: object) -> dict[str, object]:
    """Return a condition."""
    given = {f"ceterms:{name}": each for name, each in terms.items()}
    words = {} if text is None else {"ceterms:description": {"en": text}}
    return {"@type": "ceterms:ConditionProfile"} | words | given


EXAM: Final = {"@type": "ceterms:AssessmentProfile", "ceterms:name": "Test"}
OUR_ID: Final = {
    "ceterms:identifierType": "libcert:id",
    "ceterms:identifierValueCode": "CLT",
}
_COSTS: Final = {"ceterms:estimatedCost": [cost(5)]}

# --- A whole document -----------------------------------------------------------------------------

REGISTRY: Final = {
    "@context": CONTEXT,
    "@id": "https://registry.example/graph/ce-1",
    "@graph": [
        {
            "@id": "https://registry.example/resources/ce-1",
            "@type": "ceterms:Certification",
            "ceterms:ctid": "ce-1",
            "ceterms:name": {"en": "Rural Library Practitioner", "es": "Bibliotecario rural"},
            "ceterms:alternateName": {"en": ["RLPX", "Prairie certificate"]},
            "ceterms:description": {"en": "For those who run a small library."},
            "ceterms:subjectWebpage": PAGE,
            "ceterms:inLanguage": ["en"],
            "schema:dateModified": "2026-04-02T10:00:00Z",
            "ceterms:credentialStatusType": value("credentialStat:Active"),
            "ceterms:keyword": {"en": ["library", "rural"]},
            "ceterms:industryType": [value("naics:519210")],
            "ceterms:ownedBy": ["_:council"],
            "ceterms:offeredBy": ["_:council", "https://college.example/"],
            "ceterms:jurisdiction": [
                {
                    "@type": "ceterms:JurisdictionProfile",
                    "ceterms:mainJurisdiction": [
                        {
                            "@type": "ceterms:Place",
                            "ceterms:addressRegion": {"en": "Nebraska"},
                            "ceterms:addressCountry": {"en": "United States"},
                        }
                    ],
                }
            ],
            "ceterms:estimatedDuration": [
                {
                    "@type": "ceterms:DurationProfile",
                    "ceterms:minimumDuration": "P6M",
                    "ceterms:maximumDuration": "P1Y6M",
                },
                {"@type": "ceterms:DurationProfile", "ceterms:timeRequired": "PT40H"},
            ],
            "ceterms:estimatedCost": [
                cost(120.0, "Application", audienceType=[value("audience:Member")]),
                cost(150.0, "Application", audienceType=[value("audience:NonMember")]),
                cost("$1,200.50", "LearningResource", description={"en": "Books"}),
            ],
            "ceterms:requires": [
                condition("Work in a library", yearsOfExperience=2.0, subjectWebpage=PAGE),
                condition(
                    "Education or training",
                    alternativeCondition=[
                        condition(
                            "An associate degree",
                            audienceLevelType=[value("audLevel:AssociatesDegreeLevel")],
                        ),
                        condition("The basics", targetCredential=["_:basics"]),
                    ],
                ),
                condition("Pass the exam", targetAssessment=["_:exam"]),
            ],
            "ceterms:renewalFrequency": "P3Y",
            "ceterms:renewal": [
                condition(condition={"en": ["30 hours of training"]}, estimatedCost=[cost(40)])
            ],
        },
        {
            "@id": "_:council",
            "@type": "ceterms:CredentialOrganization",
            "ceterms:name": {"en": "Plains Library Council"},
            "ceterms:subjectWebpage": "https://www.plains.example",
        },
        {
            "@id": "_:basics",
            "@type": "ceterms:CertificateOfCompletion",
            "ceterms:name": {"en": "Basics of Rural Libraries"},
            "ceterms:ownedBy": ["_:council"],
        },
        {
            "@id": "_:exam",
            "@type": "ceterms:AssessmentProfile",
            "ceterms:name": {"en": "Final exam"},
            "ceterms:estimatedDuration": [
                {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT90M"}
            ],
        },
    ],
}


def test_a_document_of_the_registry_becomes_records() -> None:
    practitioner, basics = records(REGISTRY)

    assert (practitioner.id, basics.id) == ("RLPX", "Basics-of-Rural-Libraries")
    assert practitioner.name == "Rural Library Practitioner"
    assert practitioner.issuer.name == "Plains Library Council"
    assert (practitioner.type, basics.type) == ("certification", "certificate")
    assert practitioner.summary == "For those who run a small library."
    assert practitioner.where == ("US-NE",)
    assert practitioner.status == Status(state="offered")
    assert practitioner.duration == Months(low=6, high=18)
    assert practitioner.effort == Effort(low=40, high=40)
    assert (practitioner.cost.low, practitioner.cost.high) == (120, 150)
    assert (practitioner.experience.low, practitioner.experience.high) == (2, 2)
    assert practitioner.exams == (Exam(name="Final exam", minutes=90),)
    assert practitioner.renewal == Renewal(
        expires=True, months=36, methods=("30 hours of training",)
    )
    assert practitioner.notes == (
        "Also offered by college.example/",
        "Also called Prairie certificate",
    )
    assert basics.notes == ("Kind of credential: certificate of completion",)


def test_its_conditions_keep_their_alternatives() -> None:
    work, either, exam = records(REGISTRY)[0].conditions

    assert work.experience == Work(low=2, high=2)
    assert either == Requirement(
        text="Education or training",
        at_least=1,
        of=(
            Requirement(text="An associate degree", education=Education(level="associate")),
            Requirement(text="The basics", credential="Basics-of-Rural-Libraries"),
        ),
    )
    assert exam == Requirement(text="Pass the exam", to_do=True)


def test_its_costs_are_fees_of_members_and_others() -> None:
    member, other, books, renewal = records(REGISTRY)[0].fees

    assert (member.audience, member.organization) == ("member", "Plains-Library-Council")
    assert (other.audience, other.low) == ("non-member", 150)
    assert (books.low, books.required, books.note) == (
        Decimal("1200.50"),
        False,
        "Books; learning resource",
    )
    assert (renewal.purpose, renewal.low) == ("renewal", 40)


def test_its_page_is_a_source_read_on_the_day_of_the_document() -> None:
    [source] = records(REGISTRY)[0].sources

    assert (source.url, source.tier, source.read) == (PAGE, "issuer", date(2026, 4, 2))
    assert source.publisher == "Plains Library Council"
    assert "cost" in source.supports


def test_what_has_no_place_is_counted_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rural.jsonld"
    path.write_text(json.dumps(REGISTRY))
    note = (
        f"note: {path}: 4 statements have no place in a record: "
        "ceterms:ctid (1), ceterms:industryType (1), ceterms:keyword (2)\n"
    )

    assert run("catalogue", "check", str(path)).err == note
    assert run("list", "--catalogue", str(path), "--json").err == note
    assert run("catalogue", "diff", str(path), str(path)).err == (
        f"{note}{note}note: the two files have the same figures\n"
    )


def test_records_that_lose_conditions_or_costs_are_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    document = credential(codedNotation="CLT", estimatedCost=[cost(-5)], keyword={"en": "x"})
    path.write_text(json.dumps(document))

    answer = run("catalogue", "check", str(path))
    assert (
        "2 statements have no place in a record: ceterms:keyword (1), ceterms:price (1); "
        "conditions or costs are missing in CLT-2\n"
    ) in answer.err
    node = document["@graph"][0]
    document["@graph"] = [
        node | {"@id": f"_:{number}", "ceterms:codedNotation": f"RLP-{number}"}
        for number in range(5)
    ]
    path.write_text(json.dumps(document))
    assert run("catalogue", "check", str(path)).err.endswith(
        "conditions or costs are missing in RLP-0, RLP-1, RLP-2 and 2 more\n"
    )


def test_an_id_that_is_taken_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential(codedNotation="CLT")))
    note = f"note: {path}: `CLT` is taken, so the id of Rural Library Practitioner is `CLT-2`\n"

    answer = run("show", "CLT-2", "--catalogue", str(path), "--json")
    assert (answer.code, answer.err) == (0, note)
    assert run("catalogue", "check", str(path)).err == note
    assert run("catalogue", "check", str(path), "--no-bundled").err == ""
    assert run("show", "CLT", "--catalogue", str(path), "--no-bundled", "--json").err == ""


def test_an_id_of_ours_that_is_taken_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential(**{"ceterms:identifier": OUR_ID})))
    note = f"note: {path} replaces bundled credentials: CLT (Certified Library Technician)\n"

    assert run("show", "CLT", "--catalogue", str(path), "--json").err == note


def test_a_made_id_is_never_the_alias_of_another_record(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential(codedNotation="CA")))

    assert run("show", "CA", "--catalogue", str(path), "--json").code == 0
    assert "Rural" in run("show", "CA-4", "--catalogue", str(path), "--json").out


def test_made_ids_of_several_files_do_not_collide(run: Run, tmp_path: Path) -> None:
    files = []
    dated = {"schema:dateModified": "2026-04-02"}
    for number in (1, 2):
        document = credential(
            ownedBy=f"https://{number}.example/", subjectWebpage=f"{PAGE}/{number}", **dated
        )
        document["@graph"].append(
            {
                "@id": "_:higher",
                "@type": "ceterms:License",
                "ceterms:name": f"Higher {number}",
                "ceterms:ownedBy": [f"https://{number}.example/"],
                "ceterms:isSimilarTo": ["https://plains.example/practitioner"],
                "ceterms:requires": [
                    condition(targetCredential=["https://plains.example/practitioner"])
                ],
            }
        )
        path = tmp_path / f"{number}.jsonld"
        path.write_text(json.dumps(document))
        files.append(str(path))
    args = [option for path in (*files, files[0]) for option in ("--catalogue", path)]
    answer = run("list", *args, "--no-bundled", "--json")
    found = {record["id"]: record for record in json.loads(answer.out)}

    assert answer.err.count("is taken") == 1
    assert list(found) == [
        "Rural-Library-Practitioner",
        "Higher-1",
        "Rural-Library-Practitioner-2",
        "Higher-2",
    ]
    assert found["Higher-2"]["nearest"] == ["Rural-Library-Practitioner-2"]
    [condition_] = found["Higher-2"]["conditions"]
    assert condition_["credential"] == "Rural-Library-Practitioner-2"
    assert condition_["text"] == "The credential Rural Library Practitioner"
    second = found["Rural-Library-Practitioner-2"]
    assert [source["url"] for source in second["sources"]] == [f"{PAGE}/2"]
    first = found["Rural-Library-Practitioner"]
    assert [source["url"] for source in first["sources"]] == [f"{PAGE}/1"]


def test_a_better_figure_of_any_shape_stays_as_it_is() -> None:
    finding = {
        "@type": "urn:libcert:terms:Finding",
        "urn:libcert:terms:about": "requirements",
        "urn:libcert:terms:better": {"@type": "@json", "@value": {"credential": [], "nearest": 5}},
    }
    file = read(credential(codedNotation="CLT", **{"urn:libcert:terms:finding": finding}))
    [free] = with_free_ids([file])

    assert free.renamed == {"CLT": "CLT-2"}
    [table] = free.tables["credentials"].values()
    assert table["findings"][0]["better"] == {"credential": [], "nearest": 5}


def test_a_part_of_a_catalogue_can_be_read_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    document = credential(
        isSimilarTo=["urn:libcert:credential:CLT", "urn:libcert:credential:Gone"],
        requires=[condition("Hold it", targetCredential=["urn:libcert:credential:CLT"])],
        isPartOf=["urn:libcert:family:rural"],
        preparationFrom=["urn:libcert:credential:Level-1"],
    )
    path.write_text(json.dumps(document))
    args = ("list", "--catalogue", str(path), "--json")
    alone, merged = run(*args, "--no-bundled"), run(*args, "--limit", "1", "--sort", "-name")
    [record] = json.loads(alone.out)

    assert (record["nearest"], record["previous"]) == ([], None)
    assert [(each["text"], each["credential"]) for each in record["conditions"]] == [
        ("Hold it", None)
    ]
    assert (
        "4 statements have no place in a record: ceterms:isSimilarTo (2), "
        "ceterms:preparationFrom (1), ceterms:targetCredential (1)"
    ) in alone.err
    assert "ceterms:isSimilarTo (1), ceterms:preparationFrom (1)" in merged.err


def test_made_ids_are_chosen_beside_files_of_any_shape(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("credentials = 5\n[sources]\nx = 1\n")
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential()))

    with pytest.raises(InvalidCatalogueError, match="found `5`"):
        load(own, path, bundled=False)


def test_one_can_plan_with_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "RURAL.JSONLD"
    path.write_text(json.dumps(REGISTRY))
    answer = run("plan", "--goal", "RLPX", "--catalogue", str(path), "--no-bundled", "--json")

    assert answer.code == 0
    assert "Basics-of-Rural-Libraries" in answer.out


# --- Any shape ------------------------------------------------------------------------------------

SHAPES: Final[dict[str, object]] = {
    "embedded": {
        "@context": CONTEXT,
        "@type": "ceterms:License",
        "ceterms:name": {"en": "Permit"},
        "ceterms:ownedBy": {"@type": "ceterms:Organization", "ceterms:name": {"en": "Board"}},
    },
    "without a context": {
        "@type": "ceterms:License",
        "ceterms:name": "Permit",
        "ceterms:ownedBy": {"ceterms:name": "Board"},
    },
    "older addresses": {
        "@context": {"c": "http://purl.org/ctdl/terms/"},
        "@graph": [
            {
                "@type": "c:License",
                "c:name": {"@language": "en-US", "@value": "Permit"},
                "c:ownedBy": {"@id": "_:b"},
            },
            {"@id": "_:b", "@type": "c:Organization", "c:name": "Board"},
        ],
    },
    "expanded": [
        {
            "@type": ["https://purl.org/ctdl/terms/License"],
            "https://purl.org/ctdl/terms/name": [{"@value": "Permit", "@language": "fr"}],
            "https://purl.org/ctdl/terms/ownedBy": [
                {"https://purl.org/ctdl/terms/legalName": [{"@value": "Board"}]}
            ],
        }
    ],
    "from the issuer": {
        "@context": CONTEXT,
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": {"en": "Board"},
        "ceterms:owns": [{"@type": "ceterms:License", "ceterms:name": {"en": "Permit"}}],
    },
    "reversed": {
        "@context": [CONTEXT, {"issues": {"@reverse": "ceterms:ownedBy"}}],
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": {"en": "Board"},
        "issues": [{"@type": "ceterms:License", "ceterms:name": {"en": "Permit"}}],
    },
    "as a list": {
        "@context": [CONTEXT, {"ceterms:ownedBy": {"@container": "@list", "@type": "@id"}}],
        "@graph": [
            {
                "@type": "ceterms:License",
                "ceterms:name": {"en": "Permit"},
                "ceterms:ownedBy": ["_:b"],
            },
            {"@id": "_:b", "ceterms:name": {"en": "Board"}},
        ],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_any_shape_of_json_ld_is_read(shape: str) -> None:
    [record] = records(SHAPES[shape])

    assert (record.name, record.type, record.issuer.name) == ("Permit", "license", "Board")
    assert read(SHAPES[shape]).left_out == {}


def test_envelopes_are_opened() -> None:
    document = credential(subjectWebpage=PAGE)
    envelope = {
        "envelope_id": "1",
        "updated_at": "2026-03-04T08:00:00Z",
        "decoded_resource": document,
    }
    [record] = records([envelope, {"decoded_resource": document}])

    assert [source.read for source in record.sources] == [date(2026, 3, 4)]
    assert [source.tier for source in record.sources] == ["issuer"]
    assert read([envelope, envelope]).left_out == {}


def test_blank_nodes_and_days_belong_to_their_envelope() -> None:
    envelopes = []
    for number, day in ((1, "2026-03-04"), (5, "2024-03-04")):
        document = credential(
            requires=["_:b"],
            ownedBy="_:b2",
            subjectWebpage=f"{PAGE}/{number}",
        )
        document["@graph"][0]["@id"] = f"https://plains.example/{number}"
        document["@graph"] += [
            {"@id": "_:b", **condition("Work", yearsOfExperience=number)},
            {"@id": "_:b2", "@type": "ceterms:Organization", "ceterms:name": f"Board {number}"},
        ]
        envelopes.append({"updated_at": f"{day}T00:00:00Z", "decoded_resource": document})
    old, new = (records([*envelopes, *rest]) for rest in ([], [credential()]))

    assert [record.experience.low for record in old] == [1, 5]
    assert [record.issuer.name for record in old] == ["Board 1", "Board 5"]
    assert [record.sources[0].read for record in old] == [date(2026, 3, 4), date(2024, 3, 4)]
    assert len(new) == 3


def test_two_credentials_of_one_name_have_two_ids() -> None:
    document = credential()
    [node] = document["@graph"]
    document["@graph"] = [node, node | {"@id": "_:second"}]

    assert [record.id for record in records(document)] == [
        "Rural-Library-Practitioner",
        "Rural-Library-Practitioner-2",
    ]


@pytest.mark.parametrize(
    ("terms", "id_"),
    [
        ({"codedNotation": "RLP-1"}, "RLP-1"),
        ({"alternateName": {"en": ["the practitioner", "RLP"]}}, "RLP"),
        ({"name": {"zh": "图书馆员"}}, "credential"),
        ({"name": {"en": "A" * 60}}, "credential"),
        ({"name": {"en": "Éducation of " + "wide " * 20}}, "Education-of-wide-wide-wide-wide-wide"),
    ],
)
def test_an_id_is_an_abbreviation_or_the_name(terms: dict[str, object], id_: str) -> None:
    assert only(**terms).id == id_


@pytest.mark.parametrize(
    ("texts", "name", "notes"),
    [
        ({"es": "Nombre", "en-GB": "Catalogue", "en-US": "Catalog"}, "Catalog", ()),
        ({"es": "Nombre", "en-GB": "Catalogue", "en-CA": "Catalog"}, "Catalog", ()),
        ({"en": ["One", "Two"], "fr": "Un"}, "One", ("Also called Two",)),
        ({"fr": "Un", "es": "Uno"}, "Uno", ()),
    ],
)
def test_a_name_is_in_american_english_if_possible(
    texts: object, name: str, notes: tuple[str, ...]
) -> None:
    record = only(name=texts)

    assert (record.name, record.notes) == (name, notes)


def test_no_name_and_no_issuer_are_said() -> None:
    [record] = records({"@context": CONTEXT, "@type": "ceterms:Badge"})

    assert (record.name, record.issuer.name) == ("Name not on record", "not on record")
    assert only(name={"en": " "}).name == "plains.example/practitioner"
    assert only().issuer.name == "plains.example/council"


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("free", 0),
        (0, 0),
        ("175 USD", 175),
        ("$175", 175),
        ("USD 90", 90),
        ("1,200.50", Decimal("1200.5")),
        ({"@value": "90", "@type": "xsd:decimal"}, 90),
        (-5, None),
        (True, None),
        (19.999, None),
        (1e15, None),
        ("1.200,50", None),
        ("on request", None),
        ("", None),
    ],
)
def test_a_price_is_understood_or_left_out(price: object, amount: object) -> None:
    [fee] = only(estimatedCost=[cost(price, "Application")]).fees

    assert (fee.low, fee.high) == (amount, amount)


def test_a_price_in_words_is_a_note_and_others_are_counted() -> None:
    [fee] = only(estimatedCost=[cost("on request", "Application")]).fees

    assert fee.note == "on request"
    assert left_out(estimatedCost=[cost(-5), cost([1e15]), cost("")]) == {"ceterms:price": 3}


def test_several_prices_are_a_range() -> None:
    [fee] = only(estimatedCost=[cost([100, 150])]).fees
    [swapped] = only(
        estimatedCost=[{"schema:minPrice": 9, "schema:maxPrice": 5, "ceterms:currency": "EUR"}]
    ).fees

    assert (fee.low, fee.high) == (100, 150)
    assert (swapped.low, swapped.high) == (None, None)


def test_a_type_without_a_name_says_nothing() -> None:
    [fee] = only(estimatedCost=[cost(5, audienceType=[{"@id": ""}, value("")])]).fees

    assert (fee.low, fee.required, fee.note) == (5, True, None)
    assert asked("")[0].text == "See the page of the issuer"


def test_a_price_without_a_currency_is_only_a_note() -> None:
    [fee] = only(estimatedCost=[{"ceterms:price": [90, 95]}]).fees
    [zero] = only(estimatedCost=[{"ceterms:price": 0, "ceterms:currency": "dollars"}]).fees

    assert (fee.low, fee.note) == (None, "90 to 95, in a currency that is not on record")
    assert (zero.low, zero.high) == (0, 0)


def test_a_total_does_not_count_twice() -> None:
    parts = [cost(100, "Tuition"), cost(20, "Application")]

    assert only(estimatedCost=[cost(120, "AggregateCost"), *parts]).cost.high == 120
    assert only(estimatedCost=[cost(120, "AggregateCost")]).cost.high == 120


@pytest.mark.parametrize(
    ("fee", "expected"),
    [
        (cost(9, "ReexaminationFee"), (False, "exam")),
        (cost(9, "Travel"), (False, "course")),
        (cost(9, "Tuition", audienceType=[value("audience:CurrentStudent")]), (False, "course")),
        (cost(9, "Tuition", residencyType=[value("residency:InState")]), (False, "course")),
        (cost(9, "EnrollmentFee", "OptionalCharges"), (False, "enrolment")),
        (cost(9), (True, "certification")),
    ],
)
def test_only_what_everybody_has_to_pay_is_required(
    fee: dict[str, object], expected: tuple[bool, str]
) -> None:
    [found] = only(estimatedCost=[fee]).fees

    assert (found.required, found.purpose) == expected


def test_a_price_by_residence_is_one_range() -> None:
    home = cost(1000, "Tuition", residencyType=[value("residency:InState")])
    away = cost(3000, "Tuition", residencyType=[value("residency:OutOfState")])
    [fee] = only(estimatedCost=[home, away]).fees
    open_ = cost(None, "Tuition", residencyType=[value("residency:OutOfState")])
    [unknown] = only(estimatedCost=[home, open_]).fees
    [mixed] = only(estimatedCost=[home, away | {"ceterms:currency": "CAD"}]).fees
    alone = only(estimatedCost=[home, home]).fees

    assert (fee.low, fee.high, fee.required, fee.purpose) == (1000, 3000, True, "course")
    assert fee.note == "by residence: in state, out of state"
    assert (unknown.low, unknown.high, mixed.low) == (None, None, None)
    assert [each.required for each in alone] == [False, False]


OLD: Final = cost(1000, "Tuition", endDate="2020-12-31")
NEW: Final = cost(1300, "Tuition", startDate="2021-01-01")
NEXT: Final = cost(1500, "Tuition", startDate="2030-01-01")
ANY_DAY: Final = cost(1200, "Tuition")
READ: Final = {"schema:dateModified": "2026-04-02"}


@pytest.mark.parametrize(
    ("costs", "dated", "amount", "note", "count"),
    [
        ([OLD, NEW], {}, 1300, "from 2021-01-01", 1),
        ([OLD, NEW, NEXT], READ, 1300, "from 2021-01-01", 2),
        ([ANY_DAY, NEW], READ, 1300, "from 2021-01-01", 1),
        ([NEXT], READ, 1500, "from 2030-01-01", 0),
        ([ANY_DAY, NEXT], READ, 1200, None, 1),
        (
            [ANY_DAY, NEXT],
            {},
            None,
            "the price depends on the day; 1500 USD; from 2030-01-01",
            1,
        ),
        ([ANY_DAY, OLD], {}, None, "the price depends on the day; 1200 USD", 1),
        (
            [OLD],
            READ,
            None,
            "the price on record has ended; 1000 USD; until 2020-12-31",
            0,
        ),
        ([OLD], {}, 1000, "until 2020-12-31", 0),
    ],
)
def test_only_the_price_of_the_day_counts(
    costs: list[object], dated: dict[str, object], amount: int | None, note: str, count: int
) -> None:
    terms = {"estimatedCost": costs, **dated}
    record = only(**terms)

    assert [(fee.low, fee.note, fee.required) for fee in record.fees] == [(amount, note, True)]
    assert left_out(**terms) == ({"ceterms:CostProfile": count} if count else {})


@pytest.mark.parametrize(
    ("price", "currency", "note"),
    [
        ("EUR 5", "USD", "5, in a currency that is not on record: USD or EUR"),
        ("£5", "USD", "5, in a currency that is not on record: £ or USD"),
        (5, ["USD", "CAD"], "5, in a currency that is not on record: USD or CAD"),
        ("$5", "GBP", "5, in a currency that is not on record: $ or GBP"),
    ],
)
def test_currencies_that_contradict_are_only_words(
    price: object, currency: object, note: str
) -> None:
    terms = {"estimatedCost": [cost(price, "Application", currency=currency)]}
    [fee] = only(**terms).fees

    assert (fee.low, fee.high, fee.note, fee.required) == (None, None, note, True)
    assert left_out(**terms) == {"ceterms:currency": 1}


@pytest.mark.parametrize(("price", "currency"), [("$5", "CAD"), ("£5", "GBP"), ("₡5", "CRC")])
def test_a_sign_of_the_currency_is_no_contradiction(price: str, currency: str) -> None:
    [fee] = only(estimatedCost=[cost(price, currency=currency)]).fees

    assert (fee.low, fee.unit) == (5, currency)


@pytest.mark.parametrize(
    "profile",
    [
        condition("A", alternativeCondition=[condition("B", estimatedCost=[cost(5)])]),
        condition("A", alternativeCondition=[condition("B", targetAssessment=[EXAM | _COSTS])]),
        condition("A", targetLearningOpportunity=[{"@type": "ceterms:Course"} | _COSTS]),
    ],
)
def test_a_price_of_one_way_leaves_the_cost_open(profile: dict[str, object]) -> None:
    record = only(requires=[profile], estimatedCost=[cost(50, "Application")])

    assert (record.cost.low, record.cost.open) == (50, True)
    assert (
        record.fees[-1].note == "There are other costs, which depend on the way to the credential"
    )
    assert left_out(requires=[profile]) == {"ceterms:estimatedCost": 1}


def test_a_reference_out_of_the_document_is_named() -> None:
    names = ("jurisdiction", "estimatedDuration", "renewal", "commonCosts", "commonConditions")
    terms = {name: f"https://x.example/{name}" for name in (*names, "estimatedCost")}
    record = only(**terms)

    assert left_out(**terms) == {f"ceterms:{name}": 1 for name in terms}
    assert [(fee.low, fee.required, fee.note) for fee in record.fees] == [
        (None, True, "x.example/estimatedCost"),
        (None, True, "x.example/commonCosts"),
    ]
    assert [each.text for each in record.conditions] == ["x.example/commonConditions"]
    assert left_out(jurisdiction="US") == {"ceterms:jurisdiction": 1}


def test_costs_of_conditions_exams_and_manifests_count() -> None:
    exam = {"@type": "ceterms:AssessmentProfile", "ceterms:estimatedCost": [cost(30)]}
    record = only(
        commonCosts=[
            {"@type": "ceterms:CostManifest", "ceterms:estimatedCost": [cost(1, "Tuition")]}
        ],
        commonConditions=[
            {"@type": "ceterms:ConditionManifest", "ceterms:requires": [condition("A")]}
        ],
        requires=[
            condition("B", estimatedCost=[cost(5)]),
            condition("C", targetAssessment=[exam]),
            exam,
        ],
    )

    assert [(fee.purpose, fee.low) for fee in record.fees] == [
        ("course", 1),
        ("certification", 5),
        ("exam", 30),
        ("exam", 30),
    ]
    assert [each.text for each in record.conditions] == ["B", "C", "A"]
    assert len(record.exams) == 2


@pytest.mark.parametrize(
    ("duration", "months"),
    [
        ("P1Y6M", Months(low=18, high=18)),
        ("P1.5M", Months(low=Decimal("1.5"), high=Decimal("1.5"))),
        ("P52W", Months(low=12, high=12)),
        (
            "P6W",
            Months(low=Decimal("1.38"), high=Decimal("1.38"), approximate=True, note="6 weeks"),
        ),
        ("P0M", Months()),
        ("PT0H", Months()),
        ("P0Y0M0DT0H", Months()),
        ("P-1M", Months()),
        ("P", Months()),
        ("P1DT5H", Months()),
        ("P9999999999Y", Months()),
        ("six months", Months()),
        (6, Months()),
    ],
)
def test_a_duration_is_understood_or_left_out(duration: object, months: Months) -> None:
    terms = {"estimatedDuration": [{"ceterms:exactDuration": duration}]}

    assert only(**terms).duration == months
    assert left_out(**terms) == ({} if months.known else {"ceterms:exactDuration": 1})


def test_durations_of_several_ways_are_one_range() -> None:
    ways = [{"ceterms:exactDuration": "P1Y"}, {"ceterms:minimumDuration": "P6M"}]
    wrong = [{"ceterms:minimumDuration": "P9M", "ceterms:maximumDuration": "P6M"}]

    assert only(estimatedDuration=ways).duration == Months(low=6, high=12)
    assert only(estimatedDuration=wrong).duration == Months(
        low=6, high=9, note="the source has the minimum and the maximum in the wrong order"
    )
    assert only(estimatedDuration={"ceterms:exactDuration": "PT90M"}).effort == Effort(
        low=Decimal("1.5"), high=Decimal("1.5")
    )


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        (
            {"credentialStatusType": value("credentialStat:TeachOut")},
            Status(state="closing", note="teach out"),
        ),
        (
            {"credentialStatusType": value("credentialStat:Ceased")},
            Status(state="closed", note="ceased"),
        ),
        (
            {"credentialStatusType": value("credentialStat:Suspended")},
            Status(state="closed", note="suspended"),
        ),
        (
            {"credentialStatusType": {"ceterms:targetNodeName": "Deprecated"}},
            Status(state="closed"),
        ),
        ({"expirationDate": "2027-01-31"}, Status(state="closing", since="2027-01-31")),
        (
            {"credentialStatusType": value("credentialStat:Active"), "dateEffective": "2020-02-03"},
            Status(state="offered", since="2020-02-03"),
        ),
        (
            {"expirationDate": "2019-05-01", "schema:dateModified": "2026-04-02"},
            Status(state="closed", since="2019-05-01"),
        ),
        ({"expirationDate": "2020-13-01"}, Status()),
        ({"credentialStatusType": value("https://plains.example/open")}, Status()),
    ],
)
def test_a_status_is_read(terms: dict[str, object], status: Status) -> None:
    assert only(**terms).status == status


@pytest.mark.parametrize(
    ("end", "state"), [("2019-05-01", "closed since"), ("2999-01-01", "closing from")]
)
def test_a_credential_whose_last_day_has_passed_is_said_to_be_closed(
    run: Run, tmp_path: Path, end: str, state: str
) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential(codedNotation="RLP-1", expirationDate=end)))
    answer = run("plan", "--goal", "RLP-1", "--catalogue", str(path), "--no-bundled", "--json")

    assert f"RLP-1 is {state} {end}" in answer.err


def test_a_successor_is_a_record_or_is_counted() -> None:
    document = credential(
        credentialStatusType=value("credentialStat:Deprecated"),
        supersededBy=["_:next", "https://elsewhere.example/x"],
        isSimilarTo=["_:next"],
        isPartOf=["https://elsewhere.example/scheme"],
    )
    document["@graph"].append(
        {"@id": "_:next", "@type": "ceterms:Certificate", "ceterms:name": "Next"}
    )

    assert records(document)[0].status.replaced_by == records(document)[0].nearest == ("Next",)
    assert read(document).left_out == {"ceterms:supersededBy": 1, "ceterms:isPartOf": 1}
    assert left_out(supersededBy=["urn:libcert:credential:CLT"]) == {"ceterms:supersededBy": 1}


@pytest.mark.parametrize(
    ("jurisdiction", "where"),
    [
        ({"ceterms:globalJurisdiction": True}, ("any",)),
        ({"ceterms:globalJurisdiction": "true"}, ("any",)),
        ({"ceterms:mainJurisdiction": {"ceterms:addressCountry": "Canada"}}, ("CA",)),
        ({"ceterms:mainJurisdiction": {"ceterms:name": "Scotland"}}, ("GB-SCT",)),
        (
            {
                "ceterms:mainJurisdiction": {
                    "ceterms:addressRegion": "GA",
                    "ceterms:addressCountry": "US",
                }
            },
            ("US-GA",),
        ),
        ({"ceterms:mainJurisdiction": {"ceterms:addressRegion": "GA"}}, ()),
        ({"ceterms:mainJurisdiction": {"ceterms:name": "Atlantis"}}, ()),
        ({"ceterms:mainJurisdiction": {"ceterms:name": "Georgia"}}, ()),
        ({"ceterms:mainJurisdiction": {"ceterms:name": "GE"}}, ("GE",)),
        ({"ceterms:mainJurisdiction": {"ceterms:addressCountry": "Georgia"}}, ("GE",)),
        ({"ceterms:mainJurisdiction": {"ceterms:addressCountry": "Texas"}}, ("US-TX",)),
        ({"ceterms:mainJurisdiction": {}}, ()),
    ],
)
def test_a_place_is_known_or_left_out(jurisdiction: dict[str, object], where: object) -> None:
    assert only(jurisdiction=[jurisdiction]).where == where
    assert only(offeredIn=[jurisdiction]).where == where


def test_delivery_and_kinds_of_exams_are_read() -> None:
    terms = {
        "learningDeliveryType": [
            value("deliveryType:OnlineOnly"),
            value("deliveryType:VariableSite"),
        ],
        "assessmentDeliveryType": [value("https://credreg.net/ctdl/vocabs/deliveryType/InPerson")],
    }
    exam = {
        "@type": "ceterms:AssessmentProfile",
        "ceterms:name": "Practice",
        "ceterms:assessmentMethodType": value("assessMethod:Performance"),
    }

    assert only(**terms).delivery == ("online", "in-person")
    assert left_out(**terms) == {"ceterms:learningDeliveryType": 1}
    assert only(requires=[condition(targetAssessment=[exam, "https://x.example/exam"])]).exams == (
        Exam(name="Practice", formats=("performance-based",)),
        Exam(note="x.example/exam"),
    )


# --- Conditions -----------------------------------------------------------------------------------


def asked(*profiles: object) -> tuple[Requirement, ...]:
    """Return the conditions of a credential that requires these."""
    return only(requires=list(profiles)).conditions


def test_a_condition_without_words_is_described() -> None:
    council = {"@type": "ceterms:Organization", "ceterms:name": "Guild"}
    work, education, note, member, other = asked(
        condition(yearsOfExperience="1.5"),
        condition(audienceLevelType=[value("audLevel:BachelorsDegreeLevel")]),
        condition(
            audienceLevelType=[value("audLevel:GraduateLevel")], experience={"en": "in a lab"}
        ),
        condition(affiliation=[council]),
        condition(targetCredential=["https://elsewhere.example/c"]),
    )

    assert (work.text, work.experience) == (
        "1.5 years of work",
        Work(low=Decimal("1.5"), high=Decimal("1.5")),
    )
    assert education.text == "A bachelor's degree"
    assert note.text == "in a lab; Education: graduate level"
    assert note.education == Education(note="graduate level")
    assert (member.text, member.membership) == ("Membership in Guild", "Guild")
    assert other == Requirement(text="elsewhere.example/c")
    assert asked(condition(), condition(yearsOfExperience="many")) == ()


def test_a_condition_with_several_parts_is_a_group() -> None:
    [both] = asked(
        condition(
            "Before the award",
            condition={"en": ["A course", "A talk"]},
            yearsOfExperience=1,
            minimumAge=18,
            targetLearningOpportunity=[{"@type": "ceterms:Course", "ceterms:name": "Cataloging"}],
            alternativeCondition=[condition("X"), condition("Y")],
        )
    )

    assert both.text == "Before the award"
    assert both.at_least is None
    assert [part.text for part in both.of] == [
        "1 year of work",
        "A course",
        "A talk",
        "Age: at least 18",
        "Cataloging",
        "One of these",
    ]
    assert both.of[4].to_do
    assert [part.text for part in both.of[5].of] == ["X", "Y"]


def test_what_must_be_met_before_an_exam_or_a_course_is_not_to_do(run: Run, tmp_path: Path) -> None:
    terms: dict[str, Any] = {"yearsOfExperience": 2, "targetAssessment": [EXAM]}
    terms["audienceLevelType"] = [value("audLevel:BachelorsDegreeLevel")]
    [mixed] = asked(condition(name="Requirements", **terms))
    before, exam = mixed.of

    assert not mixed.to_do
    assert mixed.text == "Requirements"
    assert before == Requirement(
        text="2 years of work; a bachelor's degree",
        experience=Work(low=2, high=2),
        education=Education(level="bachelor"),
    )
    assert exam == Requirement(text="Test", to_do=True)

    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(credential(requires=[condition(**terms)])))
    args = ("--catalogue", str(path), "--no-bundled", "--json")
    answer = run("check", "--experience", "0", "--education", "high-school", *args)
    assert '"answer": "no"' in answer.out


@pytest.mark.parametrize(
    "terms",
    [
        {"targetCredential": ["_:card"]},
        {"affiliation": ["https://a.example/a"]},
        {"alternativeCondition": [condition("X", yearsOfExperience=1), condition("Y")]},
        {"minimumAge": 18},
    ],
)
def test_a_course_after_other_conditions_is_a_part_of_its_own(terms: dict[str, Any]) -> None:
    course = {"@type": "ceterms:Course", "ceterms:name": "Course"}
    document = credential(
        requires=[condition("First, then the course", **terms, targetLearningOpportunity=[course])]
    )
    document["@graph"].append({"@id": "_:card", "@type": "ceterms:License", "ceterms:name": "Card"})
    [both] = records(document)[0].conditions

    assert [part.text for part in both.of if part.to_do] == ["Course"]
    assert len(both.of) == 2
    assert not both.to_do


def test_a_required_credential_is_never_to_do() -> None:
    document = credential(requires=[condition(targetLearningOpportunity=["_:card"])])
    document["@graph"].append({"@id": "_:card", "@type": "ceterms:License", "ceterms:name": "Card"})

    assert records(document)[0].conditions == (
        Requirement(text="The credential Card", credential="Card"),
    )


def test_a_condition_with_only_a_name_shows_its_figures() -> None:
    route, unknown = asked(
        condition(
            name="Route 1",
            yearsOfExperience=[3, 1],
            audienceLevelType=[
                value("audLevel:MastersDegreeLevel"),
                value("audLevel:BachelorsDegreeLevel"),
            ],
        ),
        condition(audienceLevelType=[value("audLevel:Other")]),
    )

    assert route.text == "Route 1: 1 to 3 years of work; a bachelor's degree"
    assert route.experience == Work(low=1, high=3)
    assert route.education == Education(level="bachelor")
    assert unknown.text == "Education: other"


def test_a_condition_with_one_part_is_that_part() -> None:
    assert asked(condition("Training", condition={"en": "40 hours"})) == (
        Requirement(text="Training: 40 hours"),
    )
    assert asked(condition(condition={"en": "40 hours"})) == (Requirement(text="40 hours"),)
    assert asked(condition(alternativeCondition=[condition("X")])) == (
        Requirement(text="One of these", at_least=1, of=(Requirement(text="X"),)),
    )


def test_a_credential_or_a_course_may_be_required_directly() -> None:
    course = {"@type": "ceterms:Course", "ceterms:name": "Cataloging"}
    card = {"@type": "ceterms:License", "ceterms:name": "Card"}
    found = records(credential(requires=[course, card]))[0].conditions

    assert found == (
        Requirement(text="Cataloging", to_do=True),
        Requirement(text="The credential Card", credential="Card"),
    )


def test_one_of_several_exams_is_a_requirement_not_an_exam() -> None:
    exam = {"@type": "ceterms:AssessmentProfile", "ceterms:name": "Exam A"}
    record = only(
        requires=[
            condition(
                "Either", alternativeCondition=[condition(targetAssessment=[exam]), condition("B")]
            )
        ]
    )

    assert record.exams == ()
    assert [part.text for part in record.conditions[0].of] == ["Exam A", "B"]


def test_memberships_beside_the_first_are_parts() -> None:
    [group] = asked(condition(affiliation=["https://a.example/a", "https://b.example/b"]))

    assert [part.membership for part in group.of] == ["a-example-a", "b-example-b"]


def test_what_is_recommended_is_a_note() -> None:
    assert only(recommends=[condition("A degree"), condition()]).notes == ("Recommended: A degree",)


def test_conditions_that_are_too_deep_or_in_a_circle_end() -> None:
    inner = condition("leaf")
    for number in range(15):
        inner = condition(f"{number}", alternativeCondition=[inner, condition("or")])
    document = credential(requires=["_:a"])
    document["@graph"] += [
        {"@id": "_:a", **condition("a", alternativeCondition=["_:b"])},
        {"@id": "_:b", **condition("b", alternativeCondition=["_:a"])},
    ]

    assert left_out(requires=[inner]) == {"ceterms:alternativeCondition": 2}
    assert asked(inner)[0].depth == 10
    assert records(document)[0].conditions[0].of == (Requirement(text="b"),)
    assert read(document).left_out == {"ceterms:alternativeCondition": 1}


def test_conditions_that_multiply_end_soon() -> None:
    document = credential(requires=["_:0"])
    for number in range(12):
        name = f"_:{number + 1}"
        either = condition("x", alternativeCondition=[name, name, name, name])
        document["@graph"].append({"@id": f"_:{number}", **either})

    assert read(document).left_out["ceterms:alternativeCondition"] > 1000


def test_renewal_is_read_or_counted() -> None:
    units = {"@type": "ceterms:ValueProfile", "schema:value": 4.5}
    member = condition(
        "Stay", affiliation=["https://a.example/a"], creditValue=[units, {"schema:value": 20}]
    )
    terms = {"renewalFrequency": ["P90D", "P2Y"], "renewal": [member]}

    assert only(**terms).renewal == Renewal(
        expires=True, months=24, credits=20, membership="a-example-a", note="Stay"
    )
    assert left_out(**terms) == {"ceterms:renewalFrequency": 1, "schema:value": 1}


# --- Sources --------------------------------------------------------------------------------------


def test_a_page_that_nobody_dated_is_a_note() -> None:
    record = only(subjectWebpage=PAGE)

    assert record.sources == ()
    assert record.notes == (f"Page: {PAGE}",)


def test_pages_of_parts_support_these_parts() -> None:
    fees = "https://plains.example/fees"
    record = only(
        estimatedCost=[cost(5, costDetails=fees)],
        requires=[condition("Work", subjectWebpage="https://plains.example/rules")],
        **{
            "schema:dateModified": "2026-01-02",
            "schema:isBasedOn": {"@id": "https://list.example/x"},
        },
    )

    assert {source.url: source.supports[:1] for source in record.sources} == {
        "https://list.example/x": ("name",),
        "https://plains.example/rules": ("requirements",),
        fees: ("fees",),
    }
    assert {source.tier for source in record.sources} == {"issuer", "secondary"}


def test_a_page_with_a_strange_address_has_no_publisher() -> None:
    [source] = only(**{"subjectWebpage": "https://[/", "dct:modified": "2026-01-02"}).sources

    assert (source.publisher, source.tier) == ("not on record", "secondary")


@pytest.mark.parametrize("page", ["ftp://plains.example/x", "about the council"])
def test_a_page_that_is_no_link_is_counted(page: str) -> None:
    assert left_out(subjectWebpage=page) == {"ceterms:subjectWebpage": 1}


def test_what_has_no_use_is_counted_once() -> None:
    document = credential(
        alternateName=[5, {"ceterms:name": "a node"}],
        identifier=[{"ceterms:identifierValueCode": "123"}, {"@id": "_:none"}],
        directCostType=[{}],
        requires=["ceterms:text", "in words", {"ceterms:description": "Without a class"}],
        learningDeliveryType=[{"ceterms:codedNotation": "x"}, {"ceterms:targetNodeName": "12"}],
    )
    document["@graph"] += [
        {"@id": "_:alone", "@type": "ceterms:Course", "ceterms:name": "Alone"},
        {"@id": "_:plain", "ceterms:name": "Alone"},
        {"@id": "_:other", "@type": "ceterms:Organization", "ceterms:owns": ["_:x"]},
        {"@id": "_:x", "@type": "ceterms:License", "ceterms:ownedBy": ["_:y"]},
    ]
    document["@included"] = [{"@id": "_:z", "@type": "ceterms:Course", "ceterms:name": "Z"}]

    assert read(document).left_out == {
        "a node without a type": 1,
        "ceterms:Course": 2,
        "ceterms:alternateName": 2,
        "ceterms:directCostType": 1,
        "ceterms:identifier": 2,
        "ceterms:learningDeliveryType": 1,
    }
    assert [each.text for each in records(document)[0].conditions] == [
        "purl.org/ctdl/terms/text",
        "in words",
        "Without a class",
    ]


def test_a_text_may_name_a_node() -> None:
    document = {
        "@context": {"c": "http://purl.org/ctdl/terms/"},
        "@type": "c:License",
        "c:name": "Permit",
        "c:ownedBy": ["https://board.example/", "the board"],
    }

    assert records(document)[0].issuer.name == "board.example/"
    assert read(document).left_out == {"ceterms:ownedBy": 1}


# --- What cannot be read --------------------------------------------------------------------------

_ELSEWHERE: Final = (
    "its context is at `{}`, and libcert fetches nothing; write that context into the file, or use "
    f"`{CONTEXT}`"
)
REFUSED: Final[list[tuple[object, str]]] = [
    ("name: yaml", "Expecting value"),
    ("", "Expecting value"),
    ('"text"', "it must be an object, { … }, or a list of them"),
    ("null", "it must be an object, { … }, or a list of them"),
    ("{}", "it has no credential: no node is a `ceterms:Certification` or of another such class"),
    ("[]", "it has no credential"),
    ('{"@type": "a", "@type": "b"}', "`@type` occurs twice"),
    ('{"ceterms:price": NaN}', "`NaN` is not a number"),
    ("[" * 9999 + "]" * 9999, "nested too deeply"),
    ('{"ceterms:requires":' * 140 + "1" + "}" * 140, "it has no credential"),
    ('{"ceterms:requires":' * 950 + "1" + "}" * 950, "nested too deeply"),
    ('{"ceterms:requires":' * 160 + "1" + "}" * 160, "nested too deeply"),
    ({"@context": "https://x.example/c.json"}, _ELSEWHERE.format("https://x.example/c.json")),
    ({"@context": "file:///etc/passwd"}, _ELSEWHERE.format("file:///etc/passwd")),
    ({"@context": "context.json"}, _ELSEWHERE.format("context.json")),
    ({"@context": {"@import": "https://x.example/"}}, _ELSEWHERE.format("https://x.example/")),
    ({"@context": [{}] * 1001}, "it has more than 1000 contexts"),
    ({"@context": 5}, "@context must be an object"),
    ({"@context": {"a": "b:c", "b": "a:d"}, "@type": "a"}, "Cyclical context definition"),
    ({"@id": 5, "@type": "ceterms:License"}, '"@id" value must be a string'),
]


@pytest.mark.parametrize(("document", "message"), REFUSED)
def test_a_document_that_cannot_be_read_is_one_clear_error(document: object, message: str) -> None:
    with pytest.raises(InvalidCatalogueError) as caught:
        read(document)

    assert caught.value.message.startswith("`own.jsonld")
    assert "is not valid CTDL: " in caught.value.message
    assert message in caught.value.message


def test_the_same_context_many_times_takes_no_time() -> None:
    document = credential() | {"@context": [CONTEXT] * 3000}

    assert len(records(document)) == 1


def test_a_problem_of_a_record_names_its_line() -> None:
    term = "urn:libcert:terms:standing"
    text = json.dumps(credential(codedNotation="RLP-1", **{term: "great"}), indent=1)
    line = text[: text.index('"RLP-1"')].count("\n") + 1
    with pytest.raises(InvalidCatalogueError) as caught:
        records(text)

    assert f"own.jsonld:{line}: credentials.RLP-1.standing: found" in caught.value.message
    with pytest.raises(InvalidCatalogueError, match=r"own\.jsonld:1: credentials\.Rural"):
        records(credential(**{term: "great"}))


def test_long_and_hostile_texts_are_cut_and_shown_safely(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    name = "<b>\u202eA\x1b[31m</b>"
    path.write_text(json.dumps(credential(name={"en": name}, description={"en": "x" * 5000})))
    answer = run("list", "--catalogue", str(path), "--no-bundled")

    assert not codes(answer.out, but="\n\t")
    assert only(description={"en": "x" * 5000}).summary == "x" * 1999 + "…"


def test_without_the_library_the_extra_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(json.dumps(REGISTRY))
    imported = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "pyld":
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    answer = run("list", "--catalogue", str(path))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: reading CTDL needs the extra `ctdl`, which is not installed\n"
        "hint: install it with `pip install 'libcert[ctdl]'`\n"
    )


# --- Anything -------------------------------------------------------------------------------------

TERMS: Final = (
    *("@id", "@type", "@graph", "@context", "@list", "@value", "@reverse", "@included"),
    *("ceterms:name", "ceterms:requires", "ceterms:estimatedCost", "ceterms:price"),
    *("ceterms:ownedBy", "ceterms:renewal", "ceterms:renewalFrequency", "ceterms:jurisdiction"),
    *("ceterms:alternativeCondition", "ceterms:estimatedDuration", "ceterms:exactDuration"),
    *("ceterms:mainJurisdiction", "ceterms:targetAssessment", "ceterms:identifier", "ceterms:foo"),
    *("urn:libcert:terms:citation", "urn:libcert:terms:finding", "schema:isBasedOn"),
)
VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 500),
    st.floats(),
    st.sampled_from(["ceterms:License", "ceterms:ConditionProfile", "_:a", "P1Y", "free", "x y"]),
    st.text(max_size=5),
)


def nested(depth: int) -> st.SearchStrategy[Any]:
    """Return values, lists and objects of terms, at most *depth* deep."""
    if not depth:
        return VALUES
    inner = nested(depth - 1)
    tables = st.dictionaries(st.sampled_from(TERMS), inner, max_size=5)
    return VALUES | st.lists(inner, max_size=3) | tables


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(TERMS), nested(4), max_size=6))
def test_any_document_is_read_or_refused(document: dict[str, object]) -> None:
    try:
        found = records({"@type": "ceterms:License"} | document)
    except LibcertError as error:
        found = []
        refusal = error.message
    else:
        refusal = "own.jsonld"
    assert "own.jsonld" in refusal
    assert all(isinstance(record, Credential) for record in found)


def paths(value: Any) -> list[tuple[Any, ...]]:
    """Return the ways to all parts of a document."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    return [(), *((key, *rest) for key in keys for rest in paths(value[key]))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return a document with *new* at *path*."""
    if not path:
        return new
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(value[path[0]], path[1:], new)
    return copied


@pytest.mark.slow
@given(st.sampled_from(paths(REGISTRY)[1:]), nested(2), st.sampled_from(paths(REGISTRY)[1:]))
def test_any_wrong_value_in_a_document_is_left_out_or_refused(
    path: tuple[Any, ...], value: Any, other: tuple[Any, ...]
) -> None:
    documents = [put(REGISTRY, path, value)]
    if other in paths(documents[0]):
        documents.append(put(documents[0], other, [value]))
    for document in documents:
        try:
            found = records(document)
        except LibcertError as error:
            found = []
            refusal = error.message
        else:
            refusal = "own.jsonld"
        assert "own.jsonld" in refusal
        assert all(isinstance(record, Credential) for record in found)
