"""In which order to earn credentials, and when: the best plan, or what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.catalogue.fees import add_amounts
from libcert.model import month_slots
from libcert.model.base import Model, value_class
from libcert.model.credential import Answer, Credential, Money
from libcert.model.profile import Profile, has_lapsed
from libcert.model.results import JudgedRequirement, NotPlanned, Payment, Plan, Step, YearOfPlan
from libcert.planning import candidates, scheduling
from libcert.planning.candidates import EVERY, Candidate, Charge, Context, DurationChoice
from libcert.planning.scheduling import Effort, Recurring, Schedule, Task, Terms, Wish, tasks_named
from libcert.questions import findings, renewals
from libcert.questions.eligibility import evaluate
from libcert.render import phrases

RESTS_ON: Final = ("duration", "cost", "fees", "experience", "education", "requirements", "renewal")
"""The fields of a record that a plan rests on."""
BRIEF: Final = 1_500
"""How much to look at for what mends a plan that is not proven, for its answer is a perhaps."""
HORIZON: Final = 20 * month_slots.SLOTS_PER_YEAR
"""How far ahead is planned, in slots, where what is held goes on costing something."""


@value_class
class PlanRequest(Model):
    """What is to be planned, and within what."""

    start: date
    """The day from which the plan runs."""
    goals: Sequence[str] = ()
    """The ids of what has to be in it; where not all can be, the first-named stay."""
    best: bool = False
    """Whether as much else as possible is to be in it, of what is real and open to the person."""
    by: date | None = None
    """The day by which everything is to be done."""
    at_once: int = 1
    """How many may be under way at the same time."""
    in_order: bool = False
    """Whether the goals are begun in the order in which they are named."""
    pace: DurationChoice = "usual"
    """Which length to take of one that is a range."""
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The months to take for the length of a credential, by id; see `candidates.EVERY`."""
    checked: bool = False
    """Whether the figures are those of public sources, where these have better ones."""

    def __post_init__(self) -> None:
        """Raise a ValueError or a TypeError where nothing could be planned so."""
        if isinstance(self.goals, str):
            raise TypeError("goals are a list of ids, not one text")
        if any(months < 0 for months in self.assume.values()):
            raise ValueError("`assume` has a length below 0")


def plan(catalogue: Mapping[str, Credential], wishes: PlanRequest, person: Profile) -> Plan:
    """Return the best plan for *wishes*, of the credentials in *catalogue*.

    First as many goals as can be, then the earliest finish, then the least cost. Nothing begins
    before its conditions are met, and no calendar year costs more than the budget of *person*,
    where each range counts at its most. What stands in the way of a goal, and the least changes
    that mend it, are said.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and does not have what is named.
    """
    case = _case(catalogue, wishes, person)
    return _drawn_up(case, _solved(case))


def alternative_plans(
    catalogue: Mapping[str, Credential], wishes: PlanRequest, person: Profile
) -> list[Plan]:
    """Return the plans worth having: each needs less in a year than the one before, and ends later.

    They begin with the best plan there is, within the budget of *person* if they have one, and end
    where less would drop something.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and does not have what is named.
    """
    case = tighter = _case(catalogue, wishes, person)
    solved = _solved(case)
    wanted, found = _wanted(case, solved), [solved]
    peak = _peak(case, solved)
    while peak and case.effort.left > 0:
        tighter = tighter.replace(cents=peak - 1)
        solved = _solved(tighter)
        least, peak = peak, _peak(case, solved)
        if _wanted(case, solved) != wanted or peak >= least:
            break
        while found and _last(case, solved) <= _last(case, found[-1]):
            found.pop()
        found.append(solved)
    if case.effort.left <= 0 or not solved.schedule.proven:  # another may need still less
        last = found[-1]
        found[-1] = last.replace(schedule=Schedule(last.schedule.starts, proven=False))
    return [_drawn_up(case, one) for one in found]


