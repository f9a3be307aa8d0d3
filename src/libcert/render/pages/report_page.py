"""The report: results in, the words and shapes of one page out.

Nothing here reads a clock or a file. `templates/report.html` shows what `report_page` returns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, Final, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import (
    Answer,
    Credential,
    Education,
    MatchedCredential,
    Range,
    Requirement,
    Status,
)
from libcert.model.on_record import is_on_record
from libcert.model.places import short_name
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import CombinedCost, Eligibility, Plan, Step, YearOfCost, YearOfPlan
from libcert.model.source import Source
from libcert.render import cost_table, phrases, plan_table
from libcert.render.check_table import (
    ConditionWords,
    answer_words,
    condition_words,
    ended,
    is_later,
    missing_sentences,
    sentence,
    short_answer,
)
from libcert.render.criteria_phrases import criteria_phrases
from libcert.render.pages import charts
from libcert.render.pages.charts import BarChart, Span, Timeline, YearOfShares
from libcert.render.pages.environment import render_page
from libcert.render.pages.shapes import Cell, Column, ConditionItem, PageTable
from libcert.render.phrases import NOT_ON_RECORD, format_range, heading, plural
from libcert.render.profile_phrases import NOT_SET, profile_phrases
from libcert.render.reasons import count_reasons, describe
from libcert.render.show_table import SCHOOLING

MOST_SIDE_BY_SIDE: Final = 4
"""The most credentials that stand beside each other; each of more has a row."""
MOST_IN_DETAIL: Final = 30
"""The most credentials of which a page has all details, so that it stays quick and short."""
MOST_NAMED: Final = 3
"""The most credentials whose full names fit into a sentence."""
MOST_IN_BRIEF: Final = 5
"""The most credentials that the short answer names."""
MOST_REASONS: Final = 3
"""The most kinds of reasons for possible matches that a page counts."""
COMPARED: Final = (
    *("issuer", "standing", "cost", "duration", "effort", "experience", "education"),
    *("exam_required", "delivery", "renewal", "fees", "settings", "suits", "where", "status"),
)
"""The rows of a comparison."""
FIGURES: Final = ("cost", "duration", "experience", "education", "exam_required", "renewal")
"""The figures that a page names if they are not on record."""
_TITLES: Final = {"exam_required": "exam", "suits": "for these jobs", "settings": "workplaces"}
"""The names of rows and columns that are not the names of fields."""
_TONES: Final = {"confirmed": "", "disputed": "maybe", "not-found": "no", None: "maybe"}
_SIGNS: Final = {
    "+ more": "an amount that is not on record comes on top",
    "about ": "the source does not give an exact figure",
    NOT_ON_RECORD: "no source that was read says it",
}
"""The signs in figures, and what they mean."""
_NOT_ABOUT_THE_PERSON: Final = ("currency",)


class YearOfMoney(NamedTuple):
    """A year of a plan or of a cost, and the share of each credential."""

    year: YearOfCost | YearOfPlan
    shares: Sequence[tuple[str, Any]]


@model
class Selection(Model):
    """The criteria that selected the credentials, and those that might meet them."""

    criteria: Mapping[str, Any]
    """The fields of the criteria."""
    possible: Sequence[MatchedCredential] = ()
    """The credentials that might match."""
    hidden: int = 0
    """How many more of the chosen credentials a limit hides."""


@model
class Report(Model):
    """All that a report shows."""

    title: str | None = None
    """The title; None for the usual one."""
    whom: str | None = None
    """Who it is for."""
    today: date
    """The day for which it answers."""
    made_on: date
    """The day on which it is made."""
    checked: bool = False
    """Whether the figures are those that were checked with public sources."""
    profile: Profile = Profile()
    """The person; empty if it is not about a person."""
    records: Sequence[Credential] = ()
    """The credentials, at the prices of the person."""
    notes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Notes on their figures, by field and position."""
    results: Sequence[Eligibility] = ()
    """Whether the person qualifies for each; empty if it is not about a person."""
    plan: Plan | None = None
    costs: Sequence[CombinedCost] = ()
    """The cost to earn and keep them, for each currency."""
    years: Sequence[Sequence[YearOfMoney]] = ()
    """The years of the plan, or those of each of `costs`."""
    selection: Selection | None = None
    """How the credentials were selected; None if they were named."""
    command: str = ""
    """The command that makes the page again."""
    version: str = ""
    size: int = 0
    """The number of credentials in the catalogue."""


