"""How much of a person's work counts for a condition, and on which day it is enough."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Final

from libcert.catalogue.conditions import LIBRARIES, setting_fits
from libcert.model import month_slots
from libcert.model.base import Model, value_class
from libcert.model.credential import Answer, Setting, Work
from libcert.model.limits import LAST_DAY
from libcert.model.profile import FULL_TIME, PART_TIME, Job
from libcert.model.results import Gap
from libcert.questions.three_valued import ConditionResult, all_of
from libcert.questions.word_match import contains_words

_WEEKS: Final = 52


@value_class
class _Spell(Model):
    """Work that counts from one slot to another: at least at the rate `low`, at most at `high`."""

    start: int
    end: int | None
    """None while it goes on."""
    low: Fraction
    high: Fraction


@value_class
class _Counted(Model):
    """The work of a person that counts, or may count, for a condition."""

    spells: tuple[_Spell, ...]
    low: Fraction
    high: Fraction
    """Slots of work besides the spells, which lay nobody says when."""

    def within(self, start: int | None, end: int, bound: str) -> Fraction:
        """Return the slots that count from *start* to *end*, two jobs at once at most as one."""
        begins = min((spell.start for spell in self.spells), default=end)
        start = begins if start is None else max(start, begins)
        borders = {border for spell in self.spells for border in (spell.start, spell.end or end)}
        points = sorted({start, end, *(border for border in borders if start < border < end)})
        besides: Fraction = getattr(self, bound)
        return besides + sum(
            (to - at) * min(Fraction(1), self._rate(at, bound)) for at, to in pairwise(points)
        )

    def _rate(self, slot: int, bound: str) -> Fraction:
        rates = (
            getattr(spell, bound)
            for spell in self.spells
            if spell.start <= slot and (spell.end is None or slot < spell.end)
        )
        return sum(rates, Fraction(0))

    def enough_from(self, needed: Fraction, window: int | None, today: int) -> int | None:
        """Return the first slot from *today* at which *needed* slots count for certain."""

        def done(slot: int) -> Fraction:
            return self.within(None if window is None else slot - window, slot, "low")

        if done(today) >= needed:
            return today
        borders = {
            border + shift
            for spell in self.spells
            for border in (spell.start, spell.end)
            if border is not None
            for shift in (0, window or 0)
        }
        at = today
        for border in sorted(border for border in borders if border > today):
            if done(border) >= needed:
                return _first(at, border, lambda slot: done(slot) >= needed)
            at = border
        rate = min(Fraction(1), self._rate(at, "low")) if window is None else Fraction(0)
        return at + ceil((needed - done(at)) / rate) if rate else None


def evaluate_work(
    work: Work, jobs: Sequence[Job], settings: Sequence[Setting], today: date
) -> ConditionResult:
    """Answer whether *jobs* are the *work* that a condition asks for.

    Args:
        work: What is asked for.
        jobs: The work of a person; empty where they have not said.
        settings: The kinds of workplace that the credential is for.
        today: The day of the question.
    """
    least, most = work.low, None if work.open else work.high
    if most == 0:
        return ConditionResult(Answer.YES, today)
    if least is None and most is None:
        return ConditionResult(Answer.MAYBE, None, "record", "the work asked for is not on record")
    if not jobs:
        return ConditionResult(Answer.MAYBE, None, "person", "say `--experience YEARS`")
    counting = [_Counting(job, work, settings) for job in jobs]
    counted = _counted(counting, work)
    window = None if work.within_years is None else work.within_years * month_slots.SLOTS_PER_YEAR
    now = month_slots.to_last_slot(today)
    start = None if window is None else now - window
    possible = counted.within(start, now, "high")
    needed = Fraction(least or 0) * month_slots.SLOTS_PER_YEAR
    certain = None if most is None else Fraction(most) * month_slots.SLOTS_PER_YEAR
    enough = None if certain is None else counted.enough_from(certain, window, now)
    day = None if enough is None else max(today, month_slots.to_day(enough))
    from_ = None if day is None or day > LAST_DAY else day
    if enough == now:
        return ConditionResult(Answer.YES, today)
    if possible < needed:
        if from_ is not None:
            need = f"{_until(today, from_)} more{_described(work)}, if it goes on"
        else:
            partly = any(one.partly for one in counting if one.answer is not Answer.NO)
            counted_so = ", counted as full time" if partly else ""
            need = f"{_span(needed - possible)} more{_described(work)}{counted_so}"
            if any(job.years and job.running is None for job in jobs):
                need += "; say `running` of work that goes on"
        return ConditionResult(Answer.NO, from_, need=need)
    doubts = [doubt for one in counting if one.answer is not Answer.NO for doubt in one.doubts]
    gap: Gap = "person" if any(by == "person" for by, _ in doubts) else "record"
    said = "; ".join(dict.fromkeys(text for by, text in doubts if by == gap))
    return ConditionResult(
        Answer.MAYBE, from_, gap, said or "whether it is enough is not on record"
    )


class _Counting:
    """How one job counts for a condition: whether it does, at which rate, and what is in doubt."""

    def __init__(self, job: Job, work: Work, settings: Sequence[Setting]) -> None:
        self.job = job
        self.doubts: list[tuple[Gap, str]] = []
        answers = [self._setting(work, settings), self._role(work), self._full_time(work)]
        self.answer = all_of(answers)
        low, high = self._rate(work)
        self.partly = low < 1
        if work.within_years is not None and job.since is None and not job.running:
            self._doubt("person", "say when, by its days, or that it is still `running`")
        self.low = low if self.answer is Answer.YES else Fraction(0)
        self.high = Fraction(0) if self.answer is Answer.NO else high

    def _doubt(self, gap: Gap, text: str) -> Answer:
        self.doubts.append((gap, text))
        return Answer.MAYBE

    def _setting(self, work: Work, settings: Sequence[Setting]) -> Answer:
        allowed, setting = work.settings or tuple(settings), self.job.setting
        if setting is None:
            return self._doubt("person", 'say where, as in `--experience "2 academic"`')
        if setting_fits(setting, allowed):
            return Answer.YES
        if setting == "any" and LIBRARIES & {*allowed}:
            return self._doubt("person", 'say in which library, as in `--experience "2 academic"`')
        if work.settings and not work.related:
            return Answer.NO
        return self._doubt("record", f"whether work in {setting} counts is not on record")

    def _role(self, work: Work) -> Answer:
        if work.role is None or (self.job.role and contains_words(self.job.role, work.role)):
            return Answer.YES
        if self.job.role is None:
            return self._doubt("person", f'say as what, as in `--experience "2 as {work.role}"`')
        return self._doubt(
            "person", f"say with `--meets` if `{self.job.role}` counts as {work.role}"
        )

    def _full_time(self, work: Work) -> Answer:
        if not work.full_time or self._is_full_time:
            return Answer.YES
        if self._is_full_time is False:
            return Answer.NO
        if self.job.hours_a_week is None:
            return self._doubt("person", 'say so if it is full time: `--experience "2 full-time"`')
        return self._doubt("record", "how many hours a week are full time is not on record")

    @property
    def _is_full_time(self) -> bool | None:
        hours = self.job.hours_a_week
        if self.job.full_time is not None or hours is None:
            return self.job.full_time
        if hours < PART_TIME:
            return False
        return True if hours >= FULL_TIME else None

    def _rate(self, work: Work) -> tuple[Fraction, Fraction]:
        """Return how much of its calendar time counts, at least and at most."""
        hours, whole = self.job.hours_a_week, Fraction(1)
        if self._is_full_time:
            return whole, whole
        if work.hours is not None and work.low:
            if hours is not None:
                weekly = Fraction(work.hours) / Fraction(work.low) / _WEEKS
                share = min(whole, Fraction(hours) / weekly)
                return share, share
            self._doubt("person", 'say how many hours a week, as in `--experience "2 20h"`')
            return Fraction(0), whole
        if self.job.full_time is None and hours is None:
            return whole, whole
        self._doubt("record", "how part-time work counts is not on record")
        return min(whole, Fraction(hours or 0) / FULL_TIME), whole


def _counted(counting: Iterable[_Counting], work: Work) -> _Counted:
    """Return the work that counts, at the time at which it was done."""
    spells: list[_Spell] = []
    low = high = Fraction(0)
    for one in counting:
        job = one.job
        if job.since is not None:
            end = None if job.until is None else month_slots.to_slot(job.until + timedelta(days=1))
            spells.append(_Spell(month_slots.to_slot(job.since), end, one.low, one.high))
            continue
        amount = Fraction(job.years or 0) * month_slots.SLOTS_PER_YEAR
        if amount and job.running and job.as_of is not None:
            begun = month_slots.to_last_slot(job.as_of) - int(amount)
            spells.append(_Spell(begun, None, one.low, one.high))
        else:
            # How far back it lies is not said, so what may lie only so far back counts for nothing.
            low += one.low * amount if work.within_years is None else 0
            high += one.high * amount
    return _Counted(tuple(spells), low, high)


def _first(below: int, enough: int, holds: Callable[[int], bool]) -> int:
    """Return the first slot after *below*, up to *enough*, at which *holds* is true."""
    while enough - below > 1:
        middle = (below + enough) // 2
        below, enough = (below, middle) if holds(middle) else (middle, enough)
    return enough


def _described(work: Work) -> str:
    """Return what kind of work counts, in words."""
    places = " or ".join(map(_place, work.settings))
    post = f" as {work.role}" if work.role else " of work"
    return f"{' of full-time work' if work.full_time and not work.role else post}" + (
        f" in {places}" if places else ""
    )


def _place(setting: Setting) -> str:
    """Return a kind of workplace in words."""
    if setting == "any":
        return "a library of any kind"
    article = "an" if setting[0] in "aeiou" else "a"
    return f"{article} {setting} library" if setting in LIBRARIES else setting


def _until(today: date, day: date) -> str:
    """Return the time from *today* to *day* in words."""
    months = (month_slots.to_slot(day) - month_slots.to_slot(today)) // month_slots.SLOTS_PER_MONTH
    years, rest = divmod(months, 12)
    return _said(years, rest, (day - month_slots.add_months(today, months)).days)


def _span(slots: Fraction) -> str:
    """Return an amount of work in words."""
    years, rest = divmod(ceil(slots), month_slots.SLOTS_PER_YEAR)
    return _said(years, *divmod(rest, month_slots.SLOTS_PER_MONTH))


def _said(years: int, months: int, days: int) -> str:
    parts = ((years, "year"), (months, "month"), (days, "day"))
    return " ".join(f"{count} {unit}{'s' * (count != 1)}" for count, unit in parts if count)
