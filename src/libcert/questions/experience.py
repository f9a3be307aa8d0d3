"""Evaluate how much of a person's work counts for a condition, and when it is enough."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final, Literal

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

CountedAs = Literal["by-hours", "in-full"]
"""How missing work is counted if a person works part time."""
_WEEKS: Final = 52
_ONE: Final = Fraction(1)
_ZERO: Final = Fraction(0)


def evaluate_work(
    work: Work, jobs: Sequence[Job], settings: Sequence[Setting], today: date
) -> ConditionResult:
    """Answer whether *jobs* meet the *work* requirement of a condition.

    Work as a number of years goes on after the day on which the years were counted, unless the
    person says that it has ended. Several such jobs are added up until that day, and run at the
    same time from then on. If only the last years count, it is certain only that each of them was
    done directly before that day; they may have been done one after the other.

    Part-time work counts by its hours if the record counts hours. Otherwise it is certain only that
    it counts by its hours, 40 a week for full time, and it may count in full.

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
    several = sum(map(_is_current, jobs)) > 1
    counts = [_JobCount(job, work, settings, several=several) for job in jobs]
    now = month_slots.to_last_slot(today)
    counted = _add_up(counts, work, now, several=several)
    window = None if work.within_years is None else work.within_years * month_slots.SLOTS_PER_YEAR
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
    if from_ is not None and slot is not None and surely_enough is not None:
        certain = counted.between(None if window is None else now - window, now, "low")
        how: CountedAs | None = (
            "by-hours" if any(count.counted for count in counts if count.high) else None
        )
        data = _missing(work, surely_enough - certain, how)
        pace = _pace(counts, surely_enough - certain, slot - now)
        need = Reason.of("work-going-on", **data, pace=pace if how else None)
    else:
        ways = {count.counted for count in counts if count.high}
        how = "in-full" if "in-full" in ways else "by-hours" if "by-hours" in ways else None
        need = Reason.of("work-missing", **_missing(work, needed - possible, how))
    return ConditionResult(Answer.NO, from_, need=need)


def _pace(
    counts: Iterable["_JobCount"], missing: Fraction, until: int
) -> tuple[tuple[int, int, int], int | Decimal] | None:
    """Return how long the *missing* slots take at the hours a week of the job that goes on.

    None if several jobs go on, or if that is not the time *until* the work is enough: a job may
    begin later, and older work may no longer count.
    """
    going_on = [count for count in counts if count.low and _goes_on(count.job)]
    if len(going_on) != 1:
        return None
    [count] = going_on
    hours = count.job.hours_a_week
    if hours is None or ceil(missing / count.low) != until:
        return None
    return _span(until), hours


def _maybe(gap: MissingFrom, need: Reason | None, from_: date | None = None) -> ConditionResult:
    return ConditionResult(Answer.MAYBE, from_, gap, need)


def _unsettled(counts: Iterable["_JobCount"], from_: date | None) -> ConditionResult:
    """Return a maybe with the doubts that the person can settle, or else those about the record."""
    doubts = [doubt for count in counts if count.answer is not Answer.NO for doubt in count.doubts]
    gap: MissingFrom = "person" if any(by == "person" for by, _ in doubts) else "record"
    need = join_reasons(reason for by, reason in doubts if by == gap)
    return _maybe(gap, need or Reason.of("work-enough-not-on-record"), from_)


def _missing(work: Work, slots: Fraction, counted: CountedAs | None) -> dict[str, object]:
    """Return the data of a reason that says that *slots* of *work* are missing.

    The `hours` are None unless the record counts hours, and the work is counted by them.
    """
    hours = None
    if work.hours is not None and work.low and counted == "by-hours":
        hours = ceil(slots * work.hours / Fraction(work.low) / month_slots.SLOTS_PER_YEAR)
    return {
        "span": _span(ceil(slots)),
        "hours": hours,
        "role": work.role,
        "settings": tuple(work.settings),
        "full_time": bool(work.full_time) and work.role is None,
        "counted": counted,
    }


def _span(slots: int) -> tuple[int, int, int]:
    """Return *slots* in years, months and days."""
    years, rest = divmod(slots, month_slots.SLOTS_PER_YEAR)
    return (years, *divmod(rest, month_slots.SLOTS_PER_MONTH))


class _JobCount:
    """How one job counts for a condition: the answer, the share of its time, and the doubts."""

    def __init__(self, job: Job, work: Work, settings: Sequence[Setting], *, several: bool) -> None:
        """Count *job* for *work*; *several*: other jobs have no dates and go on, too."""
        self.job = job
        self.doubts: list[tuple[MissingFrom, Reason]] = []
        """Each doubt, and whether the person or the record could settle it."""
        self.answer = all_of(
            [self._fits_setting(work, settings), self._fits_role(work), self._is_long_enough(work)]
        )
        low, high = self._share(work)
        self.counted: CountedAs | None = (
            None if low == _ONE else "by-hours" if low == high else "in-full"
        )
        """How it counts if it is part time; `in-full` means that it may count in full."""
        has_days = job.since is not None or (_is_current(job) and not several)
        if work.within_years is not None and not has_days:
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
        if hours is None:
            self._doubt("person", Reason.of("work-hours-unsaid"))
        self._doubt("record", Reason.of("work-part-time-in-full"))
        return min(_ONE, Fraction(hours or 0) / FULL_TIME), _ONE


def _add_up(counts: Iterable[_JobCount], work: Work, now: int, *, several: bool) -> CountedWork:
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
        if job.running is False or job.as_of is None:
            # Work without dates never certainly falls within the last years.
            low += count.low * amount if work.within_years is None else 0
            high += count.high * amount
            continue
        counted_on = month_slots.to_last_slot(job.as_of)
        start = counted_on - int(amount)
        if work.within_years is not None and not several:
            periods.append(Period(start, None, count.low, count.high))
            continue
        # The day on which the years were counted may be after the day of the question.
        begin = min(counted_on, max(now, start))
        before = amount - (counted_on - begin)
        periods.append(Period(begin, None, count.low, count.high))
        high += count.high * before
        if work.within_years is None:
            low += count.low * before
        else:
            periods.append(Period(start, begin, count.low, _ZERO))
    return CountedWork(tuple(periods), low, high)


def _is_current(job: Job) -> bool:
    """Return whether *job* is a number of years of work that goes on."""
    return job.years is not None and job.running is not False


def _goes_on(job: Job) -> bool:
    """Return whether *job* has no end that is known."""
    return job.until is None if job.since is not None else _is_current(job)
