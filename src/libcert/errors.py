"""What can go wrong, in words for the person it happens to."""


class LibcertError(Exception):
    """The root of every error that libcert names.

    Args:
        message: One sentence that says what is wrong and where, without a full stop.
        hint: How to mend it, where libcert knows.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message as it is (`KeyError` would quote it)."""
        return self.message


class UnknownCredentialError(LibcertError, KeyError):
    """No credential has this id or alias."""


class InvalidCatalogueError(LibcertError):
    """A catalogue that cannot be read, or that breaks a rule of the model."""


class OutputError(LibcertError):
    """An answer that cannot be written where it was asked for."""
