"""Which credentials are what a person asks for, and which may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, get_args

from libcert.catalogue.conditions import LEVELS, setting_fits
from libcert.model.base import Model, model
from libcert.model.credential import (
    Answer,
    Credential,
    CredentialType,
    Level,
    Match,
    MatchedCredential,
    Money,
    Organization,
    Range,
    Setting,
    Standing,
)
from libcert.model.limits import MAX_AMOUNT
from libcert.questions.three_valued import all_of, at_least, at_most
from libcert.questions.word_match import contains_words
from libcert.render import phrases

NOT_CHECKED: Final = "not-checked"
"""The standing of a credential that has none on record."""

Limit = int | Decimal | float
Texts = str | Sequence[str]
"""One text, or several of which any will do."""


@model
class Criteria(Model):
    """What a person asks for; None and () ask nothing.

    A sequence may be given as a single text. What cannot be asked is a `ValueError`.
    """

    max_cost: Limit | None = None
    """The most that earning it may cost, in `currency`."""
    min_cost: Limit | None = None
    """The least that earning it may cost, in `currency`."""
    max_duration: Limit | None = None
    """The most months that it may take."""
    min_duration: Limit | None = None
    """The least months that it may take."""
    max_experience: Limit | None = None
    """The most years of work that it may ask for."""
    min_experience: Limit | None = None
    """The least years of work that it may ask for."""
    education: Level | None = None
    """The highest level of education that the person holds."""
    issuer: Texts = ()
    """Ids of issuers, or words of their names; any of them."""
    setting: Texts = ()
    """Kinds of workplace; any of them."""
    type: Texts = ()
    """Types of credential; any of them."""
    standing: Texts = ()
    """What public sources make of it (`not-checked`: nothing yet); any of them."""
    source: Texts = ()
    """Ids or tiers of sources that the record rests on; any of them."""
    exam: bool | None = None
    """Whether it takes an exam."""
    renewal: bool | None = None
    """Whether it has to be renewed or kept up."""
    text: Texts = ()
    """Words that all stand in the record; any of these groups of words."""
    currency: str = "USD"
    """The currency of `max_cost` and `min_cost`; no criterion by itself."""

    def __post_init__(self) -> None:
        """Raise a ValueError where something is asked that no record could answer."""
        for name, (may_be, allowed) in _RULES.items():
            value = getattr(self, name)
            if value is not None and not may_be(value):
                raise ValueError(f"`{name}` is {value}; allowed: {allowed}")


def match_criteria(credential: Credential, criteria: Criteria) -> MatchedCredential:
    """Return *credential* with its answer to *criteria* and the reasons for that answer."""
    judgements = [
        _JUDGES[name](credential, criteria)
        for name in criteria.FIELDS
        if name != "currency" and getattr(criteria, name) not in (None, (), [])
    ]
    answer = all_of(judgement for judgement, _ in judgements)
    because = tuple(reason for judgement, reason in judgements if judgement is answer)
    match = Match(answer=answer, because=because)
    return MatchedCredential.unvalidated(vars(credential) | {"match": match})


def issuer_matches(name: str, issuer: Organization) -> bool:
    """Return whether *name* is the id of *issuer*, or words of its name."""
    return name.casefold() == issuer.id.casefold() or contains_words(issuer.name, name)


_Rule = tuple[Callable[[Any], bool], str]
_Judgement = tuple[Answer, str]
"""An answer and the reason for it."""
_Judge = Callable[[Credential, Criteria], _Judgement]
_Ask = Callable[[Range, Decimal, str], Answer]


def _bound(field: str, ask: _Ask, criterion: str) -> _Judge:
    """Return the judge of a figure's least or most."""
    kept, broken = ("at most", "more than") if ask is at_most else ("at least", "less than")
    relation = {Answer.YES: kept, Answer.MAYBE: f"perhaps {broken}", Answer.NO: broken}

    def judge(credential: Credential, criteria: Criteria) -> _Judgement:
        figure: Range = getattr(credential, field)
        limit = Decimal(str(getattr(criteria, criterion)))
        unit = criteria.currency.upper() if isinstance(figure, Money) else figure.unit
        answer = ask(figure, limit, unit)
        if not figure.known:
            return answer, f"{field} is {phrases.NOT_ON_RECORD}"
        if figure.unit != unit:
            return answer, f"{field} is {phrases.format_range(figure)}, not in {unit}"
        on_record = phrases.format_range(figure)
        limited = type(figure)(low=round(limit, 2), high=round(limit, 2), unit=unit)
        return (
            answer,
            f"{field} is {on_record}, {relation[answer]} {phrases.format_range(limited)}",
        )

    return judge


def _education(credential: Credential, criteria: Criteria) -> _Judgement:
    asked, held = credential.education.level, criteria.education
    assert held is not None  # noqa: S101 - a judge is called for what is asked
    if asked is None:
        return Answer.MAYBE, f"education is {phrases.NOT_ON_RECORD}"
    enough = LEVELS.index(asked) <= LEVELS.index(held)
    return Answer.YES if enough else Answer.NO, f"education asked for is {asked}, held is {held}"


