"""The words of the reasons in a plan; `reasons` describes such a table of words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.model.credential import Effort, Money, Months
from libcert.model.month_slots import months_to_slots
from libcert.render.phrases import (
    DUE,
    NOT_ON_RECORD,
    STANDINGS,
    Words,
    format_money,
    format_range,
    heading,
    payment_name,
    plural,
)


def about_several(words: str) -> str:
    """Return the *words* of a reason that is true of one credential for several ones."""
    for one, several in _PLURALS:
        words = re.sub(one, several, words)
    return words


_PLURALS: Final = (
    (r"^it cannot be done", "none of them can be done"),
    (r"^no way to do it", "no way to do any of them"),
    (r"^you already hold it$", "you already hold them"),
    (r"^you must start it ", "you must start each "),
    (r"^its ", "each: its "),
    (r"^all its (fees count in \d+, the year) of its start$", r"all their \1 they start"),
    (r"^it ", "each "),
)
"""The beginning of a reason about one credential, and the words for several."""

# --- Why a credential is planned as it is, or not at all ------------------------------------------


def _condition_assumed(condition: str, needs: Sequence[str]) -> str:
    question = f'do you meet this: "{condition}"?'
    rest = [
        need.removeprefix(question).strip(" ()") if need.startswith(question) else need
        for need in needs
    ]
    told = "; ".join(filter(None, rest))
    return f'you meet "{condition}"' + (f" ({told})" if told else ", which nobody has said")


def _conditions_not_met(needs: Sequence[str]) -> str:
    return "; ".join(needs)


def _duration_assumed(months: Decimal, on_record: Months) -> str:
    return f"it takes {_months(months)}, as you assume ({_on_record(on_record)})"


def _duration_chosen(months: Decimal, on_record: Months) -> str:
    return f"it takes {_months(months)} ({_on_record(on_record)})"


def _duration_by_hours(months: Decimal, effort: Effort, hours_a_week: Decimal) -> str:
    pace = f"{format_range(effort)} of study at {hours_a_week.normalize():f} hours a week"
    return f"it takes {_months(months)} ({pace}; duration {NOT_ON_RECORD})"


def describe_study(effort: Effort, *, by_hours: bool) -> str | None:
    """Return the hours of study on record, for *by_hours* if these are all; None without hours."""
    if not effort.known or effort.unit != "hours":
        return None
    if by_hours or effort.low is None:
        return f"{format_range(effort)} of study"
    return f"at least {format_range(effort.replace(high=effort.low, open=True))} of study"


def _end_unknown(on_record: Months, effort: Effort, months: int | None, *, by_hours: bool) -> str:
    length = _on_record(on_record) if on_record.known else NOT_ON_RECORD
    parts = [f"its duration is {'not certain' if on_record.known else NOT_ON_RECORD}"]
    if on_record.known:
        parts[0] += f" ({length})"
    study = describe_study(effort, by_hours=by_hours)
    if study is not None and not on_record.known:
        parts.append(f"it takes {study}")
    if months is not None:
        parts.append(f"it must be finished within {months} months")
    return "; ".join(parts)


def _end_unknown_with_option(
    on_record: Months, effort: Effort, months: int | None, *, by_hours: bool
) -> str:
    option = "--study-hours HOURS" if by_hours else "--assume ID=MONTHS"
    words = _end_unknown(on_record, effort, months, by_hours=by_hours)
    return f"{words}; use `{option}` to plan its end"


def _fee_covered(purpose: str, by: Sequence[str], why: str, name: str | None) -> str:
    others, fee = " and ".join(by), payment_name(purpose)
    if name is not None:
        fee = name if fee in name else f"{fee} ({name})"
    return {
        "shared": f"its {fee} is paid with {others}",
        "exams": f"exams that are passed with {others} are not paid again",
        "unclear": f"its {fee} may be lower with {others}",
    }[why]


def _fees_after_award(fees: Sequence[tuple[int, Money, str | None]]) -> str:
    """Return the *fees* with known amounts: the months between two payments, amount and name."""
    amounts = [
        f"{format_range(amount)} {_every(months)}{f' ({name})' if name else ''}"
        for months, amount, name in fees
    ]
    whose = "its day is" if len(amounts) == 1 else "their days are"
    return f"from the award on: {', '.join(amounts)}, not counted because {whose} not known"


def _every(months: int) -> str:
    year = 12
    return "a year" if months == year else f"every {format_range(Months(low=months, high=months))}"


def _later_over_budget(years: Sequence[int]) -> str:
    return f"the fees after the plan are more than the budget in {', '.join(map(str, years))}"


def _starts_after(credentials: Sequence[str], day: date) -> str:
    return f"it starts after {' and '.join(credentials)}, on {day} at the earliest"


def _on_record(duration: Months) -> str:
    text = format_range(duration)
    return f"on record: {text}" if duration.known else text


def _months(amount: Decimal) -> str:
    months = round(amount, 2)
    if not amount:
        return "no time"
    if amount < 1:
        return plural(months_to_slots(amount), "day")
    return format_range(Months(low=months, high=months))


def _crowded_out(credential: str, by: Sequence[str], *, proven: bool) -> str:
    del credential  # only the option names it
    if not by:
        return "it fits by itself, but no plan with all the others was found"
    others = " and ".join(by)
    if not proven:
        return f"it fits by itself, but no plan with it and {others} was found"
    return f"it fits by itself, but not beside {others}"


def _crowded_out_with_option(credential: str, by: Sequence[str], *, proven: bool) -> str:
    return f"{_crowded_out(credential, by, proven=proven)}; `libcert plan {credential}` plans it"


def _price_not_certain(
    cost: Money, currency: str, dues: Sequence[str], rates: Sequence[str]
) -> str:
    parts = [f"the dues of {' and '.join(dues)} are {NOT_ON_RECORD}"] if dues else []
    if rates and cost.known and not cost.open:
        parts.append(f"its price of {format_range(cost)} is not in {currency}")
    elif rates:
        parts.append(f"it is priced in {' and '.join(rates)}, not in {currency}")
    if not parts and not cost.known:
        parts = ["its price is not known; ask the issuer"]
    elif not parts:
        parts = [f"its price of {format_range(cost)} may be higher; ask the issuer"]
    return "; ".join(parts)


def _price_not_certain_with_option(
    cost: Money, currency: str, dues: Sequence[str], rates: Sequence[str]
) -> str:
    words = _price_not_certain(cost, currency, dues, rates)
    return "; ".join(filter(None, [words, price_options(dues, rates)]))


def price_options(dues: Sequence[str], rates: Sequence[str]) -> str:
    """Return the options to add that make a price certain; nothing if no option does."""
    options = [f"--dues {society}=AMOUNT" for society in dues]
    options += [f"--rate {unit}=NUMBER" for unit in rates]
    return f"add {' and '.join(f'`{option}`' for option in options)}" if options else ""


def _may_cost_more(budget: Money) -> str:
    return f"it may cost more than {format_money(budget.low or 0, budget.unit)} a year"


def _no_room(
    *,
    proven: bool,
    beside: Sequence[str],
    by: date | None,
    budget: Money | None,
    years: int | None,
) -> str:
    parts = ["it cannot be done" if proven else "no way to do it was found"]
    if beside:
        parts.append(f"beside {' and '.join(beside)}")
    if by is not None:
        parts.append(f"by {by}")
    if budget is not None:
        parts.append(f"with {format_money(budget.low or 0, budget.unit)} a year")
    if years is not None:
        parts.append(f"within {years} years")
    return " ".join(parts)


# --- Changes that would help, and doubts ----------------------------------------------------------


def _larger_budget(amount: int, currency: str, *, proven: bool) -> str:
    return f"a budget of {format_money(amount, currency)} a year{_or_less(proven=proven)}"


def _more_time(until: date, *, proven: bool) -> str:
    return f"time until {until}{_or_less(proven=proven)}"


def _or_less(*, proven: bool) -> str:
    return "" if proven else ", or perhaps less"


def _fewer_goals(credentials: Sequence[str]) -> str:
    return f"leaving out {', '.join(credentials)}"


def _due_day_unknown(purpose: str) -> str:
    return f"the day of its {DUE[purpose]} is not known, so it is not counted"


def _due_cost_unknown(purpose: str) -> str:
    return f"the cost of its {DUE[purpose]} is {NOT_ON_RECORD}, so it is not counted"


def _paid_at_start(purpose: str, day: date) -> str:
    return f"its {DUE[purpose]}, due on {day}, is paid at the start of the plan"


def _figures_disputed(fields: Sequence[str]) -> str:
    return f"disputed figures: {', '.join(map(heading, fields))}"


PLAN_WORDS: Final[Mapping[str, Words]] = {
    # One credential.
    "condition-assumed": _condition_assumed,
    "condition-not-on-record": "the record does not say which {figure} it requires",
    "condition-met-later": 'you meet "{condition}" on {day}',
    "conditions-not-met": _conditions_not_met,
    "cost-unknown": "{part}",
    "deadline-needs-hours": (
        "it must be finished within {months} months, at {hours_a_week} hours of study a week",
        "it must be finished within {months} months; use `--study-hours {hours_a_week}` or more",
    ),
    "deadline-too-short": "it must be finished within {months} months, but takes longer",
    "duration-assumed": _duration_assumed,
    "duration-chosen": _duration_chosen,
    "duration-too-long": "it takes more than {years} years",
    "duration-by-hours": _duration_by_hours,
    "end-not-certain": "it is not certain that it ends by {by}",
    "end-unknown": (_end_unknown, _end_unknown_with_option),
    "fee-covered": _fee_covered,
    "later-over-budget": _later_over_budget,
    "fees-after-award": _fees_after_award,
    "fees-at-start": "all its fees count in {year}, the year of its start",
    "starts-after": _starts_after,
    # Why it is not planned.
    "already-held": "you already hold it",
    "crowded-out": (_crowded_out, _crowded_out_with_option),
    "price-not-certain": (_price_not_certain, _price_not_certain_with_option),
    "conditions-lapse": (
        "you must start it by {day}, because you do not meet all its requirements after that"
    ),
    "never-met-together": "no day is known on which you meet all its requirements",
    "may-cost-more": _may_cost_more,
    "no-room": _no_room,
    "prerequisite-not-planned": "it requires {credential} first, which is not planned: {because}",
    "prerequisite-too-late": "a credential that it requires is not planned before it",
    # Changes that would help.
    "fewer-goals": _fewer_goals,
    "larger-budget": _larger_budget,
    "more-time": _more_time,
    # Assumptions and doubts.
    "due-cost-unknown": _due_cost_unknown,
    "due-day-unknown": _due_day_unknown,
    "figures-disputed": _figures_disputed,
    "not-found": STANDINGS["not-found"][1],
    "of-credential": "{credential}: {reason}",
    "paid-at-start": _paid_at_start,
    "upkeep-over-budget": (
        "the credentials that you already hold cost more than the budget in {year}"
    ),
    "upkeep-unknown": "no catalogue contains it, so the cost to keep it is not counted",
}
"""The words of each code."""
