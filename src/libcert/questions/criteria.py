"""Match credentials against the criteria of a person.

Each criterion is a field of `Criteria` and a row of `_CRITERIA` with its rule and its judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, get_args

from libcert.catalogue.conditions import college_years_of, setting_fits
from libcert.model.base import Model, model
from libcert.model.credential import (
    Answer,
    Credential,
    Match,
    MatchedCredential,
    Money,
    Organization,
    Range,
)
from libcert.model.derived import LEVELS
from libcert.model.limits import MAX_AMOUNT
from libcert.model.places import holds_in, is_place
from libcert.model.reasons import Reason
from libcert.model.vocabulary import (
    CredentialType,
    Delivery,
    Level,
    Position,
    Setting,
    Standing,
    State,
)
from libcert.questions.search import search_text
from libcert.questions.three_valued import all_of, at_least, at_most
from libcert.questions.word_match import contains_words

NOT_CHECKED: Final = "not-checked"
"""The standing of a credential that has none on record."""

Limit = int | Decimal | float
Texts = str | Sequence[str]
"""One text, or several; any of them may match."""


@model
class Criteria(Model):
    """The criteria of a person; None and () mean no criterion.

    A single text may replace a sequence. A value that no record can meet raises a `ValueError`.
    """

    max_cost: Limit | None = None
    """The highest cost to earn it, in `currency`."""
    min_cost: Limit | None = None
    """The lowest cost to earn it, in `currency`."""
    max_duration: Limit | None = None
    """The longest duration, in months."""
    min_duration: Limit | None = None
    """The shortest duration, in months."""
    max_experience: Limit | None = None
    """The most years of work experience that it may require."""
    min_experience: Limit | None = None
    """The fewest years of work experience that it may require."""
    education: Level | None = None
    """The highest level of education that the person holds."""
    where: str | None = None
    """The code of the place in which it has to hold."""
    issuer: Texts = ()
    """Ids of issuers, or words of their names; any of them may match."""
    setting: Texts = ()
    """Kinds of workplace; any of them may match."""
    suits: Texts = ()
    """Jobs that it is for; any of them may match."""
    delivery: Texts = ()
    """Ways to take it; any of them may match."""
    status: Texts = ()
    """States, such as offered or closed; any of them may match."""
    type: Texts = ()
    """Types of credential; any of them may match."""
    standing: Texts = ()
    """The verdict of public sources (`not-checked`: none yet); any of them may match."""
    source: Texts = ()
    """Ids or tiers of sources that the record rests on; any of them may match."""
    exam: bool | None = None
    """Whether it requires an exam."""
    renewal: bool | None = None
    """Whether it requires renewal."""
    text: Texts = ()
    """Groups of words; the record has to contain all words of any one group."""
    currency: str = "USD"
    """The currency of `max_cost` and `min_cost`; not a criterion by itself."""

    def __post_init__(self) -> None:
        """Raise a ValueError if a field has a value that is not allowed."""
        for name, criterion in _CRITERIA.items():
            value = getattr(self, name)
            if value is not None and not criterion.rule.holds(value):
                raise ValueError(f"`{name}` is {value}; allowed: {criterion.rule.allowed}")

    @cached_property
    def judges(self) -> list[_Judge]:
        """The functions that judge a record by each criterion that is set."""
        return [
            criterion.judge
            for name, criterion in _CRITERIA.items()
            if criterion.judge is not None and getattr(self, name) not in (None, (), [])
        ]


def match_criteria(
    credential: Credential,
    criteria: Criteria,
    record_text: Callable[[Credential], str] = search_text,
) -> MatchedCredential:
    """Return *credential* with its answer to *criteria* and the reasons for that answer.

    Args:
        credential: The credential.
        criteria: The criteria; the answer is yes if there are none.
        record_text: Returns the text to search for the words of `criteria.text`; by default
            what a search looks at.
    """
    case = _Case(credential, criteria, record_text)
    verdicts = [judge(case) for judge in criteria.judges]
    answer = all_of(verdict.answer for verdict in verdicts)
    because = tuple(verdict.reason for verdict in verdicts if verdict.answer is answer)
    match = Match.unvalidated({"answer": answer, "because": because})
    return MatchedCredential.unvalidated(vars(credential) | {"match": match})


def issuer_matches(name: str, issuer: Organization) -> bool:
    """Return whether *name* is the id of *issuer* or consists of words of its name."""
    return name.casefold() == issuer.id.casefold() or contains_words(issuer.name, name)


# --- Rules: the allowed values of a criterion -----------------------------------------------------


@model(kw_only=False)
class _Rule(Model):
    """A check of the values of a criterion."""

    holds: Callable[[Any], bool]
    allowed: str
    """The allowed values in words."""


def _is_limit(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and 0 <= float(value) <= MAX_AMOUNT


def _is_text(value: object) -> bool:
    return isinstance(value, str | list | tuple) and all(isinstance(text, str) for text in value)


def _is_place(code: object) -> bool:
    return isinstance(code, str) and is_place(code)


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha()  # noqa: PLR2004 - ISO 4217


def _one_of(words: Sequence[str]) -> _Rule:
    """Return the rule that only these *words* are allowed."""
    return _Rule(lambda value: _is_text(value) and {*_each(value)} <= {*words}, ", ".join(words))


def _each(texts: Texts) -> Sequence[str]:
    return (texts,) if isinstance(texts, str) else texts


_LIMIT: Final = _Rule(_is_limit, f"a number from 0 to {MAX_AMOUNT}")
_FLAG: Final = _Rule(lambda value: isinstance(value, bool), "True, False")
_TEXTS: Final = _Rule(_is_text, "texts")


# --- Judges: whether a record meets a criterion ---------------------------------------------------


class _Case(NamedTuple):
    """A record and the criteria to judge it by."""

    record: Credential
    criteria: Criteria
    record_text: Callable[[Credential], str]


class _Verdict(NamedTuple):
    """The answer to one criterion, and the reason for it."""

    answer: Answer
    reason: Reason


_Judge = Callable[[_Case], _Verdict]
_Compare = Callable[[Range, Decimal, str], Answer]


def _verdict(fits: object, reason: Reason) -> _Verdict:
    return _Verdict(Answer.YES if fits else Answer.NO, reason)


def _not_on_record(field: str) -> _Verdict:
    return _Verdict(Answer.MAYBE, Reason.of("figure-not-on-record", field=field))


def _judge_limit(criterion: str, field: str, compare: _Compare, case: _Case) -> _Verdict:
    """Compare the figure in *field* with the limit in *criterion*."""
    figure: Range = getattr(case.record, field)
    limit = Decimal(str(getattr(case.criteria, criterion)))
    unit = case.criteria.currency.upper() if isinstance(figure, Money) else figure.unit
    answer = compare(figure, limit, unit)
    if not figure.known:
        return _not_on_record(field)
    if figure.unit != unit:
        reason = Reason.of("figure-in-other-unit", field=field, figure=figure, unit=unit)
        return _Verdict(answer, reason)
    end = round(limit, 2)
    shown_limit = type(figure).unvalidated({"low": end, "high": end, "unit": unit})
    reason = Reason.of(
        "figure-compared",
        field=field,
        figure=figure,
        bound="most" if compare is at_most else "least",
        limit=shown_limit,
        answer=answer,
    )
    return _Verdict(answer, reason)


def _judge_education(case: _Case) -> _Verdict:
    required, held = case.record.education.level, case.criteria.education
    assert held is not None  # noqa: S101 - a judge is called only for a criterion that is set
    if required is None:
        return _not_on_record("education")
    enough = LEVELS.index(required) <= LEVELS.index(held)
    years = case.record.education.college_years
    if enough and years is not None and college_years_of(held) < years:
        return _Verdict(Answer.MAYBE, Reason.of("college-required", years=years))
    return _verdict(enough, Reason.of("education-compared", required=required, held=held))


def _judge_issuer(case: _Case) -> _Verdict:
    issuer = case.record.issuer
    fits = any(issuer_matches(name, issuer) for name in _each(case.criteria.issuer))
    return _verdict(fits, Reason.of("issuer-is", issuer=issuer.id))


def _judge_setting(case: _Case) -> _Verdict:
    settings = case.record.settings
    if not settings:
        return _not_on_record("setting")
    fits = any(setting_fits(setting, settings) for setting in _each(case.criteria.setting))
    return _verdict(fits, Reason.of("setting-is", settings=tuple(settings)))


def _judge_where(case: _Case) -> _Verdict:
    place, places = case.criteria.where, case.record.where
    assert place is not None  # noqa: S101 - a judge is called only for a criterion that is set
    if not places:
        return _not_on_record("where")
    answer = holds_in(places, place)
    return _Verdict(answer, Reason.of("where-is", places=places, answer=answer))


def _judge_suits(case: _Case) -> _Verdict:
    """Judge by the jobs that the record is for and by those that it is not for."""
    suits, not_for = case.record.suits, case.record.not_for
    asked = _each(case.criteria.suits)
    if {*asked} & {*suits}:
        return _Verdict(Answer.YES, Reason.of("suits", positions=suits))
    if {*asked} <= {*not_for}:
        return _Verdict(Answer.NO, Reason.of("not-for", positions=not_for))
    if not suits:
        return _not_on_record("suits")
    return _Verdict(Answer.NO, Reason.of("suits", positions=suits))


def _judge_delivery(case: _Case) -> _Verdict:
    delivery = case.record.delivery
    if not delivery:
        return _not_on_record("delivery")
    fits = {*_each(case.criteria.delivery)} & {*delivery}
    return _verdict(fits, Reason.of("delivery-is", delivery=delivery))


def _judge_status(case: _Case) -> _Verdict:
    state = case.record.status.state
    if state is None:
        return _not_on_record("status")
    return _verdict(state in _each(case.criteria.status), Reason.of("status-is", state=state))


def _judge_type(case: _Case) -> _Verdict:
    type_ = case.record.type
    return _verdict(type_ in _each(case.criteria.type), Reason.of("type-is", type=type_))


def _judge_standing(case: _Case) -> _Verdict:
    standing = case.record.standing
    fits = (standing or NOT_CHECKED) in _each(case.criteria.standing)
    return _verdict(fits, Reason.of("standing-is", standing=standing))


def _judge_source(case: _Case) -> _Verdict:
    names = {name.casefold() for name in _each(case.criteria.source)}
    ids = tuple(
        source.id
        for source in case.record.sources
        if {source.id.casefold(), source.tier} & names and {*source.supports} - {"findings"}
    )
    return _verdict(ids, Reason.of("rests-on", sources=ids))


def _judge_exam(case: _Case) -> _Verdict:
    required = case.record.exam_required
    if required is None:
        return _Verdict(Answer.MAYBE, Reason.of("exam-not-on-record"))
    reason = Reason.of("takes-exam" if required else "takes-no-exam")
    return _verdict(required is case.criteria.exam, reason)


def _judge_renewal(case: _Case) -> _Verdict:
    renewal = case.record.renewal
    required = True if renewal.months or renewal.credits or renewal.methods else renewal.expires
    if required is None:
        return _Verdict(Answer.MAYBE, Reason.of("renewal-not-on-record"))
    reason = Reason.of("takes-renewal" if required else "takes-no-renewal")
    return _verdict(required is case.criteria.renewal, reason)


def _judge_text(case: _Case) -> _Verdict:
    texts = _each(case.criteria.text)
    record = case.record_text(case.record)
    # The start of a word is enough, so that `catalog` finds cataloguing.
    hits = tuple(text for text in texts if contains_words(record, text, whole=False))
    if hits:
        return _Verdict(Answer.YES, Reason.of("text-found", texts=hits))
    return _Verdict(Answer.NO, Reason.of("text-not-found", texts=tuple(texts)))


# --- The criteria ---------------------------------------------------------------------------------


@model(kw_only=False)
class _Criterion(Model):
    """The rule for the values of one field of `Criteria`, and the judge of records."""

    rule: _Rule
    judge: _Judge | None
    """None if the field is not a criterion by itself."""


_CRITERIA: Final[dict[str, _Criterion]] = {
    "max_cost": _Criterion(_LIMIT, partial(_judge_limit, "max_cost", "cost", at_most)),
    "min_cost": _Criterion(_LIMIT, partial(_judge_limit, "min_cost", "cost", at_least)),
    "max_duration": _Criterion(_LIMIT, partial(_judge_limit, "max_duration", "duration", at_most)),
    "min_duration": _Criterion(_LIMIT, partial(_judge_limit, "min_duration", "duration", at_least)),
    "max_experience": _Criterion(
        _LIMIT, partial(_judge_limit, "max_experience", "experience", at_most)
    ),
    "min_experience": _Criterion(
        _LIMIT, partial(_judge_limit, "min_experience", "experience", at_least)
    ),
    "education": _Criterion(_one_of(LEVELS), _judge_education),
    "where": _Criterion(_Rule(_is_place, "the code of a place, such as US-OH"), _judge_where),
    "issuer": _Criterion(_TEXTS, _judge_issuer),
    "setting": _Criterion(_one_of(get_args(Setting)), _judge_setting),
    "suits": _Criterion(_one_of(get_args(Position)), _judge_suits),
    "delivery": _Criterion(_one_of(get_args(Delivery)), _judge_delivery),
    "status": _Criterion(_one_of(get_args(State)), _judge_status),
    "type": _Criterion(_one_of(get_args(CredentialType)), _judge_type),
    "standing": _Criterion(_one_of((*get_args(Standing), NOT_CHECKED)), _judge_standing),
    "source": _Criterion(_TEXTS, _judge_source),
    "exam": _Criterion(_FLAG, _judge_exam),
    "renewal": _Criterion(_FLAG, _judge_renewal),
    "text": _Criterion(_TEXTS, _judge_text),
    "currency": _Criterion(_Rule(_is_currency, "three letters such as USD"), None),
}
"""Every field of `Criteria`, in the order in which reasons are given."""
