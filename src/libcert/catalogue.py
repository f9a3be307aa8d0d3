"""Where credentials come from: catalogue files, read whole and checked before any answer."""

import difflib
import stat
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

import tomli
from pydantic import ValidationError

from libcert import cost, requirements
from libcert.errors import InvalidCatalogueError, UnknownCredentialError
from libcert.models import Credential, Model, Organization, Source

MAX_BYTES: Final = 10 * 1024 * 1024
"""A larger file is not a catalogue that somebody keeps by hand."""
MAX_PROBLEMS: Final = 10
"""How many problems of a file are named at once."""

_M = TypeVar("_M", bound=Model)


class Catalogue(Mapping[str, Credential]):
    """Credentials by id, in the order of their file; found by id or alias in any case."""

    def __init__(self, credentials: Iterable[Credential]) -> None:
        """Keep *credentials*, whose ids and aliases must differ."""
        self._credentials = {credential.id: credential for credential in credentials}
        self._ids = {
            name.casefold(): credential.id
            for credential in self._credentials.values()
            for name in (credential.id, *credential.aliases)
        }

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

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return the ids whose id, alias or name looks most like *name*, three at most."""
        known = self._ids | {
            credential.name.casefold(): credential.id for credential in self.values()
        }
        found = difflib.get_close_matches(name.casefold()[:100], known)
        return tuple(dict.fromkeys(known[match] for match in found))


def load(path: Path | str | None = None) -> Catalogue:
    """Return the catalogue that libcert ships, or the one in the TOML file at *path*.

    Raises:
        InvalidCatalogueError: If the file cannot be read or breaks a rule of the model.
    """
    file = _shipped() if path is None else Path(path)
    document = _read(file)
    problems: list[str] = []
    credentials = _credentials(document, problems)
    if problems:
        more = len(problems) - MAX_PROBLEMS
        raise InvalidCatalogueError(
            f"`{file}` is not a valid catalogue:\n  "
            + "\n  ".join(problems[:MAX_PROBLEMS])
            + (f"\n  … and {more} more" if more > 0 else "")
        )
    return Catalogue(credentials)


def _shipped() -> Path:
    """Return the catalogue inside an installed package, or else the one of the checkout."""
    here = Path(__file__).resolve()
    installed = here.parent / "data" / "certifications.toml"
    return installed if installed.exists() else here.parents[2] / "data" / "certifications.toml"


def _read(path: Path) -> dict[str, Any]:
    """Return the tables of the TOML file at *path*, which may come from anywhere."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InvalidCatalogueError(f"`{path}` is not a file that can be read as a catalogue")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidCatalogueError(f"cannot read `{path}`: {error.strerror}") from error
    except ValueError as error:  # a name that no file can have
        raise InvalidCatalogueError(f"cannot read `{path!s}`: {error}") from error
    if len(content) > MAX_BYTES:
        raise InvalidCatalogueError(
            f"`{path}` is larger than {MAX_BYTES // 1024**2} MiB, which no catalogue needs"
        )
    try:
        return tomli.loads(content.decode("utf-8-sig"), parse_float=_decimal)
    except UnicodeDecodeError as error:
        raise InvalidCatalogueError(
            f"`{path}` is not UTF-8 (byte {error.start + 1})",
            hint="save it with the encoding UTF-8",
        ) from error
    except tomli.TOMLDecodeError as error:
        raise InvalidCatalogueError(f"`{path}` is not valid TOML: {error}") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond what is sane
        raise InvalidCatalogueError(f"`{path}` is not valid TOML: {error}") from error


def _decimal(text: str) -> object:
    """Return a TOML float as an exact decimal."""
    return Decimal(text.replace("_", ""))


