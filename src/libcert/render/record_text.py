"""A record as one text, so that people can search for the words that they see."""

from typing import Final

from libcert.model.credential import Credential
from libcert.render import phrases

_ABOUT_RECORD: Final = {"sources", "findings", "standing"}
"""The fields that are about a record, and so no part of what it says."""


def record_text(record: Credential) -> str:
    """Return *record* in the words in which it is shown, one line per value."""
    return "\n".join(
        line
        for field in record.FIELDS
        if field not in _ABOUT_RECORD
        for line in phrases.lines(field, getattr(record, field))
        if line != phrases.NOT_ON_RECORD
    )
