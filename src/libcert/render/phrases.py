"""Words for the values of a record, the same everywhere in the program."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from libcert.model.base import Model
from libcert.model.credential import (
    Education,
    Effort,
    Exam,
    Fee,
    Match,
    Money,
    Months,
    Organization,
    Range,
    Renewal,
    Requirement,
    Status,
    Work,
    Years,
)
from libcert.model.places import place_name
from libcert.model.reasons import Reason
from libcert.model.source import Finding, Source, is_old

Template = str | Callable[..., str]
"""The words of a reason: a text to format, or a function, with the data of the reason."""
Words = Template | tuple[Template, Template]
"""The words for everyone; in a pair, the second ones name the command-line option to use."""

NOT_ON_RECORD: Final = "not on record"
ON_APPLICATION: Final = "on application"
"""A duration of 0: a candidate only has to apply."""
YEARLY_FEE: Final = "yearly fee"
DUE: Final = {"renewal": "renewal", "maintenance": YEARLY_FEE}
"""The names of payments that fall due."""
_PURPOSES: Final = {"maintenance": YEARLY_FEE, "enrolment": "enrollment"}
"""The names of payments that are not the name of their purpose."""
_MOST_NAMED: Final = 3
"""The most records that a note names."""
DASH: Final = "\N{EM DASH}"
"""Fills a cell that has no value."""
EN_DASH: Final = "–"
"""Is between the ends of a range and before the parts of a group."""
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
INDENT: Final = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
"""Begins a line that belongs to the line above it."""
STANDINGS: Final[dict[str | None, tuple[str, str]]] = {
    "confirmed": ("confirmed", "the issuer or a government shows it under this name and issuer"),
    "vouched": (
        "issuer says so",
        "the issuer wrote this record itself, and nobody else has checked it",
    ),
    "disputed": (
        "disputed",
        "it exists, but its issuer or important figures differ: see the findings",
    ),
    "not-found": (
        "not found",
        "no public source that was read shows it, but it may still exist",
    ),
    None: ("not checked", "not independently checked yet"),
}
"""The name of each standing, and its meaning; None: not checked."""

TIERS: Final[Mapping[str, str]] = {
    "issuer": "the issuer itself",
    "government": "a government",
    "association": "another professional body",
    "secondary": "another page that deserves trust",
    "weak": "a copy or an exam shop, only a hint",
    "article": "the list that the record follows, no proof",
}
"""The distance of a source from the facts, in words."""

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "AUD": "A$", "CAD": "C$", "NZD": "NZ$"}
_MONTHS_IN_A_YEAR = 12
_TURNED: Final = re.compile(r"\b(voluntary|not required|(?P<never>cannot be renewed))\b")
"""Matches the note of a renewal that nobody has to do, or that nobody can do (`never`)."""
_MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def heading(field: str) -> str:
    """Return the name of a field as a heading."""
    return field.replace("_", " ").strip()


def place_names(places: Iterable[str]) -> str:
    """Return the names and codes of *places*: `Ohio (US-OH), Indiana (US-IN)`."""
    return ", ".join(map(place_name, places))


def plural(count: int, noun: str) -> str:
    """Return *count* and the singular *noun* in the right number: `1 credit`, `2 credits`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def format_number(value: int | Decimal, *, thousands: str = ",") -> str:
    """Return *value* in digits, without zeros at the end of its decimals."""
    return f"{Decimal(value).normalize() + 0:{thousands}f}"


def format_money(number: int | Decimal, currency: str) -> str:
    """Return an amount of money: `$1,250`, `£90`, `CHF 12.50`."""
    figure = f"{number:,.2f}" if number != int(number) else f"{int(number):,}"
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{figure}" if symbol else f"{currency}{NO_BREAK}{figure}"


def format_range(range_: Range) -> str:
    """Return a range without its note: `about $200–$400 + more`, `6–12 months`, `not on record`."""
    if not range_.known:
        return NOT_ON_RECORD
    if range_.high == 0:
        zeros = (text for kind, text in _ZEROS.items() if isinstance(range_, kind))
        text = next(zeros, "none")
    elif range_.low is None:
        text = f"up to {_ends(range_)}"
    elif range_.high is None:
        text = f"from {_ends(range_)}"
    else:
        text = _ends(range_)
    return f"{'about ' if range_.approximate else ''}{text}{' + more' if range_.open else ''}"


_ZEROS: Final[Mapping[type[Range], str]] = {Money: "free", Months: ON_APPLICATION}
"""The words for a range that is 0; `none` for all others."""


