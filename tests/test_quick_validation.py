"""Test that a profile is accepted without Pydantic only if Pydantic accepts it in the same way."""

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert.model.base import Model
from libcert.model.profile import Held, Job, Profile, Study
from libcert.model.quick_validation import MODELS, accept
from libcert.model.validation import build_adapter

USUAL: dict[str, Any] = {
    "where": "US-OH",
    "settings": ["public"],
    "education": "associate",
    "college_years": Decimal("2.5"),
    "studying": {"level": "bachelor", "done": date(2028, 6, 30)},
    "experience": [
        {"since": date(2023, 5, 1), "setting": "public", "role": "clerk", "hours_a_week": 20},
        {"years": 2, "as_of": date(2026, 11, 23), "running": True},
    ],
    "member": ["ALA"],
    "non_member": False,
    "held": {"LSSC": {"since": date(2024, 3, 15), "credits": 12}, "A+": {}},
    "meets": ["letters"],
    "study_hours": Decimal("7.5"),
    "budget": 400,
    "currency": "EUR",
    "rate": {"USD": Decimal("0.9123456789")},
    "dues": {"ALA": Decimal("75.50")},
}
ADAPTERS = {model: build_adapter(model) for model in MODELS}
"""The adapters of Pydantic."""

NUMBERS = st.one_of(
    st.integers(-1, 2 * 10**9),
    st.decimals(-1, 10**7, places=3, allow_nan=True),
    st.booleans(),
)
DAYS = st.one_of(st.dates(date(1899, 1, 1), date(2201, 1, 1)), st.just(datetime(2024, 1, 1)))  # noqa: DTZ001
WORDS = st.one_of(
    st.sampled_from(
        ["US-OH", "us", "any", "USD", "usd", "ALA", "A+", "-", "", " ", "a\n", "\ud800"]
    ),
    st.sampled_from(["public", "associate", "none", "high-school"]),
    st.text(max_size=3),
    st.just("x" * 3_000),
)
VALUES = st.one_of(NUMBERS, DAYS, WORDS, st.none(), st.lists(WORDS, max_size=2))
JOBS = st.fixed_dictionaries(
    {},
    optional={
        "setting": WORDS,
        "role": WORDS,
        "since": DAYS,
        "until": DAYS,
        "years": NUMBERS,
        "as_of": DAYS,
        "running": VALUES,
        "full_time": VALUES,
        "hours_a_week": NUMBERS,
    },
)
TABLES = st.dictionaries(WORDS, VALUES, max_size=2)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(Profile.FIELDS, VALUES),
        "experience": st.lists(JOBS, max_size=2) | st.lists(st.just({"years": 1}), min_size=51),
        "held": st.dictionaries(WORDS, st.fixed_dictionaries({}, optional={"since": DAYS})),
        "studying": st.fixed_dictionaries({"level": WORDS}, optional={"done": DAYS}),
        "rate": TABLES,
        "dues": TABLES,
        "unknown": VALUES,
    },
)


def held_to_pydantic(model: type[Model], value: object) -> Model | None:
    """Return what `accept` returns, which Pydantic has to return too."""
    accepted = accept(model, value)
    if accepted is not None:
        assert accepted == ADAPTERS[model].validate_python(value)
    return accepted


def test_a_usual_profile_is_accepted() -> None:
    assert held_to_pydantic(Profile, USUAL) is not None


@given(PROFILES)
def test_only_what_pydantic_accepts_is_accepted(entries: dict[str, Any]) -> None:
    held_to_pydantic(Profile, entries)


@given(st.sampled_from(sorted(USUAL)), VALUES)
def test_each_entry_is_held_to_its_rule(name: str, value: object) -> None:
    held_to_pydantic(Profile, {name: value})


@given(JOBS)
def test_each_job_is_held_to_its_rules(job: dict[str, Any]) -> None:
    held_to_pydantic(Job, job)


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (Profile, {"budget": -1}),
        (Profile, {"budget": Decimal("1.234")}),
        (Profile, {"budget": Decimal("NaN")}),
        (Profile, {"budget": True}),
        (Profile, {"study_hours": 0}),
        (Profile, {"where": "ohio"}),
        (Profile, {"settings": "public"}),
        (Profile, {"held": []}),
        (Profile, {"no such entry": 1}),
        (Profile, {"meets": ["two\nlines"]}),
        (Profile, "text"),
        (Job, {"since": date(2024, 1, 1), "years": 2}),
        (Held, {"since": date(2024, 1, 1), "expires": date(2023, 1, 1)}),
        (Study, {"level": "bachelor"}),
    ],
)
def test_what_may_be_wrong_is_left_to_pydantic(model: type[Model], value: object) -> None:
    assert accept(model, value) is None


def test_objects_are_accepted_as_they_are() -> None:
    job = Job(years=2, running=False)
    profile = accept(Profile, {"experience": [job], "education": None})
    assert profile is not None
    assert profile.experience == (job,)


def test_a_usual_profile_needs_no_pydantic(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text('education = "associate"\nbudget = 400\n', encoding="utf-8")
    code = f"""
import sys
from libcert.cli import main
main(["next", "--profile", {str(path)!r}, "--where", "ohio", "--experience", "2 public"])
sys.exit("pydantic" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
