"""The planning problem: goals, candidates and limits."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple, Self, get_args

from libcert.catalogue.fees import convert_currency
from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Credential
from libcert.model.profile import Profile, has_lapsed
from libcert.model.reasons import Reason
from libcert.model.vocabulary import Position
from libcert.planning.candidates import (
    EVERY,
    Candidate,
    Charge,
    Context,
    DurationChoice,
    build_candidate,
    own_record,
    recurring_charges,
    with_fees_of,
)
from libcert.planning.tasks import (
    Priority,
    Recurring,
    Task,
    Terms,
    certain_tasks,
    may_hold,
    tasks_in,
    without,
)
from libcert.questions import renewals
from libcert.questions.memberships import with_dues
from libcert.questions.shared_fees import settle_shared_fees

Preference = Literal["quick", "cheap", "level"]
"""Which credentials to add first: the quickest, the cheapest, or those of the highest level."""
MOST_ADDED: Final = 3
"""How many credentials are added at most, if the person does not say."""
HORIZON: Final = 20 * month_slots.SLOTS_PER_YEAR
"""The most slots of a plan if upkeep of held credentials uses up a part of a budget."""


@model(kw_only=False)
class PlanRequest(Model):
    """The goals and limits of a plan."""

    start: date
    """The first day of the plan."""
    goals: Sequence[str] = ()
    """The ids of the credentials to plan, the most important first."""
    best: bool = False
    """Whether to add other credentials that fit the person and are open to them for certain."""
    most: int = MOST_ADDED
    """How many of these to add at most; of one family only one is added."""
    prefer: Preference | None = None
    """Which of these to add first.

    None takes first what is made for the person's place, workplace and job, then what is confirmed,
    then the lowest cost to earn, and then the earliest award. `quick` takes the earliest award
    first, `cheap` the lowest cost to earn, and `level` the next level of a family that the person
    holds, then the highest education and experience that is required.

    With a budget, only what surely fits it is added; the plan names the others in `may_fit`. If one
    of these is made for the person, and the part of its price that is on record fits, None adds
    nothing that is for anybody: a general credential would take the money and the time that the
    better one needs. With another preference, the person has said what matters more.
    """
    positions: Sequence[Position] = ()
    """The jobs of the person; empty if they do not say."""
    by: date | None = None
    """The day by which everything is finished; None for no limit."""
    at_once: int = 1
    """How many credentials may be in progress at the same time."""
    in_order: bool = False
    """Whether the goals start in the order in which they are named."""
    pace: DurationChoice = "usual"
    """Which length of a range to use."""
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The assumed length of a credential in months, by id; see `candidates.EVERY`."""
    years: int | None = None
    """How many years from the start to count fees and renewals; None for those of the plan."""
    checked: bool = False
    """Whether the catalogue has better figures from public sources."""

    def __post_init__(self) -> None:
        """Check the goals, the limits and the lengths.

        Raises:
            TypeError: If `goals` is a text instead of a list of ids.
            ValueError: If another value makes no sense.
        """
        if isinstance(self.goals, str):
            raise TypeError("`goals` must be a list of ids, not one text")
        if any(months < 0 for months in self.assume.values()):
            raise ValueError("`assume` has a negative length")
        for name in ("at_once", "most", "years"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"`{name}` must be at least 1")
        if self.prefer not in (None, *get_args(Preference)):
            raise ValueError(f"`prefer` must be one of {', '.join(get_args(Preference))}")
        if self.pace not in get_args(DurationChoice):
            raise ValueError(f"`pace` must be one of {', '.join(get_args(DurationChoice))}")
        if self.by is not None and self.by < self.start:
            raise ValueError("`by` is before `start`")


class DatedCharge(NamedTuple):
    """A charge with its due slot and its credential."""

    slot: int
    credential: str
    charge: Charge


