"""The answer as CTDL, so that other programs can read our records; see `model.ctdl_terms`.

Terms of CTDL say what they can. What has no term there stands on the same node, as a term of
schema.org or as one of ours. So nothing is lost for those who read it back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libcert.model import ctdl_terms as terms
from libcert.model.base import Model, json_value
from libcert.model.credential import (
    WORKED_OUT,
    Credential,
    Education,
    Effort,
    Exam,
    Fee,
    MatchedCredential,
    Months,
    Organization,
    Range,
    Renewal,
    Requirement,
    Work,
)
from libcert.model.derived import derive_figures
from libcert.model.places import EVERYWHERE, short_name
from libcert.model.sanitize import to_json
from libcert.model.slugs import slug
from libcert.model.source import Finding, Source
from libcert.render import phrases
from libcert.render.reasons import describe_with_options
from libcert.render.section_titles import common_name
from libcert.render.table import Canvas, Table

Node = dict[str, Any]
"""A node of JSON-LD: its terms and their values."""
_BETTER: Final = "libcert:better"
"""The term for the figure of a finding: any value, in the form that it has in JSON."""
_ALWAYS: Final = ("id", "name", "type", "issuer")
"""The fields that every record has."""
_MONTHS_IN_A_YEAR: Final = 12
_WHOLE_DAY: Final = len("2026-11-30")
_TO_KEEP: Final = frozenset({"renewal", "maintenance"})
"""The purposes of fees that are due after the award."""


def write_ctdl(table: Table, canvas: Canvas) -> Iterator[str]:
    """Yield the records of *table*, which are credentials, with one node per line.

    Fields that are not selected are left out, unless no record is without them. The lines are
    indented if a person reads them.
    """
    left_out = {
        name: getattr(Credential, name)
        for name in Credential.FIELDS
        if name not in {*table.fields, *_ALWAYS}
    }
    records = [
        record.replace(**left_out) for record in table.records if isinstance(record, Credential)
    ]
    document = credential_graph(records)
    if canvas.indented:
        yield to_json(document, 2) + "\n"
        return
    nodes = document["@graph"]
    yield f'{{"@context": {to_json(document["@context"])},\n"@graph": ['
    for node in nodes:
        yield ("\n" if node is nodes[0] else ",\n") + to_json(node)
    yield "\n]}\n"


def credential_graph(records: Sequence[Credential], base: str | None = None) -> Node:
    """Return *records* as a JSON-LD document with one `@context` and one `@graph`.

    The organizations, families and sources that they name are nodes of the graph too, each once.

    Args:
        records: The records.
        base: The address, with a final slash, below which a site publishes each record at
            `credentials/NAME.html`; that is the name of its node. None if they have no address:
            then the name is `urn:libcert:credential:ID`.
    """
    graph = _Graph(records, base)
    own: dict[str, Any] = {"libcert": terms.OWN_NAMESPACE}
    own |= {term: {"@type": "@id"} for term in terms.REFERENCES}
    own[_BETTER] = {"@type": "@json"}
    return {"@context": [terms.CONTEXT, own], "@graph": list(graph.nodes())}


class _Graph:
    """The nodes of records, and the names by which they refer to each other."""

    def __init__(self, records: Sequence[Credential], base: str | None) -> None:
        self._records = records
        self._base = base
        self._families: dict[str, list[Credential]] = {}
        for record in records:
            if record.family is not None:
                self._families.setdefault(record.family, []).append(record)
        self._organizations = {record.issuer.id: record.issuer for record in records}
        self._sources: dict[str, Source] = {}

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes: first the records, then what they name."""
        for record in self._records:
            yield self._credential(record)
        for organization in self._organizations.values():
            yield _organization(organization)
        for family, levels in self._families.items():
            yield self._family(family, levels)
        for source in self._sources.values():
            yield _source(source)

    # --- Names of nodes ---------------------------------------------------------------------------

    def _iri(self, id_: str) -> str:
        """Return the name of the node of the credential or family *id_*."""
        if id_ in self._families:
            return terms.FAMILY_IRI + id_
        if self._base is not None:
            return f"{self._base}credentials/{slug(id_)}.html"
        return terms.CREDENTIAL_IRI + id_

    def _iris(self, ids: Iterable[str]) -> list[str]:
        return [self._iri(id_) for id_ in ids]

    def _member_of(self, id_: str | None) -> str | None:
        """Return the name of the node of the organization *id_*, which gets a node if it has none.

        Its full name is not on record here if it issues none of the records.
        """
        if id_ is None:
            return None
        self._organizations.setdefault(id_, Organization(id=id_, name=id_))
        return terms.ORGANIZATION_IRI + id_

    def _cite(self, sources: Iterable[Source]) -> list[str]:
        """Return the names of the nodes of *sources*, each of which gets a node."""
        cited = list(sources)
        for source in cited:
            self._sources.setdefault(source.id, source)
        return [terms.SOURCE_IRI + source.id for source in cited]

    # --- Records ----------------------------------------------------------------------------------

    def _credential(self, record: Credential) -> Node:
        types = terms.TYPES[record.type]
        issuer = terms.ORGANIZATION_IRI + record.issuer.id
        name_of_id = {
            "@type": "ceterms:IdentifierValue",
            "ceterms:identifierType": terms.ID_TYPE,
            "ceterms:identifierTypeName": _text("id in libcert"),
            "ceterms:identifierValueCode": record.id,
        }
        is_shared = sum(each == types for each in terms.TYPES.values()) > 1
        return _filled(
            {
                "@id": self._iri(record.id),
                "@type": types,
                "libcert:type": record.type if is_shared else None,
                "ceterms:identifier": [name_of_id],
                "ceterms:name": _text(record.name),
                "ceterms:alternateName": _texts([record.id, *record.aliases]),
                "ceterms:description": _text(record.summary),
                "ceterms:subjectWebpage": _page(record),
                "ceterms:inLanguage": [terms.LANGUAGE],
                "ceterms:ownedBy": [issuer],
                "ceterms:offeredBy": [issuer],
                "ceterms:jurisdiction": [_jurisdiction(place) for place in record.where],
                "ceterms:isPartOf": self._family_iri(record.family),
                "ceterms:preparationFrom": record.previous and [self._iri(record.previous)],
                **self._status(record),
                "ceterms:learningDeliveryType": [
                    _aligned(terms.DELIVERIES[way]) for way in record.delivery
                ],
                "ceterms:estimatedDuration": [*self._durations(record)],
                **_effort(record.effort),
                "ceterms:requires": [*self._requirements(record)],
                "ceterms:estimatedCost": [*self._costs(record, to_keep=False)],
                **self._renewal(record),
                "ceterms:isSimilarTo": self._iris(record.nearest),
                **_own(record, Credential),
                **_stated(record),
                **self._evidence(record),
                **_match(record),
            }
        )

    def _family_iri(self, family: str | None) -> list[str]:
        return [] if family is None else [terms.FAMILY_IRI + family]

    def _status(self, record: Credential) -> Node:
        status = record.status
        ends = status.since if status.state != "offered" else None
        is_day = ends is not None and len(ends) == _WHOLE_DAY
        return {
            "ceterms:credentialStatusType": status.state and _aligned(terms.STATES[status.state]),
            "ceterms:expirationDate": ends if is_day else None,
            "libcert:since": None if is_day else status.since,
            "ceterms:supersededBy": self._iris(status.replaced_by),
            "libcert:statusNote": status.note,
        }

    def _durations(self, record: Credential) -> Iterator[Node]:
        duration, effort = record.duration, record.effort
        if duration != Months():
            yield {
                "@type": "ceterms:DurationProfile",
                **_span(duration, "ceterms:{}Duration"),
                "ceterms:description": _text(duration.note),
                **_own(duration, Months),
                **self._basis(record, "duration"),
            }
        if _is_exact_hours(effort):
            yield {
                "@type": "ceterms:DurationProfile",
                "ceterms:timeRequired": f"PT{_number(effort.low)}H",
                "ceterms:description": _text(effort.note),
                **_own(effort, Months),
                **self._basis(record, "effort"),
            }

    def _evidence(self, record: Credential) -> Node:
        """Return the sources of *record*, and what public sources say to its figures."""
        iris = self._cite(record.sources)
        return {
            "schema:isBasedOn": iris,
            "schema:dateModified": _latest(record.sources),
            "libcert:citation": [
                {
                    "@type": "libcert:Citation",
                    "schema:isBasedOn": iri,
                    "libcert:supports": list(source.supports),
                }
                for iri, source in zip(iris, record.sources, strict=True)
            ],
            "libcert:finding": list(map(_finding, record.findings)),
        }

    def _basis(self, record: Credential, field: str) -> Node:
        """Return the sources of a *field* and the day on which the last of them was read."""
        sources = [source for source in record.sources if field in source.supports]
        return {"schema:isBasedOn": self._cite(sources), "schema:dateModified": _latest(sources)}

    # --- Conditions -------------------------------------------------------------------------------

    def _requirements(self, record: Credential) -> Iterator[Node]:
        page = next((each.url for each in record.sources if "requirements" in each.supports), None)
        for requirement in record.requirements:
            yield {
                **self._condition(requirement),
                "ceterms:subjectWebpage": page,
                **self._basis(record, "requirements"),
            }
        if record.exams:
            yield {
                "@type": "ceterms:ConditionProfile",
                "ceterms:targetAssessment": list(map(self._exam, record.exams)),
                **self._basis(record, "exams"),
            }

    def _condition(self, requirement: Requirement) -> Node:
        parts = list(map(self._condition, requirement.of))
        is_any = requirement.at_least == 1
        member_of = self._member_of(requirement.membership)
        credential = requirement.credential
        return {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": _text(requirement.text),
            **_work(requirement.experience),
            **_education(requirement.education),
            "libcert:notEducation": _education_node(requirement.not_education),
            "ceterms:affiliation": member_of and [member_of],
            "ceterms:targetCredential": credential and [self._iri(credential)],
            **_own(requirement, Requirement),
            "ceterms:alternativeCondition": parts if is_any else [],
            "libcert:part": [] if is_any else parts,
            "libcert:atLeast": None if is_any else requirement.at_least,
        }

    def _exam(self, exam: Exam) -> Node:
        minutes = {
            "@type": "ceterms:DurationProfile",
            "ceterms:exactDuration": f"PT{exam.minutes}M",
        }
        methods = dict.fromkeys(terms.METHODS[form] for form in exam.formats)
        return {
            "@type": "ceterms:AssessmentProfile",
            "ceterms:name": _text(exam.name),
            "ceterms:description": _text(exam.note),
            "ceterms:assessmentMethodType": list(map(_aligned, methods)),
            "ceterms:subject": [
                {
                    "@type": "ceterms:CredentialAlignmentObject",
                    "ceterms:targetNodeName": _text(topic),
                }
                for topic in exam.topics
            ],
            "ceterms:estimatedDuration": [minutes] if exam.minutes else [],
            "libcert:passedWith": self._iris(exam.passed_with),
            **_own(exam, Exam),
        }

    # --- Fees and renewal -------------------------------------------------------------------------

    def _costs(self, record: Credential, *, to_keep: bool) -> Iterator[Node]:
        """Yield the fees to earn the credential, or those to keep it.

        If they are mixed on record, each one says its place there.
        """
        after = [fee.purpose in _TO_KEEP for fee in record.fees]
        is_mixed = after != sorted(after)
        page = next((each.url for each in record.sources if "fees" in each.supports), None)
        for number, fee in enumerate(record.fees):
            if after[number] == to_keep:
                yield {
                    **self._cost(fee),
                    "libcert:place": number if is_mixed else None,
                    "ceterms:costDetails": page,
                    **self._basis(record, "fees"),
                }

    def _cost(self, fee: Fee) -> Node:
        audience = terms.AUDIENCES.get(fee.audience)
        types = [terms.COST_TYPES[fee.purpose], *([] if fee.required else [terms.OPTIONAL_COST])]
        is_exact = fee.low == fee.high
        pattern = {"renewal": "each renewal", "maintenance": "each year"}.get(fee.purpose)
        return {
            "@type": "ceterms:CostProfile",
            "ceterms:description": _text(phrases.one_line("fees", (fee,))),
            "ceterms:directCostType": list(map(_aligned, types)),
            "libcert:purpose": fee.purpose,
            "ceterms:price": _number(fee.low) if is_exact else None,
            "schema:minPrice": None if is_exact else _number(fee.low),
            "schema:maxPrice": None if is_exact else _number(fee.high),
            "ceterms:currency": fee.unit,
            "ceterms:audienceType": audience and [_aligned(audience)],
            "libcert:memberOf": self._member_of(fee.organization),
            "ceterms:paymentPattern": _text("each year" if fee.yearly else pattern),
            "libcert:unclearFor": self._iris(fee.unclear_for),
            **_own(fee, Fee),
        }

    def _renewal(self, record: Credential) -> Node:
        renewal = record.renewal
        costs = [_filled(cost) for cost in self._costs(record, to_keep=True)]
        member_of = self._member_of(renewal.membership)
        credit = {"@type": "ceterms:ValueProfile", "schema:value": renewal.credits}
        profile = _filled(
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": _text(renewal.note),
                "ceterms:condition": _texts(renewal.methods),
                "ceterms:creditValue": [credit] if renewal.credits else [],
                "ceterms:affiliation": member_of and [member_of],
                "ceterms:estimatedCost": costs,
                **_own(renewal, Renewal),
            }
        )
        return {
            "ceterms:renewalFrequency": _iso_months(renewal.months),
            "ceterms:renewal": [profile] if len(profile) > 1 else [],
        }

    # --- Families ---------------------------------------------------------------------------------

    def _family(self, family: str, levels: Sequence[Credential]) -> Node:
        issuers = dict.fromkeys(terms.ORGANIZATION_IRI + level.issuer.id for level in levels)
        return {
            "@id": terms.FAMILY_IRI + family,
            "@type": ["ceterms:Credential", "libcert:Family"],
            "ceterms:name": _text(common_name(levels) or family),
            "ceterms:alternateName": _texts([family]),
            "ceterms:ownedBy": list(issuers),
            "ceterms:hasPart": self._iris(level.id for level in levels),
        }


