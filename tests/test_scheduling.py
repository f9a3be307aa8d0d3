"""Test the best order of tasks against results of other methods."""

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import z3  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from libcert.model.month_slots import SLOTS_PER_YEAR
from libcert.planning import search
from libcert.planning.meter import Meter
from libcert.planning.search import best_schedule
from libcert.planning.tasks import (
    ALWAYS,
    NEVER,
    After,
    AtLeast,
    Finished,
    Need,
    Priority,
    Recurring,
    Schedule,
    Task,
    Terms,
    all_of,
)

MONTH = SLOTS_PER_YEAR // 12
REQUIRED, OPTIONAL, SUPPORT = Priority
Instance = tuple[list[Task], Terms]


def task(name: str, length: int, need: Need = ALWAYS, **more: Any) -> Task:
    return Task(name, length, need, **more)


def yearly(amount: int, every: int = SLOTS_PER_YEAR) -> tuple[Recurring, ...]:
    return (Recurring(every, amount),)


def either(*names: str, count: int = 1) -> AtLeast:
    return AtLeast(count, tuple(map(Finished, names)))


@pytest.mark.parametrize(
    ("tasks", "terms", "starts"),
    [
        pytest.param([], Terms(5), {}, id="nothing to do"),
        pytest.param(
            [task("a", 10, After(100)), task("b", 20)],
            Terms(0),
            {"b": 0, "a": 100},
            id="a task that has to wait comes second",
        ),
        pytest.param(
            [task("a", 10, Finished("b")), task("b", 20)],
            Terms(0),
            {"b": 0, "a": 20},
            id="a needed task comes first",
        ),
        pytest.param(
            [task("a", 10, at_start=60), task("b", 20, at_start=60)],
            Terms(0, budget=100),
            {"b": 0, "a": SLOTS_PER_YEAR},
            id="one fee a year, and the short task last",
        ),
        pytest.param(
            [task("a", 10, at_start=60), task("b", 20, at_start=60)],
            Terms(0, budget=100, due={1: 50, 2: 101}),
            {"b": 0, "a": 3 * SLOTS_PER_YEAR},
            id="other payments already fill some years",
        ),
        pytest.param(
            [task("a", 300, at_start=60), task("b", 80, Finished("a"), at_finish=60)],
            Terms(0, budget=100),
            {"a": 0, "b": 300},
            id="a fee at a finish in the next year is due then",
        ),
        pytest.param(
            [task("a", 300, at_start=60), task("b", 30, Finished("a"), at_finish=60)],
            Terms(0, budget=100),
            {"a": 0, "b": SLOTS_PER_YEAR - 30},
            id="only the finish waits for January, not the start",
        ),
        pytest.param(
            [
                task("a", 10, at_finish=60, recurring=yearly(50)),
                task("b", 10, After(SLOTS_PER_YEAR), at_start=60),
            ],
            Terms(0, budget=100),
            {"b": SLOTS_PER_YEAR, "a": 2 * SLOTS_PER_YEAR - 10},
            id="a yearly fee leaves no room for the other order",
        ),
        pytest.param(
            [
                task("a", 10, recurring=yearly(50)),
                task("b", 10, After(SLOTS_PER_YEAR), at_start=60),
            ],
            Terms(0, budget=100),
            {"a": SLOTS_PER_YEAR - 10, "b": SLOTS_PER_YEAR},
            id="a task with a recurring fee may start later to avoid the fee",
        ),
        pytest.param(
            [task("a", 30, either("b", "c")), task("b", 20), task("c", 10, priority=SUPPORT)],
            Terms(0, by=60),
            {"b": 0, "a": 20},
            id="no support if a required task is enough",
        ),
        pytest.param(
            [
                task("a", 30, either("b", "c")),
                task("b", 20, priority=SUPPORT),
                task("c", 10, priority=SUPPORT),
            ],
            Terms(0),
            {"c": 0, "a": 10},
            id="the shorter of two supports",
        ),
        pytest.param(
            [
                task("a", 30, either("b", "c", count=2)),
                task("b", 20),
                task("c", 10, priority=SUPPORT),
            ],
            Terms(0),
            {"b": 0, "c": 20, "a": 30},
            id="a required task and a support",
        ),
        pytest.param(
            [task("a", 30, either("b", "c", count=3)), task("b", 20, priority=OPTIONAL)],
            Terms(0),
            {"b": 0},
            id="a need for more tasks than there are",
        ),
        pytest.param(
            [
                task("a", 30, AtLeast(1, (After(90), Finished("b")))),
                task("b", 20, priority=SUPPORT),
            ],
            Terms(0),
            {"b": 0, "a": 20},
            id="a support is quicker than waiting",
        ),
        pytest.param(
            [
                task("a", 200, AtLeast(1, (After(SLOTS_PER_YEAR), Finished("b")))),
                task("b", 0, After(100)),
                task("c", 20, recurring=yearly(1)),
            ],
            Terms(0, at_once=2),
            {"a": 100, "b": 100, "c": 0},
            id="a required task is quicker than waiting",
        ),
        pytest.param(
            [
                task("a", 200, AtLeast(1, (After(3 * SLOTS_PER_YEAR), Finished("b")))),
                task("b", 0, After(2 * SLOTS_PER_YEAR)),
                task("c", 20, recurring=yearly(1)),
            ],
            Terms(0, at_once=2),
            {"a": 2 * SLOTS_PER_YEAR, "b": 2 * SLOTS_PER_YEAR, "c": 2 * SLOTS_PER_YEAR - 20},
            id="a task with a recurring fee waits until the fee is never due",
        ),
        pytest.param(
            [
                task("a", 9, either("b", "c")),
                task("b", 0),
                task("c", 0, priority=SUPPORT),
            ],
            Terms(0, in_order=True),
            {"a": 0, "b": 0, "c": 0},
            id="in order, even if no task takes time",
        ),
        pytest.param([task("a", 1, Finished("z"))], Terms(0), {}, id="a need for an unknown task"),
        pytest.param([task("a", 0, Finished("a"))], Terms(0), {}, id="a task cannot need itself"),
        pytest.param(
            [task("a", 10), task("b", 20), task("c", 30)],
            Terms(0, at_once=2),
            {"a": 0, "b": 10, "c": 0},
            id="two at once",
        ),
        pytest.param(
            [task("a", 20), task("b", 10), task("c", 20)],
            Terms(0, by=30),
            {"b": 20, "a": 0},
            id="the last task is left out",
        ),
        pytest.param(
            [task("a", 20, priority=OPTIONAL), task("b", 30), task("c", 10, priority=OPTIONAL)],
            Terms(0, by=40),
            {"b": 0, "c": 30},
            id="a required task rather than two optional ones",
        ),
        pytest.param(
            [task("a", 20, After(20)), task("b", 10)],
            Terms(0, in_order=True),
            {"a": 20, "b": 40},
            id="in the order of the list",
        ),
        pytest.param(
            [task("a", 20, Finished("b")), task("b", 10), task("c", 5)],
            Terms(0, in_order=True),
            {"b": 0, "c": 10},
            id="an impossible order leaves out one task",
        ),
        pytest.param(
            [task("a", 5), task("b", 0, Finished("c")), task("c", 5, priority=SUPPORT)],
            Terms(0, in_order=True),
            {"c": 0, "a": 5, "b": 10},
            id="an order with a needed support before",
        ),
        pytest.param(
            [task("a", 0), task("b", 0, Finished("a")), task("c", 10)],
            Terms(7),
            {"a": 7, "b": 7, "c": 7},
            id="tasks without length all fit",
        ),
        pytest.param(
            [task("a", 0, without_end=True), task("b", 10), task("c", 0, Finished("a"))],
            Terms(0),
            {"b": 0, "a": 10, "c": 10},
            id="a task without an end comes last, and what takes no time may follow",
        ),
        pytest.param(
            [task("a", 0, without_end=True), task("b", 10), task("c", 20), task("d", 5)],
            Terms(0, at_once=2),
            {"b": 0, "c": 0, "a": 20, "d": 10},
            id="a task without an end leaves one room of two",
        ),
        pytest.param(
            [
                task("a", 0, Finished("b"), without_end=True, at_start=60),
                task("b", 0, without_end=True, at_start=60),
            ],
            Terms(0, budget=100),
            {"b": 0, "a": SLOTS_PER_YEAR},
            id="tasks without an end follow each other within the budget",
        ),
        pytest.param([task("a", 0)], Terms(7, by=6), {}, id="an end before the start"),
        pytest.param(
            [task("a", 1, at_start=9)], Terms(0, budget=8), {}, id="a fee above every budget"
        ),
    ],
)
def test_best_schedule_finds_the_best_schedule(
    tasks: list[Task], terms: Terms, starts: dict[str, int]
) -> None:
    schedule = best_schedule(tasks, terms)
    assert schedule.proven
    assert value(tasks, terms, schedule.starts) == value(tasks, terms, starts)
    assert schedule.starts.keys() == starts.keys()
    assert_valid(tasks, terms, schedule)


