"""Find the rules that require a credential of a person in a place and a position."""

from collections.abc import Iterable, Iterator
from typing import Final

from libcert.catalogue.conditions import setting_fits
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential
from libcert.model.mandate import Mandate, MatchedMandate
from libcert.model.places import holds_in, nearness
from libcert.model.reasons import Reason
from libcert.model.vocabulary import CredentialType, Position, Setting
from libcert.questions.three_valued import all_of


@model
class Post(Model):
    """The work of a person; None means that they do not say."""

    where: str | None = None
    """The code of the place."""
    setting: Setting | None = None
    """The kind of library; if None, a library with a `population` is a public one."""
    position: Position | None = None
    """The position."""
    population: int | None = None
    """The number of people that the library serves."""


def find_mandates(mandates: Iterable[Mandate], post: Post) -> list[MatchedMandate]:
    """Return the *mandates* in force that are, or may be, for somebody in *post*.

    Rules of the place itself come first, then those of its country; otherwise the order is that of
    *mandates*.
    """
    found = [
        match
        for match in (_match(mandate, post) for mandate in mandates)
        if match.answer is not Answer.NO
    ]
    return sorted(found, key=lambda match: nearness(match.where, post.where or ""))


_OFFICIAL: Final[tuple[CredentialType, ...]] = ("license", "certification", "assessment")
"""The types of credential that a place may require; the first one says it best."""


def local_credentials(credentials: Iterable[Credential], post: Post) -> list[Credential]:
    """Return the *credentials* of the very place of *post* that are for its work.

    Such a credential is a sign that the place may require it, even if no rule is on record.
    Licenses come before certifications. Tests are there only if there is nothing else.
    """
    local = [credential for credential in credentials if _is_local(credential, post)]
    local.sort(key=lambda credential: _OFFICIAL.index(credential.type))
    return [each for each in local if each.type != "assessment"] or local


def _is_local(credential: Credential, post: Post) -> bool:
    """Return whether *credential* is an official one of the place of *post*, and for its work."""
    return (
        credential.type in _OFFICIAL
        and post.where in credential.where
        and credential.status.state != "closed"
        and credential.standing != "not-found"
        and (post.setting is None or setting_fits(post.setting, credential.settings))
        and (post.position is None or post.position in credential.suits)
    )


def _match(mandate: Mandate, post: Post) -> MatchedMandate:
    """Return *mandate* with its answer to *post*."""
    answers = list(_answers(mandate, post))
    return MatchedMandate.unvalidated(
        mandate.values()
        | {
            "answer": all_of(answer for answer, _ in answers),
            "because": tuple(why for answer, why in answers if why and answer is Answer.MAYBE),
        }
    )


def _answers(mandate: Mandate, post: Post) -> Iterator[tuple[Answer, Reason | None]]:
    """Yield the answer to each part of *post*, and the reason if it is a maybe."""
    if post.where is not None:
        yield holds_in(mandate.where, post.where), Reason.of("where-is-part", places=mandate.where)
    if mandate.settings and "any" not in mandate.settings:
        unsaid = Reason.of("library-unsaid")
        setting = post.setting or (None if post.population is None else "public")
        yield _among(setting, mandate.settings), unsaid
    if mandate.positions:
        unsaid = Reason.of("position-unsaid")
        yield _among(post.position, mandate.positions), unsaid
    least, most = mandate.min_population, mandate.max_population
    if least is not None or most is not None:
        yield _in_range(post.population, least, most), Reason.of("population-unsaid")
    if mandate.in_force is False:
        yield Answer.NO, None
    if mandate.condition is not None:
        yield Answer.MAYBE, Reason.of("rule-condition", condition=mandate.condition)


def _among(value: str | None, allowed: Iterable[str]) -> Answer:
    if value is None:
        return Answer.MAYBE
    return Answer.YES if value in allowed else Answer.NO


def _in_range(value: int | None, least: int | None, most: int | None) -> Answer:
    if value is None:
        return Answer.MAYBE
    fits = (least is None or least <= value) and (most is None or value <= most)
    return Answer.YES if fits else Answer.NO
