"""How what is typed is read: amounts, spans of time, closed lists and ids."""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

import typer

from libcert import catalogue
from libcert.cli import read_values, terminal
from libcert.cli.completion import continued, harmless
from libcert.model.base import Model
from libcert.model.credential import Level
from libcert.model.limits import FIRST_DAY, LAST_DAY

_T = TypeVar("_T")


def split(values: Sequence[str] | None) -> list[str]:
    """Return what was given, repeated or separated by commas; what says nothing is wrong usage."""
    parts = [part.strip() for value in values or () for part in value.split(",")]
    if "" in parts:
        raise typer.BadParameter("an option is given nothing, or two commas with nothing between")
    return parts


def parsed(parse: Callable[[str], _T], text: str) -> _T:
    """Return what *parse* makes of *text*; what it refuses is wrong usage."""
    try:
        return parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def pairs(given: Sequence[str], form: str, *, alone: bool = False) -> dict[str, str]:
    """Return what is given as `KEY=VALUE`; where that is allowed, a key *alone* has none."""
    found: dict[str, str] = {}
    known = set()
    for text in given:
        key, mark, value = (part.strip() for part in text.partition("="))
        if not key or not (value or (alone and not mark)):
            raise typer.BadParameter(f"`{text[:40]}` is not written as {form}")
        if key.casefold() in known:
            raise typer.BadParameter(f"`{key[:40]}` is given twice")
        known.add(key.casefold())
        found[key] = value
    return found


def _quantity(parse: Callable[[str], object], metavar: str, text: str) -> Any:  # noqa: ANN401
    """Return an option that is read by *parse*; what that refuses is wrong usage."""
    return typer.Option(parser=functools.partial(parsed, parse), metavar=metavar, help=text)


amount = functools.partial(_quantity, read_values.amount, "AMOUNT")
months = functools.partial(_quantity, read_values.months, "MONTHS")
years = functools.partial(_quantity, read_values.years, "YEARS")


def whole(text: str, *names: str, least: int = 0, most: int, metavar: str = "N") -> Any:  # noqa: ANN401
    """Return an option that is a whole number from *least* to *most*."""

    def parse(typed: object) -> int:  # the default passes here as well
        return int(parsed(lambda digits: read_values.whole(digits, least, most), str(typed)))

    return typer.Option(*names, parser=parse, metavar=metavar, help=text)


def _day(text: str) -> date:
    """Return the day that *text* is, within those that a plan may speak of."""
    found = read_values.day(text)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(f"{found} is not between {FIRST_DAY} and {LAST_DAY}")
    return found


day = functools.partial(_quantity, _day, "DATE")


def each_of(allowed: Sequence[str], metavar: str, text: str, *names: str) -> Any:  # noqa: ANN401
    """Return an option that takes some of a closed list, repeated or separated by commas."""

    def check(values: list[str] | None) -> list[str]:
        given = [value.lower() for value in split(values)]
        for value in given:
            if value not in allowed:
                raise typer.BadParameter(f"`{value}` is not one of {', '.join(allowed)}")
        return given

    def complete(incomplete: str) -> list[str]:
        return [value for value in allowed if value.startswith(incomplete.lower())]

    described = f"{text}: {', '.join(allowed)}"
    return typer.Option(
        *names, callback=check, autocompletion=complete, metavar=metavar, help=described
    )


def texts(values: list[str] | None) -> list[str] | None:
    """Refuse what no text is, for an answer could not repeat it."""
    for value in values or ():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise typer.BadParameter(f"`{value}` is not UTF-8") from None
    return values


def currency_code(code: str) -> str:
    """Return the code of a currency in capitals."""
    if len(code) != 3 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 4217
        raise typer.BadParameter(
            f"`{code}` is not the three-letter code of a currency, such as USD"
        )
    return code.upper()


def _rates(given: list[str] | None) -> list[tuple[str, Decimal]]:
    # A list of pairs, for Typer makes a list of it in any case.
    said = pairs(given or (), "CODE=NUMBER, such as GBP=1.27")
    return [(currency_code(code), parsed(read_values.rate, text)) for code, text in said.items()]


EducationOption = Annotated[
    Level | None,
    typer.Option(
        metavar="LEVEL",
        case_sensitive=False,
        help=f"The highest level you hold: {', '.join(get_args(Level))}",
    ),
]
RateOption = Annotated[
    list[Any] | None,
    typer.Option(
        parser=str,
        metavar="CODE=NUMBER",
        callback=_rates,
        help="What one unit of another currency is in yours, such as GBP=1.27",
    ),
]


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Return every id and alias, each with its name; in lower case where *incomplete* is."""
    written = str.lower if incomplete.islower() else str
    return [
        (written(name), harmless(credential.name))
        for credential in catalogue.load(*terminal.own_catalogues()).values()
        for name in (credential.id, *credential.aliases)
    ]


def completing_fields(model: type[Model]) -> Callable[[str], list[str]]:
    """Return what completes the fields of *model*, after what is there already."""

    def complete(incomplete: str) -> list[str]:
        begun, comma, _ = incomplete.rpartition(",")
        return continued(begun + comma, model.FIELDS)

    return complete


def _named(path: str | None) -> str | None:
    """Refuse a file without a name."""
    if path == "":
        raise typer.BadParameter("give the name of a file, or - for standard output")
    return path


OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        callback=_named,
        help="Write to a file, whole or not at all",
    ),
]


def taking_options(*without: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command have the options of each group that it takes in the place of that.

    The fields of such a group are options; those named in *without* are not offered.
    """
    return functools.partial(_expanded, without=without)


def _expanded(command: Callable[..., Any], without: Collection[str]) -> Callable[..., Any]:
    parameters = inspect.signature(command).parameters
    groups: dict[str, tuple[Any, list[inspect.Parameter]]] = {
        parameter.name: (
            parameter.annotation,
            [
                inspect.Parameter(
                    field.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=field.default,
                    annotation=field.type,
                )
                for field in dataclasses.fields(parameter.annotation)
                if field.name not in without
            ],
        )
        for parameter in parameters.values()
        if dataclasses.is_dataclass(parameter.annotation)
    }
    own = [parameter for parameter in parameters.values() if parameter.name not in groups]
    shared = [option for _, options in groups.values() for option in options]

    @functools.wraps(command)
    def run(**given: Any) -> Any:  # noqa: ANN401 - whatever Typer has read
        for name, (group, options) in groups.items():
            given[name] = group(**{option.name: given.pop(option.name) for option in options})
        return command(**given)

    run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run
