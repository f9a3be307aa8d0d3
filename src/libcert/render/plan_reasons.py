"""The words of the reasons that a plan gives; see `reasons` for what a table of words has."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.model.credential import Months
from libcert.render.phrases import (
    DUE,
    NOT_ON_RECORD,
    STANDINGS,
    format_money,
    format_range,
    heading,
)

_Template = str | Callable[..., str]
_Words = _Template | tuple[_Template, _Template]


# --- Why a credential is planned as it is, or not at all ------------------------------------------


def _condition_assumed(condition: str, needs: Sequence[str]) -> str:
    return f"you meet «{condition}» ({'; '.join(needs)})"


def _conditions_not_met(needs: Sequence[str]) -> str:
    return "; ".join(needs)


def _duration_assumed(months: Decimal, on_record: Months) -> str:
    return f"it takes {_months(months)}; that is {_on_record(on_record)}"


def _duration_chosen(months: Decimal, on_record: Months) -> str:
    return f"it takes {_months(months)}, {_on_record(on_record)}"


def _duration_unknown(on_record: Months) -> str:
    return f"how long it takes is {_on_record(on_record)}"


def _duration_unknown_with_option(on_record: Months) -> str:
    return f"{_duration_unknown(on_record)}; `--assume ID=MONTHS` says how long"


def _on_record(duration: Months) -> str:
    text = format_range(duration)
    return f"on record as {text}" if duration.known else text


def _months(amount: Decimal) -> str:
    months = round(amount, 2)
    return format_range(Months(low=months, high=months))


def _no_room(
    *, proven: bool, by: date | None, budget: Decimal | None, currency: str, years: int | None
) -> str:
    parts = ["it cannot be done" if proven else "no way was found to do it"]
    if by is not None:
        parts.append(f"by {by}")
    if budget is not None:
        parts.append(f"within {format_money(budget, currency)} a year")
    if years is not None:
        parts.append(f"in {years} years")
    return " ".join(parts)


# --- What would mend it, and what is in doubt -----------------------------------------------------


def _larger_budget(amount: int, currency: str, *, proven: bool) -> str:
    return f"a budget of {format_money(amount, currency)} a year{_or_less(proven=proven)}"


def _more_time(until: date, *, proven: bool) -> str:
    return f"time until {until}{_or_less(proven=proven)}"


def _or_less(*, proven: bool) -> str:
    return "" if proven else ", or perhaps less"


def _fewer_goals(credentials: Sequence[str]) -> str:
    return f"going without {', '.join(credentials)}"


def _due_day_unknown(purpose: str) -> str:
    return f"the day of its {DUE[purpose]} is not known, so it is not counted"


def _due_cost_unknown(purpose: str) -> str:
    return f"what its {DUE[purpose]} costs is {NOT_ON_RECORD}, so it is not counted"


def _paid_at_start(purpose: str, day: date) -> str:
    return f"its {DUE[purpose]} of {day} is paid at the start"


def _figures_disputed(fields: Sequence[str]) -> str:
    return f"disputed {', '.join(map(heading, fields))}"


PLAN_WORDS: Final[Mapping[str, _Words]] = {
    # One credential.
    "condition-assumed": _condition_assumed,
    "condition-met-later": "«{condition}» is met on {day}",
    "conditions-not-met": _conditions_not_met,
    "cost-unknown": "{part}",
    "deadline-too-short": "it has to be finished within {months} months, and takes longer",
    "duration-assumed": _duration_assumed,
    "duration-chosen": _duration_chosen,
    "duration-too-long": "it takes more than {years} years",
    "duration-unknown": (_duration_unknown, _duration_unknown_with_option),
    # Why it is not planned.
    "already-held": "you hold it already",
    "conditions-lapse": "it has to be begun by {day}, when conditions lapse",
    "never-met-together": "no day is known on which all its conditions are met",
    "no-room": _no_room,
    "openness-unknown": (
        "whether it is open to you is not known",
        "whether it is open to you is not known; `libcert check` says what would tell",
    ),
    "prerequisite-not-planned": "it asks for {credential} first: {because}",
    "prerequisite-too-late": "what it asks for first is not planned before it",
    # What would mend that.
    "fewer-goals": _fewer_goals,
    "larger-budget": _larger_budget,
    "more-time": _more_time,
    # What is assumed, and in doubt.
    "due-cost-unknown": _due_cost_unknown,
    "due-day-unknown": _due_day_unknown,
    "figures-disputed": _figures_disputed,
    "not-found": STANDINGS["not-found"][1],
    "of-credential": "{credential}: {reason}",
    "paid-at-start": _paid_at_start,
    "upkeep-over-budget": "what you hold already takes more than the budget in {year}",
    "upkeep-unknown": "no catalogue has it, so what it costs to keep is not counted",
}
"""The words of each code."""
