"""The share of each credential in the cost of a year."""

from collections.abc import Sequence

from libcert.catalogue.fees import add_amounts
from libcert.model.credential import Money
from libcert.model.results import YearOfCost, YearOfPlan


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
