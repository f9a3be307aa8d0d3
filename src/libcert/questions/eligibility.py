"""Whether a person may go for a credential, condition by condition, and if not, from when."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from libcert.catalogue import conditions
from libcert.catalogue.conditions import LEVELS
from libcert.catalogue.fees import Memberships
from libcert.model.base import Model, value_class
from libcert.model.credential import Answer, Credential, Education, Requirement, Setting, Work
from libcert.model.profile import Job, Profile, has_lapsed
from libcert.model.results import Eligibility, JudgedRequirement, Judgement
from libcert.questions import experience
from libcert.questions.three_valued import (
    ConditionResult,
    all_of,
    at_least_count,
    earliest_for_count,
)
from libcert.questions.word_match import contains_words


def check_eligibility(
    credential: Credential, person: Profile, today: date, checked: Credential | None = None
) -> Eligibility:
    """Return whether *person* may go for *credential*.

    Args:
        credential: The credential, with the figures to answer from.
        person: What the person says of themself.
        today: The day of the question.
        checked: The same credential with better figures, where those are to be judged as well.
    """
    found = evaluate(credential, person, today)
    other = None if checked is None else evaluate(checked, person, today)
    differs = other is not None and (other.answer, other.from_) != (found.answer, found.from_)
    return Eligibility(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        answer=found.answer,
        from_=found.from_,
        need=_needs(found.requirements, len(found.requirements)),
        requirements=found.requirements,
        to_do=found.to_do,
        checked=other if differs else None,
    )


def evaluate(credential: Credential, person: Profile, today: date) -> Judgement:
    """Return whether *person* meets what *credential* asks for beforehand."""
    conditions = list(_beforehand(credential))

    @functools.cache
    def judged(day: date) -> tuple[JudgedRequirement, ...]:
        question = _Question(person, credential.settings, day)
        return tuple(map(question.judged, conditions))

    # One thing may end before another begins, so what is to come is asked again on its day.
    found = []
    for number, one in enumerate(judged(today)):
        day = one.from_
        if day is not None and day > today:
            kept = judged(day)[number].answer is Answer.YES
            found.append(one if kept else one.replace(from_=None))
        else:
            found.append(one)
    day = earliest_for_count([today, *(one.from_ for one in found)], len(found) + 1)
    while day is not None and day > today:
        then = judged(day)
        if all(one.answer is Answer.YES for one in then):
            break
        day = earliest_for_count(
            [one.from_ for one in then], len(then)
        )  # later than it was, or never
    return Judgement(
        answer=all_of(one.answer for one in found),
        from_=day,
        requirements=tuple(found),
        to_do=tuple(condition.text for condition in credential.requirements if _to_do(condition)),
    )


def _beforehand(credential: Credential) -> Iterator[Requirement]:
    """Yield the conditions that have to be met before one begins.

    Experience and education are always among them: what no condition speaks of is what the record
    gives by itself, or else not on record.
    """
    written = credential.requirements
    yield from (condition for condition in written if not _to_do(condition))
    everything = Requirement(text="All of them", of=written)
    years, schooling = credential.experience, credential.education
    work = conditions.required_experience(everything)
    if work is None or (years.known and (years.low, years.high) != (work.low, work.high)):
        yield Requirement(text="Experience", experience=Work(**years.values()))
    asked = conditions.required_education(everything)
    if asked is None or (schooling.level and schooling.level != asked.level):
        yield Requirement(text="Education", education=schooling)


def _to_do(condition: Requirement) -> bool:
    """Return whether *condition* is met on the way, so that nobody has to meet it beforehand."""
    only_a_deadline = condition.deadline_months is not None and not (
        condition.of or _is_structured(condition)
    )
    return condition.to_do or only_a_deadline


def _is_structured(condition: Requirement) -> bool:
    """Return whether a single *condition* says more than its words."""
    return any(getattr(condition, name) is not None for name in _ASPECTS)


_ASPECTS = ("experience", "education", "membership", "credential", "role")
"""What a single condition may ask for."""


@value_class
class _Question(Model):
    """One person, asked on one day about the conditions of one credential."""

    person: Profile
    settings: Sequence[Setting]
    today: date

    def judged(self, condition: Requirement) -> JudgedRequirement:
        """Return what the person answers to *condition*.

        What asks for several things at once is judged as a group of them. The person settles what
        nobody else can: `meets` turns a maybe into a yes, `lacks` everything into a no.
        """
        if _to_do(condition):
            done = ConditionResult(Answer.YES, self.today)
            return _single(condition.text, done).replace(to_do=True)
        for asked in self.person.lacks:
            if contains_words(condition.text, asked):
                return _single(
                    condition.text, ConditionResult(Answer.NO, need=f"you lack «{asked}»")
                )
        found = self._judged(condition)
        if found.answer is Answer.MAYBE and self._meets(condition):
            return _single(condition.text, ConditionResult(Answer.YES, self.today))
        return found

    def _meets(self, condition: Requirement) -> bool:
        return any(contains_words(condition.text, asked) for asked in self.person.meets)

    def _settled(self, condition: Requirement, judged: ConditionResult) -> ConditionResult:
        """Return *judged*, or a yes where it is a maybe that the person has settled."""
        settled = judged.answer is Answer.MAYBE and self._meets(condition)
        return ConditionResult(Answer.YES, self.today) if settled else judged

    def _judged(self, condition: Requirement) -> JudgedRequirement:
        parts = [
            _single(name, self._settled(condition, judged))
            for name, judged in self._aspects(condition)
        ]
        if condition.of:
            parts.append(_group(condition.text, map(self.judged, condition.of), condition.at_least))
        if not parts:
            said = f"say whether you meet it, with `--meets` or `--lacks`: «{condition.text}»"
            return _single(condition.text, _unsaid(said))
        if len(parts) == 1:
            return parts[0].replace(text=condition.text)
        return _group(condition.text, parts, None)

    def _aspects(self, condition: Requirement) -> Iterator[tuple[str, ConditionResult]]:
        """Yield the name and the answer of each thing that *condition* itself asks for."""
        if condition.experience is not None:
            jobs = self.person.experience
            yield (
                "work",
                experience.evaluate_work(condition.experience, jobs, self.settings, self.today),
            )
        if condition.education is not None:
            yield "schooling", self._schooling(condition.education)
        if condition.membership is not None:
            yield f"membership of {condition.membership}", self._membership(condition.membership)
        if condition.credential is not None:
            yield f"holding {condition.credential}", self._holding(condition.credential)
        if condition.role is not None:
            yield f"a post as {condition.role}", self._post(condition.role)

    def _schooling(self, asked: Education) -> ConditionResult:
        if asked.level == "none":
            return ConditionResult(Answer.YES, self.today)
        if asked.level is None:
            return ConditionResult(
                Answer.MAYBE, gap="record", need="the schooling asked for is not on record"
            )
        held, study = self.person.education, self.person.studying
        enough = LEVELS.index(asked.level)
        done = study.done if study and LEVELS.index(study.level) >= enough else None
        if done is not None and done <= self.today:
            held, done = asked.level, None
        if held is None:
            return _unsaid("say `--education LEVEL`", done if asked.subject is None else None)
        if LEVELS.index(held) < enough:
            need = f"schooling up to {asked.level}, yours is {held}"
            return ConditionResult(Answer.NO, done if asked.subject is None else None, need=need)
        if asked.subject is not None:
            return _unsaid(f"say whether yours is in or from {asked.subject}, with `--meets WORDS`")
        return ConditionResult(Answer.YES, self.today)

    def _membership(self, society: str) -> ConditionResult:
        match Memberships.of(self.person).audiences(society):
            case ("member",):
                return ConditionResult(Answer.YES, self.today)
            case ("non-member",):
                return ConditionResult(Answer.NO, need=f"join {society}")
            case _:
                return _unsaid(f"say `--member {society}` or `--non-member`")

    def _holding(self, credential: str) -> ConditionResult:
        names = {name.casefold(): held for name, held in self.person.held.items()}
        held = names.get(credential.casefold())
        if held is None:
            unsaid = _unsaid(f"say `--held {credential}` if you hold it")
            return unsaid._replace(credential=credential)
        if held.since is not None and held.since > self.today:
            return ConditionResult(Answer.NO, held.since, need=f"{credential} from {held.since}")
        if has_lapsed(held, self.today):
            need = f"{credential} lapsed on {held.expires}"
            return ConditionResult(Answer.NO, need=need, credential=credential)
        return ConditionResult(Answer.YES, self.today)

    def _post(self, role: str) -> ConditionResult:
        posts = [
            job.role for job in self.person.experience if job.role and _goes_on(job, self.today)
        ]
        if any(contains_words(post, role) for post in posts):
            return ConditionResult(Answer.YES, self.today)
        return _unsaid(f'say if you are one, as in `--experience "2 as {role}"`')


def _unsaid(need: str, from_: date | None = None) -> ConditionResult:
    """Return the answer to what only the person knows and has not said."""
    return ConditionResult(Answer.MAYBE, from_, gap="person", need=need)


def _goes_on(job: Job, today: date) -> bool:
    """Return whether *job* has begun and is not over, as far as that is said."""
    begun = bool(job.running) if job.since is None else job.since <= today
    return begun and (job.until is None or job.until >= today)


def _single(text: str, judged: ConditionResult) -> JudgedRequirement:
    return JudgedRequirement(text=text, **judged._asdict())


def _group(
    text: str, members: Iterable[JudgedRequirement], at_least: int | None
) -> JudgedRequirement:
    """Return what a group comes to of which *at_least* so many, or all, have to be met."""
    parts = tuple(members)
    count = at_least or len(parts)
    answer = at_least_count([part.answer for part in parts], count)
    gaps = {part.gap for part in parts}
    return JudgedRequirement(
        text=text,
        answer=answer,
        gap=None if answer is not Answer.MAYBE else "person" if "person" in gaps else "record",
        from_=earliest_for_count([part.from_ for part in parts], count),
        need=_needs(parts, count),
        at_least=at_least,
        of=parts,
    )


def _needs(parts: Sequence[JudgedRequirement], count: int) -> str | None:
    """Return what lacks for *count* of *parts*, of those that are met soonest or may be met."""

    def lacking(part: JudgedRequirement) -> tuple[bool, date, bool]:
        return part.answer is not Answer.YES, part.from_ or date.max, part.answer is Answer.NO

    # Where all are asked for, what is surely lacking comes first.
    every = sorted(parts, key=lambda part: part.answer is not Answer.NO)
    chosen = every if count == len(parts) else sorted(parts, key=lacking)[:count]
    needs = [part.need for part in chosen if part.need is not None]  # what is met needs nothing
    return "; ".join(dict.fromkeys(needs)) or None
