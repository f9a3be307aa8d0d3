"""The reasons of a plan in words, with and without command-line options."""

from typing import Any

import pytest

from libcert.model.credential import Months
from libcert.model.reasons import Reason
from libcert.render.reasons import describe


@pytest.mark.parametrize(
    ("code", "data", "words", "option"),
    [
        pytest.param(
            "duration-unknown",
            {"on_record": Months(low=3)},
            "its duration is not certain (on record: from 3 months)",
            "; use `--assume ID=MONTHS` to say how long it takes",
            id="duration",
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
            {"credential": "B", "because": Reason.of("duration-unknown", on_record=Months())},
            "it requires B first, which is not planned: its duration is not on record",
            "; use `--assume ID=MONTHS` to say how long it takes",
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
