"""The top of a report: for whom it is, and the answer in short."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model.credential import Answer, Credential
from libcert.model.profile import Held, Profile
from libcert.model.results import CombinedCost, Eligibility, Plan
from libcert.render import cost_table, plan_table
from libcert.render.check_table import ended, is_later, sentence
from libcert.render.criteria_phrases import criteria_phrases
from libcert.render.pages.report_content import (
    MOST_IN_BRIEF,
    Fact,
    Report,
    Selection,
    answer_of,
    closed_words,
    few,
    full_name,
    is_held,
    since_words,
    standing_words,
)
from libcert.render.pages.report_money import money_in_brief
from libcert.render.phrases import and_words, heading, plural
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
    """Return whom the page is about, from which day, and which figures it has."""
    whom = f"About {report.whom}. " if report.whom else ""
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
        if name == "held":
            lines = tuple(_held_lines(report)) or (NOT_SET,)
        if name == "education" and report.profile.education is not None:
            lines = (SCHOOLING[report.profile.education],)
        if name not in _NOT_ABOUT_THE_PERSON and lines != (NOT_SET,):
            yield Fact(sentence(heading(name)), lines)


def _held_lines(report: Report) -> Iterator[str]:
    """Yield the credentials that the person holds or held, a line for each."""
    for id_, award in {**report.profile.held, **report.lapsed}.items():
        words = ", ".join(profile_phrases(Profile(held={id_: award}), "held"))
        yield f"{words}: {lapsed_words(award)}" if id_ in report.lapsed else words


def lapsed_words(award: Held) -> str:
    """Return that *award* has lapsed, and if its record says so."""
    return "lapsed" if award.expires else "lapsed by its record"


def you(report: Report) -> str:
    """Return who is meant by `you`; nothing if nobody is."""
    if not report.results and report.plan is None:
        return ""
    if report.whom is None:
        return "“You” is the person who plans this."
    return f"“You” is {report.whom}, whom this page is about."


def brief(report: Report) -> Iterator[str]:
    """Yield the answer in short: what, when, how much, and what is not certain."""
    yield from _closed_in_brief(report)
    yield from _held_in_brief(report)
    if report.plan is not None:
        yield from _plan_in_brief(report, report.plan)
    elif report.selection is not None:
        yield from _selection_in_brief(report, report.selection)
    if report.plan is None:
        yield from _answers_in_brief(report)
    yield from _costs_in_brief(report)
    yield from money_in_brief(report)
    yield from _standings_in_brief(report.records)


def _closed_in_brief(report: Report) -> Iterator[str]:
    closed = [one for one in report.records if one.status.is_closed(report.today)]
    if len(closed) > MOST_IN_BRIEF:
        yield f"{len(closed)} of these credentials are closed; nobody can earn them now."
        return
    for record in closed:
        yield f"{record.id} is {closed_words(record, report.today)}; nobody can earn it now."


def _held_in_brief(report: Report) -> Iterator[str]:
    """Yield which of the credentials the person holds, and which have lapsed."""
    held = [one.id for one in report.records if is_held(report, one.id)]
    if len(held) > MOST_IN_BRIEF:
        yield f"You hold {len(held)} of these credentials."
    else:
        for id_ in held:
            verb = "have held" if report.profile.held[id_].since else "hold"
            yield ended(f"You {verb} {id_}{since_words(report, id_)}")
    planned = {step.id for step in report.plan.steps} if report.plan else set()
    for record in report.records:
        if record.id in report.lapsed:
            words = lapsed_words(report.lapsed[record.id])
            yield (
                f"{record.id} is planned again, because it has {words}."
                if record.id in planned
                else f"{record.id} has {words}, so it does not count as held."
            )


def _plan_in_brief(report: Report, plan: Plan) -> Iterator[str]:
    if plan.steps:
        is_short = len(plan.steps) <= MOST_NAMED
        names = [full_name(step) if is_short else step.id for step in plan.steps]
        yield ended(f"The plan: {', then '.join(names)}")
        total = plan_table.total_words(plan.total, plan.by_year)
        yield ended(f"{sentence(plan_table.end_words(plan))}; {total}")
        yield from _assumed_in_brief(plan)
    missing = [one for one in plan.not_planned if not is_held(report, one.id)]
    if not plan.steps:
        is_done = plan.not_planned and not missing
        yield "Nothing is left to plan." if is_done else "No plan: nothing fits."
    if len(missing) > MOST_IN_BRIEF:
        yield f"{len(missing)} credentials are left out; “The plan” says why."
    elif missing:
        left_out = [f"{one.id} ({describe(one.because)})" for one in missing]
        yield ended(f"Left out: {and_words(left_out)}")


def _assumed_in_brief(plan: Plan) -> Iterator[str]:
    """Yield which conditions the plan takes as met; only the first if there are many."""
    assumed = [
        f"“{reason.data['reason'].data['condition']}” ({reason.data['credential']})"
        for reason in plan.assumed
        if reason.code == "of-credential" and reason.data["reason"].code == "condition-assumed"
    ]
    more = len(assumed) - MOST_NAMED
    if assumed:
        words = [*assumed[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
        yield f"It rests on conditions that nobody has said: {and_words(words)}."


def _costs_in_brief(report: Report) -> Iterator[str]:
    """Yield each sum; credentials without a common sum share a line if they cost the same."""
    costs: dict[str, list[CombinedCost]] = {}
    for cost in report.costs:
        total = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        costs.setdefault(total if len(cost.ids) == 1 else and_words(cost.ids), []).append(cost)
    for same in costs.values():
        total = cost_table.format_total(same[0], f" in {plural(same[0].years, 'year')}")
        ids = [id_ for cost in same for id_ in cost.ids]
        yield ended(f"To earn and keep {few(ids)}{', each' if len(same) > 1 else ''}: {total}")


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
    records = {record.id: record for record in report.records}
    for result in report.results:
        is_closed = records[result.id].status.is_closed(report.today)
        if is_closed or is_held(report, result.id):
            continue
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
    unfound = [one for one in records if one.standing == "not-found" and one.nearest]
    for record in unfound[:MOST_NAMED]:
        yield f"Consider instead of {record.id}: {', '.join(record.nearest)}."
