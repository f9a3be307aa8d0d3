"""Make the records of a catalogue from the parts that the cells of a row give."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

from libcert.files.read import read_bundled
from libcert.model.base import Model
from libcert.model.credential import Credential, Fee, Organization
from libcert.model.errors import NotAllowedError
from libcert.model.limits import ID_PATTERN, MAX_ID
from libcert.model.source import Source
from libcert.model.validation import validate

_M = TypeVar("_M", bound=Model)

_ADDRESS: Final = r"(?:[\w-]+\.)+[a-z]{2,}(?:[/:?#]\S*)?"
"""Matches an address without `https://`."""
_FEES: Final = ("cost", "member_cost", "renewal_cost")
"""The parts that become fees."""


class PartError(ValueError):
    """A part of a row that cannot be used.

    Args:
        part: Its path.
        message: The reason.
    """

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass
class RowRecord:
    """The record that a row gives, and what it refers to."""

    id: str
    table: dict[str, Any]
    """The credential, as in a catalogue."""
    organizations: Sequence[Organization]
    """The issuer, and the societies whose members have their own price."""
    source: Source | None


@dataclass
class Records:
    """Makes records; keeps the organizations and pages that several of them share."""

    vouched: bool
    """Whether the issuers vouch for the rows that do not say otherwise."""
    read: date | None
    """The day on which the pages of rows without a day were read; None if it is not known."""
    currency: str | None
    """The currency of amounts without one; None if it is not given."""
    amounts_without_currency: int = 0
    has_assumed_pages: bool = False
    """Whether a page is taken as one of its issuer, and nothing in the row says so."""
    _sources: dict[tuple[object, ...], Source] = field(default_factory=dict)

    @cached_property
    def _organizations(self) -> dict[str, Organization]:
        """The bundled organizations and those of the table, by their ids in lower case."""
        bundled = self.bundled_organizations.items()
        return {id_.casefold(): Organization(id=id_, name=name) for id_, name in bundled}

    @cached_property
    def _ids_by_name(self) -> dict[str, str]:
        """The ids of these organizations by their names, both in lower case."""
        return {one.name.casefold(): id_ for id_, one in reversed(self._organizations.items())}

    @cached_property
    def bundled_organizations(self) -> Mapping[str, str]:
        """The names of the bundled organizations by their ids."""
        return {id_: table["name"] for id_, table in _bundled("organizations")}

    @cached_property
    def bundled_names(self) -> Mapping[str, str]:
        """The ids of the bundled records by their ids and aliases in lower case."""
        return {
            name.casefold(): id_
            for id_, table in _bundled("credentials")
            for name in (*table.get("aliases", ()), id_)
        }

    @cached_property
    def _families(self) -> frozenset[str]:
        families = (table.get("family", "") for _, table in _bundled("credentials"))
        return frozenset(family.casefold() for family in families)

    @cached_property
    def _source_ids(self) -> set[str]:
        return {id_.casefold() for id_, _ in _bundled("sources")}

    def learn_name(self, id_: str | None, name: str | None) -> None:
        """Remember the *name* of the organization *id_*, unless one of them is missing."""
        if id_ and name and _is_id(id_):
            self._learn(id_, name)

    def _learn(self, id_: str, name: str) -> Organization:
        """Return the organization *id_*; it has this *name* if it is new."""
        new = Organization(id=id_, name=name)
        known = self._organizations.setdefault(id_.casefold(), new)
        if known is new:
            self._ids_by_name.setdefault(name.casefold(), id_.casefold())
        return known

    def record(self, parts: dict[str, Any]) -> RowRecord:
        """Return the record with these *parts*, which are used up.

        Raises:
            PartError: If a required part is missing, or parts do not go together.
        """
        for name, how in _MISSING.items():
            if name not in parts:
                suggested = _initials(parts.get("name", "")) if name == "id" else ""
                is_other = len(_NAMED & parts.keys()) <= 1  # such as a total below the table
                delete = "; if this row is no credential, delete it" if is_other else ""
                raise PartError(name, f"is missing; {how}{suggested}{delete}")
        id_ = self._id(parts.pop("id"))
        issuer = self._issuer(parts.pop("issuer", None), parts.pop("issuer_name", None))
        fees = [*self._fees(parts, issuer.id)]
        has_tier = "page.tier" in parts
        source = self._source(id_, parts, issuer)
        standing = _standing(parts, source, vouched=self.vouched)
        to_do = [{"text": text, "to_do": True} for text in parts.pop("to_do", ())]
        requirements = [*parts.pop("requirements", ()), *to_do]
        table = _nested(parts) | {"issuer": issuer.id}
        if requirements:
            table["requirements"] = requirements
        if fees:
            table["fees"] = fees
        if standing is not None:
            table["standing"] = standing
        if source is not None:
            table["sources"] = [source.id]
        ordered = {key: table[key] for key in Credential.FIELDS if key in table}
        _check(Credential, ordered | {"id": id_, "issuer": issuer, "sources": []})
        if source is not None and not has_tier and standing != "vouched":
            self.has_assumed_pages = True
        societies = {fee["organization"] for fee in fees if "organization" in fee}
        organizations = [self._organizations[society.casefold()] for society in sorted(societies)]
        return RowRecord(id_, ordered, [issuer, *organizations], source)

    def _id(self, given: str) -> str:
        """Return the id *given*, if it is one and names no other record."""
        if not _is_id(given):
            better = _slug(given)
            how = f"write `{better}`" if better else "write a short one, such as `NSLA-LA`"
            raise PartError(
                "id", f"`{given[:40]}` has more than letters, digits and + . _ -; {how}"
            )
        other = self.bundled_names.get(given.casefold(), given)
        if other.casefold() != given.casefold():
            raise PartError("id", f"`{given}` is another name of `{other}`; choose another id")
        if given.casefold() in self._families:
            raise PartError("id", f"`{given}` is a family of other records; choose another id")
        return given

    def _issuer(self, given: str | None, name: str | None) -> Organization:
        """Return the issuer with this id and name; its id is made of its name if it has none."""
        if given is not None and _is_id(given):
            issuer = self._learn(given, name or given)
            if name is not None and issuer.name.casefold() != name.casefold():
                message = f"`{issuer.id}` is already {issuer.name}; choose another id"
                raise PartError("issuer", message)
        else:
            full = name or given
            if full is None:
                raise PartError("issuer", "is missing; give the body that grants the credential")
            known = self._ids_by_name.get(full.casefold())
            id_ = known or _unused(_slug(full) or "ISSUER", self._organizations)
            issuer = self._learn(id_, full)
        return _check(Organization, issuer.values(), {"name": "issuer_name" if name else "issuer"})

    def _fees(self, parts: dict[str, Any], issuer: str) -> Iterator[dict[str, Any]]:
        """Yield the fees that *parts* name; remove these parts."""
        currency = parts.pop("currency", None)
        society = parts.pop("member_of", issuer)
        body = self._organizations.get(society.casefold())
        if body is None:
            raise PartError("member_of", f"`{society}` is the id of no organization on record")
        _check(Organization, body.values(), {}, "issuer" if society == issuer else "member_of")
        purpose = parts.pop("cost.purpose", "certification")
        found = {
            path: {
                key: parts.pop(f"{path}.{key}") for key in Fee.FIELDS if f"{path}.{key}" in parts
            }
            for path in _FEES
        }
        written = {fee["unit"] for fee in found.values() if "unit" in fee}
        if currency is None and len(written) == 1:
            [currency] = written
        currency = currency or self.currency
        has_members = bool(found["member_cost"].keys() - {"unit"})
        for path, fee in found.items():
            if not {key for key, value in fee.items() if value is not False} - {"unit"}:
                continue
            unit = fee.pop("unit", currency)
            if unit is None and (fee.get("low") or fee.get("high")):
                self.amounts_without_currency += 1
            if unit not in {None, "USD"}:
                fee["unit"] = unit
            if has_members and path != "renewal_cost":
                fee["audience"] = "member" if path == "member_cost" else "non-member"
                fee["organization"] = body.id
            first = {"purpose": "renewal" if path == "renewal_cost" else purpose}
            kept = {key: fee[key] for key in Fee.FIELDS if fee.get(key, False) is not False}
            _check(Fee, first | kept, {key: f"{path}.{key}" for key in kept}, path)
            yield first | kept

    def _source(self, id_: str, parts: dict[str, Any], issuer: Organization) -> Source | None:
        """Return the page that *parts* name; remove these parts."""
        given = {key: parts.pop(f"page.{key}") for key in Source.FIELDS if f"page.{key}" in parts}
        if "url" not in given:
            for key in given:
                raise PartError(f"page.{key}", "is about a page; give its address in `url`")
            return None
        read = given.pop("read", self.read)
        if read is None:
            how = "give the day on which the page was read, here or with `--read`"
            raise PartError("page.read", f"is missing; {how}")
        if re.fullmatch(_ADDRESS, given["url"], re.IGNORECASE):
            given["url"] = f"https://{given['url']}"
        values = {"title": parts["name"], "publisher": issuer.name, "tier": "issuer", "read": read}
        values |= given
        source = _check(
            Source,
            {"id": _unused(f"{id_[:30]}-page", self._source_ids), **values},
            {"title": "name", "publisher": "issuer"} | {key: f"page.{key}" for key in given},
        )
        known = self._sources.setdefault(
            (source.url, source.read, source.dated, source.tier), source
        )
        if known is source:
            self._source_ids.add(source.id.casefold())
        return known


_MISSING: Final = {
    "id": "give a short name that commands can use",
    "name": "give the full name",
    "type": "write certification, certificate, license, assessment or registration",
}
"""The required parts, and how to give them."""
_NAMED: Final = frozenset({"id", "name", "issuer", "issuer_name", "type"})
"""The parts of which a credential has at least two."""


def _bundled(section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the ids and tables in a section of the bundled catalogue."""
    for file in read_bundled():
        yield from file.tables.get(section, {}).items()


