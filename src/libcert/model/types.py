"""The types of fields, with the limits that Pydantic checks for values from outside.

All scalar types are strict: Pydantic converts nothing. Only type checkers and `validation` import
this module, because it imports Pydantic.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    GetPydanticSchema,
    InstanceOf,
    Strict,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticKnownError

from libcert.model.limits import (
    AMOUNT_DECIMALS,
    CURRENCY_PATTERN,
    DAY_OF_YEAR_PATTERN,
    FIRST_DAY,
    HOURS_IN_A_WEEK,
    ID_PATTERN,
    LAST_DAY,
    LINK_PATTERN,
    MAX_AMOUNT,
    MAX_COLLEGE_YEARS,
    MAX_COUNT,
    MAX_ID,
    MAX_JOBS,
    MAX_POPULATION,
    MAX_RATE,
    MAX_TEXT,
    MAX_YEARS_OF_WORK,
    PARTIAL_DATE_PATTERN,
    PLACE_PATTERN,
    RATE_DECIMALS,
    TEXT_PATTERN,
)
from libcert.model.reasons import Reason

_T = TypeVar("_T")

# --- Numbers --------------------------------------------------------------------------------------


def _number(value: object, validate_decimal: Callable[[object], object]) -> object:
    """Check an int or a Decimal against the limits of a Decimal, and return it unchanged."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticKnownError("decimal_type")
    validate_decimal(value)
    return value


def _exact(limits: Any) -> GetPydanticSchema:  # noqa: ANN401 - as `Field` returns it
    """Return metadata to validate `int | Decimal` as one type, so that there is only one error."""
    decimal = Annotated[Decimal, limits, WrapValidator(_number)]
    return GetPydanticSchema(lambda _, handler: handler(decimal))


Amount = Annotated[
    int | Decimal,
    _exact(Field(ge=0, le=MAX_AMOUNT, decimal_places=AMOUNT_DECIMALS)),
    WithJsonSchema(
        {
            "anyOf": [
                {"maximum": MAX_AMOUNT, "minimum": 0, "type": "integer"},
                {"maximum": float(MAX_AMOUNT), "minimum": 0.0, "type": "number"},
            ]
        },
        mode="validation",
    ),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "number"}]}, mode="serialization"),
]
CollegeYears = Annotated[Amount, Field(le=MAX_COLLEGE_YEARS)]
YearsOfWork = Annotated[Amount, Field(le=MAX_YEARS_OF_WORK)]
HoursAWeek = Annotated[Amount, Field(gt=0, le=HOURS_IN_A_WEEK)]
Rate = Annotated[
    int | Decimal,
    _exact(Field(gt=0, le=MAX_RATE, decimal_places=RATE_DECIMALS)),
    WithJsonSchema({"type": "number"}),
]
Count = Annotated[int, Strict(), Field(gt=0, le=MAX_COUNT)]
NonNegative = Annotated[int, Strict(), Field(ge=0, le=MAX_COUNT)]
Population = Annotated[int, Strict(), Field(ge=0, le=MAX_POPULATION)]
Percent = Annotated[int, Strict(), Field(gt=0, le=100)]
Flag = Annotated[bool, Strict()]

# --- Texts and dates ------------------------------------------------------------------------------

Text = Annotated[str, Strict(), Field(pattern=TEXT_PATTERN, max_length=MAX_TEXT)]
Id = Annotated[str, Strict(), Field(pattern=ID_PATTERN, max_length=MAX_ID)]
Currency = Annotated[str, Strict(), Field(pattern=CURRENCY_PATTERN)]
Place = Annotated[str, Strict(), Field(pattern=PLACE_PATTERN)]
"""An ISO 3166 code of a country or a part of one, or `any` for everywhere."""
Link = Annotated[str, Strict(), Field(pattern=LINK_PATTERN, max_length=MAX_TEXT)]
PartialDate = Annotated[str, Strict(), Field(pattern=PARTIAL_DATE_PATTERN)]
"""A year, a month or a day."""
DayOfYear = Annotated[str, Strict(), Field(pattern=DAY_OF_YEAR_PATTERN)]
"""A month and a day that every year has."""
Date = Annotated[date, Strict()]
"""Any day, such as the day on which somebody read a page."""
Day = Annotated[date, Strict(), Field(ge=FIRST_DAY, le=LAST_DAY)]
"""A day in the life of a person."""

# --- Several values -------------------------------------------------------------------------------

NonEmpty = Annotated[tuple[_T, ...], Field(min_length=1)]
AtMost50 = Annotated[tuple[_T, ...], Field(max_length=MAX_JOBS)]
"""Limited because every item is compared with every other item."""


def _as_table(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


TextOr = Annotated[_T, BeforeValidator(_as_table)]
"""A table with a `text`, or only the text."""
AsTexts = Annotated[
    _T, WithJsonSchema({"type": "array", "items": {"type": "string"}}, mode="serialization")
]
"""Tables with a `text`; JSON has only the texts."""

# --- Reasons --------------------------------------------------------------------------------------

ReasonInWords = Annotated[
    Reason, InstanceOf(), WithJsonSchema({"type": "string"}, mode="serialization")
]
"""A reason; JSON has its text."""
ReasonOfMatch = Annotated[
    Reason,
    InstanceOf(),
    WithJsonSchema(
        {"type": "string", "pattern": TEXT_PATTERN, "maxLength": MAX_TEXT}, mode="serialization"
    ),
]
"""A reason in a match; JSON has its text, with the limits of the texts in a record."""
