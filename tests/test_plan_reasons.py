"""The reasons of a plan in words, with and without command-line options."""

from typing import Any

import pytest

from libcert.model.credential import Effort, Money, Months
from libcert.model.reasons import Reason
from libcert.render.reasons import describe

CROWDED_OUT = {"credential": "B", "by": ("A", "C"), "proven": True}
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
            "crowded-out",
            CROWDED_OUT,
            "it fits by itself, but not beside A and C",
            "; `libcert plan B` plans it",
            id="crowded out",
        ),
        pytest.param(
            "crowded-out",
            CROWDED_OUT | {"proven": False},
            "it fits by itself, but no plan with it and A and C was found",
            "; `libcert plan B` plans it",
            id="perhaps crowded out",
        ),
        pytest.param(
            "crowded-out",
            CROWDED_OUT | {"by": ()},
            "it fits by itself, but no plan with all the others was found",
            "; `libcert plan B` plans it",
            id="crowded out by nothing in particular",
        ),
        pytest.param(
            "price-not-certain",
            {"cost": Money(low=90, high=90, unit="GBP"), "currency": "USD"},
            "its price of £90 is not in USD",
            "; use `--rate GBP=…` to count it",
            id="price in another currency",
        ),
        pytest.param(
            "price-not-certain",
            {"cost": Money(low=90, high=90, open=True), "currency": "USD"},
            "its price of $90 + more may be higher; ask the issuer",
            "",
            id="open price",
        ),
        pytest.param(
            "price-not-certain",
            {"cost": Money(), "currency": "USD"},
            "its price is not known; ask the issuer",
            "",
            id="no price",
        ),
        pytest.param(
            "prerequisite-not-planned",
            {"credential": "B", "because": Reason.of("crowded-out", **CROWDED_OUT)},
            "it requires B first, which is not planned: it fits by itself, but not beside A and C",
            "; `libcert plan B` plans it",
            id="nested reason",
        ),
        pytest.param(
            "conditions-not-met",
            {"needs": ("join Y", Reason.of("crowded-out", **CROWDED_OUT))},
            "join Y; it fits by itself, but not beside A and C",
            "; `libcert plan B` plans it",
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
