"""What public sources make of the figures of a record."""

from collections.abc import Sequence
from typing import Final

from libcert.model.credential import WORKED_OUT, Credential
from libcert.render.phrases import on_record

DISPUTED: Final = "disputed"
CHECKED: Final = "checked"


def marks(credential: Credential, *, checked: bool) -> dict[str, str]:
    """Return what is to be said of each field that a finding is about.

    Of a listed record it is «disputed» where sources contradict the figure or bear it out in part
    only; of a *checked* one it is «checked» where a better figure stands in its place.
    """

    def said(name: str) -> bool:
        return on_record(name, getattr(credential, name))

    found: dict[str, str] = {}
    for finding in credential.findings:
        field = finding.about.partition(".")[0]
        follow = [name for name, origin in WORKED_OUT.items() if origin == field]
        if checked and finding.better is not None:
            # What a record writes itself does not follow, and so rests on other sources.
            moved = {
                name
                for source in credential.sources
                if source.id in finding.sources
                for name in source.supports
            }
            found |= dict.fromkeys(
                [field, *(name for name in follow if name in moved and said(name))], CHECKED
            )
        elif finding.verdict in {"contradicted", "partly"}:
            # What disputes one condition need not dispute the years or the level that they come to.
            for name in (field, *(name for name in follow if field == "fees")):
                if said(name):
                    found.setdefault(name, DISPUTED)
    return found


def disputed(credential: Credential, fields: Sequence[str], *, checked: bool) -> tuple[str, ...]:
    """Return those of *fields* that public sources dispute and that no better figure stands for."""
    marked = marks(credential, checked=checked)
    return tuple(name for name in fields if marked.get(name) == DISPUTED)
