"""Candidates for a plan: when a credential can start, how long it takes, and its cost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Final, Literal, NamedTuple, Self

from libcert.catalogue.conditions import walk
from libcert.catalogue.fees import (
    EARNING_PURPOSES,
    add_up,
    add_up_by_purpose,
    convert_currency,
    counted_fees,
    payable_fees,
)
from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential, Fee, Money, Range
from libcert.model.limits import MAX_PLANNED_MONTHS
from libcert.model.profile import Held, Profile
from libcert.model.reasons import Reason
from libcert.model.results import RequirementResult
from libcert.model.vocabulary import Purpose
from libcert.planning.tasks import ALWAYS, NEVER, After, AtLeast, Finished, Need, all_of, may_hold
from libcert.questions import total_cost
from libcert.questions.eligibility import evaluate
from libcert.questions.memberships import memberships_of, with_dues
from libcert.questions.route import open_conditions
from libcert.questions.shared_fees import settle_shared_fees

DurationChoice = Literal["quick", "usual", "safe"]
"""Which length to take from a range: the shortest, the middle or the longest."""
AT_START: Final = frozenset({"application", "enrolment", "course", "membership"})
"""The purposes of fees that are due at the start; other fees of earning are due at the award."""
EVERY: Final = "*"
"""Stands for every credential whose length is not known otherwise."""
_GAPS: Final = {"schooling-not-on-record": "education", "work-not-on-record": "experience"}
"""The figures that the record lacks, by the code of the need for them."""
WEEKS_A_YEAR: Final = 52
"""The weeks of a year, to turn hours a week into months."""


@model(kw_only=False)
class Charge(Model):
    """The total of the fees for one purpose that are due together."""

    purpose: Purpose
    amount: Money
    currency: str
    """The currency to count in."""
    from_start: bool = False
    """Whether it recurs from the start of the work on, and not from the award on."""
    shared: str | None = None
    """The name of the payment, if one payment covers all credentials with it; else None."""

    @property
    def cents(self) -> int:
        """The highest amount in cents; 0 if it is not on record or in another currency."""
        most = self.amount.low if self.amount.high is None else self.amount.high
        return int((most or 0) * 100) if self.amount.unit == self.currency else 0


@model(kw_only=False)
class Context(Model):
    """The person, catalogue, start day and lengths to plan with."""

    catalogue: Mapping[str, Credential]
    person: Profile
    start: date
    pace: DurationChoice = "usual"
    assume: Mapping[str, Decimal] = field(default_factory=dict)
    """The assumed length of a credential in months, by id or for `EVERY` one."""
    held: Mapping[str, Held] = field(default_factory=dict)
    """The credentials that the person holds at the start, by id."""
    held_records: Sequence[Credential] = ()
    """Their records in the currency to count in, with only the fees that each adds."""


@model(kw_only=False)
class Candidate(Model):
    """A credential with all data for a plan."""

    credential: Credential
    need: Need
    """When it can start."""
    length: int
    """Its length in slots; 0 if it is unknown."""
    without_end: bool
    """Whether its length is unknown, so that nobody knows when it ends."""
    deadline: int | None
    """The most slots that its issuer allows; None if no limit is on record."""
    cost: Money
    """The cost to earn it."""
    at_start: tuple[Charge, ...]
    at_finish: tuple[Charge, ...]
    recurring: tuple[tuple[int, Charge], ...]
    """The charges that recur after the award, each with the number of slots between two."""
    granted: tuple[Reason, ...]
    """The conditions that a plan assumes to be met, because the answer is maybe."""
    assumed: tuple[Reason, ...]
    """Everything else that a plan assumes."""
    obstacle: Reason | None
    """Why it cannot be planned at all; None if it can."""


def build_candidate(credential: Credential, context: Context) -> Candidate:
    """Return *credential* as a candidate."""
    person = context.person
    result = evaluate(credential, person, context.start)
    conditions = [_Condition.of(condition, context) for condition in result.requirements]
    lacking = [condition.result for condition in conditions if not may_hold(condition.need)]
    needs = [condition.need for condition in conditions]
    if result.from_ is not None:  # a condition may lapse and be met again before another is met
        needs.append(After(month_slots.to_slot(result.from_)))
    length, length_reason = find_length(credential, context)
    record = own_record(credential, context)
    candidate = Candidate(
        credential=credential,
        need=NEVER if lacking else all_of(needs),
        length=length or 0,
        without_end=length is None,
        deadline=deadline_slots(credential),
        cost=Money(),
        at_start=(),
        at_finish=(),
        recurring=(),
        granted=tuple(
            _granted(condition.result)
            for condition in conditions
            if condition.granted and may_hold(condition.need)
        ),
        assumed=(
            *_met_later(result.requirements, context.start),
            *([length_reason] if length_reason else []),
            *_unknown_costs(record, _earning_fees(record, person), person.currency),
        ),
        obstacle=_lacking(lacking) or _too_long(length, length_reason, _deadline(credential)),
    )
    return with_fees_of(candidate, record, context)


def own_record(credential: Credential, context: Context) -> Credential:
    """Return *credential* in the currency to count in, with the fees that it adds to held ones."""
    person = context.person
    record = convert_currency(with_dues(credential, person), person.currency, person.rate)
    if not context.held_records or credential.id in context.held:
        return record
    return settle_shared_fees([*context.held_records, record], context.held).records[record.id]


def with_fees_of(candidate: Candidate, record: Credential, context: Context) -> Candidate:
    """Return *candidate* with the fees of *record*, which is in the currency to count in."""
    person = context.person
    due = _earning_fees(record, person)
    return candidate.replace(
        cost=add_up(due, memberships_of(person), person.currency),
        at_start=_charges([fee for fee in due if fee.purpose in AT_START], person),
        at_finish=_charges([fee for fee in due if fee.purpose not in AT_START], person),
        recurring=tuple(recurring_charges(record, person)),
    )


def cost_for(credential: Credential, person: Profile) -> Money:
    """Return the cost for *person* to earn *credential*, as a plan counts it."""
    exchanged = convert_currency(with_dues(credential, person), person.currency, person.rate)
    fees = _earning_fees(exchanged, person)
    return add_up(fees, memberships_of(person), person.currency)


def unknown_prices(credential: Credential, person: Profile) -> list[Reason]:
    """Return the unknown parts of the cost for *person* to earn *credential*."""
    exchanged = convert_currency(with_dues(credential, person), person.currency, person.rate)
    due = _earning_fees(exchanged, person)
    return list(total_cost.unknown_parts(exchanged, due, 1, person.currency))


def _earning_fees(credential: Credential, person: Profile) -> list[Fee]:
    """Return the fees that *person* may have to pay to earn *credential*."""
    mine = payable_fees(counted_fees(credential), memberships_of(person))
    return [fee for fee in mine if fee.purpose in EARNING_PURPOSES]


def recurring_charges(record: Credential, person: Profile) -> Iterator[tuple[int, Charge]]:
    """Yield each charge to keep the credential of *record*, with the slots between two payments.

    The fees of *record* are in the currency to count in.
    """
    fees: dict[tuple[int, bool], list[Fee]] = {}
    for months, fee in total_cost.recurring_fees(record):
        fees.setdefault((months, fee.yearly), []).append(fee)
    for (months, from_start), due in fees.items():
        for charge in _charges(due, person):
            yield month_slots.months_to_slots(months), charge.replace(from_start=from_start)


class _Condition(NamedTuple):
    """A condition of a credential, and when it is met in a plan."""

    result: RequirementResult
    need: Need
    granted: bool
    """Whether the plan assumes that an open part is met."""

    @classmethod
    def of(cls, result: RequirementResult, context: Context) -> Self:
        """Return when the condition of *result* is met, using only certain answers if possible."""
        need = _need(result, context, lenient=False)
        if may_hold(need):
            return cls(result, need, granted=False)
        return cls(result, _need(result, context, lenient=True), granted=True)


def _need(result: RequirementResult, context: Context, *, lenient: bool) -> Need:
    """Return when *result* is met; if *lenient*, an open answer counts as met."""
    if result.of:
        needs = tuple(_need(part, context, lenient=lenient) for part in result.of)
        return AtLeast(result.at_least or len(needs), needs)
    if result.credential is not None:
        return Finished(context.catalogue[result.credential].id)
    if result.from_ is not None:
        return After(month_slots.to_slot(result.from_))
    return ALWAYS if lenient and result.answer is Answer.MAYBE else NEVER


def _granted(result: RequirementResult) -> Reason:
    """Return what a plan assumes about the condition of *result*, which is open."""
    needs = _open_needs(result)
    figures = [_GAPS.get(need.code) for need in needs]
    if figures == [result.text.lower()]:
        return Reason.of("condition-not-on-record", figure=figures[0])
    return Reason.of("condition-assumed", condition=result.text, needs=needs)


def _open_needs(result: RequirementResult) -> tuple[Reason, ...]:
    """Return the needs of the open parts of *result*, without repetitions."""
    needs = (part.need for part in walk(result) if part.answer is Answer.MAYBE and not part.of)
    return tuple(dict.fromkeys(need for need in needs if need is not None))


def _lacking(lacking: Sequence[RequirementResult]) -> Reason | None:
    """Return what is missing on the nearest way to meet *lacking*; None if nothing is lacking."""
    if not lacking:
        return None
    leaves = [leaf for leaf in open_conditions(lacking) if leaf.answer is Answer.NO]
    needs = (leaf.need or leaf.text for leaf in leaves or lacking)
    return Reason.of("conditions-not-met", needs=tuple(dict.fromkeys(needs)))


def _met_later(conditions: Sequence[RequirementResult], start: date) -> Iterator[Reason]:
    """Yield the conditions that time alone meets after *start*."""
    for result in conditions:
        if result.from_ is not None and result.from_ > start:
            yield Reason.of("condition-met-later", condition=result.text, day=result.from_)


def _unknown_costs(credential: Credential, due: Sequence[Fee], currency: str) -> Iterator[Reason]:
    """Yield the unknown parts of the cost to earn and keep *credential*."""
    fees = [*due, *(fee for _, fee in total_cost.recurring_fees(credential))]
    for part in total_cost.unknown_parts(credential, fees, 2, currency):
        yield Reason.of("cost-unknown", part=part)


def find_length(credential: Credential, context: Context) -> tuple[int | None, Reason | None]:
    """Return the length of *credential* in slots, and a reason for it.

    An assumption for this credential comes first; then the length on record, then its hours of
    study at the pace of the person, and then an assumption for all. The length is None if none of
    these is known; the reason is None if the length on record is exact.
    """
    duration, effort = credential.duration, credential.effort
    hours_a_week = context.person.study_hours
    assumed = context.assume.get(credential.id)
    if assumed is None and duration.known:
        months = _pick(duration, context.pace)
        if months is not None:
            slots = month_slots.months_to_slots(months)
            if duration.low == duration.high and not duration.approximate:
                return slots, None
            return slots, Reason.of("duration-chosen", months=months, on_record=duration)
    elif assumed is None:
        hours = _pick(effort, context.pace) if effort.unit == "hours" else None
        if hours is not None and hours_a_week:
            months = hours / Decimal(hours_a_week) * 12 / WEEKS_A_YEAR
            return month_slots.months_to_slots(months), Reason.of(
                "duration-by-hours",
                months=months,
                effort=effort,
                hours_a_week=Decimal(hours_a_week),
            )
        assumed = context.assume.get(EVERY)
    if assumed is not None:
        return month_slots.months_to_slots(assumed), Reason.of(
            "duration-assumed", months=assumed, on_record=duration
        )
    return None, Reason.of(
        "end-unknown",
        on_record=duration,
        effort=effort,
        by_hours=not duration.known
        and effort.unit == "hours"
        and _pick(effort, context.pace) is not None,
        months=_deadline(credential),
    )


def _pick(figure: Range, pace: DurationChoice) -> Decimal | None:
    """Return the value of *figure* at *pace*; None if the end that it needs is not on record."""
    low, high = figure.low, figure.high
    ends = {"quick": (low,), "usual": (low, high), "safe": (high,)}[pace]
    known = [Decimal(end) for end in ends if end is not None]
    if len(known) < len(ends) or (figure.open and pace != "quick"):
        return None
    return sum(known, Decimal(0)) / len(known)


def _deadline(credential: Credential) -> int | None:
    """Return the most months that the issuer allows; None if no limit is on record."""
    conditions = (part for requirement in credential.requirements for part in walk(requirement))
    return min(
        (part.deadline_months for part in conditions if part.deadline_months is not None),
        default=None,
    )


def deadline_slots(credential: Credential) -> int | None:
    """Return the most slots that the issuer allows; None if no limit is on record."""
    months = _deadline(credential)
    return None if months is None else month_slots.months_to_slots(months)


def _too_long(length: int | None, why: Reason | None, deadline: int | None) -> Reason | None:
    """Return why *length* in slots is too long, also for a *deadline* in months; None if not.

    *why* is the reason for the length.
    """
    if length is None:
        return None
    if length > month_slots.months_to_slots(MAX_PLANNED_MONTHS):
        return Reason.of("duration-too-long", years=MAX_PLANNED_MONTHS // 12)
    if deadline is None or length <= month_slots.months_to_slots(deadline):
        return None
    if why is not None and why.code == "duration-by-hours":
        more = ceil(why.data["hours_a_week"] * why.data["months"] / deadline)
        return Reason.of("deadline-needs-hours", months=deadline, hours_a_week=more)
    return Reason.of("deadline-too-short", months=deadline)


def _charges(fees: Sequence[Fee], person: Profile) -> tuple[Charge, ...]:
    """Return the charges for *fees*, one for each purpose."""
    amounts = add_up_by_purpose(fees, memberships_of(person), person.currency)
    return tuple(
        Charge(
            purpose,
            paid,
            # No amount in any currency fits a budget of 0.
            paid.unit if person.budget == 0 else person.currency,
            shared=_shared_name([fee for fee in fees if fee.purpose == purpose]),
        )
        for purpose, paid in amounts.items()
    )


def _shared_name(fees: Sequence[Fee]) -> str | None:
    """Return the name of the payment that all *fees* are; None if there is no such payment."""
    names = {fee.shared for fee in fees}
    return names.pop() if len(names) == 1 else None