# --- What the template shows ----------------------------------------------------------------------


class Fact(NamedTuple):
    """A name and its value in words."""

    name: str
    lines: Sequence[str]


class CostPart(NamedTuple):
    """The cost by year, in one currency."""

    id: str
    title: str
    chart: BarChart | None
    description: str
    table: PageTable
    notes: Sequence[str] = ()


class PlanPart(NamedTuple):
    """The steps of a plan."""

    timeline: Timeline | None
    description: str
    table: PageTable | None
    lines: Sequence[str]
    """What is left out and why, what would help, and what else is open."""


class Detail(NamedTuple):
    """A credential in detail."""

    id: str
    name: str
    summary: str
    answer: Cell | None
    facts: Sequence[Fact]
    conditions: Sequence[ConditionItem]


class Doubt(NamedTuple):
    """A sentence on what is not certain, with its sources."""

    text: str
    sources: Sequence[tuple[str, str]] = ()
    """The number and the address of each source in the page."""


class DoubtPart(NamedTuple):
    """What is in doubt about one credential."""

    name: str
    verdict: Cell
    doubts: Sequence[Doubt]


class SourceItem(NamedTuple):
    """A source in the list."""

    id: str
    title: str
    url: str
    details: str


class Page(NamedTuple):
    """All parts of a report, in their order; an empty one is left out."""

    title: str
    lead: str
    person: Sequence[Fact]
    you: str
    brief: Sequence[str]
    signs: Sequence[tuple[str, str]]
    plan: PlanPart | None
    costs: Sequence[CostPart]
    open: PageTable | None
    compared: str
    """The title of the comparison."""
    comparison: PageTable | None
    criteria: Sequence[str]
    details: Sequence[Detail]
    left_out: str
    doubts: Sequence[DoubtPart]
    assumptions: Sequence[str]
    sources: Sequence[SourceItem]
    made: str
    command: str


def report_html(report: Report) -> str:
    """Return the report as one HTML page, with its style and script in it.

    Raises:
        MissingExtraError: If Jinja is not installed.
    """
    page = report_page(report)
    return render_page("report.html", "a report", **page._asdict())


def report_page(report: Report) -> Page:
    """Return the words and shapes of *report*."""
    is_detailed = len(report.records) <= MOST_IN_DETAIL
    sources = _numbered_sources(report.records) if is_detailed else {}
    page = Page(
        title=report.title or _title(report),
        lead=_lead(report),
        person=list(_person(report)),
        you=_you(report),
        brief=list(_brief(report)),
        signs=(),
        plan=None if report.plan is None else _plan_part(report.plan),
        costs=list(_cost_parts(report)),
        open=_open_table(report) if report.results and is_detailed else None,
        compared="Comparison" if len(report.records) > 1 else "The credential",
        comparison=_comparison(report),
        criteria=list(criteria_phrases(report.selection.criteria)) if report.selection else [],
        details=list(_details(report)) if is_detailed else [],
        left_out="" if is_detailed else _left_out(),
        doubts=[_doubt_part(record, sources) for record in report.records] if is_detailed else [],
        assumptions=list(_assumptions(report)),
        sources=[_source_item(number, *pair) for number, pair in enumerate(sources.values(), 1)],
        made=_made(report),
        command=report.command,
    )
    return page._replace(signs=_signs(page))


# --- The top of the page --------------------------------------------------------------------------


def _title(report: Report) -> str:
    if report.plan is not None:
        return "Plan for library credentials"
    if report.selection is None and len(report.records) == 1:
        return _full_name(report.records[0])
    return "Library credentials" if report.selection else "Library credentials compared"


def _full_name(record: Credential | Step | Eligibility) -> str:
    return record.id if record.id == record.name else f"{record.name} ({record.id})"


def _lead(report: Report) -> str:
    """Return for whom the page is, from which day, and which figures it has."""
    whom = f"For {report.whom}. " if report.whom else ""
    figures = (
        "figures as checked with public sources, if these have better ones"
        if report.checked
        else "figures as the records list them; the page says which of them are in doubt"
    )
    return f"{whom}As of {report.today}; {figures}."


def _person(report: Report) -> Iterator[Fact]:
    for name in Profile.FIELDS:
        lines = profile_phrases(report.profile, name)
        if name == "education" and report.profile.education is not None:
            lines = (SCHOOLING[report.profile.education],)
        if name not in _NOT_ABOUT_THE_PERSON and lines != (NOT_SET,):
            yield Fact(sentence(heading(name)), lines)


