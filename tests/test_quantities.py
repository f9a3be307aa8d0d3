"""Amounts, days and lengths of time, as users type them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert.cli.read_values import amount, day, months, period, rate, whole, years
from libcert.model.limits import MAX_AMOUNT, MAX_RATE

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


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
        (" 5 ", 5),
        ("a year", 12),
        ("one year", 12),
        ("two years", 24),
        ("half a year", 6),
        ("a year and a half", 18),
        ("2 and a half years", 30),
        ("1 year 6 months", 18),
        ("1 yr, 6 mos", 18),
        ("1 year and 6 months", 18),
    ],
)
def test_months_are_read(text: str, expected: int) -> None:
    assert months(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("2", 2), ("18mo", Decimal("1.5")), ("P1Y", 1)])
def test_years_are_read(text: str, expected: Decimal) -> None:
    assert years(text) == expected


@pytest.mark.parametrize("text", ["199.50", "0", pytest.param(str(MAX_AMOUNT), id="maximum")])
def test_amounts_are_read(text: str) -> None:
    assert amount(text) == (Decimal(text), None)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("$200", 200, "USD"),
        ("US$ 200", 200, "USD"),
        ("£90", 90, "GBP"),
        ("90 pounds", 90, "GBP"),
        ("€12,50", None, None),
        ("A$310", 310, "AUD"),
        ("200USD", 200, "USD"),
        ("200 usd", 200, "USD"),
        ("USD 200", 200, "USD"),
        ("1,200", 1200, None),
        ("1 200", 1200, None),
        (" 1200.50 ", Decimal("1200.5"), None),
        ("$1,200.50", Decimal("1200.5"), "USD"),
    ],
)
def test_amounts_are_read_as_people_write_them(
    text: str, number: Decimal | None, currency: str | None
) -> None:
    if number is None:
        with pytest.raises(ValueError, match=r"can be 12\.50 or 1250; write one of them$"):
            amount(text)
    else:
        assert amount(text) == (number, currency)


@given(st.decimals(0, MAX_AMOUNT, places=2), st.sampled_from([("$", "USD"), ("£", "GBP")]))
def test_an_amount_is_the_same_with_commas_a_sign_or_a_code(
    number: Decimal, sign_and_code: tuple[str, str]
) -> None:
    sign, code = sign_and_code

    assert amount(f"{sign}{number:,}") == amount(f"{code} {number}") == (number, code)


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


@pytest.mark.parametrize("text", ["18-24 months", "18–24 months", "18 to 24 months"])
def test_a_range_of_time_is_refused_with_both_readings(text: str) -> None:
    with pytest.raises(ValueError, match=r"is a range; write `18 months` or `24 months`$"):
        months(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("March 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("mar 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("15 March 2024", date(2024, 3, 15), date(2024, 3, 15)),
        ("March 15th, 2024", date(2024, 3, 15), date(2024, 3, 15)),
        ("2024/3/15", date(2024, 3, 15), date(2024, 3, 15)),
        ("15.03.2024", date(2024, 3, 15), date(2024, 3, 15)),
        ("3/15/2024", date(2024, 3, 15), date(2024, 3, 15)),
        ("3/3/2024", date(2024, 3, 3), date(2024, 3, 3)),
        ("today", date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_days_months_and_years_are_read(text: str, first: date, last: date) -> None:
    assert period(text, date(2026, 11, 29)) == (first, last)
    assert day(text, date(2026, 11, 29)) == first


def test_a_day_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(ValueError, match=r"^`3/1/2022` can be 2022-03-01 or 2022-01-03; write one"):
        day("3/1/2022")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_way_to_write_a_day_means_that_day(written: date) -> None:
    name = MONTHS[written.month - 1]
    number, year = written.day, written.year

    for text in (
        written.isoformat(),
        f"{number} {name} {year}",
        f"{name} {number}, {year}",
        f"{name[:3].upper()} {number} {year}",
        f"{year}/{written.month}/{number}",
    ):
        assert day(text) == written


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "0000-01-01", "May 45, 2024"])
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


WRONG_TIME = [text for text in WRONG if text.strip() != "5"]


@pytest.mark.parametrize(
    "text", [*sorted({*WRONG_TIME} - {"1,000", "$5"}), "1.200,50", "5 %", "1."]
)
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


@pytest.mark.parametrize("text", [*WRONG, "20240315", "2024-W11-5", "March", "Foo 2024", "today"])
def test_invalid_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day; write it as"):
        day(text)


@pytest.mark.parametrize("text", [*WRONG_TIME, "9" * 5000, "P", "PT6H", "6m", "M6P", "P6", "w"])
def test_invalid_lengths_of_time_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time; write it as"):
        months(text)


@pytest.mark.parametrize(
    ("read", "description"),
    [
        (amount, "an amount; write it as `200`, `199.50`, `$200` or `£90`"),
        (rate, "a rate; write it as `1.27`"),
        (day, "a day; write it as `2024-03-15`, `2024-03` or `2024`"),
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
