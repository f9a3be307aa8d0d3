"""Calendar files (iCalendar, RFC 5545) of due dates and of plans."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from libcert.model.base import Model, model
from libcert.model.results import Due, Plan
from libcert.model.sanitize import clean
from libcert.render import phrases
from libcert.render.reasons import describe_with_options

if TYPE_CHECKING:
    from icalendar import Event as CalendarEntry

LEADS: Final = (90, 60, 30)
"""How many days before a due date to remind people."""
_ALARM: Final = timedelta(hours=9)
"""The time of day of an alarm."""
_FIRST_VERSION: Final = date(2000, 1, 1)


@model(kw_only=False)
class Event(Model):
    """An entry on one day of a calendar."""

    uid: str
    """Identifies the event: if it is imported again, it replaces its older version."""
    day: date
    """The day; the event takes the whole day."""
    summary: str
    """The title."""
    description: Sequence[str]
    """The lines of the description."""


def events(
    dues: Sequence[Due], plan: Plan | None, today: date, leads: Sequence[int] = LEADS
) -> list[Event]:
    """Return the events for *dues*, with reminders, and for the steps of *plan*.

    Args:
        dues: The payments and renewals that are due; those without a day have no event.
        plan: The plan, or None.
        today: No reminder is before this day.
        leads: How many days before a due date to remind; the due date has an event anyway.
    """
    due_events = [event for due in dues for event in _due_events(due, today, leads)]
    if plan is None:
        return due_events
    known = {(due.id, due.purpose) for due in dues if due.due is not None}
    return [*due_events, *_plan_events(plan), *_later_events(plan, known)]


def icalendar(events: Sequence[Event], today: date) -> str:
    """Return a calendar file with *events*, each with an alarm on the morning of its day.

    If the file is made again on a later day, calendar programs replace the older events.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//libcert//libcert//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_calendar_entry(event, today))
    content: bytes = calendar.to_ical()
    return content.decode()


def _calendar_entry(event: Event, today: date) -> "CalendarEntry":
    from icalendar import Alarm, vText
    from icalendar import Event as CalendarEntry

    class Text(vText):
        """Text that keeps a backslash before N; icalendar would make a line break of it."""

        def to_ical(self) -> bytes:
            escaped = re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n")
            return escaped.encode()

    stamp = datetime.combine(today, time(), UTC)
    entry, alarm = CalendarEntry(), Alarm()
    entry.add("uid", event.uid)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("sequence", max((today - _FIRST_VERSION).days, 0))
    entry.add("dtstart", event.day)  # without an end, an event takes the whole day
    entry.add("summary", Text(clean(event.summary)))
    entry.add("description", Text("\n".join(map(clean, event.description))))
    entry.add("transp", "TRANSPARENT")  # the person is still free on that day
    alarm.add("action", "DISPLAY")
    alarm.add("description", Text(clean(event.summary)))
    alarm.add("trigger", _ALARM)
    entry.add_component(alarm)
    return entry


def _due_events(due: Due, today: date, leads: Sequence[int]) -> Iterator[Event]:
    """Yield the reminders of a due date, the earliest first, and the event on the day itself."""
    if due.due is None:
        return
    uid = f"{due.id}-{due.purpose}".casefold()
    description = list(_due_description(due))
    ahead = [lead for lead in {*leads} if lead and due.due - timedelta(days=lead) >= today]
    for lead in [*sorted(ahead, reverse=True), 0]:
        when = f" in {phrases.plural(lead, 'day')}, on {due.due}" if lead else ""
        yield Event(
            uid=f"{uid}-{lead}@libcert",
            day=due.due - timedelta(days=lead),
            summary=f"{due.id}: {phrases.payment_name(due.purpose, due.shared)} is due{when}",
            description=description,
        )


def _due_description(due: Due) -> Iterator[str]:
    yield due.name or due.id
    yield f"standing: {phrases.one_line('standing', due.standing)}"
    if due.cost.known:
        yield f"fee: {phrases.format_range(due.cost)}"
    if due.credits is not None:
        held = "" if due.credits_held is None else f", {due.credits_held} of them earned"
        yield f"{phrases.plural(due.credits, 'credit')}{held}"
    if due.methods:
        yield f"by {' or '.join(due.methods)}"
    if due.note:
        yield describe_with_options(due.note)


def _plan_events(plan: Plan) -> Iterator[Event]:
    """Yield the first day and the award of each step."""
    for step in plan.steps:
        lines = [step.name, f"standing: {phrases.one_line('standing', step.standing)}"]
        cost = f"cost: {phrases.format_range(step.cost)}"
        uid = f"{step.id}-plan".casefold()
        yield Event(f"{uid}-start@libcert", step.start, f"{step.id}: begin", [*lines, cost])
        if step.finish is not None:
            yield Event(f"{uid}-finish@libcert", step.finish, f"{step.id}: planned award", lines)
        if step.finish_by is not None:
            yield Event(f"{uid}-limit@libcert", step.finish_by, f"{step.id}: latest end", lines)


def _later_events(plan: Plan, known: Container[tuple[str, str]]) -> Iterator[Event]:
    """Yield the fees and renewals after the awards; the first of those *known* has its own event.

    They are counted, so that an event keeps its uid if its day changes.
    """
    number: Counter[tuple[str, str]] = Counter()
    for payment in plan.later:
        key = payment.id, payment.purpose
        number[key] += 1
        if key in known and number[key] == 1:
            continue
        lines = [f"fee: {phrases.format_range(payment.cost)}"] if payment.cost.known else []
        yield Event(
            f"{payment.id}-{payment.purpose}-later-{number[key]}@libcert".casefold(),
            payment.day,
            f"{payment.id}: {phrases.DUE[payment.purpose]} is due",
            [payment.id, *lines],
        )
