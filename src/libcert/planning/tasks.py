"""The scheduling problem: tasks, their needs, and the terms of a schedule.

All times are slots of `model.month_slots`, all amounts are whole cents.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from typing import Final

from libcert.model.base import Model, model

UNREACHABLE: Final = 1 << 60
"""The slot of an event that never happens, later than all others."""


class Priority(Enum):
    """How much a task is wanted."""

    REQUIRED = "required"
    """A schedule leaves out as few required tasks as possible."""
    OPTIONAL = "optional"
    """A schedule includes it if no required task is lost."""
    SUPPORT = "support"
    """A schedule includes it only if another task needs it."""


@model(kw_only=False)
class After(Model):
    """A need that holds from a slot on."""

    slot: int


@model(kw_only=False)
class Finished(Model):
    """A need that holds after a task is finished; it never holds if that task is left out."""

    task: str


@model(kw_only=False)
class AtLeast(Model):
    """A need that holds when at least `count` of several needs hold."""

    count: int
    of: tuple["Need", ...]


Need = After | Finished | AtLeast
"""When a task may start."""

ALWAYS: Final = AtLeast(0, ())
"""The need of a task that may start at any time."""
NEVER: Final = AtLeast(1, ())
"""The need of a task that may never start."""


def all_of(needs: Sequence[Need]) -> AtLeast:
    """Return the need that holds when all *needs* hold."""
    return AtLeast(len(needs), tuple(needs))


@model(kw_only=False)
class Recurring(Model):
    """An amount that is due every `every` slots after the finish of a task, or after its start."""

    every: int
    amount: int
    from_start: bool = False


@model(kw_only=False)
class Task(Model):
    """One thing that takes time and money."""

    name: str
    length: int
    """How many slots it takes; a task of length 0 leaves room for others at the same time."""
    need: Need
    at_start: int = 0
    """The amount that is due when it starts."""
    at_finish: int = 0
    """The amount that is due when it finishes."""
    recurring: tuple[Recurring, ...] = ()
    priority: Priority = Priority.REQUIRED
    latest: int | None = None
    """The last slot at which it may start; None if there is no such limit."""
    without_end: bool = False
    """Whether nobody knows when it ends; then its length is 0, and it counts as finished at its
    start, but it leaves no room for others. Tasks without an end may follow each other."""


@model(kw_only=False)
class Terms(Model):
    """The rules that a schedule has to follow."""

    start: int
    """No task starts before this slot."""
    by: int | None = None
    """Every task is finished by this slot; None if there is no such limit."""
    at_once: int = 1
    """How many tasks may run at the same time."""
    budget: int | None = None
    """The most that may be due in a year, up to the year of the last finish; None for no limit."""
    due: Mapping[int, int] = field(default_factory=dict)
    """The amounts that are due in any case, by year; they may use up the budget of a year."""
    in_order: bool = False
    """Whether the required tasks start in the order in which they are given."""


@model(kw_only=False)
class Schedule(Model):
    """The start of each task that is not left out."""

    starts: Mapping[str, int]
    proven: bool
    """Whether it is certain that no schedule is better."""


def tasks_in(need: Need) -> Iterator[str]:
    """Yield the names of all tasks that *need* mentions, at any depth."""
    match need:
        case Finished():
            yield need.task
        case AtLeast():
            for part in need.of:
                yield from tasks_in(part)
        case _:
            pass


def certain_tasks(need: Need) -> set[str]:
    """Return the names of the tasks that are finished in every way to meet *need*."""
    match need:
        case Finished():
            return {need.task}
        case AtLeast():
            counts = Counter(name for part in need.of for name in certain_tasks(part))
            return {name for name, count in counts.items() if len(need.of) - count < need.count}
        case _:
            return set()


def slots_in(need: Need) -> Iterator[int]:
    """Yield all slots that *need* mentions, at any depth."""
    match need:
        case After():
            yield need.slot
        case AtLeast():
            for part in need.of:
                yield from slots_in(part)
        case _:
            pass


def may_hold(need: Need, tasks: Container[str] | None = None) -> bool:
    """Return whether *need* holds some day, if *tasks* are finished, or else all it mentions."""
    match need:
        case AtLeast():
            return sum(may_hold(part, tasks) for part in need.of) >= need.count
        case Finished(task):
            return tasks is None or task in tasks
        case _:
            return True


def without(need: Need, names: Container[str]) -> Need:
    """Return *need* if the tasks with *names* never finish."""
    match need:
        case Finished(task) if task in names:
            return NEVER
        case AtLeast(count, of):
            return AtLeast(count, tuple(without(part, names) for part in of))
        case _:
            return need


def first_slot(need: Need, numbers: Mapping[str, int]) -> Callable[[Sequence[int]], int]:
    """Return a function that gives the first slot at which *need* holds.

    The function takes the finish of every task, in the order of *numbers* (task name to index). It
    returns `UNREACHABLE` if the need never holds.
    """
    match need:
        case After(slot):
            return lambda _: slot
        case Finished(task) if task in numbers:
            i = numbers[task]
            return lambda finishes: finishes[i]
        case AtLeast(count, of) if count <= len(of):
            parts = [lambda _: -UNREACHABLE, *(first_slot(part, numbers) for part in of)]
            if count == len(of):
                return lambda finishes: max([part(finishes) for part in parts])
            return lambda finishes: sorted([part(finishes) for part in parts])[count]
        case _:
            return lambda _: UNREACHABLE
