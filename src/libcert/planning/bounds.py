"""The value of a schedule, and the best value that a schedule under construction can reach."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from libcert.model.month_slots import SLOTS_PER_YEAR
from libcert.planning.accounts import Accounts, Partial
from libcert.planning.instance import Dependencies, Instance, TaskSet
from libcert.planning.meter import Meter


class Missing(NamedTuple):
    """The tasks that a schedule leaves out; a lower value is better."""

    required: int
    """How many required tasks are missing."""
    which: TaskSet
    """The set of these tasks."""
    optional: int
    """How many optional tasks are missing."""


class Value(NamedTuple):
    """The quality of a schedule; a lower value is better."""

    missing: Missing
    last: int
    """The latest finish."""
    cost: int
    """The total of all payments; 0 if costs are not counted."""


class Bounds:
    """Lower bounds on the values of schedules, and the sums that they use."""

    def __init__(
        self, instance: Instance, needs: Dependencies, accounts: Accounts, meter: Meter
    ) -> None:
        self._instance, self._needs, self._accounts = instance, needs, accounts
        self._meter = meter
        self._least_due: dict[tuple[TaskSet, int], int] = {}

    def missing(self, placed: TaskSet) -> Missing:
        """Return the missing tasks of a schedule with only the tasks *placed*."""
        which = self._instance.required & ~placed
        optional = self._instance.optional & ~placed
        return Missing(which.bit_count(), which, optional.bit_count())

    def value(self, part: Partial) -> Value:
        """Return the value of *part* in its current state."""
        return Value(self.missing(part.placed), part.last, part.cost)

    def bound(self, part: Partial, left: TaskSet, finishes: Sequence[int], deadline: int) -> Value:
        """Return a lower bound on the value of each schedule that *part* can grow into.

        Args:
            part: The schedule so far.
            left: The tasks that may still join it.
            finishes: The earliest finish of each task, by number.
            deadline: The slot by which all tasks are finished.
        """
        instance = self._instance
        missing = self.missing(part.placed | left)
        joining = self._needs.joining(left)
        if self._may_all_finish(part, joining, finishes, deadline):
            if not self._accounts.count_cost:
                return Value(missing, part.last, part.cost)
            cost = part.cost + self._least_due_for(joining, deadline)
            return Value(missing, self._accounts.end, cost)
        required = instance.members(left & instance.required)
        optional = instance.members(left & instance.optional)
        lengths = [instance.tasks[i].length for i in required]
        space = self._space(part, deadline)
        too_many = len(required) - _how_many_fit(lengths, space)
        if optional and not too_many:
            more = (instance.tasks[i].length for i in optional)
            too_many = len(optional) - _how_many_fit(more, space - sum(lengths))
            missing = missing._replace(optional=missing.optional + max(1, too_many))
        else:
            which = missing.which | instance.set_of(required[-max(1, too_many) :])
            missing = Missing(which.bit_count(), which, missing.optional)
        return Value(missing, part.last, part.cost)

    def _may_all_finish(
        self, part: Partial, joining: TaskSet, finishes: Sequence[int], deadline: int
    ) -> bool:
        """Return False if sums show that not all of *joining* can finish by *deadline*."""
        instance, accounts = self._instance, self._accounts
        at_once = instance.terms.at_once
        lengths = {i: instance.tasks[i].length for i in instance.members(joining)}
        work = 0
        # The tasks that start last have to fit together before the deadline.
        for start, length in sorted(
            ((finishes[i] - n, n) for i, n in lengths.items()), reverse=True
        ):
            work += length
            if start - -work // at_once > deadline:
                return False
        if work > self._space(part, deadline):
            return False
        # The budget applies up to the year of the last finish, which may be any year from now on;
        # later recurring fees do not count. So it is enough if the sum fits for one such year.
        now, last = accounts.year(part.now), accounts.year(deadline)
        room = sum(accounts.rooms[now : last + 1]) - sum(part.loads[now : last + 1])
        for year in range(last, max(now, accounts.year(part.last)) - 1, -1):
            self._meter.charge(1)
            end = min(deadline, (accounts.first_year + year + 1) * SLOTS_PER_YEAR - 1)
            if not accounts.rooms or self._meter.exhausted:
                return True
            if self._least_due_for(joining, end) <= room:
                return True
            room -= accounts.rooms[year] - part.loads[year]
        return False

    def _space(self, part: Partial, deadline: int) -> int:
        """Return how many slots of work fit between `part.now` and *deadline*."""
        running = sum(finish - part.now for finish in part.running())
        return self._instance.terms.at_once * (deadline - part.now) - running

    def _least_due_for(self, joining: TaskSet, end: int) -> int:
        """Return the lowest possible payments for *joining* if all finish by *end*.

        It counts payments up to the end of the year of *end*.
        """
        least = self._least_due.get((joining, end))
        if least is None:
            least = self._least_due[joining, end] = self._sum_least_due(joining, end)
        return least

    def _sum_least_due(self, joining: TaskSet, end: int) -> int:
        instance, at_once = self._instance, self._instance.terms.at_once
        tasks, some = instance.tasks, instance.members(joining)
        recurring = [i for i in some if tasks[i].recurring]
        self._meter.charge(len(recurring) * len(recurring) // 4)
        lengths = sorted(tasks[i].length for i in recurring)
        after = [instance.work(joining & self._needs.followers[i]) for i in recurring]
        least = sum(tasks[i].at_start + tasks[i].at_finish for i in some)
        costs = [0] * len(recurring)
        # Only one task can finish at the end, the next one a task's length earlier, and so on. For
        # each of these places from the end, all tasks that do not finish later pay at least the
        # fees that the earlier finish adds.
        for place in range(len(recurring)):
            before = costs
            later = sum(lengths[: max(0, place + 1 - at_once)])
            costs = [
                self._accounts.recurring(i, end + -max(later, follow) // at_once, end)
                for i, follow in zip(recurring, after, strict=True)
            ]
            least += sum(sorted(map(sub, costs, before))[: len(recurring) - place])
        return least


def _how_many_fit(lengths: Iterable[int], space: int) -> int:
    """Return the largest number of tasks with *lengths* that fit into *space*."""
    return sum(total <= space for total in accumulate(sorted(lengths)))