def test_a_stopped_search_returns_its_best_schedule_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks, terms = instance(12, 1)
    brief = best_schedule(tasks, terms, limit=1)
    monkeypatch.setattr(search, "SEARCH_LIMIT", 1)
    schedule = best_schedule(tasks, terms)
    assert not schedule.proven
    assert_valid(tasks, terms, schedule)
    assert brief == schedule


def test_an_exhausted_meter_stops_the_first_rule() -> None:
    tasks, terms = instance(12, 1)
    schedule = best_schedule(tasks, terms, Meter(left=1))
    assert not schedule.proven
    assert_valid(tasks, terms, schedule)


def holds(need: Need, slot: int, finishes: Mapping[str, int]) -> bool:
    match need:
        case After():
            return slot >= need.slot
        case Finished():
            return need.task in finishes and slot >= finishes[need.task]
        case AtLeast():
            return sum(holds(part, slot, finishes) for part in need.of) >= need.count


def payments_by_year(tasks: Sequence[Task], starts: Mapping[str, int], last: int) -> dict[int, int]:
    """Return what is due for the tasks in each year, until the end of the year of *last*."""
    years = dict.fromkeys(range(last // SLOTS_PER_YEAR + 1), 0)
    for some in tasks:
        if some.name in starts:
            start = starts[some.name]
            payments = [(start, some.at_start), (start + some.length, some.at_finish)]
            for fee in some.recurring:
                first = start if fee.from_start else start + some.length
                slots = itertools.count(first + fee.every, fee.every)
                payments += [
                    (slot, fee.amount)
                    for slot in itertools.takewhile(
                        lambda slot: slot // SLOTS_PER_YEAR in years, slots
                    )
                ]
            for slot, amount in payments:
                years[slot // SLOTS_PER_YEAR] += amount
    return years


def valid(  # noqa: PLR0911 - one return for each reason
    tasks: Sequence[Task], terms: Terms, starts: Mapping[str, int]
) -> bool:
    finishes = {some.name: starts[some.name] + some.length for some in tasks if some.name in starts}
    without_end = [some.name for some in tasks if some.without_end and some.name in starts]
    for some in tasks:
        if some.name in starts:
            start = starts[some.name]
            under_way = sum(starts[name] <= start < finishes[name] for name in starts)
            # Those without an end follow each other, so together they take one room.
            under_way += any(starts[name] <= start for name in without_end)
            if (some.length or some.without_end) and under_way > terms.at_once:
                return False
            if some.latest is not None and start > some.latest:
                return False
            if start < terms.start or (terms.by is not None and finishes[some.name] > terms.by):
                return False
    # Start the tasks one after another: no task needs itself, and required tasks keep their order.
    rest = [some for some in tasks if some.name in starts]
    completed: dict[str, int] = {}
    while rest:
        required = [some for some in rest if some.priority == REQUIRED and terms.in_order]
        ready = [
            some
            for some in rest
            if holds(some.need, starts[some.name], completed) and (some not in required[1:])
        ]
        if not ready:
            return False
        completed |= {some.name: finishes[some.name] for some in ready}
        rest = [some for some in rest if some.name not in completed]
    required = [some for some in tasks if some.priority == REQUIRED and some.name in starts]
    if terms.in_order and required != sorted(required, key=lambda some: starts[some.name]):
        return False
    if terms.budget is not None:
        years = payments_by_year(tasks, starts, max(finishes.values(), default=0))
        return all(
            due <= max(0, terms.budget - terms.due.get(year, 0)) for year, due in years.items()
        )
    return True


def value(tasks: Sequence[Task], terms: Terms, starts: Mapping[str, int]) -> tuple[Any, ...]:
    last = max(
        (starts[some.name] + some.length for some in tasks if some.name in starts),
        default=terms.start,
    )
    required = [some.name not in starts for some in tasks if some.priority == REQUIRED]
    optional = [some.name not in starts for some in tasks if some.priority == OPTIONAL]
    return (
        sum(required),
        required,
        sum(optional),
        last,
        sum(payments_by_year(tasks, starts, last).values()),
    )


def assert_valid(tasks: Sequence[Task], terms: Terms, schedule: Schedule) -> None:
    starts = schedule.starts
    assert valid(tasks, terms, starts)
    for some in tasks:
        if some.priority == SUPPORT and some.name in starts:
            rest = {name: start for name, start in starts.items() if name != some.name}
            assert not valid(tasks, terms, rest), "a support that nothing needs"


@st.composite
def instances(draw: st.DrawFn, grid: int = 124) -> Instance:
    """Draw up to three tasks and their terms. Every slot is a multiple of *grid*."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    slots = st.integers(0, 5).map(lambda number: number * grid)
    finished = st.sampled_from([*names, "z"]).map(Finished)
    simple: st.SearchStrategy[Need] = st.just(ALWAYS) | slots.map(After) | finished
    several: st.SearchStrategy[Need] = st.lists(simple, max_size=3).flatmap(
        lambda of: st.integers(0, len(of) + 1).map(lambda count: AtLeast(count, tuple(of)))
    )
    amounts = st.integers(0, 3)
    again = st.builds(
        Recurring, slots.map(lambda slot: slot + grid), st.integers(1, 2), st.booleans()
    )
    priorities: st.SearchStrategy[Priority] = st.sampled_from(
        [REQUIRED, REQUIRED, OPTIONAL, SUPPORT]
    )
    tasks = [
        Task(
            name,
            draw(slots),
            draw(simple | several),
            draw(amounts),
            draw(amounts),
            tuple(draw(st.lists(again, max_size=1))),
            draw(priorities),
            draw(st.none() | st.none() | slots),
        )
        for name in names
    ]
    tasks = [without_an_end(some) if draw(st.integers(0, 3)) == 0 else some for some in tasks]
    terms = Terms(
        start=draw(slots),
        by=draw(st.none() | slots.map(lambda slot: slot + 2 * SLOTS_PER_YEAR)),
        at_once=draw(st.integers(1, 2)),
        budget=draw(st.none() | st.integers(2, 6)),
        due=draw(st.dictionaries(st.integers(0, 3), st.integers(0, 7), max_size=2)),
        in_order=draw(st.booleans()),
    )
    return tasks, terms


def without_an_end(some: Task) -> Task:
    """Return *some* with an unknown length; all its payments are due at the start."""
    changes = {"length": 0, "at_finish": 0, "recurring": (), "without_end": True}
    return some.replace(at_start=some.at_start + some.at_finish, **changes)


def every_schedule(
    tasks: Sequence[Task], terms: Terms, end: int, grid: int
) -> Iterator[dict[str, int]]:
    """Yield every valid schedule on the grid that ends by *end*."""
    slots = [[None, *range(terms.start, end - some.length + 1, grid)] for some in tasks]
    for choice in itertools.product(*slots):
        starts = {
            some.name: slot for some, slot in zip(tasks, choice, strict=True) if slot is not None
        }
        if valid(tasks, terms, starts):
            yield starts


@pytest.mark.slow
@settings(derandomize=True)
@given(instances())
def test_no_schedule_on_the_grid_is_better(problem: Instance) -> None:
    tasks, terms = problem
    schedule = best_schedule(tasks, terms)
    assert schedule.proven
    assert_valid(tasks, terms, schedule)
    best = value(tasks, terms, schedule.starts)
    end = min(4 * SLOTS_PER_YEAR - 1, terms.by or 4 * SLOTS_PER_YEAR)
    other = min(value(tasks, terms, starts) for starts in every_schedule(tasks, terms, end, 124))
    assert best == other or (best < other and best[3] > end)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(40))
def test_no_schedule_of_four_tasks_on_the_grid_is_better(seed: int) -> None:
    tasks, terms = coarse_instance(seed)
    schedule = best_schedule(tasks, terms)
    assert schedule.proven
    assert_valid(tasks, terms, schedule)
    other = min(
        value(tasks, terms, starts) for starts in every_schedule(tasks, terms, terms.by or 0, 124)
    )
    assert value(tasks, terms, schedule.starts) == other


def coarse_instance(seed: int) -> Instance:
    """Return four tasks and terms of over two years. Slots are multiples of a third of a year."""
    rng = random.Random(seed)  # noqa: S311
    needs: list[Need] = [ALWAYS, ALWAYS, After(124), After(SLOTS_PER_YEAR), *map(Finished, "abcd")]
    tasks = [
        Task(
            name,
            124 * rng.randrange(1, 3),
            rng.choice(needs),
            rng.randrange(3),
            rng.randrange(3),
            yearly(1, 124 * rng.choice([2, 3, 4])) if rng.random() < 0.3 else (),
            rng.choice([REQUIRED, REQUIRED, OPTIONAL, SUPPORT]),
            rng.choice([None, None, None, 2 * 124, SLOTS_PER_YEAR]),
        )
        for name in "abcd"
    ]
    return tasks, Terms(0, by=7 * 124, at_once=rng.randrange(1, 3), budget=rng.randrange(3, 6))


@pytest.mark.slow
@settings(derandomize=True)
@given(instances(), st.integers(1, 3), st.integers(1, 400))
def test_more_time_or_money_is_never_worse(problem: Instance, more: int, later: int) -> None:
    tasks, terms = problem
    schedule = best_schedule(tasks, terms)
    assert schedule == best_schedule(tasks, terms)
    budget = None if terms.budget is None else terms.budget + more
    richer = best_schedule(tasks, Terms(**{**vars(terms), "budget": budget}))
    assert value(tasks, terms, richer.starts)[:4] <= value(tasks, terms, schedule.starts)[:4]
    by = None if terms.by is None else terms.by + later
    longer = best_schedule(tasks, Terms(**{**vars(terms), "by": by}))
    assert value(tasks, terms, longer.starts)[:3] <= value(tasks, terms, schedule.starts)[:3]


def instance(size: int, seed: int) -> Instance:
    """Return *size* realistic tasks and their terms. Slots are multiples of a month."""
    rng = random.Random(1000 * size + seed)  # noqa: S311
    start = 2 * SLOTS_PER_YEAR
    tasks: list[Task] = []
    for i in range(size):
        needs: list[Need] = []
        if rng.random() < 0.4:
            needs.append(After(start + MONTH * rng.randrange(36)))
        if i and rng.random() < 0.4:
            needs.append(Finished(rng.choice(tasks).name))
        if i > 1 and rng.random() < 0.2:
            needs.append(either(*(some.name for some in rng.sample(tasks, 2))))
        fee = 50 * rng.randrange(1, 9)
        tasks.append(
            Task(
                f"t{i}",
                MONTH * rng.choice([1, 2, 3, 6, 9, 12]),
                all_of(needs),
                fee if rng.random() < 0.6 else 0,
                fee if rng.random() < 0.3 else 0,
                yearly(50) if rng.random() < 0.3 else (),
                rng.choice([REQUIRED, REQUIRED, REQUIRED, OPTIONAL, SUPPORT]),
                start + SLOTS_PER_YEAR if rng.random() < 0.1 else None,
            )
        )
    by = start + SLOTS_PER_YEAR * (size // 2 + 2)
    return tasks, Terms(start, by, rng.choice([1, 1, 2]), rng.choice([None, 600, 800]))


def solve_for_better(tasks: Sequence[Task], terms: Terms, required: int, last: int) -> Any:
    """Return a solver that looks for a schedule that misses fewer than *required* tasks.

    The solver also accepts a schedule that misses *required* tasks and ends before *last*.
    """
    presence = {some.name: z3.Bool(f"is {some.name}") for some in tasks}
    start = {some.name: z3.Int(some.name) for some in tasks}
    finish = {some.name: start[some.name] + some.length for some in tasks}
    end = z3.Int("end")
    solver = z3.SolverFor("QF_LIA")

    def need(of: Need, slot: Any) -> Any:
        match of:
            case After():
                return slot >= of.slot
            case Finished():
                return z3.And(presence[of.task], slot >= finish[of.task])
            case AtLeast():
                return z3.Sum([z3.If(need(part, slot), 1, 0) for part in of.of] + [0]) >= of.count

    for some in tasks:
        name = some.name
        under_way = [
            z3.If(z3.And(presence[o], start[o] <= start[name], start[name] < finish[o]), 1, 0)
            for o in presence
        ]
        solver.add(
            z3.Implies(
                presence[name],
                z3.And(
                    start[name] >= terms.start,
                    start[name] <= (terms.by if some.latest is None else some.latest),
                    finish[name] <= terms.by,
                    finish[name] <= end,
                    need(some.need, start[name]),
                    z3.Sum(under_way) <= terms.at_once,
                ),
            )
        )
    if terms.budget is not None:
        assert terms.by is not None
        for year in range(terms.start // SLOTS_PER_YEAR, terms.by // SLOTS_PER_YEAR + 1):
            due = []
            for some in tasks:
                payments = [(start[some.name], some.at_start), (finish[some.name], some.at_finish)]
                for fee in some.recurring:
                    payments += [
                        (
                            (start if fee.from_start else finish)[some.name] + fee.every * k,
                            fee.amount,
                        )
                        for k in range(1, (terms.by - terms.start) // fee.every + 2)
                    ]
                due += [
                    z3.If(
                        z3.And(
                            presence[some.name],
                            slot >= year * SLOTS_PER_YEAR,
                            slot < (year + 1) * SLOTS_PER_YEAR,
                        ),
                        amount,
                        0,
                    )
                    for slot, amount in payments
                    if amount
                ]
            solver.add(z3.Implies(end >= year * SLOTS_PER_YEAR, z3.Sum([*due, 0]) <= terms.budget))
    missing = z3.Sum(
        [z3.If(presence[some.name], 0, 1) for some in tasks if some.priority == REQUIRED] + [0]
    )
    solver.add(z3.Or(missing < required, z3.And(missing == required, end < last)))
    return solver, presence, missing


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(32))
def test_another_kind_of_solver_finds_no_better_schedule(seed: int) -> None:
    tasks, terms = instance(6 + seed % 4, seed)
    tasks = [some for some in tasks if some.priority != OPTIONAL]
    tasks = [
        Task(
            **{
                **vars(some),
                "need": without_unknown_tasks(some.need, {other.name for other in tasks}),
            }
        )
        for some in tasks
    ]
    schedule = best_schedule(tasks, terms)
    assert schedule.proven
    assert_valid(tasks, terms, schedule)
    missing, flags, _, last, _ = value(tasks, terms, schedule.starts)
    # The missing required tasks matter more than the finish. A schedule that misses as many tasks
    # is only better if it misses the same ones.
    required = [some.name for some in tasks if some.priority == REQUIRED]
    for end, answer in ((last, z3.unsat), (last + 1, z3.sat)):
        solver, presence, count = solve_for_better(tasks, terms, missing, end)
        same = z3.And([presence[name] != flag for name, flag in zip(required, flags, strict=True)])
        solver.add(z3.Or(count < missing, same))
        solver.set("timeout", 5000)
        assert solver.check() == answer


def without_unknown_tasks(need: Need, names: set[str]) -> Need:
    """Replace each task in *need* that is not in *names* with a need that never holds."""
    match need:
        case Finished() if need.task not in names:
            return NEVER
        case AtLeast():
            return AtLeast(
                need.count, tuple(without_unknown_tasks(part, names) for part in need.of)
            )
        case _:
            return need


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_thirty_tasks_are_scheduled_quickly(seed: int) -> None:
    tasks, terms = instance(30, seed)
    start = time.process_time()
    schedule = best_schedule(tasks, terms)
    assert time.process_time() - start < 5
    assert_valid(tasks, terms, schedule)
