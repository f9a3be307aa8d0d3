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
    "Profile",
    "Range",
    "UnknownCredentialError",
    "Wishes",
    "__version__",
    "at_least",
    "at_most",
    "checked",
    "choices",
    "cost_to_earn",
    "eligibility_for",
    "falling_due",
    "load",
    "matched",
    "over_years",
    "plan",
]

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in `typing`, which takes longer than all that `--version` does

if TYPE_CHECKING:
    from libcert.catalogue import Catalogue, load
    from libcert.catalogue.fees import Memberships, cost_to_earn
    from libcert.model.checking import checked
    from libcert.model.credential import Answer, Credential, MatchedCredential, Range
    from libcert.model.errors import (
        InvalidCatalogueError,
        InvalidProfileError,
        LibcertError,
        NotAllowedError,
        UnknownCredentialError,
    )
    from libcert.model.profile import Profile
    from libcert.planning import Wishes, choices, plan
    from libcert.questions.criteria import Criteria, matched
    from libcert.questions.eligibility import eligibility_for
    from libcert.questions.renewals import falling_due
    from libcert.questions.three_valued import at_least, at_most
    from libcert.questions.total_cost import over_years

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
    "Profile": "model.profile",
    "Range": "model.credential",
    "UnknownCredentialError": "model.errors",
    "Wishes": "planning",
    "at_least": "questions.three_valued",
    "at_most": "questions.three_valued",
    "checked": "model.checking",
    "choices": "planning",
    "eligibility_for": "questions.eligibility",
    "falling_due": "questions.renewals",
    "load": "catalogue",
    "matched": "questions.criteria",
    "over_years": "questions.total_cost",
    "plan": "planning",
    "cost_to_earn": "catalogue.fees",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `libcert --version` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'libcert' has no attribute {name!r}")
    return getattr(import_module(f"libcert.{_HOMES[name]}"), name)
