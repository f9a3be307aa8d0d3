"""`libcert calendar`: what falls due, and a plan, for the calendar that one looks at."""

from typing import Annotated, Any, Final

import typer

from libcert import calendars, output, planning, words
from libcert.cli.options import split, taking_options
from libcert.cli.person import Person
from libcert.cli.plan import Goals
from libcert.cli.reply import UNARRANGED, View
from libcert.output import Written
from libcert.renewals import falling_due

MAX_LEAD: Final = 3_660
"""The most days ahead of which anybody is reminded."""


def _leads(values: list[str] | None) -> list[Any]:
    """Return how many days ahead, each a whole number."""
    given = split(values)
    for days in given:
        if not (days.isascii() and days.isdigit() and len(days) <= 4 and int(days) <= MAX_LEAD):  # noqa: PLR2004
            raise typer.BadParameter(f"`{days[:40]}` is not a number of days up to {MAX_LEAD}")
    return [int(days) for days in given]


@taking_options(*UNARRANGED, "form", "as_json", "fields")
def calendar(
    view: View,
    person: Person,
    goals: Goals,
    *,
    lead: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            callback=_leads,
            metavar="DAYS",
            help="How many days ahead to remind; 90, 60 and 30",
        ),
    ] = None,
) -> Written:
    """Write a calendar (.ics) of what falls due of what you hold, and of a plan if you ask for one.

    Imported again, each event takes the place of what it was.
    """
    told, today = person.told(view), person.today
    dues = falling_due(view.catalogue, told, today)
    planned = None
    if goals.goal or goals.best:
        planned = planning.plan(
            view.catalogue, goals.wishes(view, today), person.surely(told, view)
        )
        for missing in planned.not_planned:
            view.notes.append(f"not planned: {missing.id}: {missing.because}")
    events = calendars.events(dues, planned, today, lead or calendars.LEADS)
    for due in dues:
        if due.due is None:
            why = due.note or "no day is known"
            view.notes.append(f"{due.id}: no event for its {words.DUE[due.purpose]}: {why}")
    if not events:
        view.notes.append(
            "there is nothing to write: say what you hold with `--held ID=DATE`, or a `--goal`"
        )
        return Written("", notes=view.notes)
    text = calendars.icalendar(events, output.today())
    return Written(text, view.output, utf_8=True, notes=view.notes)
