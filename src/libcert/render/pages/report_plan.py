"""The parts of a report on time and money: the steps of a plan, and the cost of each year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from libcert.model.results import Plan, Step
from libcert.render import cost_table, phrases, plan_table
from libcert.render.check_table import ended, sentence
from libcert.render.pages import charts
from libcert.render.pages.charts import BarChart, Span, Timeline, YearOfShares
from libcert.render.pages.report_content import Report, YearOfMoney, few
from libcert.render.pages.report_money import DISPUTED, after_words, disputed_fees
from libcert.render.pages.shapes import Cell, Column, PageTable
from libcert.render.phrases import and_words, format_range, plural
from libcert.render.reasons import describe
from libcert.render.result_phrases import other_currencies


class PlanPart(NamedTuple):
    """The steps of a plan."""

    timeline: Timeline | None
    description: str
    table: PageTable | None
    upkeep: PageTable | None
    """The renewals and yearly fees with their days."""
    lines: Sequence[str]
    """What is left out and why, what would help, and what else is open."""


class CostPart(NamedTuple):
    """The cost by year, in one currency."""

    id: str
    title: str
    chart: BarChart | None
    description: str
    table: PageTable
    marks: str
    """The meaning of the marks behind the bars."""
    notes: Sequence[str] = ()


class _Years(NamedTuple):
    """The years of a cost."""

    years: Sequence[YearOfMoney]
    unseen: Sequence[str]
    """What to say of years with fees that are not among their payments."""
    report: Report

    def notes(self, row: cost_table.YearRow) -> Iterator[str]:
        """Yield what to know about the payments of *row*."""
        ids = dict.fromkeys(one.id for year in row.years for one in year.what if one.cost.known)
        for step in self.report.plan.steps if self.report.plan else ():
            if step.after and step.id in ids:
                yield after_words(step)
        disputed = [id_ for id_ in disputed_fees(self.report) if id_ in ids]
        if disputed:
            yield f"{DISPUTED}: the fees of {few(disputed)}"


# --- The plan -------------------------------------------------------------------------------------


def plan_part(report: Report, plan: Plan, lines: Sequence[str]) -> PlanPart:
    """Return the steps of the *plan* of *report*, with *lines* on what is not planned."""
    later: dict[str, list[date]] = {}
    for due in plan.later:
        later.setdefault(due.id, []).append(due.day)
    spans = [_span(step, later.pop(step.id, ())) for step in plan.steps]
    spans += [
        Span(f"{charts.short_name(id_)}: held", None, None, None, days)
        for id_, days in later.items()
    ]
    disputed = disputed_fees(report)
    rows = [_step_row(step, is_disputed=step.id in disputed) for step in plan.steps]
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
        description="; ".join(_in_words(plan)),
        table=table if rows else None,
        upkeep=_upkeep_table(plan) if plan.later else None,
        lines=lines,
    )


def _in_words(plan: Plan) -> Iterator[str]:
    """Yield the days of the timeline for those who do not see it."""
    for step in plan.steps:
        yield f"{step.id}: {_start(step)}, end {_end(step)}"
    for (id_, name, _), days in _days_of_upkeep(plan).items():
        yield f"{id_}: {name} on {and_words(days)}"


def _days_of_upkeep(plan: Plan) -> dict[tuple[str, str, str], list[str]]:
    """Return the days of each renewal or yearly fee, by id, name and amount in words."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for due in plan.later:
        name = phrases.payment_name(due.purpose, due.shared)
        found.setdefault((due.id, name, format_range(due.cost)), []).append(str(due.day))
    return found


def _upkeep_table(plan: Plan) -> PageTable:
    """Return the renewals and yearly fees of *plan*; those of the same amount are one row."""
    return PageTable(
        "upkeep",
        "Renewals and yearly fees",
        [Column("Credential"), Column("Payment"), Column("Due"), Column("Amount", is_number=True)],
        [
            (Cell([id_]), Cell([name]), Cell([and_words(days)]), Cell([_each_time(amount, days)]))
            for (id_, name, amount), days in _days_of_upkeep(plan).items()
        ],
    )


