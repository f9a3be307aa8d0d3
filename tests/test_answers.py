"""Answers about a range: yes, maybe or no."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert.model.credential import Answer, Money, Range
from libcert.questions.three_valued import (
    all_of,
    at_least,
    at_least_count,
    at_most,
    earliest_for_count,
)

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO

ends = st.none() | st.integers(0, 50)
limits = st.integers(0, 50)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Money(low=low, high=high, open=draw(st.booleans()))


@pytest.mark.parametrize(
    ("figure", "limit", "most", "least"),
    [
        pytest.param(Money(low=150, high=200), 200, YES, MAYBE, id="the high end is the limit"),
        pytest.param(Money(low=175, high=225), 200, MAYBE, MAYBE, id="the limit is inside"),
        pytest.param(Money(low=200, high=200), 200, YES, YES, id="the figure is the limit"),
        pytest.param(Money(low=525, high=625), 200, NO, YES, id="the low end is above"),
        pytest.param(Money(low=50, high=80), 200, YES, NO, id="the high end is below"),
        pytest.param(Money(), 200, MAYBE, MAYBE, id="not on record"),
        pytest.param(Money(low=0, high=0), 0, YES, YES, id="zero on record"),
        pytest.param(
            Money(low=200, high=400, open=True), 500, MAYBE, MAYBE, id="open range below the limit"
        ),
        pytest.param(
            Money(low=200, high=400, open=True), 100, NO, YES, id="open range above the limit"
        ),
        pytest.param(
            Money(low=100, high=100, open=True), 200, MAYBE, MAYBE, id="open amount below the limit"
        ),
        pytest.param(Money(low=300), 200, NO, YES, id="only the low end, above"),
        pytest.param(Money(low=100), 200, MAYBE, MAYBE, id="only the low end, below"),
        pytest.param(Money(high=100), 200, YES, NO, id="only the high end, below"),
        pytest.param(Money(high=300), 200, MAYBE, MAYBE, id="only the high end, above"),
        pytest.param(Money(low=1, high=1, unit="GBP"), 200, MAYBE, MAYBE, id="another currency"),
        pytest.param(
            Money(low=300, high=300, unit="GBP"), 200, MAYBE, MAYBE, id="no rate is assumed"
        ),
    ],
)
def test_limit_is_compared_with_a_range(
    figure: Money, limit: int, most: Answer, least: Answer
) -> None:
    assert (at_most(figure, limit, "USD"), at_least(figure, limit, "USD")) == (most, least)


def test_several_answers_are_combined() -> None:
    assert all_of([]) is YES
    assert all_of([YES, YES]) is YES
    assert all_of([YES, MAYBE]) is MAYBE
    assert all_of([MAYBE, NO, YES]) is NO


@pytest.mark.parametrize(
    ("answers", "count", "answer"),
    [
        pytest.param([YES, NO, NO], 1, YES, id="one is enough"),
        pytest.param([YES, YES, NO], 2, YES, id="exactly enough"),
        pytest.param([YES, MAYBE, NO], 2, MAYBE, id="one more is uncertain"),
        pytest.param([YES, NO, NO], 2, NO, id="too few are possible"),
        pytest.param([MAYBE, MAYBE], 2, MAYBE, id="all are uncertain"),
        pytest.param([NO, NO], 1, NO, id="no yes"),
        pytest.param([], 0, YES, id="none is required"),
    ],
)
def test_answers_are_compared_with_a_required_count(
    answers: Sequence[Answer], count: int, answer: Answer
) -> None:
    assert at_least_count(answers, count) is answer


SPRING, SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("days", "count", "first"),
    [
        pytest.param([AUTUMN, SPRING, SUMMER], 1, SPRING, id="earliest day"),
        pytest.param([AUTUMN, SPRING, SUMMER], 2, SUMMER, id="second day"),
        pytest.param([AUTUMN, SPRING, SUMMER], 3, AUTUMN, id="last day"),
        pytest.param([AUTUMN, None, SPRING], 2, AUTUMN, id="one day unknown, but enough others"),
        pytest.param([SPRING, None], 2, None, id="too few days"),
        pytest.param([SPRING], 0, None, id="none is required"),
    ],
)
def test_first_day_for_a_required_count_is_found(
    days: Sequence[date | None], count: int, first: date | None
) -> None:
    assert earliest_for_count(days, count) == first


@pytest.mark.slow
@given(ranges(), limits, st.integers(0, 50))
def test_yes_holds_for_higher_limits_and_no_for_lower_limits(
    figure: Range, limit: int, more: int
) -> None:
    if at_most(figure, limit, "USD") is YES:
        assert at_most(figure, limit + more, "USD") is YES
    if at_most(figure, limit + more, "USD") is NO:
        assert at_most(figure, limit, "USD") is NO


@given(ranges(), limits, limits)
def test_yes_and_no_are_true_for_every_amount_in_the_range(
    figure: Range, limit: int, amount: int
) -> None:
    low = figure.low or 0
    high = Decimal("Infinity") if figure.high is None or figure.open else figure.high
    if low <= amount <= high:
        assert at_most(figure, limit, "USD") in {MAYBE, YES if amount <= limit else NO}
        assert at_least(figure, limit, "USD") in {MAYBE, YES if amount >= limit else NO}
