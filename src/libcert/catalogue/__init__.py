"""Read catalogue files into records. Code that answers questions does not belong here.

`load` reads the files of a catalogue, `Catalogue` finds its records by id or alias.
"""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from libcert.catalogue import bundle
from libcert.files.read import File, read_bundled, read_file, read_packed
from libcert.model.credential import Credential
from libcert.model.errors import UnknownCredentialError
from libcert.model.fact import Fact
from libcert.model.mandate import Mandate
from libcert.model.reasons import Reason
from libcert.model.source import Source

MOST_NAMED: Final = 3
"""The most credentials that a hint names."""


class Catalogue(Mapping[str, Credential]):
    """Credentials by id, in the order of the files; lookup also accepts aliases, in any case."""

    def __init__(  # noqa: PLR0913 - a catalogue has these parts
        self,
        credentials: Iterable[Credential],
        *,
        better: Iterable[Credential] = (),
        sources: Mapping[str, Source] | None = None,
        origins: Mapping[str, Mapping[str, str]] | None = None,
        mandates: Iterable[Mandate] = (),
        facts: Iterable[Fact] = (),
    ) -> None:
        """Store *credentials*; no two of them may share an id or alias.

        Args:
            credentials: The credentials with the figures as listed.
            better: The credentials that have a better figure in a finding, with that figure.
            sources: All sources by id, in the order of the files.
            origins: The file name of each field that is not bundled, by id and field.
            mandates: The rules about credentials that people must hold.
            facts: Facts about careers.
        """
        self._credentials = {credential.id: credential for credential in credentials}
        self._better = better
        self._ids = {
            name.casefold(): credential.id
            for credential in self._credentials.values()
            for name in (credential.id, *credential.aliases)
        }
        self.sources: Mapping[str, Source] = {} if sources is None else sources
        self.origins: Mapping[str, Mapping[str, str]] = {} if origins is None else origins
        self.mandates = mandates
        self.facts = facts

    def __getitem__(self, name: str) -> Credential:
        """Return the credential with the id or alias *name*.

        Raises:
            UnknownCredentialError: If there is none; its hint names similar ids.
        """
        try:
            return self._credentials[self._ids[name.casefold()]]
        except (KeyError, AttributeError):
            raise UnknownCredentialError(
                f"no credential has the id or alias `{name}`", hint=self._hint(str(name))
            ) from None

    def _hint(self, name: str) -> str | Reason:
        """Return a hint for somebody who asks for *name*, which is no id or alias."""
        levels = self.levels(name)
        if levels:
            return f"it is a family of credentials; name one of them: {', '.join(levels)}"
        count = len(self.with_words(name))
        if count > MOST_NAMED:
            return Reason.of("many-credentials", words=name, count=count)
        nearest = self.nearest(name)
        if nearest:
            return f"did you mean {' or '.join(f'`{id_}`' for id_ in nearest)}?"
        return Reason.of("unknown-credential")

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._credentials)

    def __len__(self) -> int:
        """Return the number of credentials."""
        return len(self._credentials)

    @cached_property
    def checked(self) -> "Catalogue":
        """The same credentials, with better figures where public sources suggest them."""
        better = {credential.id: credential for credential in self._better}
        return Catalogue(
            (better.get(credential.id, credential) for credential in self.values()),
            sources=self.sources,
            origins=self.origins,
            mandates=self.mandates,
            facts=self.facts,
        )

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the levels of each family, from the first level to the last, by its id."""
        levels: dict[str, list[str]] = {}
        spellings: dict[str, str] = {}  # case does not matter
        for credential in self.values():
            if credential.family is not None:
                family = spellings.setdefault(credential.family.casefold(), credential.family)
                levels.setdefault(family, []).append(credential.id)
        steps: dict[str, int] = {}
        for id_ in itertools.chain.from_iterable(levels.values()):
            before: list[str] = []
            below: str | None = id_
            while below is not None and below not in steps:
                before.append(below)
                below = self[below].previous
            for other in reversed(before):
                steps[other] = steps.get(self[other].previous or "", -1) + 1
        return {family: tuple(sorted(ids, key=steps.__getitem__)) for family, ids in levels.items()}

    def named(self, name: str) -> tuple[Credential, ...]:
        """Return the credential that *name* is, or the levels of the family *name*.

        A name is an id, an alias, a family, the full name of a credential, or words that only one
        credential has in its name; all in any case.

        Raises:
            UnknownCredentialError: If there is none; its hint names similar ids.
        """
        if records := self.exactly(name):
            return records
        record = self.only_with_words(name)
        return (self[name] if record is None else record,)

    def exactly(self, name: str) -> tuple[Credential, ...]:
        """Return the credential with the id, alias or full name *name*, or the levels of a family.

        It is () if there is none. Two credentials may have the same name; then there is none.
        """
        folded = name.casefold()
        if folded in self._ids:
            return (self[name],)
        if levels := self.levels(name):
            return tuple(self[id_] for id_ in levels)
        named = tuple(each for each in self.values() if each.name.casefold() == folded)
        return named if len(named) == 1 else ()

    def only_with_words(self, words: str) -> Credential | None:
        """Return the only credential that has all of *words* in its name; None if not one has."""
        found = self.with_words(words)
        return found[0] if len(found) == 1 else None

    def with_words(self, words: str) -> list[Credential]:
        """Return the credentials that have all of *words* in their name."""
        wanted = _words(words)
        return [each for each in self.values() if wanted and wanted <= _words(each.name)]

    def levels(self, name: str) -> tuple[str, ...]:
        """Return the ids of the levels of the family *name*, in any case; () if there is none."""
        families = {family.casefold(): levels for family, levels in self.families.items()}
        return families.get(name.casefold(), ())

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return up to three ids of credentials whose id, alias or name is similar to *name*.

        Those that have the words of *name* in their own name come first.
        """
        known = (
            {family.casefold(): family for family in self.families}
            | {credential.name.casefold(): credential.id for credential in self.values()}
            | self._ids
        )
        matches = difflib.get_close_matches(name.casefold()[:100], known)
        ids = [*(each.id for each in self.with_words(name)), *(known[match] for match in matches)]
        return tuple(dict.fromkeys(ids))[:MOST_NAMED]


