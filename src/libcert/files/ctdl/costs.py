"""The costs in a document in CTDL."""

import re
from typing import Final

from libcert.files.ctdl.conditions import Conditions, is_exam
from libcert.files.ctdl.evidence import day_of
from libcert.files.ctdl.figures import take_basis
from libcert.files.ctdl.names import Names
from libcert.files.ctdl.values import (
    Price,
    Table,
    address,
    aligned,
    counts,
    days,
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
_OTHER_COSTS: Final = "There are other costs, which depend on the way to the credential"
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
    found: dict[Node, str | None] = dict.fromkeys(_costs_of(node))
    for condition in conditions.nodes:
        for each in [condition, *condition.nodes("ceterms:targetAssessment")]:
            found |= dict.fromkeys(_costs_of(each), "exam" if is_exam(each) else None)
    for profile in node.nodes("ceterms:renewal"):
        found |= dict.fromkeys(_costs_of(profile), "renewal")
    every = [_Cost(names, cost, purpose) for cost, purpose in found.items()]
    costs = _by_residence(_in_force(every, day_of(node)))
    has_parts = any(not cost.is_total for cost in costs)
    fees = [cost.fee(issuer, is_part_counted=has_parts) for cost in costs]
    places = [cost.place for cost in costs]
    if None not in places:
        order = sorted(range(len(fees)), key=lambda number: places[number] or 0)
        fees = [fees[number] for number in order]
    if conditions.has_other_costs:
        fees.append({"purpose": "certification", "note": _OTHER_COSTS})
    return fees


def _costs_of(node: Node) -> list[Node]:
    """Return the costs of *node*; count those that are not in the document.

    They are costs without an amount, as is a manifest that names no cost.
    """
    node.described("ceterms:estimatedCost")
    node.described("ceterms:commonCosts")
    costs = node.nodes("ceterms:estimatedCost")
    for manifest in node.nodes("ceterms:commonCosts"):
        costs += manifest.nodes("ceterms:estimatedCost") or [manifest]
    return costs


def _in_force(costs: list["_Cost"], day: str | None) -> list["_Cost"]:
    """Return the costs of *day* without former and later ones; count these.

    Args:
        costs: All costs.
        day: The day of the document; None if it has none.
    """
    groups: dict[object, list[_Cost]] = {}
    for cost in costs:
        groups.setdefault((cost.kind, frozenset(cost.residences)), []).append(cost)
    kept: set[_Cost] = set()
    for group in groups.values():
        chosen = _at_day(group, day)
        kept.update(chosen)
        for cost in group:
            if cost not in chosen:
                cost.leave_out()
    return [cost for cost in costs if cost in kept]


def _at_day(group: list["_Cost"], day: str | None) -> list["_Cost"]:
    """Return those of a *group* of costs of one kind that hold on *day*; one of them is open."""
    if day is None:
        latest = max(cost.begin for cost in group)
        newest = [cost for cost in group if cost.begin == latest]
        before = [cost for cost in group if cost.begin < latest]
        has_ends = len(group) > 1 and any(cost.end for cost in newest)
        if has_ends or not all(cost.end and cost.end < latest for cost in before):
            newest[0].make_open("the price depends on the day")
            return newest[:1]
        return newest
    now = [cost for cost in group if not cost.end or cost.end >= day]
    if not now:
        group[-1].make_open("the price on record has ended")
        return group[-1:]
    begun = [cost for cost in now if cost.begin <= day] or now
    latest = max(cost.begin for cost in begun)
    return [cost for cost in begun if cost.begin == latest]


def _by_residence(costs: list["_Cost"]) -> list["_Cost"]:
    """Return *costs* with one in place of those of which everybody pays one, by residence."""
    groups: dict[object, list[_Cost]] = {}
    for cost in costs:
        if cost.residences:
            groups.setdefault(cost.kind, []).append(cost)
    merged = set()
    for group in groups.values():
        if len({frozenset(cost.residences) for cost in group}) > 1:
            group[0].others = group[1:]
            merged.update(group[1:])
    return [cost for cost in costs if cost not in merged]


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
        self._is_open = False
        self._words = node.texts("ceterms:name", "ceterms:description")
        self._words += node.texts("ceterms:paymentPattern", "ceterms:condition")
        self._reasons: list[str] = []
        self._payer_types = aligned(node, "ceterms:audienceType")
        self.residences = aligned(node, "ceterms:residencyType")
        """Where those live who pay it; empty if it does not matter."""
        self.others: list[_Cost] = []
        """The costs that people who live elsewhere pay in its place."""
        self.begin = first(days(node, "ceterms:startDate")) or ""
        """The first day; empty if it is not on record."""
        self.end = first(days(node, "ceterms:endDate")) or ""
        """The last day; empty if it is not on record."""
        self.place = first(counts(node, "libcert:place", least=0))
        """The place among the fees of a record of ours; None if it is not on record."""
        if not node.is_described:
            self._words += filter(None, [address(node.name)])

    @property
    def kind(self) -> tuple[frozenset[str], frozenset[str]]:
        """The types of the cost and of those who pay it."""
        return frozenset(self._types), frozenset(self._payer_types)

    def make_open(self, reason: str) -> None:
        """Leave the amount open, for this *reason*; it is only in words."""
        self._is_open = True
        self._reasons.append(reason)

    def leave_out(self) -> None:
        """Count the cost, which has no place in the record."""
        self._node.leave_out("ceterms:CostProfile")
        self._node.take("ceterms:price", "ceterms:currency")

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
            **self._all_amounts(),
            **self._payers(issuer),
            "unclear_for": self._names.credentials_of(node, "libcert:unclearFor"),
        }
        if self.is_total and is_part_counted:
            self._make_optional("the total, which the other fees are part of")
        if any(name in _NOT_NEEDED or name not in _PURPOSES for name in self._types_of_parts):
            self._make_optional(words_of(self._types))
        own = own_values(node, Fee)
        words = self._words if self._own_purpose is None else [str(own.get("note", ""))]
        dates = zip(("from", "until"), (self.begin, self.end), strict=True)
        words = [*words, *self._reasons, *(f"{when} {day}" for when, day in dates if day)]
        fee |= own | {"note": joined(words)}
        return filled({**fee, "required": None if self._is_required else False})

    @property
    def _types_of_parts(self) -> list[str]:
        return [name for name in self._types if name != _TOTAL]

    def _make_optional(self, reason: str) -> None:
        """Let nobody have to pay the fee, for this *reason*."""
        self._is_required = False
        self._reasons.append(reason)

    def _purpose(self) -> str:
        own, types = self._own_purpose, self._types_of_parts
        if own is not None and (not types or types[0] == _OWN_TYPES.get(own)):
            return own
        if own is None and self._at_place == "renewal":
            return self._at_place
        by_type = [_PURPOSES.get(name, "course") for name in types]
        return first(by_type) or self._at_place or "certification"

    def _all_amounts(self) -> Table:
        """Return the amount of the fee, over all places of residence."""
        own = self._amounts()
        if not self.others:
            return own
        every = [own, *(other._amounts() for other in self.others)]  # noqa: SLF001 - same class
        for other in self.others:
            self._words += [*other._words, *other._reasons]  # noqa: SLF001 - same class
        homes = [home for cost in (self, *self.others) for home in cost.residences]
        self._reasons.append(f"by residence: {words_of(list(dict.fromkeys(homes)))}")
        lows, highs = ([each[end] for each in every] for end in ("low", "high"))
        units = {each["unit"] for each in every}
        if len(units) > 1:
            return {"low": None, "high": None, "unit": None}
        low = None if None in lows else min(lows)
        return {"low": low, "high": None if None in highs else max(highs), "unit": units.pop()}

    def _amounts(self) -> Table:
        """Return the amount of the fee; one whose currency is not clear is only in words."""
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
        given = [code.strip().upper() for code in node.texts("ceterms:currency")]
        codes = [code for code in given if re.fullmatch(CURRENCY_PATTERN, code)]
        codes += [each.currency for each in (*lows, *highs) if each.currency is not None]
        units = list(dict.fromkeys(codes))
        is_clear = len(units) == 1 and all(
            units[0] in each.units for each in (*lows, *highs) if each.units
        )
        unit = units[0] if is_clear else None
        if not is_clear and units:
            node.leave_out("ceterms:currency")
        if (low or high) and (unit is None or self._is_open):
            ends = " to ".join(str(end) for end in dict.fromkeys((low, high)) if end is not None)
            signs = [each.sign for each in (*lows, *highs) if each.sign]
            said = " or ".join(dict.fromkeys([*signs, *units]))
            unclear = "in a currency that is not on record"
            if is_clear:
                self._reasons.append(f"{ends} {unit}")
            else:
                self._reasons.append(f"{ends}, {unclear + ': ' + said if said else unclear}")
        if (unit is None and (low or high)) or self._is_open:
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
        names = self._payer_types
        societies = self._names.organizations_of(self._node, "libcert:memberOf")
        audiences = {_AUDIENCES[name] for name in names if name in _AUDIENCES}
        others = [name for name in names if name not in _AUDIENCES]
        others += self.residences if not self.others else []
        if others:
            self._make_optional(f"only for: {words_of(others)}")
        if len(audiences) != 1:
            return {}
        return {"audience": audiences.pop(), "organization": first(societies) or issuer}
