"""Single options: how the text of each is parsed, and the options that several commands share."""

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

import typer

from libcert import catalogue
from libcert.cli import read_values, terminal
from libcert.cli.completion import append_to, harmless
from libcert.cli.option_groups import ABOUT_YOU, MORE, SHOWN, WHICH
from libcert.cli.read_values import Education, WrittenAmount
from libcert.model.base import Model
from libcert.model.limits import FIRST_DAY, LAST_DAY
from libcert.model.month_slots import add_months
from libcert.model.vocabulary import Level, Setting
from libcert.render.formats import Format

_T = TypeVar("_T")
_D = TypeVar("_D", str, str | None)


def split(values: Sequence[str] | None) -> list[str]:
    """Return the parts of *values*, which may be repeated or separated by commas.

    Raises:
        BadParameter: If a part is empty.
    """
    return split_parts([part for value in values or () for part in value.split(",")])


def split_parts(parts: Sequence[str]) -> list[str]:
    """Return *parts* without blanks around them.

    Raises:
        BadParameter: If a part is empty.
    """
    stripped = [part.strip() for part in parts]
    if "" in stripped:
        raise typer.BadParameter("an option is empty, or has two commas with nothing between them")
    return stripped


@contextlib.contextmanager
def naming(option: str) -> Iterator[None]:
    """Name *option* in each `BadParameter` of the `with` block that names none."""
    try:
        yield
    except typer.BadParameter as error:
        error.param_hint = error.param_hint or f"'{option}'"
        raise


def common_currency(amounts: Iterable[WrittenAmount], default: _D) -> str | _D:
    """Return the currency that is written with any of *amounts*, or else *default*.

    Raises:
        BadParameter: If two of them are written in different currencies.
    """
    written = [*dict.fromkeys(each.currency for each in amounts if each.currency is not None)]
    if len(written) > 1:
        raise typer.BadParameter(
            f"the amounts are in {' and '.join(written)}; write all of them in one currency"
        )
    return written[0] if written else default


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


def _quantity(
    reader: Callable[[str], object],
    metavar: str,
    text: str,
    *names: str,
    group: str = WHICH,
) -> Any:  # noqa: ANN401
    """Return an option whose value *reader* reads, with the help *text*."""
    return typer.Option(
        *names,
        parser=functools.partial(parse, reader),
        metavar=metavar,
        help=text,
        rich_help_panel=group,
    )


amount = functools.partial(_quantity, read_values.amount, "AMOUNT")
yearly_amount = functools.partial(_quantity, read_values.yearly_amount, "AMOUNT")
months = functools.partial(_quantity, read_values.months, "TIME")
years = functools.partial(_quantity, read_values.years, "YEARS")


def whole(
    text: str, *names: str, least: int = 0, most: int, metavar: str = "N", group: str = WHICH
) -> Any:  # noqa: ANN401
    """Return an option that takes a whole number from *least* to *most*."""

    def read(value: object) -> int:  # Typer passes the default too, which is a number
        return int(parse(lambda digits: read_values.whole(digits, least, most), str(value)))

    return typer.Option(*names, parser=read, metavar=metavar, help=text, rich_help_panel=group)


def _day(text: str) -> date:
    """Return the day in *text*, or the first of the month or year in it."""
    return _planned(read_values.day(text, terminal.today()))


def _planned(value: date) -> date:
    """Return *value*, which must be within the range of plans."""
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"{value} is not between {FIRST_DAY} and {LAST_DAY}")
    return value


day = functools.partial(_quantity, _day, "DATE")


class Deadline(NamedTuple):
    """The last day of something: a day, or a length of time after the start."""

    day: date | None
    months: Decimal = Decimal(0)

    def after(self, start: date) -> date:
        """Return the last day of something that begins on the day *start*."""
        return self.day or min(add_months(start, self.months), LAST_DAY)


def _deadline(text: str) -> Deadline:
    """Return the last day of the day, month or year in *text*, or a length of time."""
    try:
        period = read_values.period(text, terminal.today())
    except ValueError:
        if not text.strip()[-1:].isalpha() and not text.strip().upper().startswith("P"):
            raise
        try:
            return Deadline(None, read_values.months(text))
        except ValueError as error:
            raise ValueError(
                f"`{text[:40]}` is not a day; write it as `2027-03-15`, `2027` or `18 months`"
            ) from error
    return Deadline(_planned(period.last))


deadline = functools.partial(_quantity, _deadline, "DATE")


