"""The cost of several credentials together, in calendar years."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from libcert.catalogue.fees import (
    Memberships,
    add_up,
    counted_fees,
    fees_in_currency,
    payable_fees,
)
from libcert.model import month_slots
from libcert.model.base import Model, model
from libcert.model.credential import Credential, Money
from libcert.model.profile import Held, Profile
from libcert.model.reasons import Reason
from libcert.model.results import CombinedCost
from libcert.questions import findings
from libcert.questions.cost_over_years import (
    DatedFee,
    calendar_year,
    check_years,
    costs_by_year,
    currency_of,
    dated_fees,
    held_credentials,
    in_own_terms,
    multiply,
)
from libcert.questions.membership_value import compare_memberships
from libcert.questions.memberships import memberships_of
from libcert.questions.renewals import renewal_day
from libcert.questions.shared_fees import CoveredFee, settle_shared_fees
from libcert.questions.total_cost import (
    COST_FIELDS,
    fees_beside,
    fees_to_keep,
    may_cost_more,
    recurring_fees,
    unknown_parts,
)


@model(kw_only=False)
class CostRequest(Model):
    """The credentials whose cost to add up, and for which time."""

    ids: Sequence[str]
    """The ids of one or more credentials."""
    years: int
    """How many years to count, at least 1."""
    start: date
    """The first day; all credentials that the person does not hold are earned on it."""
    checked: bool = False
    """Whether the catalogue has better figures from public sources."""

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            TypeError: If `ids` is a text instead of a list of ids.
            ValueError: If `years` is less than 1.
        """
        if isinstance(self.ids, str):
            raise TypeError("`ids` must be a list of ids, not one text")
        check_years(self.years)


def combined_cost(
    catalogue: Mapping[str, Credential], request: CostRequest, person: Profile
) -> CombinedCost:
    """Return the cost of the credentials of *request* together, in calendar years.

    A shared payment counts once, and exams that are passed with another of these credentials, or
    with one that *person* holds, are not paid again.

    Args:
        catalogue: The records by id.
        request: The credentials and the time.
        person: The person who pays; their credentials, memberships, dues, currency and rates count.

    Raises:
        UnknownCredentialError: If *catalogue* is a `Catalogue` and lacks a credential of *request*.
    """
    years, start = request.years, request.start
    asked = {catalogue[name].id: catalogue[name] for name in request.ids}
    held = held_credentials(person, start)
    others = [catalogue[id_] for id_ in held if id_ in catalogue and id_ not in asked]
    records = {one.id: in_own_terms(one, person) for one in (*asked.values(), *others)}
    settled = settle_shared_fees(records.values(), held)
    covered = [cover for cover in settled.covered if cover.id in asked]
    ordered = [asked[id_] for id_ in settled.records if id_ in asked]
    own = [records[record.id] for record in ordered]
    sums = _Sums(
        first=month_slots.to_slot(start),
        years=years,
        held=held,
        memberships=memberships_of(person),
        unit=currency_of([fee for record in own for fee in counted_fees(record)], person),
    )
    dated = sums.dated(settled.records[record.id] for record in ordered)
    elsewhere = list(_paid_elsewhere(settled.records, covered, asked, sums))
    dated += elsewhere
    alone = sums.dated(_alone(record, covered, asked, held) for record in own)
    alone += elsewhere
    total = sums.total(dated)
    unknown = tuple(_for_credentials(own, lambda record: sums.unknown(record, dated)))
    end = sums.first + years * month_slots.SLOTS_PER_YEAR
    in_year, later = may_cost_more(own, held)
    calendar = range(start.year, calendar_year(end - 1) + 1)
    more = {year: in_year if year == start.year else later for year in calendar}
    due = fees_in_currency(multiply(dated), sums.unit)
    return CombinedCost(
        ids=tuple(record.id for record in ordered),
        names=tuple(record.name for record in ordered),
        standings=tuple(record.standing for record in ordered),
        held=tuple(record.id for record in ordered if record.id in held),
        years=years,
        start=start,
        end=month_slots.to_day(end),
        total=total.replace(open=True) if unknown and total.known else total,
        by_year=tuple(costs_by_year(dated, calendar_year, more, sums.unit, sums.memberships)),
        once=tuple(_counted_once(covered)),
        saves=_difference(sums.total(alone), total, covered),
        unknown=unknown,
        assumed=tuple(_assumptions(own, held, start)),
        beside=tuple(_for_credentials(own, fees_beside)),
        joining=tuple(compare_memberships(due, person, years)),
        disputed=tuple(_disputes(ordered, checked=request.checked)),
    )


def shared_with(
    catalogue: Mapping[str, Credential], ids: Sequence[str], person: Profile, start: date
) -> dict[str, tuple[str, ...]]:
    """Return for each of *ids* the others that have a fee in common with it."""
    records = [in_own_terms(catalogue[id_], person) for id_ in ids]
    settled = settle_shared_fees(records, held_credentials(person, start))
    related: dict[str, set[str]] = {id_: set() for id_ in ids}
    for cover in settled.covered:
        group = {cover.id, *cover.by}
        group |= {
            other.id
            for other in settled.covered
            if cover.why == "shared" == other.why and other.fee.shared == cover.fee.shared
        }
        for id_ in group:
            related[id_] |= group - {id_}
    return {id_: tuple(other for other in ids if other in related[id_]) for id_ in ids}


