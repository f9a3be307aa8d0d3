"""The values of a record in words: one way to say each of them, wherever it is shown."""

from collections.abc import Iterator
from decimal import Decimal
from functools import singledispatch
from typing import Final

from libcert.model.ages import is_old
from libcert.model.base import Model
from libcert.model.credential import (
    Answer,
    Education,
    Exam,
    Fee,
    Finding,
    Match,
    Money,
    Months,
    Organization,
    Range,
    Renewal,
    Requirement,
    Source,
    Years,
)
from libcert.model.profile import Held, Job, Study
from libcert.model.reasons import Reason
from libcert.model.results import (
    Joining,
    JudgedRequirement,
    Judgement,
    NotPlanned,
    Payment,
    Step,
    YearOfCost,
    YearOfPlan,
)

NOT_ON_RECORD: Final = "not on record"
DUE: Final = {"renewal": "renewal", "maintenance": "yearly fee"}
"""What to call what falls due."""
DASH: Final = "\N{EM DASH}"
"""What stands where there is nothing to say."""
INDENT: Final = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
"""What a line that belongs to the one above it begins with."""
STANDINGS: Final[dict[str | None, tuple[str, str]]] = {
    "confirmed": ("confirmed", "the issuer or a government shows it, under this name and issuer"),
    "disputed": (
        "disputed",
        "it exists, but its issuer or weighty figures differ: see the findings",
    ),
    "not-found": (
        "not found",
        "no public source that was read shows it, which does not prove that there is none",
    ),
    None: ("not checked", "nobody has compared it with public sources yet"),
}
"""What to call each standing, and what it means."""

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "AUD": "A$", "CAD": "C$", "NZD": "NZ$"}
_MONTHS_IN_A_YEAR = 12


def heading(field: str) -> str:
    """Return the name of a field as a heading."""
    return field.replace("_", " ").strip()


