"""The columns of a table of credentials: their names, and how each cell becomes a part of a record.

A part is named by the path of keys to it in a record, such as `renewal.months`. Some parts are no
keys of a record: `cost`, `member_cost` and `renewal_cost` become fees, and `page` becomes a source.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from libcert.cli.spreadsheet import read_cells
from libcert.cli.spreadsheet.read_cells import Price, Span

_STATE: Final = "state"
"""The unit of a column with states: there, `CA` is California."""


class Row(NamedTuple):
    """What a cell is read with."""

    currency: str | None
    """The currency of the row; None if it names none."""
    default: str | None
    """The currency of rows that name none; None if it is not known."""
    unit: str | None
    """The unit in the name of the column; None if it has none."""
    comma: bool
    """Whether a comma may stand before decimals."""
    codes: bool
    """Whether two letters are the code of a country, as in the CSV of libcert."""
    today: date

    @property
    def dollar(self) -> str:
        """The currency of which a `$` alone is the sign."""
        known = (self.currency, self.default)
        return next((each for each in known if each in read_cells.DOLLARS), "USD")


Parts = Mapping[str, Any]
"""Parts of a record, by their paths."""
Read = Callable[[str, Row], Parts]
"""Returns the parts that a cell gives; raises a ValueError with a sentence."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    read: Read
    others: tuple[str, ...] = ()
    """Other names that people write."""
    weak: tuple[str, ...] = ()
    """Other names that mean something else if another column has this content."""
    example: str | None = None
    """The cell in the template; None if the template does not have the column."""


def _value(path: str, read: Callable[[str], Any] = read_cells.text) -> Read:
    return lambda cell, _: {path: read(cell)}


def _table(path: str, read: Callable[[str], Parts]) -> Read:
    return lambda cell, _: {f"{path}.{key}": value for key, value in read(cell).items()}


def _span(path: str, span: Span) -> Parts:
    """Return the parts of a range; only the marks that are set."""
    ends = {f"{path}.low": span.low, f"{path}.high": span.high}
    marks = {f"{path}.approximate": span.approximate, f"{path}.open": span.open}
    return {key: end for key, end in ends.items() if end is not None} | {
        key: True for key, mark in marks.items() if mark
    }


def _price(path: str, price: Price) -> Parts:
    unit = {f"{path}.unit": price.currency} if price.currency else {}
    return {**_span(path, price.span), **unit}


def _cost(path: str) -> Read:
    def read(cell: str, row: Row) -> Parts:
        named = {}
        if row.unit is not None:
            unit = read_cells.currency(row.unit, row.dollar)
            if row.currency not in {None, unit}:
                message = f"the column is in {unit}, but the row is in {row.currency}; write one"
                raise ValueError(message)
            row = row._replace(currency=unit)
            named = {f"{path}.unit": unit}

        def price(words: str) -> Price:
            return read_cells.price(words, row.currency, row.dollar, comma=row.comma)

        prices = read_cells.member_prices(cell) if path == "cost" else None
        if prices is None:
            return {**named, **_price(path, price(cell))}
        member, other = map(price, prices)
        return {**named, **_price("member_cost", member), **_price("cost", other)}

    return read


def _currency(cell: str, row: Row) -> Parts:
    return {"currency": read_cells.currency(cell, row.dollar)}


def _with_unit(cell: str, unit: str | None) -> str:
    """Return *cell* with the *unit* of its column, if it has none."""
    return f"{cell} {unit}" if unit and not re.search(r"[^\W\d_]", cell) else cell


def _duration(cell: str, row: Row) -> Parts:
    return _span("duration", read_cells.months(_with_unit(cell, row.unit), comma=row.comma))


def _experience(cell: str, row: Row) -> Parts:
    parts = _span("experience", read_cells.years(_with_unit(cell, row.unit), comma=row.comma))
    if re.search(r"full|library|relevant|paid", cell, re.IGNORECASE):
        return {**parts, "experience.note": read_cells.text(cell)}
    return parts


def _effort(cell: str, row: Row) -> Parts:
    span, unit = read_cells.effort(cell, row.unit, comma=row.comma)
    return {**_span("effort", span), "effort.unit": unit}


def _renewal(cell: str, row: Row) -> Parts:
    found = read_cells.renewal(_with_unit(cell, row.unit))
    return {f"renewal.{key}": value for key, value in found.items()}


def _valid_for(cell: str, row: Row) -> Parts:
    found = _renewal(cell, row)
    return {**found, "renewal.expires": True} if "renewal.months" in found else found


def _requirements(cell: str, _: Row) -> Parts:
    texts = read_cells.items(cell)
    nothing = {"none", "nothing", "no requirements", "none required"}
    if len(texts) == 1 and texts[0].lower().rstrip(".") in nothing:
        return {"requirements": [{"text": texts[0], "nothing": True}]}
    return {"requirements": texts}


