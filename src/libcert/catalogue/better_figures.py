"""Better figures: values that findings suggest instead of the listed ones."""

from collections.abc import Mapping
from typing import Any

from libcert.catalogue.entries import Entry
from libcert.catalogue.provenance import UNCITED, derived_fields
from libcert.catalogue.references import References
from libcert.model.base import Model
from libcert.model.credential import UNWRITTEN, Credential
from libcert.model.errors import KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.source import Finding, Source
from libcert.model.validation import validate


def apply_better_figures(
    entry: Entry, record: dict[str, Any], credential: Credential, references: References
) -> Credential | None:
    """Return the credential of *record* with the better figures of its findings.

    None means that there are no better figures, or that one is invalid, which is reported.

    Args:
        entry: The record before validation, with its places in the files.
        record: The values of all fields, ready for validation.
        credential: The credential of *record* without the better figures.
        references: Everything that the record may refer to.
    """
    report = references.report
    values = dict(record)
    sources: dict[str, list[str]] = {}  # the ids of the sources of each better figure
    places: dict[str, KeyPath] = {}  # the path of each better figure in the record
    for number, finding in enumerate(credential.findings):
        problem = _problem_of(finding, sources)
        if problem is not None:
            report.report_entry(entry, ("findings", number, "about"), problem)
        elif finding.better is not None:
            places[finding.about] = ("findings", number, "better")
            sources[finding.about] = list(finding.sources)
            name, _, part = finding.about.partition(".")
            value = finding.better
            if name == "issuer":
                value = references.organization(entry, places[finding.about], value)
            whole = values.get(name, getattr(credential, name))
            values[name] = {**_parts_of(whole), part: value} if part else value
    if not sources:
        return None
    values["sources"] = _move_fields(record, sources)
    try:
        better = validate(Credential, values)
    except NotAllowedError as error:
        for path, text in error.problems:
            report.report_entry(entry, _place_of(path, places), text)
        return None
    if "fees" in places:
        references.check_fees(entry, places["fees"], better)
    if "requirements" in places:
        references.check_requirements(entry, places["requirements"], better)
    return better


def _problem_of(finding: Finding, better: Mapping[str, object]) -> str | None:
    """Return the problem with the field that *finding* is about; None if there is none.

    Args:
        finding: The finding.
        better: The fields, or parts of fields, for which another finding has a better figure.
    """
    key, _, part = finding.about.partition(".")
    parts = Credential.PARTS[key].FIELDS if key in Credential.PARTS and key != "issuer" else ()
    if (
        key not in Credential.FIELDS
        or key in {"id", "sources", "findings"}
        or (part and part not in parts)
    ):
        return f"found `{excerpt(finding.about)}`; allowed: a field of the record"
    if finding.better is None:
        return None
    if key in UNWRITTEN:
        return f"is {UNWRITTEN[key]}, so give the better figure there"
    if key in UNCITED - {"summary"}:
        return f"`{key}` cannot have a better figure"
    if {key, finding.about} & better.keys() or (
        not part and any(about.startswith(f"{key}.") for about in better)
    ):
        return f"another finding already has a better `{finding.about}`"
    return None


def _place_of(path: KeyPath, places: Mapping[str, KeyPath]) -> KeyPath:
    """Return the path where the value at *path* is written: in a finding, or in the record itself.

    Args:
        path: The path of a value.
        places: The path of each better figure, by its field or part of a field.
    """
    part = ".".join(map(str, path[:2]))
    if part in places:
        return (*places[part], *path[2:])
    within = [place for about, place in places.items() if about.partition(".")[0] == path[0]]
    return (*within[-1], *path[1:]) if within else path


def _move_fields(record: Mapping[str, Any], better: Mapping[str, list[str]]) -> list[Source]:
    """Return the sources of *record*, with better figures moved to the sources of their findings.

    Args:
        record: The values of a record.
        better: The ids of the sources of each better figure.
    """
    ids_by_field: dict[str, list[str]] = {}
    for about, ids in better.items():
        ids_by_field.setdefault(about.partition(".")[0], []).extend(ids)
    derived = derived_fields(record)
    ids_by_derived_field = {
        name: ids_by_field[origin] for name, origin in derived.items() if origin in ids_by_field
    }
    moved = ids_by_derived_field | ids_by_field
    return [_with_moved_fields(source, moved) for source in record["sources"]]


def _with_moved_fields(source: Source, moved: Mapping[str, list[str]]) -> Source:
    """Return *source* without the fields *moved*, except those that name it as their source."""
    remaining = [name for name in source.supports if name not in moved]
    new = [name for name, ids in moved.items() if source.id in ids]
    return source.replace(supports=(*remaining, *new))


def _parts_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a table of a file, or a model
    return value.values() if isinstance(value, Model) else value
