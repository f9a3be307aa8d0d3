"""A table for people of the steps of plans, with a timeline."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Money
from libcert.model.reasons import Reason
from libcert.model.results import Plan, Step, YearOfPlan
from libcert.model.vocabulary import Standing
from libcert.render import charts
from libcert.render.phrases import (
    INDENT,
    NOT_ON_RECORD,
    format_money,
    format_range,
    heading,
    one_line,
    payment_name,
)
from libcert.render.reasons import describe_with_options
from libcert.render.table import Table, table_for_people

TIMELINE: Final = 28
"""The length of a timeline, in columns."""
MOST_NAMED: Final = 5
"""The most credentials that one line names."""


@model
class _Row(Model):
    """One step of a plan."""

    plan: str
    id: str
    standing: Standing | None
    start: str
    finish: str
    cost: str
    timeline: str


def plan_table(plans: Sequence[Plan], *, by_year: bool = False) -> Table:
    """Return a table with a row per step, and a summary of each plan below.

    Args:
        plans: At least one plan. Several plans are numbered from 1 and share one timeline.
        by_year: Whether the summary has a line with all payments for each year.
    """
    first = min(plan.start for plan in plans)
    last = max((end for plan in plans for end in _ends(plan)), default=first)
    several = len(plans) > 1
    rows = []
    footer: list[str] = []
    for number, plan in enumerate(plans, 1):
        rows += [_row(str(number), step, first, last) for step in plan.steps]
        footer += _summary_lines(plan, f"plan {number}: " if several else "", by_year=by_year)
    return table_for_people(
        _Row,
        rows,
        without=() if several else ("plan",),
        pictures=("timeline",),
        footer=footer,
    )


def _ends(plan: Plan) -> Iterator[date]:
    """Yield the ends of the steps; for one without an end, its latest end or its start."""
    for step in plan.steps:
        yield step.finish or step.finish_by or step.start


def _row(plan: str, step: Step, first: date, last: date) -> _Row:
    if step.finish is not None:
        finish = str(step.finish)
    else:
        finish = f"by {step.finish_by}" if step.finish_by else "not known"
    return _Row(
        plan=plan,
        id=step.id,
        standing=step.standing,
        start=f"after {', '.join(step.after)}" if step.after else str(step.start),
        finish=finish,
        cost=format_range(step.cost),
        timeline=charts.timeline(step.start, step.finish, first, last, TIMELINE),
    )


def _summary_lines(plan: Plan, name: str, *, by_year: bool) -> Iterator[str]:
    """Yield an empty line, then the lines below the table for one plan."""
    yield ""
    if plan.steps:
        doubt = "" if plan.proven else "; a better plan may exist"
        yield f"{name}{_end_line(plan)}; {_total(plan.total)}{doubt}"
        if by_year:
            yield from (f"{INDENT}{line}" for line in _folded_years(plan.by_year, _due_and_for))
        else:
            yield "; ".join(_folded_years(plan.by_year, _due))
        yield from _reason_lines("it rests on", _grouped(plan.assumed, plan))
        yield from _doubt_lines(plan.disputed)
    else:
        yield f"{name}No plan: nothing fits. Here is why:"
    yield from _left_out_lines(plan)


def _doubt_lines(reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield what public sources doubt; `show` has the figures."""
    ids_by_doubt: dict[str, list[str]] = {}
    for reason in reasons:
        inner = reason.data["reason"]
        is_disputed = inner.code == "figures-disputed"
        words = "sources dispute some figures" if is_disputed else describe_with_options(inner)
        ids_by_doubt.setdefault(words, []).append(reason.data["credential"])
    for words, ids in ids_by_doubt.items():
        yield f"in doubt: {_names(ids)}: {words}; see `libcert show {ids[0]}`"


def _end_line(plan: Plan) -> str:
    """Return when the plan is done, and which steps have no known end."""
    open_ids = [step.id for step in plan.steps if step.finish is None]
    whose = f"the end of {_names(open_ids)} is not known"
    if plan.finish is None:
        return whose
    return f"done on {plan.finish}" + (f", but {whose}" if open_ids else "")


def _total(total: Money) -> str:
    return f"total {format_range(total)}" if total.known else "total cost unknown"


def _folded_years(
    years: Sequence[YearOfPlan], describe: Callable[[YearOfPlan], tuple[str, str]]
) -> Iterator[str]:
    """Yield the words of *describe* for each year, with the years that have the same together."""
    for (due, why), same in groupby(years, describe):
        first, *rest = [year.year for year in same]
        yield f"{first}{f'–{rest[-1]}' if rest else ''}: {due}{' a year' if rest else ''}{why}"


def _due(year: YearOfPlan) -> tuple[str, str]:
    """Return the sum of a year and the budget, and no payments."""
    cost = year.cost
    if cost.high == 0 and not cost.open:
        due = format_money(0, cost.unit)
    else:
        due = format_range(cost) if cost.known else "cost unknown"
    if year.budget is not None and cost.known:
        due += f" of {format_money(year.budget, cost.unit)}"
    return due, ""


