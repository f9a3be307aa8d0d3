"""The current job of a person, among their past and present work."""

from contextlib import suppress
from datetime import date

from libcert.cli.read_values import find_position
from libcert.model.profile import Profile, goes_on
from libcert.model.vocabulary import Position


def current_job_index(profile: Profile, today: date) -> int | None:
    """Return the index of the first job in `experience` that goes on today; None if there is none.

    A job goes on if its last day is not in the past, and if it is not said to have ended.
    """
    for index, job in enumerate(profile.experience):
        if job.running is not False and (job.until is None or job.until >= today):
            return index
    return None


def current_positions(profile: Profile, today: date) -> tuple[Position, ...]:
    """Return the positions of the jobs that go on *today*; () if their titles name none."""
    positions = []
    for job in profile.experience:
        if job.role and goes_on(job, today):
            with suppress(ValueError):  # other titles say nothing about the position
                positions.append(find_position(job.role))
    return tuple(dict.fromkeys(positions))