def _you(report: Report) -> str:
    if not report.results and report.plan is None:
        return ""
    return f"“You” is {report.whom or 'the person whom this page is for'}."


def _brief(report: Report) -> Iterator[str]:
    """Yield the answer in short: what, when, how much, and what is not certain."""
    if report.plan is not None:
        yield from _plan_in_brief(report.plan)
    elif report.selection is not None:
        yield from _selection_in_brief(report, report.selection)
    if report.plan is None:
        yield from _answers_in_brief(report)
    for cost in report.costs:
        total = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        yield ended(f"To earn and keep {_few(cost.ids)}: {total}")
    yield from _standings_in_brief(report.records)


def _plan_in_brief(plan: Plan) -> Iterator[str]:
    if plan.steps:
        names = [_full_name(step) for step in plan.steps]
        few = names if len(names) <= MOST_NAMED else [step.id for step in plan.steps]
        yield ended(f"The plan: {', then '.join(few)}")
        total = plan_table.total_words(plan.total)
        yield ended(f"{sentence(plan_table.end_words(plan))}; {total}")
    else:
        yield "No plan: nothing fits."
    if plan.not_planned:
        left_out = [f"{one.id} ({describe(one.because)})" for one in plan.not_planned]
        yield ended(f"Left out: {_few(left_out)}")


def _selection_in_brief(report: Report, selection: Selection) -> Iterator[str]:
    certain = sum(_match(record) is Answer.YES for record in report.records)
    possible = len(report.records) - certain
    if selection.hidden:
        yield f"This page shows {len(report.records)} and hides {selection.hidden} more."
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
        return _full_name(result)
    reason = f" ({describe(result.missing[0])})" if result.missing else ""
    return f"{result.id}{f' on {result.from_}' if result.from_ else ''}{reason}"


_QUALIFY: Final = {
    "yes": "You qualify now for",
    "later": "You qualify later for",
    "maybe": "It is not certain whether you qualify for",
    "no": "You do not qualify for",
}


def _standings_in_brief(records: Sequence[Credential]) -> Iterator[str]:
    ids: dict[str | None, list[str]] = {}
    for record in records:
        ids.setdefault(record.standing, []).append(record.id)
    parts = []
    for standing, members in ids.items():
        who = f"{_and(members)}:" if len(records) <= MOST_IN_BRIEF else str(len(members))
        name, meaning = _standing_words(standing)
        parts.append(f"{who} {name} ({meaning})")
    if parts:
        yield ended("; ".join(parts))


def _standing_words(standing: str | None) -> tuple[str, str]:
    """Return the name and the meaning of a standing; the page has the findings anyway."""
    name, meaning = phrases.STANDINGS[standing]
    return name, meaning.partition(": ")[0]


def _few(names: Sequence[str]) -> str:
    """Return *names*; only the first if there are many."""
    more = f" and {len(names) - MOST_IN_BRIEF} more" if len(names) > MOST_IN_BRIEF else ""
    return f"{', '.join(names[:MOST_IN_BRIEF])}{more}" if more else _and(names)


def _and(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _signs(page: Page) -> Sequence[tuple[str, str]]:
    """Return the signs that the page uses, with their meaning."""
    text = "\n".join(_texts(page))
    return [(sign.strip(), meaning) for sign, meaning in _SIGNS.items() if sign in text]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)


# --- The plan -------------------------------------------------------------------------------------


def _plan_part(plan: Plan) -> PlanPart:
    later: dict[str, list[date]] = {}
    for due in plan.later:
        later.setdefault(due.id, []).append(due.day)
    spans = [_span(step, later.pop(step.id, ())) for step in plan.steps]
    spans += [
        Span(f"{charts.short_name(id_)}: held", None, None, None, days)
        for id_, days in later.items()
    ]
    rows = [_step_row(step) for step in plan.steps]
    table = PageTable(
        "steps",
        "The steps of the plan, in order",
        [
            Column("Credential"),
            Column("Start"),
            Column("End"),
            Column("Cost to earn", is_number=True),
        ],
        rows,
    )
    return PlanPart(
        timeline=charts.draw_timeline(spans),
        description="; ".join(f"{one.id}: {_start(one)}, end {_end(one)}" for one in plan.steps),
        table=table if rows else None,
        lines=list(_plan_lines(plan)),
    )


