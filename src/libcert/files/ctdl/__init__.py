"""A document in CTDL as the tables of a catalogue; see `model.ctdl_terms`.

It can come from us or from anybody else, such as the Credential Registry. The terms of CTDL say
what a record has; our own terms only add to them. So a figure that somebody changes in a file of
ours is the figure of the record. What has no place in a record is counted by its term.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from libcert.files.ctdl.conditions import Conditions
from libcert.files.ctdl.costs import read_fees
from libcert.files.ctdl.evidence import Evidence, day_of
from libcert.files.ctdl.figures import durations, stated
from libcert.files.ctdl.names import FAMILY, Names, credential_classes, credential_name
from libcert.files.ctdl.values import (
    Table,
    aligned,
    cut,
    day,
    days,
    filled,
    first,
    id_in,
    joined,
    own_values,
    place_codes,
    words_of,
)
from libcert.files.json_ld import DocumentError, Graph, Node, expand
from libcert.model import ctdl_terms as terms
from libcert.model.credential import Credential

_TYPES: Final = {
    "ceterms:Certification": "certification",
    "ceterms:Credential": "certification",
    "ceterms:License": "license",
    "ceterms:QualityAssuranceCredential": "certification",
}
"""The type of a record for some classes; the others show a finished course, as a certificate."""
_OWN_TYPES: Final = {str(kind): term for kind, term in terms.TYPES.items()}
_STATES: Final[dict[str, str]] = {term: str(state) for state, term in terms.STATES.items()} | {
    "credentialStat:Ceased": "closed",
    "credentialStat:Probationary": "offered",
    "credentialStat:Suspended": "closed",
    "credentialStat:TeachOut": "closing",
}
_DELIVERIES: Final = {term: str(way) for way, term in terms.DELIVERIES.items()}


def read_tables(document: object) -> tuple[Table, Counter[str], frozenset[str], tuple[str, ...]]:
    """Return the tables of a catalogue for a JSON-LD *document*, and what is special about them.

    That is the number of statements left out, by their terms such as `ceterms:industryType`, the
    ids of credentials and sources that the document itself does not have, and the ids of the
    credentials that lose conditions or costs.

    Raises:
        DocumentError: If the document is not valid JSON-LD, or has no credential.
        MissingExtraError: If the library for JSON-LD is not installed.
    """
    parts = [*_unpacked(document)]
    expanded = expand(content for content, _ in parts)
    graph = Graph(zip(expanded, (day_ for _, day_ in parts), strict=True))
    _find_owners(graph)
    names = Names(graph)
    is_empty = isinstance(document, dict) and document.get("@graph") == []
    if not names.credentials and not is_empty:
        raise DocumentError(
            "it has no credential: no node is a `ceterms:Certification` or of another such class"
        )
    evidence = Evidence(names)
    records: dict[str, Table] = {}
    for node in names.credentials:
        graph.record = str(names.credential(node))
        records[graph.record] = _record(names, evidence, node)
    graph.record = None
    tables = {
        "organizations": names.organizations,
        "sources": evidence.sources,
        "credentials": records,
    }
    left_out = graph.finish()
    return tables, left_out, names.made_ids | evidence.made_ids, tuple(graph.incomplete)


def _unpacked(document: object) -> Iterator[tuple[object, str | None]]:
    """Yield the documents in the envelopes of the Credential Registry, each with its day.

    Whatever is in no envelope is one more document, without a day.
    """
    loose = []
    for part in document if isinstance(document, list) else [document]:
        if isinstance(part, dict) and isinstance(part.get("decoded_resource"), dict | list):
            dated = (day(part.get(key)) for key in ("updated_at", "created_at"))
            yield part["decoded_resource"], next(filter(None, dated), None)
        else:
            loose.append(part)
    if not isinstance(document, list):
        yield from ((part, None) for part in loose)
    elif loose or not document:
        yield loose, None


def _find_owners(graph: Graph) -> None:
    """Tell credentials who owns and offers them, if only the organization says so."""
    for node in list(graph.nodes):
        for term, inverse in (("owns", "ownedBy"), ("offers", "offeredBy")):
            if node.has(f"ceterms:{term}"):
                for credential in node.nodes(f"ceterms:{term}"):
                    if not credential.has(f"ceterms:{inverse}"):
                        credential.add(f"ceterms:{inverse}", [node])


def _record(names: Names, evidence: Evidence, node: Node) -> Table:
    """Return the table of the credential *node*."""
    notes: list[str] = []
    conditions = Conditions(names, node)
    issuer = _issuer(names, node, notes)
    own = own_values(node, Credential)
    record = filled(
        {
            "name": credential_name(node),
            "type": _type(node, notes),
            "issuer": issuer,
            "aliases": _aliases(names, node, notes),
            "where": _where(node),
            **_place_in_family(names, node),
            "status": _status(names, node),
            "delivery": _delivery(node),
            "summary": joined(node.texts("ceterms:description")),
            **durations(node, is_ours=names.is_ours(node)),
            "requirements": conditions.requirements(),
            "exams": conditions.exams(),
            "fees": read_fees(names, node, conditions, issuer),
            "renewal": conditions.renewal(),
            "nearest": names.credentials_of(node, "ceterms:isSimilarTo"),
            **stated(node),
            **own,
            "findings": evidence.findings(node),
        }
    )
    notes += conditions.recommendations()
    sources = evidence.cited(node, conditions, record, notes)
    node.take("ceterms:inLanguage", "libcert:match")
    return filled({**record, "sources": sources or None, "notes": [*own.get("notes", ()), *notes]})


def _issuer(names: Names, node: Node, notes: list[str]) -> str:
    owners = names.organizations_of(node, "ceterms:ownedBy")
    bodies = [*owners, *names.organizations_of(node, "ceterms:offeredBy")]
    if not bodies:
        return names.no_organization()
    for other in dict.fromkeys(bodies[1:]):
        if other != bodies[0]:
            verb = "owned" if other in owners else "offered"
            notes.append(cut(f"Also {verb} by {names.organization_name(other)}"))
    return bodies[0]


def _aliases(names: Names, node: Node, notes: list[str]) -> list[str]:
    """Return the other ids of a credential of ours; other names of any other one are notes.

    They could be ids of other records, so they are no aliases.
    """
    id_ = names.credential(node)
    others = node.texts("ceterms:alternateName")
    notes += [cut(f"Also called {name}") for name in node.texts("ceterms:name")[1:]]
    if names.is_ours(node):
        return others[1:] if others[:1] == [id_] else others
    notes += [cut(f"Also called {name}") for name in others if name != id_]
    codes = node.texts("ceterms:codedNotation")
    node.leave_out("ceterms:codedNotation", sum(code != id_ for code in codes))
    return []


def _place_in_family(names: Names, node: Node) -> Table:
    """Return the family of a credential, and the level before it in the same family."""
    wholes = node.nodes("ceterms:isPartOf")
    families = [id_ for whole in wholes if (id_ := id_in(whole, terms.FAMILY_IRI))]
    node.leave_out("ceterms:isPartOf", len(wholes) - len(families[:1]))
    for whole in wholes:
        if FAMILY in whole.types:
            whole.take("ceterms:name", "ceterms:alternateName")
            whole.take("ceterms:ownedBy", "ceterms:hasPart")
    if not families:
        return {}
    before = names.credentials_of(node, "ceterms:preparationFrom")
    node.leave_out("ceterms:preparationFrom", len(before[1:]))
    return {"family": families[0], "previous": first(before)}


def _status(names: Names, node: Node) -> Table | None:
    given = aligned(node, "ceterms:credentialStatusType")
    states = [_STATES[name] for name in given if name in _STATES]
    node.leave_out("ceterms:credentialStatusType", len(given) - len(states[:1]))
    state = first(states)
    end = first(days(node, "ceterms:expirationDate"))
    if end is not None and state in {None, "offered"}:
        is_past = not names.is_ours(node) and end < (day_of(node) or "")
        state = "closed" if is_past else "closing"
    begun = days(node, "ceterms:dateEffective") if state == "offered" else []
    since = end or first([*node.texts("libcert:since"), *begun])
    replaced_by = names.credentials_of(node, "ceterms:supersededBy")
    if state is None:
        node.leave_out("ceterms:supersededBy", len(replaced_by))
        replaced_by, since = [], None
    said = [name for name in given if name in _STATES and name not in terms.STATES.values()]
    note = joined([*node.texts("libcert:statusNote"), *map(words_of, [said] if said else [])])
    status = {"state": state, "since": since, "replaced_by": replaced_by, "note": note}
    return filled(status) or None


def _type(node: Node, notes: list[str]) -> str:
    """Return the type of record for the class of a credential; a note names an unusual class."""
    classes = credential_classes(node)
    own = first(node.texts("libcert:type"))
    if own is not None and _OWN_TYPES.get(own) == classes[0]:
        return own
    if classes[0] not in terms.TYPES.values():
        notes.append(f"Kind of credential: {words_of(classes[:1])}")
    return _TYPES.get(classes[0], "certificate")


def _where(node: Node) -> list[str]:
    profiles = node.described("ceterms:jurisdiction") or node.described("ceterms:offeredIn")
    return [code for profile in profiles for code in place_codes(profile)]


def _delivery(node: Node) -> list[str]:
    ways = []
    for term in ("ceterms:learningDeliveryType", "ceterms:assessmentDeliveryType"):
        for name in aligned(node, term):
            if name in _DELIVERIES:
                ways.append(_DELIVERIES[name])
            else:
                node.leave_out(term)
    return ways
