"""Which of several figures is the lowest, and how certain this is."""

from collections.abc import Callable

import pytest
from conftest import Answered

from libcert import Catalogue
from libcert.model.credential import Answer, Money
from libcert.questions.comparison import differing, least
from libcert.render.phrases import one_line

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO


@pytest.mark.parametrize(
    ("figures", "answers"),
    [
        pytest.param([(100, 100), (200, 300)], [YES, NO], id="certain"),
        pytest.param([(150, 200), (175, 225)], [MAYBE, NO], id="ranges overlap"),
        pytest.param([(150, 200), (200, 225)], [YES, NO], id="ranges meet"),
        pytest.param([(100, 100), (None, None)], [NO, NO], id="only one is on record"),
        pytest.param(
            [(100, 100), (200, 200), (None, None)], [MAYBE, NO, NO], id="one not on record"
        ),
        pytest.param([(100, 100), (100, 100)], [NO, NO], id="all equal"),
        pytest.param([(100, 100), (100, 100), (9, 9)], [NO, NO, YES], id="two equal"),
        pytest.param([(9, 9), (100, 100), (9, 9)], [YES, NO, YES], id="two lowest"),
        pytest.param([(100, None), (200, 300)], [MAYBE, NO], id="highest value not on record"),
    ],
)
def test_lowest_figure_is_marked(
    figures: list[tuple[int | None, int | None]], answers: list[Answer]
) -> None:
    assert least([Money(low=low, high=high) for low, high in figures]) == answers


def test_more_costs_make_the_lowest_figure_uncertain() -> None:
    assert least([Money(low=1, high=1, open=True), Money(low=9, high=9)]) == [MAYBE, NO]


def test_different_currencies_are_not_compared() -> None:
    assert least([Money(low=1, high=1, unit="GBP"), Money(low=9, high=9)]) == [NO, NO]


def test_same_figure_with_more_costs_is_higher() -> None:
    assert least([Money(low=9, high=9, open=True), Money(low=9, high=9)]) == [NO, YES]


@pytest.mark.parametrize(
    ("field", "name"),
    [("cost", "cheapest"), ("duration", "quickest"), ("experience", "least experience")],
)
def test_lowest_figure_of_each_field_has_its_label(
    run: Callable[..., Answered], field: str, name: str
) -> None:
    [row] = [
        line
        for line in run("compare", "CLT", "CALT", "ACA").out.splitlines()
        if line.startswith(f"{field}\t")
    ]
    assert f"({name}" in row


def test_notes_do_not_count_as_a_difference(shipped: Catalogue) -> None:
    assert "duration" not in differing([shipped["CTST"], shipped["CIP"]], one_line)


def test_fields_with_different_values_are_found(shipped: Catalogue) -> None:
    fields = differing([shipped["CLT"], shipped["CALT"]], one_line)

    assert {"cost", "duration", "experience", "education", "name"} <= fields
    assert not {"type", "issuer", "renewal", "exam_required"} & fields
