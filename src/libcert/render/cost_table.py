"""A table for people of the cost of credentials, by calendar year."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import dropwhile, groupby
from typing import Final, NamedTuple

from libcert.model.base import Model, model
from libcert.model.credential import Answer, Fee, Money
from libcert.model.reasons import Reason
from libcert.model.results import (
    CombinedCost,
    MembershipValue,
    Payment,
    YearOfCost,
    YearOfPlan,
)
from libcert.render import charts
from libcert.render.phrases import (
    DASH,
    EN_DASH,
    NOT_ON_RECORD,
    describe_dues,
    format_range,
    one_line,
    payment_name,
    plural,
)
from libcert.render.reasons import describe, describe_with_options
from libcert.render.result_phrases import format_due, format_sum, has_more, other_currencies
from libcert.render.table import Table, table_for_people

BAR: Final = 10
"""The length of the longest bar, in columns."""
MOST_WITH_CHART: Final = 2
"""The most credentials in one sum with a chart; the payments of more need its room."""
_VERDICTS: Final = {
    Answer.YES: "joining pays off",
    Answer.NO: "joining does not pay off",
    Answer.MAYBE: "joining may pay off",
}
_PLUS: Final = " + "


@model
class _Row(Model):
    """Some years with the same costs, or all years."""

    id: str
    year: str
    cost: str
    chart: str
    what: tuple[str, ...]


def cost_table(costs: Sequence[CombinedCost], *, short: bool = False) -> Table:
    """Return a table with the years of each of *costs*; years with the same fees are one row.

    The title of each is its total in words. Below the table is what to know about it. If *short*,
    years that differ only in fees without an amount are one row, too, and the lines below have no
    details of fees that are not counted.
    """
    rows: list[_Row] = []
    titles: dict[int, str] = {}
    footer: list[str] = []
    for cost in costs:
        span = f" in {plural(cost.years, 'year')}"
        titles[len(rows)] = f"{_title(cost)}: {format_total(cost, span)}"
        rows += _rows(cost, short=short)
        lines = dict.fromkeys(_short_lines(cost) if short else _lines(cost))
        footer += ["", *(f"{cost.ids[0]}: {line}" if len(costs) > 1 else line for line in lines)]
    without = ["id"] if len(costs) == 1 else []
    if short and any(len(cost.ids) > MOST_WITH_CHART for cost in costs):
        without.append("chart")
    table = table_for_people(_Row, rows, without=without, pictures=("chart",), footer=footer)
    return table.replace(sections=titles)


def format_total(cost: CombinedCost, span: str = "") -> str:
    """Return the total in words: `at least $90 + dues of CILIP each year`.

    Dues that are not on record are named, because they are the larger part over many years. *span*
    follows a known amount.
    """
    dues = [reason for reason in cost.unknown if reason.data.get("yearly")]
    is_more = cost.total.open and len(dues) < len(cost.unknown)
    total = cost.total.replace(open=False)
    if not total.known or (total.high == 0 and is_more):
        text = NOT_ON_RECORD
    elif total.high == 0:
        text = f"{'no other fees' if dues else 'nothing'}{span}"
    elif not is_more or total.high is None:
        text = f"{format_range(total)}{span}"
    elif not total.low:
        text = f"{format_range(total)} or more{span}"
    else:
        text = f"at least {format_range(total)}{span}"
    return _PLUS.join([text, *(describe_dues(**reason.data) for reason in dues)])


def _title(cost: CombinedCost) -> str:
    if len(cost.ids) == 1:
        return f"{cost.ids[0]}, {cost.names[0]}{' (held)' if cost.held else ''}"
    names = [f"{id_} (held)" if id_ in cost.held else id_ for id_ in cost.ids]
    return f"{', then '.join(names)}"


def _rows(cost: CombinedCost, *, short: bool) -> Iterator[_Row]:
    most = max((year.cost.high or year.cost.low or 0 for year in cost.by_year), default=0)
    ids = ", ".join(cost.ids)
    years = [_with_other_currencies(year, cost) for year in years_of(cost)]
    for row in year_rows(years, cost.ids, short=short, unseen=unseen_lines(cost)):
        chart = charts.bar(row.each, most, BAR)
        yield _Row(id=ids, year=row.label, cost=row.cost, chart=chart, what=row.what or (DASH,))
    total, *dues = format_total(cost).split(_PLUS)
    yield _Row(
        id=ids,
        year="total",
        cost=total,
        chart="",
        what=tuple(f"+ {one}" for one in dues) or (DASH,),
    )


def _with_other_currencies(year: YearOfCost, cost: CombinedCost) -> YearOfCost:
    """Return *year* with the amounts that are on record, but in a currency without a rate."""
    fees: dict[tuple[str, str], list[Fee]] = {}
    for unknown in cost.unknown:
        reason = unknown.data.get("reason", unknown)
        if reason.code == "fee-in-other-currency":
            for id_ in unknown.data.get("ids", cost.ids):
                fees.setdefault((id_, reason.data["fee"].purpose), []).append(reason.data["fee"])

    def with_amount(one: Payment) -> Payment:
        found = fees.get((one.id, one.purpose), [])
        if one.cost.known or len(found) != 1:  # prices for members and others are no sum
            return one
        [fee] = found
        amount = Money(low=fee.low, high=fee.high, unit=fee.unit, approximate=fee.approximate)
        return one.replace(cost=amount)

    return year.replace(what=tuple(map(with_amount, year.what)))


def years_of(cost: CombinedCost) -> list[YearOfCost]:
    """Return the calendar years of *cost*, without the last days of the last year if none is due.

    They are the rest of the first calendar year.
    """
    years = list(cost.by_year)
    if len(years) > cost.years and not years[-1].what:
        years.pop()
    return years


def unseen_lines(cost: CombinedCost) -> list[str]:
    """Return the renewals without a known day, which are among the payments of no year."""
    ids: list[str] = []
    for unknown in cost.unknown:
        if unknown.data.get("reason", unknown).code.startswith("renewal-"):
            ids += unknown.data.get("ids", cost.ids)
    return [unseen_renewal(ids if len(cost.ids) > 1 else [""])] if ids else []


def unseen_renewal(ids: Sequence[str]) -> str:
    """Return that the renewal of *ids* is not on record; a blank id is left out."""
    return f"{payment_name('renewal')}{_of(ids)}: {NOT_ON_RECORD}"


class YearRow(NamedTuple):
    """Some years with the same costs, in words."""

    label: str
    """The years: `2026`, or `2027–2035`."""
    each: Money
    """The cost of each of them."""
    cost: str
    """The same in words."""
    what: tuple[str, ...]
    """The payments."""
    years: Sequence[YearOfCost | YearOfPlan]


def year_rows(
    years: Sequence[YearOfCost | YearOfPlan],
    ids: Sequence[str],
    *,
    short: bool,
    unseen: Sequence[str] = (),
    exact: bool = False,
) -> Iterator[YearRow]:
    """Yield *years*; those that follow each other and have the same fees are one row.

    Args:
        years: The years with their payments.
        ids: The credentials; payments have their ids if there are several.
        short: Whether years that differ only in fees without an amount are one row, too, if this
            saves more than one row. The payments say in which of the years they are due.
        unseen: What to say of years with fees that are not among their payments.
        exact: Whether the cost says to which of the years more may come, too.
    """
    unseen_years = _unseen_years(years)
    more = {year.year for year in years if has_more(year)} | unseen_years
    for every in _grouped(years, unseen_years, more) if short else _equal(years):
        first, *others = every
        if any(year.what != first.what for year in others):
            what = tuple(_merged_payments(every, ids))
        else:
            what = tuple(_payments(first.what, ids))
        if first.year in unseen_years:
            what += tuple(unseen)
        label = f"{first.year}{EN_DASH}{others[-1].year}" if others else str(first.year)
        due = [year.year for year in every if year.year in more]
        words = _format_years(every, due, exact=exact)
        yield YearRow(label, _each(every, due), words, what, every)


def _unseen_years(years: Sequence[YearOfCost | YearOfPlan]) -> set[int]:
    """Return the years in which fees may be due that are not among their payments.

    Nobody knows their day, so after the first such year they may be due in each one.
    """

    def has_unseen(year: YearOfCost | YearOfPlan) -> bool:
        return has_more(year) and all(one.cost.known and not one.cost.open for one in year.what)

    found = {year.year for year in years[:1] if has_unseen(year)}
    later = dropwhile(lambda year: not has_unseen(year), years[1:])
    return found | {year.year for year in later}


def _equal(years: Sequence[YearOfCost | YearOfPlan]) -> Iterator[Sequence[YearOfCost | YearOfPlan]]:
    for _, same in groupby(years, key=lambda year: (year.cost, year.what)):
        yield list(same)


def _grouped(
    years: Sequence[YearOfCost | YearOfPlan], unseen_years: set[int], more: set[int]
) -> Iterator[Sequence[YearOfCost | YearOfPlan]]:
    """Yield years that differ only in fees without an amount; two rows for them are short, too."""

    def known(year: YearOfCost | YearOfPlan) -> object:
        paid = [one for one in year.what if one.cost.known]
        is_unseen = year.year in unseen_years
        return year is years[0], year.cost.low or 0, year.cost.high or 0, paid, is_unseen

    for _, alike in groupby(years, known):
        every = list(alike)
        parts = [list(part) for _, part in groupby(every, lambda year: year.year in more)]
        yield from parts if len(parts) == 2 else [every]  # noqa: PLR2004 - see above


def _each(years: Sequence[YearOfCost | YearOfPlan], more: Sequence[int]) -> Money:
    """Return the cost of each of *years*; to those in *more*, fees without an amount may come."""
    cost = years[0].cost
    is_other = bool(other_currencies(years[:1]))
    if not cost.low and not cost.high and (is_other or len(more) == len(years)):
        return Money(unit=cost.unit)
    if not cost.known:
        cost = Money(low=0, high=0, unit=cost.unit)
    return cost.replace(open=is_other or bool(more))


def _format_years(
    years: Sequence[YearOfCost | YearOfPlan], more: Sequence[int], *, exact: bool
) -> str:
    """Return the cost of each of *years* in words; if *exact*, and which of them may have more."""
    text = format_sum(years[0].cost, other_currencies(years[:1]))
    if not text:
        if not more:
            return format_due(years[0].cost.replace(open=False))
        return NOT_ON_RECORD if len(more) == len(years) else f"nothing, except in {_runs(more)}"
    each = f"{text} a year" if len(years) > 1 else text
    if exact and more and len(more) < len(years):
        return f"{each} + more in {_runs(more)}"
    return f"{each}{' + more' if more else ''}"


def _runs(years: Sequence[int]) -> str:
    """Return ascending years with commas; three or more that follow each other are a range."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts: list[str] = []
    for run in runs:
        is_range = len(run) > 2  # noqa: PLR2004 - two years are as short with a comma
        texts += [f"{run[0]}{EN_DASH}{run[-1]}"] if is_range else map(str, run)
    return ", ".join(texts)