def _each_time(amount: str, days: Sequence[str]) -> str:
    """Return the *amount*, and that it is due on each of several *days*."""
    is_sum = len(days) > 1 and any(sign.isdigit() for sign in amount)
    return f"{amount} each time" if is_sum else amount


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


def _step_row(step: Step, *, is_disputed: bool) -> Sequence[Cell]:
    return (
        Cell([step.name], note=step.id if step.id != step.name else ""),
        Cell([_start(step)]),
        Cell([_end(step)]),
        Cell([format_range(step.cost)], note=DISPUTED if is_disputed else ""),
    )


# --- Cost by year ---------------------------------------------------------------------------------


def cost_parts(report: Report) -> Iterator[CostPart]:
    """Yield the cost by year, of the plan or of the named credentials in each currency."""
    if report.plan is not None:
        if report.plan.steps:
            words = plan_table.total_words(report.plan.total, report.plan.by_year)
            ids = tuple(dict.fromkeys(one.id for year in report.plan.by_year for one in year.what))
            [years] = report.years
            yield _cost_part(
                "cost",
                sentence(words),
                ids,
                _Years(years, _unseen_lines(report.plan), report),
                words.removeprefix("total "),
            )
        return
    for number, (cost, years) in enumerate(zip(report.costs, report.years, strict=True), 1):
        title = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        kept = {year.year for year in cost_table.years_of(cost)}
        shown = [one for one in years if one.year.year in kept]
        part = _cost_part(
            f"cost-{number}",
            f"{and_words(cost.ids)}: {title}",
            cost.ids,
            _Years(shown, cost_table.unseen_lines(cost), report),
            cost_table.format_total(cost),
        )
        notes = dict.fromkeys(cost_table.note_lines(cost))
        yield part._replace(notes=[ended(sentence(line)) for line in notes])


def _unseen_lines(plan: Plan) -> list[str]:
    """Return what may be due in a year of *plan* that is not among its payments."""
    open_ids = {step.id for step in plan.steps if step.finish is None}
    renewals: dict[str, None] = {}
    lines: dict[str, None] = {}
    for reason in plan.assumed:
        id_, inner = reason.data.get("credential", ""), reason.data.get("reason", reason)
        part = inner.data.get("part", inner)
        if part.code.startswith("renewal-") or (
            part.code == "fee-not-on-record"
            and part.data["purpose"] == "renewal"
            and id_ in open_ids
        ):
            renewals[id_] = None
        elif inner.code in _WITHOUT_DAY:
            lines[f"{id_}: {describe(inner)}"] = None
    first = [cost_table.unseen_renewal([*renewals])] if renewals else []
    return [*first, *lines]


_WITHOUT_DAY: Final = {"due-day-unknown", "fees-after-award", "upkeep-unknown"}
"""The codes of reasons for fees to keep a credential that are in no year."""


def _cost_part(id_: str, title: str, ids: Sequence[str], years: _Years, total: str) -> CostPart:
    shares = {one.year.year: one.shares for one in years.years}
    each = [one.year for one in years.years]
    rows = list(cost_table.year_rows(each, ids, short=True, unseen=years.unseen, exact=True))
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
        [
            (
                Cell([row.label]),
                Cell([row.cost]),
                Cell([*row.what, *years.notes(row)] or [phrases.DASH]),
            )
            for row in rows
        ],
        foot=[(Cell(["Total"]), Cell([total]), Cell([phrases.DASH]))],
        has_properties=True,
    )
    description = "; ".join(bar.label for bar in bars)
    marks = f"an amount is {phrases.NOT_ON_RECORD}"
    if other_currencies(each):
        marks += ", or in another currency"
    return CostPart(id_, title, charts.stack_bars(bars), description, table, marks)
