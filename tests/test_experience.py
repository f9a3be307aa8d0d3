"""How much of a person's work counts, and on which day it is enough."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert.model import month_slots
from libcert.model.credential import Answer, Work
from libcert.model.limits import LAST_DAY
from libcert.model.profile import Job, Profile
from libcert.model.validation import validate
from libcert.questions.experience import evaluate_work
from libcert.render.reasons import describe_with_options

TODAY = date(2026, 11, 23)
TWO_YEARS = {"low": 2, "high": 2}


def ask(
    work: dict[str, Any], *jobs: dict[str, Any], settings: tuple[Any, ...] = ("academic",)
) -> Any:
    return evaluate_work(
        validate(Work, work),
        tuple(validate(Job, job) for job in jobs),
        settings,
        TODAY,
    )


@pytest.mark.parametrize(
    ("work", "jobs", "answer", "from_"),
    [
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2024, 11, 23)}],
            "yes",
            TODAY,
            id="two years today",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2024, 11, 24)}],
            "no",
            date(2026, 11, 24),
            id="one day too few",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2025, 5, 23)}],
            "no",
            date(2027, 5, 23),
            id="six months too few",
        ),
        pytest.param(
            {"low": 3, "high": 3},
            [{"setting": "academic", "since": date(2024, 2, 29)}],
            "no",
            date(2027, 2, 28),
            id="from a leap day, ends in a common year",
        ),
        pytest.param(
            {"low": 4, "high": 4},
            [{"setting": "academic", "since": date(2024, 2, 29)}],
            "no",
            date(2028, 2, 29),
            id="from a leap day, ends in a leap year",
        ),
        pytest.param(
            {"low": 1, "high": 1},
            [{"setting": "academic", "since": date(2026, 8, 31)}],
            "no",
            date(2027, 8, 31),
            id="from the end of a month",
        ),
        pytest.param(
            TWO_YEARS,
            [
                {"setting": "academic", "since": date(2020, 1, 1), "until": date(2020, 12, 31)},
                {"setting": "academic", "since": date(2026, 1, 1)},
            ],
            "no",
            date(2027, 1, 1),
            id="past job and current job",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2020, 1, 1), "until": date(2021, 12, 31)}],
            "yes",
            TODAY,
            id="first and last day count",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2020, 1, 1), "until": date(2021, 12, 30)}],
            "no",
            None,
            id="ended job adds nothing more",
        ),
        pytest.param(
            TWO_YEARS,
            [
                {"setting": "academic", "since": date(2025, 11, 23)},
                {"setting": "academic", "since": date(2025, 11, 23)},
            ],
            "no",
            date(2027, 11, 23),
            id="two jobs at once count once",
        ),
        pytest.param(
            {"low": 1, "high": 1, "hours": 1820},
            [{"setting": "academic", "since": date(2025, 5, 23), "hours_a_week": 17}],
            "no",
            date(2027, 6, 14),
            id="hours count: 17 of 35 a week take about 24 months and 22 days",
        ),
        pytest.param(
            {"low": 1, "high": 1, "hours": 1820},
            [
                {"setting": "academic", "since": date(2025, 11, 23), "hours_a_week": 20},
                {"setting": "academic", "since": date(2025, 11, 23), "hours_a_week": 15},
            ],
            "yes",
            TODAY,
            id="two part-time jobs equal a full-time one",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2023, 11, 23), "hours_a_week": 20}],
            "maybe",
            date(2027, 11, 23),
            id="unclear how part-time work counts, so half is certain",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [{"setting": "academic", "since": date(2020, 1, 1), "hours_a_week": 20}],
            "no",
            None,
            id="part-time work is not full time",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [{"setting": "academic", "since": date(2020, 1, 1), "hours_a_week": 37}],
            "maybe",
            None,
            id="37 hours may be full time",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [{"setting": "academic", "since": date(2020, 1, 1), "hours_a_week": 40}],
            "yes",
            TODAY,
            id="40 hours are full time",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [{"setting": "academic", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="unknown whether it was full time",
        ),
        pytest.param(
            {"low": 1, "high": 1, "hours": 1820},
            [{"setting": "academic", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="hours unknown",
        ),
        pytest.param(
            TWO_YEARS,
            [{"since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="workplace unknown",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "public", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="not on record whether other workplaces count",
        ),
        pytest.param(
            TWO_YEARS | {"settings": ["academic"]},
            [{"setting": "public", "since": date(2020, 1, 1)}],
            "no",
            None,
            id="other workplaces do not count",
        ),
        pytest.param(
            TWO_YEARS | {"settings": ["any"]},
            [{"setting": "public", "since": date(2020, 1, 1)}],
            "yes",
            TODAY,
            id="any library counts",
        ),
        pytest.param(
            TWO_YEARS | {"settings": ["any"], "related": True},
            [{"setting": "archives", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="related work may count",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "any", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="library of any kind may be academic",
        ),
        pytest.param(
            TWO_YEARS | {"role": "supervisor"},
            [{"setting": "academic", "role": "Shift supervisor", "since": date(2020, 1, 1)}],
            "yes",
            TODAY,
            id="same position",
        ),
        pytest.param(
            TWO_YEARS | {"role": "supervisor"},
            [{"setting": "academic", "role": "head of lending", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="other position may be the same",
        ),
        pytest.param(
            TWO_YEARS | {"role": "supervisor"},
            [{"setting": "academic", "since": date(2020, 1, 1)}],
            "maybe",
            None,
            id="position unknown",
        ),
        pytest.param(TWO_YEARS, [], "maybe", None, id="work unknown"),
        pytest.param(TWO_YEARS, [{"years": 0, "as_of": TODAY}], "no", None, id="no work"),
        pytest.param({}, [{"since": date(2020, 1, 1)}], "maybe", None, id="nothing on record"),
        pytest.param({"low": 0, "high": 0}, [], "yes", TODAY, id="no work required"),
        pytest.param(
            {"low": 2},
            [{"setting": "academic", "since": date(2000, 1, 1)}],
            "maybe",
            None,
            id="highest requirement not on record",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "years": 1, "as_of": date(2026, 5, 23), "running": True}],
            "no",
            date(2027, 5, 23),
            id="years as of a day continue",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "years": 1, "running": False}],
            "no",
            None,
            id="ended years do not continue",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "years": 1, "as_of": TODAY}],
            "no",
            date(2027, 11, 23),
            id="years without dates go on",
        ),
        pytest.param(
            {"low": 1, "high": 1, "within_years": 5},
            [{"setting": "academic", "years": 3, "as_of": TODAY}],
            "yes",
            TODAY,
            id="recent work required, and years without dates are recent",
        ),
        pytest.param(
            {"low": 5, "high": 5},
            [
                {"setting": "academic", "years": 2, "as_of": TODAY},
                {"setting": "academic", "years": 2, "as_of": TODAY, "running": True},
            ],
            "no",
            date(2027, 11, 23),
            id="years without dates add up, and count once from today",
        ),
        pytest.param(
            {"low": 4, "high": 4},
            [
                {"setting": "academic", "years": 2, "as_of": TODAY},
                {"setting": "academic", "since": date(2024, 11, 23)},
            ],
            "yes",
            TODAY,
            id="years without dates are added to dated work",
        ),
        pytest.param(
            {"low": 3, "high": 3},
            [{"setting": "academic", "years": 2, "as_of": date(2025, 11, 23)}],
            "yes",
            TODAY,
            id="years counted a year ago are three now",
        ),
        pytest.param(
            {"low": 2, "high": 2},
            [{"setting": "academic", "years": 2, "as_of": date(2027, 11, 23)}],
            "no",
            date(2027, 11, 23),
            id="years counted after the day of the question",
        ),
        pytest.param(
            {"low": 1, "high": 1},
            [{"setting": "academic", "years": 1, "as_of": date(2028, 11, 23)}],
            "no",
            date(2028, 11, 23),
            id="work that begins after the day of the question",
        ),
        pytest.param(
            {"low": 3, "high": 3, "within_years": 5},
            [{"setting": "academic", "years": 3, "as_of": TODAY}] * 2,
            "yes",
            TODAY,
            id="each of two jobs is long enough in the last years",
        ),
        pytest.param(
            {"low": 4, "high": 4, "within_years": 5},
            [{"setting": "academic", "years": 3, "as_of": TODAY}] * 2,
            "maybe",
            date(2027, 11, 23),
            id="two jobs may have been one after the other in the last years",
        ),
        pytest.param(
            {"low": 2, "high": 2},
            [{"setting": "academic", "years": 2, "running": False, "hours_a_week": 60}],
            "yes",
            TODAY,
            id="long hours do not add years",
        ),
        pytest.param(
            {"low": 1, "high": 1, "within_years": 5},
            [{"setting": "academic", "years": 3, "running": False}],
            "maybe",
            None,
            id="dates of ended years unknown",
        ),
        pytest.param(
            {"low": 1, "high": 1, "within_years": 5},
            [{"setting": "academic", "since": date(2018, 1, 1), "until": date(2022, 6, 30)}],
            "no",
            None,
            id="too little recent work",
        ),
        pytest.param(
            {"low": 1, "high": 1, "within_years": 5},
            [
                {"setting": "academic", "since": date(2018, 1, 1), "until": date(2022, 5, 22)},
                {"setting": "academic", "since": date(2026, 8, 23)},
            ],
            "no",
            date(2027, 8, 23),
            id="old work drops out faster than new work is added",
        ),
        pytest.param(
            {"low": 1, "high": 1, "within_years": 5},
            [
                {"setting": "academic", "since": date(2020, 1, 1), "until": date(2022, 3, 22)},
                {"setting": "academic", "since": date(2027, 3, 1), "until": date(2029, 2, 28)},
            ],
            "no",
            date(2028, 3, 1),
            id="agreed work that has not started",
        ),
        *(
            pytest.param(
                {"low": 3, "high": 3},
                [{"setting": "academic", "since": since, "until": until}],
                "no",
                None,
                id=f"too little agreed work from {since}",
            )
            for since, until in (
                (date(2026, 11, 24), date(2028, 2, 13)),
                (date(2029, 6, 13), date(2030, 7, 8)),
            )
        ),
        pytest.param(
            {"low": Decimal("1.25"), "high": Decimal("1.25"), "hours": 2275, "within_years": 2},
            [
                {
                    "setting": "academic",
                    "since": date(2025, 1, 1),
                    "until": date(2026, 11, 30),
                    "hours_a_week": Decimal("17.5"),
                },
                {
                    "setting": "academic",
                    "since": date(2026, 12, 1),
                    "until": date(2027, 5, 31),
                    "hours_a_week": 35,
                },
            ],
            "no",
            date(2027, 6, 1),
            id="enough for one day only, then old work drops out",
        ),
        pytest.param(
            {"low": 1, "high": 1},
            [{"setting": "academic", "since": date(2026, 1, 1), "until": date(2026, 12, 31)}],
            "no",
            date(2027, 1, 1),
            id="enough exactly when the job ends",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "public", "since": date(2024, 11, 23)}],
            "maybe",
            None,
            id="just enough if the workplace counts",
        ),
        pytest.param(
            {"high": 2},
            [{"setting": "academic", "since": date(2024, 11, 23)}],
            "yes",
            TODAY,
            id="highest requirement is met",
        ),
        pytest.param(
            {"high": 2},
            [{"setting": "academic", "since": date(2026, 5, 23)}],
            "maybe",
            date(2028, 5, 23),
            id="lowest requirement not on record",
        ),
        pytest.param(
            {"low": 0, "high": 0, "open": True}, [], "maybe", None, id="more may be required"
        ),
        pytest.param(
            {"low": 175, "high": 175},
            [{"setting": "academic", "since": date(LAST_DAY.year - 175, 12, 31)}],
            "no",
            LAST_DAY,
            id="last possible day",
        ),
        pytest.param(
            {"low": 176, "high": 176},
            [{"setting": "academic", "since": date(LAST_DAY.year - 175, 12, 31)}],
            "no",
            None,
            id="after the last possible day",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [{"setting": "academic", "since": date(2020, 1, 1), "hours_a_week": 35}],
            "maybe",
            None,
            id="35 hours may be full time",
        ),
        pytest.param(
            TWO_YEARS | {"full_time": True},
            [
                {
                    "setting": "academic",
                    "since": date(2020, 1, 1),
                    "hours_a_week": 37,
                    "full_time": True,
                }
            ],
            "yes",
            TODAY,
            id="37 hours stated as full time",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "since": date(2020, 1, 1), "full_time": False}],
            "maybe",
            None,
            id="part-time work with unknown hours",
        ),
        pytest.param(
            TWO_YEARS | {"hours": 3640},
            [{"setting": "academic", "since": date(2022, 11, 23), "hours_a_week": Decimal("17.5")}],
            "yes",
            TODAY,
            id="hours over two years",
        ),
        pytest.param(
            TWO_YEARS,
            [{"setting": "academic", "years": 0, "as_of": TODAY, "running": True}],
            "no",
            date(2028, 11, 23),
            id="a job that begins today is enough in two years",
        ),
        pytest.param(
            {"low": Decimal("0.01"), "high": Decimal("0.01"), "within_years": 5},
            [{"setting": "academic", "years": 3, "running": False}] * 9,
            "maybe",
            None,
            id="undated work may all be too old",
        ),
    ],
)
def test_work_is_enough_from_a_certain_day(
    work: dict[str, Any], jobs: list[dict[str, Any]], answer: str, from_: date | None
) -> None:
    found = ask(work, *jobs)

    assert (found.answer, found.from_) == (answer, from_), found.need
    assert (found.gap is None) is (found.answer is not Answer.MAYBE)
    assert (found.need is None) is (found.answer is Answer.YES)


@pytest.mark.parametrize(
    ("work", "jobs", "need"),
    [
        (
            TWO_YEARS,
            [{"setting": "academic", "since": date(2025, 5, 23)}],
            "keep working: you need 6 more months of work",
        ),
        (
            TWO_YEARS | {"full_time": True, "settings": ["academic", "any"]},
            [{"setting": "academic", "years": 1, "running": False, "full_time": True}],
            (
                "you need 1 more year of full-time work "
                "in an academic library or a library of any kind"
            ),
        ),
        (
            TWO_YEARS | {"role": "supervisor"},
            [{"years": 0, "running": False}],
            "you need 2 more years as supervisor",
        ),
        (
            TWO_YEARS | {"settings": ["archives"]},
            [{"setting": "archives", "since": date(2025, 11, 21)}],
            "keep working: you need 11 more months and 29 days of work in archives",
        ),
        ({"low": 1, "high": 1}, [], 'how long have you worked? (`--experience "2 public"`)'),
        (
            TWO_YEARS | {"settings": ["public"]},
            [{"setting": "public", "years": 1, "running": False}],
            "you need 1 more year of work in a public library",
        ),
        (
            {"low": Decimal("1.01"), "high": Decimal("1.01")},
            [{"setting": "academic", "years": 1, "running": False}],
            "you need 4 more days of work",
        ),
        (
            TWO_YEARS,
            [{"setting": "academic", "since": date(2020, 1, 1), "until": date(2020, 12, 31)}],
            "you need 1 more year of work",
        ),
        (
            {"low": 3, "high": 3},
            [
                {"setting": "academic", "since": date(2020, 1, 1), "until": date(2020, 12, 31)},
                {"setting": "academic", "years": 1, "as_of": TODAY},
            ],
            "keep working: you need 1 more year of work",
        ),
        (
            {"low": 3, "high": 3},
            [
                {"setting": "academic", "years": 1, "running": False, "hours_a_week": 20},
                {"setting": "academic", "years": 1, "running": False},
            ],
            "you need 1 more year of work, even if part-time work counts in full",
        ),
        (
            {"low": 3, "high": 3},
            [{"setting": "public", "years": 2, "running": False, "hours_a_week": 20}],
            "you need 1 more year of work, even if part-time work counts in full",
        ),
        (
            {"low": 3, "high": 3, "settings": ["academic"]},
            [
                {"setting": "public", "years": 1, "running": False, "hours_a_week": 20},
                {"setting": "academic", "years": 1, "running": False},
            ],
            "you need 2 more years of work in an academic library",
        ),
        (
            {"low": 1, "high": 1},
            [{"setting": "academic", "since": date(2026, 1, 1), "hours_a_week": 20}],
            (
                "keep working: you need 6 more months and 20 days of full-time work, "
                "which is 1 year, 1 month and 9 days at your 20 hours a week"
            ),
        ),
        (
            {"low": 1, "high": 1, "hours": 1820},
            [{"setting": "public", "years": 1, "running": False, "hours_a_week": 17}],
            "you need 936 more hours of work",
        ),
        (
            {"low": 1, "high": 1, "hours": 1820},
            [{"setting": "academic", "years": 1, "as_of": TODAY, "hours_a_week": 20}],
            "keep working: you need 780 more hours of work: 9 months at your 20 hours a week",
        ),
        (
            {"low": 1, "high": 1, "hours": 1820, "within_years": 5},
            [{"setting": "academic", "since": date(2024, 12, 6), "hours_a_week": Decimal("17.5")}],
            "keep working: you need 35 more hours of work: 14 days at your 17.5 hours a week",
        ),
        (  # From 2027 on.
            {"low": 1, "high": 1, "hours": 1820},
            [{"setting": "academic", "since": date(2027, 1, 1), "hours_a_week": 20}],
            "keep working: you need 1,820 more hours of work",
        ),
        (  # Two jobs that go on.
            {"low": 1, "high": 1},
            [
                {"setting": "academic", "since": date(2026, 11, 1), "hours_a_week": 20},
                {"setting": "academic", "since": date(2026, 11, 1), "hours_a_week": 10},
            ],
            "keep working: you need 11 more months and 15 days of work, counted by your hours",
        ),
        (
            {"low": 1, "high": 1, "role": "clerk"},
            [
                {
                    "setting": "academic",
                    "since": date(2026, 11, 23),
                    "hours_a_week": 20,
                    "role": "clerk",
                }
            ],
            (
                "keep working: you need 1 more year as clerk, full time, "
                "which is 2 years at your 20 hours a week"
            ),
        ),
        (
            {"low": 2, "high": 2},
            [{"setting": "academic", "since": date(2027, 11, 23)}],
            "keep working: you need 2 more years of work",
        ),
        (
            {"low": 2, "high": 2},
            [
                {"setting": "academic", "since": date(2024, 11, 23), "until": date(2025, 11, 22)},
                {"setting": "academic", "since": date(2027, 11, 23)},
            ],
            "keep working: you need 1 more year of work",
        ),
        (
            {"low": 3, "high": 3},
            [{"setting": "academic", "years": 2, "as_of": TODAY}],
            "keep working: you need 1 more year of work",
        ),
        (
            {"low": 1, "high": 1},
            [{"setting": "academic", "years": 0, "as_of": TODAY}],
            "keep working: you need 1 more year of work",
        ),
        (
            {"low": 1, "high": 1, "role": "supervisor"},
            [{"setting": "academic", "since": date(2020, 1, 1), "role": "page"}],
            "does `page` count as supervisor? (`--meets WORDS` if so)",
        ),
    ],
)
def test_missing_work_is_described(
    work: dict[str, Any], jobs: list[dict[str, Any]], need: str
) -> None:
    assert describe_with_options(ask(work, *jobs).need) == need


@pytest.mark.parametrize("year", [2027, 2029, 2030, 2031, 2033, 2034])
def test_jobs_with_gaps_between_them_add_up(year: int) -> None:
    jobs = [
        {"setting": "academic", "since": date(year, month, 1), "until": date(year, month + 1, 28)}
        for month in (1, 4, 7, 10)
    ]
    quarter = {"low": Decimal("0.25"), "high": Decimal("0.25")}

    assert ask(quarter, *jobs).from_ == date(year, 5, 1)


PLACE = 'in which kind of workplace did you work? (`--experience "2 academic"`)'
POST = 'in which position did you work? (`--experience "2 as clerk"`)'
LONG = {"setting": "academic", "since": date(2020, 1, 1)}
OVER = {"setting": "academic", "years": 3, "running": False}
CLERK = {"role": "clerk"}
RECENT = {"within_years": 5}
FULL = {"full_time": True}


@pytest.mark.parametrize(
    ("work", "jobs", "gap", "need"),
    [
        pytest.param(
            {},
            [],
            "record",
            "the work requirement is not on record",
            id="requirement not on record",
        ),
        pytest.param(
            {"low": 2},
            [],
            "person",
            'how long have you worked? (`--experience "2 public"`)',
            id="no jobs stated",
        ),
        pytest.param(
            {"low": 2},
            [LONG],
            "record",
            "whether your work is enough is not on record",
            id="highest requirement not on record",
        ),
        pytest.param(
            TWO_YEARS, [{"since": date(2020, 1, 1)}], "person", PLACE, id="workplace unknown"
        ),
        pytest.param(
            TWO_YEARS,
            [LONG | {"setting": "public"}],
            "record",
            "whether work in a public library counts is not on record",
            id="other workplace",
        ),
        pytest.param(
            TWO_YEARS,
            [LONG | {"setting": "any"}],
            "person",
            'in which kind of library did you work? (`--experience "2 academic"`)',
            id="library of any kind",
        ),
        pytest.param(
            TWO_YEARS | {"settings": ["archives"], "related": True},
            [LONG | {"setting": "any"}],
            "record",
            "whether work in a library of any kind counts is not on record",
            id="library of any kind, no library required",
        ),
        pytest.param(TWO_YEARS | CLERK, [LONG], "person", POST, id="position unknown"),
        pytest.param(
            TWO_YEARS | FULL,
            [LONG],
            "person",
            'is the job full time? (`--experience "2 full-time"`)',
            id="full time unknown",
        ),
        pytest.param(
            TWO_YEARS | FULL,
            [LONG | {"hours_a_week": 37}],
            "record",
            "the number of hours in a full-time week is not on record; "
            "it is enough if the issuer counts part-time work in full",
            id="full time not on record",
        ),
        pytest.param(
            TWO_YEARS | {"hours": 3640},
            [LONG],
            "person",
            'how many hours a week? (`--experience "2 public 20h"`)',
            id="hours unknown",
        ),
        pytest.param(
            TWO_YEARS,
            [LONG | {"since": date(2023, 11, 23), "hours_a_week": 20}],
            "record",
            "it is enough if the issuer counts part-time work in full",
            id="part-time rule not on record",
        ),
        pytest.param(
            TWO_YEARS | RECENT,
            [OVER],
            "person",
            'from when to when did you work? (`--experience "2023-05-01..2025-01-31"`)',
            id="dates unknown",
        ),
        pytest.param(TWO_YEARS | CLERK, [OVER], "person", POST, id="dates not needed"),
        pytest.param(TWO_YEARS | CLERK | RECENT, [LONG], "person", POST, id="dates known"),
        pytest.param(
            TWO_YEARS | CLERK | RECENT,
            [OVER | {"running": True, "as_of": TODAY}],
            "person",
            POST,
            id="dates follow from a current job",
        ),
        pytest.param(
            TWO_YEARS | CLERK,
            [{"since": date(2020, 1, 1)}],
            "person",
            f"{PLACE}; {POST}",
            id="two unknown facts",
        ),
        pytest.param(
            TWO_YEARS,
            [{"since": date(2020, 1, 1), "hours_a_week": 20}],
            "person",
            PLACE,
            id="person's gap comes before the record's gap",
        ),
        pytest.param(
            TWO_YEARS | CLERK | {"settings": ["academic"]},
            [LONG | {"role": "page"}, LONG | {"setting": "public"}],
            "person",
            "does `page` count as clerk? (`--meets WORDS` if so)",
            id="no question about work that cannot count",
        ),
    ],
)
def test_unclear_answer_names_the_gap_and_asks_for_the_fact(
    work: dict[str, Any], jobs: list[dict[str, Any]], gap: str, need: str
) -> None:
    found = ask(work, *jobs)

    assert (found.answer, found.gap) == (Answer.MAYBE, gap)
    assert describe_with_options(found.need) == need


DATED = st.builds(
    lambda since, days, hours, setting: Job(
        setting=setting,
        since=since,
        until=None if days is None else month_slots.to_day(month_slots.to_slot(since) + days),
        hours_a_week=hours,
    ),
    st.dates(date(2015, 1, 1), date(2028, 12, 31)),
    st.none() | st.integers(0, 2000),
    st.none() | st.integers(1, 60),
    st.sampled_from(["academic", "public", None]),
)
UNDATED = st.builds(
    lambda years, as_of, running, hours: Job(
        setting="academic", years=years, as_of=as_of, running=running, hours_a_week=hours
    ),
    st.integers(0, 4),
    st.dates(date(2024, 1, 1), TODAY),
    st.sampled_from([None, True, False]),
    st.none() | st.integers(1, 60),
)
JOBS = DATED | UNDATED
WORK = st.builds(
    lambda years, hours, within, full: Work(
        low=years, high=years, hours=hours if years else None, within_years=within, full_time=full
    ),
    st.integers(0, 4),
    st.sampled_from([None, 1820, 3640]),
    st.sampled_from([None, 3, 5]),
    st.sampled_from([None, True]),
)


@given(WORK, st.lists(JOBS, max_size=4))
def test_answer_is_yes_on_the_named_day_but_not_the_day_before(work: Work, jobs: list[Job]) -> None:
    found = evaluate_work(work, jobs, ("academic",), TODAY)
    if found.from_ is None:
        assert found.answer is not Answer.YES
        return

    assert evaluate_work(work, jobs, ("academic",), found.from_).answer is Answer.YES
    assert (found.from_ == TODAY) is (found.answer is Answer.YES)
    if found.from_ > TODAY:
        before = month_slots.to_day(month_slots.to_slot(found.from_) - 1)
        assert evaluate_work(work, jobs, ("academic",), before).answer is not Answer.YES


@given(WORK, st.lists(JOBS, min_size=1, max_size=3), JOBS)
def test_more_work_never_counts_less(work: Work, jobs: list[Job], another: Job) -> None:
    order = [Answer.NO, Answer.MAYBE, Answer.YES]
    less = evaluate_work(work, jobs, ("academic",), TODAY)
    more = evaluate_work(work, [*jobs, another], ("academic",), TODAY)

    assert order.index(more.answer) >= order.index(less.answer)
    assert more.from_ is not None or less.from_ is None
    assert more.from_ is None or less.from_ is None or more.from_ <= less.from_


@given(WORK, st.lists(UNDATED, max_size=3))
def test_years_without_dates_are_taken_as_running(work: Work, jobs: list[Job]) -> None:
    said = [job.replace(running=job.running is not False) for job in jobs]

    assert evaluate_work(work, jobs, ("academic",), TODAY) == evaluate_work(
        work, said, ("academic",), TODAY
    )


@given(WORK, st.lists(DATED, max_size=3), st.integers(1, 39))
def test_fewer_hours_never_count_more(work: Work, jobs: list[Job], hours: int) -> None:
    order = [Answer.NO, Answer.MAYBE, Answer.YES]
    shorter = [job.replace(hours_a_week=hours) for job in jobs]
    longer = [job.replace(hours_a_week=40) for job in jobs]
    less, more = (evaluate_work(work, some, ("academic",), TODAY) for some in (shorter, longer))

    assert order.index(less.answer) <= order.index(more.answer)


@given(st.lists(JOBS, max_size=3))
def test_profile_accepts_these_jobs(jobs: list[Job]) -> None:
    assert Profile(experience=tuple(jobs)).experience == tuple(jobs)
