"""Single values of a document in CTDL: texts, amounts, lengths of time, places and names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlsplit

from libcert.files.json_ld import Node, Scalar, compact
from libcert.model import ctdl_terms as terms
from libcert.model.base import Model
from libcert.model.limits import (
    AMOUNT_DECIMALS,
    ID_PATTERN,
    MAX_AMOUNT,
    MAX_COUNT,
    MAX_ID,
    MAX_TEXT,
    PLACE_PATTERN,
)
from libcert.model.places import EVERYWHERE, contains, find_places, is_place

_T = TypeVar("_T")
Table = dict[str, Any]
"""A table of a catalogue file, or a part of one."""
Amount = int | Decimal
_CENT: Final = Decimal(1).scaleb(-AMOUNT_DECIMALS)
_NUMBER: Final = r"\d{1,12}(?:[.,]\d{1,12})?"
_SPAN: Final = re.compile(
    rf"P(?=\w)(?:(?P<years>{_NUMBER})Y)?(?:(?P<months>{_NUMBER})M)?(?:(?P<weeks>{_NUMBER})W)?"
    rf"(?:(?P<days>{_NUMBER})D)?"
    rf"(?:T(?=\w)(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?"
    rf"(?:(?P<seconds>{_NUMBER})S)?)?",
    re.ASCII,
)
"""A duration of ISO 8601."""
_IN_A_YEAR: Final = {"years": 1, "months": 12, "weeks": 52, "days": 365}
_IN_AN_HOUR: Final = {"hours": 1, "minutes": 60, "seconds": 3600}
_PRICE: Final = re.compile(
    r"(?P<before>[A-Za-z]{3}|[^\w\s.,+-]|[A-Za-z]{1,2}[^\w\s.,+-])? ?"
    r"(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?)(?: ?(?P<after>[A-Za-z]{3}))?"
)
"""A price in words: `175`, `$1,200.50`, `USD 90` or `90 USD`."""
_SIGNS: Final = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"EGP", "FKP", "GBP", "GIP", "LBP", "SHP", "SYP"}),
    "¥": frozenset({"CNY", "JPY"}),
    "₹": frozenset({"INR"}),
    "US$": frozenset({"USD"}),
    "C$": frozenset({"CAD"}),
    "CA$": frozenset({"CAD"}),
    "A$": frozenset({"AUD"}),
    "AU$": frozenset({"AUD"}),
    "NZ$": frozenset({"NZD"}),
    "$": frozenset(
        {"ARS", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "CLP", "COP", "FJD", "GYD"}
        | {"HKD", "JMD", "KYD", "LRD", "MXN", "NAD", "NZD", "SBD", "SGD", "SRD", "TTD", "TWD"}
        | {"USD", "UYU", "XCD"}
    ),
}
"""The currencies that a sign may mean; the other signs tell nothing."""
_FREE: Final = frozenset({"free", "free of charge", "no charge", "no cost"})
_VALUE: Final = re.compile(rf".*/({'|'.join(terms.FRAMEWORKS)})[/#](\w+)")
"""A value of a list of CTDL at another address than today's."""
_PREFIXES: Final = {
    "ceterms:assessmentDeliveryType": "deliveryType",
    "ceterms:assessmentMethodType": "assessMethod",
    "ceterms:audienceLevelType": "audLevel",
    "ceterms:audienceType": "audience",
    "ceterms:credentialStatusType": "credentialStat",
    "ceterms:directCostType": "costType",
    "ceterms:learningDeliveryType": "deliveryType",
}
"""The prefix of the list from which a term takes its values, for values without an address."""
_WORD: Final = re.compile(r"[A-Za-z0-9]+")

# --- Texts and ids --------------------------------------------------------------------------------


def first(values: Sequence[_T]) -> _T | None:
    """Return the first of *values*; None if there are none."""
    return values[0] if values else None


def filled(table: Table) -> Table:
    """Return *table* without the fields that have no value."""
    return {name: value for name, value in table.items() if value is not None and value != []}


def cut(text: str) -> str:
    """Return the beginning of *text*, if it is longer than a record may have."""
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def joined(texts: Sequence[str]) -> str | None:
    """Return *texts* as one; None if there are none but blank ones."""
    return cut("; ".join(dict.fromkeys(text for text in texts if text.strip()))) or None


def is_id(text: str) -> bool:
    """Return whether *text* can be an id."""
    return len(text) <= MAX_ID and re.fullmatch(ID_PATTERN, text) is not None


def id_in(node: Node, beginning: str) -> str | None:
    """Return the id in the name of *node*, after *beginning*; None if it has another name."""
    name = node.name or ""
    id_ = name.removeprefix(beginning)
    return id_ if name.startswith(beginning) and is_id(id_) else None


