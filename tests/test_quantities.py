"""Amounts and spans of time as people type them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from libcert.cli.read_values import amount, day, months, rate, whole, years
from libcert.model.limits import MAX_AMOUNT, MAX_RATE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6", 6),
        ("6mo", 6),
        ("6 months", 6),
        ("6 MONTHS", 6),
        ("26w", 6),
        ("1y", 12),
        ("1.5 years", 18),
        ("365d", 12),
        ("P6M", 6),
        ("p1y6m", 18),
        ("P26W", 6),
        ("P365D", 12),
        ("0", 0),
    ],
)
def test_months(text: str, expected: int) -> None:
    assert months(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("2", 2), ("18mo", Decimal("1.5")), ("P1Y", 1)])
def test_years(text: str, expected: Decimal) -> None:
    assert years(text) == expected


@pytest.mark.parametrize("text", ["199.50", "0", pytest.param(str(MAX_AMOUNT), id="the most")])
def test_amount(text: str) -> None:
    assert amount(text) == Decimal(text)


@pytest.mark.parametrize("text", [f"{MAX_AMOUNT}.01", "9" * 5000])
def test_an_amount_is_within_reach(text: str) -> None:
    message = f"`{text[:40]}` is too much; the most is {MAX_AMOUNT}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        amount(text)


@pytest.mark.parametrize(
    "text", ["1.27", "1", "0.0000000001", pytest.param(str(MAX_RATE), id="the most")]
)
def test_rate(text: str) -> None:
    assert rate(text) == Decimal(text)


@pytest.mark.parametrize("text", ["0", "0.0", str(MAX_RATE + 1)])
def test_a_rate_is_above_0_and_within_reach(text: str) -> None:
    message = f"`{text}` is not a rate; it must be above 0 and at most {MAX_RATE}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        rate(text)


def test_day() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "0000-01-01"])
def test_a_day_is_in_the_calendar(text: str) -> None:
    with pytest.raises(ValueError, match=f"^`{text}` is not a day in the calendar$"):
        day(text)


@pytest.mark.parametrize("text", ["2", "10", "007"])
def test_a_whole_number_may_be_the_least_or_the_most(text: str) -> None:
    assert whole(text, 2, 10) == int(text)


WRONG = [
    "",
    " 5 ",
    "-5",
    "nan",
    "inf",
    "1e3",
    "1_000",
    "1,000",
    "٣",
    "5\n",
    "0x10",
    "$5",
]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount; write it as"):
        amount(text)


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "1", "11", "5.0"])
def test_what_is_no_whole_number_within_bounds(text: str) -> None:
    message = f"`{text[:40]}` is not a whole number from 2 to 10"
    with pytest.raises(ValueError, match="is not a whole number") as refused:
        whole(text, 2, 10)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "0.12345678901"])
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate; write it as"):
        rate(text)


@pytest.mark.parametrize("text", [*WRONG, "20240315", "2024-W11-5", "2024-3-15", "15.03.2024"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day; write it as"):
        day(text)


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "P", "PT6H", "6m", "M6P", "P6", "w"])
def test_what_is_no_span_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time; write it as"):
        months(text)


@pytest.mark.parametrize(
    ("read", "what"),
    [
        (amount, "an amount; write it as `200` or `199.50`"),
        (rate, "a rate; write it as `1.27`"),
        (day, "a day; write it as `2024-03-15`"),
        (months, "a length of time; write it as `6`, `6mo`, `26w`, `1y` or `P6M`"),
        (years, "a length of time; write it as `2`, `2y`, `18mo` or `P18M`"),
    ],
)
def test_what_is_wrong_is_quoted_in_part_with_what_would_be_right(
    read: Callable[[str], object], what: str
) -> None:
    with pytest.raises(ValueError, match="is not") as refused:
        read("x" * 41)
    assert str(refused.value) == f"`{'x' * 40}` is not {what}"
