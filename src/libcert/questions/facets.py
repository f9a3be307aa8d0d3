"""The choices of a page that filters credentials: which of them each record belongs to.

A figure belongs to one choice by its highest value, so that choices up to a limit have exactly the
records that `filter` would find with it. What is not on record is a choice of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, get_args

from libcert.catalogue.conditions import setting_fits
from libcert.model.credential import Credential, Range
from libcert.model.derived import LEVELS
from libcert.model.vocabulary import CredentialType, Setting, Standing, State
from libcert.questions.criteria import NOT_CHECKED

UNKNOWN: Final = "unknown"
"""The choice of records that do not say."""
NO_END: Final = "open"
"""The choice of figures whose highest value is not on record."""
OVER: Final = "over"
"""The choice of figures above the last limit."""
OTHER_CURRENCY: Final = "other"
"""The choice of costs in another currency than most."""
LIMITS: Final[Mapping[str, Sequence[int]]] = {
    "cost": (0, 50, 100, 250, 500, 1000),
    "duration": (0, 3, 6, 12, 24, 60),
    "experience": (0, 1, 2, 5),
}
"""The limits of figures: money, months and years of work."""
_FIGURES: Final = (OVER, NO_END)
CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "setting": (*(name for name in get_args(Setting) if name != "any"), UNKNOWN),
    "cost": (*map(str, LIMITS["cost"]), *_FIGURES, OTHER_CURRENCY, UNKNOWN),
    "duration": (*map(str, LIMITS["duration"]), *_FIGURES, UNKNOWN),
    "education": (*LEVELS, UNKNOWN),
    "experience": (*map(str, LIMITS["experience"]), *_FIGURES, UNKNOWN),
    "exam": ("no", "yes", UNKNOWN),
    "standing": (*get_args(Standing), NOT_CHECKED),
    "status": (*get_args(State), UNKNOWN),
    "type": get_args(CredentialType),
}
"""The choices of each question, in the order in which a page shows them."""


def main_currency(records: Iterable[Credential]) -> str:
    """Return the currency of most costs among *records*; USD if there are none."""
    counts = Counter(record.cost.unit for record in records if record.cost.known)
    return max(counts, key=lambda unit: (counts[unit], unit == "USD", unit), default="USD")


def choices_of(record: Credential, currency: str) -> dict[str, tuple[str, ...]]:
    """Return the choices of each question of `CHOICES` that *record* belongs to.

    Args:
        record: The record.
        currency: The currency of the limits of costs.
    """
    cost = _choice("cost", record.cost)
    if record.cost.known and record.cost.unit != currency:
        cost = OTHER_CURRENCY
    exam = {True: "yes", False: "no", None: UNKNOWN}[record.exam_required]
    settings = tuple(name for name in CHOICES["setting"] if setting_fits(name, record.settings))
    return {
        "setting": settings or (UNKNOWN,),
        "cost": (cost,),
        "duration": (_choice("duration", record.duration),),
        "education": (record.education.level or UNKNOWN,),
        "experience": (_choice("experience", record.experience),),
        "exam": (exam,),
        "standing": (record.standing or NOT_CHECKED,),
        "status": (record.status.state or UNKNOWN,),
        "type": (record.type,),
    }


def _choice(field: str, figure: Range) -> str:
    if not figure.known:
        return UNKNOWN
    high = figure.high
    if high is None or figure.open:
        return NO_END
    return next((str(limit) for limit in LIMITS[field] if high <= limit), OVER)
