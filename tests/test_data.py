"""The shipped facts, as the article states them."""

import re
from collections import Counter
from typing import Any, Final, get_args

import figures_on_record
import pytest

from libcert import Catalogue, Credential
from libcert.catalogue.conditions import walk
from libcert.catalogue.provenance import UNCITED
from libcert.files.read import read_bundled
from libcert.model.credential import Answer
from libcert.model.place_names import NAMES
from libcert.model.places import holds_in
from libcert.model.vocabulary import Topic
from libcert.questions.facts import facts_about
from libcert.render.phrases import format_range

NOW: Final = 2026

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
        assert record.sources, record.id
        assert record.standing or not shows_name(record), record.id


def shows_name(record: Credential) -> bool:
    """Return whether a page of the issuer or of a government shows the credential."""
    return any(
        source.tier in {"issuer", "government"} and "name" in source.supports
        for source in record.sources
    )


def test_every_figure_has_a_source(shipped: Catalogue) -> None:
    defaults = {field: getattr(Credential, field, None) for field in Credential.FIELDS}
    for record in all_records(shipped):
        fields_with_source = {field for source in record.sources for field in source.supports}
        figures = {
            field
            for field in Credential.FIELDS
            if field not in {"id", *UNCITED} and getattr(record, field) not in (defaults[field], ())
        }
        assert figures <= fields_with_source | {"cost"}, record.id
        assert "cost" in fields_with_source or not record.cost.known, record.id


def test_every_source_is_used_or_known_to_have_no_facts(shipped: Catalogue) -> None:
    used = {source.id for record in shipped.values() for source in record.sources}
    used |= {source.id for mandate in shipped.mandates for source in mandate.sources}
    used |= {source.id for fact in shipped.facts for source in fact.sources}

    assert set(shipped.sources) - used <= {"BLST", "RCAT2"}


def test_every_organization_is_declared_once_and_used(shipped: Catalogue) -> None:
    declared = Counter(
        id_ for file in read_bundled() for id_ in file.tables.get("organizations", {})
    )
    used: set[str | None] = {record.issuer.id for record in all_records(shipped)}
    used |= {fee.organization for record in all_records(shipped) for fee in record.fees}
    used |= {record.renewal.membership for record in shipped.values()}
    used |= {c.membership for r in shipped.values() for one in r.requirements for c in walk(one)}

    assert [id_ for id_, count in declared.items() if count > 1] == []
    assert declared.keys() - used == {"ALA-ACA", "IMLS", "NCCA"} - used


def test_every_source_and_record_is_declared_once() -> None:
    for section in ("sources", "credentials", "mandates", "facts"):
        declared = Counter(id_ for file in read_bundled() for id_ in file.tables.get(section, {}))
        assert [id_ for id_, count in declared.items() if count > 1] == []


def test_real_credentials_are_included(shipped: Catalogue) -> None:
    real = [record for record in shipped.values() if record.id not in ELEVEN]

    assert len(real) >= 270
    assert {"LSSC", "CPLA", "DAS", "CRA", "CRM", "IGP", "NBPTS", "MLIS"} <= set(shipped)
    assert {"ParaPro", "ACLIP", "ALIATec", "OH-PLS", "IA-PLSE", "VT-CPL"} <= set(shipped)
    families = {"AHIP", "CET", "CCST", "IN-LC", "KY-Para", "MI-LS", "NE-PLC", "TX-Aide", "WI-PL"}
    assert families <= set(shipped.families)
    places = {place.partition("-")[0] for record in real for place in record.where}
    assert {"US", "CA", "GB", "AU", "NZ", "DE", "IN", "ZA", "any"} <= places


def test_enough_figures_are_on_record(shipped: Catalogue) -> None:
    missing = {
        figure.name: share
        for figure, share in figures_on_record.shares(figures_on_record.offered(shipped))
        if share < figure.least
    }

    assert missing == {}


def test_ids_fit_a_narrow_table(shipped: Catalogue) -> None:
    assert [id_ for id_ in shipped if len(id_) > 12] == []


