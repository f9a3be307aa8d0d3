"""The questions that are left open, and the one that settles most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert import describe
from libcert.model.reasons import Reason, join_reasons
from libcert.model.results import RequirementResult
from libcert.model.validation import validate
from libcert.questions.open_questions import (
    RECORD,
    best_question,
    group_by_question,
    kind_of,
    single_needs,
)
from libcert.questions.route import chosen_parts

EDUCATION = Reason.of("schooling-unsaid")
WORK = Reason.of("work-unsaid")
SILENT = Reason.of("work-not-on-record")
HOLD_A, HOLD_B = (Reason.of("credential-unsaid", credential=id_) for id_ in "AB")
BOTH = join_reasons([EDUCATION, WORK])


def test_answers_stand_under_the_question_that_is_asked_most() -> None:
    groups = group_by_question([WORK, BOTH, EDUCATION, EDUCATION])

    assert [(group.kind, group.members, group.count) for group in groups] == [
        ("education", (1, 2, 3), 3),
        ("work", (0,), 2),
    ]
    assert [group.question for group in groups] == [EDUCATION, WORK]


def test_gaps_of_the_record_come_last() -> None:
    groups = group_by_question([SILENT, SILENT, None, join_reasons([EDUCATION, SILENT]), EDUCATION])

    assert [(group.kind, group.members) for group in groups] == [
        ("education", (4,)),
        (RECORD, (0, 1, 2, 3)),
    ]
    assert describe(groups[1].question) == "the record does not say; ask the issuer"


def test_different_needs_of_one_kind_get_a_general_question() -> None:
    [same] = group_by_question([HOLD_A, HOLD_A])
    [different] = group_by_question([HOLD_A, HOLD_B])

    assert same.question == HOLD_A
    assert describe(different.question) == "do you hold what it requires?"
    assert describe(different.question, options=True).endswith("(`--held ID`)")


@pytest.mark.parametrize(
    ("needs", "kind", "count"),
    [
        pytest.param([BOTH, EDUCATION, SILENT], "education", 2, id="most answers need it"),
        pytest.param([SILENT, SILENT, HOLD_A], "holding", 1, id="the record is left out"),
    ],
)
def test_best_question_settles_most(needs: list[Reason | None], kind: str, count: int) -> None:
    best = best_question(needs)

    assert best is not None
    assert (best.kind, best.count) == (kind, count)


@pytest.mark.parametrize("needs", [[], [None], [SILENT, SILENT]])
def test_no_question_if_only_issuers_can_answer(needs: list[Reason | None]) -> None:
    assert best_question(needs) is None


NEEDS = st.none() | st.lists(
    st.sampled_from([EDUCATION, WORK, SILENT, HOLD_A, HOLD_B]), max_size=4
).map(join_reasons)


@given(st.lists(NEEDS, max_size=8))
def test_each_answer_stands_under_one_of_its_questions(needs: list[Reason | None]) -> None:
    groups = group_by_question(needs)

    assert sorted(member for group in groups for member in group.members) == [*range(len(needs))]
    for group in groups:
        assert group.count >= len(group.members) or group.kind == RECORD
        for member in group.members:
            kinds = {kind_of(need) for need in single_needs(needs[member])}
            assert group.kind in kinds or (group.kind == RECORD and not kinds)
    personal = [group.count for group in groups if group.kind != RECORD]
    assert personal == sorted(personal, reverse=True)


def test_nearest_parts_of_a_choice_are_chosen() -> None:
    no, maybe, yes = (
        {"text": answer, "answer": answer, "gap": "person" if answer == "maybe" else None}
        for answer in ("no", "maybe", "yes")
    )
    inner = {"text": "inner", "answer": "maybe", "gap": "person", "at_least": 1, "of": [no, maybe]}
    every = {"text": "every", "answer": "maybe", "gap": "person", "of": [yes, inner]}
    most = {
        "text": "most",
        "answer": "maybe",
        "gap": "person",
        "at_least": 2,
        "of": [no, yes, maybe],
    }
    results = [validate(RequirementResult, result) for result in (every, most)]

    assert [part.text for part in chosen_parts(results)] == ["maybe", "yes", "maybe"]