# --- Parts of nodes -------------------------------------------------------------------------------


def _filled(node: Node) -> Node:
    """Return *node* without the terms, at any depth, that have no value."""
    inner = {term: each if term == _BETTER else _inner(each) for term, each in node.items()}
    return {
        term: each
        for term, each in inner.items()
        if each is not None and (each != [] or term == _BETTER)
    }


def _inner(value: object) -> object:
    if isinstance(value, dict):
        return _filled(value)
    return list(map(_inner, value)) if isinstance(value, list) else value


def _text(text: str | None) -> Node | None:
    return None if text is None else {terms.LANGUAGE: text}


def _texts(texts: Sequence[str]) -> Node | None:
    return {terms.LANGUAGE: list(texts)} if texts else None


def _number(value: int | Decimal | None) -> int | float | None:
    number: int | float | None = json_value(value)
    return number


def _own(value: Model, model: type[Model]) -> Node:
    """Return our own terms for the fields of *value* that CTDL has not, except those by default."""
    fields = {name: getattr(value, name) for name in terms.own_fields(model)}
    return {
        terms.own_term(name): json_value(given)
        for name, given in fields.items()
        if given != getattr(model, name)
    }


def _aligned(term: str) -> Node:
    """Return a value of one of the lists of CTDL, such as `costType:Tuition`."""
    prefix, _, name = term.partition(":")
    framework = terms.FRAMEWORKS[prefix]
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"https://credreg.net/ctdl/terms/{framework}",
        "ceterms:frameworkName": _text(_spaced(framework)),
        "ceterms:targetNode": term,
        "ceterms:targetNodeName": _text(_spaced(name)),
    }