def _span(step: Step, marks: Sequence[date]) -> Span:
    """Return the time of *step*; its label is short, because no line breaks in a chart."""
    days = f"from {step.start}"
    if step.after:
        days = "start not known"
    elif step.finish:
        days = f"{step.start} to {step.finish}"
    elif step.finish_by:
        days = f"{step.start}, by {step.finish_by}"
    label = f"{charts.short_name(step.id)}: {days}"
    return Span(label, step.start, step.finish, step.finish_by, marks, is_after=bool(step.after))


def _start(step: Step) -> str:
    return f"after {_few(step.after)}" if step.after else str(step.start)


def _end(step: Step) -> str:
    if step.finish is not None:
        return str(step.finish)
    return f"by {step.finish_by}" if step.finish_by else "not known"


def _step_row(step: Step) -> Sequence[Cell]:
    return (
        Cell([step.name], note=step.id if step.id != step.name else ""),
        Cell([_start(step)]),
        Cell([_end(step)]),
        Cell([format_range(step.cost)]),
    )


def _plan_lines(plan: Plan) -> Iterator[str]:
    for missing in plan.not_planned:
        yield ended(f"Left out: {missing.id}: {describe(missing.because)}")
    if plan.mend:
        yield ended(f"What would help: {'; or '.join(map(describe, plan.mend))}")
    for possible in plan.may_fit:
        yield ended(f"May fit: {_name_of(possible.id, possible.name)}: {describe(possible.reason)}")
    if plan.also_open:
        yield ended(f"Also open to you: {_few(plan.also_open)}")


def _name_of(id_: str, name: str) -> str:
    return id_ if id_ == name else f"{name} ({id_})"


# --- Cost by year ---------------------------------------------------------------------------------


def _cost_parts(report: Report) -> Iterator[CostPart]:
    if report.plan is not None:
        if report.plan.steps:
            words = plan_table.total_words(report.plan.total)
            ids = tuple(dict.fromkeys(one.id for year in report.plan.by_year for one in year.what))
            [years] = report.years
            yield _cost_part("cost", sentence(words), ids, years, words.removeprefix("total "))
        return
    for number, (cost, years) in enumerate(zip(report.costs, report.years, strict=True), 1):
        title = cost_table.format_total(cost, f" in {plural(cost.years, 'year')}")
        kept = {year.year for year in cost_table.years_of(cost)}
        shown = [one for one in years if one.year.year in kept]
        part = _cost_part(
            f"cost-{number}",
            f"{_and(cost.ids)}: {title}",
            cost.ids,
            shown,
            cost_table.format_total(cost),
        )
        notes = dict.fromkeys(cost_table.note_lines(cost))
        yield part._replace(notes=[ended(sentence(line)) for line in notes])


def _cost_part(
    id_: str, title: str, ids: Sequence[str], years: Sequence[YearOfMoney], total: str
) -> CostPart:
    shares = {one.year.year: one.shares for one in years}
    rows = list(cost_table.year_rows([one.year for one in years], ids, short=True))
    bars = [
        YearOfShares(
            f"{row.label}: {row.cost}",
            shares[row.years[0].year],
            is_open=row.each.open or not row.each.known,
        )
        for row in rows
    ]
    table = PageTable(
        f"{id_}-table",
        "The cost of each calendar year",
        [Column("Year"), Column("Cost", is_number=True), Column("Payments")],
        [(Cell([row.label]), Cell([row.cost]), Cell(row.what or [phrases.DASH])) for row in rows],
        foot=[(Cell(["Total"]), Cell([total]), Cell([phrases.DASH]))],
    )
    description = "; ".join(bar.label for bar in bars)
    return CostPart(id_, title, charts.stack_bars(bars), description, table)


# --- What is open, and the comparison -------------------------------------------------------------


def _open_table(report: Report) -> PageTable:
    rows = [_open_row(result, report.today) for result in report.results]
    return PageTable(
        "open",
        f"Whether you can begin on {report.today}, or from when",
        [
            Column("Credential"),
            Column("Answer"),
            Column("Missing"),
        ],
        rows,
        sortable=len(rows) > MOST_SIDE_BY_SIDE,
    )


def _open_row(result: Eligibility, today: date) -> Sequence[Cell]:
    checked = ""
    if result.checked is not None:
        checked = f"with the checked figures: {short_answer(result.checked, today)}"
    missing = [ended(need) for need in missing_sentences(result)]
    return (
        _name_cell(result),
        Cell([sentence(answer_words(result, today))], tone=result.answer.value, note=checked),
        Cell(missing or ["nothing"]),
    )


