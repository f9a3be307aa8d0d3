"""Tables and lines for people that show whether they qualify for credentials."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import Answer, Money
from libcert.model.results import Eligibility, EligibilityResult, OpenQuestion, RequirementResult
from libcert.model.vocabulary import Standing
from libcert.render.next_table import compact, legend
from libcert.render.phrases import DASH, INDENT, deeper, format_range, one_line, plural
from libcert.render.reasons import describe, describe_with_options, either_words, shorten
from libcert.render.result_phrases import condition_status
from libcert.render.table import Table, table_for_people

MOST_SHOWN: Final = 10
"""The most credentials under a title, unless all are asked for."""
MOST_DOUBTFUL: Final = 5
"""The same for a title that is a question."""
_FIGURES: Final = ("Experience", "Education")
"""The texts of conditions that come from the figures of a record, and not from its words."""
_ASPECTS: Final = (
    "work",
    "education",
    "other education",
    "membership in ",
    "holding ",
    "a job as ",
)
"""The beginnings of the names of the parts of a condition that asks for several things at once."""


@model
class _OverviewRow(Model):
    """One credential among many."""

    id: str
    standing: Standing | None
    answer: str
    from_: str
    checked: str
    cost: Money
    need: str


@model
class _DrawnRow(Model):
    """One credential among many, on one line."""

    id: str
    name: str
    cost: str
    details: str


@model
class _DetailRow(Model):
    """One condition of a credential."""

    id: str
    condition: str
    answer: str
    from_: str
    need: str


# --- Many credentials -----------------------------------------------------------------------------


def overview_table(results: Sequence[Eligibility], today: date) -> Table:
    """Return a table with one row per credential, and counts of the answers below."""
    rows = [
        _OverviewRow(
            id=result.id,
            standing=result.standing,
            answer=result.answer,
            from_=_format_from(result, today),
            checked=DASH if result.checked is None else short_answer(result.checked, today),
            cost=result.cost,
            need=describe_with_options(result.need) if result.need else DASH,
        )
        for result in results
    ]
    counts = {answer: sum(result.answer is answer for result in results) for answer in Answer}
    later = sum(is_later(result, today) for result in results)
    total = f"{counts[Answer.YES]} yes, {counts[Answer.MAYBE]} maybe, {counts[Answer.NO]} no"
    total += f"; {later} will be yes on a later day" if later else ""
    return table_for_people(_OverviewRow, rows, footer=["", total])


def drawn_overview(
    results: Sequence[Eligibility],
    questions: Sequence[OpenQuestion],
    today: date,
    *,
    full: bool,
) -> Table:
    """Return a table with a title above the credentials of each answer, a line for each of them.

    Unless *full*, each title has only its first credentials.

    Args:
        results: The answers.
        questions: The questions that settle the answers of `in_doubt`, with positions among them.
        today: The day of the question.
        full: Whether to show all credentials.
    """
    doubtful = in_doubt(results)
    now = [result for result in results if result.answer is Answer.YES]
    later = [result for result in results if is_later(result, today)]
    no = [result for result in results if result.answer is Answer.NO and result.from_ is None]
    sections = [
        ("You qualify now", [_drawn_row(result, _steps(result)) for result in now], MOST_SHOWN),
        ("You qualify later", [_later_row(result) for result in later], MOST_SHOWN),
        *(
            (
                sentence(describe_with_options(question.question)),
                [_doubtful_row(doubtful[index], question) for index in question.members],
                MOST_DOUBTFUL,
            )
            for question in questions
        ),
        ("No", [_drawn_row(result, _needs(result)) for result in no], MOST_DOUBTFUL),
    ]
    rows: list[_DrawnRow] = []
    titles: dict[int, str] = {}
    for title, members, most in sections:
        shown = members if full else members[:most]
        if shown:
            titles[len(rows)] = f"{title} ({len(members)})"
            rows += shown
    footer = list(legend("".join(row.cost for row in rows)))
    if len(rows) < len(results):
        footer.append(f"{len(results) - len(rows)} more are not shown: add --all")
    footer = ["", *footer] if footer else []
    table = table_for_people(_DrawnRow, rows, footer=footer)
    return table.replace(sections=titles, clipped=("name", "details"), spare=("cost",))


def in_doubt(results: Iterable[Eligibility]) -> list[Eligibility]:
    """Return those of *results* that are a maybe and that time alone does not settle."""
    return [result for result in results if result.answer is Answer.MAYBE and result.from_ is None]


def _doubtful_row(result: Eligibility, question: OpenQuestion) -> _DrawnRow:
    """Return the row of *result* with what it needs in addition to the title above it."""
    others = [need for need in result.missing if need != question.question]
    return _drawn_row(result, "; ".join(filter(None, map(shorten, others))))


def _drawn_row(result: Eligibility, details: str) -> _DrawnRow:
    cost = compact(format_range(result.cost))
    return _DrawnRow(id=result.id, name=result.name, cost=cost, details=details)


def _later_row(result: Eligibility) -> _DrawnRow:
    return _drawn_row(result, f"{result.from_}: {_needs(result)}")


def _steps(result: Eligibility) -> str:
    """Return how many steps are left if the person qualifies, and the first of them."""
    steps = result.to_do
    return f"{plural(len(steps), 'step')}: {steps[0]}" if steps else ""


# --- A few credentials ----------------------------------------------------------------------------


def detail_table(results: Sequence[Eligibility], today: date) -> Table:
    """Return a table with one row per condition, and the answer for each credential below."""
    rows = [
        row
        for result in results
        for row in (_whole_row(result, today), *_condition_rows(result.id, result.requirements))
    ]
    footer = [line for result in results for line in ("", *_answer_lines(result, today))]
    return table_for_people(_DetailRow, rows, footer=footer)


def drawn_details(results: Sequence[Eligibility], today: date, *, full: bool) -> Table:
    """Return only lines: the answer for each credential, and the conditions that decide it.

    *full* shows every condition, also those of ways that lead nowhere.
    """
    lines = [line for result in results for line in ("", *_detail_lines(result, today, full=full))]
    return Table(_DetailRow, (), fields=(), columns=(), footer=lines[1:])


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
    id_: str, results: Sequence[RequirementResult], indent: str = "", *, settled: bool = False
) -> Iterator[_DetailRow]:
    """Yield a row per condition, and the parts of a group indented below it.

    If they are *settled*, because other parts of the group are enough, they have no needs.
    """
    for result in results:
        how_many = f": {result.at_least or 'all'} of these" if result.of else ""
        met = result.answer is Answer.YES
        yield _DetailRow(
            id=id_,
            condition=f"{indent}{result.text}{how_many}",
            answer=condition_status(result),
            from_=DASH if result.from_ is None or met else str(result.from_),
            need=DASH if result.of or settled else _need_below(result) or DASH,
        )
        yield from _condition_rows(id_, result.of, deeper(indent), settled=settled or met)


def _need_below(result: RequirementResult, *, options: bool = True) -> str | None:
    """Return the need of *result*, without its text; None if it has no need.

    With *options*, it names the command-line option to use.
    """
    need = result.need
    if need is None:
        return None
    if need.code == "condition-unsaid" and need.data["condition"] == result.text:
        return either_words(need.data["words"]) if options else None
    return describe(need, options=options)


def _answer_lines(result: Eligibility, today: date) -> Iterator[str]:
    """Yield the answer for one credential, and the steps that follow."""
    yield _first_line(result, today)
    if result.to_do:
        yield ended(f"{INDENT}Still to do: {'; '.join(result.to_do)}")
    yield from _checked_lines(result, today)


def _detail_lines(result: Eligibility, today: date, *, full: bool) -> Iterator[str]:
    """Yield the answer for one credential, and the conditions that decide it."""
    yield _first_line(result, today)
    if full:
        yield from _condition_lines(condition_words(result.requirements, options=True))
    else:
        if len(_open_needs(result)) != 1 or is_later(result, today):
            yield from (
                f"{INDENT}{ended(need)}" for need in missing_sentences(result, options=True)
            )
        if result.routes and result.answer is Answer.NO:
            yield ended(f"{INDENT}Nearest way: {'; '.join(result.routes)}")
        met = list(dict.fromkeys(_met_texts(result.requirements)))
        if met:
            yield ended(f"{INDENT}You meet: {'; '.join(met)}")
    is_open = result.answer is not Answer.NO or is_later(result, today)
    if result.to_do and (is_open or full):
        yield ended(f"{INDENT}Still to do: {'; '.join(result.to_do)}")
    yield from _checked_lines(result, today)


def _first_line(result: Eligibility, today: date) -> str:
    """Return the answer for one credential in a sentence."""
    standing = one_line("standing", result.standing)
    return ended(f"{result.id}, {result.name} ({standing}): {_answer(result, today)}")


def _answer(result: Eligibility, today: date) -> str:
    """Return the answer in words, with the reason if there is only one."""
    needs = _open_needs(result)
    is_told = len(needs) == 1 and result.answer is not Answer.YES and not is_later(result, today)
    return f"{answer_words(result, today)}{f': {needs[0]}' if is_told else ''}"


def answer_words(result: Eligibility, today: date) -> str:
    """Return the answer in words, with its day."""
    if result.answer is Answer.YES:
        return "yes, you qualify now"
    if not is_later(result, today):
        return str(result.answer)
    if result.answer is Answer.MAYBE:
        return f"maybe now; you qualify for certain on {result.from_}"
    return f"not yet; you qualify on {result.from_}"


def _open_needs(result: Eligibility) -> list[str]:
    return [describe_with_options(need) for need in result.missing]


def missing_sentences(result: Eligibility, *, options: bool = False) -> Iterator[str]:
    """Yield what is open: first what decides whether the person qualifies now, then the rest."""
    doubts = [need for need in result.doubts if need not in result.missing]
    needs = [describe(need, options=options) for need in result.missing]
    yield from (sentence(describe(need, options=options)) for need in doubts)
    yield from (f"Or {need}" if doubts else sentence(need) for need in needs)


def _needs(result: Eligibility) -> str:
    return "; ".join(_open_needs(result))


def _met_texts(results: Sequence[RequirementResult]) -> Iterator[str]:
    """Yield the texts of the conditions that are met; of a choice, the parts that are met."""
    for result in results:
        if result.to_do or result.text in _FIGURES:
            continue
        if result.answer is not Answer.YES:
            # Parts of what is not met yet show how near it is.
            yield from (
                ()
                if result.at_least is not None
                else _met_texts([part for part in result.of if not part.text.startswith(_ASPECTS)])
            )
        elif result.at_least is None:
            yield result.text
        else:
            met = [part for part in result.of if part.answer is Answer.YES]
            yield from _met_texts(met[: result.at_least])


class ConditionWords(NamedTuple):
    """A condition in words, with the parts of a group."""

    text: str
    """The condition, and for a group how many of its parts must be met."""
    answer: Answer
    status: str
    """Whether it is met, or why this is not known."""
    details: str
    """What is missing, and from when it is met; it may be empty."""
    parts: Sequence["ConditionWords"] = ()


def condition_words(
    results: Sequence[RequirementResult], *, options: bool = False, settled: bool = False
) -> list[ConditionWords]:
    """Return each of *results* in words.

    Args:
        results: The conditions.
        options: Whether the words name the command-line option to use.
        settled: Whether they have no needs, because other parts of their group are enough.
    """
    words = []
    for result in results:
        parts = [part for part in result.of if not part.text.startswith(_ASPECTS)]
        how_many = f", {result.at_least or 'all'} of these" if parts else ""
        aspects = [part for part in result.of if part not in parts] if result.of else [result]
        needs = [_need_below(part, options=options) for part in aspects]
        details = [need for need in needs if need is not None and not settled]
        met = result.answer is Answer.YES
        if result.from_ is not None and not met and not settled:
            details.append(f"met from {result.from_}")
        words.append(
            ConditionWords(
                f"{result.text}{how_many}",
                result.answer,
                condition_status(result),
                "; ".join(details),
                condition_words(parts, options=options, settled=settled or met),
            )
        )
    return words


def _condition_lines(conditions: Sequence[ConditionWords], indent: str = "") -> Iterator[str]:
    """Yield a line per condition, and the parts of a group below it."""
    for condition in conditions:
        status = "; ".join(filter(None, [condition.status, condition.details]))
        yield f"{INDENT}{indent}{condition.text}: {status}"
        yield from _condition_lines(condition.parts, deeper(indent))


def _checked_lines(result: Eligibility, today: date) -> Iterator[str]:
    if result.checked is not None:
        answer = short_answer(result.checked, today)
        yield (
            f"{INDENT}With the checked figures: {answer}; "
            f"`libcert check {result.id} --figures checked` shows why"
        )


def short_answer(result: Eligibility | EligibilityResult, today: date) -> str:
    """Return an answer and its day in a few words: `no, but yes from 2027-05-23`."""
    later = is_later(result, today)
    return f"{result.answer}, but yes from {result.from_}" if later else str(result.answer)


def is_later(result: Eligibility | EligibilityResult, today: date) -> bool:
    """Return whether the answer becomes a yes on a day after *today*."""
    return result.from_ is not None and result.from_ > today


def _format_from(result: Eligibility, today: date) -> str:
    if result.from_ is None:
        return DASH
    return "now" if result.from_ <= today else str(result.from_)


def sentence(words: str) -> str:
    """Return *words* with a capital letter at the start."""
    return words[:1].upper() + words[1:]


def ended(words: str) -> str:
    """Return *words* with a period at the end, unless they are a question or end with an option."""
    return words if words.endswith(("?", "`)", ".")) else f"{words}."