def _merged_payments(years: Sequence[YearOfCost | YearOfPlan], ids: Sequence[str]) -> Iterator[str]:
    """Yield the payments of *years*; those without an amount have their years if not all."""
    yield from _payments([one for one in years[0].what if one.cost.known], ids)
    due: dict[tuple[str, str], list[str]] = {}
    for year in years:
        for one in year.what:
            if not one.cost.known:
                whose = "" if len(ids) == 1 or one.shared else one.id
                due.setdefault((_name(one), whose), []).append(str(year.year))
    alike: dict[tuple[str, str], list[str]] = {}
    for (name, whose), days in due.items():
        when = "" if len(days) == len(years) else f" in {', '.join(days)}"
        alike.setdefault((name, when), []).append(whose)
    texts = [f"{name}{_of(owners)}{when}" for (name, when), owners in alike.items()]
    yield f"{'; '.join(texts)}: {NOT_ON_RECORD}"


def _of(ids: Sequence[str]) -> str:
    """Return ids in brackets; nothing if the first one is blank."""
    return f" ({', '.join(ids)})" if ids[0] else ""


def _payments(due: Iterable[Payment], ids: Sequence[str]) -> Iterator[str]:
    """Yield the payments of a year; equal ones of several credentials take one line."""
    groups: dict[tuple[str, Money], list[Payment]] = {}
    for payment in due:
        if payment.cost.high != 0:
            key = _name(payment), payment.cost.replace(note=None)
            groups.setdefault(key, []).append(payment)
    unknown = []
    for (name, paid), payments in groups.items():
        owners = [payment.id for payment in payments]
        whose = "" if len(ids) == 1 or payments[0].shared else f" ({', '.join(owners)})"
        if not paid.known:
            unknown.append(f"{name}{whose}")
        elif len(groups) == len(owners) == 1:
            yield f"{name}{whose}"
        else:
            yield f"{name}{whose}: {format_range(paid)}{' each' if len(owners) > 1 else ''}"
    if unknown:
        is_all = len(unknown) == len(groups)  # then the cost of the year says it
        yield ", ".join(unknown) + ("" if is_all else f": {NOT_ON_RECORD}")


