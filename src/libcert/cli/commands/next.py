"""`libcert next`: the credentials that are open to a person now, later, or after one more step."""

from collections.abc import Sequence
from typing import Annotated, Final, cast

import typer

from libcert.cli.answer import AnswerOptions, Reply, Session
from libcert.cli.current_job import current_positions
from libcert.cli.next_answer import next_answer
from libcert.cli.option_groups import expand_groups
from libcert.cli.person_options import (
    PersonOptions,
    effective_profile,
    note_narrowing,
    without_lapsed,
)
from libcert.cli.record_lists import SuitsOption
from libcert.model.vocabulary import Position

EXAMPLES: Final = {
    "next": (
        "next",
        "next --where ohio --setting public --education high-school",
        'next --where texas --experience "4 academic full-time" --all',
    ),
}


@expand_groups()
def next_(
    options: AnswerOptions,
    person: PersonOptions,
    *,
    suits: SuitsOption = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show all, not only the first of each group")
    ] = False,
) -> Reply:
    """Show what you can begin now, later, or after one more step.

    The cheapest come first. Your place, your kind of workplace and your job narrow the answer. The
    last line says which detail about you would settle most of what is in doubt.
    """
    session = Session(options, person.on)
    profile = without_lapsed(effective_profile(person, session), session)
    note_narrowing(person, profile, session)
    positions = cast("Sequence[Position]", suits) or current_positions(profile, session.today)
    return next_answer(session, profile, positions, show_all=show_all)
