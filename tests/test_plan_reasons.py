"""The reasons of a plan in words, with and without the options of the command line."""

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
            "how long it takes is on record as from 3 months",
            "; `--assume ID=MONTHS` says how long",
            id="a length",
        ),
        pytest.param(
            "openness-unknown",
            {},
            "whether it is open to you is not known",
            "; `libcert check` says what would tell",
            id="an open answer",
        ),
        pytest.param(
            "prerequisite-not-planned",
            {"credential": "B", "because": Reason.of("duration-unknown", on_record=Months())},
            "it asks for B first: how long it takes is not on record",
            "; `--assume ID=MONTHS` says how long",
            id="a reason within a reason",
        ),
        pytest.param(
            "conditions-not-met",
            {"needs": ("join Y", Reason.of("openness-unknown"))},
            "join Y; whether it is open to you is not known",
            "; `libcert check` says what would tell",
            id="a reason among several",
        ),
        pytest.param("already-held", {}, "you hold it already", "", id="no option"),
    ],
)
def test_only_the_command_line_names_options(
    code: str, data: dict[str, Any], words: str, option: str
) -> None:
    reason = Reason.of(code, **data)

    assert describe(reason) == words
    assert describe(reason, options=True) == words + option
