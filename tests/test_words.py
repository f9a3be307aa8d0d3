"""The words for values."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import codes
from hypothesis import given
from hypothesis import strategies as st

from libcert.model.credential import (
    Answer,
    Education,
    Effort,
    Exam,
    Fee,
    Match,
    Money,
    Months,
    Organization,
    Range,
    Renewal,
    Requirement,
    Status,
    Years,
)
from libcert.model.reasons import Reason
from libcert.model.sanitize import clean
from libcert.model.source import Finding, Source
from libcert.model.validation import validate
from libcert.render.phrases import format_range, lines


@pytest.mark.parametrize(
    ("range_", "text"),
    [
        (Money(), "not on record"),
        (Money(low=0, high=0), "free"),
        (Money(low=175, high=225), "$175–$225"),
        (Money(low=90, high=90, unit="GBP"), "£90"),
        (Money(low=310, high=310, unit="AUD"), "A$310"),
        (Money(low=90, high=1250, unit="CHF"), "CHF\u00a090–1,250"),
        (Money(low=Decimal("99.50"), high=Decimal("100.00")), "$99.50–$100"),
        (Money(low=400, high=400, open=True), "$400 + more"),
        (Money(low=200, high=400, approximate=True), "about $200–$400"),
        (Money(low=200), "from $200"),
        (Money(high=200), "up to $200"),
        (Years(low=0, high=0), "none"),
        (Years(low=1, high=1), "1 year"),
        (Years(low=1, high=5), "1–5 years"),
        (Years(low=Decimal("1.50"), high=2), "1.5–2 years"),
        (Months(low=1, high=1), "1 month"),
        (Months(low=6, high=12), "6–12 months"),
        (Months(low=12, high=12), "12 months"),
        (Months(low=24, high=24), "2 years"),
        (Months(low=24, high=48), "2–4 years"),
        (Months(low=0, high=24), "0–24 months"),
        (Months(low=0, high=0), "on application"),
        (Effort(low=30, high=45, unit="credits"), "30–45 credits"),
        (Effort(low=1, high=1, unit="courses"), "1 course"),
        (Effort(low=0, high=0), "none"),
    ],
)
def test_figures_have_words(range_: Range, text: str) -> None:
    assert format_range(range_) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ["not on record"]),
        ((), ["not on record"]),
        (False, ["no"]),
        (Education(level="none", note="n"), ["none", "n"]),
        (
            Organization(id="ALA", name="American Library Association"),
            ["American Library Association (ALA)"],
        ),
        (Fee(purpose="exam"), ["exam: not on record"]),
        (Fee(purpose="course", low=1, high=1, required=False), ["course: $1, optional"]),
        (Exam(), ["details not on record"]),
        (Exam(name="Core", questions=1, minutes=90), ["Core: 1 question, 90 minutes"]),
        (Renewal(), ["not on record"]),
        (Renewal(expires=False), ["never expires"]),
        (Renewal(expires=True), ["expires; the period is not on record"]),
        (
            Renewal(expires=True, months=60, credits=1, methods=("a", "b"), note="n"),
            ["renew every 5 years, or it expires", "1 credit", "by a or b", "n"],
        ),
        (
            Renewal(membership="Y", early_months=1, late_months=2, counts_from="end"),
            [
                "stay a member of Y",
                "renew up to 1 month before or up to 2 months after the end of the term",
                "the next term starts when the old one ends",
            ],
        ),
        (
            Renewal(late_months=2, counts_from="renewal"),
            [
                "renew up to 2 months after the end of the term",
                "the next term starts on the day of the renewal",
            ],
        ),
        (Renewal(months=12, note="voluntary"), ["voluntary: renew every 12 months"]),
        (Renewal(note="voluntary; n"), ["voluntary; n"]),
        (
            Renewal(months=60, starts_on=("01-01", "12-15")),
            ["renew every 5 years", "a term counts from the next January 1 or December 15"],
        ),
        (Status(), ["not on record"]),
        (Status(state="offered", note="n"), ["offered", "n"]),
        (
            Status(state="closed", since="2022", replaced_by=("A", "B")),
            ["closed since 2022, replaced by A, B"],
        ),
        (Status(state="closing", since="2027-06"), ["closing from 2027-06"]),
        (Status(state="closed"), ["closed"]),
        (
            Education(level="high-school", college_years=1),
            ["high-school and 1 year of college"],
        ),
        (
            Fee(purpose="membership", low=9, high=9, yearly=True, shared="Y dues"),
            ["Y dues: $9 a year, one payment covers all credentials with it"],
        ),
        (Exam(passed_with=("A", "B")), ["already passed with A or B"]),
        (
            Match(answer=Answer.MAYBE, because=(Reason.of("takes-exam"),)),
            ["maybe", "it requires an exam"],
        ),
        (
            validate(
                Finding,
                {
                    "about": "exam_required",
                    "verdict": "partly",
                    "note": "n",
                    "sources": ["S"],
                    "read": date(2026, 11, 23),
                },
            ),
            ["exam required: partly true. n [S]"],
        ),
        (
            validate(
                Source,
                {
                    "id": "S",
                    "title": "T",
                    "publisher": "P",
                    "url": "https://example.org",
                    "dated": "2009",
                    "read": date(2026, 11, 23),
                    "tier": "issuer",
                },
            ),
            ["[S] T, P, issuer, dated 2009, old, read 2026-11-23: https://example.org"],
        ),
    ],
)
def test_parts_of_a_record_have_words(value: Any, words: list[str]) -> None:
    assert lines("field", value) == words


def test_group_of_conditions_shows_how_many_are_needed() -> None:
    condition = validate(
        Requirement, {"text": "a", "at_least": 1, "of": ["b", {"text": "c", "of": ["d", "e"]}]}
    )

    assert [
        line.replace("\N{NO-BREAK SPACE}", " ") for line in lines("requirements", (condition,))
    ] == [
        "a: 1 of these",
        "  – b",
        "  – c: all of these",
        "    – d",
        "    – e",
    ]


def test_findings_cite_sources_and_other_fields_have_words() -> None:
    finding = validate(
        Finding,
        {
            "about": "name",
            "verdict": "partly",
            "note": "n",
            "sources": ["S", "T"],
            "read": date(2026, 11, 23),
        },
    )

    assert lines("findings", (finding,)) == ["name: partly true. n [S, T]"]
    assert lines("standing", None, short=True) == ["not checked"]
    assert lines("standing", "not-found")[0] == "not found"
    assert lines("nearest", ("A", "B")) == ["consider instead: A, B"]
    assert lines("nearest", ("A", "B"), short=True) == ["A", "B"]
    assert lines("where", ("US-OH", "any")) == ["Ohio (US-OH), everywhere"]
    assert lines("where", ("US-OH",), short=True) == ["US-OH"]
    assert lines("suits", ("records-staff", "page")) == ["records-staff, page"]
    assert lines("dated", None) == ["undated"]
    assert lines("issuer", Organization(id="CompTIA", name="CompTIA")) == ["CompTIA"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    [
        "libcert.render.formats",
        "libcert.render.terminal_table",
        "libcert.cli.commands.list",
        "libcert.cli.commands.show",
        "libcert.cli.commands.filter",
    ],
)
def test_showing_records_imports_no_profiles_or_results(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert not {*process.stdout.decode().split()} & {
        "libcert.model.profile",
        "libcert.model.results",
        "libcert.render.result_phrases",
    }


@given(
    st.text(
        st.characters()
        | st.sampled_from("\x1b\x9b\u200b\u200e\u202e\u2028\ufeff\U000e0041\udcff\t\r\n")
    )
)
def test_cleaned_text_is_one_line_without_hidden_characters(text: str) -> None:
    cleaned = clean(text)

    assert not codes(cleaned, "")


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "S"],
            exclude_characters="\u115f\u1160\u2800\u3164\uffa0",  # invisible letters
        )
    )
)
def test_plain_text_does_not_change(text: str) -> None:
    assert clean(text) == text


def test_joiners_are_preserved() -> None:
    assert clean("👩🏽\u200d💻") == "👩🏽\u200d💻"
