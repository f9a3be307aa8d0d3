"""The current job of a person, among their past and present work."""

from datetime import date

from libcert.cli.read_values import find_position
from libcert.model.profile import Profile
from libcert.model.vocabulary import Position


def current_job_index(profile: Profile, today: date) -> int | None:
    """Return the index of the first job in `experience` that goes on today; None if there is none.

    A job goes on if its last day is not in the past, and if it is not said to have ended.
    """
    for index, job in enumerate(profile.experience):
        if job.running is not False and (job.until is None or job.until >= today):
            return index
    return None


def current_position(profile: Profile, today: date) -> Position | None:
    """Return the position of the current job; None if its role is missing or not on record."""
    index = current_job_index(profile, today)
    role = None if index is None else profile.experience[index].role
    if role is None:
        return None
    try:
        return find_position(role)
    except ValueError:
        return None
