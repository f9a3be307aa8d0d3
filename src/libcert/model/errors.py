"""The errors of libcert, with messages for the person who uses it."""

from collections.abc import Sequence

from libcert.model.reasons import Reason
from libcert.model.sanitize import clean, shorten

KeyPath = tuple[str | int, ...]
"""The keys and positions that lead to a value in a file or record."""


def os_reason(error: Exception) -> str:
    """Return the reason that the operating system gives for an error."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class LibcertError(Exception):
    """The base class of all errors of libcert.

    Args:
        message: One sentence that names the problem and its place, without a final period.
        hint: A way to correct it, if libcert knows one: a text, or a reason for `render.reasons`.
        details: More lines about the problem.
    """

    def __init__(
        self, message: str, *, hint: str | Reason | None = None, details: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        # The lines can quote any text from files and options, and a terminal shows them.
        self.lines = [shorten(clean(line)) for line in (message, *details)]
        self.details = details
        self.hint = hint

    @property
    def message(self) -> str:
        """The message, with each detail on a line of its own."""
        return "\n  ".join(self.lines)

    def __str__(self) -> str:
        """Return the message as it is (`KeyError` would quote it)."""
        return self.message


class UnknownCredentialError(LibcertError, KeyError):
    """No credential has this id or alias."""


class InvalidCatalogueError(LibcertError):
    """A catalogue that cannot be read, or that breaks a rule of the model.

    Args:
        message: As of every error.
        hint: As of every error.
        details: As of every error.
        problems: The path to each wrong part of its files, and the message for it.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | Reason | None = None,
        details: Sequence[str] = (),
        problems: Sequence[tuple[KeyPath, str]] = (),
    ) -> None:
        super().__init__(message, hint=hint, details=details)
        self.problems = problems


class InvalidProfileError(LibcertError):
    """A profile that cannot be found or read, or that breaks a rule of the model."""


class NotAllowedError(LibcertError):
    """A value from outside that breaks a rule of a model.

    Args:
        model_name: The name of the model.
        problems: The path to each wrong part of the value, and the message for it.
    """

    def __init__(self, model_name: str, problems: Sequence[tuple[KeyPath, str]]) -> None:
        details = [
            f"{'.'.join(map(str, path))}: {text}" if path else text for path, text in problems
        ]
        super().__init__(f"this is not a valid `{model_name}`:", details=details)
        self.problems = problems


class OutputError(LibcertError):
    """An output file that cannot be written."""


class MissingExtraError(LibcertError):
    """A library that only some answers need is not installed.

    Args:
        task: The purpose of the library, as the subject of a sentence: `a report`.
        extra: The name of the extra of libcert that installs it.
    """

    def __init__(self, task: str, extra: str) -> None:
        super().__init__(
            f"{task} needs the extra `{extra}`, which is not installed",
            hint=f"install it with `pip install 'libcert[{extra}]'`",
        )
