"""Schedules under construction, and their payments in each year."""

from collections.abc import Iterator, Mapping
from math import lcm
from operator import le
from typing import NamedTuple

from libcert.model.month_slots import SLOTS_PER_YEAR
from libcert.planning.instance import Instance, TaskSet
from libcert.planning.meter import Meter
from libcert.planning.tasks import UNREACHABLE, Task


class Partial(NamedTuple):
    """A schedule under construction; the next task starts at `now` or later."""

    placed: TaskSet
    starts: tuple[int, ...]
    """By task number; `UNREACHABLE` for a task that is not placed."""
    finishes: tuple[int, ...]
    """By task number; `UNREACHABLE` for a task that is not placed."""
    now: int
    """The latest start."""
    last: int
    """The latest finish."""
    loads: tuple[int, ...]
    """The payments for its tasks by year, from the first year on; empty without a budget."""
    cost: int
    """The total of the payments for its tasks; 0 if costs are not counted."""

    def placed_starts(self) -> dict[int, int]:
        """Return the starts of its tasks by task number."""
        return {i: start for i, start in enumerate(self.starts) if start < UNREACHABLE}

    def running(self) -> list[int]:
        """Return the finishes of the tasks that run at `now`, the earliest first."""
        return sorted(finish for finish in self.finishes if self.now < finish < UNREACHABLE)


class Accounts:
    """Places tasks in partial schedules, and adds up the payments in each year.

    Years are numbered from 0, the year in which a schedule may start.
    """

    def __init__(self, instance: Instance, end: int, meter: Meter, *, count_cost: bool) -> None:
        self.instance, self.end, self.count_cost = instance, end, count_cost
        self._meter = meter
        terms = instance.terms
        self.first_year = terms.start // SLOTS_PER_YEAR
        self.rooms: tuple[int, ...] = ()
        """The part of the budget that is left for tasks in each year; empty without a budget."""
        if terms.budget is not None:
            years = range(self.first_year, end // SLOTS_PER_YEAR + 1)
            self.rooms = tuple(max(0, terms.budget - terms.due.get(year, 0)) for year in years)
        counts = bool(self.rooms) or count_cost
        self.borders = [_borders(task) if counts else [] for task in instance.tasks]
        """By task: the slots at which a start moves a payment into a new year; see `_borders`."""
        nothing = (UNREACHABLE,) * len(instance.tasks)
        loads = (0,) * len(self.rooms)
        self.empty = Partial(0, nothing, nothing, terms.start, terms.start, loads, 0)
        """The schedule without tasks."""
        self._bills: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def year(self, slot: int) -> int:
        """Return the number of the year of *slot*."""
        return slot // SLOTS_PER_YEAR - self.first_year

    def bill(self, i: int, start: int) -> Iterator[tuple[int, int]]:
        """Yield each year and amount that is due for task *i* if it starts at *start*."""
        year, slot = divmod(start, SLOTS_PER_YEAR)
        later, last = year - self.first_year, self.end // SLOTS_PER_YEAR - self.first_year
        bill = self._bills.get((i, slot))
        if bill is None:  # cached by slot of the year: other years only shift the bill
            bill = self._bills[i, slot] = _bill(self.instance.tasks[i], slot, last)
            self._meter.charge(last)
        for at, amount in bill:
            if at + later > last:
                return
            yield at + later, amount

    def place(self, part: Partial, i: int, start: int) -> Partial:
        """Return *part* with task *i* at *start*."""
        finish = start + self.instance.tasks[i].length
        loads, cost = part.loads, part.cost
        self._meter.charge(len(loads) // 16)
        if loads:
            due = list(loads)
            for year, amount in self.bill(i, start):
                due[year] += amount
            loads = tuple(due)
        if self.count_cost:
            cost += sum(amount for _, amount in self.bill(i, start))
        return Partial(
            part.placed | self.instance.bits[i],
            (*part.starts[:i], start, *part.starts[i + 1 :]),
            (*part.finishes[:i], finish, *part.finishes[i + 1 :]),
            start,
            max(part.last, finish),
            loads,
            cost,
        )

    def place_all(self, starts: Mapping[int, int]) -> Partial:
        """Return the schedule with *starts*, by task number."""
        part = self.empty
        for start, i in sorted((start, i) for i, start in starts.items()):
            part = self.place(part, i, start)
        return part

    def fits(self, part: Partial, i: int, start: int) -> bool:
        """Return whether the budget lets task *i* join *part* at *start*."""
        if not self.rooms:
            self._meter.charge(1)
            return True
        loads, rooms, first = part.loads, self.rooms, self.first_year
        before = part.last // SLOTS_PER_YEAR - first
        last = max(before, (start + self.instance.tasks[i].length) // SLOTS_PER_YEAR - first)
        for count, (year, amount) in enumerate(self.bill(i, start)):
            if year > last:
                break
            if loads[year] + amount > rooms[year]:
                self._meter.charge(1 + count // 16)
                return False
        self._meter.charge(1 + (last - before) // 16)
        # If the last finish moves to a later year, the recurring fees until then count too.
        return all(map(le, loads[before + 1 : last + 1], rooms[before + 1 :]))

    def recurring(self, i: int, finish: int, end: int) -> int:
        """Return the recurring fees of task *i* after *finish*, until the end of the year of *end*.

        *finish* may be later than that year; then nothing is due.
        """
        slots = (end // SLOTS_PER_YEAR + 1) * SLOTS_PER_YEAR - 1 - finish
        task = self.instance.tasks[i]
        # What counts from the start has run for a part of its time at the finish.
        return sum(
            fee.amount * max(0, (slots + task.length % fee.every * fee.from_start) // fee.every)
            for fee in task.recurring
        )


def _bill(task: Task, start: int, last: int) -> list[tuple[int, int]]:
    """Return each year and the amount that is due for *task* in it, up to the year *last*."""
    finish, end = start + task.length, (last + 1) * SLOTS_PER_YEAR
    due = [(start, task.at_start), (finish, task.at_finish)]
    for fee in task.recurring:
        first = start if fee.from_start else finish
        due += [(slot, fee.amount) for slot in range(first + fee.every, end, fee.every)]
    years: dict[int, int] = {}
    for slot, amount in due:
        if amount and slot < end:
            years[slot // SLOTS_PER_YEAR] = years.get(slot // SLOTS_PER_YEAR, 0) + amount
    return sorted(years.items())


def _borders(task: Task) -> list[tuple[int, bool]]:
    """Return the slots of a year at which *task* has to start to move a payment into a new year.

    A payment that is due at or after the finish may have to move for tasks that start later, so
    these slots are always tried (True). A payment at the start matters only if the task does not
    fit one slot earlier (False).
    """
    always = {
        -(task.length * (not fee.from_start) + fee.every * k) % SLOTS_PER_YEAR
        for fee in task.recurring
        if fee.amount
        for k in range(1, lcm(fee.every, SLOTS_PER_YEAR) // fee.every + 1)
    }
    if task.at_finish and task.length:
        always.add(-task.length % SLOTS_PER_YEAR)
    own = {0} - always if task.at_start or task.at_finish else set()
    return sorted([(slot, True) for slot in always] + [(slot, False) for slot in own])
