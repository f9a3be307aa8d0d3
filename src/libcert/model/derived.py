"""The fields of a record that follow from its conditions and exams."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import get_args

from libcert.model.credential import Credential, Education, Requirement, Years
from libcert.model.vocabulary import Level

LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels of education, from the lowest to the highest."""


def derive_figures(credential: Credential, recorded: Collection[str]) -> Credential:
    """Return *credential* with the fields that follow from its conditions and exams.

    `experience`, `education` and `exam_required` are filled in only if they are not among
    *recorded*, the fields that the record states itself.
    """
    everything = Requirement.unvalidated({"text": "All of them", "of": credential.requirements})
    derived = {
        "conditions": credential.requirements,
        "experience": required_experience(everything) or Years(),
        "education": required_education(everything) or Education(),
        "exam_required": True if credential.exams else None,
    }
    return credential.replace(
        **{field: value for field, value in derived.items() if field not in recorded}
    )


def required_experience(requirement: Requirement) -> Years | None:
    """Return the years of work that *requirement* asks for; None if it does not mention work.

    If several parts have to be met, the part that asks for most counts. If some of them are enough,
    the range covers all choices; a part that does not mention work counts as zero years.
    """
    if not requirement.of:
        work = requirement.experience
        return work and Years.unvalidated({name: getattr(work, name) for name in Years.FIELDS})
    parts = [required_experience(part) for part in requirement.of]
    mentioned = [part for part in parts if part is not None]
    if not mentioned:
        return None
    years = [part or Years(low=0, high=0) for part in parts]
    at_least = requirement.at_least or len(years)
    lows = sorted(part.low or 0 for part in years)
    highs = [part.high for part in years if part.high is not None]
    low: int | Decimal | None = lows[at_least - 1]
    if not low and any(part.low is None for part in years):
        low = None
    return Years(
        low=low,
        high=max(highs) if len(highs) == len(years) else None,
        approximate=any(part.approximate for part in mentioned),
        open=any(part.open for part in mentioned),
        note=_join_notes([part.note for part in mentioned]),
    )


def required_education(requirement: Requirement) -> Education | None:
    """Return the education that *requirement* asks for; None if it does not mention education.

    If several parts have to be met, the highest level counts; if one of them is enough, the lowest.
    The level is None if any part mentions education without a level. Of two parts with the same
    level, the one with more years of college is higher.
    """
    if not requirement.of:
        return requirement.education
    parts = [required_education(part) for part in requirement.of]
    mentioned = [part for part in parts if part is not None]
    if not mentioned:
        return None
    every = [part if part is not None else Education(level="none") for part in parts]
    at_least = requirement.at_least or len(every)
    ranks = sorted(
        (LEVELS.index(part.level), part.college_years or 0)
        for part in every
        if part.level is not None
    )
    note = _join_notes([part.note for part in mentioned])
    if len(ranks) < len(every):
        return Education(note=note)
    level, college_years = ranks[at_least - 1]
    return Education(level=LEVELS[level], college_years=college_years or None, note=note)


def _join_notes(notes: Sequence[str | None]) -> str | None:
    """Return *notes* as one note, without repetitions; None if there are none."""
    return "; ".join(dict.fromkeys(note for note in notes if note is not None)) or None
