"""Only code that decides in which order to earn credentials, and when, may enter this folder.

`problem` collects what is to be planned, `solve` finds the best solution, `explain` gives the
reasons for it, and `report` puts both into a `Plan`. `candidates` turns a credential into something
to plan. The other modules schedule tasks and know no credentials: `tasks` states that problem,
`search` solves it, with `instance`, `accounts`, `bounds` and `meter` below it.
"""

from collections.abc import Mapping

from libcert.model.credential import Credential
from libcert.model.profile import Profile
from libcert.model.results import Plan
from libcert.planning.meter import Meter
from libcert.planning.problem import PlanRequest, build_problem
from libcert.planning.report import build_plan
from libcert.planning.solve import find_alternatives, solve

__all__ = ["PlanRequest", "alternative_plans", "plan"]


def plan(catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile) -> Plan:
    """Return the best plan for *request* from the credentials in *catalogue*.

    It has as many goals as possible; then it finishes as early as possible; then it costs as little
    as possible. No credential starts before its conditions are met. No calendar year costs more
    than the budget of *person*, with the upper end of each range. The plan names what stands in the
    way of a goal, and the least changes that would mend it.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    meter = Meter()
    return build_plan(solve(build_problem(catalogue, request, person), meter), meter)


def alternative_plans(
    catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile
) -> list[Plan]:
    """Return plans of which each needs less in a year than the one before, and ends later.

    The first is the best plan, within the budget of *person* if there is one. After the last one, a
    smaller budget would drop a credential.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    meter = Meter()
    solutions = find_alternatives(build_problem(catalogue, request, person), meter)
    return [build_plan(solution, meter) for solution in solutions]
