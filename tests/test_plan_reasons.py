"""The reasons of a plan in words, with and without command-line options."""

from decimal import Decimal
from typing import Any

import pytest

from libcert.model.credential import Effort, Money, Months
from libcert.model.reasons import Reason
from libcert.render.plan_reasons import about_several
from libcert.render.reasons import describe

CROWDED_OUT = {"credential": "B", "by": ("A", "C"), "proven": True}
END_UNKNOWN = {"on_record": Months(), "effort": Effort(), "months": None, "by_hours": False}
ISSUER = {"dues": (), "rates": ()}


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
            "end-unknown",
            END_UNKNOWN | {"effort": Effort(low=20, high=20, open=True)},
            "its duration is not on record; it takes at least 20 hours + more of study",
            "; use `--assume ID=MONTHS` to plan its end",
            id="a part of the hours",
        ),
        pytest.param(
            "end-unknown",
            END_UNKNOWN | {"effort": Effort(high=20)},
            "its duration is not on record; it takes up to 20 hours of study",
            "; use `--assume ID=MONTHS` to plan its end",
            id="the most hours",
        ),
        pytest.param(
            "fees-after-award",
            {"fees": ((12, Money(low=9, high=9), "S dues"), (36, Money(low=1, high=2), None))},
            "from the award on: $9 a year (S dues), $1–$2 every 3 years, "
            "not counted because their days are not known",
            "",
            id="fees after the award",
        ),
        pytest.param(
            "condition-assumed",
            {"condition": "A", "needs": ('do you meet this: "A"?', "join Y (`--member Y`)")},
            'you meet "A" (join Y (`--member Y`))',
            "",
            id="a condition is not repeated",
        ),
        pytest.param(
            "condition-assumed",
            {"condition": "A", "needs": ('do you meet this: "A"?',)},
            'you meet "A", which nobody has said',
            "",
            id="only the condition",
        ),
        pytest.param(
            "no-room",
            {
                "proven": True,
                "beside": (),
                "by": None,
                "years": None,
                "budget": Money(low=0, high=0),
            },
            "it cannot be done with $0 a year",
            "",
            id="nothing to spend",
        ),
        pytest.param(
            "fee-covered",
            {"purpose": "membership", "by": ("A",), "why": "shared", "name": "S membership"},
            "its S membership is paid with A",
            "",
            id="the name of a payment that says its purpose",
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
            ISSUER
            | {"cost": Money(low=90, high=90, unit="GBP"), "currency": "USD", "rates": ("GBP",)},
            "its price of £90 is not in USD",
            "; add `--rate GBP=NUMBER`",
            id="price in another currency",
        ),
        pytest.param(
            "price-not-certain",
            ISSUER | {"cost": Money(), "currency": "USD", "rates": ("GBP",), "dues": ("S",)},
            "the dues of S are not on record; it is priced in GBP, not in USD",
            "; add `--dues S=AMOUNT` and `--rate GBP=NUMBER`",
            id="dues and another currency",
        ),
        pytest.param(
            "price-not-certain",
            ISSUER | {"cost": Money(low=90, high=90, open=True), "currency": "USD"},
            "its price of $90 + more may be higher; ask the issuer",
            "",
            id="open price",
        ),
        pytest.param(
            "price-not-certain",
            ISSUER | {"cost": Money(), "currency": "USD"},
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


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("it cannot be done by 2031-11-28", "none of them can be done by 2031-11-28"),
        ("no way to do it was found", "no way to do any of them was found"),
        ("it takes more than 20 years", "each takes more than 20 years"),
        ("its exam is paid with A", "each: its exam is paid with A"),
        ("you already hold it", "you already hold them"),
        ("join Y", "join Y"),
        (
            "all its fees count in 2026, the year of its start",
            "all their fees count in 2026, the year they start",
        ),
        ("you must start it by 2027-01-01", "you must start each by 2027-01-01"),
    ],
)
def test_reasons_of_several_are_plural(one: str, several: str) -> None:
    assert about_several(one) == several


@pytest.mark.parametrize(
    ("months", "words"),
    [("0.02", "1 day"), ("0.5", "16 days"), ("0", "no time"), ("1.5", "1.5 months")],
)
def test_less_than_a_month_is_in_days(months: str, words: str) -> None:
    reason = Reason.of("duration-assumed", months=Decimal(months), on_record=Months())

    assert describe(reason) == f"it takes {words}, as you assume (not on record)"
