"""The order of records: by one field or several, upwards or downwards, the unknown last."""

from typing import Any

import pytest
from factory import make_credential

from libcert.model.credential import (
    Answer,
    Change,
    Education,
    Match,
    MatchedCredential,
    Money,
    Organization,
    Renewal,
)
from libcert.model.results import Eligibility
from libcert.questions.sorting import sort_records
from libcert.render.phrases import one_line


def record(name: str, **more: Any) -> Any:
    fields = {"id": name, "match": Match(answer=Answer.YES)} | more
    return make_credential(kind=MatchedCredential, **fields)


def order(field: str, values: list[Any], *by: str) -> str:
    """The letters of records a, b, c …, each with one of *values*, in the order asked for."""
    found = [record(chr(97 + n), **{field: value}) for n, value in enumerate(values)]
    return "".join(one.id for one in sort_records(found, by, one_line))


def money(low: int | None, high: int | None = None) -> Money:
    return Money(low=low, high=high)


SORTED = [
    pytest.param("cost", [money(2), money(1)], "ba", "ab", id="by the low end"),
    pytest.param("cost", [money(1, 3), money(1, 2)], "ba", "ab", id="then by the high end"),
    pytest.param("cost", [money(2, 2), money(1, 9)], "ba", "ab", id="the low end counts more"),
    pytest.param("cost", [money(None), money(1)], "ba", "ba", id="the unknown last"),
    pytest.param("cost", [money(1), money(1, 2)], "ba", "ba", id="no most on record last"),
    pytest.param("cost", [money(1, 1)] * 3, "abc", "abc", id="what is alike keeps its order"),
    pytest.param(
        "education",
        [
            Education(level="master"),
            Education(level="none"),
            Education(),
            Education(level="master"),
        ],
        "badc",
        "adbc",
        id="by the rank of a level",
    ),
    pytest.param(
        "renewal",
        [Renewal(months=36), Renewal(months=6, credits=10), Renewal(months=6, credits=9)],
        "cba",
        "abc",
        id="by the months of a renewal, then by its credits",
    ),
    pytest.param(
        "issuer",
        [Organization(id="B", name="1"), Organization(id="a", name="2")],
        "ba",
        "ab",
        id="by the id of an issuer, in any case",
    ),
    pytest.param(
        "match",
        [Match(answer=answer) for answer in (Answer.NO, Answer.YES, Answer.MAYBE)],
        "bca",
        "acb",
        id="from yes to no",
    ),
    pytest.param("exam_required", [True, False, None], "bac", "abc", id="no before yes"),
    pytest.param("summary", [None, "B", "a"], "cba", "bca", id="by words, in any case"),
    pytest.param("levels", [(), ("b",), ("a",)], "cba", "bca", id="nothing in it is unknown"),
]


@pytest.mark.parametrize(("field", "values", "upwards", "downwards"), SORTED)
def test_order(field: str, values: list[Any], upwards: str, downwards: str) -> None:
    assert order(field, values, field) == upwards
    assert order(field, values, f"-{field}") == downwards


def test_an_answer_is_sorted_from_yes_to_no() -> None:
    found = [Eligibility(id=answer, name="", answer=answer) for answer in reversed(Answer)]

    assert [one.id for one in sort_records(found, ["answer"], one_line)] == ["yes", "maybe", "no"]
    assert [one.id for one in sort_records(found, ["-answer"], one_line)] == ["no", "maybe", "yes"]


def test_the_first_field_counts_most() -> None:
    found = [
        record("a", summary="y", cost=money(1)),
        record("b", summary="x", cost=money(2)),
        record("c", summary="x", cost=money(3)),
    ]

    assert [one.id for one in sort_records(found, ["summary", "-cost"], one_line)] == [
        "c",
        "b",
        "a",
    ]
    assert [one.id for one in sort_records(found, ["-cost", "summary"], one_line)] == [
        "c",
        "b",
        "a",
    ]
    assert [one.id for one in sort_records(found, ["cost", "summary"], one_line)] == ["a", "b", "c"]


def test_figures_come_before_words_where_both_stand_in_a_field() -> None:
    found = [
        Change(id=str(number), field="x", change="came", new=value)
        for number, value in enumerate(["a", money(2), None, money(1)])
    ]

    assert [one.id for one in sort_records(found, ["new"], one_line)] == ["3", "1", "0", "2"]
