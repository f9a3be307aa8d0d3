"""What a plan needs to know of one credential: when it can be begun, how long, for how much."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from libcert.catalogue.conditions import derive_figures
from libcert.model import month_slots
from libcert.model.credential import Credential, Money
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


def ask(
    person: dict[str, Any] | None = None, situation: dict[str, Any] | None = None, **fields: Any
) -> Candidate:
    """What it takes of a credential that takes half a year and asks for nothing beforehand."""
    given = {
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
    given |= fields
    record = derive_figures(validate(Credential, given), given)
    told = validate(Profile, {"education": "none"} | (person or {}))
    return build_candidate(record, Context({"X": record}, told, START, **(situation or {})))


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        pytest.param(Money(low=1, high=Decimal("2.50")), 250, id="the most"),
        pytest.param(Money(low=1), 100, id="at least the least, where no most is on record"),
        pytest.param(Money(), 0, id="not on record"),
        pytest.param(Money(low=1, high=1, unit="EUR"), 0, id="another currency"),
    ],
)
def test_a_bill_is_counted_in_cents(amount: Money, cents: int) -> None:
    assert Charge("exam", amount, "USD").cents == cents


def test_each_fee_of_earning_is_due_at_the_start_or_at_the_award() -> None:
    fees = [{"purpose": purpose, "low": 1, "high": 1} for purpose in get_args(Purpose)]
    found = ask(fees=fees, renewal={"months": 12})

    assert [bill.purpose for bill in found.at_start] == [
        "application",
        "course",
        "enrolment",
        "membership",
    ]
    assert [bill.purpose for bill in found.at_finish] == ["exam", "certification"]
    assert [bill.purpose for _, bill in found.recurring] == ["maintenance", "renewal"]
    assert found.cost == Money(low=6, high=6)


@pytest.mark.parametrize(
    ("duration", "situation", "months", "assumed"),
    [
        pytest.param({"low": 6, "high": 6}, {}, 6, None, id="exactly"),
        pytest.param(
            {"low": 4, "high": 8},
            {},
            6,
            "it takes 6 months (on record: 4–8 months)",
            id="usually the middle",
        ),
        pytest.param(
            {"low": 6, "high": 6, "open": True},
            {"pace": "quick"},
            6,
            None,
            id="quickly, without what comes on top",
        ),
        pytest.param(
            {},
            {"assume": {"X": Decimal("1.239")}},
            Decimal("1.239"),
            "it takes 1.24 months, as you assume (not on record)",
            id="as it is assumed",
        ),
        pytest.param(
            {},
            {"assume": {"*": Decimal(3)}},
            3,
            "it takes 3 months, as you assume (not on record)",
            id="as it is assumed of all",
        ),
        pytest.param(
            {"low": 6, "high": 6},
            {"assume": {"*": Decimal(3)}},
            6,
            None,
            id="what is assumed of all is for what is not on record",
        ),
    ],
)
def test_how_long_it_takes(
    duration: dict[str, Any], situation: dict[str, Any], months: Any, assumed: str | None
) -> None:
    found = ask(situation=situation, duration=duration)

    assert (found.length, found.obstacle) == (month_slots.months_to_slots(months), None)
    assert [words(one) for one in found.assumed] == ([] if assumed is None else [assumed])


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        ({}, "not on record"),
        ({"low": 6, "high": 6, "open": True}, "not certain (on record: 6 months + more)"),
        ({"low": 6}, "not certain (on record: from 6 months)"),
    ],
)
def test_what_takes_nobody_knows_how_long_is_not_planned(
    duration: dict[str, Any], said: str
) -> None:
    found = ask(duration=duration)

    assert (
        words(found.obstacle)
        == f"its duration is {said}; use `--assume ID=MONTHS` to say how long it takes"
    )
    assert (found.length, found.assumed) == (0, ())


@pytest.mark.parametrize(
    ("months", "deadlines", "obstacle"),
    [
        (600, [], None),
        (601, [], "it takes more than 50 years"),
        (6, [6, 12], None),
        (7, [12, 6], "it must be finished within 6 months, but takes longer"),
    ],
)
def test_what_takes_too_long_is_not_planned(
    months: int, deadlines: list[int], obstacle: str | None
) -> None:
    limits = [{"text": "In time", "deadline_months": limit} for limit in deadlines]
    found = ask(duration={"low": months, "high": months}, requirements=limits)

    assert words(found.obstacle) == obstacle


def test_what_lacks_for_ever_is_the_obstacle() -> None:
    found = ask(
        {"lacks": ["letters"]}, requirements=[SCHOOL, "Letters"], education={"level": "master"}
    )

    assert found.need == NEVER
    assert words(found.obstacle) == (
        'the required education is master, yours is none; you said that you lack "letters"'
    )


def test_what_nobody_says_is_granted_part_by_part() -> None:
    both = {"text": "Both", "of": ["Letters", {"text": "Belong", "membership": "Z"}]}
    found = ask(requirements=[both])

    [granted] = found.granted
    assert words(granted) == (
        'you meet "Both" (use `--meets` or `--lacks` to say whether you meet this: "Letters"; '
        "use `--member Z` or `--non-member` to say whether you are a member)"
    )
    assert found.obstacle is None
