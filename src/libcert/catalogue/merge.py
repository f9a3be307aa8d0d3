"""Catalogue files laid over each other, and checked as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from libcert.catalogue import conditions
from libcert.catalogue.bundle import Contents
from libcert.catalogue.fees import with_cost
from libcert.files import File, diagnostics
from libcert.files.diagnostics import Problem
from libcert.model.base import Model
from libcert.model.credential import (
    UNWRITTEN,
    WORKED_OUT,
    Credential,
    Finding,
    Organization,
    Requirement,
    Source,
)
from libcert.model.errors import InvalidCatalogueError, KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.validation import validate

SECTIONS: Final = ("organizations", "sources", "credentials", "amendments")
"""The sections of a catalogue file."""
_UNCITED: Final = {"aliases", "findings", "nearest", "sources", "standing", "summary"}
"""The fields that are said by the catalogue itself, or cite by themselves."""

_M = TypeVar("_M", bound=Model)


def merge(layers: Iterable[File]) -> Contents:
    """Return what *layers* come to, each laid over those before it.

    Raises:
        InvalidCatalogueError: If one of them breaks a rule; its details name the places.
    """
    return _Merging().laid(layers)


@dataclass
class _Entry:
    """A record while it is put together: the value of each field, and the place it comes from."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[File, KeyPath]] = field(default_factory=dict)