def _spaced(name: str) -> str:
    """Return a name in camel case as words: `Cost Type`."""
    return "".join(f" {each}" if each.isupper() else each for each in name).strip()


def _jurisdiction(place: str) -> Node:
    if place == EVERYWHERE:
        return {"@type": "ceterms:JurisdictionProfile", "ceterms:globalJurisdiction": True}
    country, _, part = place.partition("-")
    return {
        "@type": "ceterms:JurisdictionProfile",
        "ceterms:mainJurisdiction": [
            {
                "@type": "ceterms:Place",
                "ceterms:name": _text(short_name(place)),
                "ceterms:addressCountry": _text(country),
                "ceterms:addressRegion": _text(place) if part else None,
            }
        ],
    }


def _organization(organization: Organization) -> Node:
    return {
        "@id": terms.ORGANIZATION_IRI + organization.id,
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": _text(organization.name),
        "ceterms:alternateName": _texts([organization.id]),
    }


def _source(source: Source) -> Node:
    publisher = {"@type": "schema:Organization", "schema:name": source.publisher}
    return _filled(
        {
            "@id": terms.SOURCE_IRI + source.id,
            "@type": "schema:WebPage",
            "schema:name": source.title,
            "schema:publisher": publisher,
            "schema:url": source.url,
            "schema:datePublished": source.dated,
            "libcert:read": source.read.isoformat(),
            "libcert:tier": source.tier,
            "libcert:note": source.note,
        }
    )