def each_of(
    allowed: Sequence[str],
    metavar: str,
    text: str,
    *names: str,
    read: Callable[[str], str] | None = None,
    group: str = WHICH,
) -> Any:  # noqa: ANN401
    """Return an option that takes any of *allowed*, repeated or separated by commas.

    Args:
        allowed: The values.
        metavar: The name of a value in the help.
        text: The help, which the values follow.
        names: The names of the option; by default that of the parameter.
        read: A function that finds the value that a person means; it raises a ValueError.
        group: The group in the help.
    """

    def find(text: str) -> str:
        value = read_values.plain(text).replace(" ", "-")
        if value not in allowed:
            raise ValueError(f"`{text[:40]}` is not one of {', '.join(allowed)}")
        return value

    def check(values: list[str] | None) -> list[str]:
        return [*dict.fromkeys(parse(read or find, value) for value in split(values))]

    def complete(incomplete: str) -> list[str]:
        return [value for value in allowed if value.startswith(incomplete.lower())]

    return typer.Option(
        *names,
        callback=check,
        autocompletion=complete,
        metavar=metavar,
        help=f"{text}: {', '.join(allowed)}",
        rich_help_panel=group,
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


def _complete_level(incomplete: str) -> list[str]:
    return [level for level in get_args(Level) if level.startswith(incomplete.lower())]


FORMATS: tuple[Format, ...] = get_args(Format)


def find_format(text: str) -> Format:
    """Return the format that *text* names, in any case: `csv`, `md`, `text`.

    Raises:
        BadParameter: If it names none; the message has a hint for spreadsheets and YAML.
    """
    word = text.strip().lower().removeprefix(".")
    for form in FORMATS:
        if word in {form, *_OTHER_FORMATS.get(form, ())}:
            return form
    if word in {"excel", "xls", "xlsx", "ods", "spreadsheet"}:
        why = "csv opens in Excel and other spreadsheets"
    elif word in {"yaml", "yml", "xml", "toml"}:
        why = "json is the nearest"
    else:
        why = f"choose {', '.join(FORMATS)}"
    raise typer.BadParameter(f"`{text[:40]}` is not a format; {why}")


_OTHER_FORMATS: Mapping[Format, tuple[str, ...]] = {
    "table": ("text", "txt", "plain"),
    "markdown": ("md",),
    "jsonl": ("ndjson",),
    "tsv": ("tab",),
    "ctdl": ("jsonld", "json-ld"),
}
"""Other words for a format."""


def complete_format(incomplete: str) -> list[str]:
    """Return the formats that begin with *incomplete*."""
    return [form for form in FORMATS if form.startswith(incomplete.lower())]


WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS",
        callback=check_utf_8,
        help="Words that the record has, such as archives",
        show_default=False,
    ),
]


def texts_to_find(words: Sequence[str] | None, texts: Sequence[str] | None) -> list[str]:
    """Return the groups of words to look for: all *words*, with any of *texts* if there are some.

    Raises:
        BadParameter: If one of *texts* is blank.
    """
    if any(not text.strip() for text in texts or ()):
        raise typer.BadParameter("give the words to look for", param_hint="--text")
    first = " ".join(" ".join(words or ()).replace(",", " ").split())
    groups = [f"{first} {text}".strip() for text in texts or ()]
    return groups or ([first] if first else [])


EducationOption = Annotated[
    Education | None,
    typer.Option(
        "--education",
        metavar="LEVEL",
        parser=functools.partial(parse, read_values.find_education),
        autocompletion=_complete_level,
        help=f"Your highest degree: {', '.join(get_args(Level))}",
        rich_help_panel=ABOUT_YOU,
    ),
]
WhereOption = Annotated[
    str | None,
    typer.Option(
        "--where",
        "--state",
        "--country",
        metavar="PLACE",
        callback=_check_place,
        help="Where you work, such as ohio, TX or UK",
        rich_help_panel=ABOUT_YOU,
    ),
]
SettingOption = Annotated[
    list[str] | None,
    each_of(
        get_args(Setting),
        "SETTING",
        "Kind of workplace",
        "--setting",
        read=read_values.find_setting,
        group=ABOUT_YOU,
    ),
]
RateOption = Annotated[
    list[Any] | None,
    typer.Option(
        parser=str,
        metavar="CODE=NUMBER",
        callback=_rates,
        help="Exchange rate to your currency, such as GBP=1.27",
        rich_help_panel=MORE,
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
        rich_help_panel=SHOWN,
    ),
]
