"""Merge catalogue files into one catalogue and validate it as a whole."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from libcert.catalogue.better_figures import apply_better_figures
from libcert.catalogue.bundle import Contents
from libcert.catalogue.entries import Entry, Report, texts_in
from libcert.catalogue.fees import with_cost
from libcert.catalogue.provenance import amend_entry, cited_sources, origins_of
from libcert.catalogue.references import A_PLACE, References
from libcert.files.read import File
from libcert.model.base import Model
from libcert.model.credential import UNWRITTEN, Credential, Organization
from libcert.model.derived import derive_figures
from libcert.model.errors import KeyPath, NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.fact import Fact
from libcert.model.mandate import Mandate
from libcert.model.places import is_place
from libcert.model.source import Source
from libcert.model.validation import validate

SECTIONS: Final = (
    "organizations",
    "sources",
    "credentials",
    "amendments",
    "mandates",
    "facts",
)
"""The sections of a catalogue file."""

_M = TypeVar("_M", bound=Model)
_S = TypeVar("_S", Mandate, Fact)


def merge(layers: Sequence[File], bundled: Contents | None = None) -> Contents:
    """Return the contents of *layers*, in which a later file has precedence over an earlier one.

    Args:
        layers: The files.
        bundled: The contents of the bundled files among them, if they are validated already. They
            save time: only the records that other files touch are validated again.

    Raises:
        InvalidCatalogueError: If one of them breaks a rule; the details name the lines.
    """
    report = Report()
    reused = Contents([], [], {}, {}) if bundled is None else _reusable(bundled, layers)
    return _Merger(report, References(report), reused).merge(layers)


def _reusable(bundled: Contents, layers: Iterable[File]) -> Contents:
    """Return *bundled*, or nothing if other files replace what many of its records refer to."""
    ids = {credential.id.casefold(): credential.id for credential in bundled.listed}
    names = {credential.issuer.id: credential.issuer.name for credential in bundled.listed}
    for file in layers:
        if file.bundled:
            continue
        renamed = any(
            file.tables["organizations"][id_] != {"name": names[id_]}
            for id_ in _ids(file, "organizations") & names.keys()
        )
        if renamed or _ids(file, "sources") & {*bundled.sources}:
            return Contents([], [], {}, {})
        if any(ids.get(id_.casefold(), id_) != id_ for id_ in _ids(file, "credentials")):
            return Contents([], [], {}, {})
    return bundled


def _ids(file: File, section: str) -> set[str]:
    table = file.tables.get(section)
    return {*table} if isinstance(table, dict) else set()


@dataclass
class _Merger:
    """Merges files one by one; collects all problems before it raises an error."""

    report: Report
    references: References
    reused: Contents
    """The validated contents of the bundled files; empty if they are validated as all others."""
    _listed: dict[str, Credential] = field(default_factory=dict)
    _better: list[Credential] = field(default_factory=list)
    _statements: dict[str, dict[str, tuple[File, dict[str, Any]]]] = field(
        default_factory=lambda: {"mandates": {}, "facts": {}}
    )
    """The tables of the sections that only cite other entries, by id, each with its file."""

    def merge(self, layers: Iterable[File]) -> Contents:
        self.references.sources |= self.reused.sources
        for file in layers:
            self._overlay(file)
        entries = self.references.entries.values()
        valid = {credential.id: credential for credential in self.reused.listed}
        better = {credential.id: credential for credential in self.reused.better}
        new = []
        for entry in entries:
            if entry.id in valid and entry.is_bundled():
                self._listed[entry.id] = valid[entry.id]
                self._better += [better[entry.id]] if entry.id in better else []
            else:
                self._add_credentials(entry)
                new += [entry.id] if entry.id in self._listed else []
        self.references.check_names(self._listed.values())
        for id_ in new:
            self.references.check(self._listed[id_])
        self.references.check_circles(self._listed, new)
        mandates = {mandate.id: mandate for mandate in self.reused.mandates}
        mandates |= {mandate.id: mandate for mandate in self._mandates()}
        facts = {fact.id: fact for fact in self.reused.facts}
        facts |= {fact.id: fact for _, fact in self._cite("facts", Fact)}
        self.report.raise_problems()
        origins = {entry.id: origins_of(entry) for entry in entries}
        return Contents(
            list(self._listed.values()),
            self._better,
            self.references.sources,
            origins,
            list(mandates.values()),
            list(facts.values()),
        )

    # --- From files to entries --------------------------------------------------------------------

    def _overlay(self, file: File) -> None:
        """Add the tables of *file* to those of the files before it."""
        for key in file.tables:
            if key not in SECTIONS:
                message = f"is not a section; allowed: {', '.join(SECTIONS)}"
                self.report.report(file, (key,), message)
        for id_, organization in self._models(file, "organizations", Organization).items():
            if organization.name != id_:  # otherwise the file knows only the id
                self.references.organizations[id_] = organization
            else:
                self.references.organizations.setdefault(id_, organization)
        self._replace_entries(file)
        self._amend_entries(file)
        if file.bundled and self.reused.listed:
            return
        self.references.sources |= self._models(file, "sources", Source)
        for section in self._statements:
            tables = self._tables(file, section)
            self._statements[section] |= {id_: (file, table) for id_, table in tables.items()}

    def _tables(self, file: File, section: str) -> dict[str, dict[str, Any]]:
        """Return the tables of a section by id; report whatever else is in it."""
        value = file.tables.get(section, {})
        tables = value if isinstance(value, dict) else {section: value}
        for id_, table in tables.items():
            if not isinstance(table, dict):
                self.report.invalid.add((section, id_))
                path = (section, id_) if tables is value else (section,)
                example = f"tables, such as `[{section}.EXAMPLE]` in TOML"
                message = f"found `{excerpt(table)}`; allowed: {example}"
                self.report.report(file, path, message)
        return {id_: table for id_, table in tables.items() if isinstance(table, dict)}

    def _models(self, file: File, section: str, model: type[_M]) -> dict[str, _M]:
        """Return the tables of a section as models by id; report those that are not valid."""
        models: dict[str, _M] = {}
        for id_, table in self._tables(file, section).items():
            for valid in self._validated(file, (section, id_), model, {**table, "id": id_}):
                models[id_] = valid
        return models

    def _validated(
        self, file: File, path: tuple[str, str], model: type[_M], values: dict[str, Any]
    ) -> Iterator[_M]:
        """Yield *values*, the table at *path* of *file*, as a model; report it if not valid."""
        try:
            yield validate(model, values)
        except NotAllowedError as error:
            self.report.invalid.add(path)
            for key_path, text in error.problems:
                self.report.report(file, (*path, *key_path), text)

    def _replace_entries(self, file: File) -> None:
        """Let the credentials of *file* replace those with the same id in the files before it."""
        ids: dict[str, str] = {}
        for id_, table in self._tables(file, "credentials").items():
            path = ("credentials", id_)
            other = ids.setdefault(id_.casefold(), id_)
            if other != id_:
                self.report.report(
                    file, path, f"is the same id as `{other}`, because case does not matter"
                )
            entry = self.references.entries.setdefault(id_.casefold(), Entry(id_))
            entry.id = id_
            entry.values = dict(table)
            entry.places = dict.fromkeys(["", *table], (file, path))
        self.references.forget_aliases()

    def _amend_entries(self, file: File) -> None:
        """Apply the amendments of *file*."""
        ids: dict[str, str] = {}
        for id_, table in self._tables(file, "amendments").items():
            entry = self.references.find(id_)
            path = ("amendments", id_)
            if entry is None:
                if ("credentials", id_) not in self.report.invalid:
                    self.report.report(file, path, "amends a record that does not exist")
                continue
            other = ids.setdefault(entry.id, id_)
            if other != id_:
                self.report.report(file, path, f"amends the same record as `{other}`")
            amend_entry(entry, id_, table, file, self.report)
            if "aliases" in table:
                self.references.forget_aliases()

    # --- From tables to mandates and facts --------------------------------------------------------

    def _mandates(self) -> Iterator[Mandate]:
        """Yield each mandate with ids in place of the aliases of credentials."""
        for file, mandate in self._cite("mandates", Mandate):
            entries = [self.references.find(name) for name in mandate.credentials]
            for number, (name, entry) in enumerate(zip(mandate.credentials, entries, strict=True)):
                if entry is None:
                    path = ("mandates", mandate.id, "credentials", number)
                    message = f"found `{excerpt(name)}`; allowed: the id of a credential"
                    self.report.report(file, path, message)
            ids = dict.fromkeys(entry.id for entry in entries if entry is not None)
            yield mandate.replace(credentials=tuple(ids))

    def _cite(self, section: str, model: type[_S]) -> Iterator[tuple[File, _S]]:
        """Yield each valid table of *section*, with its sources, and its file."""
        for id_, (file, table) in self._statements[section].items():
            values = {**table, "id": id_}
            if "sources" in table:
                values["sources"] = self._cited(file, (section, id_), table["sources"])
            for statement in self._validated(file, (section, id_), model, values):
                for number, place in enumerate(statement.where):
                    if not is_place(place):
                        message = f"found `{excerpt(place)}`; allowed: {A_PLACE}"
                        self.report.report(file, (section, id_, "where", number), message)
                yield file, statement

    def _cited(self, file: File, path: KeyPath, ids: object) -> list[Source]:
        """Return the sources *ids* of the table at *path* of *file*; report unknown ones."""
        known = self.references.sources
        for id_ in ids if isinstance(ids, list) else [ids]:
            if not isinstance(id_, str) or (
                id_ not in known and ("sources", id_) not in self.report.invalid
            ):
                message = f"found `{excerpt(id_)}`; allowed: the id of one of `sources`"
                self.report.report(file, (*path, "sources"), message)
        return [known[id_] for id_ in texts_in(ids) if id_ in known]

    # --- From entries to credentials --------------------------------------------------------------

    def _add_credentials(self, entry: Entry) -> None:
        """Add the credential of *entry*, and the one with better figures if there are any."""
        record = self._record(entry)
        try:
            valid = validate(Credential, record)
        except NotAllowedError as error:
            for path, text in error.problems:
                self.report.report_entry(entry, path, text)
            return
        credential = self._complete(valid, record)
        self._listed[entry.id] = credential
        better = apply_better_figures(entry, record, credential, self.references)
        if better is not None:
            improved = {
                finding.field for finding in credential.findings if finding.better is not None
            }
            self._better.append(self._complete(better, record.keys() | improved))

    def _record(self, entry: Entry) -> dict[str, Any]:
        """Return the values of *entry*, ready for validation, with objects in place of ids.

        Reserved keys and references to unknown ids are reported.
        """
        for key, origin in UNWRITTEN.items():
            if key in entry.values:
                message = f"must be left out, because it is {origin}"
                self.report.report_entry(entry, (key,), message)
        record = {key: value for key, value in entry.values.items() if key not in UNWRITTEN}
        record["id"] = entry.id
        if "issuer" in record:
            issuer = record["issuer"]
            record["issuer"] = self.references.organization(entry, ("issuer",), issuer)
        record["sources"] = cited_sources(entry, self.references)
        return record

    def _complete(self, credential: Credential, recorded: Collection[str]) -> Credential:
        """Return *credential* with ids instead of aliases, and with its derived fields."""
        return with_cost(derive_figures(self.references.with_ids(credential), recorded))
