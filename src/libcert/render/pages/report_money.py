"""The sentences of a report on money: the span of a sum, who else is paid, and what is doubtful."""

from collections.abc import Iterator
from typing import Final

from libcert.model.results import Plan, Step
from libcert.render.check_table import ended, sentence
from libcert.render.pages.report_content import Report, few
from libcert.render.phrases import EN_DASH, and_words, format_money, format_range, payment_name
from libcert.render.result_phrases import add_payments, has_more, other_currencies

DISPUTED: Final = "disputed"
"""The mark of figures that public sources dispute."""


def money_in_brief(report: Report) -> Iterator[str]:
    """Yield what the sum of all fees covers, and what comes on top of it."""
    plan = report.plan
    if plan is not None and plan.by_year and plan.steps:
        yield _covered(plan)
        yield from _within_budget(plan)
        for step in plan.steps:
            if step.after:
                yield ended(sentence(after_words(step)))
    for payment in report.to_others:
        amount = format_range(payment.cost)
        name = payment_name(payment.purpose)
        yield ended(f"Plus {name} fees of {payment.id}, {amount}, paid to others")
    ids = disputed_fees(report)
    if ids and (report.costs or plan is not None):
        yield ended(f"Sources dispute the fees of {few(ids)}")


def after_words(step: Step) -> str:
    """Return from which year on the fees of a *step* are due that comes after others."""
    return f"fees of {step.id}: {step.start.year} at the earliest, after {few(step.after)}"


def disputed_fees(report: Report) -> list[str]:
    """Return the credentials with fees that public sources dispute."""
    marked = {
        position
        for (field, position), note in report.notes.items()
        if field in {"cost", "fees"} and DISPUTED in note
    }
    return [one.id for position, one in enumerate(report.records) if position in marked]


def _covered(plan: Plan) -> str:
    """Return which years the sum covers, and which part of it keeps what the person holds."""
    first, last = plan.by_year[0].year, plan.by_year[-1].year
    span = f"{first}{EN_DASH}{last}" if first < last else str(first)
    earned = {step.id for step in plan.steps}
    kept = [one for year in plan.by_year for one in year.what if one.id not in earned]
    amounts = add_payments(kept)
    if not amounts:
        return f"The total covers {span}."
    text = " + ".join(format_range(one) for one in amounts)
    ids = and_words(list(dict.fromkeys(one.id for one in kept)))
    return f"The total covers {span}; {text} of it keeps {ids}, which you hold."


def _within_budget(plan: Plan) -> Iterator[str]:
    """Yield that no year costs more than the budget, if that is so by the amounts on record."""
    limits = [year.budget for year in plan.by_year if year.budget is not None]
    spent = [year.cost for year in plan.by_year if year.cost.known]
    if not limits or any(one.high is None or one.high > limits[0] for one in spent):
        return
    unit = f" in {plan.total.unit}" if other_currencies(plan.by_year) else ""
    is_part = unit or any(map(has_more, plan.by_year))
    known = f"By the amounts{unit} that are on record, each" if is_part else "Each"
    yield f"{known} year is within {format_money(limits[0], plan.total.unit)}."
