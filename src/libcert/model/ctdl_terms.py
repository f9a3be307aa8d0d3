"""The words of CTDL for our values, for those who write it and those who read it.

CTDL is the Credential Transparency Description Language of Credential Engine, a vocabulary for
JSON-LD. If it has no term for a field, our own term `libcert:…` stands on the same node.
"""

import re
from collections.abc import Mapping
from typing import Final

from libcert.model.base import Model
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
from libcert.model.vocabulary import (
    Audience,
    CredentialType,
    Delivery,
    ExamFormat,
    Level,
    Purpose,
    State,
)

# --- Addresses ------------------------------------------------------------------------------------

CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
"""The address of the published context of CTDL."""
PREFIX: Final = "libcert:"
"""The prefix of our own terms."""
OWN_NAMESPACE: Final = "urn:libcert:terms:"
"""The beginning of our own terms in full."""
CREDENTIAL_IRI: Final = "urn:libcert:credential:"
ORGANIZATION_IRI: Final = "urn:libcert:organization:"
FAMILY_IRI: Final = "urn:libcert:family:"
SOURCE_IRI: Final = "urn:libcert:source:"
"""The beginnings of the names of nodes; the id follows."""
ID_TYPE: Final = "libcert:id"
"""The type of an identifier that is an id of ours."""
OF_CONDITIONS_AND_COSTS: Final = frozenset(
    {
        *("ceterms:CostProfile", "ceterms:alternativeCondition", "ceterms:audienceLevelType"),
        *("ceterms:commonConditions", "ceterms:commonCosts", "ceterms:corequisite"),
        *("ceterms:corequisiteCondition", "ceterms:coPrerequisite", "ceterms:currency"),
        *("ceterms:entryCondition", "ceterms:estimatedCost", "ceterms:minimumAge"),
        *("ceterms:price", "ceterms:requires", "ceterms:yearsOfExperience"),
        *("libcert:part", "schema:maxPrice", "schema:minPrice"),
    }
)
"""The terms without which the conditions or the cost of a record are not whole."""
REFERENCES: Final = (
    "libcert:memberOf",
    "libcert:passedWith",
    "libcert:unclearFor",
    "schema:isBasedOn",
)
"""The terms outside of CTDL whose values are names of nodes."""
LANGUAGE: Final = "en-US"
"""The language of our texts."""

# --- Values ---------------------------------------------------------------------------------------

TYPES: Final[Mapping[CredentialType, str]] = {
    "certification": "ceterms:Certification",
    "certificate": "ceterms:Certificate",
    "license": "ceterms:License",
    "assessment": "ceterms:Credential",
    "registration": "ceterms:Credential",
}
"""The classes of credentials; CTDL has none for the last two, so our own term says which it is."""
COST_TYPES: Final[Mapping[Purpose, str]] = {
    "application": "costType:Application",
    "exam": "costType:StandaloneAssessment",
    "course": "costType:Tuition",
    "enrolment": "costType:EnrollmentFee",
    "certification": "costType:ProcessingFee",
    "membership": "costType:MixedFees",
    "renewal": "costType:RenewalFee",
    "maintenance": "costType:RenewalFee",
}
OPTIONAL_COST: Final = "costType:OptionalCharges"
"""The second type of a cost that nobody has to pay."""
AUDIENCES: Final[Mapping[Audience, str]] = {
    "member": "audience:Member",
    "non-member": "audience:NonMember",
}
"""Everybody else has no term."""
LEVELS: Final[Mapping[Level, str]] = {
    "high-school": "audLevel:SecondaryLevel",
    "associate": "audLevel:AssociatesDegreeLevel",
    "bachelor": "audLevel:BachelorsDegreeLevel",
    "master": "audLevel:MastersDegreeLevel",
    "doctorate": "audLevel:DoctoralDegreeLevel",
}
"""The other levels have no term."""
STATES: Final[Mapping[State, str]] = {
    "offered": "credentialStat:Active",
    "closing": "credentialStat:Ceasing",
    "closed": "credentialStat:Deprecated",
}
DELIVERIES: Final[Mapping[Delivery, str]] = {
    "online": "deliveryType:OnlineOnly",
    "in-person": "deliveryType:InPerson",
    "blended": "deliveryType:BlendedDelivery",
}
METHODS: Final[Mapping[ExamFormat, str]] = {
    "written": "assessMethod:Exam",
    "multiple-choice": "assessMethod:Exam",
    "essay": "assessMethod:Exam",
    "oral": "assessMethod:Exam",
    "performance-based": "assessMethod:Performance",
    "hands-on": "assessMethod:Performance",
    "simulation": "assessMethod:Performance",
}
FRAMEWORKS: Final = {
    "costType": "CostType",
    "audience": "Audience",
    "audLevel": "AudienceLevel",
    "credentialStat": "CredentialStatus",
    "deliveryType": "Delivery",
    "assessMethod": "AssessmentMethod",
}
"""The name of each list of values in CTDL, by its prefix."""

# --- Fields ---------------------------------------------------------------------------------------

_IN_CTDL: Final[Mapping[type[Model], frozenset[str]]] = {
    Credential: frozenset(
        {
            *("id", "aliases", "name", "type", "issuer", "where", "family", "previous"),
            *("status", "delivery", "summary", "cost", "duration", "effort", "experience"),
            *("education", "exam_required", "exams", "requirements", "conditions", "fees"),
            *("renewal", "nearest", "findings", "sources"),
        }
    ),
    Months: frozenset({"low", "high", "unit", "note"}),
    Work: frozenset({"low", "high", "unit", "note"}),
    Education: frozenset({"level"}),
    Exam: frozenset({"name", "topics", "minutes", "passed_with", "note"}),
    Fee: frozenset(
        {
            *("low", "high", "unit", "purpose", "audience", "organization", "required"),
            "unclear_for",
        }
    ),
    Requirement: frozenset(
        {
            *("text", "experience", "education", "membership", "credential", "not_education"),
            *("of", "at_least"),
        }
    ),
    Renewal: frozenset({"months", "credits", "methods", "membership", "note"}),
}
"""The fields that have a term of CTDL, or nodes of their own."""


def own_term(field: str) -> str:
    """Return our own term for a *field*: `libcert:notFor` for `not_for`."""
    return PREFIX + re.sub("_(.)", lambda match: match[1].upper(), field)


def own_fields(model: type[Model]) -> dict[str, str]:
    """Return the fields of *model* that only our own terms have, with these terms."""
    return {name: own_term(name) for name in model.FIELDS if name not in _IN_CTDL[model]}