def _due_and_for(year: YearOfPlan) -> tuple[str, str]:
    """Return the sum of a year and the budget, and the payments."""
    payments = "; ".join(one_line("what", payment) for payment in year.what)
    return _due(year)[0], payments and f" ({payments})"


def _reason_lines(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield f"{title}:"
        yield f"{INDENT}{line}"


def _grouped(reasons: Sequence[Reason], plan: Plan) -> Iterator[str]:
    """Yield each of *reasons* once, with all credentials that it is about.

    Reasons of one kind share a line. It leaves out what the other lines of the plan say.
    """
    kinds: dict[str, dict[str, list[str]]] = {"": {}}
    for reason in reasons:
        about, inner = reason.data.get("credential", ""), reason.data.get("reason", reason)
        is_said = inner.code == "end-not-certain" or (
            inner.code == "starts-after" and inner.data["day"] == plan.start
        )
        if not is_said:
            kind, words = _kind_and_words(inner)
            kinds.setdefault(kind, {}).setdefault(about, []).append(words)
    for kind, by_id in kinds.items():
        ids_by_words: dict[str, list[str]] = {}
        for about, texts in by_id.items():
            words = ", ".join(dict.fromkeys(texts))
            if kind not in {"", _NOT_COUNTED}:
                words = kind.format(words)
            for line in [words] if kind else texts:
                ids_by_words.setdefault(line, []).append(about)
        lines = [
            f"{f'{_names(ids)}: ' if ids[0] else ''}{words}" for words, ids in ids_by_words.items()
        ]
        if kind == _NOT_COUNTED:
            yield kind.format("; ".join(lines))
        else:
            yield from lines


_NOT_COUNTED: Final = f"not counted, as {NOT_ON_RECORD}: {{}}"
_KINDS: Final = {
    "condition-assumed": "you meet {}, which nobody has said",
    "fees-after-award": _NOT_COUNTED,
    "end-unknown": "how long it takes is not on record{}",
}
"""The sentences that the reasons of one kind share."""


def _kind_and_words(reason: Reason) -> tuple[str, str]:
    """Return the sentence for all reasons of the same kind as *reason*, and its own part of it."""
    kind, words = _KINDS.get(reason.code, ""), describe_with_options(reason)
    match reason.code:
        case "condition-assumed":
            words = f'"{reason.data["condition"]}"'
        case "end-unknown" if reason.data["on_record"].known:
            kind = ""
        case "end-unknown":
            hours = f" ({format_range(reason.data['effort'])} of study)"
            option = "--study-hours HOURS" if reason.data["by_hours"] else "--assume ID=MONTHS"
            words = f"{hours if reason.data['by_hours'] else ''}; add `{option}`"
        case "cost-unknown" if reason.data["part"].code == "fee-not-on-record":
            kind, words = _NOT_COUNTED, payment_name(reason.data["part"].data["purpose"])
        case "cost-unknown" if reason.data["part"].code.startswith("renewal-"):
            kind, words = _NOT_COUNTED, heading("renewal")
        case "fees-after-award":
            words = "fees after the award"
        case _:
            pass
    return kind, words


def _left_out_lines(plan: Plan) -> Iterator[str]:
    """Yield what is not planned and why, what would help, and what else is open."""
    ids_by_reason: dict[str, list[str]] = {}
    for missing in plan.not_planned:
        because = missing.because
        if because.data.get("beside"):  # each of several may come after other steps
            because = Reason.of(because.code, **{**because.data, "beside": ("these",)})
        ids_by_reason.setdefault(describe_with_options(because), []).append(missing.id)
    for words, ids in ids_by_reason.items():
        yield f"{'left out: ' if plan.steps else INDENT}{_names(ids)}: {words}"
    yield from _next_line(plan)
    if plan.mend:
        yield f"What would help: {'; or '.join(map(describe_with_options, plan.mend))}"
    if plan.may_fit:
        listed = _names([possible.id for possible in plan.may_fit])
        yield f"may fit: {listed}; their price is not certain, ask the issuer"
    if plan.also_open:
        yield f"also open to you: {_names(plan.also_open)}; see `libcert next`"


def _next_line(plan: Plan) -> Iterator[str]:
    """Yield the command to use next, if nothing is planned."""
    if plan.steps or plan.mend:
        return
    lacking = [one.id for one in plan.not_planned if one.because.code in _SETTLED_BY_CHECK]
    if lacking:
        yield f"`libcert check {' '.join(lacking[:MOST_NAMED])}` shows each requirement"
    elif not plan.not_planned:
        yield f"{INDENT}nothing else is open to you for certain"
        yield "`libcert next` shows what takes one more step"


_SETTLED_BY_CHECK: Final = {"conditions-not-met", "conditions-lapse", "never-met-together"}
"""The codes of reasons that are about requirements."""


def _names(ids: Sequence[str]) -> str:
    """Return *ids* with commas; only the first few if there are many."""
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    return f"{', '.join(ids[:MOST_NAMED])}{more}"