def _finding(finding: Finding) -> Node:
    return {
        "@type": "libcert:Finding",
        "libcert:about": finding.about,
        "libcert:verdict": finding.verdict,
        "libcert:note": finding.note,
        "schema:isBasedOn": [terms.SOURCE_IRI + id_ for id_ in finding.sources],
        "schema:dateModified": finding.read.isoformat(),
        _BETTER: None if finding.better is None else json_value(finding.better),
    }


def _page(record: Credential) -> str | None:
    """Return the address of the first page of the issuer, if one is on record."""
    return next((source.url for source in record.sources if source.tier == "issuer"), None)


def _latest(sources: Sequence[Source]) -> str | None:
    """Return the day on which the last of *sources* was read."""
    days: list[date] = [source.read for source in sources]
    return max(days).isoformat() if days else None


def _iso_months(months: int | Decimal | None) -> str | None:
    """Return a number of months as a duration of ISO 8601: `P3Y`, `P18M` or `P1.5M`."""
    if months is None:
        return None
    if months and months % _MONTHS_IN_A_YEAR == 0:
        return f"P{_number(months / Decimal(_MONTHS_IN_A_YEAR))}Y"
    return f"P{_number(months)}M"


def _span(duration: Months, term: str) -> Node:
    low, high = _iso_months(duration.low), _iso_months(duration.high)
    if low == high:
        return {term.format("exact"): low}
    return {term.format("minimum"): low, term.format("maximum"): high}