def _credentials(document: dict[str, Any], problems: list[str]) -> list[Credential]:
    """Return the valid credentials of *document*; put what is not valid into *problems*."""
    sections = ("organizations", "sources", "credentials")
    problems.extend(
        f"{key}: not a part of a catalogue, which has {', '.join(f'`{name}`' for name in sections)}"
        for key in document
        if key not in sections
    )
    tables = [_tables(document, section, problems) for section in sections]
    organizations = _all(Organization, tables[0], "organizations", problems)
    sources = _all(Source, tables[1], "sources", problems)
    credentials = []
    for id_, table in tables[2].items():
        where = f"credentials.{id_}"
        found = len(problems)
        problems.extend(
            f"{where}.{key}: not to be written, for it is {source}"
            for key, source in (("id", "the name of the table"), ("cost", "worked out from `fees`"))
            if key in table
        )
        record = {
            **table,
            "id": id_,
            "issuer": _known(table, "issuer", organizations, where, problems),
            "sources": [
                _known({"sources": name}, "sources", sources, where, problems)
                for name in table.get("sources", [])
            ],
        }
        if len(problems) > found:
            continue
        credential = _validated(Credential, record, where, problems)
        if credential is not None:
            credentials.append(cost.priced(requirements.completed(credential)))
    problems.extend(_broken_references(credentials, organizations, sources))
    return credentials


def _tables(
    document: dict[str, Any], section: str, problems: list[str]
) -> dict[str, dict[str, Any]]:
    """Return the tables of one section."""
    found = document.get(section, {})
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        problems.append(f"{section}: must be tables, such as `[{section}.EXAMPLE]`")
        return {}
    return found


def _all(
    model: type[_M], tables: dict[str, dict[str, Any]], section: str, problems: list[str]
) -> dict[str, _M]:
    """Return the valid tables of a section as models, by id."""
    validated = {
        id_: _validated(model, {**table, "id": id_}, f"{section}.{id_}", problems)
        for id_, table in tables.items()
    }
    return {id_: item for id_, item in validated.items() if item is not None}


def _validated(
    model: type[_M], record: dict[str, Any], where: str, problems: list[str]
) -> _M | None:
    """Return *record* as a model, or None when it has *problems*."""
    try:
        return model.model_validate(record)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False):
            place = ".".join([where, *map(str, problem["loc"])])
            missing = problem["type"] in {"missing", "extra_forbidden", "value_error"}
            found = "" if missing else f", found `{_excerpt(problem['input'])}`"
            problems.append(f"{place}: {problem['msg'].removeprefix('Value error, ')}{found}")
        return None


def _excerpt(value: object) -> str:
    """Return what was found, short enough for a message, whatever it is."""
    try:
        text = repr(value)
    except ValueError:  # an integer too long to be printed
        return "a number too long to print"
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what a line has room for


def _known(
    table: dict[str, Any], key: str, known: Mapping[str, _M], where: str, problems: list[str]
) -> _M | None:
    """Return what *table* refers to by its id under *key*."""
    id_ = table.get(key)
    if isinstance(id_, str) and id_ in known:
        return known[id_]
    section = "organizations" if key == "issuer" else key
    problems.append(f"{where}.{key}: must be the id of one of `{section}`, found `{_excerpt(id_)}`")
    return None


def _broken_references(
    credentials: Iterable[Credential],
    organizations: Mapping[str, Organization],
    sources: Mapping[str, Source],
) -> Iterator[str]:
    """Yield what points nowhere, and what points to two credentials at once."""
    taken: dict[str, str] = {}
    for credential in credentials:
        where = f"credentials.{credential.id}"
        for name in (credential.id, *credential.aliases):
            other = taken.setdefault(name.casefold(), credential.id)
            if other != credential.id:
                yield f"{where}: `{name}` is already the id or alias of `{other}`"
        societies = {fee.organization for fee in credential.fees if fee.organization is not None}
        for society in sorted(societies - organizations.keys()):
            yield f"{where}.fees: `{society}` is not one of `organizations`"
        cited = {source for finding in credential.findings for source in finding.sources}
        for source in sorted(cited - sources.keys()):
            yield f"{where}.findings: `{source}` is not one of `sources`"