@dataclass
class _Merging:
    """The files of a catalogue, laid over each other, and what is wrong with them."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entries: dict[str, _Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    by_alias: dict[str, _Entry] | None = None
    """The entry of each alias; None where that has to be looked up anew."""
    blamed: set[tuple[str, str]] = field(default_factory=set)
    """Sections and ids of what is there, but wrong."""

    def laid(self, layers: Iterable[File]) -> Contents:
        """Return what *layers* come to."""
        for file in layers:
            self._lay(file)
        listed: dict[str, Credential] = {}
        better: list[Credential] = []
        for entry in self.entries.values():
            record = self._record(entry)
            credential = self._credential(entry, record)
            if credential is None:
                continue
            listed[entry.id] = credential
            improved = self._improved(entry, record, credential)
            if improved is not None:
                better.append(improved)
        self._check_names(listed.values())
        for credential in listed.values():
            self._check_references(credential, {})
        if self.problems:
            raise InvalidCatalogueError(
                "the catalogue is not valid:",
                details=diagnostics.describe_problems(self.problems),
                hint="`libcert schema --catalogue` prints what is allowed",
            )
        origins = {entry.id: _origins(entry) for entry in self.entries.values()}
        return Contents(list(listed.values()), better, self.sources, origins)

    def _lay(self, file: File) -> None:
        """Lay one *file* over what there is."""
        for key in (key for key in file.tables if key not in SECTIONS):
            self._blame(file, (key,), f"is not a section; allowed: {', '.join(SECTIONS)}")
        self.organizations |= self._items(file, "organizations", Organization)
        self.sources |= self._items(file, "sources", Source)
        written: dict[str, str] = {}
        for id_, table in self._tables(file, "credentials").items():
            other = written.setdefault(id_.casefold(), id_)
            if other != id_:
                self._blame(file, ("credentials", id_), f"is the same id as `{other}`")
            self.by_alias = None
            entry = self.entries.setdefault(id_.casefold(), _Entry(id_))
            entry.id = id_
            entry.values = dict(table)
            entry.places = dict.fromkeys(table, (file, ("credentials", id_)))
            entry.places[""] = file, ("credentials", id_)
        self._amend(file)

    def _amend(self, file: File) -> None:
        """Put what *file* amends in the place of what there is."""
        written: dict[str, str] = {}
        for id_, table in self._tables(file, "amendments").items():
            amended = self._entry(id_)
            if amended is None:
                if ("credentials", id_) not in self.blamed:
                    self._blame(file, ("amendments", id_), "amends a record that there is not")
                continue
            other = written.setdefault(amended.id, id_)
            if other != id_:
                self._blame(file, ("amendments", id_), f"amends the same record as `{other}`")
            resting = self._supports(amended)
            if "aliases" in table:
                self.by_alias = None
            amended.values |= table
            amended.places |= dict.fromkeys(table, (file, ("amendments", id_)))
            # What is amended rests on the sources of the amendment, the rest on those it had.
            kept = {
                source: [name for name in fields if name not in table]
                for source, fields in resting.items()
            }
            # What was found of a figure says nothing of the one that takes its place.
            follow = _following(amended.values)
            gone = {*table, *(name for name, origin in follow.items() if origin in table)}
            if "findings" not in table:
                amended.values["findings"] = [
                    finding
                    for finding in _tables_in(amended.values.get("findings")).values()
                    if str(finding.get("about")).partition(".")[0] not in gone
                ]
            own = _Entry(id_, table, amended.places)
            for source, fields in self._supports(own).items():
                kept[source] = [*kept.get(source, []), *fields]
            amended.values["sources"] = kept

    def _entry(self, name: str) -> _Entry | None:
        """Return the entry with the id or alias *name*."""
        found = self.entries.get(name.casefold())
        if found is not None:
            return found
        if self.by_alias is None:
            self.by_alias = {}
            for entry in self.entries.values():
                for alias in _texts_in(entry.values.get("aliases")):
                    self.by_alias.setdefault(alias.casefold(), entry)
        return self.by_alias.get(name.casefold())

    def _tables(self, file: File, section: str) -> dict[str, dict[str, Any]]:
        """Return the tables of one section."""
        found = file.tables.get(section, {})
        tables = found if isinstance(found, dict) else {section: found}
        for id_, table in tables.items():
            if not isinstance(table, dict):
                self.blamed.add((section, id_))
                path = (section, id_) if tables is found else (section,)
                example = f"tables, such as `[{section}.EXAMPLE]` in TOML"
                said = f"found `{excerpt(table)}`; allowed: {example}"
                self._blame(file, path, said)
        return {id_: table for id_, table in tables.items() if isinstance(table, dict)}

    def _items(self, file: File, section: str, model: type[_M]) -> dict[str, _M]:
        """Return the valid tables of one section as models."""
        items: dict[str, _M] = {}
        for id_, table in self._tables(file, section).items():
            try:
                items[id_] = validate(model, {**table, "id": id_})
            except NotAllowedError as error:
                self.blamed.add((section, id_))
                for path, text in error.found:
                    self._blame(file, (section, id_, *path), text)
        return items

    def _record(self, entry: _Entry) -> dict[str, Any]:
        """Return *entry* as the model takes it, as far as what it refers to is there."""
        for key, where in UNWRITTEN.items():
            if key in entry.values:
                self._blame_entry(entry, (key,), f"is not to be written, for it is {where}")
        record = {key: value for key, value in entry.values.items() if key not in UNWRITTEN}
        record["id"] = entry.id
        if "issuer" in record:
            record["issuer"] = self._organization(entry, ("issuer",), record["issuer"])
        record["sources"] = self._sources(entry)
        return record

    def _organization(self, entry: _Entry, path: KeyPath, id_: object) -> object:
        if isinstance(id_, str) and id_ in self.organizations:
            return self.organizations[id_]
        if not isinstance(id_, str) or ("organizations", id_) not in self.blamed:
            said = f"found `{excerpt(id_)}`; allowed: the id of one of `organizations`"
            self._blame_entry(entry, path, said)
        return Organization.unvalidated({})  # so that it is blamed once

    def _sources(self, entry: _Entry) -> list[Source]:
        """Return the sources of a record and its findings, each with what rests on it."""
        supports = self._supports(entry)
        for number, finding in _tables_in(entry.values.get("findings")).items():
            for id_ in _texts_in(finding.get("sources")):
                if id_ in self.sources:
                    supports[id_] = [*supports.get(id_, []), "findings"]
                elif ("sources", id_) not in self.blamed:
                    said = f"found `{excerpt(id_)}`; allowed: the id of one of `sources`"
                    self._blame_entry(entry, ("findings", number, "sources"), said)
        cited = []
        for id_, fields in supports.items():
            for name in fields:
                if not isinstance(name, str) or name not in Credential.FIELDS:
                    said = f"found `{excerpt(name)}`; allowed: the fields of a record"
                    self._blame_entry(entry, ("sources", id_), said)
            if id_ in self.sources:
                follow = [
                    name for name, origin in _following(entry.values).items() if origin in fields
                ]
                unique = tuple(dict.fromkeys(map(str, [*fields, *follow])))
                cited.append(self.sources[id_].replace(supports=unique))
            elif ("sources", id_) not in self.blamed:
                said = f"found `{excerpt(id_)}`; allowed: the id of one of `sources`"
                self._blame_entry(entry, ("sources", id_), said)
        return cited

    def _supports(self, entry: _Entry) -> dict[str, list[object]]:
        """Return the fields that rest on each source of a record: all, or those that it names."""
        given = entry.values.get("sources", [])
        if isinstance(given, list):
            everything: list[object] = [key for key in entry.values if key not in _UNCITED]
            return {id_ if isinstance(id_, str) else excerpt(id_): everything for id_ in given}
        if isinstance(given, dict) and all(isinstance(fields, list) for fields in given.values()):
            return {id_: list(fields) for id_, fields in given.items()}
        said = (
            f"found `{excerpt(given)}`; allowed: a list of sources, or a table of lists of fields"
        )
        self._blame_entry(entry, ("sources",), said)
        return {}

    def _credential(self, entry: _Entry, record: dict[str, Any]) -> Credential | None:
        """Return a complete *record* as a credential, or None where it breaks a rule."""
        try:
            credential = validate(Credential, record)
        except NotAllowedError as error:
            for path, text in error.found:
                self._blame_entry(entry, path, text)
            return None
        return with_cost(conditions.derive_figures(self._with_ids(credential), record))

    def _improved(
        self, entry: _Entry, record: dict[str, Any], credential: Credential
    ) -> Credential | None:
        """Return the credential with the better figures of its findings; None where it has none."""
        improved = dict(record)
        rests: dict[str, list[str]] = {}
        places: dict[str, KeyPath] = {}
        for number, finding in enumerate(credential.findings):
            key, _, part = finding.about.partition(".")
            said = _misplaced(finding, rests)
            if said is not None:
                self._blame_entry(entry, ("findings", number, "about"), said)
            elif finding.better is not None:
                value = finding.better
                if key == "issuer":
                    value = self._organization(entry, ("findings", number, "better"), value)
                whole = improved.get(key, getattr(credential, key))
                improved[key] = {**_parts_of(whole), part: value} if part else value
                rests[finding.about] = list(finding.sources)
                places[finding.about] = ("findings", number, "better")
        if not rests:
            return None
        moved: dict[str, list[str]] = {}
        for about, ids in rests.items():
            moved.setdefault(about.partition(".")[0], []).extend(ids)
        improved["sources"] = [_resting(source, moved, record) for source in record["sources"]]
        try:
            better = validate(Credential, improved)
        except NotAllowedError as error:
            for path, text in error.found:
                self._blame_entry(entry, _placed(path, places), text)
            return None
        self._check_references(better, places)
        return with_cost(conditions.derive_figures(self._with_ids(better), improved))

    def _with_ids(self, credential: Credential) -> Credential:
        """Return *credential* with ids where it names others by an alias, as nobody else does."""
        return credential.replace(
            nearest=tuple(map(self._id, credential.nearest)),
            requirements=tuple(map(self._condition, credential.requirements)),
        )

    def _condition(self, condition: Requirement) -> Requirement:
        of = tuple(map(self._condition, condition.of))
        id_ = None if condition.credential is None else self._id(condition.credential)
        return condition.replace(credential=id_, of=of)

    def _id(self, name: str) -> str:
        """Return the id behind an id or alias; a *name* that there is not is blamed elsewhere."""
        entry = self._entry(name)
        return name if entry is None else entry.id

    def _check_names(self, credentials: Iterable[Credential]) -> None:
        """Find the names that point to two credentials at once."""
        taken: dict[str, Credential] = {}
        for credential in credentials:
            for name in (credential.id, *credential.aliases):
                other = taken.setdefault(name.casefold(), credential)
                if other is not credential:
                    # The bundled one of the two was there first, whatever their order.
                    pair = sorted((self._at(credential), self._at(other)), key=_is_bundled)
                    said = f"`{name}` is already the id or alias of `{pair[1].id}`"
                    path = () if name.casefold() == pair[0].id.casefold() else ("aliases",)
                    self._blame_entry(pair[0], path, said)

    def _check_references(self, credential: Credential, places: Mapping[str, KeyPath]) -> None:
        """Find what in *credential* points nowhere; better figures stand at their *places*."""
        entry = self._at(credential)
        if not places:
            for number, name in enumerate(credential.nearest):
                self._check_credential(entry, ("nearest", number), name)
        for number, fee in enumerate(credential.fees):
            if fee.organization is not None and (not places or "fees" in places):
                path = _placed(("fees", number, "organization"), places)
                self._organization(entry, path, fee.organization)
        for number, condition in enumerate(credential.requirements):
            for part in (
                conditions.walk(condition) if not places or "requirements" in places else ()
            ):
                path = _placed(("requirements", number), places)
                if part.membership is not None:
                    self._organization(entry, path, part.membership)
                if part.credential is not None:
                    self._check_credential(entry, path, part.credential)

    def _check_credential(self, entry: _Entry, path: KeyPath, name: str) -> None:
        if self._entry(name) is None and ("credentials", name) not in self.blamed:
            said = f"found `{excerpt(name)}`; allowed: the id of another credential"
            self._blame_entry(entry, path, said)

    def _at(self, credential: Credential) -> _Entry:
        return self.entries[credential.id.casefold()]

    def _blame(self, file: File, path: KeyPath, text: str) -> None:
        self.problems.append(Problem(file, path, text))

    def _blame_entry(self, entry: _Entry, path: KeyPath, text: str) -> None:
        """Blame the place in the file that a field of *entry* comes from."""
        key = str(path[0]) if path else ""
        file, prefix = entry.places.get(key) or entry.places[""]
        self._blame(file, (*prefix, *path), text)


def _is_bundled(entry: _Entry) -> bool:
    """Return whether every name of *entry* is written in a bundled file."""
    record = entry.places[""]
    return all(file.bundled for file, _ in (record, entry.places.get("aliases", record)))


def _misplaced(finding: Finding, better: Mapping[str, object]) -> str | None:
    """Return why a finding cannot be about what *finding* is about, or None where it can."""
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
        return f"is {UNWRITTEN[key]}: a better figure is about those"
    if key in _UNCITED - {"summary"}:
        return f"`{key}` is no figure that could have a better one"
    if {key, finding.about} & better.keys() or (
        not part and any(b.startswith(f"{key}.") for b in better)
    ):
        return f"has a better `{finding.about}` by another finding already"
    return None


def _placed(path: KeyPath, places: Mapping[str, KeyPath]) -> KeyPath:
    """Return where *path* of a record stands, when better figures stand at their *places*."""
    part = ".".join(map(str, path[:2]))
    if part in places:
        return (*places[part], *path[2:])
    within = [place for about, place in places.items() if about.partition(".")[0] == path[0]]
    return (*within[-1], *path[1:]) if within else path


def _origins(entry: _Entry) -> dict[str, str]:
    """Return the file of each field of *entry*, where it is not a bundled one."""
    own = {key: file.name for key, (file, _) in entry.places.items() if key and not file.bundled}
    follow = _following(entry.values)
    return {name: own[origin] for name, origin in follow.items() if origin in own} | own


def _following(record: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that follow from others, because *record* does not write them itself."""
    return {name: origin for name, origin in WORKED_OUT.items() if name not in record}


def _resting(
    source: Source, rests: Mapping[str, list[str]], record: Mapping[str, object]
) -> Source:
    """Return *source* with what rests on it once better figures rest on the sources in *rests*."""
    follow = {name: rests[origin] for name, origin in _following(record).items() if origin in rests}
    moved = follow | dict(rests)
    kept = [name for name in source.supports if name not in moved]
    gained = [name for name, ids in moved.items() if source.id in ids]
    return source.replace(supports=(*kept, *gained))


def _parts_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - as a file or the model has it
    return value.values() if isinstance(value, Model) else value


def _tables_in(value: object) -> dict[int, dict[str, Any]]:
    """Return the tables of a list by position; what is none is for the model to name."""
    items = value if isinstance(value, list) else []
    return {number: item for number, item in enumerate(items) if isinstance(item, dict)}


def _texts_in(value: object) -> list[str]:
    """Return the texts of a list; what is none is for the model to name."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
