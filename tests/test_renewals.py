"""Test when the credentials of a person need a renewal or a fee."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from conftest import Answered
from factory import load_credential
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

Run = Callable[..., Answered]
TODAY = date(2026, 11, 23)


def upcoming(shipped: Catalogue, held: dict[str, Any], **person: Any) -> list[Due]:
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
            id="the day on the certificate",
        ),
        pytest.param({}, None, None, id="no day of the award"),
    ],
)
def test_a_renewal_is_due_on_the_expected_day(
    shipped: Catalogue, held: dict[str, Any], day: date | None, within: str | None
) -> None:
    """CIP is valid for 36 months."""
    [renewal] = upcoming(shipped, {"CIP": held})

    assert (renewal.due, renewal.within) == (day, within)
    assert renewal.days == (None if day is None else (day - TODAY).days)


def test_a_renewal_before_the_end_of_the_year_is_within_this_year(shipped: Catalogue) -> None:
    renewals = upcoming_renewals(
        shipped,
        validate(Profile, {"held": {"CIP": {"expires": date(2026, 12, 31)}}}),
        date(2026, 3, 1),
    )

    assert renewals[0].within == "this year"


def test_a_renewal_shows_its_credits_and_its_cost(shipped: Catalogue) -> None:
    [renewal] = upcoming(shipped, {"CIP": {"since": date(2025, 1, 1), "credits": 12}})

    assert (renewal.id, renewal.name) == ("CIP", "Certified Information Professional")
    assert (renewal.credits, renewal.credits_held, phrases.format_range(renewal.cost)) == (
        30,
        12,
        "$150",
    )
    assert renewal.standing == "disputed"


def test_yearly_fees_are_due_on_the_day_of_the_award(shipped: Catalogue) -> None:
    fee, renewal = upcoming(shipped, {"ACA": {"since": date(2024, 2, 29)}}, member=["ALA"])

    assert (renewal.purpose, renewal.due) == ("renewal", date(2027, 2, 28))
    assert (fee.purpose, fee.due, phrases.format_range(fee.cost)) == (
        "maintenance",
        date(2027, 2, 28),
        "$50",
    )


@pytest.mark.parametrize(
    ("held", "note"),
    [
        ({"MI-LS4": {"since": date(2020, 1, 1)}}, "it never expires"),
        ({"MOS": {"since": date(2020, 1, 1)}}, "when it must be renewed is not on record"),
        ({"CIP": {}}, "use `--held CIP=DATE` to say when you got it"),
        ({"NONE": {}}, "no catalogue contains it"),
    ],
)
def test_a_note_explains_why_a_day_is_unknown(
    shipped: Catalogue, held: dict[str, Any], note: str
) -> None:
    [renewal] = upcoming(shipped, held)

    assert renewal.due is None
    assert renewal.note is not None
    assert describe_with_options(renewal.note).startswith(note)


def test_an_unknown_credential_is_due_on_its_expiry_day(shipped: Catalogue) -> None:
    day = date(2027, 1, 1)

    assert upcoming(shipped, {"NONE": {"since": TODAY, "expires": day}}, currency="EUR") == [
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
        pytest.param(
            Held(),
            "use `--held X=DATE` to say when you got it; by post",
            id="without the day of the award",
        ),
        pytest.param(Held(since=TODAY), "by post", id="with the day of the award"),
    ],
)
def test_a_renewal_shows_its_methods_and_notes(held: Held, note: str) -> None:
    renewal = Renewal(months=12, methods=("points", "an exam"), note="by post")
    issuer = Organization(id="Y", name="Y")
    record = Credential(id="X", name="X", type="license", issuer=issuer, renewal=renewal)
    [upcoming_renewal] = upcoming_renewals({"X": record}, Profile(held={"X": held}), TODAY)

    assert upcoming_renewal.note is not None
    assert describe_with_options(upcoming_renewal.note) == note
    assert upcoming_renewal.methods == ("points", "an exam")


def test_the_soonest_renewal_comes_first_and_unknown_days_last(shipped: Catalogue) -> None:
    held = {
        "MOS": {},
        "LSSC": {"since": date(2024, 1, 1)},
        "CIP": {"since": date(2024, 1, 1)},
        "NONE": {"expires": date(2026, 12, 1)},
    }

    assert [one.id for one in upcoming(shipped, held)] == ["NONE", "CIP", "LSSC", "MOS"]


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
        pytest.param(date(2024, 11, 23), TODAY, TODAY, id="on the anniversary"),
        pytest.param(
            date(2024, 11, 22), TODAY, date(2027, 11, 22), id="a day after the anniversary"
        ),
        pytest.param(
            date(2024, 11, 24), TODAY, date(2026, 11, 24), id="a day before the anniversary"
        ),
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


def test_a_lapsed_credential_without_a_renewal_is_not_certainly_held(shipped: Catalogue) -> None:
    """LSSC is valid for 48 months. No source says that ACA expires."""
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
        pytest.param({}, id="no day of the award"),
        pytest.param({"since": date(2022, 11, 23)}, id="valid until today"),
        pytest.param(
            {"since": date(2000, 1, 1), "expires": date(2020, 1, 1)},
            id="the certificate has expired",
        ),
    ],
)
def test_a_valid_or_clearly_expired_credential_is_not_in_doubt(
    shipped: Catalogue, held: dict[str, Any]
) -> None:
    person = validate(Profile, {"held": {"LSSC": held}})

    assert certainly_held(shipped, person, TODAY) == (person, [])


@pytest.mark.parametrize(
    ("renewal", "renewed", "due"),
    [
        pytest.param({}, date(2025, 11, 1), date(2027, 11, 1), id="from the day, if not on record"),
        pytest.param({"counts_from": "renewal"}, date(2025, 11, 1), date(2027, 11, 1), id="day"),
        pytest.param({"counts_from": "end"}, date(2025, 11, 1), date(2028, 1, 1), id="early"),
        pytest.param({"counts_from": "end"}, date(2026, 1, 1), date(2028, 1, 1), id="on the day"),
        pytest.param({"counts_from": "end"}, date(2026, 1, 2), date(2030, 1, 1), id="later term"),
        pytest.param(
            {"counts_from": "end", "late_months": 2}, date(2026, 2, 1), date(2028, 1, 1), id="late"
        ),
        pytest.param({"counts_from": "end"}, None, date(2026, 1, 1), id="never renewed"),
    ],
)
def test_the_next_term_counts_from_the_end_of_the_old_one(
    renewal: dict[str, Any], renewed: date | None, due: date
) -> None:
    """The award is of 2024, and a term has two years."""
    record = load_credential(renewal={"months": 24, **renewal})

    assert renewal_day(record, Held(since=date(2024, 1, 1), renewed=renewed)) == due


@pytest.mark.parametrize(
    ("name", "held", "due"),
    [
        # The five years begin on the January 1 or July 1 after the exam.
        pytest.param("CRA", {"since": date(2021, 8, 1)}, date(2027, 1, 1), id="from January"),
        pytest.param("CRM", {"since": date(2021, 9, 15)}, date(2027, 1, 1), id="the CRM too"),
        pytest.param("CRA", {"since": date(2022, 3, 1)}, date(2027, 7, 1), id="from July"),
        pytest.param("CRA", {"since": date(2021, 6, 30)}, date(2026, 7, 1), id="the day before"),
        pytest.param("CRA", {"since": date(2021, 7, 1)}, date(2027, 1, 1), id="on such a day"),
        pytest.param(
            "CRA",
            {"since": date(2016, 8, 1), "renewed": date(2021, 12, 15)},
            date(2027, 1, 1),
            id="after a renewal",
        ),
        pytest.param(
            "CRA",
            {"since": date(2021, 8, 1), "expires": date(2026, 12, 31)},
            date(2026, 12, 31),
            id="the day on the certificate",
        ),
        # It ends on June 30 after five years.
        pytest.param("IL-ELSPARA", {"since": date(2021, 8, 15)}, date(2027, 6, 30), id="Illinois"),
    ],
)
def test_a_term_counts_from_a_day_of_the_year_on_record(
    shipped: Catalogue, held: dict[str, Any], name: str, due: date
) -> None:
    assert renewal_day(shipped[name], Held(**held)) == due


def test_a_term_from_a_day_of_the_year_can_count_from_the_end_of_the_old_one() -> None:
    """The first term counts from July 1, 2024, and its last day is in 2026; a term is two years."""
    record = load_credential(
        renewal={"months": 24, "counts_from": "end", "starts_on": ["07-01"], "late_months": 1}
    )

    assert renewal_day(record, Held(since=date(2024, 3, 1), renewed=date(2026, 7, 15))) == date(
        2028, 7, 1
    )


def test_a_renewal_that_is_due_later_is_not_overdue_anywhere(run: Run) -> None:
    held = ("--held", "CRA=2021-08-01", "--on", "2026-11-29")

    assert "overdue" not in run("renewals", *held, "--format", "table").out
    assert "was due" not in run("cost", "CRA", *held, "--format", "table").out
    assert "DTSTART;VALUE=DATE:20270101" in run("calendar", *held).out


def test_a_yearly_payment_has_one_name_in_every_answer(run: Run) -> None:
    """The dues of a society have the name of the payment; other fees have that of their purpose."""
    held = ("--held", "CRA=2022-03-01", "--on", "2026-11-29")
    answers = [
        run("cost", "CRA", *held, "--format", "table").out,
        run("renewals", *held, "--format", "table").out,
        run("show", "CRA", "--full", "--format", "table").out,
        run("calendar", *held).out,
    ]

    assert all("ICRM membership" in answer for answer in answers)
    assert not any("maintenance:" in answer or "maintenance " in answer for answer in answers[:2])
    assert run("renewals", *held, "--json").json[0]["shared"] == "ICRM membership"
    assert "yearly fee" in run("renewals", "--held", "ACA=2024-01-01", *held, "-f", "table").out


@pytest.mark.parametrize("day", ["02-29", "1-1", "13-01", "2026-07-01"])
def test_the_day_of_a_term_is_in_every_year(
    run: Run, write: Callable[[str], Any], day: str
) -> None:
    path = write(
        '[credentials.X]\nname = "X"\ntype = "license"\nissuer = { id = "I", name = "I" }\n'
        f'renewal = {{ months = 12, starts_on = ["{day}"] }}\n'
    )
    answer = run("list", "--catalogue", str(path))

    assert answer.code == 1
    assert "allowed: a month and a day that every year has, such as 07-01, in quotes" in answer.err


def test_the_note_says_how_early_a_renewal_can_be() -> None:
    record = load_credential(renewal={"months": 24, "early_months": 6})
    [renewal] = upcoming_renewals(
        {"X": record}, validate(Profile, {"held": {"X": {"since": date(2025, 6, 1)}}}), TODAY
    )

    assert renewal.note is not None
    assert describe_with_options(renewal.note) == "it can be renewed from 2026-12-01 on"


def test_dues_of_a_needed_membership_are_a_yearly_fee() -> None:
    record = load_credential(renewal={"membership": "Y", "expires": False})
    person = validate(Profile, {"held": {"X": {"since": date(2025, 6, 1)}}, "dues": {"Y": 80}})
    dues = upcoming_renewals({"X": record}, person, TODAY)

    assert [(due.purpose, due.due, phrases.format_range(due.cost)) for due in dues] == [
        ("maintenance", date(2027, 6, 1), "$80"),
        ("renewal", None, "not on record"),
    ]


@pytest.mark.parametrize(
    ("since", "held", "due"),
    [
        pytest.param(date(2025, 11, 22), {}, date(2026, 11, 22), id="both were due yesterday"),
        pytest.param(date(2025, 11, 23), {}, TODAY, id="both are due today"),
        pytest.param(date(2023, 6, 1), {}, date(2024, 6, 1), id="the first one since the renewal"),
        pytest.param(
            date(2023, 6, 1),
            {"renewed": date(2026, 6, 1)},
            date(2027, 6, 1),
            id="it was renewed since then",
        ),
    ],
)
def test_a_yearly_fee_is_overdue_if_the_renewal_is(
    since: date, held: dict[str, Any], due: date
) -> None:
    """The renewal is due after a year."""
    fees = [{"purpose": "maintenance", "low": 5, "high": 5}]
    record = load_credential(fees=fees, renewal={"months": 12})
    person = validate(Profile, {"held": {"X": {"since": since, **held}}})
    [one, other] = upcoming_renewals({"X": record}, person, TODAY)

    assert {one.purpose, other.purpose} == {"renewal", "maintenance"}
    assert (one.due, other.due) == (due, due)


def test_a_past_fee_without_a_renewal_is_taken_as_paid() -> None:
    fees = [{"purpose": "maintenance", "low": 5, "high": 5}]
    record = load_credential(fees=fees, renewal={"expires": False})
    person = validate(Profile, {"held": {"X": {"since": date(2025, 11, 22)}}})

    assert [due.due for due in upcoming_renewals({"X": record}, person, TODAY)] == [
        date(2027, 11, 22),
        None,
    ]


def test_shared_dues_are_due_once_for_the_credential_that_is_held_longest(
    shipped: Catalogue,
) -> None:
    held = {"CRM": {"since": date(2024, 6, 1)}, "CRA": {"since": date(2022, 3, 1)}}
    [fee, *renewals] = upcoming(shipped, held)

    assert (fee.id, fee.purpose, fee.due) == ("CRA", "maintenance", date(2027, 3, 1))
    assert fee.note is not None
    assert describe_with_options(fee.note) == "one payment covers CRM too"
    assert [(due.id, due.purpose) for due in renewals] == [("CRA", "renewal"), ("CRM", "renewal")]


@pytest.mark.parametrize(
    ("held", "when"),
    [
        ("CIP=2023-11-22", "overdue"),
        ("CIP=2023-11-23", "in 30 days"),
        ("CIP=2024-02-21", "in 90 days"),
        ("CIP=2024-08-01", "next year"),
        ("CIP=2026-08-01", "later"),
        ("CIP", "—"),
    ],
)
def test_the_table_says_when_a_renewal_is_due(run: Run, held: str, when: str) -> None:
    header, row = run("renewals", "--held", held, "--on", str(TODAY)).out.splitlines()

    assert header.split("\t")[:3] == ["due", "when", "id"]
    assert row.split("\t")[1] == when


def test_the_table_says_that_a_renewal_is_due_this_year(run: Run) -> None:
    row = run("renewals", "--held", "CIP=2023-12-31", "--on", "2026-03-01").out.splitlines()[1]

    assert row.split("\t")[:2] == ["2026-12-31", "this year"]
