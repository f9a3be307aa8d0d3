"""Check whether and when a person qualifies for a credential, condition by condition."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from libcert.catalogue import conditions
from libcert.catalogue.conditions import college_years_of
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential, Education, Requirement, Work
from libcert.model.derived import LEVELS, required_education, required_experience
from libcert.model.profile import Profile, goes_on, has_lapsed
from libcert.model.reasons import Reason, join_reasons
from libcert.model.results import Eligibility, EligibilityResult, RequirementResult
from libcert.questions import experience
from libcert.questions.condition_result import ConditionResult
from libcert.questions.memberships import cost_for, memberships_of
from libcert.questions.open_questions import single_needs
from libcert.questions.route import chosen_parts, open_conditions
from libcert.questions.three_valued import all_of, at_least_count, earliest_for_count
from libcert.questions.word_match import contains_words, is_position, telling_words


def check_eligibility(
    credential: Credential, person: Profile, today: date, checked: Credential | None = None
) -> Eligibility:
    """Return whether *person* qualifies for *credential*.

    Args:
        credential: The credential, with the figures to use.
        person: The profile of the person.
        today: The day of the question.
        checked: The same credential with better figures; None to use only one set of figures.
    """
    result = evaluate(credential, person, today)
    better = None if checked is None or checked is credential else evaluate(checked, person, today)
    differs = better is not None and (better.answer, better.from_) != (result.answer, result.from_)
    return Eligibility(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        answer=result.answer,
        from_=result.from_,
        need=_needs(result.requirements, len(result.requirements)),
        requirements=result.requirements,
        to_do=result.to_do,
        checked=better if differs else None,
        missing=_missing(result.requirements),
        routes=tuple(part.text for part in chosen_parts(result.requirements)),
        doubts=_doubts(result, today),
        cost=cost_for(credential, person),
    )


def _doubts(result: EligibilityResult, today: date) -> tuple[Reason, ...]:
    """Return what makes *result* a maybe today, if time alone makes it a yes."""
    if result.answer is not Answer.MAYBE or result.from_ is None or result.from_ <= today:
        return ()
    leaves = _doubtful_conditions(result.requirements)
    return single_needs(join_reasons(leaf.need for leaf in leaves if leaf.need is not None))


def _doubtful_conditions(results: Iterable[RequirementResult]) -> list[RequirementResult]:
    """Return the single conditions that are a maybe, on a way on which no other is a no.

    Of alternatives it takes those with the fewest such conditions.
    """
    leaves = []
    for result in results:
        if result.answer is Answer.MAYBE and not result.of:
            leaves.append(result)
        elif result.answer is Answer.MAYBE:
            doubtful = [part for part in result.of if part.answer is Answer.MAYBE]
            parts = [_doubtful_conditions([part]) for part in doubtful]
            met = sum(part.answer is Answer.YES for part in result.of)
            needed = len(parts) if result.at_least is None else result.at_least - met
            leaves += [leaf for part in sorted(parts, key=len)[:needed] for leaf in part]
    return leaves


def _missing(results: Sequence[RequirementResult]) -> tuple[Reason, ...]:
    """Return what is missing on the nearest way to meet *results*; what is certain comes first."""
    leaves = sorted(open_conditions(results), key=lambda leaf: leaf.answer is not Answer.NO)
    return single_needs(join_reasons(leaf.need for leaf in leaves if leaf.need is not None))


def evaluate(credential: Credential, person: Profile, today: date) -> EligibilityResult:
    """Return whether *person* meets the conditions to begin with *credential*."""
    entry_conditions = list(_entry_conditions(credential))

    @functools.cache
    def results_on(day: date) -> tuple[RequirementResult, ...]:
        evaluation = _Evaluation(person, credential, day)
        return tuple(map(evaluation.evaluate, entry_conditions))

    # One condition may lapse before another is met, so evaluate all on the day of each.
    results = []
    for number, result in enumerate(results_on(today)):
        day = result.from_
        if day is not None and day > today and results_on(day)[number].answer is not Answer.YES:
            results.append(result.replace(from_=None))
        else:
            results.append(result)
    return EligibilityResult(
        answer=all_of(result.answer for result in results),
        from_=_first_day_for_all(results, results_on, today),
        requirements=tuple(results),
        to_do=(
            *(step for result in results_on(today) for step in _steps_in(result)),
            *_steps_after_start(credential, _Evaluation(person, credential, today)),
        ),
    )


def _steps_after_start(credential: Credential, evaluation: "_Evaluation") -> Iterator[str]:
    """Yield each condition after the start that the person has not met yet."""
    for condition in credential.requirements:
        if _is_to_do(condition) and not evaluation.is_done(condition):
            yield condition.text


def is_named(condition: Requirement, words: str) -> bool:
    """Return whether *words* of `meets` or `lacks` name the single *condition*."""
    return contains_words(_searched_text(condition), words)


def _searched_text(condition: Requirement) -> str:
    """Return the text of *condition*, and the usual names of a degree that it excludes."""
    excluded = condition.not_education
    if excluded is None or excluded.level != "master" or "library" not in (excluded.subject or ""):
        return condition.text
    return f"{LIBRARY_MASTER}: {condition.text}"


def _searched_texts(requirements: Iterable[Requirement]) -> tuple[str, ...]:
    return tuple(_searched_text(part) for whole in requirements for part in conditions.walk(whole))


LIBRARY_MASTER: Final = "MLIS, MLS, MSLS: a master's degree in library and information science"
"""The names of the degree that some credentials for library staff exclude."""

_SETTLED_BY_WORDS: Final = frozenset(
    {"condition-unsaid", "subject-unsaid", "exclusion-unsaid", "work-role-unclear"}
)
"""The needs that the person settles with words of the condition."""


def _steps_in(result: RequirementResult) -> Iterator[str]:
    """Yield the steps after the start that are left in the group *result*.

    A group that enough other parts meet has none. Steps of which one is enough are one text.
    """
    steps = [
        " and ".join([part.text] if part.to_do else _steps_in(part))
        for part in result.of
        if part.answer is Answer.YES
    ]
    left = [step for step in steps if step]
    if result.at_least is None:
        yield from left
    elif len(steps) - len(left) < result.at_least and left:
        yield " or ".join(left)


def _first_day_for_all(
    results: Sequence[RequirementResult],
    results_on: Callable[[date], Sequence[RequirementResult]],
    today: date,
) -> date | None:
    """Return the first day from *today* on which all conditions are met; None if none is known."""
    day = earliest_for_count([today, *(result.from_ for result in results)], len(results) + 1)
    while day is not None and day > today:
        then = results_on(day)
        if all(result.answer is Answer.YES for result in then):
            break
        # The next candidate is later than this one, or there is none.
        day = earliest_for_count([result.from_ for result in then], len(then))
    return day


def _entry_conditions(credential: Credential) -> Iterator[Requirement]:
    """Yield the conditions that have to be met to begin.

    They always include experience and education: if no condition mentions them, the figure of the
    record counts, or they are not on record.
    """
    declared = credential.requirements
    yield from (condition for condition in declared if not _is_to_do(condition))
    everything = Requirement(text="All of them", of=declared)
    years, schooling = credential.experience, credential.education
    work = required_experience(everything)
    if work is None or (years.known and (years.low, years.high) != (work.low, work.high)):
        yield Requirement(text="Experience", experience=Work(**years.values()))
    required = required_education(everything)
    if required is None or (schooling.level and schooling.level != required.level):
        yield Requirement(text="Education", education=schooling)


def _is_to_do(condition: Requirement) -> bool:
    """Return whether *condition* is met on the way and not before the start."""
    only_a_deadline = condition.deadline_months is not None and not (
        condition.of or _is_structured(condition)
    )
    return condition.to_do or only_a_deadline


def _is_structured(condition: Requirement) -> bool:
    """Return whether a single *condition* says more than its words."""
    return any(getattr(condition, name) is not None for name in _ASPECTS)


def _asks_for_more(condition: Requirement) -> bool:
    """Return whether *condition* is not only about education that a candidate must not have."""
    others = (name for name in _ASPECTS if name != "not_education")
    return bool(condition.of) or any(getattr(condition, name) is not None for name in others)


_ASPECTS: Final = (
    "experience",
    "education",
    "not_education",
    "membership",
    "credential",
    "role",
)
"""The fields of a single condition that ask for something."""


@model(kw_only=False)
class _Evaluation(Model):
    """The conditions of one credential, asked of one person on one day."""

    person: Profile
    credential: Credential
    today: date

    def evaluate(self, condition: Requirement) -> RequirementResult:
        """Return whether the person meets *condition*.

        A condition that asks for several things at once is evaluated as a group of them. The
        person has the last word: `meets` turns a maybe into a yes, `lacks` any answer into a no.
        """
        if _is_to_do(condition):
            to_do = not self.is_done(condition)
            return _single(condition.text, self._met).replace(to_do=to_do)
        if condition.nothing:
            return _single(condition.text, self._met)
        if condition.not_education is not None and not _asks_for_more(condition):
            return _single(condition.text, self._exclusion(condition, condition.not_education))
        for words in self.person.lacks:
            if contains_words(condition.text, words):
                need = Reason.of("condition-lacking", words=words)
                return _single(condition.text, ConditionResult(Answer.NO, need=need))
        result = self._evaluate_parts(condition)
        if result.answer is Answer.MAYBE and self._is_declared(condition):
            return _single(condition.text, self._met)
        return result

    def is_done(self, condition: Requirement) -> bool:
        """Return whether the person has met *condition*, which may be met after the start.

        Either they say so, or it asks only for a membership that they have.
        """
        if self._is_declared(condition):
            return True
        others = (getattr(condition, name) for name in _ASPECTS if name != "membership")
        return (
            condition.membership is not None
            and not condition.of
            and all(other is None for other in others)
            and self._membership(condition.membership).answer is Answer.YES
        )

    @property
    def _met(self) -> ConditionResult:
        return ConditionResult(Answer.YES, self.today)

    def _is_declared(self, condition: Requirement) -> bool:
        """Return whether the person says that they meet *condition*."""
        return any(contains_words(condition.text, words) for words in self.person.meets)

    def _evaluate_parts(self, condition: Requirement) -> RequirementResult:
        declared = self._is_declared(condition)
        parts = [
            _single(name, self._met if declared and result.answer is Answer.MAYBE else result)
            for name, result in self._aspects(condition)
        ]
        if condition.of:
            members = map(self.evaluate, condition.of)
            parts.append(_group(condition.text, members, condition.at_least))
        if not parts:
            unsaid = _unsaid(Reason.of("condition-unsaid", condition=condition.text))
            return _single(condition.text, self._with_words(unsaid, condition))
        if len(parts) == 1:
            return parts[0].replace(text=condition.text)
        return _group(condition.text, parts, None)

    def _aspects(self, condition: Requirement) -> Iterator[tuple[str, ConditionResult]]:
        """Yield the name and the result of each requirement of *condition* itself."""
        if condition.experience is not None:
            jobs = self.person.experience
            work = experience.evaluate_work(
                condition.experience, jobs, self.credential.settings, self.today
            )
            yield "work", self._with_words(work, condition)
        if condition.education is not None:
            schooling = self._schooling(condition.education)
            yield "education", self._with_words(schooling, condition)
        if condition.not_education is not None:
            yield "other education", self._exclusion(condition, condition.not_education)
        if condition.membership is not None:
            yield f"membership in {condition.membership}", self._membership(condition.membership)
        if condition.credential is not None:
            yield f"holding {condition.credential}", self._holding(condition.credential)
        if condition.role is not None:
            yield f"a job as {condition.role}", self._post(condition.role)

    def _with_words(self, result: ConditionResult, condition: Requirement) -> ConditionResult:
        """Return *result* with words for `meets` and `lacks` in each need that they settle."""
        needs = single_needs(result.need)
        if not any(need.code in _SETTLED_BY_WORDS for need in needs):
            return result
        texts = _searched_texts(self.credential.requirements)
        words = telling_words(_searched_text(condition), texts)
        worded = (
            Reason.of(need.code, **need.data, words=words)
            if need.code in _SETTLED_BY_WORDS
            else need
            for need in needs
        )
        return result._replace(need=join_reasons(worded))

    def _schooling(self, required: Education) -> ConditionResult:
        if required.level == "none":
            return self._college(required.college_years)
        if required.level is None:
            need = Reason.of("schooling-not-on-record")
            return ConditionResult(Answer.MAYBE, gap="record", need=need)
        held, study = self.person.education, self.person.studying
        if held is None and self.person.college_years:
            held = "high-school"
        enough = LEVELS.index(required.level)
        done = study.done if study and LEVELS.index(study.level) >= enough else None
        if done is not None and done <= self.today:
            held, done = required.level, None
        is_level_enough = required.subject is None and required.college_years is None
        from_ = done if is_level_enough else None
        if held is None:
            return _unsaid(Reason.of("schooling-unsaid"))._replace(from_=from_)
        if LEVELS.index(held) < enough:
            need = Reason.of("schooling-missing", required=required.level, held=held)
            return ConditionResult(Answer.NO, from_, need=need)
        if required.subject is not None and not self._has_subject(required.subject):
            return _unsaid(Reason.of("subject-unsaid", subject=required.subject))
        return self._college(required.college_years)

    def _has_subject(self, subject: str) -> bool:
        """Return whether the education of the person is in *subject*, in these words exactly."""
        return (self.person.subject or "").casefold() == subject.casefold()

    def _college(self, required: int | Decimal | None) -> ConditionResult:
        """Return whether the person has the years of college that are *required*."""
        implied, declared = college_years_of(self.person.education), self.person.college_years
        if required is None or max(implied, declared or 0) >= required:
            return self._met
        if declared is None:
            return _unsaid(Reason.of("college-unsaid"))
        need = Reason.of("college-missing", required=required, held=declared)
        return ConditionResult(Answer.NO, need=need)

    def _exclusion(self, condition: Requirement, excluded: Education) -> ConditionResult:
        """Return whether the person is without the *excluded* education.

        In `meets` and `lacks`, words of such a condition are about the education, as in `lacks
        MLIS`, unless they begin with `no`, as in `meets No MLIS`.
        """
        details = {"level": excluded.level, "subject": excluded.subject}
        barred = ConditionResult(Answer.NO, need=Reason.of("schooling-not-allowed", **details))
        for texts, has_it in ((self.person.meets, True), (self.person.lacks, False)):
            for words in texts:
                if is_named(condition, words):
                    is_quotation = words.casefold().startswith(("no ", "not "))
                    return barred if has_it is not is_quotation else self._met
        held, study = self.person.education, self.person.studying
        if study is not None and study.done <= self.today:
            held = max(study.level, held or "none", key=LEVELS.index)
        if held is None:
            return _unsaid(Reason.of("schooling-unsaid"))
        if excluded.level is not None and LEVELS.index(held) < LEVELS.index(excluded.level):
            return self._met
        if excluded.level is not None and (
            excluded.subject is None or self._has_subject(excluded.subject)
        ):
            return barred
        return self._with_words(_unsaid(Reason.of("exclusion-unsaid", **details)), condition)

    def _membership(self, society: str) -> ConditionResult:
        match memberships_of(self.person).audiences(society):
            case ("member",):
                return self._met
            case ("non-member",):
                need = Reason.of("membership-missing", society=society)
                return ConditionResult(Answer.NO, need=need)
            case _:
                return _unsaid(Reason.of("membership-unsaid", society=society))

    def _holding(self, credential: str) -> ConditionResult:
        by_name = {name.casefold(): held for name, held in self.person.held.items()}
        held = by_name.get(credential.casefold())
        if held is None:
            unsaid = _unsaid(Reason.of("credential-unsaid", credential=credential))
            return unsaid._replace(credential=credential)
        if held.since is not None and held.since > self.today:
            need = Reason.of("credential-not-yet", credential=credential, since=held.since)
            return ConditionResult(Answer.NO, held.since, need=need)
        if has_lapsed(held, self.today):
            need = Reason.of("credential-lapsed", credential=credential, expires=held.expires)
            return ConditionResult(Answer.NO, need=need, credential=credential)
        return self._met

    def _post(self, role: str) -> ConditionResult:
        posts = [
            job.role for job in self.person.experience if job.role and goes_on(job, self.today)
        ]
        if any(is_position(post, role) for post in posts):
            return self._met
        return _unsaid(Reason.of("post-unsaid", role=role))


def _unsaid(need: Reason) -> ConditionResult:
    """Return a maybe that only the person can settle; *need* tells them how."""
    return ConditionResult(Answer.MAYBE, gap="person", need=need)


def _single(text: str, result: ConditionResult) -> RequirementResult:
    return RequirementResult(text=text, **result._asdict())


def _group(
    text: str, members: Iterable[RequirementResult], at_least: int | None
) -> RequirementResult:
    """Return the result of a group with *at_least* this many conditions to meet (None: all)."""
    parts = tuple(members)
    count = at_least or len(parts)
    answer = at_least_count([part.answer for part in parts], count)
    gaps = {part.gap for part in parts}
    return RequirementResult(
        text=text,
        answer=answer,
        gap=None if answer is not Answer.MAYBE else "person" if "person" in gaps else "record",
        from_=earliest_for_count([part.from_ for part in parts], count),
        need=_needs(parts, count),
        at_least=at_least,
        of=parts,
    )


def _needs(parts: Sequence[RequirementResult], count: int) -> Reason | None:
    """Return the needs of the *count* best *parts*: those that are met soonest or may be met."""

    def distance(part: RequirementResult) -> tuple[bool, date, bool]:
        return part.answer is not Answer.YES, part.from_ or date.max, part.answer is Answer.NO

    # If all are required, the parts that are certainly not met come first.
    no_first = sorted(parts, key=lambda part: part.answer is not Answer.NO)
    chosen = no_first if count == len(parts) else sorted(parts, key=distance)[:count]
    return join_reasons(part.need for part in chosen if part.need is not None)
