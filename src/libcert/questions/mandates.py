"""Find the rules that require a credential of a person in a place and a position."""

from collections.abc import Iterable, Iterator

from libcert.model.base import Model, model
from libcert.model.credential import Answer
from libcert.model.mandate import Mandate, MatchedMandate
from libcert.model.places import holds_in, nearness
from libcert.model.reasons import Reason
from libcert.model.vocabulary import Position, Setting
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
