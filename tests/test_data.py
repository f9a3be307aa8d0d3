"""The shipped facts, as the article states them."""

from typing import Any

import pytest

from libcert import Catalogue, Credential
from libcert.render.phrases import format_range

ELEVEN = ["CLT", "CALT", "CPTL", "CSLT", "CTST", "ACA", "CIP", "MLS-P", "ISA", "MOS", "A+"]


def test_eleven_credentials_of_the_article_come_first(shipped: Catalogue) -> None:
    assert list(shipped)[:11] == ELEVEN


@pytest.mark.parametrize(
    ("id_", "issuer", "settings", "cost", "duration", "experience", "education"),
    [
        ("CLT", "ALA", "academic public", "about $150–$200", "about 2 years", "1 year", None),
        ("CALT", "ALA", "academic", "$175–$225", "about 4 months", "2 years", "associate"),
        ("CPTL", "ALA", "public", "about $100–$200", "not on record", "none", "none"),
        ("CSLT", "AASL", "school", "about $200–$400 + more", "not on record", "5 years", "master"),
        ("CTST", "ISCET", "electronics", "$100", "about 6 months", "not on record", None),
        ("ACA", "ALA-ACA", "archives", "$525–$625", "about 2 years", "3 years", "master"),
        ("CIP", "NCCA", "information-management", "$250", "about 6 months", "5 years", None),
        ("MLS-P", "IMLS", "museum any", "$150", "not on record", "not on record", None),
        ("ISA", "ISA", "automation", "$400 + more", "about 3 months", "2 years", None),
        ("MOS", "Microsoft", "office", "about $80–$150", "not on record", "not on record", None),
        ("A+", "CompTIA", "it", "about $400", "about 6–12 months", "not on record", None),
    ],
)
def test_figures_match_the_article(
    shipped: Catalogue,
    id_: str,
    issuer: str,
    settings: str,
    cost: str,
    duration: str,
    experience: str,
    education: str | None,
) -> None:
    record = shipped[id_]

    assert (
        record.issuer.id,
        " ".join(record.settings),
        format_range(record.cost),
        format_range(record.duration),
        format_range(record.experience),
        record.education.level,
        record.exam_required,
    ) == (issuer, settings, cost, duration, experience, education, True)


