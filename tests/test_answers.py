"""The three answers to a question to a range."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert.answers import all_of, at_least, at_most
from libcert.models import Answer, Money, Range

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
        pytest.param(Money(low=0, high=0), 0, YES, YES, id="on record that none is needed"),
        pytest.param(Money(low=200, high=400, open=True), 500, MAYBE, MAYBE, id="more on top"),
        pytest.param(Money(low=200, high=400, open=True), 100, NO, YES, id="open, yet too much"),
        pytest.param(Money(low=100, high=100, open=True), 200, MAYBE, MAYBE, id="open below"),
        pytest.param(Money(low=300), 200, NO, YES, id="only the low end, above"),
        pytest.param(Money(low=100), 200, MAYBE, MAYBE, id="only the low end, below"),
        pytest.param(Money(high=100), 200, YES, NO, id="only the high end, below"),
        pytest.param(Money(high=300), 200, MAYBE, MAYBE, id="only the high end, above"),
        pytest.param(Money(low=1, high=1, unit="GBP"), 200, MAYBE, MAYBE, id="another currency"),
        pytest.param(Money(low=300, high=300, unit="GBP"), 200, MAYBE, MAYBE, id="no rate guessed"),
    ],
)
def test_a_question_to_a_range(figure: Money, limit: int, most: Answer, least: Answer) -> None:
    assert (at_most(figure, limit, "USD"), at_least(figure, limit, "USD")) == (most, least)


def test_several_criteria() -> None:
    assert all_of([]) is YES
    assert all_of([YES, YES]) is YES
    assert all_of([YES, MAYBE]) is MAYBE
    assert all_of([MAYBE, NO, YES]) is NO


@given(ranges(), limits, st.integers(0, 50))
def test_a_yes_holds_for_every_wider_limit_and_a_no_for_every_narrower(
    figure: Range, limit: int, more: int
) -> None:
    if at_most(figure, limit, "USD") is YES:
        assert at_most(figure, limit + more, "USD") is YES
    if at_most(figure, limit + more, "USD") is NO:
        assert at_most(figure, limit, "USD") is NO


@given(ranges(), limits, limits)
def test_a_yes_or_no_is_true_of_every_amount_that_the_range_allows(
    figure: Range, limit: int, amount: int
) -> None:
    low = figure.low or 0
    high = Decimal("Infinity") if figure.high is None or figure.open else figure.high
    if low <= amount <= high:
        assert at_most(figure, limit, "USD") in {MAYBE, YES if amount <= limit else NO}
        assert at_least(figure, limit, "USD") in {MAYBE, YES if amount >= limit else NO}
