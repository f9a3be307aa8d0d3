"""The costs in a document in CTDL."""

import re
from typing import Final

from libcert.files.ctdl.conditions import Conditions, is_exam
from libcert.files.ctdl.figures import take_basis
from libcert.files.ctdl.names import Names
from libcert.files.ctdl.values import (
    Price,
    Table,
    aligned,
    counts,
    filled,
    first,
    joined,
    own_values,
    price,
    words_of,
)
from libcert.files.json_ld import Node
from libcert.model import ctdl_terms as terms
from libcert.model.credential import Fee
from libcert.model.limits import CURRENCY_PATTERN

_PURPOSES: Final = {
    "costType:Application": "application",
    "costType:BackgroundCheck": "application",
    "costType:EnrollmentFee": "enrolment",
    "costType:GraduationFee": "certification",
    "costType:MixedFees": "certification",
    "costType:ProcessingFee": "certification",
    "costType:ProgramSpecificFee": "course",
    "costType:ReexaminationFee": "exam",
    "costType:RenewalFee": "renewal",
    "costType:ReschedulingFee": "exam",
    "costType:ScoringFee": "exam",
    "costType:StandaloneAssessment": "exam",
    "costType:StudentServicesFee": "course",
    "costType:TechnologyFee": "course",
    "costType:Tuition": "course",
}
"""The purpose of a fee of each type that an issuer charges; others are costs beside a course."""
_NOT_NEEDED: Final = frozenset({"costType:ReexaminationFee", "costType:ReschedulingFee"})
"""The types of fees that only those pay who fail or change their plans."""
_TOTAL: Final = "costType:AggregateCost"
_OWN_TYPES: Final = {str(purpose): term for purpose, term in terms.COST_TYPES.items()}
_AUDIENCES: Final = {term: audience for audience, term in terms.AUDIENCES.items()}


def read_fees(names: Names, node: Node, conditions: Conditions, issuer: str) -> list[Table]:
    """Return the fees for a credential, its conditions and exams, and its renewal.

    Args:
        names: The ids of credentials and organizations.
        node: The credential.
        conditions: Its conditions.
        issuer: The society whose members have a price of their own, if a cost names none.
    """
    found: dict[Node, str | None] = dict.fromkeys(node.nodes("ceterms:estimatedCost"))
    for manifest in node.nodes("ceterms:commonCosts"):
        found |= dict.fromkeys(manifest.nodes("ceterms:estimatedCost"))
    for condition in conditions.nodes:
        for each in [condition, *condition.nodes("ceterms:targetAssessment")]:
            purpose = "exam" if is_exam(each) else None
            found |= dict.fromkeys(each.nodes("ceterms:estimatedCost"), purpose)
    for profile in node.nodes("ceterms:renewal"):
        found |= dict.fromkeys(profile.nodes("ceterms:estimatedCost"), "renewal")
    costs = [_Cost(names, cost, purpose) for cost, purpose in found.items()]
    has_parts = any(not cost.is_total for cost in costs)
    fees = [cost.fee(issuer, is_part_counted=has_parts) for cost in costs]
    places = [first(counts(cost, "libcert:place", least=0)) for cost in found]
    order = sorted(range(len(fees)), key=lambda number: places[number] or 0)
    return fees if None in places else [fees[number] for number in order]


class _Cost:
    """A cost, which becomes a fee."""

    def __init__(self, names: Names, node: Node, purpose: str | None) -> None:
        """Read the types of the cost *node*.

        *purpose* is that of a cost at its place; None if only its type says that.
        """
        types = aligned(node, "ceterms:directCostType")
        self._names = names
        self._node = node
        self._at_place = purpose
        self._types = [name for name in types if name != terms.OPTIONAL_COST]
        self._own_purpose = first(node.texts("libcert:purpose"))
        self._is_required = terms.OPTIONAL_COST not in types
        self._words = node.texts("ceterms:name", "ceterms:description")
        self._words += node.texts("ceterms:paymentPattern", "ceterms:condition")

    @property
    def is_total(self) -> bool:
        """Whether it is the sum of other costs."""
        return _TOTAL in self._types

    def fee(self, issuer: str, *, is_part_counted: bool) -> Table:
        """Return the fee; a total is not required if its parts are counted anyway."""
        node = self._node
        take_basis(node)
        fee: Table = {
            "purpose": self._purpose(),
            **self._amounts(),
            **self._payers(issuer),
            "unclear_for": self._names.credentials_of(node, "libcert:unclearFor"),
        }
        if self.is_total and is_part_counted:
            self._make_optional("the total, which the other fees are part of")
        if any(name in _NOT_NEEDED or name not in _PURPOSES for name in self._types_of_parts):
            self._make_optional(words_of(self._types))
        if self._own_purpose is None:
            fee["note"] = joined(self._words)
        fee |= own_values(node, Fee)
        return filled({**fee, "required": None if self._is_required else False})

    @property
    def _types_of_parts(self) -> list[str]:
        return [name for name in self._types if name != _TOTAL]

    def _make_optional(self, reason: str) -> None:
        """Let nobody have to pay the fee, for this *reason*."""
        self._is_required = False
        self._words.append(reason)

    def _purpose(self) -> str:
        own, types = self._own_purpose, self._types_of_parts
        if own is not None and (not types or types[0] == _OWN_TYPES.get(own)):
            return own
        if own is None and self._at_place == "renewal":
            return self._at_place
        by_type = [_PURPOSES.get(name, "course") for name in types]
        return first(by_type) or self._at_place or "certification"

    def _amounts(self) -> Table:
        """Return the amount of the fee; one whose currency is not on record is only in words."""
        node = self._node
        prices = self._prices("ceterms:price")
        lows = [*prices, *self._prices("schema:minPrice")]
        highs = [*prices, *self._prices("schema:maxPrice")]
        low = min((each.amount for each in lows), default=None)
        high = max((each.amount for each in highs), default=None)
        if low is not None and high is not None and low > high:
            node.leave_out("schema:minPrice")
            node.leave_out("schema:maxPrice")
            low = high = None
        codes = [*node.texts("ceterms:currency")]
        codes += [each.currency for each in (*lows, *highs) if each.currency is not None]
        units = [code.strip().upper() for code in codes]
        unit = next((each for each in units if re.fullmatch(CURRENCY_PATTERN, each)), None)
        if unit is None and (low or high):
            ends = [str(end) for end in dict.fromkeys((low, high)) if end is not None]
            self._words.append(f"{' to '.join(ends)}, in a currency that is not on record")
            low = high = None
        return {"low": low, "high": high, "unit": unit}

    def _prices(self, term: str) -> list[Price]:
        """Return the prices of *term*; a text that is none goes into the note."""
        found = []
        for value in self._node.literals(term):
            each = price(value)
            if each is not None:
                found.append(each)
            elif isinstance(value, str) and value.strip() and self._own_purpose is None:
                self._words.append(value.strip())
            else:
                self._node.leave_out(term)
        return found

    def _payers(self, issuer: str) -> Table:
        """Return who pays the fee; a fee for others than members or non-members is not needed."""
        names = aligned(self._node, "ceterms:audienceType")
        societies = self._names.organizations_of(self._node, "libcert:memberOf")
        audiences = {_AUDIENCES[name] for name in names if name in _AUDIENCES}
        others = [name for name in names if name not in _AUDIENCES]
        others += aligned(self._node, "ceterms:residencyType")
        if others:
            self._make_optional(f"only for: {words_of(others)}")
        if len(audiences) != 1:
            return {}
        return {"audience": audiences.pop(), "organization": first(societies) or issuer}
