"""Sums of calendar time, which are exact for every first month and day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from libcert.model import month_slots

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param(date(2026, 11, 23), 6, date(2027, 5, 23), id="same day of another month"),
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="last day of a shorter month"),
        pytest.param(
            date(2028, 1, 31), 1, date(2028, 2, 29), id="last day of February in a leap year"
        ),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="one year from a leap day"),
        pytest.param(date(2024, 2, 29), 48, date(2028, 2, 29), id="four years from a leap day"),
        pytest.param(date(2026, 8, 31), 3, date(2026, 11, 30), id="from August to November"),
        pytest.param(date(2026, 12, 31), 2, date(2027, 2, 28), id="past the end of the year"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backwards"),
        pytest.param(
            date(2026, 1, 1), Decimal("0.5"), date(2026, 1, 17), id="half a month is 16 days"
        ),
        pytest.param(date(9999, 6, 1), 12, date.max, id="end of the calendar"),
        pytest.param(date(1, 6, 1), -12, date.min, id="start of the calendar"),
    ],
)
def test_months_are_added_to_a_day(start: date, months: int | Decimal, end: date) -> None:
    assert month_slots.add_months(start, months) == end


@given(DAYS)
@example(date(2026, 2, 28))
@example(date(2026, 4, 30))
@example(date(2026, 12, 31))
def test_each_slot_of_a_day_gives_that_day(day: date) -> None:
    first, last = month_slots.to_slot(day), month_slots.to_last_slot(day)

    assert {month_slots.to_day(slot) for slot in range(first, last + 1)} == {day}
    assert month_slots.to_day(last + 1) == day + timedelta(days=1)


@pytest.mark.parametrize("day", [date.min, date(1, 6, 15), date(9999, 6, 15), date.max])
def test_days_in_the_first_and_last_year_are_supported(day: date) -> None:
    assert month_slots.to_day(month_slots.to_slot(day)) == day


def test_year_has_twelve_months() -> None:
    assert month_slots.months_to_slots(12) == month_slots.SLOTS_PER_YEAR


@given(DAYS, DAYS)
def test_slots_keep_the_order_of_days(one: date, other: date) -> None:
    assert (one < other) is (month_slots.to_slot(one) < month_slots.to_slot(other))


@given(DAYS, st.integers(0, 600), st.integers(0, 600))
def test_months_add_up(start: date, one: int, other: int) -> None:
    """One month and one more are two months, even from the 31st; days would drift to the 28th."""
    slot = (
        month_slots.to_slot(start)
        + month_slots.months_to_slots(one)
        + month_slots.months_to_slots(other)
    )

    assert month_slots.to_day(slot) == month_slots.add_months(start, one + other)
