"""Helpers to make a credential for a test: a test names only the fields that matter to it."""

from typing import Any, Final

from libcert.model.credential import Credential, Organization
from libcert.model.derived import derive_figures
from libcert.model.validation import validate

ISSUER: Final = Organization(id="Y", name="Y")
NOTHING_ASKED: Final[dict[str, Any]] = {
    "settings": ["academic"],
    "experience": {"low": 0, "high": 0},
    "education": {"level": "none"},
}
"""The fields of a credential for academic libraries that has no requirements."""


def make_credential(*, kind: type[Credential] = Credential, **fields: Any) -> Any:
    """Return a certification with the ID X and these *fields*, which are model objects.

    Nothing is validated or derived. *kind* is the class of the credential. The name is the same as
    the ID, unless *fields* contains a name.
    """
    return kind(**_with_defaults(fields))


def load_credential(**fields: Any) -> Credential:
    """Return a certification with the ID X and these *fields*, as a catalogue file has them.

    The fields are validated, and other fields are derived from them, as in a loaded catalogue.
    """
    record = _with_defaults(fields)
    return derive_figures(validate(Credential, record), record)


def _with_defaults(fields: dict[str, Any]) -> dict[str, Any]:
    name = fields.get("id", "X")
    return {"id": name, "name": name, "type": "certification", "issuer": ISSUER} | fields