def _is_exact_hours(effort: Effort) -> bool:
    return effort.unit == "hours" and effort.low is not None and effort.low == effort.high


def _effort(effort: Effort) -> Node:
    """Return the study for which CTDL has no term: a range of hours, credits or courses."""
    is_elsewhere = effort == Effort() or _is_exact_hours(effort)
    return {} if is_elsewhere else {"libcert:effort": _quantity(effort)}


def _quantity(range_: Range) -> Node:
    return {
        "@type": "schema:QuantitativeValue",
        "schema:minValue": _number(range_.low),
        "schema:maxValue": _number(range_.high),
        "libcert:unit": range_.unit,
        "libcert:note": range_.note,
        **_own(range_, Months),
    }


def _work(work: Work | None) -> Node:
    """Return the experience that a condition asks for: in CTDL its least years and its note."""
    if work is None:
        return {}
    more = {
        "schema:maxValue": _number(work.high) if work.high != work.low else None,
        "libcert:noMaximum": True if work.high is None and work.low is not None else None,
        **_own(work, Work),
    }
    is_more = _filled(more) or work == Work()
    return {
        "ceterms:yearsOfExperience": _number(work.low),
        "ceterms:experience": _text(work.note),
        "libcert:experience": {"@type": "libcert:Work", **more} if is_more else None,
    }


def _education(education: Education | None) -> Node:
    """Return the education that a condition asks for: in CTDL its level."""
    if education is None:
        return {}
    level = terms.LEVELS.get(education.level or "none")
    node = _education_node(education) or {}
    if level is not None:
        del node["libcert:level"]
    return {
        "ceterms:audienceLevelType": level and [_aligned(level)],
        "libcert:education": node if level is None or len(_filled(node)) > 1 else None,
    }


def _education_node(education: Education | None) -> Node | None:
    if education is None:
        return None
    return {
        "@type": "libcert:Education",
        "libcert:level": education.level,
        **_own(education, Education),
    }


def _stated(record: Credential) -> Node:
    """Return the figures that the record states, although others may be worked out."""
    derived = derive_figures(record, ())
    stated: Mapping[str, object] = {
        "experience": _quantity(record.experience),
        "education": _education_node(record.education),
        "exam_required": record.exam_required,
    }
    return {
        terms.own_term(field): value
        for field, value in stated.items()
        if getattr(record, field) != getattr(derived, field) or _cites_apart(record, field)
    }


def _cites_apart(record: Credential, field: str) -> bool:
    """Return whether a source supports the origin of *field*, but not *field* itself.

    Sources of what is worked out are those of its origin, so the record states this field.
    """
    origin = WORKED_OUT[field]
    return any(
        origin in source.supports and field not in source.supports for source in record.sources
    )


def _match(record: Credential) -> Node:
    """Return whether *record* meets the criteria of a filter, and why."""
    if not isinstance(record, MatchedCredential):
        return {}
    match = record.match
    because = [describe_with_options(reason) for reason in match.because]
    node = {"@type": "libcert:Match", "libcert:answer": match.answer.value}
    return {"libcert:match": node | {"libcert:because": because}}
