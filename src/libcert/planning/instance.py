"""The numbered tasks of a search, sets of tasks, and the dependencies between tasks."""

from collections.abc import Iterable, Mapping, Sequence
from math import gcd
from typing import TypeAlias

from libcert.model.month_slots import SLOTS_PER_YEAR
from libcert.planning.meter import Meter
from libcert.planning.tasks import (
    UNREACHABLE,
    AtLeast,
    Finished,
    Need,
    Priority,
    Task,
    Terms,
    first_slot,
    slots_in,
    tasks_in,
)

TaskSet: TypeAlias = int
"""A set of tasks as the bits of a number. The first task has the highest bit.

So of two sets of missing tasks, the lower number is better, because its tasks are named later.
"""


class Instance:
    """Tasks by number, with the sets of tasks that a search uses often."""

    def __init__(self, tasks: Sequence[Task], terms: Terms) -> None:
        self.tasks, self.terms = tasks, terms
        self.numbers = range(len(tasks))
        self.bits: list[TaskSet] = [1 << i for i in reversed(self.numbers)]
        self.required, self.optional, self.support = (
            self.set_of(i for i in self.numbers if tasks[i].priority is priority)
            for priority in (Priority.REQUIRED, Priority.OPTIONAL, Priority.SUPPORT)
        )
        self.without_end: TaskSet = self.set_of(i for i in self.numbers if tasks[i].without_end)
        """The tasks that nobody knows the end of."""
        self.in_order: TaskSet = self.required if terms.in_order else 0
        """The tasks that have to start in the order in which they are given."""

    def set_of(self, numbers: Iterable[int]) -> TaskSet:
        """Return the set of the tasks with *numbers*, each named once."""
        return sum(self.bits[i] for i in numbers)

    def members(self, some: TaskSet) -> list[int]:
        """Return the numbers of the tasks in *some*, in order."""
        return [i for i in self.numbers if some & self.bits[i]]

    def work(self, some: TaskSet) -> int:
        """Return how many slots the tasks in *some* take together."""
        return sum(
            task.length for task, bit in zip(self.tasks, self.bits, strict=True) if some & bit
        )

    def grain(self) -> int:
        """Return a number of slots that divides each start and finish of a best schedule."""
        return gcd(
            SLOTS_PER_YEAR,
            self.terms.start,
            *(task.length for task in self.tasks),
            *(slot for task in self.tasks for slot in slots_in(task.need)),
            *(fee.every for task in self.tasks for fee in task.recurring),
        )


class Dependencies:
    """The tasks before and after each task; all lists are by task number."""

    def __init__(self, instance: Instance, meter: Meter) -> None:
        self._instance, self._meter = instance, meter
        tasks = instance.tasks
        numbers = {task.name: i for i, task in enumerate(tasks)}
        named = [
            [numbers[name] for name in tasks_in(task.need) if name in numbers] for task in tasks
        ]
        self.first_slot = [first_slot(task.need, numbers) for task in tasks]
        """Functions from the finishes of all tasks to the first slot at which a need holds."""
        self.weight = [1 + len(some) // 4 for some in named]
        """The work of calling each of these functions."""
        self.mentions = [instance.set_of(set(some)) for some in named]
        """The tasks that the need of a task mentions."""
        self.mentioned_by: list[list[int]] = [[] for _ in tasks]
        """The tasks whose needs mention a task."""
        for i, some in enumerate(named):
            for other in set(some):
                self.mentioned_by[other].append(i)
        self.required_before = self._required_before()
        """The tasks without which a task can never start."""
        self.followers = self._followers()
        """The tasks that cannot start before a task is finished."""

    def _required_before(self) -> list[TaskSet]:
        instance = self._instance
        bits = {task.name: bit for task, bit in zip(instance.tasks, instance.bits, strict=True)}
        before = [_named_by_all(task.need, bits) for task in instance.tasks]
        for i, bit in enumerate(instance.bits):  # close over chains of tasks
            before = [some | before[i] if some & bit else some for some in before]
        return before

    def _followers(self) -> list[TaskSet]:
        instance = self._instance
        # With one task at a time, the order of the required tasks makes each wait for the others.
        serial = instance.in_order if instance.terms.at_once == 1 else 0
        return [
            instance.set_of(j for j in instance.numbers if self.required_before[j] & bit)
            | (serial & (bit - 1) if serial & bit else 0)
            for bit in instance.bits
        ]

    def joining(self, left: TaskSet) -> TaskSet:
        """Return the tasks that have to join so that no wanted task of *left* is missing."""
        instance = self._instance
        wanted = joining = left & ~instance.support
        for i in instance.numbers:
            if wanted & instance.bits[i]:
                joining |= self.required_before[i] & left
        return joining

    def without_idle_support(self, starts: dict[int, int]) -> dict[int, int]:
        """Return *starts* without the support tasks that no other task needs."""
        instance = self._instance
        for i in sorted(starts):
            rest = {j: start for j, start in starts.items() if j != i}
            if instance.support & instance.bits[i] and self._hold(rest):
                starts = rest
        return starts

    def _hold(self, starts: Mapping[int, int]) -> bool:
        """Return whether the needs of all tasks in *starts* hold at their starts."""
        instance = self._instance
        finishes = [UNREACHABLE] * len(instance.tasks)
        waiting = instance.set_of(starts)
        self._meter.charge(len(starts))
        queue = sorted(starts, key=starts.__getitem__)
        for i in queue:  # the loop adds tasks that may start after a finished task
            bit, ordered = instance.bits[i], instance.in_order & waiting
            in_turn = not instance.in_order & bit or ordered & -bit == bit
            if waiting & bit and in_turn and self.first_slot[i](finishes) <= starts[i]:
                finishes[i] = starts[i] + instance.tasks[i].length
                waiting &= ~bit
                queue += self.mentioned_by[i]
                if instance.in_order & waiting:
                    queue.append(len(instance.tasks) - (instance.in_order & waiting).bit_length())
        return not waiting


def _named_by_all(need: Need, bits: Mapping[str, TaskSet]) -> TaskSet:
    """Return the tasks that *need* mentions in every way to meet it."""
    match need:
        case Finished(task):
            return bits.get(task, 0)
        case AtLeast(count, of):
            parts = [_named_by_all(part, bits) for part in of]
            spare = len(of) - count
            return sum(
                bit for bit in bits.values() if sum(part & bit > 0 for part in parts) > spare
            )
        case _:
            return 0
