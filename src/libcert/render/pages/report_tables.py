"""The parts of a report on credentials: what is open, the comparison, and the conditions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, get_args

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
from libcert.model.results import Eligibility
from libcert.model.vocabulary import Level
from libcert.render import phrases
from libcert.render.check_table import (
    ConditionWords,
    answer_words,
    condition_words,
    ended,
    missing_sentences,
    sentence,
    short_answer,
)
from libcert.render.pages.report_content import (
    MOST_IN_DETAIL,
    MOST_SIDE_BY_SIDE,
    Fact,
    Report,
    answer_of,
    closed_words,
    full_name,
    is_held,
    is_small,
    since_words,
    standing_words,
)
from libcert.render.pages.shapes import Cell, Column, ConditionItem, PageTable
from libcert.render.phrases import NOT_ON_RECORD, format_range, heading
from libcert.render.reasons import describe
from libcert.render.show_table import SCHOOLING

COMPARED: Final = (
    *("issuer", "standing", "cost", "duration", "effort", "experience", "education"),
    *("exam_required", "delivery", "renewal", "fees", "settings", "suits", "where", "status"),
)
"""The rows of a comparison."""
_TITLES: Final = {"exam_required": "exam", "suits": "for these jobs", "settings": "workplaces"}
"""The names of rows and columns that are not the names of fields."""
_LEVELS: Final[Mapping[str | None, int]] = {
    level: number for number, level in enumerate(get_args(Level))
}
"""The position of each level of education; the highest is the last."""
_TONES: Final = {"confirmed": "", "disputed": "maybe", "not-found": "no", None: "maybe"}


class Detail(NamedTuple):
    """A credential in detail."""

    id: str
    name: str
    summary: str
    answer: Cell | None
    facts: Sequence[Fact]
    conditions: Sequence[ConditionItem]


# --- What is open ---------------------------------------------------------------------------------


def open_table(report: Report) -> PageTable:
    """Return a table that says which credentials are open to the person, and when."""
    rows = [
        _open_row(report, record, result)
        for record, result in zip(report.records, report.results, strict=True)
    ]
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


def _open_row(report: Report, record: Credential, result: Eligibility) -> Sequence[Cell]:
    today, settled = report.today, _settled_cell(report, record)
    if settled is not None:
        return (_name_cell(result), settled, Cell([phrases.DASH]))
    checked = ""
    if result.checked is not None:
        checked = f"with the checked figures: {short_answer(result.checked, today)}"
    missing = [ended(need) for need in missing_sentences(result)]
    return (
        _name_cell(result),
        Cell([sentence(answer_words(result, today))], tone=result.answer.value, note=checked),
        Cell(missing or ["nothing"]),
    )


def _settled_cell(report: Report, record: Credential) -> Cell | None:
    """Return the answer that needs no conditions; None if there is none."""
    if is_held(report, record.id):
        return Cell([f"Held{since_words(report, record.id)}"], tone="yes", sort="0")
    closed = closed_words(record, report.today)
    if closed:
        return Cell([f"{sentence(closed)}; nobody can earn it now"], tone="no", sort="3")
    return None


def _name_cell(record: Credential | Eligibility, *, href: str = "", more: str = "") -> Cell:
    id_ = record.id if record.id != record.name else ""
    return Cell([record.name], href=href, note=_notes(id_, more))


# --- The comparison -------------------------------------------------------------------------------


def comparison(report: Report) -> PageTable | None:
    """Return the credentials beside each other, or one below the other; None without any."""
    if not report.records:
        return None
    return _side_by_side(report) if is_small(report) else _one_below_the_other(report)


def _side_by_side(report: Report) -> PageTable:
    records = report.records
    rows = []
    for name in COMPARED:
        values = [getattr(record, name) for record in records]
        if any(is_on_record(value) or isinstance(value, bool) for value in values):
            cells = [_value(report, name, position) for position in range(len(records))]
            rows.append((Cell([row_title(name)]), *cells))
    return PageTable(
        "comparison",
        "The credentials beside each other" if len(records) > 1 else "The credential in short",
        [Column("Property"), *(Column(full_name(one), label=one.id) for one in records)],
        rows,
        has_properties=True,
    )


def row_title(name: str) -> str:
    """Return the name of a field as a title."""
    return sentence(_TITLES.get(name, heading(name)))


def _value(report: Report, name: str, position: int) -> Cell:
    value = getattr(report.records[position], name)
    note = report.notes.get((name, position), "")
    if name == "standing":
        return standing_cell(report.records[position])._replace(note=note)
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


def standing_cell(record: Credential) -> Cell:
    """Return the standing of *record*, with its meaning as a note."""
    name, meaning = standing_words(record.standing)
    return Cell([sentence(name)], tone=_TONES[record.standing], note=meaning)


def _one_below_the_other(report: Report) -> PageTable:
    is_detailed = len(report.records) <= MOST_IN_DETAIL
    # With details, the page has a table of what is open.
    results = {} if is_detailed else {result.id: result for result in report.results}
    has_maybe = any(answer_of(record) is Answer.MAYBE for record in report.records)
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
            _name_cell(
                record,
                href=f"#{_anchor(record.id)}" if is_detailed else "",
                more=closed_words(record, report.today),
            ),
            Cell([", ".join(map(short_name, record.where)) or NOT_ON_RECORD]),
            *(_figure(report, name, position) for name in ("cost", "duration", "experience")),
            Cell([SCHOOLING[record.education.level]], sort=_LEVELS.get(record.education.level, "")),
            Cell(
                [sentence(phrases.one_line("standing", record.standing))],
                tone=_TONES[record.standing],
            ),
        ]
        if has_maybe:
            answer = answer_of(record)
            reasons = record.match.because if isinstance(record, MatchedCredential) else ()
            why = "; ".join(dict.fromkeys(map(describe, reasons)))
            note = why if answer is Answer.MAYBE else ""
            cells.append(Cell([str(answer)], tone=str(answer), note=note))
        if results:
            cells.append(
                _settled_cell(report, record)
                or _short_answer_cell(results[record.id], report.today)
            )
        rows.append(cells)
    return PageTable(
        "comparison", "A row for each credential", columns, rows, sortable=len(rows) > 1
    )


def _figure(report: Report, name: str, position: int) -> Cell:
    value: Range = getattr(report.records[position], name)
    low = value.low if value.low is not None else value.high
    note = report.notes.get((name, position), "")
    return Cell([format_range(value)], sort="" if low is None else low, note=note)


def _short_answer_cell(result: Eligibility, today: date) -> Cell:
    words = short_answer(result, today)
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(result.answer)
    return Cell([words], sort=f"{order} {result.from_ or ''}", tone=result.answer.value)


# --- Conditions -----------------------------------------------------------------------------------


def details(report: Report) -> Iterator[Detail]:
    """Yield the conditions of each credential, with what does not stand in a small comparison."""
    results = {result.id: result for result in report.results}
    is_compared = is_small(report)
    for record in report.records:
        result = results.get(record.id)
        settled = None if result is None else _settled_cell(report, record)
        if settled is not None:
            result = None
            settled = settled._replace(lines=[ended(settled.lines[0])])
        yield Detail(
            id=_anchor(record.id),
            name=full_name(record),
            summary=record.summary or "",
            answer=settled if result is None else _answer_cell(result, report.today),
            facts=[] if is_compared else list(_facts(record)),
            conditions=_items(condition_words(result.requirements)) + _to_do(record, result)
            if result
            else [_plain_item(one) for one in record.requirements],
        )


def _anchor(id_: str) -> str:
    return f"about-{id_}"


def _answer_cell(result: Eligibility, today: date) -> Cell:
    return Cell([ended(sentence(answer_words(result, today)))], tone=result.answer.value)


def _facts(record: Credential) -> Iterator[Fact]:
    for name in ("issuer", "fees", "renewal"):
        value = getattr(record, name)
        if is_on_record(value):
            yield Fact(row_title(name), phrases.lines(name, value))


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