@pytest.mark.parametrize(
    ("id_", "exams"),
    [
        ("CALT", [{"questions": 100, "passing_percent": 70, "minutes": None}]),
        ("CPTL", [{"formats": ("written", "performance-based"), "minutes": 180}]),
        ("CSLT", [{"formats": ("written", "oral"), "minutes": None}]),
        ("CTST", [{"formats": ("hands-on",)}]),
        ("CIP", [{"formats": ("multiple-choice",), "questions": 150}]),
        ("MLS-P", [{"formats": ("multiple-choice",), "minutes": 180}]),
        ("ISA", [{"passing_percent": 70, "formats": ("multiple-choice",)}] * 4),
        ("A+", [{"name": "Core 1 (220-1001)", "minutes": 90}, {"minutes": 90}]),
    ],
)
def test_exams_match_the_article(shipped: Catalogue, id_: str, exams: list[dict[str, Any]]) -> None:
    result = shipped[id_].exams

    assert len(result) == len(exams)
    for exam, expected in zip(result, exams, strict=True):
        assert {name: getattr(exam, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("id_", "expires", "months", "credits_"),
    [
        ("CPTL", True, 60, None),
        ("ACA", None, 36, None),
        ("CIP", True, 36, 30),
        ("MLS-P", None, 36, None),
        ("CLT", None, None, None),
        ("A+", None, None, None),
    ],
)
def test_renewal_rules_match_the_article(
    shipped: Catalogue, id_: str, expires: object, months: object, credits_: object
) -> None:
    renewal = shipped[id_].renewal

    assert (renewal.expires, renewal.months, renewal.credits) == (expires, months, credits_)


def test_renewal_fees_match_the_article(shipped: Catalogue) -> None:
    fees = {
        (record.id, fee.purpose, fee.audience): fee.low
        for record in shipped.values()
        if record.id in ELEVEN
        for fee in record.fees
        if fee.purpose in {"renewal", "maintenance"}
    }

    assert fees == {
        ("ACA", "maintenance", "member"): 50,
        ("ACA", "maintenance", "non-member"): 75,
        ("CIP", "renewal", "everyone"): 150,
    }


def test_contradictions_in_the_article_are_preserved(shipped: Catalogue) -> None:
    assert shipped["CPLT"].id == "CPTL"
    assert "CPLT" in (shipped["CPTL"].summary or "")
    assert "three" in (shipped["CSLT"].experience.note or "")
    assert any("Three years" in condition.text for condition in shipped["CSLT"].requirements)


def all_records(catalogue: Catalogue) -> list[Credential]:
    """Return all records twice: with listed figures and with checked figures."""
    return [*catalogue.values(), *catalogue.checked.values()]


def test_every_record_has_a_summary_and_sources(shipped: Catalogue) -> None:
    for record in all_records(shipped):
        assert record.summary, record.id
        assert record.requirements, record.id
        assert record.sources, record.id
        assert record.standing, record.id


def test_every_figure_has_a_source(shipped: Catalogue) -> None:
    defaults = {field: getattr(Credential, field, None) for field in Credential.FIELDS}
    own_fields = {"id", "aliases", "summary", "standing", "nearest", "findings", "sources"}
    for record in all_records(shipped):
        fields_with_source = {field for source in record.sources for field in source.supports}
        figures = {
            field
            for field in Credential.FIELDS
            if field not in own_fields and getattr(record, field) not in (defaults[field], (), None)
        }
        assert figures <= fields_with_source | {"cost"}, record.id
        assert "cost" in fields_with_source or not record.cost.known


def test_every_source_is_used_or_known_to_have_no_facts(shipped: Catalogue) -> None:
    used = {source.id for record in shipped.values() for source in record.sources}

    assert set(shipped.sources) - used <= {"BLST", "RCAT2"}


def test_real_credentials_are_included(shipped: Catalogue) -> None:
    real = [
        record for record in shipped.values() if "ResumeCat" not in {s.id for s in record.sources}
    ]

    assert len(real) >= 22
    assert {"LSSC", "CPLA", "DAS", "CRA", "CRM", "IGP", "AHIP", "CET", "CCST"} <= set(shipped)
    assert {"ParaPro", "ACLIP", "ALIATec", "NBPTS", "OH-PLS", "KY-Para", "TX-Aide"} <= set(shipped)


def test_every_disputed_record_has_a_doubtful_finding(shipped: Catalogue) -> None:
    for record in shipped.values():
        disputes = [
            f for f in record.findings if f.verdict in {"contradicted", "partly", "not-found"}
        ]
        assert disputes or record.standing == "confirmed", record.id


@pytest.mark.parametrize(
    ("id_", "about", "verdict"),
    [
        ("CLT", "name", "not-found"),
        ("CLT", "issuer", "contradicted"),
        ("CLT", "requirements", "contradicted"),
        ("CALT", "name", "not-found"),
        ("CPTL", "aliases", "partly"),
        ("CSLT", "issuer", "not-found"),
        ("CSLT", "experience", "partly"),
        ("CTST", "issuer", "partly"),
        ("ACA", "issuer", "contradicted"),
        ("ACA", "education", "contradicted"),
        ("ACA", "experience", "contradicted"),
        ("ACA", "requirements", "contradicted"),
        ("ACA", "fees", "contradicted"),
        ("ACA", "renewal", "contradicted"),
        ("CIP", "issuer", "contradicted"),
        ("CIP", "experience", "contradicted"),
        ("CIP", "fees", "contradicted"),
        ("CIP", "fees", "confirmed"),
        ("CIP", "renewal.months", "confirmed"),
        ("MLS-P", "name", "not-found"),
        ("ISA", "name", "contradicted"),
        ("ISA", "experience", "partly"),
        ("ISA", "exams", "contradicted"),
        ("MOS", "levels", "partly"),
        ("A+", "exams", "contradicted"),
        ("A+", "fees", "contradicted"),
        ("A+", "requirements", "contradicted"),
    ],
)
def test_findings_have_the_expected_verdicts(
    shipped: Catalogue, id_: str, about: str, verdict: str
) -> None:
    assert (about, verdict) in {(f.about, f.verdict) for f in shipped[id_].findings}


def test_notes_never_claim_that_something_does_not_exist(shipped: Catalogue) -> None:
    for record in shipped.values():
        for finding in record.findings:
            assert "does not exist" not in finding.note
            assert "from memory" not in finding.note


def test_model_stores_details_as_data(shipped: Catalogue) -> None:
    work = next(c.experience for c in shipped["LSSC"].requirements if c.experience)
    assert (work.hours, work.within_years) == (1820, 5)
    sets = next(c for c in shipped["LSSC"].requirements if c.of)
    assert (sets.of[0].at_least, len(sets.of[0].of)) == (6, 10)
    assert format_range(shipped["CRA"].experience) == "1–5 years"
    assert {c.deadline_months for c in shipped["LSSC"].requirements} == {None, 48}
    assert shipped["ACLIP"].cost.unit == "GBP"
    assert shipped["ALIATec"].cost.unit == "AUD"
    assert format_range(shipped["NE-PLC"].cost) == "free"
    assert "CILIP" in {c.membership for c in shipped["ACLIP"].requirements}
    assert any(fee.payee for fee in shipped["CPLA"].fees)
    assert any(part.role for c in shipped["NM-PL"].requirements for part in (c, *c.of))
    assert {record.type for record in shipped.values()} >= {
        "certification",
        "certificate",
        "assessment",
    }