def test_every_place_has_a_name(shipped: Catalogue) -> None:
    places = {record.id: record.where for record in shipped.values()}
    places |= {mandate.id: mandate.where for mandate in shipped.mandates}
    places |= {fact.id: fact.where for fact in shipped.facts}
    for id_, where in places.items():
        assert {*where} - {"any"} <= NAMES.keys(), id_
        assert len({*where}) == len(where), id_


def test_levels_of_a_family_follow_each_other(shipped: Catalogue) -> None:
    for family, ids in shipped.families.items():
        levels = [shipped[id_] for id_ in ids]
        assert len(levels) > 1, family
        assert all(level.level for level in levels), family
        assert len({level.level for level in levels}) == len(levels), family
        for number, level in enumerate(levels):
            if level.previous is not None:
                assert level.previous in ids[:number], level.id


def test_only_levels_of_a_family_have_a_level(shipped: Catalogue) -> None:
    for record in shipped.values():
        assert record.family or not (record.level or record.previous), record.id


def test_mandates_name_credentials_of_their_place(shipped: Catalogue) -> None:
    for mandate in shipped.mandates:
        for id_ in mandate.credentials:
            where = shipped[id_].where
            for place in mandate.where:
                assert holds_in(where, place) is not Answer.NO, (mandate.id, id_)
        if mandate.force == "none":
            assert mandate.credentials == (), mandate.id


def test_closed_credentials_say_since_when(shipped: Catalogue) -> None:
    for record in shipped.values():
        status = record.status
        if status.state in {"closed", "closing"} and status.since is None:
            words = " ".join(filter(None, [status.note, *record.notes]))
            assert re.search(r"not on record|[12][0-9]{3}|no page", words), record.id


def test_an_old_fee_says_how_old_it_is(shipped: Catalogue) -> None:
    """A fee that rests only on pages of ten or more years ago has a year in a note."""
    for record in shipped.values():
        pages = [source for source in record.sources if "fees" in source.supports]
        years = [int((page.dated or "9999")[:4]) for page in pages]
        if record.id in ELEVEN or not years or max(years) > NOW - 10:
            continue
        for fee in record.fees:
            is_said = re.search(r"[12][0-9]{3}|old", f"{fee.note} {' '.join(record.notes)}")
            assert is_said or not fee.known, record.id


def test_texts_are_short_and_plain(shipped: Catalogue) -> None:
    for record in shipped.values():
        if record.id in ELEVEN:
            continue
        assert len(record.summary or "") <= 260, record.id
        for text in (record.summary or "", *record.notes):
            assert not re.search(r"[«»]|(^|[.] )What ", text), record.id
            assert text[-1] in ".)", (record.id, text)


def test_facts_cover_every_topic_and_fit_a_screen(shipped: Catalogue) -> None:
    for country in ("US", "GB", "CA", "AU"):
        facts = facts_about(shipped.facts, country)
        assert len(facts) >= 3, country
        assert all(len(fact.text) <= 200 for fact in facts)
    assert {fact.topic for fact in facts_about(shipped.facts, "US")} == {*get_args(Topic)}


def test_every_disputed_record_has_a_doubtful_finding(shipped: Catalogue) -> None:
    for record in shipped.values():
        doubts = {"contradicted", "partly", "not-found"} & {f.verdict for f in record.findings}
        assert doubts or record.standing in {"confirmed", None}, record.id


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
    assert format_range(shipped["VT-CPL"].cost) == "free"
    assert "CILIP" in {c.membership for c in shipped["ACLIP"].requirements}
    assert any(fee.payee for fee in shipped["CPLA"].fees)
    assert any(part.role for c in shipped["SD-DIR3"].requirements for part in (c, *c.of))
    assert any(part.not_education for part in shipped["OH-PLS"].requirements)
    assert any(part.nothing for c in shipped["ACLIP"].requirements for part in walk(c))
    assert shipped["ACLIP"].renewal.membership == "CILIP"
    assert {exam.passed_with for exam in shipped["CRM"].exams} == {(), ("CRA",)}
    assert {fee.shared for fee in shipped["CRA"].fees} & {fee.shared for fee in shipped["CRM"].fees}
    assert {record.type for record in shipped.values()} >= {
        "certification",
        "certificate",
        "assessment",
    }
