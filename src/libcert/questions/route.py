"""The nearest way to meet the conditions of a credential."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.model.credential import Answer
from libcert.model.reasons import Reason
from libcert.model.results import RequirementResult
from libcert.model.vocabulary import Level

Distance = tuple[int, Decimal, int, int, date]
"""The number of conditions that are not met, and the years of school and work that they miss; the
numbers of those that the record leaves open and that the person leaves open; and the last day on
which time meets one. A smaller distance is nearer."""

_NOTHING: Final = Decimal(0)
_HERE: Distance = (0, _NOTHING, 0, 0, date.min)
_YEARS: Final[Mapping[Level, int]] = {
    "none": 0,
    "high-school": 1,
    "certificate": 2,
    "associate": 3,
    "bachelor": 5,
    "master": 7,
    "doctorate": 10,
}
"""How far apart the levels of education are, in years; they only decide which way is nearer."""


def open_conditions(results: Sequence[RequirementResult]) -> list[RequirementResult]:
    """Return the single conditions that are left on the nearest way to meet all *results*.

    Of alternatives it takes the nearest ones. It is empty if all are met.
    """
    return [leaf for result in results for leaf in nearest_route(result)[1]]


def chosen_parts(results: Iterable[RequirementResult]) -> Iterator[RequirementResult]:
    """Yield the parts of each choice in *results* that are met, or are nearest to it.

    Parts of a chosen part are not chosen again.
    """
    for result in results:
        if result.at_least is None:
            yield from chosen_parts(result.of)
        else:
            ranked = sorted(result.of, key=lambda part: nearest_route(part)[0])
            yield from ranked[: result.at_least]


def nearest_route(result: RequirementResult) -> tuple[Distance, list[RequirementResult]]:
    """Return how far the person is from meeting *result*, and the single conditions that are left.

    A condition that only time is missing for is nearer than one that nobody has settled.
    """
    if result.answer is Answer.YES:
        return _HERE, []
    if not result.of:
        return _distance(result), [result]
    routes = sorted((nearest_route(part) for part in result.of), key=lambda route: route[0])
    chosen = routes[: result.at_least or len(routes)]
    no, years, record, person, day = zip(*(distance for distance, _ in chosen), strict=True)
    total = sum(no), sum(years, _NOTHING), sum(record), sum(person), max(day)
    return total, [leaf for _, leaves in chosen for leaf in leaves]


def _distance(result: RequirementResult) -> Distance:
    """Return the distance of a single condition that is not met yet."""
    if result.from_ is not None:
        return 0, _NOTHING, 0, 0, result.from_
    if result.answer is Answer.NO:
        return 1, _missing_years(result.need), 0, 0, date.min
    return (0, _NOTHING, *((1, 0) if result.gap == "record" else (0, 1)), date.min)


def _missing_years(need: Reason | None) -> Decimal:
    """Return the years of school or work that *need* says are missing; 0 if it is about neither."""
    match need:
        case Reason(code="schooling-missing", data={"required": required, "held": held}):
            return Decimal(_YEARS[required] - _YEARS[held])
        case Reason(code="college-missing", data={"required": required, "held": held}):
            return Decimal(required) - Decimal(held)
        case Reason(code="work-missing", data={"span": (years, months, _)}):
            return Decimal(years) + Decimal(months) / 12
        case _:
            return _NOTHING
