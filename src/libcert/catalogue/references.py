"""Check that the names in a catalogue are unique and that references to them are valid."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from libcert.catalogue.conditions import needed
from libcert.catalogue.entries import Entry, Report, texts_in
from libcert.model.credential import Credential, Fee, Organization, Requirement
from libcert.model.errors import KeyPath
from libcert.model.excerpt import excerpt
from libcert.model.places import is_place
from libcert.model.source import Source

A_PLACE = "the ISO 3166 code of a place, such as US, US-OH or GB, or any"


@dataclass
class References:
    """Everything in a catalogue that has an id, by that id."""

    report: Report
    organizations: dict[str, Organization] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    """The records by their id in lower case."""
    _by_alias: dict[str, Entry] | None = None
    """The records by their aliases in lower case; None if they have to be collected again."""

    def find(self, name: str) -> Entry | None:
        """Return the record with the id or alias *name*; None if there is none."""
        entry = self.entries.get(name.casefold())
        if entry is not None:
            return entry
        if self._by_alias is None:
            self._by_alias = {}
            for other in self.entries.values():
                for alias in texts_in(other.values.get("aliases")):
                    self._by_alias.setdefault(alias.casefold(), other)
        return self._by_alias.get(name.casefold())

    def forget_aliases(self) -> None:
        """Collect the aliases again at the next search, because records have changed."""
        self._by_alias = None

    def organization(self, entry: Entry, path: KeyPath, id_: object) -> Organization:
        """Return the organization *id_*, to which *path* of *entry* refers.

        If there is none, this is reported and the result is a placeholder, so that validation does
        not report it again.
        """
        if isinstance(id_, str) and id_ in self.organizations:
            return self.organizations[id_]
        if not isinstance(id_, str) or ("organizations", id_) not in self.report.invalid:
            message = f"found `{excerpt(id_)}`; allowed: the id of one of `organizations`"
            self.report.report_entry(entry, path, message)
        return Organization.unvalidated({})

    def has_source(self, entry: Entry, path: KeyPath, id_: str) -> bool:
        """Return whether there is a source *id_*, to which *path* of *entry* refers.

        If there is none, this is reported.
        """
        if id_ in self.sources:
            return True
        if ("sources", id_) not in self.report.invalid:
            message = f"found `{excerpt(id_)}`; allowed: the id of one of `sources`"
            self.report.report_entry(entry, path, message)
        return False

    def with_ids(self, credential: Credential) -> Credential:
        """Return *credential* with ids in place of the aliases by which it names others."""
        status = credential.status
        return credential.replace(
            nearest=tuple(map(self._id, credential.nearest)),
            previous=credential.previous and self._id(credential.previous),
            status=status.replace(replaced_by=tuple(map(self._id, status.replaced_by))),
            exams=tuple(
                exam.replace(passed_with=tuple(map(self._id, exam.passed_with)))
                for exam in credential.exams
            ),
            fees=tuple(map(self._fee_with_ids, credential.fees)),
            requirements=tuple(map(self._with_ids, credential.requirements)),
        )

    def _fee_with_ids(self, fee: Fee) -> Fee:
        if not fee.unclear_for:
            return fee
        return fee.replace(unclear_for=tuple(map(self._id, fee.unclear_for)))

    def _with_ids(self, condition: Requirement) -> Requirement:
        of = tuple(map(self._with_ids, condition.of))
        id_ = None if condition.credential is None else self._id(condition.credential)
        return condition.replace(credential=id_, of=of)

    def _id(self, name: str) -> str:
        """Return the id of the record *name*; *name* if there is none (`check` reports it)."""
        entry = self.find(name)
        return name if entry is None else entry.id

    def check_names(self, credentials: Collection[Credential]) -> None:
        """Report each id, alias or family with a name that another of *credentials* has."""
        owners: dict[str, Credential] = {}
        for credential in credentials:
            for name in (credential.id, *credential.aliases):
                other = owners.setdefault(name.casefold(), credential)
                if other is not credential:
                    self._report_clash(name, self._entry(credential), self._entry(other))
        for credential in credentials:
            owner = owners.get((credential.family or "").casefold())
            if owner is not None:
                level, named = self._entry(credential), self._entry(owner)
                if level.is_named_by_bundled_files() and not named.is_named_by_bundled_files():
                    message = f"`{credential.family}` is already the family of `{credential.id}`"
                    self.report.report_entry(named, (), message)
                else:
                    message = f"`{credential.family}` is already the id or alias of `{owner.id}`"
                    self.report.report_entry(level, ("family",), message)

    def _report_clash(self, name: str, entry: Entry, other: Entry) -> None:
        """Report that *name* belongs to both entries, if possible at one that is not bundled."""
        reported, owner = sorted((entry, other), key=Entry.is_named_by_bundled_files)
        path = () if name.casefold() == reported.id.casefold() else ("aliases",)
        message = f"`{name}` is already the id or alias of `{owner.id}`"
        self.report.report_entry(reported, path, message)

    def check(self, credential: Credential) -> None:
        """Report each invalid reference in *credential*."""
        entry = self._entry(credential)
        for number, name in enumerate(credential.nearest):
            self._check_credential(entry, ("nearest", number), name, or_family=True)
        for number, name in enumerate(credential.status.replaced_by):
            path = ("status", "replaced_by", number)
            self._check_credential(entry, path, name, or_family=True)
        for number, exam in enumerate(credential.exams):
            for index, name in enumerate(exam.passed_with):
                self._check_credential(entry, ("exams", number, "passed_with", index), name)
        if credential.previous is not None:
            self._check_credential(entry, ("previous",), credential.previous)
            below = self.find(credential.previous)
            if below is not None and not _is_text(below.values.get("family"), credential.family):
                message = f"`{credential.previous}` is not a level of the same `family`"
                self.report.report_entry(entry, ("previous",), message)
        if credential.renewal.membership is not None:
            self.organization(entry, ("renewal", "membership"), credential.renewal.membership)
        self._check_vouched(entry, credential)
        for number, place in enumerate(credential.where):
            if not is_place(place):
                message = f"found `{excerpt(place)}`; allowed: {A_PLACE}"
                self.report.report_entry(entry, ("where", number), message)
        self.check_fees(entry, ("fees",), credential)
        self.check_requirements(entry, ("requirements",), credential)

    def _check_vouched(self, entry: Entry, credential: Credential) -> None:
        """Report a record that is vouched for by somebody else than its issuer."""
        named = entry.values.get("sources", [])
        ids = [*named] if isinstance(named, list | dict) else [None]
        is_cited = all(isinstance(id_, str) and id_ in self.sources for id_ in ids)
        if credential.standing == "vouched" and is_cited:  # else there is a message already
            supporting = (page for page in credential.sources if {*page.supports} - {"findings"})
            if not any(page.tier == "issuer" for page in supporting):
                message = (
                    "only the issuer can vouch for a record; "
                    "name a source of the tier `issuer` in `sources`, or leave out `standing`"
                )
                self.report.report_entry(entry, ("standing",), message)

    def check_circles(self, credentials: Mapping[str, Credential], starts: Iterable[str]) -> None:
        """Report a circle of records that require each other, or that follow each other as levels.

        If there are several circles, only the first is reported.

        Args:
            credentials: All records by id.
            starts: The ids of the records that may be in a circle.
        """
        for name, follow in (("requirements", _required), ("previous", _previous)):
            graph: dict[str, set[str]] = {}
            ahead = list(starts)
            while ahead:
                id_ = ahead.pop()
                if id_ in credentials and id_ not in graph:
                    graph[id_] = follow(credentials[id_])
                    ahead += graph[id_]
            try:
                TopologicalSorter(graph).prepare()
            except CycleError as error:
                for id_ in dict.fromkeys(error.args[1]):
                    message = "leads back to this record, so nobody can begin"
                    self.report.report_entry(self._entry(credentials[id_]), (name,), message)

    def check_fees(self, entry: Entry, path: KeyPath, credential: Credential) -> None:
        """Report each unknown name in the fees, which are written at *path* of *entry*."""
        exams = {exam.name for exam in credential.exams}
        for number, fee in enumerate(credential.fees):
            if fee.organization is not None:
                self.organization(entry, (*path, number, "organization"), fee.organization)
            for index, name in enumerate(fee.exams):
                if name not in exams:
                    message = f"found `{excerpt(name)}`; allowed: the name of one of the `exams`"
                    self.report.report_entry(entry, (*path, number, "exams", index), message)
            for index, name in enumerate(fee.unclear_for):
                self._check_credential(entry, (*path, number, "unclear_for", index), name)

    def check_requirements(self, entry: Entry, path: KeyPath, credential: Credential) -> None:
        """Report each unknown name in the requirements, which are written at *path* of *entry*."""
        for number, requirement in enumerate(credential.requirements):
            self._check_requirement(entry, (*path, number), requirement)

    def _check_requirement(self, entry: Entry, path: KeyPath, requirement: Requirement) -> None:
        if requirement.membership is not None:
            self.organization(entry, (*path, "membership"), requirement.membership)
        if requirement.credential is not None:
            self._check_credential(entry, (*path, "credential"), requirement.credential)
        for number, part in enumerate(requirement.of):
            self._check_requirement(entry, (*path, "of", number), part)

    def _check_credential(
        self, entry: Entry, path: KeyPath, name: str, *, or_family: bool = False
    ) -> None:
        if or_family and name.casefold() in self._families:
            return
        if self.find(name) is None and ("credentials", name) not in self.report.invalid:
            allowed = "the id of another credential" + (" or of a family" if or_family else "")
            message = f"found `{excerpt(name)}`; allowed: {allowed}"
            self.report.report_entry(entry, path, message)

    @cached_property
    def _families(self) -> set[str]:
        """The ids of families, in lower case."""
        families = (entry.values.get("family") for entry in self.entries.values())
        return {family.casefold() for family in families if isinstance(family, str)}

    def _entry(self, credential: Credential) -> Entry:
        return self.entries[credential.id.casefold()]


def _is_text(value: object, text: str | None) -> bool:
    """Return whether *value* is *text*, in any case."""
    return isinstance(value, str) and text is not None and value.casefold() == text.casefold()


def _required(credential: Credential) -> set[str]:
    """Return the ids of the credentials that *credential* requires in any case."""
    return {
        part.credential
        for condition in credential.requirements
        for part in needed(condition)
        if part.credential is not None
    }


def _previous(credential: Credential) -> set[str]:
    """Return the id of the level before *credential*, if it has one."""
    return set() if credential.previous is None else {credential.previous}
