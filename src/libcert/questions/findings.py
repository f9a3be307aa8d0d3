"""Mark the figures of a record that public sources dispute or improve."""

from collections.abc import Iterator, Sequence
from typing import Final

from libcert.model.credential import WORKED_OUT, Credential
from libcert.model.on_record import is_on_record
from libcert.model.source import Finding

DISPUTED: Final = "disputed"
CHECKED: Final = "checked"


def marks(credential: Credential, *, checked: bool) -> dict[str, str]:
    """Return the mark of each field that a finding is about.

    A field of a listed record is `DISPUTED` if sources contradict its figure or confirm only a part
    of it. A field of a *checked* record is `CHECKED` if it has a better figure.
    """
    marked: dict[str, str] = {}
    for finding in credential.findings:
        if checked and finding.better is not None:
            marked |= dict.fromkeys(_replaced_fields(credential, finding), CHECKED)
        elif finding.verdict in {"contradicted", "partly"}:
            for name in _doubtful_fields(finding):
                if is_on_record(getattr(credential, name)):
                    marked.setdefault(name, DISPUTED)
    return marked


def _replaced_fields(credential: Credential, finding: Finding) -> Iterator[str]:
    """Yield the field with the better figure of *finding*, and fields derived from it."""
    field = _field(finding)
    yield field
    # If the record states a derived field itself, that field has other sources than the finding.
    supported = {
        name
        for source in credential.sources
        if source.id in finding.sources
        for name in source.supports
    }
    for name in _derived_from(field):
        if name in supported and is_on_record(getattr(credential, name)):
            yield name


def _doubtful_fields(finding: Finding) -> list[str]:
    """Return the fields that *finding* puts in doubt.

    The cost follows from the fees. A disputed condition, on the other hand, may leave the total
    experience and education unchanged.
    """
    field = _field(finding)
    return [field, *(_derived_from(field) if field == "fees" else [])]


def _field(finding: Finding) -> str:
    return finding.about.partition(".")[0]


def _derived_from(field: str) -> list[str]:
    return [name for name, origin in WORKED_OUT.items() if origin == field]


def disputed(credential: Credential, fields: Sequence[str], *, checked: bool) -> tuple[str, ...]:
    """Return those of *fields* that are disputed and not replaced by a better figure."""
    marked = marks(credential, checked=checked)
    return tuple(name for name in fields if marked.get(name) == DISPUTED)
