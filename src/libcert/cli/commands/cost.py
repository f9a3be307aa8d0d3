"""`libcert cost`: the cost to earn a credential and to keep it, year by year."""

from typing import Annotated, Final

import typer

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id, whole
from libcert.cli.person_options import PersonOptions, effective_profile
from libcert.cli.read_records import find_records
from libcert.model.limits import MAX_YEARS
from libcert.model.results import CostOverYears
from libcert.questions.total_cost import cost_over_years
from libcert.render.cost_table import cost_table

HIDES: Final = (
    *("where", "setting", "education", "subject", "studying"),
    *("college_years", "experience", "meets", "lacks", "study_hours", "budget", "max_age"),
)
"""The options that change nothing about a cost."""
EXAMPLES: Final = {
    "cost": (
        "cost LSSC",
        "cost ACA CIP --years 10 --member ALA",
        "cost ACA --dues ALA=150",
    ),
}


@expand_groups(hide=HIDES)
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
) -> Reply:
    """Show what it costs to earn and keep a credential, by year.

    The first year begins when you start to earn it. A renewal counts only if it falls due before
    the last year ends: ten years of a credential renewed every five years have one renewal.
    """
    session = Session(options, person.on)
    profile = effective_profile(person, session)
    credentials = {record.id: record for record in find_records(ids, session.catalogue)}
    results = [
        cost_over_years(credential, years, profile, checked=session.checked)
        for credential in credentials.values()
    ]
    for result in results:
        unit = result.total.unit
        if result.total.known and unit != profile.currency:
            rate = f"`--rate {unit}=…` converts it to {profile.currency}"
            session.notes.append(f"{result.id} is in {unit}; {rate}")
    records = sort_and_limit(session, results, CostOverYears)
    people = cost_table(records)
    return Reply(session, build_table(session, CostOverYears, records, for_people=people))
