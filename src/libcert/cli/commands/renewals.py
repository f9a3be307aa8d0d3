"""`libcert renewals`: what falls due of what one holds, and when."""

from collections.abc import Sequence
from typing import Annotated

from libcert.cli.answer import Reply, View
from libcert.cli.options import taking_options, whole
from libcert.cli.person_options import Person
from libcert.model.base import Model, model
from libcert.model.credential import Money, Standing
from libcert.model.limits import MAX_AHEAD_DAYS
from libcert.model.results import Due
from libcert.questions.renewals import upcoming_renewals
from libcert.render import phrases
from libcert.render.table import Table, table_for_people


@model
class _Row(Model):
    """What falls due, as people read it."""

    due: str
    within: str
    id: str
    what: str
    credits: str
    cost: Money
    standing: Standing | None


@taking_options()
def renewals(
    view: View,
    person: Person,
    *,
    within: Annotated[
        int | None,
        whole("Only what falls due in so many days", most=MAX_AHEAD_DAYS, metavar="DAYS"),
    ] = None,
) -> Reply:
    """List what falls due to keep the credentials you hold, the soonest first.

    What is past is in it, and what has no day on record comes last.
    """
    told = person.told(view)
    if not told.held:
        view.notes.append("you have not said what you hold; `--held ID=DATE` does")
    found = upcoming_renewals(view.catalogue, told, person.today)
    if within is not None:
        left = len(found)
        found = [due for due in found if due.days is not None and due.days <= within]
        if left > len(found):
            view.notes.append(f"{left - len(found)} more fall due later or on an unknown day")
    records = view.sort_records(found, Due)
    table = view.table(Due, records, tuple(Due.FIELDS))
    return view.reply(table, _people(records))


def _people(records: Sequence[Due]) -> Table:
    rows = [
        _Row(
            due=phrases.DASH if due.due is None else str(due.due),
            within=due.within or phrases.DASH,
            id=due.id,
            what=phrases.DUE[due.purpose],
            credits=_credits(due),
            cost=due.cost,
            standing=due.standing,
        )
        for due in records
    ]
    notes = [f"{due.id}, {phrases.DUE[due.purpose]}: {due.note}" for due in records if due.note]
    return table_for_people(_Row, rows, footer=["", *notes] if notes else [])


def _credits(due: Due) -> str:
    if due.credits is None:
        return phrases.DASH if due.purpose == "maintenance" else phrases.NOT_ON_RECORD
    held = "" if due.credits_held is None else f", {due.credits_held} gathered"
    return f"{due.credits}{held}"
