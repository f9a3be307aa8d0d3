"""Career planning with library certifications: what they cost, take and ask, and what nobody says.

>>> import libcert
>>> catalogue = libcert.load()
>>> catalogue["CLT"].cost.high
200
"""

from typing import TYPE_CHECKING

__all__ = [
    "Answer",
    "Catalogue",
    "Credential",
    "Criteria",
    "InvalidCatalogueError",
    "LibcertError",
    "MatchedCredential",
    "Memberships",
    "Range",
    "UnknownCredentialError",
    "__version__",
    "at_least",
    "at_most",
    "load",
    "matched",
    "to_earn",
]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from libcert.answers import at_least, at_most
    from libcert.catalogue import Catalogue, load
    from libcert.cost import Memberships, to_earn
    from libcert.criteria import Criteria, matched
    from libcert.errors import InvalidCatalogueError, LibcertError, UnknownCredentialError
    from libcert.models import Answer, Credential, MatchedCredential, Range

_HOMES = {
    "Answer": "models",
    "Catalogue": "catalogue",
    "Credential": "models",
    "Criteria": "criteria",
    "InvalidCatalogueError": "errors",
    "LibcertError": "errors",
    "MatchedCredential": "models",
    "Memberships": "cost",
    "Range": "models",
    "UnknownCredentialError": "errors",
    "at_least": "answers",
    "at_most": "answers",
    "load": "catalogue",
    "matched": "criteria",
    "to_earn": "cost",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `libcert --version` needs none of them."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'libcert' has no attribute {name!r}")
    return getattr(import_module(f"libcert.{_HOMES[name]}"), name)