def _where(cell: str, row: Row) -> Parts:
    return {"where": read_cells.places(cell, codes=row.codes, states=row.unit == _STATE)}


def _vouched(cell: str, _: Row) -> Parts:
    return {"vouched": read_cells.flag(cell)}


def _read(cell: str, row: Row) -> Parts:
    return {"page.read": read_cells.past_day(cell, row.today)}


def _standing(cell: str) -> str:
    word = read_cells.text(cell).lower().replace(" ", "-")
    return {"issuer-says-so": "vouched"}.get(word, word)


def _ranges() -> Iterator[Column]:
    """Yield the columns of ranges, as libcert writes them in CSV."""
    for name in ("cost", "duration", "effort", "experience"):
        yield Column(f"{name}_low", _value(f"{name}.low", read_cells.amount))
        yield Column(f"{name}_high", _value(f"{name}.high", read_cells.amount))
        for mark in ("approximate", "open"):
            yield Column(f"{name}_{mark}", _value(f"{name}.{mark}", read_cells.flag))
        yield Column(f"{name}_note", _value(f"{name}.note"))
    yield Column("effort_unit", _value("effort.unit"))


COLUMNS: Final = (
    Column(
        "id",
        _value("id"),
        ("identifier", "abbreviation", "abbr", "acronym", "code", "short name", "initials"),
        example="NSLA-LA",
    ),
    Column(
        "name",
        _value("name"),
        (
            "title",
            "full name",
            "credential",
            "credential name",
            "program",
            "program name",
            "certification name",
            "certificate name",
        ),
        ("certification", "certificate", "award"),
        example="Northshire Library Assistant",
    ),
    Column(
        "issuer",
        _value("issuer"),
        (
            "issuer id",
            "organization",
            "organisation",
            "body",
            "issued by",
            "awarding body",
            "granted by",
            "provider",
            "agency",
            "society",
            "association",
        ),
        example="NSLA",
    ),
    Column(
        "issuer_name",
        _value("issuer_name"),
        ("organization name", "organisation name", "full name of issuer"),
        example="Northshire Library Association",
    ),
    Column(
        "type",
        _value("type", read_cells.kind),
        ("kind", "credential type", "category"),
        example="certification",
    ),
    Column(
        "summary",
        _value("summary"),
        ("description", "about"),
        example="For those who serve readers at the desk",
    ),
    Column(
        "where",
        _where,
        ("place", "places", "state", "states", "country", "location", "jurisdiction", "region"),
        example="Ohio",
    ),
    Column(
        "settings",
        _value("settings", read_cells.settings),
        ("setting", "workplace", "workplaces", "library type", "kind of library", "libraries"),
        example="public; academic",
    ),
    Column(
        "suits",
        _value("suits", read_cells.positions),
        ("job", "jobs", "for", "role", "roles", "position", "positions", "who"),
        example="clerk; assistant",
    ),
    Column(
        "delivery",
        _value("delivery", read_cells.deliveries),
        ("mode", "way", "delivery method"),
        ("format",),
        example="online",
    ),
    Column(
        "cost",
        _cost("cost"),
        (
            "fee",
            "price",
            "costs",
            "amount",
            "total cost",
            "tuition",
            "application fee",
            "cost for others",
            "non member cost",
            "nonmember cost",
            "non member fee",
            "nonmember fee",
            "cost non members",
            "fee non members",
        ),
        ("fees", "prices"),
        example="$175-$225",
    ),
    Column(
        "member_cost",
        _cost("member_cost"),
        (
            "member fee",
            "cost members",
            "fee members",
            "price members",
            "fee member",
            "member price",
            "members",
            "cost for members",
            "price for members",
            "fee for members",
            "member rate",
            "cost member",
            "members cost",
        ),
        example="$150",
    ),
    Column("member_of", _value("member_of"), ("member organization", "members of")),
    Column("currency", _currency, ("cost unit",)),
    Column(
        "cost_purpose",
        _value("cost.purpose", read_cells.purpose),
        ("fee for", "paid for", "fee purpose", "purpose"),
        example="exam",
    ),
    Column(
        "duration",
        _duration,
        ("time", "length", "how long", "time to earn", "time to complete"),
        example="6-12 months",
    ),
    Column(
        "effort",
        _effort,
        ("study", "work", "study time", "course work", "coursework"),
        example="60 hours",
    ),
    Column(
        "experience",
        _experience,
        ("work experience", "required experience", "experience required"),
        example="1 year",
    ),
    Column(
        "education",
        _table("education", read_cells.education),
        (
            "degree",
            "education level",
            "required education",
            "education required",
            "level of education",
        ),
        example="high school diploma",
    ),
    Column(
        "education_college_years",
        _value("education.college_years", read_cells.college_years),
        ("college years",),
    ),
    Column("education_subject", _value("education.subject"), ("subject", "field of study")),
    Column("education_note", _value("education.note")),
    Column(
        "requirements",
        _requirements,
        ("requirement", "conditions to earn it", "prerequisites", "eligibility"),
        ("conditions",),
        example="Two letters of support",
    ),
    Column(
        "to_do",
        _value("to_do", read_cells.items),
        ("steps", "things to do", "on the way", "tasks"),
        example="Two courses; Pass the exam",
    ),
    Column(
        "exam",
        _value("exam_required", read_cells.flag),
        ("exam required", "test", "examination"),
        ("exams",),
        example="yes",
    ),
    Column(
        "renewal",
        _renewal,
        ("renewal period", "renews", "renew", "renew every", "renewal cycle", "recertification"),
        example="every 3 years",
    ),
    Column(
        "valid_for",
        _valid_for,
        (
            *("validity", "expires", "expires after", "term", "valid", "valid until"),
            *("expiration", "expiry", "expiration date", "expiry date", "date of expiry"),
        ),
    ),
    Column(
        "renewal_cost",
        _cost("renewal_cost"),
        ("renewal fee", "renewal price", "cost to renew", "fee to renew"),
        example="$40",
    ),
    Column(
        "renewal_credits",
        _value("renewal.credits", read_cells.count),
        ("renewal hours", "ce credits", "ce hours", "ceus", "continuing education"),
        example="30",
    ),
    Column("renewal_expires", _value("renewal.expires", read_cells.flag)),
    Column("renewal_months", _value("renewal.months", read_cells.count)),
    Column("renewal_methods", _value("renewal.methods", read_cells.items), ("ways to renew",)),
    Column("renewal_membership", _value("renewal.membership")),
    Column("renewal_counts_from", _value("renewal.counts_from")),
    Column("renewal_starts_on", _value("renewal.starts_on", read_cells.items)),
    Column("renewal_early_months", _value("renewal.early_months", read_cells.count)),
    Column("renewal_late_months", _value("renewal.late_months", read_cells.count)),
    Column("renewal_note", _value("renewal.note")),
    Column(
        "status",
        _table("status", read_cells.status),
        ("status state", "offered", "active", "availability"),
        example="offered",
    ),
    Column("status_since", _value("status.since", read_cells.partial_date), ("since",)),
    Column("status_replaced_by", _value("status.replaced_by", read_cells.ids), ("replaced by",)),
    Column("status_note", _value("status.note")),
    Column("aliases", _value("aliases", read_cells.ids), ("alias", "also known as", "aka")),
    Column("family", _value("family"), ("scheme",)),
    Column("level", _value("level"), ("tier of scheme",)),
    Column("previous", _value("previous"), ("previous level",)),
    Column("not_for", _value("not_for", read_cells.positions)),
    Column("levels", _value("levels", read_cells.items), ("tracks",)),
    Column("benefits", _value("benefits", read_cells.items), ("benefit",)),
    Column(
        "notes",
        _value("notes", read_cells.items),
        ("note", "comment", "comments", "remarks"),
    ),
    Column("nearest", _value("nearest", read_cells.ids)),
    Column("standing", _value("standing", _standing)),
    Column(
        "url",
        _value("page.url"),
        ("website", "web site", "link", "page", "web page", "webpage", "homepage", "web address"),
        ("source",),
        example="https://example.org/certification",
    ),
    Column(
        "read",
        _read,
        (
            "date read",
            "read on",
            "checked",
            "last checked",
            "date checked",
            "accessed",
            "retrieved",
        ),
        example="2026-11-23",
    ),
    Column("page_title", _value("page.title"), ("title of page",)),
    Column("publisher", _value("page.publisher")),
    Column(
        "dated",
        _value("page.dated", read_cells.partial_date),
        ("page date", "date of page", "last updated", "updated"),
    ),
    Column("tier", _value("page.tier", lambda cell: read_cells.text(cell).lower())),
    Column("vouched", _vouched, ("vouched for", "vouch", "official"), example="no"),
    *_ranges(),
)
"""The columns; those with an example are in the template, in this order."""
WORKED_OUT: Final = frozenset(
    {"conditions", "fees", "exams", "findings", "sources", "match answer", "match because"}
)
"""Columns of the CSV of libcert that are worked out, or that need more than a cell."""
IMPLIED: Final = frozenset({"duration unit", "experience unit"})
"""Columns of the CSV of libcert whose cells are always the same."""