@value_class
class _Case(Model):
    """All that a plan is made from."""

    situation: Context
    wishes: PlanRequest
    cents: int | None
    """The most that may fall due in a year."""
    wished: Mapping[str, Wish]
    """Every credential that may be in the plan, by id, and how much it is wished for."""
    prospects: Mapping[str, Candidate]
    obstacles: Mapping[str, str]
    """Why a wish cannot be planned whatever the budget, by id."""
    held: frozenset[str]
    """The ids of what the person holds."""
    anyway: Sequence[tuple[int, str, Charge]]
    """What falls due for credentials that are held: its slot and the credential."""
    effort: Effort
    """What may still be looked at for the whole answer."""
    most: int | None = None
    """How much to look at for one schedule; None as much as the scheduler sees fit."""


@value_class
class _Solved(Model):
    """The best schedule."""

    schedule: Schedule
    latest: Mapping[str, int]
    """The last slots at which some can be begun, because conditions lapse after that."""


def _case(catalogue: Mapping[str, Credential], wishes: PlanRequest, person: Profile) -> _Case:
    """Return what there is to plan with."""
    assume = {
        name if name == EVERY else catalogue[name].id: months
        for name, months in wishes.assume.items()
    }
    situation = Context(catalogue, person, wishes.start, wishes.pace, assume)
    held = frozenset(
        catalogue[name].id
        for name, one in person.held.items()
        if name in catalogue and not has_lapsed(one, wishes.start)
    )
    cents = None if person.budget is None else int(person.budget * 100)
    wished: dict[str, Wish] = {catalogue[name].id: "must" for name in wishes.goals}
    if wishes.best:
        real = (name for name in catalogue if catalogue[name].standing != "not-found")
        wished |= {name: "may" for name in real if name not in wished and name not in held}
    found: dict[str, Candidate] = {}
    obstacles: dict[str, str] = {}
    queue = list(wished)
    for name in queue:  # grows by what has to be held before
        wish = wished.setdefault(name, "help")
        one = found[name] = candidates.build_candidate(catalogue[name], situation)
        obstacle = "you hold it already" if name in held else one.obstacle
        if obstacle is None and wish == "may" and one.granted:
            obstacle = (
                "whether it is open to you is not known; `libcert check` says what would tell"
            )
        if obstacle is not None:
            obstacles[name] = obstacle
        else:
            queue += [other for other in tasks_named(one.need) if other not in queue]
    anyway = list(_anyway(situation))
    return _Case(situation, wishes, cents, wished, found, obstacles, held, anyway, Effort())


def _anyway(situation: Context) -> Iterator[tuple[int, str, Charge]]:
    """Yield what falls due for what is held, from the start as far as a plan may reach."""
    start = month_slots.to_slot(situation.start)
    for name, held in situation.person.held.items():
        credential = situation.catalogue.get(name)
        if credential is None or has_lapsed(held, situation.start):
            continue
        days = {
            "renewal": renewals.renewal_day(credential, held),
            "maintenance": renewals.fee_day(held, situation.start),
        }
        for every, bill in candidates.recurring_payments(credential, situation.person):
            day = days[bill.purpose]
            if day is not None:
                first = max(month_slots.to_slot(day), start)
                for slot in range(first, start + HORIZON + month_slots.SLOTS_PER_YEAR, every):
                    yield slot, credential.id, bill


def _solved(case: _Case) -> _Solved:
    """Return the best schedule in which every condition holds when its credential is begun.

    What is met today may lapse, such as work that may lie only so far back: then it has to be begun
    before that.
    """
    latest: dict[str, int] = {}
    while True:
        schedule = scheduling.best(_tasks(case, latest), _terms(case), case.most, case.effort)
        lapsed = dict(_lapsed(case, schedule))
        if not lapsed:
            return _Solved(schedule, latest)
        latest |= lapsed


def _tasks(case: _Case, latest: Mapping[str, int]) -> list[Task]:
    return [
        Task(
            name,
            one.length,
            one.need,
            sum(bill.cents for bill in one.at_start),
            sum(bill.cents for bill in one.at_finish),
            tuple(Recurring(every, bill.cents) for every, bill in one.recurring),
            case.wished[name],
            latest.get(name),
        )
        for name, one in case.prospects.items()
        if name not in case.obstacles
    ]


