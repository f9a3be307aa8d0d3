"""The nearest way to meet the conditions of a credential."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from libcert.model.credential import Answer
from libcert.model.results import RequirementResult

Distance = tuple[int, int, int, date]
"""The numbers of conditions that are not met, that the record leaves open and that the person
leaves open; and the last day on which time meets one. A smaller distance is nearer."""

_HERE: Distance = (0, 0, 0, date.min)


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
    no, record, person, day = zip(*(distance for distance, _ in chosen), strict=True)
    total = sum(no), sum(record), sum(person), max(day)
    return total, [leaf for _, leaves in chosen for leaf in leaves]


def _distance(result: RequirementResult) -> Distance:
    """Return the distance of a single condition that is not met yet."""
    if result.from_ is not None:
        return 0, 0, 0, result.from_
    if result.answer is Answer.NO:
        return 1, 0, 0, date.min
    return (0, 1, 0, date.min) if result.gap == "record" else (0, 0, 1, date.min)
