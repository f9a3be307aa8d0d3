"""`libcert cost`: the cost to earn credentials and to keep them, year by year."""

from typing import Annotated, Final

import typer

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id, whole
from libcert.cli.person_options import NOT_ABOUT_FEES, PersonOptions, effective_profile
from libcert.cli.read_records import find_records
from libcert.model.limits import MAX_YEARS
from libcert.model.results import CombinedCost, CostOverYears
from libcert.questions.combined_cost import CostRequest, combined_cost, shared_with
from libcert.questions.cost_over_years import cost_over_years
from libcert.render.cost_table import cost_table

EXAMPLES: Final = {
    "cost": (
        "cost LSSC",
        "cost CRA CRM --years 10",
        "cost CRM --held CRA=2022-03-01",
        "cost ACLIP --currency GBP --dues CILIP=160",
    ),
}


@expand_groups(hide=NOT_ABOUT_FEES)
def cost(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="One or more ids", autocompletion=complete_id),
    ],
    options: AnswerOptions,
    person: PersonOptions,
    *,
    years: Annotated[
        int, whole("Number of years to count; 10 by default", least=1, most=MAX_YEARS)
    ] = 10,
    together: Annotated[
        bool | None,
        typer.Option(
            "--together/--each",
            help="One sum for all ids, or one for each; by default one, but each in JSON and CSV",
        ),
    ] = None,
) -> Reply:
    """Show what it costs to earn and keep credentials, by year.

    The time begins when you earn them. A renewal counts only if it falls due before the last year
    ends: ten years of a credential renewed every five years have one renewal. Of a credential you
    hold (`--held`), only what keeps it is counted. A payment that covers several counts once.
    """
    session = Session(options, person.on)
    profile = effective_profile(person, session)
    credentials = {record.id: record for record in find_records(ids, session.catalogue)}
    session.note_closed(credentials.values())
    related = shared_with(session.catalogue, [*credentials], profile, session.today)
    results = [
        cost_over_years(
            credential, years, profile, start=session.today, checked=session.checked
        ).replace(shared_with=related[credential.id])
        for credential in credentials.values()
    ]
    foreign: dict[str, list[str]] = {}
    for result in results:
        if result.total.known and result.total.unit != profile.currency:
            foreign.setdefault(result.total.unit, []).append(result.id)
    for unit, names in foreign.items():
        verb, rate = "is" if len(names) == 1 else "are", f"`--rate {unit}=…`"
        text = f"{', '.join(names)} {verb} in {unit}; {rate} converts it to {profile.currency}"
        session.notes.append(text)
    records = sort_and_limit(session, results, CostOverYears)
    found = [record.id for record in records]
    groups = [[id_] for id_ in found] if together is False else [found]
    requests = [CostRequest(group, years, session.today, session.checked) for group in groups]
    sums = [combined_cost(session.catalogue, request, profile) for request in requests]
    people = cost_table(sums, short=session.is_drawn)
    if together:
        table = build_table(session, CombinedCost, sums, for_people=people)
        return Reply(session, table.replace(single=True))
    return Reply(session, build_table(session, CostOverYears, records, for_people=people))
