"""`libcert cost`: what it costs to earn a credential and to keep it, year by year."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options, whole
from libcert.cli.person_options import Person
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Money
from libcert.model.limits import MAX_YEARS
from libcert.model.results import CostOverYears, Joining, Payment
from libcert.questions.total_cost import cost_over_years
from libcert.render import charts, phrases
from libcert.render.table import Table, table_for_people

BAR: Final = 16
"""Columns of the longest bar."""


@model
class _Row(Model):
    """One year of one credential, as people read it."""

    id: str
    year: str
    cost: str
    chart: str
    what: tuple[str, ...]


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
    return view.reply(table, _people(records))


def _people(records: Sequence[CostOverYears]) -> Table:
    rows = [row for found in records for row in _rows(found)]
    closing = [line for found in records for line in _closing(found)]
    return table_for_people(_Row, rows, pictures=("chart",), footer=closing)


def _rows(found: CostOverYears) -> Iterator[_Row]:
    most = max((year.cost.high or year.cost.low or 0 for year in found.by_year), default=0)
    for year in found.by_year:
        yield _Row(
            id=found.id,
            year=str(year.year),
            cost=phrases.format_due(year.cost),
            chart=charts.bar(year.cost, most, BAR),
            what=tuple(map(_paid, year.what)) or (phrases.DASH,),
        )
    span = "1" if found.years == 1 else f"1–{found.years}"
    yield _Row(id=found.id, year=span, cost=_total(found.total), chart="", what=("in all",))


def _paid(payment: Payment) -> str:
    return f"{phrases.heading(payment.purpose)}: {phrases.format_range(payment.cost)}"


def _total(total: Money) -> str:
    """Return a total in words, of which what is not on record is not a part."""
    if not total.open:
        return phrases.format_range(total)
    least = total.replace(open=False, high=total.high or total.low)
    return f"at least {phrases.format_range(least)}"


def _closing(found: CostOverYears) -> Iterator[str]:
    """Yield what it comes to, to be read last."""
    standing = phrases.one_line("standing", found.standing)
    span = phrases.plural(found.years, "year")
    yield ""
    yield f"{found.id}, {found.name} ({standing}): {_total(found.total)} in {span}"
    if found.unknown:
        yield f"{phrases.INDENT}not in it: {'; '.join(found.unknown)}"
    if found.beside:
        beside = "; ".join(found.beside)
        yield f"{phrases.INDENT}not counted, as it is optional or paid to others: {beside}"
    yield from (f"{phrases.INDENT}{_joined(one, found.years)}" for one in found.joining)
    if found.disputed:
        doubt = ", ".join(map(phrases.heading, found.disputed))
        yield f"{phrases.INDENT}in doubt: disputed {doubt}"


def _joined(one: Joining, years: int) -> str:
    """Return in a sentence whether joining a society pays off."""
    if one.saves.high == 0:
        return f"members of {one.organization} pay no less"
    if not one.saves.known:
        return f"what members of {one.organization} save is {phrases.NOT_ON_RECORD}"
    saves = f"members of {one.organization} save {phrases.format_range(one.saves)}"
    if not one.dues.known:
        return f"{saves}; say what a year of membership costs with `--dues {one.organization}=…`"
    verdict = {
        Answer.YES: "joining pays off",
        Answer.NO: "joining does not pay off",
        Answer.MAYBE: "whether joining pays off depends",
    }
    dues = f"{phrases.format_range(one.dues)} of dues in {phrases.plural(years, 'year')}"
    return f"{saves} and pay {dues}: {verdict[one.worth_it]}"
