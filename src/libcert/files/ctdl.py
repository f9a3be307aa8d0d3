"""A document in CTDL as the tables of a catalogue; see `model.ctdl_terms`.

It can come from us or from anybody else, such as the Credential Registry. The terms of CTDL say
what a record has; our own terms only add to them. So a figure that somebody changes in a file of
ours is the figure of the record. What has no place in a record is counted by its term.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from libcert.files import ctdl_values
from libcert.files.ctdl_values import (
    Amount,
    Span,
    Table,
    address,
    aligned,
    counts,
    cut,
    days,
    filled,
    first,
    host,
    id_from,
    id_in,
    is_count,
    is_id,
    joined,
    numbers,
    own_values,
    place_codes,
    spans,
    unused,
    words_of,
)
from libcert.files.json_ld import DocumentError, Graph, Node, compact, expand
from libcert.model import ctdl_terms as terms
from libcert.model.credential import (
    Credential,
    Education,
    Exam,
    Fee,
    Months,
    Renewal,
    Requirement,
    Work,
)
from libcert.model.limits import CURRENCY_PATTERN, LINK_PATTERN, MAX_DEPTH, MAX_TEXT

_CREDENTIALS: Final = re.compile(
    r"ceterms:(Credential|Certification|License|MicroCredential|QualityAssuranceCredential"
    r"|\w*(Badge|Certificate|Degree|Diploma|Doctorate)|CertificateOf\w+"
    r"|GeneralEducationDevelopment)"
)
"""The classes of credentials in CTDL."""
_EXAMS: Final = frozenset({"ceterms:AssessmentProfile", "ceterms:Assessment"})
_FAMILY: Final = "libcert:Family"
_TYPES: Final = {
    "ceterms:Certification": "certification",
    "ceterms:Credential": "certification",
    "ceterms:License": "license",
    "ceterms:QualityAssuranceCredential": "certification",
}
"""The type of a record for some classes; the others show a finished course, as a certificate."""
_PURPOSES: Final = {
    "costType:Application": "application",
    "costType:BackgroundCheck": "application",
    "costType:EnrollmentFee": "enrolment",
    "costType:GraduationFee": "certification",
    "costType:MixedFees": "certification",
    "costType:ProcessingFee": "certification",
    "costType:ProgramSpecificFee": "course",
    "costType:ReexaminationFee": "exam",
    "costType:RenewalFee": "renewal",
    "costType:ReschedulingFee": "exam",
    "costType:ScoringFee": "exam",
    "costType:StandaloneAssessment": "exam",
    "costType:StudentServicesFee": "course",
    "costType:TechnologyFee": "course",
    "costType:Tuition": "course",
}
"""The purpose of a fee of each type that an issuer charges; others are costs beside a course."""
_NOT_NEEDED: Final = frozenset({"costType:ReexaminationFee", "costType:ReschedulingFee"})
"""The types of fees that only those pay who fail or change their plans."""
_TOTAL: Final = "costType:AggregateCost"
_STATES: Final[dict[str, str]] = {term: state for state, term in terms.STATES.items()} | {
    "credentialStat:Probationary": "offered",
    "credentialStat:Suspended": "closed",
    "credentialStat:TeachOut": "closing",
}
_LEVELS: Final = {term: level for level, term in terms.LEVELS.items()}
_DELIVERIES: Final = {term: way for way, term in terms.DELIVERIES.items()}
_AUDIENCES: Final = {term: audience for audience, term in terms.AUDIENCES.items()}
_NO_ISSUER: Final = "not-on-record"
_NO_TEXT: Final = "See the page of the issuer"
_MODIFIED: Final = ("schema:dateModified", "dct:modified", "schema:sdDatePublished")
"""The terms for the day on which somebody last looked after a node."""
_UNCITED: Final = frozenset({"aliases", "findings", "nearest", "notes", "previous", "summary"})
"""The fields for which no page is cited."""
_MOST_PARTS: Final = 1000
"""The most parts of the conditions of one credential, which may refer to each other many times."""


def read_tables(document: object) -> tuple[Table, Counter[str]]:
    """Return the tables of a catalogue for a JSON-LD *document*, and the statements left out.

    The statements are counted by their terms, such as `ceterms:industryType`.

    Raises:
        DocumentError: If the document is not valid JSON-LD, or has no credential.
        MissingExtraError: If the library for JSON-LD is not installed.
    """
    content, day = _unpacked(document)
    reader = _Reader(Graph(expand(content)), day)
    if not reader.credentials and not (isinstance(content, dict) and content.get("@graph") == []):
        raise DocumentError(
            "it has no credential: no node is a `ceterms:Certification` or of another such class"
        )
    return reader.read()


def _unpacked(document: object) -> tuple[object, str | None]:
    """Return what is in the envelopes of the Credential Registry, and the day of the newest one.

    A document without an envelope is returned as it is.
    """
    if isinstance(document, list):
        parts = [_unpacked(part) for part in document]
        dates = [day for _, day in parts if day is not None]
        return [content for content, _ in parts], max(dates, default=None)
    if isinstance(document, dict) and isinstance(document.get("decoded_resource"), dict | list):
        dated = (ctdl_values.day(document.get(key)) for key in ("updated_at", "created_at"))
        return document["decoded_resource"], next(filter(None, dated), None)
    return document, None


class _Reader:
    """Reads the credentials of a graph into tables."""

    def __init__(self, graph: Graph, day: str | None) -> None:
        self._graph = graph
        self._day = day
        self.credentials = [node for node in graph.nodes if _is_credential(node)]
        self._given_ids = {id(node): _given_id(node) for node in self.credentials}
        self._ids: dict[int, str] = {}
        self._organizations: dict[str, Table] = {}
        self._organization_ids: dict[int, str] = {}
        self._sources: dict[str, Table] = {}
        self._parts_left = _MOST_PARTS

    def read(self) -> tuple[Table, Counter[str]]:
        """Return the tables of a catalogue, and the number of statements left out by term."""
        self._name_credentials()
        self._find_owners()
        records = {self._ids[id(node)]: self._record(node) for node in self.credentials}
        tables = {
            "organizations": self._organizations,
            "sources": self._sources,
            "credentials": records,
        }
        return tables, self._graph.finish()

    # --- Ids --------------------------------------------------------------------------------------

    def _name_credentials(self) -> None:
        """Give each credential an id: its own, an abbreviation that it has, or its name."""
        used: set[str] = set()
        for node in self.credentials:
            given = self._given_ids[id(node)]
            if given is not None:
                self._ids[id(node)] = unused(given, used)
        for node in self.credentials:
            if id(node) not in self._ids:
                wanted = _abbreviation(node) or id_from(_name(node), "credential")
                self._ids[id(node)] = unused(wanted, used)

    def _find_owners(self) -> None:
        """Tell credentials who owns and offers them, if only the organization says so."""
        for node in list(self._graph.nodes):
            for term, inverse in (("owns", "ownedBy"), ("offers", "offeredBy")):
                if node.has(f"ceterms:{term}"):
                    for credential in node.nodes(f"ceterms:{term}"):
                        if not credential.has(f"ceterms:{inverse}"):
                            credential.add(f"ceterms:{inverse}", [node])

    def _credential_id(self, node: Node) -> str | None:
        """Return the id of the credential or family that *node* is; None if it is not known."""
        known = self._ids.get(id(node))
        return known or id_in(node, terms.CREDENTIAL_IRI) or id_in(node, terms.FAMILY_IRI)

    def _credential_ids(self, node: Node, term: str) -> list[str]:
        """Return the ids of the credentials that *term* of *node* names; count the others."""
        ids = [self._credential_id(other) for other in node.nodes(term)]
        node.leave_out(term, ids.count(None))
        return [id_ for id_ in ids if id_ is not None]

    def _organization(self, node: Node) -> str:
        """Return the id of the organization that *node* is, and add its table."""
        if id(node) in self._organization_ids:
            return self._organization_ids[id(node)]
        given = id_in(node, terms.ORGANIZATION_IRI)
        names = node.texts("ceterms:name", "ceterms:legalName", "schema:name")
        name = cut(names[0]) if names else given or address(node.name) or "not on record"
        if given is not None:
            node.take("ceterms:alternateName")
        used = {id_.casefold() for id_ in self._organizations}
        id_ = unused(given or id_from(name, "organization"), used)
        self._organization_ids[id(node)] = id_
        self._organizations[id_] = {"name": name}
        return id_

    def _organizations_of(self, node: Node, term: str) -> list[str]:
        return list(dict.fromkeys(map(self._organization, node.nodes(term))))

    # --- Records ----------------------------------------------------------------------------------

    def _record(self, node: Node) -> Table:
        self._parts_left = _MOST_PARTS
        is_ours = self._given_ids[id(node)] is not None
        notes: list[str] = []
        conditions = node.nodes("ceterms:requires")
        for manifest in node.nodes("ceterms:commonConditions"):
            conditions += manifest.nodes("ceterms:requires")
        issuer = self._issuer(node, notes)
        own = own_values(node, Credential)
        record: Table = {
            "name": _name(node),
            "type": _type(node, notes),
            "issuer": issuer,
            "aliases": self._aliases(node, notes, is_ours=is_ours),
            "where": _where(node),
            **self._place_in_family(node),
            "status": self._status(node),
            "delivery": _delivery(node),
            "summary": joined(node.texts("ceterms:description")),
            **_durations(node),
            "requirements": self._requirements(conditions),
            "exams": self._exams(conditions),
            "fees": self._fees(node, conditions, issuer),
            "renewal": self._renewal(node, is_ours=is_ours),
            "nearest": self._credential_ids(node, "ceterms:isSimilarTo"),
            **_stated(node),
            **own,
            "findings": [*self._findings(node)],
        }
        notes += self._recommendations(node)
        record = filled(record)
        record["sources"] = self._cited(node, conditions, record, notes)
        record["notes"] = [*own.get("notes", ()), *notes]
        node.take("ceterms:inLanguage", "libcert:match", "libcert:type")
        return filled(record)

    def _issuer(self, node: Node, notes: list[str]) -> str:
        owners = self._organizations_of(node, "ceterms:ownedBy")
        bodies = [*owners, *self._organizations_of(node, "ceterms:offeredBy")]
        if not bodies:
            self._organizations.setdefault(_NO_ISSUER, {"name": "not on record"})
            return _NO_ISSUER
        for other in dict.fromkeys(bodies[1:]):
            if other != bodies[0]:
                verb = "owned" if other in owners else "offered"
                notes.append(cut(f"Also {verb} by {self._organizations[other]['name']}"))
        return bodies[0]

    def _aliases(self, node: Node, notes: list[str], *, is_ours: bool) -> list[str]:
        id_ = self._ids[id(node)]
        names = node.texts("ceterms:alternateName")
        if is_ours:
            return names[1:] if names[:1] == [id_] else names
        notes += [cut(f"Also called {name}") for name in names if name != id_]
        codes = node.texts("ceterms:codedNotation")
        node.leave_out("ceterms:codedNotation", sum(code != id_ for code in codes))
        return []

    def _place_in_family(self, node: Node) -> Table:
        """Return the family of a credential, and the level before it in the same family."""
        wholes = node.nodes("ceterms:isPartOf")
        families = [id_ for whole in wholes if (id_ := id_in(whole, terms.FAMILY_IRI))]
        node.leave_out("ceterms:isPartOf", len(wholes) - len(families[:1]))
        for whole in wholes:
            if _FAMILY in whole.types:
                whole.take("ceterms:name", "ceterms:alternateName")
                whole.take("ceterms:ownedBy", "ceterms:hasPart")
        if not families:
            return {}
        before = self._credential_ids(node, "ceterms:preparationFrom")
        node.leave_out("ceterms:preparationFrom", len(before[1:]))
        return {"family": families[0], "previous": first(before)}

    def _status(self, node: Node) -> Table | None:
        names = aligned(node, "ceterms:credentialStatusType")
        states = [_STATES[name] for name in names if name in _STATES]
        node.leave_out("ceterms:credentialStatusType", len(names) - len(states[:1]))
        state = first(states)
        end = first(days(node, "ceterms:expirationDate"))
        if end is not None and state in {None, "offered"}:
            state = "closing"
        begun = days(node, "ceterms:dateEffective") if state == "offered" else []
        since = end or first([*node.texts("libcert:since"), *begun])
        replaced_by = self._credential_ids(node, "ceterms:supersededBy")
        if state is None:
            node.leave_out("ceterms:supersededBy", len(replaced_by))
            replaced_by, since = [], None
        said = [name for name in names if name in _STATES and name not in terms.STATES.values()]
        note = joined([*node.texts("libcert:statusNote"), *map(_lower, said)])
        status = {"state": state, "since": since, "replaced_by": replaced_by, "note": note}
        return filled(status) or None

    # --- Conditions -------------------------------------------------------------------------------

    def _requirements(self, conditions: list[Node]) -> list[Table]:
        found = [self._requirement(node, (node,)) for node in conditions if not _is_exam(node)]
        return [requirement for requirement in found if requirement is not None]

    def _recommendations(self, node: Node) -> list[str]:
        """Return notes on what is recommended; it is not required."""
        profiles = node.nodes("ceterms:recommends")
        found = [self._requirement(profile, (profile,)) for profile in profiles]
        return [cut(f"Recommended: {each['text']}") for each in found if each is not None]

    def _requirement(self, node: Node, above: tuple[Node, ...]) -> Table | None:
        """Return the requirement that *node* states; None if it states none.

        Args:
            node: A condition, or what is required itself: a credential, a course.
            above: The nodes in which it is nested, and the node itself.
        """
        if not _is_condition(node):
            return self._thing(node)
        _take_basis(node)
        names = node.texts("ceterms:description") or node.texts("ceterms:name")
        text = cut(names[0]) if names else None
        things = self._things(node, is_part=len(above) > 1)
        members = self._organizations_of(node, "ceterms:affiliation")
        base = {**own_values(node, Requirement), **_figures(node)}
        if node.has("ceterms:targetAssessment") or node.has("ceterms:targetLearningOpportunity"):
            base.setdefault("to_do", True)
        if len(things) == 1 and "credential" in things[0]:
            base["credential"] = things.pop()["credential"]
        if members:
            base["membership"] = members.pop(0)
        pieces = [{"text": cut(each)} for each in node.texts("ceterms:condition")]
        pieces += [{"text": f"Age: at least {age}"} for age in counts(node, "ceterms:minimumAge")]
        pieces += [*things, *map(self._membership, members)]
        group = self._group(node, above)
        if group is None and not pieces:
            words = text or self._described(base)
            return {"text": words, **base} if words is not None else None
        if group is not None and not pieces and not _NOT_OF_GROUPS & base.keys():
            return {"text": text or group["text"], **base, **_without_text(group)}
        parts = [*pieces, *([] if group is None else [group])]
        described = self._described(base)
        if described is not None:
            parts.insert(0, {"text": described, **base})
        if len(parts) == 1:
            words = parts[0]["text"] if text is None else cut(f"{text}: {parts[0]['text']}")
            return {**base, **parts[0], "text": words}
        return {"text": text or "All of these", "of": parts}

    def _group(self, node: Node, above: tuple[Node, ...]) -> Table | None:
        """Return the parts of a condition, and how many of them are needed; None if it has none."""
        any_of = self._parts(node, "ceterms:alternativeCondition", above)
        parts = self._parts(node, "libcert:part", above)
        at_least = first(counts(node, "libcert:atLeast"))
        if any_of:
            node.leave_out("libcert:part", len(parts))
            return {"text": "One of these", "of": any_of, "at_least": 1}
        if not parts:
            return None
        is_count = at_least is not None and at_least <= len(parts)
        return {"text": "All of these", "of": parts} | ({"at_least": at_least} if is_count else {})

    def _parts(self, node: Node, term: str, above: tuple[Node, ...]) -> list[Table]:
        """Return the parts of *node*; those that are too deep, or within themselves, are counted."""
        inner = node.nodes(term)
        parts = []
        for part in inner:
            if part not in above and len(above) <= MAX_DEPTH and self._parts_left:
                self._parts_left -= 1
                found = self._requirement(part, (*above, part))
                parts += [] if found is None else [found]
        node.leave_out(term, len(inner) - len(parts))
        return parts

    def _things(self, node: Node, *, is_part: bool) -> list[Table]:
        """Return the credentials and courses that a condition names; an exam only if *is_part*.

        One of several exams is not an exam that everybody has to pass.
        """
        found = node.nodes("ceterms:targetCredential")
        found += node.nodes("ceterms:targetLearningOpportunity")
        if is_part:
            found += node.nodes("ceterms:targetAssessment")
        return [self._thing(each) for each in found]

    def _thing(self, node: Node) -> Table:
        """Return the requirement to have or do what *node* is."""
        id_ = self._credential_id(node)
        if id_ is not None:
            return {"text": f"The credential {id_}", "credential": id_}
        name = first(node.texts("ceterms:name")) or address(node.name) or _NO_TEXT
        to_do = {"to_do": True} if node.types else {}
        return {"text": cut(name), **to_do}

    def _membership(self, id_: str) -> Table:
        name = self._organizations[id_]["name"]
        return {"text": cut(f"Membership in {name}"), "membership": id_}

    def _described(self, requirement: Table) -> str | None:
        """Return in words what a requirement asks for; None if it asks for nothing."""
        experience, education = requirement.get("experience"), requirement.get("education")
        words = []
        if experience is not None:
            years = experience.get("low")
            work = "Work" if years is None else f"Years of work: {years}"
            words.append(experience.get("note") or work)
        if education is not None:
            words.append(f"Education: {education.get('level') or education.get('note')}")
        if "membership" in requirement:
            words.append(self._membership(requirement["membership"])["text"])
        if "credential" in requirement:
            words.append(f"The credential {requirement['credential']}")
        return joined(words)

    def _exams(self, conditions: list[Node]) -> list[Table]:
        exams = [
            exam
            for node in conditions
            for exam in ([node] if _is_exam(node) else node.nodes("ceterms:targetAssessment"))
        ]
        return [self._exam(exam) for exam in dict.fromkeys(exams)]

    def _exam(self, node: Node) -> Table:
        lengths = [
            span.minutes
            for profile in node.nodes("ceterms:estimatedDuration")
            for span in spans(profile, "ceterms:exactDuration")
            if span.hours is not None
        ]
        minutes = [int(length) for length in lengths if is_count(length)]
        node.leave_out("ceterms:estimatedDuration", len(lengths) - len(minutes[:1]))
        names = [
            name
            for subject in node.nodes("ceterms:subject")
            for name in subject.texts("ceterms:targetNodeName")
        ]
        own = own_values(node, Exam)
        methods = aligned(node, "ceterms:assessmentMethodType")
        is_performance = "assessMethod:Performance" in methods and "formats" not in own
        said = not node.types and address(node.name)
        exam: Table = {
            "name": joined(node.texts("ceterms:name")),
            "formats": ["performance-based"] if is_performance else None,
            "topics": list(map(cut, names)),
            "minutes": first(minutes),
            "passed_with": self._credential_ids(node, "libcert:passedWith"),
            "note": joined(node.texts("ceterms:description")) or said or None,
            **own,
        }
        return filled(exam)

    def _renewal(self, node: Node, *, is_ours: bool) -> Table | None:
        found = spans(node, "ceterms:renewalFrequency")
        months = [
            int(span.months)
            for span in found
            if span.months is not None and span.is_exact and is_count(span.months)
        ]
        node.leave_out("ceterms:renewalFrequency", len(found) - len(months[:1]))
        methods: list[str] = []
        texts: list[str] = []
        units: list[int] = []
        members: list[str] = []
        own: Table = {}
        for profile in node.nodes("ceterms:renewal"):
            texts += profile.texts("ceterms:description") or profile.texts("ceterms:name")
            methods += map(cut, profile.texts("ceterms:condition"))
            for value in profile.nodes("ceterms:creditValue"):
                units += counts(value, "schema:value")
                value.take("ceterms:creditUnitType")
            members += self._organizations_of(profile, "ceterms:affiliation")
            own |= own_values(profile, Renewal)
        node.leave_out("ceterms:renewal", len(units[1:]) + len(members[1:]))
        if months and not is_ours:
            own["expires"] = True
        if months and own.get("expires") is False:  # somebody has added the frequency
            own["expires"] = True
        renewal = {
            "months": first(months),
            "credits": first(units),
            "methods": methods,
            "membership": first(members),
            "note": joined(texts),
            **own,
        }
        return filled(renewal) or None

    # --- Costs ------------------------------------------------------------------------------------

    def _fees(self, node: Node, conditions: list[Node], issuer: str) -> list[Table]:
        """Return the fees for a credential, its conditions and exams, and its renewal."""
        found: dict[Node, str | None] = dict.fromkeys(node.nodes("ceterms:estimatedCost"))
        for manifest in node.nodes("ceterms:commonCosts"):
            found |= dict.fromkeys(manifest.nodes("ceterms:estimatedCost"))
        for condition in conditions:
            for each in [condition, *condition.nodes("ceterms:targetAssessment")]:
                purpose = "exam" if _is_exam(each) else None
                found |= dict.fromkeys(each.nodes("ceterms:estimatedCost"), purpose)
        for profile in node.nodes("ceterms:renewal"):
            found |= dict.fromkeys(profile.nodes("ceterms:estimatedCost"), "renewal")
        types = {cost: aligned(cost, "ceterms:directCostType") for cost in found}
        has_parts = any(_TOTAL not in names for names in types.values())
        fees = [
            _CostReader(self, cost, types[cost]).fee(purpose, issuer, has_parts=has_parts)
            for cost, purpose in found.items()
        ]
        places = [first(counts(cost, "libcert:place", least=0)) for cost in found]
        order = sorted(range(len(fees)), key=lambda number: places[number] or 0)
        return fees if None in places else [fees[number] for number in order]

    # --- Sources ----------------------------------------------------------------------------------

    def _findings(self, node: Node) -> Iterator[Table]:
        for finding in node.nodes("libcert:finding"):
            sources = [id_in(each, terms.SOURCE_IRI) for each in finding.nodes("schema:isBasedOn")]
            read = first(days(finding, "schema:dateModified"))
            yield filled(
                {
                    "about": first(finding.literals("libcert:about")),
                    "verdict": first(finding.literals("libcert:verdict")),
                    "note": first(finding.literals("libcert:note")),
                    "sources": [id_ for id_ in sources if id_ is not None],
                    "read": read and date.fromisoformat(read),
                }
            ) | _better(finding)

    def _cited(
        self, node: Node, conditions: list[Node], record: Table, notes: list[str]
    ) -> dict[str, list[Any]]:
        """Return the sources of *record*, each with the fields that it supports.

        A page without the day on which somebody read it is no source: the notes name it.
        """
        cited: dict[str, list[Any]] = {}
        for citation in node.nodes("libcert:citation"):
            supports = citation.literals("libcert:supports")
            for page in citation.nodes("schema:isBasedOn"):
                id_ = self._source(page)
                if id_ is not None:
                    cited[id_] = supports
        read = first(days(node, *_MODIFIED)) or self._day
        every = [name for name in record if name not in _UNCITED]
        pages: dict[str, list[str]] = {}
        for url in node.literals("ceterms:subjectWebpage"):
            pages.setdefault(str(url), every)
        for page in node.nodes("schema:isBasedOn"):
            if id_in(page, terms.SOURCE_IRI) is None and page.name is not None:
                pages.setdefault(page.name, every)
        for other, term, field in self._pages_of_parts(node, conditions):
            for url in other.literals(term):
                pages.setdefault(str(url), [field])
        known = {self._sources[id_]["url"] for id_ in cited}
        for url, fields in pages.items():
            if url in known or not re.fullmatch(LINK_PATTERN, url) or len(url) > MAX_TEXT:
                node.leave_out("ceterms:subjectWebpage", url not in known)
            elif read is None:
                notes.append(cut(f"Page: {url}"))
            else:
                cited[self._add_page(node, record, url, read)] = fields
        return cited

    def _pages_of_parts(
        self, node: Node, conditions: list[Node]
    ) -> Iterator[tuple[Node, str, str]]:
        """Yield the nodes that may name a page for one field, with the term and the field."""
        renewal = node.nodes("ceterms:renewal")
        for condition in conditions:
            if _is_condition(condition):
                yield condition, "ceterms:subjectWebpage", "requirements"
        for profile in [node, *renewal]:
            for cost in profile.nodes("ceterms:estimatedCost"):
                yield cost, "ceterms:costDetails", "fees"

    def _source(self, node: Node) -> str | None:
        """Return the id of the source that *node* is, and add its table; None if it is none."""
        id_ = id_in(node, terms.SOURCE_IRI)
        url = first(node.literals("schema:url"))
        read = first(days(node, "libcert:read"))
        if id_ is None or url is None or read is None:
            node.leave_out("schema:isBasedOn")
            return None
        publishers = [name for each in node.nodes("schema:publisher") for name in _names(each)]
        self._sources[id_] = filled(
            {
                "title": first(_names(node)) or url,
                "publisher": first(publishers) or host(str(url)),
                "url": url,
                "dated": first(node.literals("schema:datePublished")),
                "note": first(node.literals("libcert:note")),
                "read": date.fromisoformat(read),
                "tier": first(node.literals("libcert:tier")) or "secondary",
            }
        )
        return id_

    def _add_page(self, node: Node, record: Table, url: str, read: str) -> str:
        """Add the page at *url* as a source of *record*, and return its id.

        It is the issuer's if the issuer's own page is on the same host.
        """
        owners = node.nodes("ceterms:ownedBy", "ceterms:offeredBy")
        hosts = {
            host(str(page)) for owner in owners for page in owner.literals("ceterms:subjectWebpage")
        }
        place = host(url)
        is_issuer = any(place == each or place.endswith(f".{each}") for each in hosts if each)
        issuer = self._organizations[record["issuer"]]["name"]
        used = {id_.casefold() for id_ in self._sources}
        id_ = unused(f"{self._ids[id(node)][:34]}-page", used)
        self._sources[id_] = {
            "title": record["name"],
            "publisher": issuer if is_issuer else place or "not on record",
            "url": url,
            "read": date.fromisoformat(read),
            "tier": "issuer" if is_issuer else "secondary",
        }
        return id_


class _CostReader:
    """Reads one cost into a fee."""

    def __init__(self, reader: _Reader, node: Node, types: list[str]) -> None:
        self._reader = reader
        self._node = node
        self._types = [name for name in types if name != terms.OPTIONAL_COST]
        self._required = terms.OPTIONAL_COST not in types
        self._words = node.texts("ceterms:name", "ceterms:description")

    def fee(self, purpose: str | None, issuer: str, *, has_parts: bool) -> Table:
        """Return the fee.

        Args:
            purpose: The purpose of a cost at this place; None if its type alone says that.
            issuer: The society whose members have a price of their own, if the cost names none.
            has_parts: Whether other costs of the credential are no totals.
        """
        node = self._node
        _take_basis(node)
        own_purpose = first(node.texts("libcert:purpose"))
        self._words += [*node.texts("ceterms:paymentPattern"), *node.texts("ceterms:condition")]
        fee: Table = {
            "purpose": self._purpose(own_purpose, purpose),
            **self._amounts(),
            **self._payers(issuer),
            "unclear_for": self._reader._credential_ids(node, "libcert:unclearFor"),
        }
        if self._types and self._types[0] == _TOTAL and has_parts:
            self._optional("the total, which the other fees are part of")
        if any(name not in _PURPOSES and name != _TOTAL for name in self._types):
            self._optional(words_of(self._types))
        if _NOT_NEEDED & {*self._types}:
            self._optional(words_of(self._types))
        if own_purpose is None:
            fee["note"] = joined(self._words)
        fee |= own_values(node, Fee)
        return filled({**fee, "required": None if self._required else False})

    def _optional(self, reason: str) -> None:
        """Let nobody have to pay the fee, for this *reason*."""
        self._required = False
        self._words.append(reason)

    def _purpose(self, own: str | None, at_place: str | None) -> str:
        by_type = [_PURPOSES.get(name, "course") for name in self._types if name != _TOTAL]
        types = {purpose: term for purpose, term in terms.COST_TYPES.items()}
        if own is not None and (not self._types or types.get(own) == self._types[0]):
            return own
        if at_place == "renewal" and own is None:
            return at_place
        return first(by_type) or at_place or "certification"

    def _amounts(self) -> Table:
        """Return the amount of the fee; one whose currency is not on record is only a note."""
        node = self._node
        prices = [self._price(value) for value in node.literals("ceterms:price")]
        lows = [self._price(value) for value in node.literals("schema:minPrice")]
        highs = [self._price(value) for value in node.literals("schema:maxPrice")]
        found = [each for each in (*prices, *lows, *highs) if each is not None]
        low = min((each.amount for each in (*prices, *lows) if each is not None), default=None)
        high = max((each.amount for each in (*prices, *highs) if each is not None), default=None)
        if low is not None and high is not None and low > high:
            node.leave_out("schema:minPrice", 2)
            low = high = None
        codes = [*node.texts("ceterms:currency"), *(each.currency or "" for each in found)]
        units = [code.strip().upper() for code in codes]
        unit = next((each for each in units if re.fullmatch(CURRENCY_PATTERN, each)), None)
        if unit is None and (low or high):
            amounts = "–".join(str(each) for each in dict.fromkeys((low, high)) if each is not None)
            self._words.append(f"{amounts}, in a currency that is not on record")
            low = high = None
        return {"low": low, "high": high, "unit": unit}

    def _price(self, value: Any) -> ctdl_values.Price | None:  # noqa: ANN401 - JSON
        found = ctdl_values.price(value)
        if found is None and isinstance(value, str) and value.strip():
            self._words.append(value.strip())
        elif found is None:
            self._node.leave_out("ceterms:price")
        return found

    def _payers(self, issuer: str) -> Table:
        """Return who pays the fee; a fee for others than members or non-members is not needed."""
        names = aligned(self._node, "ceterms:audienceType")
        societies = self._reader._organizations_of(self._node, "libcert:memberOf")
        audiences = {_AUDIENCES[name] for name in names if name in _AUDIENCES}
        others = [name for name in names if name not in _AUDIENCES]
        others += aligned(self._node, "ceterms:residencyType")
        if others:
            self._optional(f"only for: {words_of(others)}")
        if len(audiences) != 1:
            return {}
        return {"audience": audiences.pop(), "organization": first(societies) or issuer}


# --- Parts of nodes -------------------------------------------------------------------------------

_NOT_OF_GROUPS: Final = frozenset({"experience", "education", "not_education"})
"""The figures that a group of requirements cannot have itself."""


def _is_credential(node: Node) -> bool:
    is_family = _FAMILY in node.types
    return not is_family and any(map(_CREDENTIALS.fullmatch, node.types))


def _is_exam(node: Node) -> bool:
    return not _EXAMS.isdisjoint(node.types)


def _is_condition(node: Node) -> bool:
    is_plain = not node.types and node.is_described
    return "ceterms:ConditionProfile" in node.types or is_plain


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


def _name(node: Node) -> str:
    names = [*node.texts("ceterms:name"), *node.texts("ceterms:alternateName")]
    return cut(names[0]) if names else address(node.name) or "Name not on record"


def _names(node: Node) -> list[str]:
    return node.texts("schema:name")


def _type(node: Node, notes: list[str]) -> str:
    """Return the type of record for the class of a credential; a note names an unusual class."""
    classes = [name for name in node.types if _CREDENTIALS.fullmatch(name)]
    own = first(node.texts("libcert:type"))
    ours = {kind: term for kind, term in terms.TYPES.items()}
    if own is not None and ours.get(own) == classes[0]:  # type: ignore[call-overload]
        return own
    if classes[0] not in terms.TYPES.values():
        notes.append(f"Kind of credential: {words_of(classes[:1])}")
    return _TYPES.get(classes[0], "certificate")


def _where(node: Node) -> list[str]:
    profiles = node.nodes("ceterms:jurisdiction") or node.nodes("ceterms:offeredIn")
    return list(dict.fromkeys(code for profile in profiles for code in place_codes(profile)))


def _delivery(node: Node) -> list[str]:
    ways = []
    for term in ("ceterms:learningDeliveryType", "ceterms:assessmentDeliveryType"):
        for name in aligned(node, term):
            if name in _DELIVERIES:
                ways.append(_DELIVERIES[name])
            else:
                node.leave_out(term)
    return ways


def _durations(node: Node) -> Table:
    """Return the duration and the effort of a credential, over all ways to earn it."""
    calendar, work = _Spans(), _Spans()
    for profile in node.nodes("ceterms:estimatedDuration"):
        _take_basis(profile)
        found = [
            (span, is_low, is_high)
            for term, is_low, is_high in (
                ("exactDuration", True, True),
                ("minimumDuration", True, False),
                ("maximumDuration", False, True),
                ("timeRequired", True, True),
            )
            for span in spans(profile, f"ceterms:{term}")
        ]
        is_work = bool(found) and all(span.months is None for span, *_ in found)
        for span, is_low, is_high in found:
            (work if span.months is None else calendar).add(span, is_low=is_low, is_high=is_high)
        chosen = work if is_work else calendar
        chosen.notes += profile.texts("ceterms:description")
        chosen.own |= own_values(profile, Months)
    effort = first([_quantity(each) for each in node.nodes("libcert:effort")])
    return {"duration": calendar.table(), "effort": effort or work.table()}


class _Spans:
    """Collects lengths of time into one range."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.own: Table = {}
        self._lows: list[Amount] = []
        self._highs: list[Amount] = []
        self._is_exact = True

    def add(self, span: Span, *, is_low: bool, is_high: bool) -> None:
        """Add one end of the range, or both."""
        length = span.hours if span.months is None else span.months
        self._lows += [length] if is_low and length is not None else []
        self._highs += [length] if is_high and length is not None else []
        if not span.is_exact:
            self._is_exact = False
            self.notes.append(span.text)

    def table(self) -> Table | None:
        """Return the range as a table; None if there is nothing."""
        low, high = min(self._lows, default=None), max(self._highs, default=None)
        if low is not None and high is not None and low > high:
            low, high = high, low
        approximate = None if self._is_exact else True
        note = joined(self.notes)
        ends = {"low": low, "high": high, "approximate": approximate, "note": note}
        return filled({**ends, **self.own}) or None


