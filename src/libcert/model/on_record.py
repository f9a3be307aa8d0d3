"""Whether a value of a record has any content."""

from libcert.model.credential import Education, Range, Renewal, Status


def is_on_record(value: object) -> bool:
    """Return whether *value* has any content; a note alone is enough."""
    match value:
        case None | ():
            return False
        case Range():
            return value.known or value.note is not None
        case Education():
            return value.level is not None or value.note is not None
        case Status():
            return value != Status()
        case Renewal():
            return value != Renewal()
        case _:
            return True
