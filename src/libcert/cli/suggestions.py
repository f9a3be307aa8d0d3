"""Say what a person probably meant: names of commands and options that do not exist.

Only errors and unknown first words import this module.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import typer

from libcert import catalogue
from libcert.cli import terminal
from libcert.model.places import find_places
from libcert.model.sanitize import shorten

_OTHER_COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "show": ("info", "view", "get", "describe", "details", "detail", "display", "open", "cert"),
    "next": ("recommend", "suggest", "advise", "advice", "recommendations", "options"),
    "search": ("find", "lookup", "look", "grep", "query"),
    "cost": ("price", "prices", "pricing", "fee", "fees", "pay", "money"),
    "plan": ("path", "roadmap", "schedule", "timeline", "steps", "career"),
    "check": ("eligibility", "eligible", "qualify", "qualified", "can-i", "requirements"),
    "required": ("mandate", "mandates", "law", "laws", "must", "rules", "mandatory"),
    "renewals": ("renew", "renewal", "due", "expire", "expires", "expiry", "dues", "maintain"),
    "calendar": ("ics", "ical", "dates", "reminders"),
    "compare": ("versus", "vs", "diff"),
    "about": ("facts", "salary", "pay", "jobs", "outlook", "wages"),
    "sources": ("source", "references", "citations", "evidence"),
    "list": ("ls", "all", "browse", "certifications", "credentials", "certs"),
    "filter": ("where", "select", "criteria", "narrow"),
    "start": ("wizard", "interview", "setup", "begin", "init", "quiz", "tutorial"),
    "profile set": ("set", "save", "config", "configure", "settings"),
    "profile show": ("me", "whoami", "my"),
    "catalogue check": ("validate", "lint", "verify"),
    "catalogue new": ("import", "new", "create", "add", "template"),
    "catalogue diff": ("changes",),
    "list --format csv": ("export", "csv", "download", "dump", "excel"),
    "--version": ("version", "ver"),
    "help": ("usage", "man", "manual", "docs"),
}
"""Words for commands that other programs have, or that people expect, by what to type instead."""
_OTHER_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "--max-cost": ("--price", "--cost", "--under", "--cheap", "--max-price", "--less-than"),
    "--max-duration": ("--duration", "--time", "--length", "--months", "--max-time", "--quick"),
    "--max-experience": ("--max-years",),
    "--experience": ("--work", "--years-of-experience", "--worked"),
    "--education": ("--degree", "--schooling", "--school-level"),
    "--where": ("--place", "--location", "--region", "--province", "--city", "--in"),
    "--setting": ("--library", "--library-type", "--workplace", "--employer"),
    "--suits": ("--position", "--title", "--for"),
    "--text": ("--search", "--words", "--find", "--query", "--keyword", "--name"),
    "--held": ("--have", "--hold", "--has", "--credential", "--cert"),
    "--sort": ("--order", "--order-by", "--sort-by", "--by-cost"),
    "--limit": ("--top", "--max", "--first", "-n", "--count", "--number"),
    "--output": ("--out", "--file", "--save", "--to"),
    "--format": ("--as", "--csv", "--type-of-output"),
    "--budget": ("--money", "--max-budget"),
    "--by": ("--until", "--deadline", "--end", "--before"),
    "--on": ("--date", "--today", "--start", "--as-of"),
    "--maybe": ("--all", "--possible", "--include-maybe"),
    "--no-profile": ("--anonymous",),
    "--member": ("--membership", "--society", "--ala"),
}
"""Names of options that people expect, by the option to use instead."""
_OTHER_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "cost": ("price", "fee", "money", "costs"),
    "duration": ("time", "length", "months", "how_long"),
    "experience": ("years", "work"),
    "where": ("place", "state", "country", "location"),
    "suits": ("job", "role", "position", "jobs"),
    "settings": ("setting", "workplace", "library"),
    "issuer": ("organization", "organisation", "body", "society", "by"),
    "name": ("title",),
    "requirements": ("conditions", "prerequisites"),
    "exam_required": ("exam", "test"),
    "standing": ("trust", "verdict", "confirmed"),
    "status": ("state_of_offer", "offered", "closed"),
}
"""Words for fields that people expect."""


_OPENING: Final = "\u201c\u201e\u00ab\u2018"
_CLOSING: Final = "\u201d\u201f\u00bb\u2019"
_DASHES: Final = "\u2012\u2013\u2014\u2212"
"""The quotes and dashes that word processors make."""


class UnknownCommand(typer.TyperException):
    """The first word is no command."""

    exit_code = 2


def with_plain_marks(argv: Sequence[str]) -> list[str]:
    """Return *argv* with the quotes and dashes of a keyboard, as a word processor changes them.

    Quotes that a shell does not know have not kept words together, so the words are joined.
    """
    words: list[str] = []
    is_open = False
    for typed in argv:
        name = typed.lstrip(f"{_DASHES}-")
        is_option = name[:1].isalpha() and not {*typed[: -len(name)]} <= {"-"}
        word = f"{'-' if len(name) == 1 else '--'}{name}" if is_option else typed
        before, equals, value = word.rpartition("=") if word.startswith("-") else ("", "", word)
        opens = value[:1] in _OPENING and value != ""
        closes = value[-1:] in _CLOSING and value != ""
        value = value[1:] if opens else value
        value = value[:-1] if closes and (opens or is_open) else value
        if is_open:
            words[-1] += f" {before}{equals}{value}"
        else:
            words.append(f"{before}{equals}{value}")
        is_open = (is_open or opens) and not closes
    return words


def understand(argv: Sequence[str], commands: Iterable[str]) -> list[str]:
    """Return the command line that *argv*, whose first word is no command, stands for.

    The name of a credential stands for `show`.

    Args:
        argv: The words after `libcert`; the first one is no option.
        commands: The names of the commands and groups.

    Raises:
        UsageError: If it stands for nothing; the message has a suggestion.
    """
    first = argv[0]
    if first.lower() == "catalog":
        return ["catalogue", *argv[1:]]
    if first.lower() in commands:
        return [first.lower(), *argv[1:]]
    words = [*_before_options(argv)]
    known = catalogue.load(*_own_catalogues(argv))
    if any(known.exactly(name) for name in (first, first.split(",")[0], " ".join(words))):
        return ["show", *argv]
    raise UnknownCommand(_no_command(first, words, known, commands))


def _before_options(argv: Sequence[str]) -> Iterable[str]:
    for word in argv:
        if word.startswith("-"):
            return
        yield word


def _own_catalogues(argv: Sequence[str]) -> list[str]:
    """Return the catalogue files that *argv* names, or else those of the environment."""
    line = "\n".join(argv)
    return (
        re.findall(r"^--catalog(?:ue)?[\n=](.+)$", line, re.MULTILINE) or terminal.own_catalogues()
    )


def _no_command(
    first: str, words: Sequence[str], known: catalogue.Catalogue, commands: Iterable[str]
) -> str:
    """Return the message for a first word that is no command."""
    message = f"`{shorten(first)[:40]}` is not a command"
    if other := _synonym(first, _OTHER_COMMANDS):
        rest = "" if "-" in other else "".join(f" {word}" for word in words[1:])
        return f"{message}; use `libcert {other}{shorten(rest)}`"
    near = difflib.get_close_matches(first.lower()[:100], [*commands], n=2)
    if near:
        return f"{message}; did you mean {_either(near)}?"
    if any(known.with_words(word) for word in words):
        found = shorten(" ".join(words))
        return f"{message}; to find credentials, use `libcert search {found}`"
    if ids := known.nearest(first):
        return f"{message}; did you mean {_either([f'libcert {id_}' for id_ in ids])}?"
    return message


def _synonym(word: str, others: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the key of *others* whose words have *word*, in any case; None if there is none."""
    return next((name for name, words in others.items() if word.lower() in words), None)