def _figures(node: Node) -> Table:
    """Return the experience and the education that a condition asks for."""
    level = _education(node)
    excluded = first(node.nodes("libcert:notEducation"))
    return {
        name: table
        for name, table in (
            ("experience", _work(node)),
            ("education", level),
            ("not_education", None if excluded is None else _education_of(excluded)),
        )
        if table is not None
    }


def _work(node: Node) -> Table | None:
    years = numbers(node, "ceterms:yearsOfExperience")
    notes = node.texts("ceterms:experience")
    more = first(node.nodes("libcert:experience"))
    if not years and not notes and more is None:
        return None
    low = first(years)
    high = low
    own: Table = {}
    if more is not None:
        own = own_values(more, Work)
        highs = numbers(more, "schema:maxValue")
        high = first(highs) if highs or more.literals("libcert:noMaximum") else low
    if low is not None and high is not None and high < low:  # somebody has raised the years
        high = low
    if not low:
        own.pop("hours", None)
    return filled({"low": low, "high": high, "note": joined(notes), **own})


def _education(node: Node) -> Table | None:
    names = aligned(node, "ceterms:audienceLevelType")
    levels = [_LEVELS[name] for name in names if name in _LEVELS]
    more = first(node.nodes("libcert:education"))
    if not names and more is None:
        return None
    table = {} if more is None else _education_of(more)
    other = [name for name in names if name not in _LEVELS]
    if levels:
        table["level"] = first(levels)
    elif other and "level" not in table:
        table["note"] = words_of(other)
    node.leave_out("ceterms:audienceLevelType", len(names) - 1 if names else 0)
    return table