def _name(payment: Payment) -> str:
    return payment_name(payment.purpose, payment.shared)


def _lines(cost: CombinedCost) -> Iterator[str]:
    """Yield the lines below the table."""
    yield from note_lines(cost, options=True)
    yield f"standing: {'; '.join(_standings(cost))}"


def note_lines(cost: CombinedCost, *, options: bool = False) -> Iterator[str]:
    """Yield what to know about *cost*; with *options*, the option to use to make it certain."""

    def words(reason: Reason) -> str:
        return describe(_of_all(reason, cost), options=options)

    yield from map(words, cost.once)
    if cost.once and cost.saves.known and cost.saves.high != 0:
        yield f"this saves {format_range(cost.saves)}"
    yield from (f"not included: {line}" for line in _unknown_lines(cost, words))
    if cost.beside:
        yield f"not counted: {'; '.join(map(words, cost.beside))}"
    for joining in cost.joining:
        yield _membership_sentence(joining, cost.years, options=options)
    yield from map(words, [*cost.assumed, *cost.disputed])


def _short_lines(cost: CombinedCost) -> Iterator[str]:
    """Yield the lines below the table without details of fees that are not counted."""
    once = [describe_with_options(reason) for reason in cost.once]
    if once and cost.saves.known and cost.saves.high != 0:
        once.append(f"this saves {format_range(cost.saves)}")
    if once:
        yield "; ".join(once)
    unknown = [*_short_unknown(cost)]
    if unknown:
        yield f"not included: {'; '.join(unknown)}"
    if cost.beside and len(cost.ids) == 1:
        yield f"not counted: {'; '.join(map(describe_with_options, cost.beside))}"
    elif cost.beside:
        fees = (reason.data.get("reason", reason).data["fee"] for reason in cost.beside)
        names = dict.fromkeys(payment_name(fee.purpose, fee.shared) for fee in fees)
        yield f"not counted, optional or paid to others: {', '.join(names)}"
    yield from _short_memberships(cost)
    yield from map(describe_with_options, [*cost.assumed, *cost.disputed])
    yield f"standing: {'; '.join(_standings(cost))}"


