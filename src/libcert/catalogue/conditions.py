"""What the conditions for a credential come to, over all its routes."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Protocol, Self, TypeVar, get_args

from libcert.model.credential import (
    LIBRARIES,
    Credential,
    Education,
    Level,
    Requirement,
    Setting,
    Years,
)


class _Group(Protocol):
    """A condition that may consist of others."""

    @property
    def of(self) -> Sequence[Self]: ...


_Condition = TypeVar("_Condition", bound=_Group)

LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels of education, the lowest first."""


def derive_figures(credential: Credential) -> Credential:
    """Return *credential* with what its conditions and exams say by themselves.

    `experience`, `education` and `exam_required` are filled in unless the record gives them.
    """
    given = credential.given
    everything = Requirement.unvalidated({"text": "All of them", "of": credential.requirements})
    worked_out = {
        "conditions": credential.requirements,
        "experience": required_experience(everything) or Years(),
        "education": required_education(everything) or Education(),
        "exam_required": True if credential.exams else None,
    }
    return credential.replace(
        **{field: value for field, value in worked_out.items() if field not in given}
    )


def setting_fits(setting: str, settings: Collection[Setting]) -> bool:
    """Return whether *setting* is among *settings*, in which `any` is any kind of library."""
    return setting in settings or (setting in LIBRARIES and "any" in settings)


def walk(condition: _Condition) -> Iterator[_Condition]:
    """Yield *condition* and everything in it."""
    yield condition
    for part in condition.of:
        yield from walk(part)


def required_experience(requirement: Requirement) -> Years | None:
    """Return the years that *requirement* asks for; None where it does not speak of work.

    Of several kinds that are asked at once the greatest counts; several routes make a range. A
    route that does not speak of work asks none where another route does.
    """
    if not requirement.of:
        work = requirement.experience
        return work and Years.unvalidated({name: getattr(work, name) for name in Years.FIELDS})
    parts = [required_experience(part) for part in requirement.of]
    asked = [part for part in parts if part is not None]
    if not asked:
        return None
    every = [part or Years(low=0, high=0) for part in parts]
    needed = requirement.at_least or len(every)
    lows = sorted(part.low or 0 for part in every)
    highs = [part.high for part in every if part.high is not None]
    low: int | Decimal | None = lows[needed - 1]
    if not low and any(part.low is None for part in every):
        low = None
    return Years(
        low=low,
        high=max(highs) if len(highs) == len(every) else None,
        approximate=any(part.approximate for part in asked),
        open=any(part.open for part in asked),
        note=_joined([part.note for part in asked]),
    )


def required_education(requirement: Requirement) -> Education | None:
    """Return the schooling that *requirement* asks for; None where it does not speak of schooling.

    Of several levels that are asked at once the highest counts; of several routes the lowest. The
    level is None where a condition does not name one.
    """
    if not requirement.of:
        return requirement.education
    parts = [required_education(part) for part in requirement.of]
    asked = [part for part in parts if part is not None]
    if not asked:
        return None
    every = [part.level if part is not None else "none" for part in parts]
    needed = requirement.at_least or len(every)
    ranks = [LEVELS.index(level) for level in every if level is not None]
    return Education(
        level=LEVELS[sorted(ranks)[needed - 1]] if len(ranks) == len(every) else None,
        note=_joined([part.note for part in asked]),
    )


def _joined(notes: Sequence[str | None]) -> str | None:
    """Return each of *notes* once, as one note."""
    return "; ".join(dict.fromkeys(note for note in notes if note is not None)) or None
