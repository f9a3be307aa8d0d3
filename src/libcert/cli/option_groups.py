"""Groups of options that several commands share: dataclasses whose fields are options.

A command takes a group as one parameter, and `expand_groups` puts the options of the group in its
place. Typer and `expand_groups` read annotations as objects, so no module that declares a group or
a command may use `from __future__ import annotations`.
"""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Collection
from typing import Any, Final

# The groups of options in the help, in their order. Each option names its group in its declaration,
# as `rich_help_panel`.
WHICH: Final = "Selection"
ABOUT_YOU: Final = "About you"
SHOWN: Final = "Output"
DATA: Final = "Data"
MORE: Final = "More options"
"""The options that few people need: the help only names them, and `help --full` explains them."""
GROUPS: Final = (WHICH, ABOUT_YOU, SHOWN, DATA, MORE)


def expand_groups(
    *, hide: Collection[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that gives a command the options of each group among its parameters.

    If several groups have an option of the same name, the command has that of the first group, and
    all of them get its value.

    Args:
        hide: Names of options that the command does not offer; they keep their defaults.
    """
    return functools.partial(_expanded, hide=hide)


def _expanded(command: Callable[..., Any], hide: Collection[str]) -> Callable[..., Any]:
    own: list[inspect.Parameter] = []
    groups: dict[str, tuple[Any, list[inspect.Parameter]]] = {}
    for parameter in inspect.signature(command).parameters.values():
        group = parameter.annotation
        if dataclasses.is_dataclass(group):
            groups[parameter.name] = group, _options(group, hide)
        else:
            own.append(parameter)
    of_groups: dict[str, inspect.Parameter] = {}
    for _, options in groups.values():
        for option in options:
            of_groups.setdefault(option.name, option)
    all_options = [*own, *of_groups.values()]
    for option in all_options:
        if isinstance(option.annotation, str):
            raise TypeError(
                f"`{option.name}` of `{command.__name__}` has its annotation as text: "
                "do not use `from __future__ import annotations` for options"
            )

    @functools.wraps(command)
    def run(**values: Any) -> Any:  # noqa: ANN401 - the values that Typer read
        given = {name: values.pop(name) for name in of_groups}
        for name, (group, options) in groups.items():
            values[name] = group(**{option.name: given[option.name] for option in options})
        return command(**values)

    run.__signature__ = inspect.Signature(all_options)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _options(group: Any, hide: Collection[str]) -> list[inspect.Parameter]:  # noqa: ANN401
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=field.type,
        )
        for field in dataclasses.fields(group)
        if field.name not in hide
    ]
