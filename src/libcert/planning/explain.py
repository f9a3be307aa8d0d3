"""Explain a solution: its obstacles, possible remedies, assumptions and doubts."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model import month_slots
from libcert.model.credential import Money
from libcert.model.profile import has_lapsed
from libcert.model.reasons import Reason
from libcert.model.results import Due
from libcert.planning.meter import Meter
from libcert.planning.payments import Payments, is_counted_twice
from libcert.planning.problem import HORIZON, Problem, at_lowest_prices, cents_by_year
from libcert.planning.solve import Solution, least_budget, solve
from libcert.planning.tasks import Priority, tasks_in
from libcert.questions import findings, renewals

RESTS_ON: Final = ("duration", "cost", "fees", "experience", "education", "requirements", "renewal")
"""The fields of a record that a plan rests on."""
MOST_BESIDE: Final = 6
"""The most credentials in a plan for which a reason names those that take the place of another."""
MEND_LIMIT: Final = 1_500
"""The most work of each search for a remedy, if the plan is not proven."""
_WITHOUT_DAY: Final = {"due-day-unknown", "upkeep-unknown"}
"""The codes of reasons why a fee of a held credential may be due in any year."""


def no_room(problem: Problem, *, proven: bool, beside: Sequence[str] = ()) -> Reason:
    """Return why a credential does not fit, *beside* others or by itself."""
    by = problem.request.by
    return Reason.of(
        "no-room",
        proven=proven,
        beside=tuple(beside),
        by=by,
        budget=_budget(problem),
        years=HORIZON // month_slots.SLOTS_PER_YEAR if problem.upkeep and by is None else None,
    )


def may_cost_more(problem: Problem) -> Reason:
    """Return that a credential fits the budget at its lowest price, and not at its highest."""
    return Reason.of("may-cost-more", budget=_budget(problem))


def _budget(problem: Problem) -> Money | None:
    person = problem.context.person
    if person.budget is None:
        return None
    return Money(low=person.budget, high=person.budget, unit=person.currency)


class Explanation:
    """Reasons for one solution."""

    def __init__(self, solution: Solution, payments: Payments) -> None:
        self._solution, self._problem = solution, solution.problem
        self._waits, self._payments = solution.waits(), payments
        # If the solver counts shared fees too often, another plan may be better.
        self._is_counted_twice = is_counted_twice(solution.problem)
        self.is_proven = solution.schedule.proven and not self._is_counted_twice
        """Whether it is certain that no plan is better."""
        self._held = list(self._upkeeps())

    def not_planned(self, meter: Meter) -> Iterator[tuple[str, Reason]]:
        """Yield each wanted credential that is not planned, and why.

        *meter* counts the work of the searches for the reasons.
        """
        for name in self._problem.wanted():
            if name not in self._solution.schedule.starts:
                yield name, self._why_missing(name, meter)

    def _why_missing(self, name: str, meter: Meter) -> Reason:
        """Return a reason that holds for *name* by itself, or that names what is in its way."""
        problem, solution = self._problem, self._solution
        if name in problem.obstacles:
            return problem.obstacles[name]
        if name in solution.latest:
            latest = solution.latest[name]
            if latest < 0:
                return Reason.of("never-met-together")
            return Reason.of("conditions-lapse", day=month_slots.to_day(latest))
        alone = self._with_goals([name], problem, meter)
        if name in alone.schedule.starts:
            return self._crowded_out(name, meter)
        if name not in problem.reachable():
            return self._missing_prerequisite(name)
        return self._why_not_alone(name, meter, proven=alone.schedule.proven)

    def _why_not_alone(self, name: str, meter: Meter, *, proven: bool) -> Reason:
        """Return which limit keeps out *name*; *proven* if one surely does."""
        problem = self._problem
        cheaper = self._with_goals([name], at_lowest_prices(problem), meter)
        if name in cheaper.schedule.starts:
            return may_cost_more(problem)
        return no_room(problem, proven=proven and not self._is_counted_twice)

    def _with_goals(self, names: Sequence[str], problem: Problem, meter: Meter) -> Solution:
        """Return the best plan for *problem* if only *names* are wanted."""
        limit = None if self._solution.schedule.proven else MEND_LIMIT
        return solve(problem.narrowed_to(names), meter, limit)

    def _crowded_out(self, name: str, meter: Meter) -> Reason:
        """Return the reason for a credential that fits by itself: what is planned in its place."""
        starts = self._solution.schedule.starts
        others = [other for other in self._problem.wanted() if other in starts]
        proven = self.is_proven
        if len(others) > MOST_BESIDE:  # to find out which of them matter would take too long
            return Reason.of("crowded-out", credential=name, by=(), proven=False)
        for other in others[::-1]:
            rest = [one for one in others if one != other]
            found = self._with_goals([*rest, name], self._problem, meter)
            if not {*rest, name} <= found.schedule.starts.keys():
                others, proven = rest, proven and found.schedule.proven
        return Reason.of("crowded-out", credential=name, by=tuple(others), proven=proven)

    def _missing_prerequisite(self, name: str) -> Reason:
        """Return why *name* can never begin: what it requires can never be earned."""
        problem = self._problem
        seen: list[str] = [name]
        for other in seen:  # the loop adds what these require
            if other in problem.obstacles:
                return Reason.of(
                    "prerequisite-not-planned", credential=other, because=problem.obstacles[other]
                )
            needed = tasks_in(problem.candidates[other].need)
            seen += [one for one in dict.fromkeys(needed) if one not in seen]
        return Reason.of("prerequisite-too-late")

    def mends(self, meter: Meter) -> Iterator[Reason]:
        """Yield the smallest changes that each make room for all possible goals.

        *meter* counts the work of the searches for them.
        """
        problem, solution = self._problem, self._solution
        limit = None if solution.schedule.proven else MEND_LIMIT
        # The other wanted credentials need not be in the plan for the goals to succeed.
        priorities = {
            name: Priority.SUPPORT if priority is Priority.OPTIONAL else priority
            for name, priority in problem.priorities.items()
        }
        goals_only = problem.replace(priorities=priorities)
        dropped = solution.dropped_goals()
        # Without a rate, nobody can say which budget is enough for a price in another currency.
        if dropped and problem.budget is not None and not self._has_foreign_prices():
            enough, proven = least_budget(goals_only, problem.budget // 100, meter, limit)
            if enough is not None:
                currency = problem.context.person.currency
                proven = proven and not self._is_counted_twice
                yield Reason.of("larger-budget", amount=enough, currency=currency, proven=proven)
        if dropped and problem.request.by is not None:
            no_end = problem.request.replace(by=None)
            longer = solve(goals_only.replace(request=no_end), meter, limit)
            if not longer.dropped_goals():
                proven = longer.schedule.proven and not self._is_counted_twice
                yield Reason.of("more-time", until=longer.last_day(), proven=proven)
        goals = problem.goals()
        without = [
            name
            for name in goals
            if name not in solution.schedule.starts and name not in problem.held
        ]
        if without and len(without) < len(goals):
            yield Reason.of("fewer-goals", credentials=tuple(without))

    def _has_foreign_prices(self) -> bool:
        """Return whether a charge of a budget of 0 is in another currency."""
        currency = self._problem.context.person.currency
        return any(
            charge.currency != currency and charge.cents
            for one in self._problem.candidates.values()
            for charge in (*one.at_start, *one.at_finish)
        )

    def assumptions(self) -> Iterator[Reason]:
        """Yield the assumptions of the plan."""
        problem, solution = self._problem, self._solution
        for name in solution.planned():
            candidate = problem.candidates[name]
            shared = self._covered(name)
            for reason in (*candidate.granted, *candidate.assumed, *self._open_end(name), *shared):
                yield Reason.of("of-credential", credential=name, reason=reason)
        for id_, not_counted in self._held:
            yield Reason.of("of-credential", credential=id_, reason=not_counted)
        for year, cents in problem.upkeep_by_year().items():
            over = problem.budget is not None and cents > problem.budget
            if over and year <= solution.last_day().year:
                yield Reason.of("upkeep-over-budget", year=year)
        late = [
            year
            for year, cents in cents_by_year(self._payments.charges()).items()
            if problem.budget is not None
            and cents > problem.budget
            and year > solution.last_day().year
        ]
        if late:
            yield Reason.of("later-over-budget", years=tuple(late))

    def first_open_year(self) -> int | None:
        """Return the first year in which a fee that is not counted may be due; None if none may.

        Nobody knows its amount, or its day, so it may be due in each year from then on.
        """
        years = []
        for name in self._solution.planned():
            candidate, slot = self._problem.candidates[name], self._solution.schedule.starts[name]
            recurring = self._payments.candidates[name].recurring
            periods = [every for every, charge in recurring if charge.amount.high != 0]
            if periods and self._solution.is_open(name):
                years.append((slot + min(periods)) // month_slots.SLOTS_PER_YEAR)
            if any(_is_period_unknown(reason) for reason in candidate.assumed):
                years.append((slot + candidate.length) // month_slots.SLOTS_PER_YEAR + 1)
        if any(reason.code in _WITHOUT_DAY for _, reason in self._held):
            years.append(self._problem.request.start.year)
        return min(years, default=None)

    def _covered(self, name: str) -> Iterator[Reason]:
        """Yield which fees of a credential are paid with others, or perhaps."""
        for cover in self._payments.covered:
            if cover.id == name:
                yield Reason.of(
                    "fee-covered",
                    purpose=cover.fee.purpose,
                    by=cover.by,
                    why=cover.why,
                    name=cover.fee.shared,
                )

    def _open_end(self, name: str) -> Iterator[Reason]:
        """Yield what the plan assumes about a credential without an end."""
        if not self._solution.is_open(name):
            return
        candidate, after = self._problem.candidates[name], self._waits[name]
        start = month_slots.to_day(self._solution.schedule.starts[name])
        if after:
            yield Reason.of("starts-after", credentials=after, day=start)
        is_late = any(charge.cents for charge in candidate.at_finish)
        fees = tuple(
            (slots // month_slots.SLOTS_PER_MONTH, charge.amount, charge.shared)
            for slots, charge in self._payments.candidates[name].recurring
            if charge.amount.known and charge.amount.high != 0
        )
        if is_late:
            yield Reason.of("fees-at-start", year=start.year)
        if fees:
            yield Reason.of("fees-after-award", fees=fees)
        by, latest = self._problem.request.by, self._solution.latest_ends()[name]
        if by is not None and (latest is None or latest > month_slots.to_last_slot(by)):
            yield Reason.of("end-not-certain", by=by)

    def _upkeeps(self) -> Iterator[tuple[str, Reason]]:
        """Yield each held credential about whose upkeep the plan assumes something, and what."""
        context = self._problem.context
        for due in renewals.upcoming_renewals(context.catalogue, context.person, context.start):
            reason = self._upkeep(due)
            if reason is not None:
                yield due.id, reason

    def _upkeep(self, due: Due) -> Reason | None:
        """Return the assumption of the plan about *due*; None if it makes none."""
        held = self._problem.context.person.held
        if due.id in held and has_lapsed(held[due.id], self._problem.request.start):
            return None
        if due.name is None:
            return Reason.of("upkeep-unknown")
        if due.due is None:
            unknown = Reason.of("due-day-unknown", purpose=due.purpose)
            return unknown if due.cost.high else None
        if due.within == "past":
            return Reason.of("paid-at-start", purpose=due.purpose, day=due.due)
        if due.cost.known:
            return None
        return Reason.of("due-cost-unknown", purpose=due.purpose)

    def doubts(self) -> Iterator[Reason]:
        """Yield the doubts of public sources about credentials and figures in the plan."""
        for name in self._solution.planned():
            credential = self._problem.candidates[name].credential
            reasons = []
            if credential.standing == "not-found":
                reasons.append(Reason.of("not-found"))
            checked = self._problem.request.checked
            fields = findings.disputed(credential, RESTS_ON, checked=checked)
            if fields:
                reasons.append(Reason.of("figures-disputed", fields=fields))
            for reason in reasons:
                yield Reason.of("of-credential", credential=name, reason=reason)


def _is_period_unknown(reason: Reason) -> bool:
    """Return whether *reason* says that nobody knows when a credential has to be renewed."""
    return reason.code == "cost-unknown" and reason.data["part"].code in _PERIOD_UNKNOWN


_PERIOD_UNKNOWN: Final = {"renewal-period-not-on-record", "renewal-need-not-on-record"}
