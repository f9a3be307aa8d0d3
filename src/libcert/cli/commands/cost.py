"""`libcert cost`: what it costs to earn a credential and to keep it, year by year."""

from typing import Annotated

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options, whole
from libcert.cli.person_options import Person
from libcert.model.limits import MAX_YEARS
from libcert.model.results import CostOverYears
from libcert.questions.total_cost import cost_over_years
from libcert.render.cost_table import cost_table


@taking_options()
def cost(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="One id or more", autocompletion=complete_id),
    ],
    view: View,
    person: Person,
    *,
    years: Annotated[int, whole("How many years to count", least=1, most=MAX_YEARS)] = 10,
) -> Reply:
    """Say what it costs to earn a credential and to keep it, each fee in the year it falls due.

    The first year begins with earning it. A renewal falls due inside the span or not at all, so
    that ten years of a credential renewed every five have one renewal in them.
    """
    told = person.told(view)
    asked = {record.id: record for record in (view.catalogue[id_] for id_ in ids)}
    found = [
        cost_over_years(credential, years, told, checked=view.figures == "checked")
        for credential in asked.values()
    ]
    for one in found:
        if one.total.known and one.total.unit != told.currency:
            rate = f"`--rate {one.total.unit}=…` would count it in {told.currency}"
            view.notes.append(f"{one.id} is in {one.total.unit}; {rate}")
    records = view.sort_records(found, CostOverYears)
    table = view.table(CostOverYears, records, tuple(CostOverYears.FIELDS))
    return view.reply(table, cost_table(records))
