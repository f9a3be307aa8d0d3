"""`libcert plan`: in which order to earn what, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

import typer

from libcert import planning
from libcert.cli import read_values
from libcert.cli.answer import UNARRANGED, Reply, View
from libcert.cli.options import complete_id, day, split, taking_options, whole
from libcert.cli.person_options import Person
from libcert.model.base import Model, model, value_class
from libcert.model.credential import Credential, Standing
from libcert.model.limits import MAX_AT_ONCE, MAX_PLANNED_MONTHS
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.planning import PlanRequest
from libcert.planning.candidates import EVERY, DurationChoice
from libcert.render import charts, phrases
from libcert.render.table import Table, table_for_people

DEFAULT_YEARS: Final = 5
"""How far ahead the best is looked for, unless a day is given."""
LINE: Final = 28
"""Columns of a timeline."""


@value_class
class Goals(Model):
    """The options that say what is to be planned, and within what."""

    goal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="What has to be in the plan, the most wanted first",
            autocompletion=complete_id,
        ),
    ] = None
    best: Annotated[
        bool,
        typer.Option("--best", help="As much else as possible, of what is real and open to you"),
    ] = False
    by: Annotated[date | None, day("The day by which all is done")] = None
    at_once: Annotated[int, whole("How many at the same time", least=1, most=MAX_AT_ONCE)] = 1
    in_order: Annotated[
        bool,
        typer.Option("--in-order", help="Begin the goals in the order in which they are named"),
    ] = False
    pace: Annotated[
        DurationChoice,
        typer.Option(
            metavar="PACE",
            case_sensitive=False,
            help="Which end of a length to take: quick, usual (the middle) or safe",
        ),
    ] = "usual"
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[ID=]MONTHS",
            help="How long it takes where nobody says, such as CPTL=3mo; without an id, all",
        ),
    ] = None

    def wishes(self, view: View, start: date) -> PlanRequest:
        """Return what is to be planned; what cannot be is wrong usage or an unknown id."""
        catalogue = view.catalogue
        by = self.by
        if by is None and self.best and not self.goal:
            by = date(start.year + DEFAULT_YEARS, start.month, min(start.day, 28))
            view.notes.append(f"looked no further ahead than {by}; --by DATE says otherwise")
        if by is not None and by < start:
            raise typer.BadParameter(f"{by} is before the start, {start}", param_hint="--by")
        return PlanRequest(
            start=start,
            goals=_ids(split(self.goal), catalogue),
            best=self.best,
            by=by,
            at_once=self.at_once,
            in_order=self.in_order,
            pace=self.pace,
            assume=_assumed(split(self.assume), catalogue),
            checked=view.figures == "checked",
        )


def _ids(names: Sequence[str], catalogue: Mapping[str, Credential]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(catalogue[name].id for name in names))


def _assumed(given: Sequence[str], catalogue: Mapping[str, Credential]) -> dict[str, Decimal]:
    """Return the lengths in months that are to be assumed, by id."""
    found: dict[str, Decimal] = {}
    for text in given:
        name, mark, span = text.rpartition("=")
        if mark and not name.strip():
            raise typer.BadParameter(f"`{text}` names no credential", param_hint="--assume")
        id_ = catalogue[name.strip()].id if mark else EVERY
        if id_ in found:
            raise typer.BadParameter(f"`{name or span}` is given twice", param_hint="--assume")
        try:
            months = read_values.months(span.strip())
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--assume") from error
        if months > MAX_PLANNED_MONTHS:
            most = f"{MAX_PLANNED_MONTHS // 12} years"
            raise typer.BadParameter(f"`{span}` is more than {most}", param_hint="--assume")
        found[id_] = months
    return found


@model
class _Row(Model):
    """One step, as people read it."""

    plan: str
    id: str
    standing: Standing | None
    start: str
    finish: str
    cost: str
    timeline: str


@taking_options(*UNARRANGED)
def plan(
    view: View,
    person: Person,
    goals: Goals,
    *,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT|IDS", help="Set a plan with another budget or other goals beside it"
        ),
    ] = None,
    choices: Annotated[
        bool,
        typer.Option("--choices", help="Every plan worth having: sooner, or with less in a year"),
    ] = False,
) -> Reply:
    """Plan in which order to earn what, and when, within a budget a year.

    First as many goals as can be, then the earliest finish, then the least cost. No year costs more
    than the budget, renewals of what you hold included. What is taken for granted is said, and
    where it cannot be done, why, and the least that would mend it.
    """
    if not goals.goal and not goals.best:
        raise typer.BadParameter(
            "say what to plan: `--goal ID`, or `--best` for what is open to you"
        )
    if choices and compare is not None:
        raise typer.BadParameter("--choices and --compare contradict each other")
    told = person.surely(person.told(view), view)
    wishes = goals.wishes(view, person.today)
    if choices:
        found = planning.alternative_plans(view.catalogue, wishes, told)
    else:
        found = [planning.plan(view.catalogue, wishes, told)]
    if compare is not None:
        other = _other(compare, wishes, told, view)
        found.append(planning.plan(view.catalogue, *other))
    table = view.table(Plan, found, tuple(Plan.FIELDS))
    single = len(found) == 1 and not choices
    return view.reply(table.replace(single=single), _people(found))


def _other(
    compare: str, wishes: PlanRequest, person: Profile, view: View
) -> tuple[PlanRequest, Profile]:
    """Return what to plan with another budget, or with other goals as they are named."""
    try:
        return wishes, person.replace(budget=read_values.amount(compare))
    except ValueError as error:
        if not compare[:1].isalpha() and compare.split(",", maxsplit=1)[0] not in view.catalogue:
            raise typer.BadParameter(str(error), param_hint="--compare") from error
        return wishes.replace(goals=_ids(split([compare]), view.catalogue)), person


def _people(plans: Sequence[Plan]) -> Table:
    first = min(plan.start for plan in plans)
    last = max((plan.finish for plan in plans if plan.finish is not None), default=first)
    rows = [
        _Row(
            plan=str(number),
            id=step.id,
            standing=step.standing,
            start=str(step.start),
            finish=str(step.finish),
            cost=phrases.format_range(step.cost),
            timeline=charts.timeline(step.start, step.finish, first, last, LINE),
        )
        for number, plan in enumerate(plans, 1)
        for step in plan.steps
    ]
    return table_for_people(
        _Row,
        rows,
        without=() if len(plans) > 1 else ("plan",),
        pictures=("timeline",),
        footer=[
            line
            for number, plan in enumerate(plans, 1)
            for line in _closing(plan, number, len(plans))
        ],
    )


def _closing(plan: Plan, number: int, count: int) -> Iterator[str]:
    """Yield what a plan comes to, to be read last."""
    yield ""
    name = f"plan {number}" if count > 1 else "the plan"
    if plan.finish is None:
        yield f"{name}: nothing of it can be planned"
    else:
        said = "" if plan.proven else "; it is not proven that no plan is better"
        yield f"{name}: done on {plan.finish}, {phrases.format_range(plan.total)} in all{said}"
    for year in plan.by_year:
        budget = (
            ""
            if year.budget is None
            else f" of {phrases.format_money(year.budget, year.cost.unit)}"
        )
        paid = [phrases.one_line("what", payment) for payment in year.what]
        what = f": {'; '.join(paid)}" if paid else ""
        yield f"{phrases.INDENT}{year.year} {phrases.format_due(year.cost)}{budget}{what}"
    reasons: dict[str, list[str]] = {}
    for missing in plan.not_planned:
        reasons.setdefault(missing.because, []).append(missing.id)
    for because, ids in reasons.items():
        yield f"not planned: {', '.join(ids)}: {because}"
    if plan.mend:
        yield f"what would mend it: {'; or '.join(plan.mend)}"
    for title, texts in (("assumed", plan.assumed), ("in doubt", plan.disputed)):
        if texts:
            yield f"{title}:"
            yield from (f"{phrases.INDENT}{text}" for text in texts)
