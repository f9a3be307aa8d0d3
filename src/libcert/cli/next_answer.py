"""The answer of `next`, which `start` ends with too."""

from collections.abc import Sequence
from typing import Final

from libcert.cli.answer import Reply, Session, build_table, sort_and_limit
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import NextStep
from libcert.model.vocabulary import Position
from libcert.questions.next_steps import next_steps, workplaces
from libcert.questions.open_questions import best_question
from libcert.render.next_table import describe_person, drawn_next_table, next_table
from libcert.render.reasons import describe_with_options

WHERE_UNSAID: Final = Reason.of("where-unsaid")
"""The first question to somebody whose place is not known."""


def next_answer(
    session: Session, profile: Profile, positions: Sequence[Position], *, show_all: bool = False
) -> Reply:
    """Return the credentials that the person of *profile* can begin with next.

    Args:
        session: The session.
        profile: The profile of the person.
        positions: Their jobs; empty if they do not say.
        show_all: Whether a drawn table has all of them, and not only the first of each group.
    """
    found = next_steps(session.catalogue, profile, session.today, positions)
    records = sort_and_limit(session, found, NextStep)
    short = not show_all and not session.options.limit
    doubt = _doubt_line(records, profile)
    table = build_table(session, NextStep, records, for_people=next_table(records, doubt))
    if session.is_drawn and table.for_people:
        whom = describe_person(profile.where, workplaces(profile, session.today), positions)
        table = table.replace(drawn=drawn_next_table(records, doubt, whom, short=short))
    return Reply(session, table)


def _doubt_line(steps: Sequence[NextStep], profile: Profile) -> str | None:
    """Return a sentence on what is in doubt, and what would settle most of it; None if nothing."""
    needs = [step.need for step in steps if step.when == "doubt"]
    if not needs:
        return None
    in_doubt = f"{len(needs)} more may be open to you"
    if profile.where is None:
        return f"{in_doubt}. {describe_with_options(WHERE_UNSAID)}"
    first = best_question(needs)
    if first is None:
        return f"{in_doubt}: `libcert check ID` says on which conditions it depends"
    depend = "1 depends" if first.count == 1 else f"{first.count} depend"
    return f"{in_doubt}; {depend} on this: {describe_with_options(first.question)}"