LISTS: Final = frozenset(
    {"requirements", "to_do", "levels", "benefits", "notes", "renewal_methods"}
)
"""The columns whose cells may be longer than a text."""
OWN: Final = "issuer_id"
"""A column that only the CSV of libcert has."""


def folded(name: str) -> str:
    """Return the name of a column with single blanks, in lower case, and without other marks."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


STRONG: Final[Mapping[str, Column]] = {
    folded(name): column for column in COLUMNS for name in (column.name, *column.others)
}
"""The columns by their names."""
WEAK: Final[Mapping[str, Column]] = {
    folded(name): column for column in COLUMNS for name in column.weak
}
"""The columns by names that mean them only if no other column does."""
_LONGEST: Final = 100
"""The most characters of the name of a column."""
_UNITS: Final = r"(.+?)[ _]*(?:\(([^()]+)\)|\b(in )?(days|weeks|months|years|hours))\s*"


def _bag(words: str) -> frozenset[str]:
    """Return *words* without their order, their number and those that say nothing."""
    bag = frozenset(word.removesuffix("s") for word in words.split())
    return bag - {
        "",
        "of",
        "the",
        "a",
        "an",
        "required",
        "to",
        "is",
        "for",
        "if",
        "any",
        "in",
        "on",
    }


_BAGS: Final[Mapping[frozenset[str], Column]] = {
    _bag(words): column for words, column in reversed([*STRONG.items()]) if _bag(words)
}
"""The columns by the words in their names; the first of two with the same words."""


def _named(name: str) -> Column | None:
    words = folded(name)
    return STRONG.get(words) or WEAK.get(words) or _BAGS.get(_bag(words))


UNCLEAR: Final = ("effort", "renewal_credits")
"""The columns that `Credits` or `Hours` can mean."""


def is_unclear(name: str) -> bool:
    """Return whether a column with this name can be any of `UNCLEAR`."""
    return bool(
        re.fullmatch("(?:contact |credit )?(?:credits?|hours?)(?: required)?", folded(name))
    )


def find_column(name: str) -> tuple[Column | None, str | None]:
    """Return the column that *name* means, and the unit in it: `Cost (USD)`, `Duration months`.

    The column is None if there is none, the unit if *name* has none.
    """
    column = _named(name)
    sign = re.search(_SIGN, name.casefold()) if len(name) <= _LONGEST else None
    if (column is None or sign) and len(name) <= _LONGEST:
        found = _priced(name, sign)
        if found is not None:
            return found
    if column is not None:
        is_state = column.name == "where" and "state" in folded(name)
        return column, _STATE if is_state else None
    match = re.fullmatch(_UNITS, name.casefold()) if len(name) <= _LONGEST else None
    if match is None:
        return None, None
    column = _named(match[1])
    if column is not None and column.name.endswith(("_low", "_high")):
        return None, None  # libcert writes no unit there, so the column means something else
    is_measured = column is not None and column.read in _MEASURED
    return column, (match[2] or match[4]) if is_measured else None


def _priced(name: str, sign: re.Match[str] | None) -> tuple[Column | None, str | None] | None:
    """Return the column of prices that *name* means, and the currency: `Fee €`, `Price in CAD`.

    Args:
        name: The name.
        sign: The sign of a currency in it; None if it has none.

    Returns:
        None if *name* is not a price in a currency. The column is None if it cannot have one.
    """
    match = re.fullmatch(r"(.+?) (?:in (?P<any>[a-z]+)|(?P<code>[a-z]{3}))", folded(name))
    if match and (match["any"] or match["code"].upper() in _CODES):
        column = _named(match[1])
        if column is not None and column.read in _PRICES:
            return column, match["any"] or match["code"]
    if sign is None:
        return None
    column = _named(f"{name[: sign.start()]} {name[sign.end() :]}")
    if column is not None and column.read in _PRICES:
        return column, sign[0]
    return (None, None) if column is not None and column.name.startswith("cost_") else None


_SIGN: Final = r"[a-z]{0,3}[$\u00a3-\u00a5\u20a0-\u20cf][a-z]{0,3}"
"""Matches the sign of a currency, with letters that belong to it, in lower case."""
_CODES: Final = read_cells.DOLLARS | {"CHF", "DKK", "EUR", "GBP", "INR", "JPY", "NOK", "SEK", "ZAR"}
"""The currencies that the name of a column may have without `in`."""
_PRICES: Final = frozenset(
    column.read for column in COLUMNS if column.name in {"cost", "member_cost", "renewal_cost"}
)
_MEASURED: Final = frozenset({_duration, _experience, _effort, _renewal, _valid_for} | _PRICES)
"""The functions that read a number alone in the unit of its column."""
