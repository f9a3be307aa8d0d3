"""Single options: how the text of each is parsed, and the options that several commands share."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

import typer

from libcert import catalogue
from libcert.cli import read_values, terminal
from libcert.cli.completion import append_to, harmless
from libcert.model.base import Model
from libcert.model.limits import FIRST_DAY, LAST_DAY
from libcert.model.vocabulary import Level, Setting

_T = TypeVar("_T")


def split(values: Sequence[str] | None) -> list[str]:
    """Return the parts of *values*, which may be repeated or separated by commas.

    Raises:
        BadParameter: If a part is empty.
    """
    parts = [part.strip() for value in values or () for part in value.split(",")]
    if "" in parts:
        raise typer.BadParameter("an option is empty, or has two commas with nothing between them")
    return parts


def parse(reader: Callable[[str], _T], text: str) -> _T:
    """Return the value that *reader* reads from *text*.

    Raises:
        BadParameter: If *reader* raises a ValueError.
    """
    try:
        return reader(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def key_values(texts: Sequence[str], form: str, *, values_optional: bool = False) -> dict[str, str]:
    """Return the keys and values of *texts* such as `KEY=VALUE`.

    Args:
        texts: The texts; no key may occur twice, whatever its case.
        form: The form of a text, for the error message.
        values_optional: Whether `KEY` alone is allowed; its value is then empty.

    Raises:
        BadParameter: If a text has another form.
    """
    pairs: dict[str, str] = {}
    seen = set()
    for text in texts:
        key, mark, value = (part.strip() for part in text.partition("="))
        if not key or not (value or (values_optional and not mark)):
            raise typer.BadParameter(f"`{text[:40]}` is not written as {form}")
        if key.casefold() in seen:
            raise typer.BadParameter(f"`{key[:40]}` is given twice")
        seen.add(key.casefold())
        pairs[key] = value
    return pairs


def _quantity(reader: Callable[[str], object], metavar: str, text: str) -> Any:  # noqa: ANN401
    """Return an option whose value *reader* reads, with the help *text*."""
    return typer.Option(parser=functools.partial(parse, reader), metavar=metavar, help=text)


amount = functools.partial(_quantity, read_values.amount, "AMOUNT")
months = functools.partial(_quantity, read_values.months, "MONTHS")
years = functools.partial(_quantity, read_values.years, "YEARS")


def whole(text: str, *names: str, least: int = 0, most: int, metavar: str = "N") -> Any:  # noqa: ANN401
    """Return an option that takes a whole number from *least* to *most*."""

    def read(value: object) -> int:  # Typer passes the default too, which is a number
        return int(parse(lambda digits: read_values.whole(digits, least, most), str(value)))

    return typer.Option(*names, parser=read, metavar=metavar, help=text)


def _day(text: str) -> date:
    """Return the day in *text*, which must be within the range of plans."""
    value = read_values.day(text)
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"{value} is not between {FIRST_DAY} and {LAST_DAY}")
    return value


day = functools.partial(_quantity, _day, "DATE")


def each_of(allowed: Sequence[str], metavar: str, text: str, *names: str) -> Any:  # noqa: ANN401
    """Return an option that takes any of *allowed*, repeated or separated by commas."""

    def check(values: list[str] | None) -> list[str]:
        chosen = [value.lower() for value in split(values)]
        for value in chosen:
            if value not in allowed:
                raise typer.BadParameter(f"`{value}` is not one of {', '.join(allowed)}")
        return chosen

    def complete(incomplete: str) -> list[str]:
        return [value for value in allowed if value.startswith(incomplete.lower())]

    described = f"{text}: {', '.join(allowed)}"
    return typer.Option(
        *names, callback=check, autocompletion=complete, metavar=metavar, help=described
    )


def check_utf_8(values: list[str] | None) -> list[str] | None:
    """Return *values*, as the callback of an option.

    Raises:
        BadParameter: If one is not UTF-8, so that an answer could not repeat it.
    """
    for value in values or ():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise typer.BadParameter(f"`{value}` is not UTF-8") from None
    return values


def currency_code(code: str) -> str:
    """Return the code of a currency in capitals.

    Raises:
        BadParameter: If *code* is not three letters.
    """
    if len(code) != 3 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 4217
        raise typer.BadParameter(f"`{code}` is not a three-letter currency code, such as USD")
    return code.upper()


def _rates(texts: list[str] | None) -> list[tuple[str, Decimal]]:
    # It returns a list of pairs, because Typer would make a list of a dict.
    rates = key_values(texts or (), "CODE=NUMBER, such as GBP=1.27")
    return [(currency_code(code), parse(read_values.rate, text)) for code, text in rates.items()]


def _check_place(text: str | None) -> str | None:
    if text is None:
        return None
    [checked] = check_utf_8([text]) or []
    if not checked.strip():
        raise typer.BadParameter("name a place, such as ohio, US-OH or UK")
    return checked


EducationOption = Annotated[
    Level | None,
    typer.Option(
        metavar="LEVEL",
        case_sensitive=False,
        help=f"Your highest level of education: {', '.join(get_args(Level))}",
    ),
]
WhereOption = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="PLACE",
        callback=_check_place,
        help="Place where you work, such as ohio, US-OH or UK",
    ),
]
SettingOption = Annotated[
    list[str] | None,
    each_of(get_args(Setting), "SETTING", "For this kind of workplace", "--setting"),
]
RateOption = Annotated[
    list[Any] | None,
    typer.Option(
        parser=str,
        metavar="CODE=NUMBER",
        callback=_rates,
        help="Exchange rate to your currency, such as GBP=1.27",
    ),
]


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Return every id and alias with its name; the ids in lower case if *incomplete* is."""
    in_case = str.lower if incomplete.islower() else str
    return [
        (in_case(name), harmless(credential.name))
        for credential in catalogue.load(*terminal.own_catalogues()).values()
        for name in (credential.id, *credential.aliases)
    ]


def field_completion(model: type[Model]) -> Callable[[str], list[str]]:
    """Return a function that completes the last of several field names of *model*."""

    def complete(incomplete: str) -> list[str]:
        before, comma, _ = incomplete.rpartition(",")
        return append_to(before + comma, model.FIELDS)

    return complete


def _check_path(path: str | None) -> str | None:
    if path == "":
        raise typer.BadParameter("give the name of a file, or - for standard output")
    return path


OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        callback=_check_path,
        help="Write to this file, completely or not at all",
    ),
]
