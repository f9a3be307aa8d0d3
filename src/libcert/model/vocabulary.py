"""The closed lists of values that some fields allow."""

from typing import Final, Literal

CredentialType = Literal["certification", "certificate", "license", "assessment", "registration"]
Setting = Literal[
    "academic",
    "public",
    "school",
    "special",
    "archives",
    "museum",
    "records",
    "health",
    "information-management",
    "electronics",
    "automation",
    "office",
    "it",
    "any",
]
LIBRARIES: Final[frozenset[Setting]] = frozenset({"academic", "public", "school", "special"})
"""The settings that are libraries; `any` stands for all of them."""
Level = Literal[
    "none", "high-school", "certificate", "associate", "bachelor", "master", "doctorate"
]
Purpose = Literal[
    "application",
    "exam",
    "course",
    "enrolment",
    "certification",
    "membership",
    "renewal",
    "maintenance",
]
Audience = Literal["everyone", "member", "non-member"]
ExamFormat = Literal[
    "written", "multiple-choice", "essay", "oral", "performance-based", "hands-on", "simulation"
]
Standing = Literal["confirmed", "disputed", "not-found"]
Verdict = Literal["confirmed", "partly", "contradicted", "not-found"]
Tier = Literal["article", "issuer", "government", "association", "secondary", "weak"]