def _name_cell(record: Credential | Eligibility, *, href: str = "") -> Cell:
    return Cell([record.name], href=href, note=record.id if record.id != record.name else "")


def _comparison(report: Report) -> PageTable | None:
    if not report.records:
        return None
    return _side_by_side(report) if _is_small(report) else _one_below_the_other(report)


def _is_small(report: Report) -> bool:
    """Return whether the credentials fit beside each other."""
    is_certain = all(_match(record) is Answer.YES for record in report.records)
    return is_certain and len(report.records) <= MOST_SIDE_BY_SIDE


def _side_by_side(report: Report) -> PageTable:
    records = report.records
    rows = []
    for name in COMPARED:
        values = [getattr(record, name) for record in records]
        if any(is_on_record(value) or isinstance(value, bool) for value in values):
            cells = [_value(report, name, position) for position in range(len(records))]
            rows.append((Cell([_row_title(name)]), *cells))
    return PageTable(
        "comparison",
        "The credentials beside each other" if len(records) > 1 else "The credential in short",
        [Column("Property"), *(Column(_full_name(one), label=one.id) for one in records)],
        rows,
        has_properties=True,
    )


def _row_title(name: str) -> str:
    return sentence(_TITLES.get(name, heading(name)))


def _value(report: Report, name: str, position: int) -> Cell:
    value = getattr(report.records[position], name)
    note = report.notes.get((name, position), "")
    if name == "standing":
        return _standing_cell(report.records[position])._replace(note=note)
    if isinstance(value, Education):
        return Cell([SCHOOLING[value.level]], note=_notes(note, *phrases.lines(name, value)[1:]))
    lines = phrases.lines(name, value)
    if name == "cost":  # the fees have its notes
        lines = lines[:1]
    if isinstance(value, Range | Status):
        return Cell(lines[:1], note=_notes(note, *lines[1:]))
    return Cell(lines, note=note)


