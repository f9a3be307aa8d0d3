"""The geometry of charts: bars of costs by year, and a timeline of a plan.

Lengths from left to right are percent of the width of a chart, so that its text keeps its size on
every screen. `templates/charts.html` draws them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from libcert.model.credential import Money

MOST_SERIES: Final = 8
"""The most credentials that people can tell apart by color and letter."""
WIDEST: Final = Decimal(86)
"""The length of the longest bar; the rest is for the mark behind it."""
ROOM_FOR_LETTER: Final = Decimal(6)
"""The least length of a part of a bar that has its letter."""
MOST_TICKS: Final = 6
"""The most years that fit below each other's names on a phone."""
LONGEST_NAME: Final = 14
"""The most characters of a name in a chart, where no line can break."""
OTHERS: Final = "others"
"""The name of the credentials that have no series of their own."""
_WIDEST_YEAR: Final = Decimal(12)
"""The room that the name of a year takes on a phone."""
_THINNEST: Final = Decimal(1)
"""The least length of a step of a plan, which may take no time."""
_ZERO: Final = Decimal(0)
_EXACT: Final = Decimal("0.01")


class Series(NamedTuple):
    """The amounts of one credential, or of those without a series of their own."""

    name: str
    letter: str
    number: int
    """From 1 to `MOST_SERIES`; it stands for a color."""


class Segment(NamedTuple):
    """A part of a bar."""

    left: Decimal
    width: Decimal
    series: Series
    is_sure: bool
    """Whether it is due in any case; otherwise it may be due."""
    letter: str
    """The letter of the series; empty if there is no room for it."""


class Bar(NamedTuple):
    """The amounts of one year, behind each other."""

    label: str
    segments: Sequence[Segment]
    """First what is due in any case, then what may be due."""
    end: Decimal
    mark: str
    """`+` if an amount that is not on record comes on top, `?` if none is on record; or empty."""


class BarChart(NamedTuple):
    """Bars of all years, in one currency."""

    bars: Sequence[Bar]
    series: Sequence[Series]

    @property
    def has_ranges(self) -> bool:
        """Whether a part of a bar may be due."""
        return any(not segment.is_sure for bar in self.bars for segment in bar.segments)

    @property
    def has_marks(self) -> bool:
        """Whether an amount of any year is not on record."""
        return any(bar.mark for bar in self.bars)


class YearOfShares(NamedTuple):
    """The amounts of one year, by credential."""

    label: str
    shares: Sequence[tuple[str, Money]]
    """The id of each credential with its amount, all in one currency."""
    is_open: bool = False
    """Whether an amount comes on top that is not on record and belongs to none of them."""


def stack_bars(years: Sequence[YearOfShares]) -> BarChart | None:
    """Return the chart of *years*; None if no amount is on record."""
    series = _series(years)
    most = max((sum(_high(one) for _, one in year.shares) for year in years), default=_ZERO)
    if not most:
        return None
    return BarChart(
        [_bar(year, series, most) for year in years], list(dict.fromkeys(series.values()))
    )


def _series(years: Sequence[YearOfShares]) -> dict[str, Series]:
    """Return the series of each credential with an amount, in the order of the years."""
    totals: dict[str, Decimal] = {}
    for year in years:
        for id_, amount in year.shares:
            totals[id_] = totals.get(id_, _ZERO) + _high(amount)
    ids = [id_ for id_, total in totals.items() if total]
    named = ids
    if len(ids) > MOST_SERIES:
        largest = sorted(ids, key=lambda id_: -totals[id_])[: MOST_SERIES - 1]
        named = [id_ for id_ in ids if id_ in largest]
    series = {id_: Series(id_, _letter(number), number) for number, id_ in enumerate(named, 1)}
    rest = Series(OTHERS, _letter(MOST_SERIES), MOST_SERIES)
    return series | {id_: rest for id_ in ids if id_ not in series}


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1)


def _bar(year: YearOfShares, series: dict[str, Series], most: Decimal) -> Bar:
    sure: dict[Series, Decimal] = {}
    perhaps: dict[Series, Decimal] = {}
    for id_, amount in year.shares:
        if id_ in series:
            sure[series[id_]] = sure.get(series[id_], _ZERO) + _low(amount)
            perhaps[series[id_]] = perhaps.get(series[id_], _ZERO) + _high(amount) - _low(amount)
    segments: list[Segment] = []
    sum_ = _ZERO
    for is_sure, lengths in ((True, sure), (False, perhaps)):
        for one, length in sorted(lengths.items(), key=lambda pair: pair[0].number):
            left, right = (_percent(end, most) for end in (sum_, sum_ + length))
            sum_ += length
            if right > left:
                letter = one.letter if right - left >= ROOM_FOR_LETTER else ""
                segments.append(Segment(left, right - left, one, is_sure, letter))
    is_more = year.is_open or any(
        one.open or not one.known or one.high is None for _, one in year.shares
    )
    mark = ("+" if segments else "?") if is_more else ""
    return Bar(year.label, segments, _percent(sum_, most), mark)


