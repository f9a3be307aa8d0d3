"""The lengths of time, experience and education in a document in CTDL."""

from typing import Final

from libcert.files.ctdl.values import (
    Amount,
    Span,
    Table,
    aligned,
    filled,
    first,
    id_in,
    joined,
    numbers,
    own_values,
    spans,
    words_of,
)
from libcert.files.json_ld import Node
from libcert.model import ctdl_terms as terms
from libcert.model.credential import Education, Months, Work

_LEVELS: Final = {term: level for level, term in terms.LEVELS.items()}
_ENDS: Final = (
    ("ceterms:exactDuration", True, True),
    ("ceterms:minimumDuration", True, False),
    ("ceterms:maximumDuration", False, True),
    ("ceterms:timeRequired", True, True),
)
"""The terms for a length of time, and whether they are the lowest and the highest value."""


def durations(node: Node, *, is_ours: bool) -> Table:
    """Return the duration and the effort of a credential, over all ways to earn it.

    A duration of zero counts only if the record *is_ours*.
    """
    calendar, work = _Spans(), _Spans()
    for profile in node.described("ceterms:estimatedDuration"):
        take_basis(profile)
        found = [
            (span, is_low, is_high)
            for term, is_low, is_high in (
                ("exactDuration", True, True),
                ("minimumDuration", True, False),
                ("maximumDuration", False, True),
                ("timeRequired", True, True),
            )
            for span in spans(profile, f"ceterms:{term}", with_zero=is_ours)
        ]
        is_work = bool(found) and all(span.months is None for span, *_ in found)
        for span, is_low, is_high in found:
            (work if span.months is None else calendar).add(span, is_low=is_low, is_high=is_high)
        chosen = work if is_work else calendar
        chosen.notes += profile.texts("ceterms:description")
        chosen.own |= own_values(profile, Months)
    effort = first([_quantity(each) for each in node.nodes("libcert:effort")])
    return {"duration": calendar.table(), "effort": effort or work.table()}


class _Spans:
    """Collects lengths of time into one range."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.own: Table = {}
        self._lows: list[Amount] = []
        self._highs: list[Amount] = []
        self._is_exact = True

    def add(self, span: Span, *, is_low: bool, is_high: bool) -> None:
        """Add one end of the range, or both."""
        length = span.hours if span.months is None else span.months
        self._lows += [length] if is_low and length is not None else []
        self._highs += [length] if is_high and length is not None else []
        if not span.is_exact:
            self._is_exact = False
            self.notes.append(span.text)

    def table(self) -> Table | None:
        """Return the range as a table; None if there is nothing."""
        low, high = min(self._lows, default=None), max(self._highs, default=None)
        if low is not None and high is not None and low > high:
            low, high = high, low
            self.notes.append("the source has the minimum and the maximum in the wrong order")
        approximate = None if self._is_exact else True
        note = joined(self.notes)
        ends = {"low": low, "high": high, "approximate": approximate, "note": note}
        return filled({**ends, **self.own}) or None


def figures(node: Node) -> Table:
    """Return the experience and the education that a condition asks for."""
    level = _education(node)
    excluded = first(node.nodes("libcert:notEducation"))
    return {
        name: table
        for name, table in (
            ("experience", _work(node)),
            ("education", level),
            ("not_education", None if excluded is None else _education_of(excluded)),
        )
        if table is not None
    }


def _work(node: Node) -> Table | None:
    years = numbers(node, "ceterms:yearsOfExperience")
    notes = node.texts("ceterms:experience")
    more = first(node.nodes("libcert:experience"))
    if not years and not notes and more is None:
        return None
    low, high = min(years, default=None), max(years, default=None)
    own: Table = {}
    if more is not None:
        own = own_values(more, Work)
        highs = numbers(more, "schema:maxValue")
        high = first(highs) if highs or more.literals("libcert:noMaximum") else high
    if low is not None and high is not None and high < low:  # somebody has raised the years
        high = low
    if not low:
        own.pop("hours", None)
    return filled({"low": low, "high": high, "note": joined(notes), **own})


def _education(node: Node) -> Table | None:
    names = aligned(node, "ceterms:audienceLevelType")
    levels = [_LEVELS[name] for name in names if name in _LEVELS]
    more = first(node.nodes("libcert:education"))
    if not names and more is None:
        return None
    table = {} if more is None else _education_of(more)
    other = [name for name in names if name not in _LEVELS]
    if levels:
        table["level"] = min(levels, key=[*terms.LEVELS].index)
    elif other and "level" not in table:
        table["note"] = words_of(other)
    node.leave_out("ceterms:audienceLevelType", len(names) - 1 if names else 0)
    return table


def _education_of(node: Node) -> Table:
    level = first(node.literals("libcert:level"))
    return filled({"level": level, **own_values(node, Education)})


def _quantity(node: Node) -> Table:
    return filled(
        {
            "low": first(numbers(node, "schema:minValue")),
            "high": first(numbers(node, "schema:maxValue")),
            "unit": first(node.literals("libcert:unit")),
            "note": first(node.literals("libcert:note")),
            **own_values(node, Months),
        }
    )


def stated(node: Node) -> Table:
    """Return the figures that a record states, although others would be worked out."""
    experience = first(node.nodes("libcert:experience"))
    education = first(node.nodes("libcert:education"))
    return {
        "experience": None if experience is None else _quantity(experience),
        "education": None if education is None else _education_of(education),
        "exam_required": first(node.literals("libcert:examRequired")),
    }


def take_basis(node: Node) -> None:
    """Count a source of one part of a record as read: the record itself cites it."""
    node.take("schema:dateModified")
    for source in node.nodes("schema:isBasedOn"):
        node.leave_out("schema:isBasedOn", id_in(source, terms.SOURCE_IRI) is None)
