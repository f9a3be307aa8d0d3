"""Plan in which order to earn credentials, and when.

`problem` collects the goals and limits, `selection` adds credentials that fit the person, `solve`
finds the best solution, `explain` gives the reasons for it, and `report` puts both into a `Plan`.
`candidates` turns credentials into candidates
for a plan. The other modules schedule abstract tasks: `tasks` defines that problem, `search` solves
it, with the help of `instance`, `accounts`, `bounds` and `meter`.
"""

from collections.abc import Mapping

from libcert.model.credential import Credential
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.planning.meter import Meter
from libcert.planning.problem import PlanRequest
from libcert.planning.report import build_plan
from libcert.planning.selection import select
from libcert.planning.solve import find_alternatives, solve

__all__ = ["PlanRequest", "alternative_plans", "plan"]


def plan(catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile) -> Plan:
    """Return the best plan for *request* from the credentials in *catalogue*.

    It includes as many goals as possible; then it finishes as early as possible; then it costs as
    little as possible. A credential of unknown length has a start and no end, and comes after those
    with an end. No credential starts before its conditions are met. No calendar year costs
    more than the budget of *person*, counting the upper end of each range. The plan names the
    obstacle to each missing goal, and the smallest changes that would help.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    meter = Meter()
    selection = select(catalogue, request, person, meter)
    return build_plan(solve(selection.problem, meter), selection, meter)


def alternative_plans(
    catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile
) -> list[Plan]:
    """Return plans that each need less money in a year than the plan before, but end later.

    The first is the best plan, within the budget of *person* if there is one. With a smaller budget
    than that of the last plan, a credential would be dropped.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    meter = Meter()
    selection = select(catalogue, request, person, meter)
    solutions = find_alternatives(selection.problem, meter)
    return [build_plan(solution, selection, meter) for solution in solutions]
