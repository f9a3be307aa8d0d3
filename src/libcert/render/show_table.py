"""A record in short: the lines by which a person decides, and what else fits on a screen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from libcert.model.base import Model, model
from libcert.model.credential import Credential, Requirement, Years
from libcert.model.on_record import is_on_record
from libcert.model.source import Source, is_old
from libcert.render import phrases
from libcert.render.phrases import NOT_ON_RECORD, with_commas
from libcert.render.table import Table

SOURCES: Final = 2
"""The number of sources to show."""
_TIERS: Final = ("issuer", "government")
"""The tiers of the sources to show first."""
_CAVEAT: Final = re.compile(
    r"(still (offered|runs|exists|open)|(they|it) replaces? this one|before you enroll)\b"
)
"""Matches a note that a person should read before anything else."""
SCHOOLING: Final[Mapping[str | None, str]] = {
    None: f"education {NOT_ON_RECORD}",
    "none": "no schooling",
    "high-school": "a high school diploma",
    "certificate": "a certificate",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}
"""The education that is required, or that somebody has, in words."""
EXAMS: Final = {True: "an exam", False: "no exam", None: f"exam {NOT_ON_RECORD}"}


@model
class _Row(Model):
    """One line of the answer: a label, and one or more lines of text."""

    label: str
    text: tuple[str, ...]


def show_table(
    records: Sequence[Credential], marks: Mapping[tuple[str, int], str], *, checked: bool
) -> Table:
    """Return *records* in short, one below the other.

    Args:
        records: The records.
        marks: Notes on their figures, by field and index of the record.
        checked: Whether the figures are those that were checked with public sources.
    """
    rows: list[_Row] = []
    titles: dict[int, str] = {}
    links: dict[str, str] = {}
    for index, record in enumerate(records):
        titles[len(rows)] = f"{record.name} ({record.id})"
        noted = {field: note for (field, position), note in marks.items() if position == index}
        rows += _rows(record, noted, checked=checked)
        links |= {source.title: source.url for source in _first_sources(record)}
    return Table(
        _Row, rows, _Row.FIELDS, _Row.FIELDS, sections=titles, links=links, has_header=False
    )


def _rows(record: Credential, marks: Mapping[str, str], *, checked: bool) -> Iterator[_Row]:
    issuer = phrases.lines("issuer", record.issuer)[0] + _mark(marks, "issuer")
    status = phrases.describe_status(record.status) if record.status.state else None
    is_sure = record.standing == "confirmed"
    sure = "confirmed" if is_sure else None
    yield _row("what", with_commas(f"{record.type} of {issuer}", status, sure))
    if not is_sure:
        yield _row("standing", ": ".join(phrases.STANDINGS[record.standing]))
    yield from (_row("note", caveat) for caveat in _caveats(record))
    jobs = ", ".join(job.replace("-", " ") for job in record.suits)
    settings = _settings(record)
    places = phrases.place_names(record.where) or f"place {NOT_ON_RECORD}"
    yield _row("for", "; ".join(filter(None, [jobs, settings, places])))
    yield _row("cost", f"{phrases.format_range(record.cost)}{_mark(marks, 'cost')}")
    yield _row("time", _time(record) + _mark(marks, "duration"))
    yield _row("asks", _asks(record, marks))
    if record.summary is not None:
        yield _row("summary", record.summary)
    to_do = tuple(_requirement(one) for one in record.requirements if not _is_in_asks(one))
    if to_do:
        yield _Row(label="to do", text=to_do)
    if is_on_record(record.renewal):
        short = phrases.shorten_renewal(record.renewal)
        yield _row("renewal", "; ".join(phrases.lines("renewal", short)) + _mark(marks, "renewal"))
    yield from _ways_out(record)
    yield from _better(record, marks, checked=checked)
    sources = tuple(map(_source, _first_sources(record)))
    if sources:
        yield _Row(label="sources", text=sources)
    added = _added(record)
    if added:
        yield _row("more", f"`--full` adds {added}")


def _row(label: str, text: str) -> _Row:
    return _Row(label=label, text=(text,))


def _mark(marks: Mapping[str, str], field: str) -> str:
    return f" ({marks[field]})" if field in marks else ""


def _caveats(record: Credential) -> list[str]:
    """Return the notes that say that it may be replaced or may not be offered."""
    notes = [record.status.note, *record.notes]
    return [note for note in notes if note is not None and _CAVEAT.search(note)][:1]


def _settings(record: Credential) -> str:
    if "any" in record.settings:
        return "libraries of any kind"
    kinds = " or ".join(setting.replace("-", " ") for setting in record.settings)
    return f"workplace: {kinds}" if kinds else ""


def _time(record: Credential) -> str:
    study = f"{phrases.format_range(record.effort)} of study" if _is_some(record) else None
    if not record.duration.known and study:
        return f"{study}; months {NOT_ON_RECORD}"
    return with_commas(phrases.format_range(record.duration), study)


def _is_some(record: Credential) -> bool:
    return record.effort.known and record.effort.high != 0


def _asks(record: Credential, marks: Mapping[str, str]) -> str:
    """Return the education, the work and the exam in short."""
    school = SCHOOLING[record.education.level]
    if record.education.college_years is not None:
        years = record.education.college_years
        school += f" with {phrases.format_range(Years(low=years, high=years))} of college"
    work = f"{phrases.format_range(record.experience)} of work"
    if not record.experience.known:
        work = f"work {NOT_ON_RECORD}"
    elif record.experience.high == 0:
        work = "no work experience"
    else:
        works = (one.experience for one in record.requirements if one.experience is not None)
        limits = {one.within_years for one in works if one.within_years is not None}
        work += f" in the last {limits.pop()} years" if len(limits) == 1 else ""
    return "; ".join(
        [
            school + _mark(marks, "education"),
            work + _mark(marks, "experience"),
            EXAMS[record.exam_required] + _mark(marks, "exam_required"),
        ]
    )


def _is_in_asks(requirement: Requirement) -> bool:
    """Return whether the line on what it asks has this education or work already."""
    is_plain = not (requirement.of or requirement.to_do or requirement.deadline_months)
    return is_plain and (requirement.education is not None or requirement.experience is not None)


def _requirement(requirement: Requirement) -> str:
    """Return a requirement without its parts."""
    if not requirement.of:
        return requirement.text
    parts = len(requirement.of)
    if requirement.at_least is None or requirement.at_least == parts:
        return requirement.text
    return f"{requirement.text} ({requirement.at_least} of {parts})"


def _ways_out(record: Credential) -> Iterator[_Row]:
    if record.nearest and record.standing == "not-found":
        yield _row("instead", f"consider {', '.join(record.nearest)}")
    elif record.previous is not None:
        yield _row("first", f"easier to reach first: {record.previous}")


def _better(record: Credential, marks: Mapping[str, str], *, checked: bool) -> Iterator[_Row]:
    """Yield a line on disputed figures and better ones."""
    disputed = [phrases.heading(field) for field, mark in marks.items() if "disputed" in mark]
    if disputed and not checked:
        has_better = any(finding.better is not None for finding in record.findings)
        hint = f"; `libcert show {record.id} --figures checked` shows better figures" * has_better
        yield _row("disputed", f"{', '.join(disputed)}{hint}")


def _first_sources(record: Credential) -> list[Source]:
    """Return the sources to show: those of the issuer and of a government come first."""
    ordered = sorted(
        (source for source in record.sources if {*source.supports} - {"findings"}),
        key=lambda source: (
            source.tier not in _TIERS,
            is_old(source),
            -len({"cost", "fees", "requirements"} & {*source.supports}),
        ),
    )
    return ordered[:SOURCES]


def _source(source: Source) -> str:
    host = re.sub(r"^https?://(www\.)?([^/:?#]+).*", r"\2", source.url)
    return with_commas(source.title, source.publisher, source.dated or "undated", host)


def _added(record: Credential) -> str:
    """Return what the whole record has beside this: `12 requirements in detail, 6 notes`."""
    parts = sum(_parts(requirement) for requirement in record.requirements)
    counted = [
        (parts, "requirement", " in detail"),
        (len(record.fees), "fee", ""),
        (len(record.findings), "finding", ""),
        (len(record.notes), "note", ""),
        (len(record.sources), "source", ""),
    ]
    return ", ".join(phrases.plural(count, noun) + rest for count, noun, rest in counted if count)


def _parts(requirement: Requirement) -> int:
    return sum(1 + _parts(part) for part in requirement.of)
