"""What falls due of what a person holds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.model.credential import Credential, Money, Organization, Renewal
from libcert.model.profile import Held, Profile
from libcert.model.reasons import Reason
from libcert.model.results import Due
from libcert.model.validation import validate
from libcert.questions.renewals import certainly_held, fee_day, renewal_day, upcoming_renewals
from libcert.render import phrases
from libcert.render.reasons import describe_with_options

TODAY = date(2026, 11, 23)


def due(shipped: Catalogue, held: dict[str, Any], **person: Any) -> list[Due]:
    return upcoming_renewals(shipped, validate(Profile, {"held": held, **person}), TODAY)


@pytest.mark.parametrize(
    ("held", "day", "within"),
    [
        pytest.param({"since": date(2023, 12, 23)}, date(2026, 12, 23), "30 days", id="30 days"),
        pytest.param({"since": date(2023, 12, 24)}, date(2026, 12, 24), "60 days", id="31 days"),
        pytest.param({"since": date(2024, 1, 22)}, date(2027, 1, 22), "60 days", id="60 days"),
        pytest.param({"since": date(2024, 1, 23)}, date(2027, 1, 23), "90 days", id="61 days"),
        pytest.param({"since": date(2024, 2, 21)}, date(2027, 2, 21), "90 days", id="90 days"),
        pytest.param({"since": date(2024, 2, 22)}, date(2027, 2, 22), "later", id="91 days"),
        pytest.param({"since": date(2024, 2, 29)}, date(2027, 2, 28), "later", id="leap day"),
        pytest.param({"since": date(2023, 11, 22)}, date(2026, 11, 22), "past", id="yesterday"),
        pytest.param({"since": date(2023, 11, 23)}, TODAY, "30 days", id="today"),
        pytest.param(
            {"since": date(2020, 1, 1), "renewed": date(2025, 3, 31)},
            date(2028, 3, 31),
            "later",
            id="counted from the last renewal",
        ),
        pytest.param(
            {"since": date(2020, 1, 1), "expires": date(2029, 1, 1)},
            date(2029, 1, 1),
            "later",
            id="the certificate says it",
        ),
        pytest.param({}, None, None, id="not said"),
    ],
)
def test_the_day_of_a_renewal(
    shipped: Catalogue, held: dict[str, Any], day: date | None, within: str | None
) -> None:
    """CIP holds for 36 months."""
    [found] = due(shipped, {"CIP": held})

    assert (found.due, found.within) == (day, within)
    assert found.days == (None if day is None else (day - TODAY).days)


def test_this_year_is_what_is_left_of_it(shipped: Catalogue) -> None:
    found = upcoming_renewals(
        shipped,
        validate(Profile, {"held": {"CIP": {"expires": date(2026, 12, 31)}}}),
        date(2026, 3, 1),
    )

    assert found[0].within == "this year"


def test_what_it_takes(shipped: Catalogue) -> None:
    [found] = due(shipped, {"CIP": {"since": date(2025, 1, 1), "credits": 12}})

    assert (found.id, found.name) == ("CIP", "Certified Information Professional")
    assert (found.credits, found.credits_held, phrases.format_range(found.cost)) == (30, 12, "$150")
    assert found.standing == "disputed"


def test_yearly_fees_fall_due_on_the_day_of_the_award(shipped: Catalogue) -> None:
    fee, renewal = due(shipped, {"ACA": {"since": date(2024, 2, 29)}}, member=["ALA"])

    assert (renewal.purpose, renewal.due) == ("renewal", date(2027, 2, 28))
    assert (fee.purpose, fee.due, phrases.format_range(fee.cost)) == (
        "maintenance",
        date(2027, 2, 28),
        "$50",
    )


@pytest.mark.parametrize(
    ("held", "note"),
    [
        ({"MI-LS": {"since": date(2020, 1, 1)}}, "it never expires"),
        ({"MOS": {"since": date(2020, 1, 1)}}, "when it must be renewed is not on record"),
        ({"CIP": {}}, "use `--held CIP=DATE` to say when you got it"),
        ({"NONE": {}}, "no catalogue contains it"),
    ],
)
def test_why_a_day_is_not_known(shipped: Catalogue, held: dict[str, Any], note: str) -> None:
    [found] = due(shipped, held)

    assert found.due is None
    assert found.note is not None
    assert describe_with_options(found.note).startswith(note)


def test_of_what_no_catalogue_has_only_the_certificate_speaks(shipped: Catalogue) -> None:
    day = date(2027, 1, 1)

    assert due(shipped, {"NONE": {"since": TODAY, "expires": day}}, currency="EUR") == [
        Due(
            id="NONE",
            purpose="renewal",
            cost=Money(unit="EUR"),
            note=Reason.of("not-in-catalogue"),
            due=day,
            days=39,
            within="60 days",
        )
    ]
    assert renewal_day(None, Held(since=TODAY)) is None


@pytest.mark.parametrize(
    ("held", "note"),
    [
        pytest.param(Held(), "use `--held X=DATE` to say when you got it; by post", id="no day"),
        pytest.param(Held(since=TODAY), "by post", id="a day"),
    ],
)
def test_a_renewal_says_how_and_why_its_day_is_not_known(held: Held, note: str) -> None:
    renewal = Renewal(months=12, methods=("points", "an exam"), note="by post")
    issuer = Organization(id="Y", name="Y")
    record = Credential(id="X", name="X", type="license", issuer=issuer, renewal=renewal)
    [found] = upcoming_renewals({"X": record}, Profile(held={"X": held}), TODAY)

    assert found.note is not None
    assert describe_with_options(found.note) == note
    assert found.methods == ("points", "an exam")


def test_the_soonest_comes_first_and_what_has_no_day_last(shipped: Catalogue) -> None:
    held = {
        "MOS": {},
        "LSSC": {"since": date(2024, 1, 1)},
        "CIP": {"since": date(2024, 1, 1)},
        "NONE": {"expires": date(2026, 12, 1)},
    }

    assert [one.id for one in due(shipped, held)] == ["NONE", "CIP", "LSSC", "MOS"]


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_next_yearly_fee_is_within_a_year(since: date, today: date) -> None:
    day = fee_day(Held(since=since), today)

    assert day is not None
    assert day >= today
    assert day > since
    assert (day - max(today, since)).days <= 366


@pytest.mark.parametrize(
    ("since", "today", "day"),
    [
        pytest.param(date(2024, 11, 23), TODAY, TODAY, id="to the day"),
        pytest.param(date(2024, 11, 22), TODAY, date(2027, 11, 22), id="a day past"),
        pytest.param(date(2024, 11, 24), TODAY, date(2026, 11, 24), id="a day before"),
        pytest.param(TODAY, TODAY, date(2027, 11, 23), id="on the day of the award"),
        pytest.param(date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28), id="a leap day"),
    ],
)
def test_a_yearly_fee_is_due_a_whole_number_of_years_after_the_award(
    since: date, today: date, day: date
) -> None:
    assert fee_day(Held(since=since), today) == day


def test_no_fee_day_without_an_award() -> None:
    assert fee_day(Held(), TODAY) is None


def test_what_has_lapsed_unless_it_was_renewed_is_not_surely_held(shipped: Catalogue) -> None:
    """LSSC holds for 48 months; of ACA nobody says that it expires."""
    person = validate(
        Profile,
        {
            "held": {
                "LSSC": {"since": date(2022, 11, 22)},
                "CIP": {"since": date(2020, 1, 1), "renewed": date(2023, 11, 23)},
                "A+": {},
                "ACA": {"since": date(2000, 1, 1)},
                "NONE": {"since": date(2000, 1, 1)},
            }
        },
    )
    sure, doubtful = certainly_held(shipped, person, TODAY)

    assert doubtful == ["LSSC"]
    assert [*sure.held] == ["CIP", "A+", "ACA", "NONE"]


@pytest.mark.parametrize(
    "held",
    [
        pytest.param({}, id="nobody says since when"),
        pytest.param({"since": date(2022, 11, 23)}, id="until today"),
        pytest.param(
            {"since": date(2000, 1, 1), "expires": date(2020, 1, 1)}, id="said to be over"
        ),
    ],
)
def test_what_may_hold_and_what_is_said_to_have_lapsed_is_not_in_doubt(
    shipped: Catalogue, held: dict[str, Any]
) -> None:
    person = validate(Profile, {"held": {"LSSC": held}})

    assert certainly_held(shipped, person, TODAY) == (person, [])
