"""Test the input of a plan for one credential: its start, its length and its cost."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from libcert.model import month_slots
from libcert.model.credential import Credential, Money
from libcert.model.derived import derive_figures
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.validation import validate
from libcert.model.vocabulary import Purpose
from libcert.planning.candidates import Candidate, Charge, Context, build_candidate
from libcert.planning.tasks import NEVER
from libcert.render.reasons import describe

START = date(2026, 11, 23)
SCHOOL = {"text": "School", "education": {"level": "master"}}


def words(reason: Reason | None) -> str | None:
    return None if reason is None else describe(reason, options=True)


def make_candidate(
    person: dict[str, Any] | None = None, situation: dict[str, Any] | None = None, **fields: Any
) -> Candidate:
    """Return the candidate for a credential that takes half a year and has no conditions."""
    table = {
        "id": "X",
        "name": "X",
        "type": "license",
        "issuer": {"id": "Y", "name": "Y"},
        "duration": {"low": 6, "high": 6},
        "experience": {"low": 0, "high": 0},
        "education": {"level": "none"},
        "fees": [{"purpose": "exam", "low": 5, "high": 5}],
        "renewal": {"expires": False},
    }
    table |= fields
    record = derive_figures(validate(Credential, table), table)
    profile = validate(Profile, {"education": "none"} | (person or {}))
    return build_candidate(record, Context({"X": record}, profile, START, **(situation or {})))


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        pytest.param(Money(low=1, high=Decimal("2.50")), 250, id="the maximum"),
        pytest.param(Money(low=1), 100, id="the minimum, if no maximum is on record"),
        pytest.param(Money(), 0, id="not on record"),
        pytest.param(Money(low=1, high=1, unit="EUR"), 0, id="another currency"),
    ],
)
def test_a_charge_is_counted_in_cents(amount: Money, cents: int) -> None:
    assert Charge("exam", amount, "USD").cents == cents


def test_each_fee_is_due_at_the_start_or_the_award_or_recurs() -> None:
    fees = [{"purpose": purpose, "low": 1, "high": 1} for purpose in get_args(Purpose)]
    candidate = make_candidate(fees=fees, renewal={"months": 12})

    assert [charge.purpose for charge in candidate.at_start] == [
        "application",
        "course",
        "enrolment",
        "membership",
    ]
    assert [charge.purpose for charge in candidate.at_finish] == ["exam", "certification"]
    assert [charge.purpose for _, charge in candidate.recurring] == ["maintenance", "renewal"]
    assert candidate.cost == Money(low=6, high=6)


@pytest.mark.parametrize(
    ("duration", "situation", "months", "assumed"),
    [
        pytest.param({"low": 6, "high": 6}, {}, 6, None, id="an exact length"),
        pytest.param(
            {"low": 4, "high": 8},
            {},
            6,
            "it takes 6 months (on record: 4–8 months)",
            id="the middle of a range, by default",
        ),
        pytest.param(
            {"low": 6, "high": 6, "open": True},
            {"pace": "quick"},
            6,
            None,
            id="the quick pace, without open time",
        ),
        pytest.param(
            {},
            {"assume": {"X": Decimal("1.239")}},
            Decimal("1.239"),
            "it takes 1.24 months, as you assume (not on record)",
            id="an assumption for this credential",
        ),
        pytest.param(
            {},
            {"assume": {"*": Decimal(3)}},
            3,
            "it takes 3 months, as you assume (not on record)",
            id="an assumption for all credentials",
        ),
        pytest.param(
            {"low": 6, "high": 6},
            {"assume": {"*": Decimal(3)}},
            6,
            None,
            id="a length on record, despite an assumption for all",
        ),
    ],
)
def test_the_length_comes_from_the_record_or_an_assumption(
    duration: dict[str, Any], situation: dict[str, Any], months: Any, assumed: str | None
) -> None:
    candidate = make_candidate(situation=situation, duration=duration)

    assert (candidate.length, candidate.obstacle) == (month_slots.months_to_slots(months), None)
    assert [words(one) for one in candidate.assumed] == ([] if assumed is None else [assumed])


@pytest.mark.parametrize(
    "duration", [{}, {"low": 6, "high": 6, "open": True}, {"low": 6}], ids=["none", "open", "from"]
)
def test_a_credential_of_unknown_length_has_no_end(duration: dict[str, Any]) -> None:
    candidate = make_candidate(duration=duration)

    assert (candidate.without_end, candidate.length, candidate.obstacle) == (True, 0, None)
    assert [reason.code for reason in candidate.assumed] == ["end-unknown"]


@pytest.mark.parametrize(
    ("months", "deadlines", "obstacle"),
    [
        (600, [], None),
        (601, [], "it takes more than 50 years"),
        (6, [6, 12], None),
        (7, [12, 6], "it must be finished within 6 months, but takes longer"),
    ],
)
def test_a_credential_that_takes_too_long_is_not_planned(
    months: int, deadlines: list[int], obstacle: str | None
) -> None:
    limits = [{"text": "In time", "deadline_months": limit} for limit in deadlines]
    candidate = make_candidate(duration={"low": months, "high": months}, requirements=limits)

    assert words(candidate.obstacle) == obstacle


def test_a_condition_that_never_holds_is_the_obstacle() -> None:
    candidate = make_candidate(
        {"lacks": ["letters"]}, requirements=[SCHOOL, "Letters"], education={"level": "master"}
    )

    assert candidate.need == NEVER
    assert words(candidate.obstacle) == (
        'you need a master\'s degree; you have no diploma; you said that you lack "letters"'
    )


def test_each_unknown_part_of_a_condition_is_granted() -> None:
    both = {"text": "Both", "of": ["Letters", {"text": "Belong", "membership": "Z"}]}
    candidate = make_candidate(requirements=[both])

    [condition] = candidate.granted
    assert words(condition) == (
        'you meet "Both" (do you meet this: "Letters"? (`--meets Letters` or `--lacks Letters`); '
        "are you a member of Z? (`--member Z` or `--non-member`))"
    )
    assert candidate.obstacle is None
