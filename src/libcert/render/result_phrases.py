"""Words for the parts of profiles and results. `phrases` imports this module only if needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from libcert.model.credential import Answer, Money, Years
from libcert.model.profile import Held, Job, Study
from libcert.model.results import (
    DatedPayment,
    EligibilityResult,
    MembershipValue,
    NotPlanned,
    Payment,
    PossibleStep,
    RequirementResult,
    Step,
    YearOfCost,
    YearOfPlan,
)
from libcert.render.phrases import (
    NOT_ON_RECORD,
    format_money,
    format_number,
    format_range,
    lines,
    one_line,
    payment_name,
    plural,
    with_commas,
)

_ANSWERS: Final = {Answer.YES: "met", Answer.NO: "not met"}
_GAPS: Final = {"record": NOT_ON_RECORD, "person": "you did not say"}


def condition_status(result: RequirementResult) -> str:
    """Return whether a condition is met, or why this is not known."""
    if result.to_do:
        return "to do"
    return _ANSWERS.get(result.answer) or _GAPS[result.gap or "record"]


def format_due(cost: Money) -> str:
    """Return the amount that is due in a year."""
    if cost.high != 0:
        return format_range(cost)
    return f"{format_money(0, cost.unit)} + more" if cost.open else "nothing"


def has_more(year: YearOfCost | YearOfPlan) -> bool:
    """Return whether fees may come to *year* whose amount is not on record."""
    if any(not one.cost.known or one.cost.open for one in year.what):
        return True
    return not other_currencies([year]) and (year.cost.open or not year.cost.known)


def other_currencies(years: Iterable[YearOfCost | YearOfPlan]) -> list[Money]:
    """Return the sums of the payments of *years* that are in other currencies than their cost."""
    return add_payments(
        one for year in years for one in year.what if one.cost.unit != year.cost.unit
    )


def add_payments(payments: Iterable[Payment]) -> list[Money]:
    """Return the sum of the known amounts of *payments* in each currency, without those of 0."""
    sums: dict[str, Money] = {}
    for one in payments:
        if one.cost.known and one.cost.high != 0:
            sums[one.cost.unit] = _plus(sums.get(one.cost.unit), one.cost)
    return list(sums.values())


def _plus(one: Money | None, other: Money) -> Money:
    """Return the sum of two amounts in one currency; *one* is None for nothing."""
    if one is None:
        return other.replace(note=None)
    has_end = one.high is not None and other.high is not None
    return one.replace(
        low=(one.low or 0) + (other.low or 0),
        high=(one.high or 0) + (other.high or 0) if has_end else None,
        approximate=one.approximate or other.approximate,
        open=one.open or other.open,
    )


def format_sum(cost: Money, others: Iterable[Money]) -> str:
    """Return amounts in several currencies, without `+ more`; an empty text if there are none."""
    known = [one for one in (cost, *others) if one.known and one.high != 0]
    return " + ".join(format_range(one.replace(open=False)) for one in known)


def _dict_lines(table: dict[str, object]) -> Iterator[str]:
    for name, value in table.items():
        yield f"{name} {' '.join(lines('', value))}".rstrip()
    if not table:
        yield ""


def _job_lines(job: Job) -> Iterator[str]:
    span = f"since {job.since}" if job.until is None else f"{job.since} to {job.until}"
    if job.years == 0 and job.running:
        span = f"since {job.as_of}"
    elif job.years is not None:
        span = format_range(Years(low=job.years, high=job.years))
        span += f" as of {job.as_of}" if job.as_of and job.running is not False else ""
    yield with_commas(
        job.setting,
        job.role and f"as {job.role}",
        {True: "full time", False: "part time", None: None}[job.full_time],
        job.hours_a_week and f"{format_number(job.hours_a_week)} hours a week",
        span,
        {True: "still running", False: "ended", None: None}[job.running],
    )


def _study_lines(study: Study) -> Iterator[str]:
    yield f"{study.level}, finished by {study.done}"


def _held_lines(held: Held) -> Iterator[str]:
    yield with_commas(
        held.since and f"since {held.since}",
        held.renewed and f"renewed {held.renewed}",
        held.expires and f"expires {held.expires}",
        None if held.credits is None else plural(held.credits, "credit"),
    )


def _requirement_result_lines(result: RequirementResult) -> Iterator[str]:
    from_ = result.from_ if result.answer is not Answer.YES else None
    need = result.need and one_line("need", result.need)
    details = with_commas(condition_status(result), from_ and f"from {from_}", need)
    yield f"{result.text}: {details}"


def _eligibility_result_lines(result: EligibilityResult) -> Iterator[str]:
    yield with_commas(result.answer, result.from_ and f"from {result.from_}")


def _payment_lines(payment: Payment) -> Iterator[str]:
    name = payment_name(payment.purpose, payment.shared)
    yield f"{payment.id} {name}: {format_range(payment.cost)}"


def _year_lines(year: YearOfCost | YearOfPlan) -> Iterator[str]:
    yield f"{year.year}: {format_due(year.cost)}"


def _membership_value_lines(joining: MembershipValue) -> Iterator[str]:
    saves, dues = format_range(joining.saves), format_range(joining.dues)
    yield f"{joining.organization}: saves {saves}, dues {dues}"


def _step_lines(step: Step) -> Iterator[str]:
    end = step.finish or (f"at most {step.finish_by}" if step.finish_by else "an unknown day")
    yield f"{step.id}, {step.start} to {end}, {format_range(step.cost)}"


def _not_planned_lines(missing: NotPlanned) -> Iterator[str]:
    yield f"{missing.id}: {one_line('because', missing.because)}"


def _dated_payment_lines(payment: DatedPayment) -> Iterator[str]:
    name = payment_name(payment.purpose, payment.shared)
    yield f"{payment.id} {name} on {payment.day}: {format_range(payment.cost)}"


def _possible_step_lines(possible: PossibleStep) -> Iterator[str]:
    yield f"{possible.id}: {one_line('reason', possible.reason)}"


RESULT_PHRASES: Final[Mapping[type, Callable[..., Iterable[str]]]] = {
    dict: _dict_lines,
    Job: _job_lines,
    Study: _study_lines,
    Held: _held_lines,
    RequirementResult: _requirement_result_lines,
    EligibilityResult: _eligibility_result_lines,
    Payment: _payment_lines,
    YearOfCost: _year_lines,
    YearOfPlan: _year_lines,
    MembershipValue: _membership_value_lines,
    Step: _step_lines,
    NotPlanned: _not_planned_lines,
    DatedPayment: _dated_payment_lines,
    PossibleStep: _possible_step_lines,
}
"""Functions that yield the lines of each part of a profile or a result."""
