"""The best schedule of tasks, by branch and bound.

A schedule grows by one task at a time, in the order in which the tasks start. Each node of the
search tree is a `Partial`; a branch adds one task at one slot, at or after the latest start so far.
A value compares schedules (`bounds.Value`): fewest required tasks missing, then the first-named
ones present, then fewest optional tasks missing, then the earliest finish, then the lowest cost.

1. A greedy pass (`_Search.run_greedily`) finds a first schedule by several simple rules.
2. A first search ignores cost, so that it needs few start slots for each task. It finds the tasks
   that fit, and the earliest finish.
3. A second search, with this finish as its end, counts the cost too. It runs only if the first one
   is complete.

These rules keep the search exact:

- **Start slots.** A task starts as soon as its need holds, there is room to run it, and the budget
  allows it. The only other slots to try are those where one of its payments becomes the first of a
  year (`Accounts.borders`). From every other slot it could move one slot earlier, and no year would
  pay more.
- **Bounds.** `Bounds.bound` is never worse than any schedule that a node grows into, because it
  leaves out rules (order, budget years, room) but never adds one. A node whose bound is not better
  than the best schedule so far is cut off.
- **Dominance.** A node is cut off if an earlier node placed the same tasks, and each of them
  finished no later, in total and year by year at no higher cost.
- **Earliest finishes** assume that a task has all the time and money for itself. They only serve
  as lower limits.
- **Tasks without an end** take one room for good, which they share: each follows the one before.
- **End.** After `_end`, all amounts only repeat, so it never helps to wait longer.

A `Meter` counts all work. If it runs out, the best schedule so far is the answer, and it is
not `proven`. As the meter counts work and not time, every machine gives the same answer.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from math import lcm
from operator import le
from typing import Final, NamedTuple

from libcert.model.month_slots import SLOTS_PER_YEAR
from libcert.planning.accounts import Accounts, Partial
from libcert.planning.bounds import Bounds, Missing
from libcert.planning.instance import Dependencies, Instance, TaskSet
from libcert.planning.meter import Meter
from libcert.planning.tasks import UNREACHABLE, Schedule, Task, Terms, slots_in

LONGEST_WAIT: Final = 100 * SLOTS_PER_YEAR
"""The longest total wait of a schedule without its own end, in slots."""
SEARCH_LIMIT: Final = 15_000
"""The most work of one search, in units of `Meter`."""
SMALL_INSTANCE: Final = 7
"""Up to this many tasks, a search may do ten times as much work."""
_NOTHING_KNOWN: Final = Missing(-1, 0, 0)
"""A lower limit below each `Missing`."""


def best_schedule(
    tasks: Sequence[Task], terms: Terms, meter: Meter | None = None, limit: int | None = None
) -> Schedule:
    """Return the best schedule.

    It leaves out as few required tasks as possible, and if some, then those named last; then as few
    optional tasks as possible; then it finishes as early as possible; then its payments up to the
    end of the year of the last finish are as low as possible.

    Args:
        tasks: The tasks; a task that cannot be scheduled is left out.
        terms: The rules that the schedule follows.
        meter: Counts the work of all searches for one answer; None for a new one.
        limit: The most work of this search; None for a limit that depends on the number of tasks.
            A search that reaches it returns the best schedule so far, which is not proven.
    """
    meter = meter or Meter()
    if limit is None:
        limit = SEARCH_LIMIT * 10 if len(tasks) <= SMALL_INSTANCE else SEARCH_LIMIT
    instance = Instance(tasks, terms)
    needs = Dependencies(instance, meter)
    search = _Search(instance, needs, _end(tasks, terms), meter)
    search.run_greedily()
    with meter.limit(limit):
        search.run()
        if not meter.exhausted:
            first, end = search.best, min(search.end, search.best.last)
            search = _Search(instance, needs, end, meter, count_cost=True)
            search.start_from(first)
            search.run()
        starts = needs.without_idle_support(search.best.placed_starts())
        by_name = {tasks[i].name: start for i, start in starts.items()}
        return Schedule(by_name, proven=not meter.exhausted)


def _end(tasks: Sequence[Task], terms: Terms) -> int:
    """Return a slot by which a best schedule is finished.

    After the last slot at which the terms or a need change, all amounts repeat after a common
    multiple of their periods. So no task has to wait longer than that.
    """
    if terms.by is not None:
        return terms.by
    everys = [fee.every for task in tasks for fee in task.recurring if fee.amount]
    wait = 0 if terms.budget is None else SLOTS_PER_YEAR + lcm(SLOTS_PER_YEAR, *everys)
    changes = [terms.start, *(slot for task in tasks for slot in slots_in(task.need))]
    if terms.budget is not None:
        changes += [(year + 1) * SLOTS_PER_YEAR for year in terms.due]
    work = sum(task.length for task in tasks)
    return max(changes) + work + min(wait * len(tasks), LONGEST_WAIT)


class _Option(NamedTuple):
    """A task that may join a schedule, with its start; the lowest option is tried first."""

    passed: int
    """How many required tasks before it in the given order can no longer start."""
    without_end: bool
    """Whether it has no end; tasks with an end are tried first, because it leaves less room."""
    start: int
    rank: int
    task: int


class _Branches(NamedTuple):
    """The ways to continue a schedule under construction."""

    options: list[_Option]
    left: TaskSet
    """The tasks that may still join it, now or later."""
    finishes: list[int]
    """The earliest finish of each task, by number."""


class _Brancher:
    """Finds the tasks that may join a schedule, and the slots to try."""

    def __init__(
        self, instance: Instance, needs: Dependencies, accounts: Accounts, meter: Meter
    ) -> None:
        self._instance, self._needs, self._accounts = instance, needs, accounts
        self._meter = meter
        self._earliest = self._earliest_finishes()
        self._order = sorted(instance.numbers, key=self._earliest.__getitem__)

    def _earliest_finishes(self) -> list[int]:
        """Return the finish of each task if all time and money were available to it."""
        instance, accounts = self._instance, self._accounts
        earliest = list(accounts.empty.finishes)
        begins = [UNREACHABLE] * len(earliest)
        queue = [*instance.numbers]
        for i in queue:  # the loop adds tasks that an earlier finish may let start earlier
            first = max(instance.terms.start, self._needs.first_slot[i](earliest))
            if first < begins[i]:
                begins[i] = first
                for start in islice(self._starts(accounts.empty, i, first, accounts.end), 1):
                    earliest[i] = start + instance.tasks[i].length
                    queue += self._needs.mentioned_by[i]
        return earliest

    def _starts(self, part: Partial, i: int, first: int, deadline: int) -> Iterator[int]:
        """Yield the starts to try for task *i* in *part*, from *first* on."""
        accounts, task = self._accounts, self._instance.tasks[i]
        latest = deadline - task.length
        if task.latest is not None:
            latest = min(latest, task.latest)
        if first <= latest and accounts.fits(part, i, first):
            yield first
        if accounts.borders[i]:
            for january in range(first - first % SLOTS_PER_YEAR, latest + 1, SLOTS_PER_YEAR):
                if self._meter.exhausted:
                    return
                for slot, always in accounts.borders[i]:
                    start = january + slot
                    if (
                        first < start <= latest
                        and accounts.fits(part, i, start)
                        and (always or not accounts.fits(part, i, start - 1))
                    ):
                        yield start

    def branches(
        self,
        part: Partial,
        alive: TaskSet,
        deadline: int,
        rank: Sequence[int],
        *,
        first_start_only: bool = False,
    ) -> _Branches:
        """Return the ways to continue *part*.

        Args:
            part: The schedule so far.
            alive: The tasks that could still join the parent schedule of *part*.
            deadline: The slot by which all tasks are finished.
            rank: The rank of each task, by number; at the same slot, the lower rank is tried first.
            first_start_only: Whether to try each task only at its first possible start.
        """
        instance, needs, now = self._instance, self._needs, part.now
        alive = self._not_passed(part, alive)
        finishes = [
            self._earliest[i] if alive & bit else part.finishes[i]
            for i, bit in enumerate(instance.bits)
        ]
        room_from = self._room_from(part)
        if part.placed & instance.without_end:  # one room is taken for good, but they may share it
            room_without_end, room_from = now, self._room_from(part, taken=1)
        else:
            room_without_end = room_from
        tries: list[tuple[int, int]] = []
        left = awaited = 0
        for i in self._order:
            bit, length = instance.bits[i], instance.tasks[i].length
            if not alive & bit:
                continue
            self._meter.charge(needs.weight[i])
            finishes[i] = UNREACHABLE  # no task waits for itself
            first_slot = needs.first_slot[i]
            first = max(now, first_slot(part.finishes))
            hoped = max(now, self._earliest[i] - length, first_slot(finishes))
            if first > now:
                awaited |= needs.mentions[i]
            if first < UNREACHABLE:
                settled = hoped >= first  # no task left to place lets it start sooner
                if length or instance.tasks[i].without_end:
                    first = max(first, room_from if length else room_without_end)
                starts = self._starts(part, i, first, deadline)
                possible = list(islice(starts, 1) if first_start_only else starts)
                tries += [(i, start) for start in possible]
                if settled:
                    hoped = possible[0] if possible else UNREACHABLE
            if hoped + length <= deadline:
                left |= bit
                finishes[i] = hoped + length
        useful = ~(instance.support & ~awaited)
        options = self._options([(i, s) for i, s in tries if useful & instance.bits[i]], left, rank)
        return _Branches(options, left, finishes)

    def _not_passed(self, part: Partial, alive: TaskSet) -> TaskSet:
        """Return the tasks of *alive* that are not placed and not before a placed one in order."""
        in_order = self._instance.in_order
        placed = in_order & part.placed
        return alive & ~part.placed & ~(in_order & -(placed & -placed))

    def _room_from(self, part: Partial, taken: int = 0) -> int:
        """Return the first slot at which one more task can run, if some rooms are *taken*."""
        running, rooms = part.running(), self._instance.terms.at_once - taken
        if not rooms:
            return UNREACHABLE
        return part.now if len(running) < rooms else running[-rooms]

    def _options(
        self, tries: Sequence[tuple[int, int]], left: TaskSet, rank: Sequence[int]
    ) -> list[_Option]:
        bits, in_order = self._instance.bits, self._instance.in_order & left
        return sorted(
            _Option(
                (in_order & -bits[i]).bit_count() - 1 if in_order & bits[i] else 0,
                self._instance.tasks[i].without_end,
                start,
                rank[i],
                i,
            )
            for i, start in tries
        )


class _Search:
    """Branch and bound over all schedules; the module docstring explains it."""

    def __init__(
        self,
        instance: Instance,
        needs: Dependencies,
        end: int,
        meter: Meter,
        *,
        count_cost: bool = False,
    ) -> None:
        self.end = end
        self._instance, self._needs, self._meter = instance, needs, meter
        self._accounts = accounts = Accounts(instance, end, meter, count_cost=count_cost)
        self._bounds = Bounds(instance, needs, accounts, meter)
        self._brancher = _Brancher(instance, needs, accounts, meter)
        self._grain = instance.grain()
        # A task with high recurring fees is tried last.
        self._rank = [accounts.recurring(i, end - LONGEST_WAIT, end) for i in instance.numbers]
        self._seen: dict[TaskSet, list[Partial]] = {}
        self._keep(accounts.empty)

    def _keep(self, part: Partial) -> None:
        """Make *part* the best schedule so far."""
        self.best, self._value = part, self._bounds.value(part)

    def start_from(self, other: Partial) -> None:
        """Make *other*, the result of another search, the best schedule so far."""
        self._keep(self._accounts.place_all(other.placed_starts()))

    def run_greedily(self) -> None:
        """Find a first schedule, the best result of several simple rules."""
        instance, best_rank = self._instance, self._rank
        rules: list[Callable[[int, Task], int]] = [
            lambda i, _: -instance.bits[i],
            lambda _, task: task.length,
            lambda _, task: -task.length,
            lambda _, task: -task.at_start - task.at_finish,
            lambda i, _: -instance.work(self._needs.followers[i]),
        ]
        for rule in rules:
            rank = [rule(i, task) for i, task in enumerate(instance.tasks)]
            part = self._greedy(rank)
            if self._bounds.value(part) < self._value:
                self._keep(part)
                best_rank = rank
            if self._meter.exhausted:
                break
        self._rank = best_rank

    def _greedy(self, rank: Sequence[int]) -> Partial:
        """Return the schedule that always adds the first option."""
        accounts, part = self._accounts, self._accounts.empty
        while options := self._brancher.branches(
            part, -1, self.end, rank, first_start_only=True
        ).options:
            part = accounts.place(part, options[0].task, options[0].start)
        return accounts.place_all(self._needs.without_idle_support(part.placed_starts()))

    def run(self) -> None:
        """Find the best schedule, unless the meter runs out."""
        floor = self._value.missing if self._accounts.count_cost else _NOTHING_KNOWN
        self._explore(self._accounts.empty, -1, floor)

    def _deadline(self, floor: Missing) -> int:
        """Return the latest finish of a better schedule, if at least *floor* is missing."""
        if floor < self._value.missing:
            return self.end
        # If costs count, a schedule with the same finish may be better.
        sooner = 0 if self._accounts.count_cost else self._grain
        return min(self.end, self._value.last - sooner)

    def _explore(self, part: Partial, alive: TaskSet, floor: Missing) -> None:
        """Search the schedules that add tasks of *alive* to *part*, and miss at least *floor*."""
        if self._bounds.value(part) < self._value:
            self._keep(part)
        deadline = self._deadline(floor)
        branches = self._brancher.branches(part, alive, deadline, self._rank)
        bound = self._bounds.bound(part, branches.left, branches.finishes, deadline)
        if floor < bound.missing == self._value.missing:
            # Only an earlier finish is better here, so a closer deadline may cut off more branches.
            floor = bound.missing
            deadline = self._deadline(floor)
            branches = self._brancher.branches(part, alive, deadline, self._rank)
            bound = self._bounds.bound(part, branches.left, branches.finishes, deadline)
        if bound >= self._value or self._dominated(part):
            return
        work = self._instance.work(self._needs.joining(branches.left))
        missing = self._bounds.missing(part.placed | branches.left)
        for option in branches.options:
            too_many = missing.required + option.passed > self._value.missing.required
            if self._meter.exhausted or bound >= self._value or too_many:
                return
            finish = option.start - -work // self._instance.terms.at_once
            if finish <= self._deadline(floor) or missing < self._value.missing:
                placed = self._accounts.place(part, option.task, option.start)
                self._explore(placed, branches.left, floor)

    def _dominated(self, part: Partial) -> bool:
        """Return whether an earlier node leads to schedules at least as good as those of *part*."""
        accounts = self._accounts
        others = self._seen.setdefault(part.placed, [])
        finishes = [max(finish, part.now) for finish in part.finishes]
        year = accounts.year(part.now)
        self._meter.charge(len(others) // 4)
        for other in others:
            if other.now <= part.now and other.last <= part.last and other.cost <= part.cost:
                after = accounts.year(other.last) + 1
                if (
                    all(map(le, other.finishes, finishes))
                    and all(map(le, other.loads[year:], part.loads[year:]))
                    and all(map(le, other.loads[after:year], accounts.rooms[after:year]))
                ):
                    return True
        others.append(part)
        return False
