"""Find the best solution of a planning problem, and others with lower yearly payments."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Answer
from libcert.model.profile import has_lapsed
from libcert.model.results import RequirementResult
from libcert.planning.candidates import Candidate
from libcert.planning.meter import Meter
from libcert.planning.problem import DatedCharge, Problem, cents_by_year
from libcert.planning.search import best_schedule
from libcert.planning.tasks import Finished, Priority, Schedule, all_of, may_hold, tasks_in
from libcert.questions.eligibility import evaluate


@model(kw_only=False)
class Solution(Model):
    """The best schedule for a problem."""

    problem: Problem
    schedule: Schedule
    latest: Mapping[str, int]
    """The last slots at which some credentials may start, because conditions lapse later."""

    def planned(self) -> list[str]:
        """Return the ids of the planned credentials, in order of their start.

        Those without an end come last.
        """
        certain = [name for name in self.schedule.starts if not self.is_open(name)]
        return sorted(certain, key=self.schedule.starts.__getitem__) + list(self.waits())

    def is_open(self, name: str) -> bool:
        """Return whether nobody knows when the planned credential *name* ends."""
        return name in self.problem.without_end

    def waits(self) -> Mapping[str, tuple[str, ...]]:
        """Return the planned credentials without an end, in order, and those they come after.

        Each takes the place of one that it requires, or a place that is free from its start on, or
        else it waits for one that began before it.
        """
        starts, problem = self.schedule.starts, self.problem
        left = [name for name in starts if self.is_open(name)]
        left.sort(key=starts.__getitem__)
        waits: dict[str, tuple[str, ...]] = {}
        places: list[str] = []
        while left:
            name = next(name for name in left if self._begins_after(name, waits, left))
            left.remove(name)
            required = self._required(name, waits)
            if problem.candidates[name].length or problem.candidates[name].without_end:
                free = self._free_places(starts[name]) - len(places)
                freed = [other for other in places if other in required]
                if not freed and free <= 0:
                    freed = places[:1]
                    required += freed
                places = [*(other for other in places if other not in freed[:1]), name]
            waits[name] = tuple(required)
        return waits

    def latest_ends(self) -> Mapping[str, int | None]:
        """Return the last slot that the issuers allow for each credential without an end.

        It is None if that is not on record.
        """
        latest: dict[str, int | None] = {}
        for name, after in self.waits().items():
            candidate = self.problem.candidates[name]
            before = [self.schedule.starts[name], *(latest[other] for other in after)]
            most = candidate.deadline if candidate.without_end else candidate.length
            known = [slot for slot in before if slot is not None]
            is_known = most is not None and len(known) == len(before)
            latest[name] = max(known) + (most or 0) if is_known else None
        return latest

    def _begins_after(self, name: str, before: Mapping[str, object], left: Sequence[str]) -> bool:
        """Return whether *name* may begin once those *before* it are finished."""
        certain = {other for other in self.schedule.starts if not self.is_open(other)}
        goals = self.problem.goals() if self.problem.request.in_order else []
        is_next = name not in goals or name == next(other for other in goals if other in left)
        return is_next and may_hold(self.problem.candidates[name].need, certain | {*before})

    def _required(self, name: str, before: Mapping[str, object]) -> list[str]:
        """Return those of *before* that *name* requires."""
        need = self.problem.candidates[name].need
        certain = {other for other in self.schedule.starts if not self.is_open(other)}
        needed = [other for other in before if other in tasks_in(need)]
        for other in needed[::-1]:
            rest = [one for one in needed if one != other]
            if may_hold(need, certain | {*rest}):
                needed = rest
        return needed

    def _free_places(self, slot: int) -> int:
        """Return how many places no credential with an end takes from *slot* on."""
        starts, candidates = self.schedule.starts, self.problem.candidates
        times = [
            (start, start + candidates[name].length)
            for name, start in starts.items()
            if not self.is_open(name)
        ]
        begins = [slot, *(start for start, _ in times if start > slot)]
        taken = (sum(start <= at < end for start, end in times) for at in begins)
        return self.problem.request.at_once - max(taken)

    def finish(self) -> date | None:
        """Return the day of the last award that is known; None if there is none."""
        candidates = self.problem.candidates
        ends = [
            slot + candidates[name].length
            for name, slot in self.schedule.starts.items()
            if not self.is_open(name)
        ]
        return month_slots.to_day(max(ends)) if ends else None

    def last_day(self) -> date:
        """Return the day of the last known award or open start; the start if nothing is planned."""
        starts = [slot for name, slot in self.schedule.starts.items() if self.is_open(name)]
        days = [month_slots.to_day(max(starts))] if starts else []
        return max([self.finish() or self.problem.request.start, *days])

    def achieved(self) -> tuple[set[str], int]:
        """Return the planned goals, and the number of planned optional credentials."""
        priorities = [(self.problem.priorities[name], name) for name in self.schedule.starts]
        goals = {name for priority, name in priorities if priority is Priority.REQUIRED}
        return goals, sum(priority is Priority.OPTIONAL for priority, _ in priorities)

    def dropped_goals(self) -> list[str]:
        """Return the goals that are left out only because time or money is missing."""
        return [
            name
            for name in self.problem.goals()
            if name not in self.schedule.starts and name not in self.problem.obstacles
        ]

    def charges(self) -> list[DatedCharge]:
        """Return all charges in the years of the plan as the solver counts them, by slot and id."""
        end = month_slots.to_slot(date(self.last_day().year + 1, 1, 1))
        charges = [due for due in self.problem.upkeep if due.slot < end]
        for name, slot in self.schedule.starts.items():
            candidate = self.problem.candidates[name]
            charges += dated_charges(candidate, slot, end, is_open=self.is_open(name))
        return sorted(charges, key=lambda due: (due.slot, due.credential))

    def peak(self) -> int:
        """Return the most cents that are due in a year of the plan."""
        return max(cents_by_year(self.charges()).values(), default=0)


def dated_charges(
    candidate: Candidate, start: int, end: int, *, is_open: bool
) -> Iterator[DatedCharge]:
    """Yield the charges before *end* for *candidate* from its *start* on; both are slots.

    If it *is open*, nobody knows its award: all fees to earn it are due at the start, no others.
    """
    name = candidate.credential.id
    award = start if is_open else start + candidate.length
    for slot, charges in ((start, candidate.at_start), (award, candidate.at_finish)):
        yield from (DatedCharge(slot, name, charge) for charge in charges)
    for every, charge in () if is_open else candidate.recurring:
        first = start if charge.from_start else award
        for slot in range(first + every, end, every):
            yield DatedCharge(slot, name, charge)


def solve(problem: Problem, meter: Meter, limit: int | None = None) -> Solution:
    """Return the best solution in which all conditions hold when a credential starts.

    A condition that is met today may lapse, such as work within the last five years. A credential
    that starts after that day is scheduled again, with a latest start.

    Args:
        problem: The planning problem.
        meter: Counts the work of all searches for one answer.
        limit: The most work of each search; None for the scheduler's own limit.
    """
    latest: dict[str, int] = {}
    while True:
        schedule = best_schedule(problem.tasks(latest), problem.terms(), meter, limit)
        lapsed = dict(_lapsed(problem, schedule))
        if not lapsed:
            return Solution(problem, schedule, latest)
        latest |= lapsed


def solve_in_steps(problem: Problem, meter: Meter) -> Solution:
    """Return the best solution; each level of a family comes after the one before, if possible.

    That order saves fees and is natural, but no credential is dropped or delayed for it.
    """
    solution = solve(problem, meter)
    starts = solution.schedule.starts
    candidates = {
        name: candidate.replace(need=all_of([candidate.need, Finished(before)]))
        for name, candidate in problem.candidates.items()
        if (before := candidate.credential.previous) is not None
        and name in starts
        and before in starts
    }
    if not candidates or solution.dropped_goals() or problem.request.in_order:
        return solution
    stepped = solve(problem.replace(candidates={**problem.candidates, **candidates}), meter)
    is_as_good = stepped.achieved() == solution.achieved()
    return stepped if is_as_good and stepped.last_day() <= solution.last_day() else solution


def find_alternatives(problem: Problem, meter: Meter) -> list[Solution]:
    """Return solutions that each need less money in a year than the one before, but end later.

    The first is the best solution. With a smaller budget than that of the last one, a credential
    would be dropped; the last one is not proven if *meter* ran out.
    """
    solution = solve(problem, meter)
    achieved, solutions = solution.achieved(), [solution]
    peak = solution.peak()
    while peak and not meter.exhausted:
        solution = solve(problem.replace(budget=peak - 1), meter)
        before, peak = peak, solution.peak()
        if solution.achieved() != achieved or peak >= before:
            break
        while solutions and solution.last_day() <= solutions[-1].last_day():
            solutions.pop()
        solutions.append(solution)
    if meter.exhausted or not solution.schedule.proven:  # another may need even less
        last = solutions[-1]
        solutions[-1] = last.replace(schedule=Schedule(last.schedule.starts, proven=False))
    return solutions


def least_budget(
    problem: Problem, too_low: int, meter: Meter, limit: int | None
) -> tuple[int | None, bool]:
    """Return the least budget a year with which no goal is dropped, and whether that is proven.

    Budgets are whole units of the currency, and more than *too_low*. The first value is None if no
    budget is enough.
    """
    solution = solve(problem.replace(budget=None), meter, limit)
    proven = solution.schedule.proven
    if solution.dropped_goals():
        return None, proven
    enough = -(-solution.peak() // 100)
    # If the plan itself is not proven, more exact steps would take long and prove nothing.
    step = 1 if limit is None else max(1, enough // 10)
    while enough - too_low > step and not meter.exhausted:
        middle = (enough + too_low) // 2
        solution = solve(problem.replace(budget=middle * 100), meter, limit)
        proven = proven and solution.schedule.proven
        if solution.dropped_goals():
            too_low = middle
        else:
            enough = middle
    return enough, proven and enough - too_low <= 1


def _lapsed(problem: Problem, schedule: Schedule) -> Iterator[tuple[str, int]]:
    """Yield each credential that starts after conditions lapse, with its last possible start.

    The start is -1 if its conditions are never all met at the same time.
    """
    first = month_slots.to_slot(problem.request.start)
    for name, start in schedule.starts.items():
        if start == first or _conditions_hold(problem, name, start):
            continue
        days = [result.from_ for result in _conditions_on(problem, name, problem.request.start)]
        last_met = month_slots.to_slot(max(day for day in days if day is not None))
        lapsed = start
        while lapsed - last_met > 1:
            middle = (last_met + lapsed) // 2
            if _conditions_hold(problem, name, middle):
                last_met = middle
            else:
                lapsed = middle
        yield name, last_met if _conditions_hold(problem, name, last_met) else -1


def _conditions_hold(problem: Problem, name: str, slot: int) -> bool:
    """Return whether all conditions that time alone meets on some day hold at *slot*."""
    at_first = _conditions_on(problem, name, problem.request.start)
    then = _conditions_on(problem, name, month_slots.to_day(slot))
    return all(
        now.answer is Answer.YES
        for first, now in zip(at_first, then, strict=True)
        if first.from_ is not None
    )


def _conditions_on(problem: Problem, name: str, day: date) -> Sequence[RequirementResult]:
    person, start = problem.context.person, problem.request.start
    # A plan renews all credentials that are held at its start.
    held = {
        id_: details if has_lapsed(details, start) else details.replace(expires=None)
        for id_, details in person.held.items()
    }
    credential = problem.candidates[name].credential
    return evaluate(credential, person.replace(held=held), day).requirements
