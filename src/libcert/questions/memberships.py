"""The memberships of a person, as the fees of credentials need them."""

from collections.abc import Iterator
from decimal import Decimal

from libcert.catalogue.conditions import needed, walk
from libcert.catalogue.fees import Memberships, convert_currency, with_cost
from libcert.model.credential import Credential, Fee, Money
from libcert.model.profile import Profile

_MEMBERSHIP = " membership"
"""Ends the name of a payment that is the dues of a society."""


def memberships_of(person: Profile) -> Memberships:
    """Return the societies that *person* is a member of."""
    return Memberships(frozenset(person.member), no_other=person.non_member)


def cost_for(credential: Credential, person: Profile) -> Money:
    """Return the cost of *credential* at the prices of *person*, and in their currency if known."""
    exchanged = convert_currency(credential, person.currency, person.rate)
    known = memberships_of(person)
    return exchanged.cost if known == Memberships() else with_cost(exchanged, known).cost


def with_dues(credential: Credential, person: Profile) -> Credential:
    """Return *credential* with the dues of the memberships that it needs.

    The amount is what *person* says; otherwise it is the one on record, if there is one. Dues that
    are not among the fees on record are added: yearly ones to keep the credential if it has no
    yearly fee, and those to earn it, once, if it has no such fee and *person* is no member.
    """
    fees = [_with_own_dues(fee, credential, person) for fee in credential.fees]
    required = [fee for fee in fees if fee.required]
    kept = credential.renewal.membership
    if kept is not None and not any(fee.yearly or fee.purpose == "maintenance" for fee in required):
        to_earn = kept in _required_societies(credential)
        fee = _dues(kept, person).replace(
            purpose="membership" if to_earn else "maintenance", yearly=to_earn
        )
        fees.append(fee)
    if not any(fee.purpose == "membership" for fee in required):
        members = {name.casefold() for name in person.member}
        fees += (
            _dues(society, person)
            for society in dict.fromkeys(_required_societies(credential))
            if society != kept and society.casefold() not in members
        )
    return credential if fees == [*credential.fees] else credential.replace(fees=tuple(fees))


def _with_own_dues(fee: Fee, credential: Credential, person: Profile) -> Fee:
    """Return *fee* of *credential* with its society and the dues that *person* says, if it is dues.

    The name of a shared payment tells the society.
    """
    society = society_of(fee, credential)
    if society is None or not fee.required:
        return fee
    fee = fee if fee.shared else fee.replace(shared=f"{society}{_MEMBERSHIP}")
    amount = _own_dues(society, person)
    if amount is None:
        return fee
    return fee.replace(low=amount, high=amount, unit=person.currency, open=False)


def society_of(fee: Fee, credential: Credential) -> str | None:
    """Return the society whose dues *fee* of *credential* is; None if it is not such a fee.

    A fee is the dues of a society if its payment has the name of the society, or if it is for a
    membership without an amount on record.
    """
    if fee.shared is not None and fee.shared.endswith(_MEMBERSHIP):
        return fee.shared.removesuffix(_MEMBERSHIP)
    if fee.purpose != "membership" or fee.known:
        return None
    mentioned = (
        part.membership for condition in credential.requirements for part in walk(condition)
    )
    return credential.renewal.membership or next(filter(None, mentioned), None)


def _dues(society: str, person: Profile) -> Fee:
    """Return one payment of the dues of *society*."""
    amount = _own_dues(society, person)
    return Fee(
        purpose="membership",
        low=amount,
        high=amount,
        unit=person.currency,
        shared=f"{society}{_MEMBERSHIP}",
        note=f"membership of {society}",
    )


def _own_dues(society: str, person: Profile) -> int | Decimal | None:
    """Return the dues of *society* that *person* says; None if they do not say it."""
    amounts = {name.casefold(): amount for name, amount in person.dues.items()}
    return amounts.get(society.casefold())


def _required_societies(credential: Credential) -> Iterator[str]:
    """Yield each society in which one has to be a member to earn *credential*."""
    parts = (part for condition in credential.requirements for part in needed(condition))
    yield from (part.membership for part in parts if part.membership is not None)
