"""The page of a credential: everything on record, with what other pages say of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from libcert.model.credential import Credential, Education, Range, Requirement, Status
from libcert.model.mandate import MatchedMandate
from libcert.model.on_record import is_on_record
from libcert.model.source import Finding, Source
from libcert.render import phrases
from libcert.render.mandate_table import FORCES
from libcert.render.pages.shapes import Cell, Column, ConditionItem, PageTable
from libcert.render.pages.site import TONES, Link, Site, credential_path
from libcert.render.show_table import SCHOOLING

BRIEF: Final = ("for", "cost", "time", "asks", "renewal")
"""The lines of the record in short."""
SECTIONS: Final = (
    ("What it asks", ("requirements", "education", "experience", "exam_required", "exams")),
    ("What it costs", ("cost", "fees")),
    ("How long it takes", ("duration", "effort", "delivery")),
    ("How to keep it", ("renewal",)),
    ("Who it is for", ("settings", "suits", "not_for", "status")),
    ("What it offers", ("levels", "benefits")),
)
"""The parts of a page, and their fields."""
LEVELS: Final = ("education", "experience", "cost", "duration", "status", "standing")
"""The columns of the levels of a family."""
_TONES: Final = {"confirmed": "yes", "partly": "maybe", "contradicted": "no", "not-found": "maybe"}


class Citation(NamedTuple):
    """A link to a source in the list of the page."""

    number: int
    id: str


class Detail(NamedTuple):
    """A field of a record."""

    label: str
    lines: Sequence[str]
    notes: Sequence[str]
    """More about the figure."""
    conditions: Sequence[ConditionItem]
    mark: str
    """A note on the figure, such as `disputed`."""
    sources: Sequence[Citation]
    origin: str
    """The file of the catalogue that it comes from, if it is not a bundled one."""


class CheckedFigure(NamedTuple):
    """A finding."""

    about: str
    verdict: str
    tone: str
    note: str
    better: str
    """The better figure in words; empty if there is none."""
    sources: Sequence[Citation]
    read: str


class SourceItem(NamedTuple):
    """A source."""

    source: Source
    details: str
    supports: str


class RuleLink(NamedTuple):
    """A rule that a credential satisfies."""

    force: str
    text: str
    places: Sequence[Link]


def credential_values(
    site: Site, record: Credential, rules: Sequence[MatchedMandate]
) -> dict[str, Any]:
    """Return the values of the page of *record*, except those of the frame.

    Args:
        site: The website.
        record: The record.
        rules: The rules that name it.
    """
    short = site.short[record.id]
    name, meaning = phrases.STANDINGS[record.standing]
    known = {field for _, fields in SECTIONS for field in fields if _is_known(record, field)}
    cited = {
        source.id: Citation(number, source.id) for number, source in enumerate(record.sources, 1)
    }
    supporting: dict[str, list[Citation]] = {}
    for source in record.sources:
        for field in source.supports:
            supporting.setdefault(field, []).append(cited[source.id])
    unknown = [field for _, fields in SECTIONS for field in fields if field not in known]
    return {
        "record": record,
        "what": [text.removesuffix(", confirmed") for text in short["what"]],
        "standing": name,
        "standing_tone": TONES[record.standing],
        "meaning": meaning,
        "status": site.rows[record.id].status,
        "caveats": short.get("note", ()),
        "replaced_by": site.links(record.status.replaced_by),
        "nearest": site.links(record.nearest),
        "previous": site.links([record.previous] if record.previous else []),
        "places": site.place_links(record.where),
        "brief": list(_brief(record, short)),
        "sections": [
            (
                title,
                [_detail(site, record, field, supporting) for field in fields if field in known],
            )
            for title, fields in SECTIONS
            if known & {*fields}
        ],
        "unknown": [phrases.heading(field) for field in unknown],
        "levels": [site.by_id[id_] for id_ in site.families.get(record.family or "", ())],
        "family": site.link(record.family) if record.family else None,
        "path_of": credential_path,
        "rules": [
            RuleLink(FORCES[rule.force], rule.text, site.place_links(rule.where)) for rule in rules
        ],
        "findings": [_finding(site, record, finding, cited) for finding in record.findings],
        "sources": [
            SourceItem(source, phrases.describe_source(source, in_full=True), _supports(source))
            for source in record.sources
        ],
    }


def _brief(record: Credential, short: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the labels and texts of the record in short; its places are links elsewhere."""
    for label in BRIEF:
        text = "; ".join(short.get(label, ()))
        if label == "for":
            text = text.removesuffix(phrases.place_names(record.where)).removesuffix("; ")
        if text:
            yield label, text


def _is_known(record: Credential, field: str) -> bool:
    return is_on_record(getattr(record, field))


def _detail(
    site: Site, record: Credential, field: str, supporting: Mapping[str, Sequence[Citation]]
) -> Detail:
    value = getattr(record, field)
    is_list_of_conditions = field == "requirements"
    lines = [] if is_list_of_conditions else phrases.lines(field, value)
    notes: list[str] = []
    if isinstance(value, Range | Education | Status):
        notes = lines[1:]
        lines = [SCHOOLING[value.level]] if isinstance(value, Education) else lines[:1]
    return Detail(
        phrases.heading(field),
        lines,
        notes,
        [condition_item(part) for part in value] if is_list_of_conditions else [],
        site.marks.get(record.id, {}).get(field, ""),
        supporting.get(field, ()),
        site.origins.get(record.id, {}).get(field, ""),
    )


def condition_item(requirement: Requirement) -> ConditionItem:
    """Return a condition as an item of a list, with its parts below it."""
    text = phrases.group_title(requirement) if requirement.of else requirement.text
    return ConditionItem(text, parts=[condition_item(part) for part in requirement.of])


def level_table(site: Site, ids: Sequence[str]) -> PageTable:
    """Return the levels of a family side by side, for a page in a folder."""
    rows = [
        [
            Cell(
                [record.level or record.name],
                href=f"../{credential_path(record.id)}",
                note=record.id,
            ),
            *(Cell([phrases.one_line(field, getattr(record, field))]) for field in LEVELS),
        ]
        for record in map(site.by_id.__getitem__, ids)
    ]
    columns = [Column("level"), *(Column(phrases.heading(field)) for field in LEVELS)]
    return PageTable("levels", "The levels, from the first to the last", columns, rows)


def _finding(
    site: Site, record: Credential, finding: Finding, cited: Mapping[str, Citation]
) -> CheckedFigure:
    better = ""
    if finding.better is not None and not site.checked:
        figure = getattr(site.better[record.id], finding.field)
        better = phrases.one_line(finding.field, figure)
    return CheckedFigure(
        phrases.heading(finding.about),
        phrases.verdict_name(finding),
        _TONES[finding.verdict],
        finding.note,
        better,
        [cited[id_] for id_ in finding.sources],
        str(finding.read),
    )


def _supports(source: Source) -> str:
    return ", ".join(map(phrases.heading, source.supports))
