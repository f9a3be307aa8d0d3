"""Test how old the pages of a catalogue are."""

from datetime import date

import pytest

from libcert.model.source import Source, is_old, read_before


def make_source(read: date, dated: str | None = None) -> Source:
    return Source(
        id="S", title="t", publisher="p", url="https://x.org", dated=dated, read=read, tier="issuer"
    )


@pytest.mark.parametrize(
    ("dated", "old"), [("2009", True), ("2021-12", True), ("2022-01-01", False), (None, False)]
)
def test_a_page_is_old_if_it_was_five_years_old_when_read(dated: str | None, *, old: bool) -> None:
    assert is_old(make_source(date(2026, 11, 23), dated)) is old


@pytest.mark.parametrize(
    ("read", "today", "months", "before"),
    [
        pytest.param(date(2026, 1, 15), date(2026, 2, 15), 1, False, id="exactly the limit"),
        pytest.param(date(2026, 1, 14), date(2026, 2, 15), 1, True, id="one day over the limit"),
        pytest.param(
            date(2026, 1, 31), date(2026, 2, 28), 1, False, id="a shorter month after a longer one"
        ),
        pytest.param(date(2024, 2, 28), date(2024, 3, 31), 1, True, id="the last day of February"),
        pytest.param(date(2024, 2, 29), date(2024, 3, 31), 1, False, id="a leap day"),
        pytest.param(date(2025, 12, 1), date(2026, 1, 1), 1, False, id="over the new year"),
        pytest.param(date(2026, 1, 1), date(2026, 1, 1), 0, False, id="today"),
        pytest.param(
            date(1, 1, 1), date(2026, 1, 1), 99_999, False, id="more months than the calendar has"
        ),
    ],
)
def test_read_before_allows_the_named_number_of_months(
    read: date, today: date, months: int, *, before: bool
) -> None:
    assert read_before(make_source(read), today, months) is before
