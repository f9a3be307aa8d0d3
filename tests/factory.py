"""One way to make a credential for a test: name only the fields that the test is about."""

from typing import Any, Final

from libcert.catalogue.conditions import derive_figures
from libcert.model.credential import Credential, Organization
from libcert.model.validation import validate

ISSUER: Final = Organization(id="Y", name="Y")
NOTHING_ASKED: Final[dict[str, Any]] = {
    "settings": ["academic"],
    "experience": {"low": 0, "high": 0},
    "education": {"level": "none"},
}
"""The fields of a credential for academic libraries that anybody may earn."""


def make_credential(*, kind: type[Credential] = Credential, **fields: Any) -> Any:
    """Make a certification called X with these *fields*, which are objects of the model.

    Nothing is validated or derived. It is a *kind* of credential, and its name is its id unless
    another is given.
    """
    return kind(**_with_defaults(fields))


def load_credential(**fields: Any) -> Credential:
    """Make a certification called X with these *fields*, as a catalogue file has them.

    As in a loaded catalogue, they are validated, and what follows from them is derived.
    """
    record = _with_defaults(fields)
    return derive_figures(validate(Credential, record), record)


def _with_defaults(fields: dict[str, Any]) -> dict[str, Any]:
    name = fields.get("id", "X")
    return {"id": name, "name": name, "type": "certification", "issuer": ISSUER} | fields
