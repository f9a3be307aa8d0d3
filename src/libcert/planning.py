"""In which order to earn credentials, and when: the best plan, or what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from libcert import candidates, cost, dates, findings, renewals, scheduling, words
from libcert.candidates import Bill, Candidate, Pace, Setting
from libcert.eligibility import judgement
from libcert.models import Answer, Credential
from libcert.person import Profile
from libcert.results import JudgedRequirement, NotPlanned, Plan, Step, YearOfPlan
from libcert.scheduling import Recurring, Schedule, Task, Terms

RESTS_ON: Final = ("duration", "cost", "fees", "experience", "education", "requirements", "renewal")
"""The fields of a record that a plan rests on."""
HORIZON: Final = 20 * dates.YEAR
"""How far ahead is planned, in slots, where what is held goes on costing something."""
_Wish = Literal["must", "may", "help"]


@dataclass(frozen=True)
class Wishes:
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
    pace: Pace = "usual"
    """Which length to take of one that is a range."""
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The months to take for the length of a credential, by id; see `candidates.EVERY`."""
    checked: bool = False
    """Whether the figures are those of public sources, where these have better ones."""
    budget: Decimal | int | None = None
    """The most that may fall due in a calendar year, in the currency of the person."""


def plan(catalogue: Mapping[str, Credential], wishes: Wishes, person: Profile) -> Plan:
    """Return the best plan for *wishes*, of the credentials in *catalogue*.

    First as many goals as can be, then the earliest finish, then the least cost. Nothing begins
    before its conditions are met, and no year costs more than the budget, where each range counts
    at its most. What stands in the way of a goal, and the least changes that mend it, are said.
    """
    outlook = _outlook(catalogue, wishes, person)
    return _drawn_up(outlook, _solved(outlook))


def choices(catalogue: Mapping[str, Credential], wishes: Wishes, person: Profile) -> list[Plan]:
    """Return the plans worth having: each needs less in a year than the one before, and ends later.

    They begin with the earliest finish that money can buy, and end where less would drop a goal.
    """
    outlook = _outlook(catalogue, replace(wishes, budget=None), person)
    solved = _solved(outlook)
    first, found = solved, [(outlook, solved)]
    while peak := _peak(outlook, solved):
        outlook = replace(outlook, wishes=replace(wishes, budget=Decimal(peak - 1) / 100))
        solved = _solved(outlook)
        if solved.schedule.starts.keys() != first.schedule.starts.keys():
            break
        if _finish(outlook, solved) == _finish(*found[-1]):
            found.pop()
        found.append((outlook, solved))
    return [_drawn_up(*one) for one in found]


@dataclass(frozen=True)
class _Outlook:
    """All that a plan is made from."""

    setting: Setting
    wishes: Wishes
    wished: Mapping[str, _Wish]
    """Every credential that may be in the plan, by id, and how much it is wished for."""
    candidates: Mapping[str, Candidate]
    obstacles: Mapping[str, str]
    """Why a wish cannot be planned whatever the budget, by id."""
    held: frozenset[str]
    """The ids of what the person holds."""
    anyway: Sequence[tuple[int, str, Bill]]
    """What falls due for credentials that are held: its slot and the credential."""


@dataclass(frozen=True)
class _Solved:
    """The best schedule."""

    schedule: Schedule
    latest: Mapping[str, int]
    """The last slots at which some can be begun, because conditions lapse after that."""


