"""A record as one text, so that people can search for the words that they see."""

from libcert.model.credential import Credential
from libcert.render import phrases


def record_text(record: Credential) -> str:
    """Return all of *record* in the words in which it is shown, one line per value.

    Its notes, findings and sources are part of it.
    """
    return "\n".join(
        line
        for field in record.FIELDS
        for line in phrases.lines(field, getattr(record, field))
        if line != phrases.NOT_ON_RECORD
    )
