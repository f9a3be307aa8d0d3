"""The ids of the credentials and organizations of a document in CTDL."""

import re
from typing import Final

from libcert.files.ctdl.values import (
    Table,
    address,
    cut,
    first,
    id_from,
    id_in,
    is_id,
    unused,
)
from libcert.files.json_ld import Graph, Node, compact
from libcert.model import ctdl_terms as terms

_CREDENTIALS: Final = re.compile(
    r"ceterms:(Credential|Certification|License|MicroCredential|QualityAssuranceCredential"
    r"|\w*(Badge|Certificate|Degree|Diploma|Doctorate)|CertificateOf\w+"
    r"|GeneralEducationDevelopment)"
)
"""The classes of credentials in CTDL."""
FAMILY: Final = "libcert:Family"
"""The class of a family of ours, beside that of a credential."""
_NOT_ON_RECORD: Final = "not on record"


class Names:
    """The ids of the credentials and organizations of a graph, and its organizations."""

    def __init__(self, graph: Graph) -> None:
        self.credentials = [
            node for node in graph.nodes if credential_classes(node) and FAMILY not in node.types
        ]
        """The nodes that become records."""
        self.organizations: dict[str, Table] = {}
        """The tables of the organizations that were read so far, by id."""
        self._given = {node: _given_id(node) for node in self.credentials}
        self._organization_ids: dict[Node, str] = {}
        self._used: dict[str, int] = {}
        self._credential_ids = self._name_credentials()
        self._by_id = {id_: node for node, id_ in self._credential_ids.items()}

    def _name_credentials(self) -> dict[Node, str]:
        """Return an id for each credential: its own, an abbreviation that it has, or its name."""
        used: dict[str, int] = {}
        ids = {node: unused(id_, used) for node, id_ in self._given.items() if id_ is not None}
        for node in self.credentials:
            if node not in ids:
                wanted = _abbreviation(node) or id_from(credential_name(node), "credential")
                ids[node] = unused(wanted, used)
        return ids

    @property
    def made_ids(self) -> frozenset[str]:
        """The ids of credentials that libcert made up."""
        ids = self._credential_ids.items()
        return frozenset(id_ for node, id_ in ids if self._given[node] is None)

    def is_ours(self, node: Node) -> bool:
        """Return whether libcert wrote the credential *node*."""
        return self._given[node] is not None

    def credential(self, node: Node) -> str | None:
        """Return the id of the credential or family that *node* is; None if it is not known."""
        known = self._credential_ids.get(node)
        return known or id_in(node, terms.CREDENTIAL_IRI) or id_in(node, terms.FAMILY_IRI)

    def credential_name(self, id_: str) -> str:
        """Return the name of the credential *id_*; the id if the document has no such record."""
        node = self._by_id.get(id_)
        return id_ if node is None or self.is_ours(node) else credential_name(node)

    def credentials_of(self, node: Node, term: str) -> list[str]:
        """Return the ids of the credentials that *term* of *node* names; count the others."""
        ids = [self.credential(other) for other in node.nodes(term)]
        node.leave_out(term, ids.count(None))
        return [id_ for id_ in ids if id_ is not None]

    def organization(self, node: Node) -> str:
        """Return the id of the organization that *node* is, and add its table."""
        if node not in self._organization_ids:
            given = id_in(node, terms.ORGANIZATION_IRI)
            names = node.texts("ceterms:name", "ceterms:legalName", "schema:name")
            name = cut(names[0]) if names else given or address(node.name) or _NOT_ON_RECORD
            if given is not None:
                node.take("ceterms:alternateName")
            id_ = unused(given or id_from(name, "organization"), self._used)
            self._organization_ids[node] = id_
            self.organizations[id_] = {"name": name}
        return self._organization_ids[node]

    def organizations_of(self, node: Node, term: str) -> list[str]:
        """Return the ids of the organizations that *term* of *node* names, each once."""
        return list(dict.fromkeys(map(self.organization, node.nodes(term))))

    def organization_name(self, id_: str) -> str:
        """Return the name of the organization *id_*."""
        return str(self.organizations[id_]["name"])

    def no_organization(self) -> str:
        """Return the id of an organization that is not on record, and add its table."""
        id_ = id_from(_NOT_ON_RECORD, "")
        self.organizations.setdefault(id_, {"name": _NOT_ON_RECORD})
        self._used.setdefault(id_.casefold(), 1)
        return id_


def credential_classes(node: Node) -> list[str]:
    """Return the classes of *node* that are classes of credentials."""
    return [name for name in node.types if _CREDENTIALS.fullmatch(name)]


def credential_name(node: Node) -> str:
    """Return the name of a credential, or the best there is in its place."""
    names = [*node.texts("ceterms:name"), *node.texts("ceterms:alternateName")]
    return cut(names[0]) if names else address(node.name) or "Name not on record"


def _given_id(node: Node) -> str | None:
    """Return the id of a node of ours; None if somebody else has made it."""
    ids = []
    for identifier in node.nodes("ceterms:identifier"):
        kinds = [compact(kind.name or "") for kind in identifier.nodes("ceterms:identifierType")]
        codes = identifier.texts("ceterms:identifierValueCode")
        identifier.take("ceterms:identifierTypeName")
        if kinds == [terms.ID_TYPE] and codes and is_id(codes[0]):
            ids.append(codes[0])
        else:
            node.leave_out("ceterms:identifier")
    return first(ids) or id_in(node, terms.CREDENTIAL_IRI)


def _abbreviation(node: Node) -> str | None:
    """Return an abbreviation of a credential that can be its id."""
    names = [*node.texts("ceterms:codedNotation"), *node.texts("ceterms:alternateName")]
    capitals = r".*[A-Z].*[A-Z].*"
    return next((name for name in names if is_id(name) and re.fullmatch(capitals, name)), None)
