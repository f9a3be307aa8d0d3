"""Test the order of records: by one or more fields, up or down, unknown values last."""

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


def make_record(name: str, **more: Any) -> Any:
    fields = {"id": name, "match": Match(answer=Answer.YES)} | more
    return make_credential(kind=MatchedCredential, **fields)


def order(field: str, values: list[Any], *by: str) -> str:
    """Sort records a, b, c … that have one of *values* each, and return their letters."""
    records = [make_record(chr(97 + n), **{field: value}) for n, value in enumerate(values)]
    return "".join(one.id for one in sort_records(records, by, one_line))


def money(low: int | None, high: int | None = None) -> Money:
    return Money(low=low, high=high)


SORTED = [
    pytest.param("cost", [money(2), money(1)], "ba", "ab", id="by the minimum"),
    pytest.param("cost", [money(1, 3), money(1, 2)], "ba", "ab", id="then by the maximum"),
    pytest.param("cost", [money(2, 2), money(1, 9)], "ba", "ab", id="the minimum counts more"),
    pytest.param("cost", [money(None), money(1)], "ba", "ba", id="an unknown amount last"),
    pytest.param(
        "cost", [money(1), money(1, 2)], "ba", "ba", id="an amount without a maximum last"
    ),
    pytest.param("cost", [money(1, 1)] * 3, "abc", "abc", id="equal records keep their order"),
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
        id="education by the rank of its level",
    ),
    pytest.param(
        "renewal",
        [Renewal(months=36), Renewal(months=6, credits=10), Renewal(months=6, credits=9)],
        "cba",
        "abc",
        id="renewals by months, then by credits",
    ),
    pytest.param(
        "issuer",
        [Organization(id="B", name="1"), Organization(id="a", name="2")],
        "ba",
        "ab",
        id="issuers by id, in any case",
    ),
    pytest.param(
        "match",
        [Match(answer=answer) for answer in (Answer.NO, Answer.YES, Answer.MAYBE)],
        "bca",
        "acb",
        id="answers from yes to no",
    ),
    pytest.param("exam_required", [True, False, None], "bac", "abc", id="no before yes"),
    pytest.param("summary", [None, "B", "a"], "cba", "bca", id="words, in any case"),
    pytest.param("levels", [(), ("b",), ("a",)], "cba", "bca", id="an empty list is unknown"),
]


@pytest.mark.parametrize(("field", "values", "upwards", "downwards"), SORTED)
def test_records_are_sorted_upwards_and_downwards(
    field: str, values: list[Any], upwards: str, downwards: str
) -> None:
    assert order(field, values, field) == upwards
    assert order(field, values, f"-{field}") == downwards


def test_answers_are_sorted_from_yes_to_no() -> None:
    records = [Eligibility(id=answer, name="", answer=answer) for answer in reversed(Answer)]

    assert [one.id for one in sort_records(records, ["answer"], one_line)] == ["yes", "maybe", "no"]
    assert [one.id for one in sort_records(records, ["-answer"], one_line)] == [
        "no",
        "maybe",
        "yes",
    ]


def test_the_first_field_counts_most() -> None:
    records = [
        make_record("a", summary="y", cost=money(1)),
        make_record("b", summary="x", cost=money(2)),
        make_record("c", summary="x", cost=money(3)),
    ]

    assert [one.id for one in sort_records(records, ["summary", "-cost"], one_line)] == [
        "c",
        "b",
        "a",
    ]
    assert [one.id for one in sort_records(records, ["-cost", "summary"], one_line)] == [
        "c",
        "b",
        "a",
    ]
    assert [one.id for one in sort_records(records, ["cost", "summary"], one_line)] == [
        "a",
        "b",
        "c",
    ]


def test_figures_come_before_words_in_a_field_with_both() -> None:
    changes = [
        Change(id=str(number), field="x", change="came", new=value)
        for number, value in enumerate(["a", money(2), None, money(1)])
    ]

    assert [one.id for one in sort_records(changes, ["new"], one_line)] == ["3", "1", "0", "2"]
