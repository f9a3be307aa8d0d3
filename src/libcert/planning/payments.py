"""The payments of a solution, with shared fees and passed exams paid only once.

The solver counts the fees of each credential by itself, so it may count too much, never too little.
Here a fee is left out if another credential of the plan pays it first, or passes its exams first.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from libcert.catalogue.fees import EARNING_PURPOSES
from libcert.model import month_slots
from libcert.model.credential import Credential, Fee
from libcert.planning.candidates import AT_START, Candidate, own_record, with_fees_of
from libcert.planning.problem import DatedCharge, Problem, prerequisites
from libcert.planning.solve import Solution, dated_charges
from libcert.questions.shared_fees import CoveredFee, settle_shared_fees


class Payments:
    """The payments for the planned and the held credentials of one solution."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution
        context = solution.problem.context
        records = {
            name: own_record(solution.problem.candidates[name].credential, context)
            for name in solution.planned()
        }
        self.covered: Sequence[CoveredFee] = [
            *self._covered(records, to_earn=True),
            *self._covered(records, to_earn=False),
        ]
        """The fees of planned credentials that others pay, or perhaps pay."""
        self.candidates: Mapping[str, Candidate] = {
            record.id: with_fees_of(
                solution.problem.candidates[record.id],
                record.replace(fees=tuple(self._fees(record))),
                context,
            )
            for record in records.values()
        }
        """The planned credentials by id, with only the fees that they add."""

    def _fees(self, record: Credential) -> Iterator[Fee]:
        """Yield the fees of *record* that it adds."""
        covers = {cover.fee: cover.why for cover in self.covered if cover.id == record.id}
        for fee in record.fees:
            why = covers.get(fee)
            if why is None:
                yield fee
            elif why == "unclear":
                yield fee.replace(low=0) if fee.known else fee

    def _covered(self, records: Mapping[str, Credential], *, to_earn: bool) -> Iterator[CoveredFee]:
        """Yield the fees that others cover: either *to earn* or to keep them.

        Who pays first depends on that: an open credential pays at its start, but nobody knows when
        it has to be kept.
        """
        solution, context = self._solution, self._solution.problem.context
        order = sorted(
            records,
            key=lambda name: (solution.is_open(name) and not to_earn, self._award(name)),
        )
        ordered = (records[name] for name in order)
        for cover in settle_shared_fees([*context.held_records, *ordered], context.held).covered:
            is_to_earn = cover.fee.purpose in EARNING_PURPOSES
            if is_to_earn == to_earn and self._is_covered(cover):
                yield cover

    def _is_covered(self, cover: CoveredFee) -> bool:
        """Return whether the schedule lets other credentials cover the fee of a planned one."""
        solution, starts = self._solution, self._solution.schedule.starts
        if cover.id not in starts:
            return False
        if cover.why == "shared":
            return all(other not in starts or self._pays_first(other, cover) for other in cover.by)
        waits = solution.waits().get(cover.id, ())
        return any(
            other not in starts
            or other in waits
            or (not solution.is_open(other) and self._award(other) <= starts[cover.id])
            for other in cover.by
        )

    def _pays_first(self, payer: str, cover: CoveredFee) -> bool:
        """Return whether *payer* begins to pay a shared fee no later than the other would."""
        solution, fee, other = self._solution, cover.fee, cover.id
        recurs = fee.yearly or fee.purpose not in EARNING_PURPOSES
        # Fees after an award that nobody knows the day of are not counted.
        if (recurs and not solution.is_open(other)) and (
            solution.is_open(payer) or self._award(payer) > self._award(other)
        ):
            return False
        if fee.purpose in AT_START:
            starts = solution.schedule.starts
            return starts[payer] <= starts[other]
        return recurs or self._award(payer) <= self._award(other)

    def _award(self, name: str) -> int:
        """Return the slot of the award; the start if nobody knows it."""
        length = self._solution.problem.candidates[name].length
        open_ = self._solution.is_open(name)
        return self._solution.schedule.starts[name] + (0 if open_ else length)

    def charges(self) -> list[DatedCharge]:
        """Return all charges of the plan, by day: to its last year, or for the years asked for."""
        solution, end = self._solution, self.end()
        charges = [due for due in solution.problem.upkeep if due.slot < end]
        for name, slot in solution.schedule.starts.items():
            charges += dated_charges(
                self.candidates[name], slot, end, is_open=solution.is_open(name)
            )
        return sorted(charges, key=lambda due: (due.slot, due.credential))

    def end(self) -> int:
        """Return the slot after the last payment that counts."""
        solution = self._solution
        years = solution.problem.request.years
        last = month_slots.to_slot(date(solution.last_day().year + 1, 1, 1))
        if years is None:
            return last
        start = month_slots.to_slot(solution.problem.request.start)
        ends = [month_slots.to_slot(solution.last_day()) + 1]
        return max([start + years * month_slots.SLOTS_PER_YEAR, *ends])


def is_counted_twice(problem: Problem) -> bool:
    """Return whether the solver may count a known fee of *problem* more than once."""
    context = problem.context
    wanted = [one for name, one in problem.candidates.items() if name not in problem.obstacles]
    records = [own_record(one.credential, context) for one in wanted]
    shared = settle_shared_fees([*context.held_records, *records], context.held)
    before = prerequisites(problem.candidates)
    return any(
        cover.why != "unclear" and cover.fee.known and cover.fee.high != 0
        for cover in shared.covered
        # What a prerequisite pays is not counted at all.
        if before.get(cover.id, set()).isdisjoint(cover.by)
        if cover.id in problem.candidates
        # The fees after an award that nobody knows the day of are not counted at all.
        and (cover.id not in problem.without_end or cover.fee.purpose in EARNING_PURPOSES)
    )
