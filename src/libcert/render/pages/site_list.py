"""The page with the list of all credentials, and the words of its choices."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from libcert.model.credential import Money, Months, Years
from libcert.model.places import EVERYWHERE, contains
from libcert.render import phrases
from libcert.render.pages.environment import render_page
from libcert.render.pages.site import TASK, Row, Site, place_title
from libcert.render.section_titles import section_title
from libcert.render.show_table import EXAMS, SCHOOLING


class Choice(NamedTuple):
    """A choice of a question."""

    value: str
    label: str
    number: int
    """The number of credentials that belong to it."""


class Question(NamedTuple):
    """A question by which a script filters the list."""

    name: str
    title: str
    choices: Sequence[Choice]
    is_open: bool
    """Whether its choices are shown at first."""


class Group(NamedTuple):
    """Credentials that stand together."""

    id: str
    title: str
    rows: Sequence[str]
    """The elements of the list."""


TITLES: Final = {
    "setting": "Workplace",
    "cost": "Cost, at most",
    "duration": "Time, at most",
    "education": "Education it asks",
    "experience": "Work it asks",
    "exam": "Exam",
    "standing": "Standing",
    "status": "Status",
    "type": "Type",
}
"""The questions of the list."""
_OPEN: Final = ("setting", "cost", "standing")
"""The questions whose choices are shown at first."""
_UNKNOWN: Final = "unknown"
_UNITS: Final = {"duration": Months, "experience": Years}
_OTHER_WORDS: Final = {
    "other": "in another currency",
    "open": "the most is not on record",
    _UNKNOWN: phrases.NOT_ON_RECORD,
}


def list_values(site: Site, order: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the values of the page with the list.

    Args:
        site: The website.
        order: The choices of each question, in the order to show them.
    """
    groups = [
        Group(
            f"group-{number}",
            section_title(section, members).removesuffix(":"),
            [_row_element(site.rows[record.id]) for record in members],
        )
        for number, (section, members) in enumerate(site.groups)
    ]
    return {
        "groups": groups,
        "count": len(site.records),
        "counted": phrases.plural(len(site.records), "credential"),
        "questions": list(_questions(site, order)),
        "places": list(_places(site)),
        "issuers": list(_issuers(site)),
    }


def _row_element(row: Row) -> str:
    return render_page("site_row.html", TASK, row=row, root="", with_choices=True)


def _questions(site: Site, order: Mapping[str, Sequence[str]]) -> Iterator[Question]:
    for name, title in TITLES.items():
        counts: dict[str, int] = {}
        for choices in site.choices.values():
            for value in choices[name]:
                counts[value] = counts.get(value, 0) + 1
        labels = _labels(name, order[name], site.currency)
        shown = [Choice(value, labels[value], counts[value]) for value in labels if value in counts]
        if len(shown) > 1:
            yield Question(name, title, shown, name in _OPEN)


def _labels(name: str, values: Sequence[str], currency: str) -> dict[str, str]:
    """Return the words of each of *values*."""
    labels: dict[str, str] = {}
    below: int | None = None
    for value in values:
        if value.isdecimal():
            labels[value] = _limit(name, below, int(value), currency)
            below = int(value)
        elif value == "over":
            labels[value] = f"more than {_limit(name, below, below or 0, currency)}"
        else:
            labels[value] = _words(name, value)
    return labels


def _limit(name: str, low: int | None, high: int, currency: str) -> str:
    """Return the words for a figure over *low*, and at most *high*."""
    least = low or (None if high and low is not None else high)
    if name == "cost":
        return phrases.format_range(Money(low=least, high=high, unit=currency))
    return phrases.format_range(_UNITS[name](low=least, high=high))


def _words(name: str, value: str) -> str:
    if value in _OTHER_WORDS:
        return _OTHER_WORDS[value]
    if name == "education":
        return SCHOOLING[value]
    if name == "exam":
        return EXAMS[value == "yes"]
    if name == "standing":
        return phrases.one_line(name, None if value == "not-checked" else value)
    return "IT" if value == "it" else value.replace("-", " ")


def _places(site: Site) -> Iterator[tuple[str, str, int]]:
    """Yield the value, the label and the number of records of each place to choose."""
    counts = Counter(record.where for record in site.records)

    def count(*places: str) -> int:
        """Return the number of records that hold in any of *places*."""
        return sum(
            number
            for where, number in counts.items()
            if any(contains(code, place) for code in where for place in places)
        )

    codes = {code for where in counts for code in where} - {EVERYWHERE}
    for country in sorted({code.partition("-")[0] for code in codes}, key=place_title):
        parts = sorted((code for code in codes if code.startswith(f"{country}-")), key=place_title)
        name = place_title(country)
        if country in codes or not parts:
            yield country, name, count(country)
        if parts:
            yield f"{country}-*", f"{name}, with each part of it", count(country, *parts)
        for code in parts:
            yield code, f"{name}: {place_title(code)}", count(code)
    if number := count(EVERYWHERE):
        yield EVERYWHERE, place_title(EVERYWHERE), number
    if unknown := counts[()]:
        yield _UNKNOWN, phrases.NOT_ON_RECORD, unknown


def _issuers(site: Site) -> list[tuple[str, str, int]]:
    """Return the id, the name and the number of credentials of each issuer, by name."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for record in site.records:
        names[record.issuer.id] = record.issuer.name
        counts[record.issuer.id] = counts.get(record.issuer.id, 0) + 1
    ordered = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    return [(id_, name, counts[id_]) for id_, name in ordered]
