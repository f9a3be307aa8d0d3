"""Fees that are paid once for several credentials, and exams that are passed already."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from libcert.catalogue.conditions import walk
from libcert.catalogue.fees import EARNING_PURPOSES, counted_fees
from libcert.model.base import Model, model
from libcert.model.credential import Credential, Fee
from libcert.model.profile import Held
from libcert.questions.total_cost import fees_to_keep

_HELD, _NOW, _LATER = range(3)
"""The ranks of those that can make a shared payment; the lowest one makes it."""


@model
class CoveredFee(Model):
    """A fee that one of several credentials does not add, or perhaps does not add."""

    id: str
    """The credential with the fee."""
    fee: Fee
    """The fee as it is on record."""
    by: tuple[str, ...]
    """The credentials that cover it."""
    why: Literal["shared", "exams", "unclear"]
    """Why it is not added.

    With `shared`, one payment covers all, and `by` is the credential that pays. With `exams`, its
    exams are passed with `by`. With `unclear`, no source says whether holders of `by` pay it; it
    stays in the record, from 0 on.
    """


@model
class SharedFees(Model):
    """Several credentials of one person, each with only the fees that it adds."""

    records: Mapping[str, Credential]
    """The credentials by id: those that are held, then the others in the order of earning.

    A held credential has only the fees to keep it.
    """
    covered: tuple[CoveredFee, ...]
    """The fees that a credential does not add, or perhaps does not add."""


def settle_shared_fees(credentials: Iterable[Credential], held: Mapping[str, Held]) -> SharedFees:
    """Return *credentials*, each with only the fees that it adds to those before it.

    A payment with a `shared` name is paid by one credential: by the one that is held longest, else
    by the first one that needs it to be earned, else by the first one. If the records differ about
    its amount, the amount is the range of all of them.

    Args:
        credentials: The credentials, in the currency in which to count, with their dues.
        held: The credentials that the person holds at the start, by id; others are ignored.
    """
    every = {credential.id: credential for credential in credentials}
    owned = [credential for id_, credential in every.items() if id_ in held]
    owned.sort(key=lambda credential: held[credential.id].since or date.max)
    ahead = earning_order([credential for id_, credential in every.items() if id_ not in held])
    ordered = [*map(fees_to_keep, owned), *ahead]
    payers = _payers(ordered, held)
    ranges = dict(_ranges(ordered))
    records: dict[str, Credential] = {}
    covered: list[CoveredFee] = []
    for credential in ordered:
        fees: list[Fee] = []
        for fee in credential.fees:
            cover = _cover(credential, fee, records, payers)
            if cover is not None:
                covered.append(cover)
            if cover is None:
                fees.append(ranges.get(fee, fee) if fee.shared else fee)
            elif cover.why == "unclear":
                fees.append(fee.replace(low=0) if fee.known else fee)
        records[credential.id] = credential.replace(fees=tuple(fees))
    return SharedFees(records=records, covered=tuple(covered))


def earning_order(credentials: Sequence[Credential]) -> list[Credential]:
    """Return *credentials* in an order in which they can be earned.

    Prerequisites and lower levels come first, then credentials that save a fee. Otherwise, the
    order stays as it is.
    """
    left = {credential.id: credential for credential in credentials}
    first = {id_: _prerequisites(credential) for id_, credential in left.items()}
    helpful = {id_: {*_helpful(credential)} for id_, credential in left.items()}
    ordered = []
    while left:
        id_ = min(
            left, key=lambda id_: (len(first[id_] & left.keys()), len(helpful[id_] & left.keys()))
        )
        ordered.append(left.pop(id_))
    return ordered


def _prerequisites(credential: Credential) -> set[str]:
    """Return the ids of the level before *credential* and of the credentials that it mentions."""
    conditions = (part for condition in credential.requirements for part in walk(condition))
    names = {part.credential for part in conditions} | {credential.previous}
    return {name for name in names if name is not None}


def _helpful(credential: Credential) -> Iterator[str]:
    """Yield the ids of the credentials with which some fees of *credential* may not be due."""
    for exam in credential.exams:
        yield from exam.passed_with
    for fee in credential.fees:
        yield from fee.unclear_for


def _payers(
    ordered: Sequence[Credential], held: Collection[str]
) -> Mapping[tuple[str | None, str], str]:
    """Return the credential that makes each shared payment, by its name and how often it is due.

    A held credential pays already, before one whose dues are due at the award, and one whose dues
    are due only later. The first two also pay for what is due only once, to earn a credential.
    """
    ranks: dict[tuple[str | None, str], list[tuple[int, int]]] = {}
    for number, credential in enumerate(ordered):
        for fee in counted_fees(credential):
            often = _how_often(fee, credential)
            is_paid_now = often == "yearly" and (
                credential.id in held or fee.purpose in EARNING_PURPOSES
            )
            rank = _HELD if credential.id in held else _NOW if is_paid_now else _LATER
            ranks.setdefault((fee.shared, often), []).append((rank, number))
            if is_paid_now:
                ranks.setdefault((fee.shared, "once"), []).append((rank, number))
    return {payment: ordered[min(found)[1]].id for payment, found in ranks.items()}


def _how_often(fee: Fee, credential: Credential) -> str:
    """Return how often *fee* of *credential* is due: once, yearly, or after some months."""
    if fee.purpose == "renewal":
        return f"every {credential.renewal.months} months"
    return "once" if fee.purpose in EARNING_PURPOSES and not fee.yearly else "yearly"


def _cover(
    credential: Credential,
    fee: Fee,
    earlier: Collection[str],
    payers: Mapping[tuple[str | None, str], str],
) -> CoveredFee | None:
    """Return why *credential* does not add *fee* after *earlier* ones; None if it does."""
    if not fee.required or fee.payee is not None:
        return None
    payer = payers[fee.shared, _how_often(fee, credential)]
    if fee.shared is not None and payer != credential.id:
        return CoveredFee(id=credential.id, fee=fee, by=(payer,), why="shared")
    exams = [exam for exam in credential.exams if not fee.exams or exam.name in fee.exams]
    passed = [exam for exam in exams if not {*exam.passed_with}.isdisjoint(earlier)]
    if fee.purpose == "exam" and passed:
        names = {name for exam in passed for name in exam.passed_with}
        by = tuple(id_ for id_ in earlier if id_ in names)
        # A fee that does not say which exams it pays may be lower if some of them are passed.
        why: Literal["exams", "unclear"] = "exams" if len(passed) == len(exams) else "unclear"
        return CoveredFee(id=credential.id, fee=fee, by=by, why=why)
    unclear = tuple(id_ for id_ in earlier if id_ in fee.unclear_for)
    if unclear:
        return CoveredFee(id=credential.id, fee=fee, by=unclear, why="unclear")
    return None


def _ranges(records: Iterable[Credential]) -> Iterator[tuple[Fee, Fee]]:
    """Yield the shared fees of *records*, each with the range of its amounts in all of them.

    If a record has several fees for one payment, they are parts of it and stay as they are.
    """
    payments: dict[tuple[object, ...], list[list[Fee]]] = {}
    for record in records:
        own: dict[tuple[object, ...], list[Fee]] = {}
        for fee in counted_fees(record):
            if fee.shared is not None:
                often = _how_often(fee, record)
                payment = fee.shared, often, fee.purpose if often == "once" else None
                own.setdefault((*payment, fee.audience, fee.organization), []).append(fee)
        for key, fees in own.items():
            payments.setdefault(key, []).append(fees)
    for parts in payments.values():
        if all(len(fees) == 1 for fees in parts):
            same = [fee for [fee] in parts]
            yield from ((fee, _with_range(fee, same)) for fee in same)


def _with_range(fee: Fee, same: Iterable[Fee]) -> Fee:
    """Return *fee* with the range of all amounts of the *same* payment."""
    known = [one for one in same if one.known]
    known = [one for one in known if one.unit == known[0].unit]
    if not known:
        return fee
    lows, highs = [one.low for one in known], [one.high for one in known]
    return fee.replace(
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
        unit=known[0].unit,
        approximate=any(one.approximate for one in known),
    )
