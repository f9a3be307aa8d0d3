"""The memberships of a person, as the fees of credentials need them."""

from libcert.catalogue.fees import Memberships, convert_currency, with_cost
from libcert.model.credential import Credential, Fee, Money
from libcert.model.profile import Profile


def memberships_of(person: Profile) -> Memberships:
    """Return the societies that *person* is a member of."""
    return Memberships(frozenset(person.member), no_other=person.non_member)


def cost_for(credential: Credential, person: Profile) -> Money:
    """Return the cost of *credential* at the prices of *person*, and in their currency if known."""
    exchanged = convert_currency(credential, person.currency, person.rate)
    known = memberships_of(person)
    return exchanged.cost if known == Memberships() else with_cost(exchanged, known).cost


def with_dues(credential: Credential, person: Profile) -> Credential:
    """Return *credential* with the dues of a membership that its holders need, as a yearly fee.

    The amount is what *person* says; otherwise it is not on record. The dues are added only if the
    record has no yearly fee.
    """
    society = credential.renewal.membership
    if society is None or any(
        fee.yearly or fee.purpose == "maintenance" for fee in credential.fees
    ):
        return credential
    dues = {name.casefold(): amount for name, amount in person.dues.items()}
    amount = dues.get(society.casefold())
    fee = Fee(
        purpose="maintenance",
        low=amount,
        high=amount,
        unit=person.currency,
        shared=f"{society} membership",
        note=f"membership of {society}",
    )
    return credential.replace(fees=(*credential.fees, fee))
