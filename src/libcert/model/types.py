"""What may stand in a field: the types that models declare, as Pydantic checks them.

Type checkers read this, and `checkers` where something comes from outside; to make or read an
object that was checked takes none of it.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, TypeVar

from pydantic import BeforeValidator, Field, InstanceOf, Strict, WithJsonSchema

from libcert.model.limits import (
    AMOUNT_DECIMALS,
    FIRST_DAY,
    HOURS_IN_A_WEEK,
    LAST_DAY,
    MAX_AMOUNT,
    MAX_COUNT,
    MAX_ID,
    MAX_JOBS,
    MAX_RATE,
    MAX_TEXT,
    MAX_YEARS_OF_WORK,
    RATE_DECIMALS,
)
from libcert.model.reasons import Reason

_T = TypeVar("_T")

_WRITTEN_NUMBER: Final = WithJsonSchema(
    {"anyOf": [{"type": "integer"}, {"type": "number"}]}, mode="serialization"
)

Amount = Annotated[
    Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    | Annotated[Decimal, Field(ge=0, le=MAX_AMOUNT, decimal_places=AMOUNT_DECIMALS)],
    _WRITTEN_NUMBER,
]
YearsOfWork = Annotated[Amount, Field(le=MAX_YEARS_OF_WORK)]
HoursAWeek = Annotated[Amount, Field(gt=0, le=HOURS_IN_A_WEEK)]
Rate = Annotated[
    Annotated[int, Field(gt=0, le=MAX_RATE)]
    | Annotated[Decimal, Field(gt=0, le=MAX_RATE, decimal_places=RATE_DECIMALS)],
    WithJsonSchema({"type": "number"}, mode="serialization"),
]
Count = Annotated[int, Field(gt=0, le=MAX_COUNT)]
CountOrNone = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Percent = Annotated[int, Field(gt=0, le=100)]
_HAS_WORD: Final = r"[^\s\x1c-\x1f\x85]"
Words = Annotated[str, Field(pattern=_HAS_WORD, max_length=MAX_TEXT)]
"""A text with a word in it, as Python tells words apart."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9+._-]*$", max_length=MAX_ID)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Link = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=MAX_TEXT)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
DayOrPart = Annotated[
    str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
]
Several = Annotated[tuple[_T, ...], Strict(strict=False)]
AFew = Annotated[tuple[_T, ...], Strict(strict=False), Field(max_length=MAX_JOBS)]
"""So many as can be looked at together: each is set against each."""
SomeWords = Annotated[tuple[Words, ...], Strict(strict=False), Field(min_length=1)]


def _worded(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


OrWords = Annotated[_T, BeforeValidator(_worded)]
"""A table with a `text`; where it has nothing else it may be written as a string."""
InWords = Annotated[
    _T, WithJsonSchema({"type": "array", "items": {"type": "string"}}, mode="serialization")
]
"""Tables with a `text` that JSON has in words."""
ReasonInWords = Annotated[
    Reason, InstanceOf(), WithJsonSchema({"type": "string"}, mode="serialization")
]
"""A reason, which JSON has in words."""
ReasonOfMatch = Annotated[
    Reason,
    InstanceOf(),
    WithJsonSchema(
        {"type": "string", "pattern": _HAS_WORD, "maxLength": MAX_TEXT}, mode="serialization"
    ),
]
"""The same in a match, whose words are declared like those of a record."""
