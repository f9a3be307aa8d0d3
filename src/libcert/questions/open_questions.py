"""The questions that are still open for a person, and the one that would settle most.

Needs that ask for the same detail belong to one question, whatever their words are: every `say
which education you have` is the question `education`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from libcert.model.reasons import SEVERAL, Reason
from libcert.model.results import OpenQuestion

RECORD: Final = "record"
"""The question that only the issuer can answer, because the record does not say."""

CONDITION: Final = "condition"
"""The question whether the person meets a condition that libcert cannot judge."""

_KINDS: Final[Mapping[str, str]] = {
    "schooling-unsaid": "education",
    "college-unsaid": "college",
    "subject-unsaid": "field",
    "exclusion-unsaid": "field",
    "work-unsaid": "work",
    "work-setting-unsaid": "workplace",
    "work-library-unsaid": "workplace",
    "work-role-unsaid": "position",
    "work-role-unclear": "position",
    "post-unsaid": "position",
    "work-full-time-unsaid": "hours",
    "work-hours-unsaid": "hours",
    "work-days-unsaid": "dates",
    "membership-unsaid": "membership",
    "credential-unsaid": "holding",
    "condition-unsaid": CONDITION,
}
"""The kind of question of each need that the person can answer; all others are `RECORD`."""


def kind_of(need: Reason) -> str:
    """Return the kind of question that *need* is."""
    return _KINDS.get(need.code, RECORD)


def single_needs(need: Reason | None) -> tuple[Reason, ...]:
    """Return the needs of which *need* consists; none if it is None."""
    if need is None:
        return ()
    return tuple(need.data["reasons"]) if need.code == SEVERAL else (need,)


def group_by_question(needs: Sequence[Reason | None]) -> list[OpenQuestion]:
    """Return the questions behind *needs*, the one that most answers depend on first.

    Each answer stands under one question. If it needs several, this is the one that is asked most
    often. If the record leaves it open as well, it stands under `RECORD`, which comes last: no
    detail of the person settles it.

    Args:
        needs: For each answer, what would settle it; None: nothing is known.
    """
    parts = [single_needs(need) for need in needs]
    kinds = [dict.fromkeys(map(kind_of, part)) or {RECORD: None} for part in parts]
    counts = Counter(kind for part in kinds for kind in part)
    members: dict[str, list[int]] = {}
    for position, part in enumerate(kinds):
        chosen = RECORD if RECORD in part else max(part, key=counts.__getitem__)
        members.setdefault(chosen, []).append(position)
    order = sorted(members, key=lambda kind: (kind == RECORD, -counts[kind]))
    return [
        OpenQuestion(
            kind=kind,
            question=_question(kind, [need for part in parts for need in part]),
            members=tuple(members[kind]),
            count=counts[kind],
        )
        for kind in order
    ]


def best_question(needs: Iterable[Reason | None]) -> OpenQuestion | None:
    """Return the question that settles most of *needs*; None if no single detail settles any.

    A record that does not say, and conditions that only the person can look up, are no question.
    """
    questions = group_by_question(list(needs))
    return next((one for one in questions if one.kind not in {RECORD, CONDITION}), None)


def _question(kind: str, needs: Iterable[Reason]) -> Reason:
    """Return the question of this *kind* for all *needs* together."""
    same = {need for need in needs if kind_of(need) == kind}
    if len(same) == 1 and kind != RECORD:
        return same.pop()
    return Reason.of("open-question", kind=kind)
