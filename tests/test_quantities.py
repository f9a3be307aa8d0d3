"""Amounts, days and lengths of time, as users type them."""

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
def test_months_are_read(text: str, expected: int) -> None:
    assert months(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("2", 2), ("18mo", Decimal("1.5")), ("P1Y", 1)])
def test_years_are_read(text: str, expected: Decimal) -> None:
    assert years(text) == expected


@pytest.mark.parametrize("text", ["199.50", "0", pytest.param(str(MAX_AMOUNT), id="maximum")])
def test_amounts_are_read(text: str) -> None:
    assert amount(text) == Decimal(text)


@pytest.mark.parametrize("text", [f"{MAX_AMOUNT}.01", "9" * 5000])
def test_amounts_have_a_maximum(text: str) -> None:
    message = f"`{text[:40]}` is too much; the most is {MAX_AMOUNT}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        amount(text)


@pytest.mark.parametrize(
    "text", ["1.27", "1", "0.0000000001", pytest.param(str(MAX_RATE), id="maximum")]
)
def test_rates_are_read(text: str) -> None:
    assert rate(text) == Decimal(text)


@pytest.mark.parametrize("text", ["0", "0.0", str(MAX_RATE + 1)])
def test_rates_must_be_above_0_and_have_a_maximum(text: str) -> None:
    message = f"`{text}` is not a rate; it must be above 0 and at most {MAX_RATE}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        rate(text)


def test_days_are_read() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "0000-01-01"])
def test_days_must_be_in_the_calendar(text: str) -> None:
    with pytest.raises(ValueError, match=f"^`{text}` is not a day in the calendar$"):
        day(text)


@pytest.mark.parametrize("text", ["2", "10", "007"])
def test_whole_numbers_may_equal_their_bounds(text: str) -> None:
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
def test_invalid_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount; write it as"):
        amount(text)


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "1", "11", "5.0"])
def test_invalid_whole_numbers_are_refused(text: str) -> None:
    message = f"`{text[:40]}` is not a whole number from 2 to 10"
    with pytest.raises(ValueError, match="is not a whole number") as error:
        whole(text, 2, 10)
    assert str(error.value) == message


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "0.12345678901"])
def test_invalid_rates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate; write it as"):
        rate(text)


@pytest.mark.parametrize("text", [*WRONG, "20240315", "2024-W11-5", "2024-3-15", "15.03.2024"])
def test_invalid_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day; write it as"):
        day(text)


@pytest.mark.parametrize("text", [*WRONG, "9" * 5000, "P", "PT6H", "6m", "M6P", "P6", "w"])
def test_invalid_lengths_of_time_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time; write it as"):
        months(text)


@pytest.mark.parametrize(
    ("read", "description"),
    [
        (amount, "an amount; write it as `200` or `199.50`"),
        (rate, "a rate; write it as `1.27`"),
        (day, "a day; write it as `2024-03-15`"),
        (months, "a length of time; write it as `6`, `6mo`, `26w`, `1y` or `P6M`"),
        (years, "a length of time; write it as `2`, `2y`, `18mo` or `P18M`"),
    ],
)
def test_errors_quote_the_start_of_the_text_and_show_a_valid_form(
    read: Callable[[str], object], description: str
) -> None:
    with pytest.raises(ValueError, match="is not") as error:
        read("x" * 41)
    assert str(error.value) == f"`{'x' * 40}` is not {description}"