def _either(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def unknown_field(name: str, fields: Iterable[str]) -> str:
    """Return the message for a field *name* that is not one of *fields*."""
    known = [*fields]
    meant = {word: field for field, words in _OTHER_FIELDS.items() for word in words}
    meant = {word: field for word, field in meant.items() if field in known}
    words = difflib.get_close_matches(name[:100], [*meant, *known], n=2)
    near = [meant[name]] if name in meant else dict.fromkeys(meant.get(w, w) for w in words)
    if near:
        return f"`{name[:40]}` is not a field; did you mean {_either(near)}?"
    return f"`{name[:40]}` is not a field; the fields are {', '.join(known)}"


def explain(error: typer.TyperException) -> str:
    """Return the message of *error*, with what the person probably meant."""
    message = error.format_message().removesuffix(".")
    context: Any = getattr(error, "ctx", None)
    if context is None:
        return message
    if (option := getattr(error, "option_name", None)) and hasattr(error, "possibilities"):
        return f"{context.command_path} has no option {option}{_meant_option(option, context)}"
    if message.startswith("Missing argument"):
        example = context.command.epilog.split("\n")[0].strip()
        name = message.split("'")[1].strip("[]{}.").split(" ")[0].split("}")[0]
        return f"{_WHAT_TO_NAME.get(name, f'give {name}')}, such as `{example}`"
    if match := re.match(r"No such command '(.*?)'", message):
        return f"{context.command_path} has no command {match[1]}{_meant(match[1], context)}"
    if match := re.match(r"Got unexpected extra argument\(s\) \((.*)\)", message):
        return f"{context.command_path} takes no `{match[1]}`{_meant_value(match[1], context)}"
    return message


def _meant_value(words: str, context: Any) -> str:  # noqa: ANN401 - Typer exports no types for it
    """Return the end of a message: for which option an argument was probably meant."""
    known = _options(context.command)
    option = "--where" if find_places(words) else "--held"
    if re.fullmatch(r"\S+\.[a-z]{2,5}", words) and "--output" in known:
        option = "--output"
    return f"; did you mean `{option} {words}`?" if option in known else ""


_WHAT_TO_NAME: Final = {
    "ID": "name a credential",
    "WORDS": "give the words to look for",
    "FILE": "name a file",
    "OLD": "name two files",
    "NEW": "name two files",
}
"""What to do if an argument is missing, by the name of the argument."""


def _meant(word: str, context: Any) -> str:  # noqa: ANN401 - Typer exports no types for it
    """Return the end of a message: which command of a group was probably meant."""
    group = context.info_name
    other = _synonym(word, _OTHER_COMMANDS) or ""
    if other.startswith(f"{group} "):
        return f"; did you mean `{other.partition(' ')[2]}`?"
    near = difflib.get_close_matches(word[:100], [*context.command.commands])
    return f"; did you mean {_either(near)}?" if near else ""


def _meant_option(option: str, context: Any) -> str:  # noqa: ANN401 - as above
    """Return the end of a message: which option was probably meant, or which command has it."""
    known = _options(context.command)
    other = _synonym(option, _OTHER_OPTIONS)
    if other in known:
        return f"; did you mean `{other}`?"
    with_it = _commands_with(other or option)
    if with_it and other:
        return f"; did you mean `libcert {with_it[0]} {other}`?"
    if with_it:
        return f"; {_either(f'libcert {name}' for name in with_it[:2])} has it"
    near = difflib.get_close_matches(option[:100], known, n=2)
    return f"; did you mean {_either(near)}?" if near else ""


def _options(command: Any) -> list[str]:  # noqa: ANN401 - as above
    return [name for param in command.params for name in param.opts if name.startswith("-")]


def _commands_with(option: str) -> list[str]:
    """Return the commands that have *option*: `filter` first, which has the most.

    A report takes the options of many commands, so it counts only if no other command has this one.
    """
    from libcert.cli.app import command_line  # it imports this module

    group: Any = typer.main.get_command(command_line())
    names = [name for name, command in group.commands.items() if option in _options(command)]
    others = [name for name in names if name != "report"]
    return sorted(others or names, key=lambda name: name != "filter")
