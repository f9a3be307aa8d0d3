"""`libcert renewals`: what falls due of what one holds, and when."""

from typing import Annotated

from libcert.cli.answer import Reply, View
from libcert.cli.options import taking_options, whole
from libcert.cli.person_options import Person
from libcert.model.limits import MAX_AHEAD_DAYS
from libcert.model.results import Due
from libcert.questions.renewals import upcoming_renewals
from libcert.render.renewals_table import renewals_table


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
    return view.reply(table, renewals_table(records))