def _initials(name: str) -> str:
    letters = "".join(re.findall(r"\b[A-Z]", _plain_letters(name.title())))
    return f", such as `{letters[:MAX_ID]}`" if letters else ""


def _slug(words: str) -> str:
    """Return an id made of *words*; it is empty if they have no letters of the alphabet."""
    return re.sub(r"[^A-Za-z0-9+._]+", "-", _plain_letters(words))[:MAX_ID].strip("-+._")


def _plain_letters(words: str) -> str:
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()


def _is_id(text: str) -> bool:
    return len(text) <= MAX_ID and re.fullmatch(ID_PATTERN, text) is not None


def _unused(id_: str, used: Container[str]) -> str:
    """Return *id_*, with a number at its end if it is one of *used*, which are in lower case."""
    number, new = 1, id_
    while new.casefold() in used:
        number += 1
        new = f"{id_[: MAX_ID - 5]}-{number}"
    return new


def _standing(parts: dict[str, Any], source: Source | None, *, vouched: bool) -> str | None:
    """Return the standing that *parts* name; remove these parts."""
    standing: str | None = parts.pop("standing", None)
    says = parts.pop("vouched", None)
    if says and standing not in {None, "vouched"}:
        raise PartError("vouched", f"contradicts the standing, which is {standing}")
    if says or (vouched and says is None and standing is None):
        standing = "vouched"
    if standing == "vouched" and source is None:
        how = "give the page of the issuer about it, because only the issuer can vouch"
        raise PartError("page.url", f"is missing; {how}")
    if standing == "vouched" and source is not None and source.tier != "issuer":
        raise PartError("page.tier", "must be `issuer`, because only the issuer can vouch")
    return standing


def _nested(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return *parts* as tables in tables, with the keys in the order of the models."""
    table: dict[str, Any] = {}
    for path, value in parts.items():
        name, _, key = path.partition(".")
        if not key:
            table[name] = value
        elif value is not False or key == "expires":  # a mark that is not set
            table.setdefault(name, {})[key] = value
    for name, model in Credential.PARTS.items():
        if name in table:
            table[name] = {key: table[name][key] for key in model.FIELDS if key in table[name]}
            if table[name].keys() == {"unit"}:
                del table[name]
    return table


def _check(
    model: type[_M], values: dict[str, Any], parts: Mapping[str, str] | None = None, other: str = ""
) -> _M:
    """Return *values* as an object of *model*.

    Args:
        model: The model.
        values: The values.
        parts: The part that each field comes from; None if the fields are parts.
        other: The part that other fields come from.

    Raises:
        PartError: If a value is not allowed.
    """
    try:
        return validate(model, values)
    except NotAllowedError as error:
        path, text = error.problems[0]
        part = ".".join(map(str, path)) if parts is None else parts.get(str([*path, ""][0]), other)
        raise PartError(part, text) from error
