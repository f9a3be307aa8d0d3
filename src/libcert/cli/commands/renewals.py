"""`libcert renewals`: the renewals that fall due for a person, and when."""

from collections.abc import Sequence
from typing import Annotated, Final

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import whole
from libcert.cli.person_options import PersonOptions, effective_profile
from libcert.model.base import Model
from libcert.model.credential import Money, Standing
from libcert.model.limits import MAX_AHEAD_DAYS
from libcert.model.results import Due
from libcert.questions.renewals import upcoming_renewals
from libcert.render import phrases
from libcert.render.table import Table, table_for_people

EXAMPLES: Final = {
    "renewals": (
        "renewals",
        "renewals --held LSSC=2024-03-15 --within 90",
    ),
}


class _Row(Model):
    """What falls due, as people read it."""

    due: str
    within: str
    id: str
    what: str
    credits: str
    cost: Money
    standing: Standing | None


@expand_groups()
def renewals(
    options: AnswerOptions,
    person: PersonOptions,
    *,
    within: Annotated[
        int | None,
        whole("Only what falls due in so many days", most=MAX_AHEAD_DAYS, metavar="DAYS"),
    ] = None,
) -> Reply:
    """List what falls due to keep the credentials you hold, the soonest first.

    What is past is in it, and what has no day on record comes last.
    """
    session = Session(options, person.on)
    profile = effective_profile(person, session)
    if not profile.held:
        session.notes.append("you have not said what you hold; `--held ID=DATE` does")
    dues = upcoming_renewals(session.catalogue, profile, session.today)
    if within is not None:
        count = len(dues)
        dues = [due for due in dues if due.days is not None and due.days <= within]
        if count > len(dues):
            session.notes.append(f"{count - len(dues)} more fall due later or on an unknown day")
    records = sort_and_limit(session, dues, Due)
    return Reply(session, build_table(session, Due, records, for_people=_people(records)))


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
