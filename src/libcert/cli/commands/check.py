"""`libcert check`: may I go for it, and if not, from when."""

from datetime import date
from typing import Annotated

import typer

from libcert.catalogue.conditions import walk
from libcert.cli.answer import Reply, View
from libcert.cli.options import complete_id, taking_options
from libcert.cli.person_options import Person
from libcert.model.credential import Answer
from libcert.model.results import Eligibility
from libcert.questions.eligibility import check_eligibility
from libcert.questions.word_match import contains_words
from libcert.render.check_table import detail_table, overview_table


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
    people = detail_table(records, today) if ids else overview_table(records, today)
    return view.reply(table, people)


def _group(found: Eligibility) -> tuple[int, date, int]:
    """Return where a credential stands among all: those that one may go for first, then soonest."""
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(found.answer)
    return 0 if found.answer is Answer.YES else 1, found.from_ or date.max, order