def _ends(range_: Range) -> str:
    """Return the known ends of a range, or one of them if both are the same."""
    ends = [end for end in (range_.low, range_.high) if end is not None]
    ends = ends[:1] if ends[0] == ends[-1] else ends
    if isinstance(range_, Money):
        first, *last = (format_money(end, range_.unit) for end in ends)
        # A code takes more room than a symbol, so it is not repeated.
        return EN_DASH.join(
            [first, *(end.removeprefix(f"{range_.unit}{NO_BREAK}") for end in last)]
        )
    unit = range_.unit.removesuffix("s")
    # Show whole years from 24 months on; 12 months are easy to read.
    if isinstance(range_, Months) and all(
        end % _MONTHS_IN_A_YEAR == 0 and end > _MONTHS_IN_A_YEAR for end in ends
    ):
        ends = [end / Decimal(_MONTHS_IN_A_YEAR) for end in ends]
        unit = "year"
    figures = EN_DASH.join(format_number(end) for end in ends)
    return f"{figures} {unit if ends == [1] else unit + 's'}"


def payment_name(purpose: str, shared: str | None = None) -> str:
    """Return the one name of a payment: `ICRM membership` if that is *shared*, or `yearly fee`."""
    return shared or _PURPOSES.get(purpose) or heading(purpose)


def describe_fee(fee: Fee) -> str:
    """Return the name, the amount and the payers of a fee: `exam: $175 for ALA members`."""
    payers = "" if fee.organization is None else f" for {fee.organization} {fee.audience}s"
    return f"{payment_name(fee.purpose, fee.shared)}: {format_range(fee)}{payers}{_each_year(fee)}"


def _each_year(fee: Fee) -> str:
    """Return that *fee* is due each year, if its name does not say so."""
    yearly = fee.yearly or fee.purpose == "maintenance"
    return " a year" if yearly and payment_name(fee.purpose, fee.shared) != YEARLY_FEE else ""


def describe_dues(society: str, *, yearly: bool) -> str:
    """Return the name of the dues of a society: `dues of ALA each year`."""
    return f"dues of {society}{' each year' if yearly else ''}"


def one_line(field: str, value: object) -> str:
    """Return *value* on one line, short enough for a column of a table."""
    return "; ".join(lines(field, value, short=True))


def lines(field: str, value: object, *, short: bool = False) -> list[str]:
    """Return *value* in words, in at least one line.

    Args:
        field: The field that has the value; some fields have words of their own.
        value: A value of a model, or a tuple or dict of values.
        short: Whether to leave out the notes of figures and the full names of issuers.
    """
    if field == "standing":
        name, meaning = STANDINGS[None if value is None else str(value)]
        return [name] if short else [name, meaning]
    if (
        isinstance(value, tuple)
        and value
        and field in _LISTS
        and not (short and field == "nearest")
    ):
        return [_LISTS[field](value) if not short else ", ".join(value)]
    if value is None:
        return ["undated" if field == "dated" else NOT_ON_RECORD]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    items = value if isinstance(value, tuple) else (value,)
    return [line for item in items for line in _lines(item, short=short)] or [NOT_ON_RECORD]


