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
Position = Literal[
    "page",
    "aide",
    "clerk",
    "assistant",
    "technician",
    "supervisor",
    "librarian",
    "teacher",
    "director",
    "archivist",
    "records-staff",
    "volunteer",
    "trustee",
]
"""Jobs in libraries and near them; `trustee` is a member of a library board."""
Delivery = Literal["online", "in-person", "blended"]
"""Ways to take a course or an exam; `blended` is partly online and partly in person."""
State = Literal["offered", "closing", "closed"]
Force = Literal["law", "funding", "none"]
"""How binding a rule is.

With `law`, the law demands it. With `funding`, a library loses public money or its accreditation
without it. With `none`, a source says that nothing is required.
"""
Topic = Literal["work", "pay", "entry", "outlook", "study-money"]
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
Standing = Literal["confirmed", "vouched", "disputed", "not-found"]
"""How far public sources bear a record out.

With `vouched`, the issuer itself wrote the record, and nobody compared it with a public page.
"""
Verdict = Literal["confirmed", "partly", "contradicted", "not-found"]
Tier = Literal["article", "issuer", "government", "association", "secondary", "weak"]
