"""What can go wrong, in words for the person it happens to."""

from collections.abc import Sequence

from libcert.model.reasons import Reason
from libcert.model.sanitize import clean, shorten

KeyPath = tuple[str | int, ...]
"""The keys and positions that lead to a place in a file or record."""


def os_reason(error: Exception) -> str:
    """Return why the system refused something, in its words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class LibcertError(Exception):
    """The root of every error that libcert names.

    Args:
        message: One sentence that says what is wrong and where, without a full stop.
        hint: How to correct it, if libcert knows: in words, or as a reason for `render.reasons`.
        details: What is wrong in detail, a line each.
    """

    def __init__(
        self, message: str, *, hint: str | Reason | None = None, details: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        # What comes from files and people may hold anything, and a message meets a terminal.
        self.lines = [shorten(clean(line)) for line in (message, *details)]
        self.hint = hint

    @property
    def message(self) -> str:
        """What is wrong, with its details on lines of their own."""
        return "\n  ".join(self.lines)

    def __str__(self) -> str:
        """Return the message as it is (`KeyError` would quote it)."""
        return self.message


class UnknownCredentialError(LibcertError, KeyError):
    """No credential has this id or alias."""


class InvalidCatalogueError(LibcertError):
    """A catalogue that cannot be read, or that breaks a rule of the model."""


class InvalidProfileError(LibcertError):
    """A profile that cannot be found or read, or that breaks a rule of the model."""


class NotAllowedError(LibcertError):
    """Something from outside that breaks a rule of a model.

    Args:
        what: The model that it should be.
        found: Each place in it, by the keys that lead there, and what is wrong at it.
    """

    def __init__(self, what: str, found: Sequence[tuple[KeyPath, str]]) -> None:
        details = [": ".join([".".join(map(str, path)), text]) for path, text in found]
        super().__init__(f"this is no `{what}`:", details=details)
        self.found = found


class OutputError(LibcertError):
    """What cannot be written where it was asked for."""
