"""Credentials from catalogue files: laid over each other, checked as a whole, looked up by id."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from libcert import cost, files, problems, requirements
from libcert.errors import InvalidCatalogueError, UnknownCredentialError
from libcert.files import File
from libcert.models import WORKED_OUT, Credential, Model, Organization, Source
from libcert.problems import KeyPath, Problem, excerpt

MAX_PROBLEMS: Final = 10
"""How many problems are named at once."""
SECTIONS: Final = ("organizations", "sources", "credentials", "amendments")
"""The sections of a catalogue file."""
_UNCITED: Final = {"aliases", "findings", "nearest", "sources", "standing", "summary"}
"""The fields that are said by the catalogue itself, or cite by themselves."""

_M = TypeVar("_M", bound=Model)


class Catalogue(Mapping[str, Credential]):
    """Credentials by id, in the order of their files; found by id or alias in any case."""

    def __init__(
        self,
        credentials: Iterable[Credential],
        *,
        better: Iterable[Credential] = (),
        sources: Mapping[str, Source] | None = None,
        origins: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Keep *credentials*, whose ids and aliases must differ.

        Args:
            credentials: What the records list.
            better: Those of them for which a finding has a better figure, with that figure.
            sources: Every source by its id, in the order of the files.
            origins: The file of each field of each record, where it is not a bundled one.
        """
        self._credentials = {credential.id: credential for credential in credentials}
        self._better = {credential.id: credential for credential in better}
        self._ids = {
            name.casefold(): credential.id
            for credential in self._credentials.values()
            for name in (credential.id, *credential.aliases)
        }
        self.sources: Mapping[str, Source] = sources or {}
        self.origins: Mapping[str, Mapping[str, str]] = origins or {}

    def __getitem__(self, name: str) -> Credential:
        """Return the credential with the id or alias *name*.

        Raises:
            UnknownCredentialError: If there is none; its hint names the nearest.
        """
        try:
            return self._credentials[self._ids[name.casefold()]]
        except (KeyError, AttributeError):
            nearest = self.nearest(str(name))
            raise UnknownCredentialError(
                f"no credential has the id or alias `{name}`",
                hint=f"did you mean {' or '.join(f'`{id_}`' for id_ in nearest)}?"
                if nearest
                else "`libcert list` shows every id",
            ) from None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._credentials)

    def __len__(self) -> int:
        """Return the number of credentials."""
        return len(self._credentials)

    @cached_property
    def checked(self) -> "Catalogue":
        """The same credentials with the better figures of their findings in place."""
        return Catalogue(
            (self._better.get(credential.id, credential) for credential in self.values()),
            sources=self.sources,
            origins=self.origins,
        )

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return the ids whose id, alias or name looks most like *name*, three at most."""
        known = self._ids | {
            credential.name.casefold(): credential.id for credential in self.values()
        }
        found = difflib.get_close_matches(name.casefold()[:100], known)
        return tuple(dict.fromkeys(known[match] for match in found))


def load(*paths: Path | str, bundled: bool = True) -> Catalogue:
    """Return the catalogue that libcert ships, with the TOML files at *paths* laid over it.

    Args:
        paths: Files of one's own, a later one over an earlier one.
        bundled: Whether to begin with the catalogue that libcert ships.

    Raises:
        InvalidCatalogueError: If a file cannot be read or breaks a rule of the model.
    """
    read = [files.read(path) for path in paths]
    return _Merged().laid([*(files.bundled() if bundled else []), *read])


@dataclass
class _Entry:
    """A record while it is put together: the value of each field, and the place it comes from."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[File, KeyPath]] = field(default_factory=dict)