def _terms(case: _Case) -> Terms:
    wishes = case.wishes
    due: dict[int, int] = {}
    for slot, _, bill in case.anyway:
        due[slot // month_slots.SLOTS_PER_YEAR] = (
            due.get(slot // month_slots.SLOTS_PER_YEAR, 0) + bill.cents
        )
    start = month_slots.to_slot(wishes.start)
    return Terms(
        start=start,
        by=_end(case, start),
        at_once=wishes.at_once,
        budget=case.cents,
        due=due,
        in_order=wishes.in_order,
    )


def _end(case: _Case, start: int) -> int | None:
    """Return the last slot of a plan; None where nothing ends it."""
    if case.wishes.by is not None:
        return month_slots.to_last_slot(case.wishes.by)
    return start + HORIZON if case.anyway and case.cents is not None else None


def _lapsed(case: _Case, schedule: Schedule) -> Iterator[tuple[str, int]]:
    """Yield what is begun too late, with the last slot at which all that was met still is."""
    for name, start in schedule.starts.items():
        if _holds(case, name, start):
            continue
        met = _judged(case, name, case.wishes.start)
        kept, lost = (
            month_slots.to_slot(max(one.from_ for one in met if one.from_ is not None)),
            start,
        )
        while lost - kept > 1:
            middle = (kept + lost) // 2
            kept, lost = (middle, lost) if _holds(case, name, middle) else (kept, middle)
        # Where they are never all met at once, there is no slot at which it may begin.
        yield name, kept if _holds(case, name, kept) else -1


def _holds(case: _Case, name: str, slot: int) -> bool:
    """Return whether at *slot* each condition is met that is met some day from the start on."""
    met = _judged(case, name, case.wishes.start)
    then = _judged(case, name, month_slots.to_day(slot))
    return all(
        now.answer is Answer.YES
        for first, now in zip(met, then, strict=True)
        if first.from_ is not None
    )


def _judged(case: _Case, name: str, day: date) -> Sequence[JudgedRequirement]:
    person = case.situation.person
    # What is held at the start is renewed as the plan goes on.
    kept = {
        name: held if has_lapsed(held, case.wishes.start) else held.replace(expires=None)
        for name, held in person.held.items()
    }
    renewed = person.replace(held=kept)
    return evaluate(case.prospects[name].credential, renewed, day).requirements


def _drawn_up(case: _Case, solved: _Solved) -> Plan:
    """Return the plan that *solved* comes to."""
    starts, wishes = solved.schedule.starts, case.wishes
    in_order = sorted(starts, key=lambda name: starts[name])
    unit = case.situation.person.currency
    by_year = tuple(_years(case, solved))
    missing = [name for name, wish in case.wished.items() if wish != "help" and name not in starts]
    return Plan(
        start=wishes.start,
        finish=_finish(case, solved),
        proven=solved.schedule.proven,
        steps=tuple(_step(case.prospects[name], starts[name]) for name in in_order),
        not_planned=tuple(
            NotPlanned(id=name, because=_because(case, solved, name)) for name in missing
        ),
        total=_total(by_year, [case.prospects[name] for name in in_order], unit),
        by_year=by_year,
        mend=tuple(_mend(case, solved)),
        assumed=tuple(_assumed(case, solved, in_order)),
        disputed=tuple(
            said
            for name in in_order
            for said in _disputed(case.prospects[name].credential, checked=wishes.checked)
        ),
    )


def _total(years: Sequence[YearOfPlan], planned: Sequence[Candidate], unit: str) -> Money:
    """Return what falls due in all *years*; open where what it takes to earn is not on record."""
    unknown = [one.cost for one in planned if not one.cost.known]
    due = [year.cost for year in years if year.cost.high != 0]
    return add_amounts([*due, *unknown], unit)


def _step(one: Candidate, slot: int) -> Step:
    credential = one.credential
    return Step(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        start=month_slots.to_day(slot),
        finish=month_slots.to_day(slot + one.length),
        cost=one.cost,
    )


def _wanted(case: _Case, solved: _Solved) -> tuple[set[str], int]:
    """Return which goals are planned, and how many others that are wished for."""
    starts = solved.schedule.starts
    goals = {name for name in starts if case.wished[name] == "must"}
    return goals, sum(case.wished[name] == "may" for name in starts)


def _last(case: _Case, solved: _Solved) -> date:
    return _finish(case, solved) or case.wishes.start


def _finish(case: _Case, solved: _Solved) -> date | None:
    """Return the day of the last award; None where there is none."""
    ends = [slot + case.prospects[name].length for name, slot in solved.schedule.starts.items()]
    return month_slots.to_day(max(ends)) if ends else None


def _bills(case: _Case, solved: _Solved) -> list[tuple[int, str, Charge]]:
    """Return what falls due in the years of a plan, in order of time: slot, credential and bill."""
    finish = _finish(case, solved)
    end = month_slots.to_slot(date((finish or case.wishes.start).year + 1, 1, 1))
    found = [due for due in case.anyway if due[0] < end]
    for name, slot in solved.schedule.starts.items():
        one = case.prospects[name]
        award = slot + one.length
        found += [(slot, name, bill) for bill in one.at_start]
        found += [(award, name, bill) for bill in one.at_finish]
        for every, bill in one.recurring:
            found += [(due, name, bill) for due in range(award + every, end, every)]
    return sorted(found, key=lambda due: due[:2])


def _years(case: _Case, solved: _Solved) -> Iterator[YearOfPlan]:
    """Yield every year of a plan with what falls due in it."""
    bills, wishes = _bills(case, solved), case.wishes
    last = (_finish(case, solved) or wishes.start).year
    for year in range(wishes.start.year, last + 1):
        due = [
            (name, bill) for slot, name, bill in bills if slot // month_slots.SLOTS_PER_YEAR == year
        ]
        due = [(name, bill) for name, bill in due if bill.amount.high != 0]
        yield YearOfPlan(
            year=year,
            cost=add_amounts((bill.amount for _, bill in due), case.situation.person.currency),
            budget=case.situation.person.budget,
            what=tuple(
                Payment(id=name, purpose=bill.purpose, cost=bill.amount) for name, bill in due
            ),
        )


def _peak(case: _Case, solved: _Solved) -> int:
    """Return the most cents that fall due in a year for what is planned and what is held."""
    years: dict[int, int] = {}
    for slot, _, bill in _bills(case, solved):
        years[slot // month_slots.SLOTS_PER_YEAR] = (
            years.get(slot // month_slots.SLOTS_PER_YEAR, 0) + bill.cents
        )
    return max(years.values(), default=0)


def _because(case: _Case, solved: _Solved, name: str) -> str:
    """Return why a wish is left out."""
    if name in case.obstacles:
        return case.obstacles[name]
    if solved.latest.get(name, 0) < 0:
        return "no day is known on which all its conditions are met"
    if name in solved.latest:
        latest = month_slots.to_day(solved.latest[name])
        return f"it has to be begun by {latest}, when conditions lapse"
    for other in tasks_named(case.prospects[name].need):
        if other in case.obstacles and other not in solved.schedule.starts:
            return f"it asks for {other} first: {case.obstacles[other]}"
    return _no_room(case, proven=solved.schedule.proven)


def _no_room(case: _Case, *, proven: bool) -> str:
    """Return why something is left out that could be planned by itself."""
    within = [] if case.wishes.by is None else [f"by {case.wishes.by}"]
    if case.cents is not None:
        unit = case.situation.person.currency
        within.append(f"within {phrases.format_money(Decimal(case.cents) / 100, unit)} a year")
        if case.anyway and case.wishes.by is None:
            within.append(f"in {HORIZON // month_slots.SLOTS_PER_YEAR} years")
    if not within:
        return "what it asks for first is not planned before it"
    said = "it cannot be done" if proven else "no way was found to do it"
    return " ".join([said, *within])


def _dropped(case: _Case, solved: _Solved) -> list[str]:
    """Return the goals that are left out although nothing but time and money is in their way."""
    return [
        name
        for name, wish in case.wished.items()
        if wish == "must" and name not in solved.schedule.starts and name not in case.obstacles
    ]


def _mend(case: _Case, solved: _Solved) -> Iterator[str]:
    """Yield the least changes of which each lets every goal be planned that can be at all."""
    unit = case.situation.person.currency
    goals = [name for name, wish in case.wished.items() if wish == "must"]
    dropped = _dropped(case, solved)
    # What else is wished for does not have to be had for the goals to be.
    wished: dict[str, Wish] = {n: "help" if w == "may" else w for n, w in case.wished.items()}
    only = case.replace(wished=wished, most=None if solved.schedule.proven else BRIEF)
    if dropped and case.cents is not None:
        enough, proven = _least_budget(only, case.cents // 100)
        if enough is not None:
            least = "" if proven else ", or perhaps less"
            yield f"a budget of {phrases.format_money(enough, unit)} a year{least}"
    if dropped and case.wishes.by is not None:
        longer = only.replace(wishes=case.wishes.replace(by=None))
        unhurried = _solved(longer)
        if not _dropped(longer, unhurried):
            least = "" if unhurried.schedule.proven else ", or perhaps less"
            yield f"time until {_finish(longer, unhurried)}{least}"
    without = [
        name for name in goals if name not in solved.schedule.starts and name not in case.held
    ]
    if without and len(without) < len(goals):
        yield f"going without {', '.join(without)}"


def _least_budget(case: _Case, too_little: int) -> tuple[int | None, bool]:
    """Return the least whole budget above *too_little* that drops no goal, and if that is sure.

    None where no budget is enough.
    """
    proven = True

    def enough_at(cents: int | None) -> _Solved | None:
        nonlocal proven
        other = case.replace(cents=cents)
        solved = _solved(other)
        proven = proven and solved.schedule.proven
        return None if _dropped(other, solved) else solved

    unlimited = enough_at(None)
    if unlimited is None:
        return None, proven
    enough = -(-_peak(case, unlimited) // 100)
    while enough - too_little > 1 and case.effort.left > 0:
        middle = (enough + too_little) // 2
        if enough_at(middle * 100) is None:
            too_little = middle
        else:
            enough = middle
    return enough, proven and enough - too_little <= 1


def _assumed(case: _Case, solved: _Solved, in_order: Sequence[str]) -> Iterator[str]:
    """Yield what a plan takes for granted."""
    for name in in_order:
        one = case.prospects[name]
        yield from (f"{name}: {said}" for said in (*one.granted, *one.assumed))
    yield from _assumed_of_held(case)
    if case.cents is None:
        return
    for year, cents in _terms(case).due.items():
        if cents > case.cents and year <= _last(case, solved).year:
            yield f"what you hold already takes more than the budget in {year}"


def _assumed_of_held(case: _Case) -> Iterator[str]:
    """Yield what is not known of keeping what is held, and so not counted."""
    catalogue, person = case.situation.catalogue, case.situation.person
    for due in renewals.upcoming_renewals(catalogue, person, case.wishes.start):
        what = phrases.DUE[due.purpose]
        if due.id in person.held and has_lapsed(person.held[due.id], case.wishes.start):
            continue
        if due.name is None:
            yield f"{due.id}: no catalogue has it, so what it costs to keep is not counted"
        elif due.due is None and due.cost.high:
            yield f"{due.id}: the day of its {what} is not known, so it is not counted"
        elif due.within == "past":
            yield f"{due.id}: its {what} of {due.due} is paid at the start"
        elif due.due is not None and not due.cost.known:
            unknown = phrases.NOT_ON_RECORD
            yield f"{due.id}: what its {what} costs is {unknown}, so it is not counted"


def _disputed(credential: Credential, *, checked: bool) -> Iterator[str]:
    """Yield what is doubtful of the figures that a plan with *credential* rests on."""
    if credential.standing == "not-found":
        yield f"{credential.id}: {phrases.STANDINGS['not-found'][1]}"
    doubtful = findings.disputed(credential, RESTS_ON, checked=checked)
    if doubtful:
        yield f"{credential.id}: disputed {', '.join(map(phrases.heading, doubtful))}"
