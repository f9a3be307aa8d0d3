"""The door for what comes from outside: an object that was checked, or what is wrong, in words."""

from typing import TypeVar

from libcert.model.base import Model

_M = TypeVar("_M", bound=Model)


def validate(model: type[_M], value: object) -> _M:
    """Return *value* as an object of *model*.

    Raises:
        NotAllowedError: If it breaks a rule.
    """
    from libcert.model.validation import validated  # which takes Pydantic, and that takes its time

    return validated(model, value)
