"""A table for people of the renewals and yearly fees that are due."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Money
from libcert.model.results import Due, Within
from libcert.model.vocabulary import Standing
from libcert.render.phrases import DASH, NOT_ON_RECORD, payment_name
from libcert.render.reasons import describe_with_options
from libcert.render.table import Table, table_for_people

_WHEN: Final[Mapping[Within, str]] = {"past": "overdue", "this year": "this year"}
"""The words for a time until something is due, if they are not `in` and the time."""


@model
class _Row(Model):
    """One renewal or fee."""

    due: str
    when: str
    id: str
    what: str
    credits: str
    cost: Money
    standing: Standing | None


def renewals_table(dues: Sequence[Due]) -> Table:
    """Return a table with a row per renewal or fee, and the notes on them below."""
    rows = [
        _Row(
            due=DASH if due.due is None else str(due.due),
            when=_when(due),
            id=due.id,
            what=payment_name(due.purpose, due.shared),
            credits=_format_credits(due),
            cost=due.cost,
            standing=due.standing,
        )
        for due in dues
    ]
    notes = [
        f"{due.id}, {payment_name(due.purpose, due.shared)}: {describe_with_options(due.note)}"
        for due in dues
        if due.note
    ]
    return table_for_people(_Row, rows, footer=["", *notes] if notes else [])


def _when(due: Due) -> str:
    """Return when it is due in words: `overdue`, `in 90 days`, `next year`."""
    if due.due is None or due.days is None or due.within is None:
        return DASH
    is_next = due.due.year - (due.due - timedelta(days=due.days)).year == 1
    if due.within == "later":
        return "next year" if is_next else "later"
    return _WHEN.get(due.within, f"in {due.within}")


def _format_credits(due: Due) -> str:
    if due.credits is None:
        return DASH if due.purpose == "maintenance" else NOT_ON_RECORD
    held = "" if due.credits_held is None else f", {due.credits_held} earned"
    return f"{due.credits}{held}"
