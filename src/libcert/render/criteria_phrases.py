"""The words of criteria by which somebody selects records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from libcert.model.credential import Months, Years
from libcert.model.places import place_name
from libcert.render.phrases import format_money, format_range, heading
from libcert.render.show_table import SCHOOLING


def criteria_phrases(criteria: Mapping[str, Any]) -> Iterator[str]:
    """Yield each criterion that is set: `cost at most $200`.

    Args:
        criteria: The fields of the criteria by name; None and empty lists are not set.
    """
    currency = criteria["currency"]
    for name, value in criteria.items():
        if value in (None, (), []) or name == "currency":
            continue
        bound, _, field = name.partition("_")
        if bound in _BOUNDS:
            yield f"{field} {_BOUNDS[bound]} {_FIGURES[field](value, currency)}"
        elif isinstance(value, bool):
            yield f"{'with' if value else 'without'} {_NOUNS[name]}"
        elif name == "where":
            yield f"for {place_name(value)}"
        elif name == "education":
            yield f"{SCHOOLING[value]} is enough"
        else:
            yield f"{_NAMES.get(name, heading(name))}: {_either(value)}"


def _either(values: str | Sequence[str]) -> str:
    return values if isinstance(values, str) else " or ".join(map(heading, values))


def _money(value: Decimal, currency: str) -> str:
    return format_money(value, currency)


def _months(value: Decimal, _currency: str) -> str:
    return format_range(Months(low=value, high=value)) if value else "0 months"


def _years(value: Decimal, _currency: str) -> str:
    return format_range(Years(low=value, high=value)) if value else "0 years"


_BOUNDS: Final = {"max": "at most", "min": "at least"}
_FIGURES: Final[Mapping[str, Callable[[Decimal, str], str]]] = {
    "cost": _money,
    "duration": _months,
    "experience": _years,
}
_NOUNS: Final = {"exam": "an exam", "renewal": "renewal"}
_NAMES: Final = {"setting": "workplace", "suits": "job", "text": "words"}
"""The names of criteria that are not the names of their fields."""