def _issuer(credential: Credential, criteria: Criteria) -> _Judgement:
    fits = any(issuer_matches(name, credential.issuer) for name in _each(criteria.issuer))
    return _either(fits), f"issuer is {credential.issuer.id}"


def _setting(credential: Credential, criteria: Criteria) -> _Judgement:
    if not credential.settings:
        return Answer.MAYBE, f"setting is {phrases.NOT_ON_RECORD}"
    answer = _either(
        any(setting_fits(asked, credential.settings) for asked in _each(criteria.setting))
    )
    return answer, f"setting is {' or '.join(credential.settings)}"


def _type(credential: Credential, criteria: Criteria) -> _Judgement:
    return _either(credential.type in _each(criteria.type)), f"type is {credential.type}"


def _standing(credential: Credential, criteria: Criteria) -> _Judgement:
    standing = credential.standing or NOT_CHECKED
    fits = standing in _each(criteria.standing)
    return _either(fits), f"standing is {phrases.one_line('standing', credential.standing)}"


def _source(credential: Credential, criteria: Criteria) -> _Judgement:
    asked = {name.casefold() for name in _each(criteria.source)}
    found = [
        source.id
        for source in credential.sources
        if {source.id.casefold(), source.tier} & asked and {*source.supports} - {"findings"}
    ]
    return _either(found), f"rests on {', '.join(found) or 'no such source'}"


def _exam(credential: Credential, criteria: Criteria) -> _Judgement:
    return _flag("an exam", needed=credential.exam_required, asked=criteria.exam)


def _renewal(credential: Credential, criteria: Criteria) -> _Judgement:
    renewal = credential.renewal
    needed = True if renewal.months or renewal.credits or renewal.methods else renewal.expires
    return _flag("renewal", needed=needed, asked=criteria.renewal)


def _text(credential: Credential, criteria: Criteria) -> _Judgement:
    record = "\n".join(
        line
        for field in credential.FIELDS
        if field not in {"sources", "findings", "standing"}  # they are about the record, not in it
        for line in phrases.lines(field, getattr(credential, field))
        if line != phrases.NOT_ON_RECORD
    )
    # A word may go on after what is asked, so that `catalog` finds cataloguing.
    texts = _each(criteria.text)
    found = [asked for asked in texts if contains_words(record, asked, whole=False)]
    said = " or ".join(f"`{text}`" for text in found or texts)
    return _either(found), f"the record has {said}" if found else f"the record does not have {said}"


def _each(texts: Texts) -> Sequence[str]:
    return (texts,) if isinstance(texts, str) else texts


def _either(fits: object) -> Answer:
    return Answer.YES if fits else Answer.NO


def _flag(what: str, *, needed: bool | None, asked: bool | None) -> _Judgement:
    if needed is None:
        return Answer.MAYBE, f"whether it takes {what} is {phrases.NOT_ON_RECORD}"
    reason = f"takes {what}" if needed else f"takes no {what.removeprefix('an ')}"
    return _either(needed is asked), reason


def _is_limit(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and 0 <= float(value) <= MAX_AMOUNT


def _is_text(value: object) -> bool:
    return isinstance(value, str | list | tuple) and all(isinstance(one, str) for one in value)


def _one_of(words: Sequence[str]) -> _Rule:
    """Return the rule of what takes only these *words*."""
    return lambda value: _is_text(value) and {*_each(value)} <= {*words}, ", ".join(words)


_RULES: Final[dict[str, _Rule]] = {
    **dict.fromkeys(
        (
            f"{end}_{figure}"
            for figure in ("cost", "duration", "experience")
            for end in ("max", "min")
        ),
        (_is_limit, f"a number from 0 to {MAX_AMOUNT}"),
    ),
    **dict.fromkeys(("exam", "renewal"), (lambda value: isinstance(value, bool), "True, False")),
    **dict.fromkeys(("issuer", "source", "text"), (_is_text, "texts")),
    "education": _one_of(LEVELS),
    "setting": _one_of(get_args(Setting)),
    "type": _one_of(get_args(CredentialType)),
    "standing": _one_of((*get_args(Standing), NOT_CHECKED)),
    "currency": (
        lambda code: len(code) == 3 and code.isascii() and code.isalpha(),  # noqa: PLR2004 - ISO 4217
        "three letters such as USD",
    ),
}
"""What may be asked by each criterion, and how to say that."""
_JUDGES: Final[dict[str, _Judge]] = {
    "max_cost": _bound("cost", at_most, "max_cost"),
    "min_cost": _bound("cost", at_least, "min_cost"),
    "max_duration": _bound("duration", at_most, "max_duration"),
    "min_duration": _bound("duration", at_least, "min_duration"),
    "max_experience": _bound("experience", at_most, "max_experience"),
    "min_experience": _bound("experience", at_least, "min_experience"),
    "education": _education,
    "issuer": _issuer,
    "setting": _setting,
    "type": _type,
    "standing": _standing,
    "source": _source,
    "exam": _exam,
    "renewal": _renewal,
    "text": _text,
}
"""What answers to each criterion, in the order in which reasons are given."""
