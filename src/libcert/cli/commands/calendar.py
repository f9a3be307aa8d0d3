"""`libcert calendar`: what falls due, and a plan, for the calendar that one looks at."""

from typing import Annotated, Any

import typer

from libcert import planning
from libcert.cli import read_values, terminal
from libcert.cli.answer import UNARRANGED, View
from libcert.cli.commands.plan import Goals
from libcert.cli.options import parsed, split, taking_options
from libcert.cli.person_options import Person
from libcert.cli.terminal import Written
from libcert.model.limits import MAX_LEAD_DAYS
from libcert.questions.renewals import upcoming_renewals
from libcert.render import calendar_file, phrases
from libcert.render.reasons import describe_with_options


def _leads(values: list[str] | None) -> list[Any]:
    """Return how many days ahead, each a whole number."""
    return [
        parsed(lambda text: read_values.whole(text, 0, MAX_LEAD_DAYS), days)
        for days in split(values)
    ]


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
    dues = upcoming_renewals(view.catalogue, told, today)
    planned = None
    if goals.goal or goals.best:
        planned = planning.plan(
            view.catalogue, goals.wishes(view, today), person.surely(told, view)
        )
        for missing in planned.not_planned:
            view.notes.append(f"not planned: {missing.id}: {missing.because}")
    events = calendar_file.events(dues, planned, today, lead or calendar_file.LEADS)
    for due in dues:
        if due.due is None:
            why = describe_with_options(due.note) if due.note else "no day is known"
            view.notes.append(f"{due.id}: no event for its {phrases.DUE[due.purpose]}: {why}")
    if not events:
        view.notes.append(
            "there is nothing to write: say what you hold with `--held ID=DATE`, or a `--goal`"
        )
        return Written("", notes=view.notes)
    text = calendar_file.icalendar(events, terminal.today())
    return Written(text, view.output, utf_8=True, notes=view.notes)
