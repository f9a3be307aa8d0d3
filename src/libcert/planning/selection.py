"""Choose which other credentials to add to a plan: those that fit the person, and the limits."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Credential, Money
from libcert.model.derived import LEVELS
from libcert.model.places import EVERYWHERE, nearness
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import NextStep
from libcert.model.vocabulary import Standing
from libcert.planning.candidates import (
    cost_for,
    deadline_slots,
    find_length,
    unknown_prices,
)
from libcert.planning.explain import may_cost_more, no_room
from libcert.planning.meter import Meter
from libcert.planning.problem import PlanRequest, Problem, at_lowest_prices, build_problem
from libcert.planning.solve import solve
from libcert.planning.tasks import UNREACHABLE
from libcert.questions.next_steps import next_steps

MOST_TRIED: Final = 60
"""The most credentials to try for one plan, the best first."""
TRY_LIMIT: Final = 1_500
"""The most work of the search for each try."""
_DOUBTS: Final[Mapping[Standing | None, int]] = {
    "confirmed": 0,
    "vouched": 0,
    None: 1,
    "disputed": 2,
}
"""How much doubt each standing leaves; a credential that was not found is no candidate."""


@model(kw_only=False)
class Selection(Model):
    """A planning problem with the credentials to add, and the others that are open."""

    problem: Problem
    without_room: Mapping[str, Reason]
    """The credentials that do not fit beside those chosen before them, by id, and why."""
    may_fit: Mapping[str, Reason]
    """The credentials that fit at their lowest price, by id, and why that price is not certain.

    Only with a budget.
    """
    made_for_you: frozenset[str]
    """The ids of the credentials that are made for the person; see `NextStep.made_for_you`."""
    also_open: tuple[str, ...]
    """The other credentials that are open to the person, by id."""


def select(
    catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile, meter: Meter
) -> Selection:
    """Return the problem of *request*, with the credentials that `--best` adds to its goals.

    The candidates are taken in the order of `PlanRequest.prefer`, each if the goals and those
    before it stay in the plan, and general ones only as it says. *meter* counts the work of the
    searches.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    problem = build_problem(catalogue, request, person)
    if not request.best:
        return Selection(problem, {}, {}, frozenset(), ())
    ranked = _ranked(catalogue, request, person, problem)
    made_for_you = frozenset(id_ for id_, option in ranked.items() if option.made_for_you)
    planned = solve(problem, meter, TRY_LIMIT).achieved()[0]
    may_fit: dict[str, Reason] = {}
    without_room: dict[str, Reason] = {}
    for id_, option in ranked.items():
        if person.budget is None or id_ in planned or _is_certain(option.cost, person):
            continue
        obstacle = _obstacle_alone(catalogue, request, person, id_, meter)
        if obstacle is None:
            may_fit[id_] = _price_not_certain(catalogue[id_], option.cost, person)
        else:
            without_room[id_] = obstacle
    # Without a price on record, nobody can say whether the better one is within reach.
    leave_general = request.prefer is None and any(
        ranked[id_].made_for_you and ranked[id_].cost.low for id_ in may_fit
    )
    chosen: list[str] = []
    also_open: list[str] = []
    for id_ in ranked:
        families = {catalogue[name].family for name in (*planned, *chosen)} - {None}
        if id_ in may_fit or id_ in without_room or id_ in planned:
            continue
        is_tried = len(without_room) < MOST_TRIED and not meter.exhausted
        if (
            len(chosen) == request.most
            or catalogue[id_].family in families
            or not is_tried
            or (leave_general and id_ not in made_for_you)
        ):
            also_open.append(id_)
            continue
        tried = build_problem(catalogue, request, person, [*chosen, id_])
        if id_ in tried.obstacles:
            without_room[id_] = tried.obstacles[id_]
            continue
        found = solve(tried, meter, TRY_LIMIT)
        if planned | {*chosen, id_} <= found.schedule.starts.keys():
            chosen.append(id_)
            planned |= found.schedule.starts.keys() & ranked.keys()  # also what it requires
        else:
            beside = [*sorted(planned, key=list(tried.priorities).index)]
            without_room[id_] = _obstacle_alone(catalogue, request, person, id_, meter) or no_room(
                tried, proven=found.schedule.proven, beside=beside
            )
    return Selection(
        build_problem(catalogue, request, person, chosen),
        without_room,
        may_fit,
        made_for_you,
        tuple(also_open),
    )


