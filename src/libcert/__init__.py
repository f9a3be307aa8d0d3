"""Plan a career with library certifications: their cost, time and requirements, with sources.

>>> import libcert
>>> catalogue = libcert.load()
>>> catalogue["CLT"].cost.high
200
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers assume it is true; importing `typing` would slow `--version`

if TYPE_CHECKING:
    from libcert.catalogue import Catalogue as Catalogue
    from libcert.catalogue import load as load
    from libcert.catalogue.fees import Memberships as Memberships
    from libcert.catalogue.fees import cost_to_earn as cost_to_earn
    from libcert.model.credential import Answer as Answer
    from libcert.model.credential import Credential as Credential
    from libcert.model.credential import MatchedCredential as MatchedCredential
    from libcert.model.credential import Range as Range
    from libcert.model.errors import InvalidCatalogueError as InvalidCatalogueError
    from libcert.model.errors import InvalidProfileError as InvalidProfileError
    from libcert.model.errors import LibcertError as LibcertError
    from libcert.model.errors import NotAllowedError as NotAllowedError
    from libcert.model.errors import UnknownCredentialError as UnknownCredentialError
    from libcert.model.profile import Profile as Profile
    from libcert.model.reasons import Reason as Reason
    from libcert.model.validation import validate as validate
    from libcert.planning import PlanRequest as PlanRequest
    from libcert.planning import alternative_plans as alternative_plans
    from libcert.planning import plan as plan
    from libcert.questions.cost_over_years import cost_over_years as cost_over_years
    from libcert.questions.criteria import Criteria as Criteria
    from libcert.questions.criteria import match_criteria as match_criteria
    from libcert.questions.eligibility import check_eligibility as check_eligibility
    from libcert.questions.renewals import upcoming_renewals as upcoming_renewals
    from libcert.questions.three_valued import at_least as at_least
    from libcert.questions.three_valued import at_most as at_most
    from libcert.render.reasons import describe as describe

_MODULES = {
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
    "Reason": "model.reasons",
    "UnknownCredentialError": "model.errors",
    "alternative_plans": "planning",
    "at_least": "questions.three_valued",
    "at_most": "questions.three_valued",
    "check_eligibility": "questions.eligibility",
    "cost_over_years": "questions.cost_over_years",
    "cost_to_earn": "catalogue.fees",
    "describe": "render.reasons",
    "load": "catalogue",
    "match_criteria": "questions.criteria",
    "plan": "planning",
    "upcoming_renewals": "questions.renewals",
    "validate": "model.validation",
}
"""The module of each public name; type checkers read the imports above."""

__all__ = ["__version__", *_MODULES]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, because `libcert --version` needs none of them.

    Raises:
        AttributeError: If there is no such public name.
    """
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module 'libcert' has no attribute {name!r}")
    return getattr(import_module(f"libcert.{_MODULES[name]}"), name)
