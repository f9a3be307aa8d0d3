"""A table for people of the steps of plans, with a timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from libcert.model.base import Model, model
from libcert.model.results import NotPlanned, Plan, Step, YearOfPlan
from libcert.model.vocabulary import Standing
from libcert.render import charts
from libcert.render.phrases import INDENT, format_money, format_range, one_line
from libcert.render.reasons import describe_with_options
from libcert.render.result_phrases import format_due
from libcert.render.table import Table, table_for_people

TIMELINE: Final = 28
"""The length of a timeline, in columns."""


@model
class _Row(Model):
    """One step of a plan."""

    plan: str
    id: str
    standing: Standing | None
    start: str
    finish: str
    cost: str
    timeline: str


def plan_table(plans: Sequence[Plan]) -> Table:
    """Return a table with a row per step, and a summary of each plan below.

    Args:
        plans: At least one plan. Several plans are numbered from 1 and share one timeline.
    """
    first = min(plan.start for plan in plans)
    last = max((plan.finish for plan in plans if plan.finish is not None), default=first)
    several = len(plans) > 1
    rows = []
    footer: list[str] = []
    for number, plan in enumerate(plans, 1):
        rows += [_row(str(number), step, first, last) for step in plan.steps]
        footer += _summary_lines(plan, f"plan {number}" if several else "the plan")
    return table_for_people(
        _Row,
        rows,
        without=() if several else ("plan",),
        pictures=("timeline",),
        footer=footer,
    )


def _row(plan: str, step: Step, first: date, last: date) -> _Row:
    return _Row(
        plan=plan,
        id=step.id,
        standing=step.standing,
        start=str(step.start),
        finish=str(step.finish),
        cost=format_range(step.cost),
        timeline=charts.timeline(step.start, step.finish, first, last, TIMELINE),
    )


def _summary_lines(plan: Plan, name: str) -> Iterator[str]:
    """Yield an empty line, then the lines below the table for one plan."""
    yield ""
    if plan.finish is None:
        yield f"{name}: nothing can be planned"
    else:
        doubt = "" if plan.proven else "; a better plan may exist"
        yield f"{name}: finished on {plan.finish}, {format_range(plan.total)} in total{doubt}"
    yield from (f"{INDENT}{_year_line(year)}" for year in plan.by_year)
    yield from _not_planned_lines(plan.not_planned)
    if plan.mend:
        yield f"this would help: {'; or '.join(map(describe_with_options, plan.mend))}"
    for title, reasons in (("assumed", plan.assumed), ("in doubt", plan.disputed)):
        if reasons:
            yield f"{title}:"
            yield from (f"{INDENT}{describe_with_options(reason)}" for reason in reasons)


def _year_line(year: YearOfPlan) -> str:
    """Return the cost of a year, the budget and the payments."""
    budget = "" if year.budget is None else f" of {format_money(year.budget, year.cost.unit)}"
    payments = "; ".join(one_line("what", payment) for payment in year.what)
    return f"{year.year} {format_due(year.cost)}{budget}{payments and f': {payments}'}"


def _not_planned_lines(not_planned: Sequence[NotPlanned]) -> Iterator[str]:
    """Yield a line for each reason, with the credentials that are not planned because of it."""
    ids_by_reason: dict[str, list[str]] = {}
    for missing in not_planned:
        ids_by_reason.setdefault(describe_with_options(missing.because), []).append(missing.id)
    for reason, ids in ids_by_reason.items():
        yield f"not planned: {', '.join(ids)}: {reason}"