def _obstacle_alone(
    catalogue: Mapping[str, Credential],
    request: PlanRequest,
    person: Profile,
    id_: str,
    meter: Meter,
) -> Reason | None:
    """Return why *id_* does not fit by itself; None if it does.

    If its highest price is not certain, it fits if it does so at the lowest one.
    """
    alone = build_problem(catalogue, request.replace(goals=(id_,)), person)
    if id_ in alone.obstacles:
        return alone.obstacles[id_]
    if id_ in solve(alone, meter, TRY_LIMIT).schedule.starts:
        return None
    found = solve(at_lowest_prices(alone), meter, TRY_LIMIT)
    if id_ not in found.schedule.starts:
        return no_room(alone, proven=found.schedule.proven)
    if not _is_certain(cost_for(catalogue[id_], person), person):
        return None
    return may_cost_more(alone)


def _price_not_certain(credential: Credential, cost: Money, person: Profile) -> Reason:
    """Return why the price of *credential* is not certain, and what the person can say about it."""
    parts = unknown_prices(credential, person)
    dues = [part.data["society"] for part in parts if part.code == "dues-not-on-record"]
    units = [part.data["fee"].unit for part in parts if part.code == "fee-in-other-currency"]
    is_enough = parts and len(dues) + len(units) == len(parts)
    return Reason.of(
        "price-not-certain",
        cost=cost,
        currency=person.currency,
        dues=tuple(dict.fromkeys(dues)) if is_enough else (),
        rates=tuple(dict.fromkeys(units)) if is_enough else (),
    )


class _Option(NamedTuple):
    """A credential that is open to the person."""

    cost: Money
    """The cost to earn it."""
    made_for_you: bool


def _ranked(
    catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile, problem: Problem
) -> dict[str, _Option]:
    """Return the credentials that are open now or later for certain, the preferred ones first."""
    goals, ranks = problem.goals(), {}
    options: dict[str, _Option] = {}
    for step in next_steps(catalogue, person, request.start, request.positions):
        if step.when in {"now", "later"} and step.id not in goals:
            credential = catalogue[step.id]
            cost = cost_for(credential, person)
            options[step.id] = _Option(cost, step.made_for_you)
            ranks[step.id] = tuple(_ranks(step, credential, cost, problem))
    return {id_: options[id_] for id_ in sorted(options, key=lambda id_: ranks[id_])}


def _ranks(
    step: NextStep, credential: Credential, cost: Money, problem: Problem
) -> Iterator[object]:
    """Yield the sort keys of a credential: first the preference, then the usual order."""
    request, person = problem.request, problem.context.person
    first = month_slots.to_slot(step.from_ or request.start)
    known, _ = find_length(credential, problem.context)
    length = deadline_slots(credential) if known is None else known
    award = UNREACHABLE if length is None else first + length
    is_certain = _is_certain(cost, person)
    price = (not is_certain, Decimal(cost.high or 0) if is_certain else Decimal(0))
    match request.prefer:
        case "quick":
            yield known is None, award
        case "cheap":
            yield price
        case "level":
            education = LEVELS.index(credential.education.level or "none")
            follows = credential.previous is not None and credential.previous in person.held
            yield not follows, -education, -(credential.experience.low or 0)
        case _:
            pass
    yield -_fit(credential, request, person), _DOUBTS[credential.standing]
    yield price
    yield known is None, award, credential.id


def _fit(credential: Credential, request: PlanRequest, person: Profile) -> int:
    """Return how well *credential* suits the place, the workplace and the job of *person*."""
    if person.where is None:
        place = int(EVERYWHERE in credential.where)
    else:
        place = 2 - nearness(credential.where, person.where)
    jobs = [job.setting for job in person.experience if job.until is None and job.setting]
    workplace = 2 * bool({*(person.settings or jobs)} & {*credential.settings})
    return place + workplace + bool({*request.positions} & {*credential.suits})


def _is_certain(cost: Money, person: Profile) -> bool:
    """Return whether the most that has to be paid is known; in any currency for a budget of 0."""
    is_comparable = cost.unit == person.currency or not cost.high or person.budget == 0
    return cost.high is not None and not cost.open and is_comparable
