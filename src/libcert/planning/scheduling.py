"""Which tasks to begin when: the best schedule, in whole slots and cents."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from math import gcd, lcm
from operator import le, sub
from typing import Final, Literal, NamedTuple

from libcert.model.month_slots import SLOTS_PER_YEAR

Wish = Literal["must", "may", "help"]
"""How much a task is wished for; a help is only worth having where it lets another begin."""

LONGEST: Final = 100 * SLOTS_PER_YEAR
"""The most that a schedule without an end of its own waits in all."""
EFFORT: Final = 15_000
"""How much a search looks at before it settles for the best that it has found.

A placement that is weighed counts as one, and so does whatever takes about as long.
"""
SMALL: Final = 7
"""Up to how many tasks a search takes as long as it takes, within reason."""
IN_ALL: Final = 450_000
"""How much all searches for one answer may look at together."""
_NEVER: Final = 1 << 60


@dataclass(frozen=True)
class After:
    """A task may begin from a slot on."""

    slot: int


@dataclass(frozen=True)
class Finished:
    """A task may begin once another is finished; one that is left out never is."""

    task: str


@dataclass(frozen=True)
class Some:
    """A task may begin once `count` of several needs hold."""

    of: tuple["Need", ...]
    count: int


Need = After | Finished | Some


@dataclass(frozen=True)
class Recurring:
    """An amount that is due each `every` slots after the finish of a task."""

    every: int
    amount: int


@dataclass(frozen=True)
class Task:
    """What takes time and money; a "help" is only worth having where it lets another begin."""

    name: str
    length: int
    need: Need
    at_start: int = 0
    at_finish: int = 0
    recurring: tuple[Recurring, ...] = ()
    wish: Wish = "must"
    latest: int | None = None
    """The last slot at which it may begin."""


@dataclass(frozen=True)
class Terms:
    """What a schedule has to keep to."""

    start: int
    """Nothing begins before this slot."""
    by: int | None = None
    """Everything is finished by this slot."""
    at_once: int = 1
    """How many tasks may be under way at the same time; one without length takes no room."""
    budget: int | None = None
    """The most that may be due in a year, up to the year of the last finish."""
    due: Mapping[int, int] = field(default_factory=dict)
    """What is due anyway, by year; a year that it fills has no room for anything else."""
    in_order: bool = False
    """Whether the musts start in the order in which they are given."""


@dataclass(frozen=True)
class Schedule:
    """When to begin each task that is not left out."""

    starts: Mapping[str, int]
    proven: bool
    """Whether it is certain that none is better."""


class Effort:
    """What may still be looked at for an answer: counted, so that it is the same everywhere."""

    def __init__(self, left: int = IN_ALL) -> None:
        self.left = left


def _dues(task: Task, start: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield what is due for *task* by the end of the year *last*: its slot and amount."""
    finish, end = start + task.length, (last + 1) * SLOTS_PER_YEAR
    slots = [(start, task.at_start), (finish, task.at_finish)]
    for fee in task.recurring:
        slots += [(slot, fee.amount) for slot in range(finish + fee.every, end, fee.every)]
    return ((slot, amount) for slot, amount in slots if amount and slot < end)


