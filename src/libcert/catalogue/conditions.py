"""The conditions of a credential: their parts, and the workplaces and college years that count."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, Self, TypeVar

from libcert.model.credential import Requirement
from libcert.model.vocabulary import LIBRARIES, Level, Setting


class _Group(Protocol):
    """A condition that may consist of other conditions."""

    @property
    def of(self) -> Sequence[Self]: ...


_Condition = TypeVar("_Condition", bound=_Group)

_COLLEGE_YEARS: dict[str, int] = {"associate": 2, "bachelor": 4, "master": 4, "doctorate": 4}
"""The years of college that a level of education stands for."""


def college_years_of(level: Level | None) -> int:
    """Return the fewest years of college of somebody with this *level*."""
    return _COLLEGE_YEARS.get(level or "none", 0)


def setting_fits(setting: str, settings: Collection[Setting]) -> bool:
    """Return whether *setting* is one of *settings*; `any` there includes every library."""
    return setting in settings or (setting in LIBRARIES and "any" in settings)


def walk(condition: _Condition) -> Iterator[_Condition]:
    """Yield *condition*, its parts, and their parts."""
    yield condition
    for part in condition.of:
        yield from walk(part)


def needed(condition: Requirement) -> Iterator[Requirement]:
    """Yield *condition* and those of its parts that are needed in any case."""
    yield condition
    if condition.at_least in (None, len(condition.of)):
        for part in condition.of:
            yield from needed(part)