def _outlook(catalogue: Mapping[str, Credential], wishes: Wishes, person: Profile) -> _Outlook:
    """Return what there is to plan with."""
    setting = Setting(
        catalogue, _renewing(person, wishes.start), wishes.start, wishes.pace, wishes.assume
    )
    held = frozenset(catalogue[name].id for name in person.held if name in catalogue)
    wished: dict[str, _Wish] = {catalogue[name].id: "must" for name in wishes.goals}
    if wishes.best:
        real = (name for name in catalogue if catalogue[name].standing != "not-found")
        wished |= {name: "may" for name in real if name not in wished and name not in held}
    found: dict[str, Candidate] = {}
    obstacles: dict[str, str] = {}
    queue = list(wished)
    for name in queue:  # grows by what has to be held before
        wish = wished.setdefault(name, "help")
        one = found[name] = candidates.candidate(catalogue[name], setting)
        obstacle = "you hold it already" if name in held else one.obstacle
        if obstacle is None and wish == "may" and one.granted:
            obstacle = f"whether it is open to you is not known: {'; '.join(one.granted)}"
        if obstacle is not None:
            obstacles[name] = obstacle
        else:
            queue += [other for other in candidates.asked_for(one.need) if other not in queue]
    anyway = list(_anyway(setting, person))
    return _Outlook(setting, wishes, wished, found, obstacles, held, anyway)


def _renewing(person: Profile, start: date) -> Profile:
    """Return *person* with what they hold at the start held for good, for a plan pays renewals."""
    kept = {
        name: held.model_copy(update={"expires": None})
        if held.expires is not None and held.expires >= start
        else held
        for name, held in person.held.items()
    }
    return person.model_copy(update={"held": kept})


def _anyway(setting: Setting, person: Profile) -> Iterator[tuple[int, str, Bill]]:
    """Yield what falls due for what *person* holds, from the start as far as a plan may reach."""
    start = dates.slot(setting.start)
    for name, held in person.held.items():
        credential = setting.catalogue.get(name)
        if credential is None:
            continue
        renewal = renewals.renewal_day(credential, held)
        yearly = renewals.fee_day(held, setting.start)
        for every, bill in candidates.recurring(credential, setting):
            day = renewal if bill.what == "renewal" else yearly
            if day is not None:
                first = max(dates.slot(day), start)
                for slot in range(first, start + HORIZON + dates.YEAR, every):
                    yield slot, credential.id, bill


def _solved(outlook: _Outlook) -> _Solved:
    """Return the best schedule in which every condition holds when its credential is begun.

    What is met today may lapse, such as work that may lie only so far back: then it has to be begun
    before that.
    """
    latest: dict[str, int] = {}
    while True:
        schedule = scheduling.best(_tasks(outlook, latest), _terms(outlook))
        lapsed = dict(_lapsed(outlook, schedule))
        if not lapsed:
            return _Solved(schedule, latest)
        latest |= lapsed


def _tasks(outlook: _Outlook, latest: Mapping[str, int]) -> list[Task]:
    return [
        Task(
            name,
            one.length,
            one.need,
            one.at_start.cents,
            one.at_finish.cents,
            tuple(Recurring(every, bill.cents) for every, bill in one.recurring),
            outlook.wished[name],
            latest.get(name),
        )
        for name, one in outlook.candidates.items()
        if name not in outlook.obstacles
    ]


