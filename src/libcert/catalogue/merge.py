"""Merge catalogue files into one catalogue and validate it as a whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from libcert.catalogue import conditions
from libcert.catalogue.better_figures import apply_better_figures
from libcert.catalogue.bundle import Contents
from libcert.catalogue.entries import Entry, Report
from libcert.catalogue.fees import with_cost
from libcert.catalogue.provenance import amend_entry, cited_sources, origins_of
from libcert.catalogue.references import References
from libcert.files.read import File
from libcert.model.base import Model
from libcert.model.credential import UNWRITTEN, Credential, Organization
from libcert.model.errors import NotAllowedError
from libcert.model.excerpt import excerpt
from libcert.model.source import Source
from libcert.model.validation import validate

SECTIONS: Final = ("organizations", "sources", "credentials", "amendments")
"""The sections of a catalogue file."""

_M = TypeVar("_M", bound=Model)


def merge(layers: Iterable[File]) -> Contents:
    """Return the contents of *layers*, in which a later file has precedence over an earlier one.

    Raises:
        InvalidCatalogueError: If one of them breaks a rule; the details name the lines.
    """
    report = Report()
    return _Merger(report, References(report)).merge(layers)


@dataclass
class _Merger:
    """Merges files one by one; collects all problems before it raises an error."""

    report: Report
    references: References
    _listed: dict[str, Credential] = field(default_factory=dict)
    _better: list[Credential] = field(default_factory=list)

    def merge(self, layers: Iterable[File]) -> Contents:
        for file in layers:
            self._overlay(file)
        entries = self.references.entries.values()
        for entry in entries:
            self._add_credentials(entry)
        self.references.check_names(self._listed.values())
        for credential in self._listed.values():
            self.references.check(credential)
        self.report.raise_problems()
        origins = {entry.id: origins_of(entry) for entry in entries}
        return Contents(list(self._listed.values()), self._better, self.references.sources, origins)

    # --- From files to entries --------------------------------------------------------------------

    def _overlay(self, file: File) -> None:
        """Add the tables of *file* to those of the files before it."""
        for key in file.tables:
            if key not in SECTIONS:
                message = f"is not a section; allowed: {', '.join(SECTIONS)}"
                self.report.report(file, (key,), message)
        self.references.organizations |= self._models(file, "organizations", Organization)
        self.references.sources |= self._models(file, "sources", Source)
        self._replace_entries(file)
        self._amend_entries(file)

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
            try:
                models[id_] = validate(model, {**table, "id": id_})
            except NotAllowedError as error:
                self.report.invalid.add((section, id_))
                for path, text in error.problems:
                    self.report.report(file, (section, id_, *path), text)
        return models

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
        return with_cost(conditions.derive_figures(self.references.with_ids(credential), recorded))
