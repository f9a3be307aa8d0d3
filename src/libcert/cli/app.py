"""The command line: the table of commands, and the place where errors become messages."""

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from libcert import __version__
from libcert.cli import completion, terminal
from libcert.cli.answer import Reply
from libcert.cli.terminal import Output
from libcert.model.errors import LibcertError
from libcert.model.reasons import Reason
from libcert.model.sanitize import shorten

WELCOME: Final = """\
libcert helps you choose a library certification. It shows what each one costs, how long it \
takes, what it requires and how far to trust the figures.

  libcert start                       answer a few questions, see what suits you
  libcert filter --max-cost 200       find credentials that cost $200 or less
  libcert show LSSC                   see all about one credential
  libcert compare CLT CALT            compare two of them
  libcert check LSSC --experience 2   check whether you qualify

See `libcert --help` for all commands, and `libcert COMMAND --help` for one.
"""
"""The answer without arguments; only its sentences are wrapped."""

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "start": ("start", "start"),
    "next": ("next", "next_"),
    "search": ("search", "search"),
    "list": ("list", "list_"),
    "show": ("show", "show"),
    "compare": ("compare", "compare"),
    "filter": ("filter", "filter_"),
    "check": ("check", "check"),
    "required": ("required", "required"),
    "cost": ("cost", "cost"),
    "plan": ("plan", "plan"),
    "report": ("report", "report"),
    "renewals": ("renewals", "renewals"),
    "calendar": ("calendar", "calendar"),
    "site": ("site", "site"),
    "about": ("about", "about"),
    "sources": ("sources", "sources"),
    "catalogue new": ("catalogue", "new"),
    "catalogue import": ("catalogue", "import_"),
    "catalogue check": ("catalogue", "check"),
    "catalogue diff": ("catalogue", "diff"),
    "profile init": ("profile", "init"),
    "profile show": ("profile", "show"),
    "profile set": ("profile", "set_"),
    "profile path": ("profile", "path"),
    "help": ("help", "help_"),
    "schema": ("schema", "schema"),
}
"""The module in `commands/` and the function of each command."""
GROUPS: Final = {
    "Decide": ("start", "next", "search", "list", "show", "compare", "filter", "check", "required"),
    "Plan": ("cost", "plan", "report", "renewals", "calendar"),
    "Data": ("about", "sources", "catalogue", "site"),
    "Yours": ("profile",),
    "Help": ("help", "schema"),
}
"""The first words of all commands, in the order of the help."""


FIRST_WORDS: Final = tuple(dict.fromkeys(name.partition(" ")[0] for name in COMMANDS))
"""The commands and groups."""

ASKING: Final = "start"
"""The command that asks questions, so that a display of progress would disturb it."""


