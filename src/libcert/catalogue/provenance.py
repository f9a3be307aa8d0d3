"""The source and the file that each field of a record comes from."""

from collections.abc import Mapping
from typing import Any, Final

from libcert.catalogue.entries import Entry, Report, tables_in, texts_in
from libcert.catalogue.references import References
from libcert.files.read import File
from libcert.model.credential import WORKED_OUT, Credential
from libcert.model.excerpt import excerpt
from libcert.model.source import Source

UNCITED: Final = {
    "aliases",
    "findings",
    "nearest",
    "not_for",
    "notes",
    "previous",
    "sources",
    "standing",
    "suits",
    "summary",
}
"""The fields that need no source, because the catalogue itself states them or they cite sources."""


def derived_fields(record: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that *record* leaves to be derived, each with the field to derive it from.

    For example `cost`, from `fees`.
    """
    return {name: origin for name, origin in WORKED_OUT.items() if name not in record}


def supported_fields(entry: Entry, report: Report) -> dict[str, list[object]]:
    """Return the fields that each source of *entry* supports.

    If the record lists its sources without saying which fields each supports, they support all.
    """
    sources = entry.values.get("sources", [])
    if isinstance(sources, list):
        every: list[object] = [name for name in entry.values if name not in UNCITED]
        return {id_ if isinstance(id_, str) else excerpt(id_): every for id_ in sources}
    if isinstance(sources, dict) and all(isinstance(fields, list) for fields in sources.values()):
        return {id_: list(fields) for id_, fields in sources.items()}
    report.report_entry(
        entry,
        ("sources",),
        f"found `{excerpt(sources)}`; allowed: a list of sources, or a table of lists of fields",
    )
    return {}


def cited_sources(entry: Entry, references: References) -> list[Source]:
    """Return the sources of *entry* and of its findings, each with the fields that it supports."""
    report = references.report
    supports = supported_fields(entry, report)
    for number, finding in tables_in(entry.values.get("findings")).items():
        for id_ in texts_in(finding.get("sources")):
            if references.has_source(entry, ("findings", number, "sources"), id_):
                supports[id_] = [*supports.get(id_, []), "findings"]
    derived = derived_fields(entry.values)
    cited = []
    for id_, fields in supports.items():
        for name in fields:
            if not isinstance(name, str) or name not in Credential.FIELDS:
                message = f"found `{excerpt(name)}`; allowed: the fields of a record"
                report.report_entry(entry, ("sources", id_), message)
        if references.has_source(entry, ("sources", id_), id_):
            follow = [name for name, origin in derived.items() if origin in fields]
            unique = tuple(dict.fromkeys(map(str, [*fields, *follow])))
            cited.append(references.sources[id_].replace(supports=unique))
    return cited


def amend_entry(
    entry: Entry, id_: str, amendment: dict[str, Any], file: File, report: Report
) -> None:
    """Replace fields of *entry* by those of the *amendment* called *id_* in *file*.

    The new values cite the sources of the amendment; all others keep their sources.
    Findings about a replaced value are dropped, unless the amendment has its own findings.
    """
    old_supports = supported_fields(entry, report)
    entry.values |= amendment
    entry.places |= dict.fromkeys(amendment, (file, ("amendments", id_)))
    supports = {
        source: [name for name in fields if name not in amendment]
        for source, fields in old_supports.items()
    }
    derived = derived_fields(entry.values)
    replaced = {*amendment, *(name for name, origin in derived.items() if origin in amendment)}
    if "findings" not in amendment:
        entry.values["findings"] = [
            finding
            for finding in tables_in(entry.values.get("findings")).values()
            if str(finding.get("about")).partition(".")[0] not in replaced
        ]
    new_supports = supported_fields(Entry(id_, amendment, entry.places), report)
    for source, fields in new_supports.items():
        supports[source] = [*supports.get(source, []), *fields]
    entry.values["sources"] = supports


def origins_of(entry: Entry) -> dict[str, str]:
    """Return the name of the file of each field of *entry* that is not from a bundled file."""
    own = {name: file.name for name, (file, _) in entry.places.items() if name and not file.bundled}
    derived = derived_fields(entry.values)
    return {name: own[origin] for name, origin in derived.items() if origin in own} | own
