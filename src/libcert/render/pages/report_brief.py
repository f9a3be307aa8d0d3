"""The top of a report: for whom it is, and the answer in short."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.results import Eligibility, Plan
from libcert.render import cost_table, plan_table
from libcert.render.check_table import ended, is_later, sentence
from libcert.render.criteria_phrases import criteria_phrases
from libcert.render.pages.report_content import (
    MOST_IN_BRIEF,
    Fact,
    Report,
    Selection,
    and_words,
    answer_of,
    few,
    full_name,
    standing_words,
)
from libcert.render.pages.report_money import money_in_brief
from libcert.render.phrases import heading, plural
from libcert.render.profile_phrases import NOT_SET, profile_phrases
from libcert.render.reasons import describe
from libcert.render.show_table import SCHOOLING

MOST_NAMED: Final = 3
"""The most credentials whose full names fit into a sentence."""
_NOT_ABOUT_THE_PERSON: Final = ("currency",)
_QUALIFY: Final = {
    "yes": "You qualify now for",
    "later": "You qualify later for",
    "maybe": "It is not certain whether you qualify for",
    "no": "You do not qualify for",
}


def usual_title(report: Report) -> str:
    """Return the title of a page to which nobody has given one."""
    if report.plan is not None:
        return "Plan for library credentials"
    if report.selection is None and len(report.records) == 1:
        return full_name(report.records[0])
    return "Library credentials" if report.selection else "Library credentials compared"


def lead(report: Report) -> str:
    """Return for whom the page is, from which day, and which figures it has."""
    whom = f"For {report.whom}. " if report.whom else ""
    figures = (
        "Better figures of public sources replace the listed ones."
        if report.checked
        else "Figures that sources dispute are marked."
    )
    return f"{whom}As of {report.today}. {figures}"


def person(report: Report) -> Iterator[Fact]:
    """Yield what the person has said about themselves."""
    for name in Profile.FIELDS:
        lines = profile_phrases(report.profile, name)
        if name == "education" and report.profile.education is not None:
            lines = (SCHOOLING[report.profile.education],)
        if name not in _NOT_ABOUT_THE_PERSON and lines != (NOT_SET,):
            yield Fact(sentence(heading(name)), lines)


def you(report: Report) -> str:
    """Return who is meant by `you`; nothing if nobody is."""
    if not report.results and report.plan is None:
        return ""
    return f"“You” is {report.whom or 'the person whom this page is for'}."


def brief(report: Report) -> Iterator[str]:
    """Yield the answer in short: what, when, how much, and what is not certain."""
    if report.plan is not None:
        yield from _plan_in_brief(report.plan)
    elif report.selection is not None:
        yield from _selection_in_brief(report, report.selection)
    if report.plan is None:
        yield from _answers_in_brief(report)
    for cost in report.costs:
        total = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        yield ended(f"To earn and keep {few(cost.ids)}: {total}")
    yield from money_in_brief(report)
    yield from _standings_in_brief(report.records)


def _plan_in_brief(plan: Plan) -> Iterator[str]:
    if plan.steps:
        is_short = len(plan.steps) <= MOST_NAMED
        names = [full_name(step) if is_short else step.id for step in plan.steps]
        yield ended(f"The plan: {', then '.join(names)}")
        total = plan_table.total_words(plan.total, plan.by_year)
        yield ended(f"{sentence(plan_table.end_words(plan))}; {total}")
    else:
        yield "No plan: nothing fits."
    if plan.not_planned:
        left_out = [f"{one.id} ({describe(one.because)})" for one in plan.not_planned]
        yield ended(f"Left out: {few(left_out)}")


def _selection_in_brief(report: Report, selection: Selection) -> Iterator[str]:
    certain = sum(answer_of(record) is Answer.YES for record in report.records)
    possible = len(report.records) - certain
    if selection.hidden:
        every = len(report.records) + selection.hidden
        yield f"This page shows the first {len(report.records)} of {every}."
    words = plural(certain, "credential")
    if [*criteria_phrases(selection.criteria)]:
        words += f" {'meets' if certain == 1 else 'meet'} the criteria for certain"
    yield ended(f"{words}; {possible} might" if possible else words)


def _answers_in_brief(report: Report) -> Iterator[str]:
    """Yield for which credentials the person qualifies; only how many if there are many."""
    groups: dict[str, list[Eligibility]] = {}
    for result in report.results:
        later = is_later(result, report.today) and result.answer is not Answer.YES
        groups.setdefault("later" if later else result.answer.value, []).append(result)
    for name, words in _QUALIFY.items():
        found = groups.get(name, [])
        if found and len(report.results) > MOST_IN_BRIEF:
            yield ended(f"{words} {len(found)} of {len(report.results)}")
        elif found:
            yield ended(f"{words} {'; '.join(_reasoned(one) for one in found)}")


def _reasoned(result: Eligibility) -> str:
    """Return the credential with the first reason why the answer is not a yes."""
    if result.answer is Answer.YES:
        return full_name(result)
    reason = f" ({describe(result.missing[0])})" if result.missing else ""
    return f"{result.id}{f' on {result.from_}' if result.from_ else ''}{reason}"


def _standings_in_brief(records: Sequence[Credential]) -> Iterator[str]:
    ids: dict[str | None, list[str]] = {}
    for record in records:
        ids.setdefault(record.standing, []).append(record.id)
    parts = []
    for standing, members in ids.items():
        who = f"{and_words(members)}:" if len(records) <= MOST_IN_BRIEF else str(len(members))
        name, meaning = standing_words(standing)
        parts.append(f"{who} {name} ({meaning})")
    if parts:
        yield ended("; ".join(parts))
