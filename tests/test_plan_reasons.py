"""The reasons of a plan in words, with and without command-line options."""

from typing import Any

import pytest

from libcert.model.credential import Effort, Months
from libcert.model.reasons import Reason
from libcert.render.reasons import describe

END_UNKNOWN = {"on_record": Months(), "effort": Effort(), "months": None, "by_hours": False}


@pytest.mark.parametrize(
    ("code", "data", "words", "option"),
    [
        pytest.param(
            "end-unknown",
            END_UNKNOWN | {"on_record": Months(low=3), "months": 12},
            "its duration is not certain (on record: from 3 months); "
            "it must be finished within 12 months",
            "; use `--assume ID=MONTHS` to plan its end",
            id="duration",
        ),
        pytest.param(
            "end-unknown",
            END_UNKNOWN | {"effort": Effort(low=100, high=120), "by_hours": True},
            "its duration is not on record; it takes 100–120 hours of study",
            "; use `--study-hours HOURS` to plan its end",
            id="hours of study",
        ),
        pytest.param(
            "openness-unknown",
            {},
            "whether you qualify for it is not known",
            "; `libcert check` shows which facts are missing",
            id="open answer",
        ),
        pytest.param(
            "prerequisite-not-planned",
            {"credential": "B", "because": Reason.of("openness-unknown")},
            "it requires B first, which is not planned: whether you qualify for it is not known",
            "; `libcert check` shows which facts are missing",
            id="nested reason",
        ),
        pytest.param(
            "conditions-not-met",
            {"needs": ("join Y", Reason.of("openness-unknown"))},
            "join Y; whether you qualify for it is not known",
            "; `libcert check` shows which facts are missing",
            id="one of several reasons",
        ),
        pytest.param("already-held", {}, "you already hold it", "", id="no option"),
    ],
)
def test_only_command_line_texts_name_options(
    code: str, data: dict[str, Any], words: str, option: str
) -> None:
    reason = Reason.of(code, **data)

    assert describe(reason) == words
    assert describe(reason, options=True) == words + option
