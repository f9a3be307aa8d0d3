"""`libcert plan`: the order in which to earn credentials, and when."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

import typer

from libcert import planning
from libcert.cli import read_values
from libcert.cli.answer import NO_SORTING, AnswerOptions, Reply, Session, build_table
from libcert.cli.goal_options import GoalOptions, credential_ids, plan_request
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import split
from libcert.cli.person_options import PersonOptions, effective_profile, without_lapsed
from libcert.model.base import Model
from libcert.model.credential import Standing
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.planning import PlanRequest
from libcert.render import charts, phrases
from libcert.render.table import Table, table_for_people

EXAMPLES: Final = {
    "plan": (
        "plan --goal CALT,LSSC --assume LSSC=12mo --budget 400",
        "plan --best --figures checked",
        "plan --goal CIP,A+ --budget 300 --compare 600",
        "plan --goal CIP,A+ --choices",
    ),
}
LINE: Final = 28
"""Columns of a timeline."""


class _Row(Model):
    """One step, as people read it."""

    plan: str
    id: str
    standing: Standing | None
    start: str
    finish: str
    cost: str
    timeline: str


@expand_groups(hide=NO_SORTING)
def plan(
    options: AnswerOptions,
    person: PersonOptions,
    goals: GoalOptions,
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
    session = Session(options, person.on)
    profile = without_lapsed(effective_profile(person, session), session)
    request = plan_request(goals, session)
    if choices:
        plans = planning.alternative_plans(session.catalogue, request, profile)
    else:
        plans = [planning.plan(session.catalogue, request, profile)]
    if compare is not None:
        plans.append(
            planning.plan(session.catalogue, *_compared(compare, request, profile, session))
        )
    single = len(plans) == 1 and not choices
    table = build_table(session, Plan, plans, for_people=_people(plans))
    return Reply(session, table.replace(single=single))


def _compared(
    text: str, request: PlanRequest, profile: Profile, session: Session
) -> tuple[PlanRequest, Profile]:
    """Return the request and the profile with the other budget or the other goals in *text*."""
    try:
        return request, profile.replace(budget=read_values.amount(text))
    except ValueError as error:
        if not text[:1].isalpha() and text.split(",", maxsplit=1)[0] not in session.catalogue:
            raise typer.BadParameter(str(error), param_hint="--compare") from error
        return request.replace(goals=credential_ids(split([text]), session.catalogue)), profile


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
