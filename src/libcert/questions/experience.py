"""Evaluate how much of a person's work counts for a condition, and when it is enough."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Final

from libcert.catalogue.conditions import setting_fits
from libcert.model import month_slots
from libcert.model.credential import Answer, Work
from libcert.model.limits import LAST_DAY
from libcert.model.profile import FULL_TIME, PART_TIME, Job
from libcert.model.reasons import Reason, join_reasons
from libcert.model.results import MissingFrom
from libcert.model.vocabulary import LIBRARIES, Setting
from libcert.questions.condition_result import ConditionResult
from libcert.questions.three_valued import all_of
from libcert.questions.word_match import is_position
from libcert.questions.work_time import CountedWork, Period

_Span = tuple[int, int, int]
"""A span of time in years, months and days."""
_WEEKS: Final = 52
_ONE: Final = Fraction(1)
_ZERO: Final = Fraction(0)


def evaluate_work(
    work: Work, jobs: Sequence[Job], settings: Sequence[Setting], today: date
) -> ConditionResult:
    """Answer whether *jobs* meet the *work* requirement of a condition.

    Args:
        work: The required work.
        jobs: The jobs of a person; empty if unknown.
        settings: The kinds of workplace that the credential is for.
        today: The day of the question.
    """
    least, most = work.low, None if work.open else work.high
    if most == 0:
        return ConditionResult(Answer.YES, today)
    if least is None and most is None:
        return _maybe("record", Reason.of("work-not-on-record"))
    if not jobs:
        return _maybe("person", Reason.of("work-unsaid"))
    counts = [_JobCount(job, work, settings) for job in jobs]
    counted = _add_up(counts, work)
    window = None if work.within_years is None else work.within_years * month_slots.SLOTS_PER_YEAR
    now = month_slots.to_last_slot(today)
    needed = Fraction(least or 0) * month_slots.SLOTS_PER_YEAR
    surely_enough = None if most is None else Fraction(most) * month_slots.SLOTS_PER_YEAR
    slot = None if surely_enough is None else counted.enough_from(surely_enough, window, now)
    if slot == now:
        return ConditionResult(Answer.YES, today)
    day = None if slot is None else max(today, month_slots.to_day(slot))
    from_ = None if day is None or day > LAST_DAY else day
    possible = counted.between(None if window is None else now - window, now, "high")
    if possible >= needed:
        return _unsettled(counts, from_)
    if from_ is not None:
        time = _time_between(today, from_)
        need: Reason | None = Reason.of("work-going-on", **_missing(work, time))
    else:
        need = _lacking(work, counts, needed - possible)
    return ConditionResult(Answer.NO, from_, need=need)


def _maybe(gap: MissingFrom, need: Reason | None, from_: date | None = None) -> ConditionResult:
    return ConditionResult(Answer.MAYBE, from_, gap, need)


def _unsettled(counts: Iterable["_JobCount"], from_: date | None) -> ConditionResult:
    """Return a maybe with the doubts that the person can settle, or else those about the record."""
    doubts = [doubt for count in counts if count.answer is not Answer.NO for doubt in count.doubts]
    gap: MissingFrom = "person" if any(by == "person" for by, _ in doubts) else "record"
    need = join_reasons(reason for by, reason in doubts if by == gap)
    return _maybe(gap, need or Reason.of("work-enough-not-on-record"), from_)


def _lacking(work: Work, counts: Sequence["_JobCount"], slots: Fraction) -> Reason | None:
    """Return the reason that *slots* of *work* are missing and time alone does not add them."""
    part_time = any(count.is_partial for count in counts if count.answer is not Answer.NO)
    missing = Reason.of(
        "work-missing-full-time" if part_time else "work-missing",
        **_missing(work, _to_span(slots)),
    )
    unsaid = any(count.job.years is not None and count.job.running is None for count in counts)
    return join_reasons([missing, *([Reason.of("work-running-unsaid")] if unsaid else [])])


def _missing(work: Work, span: _Span) -> dict[str, object]:
    """Return the data of a reason that says that a *span* of *work* is missing."""
    return {
        "span": span,
        "role": work.role,
        "settings": tuple(work.settings),
        "full_time": bool(work.full_time) and work.role is None,
    }


class _JobCount:
    """How one job counts for a condition: the answer, the share of its time, and the doubts."""

    def __init__(self, job: Job, work: Work, settings: Sequence[Setting]) -> None:
        self.job = job
        self.doubts: list[tuple[MissingFrom, Reason]] = []
        """Each doubt, and whether the person or the record could settle it."""
        self.answer = all_of(
            [self._fits_setting(work, settings), self._fits_role(work), self._is_long_enough(work)]
        )
        low, high = self._share(work)
        self.is_partial = low < 1
        if work.within_years is not None and job.since is None and not job.running:
            self._doubt("person", Reason.of("work-days-unsaid"))
        self.low = low if self.answer is Answer.YES else _ZERO
        self.high = _ZERO if self.answer is Answer.NO else high

    def _doubt(self, gap: MissingFrom, reason: Reason) -> Answer:
        self.doubts.append((gap, reason))
        return Answer.MAYBE

    def _fits_setting(self, work: Work, settings: Sequence[Setting]) -> Answer:
        allowed, setting = work.settings or tuple(settings), self.job.setting
        if setting is None:
            return self._doubt("person", Reason.of("work-setting-unsaid"))
        if setting_fits(setting, allowed):
            return Answer.YES
        if setting == "any" and LIBRARIES & {*allowed}:
            return self._doubt("person", Reason.of("work-library-unsaid"))
        if work.settings and not work.related:
            return Answer.NO
        return self._doubt("record", Reason.of("work-setting-not-on-record", setting=setting))

    def _fits_role(self, work: Work) -> Answer:
        if work.role is None or (self.job.role and is_position(self.job.role, work.role)):
            return Answer.YES
        if self.job.role is None:
            return self._doubt("person", Reason.of("work-role-unsaid", role=work.role))
        unclear = Reason.of("work-role-unclear", held=self.job.role, required=work.role)
        return self._doubt("person", unclear)

    def _is_long_enough(self, work: Work) -> Answer:
        """Answer whether the job is full time, if the work has to be."""
        if not work.full_time or self._is_full_time:
            return Answer.YES
        if self._is_full_time is False:
            return Answer.NO
        if self.job.hours_a_week is None:
            return self._doubt("person", Reason.of("work-full-time-unsaid"))
        return self._doubt("record", Reason.of("work-full-time-not-on-record"))

    @property
    def _is_full_time(self) -> bool | None:
        """Whether the job is full time; None if that is unknown or not clear."""
        hours = self.job.hours_a_week
        if self.job.full_time is not None or hours is None:
            return self.job.full_time
        if hours < PART_TIME:
            return False
        return True if hours >= FULL_TIME else None

    def _share(self, work: Work) -> tuple[Fraction, Fraction]:
        """Return the lowest and the highest share of the job's calendar time that counts."""
        hours = self.job.hours_a_week
        if self._is_full_time:
            return _ONE, _ONE
        if work.hours is not None and work.low:
            if hours is not None:
                weekly = Fraction(work.hours) / Fraction(work.low) / _WEEKS
                share = min(_ONE, Fraction(hours) / weekly)
                return share, share
            self._doubt("person", Reason.of("work-hours-unsaid"))
            return _ZERO, _ONE
        if self.job.full_time is None and hours is None:
            return _ONE, _ONE
        self._doubt("record", Reason.of("work-part-time-not-on-record"))
        return min(_ONE, Fraction(hours or 0) / FULL_TIME), _ONE


