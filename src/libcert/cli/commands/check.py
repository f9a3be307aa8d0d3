"""`libcert check`: may I go for it, and if not, from when."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from libcert.catalogue.conditions import walk
from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options
from libcert.cli.person_options import Person
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Standing
from libcert.model.results import Eligibility, JudgedRequirement, Judgement
from libcert.questions.eligibility import check_eligibility
from libcert.questions.word_match import contains_words
from libcert.render import phrases
from libcert.render.table import Table, table_for_people


@model
class _Overview(Model):
    """One credential among many, as people read it."""

    id: str
    standing: Standing | None
    answer: str
    from_: str
    checked: str
    need: str


@model
class _Detail(Model):
    """One condition, as people read it."""

    id: str
    condition: str
    answer: str
    from_: str
    need: str


@taking_options()
def check(
    view: View,
    person: Person,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="The credentials to ask about; without any, all",
            show_default=False,
            autocompletion=complete_id,
        ),
    ] = None,
) -> Reply:
    """Say whether you may go for a credential, condition by condition, and if not, from when.

    Yes and no are said only where the record and you settle it; everything else is a maybe, with
    what would tell. What is done on the way, such as the exam, comes after.
    """
    told, today = person.surely(person.told(view), view), person.today
    catalogue = view.catalogue
    asked = [catalogue[id_] for id_ in ids] if ids else list(catalogue.values())
    better = {} if view.figures == "checked" else catalogue.checked
    found = [
        check_eligibility(credential, told, today, better.get(credential.id))
        for credential in {credential.id: credential for credential in asked}.values()
    ]
    if not ids and not view.sort:
        found.sort(key=_group)
    texts = [
        part.text
        for credential in asked
        for condition in credential.requirements
        for part in walk(condition)
    ]
    for option, said in (("--meets", told.meets), ("--lacks", told.lacks)):
        for some in said:
            if not any(contains_words(text, some) for text in texts):
                view.notes.append(f"no condition has the words `{some}` of {option}")
    records = view.sort_records(found, Eligibility)
    table = view.table(Eligibility, records, tuple(Eligibility.FIELDS))
    people = _details(records, today) if ids else _overview(records, today)
    return view.reply(table, people)


def _group(found: Eligibility) -> tuple[int, date, int]:
    """Return where a credential stands among all: those that one may go for first, then soonest."""
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(found.answer)
    return 0 if found.answer is Answer.YES else 1, found.from_ or date.max, order


def _overview(records: Sequence[Eligibility], today: date) -> Table:
    rows = [
        _Overview(
            id=found.id,
            standing=found.standing,
            answer=found.answer,
            from_=_day(found, today),
            checked=phrases.DASH if found.checked is None else _said(found.checked, today),
            need=found.need or phrases.DASH,
        )
        for found in records
    ]
    count = {answer: sum(found.answer is answer for found in records) for answer in Answer}
    later = sum(found.from_ is not None and found.from_ > today for found in records)
    closing = f"{count[Answer.YES]} yes, {count[Answer.MAYBE]} maybe, {count[Answer.NO]} no"
    closing += f"; {later} with a day from which it is a yes" if later else ""
    return table_for_people(_Overview, rows, footer=["", closing])


def _details(records: Sequence[Eligibility], today: date) -> Table:
    rows = [
        row
        for found in records
        for row in (_whole(found, today), *_rows(found, found.requirements, ""))
    ]
    closing = [line for found in records for line in _verdict(found, today)]
    return table_for_people(_Detail, rows, footer=closing)


def _whole(found: Eligibility, today: date) -> _Detail:
    """Return what all conditions of a credential come to."""
    return _Detail(
        id=found.id,
        condition=f"all conditions (standing: {phrases.one_line('standing', found.standing)})",
        answer=found.answer,
        from_=_day(found, today),
        need=phrases.DASH,
    )


def _rows(
    found: Eligibility, requirements: Sequence[JudgedRequirement], indent: str
) -> Iterator[_Detail]:
    for one in requirements:
        how_many = "" if not one.of else f": {one.at_least or 'all'} of these"
        yield _Detail(
            id=found.id,
            condition=f"{indent}{one.text}{how_many}",
            answer=phrases.met(one),
            from_=phrases.DASH if one.from_ is None or one.answer is Answer.YES else str(one.from_),
            need=phrases.DASH
            if one.of or one.need is None
            else one.need.removesuffix(f": «{one.text}»"),
        )
        yield from _rows(found, one.of, f"{phrases.INDENT}{indent or '– '}")


def _verdict(found: Eligibility, today: date) -> Iterator[str]:
    """Yield what it comes to, to be read last."""
    standing = phrases.one_line("standing", found.standing)
    yield ""
    yield f"{found.id}, {found.name} ({standing}): {_said(found, today)}"
    if found.to_do:
        yield f"{phrases.INDENT}then to be done: {'; '.join(found.to_do)}"
    if found.checked is not None:
        said = _said(found.checked, today)
        yield (
            f"{phrases.INDENT}by the figures that public sources give: {said}; "
            f"`libcert check {found.id} --figures checked` says why"
        )


def _said(found: Eligibility | Judgement, today: date) -> str:
    """Return an answer and its day in a few words: `no, yes from 2027-05-23`."""
    later = found.from_ is not None and found.from_ > today
    return f"{found.answer}, yes from {found.from_}" if later else str(found.answer)


def _day(found: Eligibility, today: date) -> str:
    return (
        phrases.DASH if found.from_ is None else "now" if found.from_ <= today else str(found.from_)
    )