def _education_of(node: Node) -> Table:
    level = first(node.literals("libcert:level"))
    return filled({"level": level, **own_values(node, Education)})


def _quantity(node: Node) -> Table:
    return filled(
        {
            "low": first(numbers(node, "schema:minValue")),
            "high": first(numbers(node, "schema:maxValue")),
            "unit": first(node.literals("libcert:unit")),
            "note": first(node.literals("libcert:note")),
            **own_values(node, Months),
        }
    )


def _stated(node: Node) -> Table:
    """Return the figures that a record states, although others would be worked out."""
    experience = first(node.nodes("libcert:experience"))
    education = first(node.nodes("libcert:education"))
    return {
        "experience": None if experience is None else _quantity(experience),
        "education": None if education is None else _education_of(education),
        "exam_required": first(node.literals("libcert:examRequired")),
    }


def _better(finding: Node) -> Table:
    value = finding.json("libcert:better")
    return {} if value is None else {"better": value}


def _take_basis(node: Node) -> None:
    """Count a source of one part of a record as read: the record itself cites it."""
    node.take("schema:dateModified")
    for source in node.nodes("schema:isBasedOn"):
        node.leave_out("schema:isBasedOn", id_in(source, terms.SOURCE_IRI) is None)


def _without_text(table: Table) -> Table:
    return {name: value for name, value in table.items() if name != "text"}


def _lower(name: str) -> str:
    return words_of([name])