def _add_up(counts: Iterable[_JobCount], work: Work) -> CountedWork:
    """Return the work that counts, with the period of each job."""
    periods: list[Period] = []
    low = high = _ZERO
    for count in counts:
        job = count.job
        if job.since is not None:
            end = None if job.until is None else month_slots.to_slot(job.until + timedelta(days=1))
            periods.append(Period(month_slots.to_slot(job.since), end, count.low, count.high))
            continue
        amount = Fraction(job.years or 0) * month_slots.SLOTS_PER_YEAR
        if job.running and job.as_of is not None:
            start = month_slots.to_last_slot(job.as_of) - int(amount)
            periods.append(Period(start, None, count.low, count.high))
        else:
            # Work without dates never certainly falls within the last years.
            low += count.low * amount if work.within_years is None else 0
            high += count.high * amount
    return CountedWork(tuple(periods), low, high)


def _time_between(today: date, day: date) -> _Span:
    """Return the time from *today* to *day* in years, months and days."""
    months = (month_slots.to_slot(day) - month_slots.to_slot(today)) // month_slots.SLOTS_PER_MONTH
    return *divmod(months, 12), (day - month_slots.add_months(today, months)).days


def _to_span(slots: Fraction) -> _Span:
    """Return an amount of work in years, months and days."""
    years, rest = divmod(ceil(slots), month_slots.SLOTS_PER_YEAR)
    return years, *divmod(rest, month_slots.SLOTS_PER_MONTH)
