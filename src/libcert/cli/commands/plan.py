"""`libcert plan`: the order in which to earn credentials, and when."""

from typing import Annotated, Final

import typer

from libcert import planning
from libcert.cli import read_values
from libcert.cli.answer import NO_SORTING, AnswerOptions, Reply, Session, build_table
from libcert.cli.goal_options import GoalOptions, credential_ids, plan_request
from libcert.cli.option_groups import MORE, expand_groups
from libcert.cli.person_options import PersonOptions, effective_profile, without_lapsed
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.planning import PlanRequest
from libcert.render.plan_table import plan_table

EXAMPLES: Final = {
    "plan": (
        "plan LSSC CPLA --assume 12mo --budget 400",
        "plan --best --by 2030 --where ohio",
        "plan CIP A+ --budget 300 --compare 600",
        "plan CIP A+ --choices",
    ),
}


class NoGoalError(typer.BadParameter):
    """No goal is named; no value is wrong."""

    def format_message(self) -> str:
        """Return the message alone."""
        return self.message


@expand_groups(hide=NO_SORTING)
def plan(  # noqa: PLR0913 - the options of a command, and its context
    context: typer.Context,
    options: AnswerOptions,
    person: PersonOptions,
    goals: GoalOptions,
    *,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT|IDS",
            help="Add a plan with another budget or other goals, to compare",
            rich_help_panel=MORE,
        ),
    ] = None,
    choices: Annotated[
        bool,
        typer.Option(
            "--choices",
            help="Show all useful plans: those that end sooner or cost less a year",
            rich_help_panel=MORE,
        ),
    ] = False,
) -> Reply:
    """Plan which credentials to earn, and when, in your budget.

    A plan reaches as many goals as possible, then finishes as early as possible, then costs as
    little as possible. No year costs more than your budget, including renewals of credentials you
    hold. If no source says how long one takes, it has a start and, if known, a latest end. The plan
    lists its assumptions. If it misses a goal, it says why, and which smallest
    change would help.
    """
    goals = goals.as_typed(context.obj or ())
    if not goals.wanted and not goals.best:
        raise NoGoalError(
            "name a goal, such as `libcert plan LSSC`, or use `--best` for all that you qualify for"
        )
    if choices and compare is not None:
        raise typer.BadParameter("--choices and --compare cannot be used together")
    session = Session(options, person.on)
    profile = without_lapsed(effective_profile(person, session), session)
    request = plan_request(goals, session, profile)
    if choices:
        plans = planning.alternative_plans(session.catalogue, request, profile)
    else:
        plans = [planning.plan(session.catalogue, request, profile)]
    if compare is not None:
        plans.append(
            planning.plan(session.catalogue, *_comparison(compare, request, profile, session))
        )
    single = len(plans) == 1 and not choices
    table = build_table(
        session, Plan, plans, for_people=plan_table(plans, by_year=request.years is not None)
    )
    return Reply(session, table.replace(single=single))


def _comparison(
    text: str, request: PlanRequest, profile: Profile, session: Session
) -> tuple[PlanRequest, Profile]:
    """Return the request and the profile with the other budget or the other goals in *text*."""
    try:
        budget = read_values.amount(text)
        if budget.currency not in {None, profile.currency}:
            raise typer.BadParameter(
                f"`{text}` is not in {profile.currency}; write all amounts in one currency",
                param_hint="--compare",
            )
        return request, profile.replace(budget=budget.number)
    except ValueError as error:
        if not text[:1].isalpha() and text.split(",", maxsplit=1)[0] not in session.catalogue:
            raise typer.BadParameter(str(error), param_hint="--compare") from error
        return request.replace(goals=credential_ids([text], session.catalogue)), profile
