"""How what is typed is read: amounts, spans of time, closed lists and ids."""

import functools
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any

import typer

from libcert import catalogue, output, quantities
from libcert.models import Credential


def split(values: Sequence[str] | None) -> list[str]:
    """Return what was given, repeated or separated by commas; what says nothing is wrong usage."""
    parts = [part.strip() for value in values or () for part in value.split(",")]
    if "" in parts:
        raise typer.BadParameter("an option is given nothing, or two commas with nothing between")
    return parts


def _quantity(parse: Callable[[str], Decimal], metavar: str, text: str) -> Any:  # noqa: ANN401
    """Return an option that is read by *parse*; what that refuses is wrong usage."""

    def read(given: str) -> Decimal:
        try:
            return parse(given)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return typer.Option(parser=read, metavar=metavar, help=text)


amount = functools.partial(_quantity, quantities.amount, "AMOUNT")
months = functools.partial(_quantity, quantities.months, "MONTHS")
years = functools.partial(_quantity, quantities.years, "YEARS")


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


def currency_code(code: str) -> str:
    """Return the code of a currency in capitals."""
    if len(code) != 3 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 4217
        raise typer.BadParameter(
            f"`{code}` is not the three-letter code of a currency, such as USD"
        )
    return code.upper()


def complete_id(incomplete: str) -> list[tuple[str, str]]:
    """Return every id and alias, each with its name; in lower case where *incomplete* is."""
    written = str.lower if incomplete.islower() else str
    return [
        (written(name), credential.name)
        for credential in catalogue.load(*output.own_catalogues()).values()
        for name in (credential.id, *credential.aliases)
    ]


def complete_field(incomplete: str) -> list[str]:
    """Return every field of a record, after what is there already."""
    begun, comma, _ = incomplete.rpartition(",")
    return [begun + comma + name for name in Credential.model_fields]


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
