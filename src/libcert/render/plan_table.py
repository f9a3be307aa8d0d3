"""A table for people of the steps of plans, with a timeline."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Money
from libcert.model.reasons import Reason
from libcert.model.results import Plan, PossibleStep, Step, YearOfPlan
from libcert.model.vocabulary import Standing
from libcert.render import charts
from libcert.render.phrases import (
    INDENT,
    NOT_ON_RECORD,
    format_money,
    format_range,
    one_line,
    payment_name,
)
from libcert.render.plan_reasons import (
    about_several,
    describe_study,
    price_options,
)
from libcert.render.reasons import describe, describe_with_options
from libcert.render.result_phrases import format_sum, has_more, other_currencies
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
    yield from _made_for_you_lines(plan, name)
    if plan.steps:
        doubt = "" if plan.proven else "; a better plan may exist"
        yield f"{name}{end_words(plan)}; {total_words(plan.total, plan.by_year)}{doubt}"
        if by_year:
            yield from (f"{INDENT}{line}" for line in _folded_years(plan.by_year, _due_and_for))
        else:
            yield "; ".join(_folded_years(plan.by_year, _due))
        yield from _reason_lines("it rests on", assumption_lines(plan, options=True))
        yield from _doubt_lines(plan.disputed)
    else:
        doubt = " for certain" if plan.may_fit else ""
        why = " Here is why:" if plan.not_planned or not doubt else ""
        yield f"{name}No plan: nothing fits{doubt}.{why}"
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


def end_words(plan: Plan) -> str:
    """Return when the plan is done, which steps have no known end, and which may end too late."""
    by_id = {
        reason.data["credential"]: reason.data["reason"].data["by"]
        for reason in plan.assumed
        if reason.code == "of-credential" and reason.data["reason"].code == "end-not-certain"
    }
    open_ids = [step.id for step in plan.steps if step.finish is None and step.id not in by_id]
    parts = [] if plan.finish is None else [f"done on {plan.finish}"]
    if open_ids:
        parts.append(f"the end of {_names(open_ids)} is not known")
    if by_id:
        late = {step.id: step.finish_by for step in plan.steps if step.id in by_id}
        ends = [f"{id_} may take until {end}" for id_, end in late.items() if end is not None]
        some = [_names(ends)] if ends else []
        others = [id_ for id_, end in late.items() if end is None]
        some += [f"the end of {_names(others)} is not known"] if others else []
        parts.append(f"not certain to end by {next(iter(by_id.values()))}: {', '.join(some)}")
    return ", but ".join(parts[:2]) + "".join(f"; {part}" for part in parts[2:])


def total_words(total: Money, years: Sequence[YearOfPlan] = ()) -> str:
    """Return the sum of all fees in words: `total $325–$350 + £150 + more`.

    Fees of *years* in other currencies come on top, because no sum has them.
    """
    others = other_currencies(years)
    if others:
        is_more = any(map(has_more, years))
        return f"total {format_sum(total, others)}{' + more' if is_more else ''}"
    if total.high == 0 and total.open:
        return f"total {_zero(total)}"
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
    due = format_range(cost) if cost.known else "cost unknown"
    if cost.high == 0:
        due = _zero(cost)
    if year.budget is not None and cost.known:
        due += f" of {format_money(year.budget, cost.unit)}"
    return due, ""


def _zero(cost: Money) -> str:
    """Return an amount of 0, to which more may come."""
    return f"{format_money(0, cost.unit)}{' + more' if cost.open else ''}"


def _due_and_for(year: YearOfPlan) -> tuple[str, str]:
    """Return the sum of a year and the budget, and the payments."""
    payments = "; ".join(one_line("what", payment) for payment in year.what)
    return _due(year)[0], payments and f" ({payments})"


def _reason_lines(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield f"{title}:"
        yield f"{INDENT}{line}"


def assumption_lines(plan: Plan, *, options: bool = False) -> Iterator[str]:
    """Yield each assumption of *plan* once, with all credentials that it is about.

    Reasons of one kind share a line. It leaves out what the other lines of the plan say. With
    *options*, the lines name the option to use.
    """
    kinds: dict[str, dict[str, list[str]]] = {"": {}}
    for reason in plan.assumed:
        about, inner = reason.data.get("credential", ""), reason.data.get("reason", reason)
        is_said = inner.code == "end-not-certain" or (
            inner.code == "starts-after" and inner.data["day"] == plan.start
        )
        if not is_said:
            kind, words = _kind_and_words(inner, options=options)
            kinds.setdefault(kind, {}).setdefault(about, []).append(words)
    for kind, by_id in kinds.items():
        ids_by_words: dict[str, dict[str, None]] = {}
        for about, texts in by_id.items():
            words = _CONJUNCTIONS.get(kind, ", ").join(dict.fromkeys(texts))
            if kind not in {"", _NOT_COUNTED}:
                words = kind.format(words)
            for line in [words] if kind else texts:
                ids_by_words.setdefault(line, {})[about] = None
        lines = [_about([*ids], words) for words, ids in ids_by_words.items()]
        if kind == _NOT_COUNTED:
            yield kind.format("; ".join(lines))
        else:
            yield from lines


_NOT_COUNTED: Final = f"not counted, as {NOT_ON_RECORD}: {{}}"
_KINDS: Final = {
    "condition-assumed": "you meet {}, which nobody has said",
    "condition-not-on-record": "the record does not say which {} it requires",
    "end-unknown": "how long it takes is not on record{}",
}
"""The sentences that the reasons of one kind share."""
_CONJUNCTIONS: Final = {_KINDS["condition-not-on-record"]: " and "}
"""The words between the parts of a sentence, if they are not commas."""


def _about(ids: Sequence[str], words: str) -> str:
    """Return the *words* of a reason with the *ids* that it is about; an empty id is none."""
    if not ids[0]:
        return words
    return f"{_names(ids)}: {about_several(words) if len(ids) > 1 else words}"


def _kind_and_words(reason: Reason, *, options: bool) -> tuple[str, str]:
    """Return the sentence for all reasons of the same kind as *reason*, and its own part of it."""
    kind, words = _KINDS.get(reason.code, ""), describe(reason, options=options)
    match reason.code:
        case "condition-assumed":
            words = f'"{reason.data["condition"]}"'
        case "condition-not-on-record":
            words = reason.data["figure"]
        case "end-unknown" if reason.data["on_record"].known:
            kind = ""
        case "end-unknown":
            by_hours = reason.data["by_hours"]
            study = describe_study(reason.data["effort"], by_hours=by_hours)
            option = "--study-hours HOURS" if by_hours else "--assume ID=MONTHS"
            words = f"{f' ({study})' if study else ''}{f'; add `{option}`' if options else ''}"
        case "cost-unknown" if reason.data["part"].code == "fee-not-on-record":
            kind, words = _NOT_COUNTED, payment_name(reason.data["part"].data["purpose"])
        case "cost-unknown" if reason.data["part"].code.startswith("renewal-"):
            kind, words = _NOT_COUNTED, "renewal"
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
        yield f"{'left out: ' if plan.steps else INDENT}{_about(ids, words)}"
    yield from _next_line(plan)
    if plan.mend:
        yield f"What would help: {'; or '.join(map(describe_with_options, plan.mend))}"
    others = [one for one in plan.may_fit if not one.made_for_you]
    for option, group in _by_price_option(others).items():
        yield f"may fit: {_names([one.id for one in group])}{option}"
    if plan.also_open:
        yield f"also open to you: {_names(plan.also_open)}; see `libcert next`"


def _price_option(possible: PossibleStep) -> str:
    """Return what makes the price of *possible* certain, after its name."""
    dues, rates = possible.reason.data["dues"], possible.reason.data["rates"]
    option = price_options(dues, rates)
    if not option:
        return ", but the price is open: ask the issuer"
    parts = [f"dues of {' and '.join(dues)} {NOT_ON_RECORD}"] if dues else []
    parts += [f"priced in {' and '.join(rates)}"] if rates else []
    return f"; {', '.join(parts)}: {option}"


def _by_price_option(possible: Iterable[PossibleStep]) -> Mapping[str, Sequence[PossibleStep]]:
    groups: dict[str, list[PossibleStep]] = {}
    for one in possible:
        groups.setdefault(_price_option(one), []).append(one)
    return groups


def _made_for_you_lines(plan: Plan, name: str) -> Iterator[str]:
    """Yield what is made for the person and may fit, which is more than what is for anybody.

    Those with a price on record come first.
    """
    made = sorted(
        (one for one in plan.may_fit if one.made_for_you),
        key=lambda one: not one.reason.data["cost"].low,
    )
    for option, group in _by_price_option(made).items():
        listed = [_with_price(one) for one in group]
        yield f"{name}{_names(listed)} {'fits' if len(group) == 1 else 'fit'} you{option}"
        if group[0] is made[0] and made[0].reason.data["cost"].low:
            yield f"{INDENT}`libcert plan {made[0].id}` plans it at the price on record"


def _with_price(possible: PossibleStep) -> str:
    cost = possible.reason.data["cost"]
    return f"{possible.id} ({format_range(cost)})" if cost.low else possible.id


def _next_line(plan: Plan) -> Iterator[str]:
    """Yield the command to use next, if nothing is planned."""
    if plan.steps or plan.mend or plan.may_fit:
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
