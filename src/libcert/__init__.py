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
    "eligibility_for",
    "falling_due",
    "load",
    "matched",
    "over_years",
    "plan",
    "to_earn",
]

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in `typing`, which takes longer than all that `--version` does

if TYPE_CHECKING:
    from libcert.answers import at_least, at_most
    from libcert.catalogue import Catalogue, load
    from libcert.checking import checked
    from libcert.cost import Memberships, to_earn
    from libcert.cost_over_years import over_years
    from libcert.criteria import Criteria, matched
    from libcert.eligibility import eligibility_for
    from libcert.errors import (
        InvalidCatalogueError,
        InvalidProfileError,
        LibcertError,
        NotAllowedError,
        UnknownCredentialError,
    )
    from libcert.models import Answer, Credential, MatchedCredential, Range
    from libcert.person import Profile
    from libcert.planning import Wishes, choices, plan
    from libcert.renewals import falling_due

_HOMES = {
    "Answer": "models",
    "Catalogue": "catalogue",
    "Credential": "models",
    "Criteria": "criteria",
    "InvalidCatalogueError": "errors",
    "InvalidProfileError": "errors",
    "LibcertError": "errors",
    "MatchedCredential": "models",
    "Memberships": "cost",
    "NotAllowedError": "errors",
    "Profile": "person",
    "Range": "models",
    "UnknownCredentialError": "errors",
    "Wishes": "planning",
    "at_least": "answers",
    "at_most": "answers",
    "checked": "checking",
    "choices": "planning",
    "eligibility_for": "eligibility",
    "falling_due": "renewals",
    "load": "catalogue",
    "matched": "criteria",
    "over_years": "cost_over_years",
    "plan": "planning",
    "to_earn": "cost",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `libcert --version` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'libcert' has no attribute {name!r}")
    return getattr(import_module(f"libcert.{_HOMES[name]}"), name)
