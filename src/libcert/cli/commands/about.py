"""`libcert about`: facts about work in libraries, by country."""

from typing import Final

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import WhereOption
from libcert.model.fact import Fact
from libcert.model.places import place_name
from libcert.questions.facts import facts_about
from libcert.render.mandate_table import fact_table

EXAMPLES: Final = {
    "about": (
        "about",
        "about --where GB",
        "about --json",
    ),
}
USUAL: Final = "US"
"""The place without `--where`: most of the facts are about it."""


@expand_groups(hide=("figures", "member", "non_member", "max_age"))
def about(options: AnswerOptions, where: WhereOption = None) -> Reply:
    """Show facts about the work: tasks, pay, entry and outlook."""
    session = Session(options)
    place = session.place(where) or USUAL
    facts = facts_about(session.catalogue.facts, place)
    others = {code for fact in session.catalogue.facts for code in fact.where if "-" not in code}
    names = ", ".join(sorted(place_name(code) for code in others - {place}))
    if where is None or not facts:
        about = "the facts are" if facts else "no fact is on record"
        session.notes.append(
            f"{about} about {place_name(place)}; use --where for another place: {names}"
        )
    records = sort_and_limit(session, facts, Fact)
    return Reply(session, build_table(session, Fact, records, for_people=fact_table(records)))