@model
class _Sums(Model):
    """What is the same for all sums of an answer."""

    first: int
    years: int
    held: Mapping[str, Held]
    memberships: Memberships
    unit: str

    def dated(self, records: Iterable[Credential]) -> list[DatedFee]:
        """Return all fees of *records* with their days."""
        return [due for record in records for due in self.dated_fees(record)]

    def dated_fees(self, record: Credential) -> Iterator[DatedFee]:
        """Return the fees of *record* with their days."""
        return dated_fees(record, self.first, self.years, self.held.get(record.id))

    def total(self, dated: Iterable[DatedFee]) -> Money:
        """Return the sum of all *dated* fees."""
        due = payable_fees(multiply(dated), self.memberships)
        return add_up(fees_in_currency(due, self.unit), self.memberships, self.unit)

    def unknown(self, record: Credential, dated: Iterable[DatedFee]) -> Iterator[Reason]:
        """Yield the parts of the cost of *record* that are not on record."""
        own = multiply(one for one in dated if one.id == record.id)
        due, held = payable_fees(own, self.memberships), self.held.get(record.id)
        return unknown_parts(record, due, self.years, self.unit, held=held)


def _paid_elsewhere(
    records: Mapping[str, Credential],
    covered: Iterable[CoveredFee],
    asked: Collection[str],
    sums: _Sums,
) -> Iterator[DatedFee]:
    """Yield the shared payments that a held credential outside *asked* makes, on its days.

    They are needed to keep the credentials *asked* too, so they count for the first of these.
    """
    payers: dict[tuple[str, str | None], str] = {}
    for cover in covered:
        if cover.why == "shared" and cover.by[0] not in asked:
            payers.setdefault((cover.by[0], cover.fee.shared), cover.id)
    for (payer, name), id_ in payers.items():
        for due in sums.dated_fees(records[payer]):
            if due.fee.shared == name:
                yield due.replace(id=id_)


def _alone(
    record: Credential,
    covered: Iterable[CoveredFee],
    asked: Collection[str],
    held: Collection[str],
) -> Credential:
    """Return *record* with the fees that are due for it alone.

    Payments that a held credential outside *asked* makes anyway are left out.
    """
    paid = [
        cover.fee
        for cover in covered
        if cover.id == record.id and cover.why == "shared" and cover.by[0] not in asked
    ]
    left = record.replace(fees=tuple(fee for fee in record.fees if fee not in paid))
    return fees_to_keep(left) if record.id in held else left


def _for_credentials(
    records: Sequence[Credential], reasons_of: Callable[[Credential], Iterable[Reason]]
) -> Iterator[Reason]:
    """Yield each reason once, with the credentials that it is about if there are several."""
    ids_by_reason: dict[Reason, list[str]] = {}
    for record in records:
        for reason in reasons_of(record):
            ids_by_reason.setdefault(reason, []).append(record.id)
    for reason, ids in ids_by_reason.items():
        if len(records) == 1 or reason.code == "dues-not-on-record":
            yield reason
        else:
            yield Reason.of("for-credentials", ids=tuple(dict.fromkeys(ids)), reason=reason)


def _counted_once(covered: Iterable[CoveredFee]) -> Iterator[Reason]:
    """Yield what is counted once, and what may be counted twice."""
    ids_by_name: dict[str, dict[str, None]] = {}
    others: dict[Reason, None] = {}
    for cover in covered:
        if cover.fee.shared is not None and cover.why == "shared":
            ids = ids_by_name.setdefault(cover.fee.shared, {})
            ids |= dict.fromkeys((*cover.by, cover.id))
        elif cover.why == "exams":
            exams = cover.fee.exams
            others[Reason.of("exams-passed", id=cover.id, exams=exams, by=cover.by)] = None
        else:
            others[Reason.of("perhaps-twice", id=cover.id, fee=cover.fee, by=cover.by)] = None
    for name, ids in ids_by_name.items():
        yield Reason.of("counted-once", name=name, ids=tuple(ids))
    yield from others


def _difference(alone: Money, together: Money, covered: Iterable[CoveredFee]) -> Money:
    """Return how much less *together* is than *alone*, the sum of the costs of each.

    It is open if a fee that is not paid has no amount, or has another currency.
    """
    unit = together.unit
    saved = [cover.fee for cover in covered if cover.why != "unclear"]
    pairs = [(alone.low, together.low), (alone.high, together.high)]
    ends = sorted(more - less for more, less in pairs if more is not None and less is not None)
    if len(ends) < len(pairs):
        return Money(unit=unit)
    is_open = any(not fee.known or fee.open or fee.unit != unit for fee in saved)
    return Money(low=ends[0], high=ends[1], unit=unit, open=is_open)


def _assumptions(
    records: Iterable[Credential], held: Mapping[str, Held], start: date
) -> Iterator[Reason]:
    """Yield the assumptions about the days on which fees fall due."""
    new = []
    for record in records:
        award = held.get(record.id)
        if award is None:
            new.append(record.id)
            continue
        due = renewal_day(record, award)
        if award.since is None and any(
            fee.purpose != "renewal" or due is None for _, fee in recurring_fees(record)
        ):
            yield Reason.of("held-day-unsaid", id=record.id, day=start)
        if due is not None and due < start:
            yield Reason.of("renewal-overdue", id=record.id, day=due)
    if new:
        yield Reason.of("earned-at-once", ids=tuple(new), day=start)


def _disputes(records: Sequence[Credential], *, checked: bool) -> Iterator[Reason]:
    for record in records:
        fields = findings.disputed(record, COST_FIELDS, checked=checked)
        if fields:
            yield Reason.of("fields-disputed", id=record.id, fields=tuple(fields))
