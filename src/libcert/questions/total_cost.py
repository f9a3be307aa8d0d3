"""The fees that make up the cost of a credential over time, and the parts not on record."""

from collections.abc import Iterable, Iterator, Sequence

from libcert.catalogue.fees import EARNING_PURPOSES, counted_fees
from libcert.model.credential import Credential, Fee
from libcert.model.profile import Held
from libcert.model.reasons import Reason
from libcert.questions.memberships import society_of

COST_FIELDS = ("cost", "fees", "renewal")
"""The fields of a record on which its cost rests."""


def recurring_fees(credential: Credential) -> Iterator[tuple[int, Fee]]:
    """Yield each fee to keep *credential*, with the months between two payments.

    A renewal without a fee on record is a fee without an amount. A renewal without a period on
    record is left out.
    """
    fees = counted_fees(credential)
    yield from ((12, fee) for fee in yearly_fees(credential))
    months = credential.renewal.months
    if months is not None:
        renewals = [fee for fee in fees if fee.purpose == "renewal"]
        yield from ((months, fee) for fee in renewals or [Fee(purpose="renewal")])


def yearly_fees(credential: Credential) -> Iterator[Fee]:
    """Yield each fee that a holder of *credential* pays each year, as a `maintenance` fee."""
    for fee in counted_fees(credential):
        if fee.purpose == "maintenance" or fee.yearly:
            yield fee.replace(purpose="maintenance")


def fees_to_keep(credential: Credential) -> Credential:
    """Return *credential* with only the fees of its holders; yearly ones as `maintenance`."""
    fees = (
        fee.replace(purpose="maintenance") if fee.yearly else fee
        for fee in credential.fees
        if fee.yearly or fee.purpose not in EARNING_PURPOSES
    )
    return credential.replace(fees=tuple(fees))


def may_cost_more(credentials: Iterable[Credential], held: Iterable[str]) -> tuple[bool, bool]:
    """Return whether *credentials* may have more fees: in the first year, and in each later one."""
    owned = {*held}
    every = list(credentials)
    first = any(
        _is_period_unknown(one) if one.id in owned else _is_earning_unknown(one) for one in every
    )
    return first, any(map(_is_period_unknown, every))


def fees_beside(credential: Credential) -> Iterator[Reason]:
    """Yield the fees of *credential* that no total counts: optional ones, and those to others."""
    for fee in credential.fees:
        if fee.payee is not None or not fee.required:
            yield Reason.of("fee-not-counted", fee=fee)


def unknown_parts(
    credential: Credential,
    due: Sequence[Fee],
    years: int,
    unit: str,
    *,
    held: Held | None = None,
) -> Iterator[Reason]:
    """Yield the parts of the cost over *years* that are not on record.

    They include *due* fees in another currency than *unit*. A *held* credential has no fees to earn
    it.
    """
    if held is None and _is_earning_unknown(credential):
        yield Reason.of("earning-cost-not-on-record")
    for fee in dict.fromkeys(due):
        society = society_of(fee, credential)
        if not fee.known and society is not None:
            is_yearly = fee.yearly or fee.purpose == "maintenance"
            yield Reason.of("dues-not-on-record", society=society, yearly=is_yearly)
        elif not fee.known:
            yield Reason.of("fee-not-on-record", purpose=fee.purpose)
        elif fee.unit != unit and fee.high != 0:
            yield Reason.of("fee-in-other-currency", fee=fee, currency=unit)
        elif fee.open:
            yield Reason.of("fee-open", purpose=fee.purpose)
    if (years > 1 or held is not None) and _is_period_unknown(credential):
        renewals = tuple(fee for fee in counted_fees(credential) if fee.purpose == "renewal")
        if credential.renewal.expires or renewals:
            yield Reason.of("renewal-period-not-on-record", fees=renewals)
        else:
            yield Reason.of("renewal-need-not-on-record")


def _is_period_unknown(credential: Credential) -> bool:
    """Return whether it may have to be renewed, but the period is not on record."""
    return credential.renewal.months is None and credential.renewal.expires is not False


def _is_earning_unknown(credential: Credential) -> bool:
    """Return whether no fee to earn it is on record."""
    return not any(fee.purpose in EARNING_PURPOSES for fee in counted_fees(credential))
