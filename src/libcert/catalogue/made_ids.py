"""The ids that libcert made up for files in CTDL, if other files use them already.

An abbreviation or a name in such a file may be the id of a record of somebody else. Nobody meant to
replace that record, so the new one gets a number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from libcert.catalogue.entries import texts_in
from libcert.files.ctdl.values import unused
from libcert.files.parse import JSON_LD
from libcert.files.read import File

_LISTS: Final = frozenset({"nearest", "passed_with", "replaced_by", "unclear_for"})
"""The fields with ids of credentials."""
_SINGLE: Final = frozenset({"credential", "previous"})
"""The fields with one id of a credential."""


_TERMS: Final = {
    "credential": "ceterms:targetCredential",
    "nearest": "ceterms:isSimilarTo",
    "passed_with": "libcert:passedWith",
    "previous": "ceterms:preparationFrom",
    "replaced_by": "ceterms:supersededBy",
    "unclear_for": "libcert:unclearFor",
}
"""The terms of CTDL for the fields with ids of credentials."""


class _Known(NamedTuple):
    """What the files before a file have, by ids and other names in lower case."""

    organizations: dict[str, str]
    """The names of organizations."""
    records: dict[str, tuple[str, str] | None]
    """The name and issuer of each record, in lower case; None for an alias or a family."""
    sources: dict[str, str]
    """The addresses of sources."""

    def add(self, file: File) -> None:
        """Add what *file* has."""
        for id_, table in _tables(file, "organizations"):
            self.organizations.setdefault(id_, str(table.get("name")))
        for id_, table in _tables(file, "credentials"):
            for name in (*texts_in(table.get("aliases")), str(table.get("family") or id_)):
                self.records.setdefault(name.casefold(), None)
            self.records[id_.casefold()] = self.identity(table)
        for id_, table in _tables(file, "sources"):
            self.sources[id_.casefold()] = str(table.get("url"))

    def identity(self, table: Mapping[str, Any]) -> tuple[str, str]:
        """Return the name and the issuer of the record *table*, in lower case."""
        issuer = str(table.get("issuer"))
        name = self.organizations.get(issuer, issuer)
        return str(table.get("name")).casefold(), name.casefold()


def with_free_ids(files: Iterable[File], below: Iterable[File]) -> list[File]:
    """Return *files* with other ids in place of those made up that other records have.

    Files in CTDL also lose the names of records that are in none of the files.

    A record of the same name and issuer keeps its id, so it replaces the other one.

    Args:
        files: The files, the later over the earlier ones.
        below: The files below all of them.
    """
    known = _Known({}, {}, {})
    names: dict[str, str] = {}
    for file in below:
        known.add(file)
        names |= {id_.casefold(): table["name"] for id_, table in _tables(file, "credentials")}
    free = []
    for file in files:
        free.append(_with_free_ids(file, known) if file.made_ids else file)
        known.add(free[-1])
    return [
        _with_known_names(file, known).replace(replaced=_replaced(file, names))
        if file.format is JSON_LD
        else file
        for file in free
    ]


def _replaced(file: File, names: Mapping[str, str]) -> dict[str, str]:
    """Return those of *names* that other credentials of *file* take the place of, by its ids."""
    return {
        id_: names[id_.casefold()]
        for id_, table in _tables(file, "credentials")
        if names.get(id_.casefold(), table["name"]) != table["name"]
    }


def _with_known_names(file: File, known: _Known) -> File:
    """Return a *file* in CTDL without the names of records that are not *known*, which it counts.

    Such a file may be a part of a catalogue. A required credential stays a requirement in words.
    """
    lost: Counter[str] = Counter()
    credentials = {id_: _pruned(table, known, lost) for id_, table in _tables(file, "credentials")}
    if not +lost:
        return file
    left_out = Counter(file.left_out) + lost
    return file.replace(tables=file.tables | {"credentials": credentials}, left_out=left_out)


def _pruned(value: Any, known: _Known, lost: Counter[str]) -> Any:  # noqa: ANN401 - a table
    """Return a part of a record without names that are not *known*, which are counted as *lost*."""
    if isinstance(value, list):
        return [_pruned(each, known, lost) for each in value]
    if not isinstance(value, dict):
        return value
    table: dict[str, Any] = {}
    for name, each in value.items():
        if name in _TERMS:
            ids = [each] if isinstance(each, str) else each
            found = [id_ for id_ in ids if id_.casefold() in known.records]
            lost[_TERMS[name]] += len(ids) - len(found)
            if found:
                table[name] = each if isinstance(each, str) else found
        else:
            table[name] = each if name == "better" else _pruned(each, known, lost)
    return table


def _with_free_ids(file: File, known: _Known) -> File:
    """Return *file* with free ids, beside those that are *known*."""
    own = _Known(dict(known.organizations), {}, {})
    own.add(file)
    used = dict.fromkeys([*known.records, *own.records, *known.sources, *own.sources], 1)
    records: dict[str, str] = {}
    for id_, table in _tables(file, "credentials"):
        is_taken = known.records.get(id_.casefold(), own.identity(table)) != own.identity(table)
        if is_taken and id_ in file.made_ids:
            records[id_] = unused(id_, used)
    sources: dict[str, str] = {}
    for id_, table in _tables(file, "sources"):
        is_taken = known.sources.get(id_.casefold(), table.get("url")) != table.get("url")
        if is_taken and id_ in file.made_ids:
            sources[id_] = unused(id_, used)
    tables = file.tables | {
        "credentials": {
            records.get(id_, id_): _renamed(table, records, sources)
            for id_, table in file.tables["credentials"].items()
        },
        "sources": {sources.get(id_, id_): table for id_, table in file.tables["sources"].items()},
    }
    incomplete = tuple(records.get(id_, id_) for id_ in file.incomplete)
    return file.replace(tables=tables, made_ids=frozenset(), incomplete=incomplete, renamed=records)


def _renamed(value: Any, records: Mapping[str, str], sources: Mapping[str, str]) -> Any:  # noqa: ANN401 - a table
    """Return a part of a record with the new ids of *records* and *sources*."""
    if isinstance(value, list):
        return [_renamed(each, records, sources) for each in value]
    if not isinstance(value, dict):
        return value
    table: dict[str, Any] = {}
    for name, each in value.items():
        if name == "better":  # any value at all
            table[name] = each
        elif name in _SINGLE:
            table[name] = records.get(each, each)
        elif name in _LISTS:
            table[name] = [records.get(id_, id_) for id_ in each]
        elif name == "sources" and isinstance(each, dict):
            table[name] = {sources.get(id_, id_): fields for id_, fields in each.items()}
        else:
            table[name] = _renamed(each, records, sources)
    return table


def _tables(file: File, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the ids and tables of a section; validation reports whatever else is in it."""
    tables = file.tables.get(section)
    for id_, table in tables.items() if isinstance(tables, dict) else ():
        if isinstance(table, dict):
            yield id_, table