class Answered(Exception):  # noqa: N818 - it only stops the parsing of options
    """Raised by an option that is an answer by itself, such as `--help`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.output = Output(f"{text}\n")


class _Command(TyperCommand):
    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer exports no types for it
        return _answer_with_help(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        from libcert.cli.help_text import command_help  # only the help needs it

        return command_help(self, ctx)


class _Group(TyperGroup):
    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        return _answer_with_help(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        from libcert.cli.help_text import group_help, overview

        return group_help(self, ctx) if ctx.parent else overview(self, GROUPS)


def _answer_with_help(option: Any) -> Any:  # noqa: ANN401 - Typer exports no types for it
    """Let a help option raise `Answered` instead of printing."""
    option.callback = _help
    option.help = "Show the help and exit"
    return option


def _help(context: typer.Context, _option: object, value: bool) -> None:  # noqa: FBT001 - see Typer
    if value and not context.resilient_parsing:  # a shell may complete after `--help`
        raise Answered(context.get_help())


def command_line(first_word: str | None = None) -> typer.Typer:
    """Return the command line.

    Args:
        first_word: The first word of a command line. If it is a command or a group, only that is
            imported, because more imports would slow each start.
    """
    app = typer.Typer(
        cls=_Group,
        rich_markup_mode=None,  # plain help reads well aloud, in a pipe and at any width
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_libcert)
    groups: dict[str, typer.Typer] = {}
    for name, (module_name, function) in COMMANDS.items():
        first, _, second = name.partition(" ")
        if first_word in FIRST_WORDS and first_word != first:
            continue
        module = _module(module_name)
        parent = app
        if second:
            if first not in groups:
                groups[first] = typer.Typer(cls=_Group, rich_markup_mode=None)
                groups[first].callback(invoke_without_command=True, help=module.HELP)(_group)
                app.add_typer(groups[first], name=first)
            parent = groups[first]
        epilog = "\n".join(f"  libcert {line}" for line in examples(name))
        parent.command(second or first, cls=_Command, epilog=epilog)(getattr(module, function))
    return app


def examples(name: str) -> tuple[str, ...]:
    """Return the examples in the help of the command *name*, each without `libcert`."""
    lines: tuple[str, ...] = _module(COMMANDS[name][0]).EXAMPLES[name]
    return lines


def _module(name: str) -> ModuleType:
    return import_module(f"libcert.cli.commands.{name}")


def _group(context: typer.Context) -> Output | None:
    return None if context.invoked_subcommand else Output(f"{context.get_help()}\n")


def _version(value: bool) -> None:  # noqa: FBT001 - see Typer
    if value:
        raise Answered(f"libcert {__version__}")


def _libcert(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit"
        ),
    ] = False,
    no_pager: Annotated[  # noqa: ARG001 - `run` reads it
        bool, typer.Option("--no-pager", help="Show a long answer at once, without a pager")
    ] = False,
) -> Output | None:
    """Choose a library certification, and plan the way to it.

    Each figure has its source. Figures that no source gives are shown as not on record.
    """
    return None if context.invoked_subcommand else Output(WELCOME, is_prose=True)


def run(argv: Sequence[str], *, full_help: bool = False) -> Output:
    """Return the output for the arguments *argv*, without the name of the program.

    Args:
        argv: The arguments.
        full_help: Whether `--help` explains the options too that few people need.

    Raises:
        LibcertError: If there is no answer.
        typer.TyperException: If the arguments are wrong.
    """
    is_completed = completion.is_for_typer(argv)
    words = completion.typed_words() if completion.is_asked() and not argv else argv
    if not is_completed:
        words = argv = _understood(argv)
    command = typer.main.get_command(command_line(words[0] if words else None))
    no_pager = False
    try:
        if is_completed:
            answer = completion.answer(command, argv)
        else:
            obj = "full" if full_help else tuple(argv)
            with command.make_context("libcert", list(argv), obj=obj) as context:
                answer = command.invoke(context)
                no_pager = context.params["no_pager"]
    except Answered as answered:
        return answered.output
    # Outside the command, so that the hint of an error in the format is `libcert --help`.
    output = answer.to_output() if isinstance(answer, Reply) else answer
    return output.replace(paged=False) if no_pager else output


def _understood(argv: Sequence[str]) -> Sequence[str]:
    """Return *argv* with marks of a keyboard, and with a command as its first word."""
    if not all(word.isascii() for word in argv):
        from libcert.cli.suggestions import with_plain_marks

        argv = with_plain_marks(argv)
    if not argv or argv[0].startswith("-") or argv[0] in FIRST_WORDS:
        return argv
    from libcert.cli.suggestions import understand  # only errors and shortcuts need it

    return understand(argv, FIRST_WORDS)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the answer to *argv*, or to the arguments of the process, and return the exit code.

    0: answered; 1: an error with a message; 2: wrong usage; 130: interrupted.

    Raises:
        BrokenPipeError: If the reader of the answer has gone.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    is_quiet = completion.is_asked() or arguments[:1] == [ASKING]
    try:
        with terminal.progress(wanted=not is_quiet) as end_progress:
            output = run(arguments)
            terminal.write(output, end_progress)
        for note in output.notes:
            terminal.print_note(note)
    except typer.TyperException as error:
        from libcert.cli.suggestions import explain

        context: typer.Context | None = getattr(error, "ctx", None)
        command = context.command_path if context else "libcert"
        terminal.print_error([shorten(explain(error))], f"see `{command} --help`")
        return error.exit_code
    except MemoryError:
        terminal.print_error(["there is not enough memory for this answer"])
        return 1
    except LibcertError as error:
        terminal.print_error(error.lines, _hint(error))
        return 1
    return 0


def _hint(error: LibcertError) -> str | None:
    """Return the hint of *error* in words; None if it has none."""
    if not isinstance(error.hint, Reason):
        return error.hint
    from libcert.render.reasons import describe_with_options  # only errors need it

    return describe_with_options(error.hint)