def describe_left_out(counts: Mapping[str, int], incomplete: Sequence[str] = ()) -> str:
    """Return how many statements of a file in CTDL have no place in a record, by their term.

    The first of the *incomplete* records, which lose conditions or costs, are named. For example:
    `3 statements have no place in a record: ceterms:industryType (2), ceterms:foo (1)`.
    """
    total = sum(counts.values())
    verb = "has" if total == 1 else "have"
    terms = ", ".join(f"{term} ({counts[term]})" for term in sorted(counts))
    text = f"{plural(total, 'statement')} {verb} no place in a record: {terms}"
    if not incomplete:
        return text
    more = len(incomplete) - _MOST_NAMED
    ids = ", ".join(incomplete[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{text}; conditions or costs are missing in {ids}"


def deeper(indent: str) -> str:
    """Return the indent one level below *indent*; the first level below none has a dash."""
    return f"{INDENT}{indent or f'{EN_DASH} '}"


def and_words(names: Sequence[str]) -> str:
    """Return at least one name, with `and` before the last: `A, B and C`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def with_commas(*parts: object) -> str:
    """Return the *parts* with commas between them, without those that are empty or None."""
    return ", ".join(str(part) for part in parts if part)


def _lines(value: object, *, short: bool) -> Iterable[str]:
    """Return one value in words."""
    if not isinstance(value, Model | Reason | dict):
        return [str(value)]
    kind = type(value)
    if short and kind in _SHORT_PHRASES:
        return [_SHORT_PHRASES[kind](value)]
    phrase = _PHRASES.get(kind)
    if phrase is None:
        # Imported here, because most commands only show records, without profiles or results.
        from libcert.render.result_phrases import RESULT_PHRASES

        phrase = RESULT_PHRASES[kind]
    return phrase(value)


def _range_lines(range_: Range) -> Iterator[str]:
    yield format_range(range_)
    if range_.note:
        yield range_.note


def _education_lines(education: Education) -> Iterator[str]:
    yield _level(education)
    if education.note:
        yield education.note


def _level(education: Education) -> str:
    if education.college_years is None:
        return education.level or NOT_ON_RECORD
    years = format_range(Years(low=education.college_years, high=education.college_years))
    return f"{education.level} and {years} of college"


def _status_lines(status: Status) -> Iterator[str]:
    yield describe_status(status)
    if status.note:
        yield status.note


def describe_status(status: Status) -> str:
    """Return the state in words, without its note: `closed since 2022, replaced by LSSC`."""
    if status.state is None:
        return NOT_ON_RECORD
    since = status.since and ("from" if status.state == "closing" else "since")
    date = since and f"{since} {status.since}"
    replaced = status.replaced_by and f"replaced by {', '.join(status.replaced_by)}"
    return with_commas(" ".join(filter(None, [status.state, date])), replaced)


def _organization_lines(organization: Organization) -> Iterator[str]:
    id_, name = organization.id, organization.name
    yield id_ if id_ == name else f"{name} ({id_})"


def _fee_lines(fee: Fee) -> Iterator[str]:
    payee = fee.payee and f"paid to {fee.payee}"
    shared = fee.shared and "one payment covers all credentials with it"
    exams = fee.exams and f"for {', '.join(fee.exams)}"
    unclear = fee.unclear_for and f"perhaps not for holders of {' or '.join(fee.unclear_for)}"
    optional = None if fee.required else "optional"
    yield with_commas(describe_fee(fee), optional, payee, exams, unclear, shared, fee.note)


def _exam_lines(exam: Exam) -> Iterator[str]:
    details = with_commas(
        ", ".join(exam.formats),
        exam.questions and plural(exam.questions, "question"),
        exam.minutes and plural(exam.minutes, "minute"),
        exam.passing_percent and f"passing score {exam.passing_percent}%",
        exam.places and f"taken {' or '.join(exam.places)}",
        exam.passed_with and f"already passed with {' or '.join(exam.passed_with)}",
        exam.note,
        exam.topics and f"on {', '.join(exam.topics)}",
    )
    yield ": ".join(part for part in (exam.name, details) if part) or "details not on record"


def group_title(group: Requirement) -> str:
    """Return the text of a group of conditions, and how many of them are needed."""
    needed = "all" if group.at_least is None else group.at_least
    return f"{group.text}: {needed} of these"


def _requirement_lines(requirement: Requirement, indent: str = "") -> Iterator[str]:
    """Yield a condition and, indented below it, the parts of a group."""
    if not requirement.of:
        yield indent + requirement.text
        return
    yield indent + group_title(requirement)
    for part in requirement.of:
        yield from _requirement_lines(part, deeper(indent))


def _renewal_lines(renewal: Renewal) -> Iterator[str]:
    if renewal == Renewal():
        yield NOT_ON_RECORD
    if renewal.expires is False:
        yield "never expires"
    if renewal.months is not None:
        yield _how_often(renewal, format_range(Months(low=renewal.months, high=renewal.months)))
    elif renewal.expires:
        yield "expires; the period is not on record"
    if renewal.credits is not None:
        yield plural(renewal.credits, "credit")
    if renewal.methods:
        yield f"by {' or '.join(renewal.methods)}"
    yield from _terms_of_renewal(renewal)
    is_said = renewal.months is not None and _TURNED.fullmatch(renewal.note or "")
    if renewal.note is not None and not is_said:
        yield renewal.note


def _how_often(renewal: Renewal, term: str) -> str:
    """Return how often it is renewed: each *term*, unless the note says that this is not so."""
    said = _TURNED.search(renewal.note or "")
    if said is not None and said["never"]:
        return f"it ends after {term} and cannot be renewed"
    every = f"renew every {term}{', or it expires' if renewal.expires else ''}"
    return every if said is None else f"voluntary: {every}"


def shorten_renewal(renewal: Renewal) -> Renewal:
    """Return *renewal* without the ways to renew, the days for it and its note.

    Only the words of the note stay that say that nobody has to renew, or that nobody can.
    """
    said = None if renewal.months is None else _TURNED.search(renewal.note or "")
    note = None if said is None else said[0]
    return renewal.replace(note=note, methods=(), early_months=None, late_months=None)


def _terms_of_renewal(renewal: Renewal) -> Iterator[str]:
    if renewal.membership is not None:
        yield f"stay a member of {renewal.membership}"
    if renewal.early_months is not None or renewal.late_months is not None:
        yield f"renew {_window(renewal)} the end of the term"
    if renewal.counts_from is not None:
        starts = {"end": "when the old one ends", "renewal": "on the day of the renewal"}
        yield f"the next term starts {starts[renewal.counts_from]}"
    if renewal.starts_on:
        yield f"a term counts from the next {' or '.join(map(_day_of_year, renewal.starts_on))}"


def _day_of_year(text: str) -> str:
    """Return a month and a day in words: `July 1` for `07-01`."""
    month, day = text.split("-")
    return f"{_MONTH_NAMES[int(month) - 1]} {int(day)}"


def _window(renewal: Renewal) -> str:
    """Return how early and how late a credential can be renewed."""
    ends = ((renewal.early_months, "before"), (renewal.late_months, "after"))
    return " or ".join(
        f"up to {plural(months, 'month')} {side}" for months, side in ends if months is not None
    )


def _match_lines(match: Match) -> Iterator[str]:
    yield match.answer
    for reason in match.because:
        yield from _reason_lines(reason)


def _reason_lines(reason: Reason) -> Iterator[str]:
    # Imported here, because the words of reasons use this module.
    from libcert.render.reasons import describe_with_options

    yield describe_with_options(reason)


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield f"{describe_finding(finding)} [{', '.join(finding.sources)}]"


def describe_finding(finding: Finding) -> str:
    """Return the verdict on a figure, without its sources: `cost: partly true. It is $90`."""
    return f"{heading(finding.about)}: {verdict_name(finding)}. {finding.note}"


def verdict_name(finding: Finding) -> str:
    """Return the verdict of a finding in words: `confirmed`, `partly true`."""
    names = {"partly": "partly true", "not-found": "not found"}
    return names.get(finding.verdict, finding.verdict)


def _source_lines(source: Source) -> Iterator[str]:
    yield f"[{source.id}] {with_commas(source.title, describe_source(source))}: {source.url}"


def describe_source(source: Source, *, in_full: bool = False) -> str:
    """Return the publisher of a page, its distance from the facts, its age and when it was read.

    *in_full* explains the distance, for readers who do not know the word for it.
    """
    return with_commas(
        source.publisher,
        TIERS[source.tier] if in_full else source.tier,
        f"dated {source.dated}" if source.dated else "undated",
        "old" if is_old(source) else None,
        source.note,
        f"read {source.read}",
    )


_RANGES: Final = (Range, Money, Months, Years, Effort, Work)


def _words(values: Iterable[str]) -> str:
    return ", ".join(map(heading, values))


_LISTS: Final[Mapping[str, Callable[[Sequence[str]], str]]] = {
    "where": place_names,
    "settings": _words,
    "suits": _words,
    "not_for": _words,
    "delivery": _words,
    "nearest": lambda ids: f"consider instead: {', '.join(ids)}",
}
"""The fields with a list that takes one line, and how to write it."""

_PHRASES: Final[Mapping[type, Callable[..., Iterable[str]]]] = {
    **dict.fromkeys(_RANGES, _range_lines),
    Education: _education_lines,
    Organization: _organization_lines,
    Fee: _fee_lines,
    Exam: _exam_lines,
    Requirement: _requirement_lines,
    Renewal: _renewal_lines,
    Status: _status_lines,
    Match: _match_lines,
    Reason: _reason_lines,
    Finding: _finding_lines,
    Source: _source_lines,
}
"""Functions that yield the lines of each part of a record."""

_SHORT_PHRASES: Final[Mapping[type, Callable[..., str]]] = {
    **dict.fromkeys(_RANGES, format_range),
    Education: _level,
    Organization: lambda organization: organization.id,
    Status: describe_status,
    Match: lambda match: match.answer,
}
"""Functions that return the short form of some parts, for a column of a table."""