def _words(text: str) -> set[str]:
    """Return the words of *text* in lower case."""
    return {*re.findall(r"\w+", text.casefold())}


def load(*paths: Path | str, bundled: bool = True) -> Catalogue:
    """Return the bundled catalogue merged with the files at *paths*.

    Args:
        paths: The files of the user; a later one has precedence over an earlier one.
        bundled: Whether to begin with the bundled catalogue.

    Raises:
        InvalidCatalogueError: If a file cannot be read or breaks a rule of the model.
    """
    return merge_files([read_file(path) for path in paths], bundled=bundled)


def merge_files(files: Sequence[File], *, bundled: bool = True) -> Catalogue:
    """Return the bundled catalogue merged with *files* that are already read; see `load`.

    Raises:
        InvalidCatalogueError: If a file breaks a rule of the model.
    """
    contents = _unpack_bundled() if bundled else None
    if contents is None or files:
        from libcert.catalogue.merge import merge  # validation imports Pydantic, which is slow

        below = read_bundled() if bundled else ()
        contents = merge([*below, *with_free_ids(files, below)], contents)
    return Catalogue(
        contents.listed,
        better=contents.better,
        sources=contents.sources,
        origins=contents.origins,
        mandates=contents.mandates,
        facts=contents.facts,
    )


def with_free_ids(files: Sequence[File], below: Sequence[File] | None = None) -> list[File]:
    """Return *files* in which the ids and names of those in CTDL fit; see `catalogue.made_ids`.

    Args:
        files: The files, the later over the earlier ones.
        below: The files below all of them; None for the bundled ones.
    """
    if not any(file.format.name == "CTDL" for file in files):
        return list(files)
    from libcert.catalogue import made_ids  # few people have such a file

    return made_ids.with_free_ids(files, read_bundled() if below is None else below)


def _unpack_bundled() -> bundle.Contents | None:
    """Return the bundled catalogue, if the build has validated and packed it."""
    packed = read_packed()
    return None if packed is None else bundle.unpack(packed)
