"""Amounts and spans of time as people type them."""

from decimal import Decimal

import pytest

from libcert.quantities import amount, months, years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6", 6),
        ("6mo", 6),
        ("6 months", 6),
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


def test_amount() -> None:
    assert amount("199.50") == Decimal("199.50")


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
    "9" * 5000,
    "0x10",
    "$5",
]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount; write it as"):
        amount(text)


@pytest.mark.parametrize("text", [*WRONG, "P", "PT6H", "6m", "6 moons", "M6P", "P6", "w"])
def test_what_is_no_span_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span of time; write it as"):
        months(text)
