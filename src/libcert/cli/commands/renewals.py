"""`libcert renewals`: the renewals that fall due for a person, and when."""

from typing import Annotated, Final

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import whole
from libcert.cli.person_options import NOT_ABOUT_FEES, PersonOptions, effective_profile
from libcert.model.limits import MAX_AHEAD_DAYS
from libcert.model.results import Due
from libcert.questions.renewals import upcoming_renewals
from libcert.render.renewals_table import renewals_table

EXAMPLES: Final = {
    "renewals": (
        "renewals",
        "renewals --held LSSC=2024-03-15 --within 90",
    ),
}


@expand_groups(hide=NOT_ABOUT_FEES)
def renewals(
    options: AnswerOptions,
    person: PersonOptions,
    *,
    within: Annotated[
        int | None,
        whole(
            "Show only fees and renewals due within this many days",
            most=MAX_AHEAD_DAYS,
            metavar="DAYS",
        ),
    ] = None,
) -> Reply:
    """List upcoming fees and renewals, soonest first.

    Overdue fees and renewals are included. Those without a known day come last.
    """
    session = Session(options, person.on)
    profile = effective_profile(person, session)
    if not profile.held:
        session.notes.append("no held credentials are known; add them with `--held ID=DATE`")
    dues = upcoming_renewals(session.catalogue, profile, session.today)
    if within is not None:
        count = len(dues)
        dues = [due for due in dues if due.days is not None and due.days <= within]
        if count > len(dues):
            session.notes.append(f"{count - len(dues)} more fall due later or on an unknown day")
    records = sort_and_limit(session, dues, Due)
    return Reply(session, build_table(session, Due, records, for_people=renewals_table(records)))
