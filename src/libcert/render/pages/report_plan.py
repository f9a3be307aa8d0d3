"""The parts of a report on time and money: the steps of a plan, and the cost of each year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from libcert.model.results import Plan, Step
from libcert.render import cost_table, phrases, plan_table
from libcert.render.check_table import ended, sentence
from libcert.render.pages import charts
from libcert.render.pages.charts import BarChart, Span, Timeline, YearOfShares
from libcert.render.pages.report_content import Report, YearOfMoney, and_words, few
from libcert.render.pages.shapes import Cell, Column, PageTable
from libcert.render.phrases import format_range, plural


class PlanPart(NamedTuple):
    """The steps of a plan."""

    timeline: Timeline | None
    description: str
    table: PageTable | None
    lines: Sequence[str]
    """What is left out and why, what would help, and what else is open."""


class CostPart(NamedTuple):
    """The cost by year, in one currency."""

    id: str
    title: str
    chart: BarChart | None
    description: str
    table: PageTable
    notes: Sequence[str] = ()


# --- The plan -------------------------------------------------------------------------------------


def plan_part(plan: Plan, lines: Sequence[str]) -> PlanPart:
    """Return the steps of *plan* and their timeline, with *lines* on what is not planned."""
    later: dict[str, list[date]] = {}
    for due in plan.later:
        later.setdefault(due.id, []).append(due.day)
    spans = [_span(step, later.pop(step.id, ())) for step in plan.steps]
    spans += [
        Span(f"{charts.short_name(id_)}: held", None, None, None, days)
        for id_, days in later.items()
    ]
    rows = [_step_row(step) for step in plan.steps]
    table = PageTable(
        "steps",
        "The steps of the plan, in order",
        [
            Column("Credential"),
            Column("Start"),
            Column("End"),
            Column("Cost to earn", is_number=True),
        ],
        rows,
    )
    return PlanPart(
        timeline=charts.draw_timeline(spans),
        description="; ".join(f"{one.id}: {_start(one)}, end {_end(one)}" for one in plan.steps),
        table=table if rows else None,
        lines=lines,
    )


def _span(step: Step, marks: Sequence[date]) -> Span:
    """Return the time of *step*; its label is short, because no line breaks in a chart."""
    days = f"from {step.start}"
    if step.after:
        days = "start not known"
    elif step.finish:
        days = f"{step.start} to {step.finish}"
    elif step.finish_by:
        days = f"{step.start}, by {step.finish_by}"
    label = f"{charts.short_name(step.id)}: {days}"
    return Span(label, step.start, step.finish, step.finish_by, marks, is_after=bool(step.after))


def _start(step: Step) -> str:
    return f"after {few(step.after)}" if step.after else str(step.start)


def _end(step: Step) -> str:
    if step.finish is not None:
        return str(step.finish)
    return f"by {step.finish_by}" if step.finish_by else "not known"


def _step_row(step: Step) -> Sequence[Cell]:
    return (
        Cell([step.name], note=step.id if step.id != step.name else ""),
        Cell([_start(step)]),
        Cell([_end(step)]),
        Cell([format_range(step.cost)]),
    )


# --- Cost by year ---------------------------------------------------------------------------------


def cost_parts(report: Report) -> Iterator[CostPart]:
    """Yield the cost by year, of the plan or of the named credentials in each currency."""
    if report.plan is not None:
        if report.plan.steps:
            words = plan_table.total_words(report.plan.total)
            ids = tuple(dict.fromkeys(one.id for year in report.plan.by_year for one in year.what))
            [years] = report.years
            yield _cost_part("cost", sentence(words), ids, years, words.removeprefix("total "))
        return
    for number, (cost, years) in enumerate(zip(report.costs, report.years, strict=True), 1):
        title = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        kept = {year.year for year in cost_table.years_of(cost)}
        shown = [one for one in years if one.year.year in kept]
        part = _cost_part(
            f"cost-{number}",
            f"{and_words(cost.ids)}: {title}",
            cost.ids,
            shown,
            cost_table.format_total(cost),
        )
        notes = dict.fromkeys(cost_table.note_lines(cost))
        yield part._replace(notes=[ended(sentence(line)) for line in notes])


def _cost_part(
    id_: str, title: str, ids: Sequence[str], years: Sequence[YearOfMoney], total: str
) -> CostPart:
    shares = {one.year.year: one.shares for one in years}
    rows = list(cost_table.year_rows([one.year for one in years], ids, short=True))
    bars = [
        YearOfShares(
            f"{row.label}: {row.cost}",
            shares[row.years[0].year],
            is_open=row.each.open or not row.each.known,
        )
        for row in rows
    ]
    table = PageTable(
        f"{id_}-table",
        "The cost of each calendar year",
        [Column("Year"), Column("Cost", is_number=True), Column("Payments")],
        [(Cell([row.label]), Cell([row.cost]), Cell(row.what or [phrases.DASH])) for row in rows],
        foot=[(Cell(["Total"]), Cell([total]), Cell([phrases.DASH]))],
        has_properties=True,
    )
    description = "; ".join(bar.label for bar in bars)
    return CostPart(id_, title, charts.stack_bars(bars), description, table)