def plural(count: int, one: str) -> str:
    """Return *count* things in words."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def format_number(value: int | Decimal, *, thousands: str = ",") -> str:
    """Return *value* in digits, without zeros that say nothing."""
    return f"{Decimal(value).normalize() + 0:{thousands}f}"


def format_money(number: int | Decimal, currency: str) -> str:
    """Return an amount of money: `$1,250`, `£90`, `CHF 12.50`."""
    figure = f"{number:,.2f}" if number != int(number) else f"{int(number):,}"
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{figure}" if symbol else f"{currency}\N{NO-BREAK SPACE}{figure}"


def format_range(range_: Range) -> str:
    """Return a range without its note: `about $200–$400 + more`, `6–12 months`, `not on record`."""
    if not range_.known:
        return NOT_ON_RECORD
    if range_.high == 0:
        text = "free" if isinstance(range_, Money) else "none"
    elif range_.low is None:
        text = f"up to {_ends(range_)}"
    elif range_.high is None:
        text = f"from {_ends(range_)}"
    else:
        text = _ends(range_)
    return f"{'about ' if range_.approximate else ''}{text}{' + more' if range_.open else ''}"


def _ends(range_: Range) -> str:
    """Return the ends that are on record, once where they are the same."""
    ends = [end for end in (range_.low, range_.high) if end is not None]
    ends = ends[:1] if ends[0] == ends[-1] else ends
    if isinstance(range_, Money):
        return "–".join(format_money(end, range_.unit) for end in ends)
    unit = range_.unit.removesuffix("s")
    # Whole years read better than 24 months; 12 months do not need it.
    if isinstance(range_, Months) and all(
        end % _MONTHS_IN_A_YEAR == 0 and end > _MONTHS_IN_A_YEAR for end in ends
    ):
        ends = [end / Decimal(_MONTHS_IN_A_YEAR) for end in ends]
        unit = "year"
    return f"{'–'.join(format_number(end) for end in ends)} {unit if ends == [1] else unit + 's'}"


def describe_fee(fee: Fee) -> str:
    """Return what a fee is for, how much it is and who pays it: `exam: $175 for ALA members`."""
    payers = "" if fee.organization is None else f" for {fee.organization} {fee.audience}s"
    return f"{heading(fee.purpose)}: {format_range(fee)}{payers}"


def one_line(field: str, value: object) -> str:
    """Return *value* on one line, without notes, as one column among others has room for."""
    return "; ".join(lines(field, value, short=True))


def lines(field: str, value: object, *, short: bool = False) -> list[str]:
    """Return what *value*, found in *field*, has to say, a line each and never none.

    The *short* way leaves out the notes of figures and the full names of issuers.
    """
    if field == "standing":
        return _standing(value, short=short)
    if field == "nearest" and isinstance(value, tuple) and value and not short:
        return [f"look instead at {', '.join(value)}"]
    if value is None:
        return ["undated" if field == "dated" else NOT_ON_RECORD]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    items = value if isinstance(value, tuple) else (value,)
    return [line for item in items for line in _said(item, short=short)] or [NOT_ON_RECORD]


def _standing(value: object, *, short: bool) -> list[str]:
    """Return what public sources make of a credential, and what that means."""
    text, meaning = STANDINGS[None if value is None else str(value)]
    return [text] if short else [text, meaning]


@singledispatch
def _said(value: object, *, short: bool) -> Iterator[str]:  # noqa: ARG001 - some parts have a short way
    """Yield what one part of a record has to say, a line each."""
    assert not isinstance(value, Model)  # noqa: S101 - each has a way of its own to be said
    yield str(value)


@_said.register(Range)
def _(value: Range, *, short: bool) -> Iterator[str]:
    yield format_range(value)
    if value.note and not short:
        yield value.note


@_said.register(Education)
def _(value: Education, *, short: bool) -> Iterator[str]:
    yield value.level or NOT_ON_RECORD
    if value.note and not short:
        yield value.note


@_said.register(Organization)
def _(value: Organization, *, short: bool) -> Iterator[str]:
    yield value.id if short or value.id == value.name else f"{value.name} ({value.id})"


@_said.register(Fee)
def _(value: Fee, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    text = describe_fee(value) + (" a year" if value.purpose == "maintenance" else "")
    payee = value.payee and f"paid to {value.payee}"
    yield _joined(text, None if value.required else "optional", payee, value.note)


@_said.register(Exam)
def _(value: Exam, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    said = _joined(
        ", ".join(value.formats),
        value.questions and plural(value.questions, "question"),
        value.minutes and plural(value.minutes, "minute"),
        value.passing_percent and f"passed at {value.passing_percent}%",
        value.places and f"taken {' or '.join(value.places)}",
        value.note,
        value.topics and f"on {', '.join(value.topics)}",
    )
    yield ": ".join(part for part in (value.name, said) if part) or "details not on record"


@_said.register(Requirement)
def _(value: Requirement, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield from _condition(value, "")


def _condition(condition: Requirement, indent: str) -> Iterator[str]:
    """Yield a condition and, indented below it, those of which it takes some or all."""
    if not condition.of:
        yield indent + condition.text
        return
    needed = "all" if condition.at_least is None else condition.at_least
    yield f"{indent}{condition.text}: {needed} of these"
    for part in condition.of:
        yield from _condition(part, (INDENT + indent) if indent else f"{INDENT}– ")


@_said.register(Renewal)
def _(value: Renewal, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    if value == Renewal():
        yield NOT_ON_RECORD
    if value.expires is False:
        yield "never expires"
    if value.months is not None:
        every = format_range(Months(low=value.months, high=value.months))
        yield f"expires after {every}" if value.expires else f"to be kept up every {every}"
    elif value.expires:
        yield "expires; the period is not on record"
    if value.credits is not None:
        yield plural(value.credits, "credit")
    if value.methods:
        yield f"by {' or '.join(value.methods)}"
    if value.note is not None:
        yield value.note


@_said.register(Match)
def _(value: Match, *, short: bool) -> Iterator[str]:
    yield value.answer
    for reason in () if short else value.because:
        yield from _said(reason, short=short)


@_said.register(Finding)
def _(value: Finding, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    cited = f" [{', '.join(value.sources)}]"
    verdict = {"partly": "true in part", "not-found": "not found"}.get(value.verdict, value.verdict)
    yield f"{heading(value.about)}: {verdict}. {value.note}{cited}"


@_said.register(Source)
def _(value: Source, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    dated = f"dated {value.dated}" if value.dated else "undated"
    old = "old" if is_old(value) else None
    read = f"read {value.read}"
    said = _joined(value.title, value.publisher, value.tier, dated, old, value.note, read)
    yield f"[{value.id}] {said}: {value.url}"


def _joined(*parts: object) -> str:
    """Return the *parts* that say something, with commas."""
    return ", ".join(str(part) for part in parts if part)


@_said.register(Reason)
def _(value: Reason, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    from libcert.render.reasons import describe_with_options  # which needs the words of figures

    yield describe_with_options(value)


# --- What a person says ---------------------------------------------------------------------------


@_said.register(Job)
def _(value: Job, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    going_on = {True: "still going on", False: "ended", None: None}
    span = f"since {value.since}" if value.until is None else f"{value.since} to {value.until}"
    if value.years is not None:
        span = format_range(Years(low=value.years, high=value.years))
        span += f" by {value.as_of}" if value.as_of and value.running is not False else ""
    yield _joined(
        value.setting,
        value.role and f"as {value.role}",
        {True: "full time", False: "part time", None: None}[value.full_time],
        value.hours_a_week and f"{format_number(value.hours_a_week)} hours a week",
        span,
        going_on[value.running],
    )


@_said.register(Study)
def _(value: Study, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield f"{value.level}, done by {value.done}"


@_said.register(Held)
def _(value: Held, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield _joined(
        value.since and f"since {value.since}",
        value.renewed and f"renewed {value.renewed}",
        value.expires and f"expires {value.expires}",
        None if value.credits is None else plural(value.credits, "credit"),
    )


@_said.register(dict)
def _(value: dict[str, object], *, short: bool) -> Iterator[str]:
    for name, part in value.items():
        yield f"{name} {' '.join(_said(part, short=short))}".rstrip()
    if not value:
        yield ""


# --- What is worked out for a person --------------------------------------------------------------

MET: Final = {Answer.YES: "met", Answer.NO: "not met"}
GAPS: Final = {"record": "not on record", "person": "not known of you"}
"""What is said of a condition that is not settled, by who leaves it open."""


def met(judged: JudgedRequirement) -> str:
    """Return whether a condition is met, or why that is not settled."""
    if judged.to_do:
        return "to be done"
    return MET.get(judged.answer) or GAPS[judged.gap or "record"]


@_said.register(JudgedRequirement)
def _(value: JudgedRequirement, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    from_ = value.from_ if value.answer is not Answer.YES else None
    need = value.need and one_line("need", value.need)
    yield f"{value.text}: {_joined(met(value), from_ and f'from {from_}', need)}"


@_said.register(Judgement)
def _(value: Judgement, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield _joined(value.answer, value.from_ and f"from {value.from_}")


@_said.register(Payment)
def _(value: Payment, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield f"{value.id} {heading(value.purpose)}: {format_range(value.cost)}"


@_said.register(YearOfCost)
@_said.register(YearOfPlan)
def _(value: YearOfCost | YearOfPlan, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield f"{value.year}: {format_due(value.cost)}"


@_said.register(Joining)
def _(value: Joining, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    saves, dues = format_range(value.saves), format_range(value.dues)
    yield f"{value.organization}: saves {saves}, dues {dues}"


@_said.register(Step)
def _(value: Step, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield f"{value.id}, {value.start} to {value.finish}, {format_range(value.cost)}"


@_said.register(NotPlanned)
def _(value: NotPlanned, *, short: bool) -> Iterator[str]:  # noqa: ARG001
    yield f"{value.id}: {value.because}"


def format_due(cost: Money) -> str:
    """Return what falls due in a year."""
    return "nothing" if cost.high == 0 and not cost.open else format_range(cost)
