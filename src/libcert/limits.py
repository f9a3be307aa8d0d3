"""How much, how many, how far and how large anything may be that comes from outside."""

from datetime import date
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""The days that a profile or a plan may speak of lie between these."""
MAX_AMOUNT: Final = 1_000_000_000
"""The most that a figure may be."""
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
MAX_TEXT: Final = 2_000
"""The most characters that a text may have."""
