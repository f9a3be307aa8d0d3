"""The words of reasons: the one module that turns the code of a reason into a sentence.

A table maps each code to its words: a template, or a function, for the data of the reason. A pair
has the words for everyone first, and then those that name the command-line option to type.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from libcert.model.reasons import Reason
from libcert.render.plan_reasons import PLAN_WORDS

_Template = str | Callable[..., str]
Words = _Template | tuple[_Template, _Template]


def describe(reason: Reason, *, options: bool = False) -> str:
    """Return *reason* in words; with *options* it names the command-line option to type."""
    words = _WORDS[reason.code]
    template = words[options] if isinstance(words, tuple) else words
    data = {name: _describe_inside(value, options) for name, value in reason.data.items()}
    return template(**data) if callable(template) else template.format(**data)


def _describe_inside(value: Any, options: bool) -> Any:  # noqa: ANN401, FBT001 - data of any kind
    """Return *value* with each reason in it in words."""
    if isinstance(value, Reason):
        return describe(value, options=options)
    if isinstance(value, tuple):
        return tuple(_describe_inside(part, options) for part in value)
    return value


_WORDS: Final[Mapping[str, Words]] = {
    **PLAN_WORDS,
}
"""The words of every code."""