def _notes(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _standing_cell(record: Credential) -> Cell:
    name, meaning = _standing_words(record.standing)
    return Cell([sentence(name)], tone=_TONES[record.standing], note=meaning)


def _one_below_the_other(report: Report) -> PageTable:
    is_detailed = len(report.records) <= MOST_IN_DETAIL
    # With details, the page has a table of what is open.
    results = {} if is_detailed else {result.id: result for result in report.results}
    has_maybe = any(_match(record) is Answer.MAYBE for record in report.records)
    columns = [
        *(
            Column("Credential"),
            Column("Place"),
            Column("Cost", is_number=True),
            Column("Time", is_number=True),
        ),
        *(Column("Experience", is_number=True), Column("Education"), Column("Standing")),
        *([Column("Meets the criteria")] if has_maybe else []),
        *([Column("Open to you")] if results else []),
    ]
    rows = []
    for position, record in enumerate(report.records):
        cells = [
            _name_cell(record, href=f"#{_anchor(record.id)}" if is_detailed else ""),
            Cell([", ".join(map(short_name, record.where)) or NOT_ON_RECORD]),
            *(_figure(report, name, position) for name in ("cost", "duration", "experience")),
            Cell([SCHOOLING[record.education.level]]),
            Cell(
                [sentence(phrases.one_line("standing", record.standing))],
                tone=_TONES[record.standing],
            ),
        ]
        if has_maybe:
            answer = _match(record)
            cells.append(Cell([str(answer)], tone=str(answer)))
        if results:
            cells.append(_short_answer_cell(results[record.id], report.today))
        rows.append(cells)
    return PageTable(
        "comparison", "A row for each credential", columns, rows, sortable=len(rows) > 1
    )


def _match(record: Credential) -> Answer:
    return record.match.answer if isinstance(record, MatchedCredential) else Answer.YES


def _figure(report: Report, name: str, position: int) -> Cell:
    value: Range = getattr(report.records[position], name)
    low = value.low if value.low is not None else value.high
    note = report.notes.get((name, position), "")
    return Cell([format_range(value)], sort="" if low is None else low, note=note)


def _short_answer_cell(result: Eligibility, today: date) -> Cell:
    words = short_answer(result, today)
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(result.answer)
    return Cell([words], sort=f"{order} {result.from_ or ''}", tone=result.answer.value)


# --- Details --------------------------------------------------------------------------------------


def _anchor(id_: str) -> str:
    return f"about-{id_}"


def _details(report: Report) -> Iterator[Detail]:
    results = {result.id: result for result in report.results}
    is_small = _is_small(report)
    for record in report.records:
        result = results.get(record.id)
        yield Detail(
            id=_anchor(record.id),
            name=_full_name(record),
            summary=record.summary or "",
            answer=None if result is None else _answer_cell(result, report.today),
            facts=[] if is_small else list(_facts(record)),
            conditions=_items(condition_words(result.requirements)) + _to_do(record, result)
            if result
            else [_plain_item(one) for one in record.requirements],
        )


def _answer_cell(result: Eligibility, today: date) -> Cell:
    return Cell([ended(sentence(answer_words(result, today)))], tone=result.answer.value)


def _facts(record: Credential) -> Iterator[Fact]:
    for name in ("issuer", "fees", "renewal"):
        value = getattr(record, name)
        if is_on_record(value):
            yield Fact(_row_title(name), phrases.lines(name, value))


def _items(conditions: Sequence[ConditionWords]) -> list[ConditionItem]:
    return [
        ConditionItem(one.text, one.status, one.answer.value, one.details, _items(one.parts))
        for one in conditions
    ]


def _to_do(record: Credential, result: Eligibility) -> list[ConditionItem]:
    """Return what is done after the start, with the parts of each group on record."""
    by_text = {one.text: one for one in record.requirements}
    return [
        _plain_item(by_text[text] if text in by_text else Requirement(text=text))._replace(
            status="to do"
        )
        for text in result.to_do
    ]


def _plain_item(requirement: Requirement) -> ConditionItem:
    how_many = f", {requirement.at_least or 'all'} of these" if requirement.of else ""
    return ConditionItem(
        f"{requirement.text}{how_many}", parts=[_plain_item(part) for part in requirement.of]
    )


def _left_out() -> str:
    return (
        "The conditions, doubts and sources of each are left out, because this page has more than "
        f"{MOST_IN_DETAIL} credentials; a page of fewer has them."
    )


# --- Doubts and sources ---------------------------------------------------------------------------


def _doubt_part(record: Credential, sources: Mapping[str, tuple[Source, Any]]) -> DoubtPart:
    numbers = {id_: number for number, id_ in enumerate(sources, 1)}
    doubts = [
        Doubt(
            sentence(phrases.describe_finding(finding)),
            [
                (str(numbers[id_]), f"#source-{numbers[id_]}")
                for id_ in finding.sources
                if id_ in numbers
            ],
        )
        for finding in record.findings
        if finding.verdict != "confirmed"
    ]
    missing = [
        _row_title(name).lower() for name in FIGURES if not is_on_record(getattr(record, name))
    ]
    if missing:
        doubts.append(Doubt(ended(f"{sentence(NOT_ON_RECORD)}: {', '.join(missing)}")))
    if record.nearest and record.standing == "not-found":
        doubts.append(Doubt(ended(sentence(phrases.lines("nearest", record.nearest)[0]))))
    return DoubtPart(_full_name(record), _standing_cell(record), doubts)


def _assumptions(report: Report) -> Iterator[str]:
    if report.plan is not None:
        for line in plan_table.assumption_lines(report.plan):
            yield ended(sentence(line))
        if report.plan.steps and not report.plan.proven:
            yield "A better plan may exist."
    if report.selection is not None:
        yield from _possible_lines(report.selection)


def _possible_lines(selection: Selection) -> Iterator[str]:
    count = len(selection.possible)
    if not count:
        return
    yield f"{plural(count, 'credential')} might meet the criteria:"
    reasons: Iterable[Sequence[Reason]] = (one.match.because for one in selection.possible)
    yield from (ended(line) for line in count_reasons(reasons)[:MOST_REASONS])


def _numbered_sources(records: Sequence[Credential]) -> dict[str, tuple[Source, list[str]]]:
    """Return the sources of *records* by id, each with the ids of the records that rest on it."""
    found: dict[str, tuple[Source, list[str]]] = {}
    for record in records:
        for source in record.sources:
            found.setdefault(source.id, (source, []))[1].append(record.id)
    return found


def _source_item(number: int, source: Source, ids: Sequence[str]) -> SourceItem:
    details = phrases.describe_source(source, in_full=True)
    return SourceItem(f"source-{number}", source.title, source.url, f"{details}. For {_and(ids)}.")


def _made(report: Report) -> str:
    return (
        f"Made by libcert {report.version} on {report.made_on}, from a catalogue of "
        f"{report.size:,} credentials. It knows only what its sources say: ask the issuer before "
        "you pay."
    )