def id_from(name: str, fallback: str) -> str:
    """Return an id made of the words of *name*, or the *fallback* if it has no plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    id_ = ""
    for word in _WORD.findall(plain):
        longer = f"{id_}-{word}" if id_ else word
        if len(longer) > MAX_ID:
            break
        id_ = longer
    return id_ or fallback


def unused(id_: str, used: dict[str, int]) -> str:
    """Return *id_*, with a number if it is *used*, and add it to *used*.

    That has the last number of each id in lower case, so that many of one name take no time.
    """
    wanted = found = id_
    number = used.get(wanted.casefold(), 0)
    while found.casefold() in used:
        number += 1
        found = f"{id_[: MAX_ID - len(str(number)) - 1]}-{number}"
    used[wanted.casefold()] = max(number, 1)
    used[found.casefold()] = 1
    return found


def address(iri: str | None) -> str | None:
    """Return an IRI as people write it, `example.org/page`; None if it says nothing."""
    written = re.sub(r"^https?://(www\.)?", "", iri or "")
    return cut(written) if written.strip() else None


def host(url: str) -> str:
    """Return the host of *url*, without `www.`; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# --- Numbers --------------------------------------------------------------------------------------


def amount(value: Scalar) -> Amount | None:
    """Return a number that a record may have; None if *value* is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= MAX_AMOUNT or number % _CENT:
        return None
    return int(number) if number == int(number) else number


def number_in(value: Scalar) -> Amount | None:
    """Return a number, which may be in a text, as `amount` does."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}(\.\d{1,12})?", value, re.ASCII):
        return amount(Decimal(value))
    return amount(value)


def numbers(node: Node, *names: str) -> list[Amount]:
    """Return the numbers of these terms of *node*; count the values that are none."""
    values = node.literals(*names)
    found = [number_in(value) for value in values]
    node.leave_out(names[0], found.count(None))
    return [number for number in found if number is not None]


def counts(node: Node, *names: str, least: int = 1) -> list[int]:
    """Return the whole numbers of these terms of *node*, from *least* on; count the others."""
    found = numbers(node, *names)
    whole = [int(number) for number in found if is_count(number, least)]
    node.leave_out(names[0], len(found) - len(whole))
    return whole


def is_count(number: Amount, least: int = 1) -> bool:
    """Return whether *number* is a whole number that a record may have as a count."""
    return number == int(number) and least <= number <= MAX_COUNT


class Price(NamedTuple):
    """A price in a document."""

    amount: Amount
    currency: str | None
    """The code of the currency, if the price itself has one."""
    sign: str | None = None
    """The sign of the currency, if the price itself has one."""

    @property
    def units(self) -> frozenset[str]:
        """The codes of the currencies that the sign may mean; empty if any."""
        return _SIGNS.get(self.sign or "", frozenset())


def price(value: Scalar) -> Price | None:
    """Return the price that *value* is: `175`, `"1,200.50"`, `"$175"`, `"free"`; None if none."""
    if not isinstance(value, str):
        number = amount(value)
        return None if number is None else Price(number, None)
    if value.strip().casefold() in _FREE:
        return Price(0, None)
    match = _PRICE.fullmatch(value.strip())
    number = amount(Decimal(match["amount"].replace(",", ""))) if match else None
    if match is None or number is None:
        return None
    codes = [code.upper() for code in (match["before"], match["after"]) if code and code.isalpha()]
    sign = match["before"] if match["before"] and not match["before"].isalpha() else None
    return Price(number, first(codes), sign)


# --- Time -----------------------------------------------------------------------------------------


class Span(NamedTuple):
    """A length of time in a document: calendar time, or time of work."""

    months: Amount | None
    """The months of calendar time; None if it is time of work."""
    hours: Amount | None
    """The hours of work; None if it is calendar time."""
    minutes: Decimal
    """The same work in minutes, exactly."""
    is_exact: bool
    """Whether the months or hours are exact; those of weeks, days and minutes seldom are."""
    text: str
    """The duration in words."""


def spans(node: Node, term: str, *, with_zero: bool = False) -> list[Span]:
    """Return the durations of *term* of *node*; count the values that are none.

    A duration of zero is one only *with_zero*: others write it if they do not know better.
    """
    values = node.literals(term)
    found = [_span(value) for value in values]
    if not with_zero:
        found = [
            each if each is not None and (each.months or each.hours) else None for each in found
        ]
    node.leave_out(term, found.count(None))
    return [span for span in found if span is not None]


