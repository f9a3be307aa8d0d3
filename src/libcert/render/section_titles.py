"""The titles of the sections of a list, and the names of levels below the title of a family."""

import re
from collections.abc import Sequence
from typing import Final

from libcert.model.credential import Credential
from libcert.model.places import EVERYWHERE, short_name
from libcert.model.section import Section

LEAST_WORDS: Final = 2
"""The number of words that make the name of a family."""
_STEPS: Final = frozenset({"Level", "Grade", "Option", "Part"})
"""Words before the number of a level."""
NOT_FOUND: Final = "Named by an article or list, found nowhere:"
"""The title of credentials that no public source shows."""


def section_title(section: Section, members: Sequence[Credential]) -> str:
    """Return the title of the *members* of a section.

    Examples: `Ohio`, or `Indiana: Librarian Certificate (IN-LC), 7 levels`.
    """
    if not section.is_found:
        return NOT_FOUND
    place = _place(section.where)
    if section.family is None:
        return place
    scheme = common_name(members).removeprefix(f"{place} ")
    named = f"{scheme} ({section.family})" if scheme else section.family
    return f"{place}: {named}, {len(members)} levels"


def common_name(members: Sequence[Credential]) -> str:
    """Return the words with which all names of *members* begin; empty if that is just one word.

    The name of a place and a word such as `Level` at the end do not count.
    """
    names = [list(re.finditer(r"[^\s,:()]+", member.name)) for member in members]
    count = 0
    for words in zip(*names, strict=False):
        if len({word[0] for word in words}) > 1:
            break
        count += 1
    while count and names[0][count - 1][0] in _STEPS:
        count -= 1
    place = len(_place(members[0].where).split())
    is_place_first = members[0].name.startswith(f"{_place(members[0].where)} ")
    if count - (place if is_place_first else 0) < LEAST_WORDS:
        return ""
    return members[0].name[: names[0][count - 1].end()]


def _place(where: Sequence[str]) -> str:
    if EVERYWHERE in where:
        return "International"
    return ", ".join(map(short_name, where)) or "Place not on record"
