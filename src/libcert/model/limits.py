"""The limits for values from outside."""

from datetime import date
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""The first and the last day that a profile or a plan may have."""
MAX_AMOUNT: Final = 1_000_000_000
"""The highest value of a figure."""
AMOUNT_DECIMALS: Final = 2
"""The highest number of decimals of a figure."""
MAX_YEARS_OF_WORK: Final = 100
"""The highest number of years of work, in a profile or a requirement."""
MAX_POPULATION: Final = 100_000_000
"""The highest number of people that a library serves."""
MAX_COLLEGE_YEARS: Final = 12
"""The highest number of years of college, in a profile or a requirement."""
CREDITS_A_YEAR: Final = 30
"""The semester credits of a year of college."""
MAX_JOBS: Final = 50
"""The highest number of jobs in a profile."""
HOURS_IN_A_WEEK: Final = 168
"""The highest number of working hours in a week."""
MAX_COUNT: Final = 1_000_000
"""The highest value of a count."""
MAX_DEPTH: Final = 10
"""The deepest nesting of groups of requirements."""
MEGABYTE: Final = 1024 * 1024
MAX_BYTES: Final = 10 * MEGABYTE
"""The largest size of a file that a person edits."""
MAX_BYTES_MADE: Final = 1024 * MEGABYTE
"""The largest size of a file that a program writes."""
MAX_BYTES_READ_AS_TABLE: Final = 50 * MEGABYTE
"""The largest size of a table that a spreadsheet program writes."""
MAX_PROBLEMS: Final = 10
"""The highest number of problems that one message about a file lists."""
MAX_RATE: Final = 1_000_000
"""The highest value of one unit of a currency in another currency."""
RATE_DECIMALS: Final = 10
"""The highest number of decimals of an exchange rate."""
MAX_TEXT: Final = 2_000
"""The highest number of characters in a text."""
MAX_ID: Final = 40
"""The highest number of characters in an id."""
TEXT_PATTERN: Final = r"[^\s\x1c-\x1f\x85]"
"""A text must have a character that is not whitespace in Python."""
ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9+._-]*$"
"""The form of an id."""
CURRENCY_PATTERN: Final = r"^[A-Z]{3}$"
"""The form of a currency code (ISO 4217)."""
PLACE_PATTERN: Final = r"^(any|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"
"""The form of a place: an ISO 3166 code, or `any`."""
LINK_PATTERN: Final = r"^https?://[^\s<>\"]+$"
"""The form of a link."""
PARTIAL_DATE_PATTERN: Final = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
"""The form of a year, a month or a day."""
DAY_OF_YEAR_PATTERN: Final = (
    r"^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))$"
)
"""The form of a month and a day that every year has."""

# Limits of command-line options.

MAX_SHOWN: Final = 1_000_000_000
"""The highest number of records in an answer."""
MAX_AGE_MONTHS: Final = 100 * 12
"""The highest age of a source, in months."""
MAX_YEARS: Final = 60
"""The highest number of years for which costs are counted."""
MAX_AT_ONCE: Final = 20
"""The highest number of credentials that a person may work for at the same time."""
MAX_AHEAD_DAYS: Final = 36_500
"""The highest number of days ahead for which renewals and fees are listed."""
MAX_LEAD_DAYS: Final = 3_660
"""The highest number of days between a reminder in a calendar and the due date."""
MAX_PLANNED_MONTHS: Final = 600
"""The longest duration of a credential that can be planned."""
