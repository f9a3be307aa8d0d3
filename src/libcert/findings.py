"""What public sources make of the figures of a record."""

from collections.abc import Iterator
from typing import Final

from libcert.models import Credential

DISPUTED: Final = "disputed"
CHECKED: Final = "checked"


def marks(credential: Credential, *, checked: bool) -> dict[str, str]:
    """Return what is to be said of each field that a finding is about.

    Of a listed record it is «disputed» where sources contradict the figure or bear it out in part
    only; of a *checked* one it is «checked» where a better figure stands in its place.
    """
    found: dict[str, str] = {}
    for finding in credential.findings:
        for field in _fields(finding.about):
            if checked and finding.better is not None:
                found[field] = CHECKED
            elif finding.verdict in {"contradicted", "partly"}:
                found.setdefault(field, DISPUTED)
    return found


def _fields(about: str) -> Iterator[str]:
    """Yield the field that a finding is about, and what follows from its fees."""
    field = about.partition(".")[0]
    yield field
    if field == "fees":
        yield "cost"
