"""The answer of `next`, which `start` ends with too."""

from datetime import date

from libcert.cli.answer import Reply, Session, build_table, sort_and_limit
from libcert.cli.read_values import find_position
from libcert.model.profile import Profile, goes_on
from libcert.model.results import NextStep
from libcert.model.vocabulary import Position
from libcert.questions.next_steps import next_steps
from libcert.render.next_table import next_table


def next_answer(session: Session, profile: Profile, *, show_all: bool = False) -> Reply:
    """Return the credentials that the person of *profile* can begin with next.

    Args:
        session: The session.
        profile: The profile of the person.
        show_all: Whether a drawn table has all of them, and not only the first of each group.
    """
    positions = positions_of(profile, session.today)
    found = next_steps(session.catalogue, profile, session.today, positions)
    records = sort_and_limit(session, found, NextStep)
    short = session.is_drawn and not show_all and not session.options.limit
    people = next_table(records, doubt_line(session, records, profile), short=short)
    return Reply(session, build_table(session, NextStep, records, for_people=people))


def positions_of(profile: Profile, today: date) -> tuple[Position, ...]:
    """Return the positions of the jobs that go on *today*; () if their titles name none."""
    positions = []
    for job in profile.experience:
        if job.role and goes_on(job, today):
            try:
                positions.append(find_position(job.role))
            except ValueError:
                continue
    return tuple(dict.fromkeys(positions))
