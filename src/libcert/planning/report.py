"""Turn a solution into a `Plan`: steps, years, and reasons in words."""

from collections.abc import Iterator, Sequence

from libcert.catalogue.fees import add_amounts
from libcert.model import month_slots
from libcert.model.credential import Money
from libcert.model.results import (
    DatedPayment,
    NotPlanned,
    Payment,
    Plan,
    PossibleStep,
    Step,
    YearOfPlan,
)
from libcert.planning.candidates import Candidate
from libcert.planning.explain import Explanation
from libcert.planning.meter import Meter
from libcert.planning.payments import Payments
from libcert.planning.selection import Selection
from libcert.planning.solve import Solution


def build_plan(solution: Solution, selection: Selection, meter: Meter) -> Plan:
    """Return the plan of *solution*; *meter* counts the work of the searches for reasons."""
    problem, waits = solution.problem, solution.waits()
    person = problem.context.person
    planned = solution.planned()
    payments = Payments(solution)
    explanation = Explanation(solution, payments)
    by_year = tuple(_years(solution, payments, explanation.first_open_year()))
    return Plan(
        start=problem.request.start,
        finish=solution.finish(),
        is_open=bool(waits),
        proven=explanation.is_proven,
        steps=tuple(_steps(solution, payments)),
        not_planned=tuple(
            NotPlanned(id=name, because=reason)
            for name, reason in [
                *explanation.not_planned(meter),
                *selection.without_room.items(),
            ]
        ),
        may_fit=tuple(
            PossibleStep(
                id=name,
                name=problem.context.catalogue[name].name,
                made_for_you=name in selection.made_for_you,
                reason=reason,
            )
            for name, reason in selection.may_fit.items()
        ),
        also_open=selection.also_open,
        total=_total(by_year, [payments.candidates[name] for name in planned], person.currency),
        by_year=by_year,
        later=tuple(_later(solution, payments)),
        mend=tuple(explanation.mends(meter)),
        assumed=tuple(explanation.assumptions()),
        disputed=tuple(explanation.doubts()),
    )


def _steps(solution: Solution, payments: Payments) -> Iterator[Step]:
    """Yield the steps; one without an end has its latest end, if its issuer limits the time."""
    waits, latest = solution.waits(), solution.latest_ends()
    for name in solution.planned():
        candidate, slot = solution.problem.candidates[name], solution.schedule.starts[name]
        credential, end = candidate.credential, latest.get(name)
        finish = None if name in waits else month_slots.to_day(slot + candidate.length)
        yield Step(
            id=credential.id,
            name=credential.name,
            standing=credential.standing,
            start=month_slots.to_day(slot),
            finish=finish,
            finish_by=None if end is None else month_slots.to_day(end),
            after=waits.get(name, ()),
            cost=payments.candidates[name].cost,
        )


def _later(solution: Solution, payments: Payments) -> Iterator[DatedPayment]:
    """Yield the fees and renewals after the awards, if the person asks for years."""
    if solution.problem.request.years is None:
        return
    for dated in payments.charges():
        if dated.charge.purpose in {"renewal", "maintenance"}:
            yield DatedPayment(
                id=dated.credential,
                purpose=dated.charge.purpose,
                day=month_slots.to_day(dated.slot),
                cost=dated.charge.amount,
                shared=dated.charge.shared,
            )


def _years(solution: Solution, payments: Payments, first_open: int | None) -> Iterator[YearOfPlan]:
    """Yield each calendar year of the plan with its payments.

    From *first_open* on, the cost is open; None if it is not.
    """
    request, person = solution.problem.request, solution.problem.context.person
    charges = payments.charges()
    last = month_slots.to_day(payments.end() - 1).year
    for year in range(request.start.year, last + 1):
        due = [
            dated
            for dated in charges
            if dated.slot // month_slots.SLOTS_PER_YEAR == year
            and (dated.charge.amount.high != 0 or request.years)
        ]
        cost = add_amounts((dated.charge.amount for dated in due), person.currency)
        is_open = cost.known and first_open is not None and year >= first_open
        yield YearOfPlan(
            year=year,
            cost=cost.replace(open=True) if is_open else cost,
            budget=person.budget,
            what=tuple(
                Payment(
                    id=dated.credential,
                    purpose=dated.charge.purpose,
                    cost=dated.charge.amount,
                    shared=dated.charge.shared,
                )
                for dated in due
            ),
        )


def _total(years: Sequence[YearOfPlan], planned: Sequence[Candidate], currency: str) -> Money:
    """Return the total of all *years*; it is open if a cost to earn is not on record."""
    unknown = [candidate.cost for candidate in planned if not candidate.cost.known]
    due = [year.cost for year in years if year.cost.high != 0 or year.cost.open]
    return add_amounts([*due, *unknown], currency)
