"""Calendars (iCalendar, RFC 5545) of what falls due and of what is planned."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from libcert.model.base import Model, value_class
from libcert.model.results import Due, Plan
from libcert.model.sanitize import clean
from libcert.render import phrases

LEADS: Final = (90, 60, 30)
"""How many days ahead people are reminded of what falls due."""
_ALARM: Final = timedelta(hours=9)
"""The time of day of an alarm."""
_FIRST_VERSION: Final = date(2000, 1, 1)


@value_class
class Event(Model):
    """Something on one day of a calendar."""

    uid: str
    """Its name for ever: imported again, it takes the place of what was there."""
    day: date
    summary: str
    description: Sequence[str]
    """Its lines."""


def events(
    dues: Sequence[Due], plan: Plan | None, today: date, leads: Sequence[int] = LEADS
) -> list[Event]:
    """Return the events of what falls due, each with reminders so many days ahead, and of a plan.

    What has no day on record has no event, and nobody is reminded before *today*.
    """
    found = [event for due in dues for event in _of_due(due, today, leads)]
    return found + (list(_of_plan(plan)) if plan is not None else [])


def icalendar(events: Sequence[Event], today: date) -> str:
    """Return *events* as a calendar, each on a whole day and with an alarm that morning.

    Made again on a later day, each event is a newer version of itself.
    """
    from icalendar import Alarm, Calendar, vText
    from icalendar import Event as Entry

    class Text(vText):
        """Text in which a backslash before N is no line break, as it is to the library."""

        def to_ical(self) -> bytes:
            escaped = re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n")
            return escaped.encode()

    calendar = Calendar()
    calendar.add("prodid", "-//libcert//libcert//EN")
    calendar.add("version", "2.0")
    stamp = datetime.combine(today, time(), UTC)
    for event in events:
        entry, alarm = Entry(), Alarm()
        entry.add("uid", event.uid)
        entry.add("dtstamp", stamp)
        entry.add("last-modified", stamp)
        entry.add("sequence", max((today - _FIRST_VERSION).days, 0))
        entry.add("dtstart", event.day)  # a day without an end is that whole day
        entry.add("summary", Text(clean(event.summary)))
        entry.add("description", Text("\n".join(map(clean, event.description))))
        entry.add("transp", "TRANSPARENT")  # the day is not taken
        alarm.add("action", "DISPLAY")
        alarm.add("description", Text(clean(event.summary)))
        alarm.add("trigger", _ALARM)
        entry.add_component(alarm)
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content.decode()


def _of_due(due: Due, today: date, leads: Sequence[int]) -> Iterator[Event]:
    if due.due is None:
        return
    takes = [due.name or due.id, f"standing: {phrases.one_line('standing', due.standing)}"]
    if due.cost.known:
        takes.append(f"fee: {phrases.format_range(due.cost)}")
    if due.credits is not None:
        held = "" if due.credits_held is None else f", {due.credits_held} of them gathered"
        takes.append(f"{phrases.plural(due.credits, 'credit')}{held}")
    takes += [f"by {' or '.join(due.methods)}"] if due.methods else []
    takes += [due.note] if due.note else []
    uid = f"{due.id}-{due.purpose}".casefold()
    ahead = [lead for lead in {*leads} if lead and due.due - timedelta(days=lead) >= today]
    for lead in [*sorted(ahead, reverse=True), 0]:
        when = f" in {phrases.plural(lead, 'day')}, on {due.due}" if lead else ""
        yield Event(
            uid=f"{uid}-{lead}@libcert",
            day=due.due - timedelta(days=lead),
            summary=f"{due.id}: {phrases.DUE[due.purpose]} falls due{when}",
            description=takes,
        )


def _of_plan(plan: Plan) -> Iterator[Event]:
    for step in plan.steps:
        said = [step.name, f"standing: {phrases.one_line('standing', step.standing)}"]
        cost = f"cost: {phrases.format_range(step.cost)}"
        uid = f"{step.id}-plan".casefold()
        yield Event(f"{uid}-start@libcert", step.start, f"{step.id}: begin", [*said, cost])
        yield Event(f"{uid}-finish@libcert", step.finish, f"{step.id}: planned award", said)
