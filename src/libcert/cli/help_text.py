"""The texts of the help: short enough for a screen, or in full.

The man page is made of the same parts: `usage`, `summary` and `sections`.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from libcert.cli import terminal
from libcert.cli.option_groups import ABOUT_YOU, DATA, GROUPS, MORE, SHOWN, WHICH

FULL: Final = "full"
"""The `obj` of a context whose help is in full."""
LINES: Final = 24
"""The lines of the smallest screen that a help has to fit."""
_WIDEST: Final = 100
_NARROWEST: Final = 20
_LABELS: Final = 27
"""The most columns for the names of options."""
_LABEL_OF_GROUP: Final = 9
_HARD_BLANK: Final = "\N{NO-BREAK SPACE}"


class Row(NamedTuple):
    """An argument or an option in the help."""

    name: str
    """The argument, or the usual name of the option, with the name of its value."""
    every_name: str
    """The same with all names of the option."""
    text: str


# Typer exports no types for commands and contexts.


def command_help(command: Any, context: Any) -> str:  # noqa: ANN401
    """Return the help of one command: one screen, or all of it if the context says `FULL`."""
    width = _width()
    paragraphs = command.help.split("\n\n")
    grouped = dict(sections(command, context))
    examples = [line.strip() for line in command.epilog.splitlines() if line.startswith("  ")]
    lines = _wrapped(f"Usage: {usage(command, context)}", width, 7)
    if context.obj == FULL:
        for paragraph in paragraphs:
            lines += ["", *_wrapped(f"  {paragraph}", width)]
        for title, rows in grouped.items():
            lines += ["", f"{title}:", *_in_full(rows, width)]
        return "\n".join([*lines, "", "Examples:", *(f"  {each}" for each in examples)])
    rare = [row.name.split()[0] for row in grouped.pop(MORE) if "--help" not in row.name]
    named = f"More options: {', '.join(rare)}" if rare else "More"
    path = context.command_path.partition(" ")[2]
    end = _wrapped(f"{named}; see `libcert help --full {path}`", width)
    start = [*lines, "", *_wrapped(f"  {paragraphs[0]}", width), ""]
    room = LINES - len(start) - len(end) - 1  # one for an example
    body = _body(grouped, width, room)
    room -= len(body)
    examples = [each for each in examples if len(each) + len("Example: ") <= width] or examples[:1]
    if room > 1:
        end += ["", "Examples:", *(f"  {example}" for example in examples[: room - 1])]
    else:
        end.append(f"Example: {examples[0]}")
    return "\n".join([*start, *body, *end])


def _body(grouped: Mapping[str, Sequence[Row]], width: int, room: int) -> list[str]:
    """Return a line for each row of all groups; if that is too much, some groups name theirs only.

    Args:
        grouped: The groups that a short help explains.
        width: The columns.
        room: The lines that the result may have.
    """
    column = max((len(row.name) for rows in grouped.values() for row in rows), default=0) + 4
    named: set[str] = set()
    lines: list[str] = []
    for next_ in (None, DATA, SHOWN, ABOUT_YOU, WHICH):
        named |= {next_} if next_ else set()
        lines = [
            line
            for title, rows in grouped.items()
            for line in (
                _names(title, rows, width)
                if title in named
                else [f"{title}:", *_in_short(rows, width, column)]
            )
        ]
        if len(lines) <= room:
            break
    return lines


def group_help(group: Any, context: Any) -> str:  # noqa: ANN401
    """Return the help of a group of commands."""
    width = _width()
    rows = [Row(name, name, summary(command)) for name, command in group.commands.items()]
    return "\n".join(
        [
            *_wrapped(f"Usage: {context.command_path} COMMAND", width, 7),
            "",
            *_wrapped(f"  {group.help}", width),
            "",
            "Commands:",
            *_in_full(rows, width),
            "",
            *_wrapped(f"See `{context.command_path} COMMAND --help` for one of them.", width, 0),
        ]
    )


def overview(group: Any, groups: Mapping[str, Sequence[str]]) -> str:  # noqa: ANN401
    """Return the help of libcert: a line for each command.

    Args:
        group: The group of all commands.
        groups: The names of the commands by the title of their group.
    """
    width = _width()
    first = "Usage: libcert COMMAND, or libcert ID to show one credential"
    lines = [*_wrapped(first, width, 7), ""]
    for title, names in groups.items():
        known = [name for name in names if name in group.commands]
        for name in known:
            start = f"{title if name == known[0] else '':{_LABEL_OF_GROUP}}{name:11}"
            lines += _wrapped(start + summary(group.commands[name]), width, len(start))
    end = "See `libcert COMMAND --help`. Others: --version, --install-completion (shell)."
    return "\n".join([*lines, *_wrapped(end, width, 0)])


def usage(command: Any, context: Any) -> str:  # noqa: ANN401
    """Return how to type a command: `libcert cost ID... [OPTIONS]`."""
    words = [context.command_path]
    for param in command.params:
        if param.param_type_name == "argument":
            dots = "..." if param.nargs == -1 else ""
            name = _name_of(param)
            words.append(f"{name}{dots}" if param.required else f"[{name}]{dots}")
    return " ".join([*words, "[OPTIONS]"])


def summary(command: Any) -> str:  # noqa: ANN401
    """Return the first sentence of the help of a command or group, without its period."""
    first: str = " ".join(command.help.split("\n\n")[0].split()).split(". ")[0]
    return first.removesuffix(".")


def sections(command: Any, context: Any) -> list[tuple[str, list[Row]]]:  # noqa: ANN401
    """Return the groups of arguments and options of a command, in their order.

    `MORE` is always among them, because it has `--help`.
    """
    rows: dict[str, list[Row]] = {title: [] for title in GROUPS}
    arguments: list[Row] = []
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            name = _name_of(param)
            arguments.append(Row(name, name, param.help or ""))
            continue
        short = [name for name in param.opts if not name.startswith("--")]
        long = [name for name in param.opts if name.startswith("--")]
        after = "".join(f" / {name}" for name in param.secondary_opts)
        after += f" {param.metavar}" if param.metavar else ""
        group = MORE if "--help" in long else getattr(param, "rich_help_panel", None) or WHICH
        usual, every = (", ".join([*short, *names]) + after for names in (long[:1], long))
        rows[group].append(Row(usual, every, param.help or ""))
    rows[WHICH][:0] = arguments
    return [(title, found) for title, found in rows.items() if found]


def _name_of(argument: Any) -> str:  # noqa: ANN401
    name: str = argument.metavar or argument.name.upper()
    return name.strip("[].")


def _width() -> int:
    return max(_NARROWEST, min(terminal.width(), _WIDEST))


def _wrapped(text: str, width: int, indent: int = 2) -> list[str]:
    """Return the lines of *text*, the second and the others with this *indent*."""
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=" " * (indent if indent <= width // 2 else 4),
        break_on_hyphens=False,
    )


def _in_full(rows: Iterable[Row], width: int) -> list[str]:
    """Return *rows* with all names and the whole texts."""
    lines: list[str] = []
    for row in rows:
        start = f"  {row.every_name}"
        if len(start) > _LABELS:
            lines += _wrapped(start, width, 4)
            start = ""
        lines += _wrapped(f"{start:{_LABELS + 1}}{row.text}", width, _LABELS + 1)
    return lines


def _names(title: str, rows: Iterable[Row], width: int) -> list[str]:
    """Return the lines of a group that only names its options; no line breaks within a name."""
    names = ", ".join(row.name.replace(", ", "/").replace(" ", _HARD_BLANK) for row in rows)
    return [line.replace(_HARD_BLANK, " ") for line in _wrapped(f"{title}: {names}", width)]


def _in_short(rows: Iterable[Row], width: int, column: int) -> list[str]:
    """Return a line for each row if possible, with the texts in this *column*.

    A list of values that does not fit ends with an ellipsis.
    """
    lines: list[str] = []
    for row in rows:
        text = _cut(row.text, width - column)
        lines += _wrapped(f"  {row.name}".ljust(column) + text, width, column)
    return lines


def _cut(text: str, room: int) -> str:
    """Return *text*; if it is longer than *room*, it leaves out the last values of its list."""
    kept = text[: max(text.rfind(", ", 0, max(room - 3, 0)), 0)]
    return text if len(text) <= room or ": " not in kept else f"{kept}, ..."