@dataclass
class _Merged:
    """The files of a catalogue, laid over each other, and what is wrong with them."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entries: dict[str, _Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    blamed: set[str] = field(default_factory=set)
    """Ids of organizations and sources that are there, but wrong."""

    def laid(self, layers: Iterable[File]) -> Catalogue:
        """Return the catalogue that *layers* make."""
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
        self._check_references(listed)
        if self.problems:
            more = len(self.problems) - MAX_PROBLEMS
            details = [str(problem) for problem in self.problems[:MAX_PROBLEMS]]
            raise InvalidCatalogueError(
                "the catalogue is not valid:",
                details=[*details, *([f"… and {more} more"] if more > 0 else [])],
                hint="`libcert schema --catalogue` prints what is allowed",
            )
        origins = {entry.id: _origins(entry) for entry in self.entries.values()}
        return Catalogue(listed.values(), better=better, sources=self.sources, origins=origins)

    def _lay(self, file: File) -> None:
        """Lay one *file* over what there is."""
        for key in file.tables.keys() - set(SECTIONS):
            self._blame(file, (key,), f"is not a section; allowed: {', '.join(SECTIONS)}")
        self.organizations |= self._items(file, "organizations", Organization)
        self.sources |= self._items(file, "sources", Source)
        for id_, table in self._tables(file, "credentials").items():
            entry = self.entries.setdefault(id_.casefold(), _Entry(id_))
            entry.id = id_
            entry.values = dict(table)
            entry.places = dict.fromkeys(table, (file, ("credentials", id_)))
            entry.places[""] = file, ("credentials", id_)
        for id_, table in self._tables(file, "amendments").items():
            amended = self._entry(id_)
            if amended is None:
                self._blame(file, ("amendments", id_), "amends a record that there is not")
                continue
            amended.values |= table
            amended.places |= dict.fromkeys(table, (file, ("amendments", id_)))

    def _entry(self, name: str) -> _Entry | None:
        """Return the entry with the id or alias *name*."""
        found = self.entries.get(name.casefold())
        if found is not None:
            return found
        for entry in self.entries.values():
            aliases = entry.values.get("aliases")
            if isinstance(aliases, list) and name.casefold() in {
                str(a).casefold() for a in aliases
            }:
                return entry
        return None

    def _tables(self, file: File, section: str) -> dict[str, dict[str, Any]]:
        """Return the tables of one section."""
        found = file.tables.get(section, {})
        tables = found if isinstance(found, dict) else {section: found}
        for id_, table in tables.items():
            if not isinstance(table, dict):
                path = (section, id_) if tables is found else (section,)
                said = f"found `{excerpt(table)}`; allowed: tables, such as `[{section}.EXAMPLE]`"
                self._blame(file, path, said)
        return {id_: table for id_, table in tables.items() if isinstance(table, dict)}

    def _items(self, file: File, section: str, model: type[_M]) -> dict[str, _M]:
        """Return the valid tables of one section as models."""
        items: dict[str, _M] = {}
        for id_, table in self._tables(file, section).items():
            try:
                items[id_] = model.model_validate({**table, "id": id_})
            except ValidationError as error:
                self.blamed.add(id_)
                for path, text in problems.explained(error, model):
                    self._blame(file, (section, id_, *path), text)
        return items

    def _record(self, entry: _Entry) -> dict[str, Any]:
        """Return *entry* as the model takes it, as far as what it refers to is there."""
        for key, where in (("id", "the name of the table"), ("cost", "worked out from `fees`")):
            if key in entry.values:
                self._blame_entry(entry, (key,), f"is not to be written, for it is {where}")
        record = {key: value for key, value in entry.values.items() if key != "cost"}
        record["id"] = entry.id
        if "issuer" in record:
            record["issuer"] = self._organization(entry, ("issuer",), record["issuer"])
        record["sources"] = self._sources(entry)
        return record

    def _organization(self, entry: _Entry, path: KeyPath, id_: object) -> object:
        if isinstance(id_, str) and id_ in self.organizations:
            return self.organizations[id_]
        if id_ not in self.blamed:
            said = f"found `{excerpt(id_)}`; allowed: the id of one of `organizations`"
            self._blame_entry(entry, path, said)
        return Organization.model_construct(id="", name="")  # so that it is blamed once

    def _sources(self, entry: _Entry) -> list[Source]:
        """Return the sources of a record and its findings, each with what rests on it."""
        supports = self._supports(entry)
        for number, finding in enumerate(_tables_in(entry.values.get("findings"))):
            for id_ in _texts_in(finding.get("sources")):
                if id_ in self.sources:
                    supports[id_] = [*supports.get(id_, []), "findings"]
                elif id_ not in self.blamed:
                    said = f"found `{id_}`; allowed: the id of one of `sources`"
                    self._blame_entry(entry, ("findings", number, "sources"), said)
        cited = []
        for id_, fields in supports.items():
            for name in fields:
                if name not in Credential.model_fields:
                    said = f"found `{excerpt(name)}`; allowed: the fields of a record"
                    self._blame_entry(entry, ("sources", id_), said)
            if id_ in self.sources:
                follow = [name for name, origin in WORKED_OUT.items() if origin in fields]
                unique = tuple(dict.fromkeys(map(str, [*fields, *follow])))
                cited.append(self.sources[id_].model_copy(update={"supports": unique}))
            elif id_ not in self.blamed:
                said = f"found `{id_}`; allowed: the id of one of `sources`"
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
            credential = Credential.model_validate(record)
        except ValidationError as error:
            for path, text in problems.explained(error, Credential):
                self._blame_entry(entry, path, text)
            return None
        return cost.priced(requirements.completed(credential))

    def _improved(
        self, entry: _Entry, record: dict[str, Any], credential: Credential
    ) -> Credential | None:
        """Return the credential with the better figures of its findings; None where it has none."""
        improved = dict(record)
        rests: dict[str, list[str]] = {}
        for number, finding in enumerate(credential.findings):
            key, _, part = finding.about.partition(".")
            known = Credential.model_fields.get(key)
            inner = getattr(known and known.annotation, "model_fields", {})
            if known is None or (part and part not in inner):
                said = f"found `{excerpt(finding.about)}`; allowed: a field of the record"
                self._blame_entry(entry, ("findings", number, "about"), said)
            elif finding.better is not None and key == "cost":
                said = "is worked out from `fees`: a better figure is about those"
                self._blame_entry(entry, ("findings", number, "about"), said)
            elif finding.better is not None:
                place = ("findings", number, "better")
                value = finding.better
                if key == "issuer":
                    value = self._organization(entry, place, value)
                improved[key] = {**dict(record.get(key, {})), part: value} if part else value
                rests[key] = list(finding.sources)
        if improved == record:
            return None
        improved["sources"] = [_resting(source, rests) for source in record["sources"]]
        try:
            better = Credential.model_validate(improved)
        except ValidationError as error:
            for path, text in problems.explained(error, Credential):
                self._blame_entry(entry, ("findings",), f"a better `{path[0]}`: {text}")
            return None
        return cost.priced(requirements.completed(better))

    def _check_references(self, credentials: Mapping[str, Credential]) -> None:
        """Find what points nowhere, and names that point to two credentials at once."""
        taken: dict[str, str] = {}
        for id_, credential in credentials.items():
            entry = self.entries[id_.casefold()]
            for name in (credential.id, *credential.aliases):
                other = taken.setdefault(name.casefold(), id_)
                if other != id_:
                    self._blame_entry(
                        entry, ("aliases",), f"`{name}` is already the id or alias of `{other}`"
                    )
            for number, name in enumerate(credential.nearest):
                if name.casefold() not in self.entries:
                    said = f"found `{name}`; allowed: the id of another credential"
                    self._blame_entry(entry, ("nearest", number), said)
            for number, fee in enumerate(credential.fees):
                if fee.organization is not None:
                    self._organization(entry, ("fees", number, "organization"), fee.organization)

    def _blame(self, file: File, path: KeyPath, text: str) -> None:
        self.problems.append(Problem(file, path, text))

    def _blame_entry(self, entry: _Entry, path: KeyPath, text: str) -> None:
        """Blame the place in the file that a field of *entry* comes from."""
        key = str(path[0]) if path else ""
        file, prefix = entry.places.get(key) or entry.places[""]
        self._blame(file, (*prefix, *path), text)


def _origins(entry: _Entry) -> dict[str, str]:
    """Return the file of each field of *entry*, where it is not a bundled one."""
    own = {key: file.name for key, (file, _) in entry.places.items() if key and not file.bundled}
    follow = {name: own[origin] for name, origin in WORKED_OUT.items() if origin in own}
    return follow | own


def _resting(source: Source, rests: Mapping[str, list[str]]) -> Source:
    """Return *source* with what rests on it once better figures rest on the sources in *rests*."""
    follow = {name: rests[origin] for name, origin in WORKED_OUT.items() if origin in rests}
    moved = follow | dict(rests)
    kept = [name for name in source.supports if name not in moved]
    gained = [name for name, ids in moved.items() if source.id in ids]
    return source.model_copy(update={"supports": (*kept, *gained)})


def _tables_in(value: object) -> list[dict[str, Any]]:
    """Return the tables of a list; what is none is for the model to name."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts_in(value: object) -> list[str]:
    """Return the texts of a list; what is none is for the model to name."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
