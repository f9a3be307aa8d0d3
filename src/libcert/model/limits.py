"""How much, how many, how far and how large anything may be that comes from outside."""

from datetime import date
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""The days that a profile or a plan may speak of lie between these."""
MAX_AMOUNT: Final = 1_000_000_000
"""The most that a figure may be."""
AMOUNT_DECIMALS: Final = 2
"""The most decimals that a figure may have."""
MAX_YEARS_OF_WORK: Final = 100
"""The most years of work that anybody may have or ask for."""
MAX_JOBS: Final = 50
"""The most jobs that anybody may speak of."""
HOURS_IN_A_WEEK: Final = 168
"""The most hours that anybody may work in a week."""
MAX_COUNT: Final = 1_000_000
"""The most that anything may be counted to."""
MAX_DEPTH: Final = 10
"""How deep groups of conditions may stand in each other."""
MEGABYTE: Final = 1024 * 1024
MAX_BYTES: Final = 10 * MEGABYTE
"""The most that a file may have which somebody keeps by hand."""
MAX_BYTES_MADE: Final = 1024 * MEGABYTE
"""The most that one may have which programs make."""
MAX_PROBLEMS: Final = 10
"""How many problems of a file are named at once."""
MAX_RATE: Final = 1_000_000
"""The most that one unit of a currency may be in another."""
RATE_DECIMALS: Final = 10
"""The most decimals that such a rate may have."""
MAX_TEXT: Final = 2_000
"""The most characters that a text may have."""
MAX_ID: Final = 40
"""The most characters that an id may have."""
TEXT_PATTERN: Final = r"[^\s\x1c-\x1f\x85]"
"""What has to be somewhere in a text: a character that Python does not take for a blank."""
ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9+._-]*$"
"""The form of an id."""
CURRENCY_PATTERN: Final = r"^[A-Z]{3}$"
"""The form of the code of a currency (ISO 4217)."""
LINK_PATTERN: Final = r"^https?://[^\s<>\"]+$"
"""The form of a link."""
PARTIAL_DATE_PATTERN: Final = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
"""The form of a year, a month or a day."""

# What an answer may be asked to reach.

MAX_SHOWN: Final = 1_000_000_000
"""The most records that may be asked for."""
MAX_AGE_MONTHS: Final = 100 * 12
"""The most months since something was read."""
MAX_YEARS: Final = 60
"""The most years of cost."""
MAX_AT_ONCE: Final = 20
"""The most credentials that a person may work for at the same time."""
MAX_AHEAD_DAYS: Final = 36_500
"""How far ahead what falls due is looked for."""
MAX_LEAD_DAYS: Final = 3_660
"""How long before something falls due a calendar may remind of it."""
MAX_PLANNED_MONTHS: Final = 600
"""The longest that anything may take that is planned."""
