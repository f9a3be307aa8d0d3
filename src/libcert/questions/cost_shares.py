"""The share of each credential in the cost of a year, and fees that no cost counts."""

from collections.abc import Iterable, Sequence

from libcert.catalogue.fees import EARNING_PURPOSES, add_amounts, add_up_by_purpose
from libcert.model.credential import Credential, Money
from libcert.model.profile import Profile
from libcert.model.results import Payment, YearOfCost, YearOfPlan
from libcert.questions.memberships import memberships_of


def cost_shares(year: YearOfCost | YearOfPlan) -> Sequence[tuple[str, Money]]:
    """Return the id of each credential with a payment in *year*, and the sum of its payments.

    They are in the currency of the year. A payment for several credentials counts for the one that
    has it in its record.
    """
    by_id: dict[str, list[Money]] = {}
    for payment in year.what:
        by_id.setdefault(payment.id, []).append(payment.cost)
    unit = year.cost.unit
    return tuple((id_, add_amounts(amounts, unit)) for id_, amounts in by_id.items())


def paid_to_others(credentials: Iterable[Credential], person: Profile) -> Sequence[Payment]:
    """Return the known sums that *person* pays to others than the issuers to earn *credentials*.

    Those that the person holds already are left out.
    """
    payments = []
    for credential in credentials:
        fees = [
            fee
            for fee in credential.fees
            if fee.payee is not None and fee.required and fee.purpose in EARNING_PURPOSES
        ]
        if not fees or credential.id in person.held:
            continue
        sums = add_up_by_purpose(fees, memberships_of(person), fees[0].unit)
        payments += [
            Payment(id=credential.id, purpose=purpose, cost=cost)
            for purpose, cost in sums.items()
            if cost.known
        ]
    return payments
