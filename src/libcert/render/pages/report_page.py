"""The report: results in, the words and shapes of one page out.

Nothing here reads a clock or a file. `templates/report.html` shows what `report_page` returns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from libcert.model.credential import Credential
from libcert.model.on_record import is_on_record
from libcert.model.reasons import Reason
from libcert.model.source import Source
from libcert.render import phrases, plan_table
from libcert.render.check_table import ended, sentence
from libcert.render.criteria_phrases import criteria_phrases
from libcert.render.pages.environment import render_page
from libcert.render.pages.report_brief import brief, lead, person, usual_title, you
from libcert.render.pages.report_content import (
    MOST_IN_DETAIL,
    Fact,
    Report,
    Selection,
    full_name,
)
from libcert.render.pages.report_left_out import left_out_lines
from libcert.render.pages.report_plan import CostPart, PlanPart, cost_parts, plan_part
from libcert.render.pages.report_tables import (
    Detail,
    comparison,
    details,
    open_table,
    row_title,
    standing_cell,
)
from libcert.render.pages.shapes import Cell, PageTable
from libcert.render.phrases import NOT_ON_RECORD, and_words, plural
from libcert.render.reasons import count_reasons

MOST_REASONS: Final = 3
"""The most kinds of reasons for possible matches that a page counts."""
FIGURES: Final = ("cost", "duration", "experience", "education", "exam_required", "renewal")
"""The figures that a page names if they are not on record."""
_SIGNS: Final = {
    "+ more": "an amount that is not on record comes on top",
    "about ": "the source does not give an exact figure",
    NOT_ON_RECORD: "no source that was read says it",
}
"""The signs in figures, and what they mean."""


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
    every = [*report.records, *report.kept]
    sources = _numbered_sources(every)
    in_doubt = [record for record in every if is_detailed or _is_disputed(record)]
    page = Page(
        title=report.title or usual_title(report),
        lead=lead(report),
        person=list(person(report)),
        you=you(report),
        brief=list(brief(report)),
        signs=(),
        plan=None
        if report.plan is None
        else plan_part(report, report.plan, list(left_out_lines(report, report.plan))),
        costs=list(cost_parts(report)),
        open=open_table(report) if report.results and is_detailed else None,
        compared="Comparison" if len(report.records) > 1 else "The credential",
        comparison=comparison(report),
        criteria=list(criteria_phrases(report.selection.criteria)) if report.selection else [],
        details=list(details(report)) if is_detailed else [],
        left_out="" if is_detailed else _left_out(),
        doubts=[_doubt_part(record, sources) for record in in_doubt],
        assumptions=list(_assumptions(report)),
        sources=[_source_item(number, *pair) for number, pair in enumerate(sources.values(), 1)],
        made=_made(report),
        command=report.command,
    )
    return page._replace(signs=_signs(page))


def _left_out() -> str:
    return (
        f"The conditions of each are left out, because this page has more than {MOST_IN_DETAIL} "
        "credentials; a page of fewer has them."
    )


def _made(report: Report) -> str:
    return (
        f"Made by libcert {report.version} on {report.made_on}, from a catalogue of "
        f"{report.size:,} credentials. It knows only what its sources say: ask the issuer before "
        "you pay."
    )


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


# --- Doubts and sources ---------------------------------------------------------------------------


def _is_disputed(record: Credential) -> bool:
    """Return whether the record or one of its figures is not what sources say."""
    return record.standing != "confirmed" or any(
        finding.verdict in {"contradicted", "partly"} for finding in record.findings
    )


def _doubt_part(record: Credential, sources: Mapping[str, tuple[Source, list[str]]]) -> DoubtPart:
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
        row_title(name).lower() for name in FIGURES if not is_on_record(getattr(record, name))
    ]
    if missing:
        doubts.append(Doubt(ended(f"{sentence(NOT_ON_RECORD)}: {', '.join(missing)}")))
    if record.nearest and record.standing == "not-found":
        doubts.append(Doubt(ended(sentence(phrases.lines("nearest", record.nearest)[0]))))
    return DoubtPart(full_name(record), standing_cell(record), doubts)


def _assumptions(report: Report) -> Iterator[str]:
    if report.plan is not None:
        for line in plan_table.assumption_lines(report.plan):
            yield ended(sentence(line))
        if report.plan.steps and not report.plan.proven:
            yield "The search stopped early, so a better plan may exist."
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
    return SourceItem(
        f"source-{number}", source.title, source.url, f"{details}. For {and_words(ids)}."
    )