def _short_memberships(cost: CombinedCost) -> Iterator[str]:
    """Yield whether joining societies pays off; those without known dues have one line."""
    hints = [one for one in cost.joining if one.saves.known and one.saves.high != 0]
    hints = [one for one in hints if not one.dues.known]
    yield from (_membership_sentence(one, cost.years) for one in cost.joining if one not in hints)
    if hints:
        saves = "; ".join(
            f"members of {one.organization} save {_saving(one.saves)}" for one in hints
        )
        options = " ".join(f"--dues {one.organization}=…" for one in hints)
        yield f"{saves}; use `{options}` to give the cost of a year of membership"


def _short_unknown(cost: CombinedCost) -> Iterator[str]:
    """Yield what is not included, without what the table shows as not on record or as more."""
    units: dict[str, None] = {}
    for unknown in cost.unknown:
        reason = unknown.data.get("reason", unknown)
        if reason.code == "fee-in-other-currency":
            units[reason.data["fee"].unit] = None
        elif reason.code not in {"fee-not-on-record", "fee-open"}:
            yield describe_with_options(_of_all(unknown, cost))
    if units:
        rates = " ".join(f"--rate {unit}=…" for unit in units)
        yield f"fees in {' and '.join(units)} (use `{rates}` to count them)"


def _unknown_lines(cost: CombinedCost, words: Callable[[Reason], str]) -> Iterator[str]:
    """Yield a line for each reason; fees without an amount of the same credentials take one."""
    purposes: dict[tuple[str, ...], list[str]] = {}
    others = []
    for unknown in cost.unknown:
        ids, reason = unknown.data.get("ids", cost.ids), unknown.data.get("reason", unknown)
        if reason.code == "fee-not-on-record":
            purposes.setdefault(ids, []).append(payment_name(reason.data["purpose"]))
        else:
            others.append(words(unknown))
    for ids, names in purposes.items():
        whose = "" if ids == cost.ids else f" ({', '.join(ids)})"
        amounts = "amount is" if len(names) == 1 else "amounts are"
        yield f"{', '.join(names)}{whose}: the {amounts} {NOT_ON_RECORD}"
    yield from others


