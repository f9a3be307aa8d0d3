"""`libcert calendar`: renewals that fall due, and a plan, as a calendar file."""

from typing import Annotated, Any, Final

import typer

from libcert import planning
from libcert.cli import read_values, terminal
from libcert.cli.answer import NO_SORTING, AnswerOptions, Session
from libcert.cli.goal_options import GoalOptions, plan_request
from libcert.cli.option_groups import WHICH, expand_groups
from libcert.cli.options import parse, split
from libcert.cli.person_options import PersonOptions, effective_profile, without_lapsed
from libcert.cli.terminal import Output
from libcert.model.limits import MAX_LEAD_DAYS
from libcert.questions.renewals import upcoming_renewals
from libcert.render import calendar_file, phrases
from libcert.render.reasons import describe_with_options

EXAMPLES: Final = {
    "calendar": (
        "calendar --output renewals.ics",
        "calendar A+ --held LSSC=2024-03-15",
    ),
}


def _leads(values: list[str] | None) -> list[Any]:
    """Return the numbers of days in *values*."""
    return [
        parse(lambda text: read_values.whole(text, 0, MAX_LEAD_DAYS), days)
        for days in split(values)
    ]


@expand_groups(hide=(*NO_SORTING, "form", "as_json", "fields"))
def calendar(
    context: typer.Context,
    options: AnswerOptions,
    person: PersonOptions,
    goals: GoalOptions,
    *,
    lead: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            callback=_leads,
            metavar="DAYS",
            help="Remind this many days ahead: 90, 60, 30 by default",
            rich_help_panel=WHICH,
        ),
    ] = None,
) -> Output:
    """Write a calendar file (.ics) of your renewals and plan.

    The plan is included if you name credentials that you want, or use --best. With --years, the
    file has all fees and renewals of these years. If you import the file again, each event replaces
    its earlier version.
    """
    goals = goals.as_typed(context.obj or ())
    session = Session(options, person.on)
    profile, today = effective_profile(person, session), session.today
    dues = upcoming_renewals(session.catalogue, profile, today)
    planned = None
    if goals.wanted or goals.best or goals.years:
        request = plan_request(goals, session, profile)
        planned = planning.plan(session.catalogue, request, without_lapsed(profile, session))
        for missing in planned.not_planned:
            if missing.id in request.goals:
                because = describe_with_options(missing.because)
                session.notes.append(f"not planned: {missing.id}: {because}")
    events = calendar_file.events(dues, planned, today, lead or calendar_file.LEADS)
    for due in dues:
        if due.due is None:
            why = describe_with_options(due.note) if due.note else "no day is known"
            session.notes.append(
                f"{due.id}: no event for its {phrases.payment_name(due.purpose, due.shared)}: {why}"
            )
    if not events:
        session.notes.append(
            "there is nothing to write; name a credential you hold with `--held ID=DATE`,"
            " or one that you want"
        )
        return Output("", notes=session.notes)
    if options.output not in (None, "-"):
        session.notes.append(f"wrote {options.output}: {phrases.plural(len(events), 'event')}")
    text = calendar_file.icalendar(events, terminal.today())
    return Output(text, options.output, utf_8=True, notes=session.notes)