def _percent(amount: Decimal, most: Decimal) -> Decimal:
    return (amount * WIDEST / most).quantize(_EXACT)


def _low(amount: Money) -> Decimal:
    return Decimal(amount.low or 0)


def _high(amount: Money) -> Decimal:
    """Return the high end of *amount*, or the low end if that is all that is on record."""
    return Decimal(amount.high if amount.high is not None else amount.low or 0)


# --- Timeline -------------------------------------------------------------------------------------


class Span(NamedTuple):
    """The time of one credential in a plan, and the days on which fees to keep it are due."""

    label: str
    """The credential and its days in words."""
    start: date | None
    """The first day; None if the person holds it already."""
    finish: date | None
    """The day of the award; None if it is not known."""
    latest: date | None
    """The latest end, if `finish` is not known; None if that is not known either."""
    marks: Sequence[date] = ()
    is_after: bool = False
    """Whether it starts after a step without a known end, so that `start` is the earliest day."""


class TimelineRow(NamedTuple):
    """A line of a timeline."""

    label: str
    left: Decimal
    width: Decimal
    """0 if the person holds it already."""
    is_open: bool
    """Whether the end is not known."""
    goes_on: bool
    """Whether not even the latest end is known, so that it goes on beyond the chart."""
    is_after: bool
    """Whether its start is not known, because it comes after a step without a known end."""
    marks: Sequence[Decimal]
    """The places of the days on which fees to keep it are due."""

    @property
    def kind(self) -> str:
        """The kind of the bar: `known`, `open` (without an end), or `after` (without a start)."""
        return "after" if self.is_after else "open" if self.is_open else "known"


class Tick(NamedTuple):
    """The beginning of a year, or of the chart."""

    label: str
    left: Decimal


class Timeline(NamedTuple):
    """The time of all credentials of a plan, from its first day to the end of a year."""

    rows: Sequence[TimelineRow]
    ticks: Sequence[Tick]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its bars."""
        return frozenset(row.kind for row in self.rows if row.width)

    @property
    def has_marks(self) -> bool:
        """Whether a fee to keep a credential is due."""
        return any(row.marks for row in self.rows)


def draw_timeline(spans: Sequence[Span]) -> Timeline | None:
    """Return the timeline of *spans*; None if there are no days."""
    days = [day for span in spans for day in _days(span)]
    if not days:
        return None
    first, last = min(days).year, max(days).year + 1
    begin, end = min(days).toordinal(), date(last, 1, 1).toordinal()

    def place(day: date) -> Decimal:
        return (Decimal(day.toordinal() - begin) * 100 / (end - begin)).quantize(_EXACT)

    rows = []
    for span in spans:
        left = _ZERO if span.start is None else place(span.start)
        known = span.finish or span.latest
        right = Decimal(100) if known is None else place(known)
        left = min(left, 100 - _THINNEST)
        rows.append(
            TimelineRow(
                label=span.label,
                left=left,
                width=_ZERO if span.start is None else max(right - left, _THINNEST),
                is_open=span.start is not None and span.finish is None,
                goes_on=span.start is not None and known is None,
                is_after=span.is_after,
                marks=[place(day) for day in span.marks],
            )
        )
    step = -(-(last - first) // MOST_TICKS)
    later = [Tick(str(year), place(date(year, 1, 1))) for year in range(first + 1, last, step)]
    has_room = not later or later[0].left >= _WIDEST_YEAR
    return Timeline(rows, [Tick(str(first), _ZERO), *later] if has_room else later)


def _days(span: Span) -> Iterable[date]:
    """Yield the days that the chart has to show; a step without an end takes some room too."""
    yield from span.marks
    if span.start is not None:
        yield span.start
        year = span.start.year + 1
        yield span.finish or span.latest or date(year, span.start.month, min(span.start.day, 28))


def short_name(name: str) -> str:
    """Return *name*, without its end if it is too long for a chart."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
