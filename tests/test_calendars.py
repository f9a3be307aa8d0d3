"""Calendar files: the days of their events, and their import into a calendar program."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from libcert import Catalogue
from libcert.model.credential import Money
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import Due, Plan, Step
from libcert.model.validation import validate
from libcert.questions.renewals import upcoming_renewals
from libcert.render.calendar_file import LEADS, events
from libcert.render.calendar_file import icalendar as write_calendar

TODAY = date(2026, 11, 23)
DUE = Due(
    id="LSSC",
    name="Library Support Staff Certification",
    standing="confirmed",
    purpose="renewal",
    due=date(2028, 2, 29),
    credits=32,
    credits_held=12,
    cost=Money(low=10, high=10),
    methods=("courses", "an exam"),
    note=Reason.of("record-note", text="a note; with, signs\\n"),
)


def read(text: str) -> list[Any]:
    """Return the events in the text of a calendar file."""
    return [part for part in icalendar.Calendar.from_ical(text).walk() if part.name == "VEVENT"]


def test_each_lead_time_has_its_own_event_with_an_alarm() -> None:
    found = read(write_calendar(events([DUE], None, TODAY), TODAY))

    assert [str(event["summary"]) for event in found] == [
        "LSSC: renewal is due in 90 days, on 2028-02-29",
        "LSSC: renewal is due in 60 days, on 2028-02-29",
        "LSSC: renewal is due in 30 days, on 2028-02-29",
        "LSSC: renewal is due",
    ]
    assert [event.decoded("dtstart") for event in found] == [
        date(2028, 2, 29) - timedelta(days=days) for days in (*LEADS, 0)
    ]
    for event in found:
        assert isinstance(event.decoded("dtstart"), date)
        assert "dtend" not in event
        [alarm] = event.walk("VALARM")
        assert alarm.decoded("trigger") == timedelta(hours=9)
        assert str(event["description"]).split("\n") == [
            "Library Support Staff Certification",
            "standing: confirmed",
            "fee: $10",
            "32 credits, 12 of them earned",
            "by courses or an exam",
            "a note; with, signs\\n",
        ]


def test_event_keeps_its_uid_if_its_day_changes() -> None:
    later = DUE.replace(due=date(2032, 2, 29))
    before = read(write_calendar(events([DUE], None, TODAY), TODAY))
    after = read(write_calendar(events([later], None, TODAY), date(2027, 1, 1)))

    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert len({event["uid"] for event in before}) == 4
    assert all(new["sequence"] > old["sequence"] for old, new in zip(before, after, strict=True))
    assert before[0].decoded("dtstamp") == datetime(2026, 11, 23, tzinfo=UTC)


def test_same_answer_gives_the_same_file() -> None:
    assert write_calendar(events([DUE], None, TODAY), TODAY) == write_calendar(
        events([DUE], None, TODAY), TODAY
    )


def test_facts_not_on_record_are_not_described() -> None:
    bare = Due(id="X", purpose="maintenance", due=date(2027, 1, 1))
    [*_, last] = events([bare], None, TODAY, [7])

    assert (last.summary, last.description) == (
        "X: yearly fee is due",
        ["X", "standing: not checked"],
    )


def test_reminders_in_the_past_are_left_out() -> None:
    soon = DUE.replace(due=date(2027, 1, 1))
    past = DUE.replace(due=date(2026, 1, 1))

    assert [event.uid for event in events([soon, past], None, TODAY)] == [
        "lssc-renewal-30@libcert",
        "lssc-renewal-0@libcert",
        "lssc-renewal-0@libcert",
    ]


def test_renewal_without_a_day_has_no_event() -> None:
    assert events([DUE.replace(due=None)], None, TODAY) == []


def test_plan_has_an_event_for_each_start_and_award() -> None:
    step = Step(
        id="CALT",
        name="Technician",
        standing="not-found",
        start=date(2027, 5, 23),
        finish=date(2027, 9, 23),
        cost=Money(low=175, high=225),
    )
    found = events([], Plan(start=TODAY, proven=True, steps=(step,)), TODAY)

    assert [(event.summary, event.day) for event in found] == [
        ("CALT: begin", date(2027, 5, 23)),
        ("CALT: planned award", date(2027, 9, 23)),
    ]
    assert [*found[0].description] == ["Technician", "standing: not found", "cost: $175–$225"]


@pytest.mark.slow
def test_second_import_into_a_calendar_program_updates_the_events(
    shipped: Catalogue, tmp_path: Path
) -> None:
    """Khal stores one file per event. The second import moves the events and adds none."""
    folder = tmp_path / "calendar"
    folder.mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[libcert]]\npath = {folder}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "timeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )

    def khal(*arguments: str) -> str:
        process = subprocess.run(
            [sys.executable, "-m", "khal", "-c", str(config), *arguments],
            capture_output=True,
            text=True,
            env=os.environ | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout

    def import_calendar(since: date) -> None:
        person = validate(Profile, {"held": {"LSSC": {"since": since}}})
        text = write_calendar(events(upcoming_renewals(shipped, person, TODAY), None, TODAY), TODAY)
        (tmp_path / "libcert.ics").write_text(text, encoding="utf-8", newline="")
        khal("import", "--batch", str(tmp_path / "libcert.ics"))

    import_calendar(date(2023, 3, 31))
    assert "LSSC: renewal is due" in khal("list", "2027-03-31", "1d")
    assert len(list(folder.glob("*.ics"))) == 4
    import_calendar(date(2024, 2, 29))
    assert "LSSC" not in khal("list", "2027-03-31", "1d")
    assert "LSSC: renewal is due" in khal("list", "2028-02-29", "1d")
    assert "on 2028-02-29" in khal("list", "2028-01-30", "1d")
    assert len(list(folder.glob("*.ics"))) == 4
