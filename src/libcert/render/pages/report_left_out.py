"""The part of a report on what a plan leaves out, what may fit, and what would help."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model.reasons import Reason
from libcert.model.results import NotPlanned, Plan
from libcert.render.check_table import ended
from libcert.render.pages.report_content import Report, full_name, is_held
from libcert.render.phrases import and_words
from libcert.render.plan_reasons import about_several
from libcert.render.reasons import describe

MOST_NAMED: Final = 3
"""The most credentials that one line names in full."""
MOST_REASONS: Final = 3
"""The most reasons why credentials are left out that have a line of their own."""


def left_out_lines(report: Report, plan: Plan) -> Iterator[str]:
    """Yield what *plan* leaves out and why, what would help, and what else is open.

    Credentials with the same reason share a line.
    """
    yield from _reason_lines(report, plan)
    helpful = [describe(reason) for reason in plan.mend if reason.code != "fewer-goals"]
    if helpful:
        yield ended(f"This would help: {'; or '.join(helpful)}")
    yield from _may_fit_lines(plan)
    if plan.also_open:
        yield ended(f"Also open to you: {_few([_name(report, id_) for id_ in plan.also_open])}")
    if report.is_anywhere:
        yield "You did not say where you work (--where), so some of this may not count there."


def _reason_lines(report: Report, plan: Plan) -> Iterator[str]:
    by_reason: dict[str, list[NotPlanned]] = {}
    for missing in plan.not_planned:
        because = missing.because
        if because.data.get("beside"):  # each of several may come after other steps
            because = Reason.of(because.code, **{**because.data, "beside": ("these",)})
        if not is_held(report, missing.id):
            by_reason.setdefault(describe(because), []).append(missing)
    for words, group in [*by_reason.items()][:MOST_REASONS]:
        why = about_several(words) if len(group) > 1 else describe(group[0].because)
        yield ended(f"Left out: {_few([_name(report, one.id) for one in group])}: {why}")
    others = [one for group in [*by_reason.values()][MOST_REASONS:] for one in group]
    if others:
        names = [_name(report, one.id) for one in others]
        yield ended(f"Left out for other reasons: {_few(names)}")


def _may_fit_lines(plan: Plan) -> Iterator[str]:
    """Yield what may fit, in at most two lines: by an open price, and by what was not said."""
    is_open = [not (one.reason.data["dues"] or one.reason.data["rates"]) for one in plan.may_fit]
    for kind, words in (
        (True, ", but their prices are open, so ask the issuers"),
        (False, ", but you did not say your dues, or the rate of another currency"),
    ):
        found = [fit for fit, price in zip(plan.may_fit, is_open, strict=True) if price is kind]
        if len(found) == 1:
            yield ended(f"May fit: {full_name(found[0])}: {describe(found[0].reason)}")
        elif found:
            yield ended(f"May fit{words}: {_few([full_name(fit) for fit in found])}")


def _name(report: Report, id_: str) -> str:
    name = report.names.get(id_, id_)
    return id_ if name == id_ else f"{name} ({id_})"


def _few(names: Sequence[str]) -> str:
    """Return *names*; only the first and the number of the others if there are many."""
    more = len(names) - MOST_NAMED
    return and_words([*names[:MOST_NAMED], f"{more} more"] if more > 0 else names)