def _of_all(reason: Reason, cost: CombinedCost) -> Reason:
    """Return *reason* without its ids if it is about all credentials."""
    is_about_all = reason.code == "for-credentials" and reason.data["ids"] == cost.ids
    return reason.data["reason"] if is_about_all else reason


def _standings(cost: CombinedCost) -> Iterator[str]:
    ids_by_standing: dict[str, list[str]] = {}
    for id_, standing in zip(cost.ids, cost.standings, strict=True):
        ids_by_standing.setdefault(one_line("standing", standing), []).append(id_)
    for name, ids in ids_by_standing.items():
        yield name if len(ids_by_standing) == 1 else f"{', '.join(ids)} ({name})"


def _saving(saves: Money) -> str:
    """Return an amount that members save; an unknown part can only make it more."""
    if not saves.open:
        return format_range(saves)
    return (
        f"at least {format_range(saves.replace(high=saves.low, open=False))} by the fees on record"
    )


def _membership_sentence(joining: MembershipValue, years: int, *, options: bool = True) -> str:
    """Return a sentence that says whether joining a society for *years* years pays off."""
    society = joining.organization
    if joining.saves.high == 0:
        return f"members of {society} pay the same"
    if not joining.saves.known:
        return f"the amount that members of {society} save is {NOT_ON_RECORD}"
    saves = f"members of {society} save {_saving(joining.saves)}"
    if not joining.dues.known and not options:
        return saves
    if not joining.dues.known:
        return f"{saves}; use `--dues {society}=…` to give the cost of a year of membership"
    dues = f"{format_range(joining.dues)} of dues in {plural(years, 'year')}"
    return f"{saves} and pay {dues}: {_VERDICTS[joining.worth_it]}"