def _terms(outlook: _Outlook) -> Terms:
    wishes = outlook.wishes
    due: dict[int, int] = {}
    for slot, _, bill in outlook.anyway:
        due[slot // dates.YEAR] = due.get(slot // dates.YEAR, 0) + bill.cents
    start = dates.slot(wishes.start)
    return Terms(
        start=start,
        by=dates.last_slot(wishes.by) if wishes.by else start + HORIZON if due else None,
        at_once=wishes.at_once,
        budget=None if wishes.budget is None else int(wishes.budget * 100),
        due=due,
        in_order=wishes.in_order,
    )


def _lapsed(outlook: _Outlook, schedule: Schedule) -> Iterator[tuple[str, int]]:
    """Yield what is begun too late, with the last slot at which all that was met still is."""
    for name, start in schedule.starts.items():
        if _holds(outlook, name, start):
            continue
        met = _judged(outlook, name, outlook.wishes.start)
        kept, lost = dates.slot(max(one.from_ for one in met if one.from_ is not None)), start
        while lost - kept > 1:
            middle = (kept + lost) // 2
            kept, lost = (middle, lost) if _holds(outlook, name, middle) else (kept, middle)
        yield name, kept


def _holds(outlook: _Outlook, name: str, slot: int) -> bool:
    """Return whether at *slot* each condition is met that is met some day from the start on."""
    met = _judged(outlook, name, outlook.wishes.start)
    then = _judged(outlook, name, dates.day(slot))
    return all(
        now.answer is Answer.YES
        for first, now in zip(met, then, strict=True)
        if first.from_ is not None
    )


def _judged(outlook: _Outlook, name: str, day: date) -> Sequence[JudgedRequirement]:
    credential = outlook.candidates[name].credential
    return judgement(credential, outlook.setting.person, day).requirements


def _drawn_up(outlook: _Outlook, solved: _Solved) -> Plan:
    """Return the plan that *solved* comes to."""
    starts, wishes = solved.schedule.starts, outlook.wishes
    in_order = sorted(starts, key=lambda name: starts[name])
    unit = outlook.setting.person.currency
    by_year = tuple(_years(outlook, solved))
    missing = [
        name for name, wish in outlook.wished.items() if wish != "help" and name not in starts
    ]
    return Plan(
        start=wishes.start,
        finish=_finish(outlook, solved),
        proven=solved.schedule.proven,
        steps=tuple(_step(outlook.candidates[name], starts[name]) for name in in_order),
        not_planned=tuple(
            NotPlanned(id=name, because=_because(outlook, solved, name)) for name in missing
        ),
        total=cost.added((year.cost for year in by_year), unit),
        by_year=by_year,
        mend=tuple(_mend(outlook, solved)),
        assumed=tuple(_assumed(outlook, solved, in_order)),
        disputed=tuple(
            said
            for name in in_order
            for said in _disputed(outlook.candidates[name].credential, checked=wishes.checked)
        ),
    )


def _step(one: Candidate, slot: int) -> Step:
    credential = one.credential
    return Step(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        start=dates.day(slot),
        finish=dates.day(slot + one.length),
        cost=one.cost,
    )


def _finish(outlook: _Outlook, solved: _Solved) -> date | None:
    """Return the day of the last award; None where there is none."""
    ends = [slot + outlook.candidates[name].length for name, slot in solved.schedule.starts.items()]
    return dates.day(max(ends)) if ends else None


def _bills(outlook: _Outlook, solved: _Solved) -> list[tuple[int, str, Bill]]:
    """Return what falls due in the years of a plan, in order of time: slot, credential and bill."""
    finish = _finish(outlook, solved)
    end = dates.slot(date((finish or outlook.wishes.start).year + 1, 1, 1))
    found = [due for due in outlook.anyway if due[0] < end]
    for name, slot in solved.schedule.starts.items():
        one = outlook.candidates[name]
        award = slot + one.length
        found += [(slot, name, one.at_start), (award, name, one.at_finish)]
        for every, bill in one.recurring:
            found += [(due, name, bill) for due in range(award + every, end, every)]
    return sorted(found, key=lambda due: due[:2])


def _years(outlook: _Outlook, solved: _Solved) -> Iterator[YearOfPlan]:
    """Yield every year of a plan with what falls due in it."""
    bills, wishes = _bills(outlook, solved), outlook.wishes
    last = (_finish(outlook, solved) or wishes.start).year
    for year in range(wishes.start.year, last + 1):
        due = [(name, bill) for slot, name, bill in bills if slot // dates.YEAR == year]
        due = [(name, bill) for name, bill in due if bill.amount.high != 0]
        yield YearOfPlan(
            year=year,
            cost=cost.added((bill.amount for _, bill in due), outlook.setting.person.currency),
            budget=wishes.budget,
            what=tuple(f"{name}, {bill.what}: {words.figure(bill.amount)}" for name, bill in due),
        )


def _peak(outlook: _Outlook, solved: _Solved) -> int:
    """Return the most cents that fall due in a year for what is planned and what is held."""
    years: dict[int, int] = {}
    for slot, _, bill in _bills(outlook, solved):
        years[slot // dates.YEAR] = years.get(slot // dates.YEAR, 0) + bill.cents
    return max(years.values(), default=0)


def _because(outlook: _Outlook, solved: _Solved, name: str) -> str:
    """Return why a wish is left out."""
    wishes, unit = outlook.wishes, outlook.setting.person.currency
    if name in outlook.obstacles:
        return outlook.obstacles[name]
    if name in solved.latest:
        return (
            f"it would have to be begun by {dates.day(solved.latest[name])}, when conditions lapse"
        )
    within = [] if wishes.by is None else [f"by {wishes.by}"]
    if wishes.budget is not None:
        within.append(f"within {words.money(wishes.budget, unit)} a year")
    return f"it cannot be done {' '.join(within)}" if within else "what it needs is not planned"


def _dropped(outlook: _Outlook, solved: _Solved) -> list[str]:
    """Return the goals that are left out although nothing but time and money is in their way."""
    return [
        name
        for name, wish in outlook.wished.items()
        if wish == "must" and name not in solved.schedule.starts and name not in outlook.obstacles
    ]


def _mend(outlook: _Outlook, solved: _Solved) -> Iterator[str]:
    """Yield the least changes of which each lets every goal be planned that can be at all."""
    wishes, unit = outlook.wishes, outlook.setting.person.currency
    dropped = _dropped(outlook, solved)
    if dropped and wishes.budget is not None:
        enough = _least_budget(outlook, int(wishes.budget))
        if enough is not None:
            yield f"a budget of {words.money(enough, unit)} a year"
    if dropped and wishes.by is not None:
        longer = replace(outlook, wishes=replace(wishes, by=None))
        unhurried = _solved(longer)
        if not _dropped(longer, unhurried):
            yield f"time until {_finish(longer, unhurried)}"
    blocked = [
        name
        for name, wish in outlook.wished.items()
        if wish == "must" and name in outlook.obstacles and name not in outlook.held
    ]
    if dropped or blocked:
        yield f"going without {', '.join([*dropped, *blocked])}"


def _least_budget(outlook: _Outlook, too_little: int) -> int | None:
    """Return the least whole budget above *too_little* that drops nothing; None where none does."""

    def at(budget: int | None) -> tuple[_Outlook, _Solved]:
        other = replace(outlook, wishes=replace(outlook.wishes, budget=budget))
        return other, _solved(other)

    unlimited = at(None)
    if _dropped(*unlimited):
        return None
    enough = -(-_peak(*unlimited) // 100)
    while enough - too_little > 1:
        middle = (enough + too_little) // 2
        if _dropped(*at(middle)):
            too_little = middle
        else:
            enough = middle
    return enough


def _assumed(outlook: _Outlook, solved: _Solved, in_order: Sequence[str]) -> Iterator[str]:
    """Yield what a plan takes for granted."""
    for name in in_order:
        one = outlook.candidates[name]
        yield from (f"{name}: {said}" for said in (*one.granted, *one.assumed))
    budget = outlook.wishes.budget
    if budget is None:
        return
    for year, cents in _terms(outlook).due.items():
        last = _finish(outlook, solved) or outlook.wishes.start
        if cents > budget * 100 and year <= last.year:
            yield f"what you hold already takes more than the budget in {year}"


def _disputed(credential: Credential, *, checked: bool) -> Iterator[str]:
    """Yield what is doubtful of the figures that a plan with *credential* rests on."""
    if credential.standing == "not-found":
        yield f"{credential.id}: {words.STANDINGS['not-found'][1]}"
    doubtful = findings.disputed(credential, RESTS_ON, checked=checked)
    if doubtful:
        yield f"{credential.id}: disputed {', '.join(map(words.heading, doubtful))}"
