"""Tables for people that show whether they qualify for credentials."""

from collections.abc import Iterator, Sequence
from datetime import date

from libcert.model.base import Model, model
from libcert.model.credential import Answer
from libcert.model.results import Eligibility, EligibilityResult, RequirementResult
from libcert.model.vocabulary import Standing
from libcert.render.phrases import DASH, INDENT, deeper, one_line
from libcert.render.reasons import describe_with_options
from libcert.render.result_phrases import condition_status
from libcert.render.table import Table, table_for_people


@model
class _OverviewRow(Model):
    """One credential among many."""

    id: str
    standing: Standing | None
    answer: str
    from_: str
    checked: str
    need: str


@model
class _DetailRow(Model):
    """One condition of a credential."""

    id: str
    condition: str
    answer: str
    from_: str
    need: str


def overview_table(results: Sequence[Eligibility], today: date) -> Table:
    """Return a table with one row per credential, and counts of the answers below."""
    rows = [
        _OverviewRow(
            id=result.id,
            standing=result.standing,
            answer=result.answer,
            from_=_format_from(result, today),
            checked=DASH if result.checked is None else _summary(result.checked, today),
            need=describe_with_options(result.need) if result.need else DASH,
        )
        for result in results
    ]
    counts = {answer: sum(result.answer is answer for result in results) for answer in Answer}
    later = sum(_is_later(result, today) for result in results)
    total = f"{counts[Answer.YES]} yes, {counts[Answer.MAYBE]} maybe, {counts[Answer.NO]} no"
    total += f"; {later} will be yes on a later day" if later else ""
    return table_for_people(_OverviewRow, rows, footer=["", total])


def detail_table(results: Sequence[Eligibility], today: date) -> Table:
    """Return a table with one row per condition, and a summary of each credential below."""
    rows = [
        row
        for result in results
        for row in (_whole_row(result, today), *_condition_rows(result.id, result.requirements))
    ]
    footer = [line for result in results for line in _summary_lines(result, today)]
    return table_for_people(_DetailRow, rows, footer=footer)


def _whole_row(result: Eligibility, today: date) -> _DetailRow:
    """Return the row for all conditions of a credential together."""
    return _DetailRow(
        id=result.id,
        condition=f"all conditions (standing: {one_line('standing', result.standing)})",
        answer=result.answer,
        from_=_format_from(result, today),
        need=DASH,
    )


def _condition_rows(
    id_: str, requirements: Sequence[RequirementResult], indent: str = ""
) -> Iterator[_DetailRow]:
    """Yield a row per condition, and the parts of a group indented below it."""
    for result in requirements:
        how_many = f": {result.at_least or 'all'} of these" if result.of else ""
        met = result.answer is Answer.YES
        need = None if result.of or result.need is None else describe_with_options(result.need)
        yield _DetailRow(
            id=id_,
            condition=f"{indent}{result.text}{how_many}",
            answer=condition_status(result),
            from_=DASH if result.from_ is None or met else str(result.from_),
            need=DASH if need is None else need.removesuffix(f': "{result.text}"'),
        )
        yield from _condition_rows(id_, result.of, deeper(indent))


def _summary_lines(result: Eligibility, today: date) -> Iterator[str]:
    """Yield an empty line, then the lines below the table for one credential."""
    standing = one_line("standing", result.standing)
    yield ""
    yield f"{result.id}, {result.name} ({standing}): {_summary(result, today)}"
    if result.to_do:
        yield f"{INDENT}still to do: {'; '.join(result.to_do)}"
    if result.checked is not None:
        summary = _summary(result.checked, today)
        yield (
            f"{INDENT}with the checked figures: {summary}; "
            f"`libcert check {result.id} --figures checked` shows why"
        )


def _summary(result: Eligibility | EligibilityResult, today: date) -> str:
    """Return an answer and its day in a few words: `no, but yes from 2027-05-23`."""
    later = _is_later(result, today)
    return f"{result.answer}, but yes from {result.from_}" if later else str(result.answer)


def _is_later(result: Eligibility | EligibilityResult, today: date) -> bool:
    """Return whether the answer becomes a yes on a day after *today*."""
    return result.from_ is not None and result.from_ > today


def _format_from(result: Eligibility, today: date) -> str:
    if result.from_ is None:
        return DASH
    return "now" if result.from_ <= today else str(result.from_)