def best(
    tasks: Sequence[Task], terms: Terms, most: int | None = None, effort: Effort | None = None
) -> Schedule:
    """Return the best schedule.

    It leaves out the fewest musts, and the last-named rather than the first; then the fewest of
    what may be had; then it finishes earliest; then the least is due by the end of the year of the
    last finish. After looking at so much, at *most*, it settles for the best that it has found; of
    the *effort* for an answer it leaves some for other searches.
    """
    effort = effort or Effort()
    if most is None:
        most = EFFORT * 10 if len(tasks) <= SMALL else EFFORT
    facts = _Facts(tasks, terms, _end(tasks, terms), effort)
    search = _Search(facts, 0)
    search.run_greedily()
    search.reserve = reserve = effort.left - min(most, effort.left // 3)
    search.run()
    if not search.over:
        starts = search.found.begun()
        end = min(facts.end, search.found.last)
        facts = _Facts(tasks, terms, end, effort, priced=True)
        search = _Search(facts, reserve)
        search.keep(facts.at(starts))
        search.run()
    starts = facts.trimmed(search.found.begun())
    return Schedule({tasks[i].name: start for i, start in starts.items()}, not search.over)


def _end(tasks: Sequence[Task], terms: Terms) -> int:
    """Return a slot by which everything in a best schedule is finished.

    Once nothing changes any more, what is due repeats itself: no longer wait is worth while.
    """
    if terms.by is not None:
        return terms.by
    everys = [fee.every for task in tasks for fee in task.recurring if fee.amount]
    wait = 0 if terms.budget is None else SLOTS_PER_YEAR + lcm(SLOTS_PER_YEAR, *everys)
    settled = [terms.start, *(slot for task in tasks for slot in _slots(task.need))]
    if terms.budget is not None:
        settled += [(year + 1) * SLOTS_PER_YEAR for year in terms.due]
    return max(settled) + sum(task.length for task in tasks) + min(wait * len(tasks), LONGEST)


def _slots(need: Need) -> Iterator[int]:
    """Yield the slots that *need* names."""
    match need:
        case After():
            yield need.slot
        case Some():
            for part in need.of:
                yield from _slots(part)
        case _:
            pass


def tasks_named(need: Need) -> Iterator[str]:
    """Yield the tasks that *need* names, wherever it stands."""
    match need:
        case Finished():
            yield need.task
        case Some():
            for part in need.of:
                yield from tasks_named(part)
        case _:
            pass


def _when(need: Need, index: Mapping[str, int]) -> Callable[[Sequence[int]], int]:
    """Return what tells from the finishes of all tasks from which slot on *need* holds."""
    match need:
        case After(slot):
            return lambda _: slot
        case Finished(task) if task in index:
            i = index[task]
            return lambda finishes: finishes[i]
        case Some(of, count) if count <= len(of):
            parts = [lambda _: -_NEVER, *(_when(part, index) for part in of)]
            if count == len(of):
                return lambda finishes: max([part(finishes) for part in parts])
            return lambda finishes: sorted([part(finishes) for part in parts])[count]
        case _:
            return lambda _: _NEVER


def _needed(need: Need, bits: Mapping[str, int]) -> int:
    """Return the set of the tasks without which *need* cannot hold, as far as it says itself."""
    match need:
        case Finished(task):
            return bits.get(task, 0)
        case Some(of, count):
            parts = [_needed(part, bits) for part in of]
            spare = len(of) - count
            return sum(
                bit for bit in bits.values() if sum(part & bit > 0 for part in parts) > spare
            )
        case _:
            return 0


def _most(sizes: Iterable[int], space: int) -> int:
    """Return how many of *sizes* fit into *space*."""
    return sum(total <= space for total in accumulate(sorted(sizes)))


class _Partial(NamedTuple):
    """A schedule under construction: whatever joins it starts at `now` or later."""

    placed: int
    starts: tuple[int, ...]
    finishes: tuple[int, ...]
    now: int
    last: int
    loads: tuple[int, ...]
    """What is due for the tasks by year, where there is a budget."""
    cost: int
    """What is due for the tasks in all, where that counts."""

    def begun(self) -> dict[int, int]:
        """Return the starts of the tasks that are in it."""
        return {i: start for i, start in enumerate(self.starts) if start < _NEVER}

    def busy(self) -> list[int]:
        """Return when what is under way finishes, the earliest first."""
        return sorted(finish for finish in self.finishes if self.now < finish < _NEVER)


class _Facts:
    """What a search has to know of its tasks.

    A set of tasks is an integer in which the first task has the highest bit: of two sets of missing
    tasks, the lower is the better.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        terms: Terms,
        end: int,
        effort: Effort,
        *,
        priced: bool = False,
    ) -> None:
        self.tasks, self.terms, self.end, self.priced = tasks, terms, end, priced
        self.effort = effort
        self.all = range(len(tasks))
        self.bits = [1 << i for i in reversed(self.all)]
        self.musts, self.mays, self.helps = (
            self.among(i for i in self.all if tasks[i].wish == wish)
            for wish in ("must", "may", "help")
        )
        self.in_order = self.musts if terms.in_order else 0
        index = {task.name: i for i, task in enumerate(tasks)}
        self.whens = [_when(task.need, index) for task in tasks]
        named = [
            [index[name] for name in tasks_named(task.need) if name in index] for task in tasks
        ]
        self.weights = [1 + len(some) // 4 for some in named]
        """How long it takes to tell when each task may begin."""
        self.mentions = [self.among(set(some)) for some in named]
        self.mentioned_by: list[list[int]] = [[] for _ in tasks]
        for i, some in enumerate(named):
            for other in set(some):
                self.mentioned_by[other].append(i)
        self.followers = self._followers()
        self.first = terms.start // SLOTS_PER_YEAR
        self.rooms: tuple[int, ...] = ()
        if terms.budget is not None:
            years = range(self.first, end // SLOTS_PER_YEAR + 1)
            self.rooms = tuple(max(0, terms.budget - terms.due.get(year, 0)) for year in years)
        self.borders = [self._borders(task) for task in tasks]
        nothing = (_NEVER,) * len(tasks)
        self.empty = _Partial(
            0, nothing, nothing, terms.start, terms.start, (0,) * len(self.rooms), 0
        )
        self.grain = gcd(
            SLOTS_PER_YEAR,
            terms.start,
            *(task.length for task in tasks),
            *(slot for task in tasks for slot in _slots(task.need)),
            *(fee.every for task in tasks for fee in task.recurring),
        )
        """Everything in a best schedule starts and finishes at a multiple of this."""
        self._bills: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._leasts: dict[tuple[int, int], int] = {}

    def among(self, tasks: Iterable[int]) -> int:
        """Return the set of *tasks*."""
        return sum(self.bits[i] for i in tasks)

    def work(self, some: int) -> int:
        """Return how long *some* tasks take together."""
        return sum(
            task.length for task, bit in zip(self.tasks, self.bits, strict=True) if some & bit
        )

    def _followers(self) -> list[int]:
        """Return by task the set of what cannot begin before it is finished."""
        bits = {task.name: bit for task, bit in zip(self.tasks, self.bits, strict=True)}
        needed = [_needed(task.need, bits) for task in self.tasks]
        for i, bit in enumerate(self.bits):
            needed = [some | needed[i] if some & bit else some for some in needed]
        self.needed = needed
        serial = self.in_order if self.terms.at_once == 1 else 0
        return [
            self.among(j for j in self.all if needed[j] & bit)
            | (serial & (bit - 1) if serial & bit else 0)
            for bit in self.bits
        ]

    def _borders(self, task: Task) -> list[tuple[int, bool]]:
        """Return the slots in a year where a payment of *task* is the first in a year.

        With each goes whether tasks that start later may be why it cannot start earlier.
        """
        if not self.rooms and not self.priced:
            return []
        sure = {
            -(task.length + fee.every * k) % SLOTS_PER_YEAR
            for fee in task.recurring
            if fee.amount
            for k in range(1, lcm(fee.every, SLOTS_PER_YEAR) // fee.every + 1)
        }
        if task.at_finish and task.length:
            sure.add(-task.length % SLOTS_PER_YEAR)
        own = {0} - sure if task.at_start or task.at_finish else set()
        return sorted([(slot, True) for slot in sure] + [(slot, False) for slot in own])

    def bill(self, i: int, start: int) -> Iterator[tuple[int, int]]:
        """Yield by year what is due for task *i* if it starts at *start*."""
        year, slot = divmod(start, SLOTS_PER_YEAR)
        later, last = year - self.first, self.end // SLOTS_PER_YEAR - self.first
        bill = self._bills.get((i, slot))
        if bill is None:  # what is due for it in another year is the same, some years later
            years: dict[int, int] = {}
            for at, amount in _dues(self.tasks[i], slot, last):
                years[at // SLOTS_PER_YEAR] = years.get(at // SLOTS_PER_YEAR, 0) + amount
            bill = self._bills[i, slot] = sorted(years.items())
            self.effort.left -= last
        for at, amount in bill:
            if at + later > last:
                return
            yield at + later, amount

    def place(self, part: _Partial, i: int, start: int) -> _Partial:
        """Return *part* with task *i* at *start*."""
        finish = start + self.tasks[i].length
        loads, cost = part.loads, part.cost
        self.effort.left -= len(loads) // 16
        if loads:
            due = list(loads)
            for year, amount in self.bill(i, start):
                due[year] += amount
            loads = tuple(due)
        if self.priced:
            cost += sum(amount for _, amount in self.bill(i, start))
        return _Partial(
            part.placed | self.bits[i],
            (*part.starts[:i], start, *part.starts[i + 1 :]),
            (*part.finishes[:i], finish, *part.finishes[i + 1 :]),
            start,
            max(part.last, finish),
            loads,
            cost,
        )

    def at(self, starts: Mapping[int, int]) -> _Partial:
        """Return the schedule with *starts*."""
        part = self.empty
        for start, i in sorted((start, i) for i, start in starts.items()):
            part = self.place(part, i, start)
        return part

    def fits(self, part: _Partial, i: int, start: int) -> bool:
        """Return whether the budget lets task *i* join *part* at *start*."""
        self.effort.left -= 1
        if not self.rooms:
            return True
        before = part.last // SLOTS_PER_YEAR - self.first
        last = max(before, (start + self.tasks[i].length) // SLOTS_PER_YEAR - self.first)
        for looked_at, (year, amount) in enumerate(self.bill(i, start)):
            if year > last:
                break
            if part.loads[year] + amount > self.rooms[year]:
                self.effort.left -= looked_at // 16
                return False
        self.effort.left -= (last - before) // 16
        # A later last finish makes more of what recurs count.
        return all(map(le, part.loads[before + 1 : last + 1], self.rooms[before + 1 :]))

    def missing(self, placed: int) -> tuple[int, int, int]:
        """Return how bad it is that all but *placed* is missing."""
        musts = self.musts & ~placed
        return musts.bit_count(), musts, (self.mays & ~placed).bit_count()

    def value(self, part: _Partial) -> tuple[int, ...]:
        """Return how good *part* is as it stands: the lower, the better."""
        return *self.missing(part.placed), part.last, part.cost

    def joining(self, left: int) -> int:
        """Return what has to join if no must and no may of *left* is to be missing."""
        joining = left & ~self.helps
        for i in self.all:
            if left & ~self.helps & self.bits[i]:
                joining |= self.needed[i] & left
        return joining

    def again(self, i: int, finish: int, end: int) -> int:
        """Return what recurs of task *i* after *finish* by the end of the year of *end*."""
        slots = (end // SLOTS_PER_YEAR + 1) * SLOTS_PER_YEAR - 1 - finish
        return sum(fee.amount * max(0, slots // fee.every) for fee in self.tasks[i].recurring)

    def least(self, joining: int, end: int) -> int:
        """Return the least that is due by the end of the year of *end* if all finish by *end*."""
        least = self._leasts.get((joining, end))
        if least is None:
            tasks, at_once = self.tasks, self.terms.at_once
            some = [i for i in self.all if joining & self.bits[i]]
            again = [i for i in some if tasks[i].recurring]
            self.effort.left -= len(again) * len(again) // 4
            lengths = sorted(tasks[i].length for i in again)
            follow = [self.work(joining & self.followers[i]) for i in again]
            least = sum(tasks[i].at_start + tasks[i].at_finish for i in some)
            costs = [0] * len(again)
            # Only the last may finish at the end, the last but one a task earlier, and so on: at
            # each place from the end, all but so many pay at least what that adds.
            for place in range(len(again)):
                before = costs
                later = sum(lengths[: max(0, place + 1 - at_once)])
                costs = [
                    self.again(i, end + -max(later, after) // at_once, end)
                    for i, after in zip(again, follow, strict=True)
                ]
                least += sum(sorted(map(sub, costs, before))[: len(again) - place])
            self._leasts[joining, end] = least
        return least

    def trimmed(self, starts: dict[int, int]) -> dict[int, int]:
        """Return *starts* without the helps that nothing needs."""
        for i in sorted(starts):
            rest = {j: start for j, start in starts.items() if j != i}
            if self.helps & self.bits[i] and self._holds(rest):
                starts = rest
        return starts

    def _holds(self, starts: Mapping[int, int]) -> bool:
        """Return whether the needs of all that starts hold."""
        finishes = list(self.empty.finishes)
        waiting = self.among(starts)
        self.effort.left -= len(starts)
        queue = sorted(starts, key=starts.__getitem__)
        for i in queue:  # grows by what another lets begin
            bit = self.bits[i]
            in_turn = not self.in_order & bit or self.in_order & waiting & -bit == bit
            if waiting & bit and in_turn and self.whens[i](finishes) <= starts[i]:
                finishes[i] = starts[i] + self.tasks[i].length
                waiting &= ~bit
                queue += self.mentioned_by[i]
                if self.in_order & waiting:
                    queue.append(len(self.tasks) - (self.in_order & waiting).bit_length())
        return not waiting


class _Outlook(NamedTuple):
    """What may join a partial schedule."""

    options: list[tuple[int, int, int, int]]
    """The placements to try: earlier musts that each passes over, start, rank and task."""
    left: int
    finishes: list[int]
    """When each task finishes at the earliest."""


class _Search:
    """Branch and bound over the tasks in the order in which they start.

    A task that does not start as early as its needs and the others under way let it only has to be
    tried where one of its payments becomes the first in a year: starting at any other slot, it
    could start a slot earlier, and no year would notice.
    """

    def __init__(self, facts: _Facts, reserve: int) -> None:
        self.facts, self.reserve = facts, reserve
        self.greedy = False
        self.seen: dict[int, list[_Partial]] = {}
        # What recurs most starts late.
        self.rank = [facts.again(i, facts.end - LONGEST, facts.end) for i in facts.all]
        self.earliest = self._earliest()
        self.order = sorted(facts.all, key=self.earliest.__getitem__)
        self.keep(facts.empty)

    @property
    def over(self) -> bool:
        """Whether no more may be looked at."""
        return self.facts.effort.left <= self.reserve

    def keep(self, part: _Partial) -> None:
        """Take *part* for the best so far."""
        self.found, self.value = part, self.facts.value(part)

    def _earliest(self) -> list[int]:
        """Return when each task could finish if it did not have to share time and money."""
        facts = self.facts
        earliest = list(facts.empty.finishes)
        begins = [_NEVER] * len(earliest)
        queue = [*facts.all]
        for i in queue:  # grows by what another lets begin
            first = max(facts.terms.start, facts.whens[i](earliest))
            if first < begins[i]:
                begins[i] = first
                for start in islice(self._openings(facts.empty, i, first, facts.end), 1):
                    earliest[i] = start + facts.tasks[i].length
                    queue += facts.mentioned_by[i]
        return earliest

    def _openings(self, part: _Partial, i: int, first: int, deadline: int) -> Iterator[int]:
        """Yield the starts from *first* on at which task *i* may join *part*."""
        facts, task = self.facts, self.facts.tasks[i]
        latest = deadline - task.length
        if task.latest is not None:
            latest = min(latest, task.latest)
        if first <= latest and facts.fits(part, i, first):
            yield first
        if facts.borders[i]:
            for january in range(first - first % SLOTS_PER_YEAR, latest + 1, SLOTS_PER_YEAR):
                if self.over:
                    return
                for slot, sure in facts.borders[i]:
                    start = january + slot
                    if (
                        first < start <= latest
                        and facts.fits(part, i, start)
                        and (sure or not facts.fits(part, i, start - 1))
                    ):
                        yield start

    def _outlook(self, part: _Partial, alive: int, deadline: int) -> _Outlook:
        """Return what of *alive* may join *part* and finish by *deadline*."""
        facts, now, busy = self.facts, part.now, part.busy()
        at_once = facts.terms.at_once
        free = now if len(busy) < at_once else busy[-at_once]
        in_order = facts.in_order
        begun = in_order & part.placed
        alive &= ~part.placed & ~(in_order & -(begun & -begun))
        finishes = [
            self.earliest[i] if alive & bit else part.finishes[i]
            for i, bit in enumerate(facts.bits)
        ]
        tries: list[tuple[int, int, int]] = []
        left = wanted = 0
        for i in self.order:
            bit, length = facts.bits[i], facts.tasks[i].length
            if not alive & bit:
                continue
            facts.effort.left -= facts.weights[i]
            finishes[i] = _NEVER
            first = max(now, facts.whens[i](part.finishes))
            hoped = max(now, self.earliest[i] - length, facts.whens[i](finishes))
            if first > now:
                wanted |= facts.mentions[i]
            if first < _NEVER:
                settled = hoped >= first
                first = max(first, free) if length else first
                starts = self._openings(part, i, first, deadline)
                found = list(islice(starts, 1) if self.greedy else starts)
                tries += [(start, self.rank[i], i) for start in found]
                if settled:
                    hoped = found[0] if found else _NEVER
            if hoped + length <= deadline:
                left |= bit
                finishes[i] = hoped + length
        useful = ~(facts.helps & ~wanted)
        in_order &= left
        options = sorted(
            ((in_order & -bit).bit_count() - 1 if in_order & bit else 0, start, rank, i)
            for start, rank, i in tries
            if useful & (bit := facts.bits[i])
        )
        return _Outlook(options, left, finishes)

    def _possible(self, part: _Partial, outlook: _Outlook, joining: int, deadline: int) -> bool:
        """Return False if not all of *joining* can finish by *deadline*, as far as sums tell."""
        facts, at_once = self.facts, self.facts.terms.at_once
        some = [
            (outlook.finishes[i], facts.tasks[i].length)
            for i in self.order
            if joining & facts.bits[i]
        ]
        work = 0
        for start, length in sorted(((end - length, length) for end, length in some), reverse=True):
            work += length
            if start - -work // at_once > deadline:
                return False
        if work > self._space(part, deadline):
            return False
        # What recurs after the last finish does not count, so that may be in any year.
        now = part.now // SLOTS_PER_YEAR - facts.first
        last = deadline // SLOTS_PER_YEAR - facts.first
        room = sum(facts.rooms[now : last + 1]) - sum(part.loads[now : last + 1])
        for year in range(last, max(now, part.last // SLOTS_PER_YEAR - facts.first) - 1, -1):
            facts.effort.left -= 1
            end = min(deadline, (facts.first + year + 1) * SLOTS_PER_YEAR - 1)
            if not facts.rooms or self.over or facts.least(joining, end) <= room:
                return True
            room -= facts.rooms[year] - part.loads[year]
        return False

    def _space(self, part: _Partial, deadline: int) -> int:
        """Return how many slots of work fit between what *part* has under way and *deadline*."""
        busy = sum(finish - part.now for finish in part.busy())
        return self.facts.terms.at_once * (deadline - part.now) - busy

    def _bound(self, part: _Partial, outlook: _Outlook, deadline: int) -> tuple[int, ...]:
        """Return a value that nothing goes below which *part* grows into by *deadline*."""
        facts, left = self.facts, outlook.left
        _, missing, mays = facts.missing(part.placed | left)
        joining = facts.joining(left)
        last, cost = part.last, part.cost
        if self._possible(part, outlook, joining, deadline):
            if facts.priced:
                last, cost = facts.end, cost + facts.least(joining, deadline)
        else:
            musts = [i for i in facts.all if left & facts.musts & facts.bits[i]]
            rest = [i for i in facts.all if left & facts.mays & facts.bits[i]]
            lengths = [facts.tasks[i].length for i in musts]
            space = self._space(part, deadline)
            spare = len(musts) - _most(lengths, space)
            if rest and not spare:
                more = _most((facts.tasks[i].length for i in rest), space - sum(lengths))
                mays += max(1, len(rest) - more)
            else:
                missing |= facts.among(musts[-max(1, spare) :])
        return missing.bit_count(), missing, mays, last, cost

    def run_greedily(self) -> None:
        """Find a first schedule: by several rules, the best of what may start first."""
        facts, best = self.facts, self.rank
        rules: list[Callable[[int, Task], int]] = [
            lambda i, _: -facts.bits[i],
            lambda _, task: task.length,
            lambda _, task: -task.length,
            lambda _, task: -task.at_start - task.at_finish,
            lambda i, _: -facts.work(facts.followers[i]),
        ]
        self.greedy = True
        for rule in rules:
            self.rank = [rule(i, task) for i, task in enumerate(facts.tasks)]
            part = facts.empty
            while options := self._outlook(part, -1, facts.end).options:
                _, start, _, i = options[0]
                part = facts.place(part, i, start)
            part = facts.at(facts.trimmed(part.begun()))
            if facts.value(part) < self.value:
                self.keep(part)
                best = self.rank
            if self.over:
                break
        self.rank, self.greedy = best, False

    def run(self) -> None:
        """Find the best schedule, unless the effort runs out."""
        self._explore(self.facts.empty, -1, self.value[:3] if self.facts.priced else ())

    def _deadline(self, floor: tuple[int, ...]) -> int:
        """Return by when all that is better finishes where no fewer than *floor* are missing."""
        if floor < self.value[:3]:
            return self.facts.end
        return min(self.facts.end, self.value[3] - (0 if self.facts.priced else self.facts.grain))

    def _explore(self, part: _Partial, alive: int, floor: tuple[int, ...]) -> None:
        """Look for the best that *part* grows into by tasks in *alive*."""
        facts = self.facts
        if facts.value(part) < self.value:
            self.keep(part)
        deadline = self._deadline(floor)
        outlook = self._outlook(part, alive, deadline)
        bound = self._bound(part, outlook, deadline)
        if floor < bound[:3] == self.value[:3]:
            floor = bound[:3]
            deadline = self._deadline(floor)
            outlook = self._outlook(part, alive, deadline)
            bound = self._bound(part, outlook, deadline)
        if bound >= self.value or self._dominated(part):
            return
        work = facts.work(facts.joining(outlook.left))
        missing = facts.missing(part.placed | outlook.left)
        for passed, start, _, i in outlook.options:
            if self.over or bound >= self.value or missing[0] + passed > self.value[0]:
                return
            late = start - -work // facts.terms.at_once > self._deadline(floor)
            if not late or missing < self.value[:3]:
                self._explore(facts.place(part, i, start), outlook.left, floor)

    def _dominated(self, part: _Partial) -> bool:
        """Return whether all that *part* grows into was seen, or something as good."""
        facts = self.facts
        others = self.seen.setdefault(part.placed, [])
        finishes = [max(finish, part.now) for finish in part.finishes]
        year = part.now // SLOTS_PER_YEAR - facts.first
        self.facts.effort.left -= len(others) // 4
        for other in others:
            if other.now <= part.now and other.last <= part.last and other.cost <= part.cost:
                after = other.last // SLOTS_PER_YEAR - facts.first + 1
                if (
                    all(map(le, other.finishes, finishes))
                    and all(map(le, other.loads[year:], part.loads[year:]))
                    and all(map(le, other.loads[after:year], facts.rooms[after:year]))
                ):
                    return True
        others.append(part)
        return False
