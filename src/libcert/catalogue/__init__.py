"""Credentials by id: the catalogue that every question is asked of."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from libcert import files
from libcert.catalogue import bundle
from libcert.model.credential import Credential, Source
from libcert.model.errors import UnknownCredentialError


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
        self._better = better
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
        better = {credential.id: credential for credential in self._better}
        return Catalogue(
            (better.get(credential.id, credential) for credential in self.values()),
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
    """Return the catalogue that libcert ships, with the files at *paths* laid over it.

    Args:
        paths: Files of one's own, a later one over an earlier one.
        bundled: Whether to begin with the catalogue that libcert ships.

    Raises:
        InvalidCatalogueError: If a file cannot be read or breaks a rule of the model.
    """
    found = _shipped() if bundled and not paths else None
    if found is None:
        from libcert.catalogue.merge import merge  # checking takes Pydantic, which takes its time

        own = [files.read(path) for path in paths]
        found = merge([*(files.bundled() if bundled else []), *own])
    return Catalogue(
        found.listed, better=found.better, sources=found.sources, origins=found.origins
    )


def _shipped() -> bundle.Contents | None:
    """Return the catalogue that libcert ships, if it was checked and packed before."""
    text = files.packed()
    return None if text is None else bundle.unpack(text)
