"""Career planning with library certifications: what they cost, take and ask, and what nobody says.

>>> import libcert
>>> catalogue = libcert.load()
>>> catalogue["CLT"].cost.high
200
"""

__all__ = [
    "Answer",
    "Catalogue",
    "Credential",
    "Criteria",
    "InvalidCatalogueError",
    "InvalidProfileError",
    "LibcertError",
    "MatchedCredential",
    "Memberships",
    "NotAllowedError",
    "PlanRequest",
    "Profile",
    "Range",
    "UnknownCredentialError",
    "__version__",
    "alternative_plans",
    "at_least",
    "at_most",
    "check_eligibility",
    "cost_over_years",
    "cost_to_earn",
    "load",
    "match_criteria",
    "plan",
    "upcoming_renewals",
    "validate",
]

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in `typing`, which takes longer than all that `--version` does

if TYPE_CHECKING:
    from libcert.catalogue import Catalogue, load
    from libcert.catalogue.fees import Memberships, cost_to_earn
    from libcert.model.credential import Answer, Credential, MatchedCredential, Range
    from libcert.model.errors import (
        InvalidCatalogueError,
        InvalidProfileError,
        LibcertError,
        NotAllowedError,
        UnknownCredentialError,
    )
    from libcert.model.profile import Profile
    from libcert.model.validation import validate
    from libcert.planning import PlanRequest, alternative_plans, plan
    from libcert.questions.criteria import Criteria, match_criteria
    from libcert.questions.eligibility import check_eligibility
    from libcert.questions.renewals import upcoming_renewals
    from libcert.questions.three_valued import at_least, at_most
    from libcert.questions.total_cost import cost_over_years

_HOMES = {
    "Answer": "model.credential",
    "Catalogue": "catalogue",
    "Credential": "model.credential",
    "Criteria": "questions.criteria",
    "InvalidCatalogueError": "model.errors",
    "InvalidProfileError": "model.errors",
    "LibcertError": "model.errors",
    "MatchedCredential": "model.credential",
    "Memberships": "catalogue.fees",
    "NotAllowedError": "model.errors",
    "PlanRequest": "planning",
    "Profile": "model.profile",
    "Range": "model.credential",
    "UnknownCredentialError": "model.errors",
    "alternative_plans": "planning",
    "at_least": "questions.three_valued",
    "at_most": "questions.three_valued",
    "check_eligibility": "questions.eligibility",
    "cost_over_years": "questions.total_cost",
    "cost_to_earn": "catalogue.fees",
    "load": "catalogue",
    "match_criteria": "questions.criteria",
    "plan": "planning",
    "upcoming_renewals": "questions.renewals",
    "validate": "model.validation",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `libcert --version` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'libcert' has no attribute {name!r}")
    return getattr(import_module(f"libcert.{_HOMES[name]}"), name)