@model(kw_only=False)
class Problem(Model):
    """All data for a plan."""

    context: Context
    request: PlanRequest
    budget: int | None
    """The most cents that may be due in a year; None for no limit."""
    priorities: Mapping[str, Priority]
    """Every credential that may be in the plan, by id."""
    candidates: Mapping[str, Candidate]
    """The same credentials as candidates, by id."""
    obstacles: Mapping[str, Reason]
    """The reasons that some of them cannot be planned with any budget, by id."""
    without_end: frozenset[str]
    """The ids of the credentials that nobody knows the end of: their own length is unknown, or they
    can only come after such a credential."""
    held: frozenset[str]
    """The ids of the credentials that the person holds at the start."""
    upkeep: Sequence[DatedCharge]
    """The charges for the credentials that the person holds."""

    def goals(self) -> list[str]:
        """Return the ids of the goals."""
        return [name for name, priority in self.priorities.items() if priority is Priority.REQUIRED]

    def wanted(self) -> list[str]:
        """Return the ids of the goals and of the optional credentials."""
        return [
            name for name, priority in self.priorities.items() if priority is not Priority.SUPPORT
        ]

    def reachable(self) -> set[str]:
        """Return the ids of the candidates that can be earned with enough time and money."""
        return _reachable(
            {name: one for name, one in self.candidates.items() if name not in self.obstacles}
        )

    def narrowed_to(self, names: Collection[str]) -> Self:
        """Return the problem with only the goals *names*, and what these may require."""
        needed = list(names)
        for name in needed:  # the loop adds the prerequisites
            others = tasks_in(self.candidates[name].need)
            needed += [other for other in dict.fromkeys(others) if other not in needed]
        kept = [name for name in self.priorities if name in needed]
        return self.replace(
            priorities={
                name: Priority.REQUIRED if name in names else Priority.SUPPORT for name in kept
            },
            candidates={name: self.candidates[name] for name in kept},
        )

    def upkeep_by_year(self) -> Mapping[int, int]:
        """Return the cents that are due for held credentials, by year."""
        return cents_by_year(self.upkeep)

    def tasks(self, latest: Mapping[str, int]) -> list[Task]:
        """Return the tasks to schedule; *latest* has the last possible start of some, by id."""
        return [
            self._task(name, latest.get(name))
            for name in self.candidates
            if name not in self.obstacles
        ]

    def _task(self, name: str, latest: int | None) -> Task:
        """Return a candidate as a task; without an end, all its fees are due at the start."""
        candidate, priority = self.candidates[name], self.priorities[name]
        at_start = sum(charge.cents for charge in candidate.at_start)
        at_finish = sum(charge.cents for charge in candidate.at_finish)
        if name in self.without_end:
            return Task(
                name,
                0,
                candidate.need,
                at_start + at_finish,
                priority=priority,
                latest=latest,
                without_end=True,
            )
        return Task(
            name,
            candidate.length,
            # If it has an end, it waits for none without an end.
            without(candidate.need, self.without_end),
            at_start,
            at_finish,
            tuple(
                Recurring(every, charge.cents, charge.from_start)
                for every, charge in candidate.recurring
            ),
            priority,
            latest,
        )

    def terms(self) -> Terms:
        """Return the rules of the schedule; `upkeep` uses up a part of the budget."""
        request, by = self.request, None
        start = month_slots.to_slot(request.start)
        if request.by is not None:
            by = month_slots.to_last_slot(request.by)
        elif self.upkeep and self.budget is not None:
            by = start + HORIZON
        return Terms(
            start=start,
            by=by,
            at_once=request.at_once,
            budget=self.budget,
            due=self.upkeep_by_year(),
            in_order=request.in_order,
        )


def build_context(
    catalogue: Mapping[str, Credential], request: PlanRequest, person: Profile
) -> Context:
    """Return what to plan with.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    assume = {
        name if name == EVERY else catalogue[name].id: months
        for name, months in request.assume.items()
    }
    held = {
        catalogue[name].id: details
        for name, details in person.held.items()
        if name in catalogue and not has_lapsed(details, request.start)
    }
    owned = [
        convert_currency(with_dues(catalogue[id_], person), person.currency, person.rate)
        for id_ in held
    ]
    records = tuple(settle_shared_fees(owned, held).records.values())
    return Context(catalogue, person, request.start, request.pace, assume, held, records)


def build_problem(
    catalogue: Mapping[str, Credential],
    request: PlanRequest,
    person: Profile,
    extras: Sequence[str] = (),
) -> Problem:
    """Return the planning problem of *request*, with *extras* as optional credentials, by id.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    context = build_context(catalogue, request, person)
    held = frozenset(context.held)
    priorities = {catalogue[name].id: Priority.REQUIRED for name in request.goals}
    for name in extras:
        priorities.setdefault(name, Priority.OPTIONAL)
    candidates: dict[str, Candidate] = {}
    obstacles: dict[str, Reason] = {}
    queue = list(priorities)
    for name in queue:  # the loop adds the prerequisites
        priorities.setdefault(name, Priority.SUPPORT)
        candidate = candidates[name] = build_candidate(catalogue[name], context)
        obstacle = Reason.of("already-held") if name in held else candidate.obstacle
        if obstacle is not None:
            obstacles[name] = obstacle
        else:
            queue += [other for other in tasks_in(candidate.need) if other not in queue]
    for name, before in prerequisites(candidates).items():
        if before:
            candidates[name] = _without_paid_fees(candidates, name, before, context)
    return Problem(
        context=context,
        request=request,
        budget=None if person.budget is None else int(person.budget * 100),
        priorities=priorities,
        candidates=candidates,
        obstacles=obstacles,
        without_end=_without_end(
            {name: one for name, one in candidates.items() if name not in obstacles},
            [name for name, priority in priorities.items() if priority is Priority.REQUIRED],
            is_serial=request.in_order and request.at_once == 1,
        ),
        held=held,
        upkeep=list(_upkeep(context, request.years or 0)),
    )