def _span(value: Scalar) -> Span | None:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    parts = {
        name: Decimal(number.replace(",", "."))
        for name, number in match.groupdict().items()
        if number is not None
    }
    dates = [parts[name] * 12 / count for name, count in _IN_A_YEAR.items() if name in parts]
    minutes = sum(
        (parts[name] * 60 / count for name, count in _IN_AN_HOUR.items() if name in parts),
        Decimal(0),
    )
    if any(dates) and minutes:  # three days and five hours are neither
        return None
    total = minutes / 60 if minutes else sum(dates, Decimal(0))
    rounded = amount(total.quantize(_CENT)) if total <= MAX_AMOUNT else None
    if rounded is None:
        return None
    words = ", ".join(f"{number.normalize() + 0:f} {name}" for name, number in parts.items())
    months, hours = (None, rounded) if minutes else (rounded, None)
    return Span(months, hours, minutes, rounded == total, words)


def days(node: Node, *names: str) -> list[str]:
    """Return the dates of these terms of *node*, without the time of day; count the others."""
    values = node.literals(*names)
    found = [day(value) for value in values]
    node.leave_out(names[0], found.count(None))
    return [each for each in found if each is not None]


def day(value: object) -> str | None:
    """Return the day that *value* begins with, as in `2026-11-30T08:00:00Z`; None if none."""
    text = value[:10] if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text).isoformat() if len(text) == len("2026-11-30") else None
    except ValueError:
        return None


# --- Values of lists ------------------------------------------------------------------------------


def aligned(node: Node, term: str) -> list[str]:
    """Return the values that *term* of *node* takes from a list of CTDL: `costType:Tuition`.

    A value that is not in such a list is returned as it is.
    """
    prefix = _PREFIXES.get(term, "")
    return [found for value in node.nodes(term) if (found := _value(value, prefix)) is not None]


def _value(node: Node, prefix: str) -> str | None:
    targets = node.nodes("ceterms:targetNode")
    labels = node.texts("ceterms:targetNodeName", "skos:prefLabel", "ceterms:name")
    node.take("ceterms:framework", "ceterms:frameworkName", "ceterms:targetNodeDescription")
    node.take("ceterms:codedNotation", "skos:inScheme", "skos:definition", "ceterms:alignmentType")
    name = targets[0].name if targets else node.name
    if name and not name.startswith("_:"):
        found = compact(name)
        match = _VALUE.fullmatch(found)
        return f"{match[1]}:{match[2]}" if match else found
    if not labels:
        return None
    label = re.sub(r"\s", "", labels[0].title()) if prefix else ""
    return f"{prefix}:{label}" if label.isalpha() else cut(labels[0])


def words_of(values: Sequence[str]) -> str:
    """Return values of lists of CTDL in words: `renewal fee, travel`."""
    names = [value.rpartition(":")[2] if value.count("/") == 0 else value for value in values]
    return cut(", ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in names))


def place_codes(node: Node) -> Iterator[str]:
    """Yield the codes of the places of the jurisdiction *node*; count those that are not known."""
    if any(value in (True, "true") for value in node.literals("ceterms:globalJurisdiction")):
        yield EVERYWHERE
    for place in node.nodes("ceterms:mainJurisdiction"):
        code = _place(place)
        if code is None:
            node.leave_out("ceterms:mainJurisdiction")
        else:
            yield code


def _place(node: Node) -> str | None:
    regions = node.texts("ceterms:addressRegion")
    countries = node.texts("ceterms:addressCountry")
    names = node.texts("ceterms:name")
    node.take("ceterms:geoURI", "ceterms:latitude", "ceterms:longitude")
    country = _codes(countries)
    if regions:
        inside = [
            code
            for code in _codes(regions)
            if not country or any(contains(whole, code) and whole != code for whole in country)
        ]
        return inside[0] if len(inside) == 1 else None
    if country:
        return next((code for code in country if "-" not in code), country[0])
    found = _codes(names)
    is_exact = bool(found) and found[0] == names[0].strip()
    return found[0] if is_exact or len(found) == 1 else None


def _codes(names: Sequence[str]) -> list[str]:
    """Return the codes of the places that the first of *names* may mean, a code itself first."""
    name = names[0].strip() if names else ""
    exact = [name] if re.fullmatch(PLACE_PATTERN, name) and is_place(name) else []
    return list(dict.fromkeys([*exact, *(find_places(name) if name else ())]))


# --- Our own terms --------------------------------------------------------------------------------


def own_values(node: Node, model: type[Model]) -> Table:
    """Return the fields of *model* that *node* has in our own terms."""
    table: Table = {}
    for name, term in terms.own_fields(model).items():
        values = node.literals(term)
        if values:
            table[name] = values if getattr(model, name) == () else values[0]
    return table
