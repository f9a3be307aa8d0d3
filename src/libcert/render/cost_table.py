"""A table for people of the cost of credentials, year by year."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Answer, Money
from libcert.model.results import CostOverYears, MembershipValue, Payment
from libcert.render import charts
from libcert.render.phrases import (
    DASH,
    EN_DASH,
    INDENT,
    NOT_ON_RECORD,
    format_range,
    heading,
    one_line,
    plural,
)
from libcert.render.reasons import describe_with_options
from libcert.render.result_phrases import format_due
from libcert.render.table import Table, table_for_people

BAR: Final = 16
"""The length of the longest bar, in columns."""
_VERDICTS: Final = {
    Answer.YES: "joining pays off",
    Answer.NO: "joining does not pay off",
    Answer.MAYBE: "joining may pay off",
}


@model
class _Row(Model):
    """One year of one credential, or all its years."""

    id: str
    year: str
    cost: str
    chart: str
    what: tuple[str, ...]


def cost_table(costs: Sequence[CostOverYears]) -> Table:
    """Return a table with a row per year and credential, and a summary of each below."""
    rows = [row for cost in costs for row in _rows(cost)]
    footer = [line for cost in costs for line in _summary_lines(cost)]
    return table_for_people(_Row, rows, pictures=("chart",), footer=footer)


def _rows(cost: CostOverYears) -> Iterator[_Row]:
    most = max((year.cost.high or year.cost.low or 0 for year in cost.by_year), default=0)
    for year in cost.by_year:
        yield _Row(
            id=cost.id,
            year=str(year.year),
            cost=format_due(year.cost),
            chart=charts.bar(year.cost, most, BAR),
            what=tuple(map(_format_payment, year.what)) or (DASH,),
        )
    span = "1" if cost.years == 1 else f"1{EN_DASH}{cost.years}"
    yield _Row(id=cost.id, year=span, cost=_format_total(cost.total), chart="", what=("total",))


def _format_payment(payment: Payment) -> str:
    return f"{heading(payment.purpose)}: {format_range(payment.cost)}"


def _format_total(total: Money) -> str:
    """Return a total in words, with `at least` if a part of it is not on record."""
    if not total.open:
        return format_range(total)
    low = total.replace(open=False, high=total.high or total.low)
    return f"at least {format_range(low)}"


def _summary_lines(cost: CostOverYears) -> Iterator[str]:
    """Yield an empty line, then the lines below the table for one credential."""
    standing, span = one_line("standing", cost.standing), plural(cost.years, "year")
    yield ""
    yield f"{cost.id}, {cost.name} ({standing}): {_format_total(cost.total)} in {span}"
    if cost.unknown:
        yield f"{INDENT}not included: {'; '.join(map(describe_with_options, cost.unknown))}"
    if cost.beside:
        beside = "; ".join(map(describe_with_options, cost.beside))
        yield f"{INDENT}not counted, because it is optional or paid to others: {beside}"
    yield from (f"{INDENT}{_membership_sentence(joining, cost.years)}" for joining in cost.joining)
    if cost.disputed:
        yield f"{INDENT}disputed figures: {', '.join(map(heading, cost.disputed))}"


def _membership_sentence(joining: MembershipValue, years: int) -> str:
    """Return a sentence that says whether joining a society for *years* years pays off."""
    society = joining.organization
    if joining.saves.high == 0:
        return f"members of {society} pay the same"
    if not joining.saves.known:
        return f"the amount that members of {society} save is {NOT_ON_RECORD}"
    saves = f"members of {society} save {format_range(joining.saves)}"
    if not joining.dues.known:
        return f"{saves}; use `--dues {society}=…` to give the cost of a year of membership"
    dues = f"{format_range(joining.dues)} of dues in {plural(years, 'year')}"
    return f"{saves} and pay {dues}: {_VERDICTS[joining.worth_it]}"