def prerequisites(candidates: Mapping[str, Candidate]) -> dict[str, set[str]]:
    """Return the ids of the other *candidates* that are certainly earned before each of them."""
    direct = {name: certain_tasks(one.need) & candidates.keys() for name, one in candidates.items()}
    before: dict[str, set[str]] = {}
    for name in candidates:
        queue = [name]
        for one in queue:  # the loop adds the prerequisites of each
            queue += [other for other in direct[one] if other not in queue]
        before[name] = {*queue} - {name}
    return before


def _without_paid_fees(
    candidates: Mapping[str, Candidate], name: str, before: Collection[str], context: Context
) -> Candidate:
    """Return the candidate *name* without the fees that those *before* it certainly pay."""
    ids = [*before, name]
    records = [own_record(candidates[one].credential, context) for one in ids]
    settled = settle_shared_fees([*context.held_records, *records], context.held).records
    return with_fees_of(candidates[name], settled[name], context)


def at_lowest_prices(problem: Problem) -> Problem:
    """Return *problem* with the lowest amount of each charge of its candidates."""

    def lowest(charge: Charge) -> Charge:
        low = charge.amount.low or 0
        return charge.replace(amount=charge.amount.replace(low=low, high=low))

    return problem.replace(
        candidates={
            name: one.replace(
                at_start=tuple(map(lowest, one.at_start)),
                at_finish=tuple(map(lowest, one.at_finish)),
                recurring=tuple((every, lowest(charge)) for every, charge in one.recurring),
            )
            for name, one in problem.candidates.items()
        }
    )


def _without_end(
    candidates: Mapping[str, Candidate], goals: Sequence[str], *, is_serial: bool
) -> frozenset[str]:
    """Return the ids of *candidates* that nobody knows the end of.

    If the order *is_serial*, each goal has to wait for the one before.
    """
    goals = [name for name in goals if name in candidates]
    first = next((i for i, name in enumerate(goals) if candidates[name].without_end), len(goals))
    late = {*goals[first:]} if is_serial else set()
    waiting = [name for name, one in candidates.items() if not one.without_end and name not in late]
    certain = _reachable({name: candidates[name] for name in waiting})
    return frozenset(candidates.keys() - certain)


def _reachable(candidates: Mapping[str, Candidate]) -> set[str]:
    """Return the ids of *candidates* that can be earned if no others are earned."""
    reached: set[str] = set()
    while (
        found := {name for name, one in candidates.items() if may_hold(one.need, reached)} - reached
    ):
        reached |= found
    return reached


def _upkeep(context: Context, years: int) -> Iterator[DatedCharge]:
    """Yield the charges for held credentials, from the start to the latest end of a plan.

    They go on for this many *years* if that is longer.
    """
    start = month_slots.to_slot(context.start)
    end = start + max(HORIZON, years * month_slots.SLOTS_PER_YEAR) + month_slots.SLOTS_PER_YEAR
    for record in context.held_records:
        held = context.held[record.id]
        days = {
            "renewal": renewals.renewal_day(record, held),
            "maintenance": renewals.fee_day(held, context.start),
        }
        for every, charge in recurring_charges(record, context.person):
            day = days[charge.purpose]
            if day is not None:
                first = max(month_slots.to_slot(day), start)
                for slot in range(first, end, every):
                    yield DatedCharge(slot, record.id, charge)


def cents_by_year(charges: Sequence[DatedCharge]) -> Mapping[int, int]:
    """Return the cents that are due in each calendar year with *charges*."""
    years: Counter[int] = Counter()
    for due in charges:
        years[due.slot // month_slots.SLOTS_PER_YEAR] += due.charge.cents
    return years
