"""`libcert report`: its numbers are those of the other commands, and its page is well made."""

import itertools
import re
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from conftest import Answered, Screen
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue
from libcert.cli import terminal
from libcert.model.credential import Money
from libcert.model.profile import Profile
from libcert.model.reasons import Reason
from libcert.model.results import NotPlanned, Plan, PossibleStep, Step
from libcert.questions.combined_cost import CostRequest, combined_cost
from libcert.questions.cost_shares import cost_shares
from libcert.render.criteria_phrases import criteria_phrases
from libcert.render.pages import charts, environment
from libcert.render.pages.charts import Span, YearOfShares
from libcert.render.pages.report_content import Report
from libcert.render.pages.report_left_out import left_out_lines
from libcert.render.pages.report_page import report_page
from libcert.render.show_table import SCHOOLING

Run = Callable[..., Answered]
DAY: Final = ("--on", "2026-11-30")
PERSON: Final = ("--experience", "since 2018 records full-time", "--education", "bachelor")
GOALS: Final = ("--goal", "CRA", "--goal", "CIP", "--goal", "LSSC", "--assume", "CRA=12mo")
_VOID: Final = {"meta", "br", "input", "rect", "line", "path"}


class Page(HTMLParser):
    """A page, read back: its parts as an assistive program meets them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.open: list[str] = []
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.captions: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._table = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"] or "")
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.refs += (given.get(name) or "").split()
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self._table = given["id"] or ""
            self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        if tag in {"th", "td"}:
            self.tables[self._table][-1].append("")
        if tag == "caption":
            self.captions.append("")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"style", "script"} & {*self.open}:
            return
        self.texts.append(data)
        if {"h1", "h2", "h3"} & {*self.open}:
            level, text = self.headings[-1]
            self.headings[-1] = level, text + data
        if {"th", "td"} & {*self.open}:
            self.tables[self._table][-1][-1] += data
        if "caption" in self.open:
            self.captions[-1] += data

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts))

    def cells(self, table: str) -> list[list[str]]:
        return [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in self.tables[table]]

    def titles(self) -> list[str]:
        return [text for level, text in self.headings if level == 2]


@pytest.fixture
def page_of(run: Run) -> Callable[..., Page]:
    """Return a function that makes a report and reads it back."""

    def page_of(*argv: str) -> Page:
        answered = run("report", *argv, *DAY)
        assert answered.code == 0
        return Page(answered.out)

    return page_of


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "titles"),
    [
        (
            ("LSSC", "CPLA"),
            ["In short", "Cost by year", "Comparison", "Conditions", "What is in doubt, and why"],
        ),
        (
            ("LSSC", "CPLA", *PERSON),
            [
                *("In short", "About the person", "Cost by year", "What is open, and when"),
                *("Comparison", "Conditions, and what is missing", "What is in doubt, and why"),
            ],
        ),
        (
            (*GOALS, *PERSON, "--years", "6"),
            [
                *("In short", "About the person", "The plan", "Cost by year"),
                *("What is open, and when", "Comparison", "Conditions, and what is missing"),
            ],
        ),
        (
            ("--where", "ohio", "--max-cost", "100"),
            [
                "In short",
                "About the person",
                "Comparison",
                "Conditions",
                "What is in doubt, and why",
            ],
        ),
        (("--type", "certification"), ["In short", "Comparison"]),
        (("LSSC",), ["In short", "Cost by year", "The credential", "Conditions"]),
    ],
)
def test_the_parts_of_a_page_are_in_order_and_labeled(
    page_of: Callable[..., Page], argv: Sequence[str], titles: Sequence[str]
) -> None:
    page = page_of(*argv)
    assert page.titles()[: len(titles)] == titles
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(text.strip() for _, text in page.headings)
    assert len(page.ids) == len(set(page.ids))
    assert {*page.refs} <= {*page.ids}
    assert {link[1:] for link in page.links if link.startswith("#")} <= {*page.ids}
    assert len(page.captions) == len(page.tables)
    assert all(page.captions)
    scopes = [given.get("scope") for tag, given in page.attributes if tag == "th"]
    assert {*scopes} <= {"col", "row"}
    assert all(len({len(row) for row in rows}) == 1 for rows in page.tables.values())
    assert not [name for _, given in page.attributes for name in given if name.startswith("on")]
    assert "style" not in {name for _, given in page.attributes for name in given}
    charts_ = [given for tag, given in page.attributes if tag == "svg" and "role" in given]
    assert all(given["role"] == "img" and given["aria-labelledby"] for given in charts_)


def test_a_page_has_no_address_to_load_from(page_of: Callable[..., Page]) -> None:
    page = page_of("LSSC")
    loading = [tag for tag, given in page.attributes if "src" in given or tag == "link"]
    [policy] = [given["content"] or "" for _, given in page.attributes if "http-equiv" in given]
    assert not loading
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert all(link.startswith(("https://", "http://", "#")) for link in page.links)
    outside = [given for tag, given in page.attributes if tag == "a" and given["href"][0] != "#"]  # type: ignore[index]
    assert {given["rel"] for given in outside} == {"noopener noreferrer"}


def test_a_page_says_whom_it_is_about_and_from_when_it_is(page_of: Callable[..., Page]) -> None:
    page = page_of("LSSC", *PERSON, "--for", "Ana Cruz", "--title", "For the board")
    assert page.headings[0] == (1, "For the board")
    assert "About Ana Cruz. As of 2026-11-30. Figures that sources dispute are marked." in page.text
    assert "“You” is Ana Cruz, whom this page is about." in page.text
    assert "Education a bachelor's degree" in page.text
    assert "records, full time, since 2018-01-01" in page.text
    assert "Better figures of public sources" in page_of("CIP", "--figures", "checked").text
    assert "“You” is the person who plans this." in page_of("LSSC", *PERSON).text
    assert "“You”" not in page_of("LSSC").text


# --- The numbers ----------------------------------------------------------------------------------


def money(amount: Any) -> str:
    """Return an amount of JSON in the words of a report."""
    if amount["low"] is None:
        return "not on record"
    if amount["high"] == 0:
        return "$0 + more" if amount["open"] else "nothing"
    ends = dict.fromkeys(f"${end:,}" for end in (amount["low"], amount["high"]))
    return "–".join(ends) + (" + more" if amount["open"] else "")


def years_of(label: str) -> Iterator[int]:
    first, _, last = label.partition("–")
    return iter(range(int(first), int(last or first) + 1))


def test_the_numbers_of_a_plan_are_those_of_plan(run: Run, page_of: Callable[..., Page]) -> None:
    argv = (*GOALS, *PERSON, "--years", "6", "--budget", "400")
    page, plan = page_of(*argv), run("plan", *argv, *DAY, "--json").json
    steps = {row[0].split()[-1]: row for row in page.cells("steps")[1:]}
    assert [*steps] == [step["id"] for step in plan["steps"]]
    for step in plan["steps"]:
        _, start, finish, cost = steps[step["id"]]
        assert start == (f"after {step['after'][0]}" if step["after"] else step["start"])
        assert finish == (step["finish"] or "not known")
        assert cost.removesuffix(" disputed") == money(step["cost"])
    for missing in plan["not_planned"]:
        assert f"({missing['id']}): " in page.text
    by_year = {year["year"]: year["cost"] for year in plan["by_year"]}
    shown = {
        year: cost.removesuffix(" a year").replace(" a year + more", " + more")
        for label, cost, _ in page.cells("cost-table")[1:-1]
        for year in years_of(label)
    }
    assert shown == {year: money(cost) for year, cost in by_year.items()}
    assert page.cells("cost-table")[-1][:2] == ["Total", money(plan["total"])]
    for due in plan["later"]:
        assert due["day"][:4] in page.text


def test_no_row_of_a_plan_hides_that_a_year_is_open(run: Run, page_of: Callable[..., Page]) -> None:
    """The end of LSSC is not known, so nobody knows the year of its renewal."""
    argv = ("--goal", "LSSC", "--held", "CIP=2025-01-31", "--years", "10", "--budget", "400")
    page, plan = page_of(*argv), run("plan", *argv, *DAY, "--json").json
    rows = {
        year: (cost, payments)
        for label, cost, payments in page.cells("cost-table")[1:-1]
        for year in years_of(label)
    }
    for year in plan["by_year"]:
        cost, payments = rows[year["year"]]
        is_open, known = year["cost"]["open"], year["cost"]["low"]
        assert cost == (money(year["cost"]) if known or not is_open else "not on record")
        assert ("not on record" in payments) == is_open
    assert rows[2029] == ("nothing", "—")
    assert rows[2031] == ("$150 + more", "renewal (CIP)renewal (LSSC): not on record")
    assert rows[2032] == ("not on record", "renewal (LSSC): not on record")


def test_fees_without_a_day_are_named(page_of: Callable[..., Page]) -> None:
    argv = ("--goal", "CRA", *PERSON, "--years", "5")
    assert "CRA: from the award on: $200 a year (ICRM membership), not counted" in str(
        page_of(*argv).cells("cost-table")
    )
    assert "renewal (A+): not on record" in str(
        page_of("--goal", "A+", "--years", "5").cells("cost-table")
    )


def test_years_that_cost_nothing_are_told_from_unknown_ones(page_of: Callable[..., Page]) -> None:
    """LSSC is renewed after 4 and 8 years, CPLA after 5; no fee for that is on record."""
    page = page_of("LSSC", "CPLA")
    assert page.cells("cost-1-table")[2] == [
        "2027–2035",
        "nothing, except in 2030, 2031, 2034",
        "renewal (LSSC) in 2030, 2034; renewal (CPLA) in 2031: not on record",
    ]
    known = page_of("CRA", "CRM").cells("cost-1-table")[2]
    assert known[:2] == ["2027–2035", "$200 a year + more in 2031"]


def test_amounts_in_another_currency_are_said(page_of: Callable[..., Page], run: Run) -> None:
    """MCLIP is in pounds, and no rate is given; a free renewal is in no currency."""
    argv = ("--goal", "LSSC", "--goal", "MCLIP", "--years", "5")
    page = page_of(*argv)
    costs = {row[0]: row[1] for row in page.cells("cost-table")}
    assert costs["2026"] == "£75 + more"
    assert costs["2027"] == "$325–$350 + £75 + more"
    assert costs["2028–2030"] == costs["2031"] == "not on record"
    assert costs["Total"] == "$325–$350 + £150 + more"
    assert "total $325–$350 + £150 + more." in page.text
    assert "+ or ?: an amount is not on record, or in another currency" in page.text
    assert "in another currency" not in page_of("--goal", "LSSC").text
    out = run("plan", *argv, *DAY, "--format", "table").out
    assert "total $325–$350 + £150 + more" in " ".join(out.split())


def test_a_plan_says_what_its_total_covers(page_of: Callable[..., Page]) -> None:
    held = ("--held", "CIP=2025-01-31", "--years", "10")
    page = page_of("--goal", "LSSC", *held, "--budget", "400")
    assert "The total covers 2026–2036; $450 of it keeps CIP, which you hold." in page.text
    assert "By the amounts that are on record, each year is within $400." in page.text
    assert "is within" not in page_of("--goal", "LSSC", *held).text
    known = page_of("--goal", "CIP", *PERSON, "--budget", "400").text
    assert ". Each year is within $400." in known
    assert re.search(r"The total covers (2026|2026–2027)\. ", known)
    pounds = page_of("--goal", "MCLIP", "--budget", "400").text
    assert "By the amounts in USD that are on record, each year is within $400." in pounds


def test_each_day_of_the_timeline_is_in_a_table_and_in_words(
    run: Run, page_of: Callable[..., Page]
) -> None:
    length = ("--assume", "CRA=12mo")
    argv = (
        "--goal",
        "CRA",
        "--goal",
        "CIP",
        "--held",
        "ACA=2024-05-10",
        "--years",
        "6",
        *PERSON,
        *length,
    )

    page, plan = page_of(*argv), run("plan", *argv, *DAY, "--json").json
    [words] = re.findall(r"<desc[^>]*>(CRA: [^<]*|CIP: [^<]*)</desc>", page.source)
    rows = page.cells("upkeep")
    assert rows[0] == ["Credential", "Payment", "Due", "Amount"]
    shown = {
        (id_, day, cost.removesuffix(" each time"))
        for id_, _, days, cost in rows[1:]
        for day in re.findall(r"[\d-]{10}", days)
    }
    free = {"nothing": "free"}
    assert shown == {
        (due["id"], due["day"], free.get(money(due["cost"]), money(due["cost"])))
        for due in plan["later"]
    }
    assert {id_ for id_, _, _ in shown} == {"CRA", "CIP", "ACA"}
    assert all(day in words for _, day, _ in shown)
    once = page_of("--goal", "LSSC", "--held", "CIP=2025-01-31", "--years", "3")
    assert once.cells("upkeep")[1:] == [["CIP", "renewal", "2028-01-31", "$150"]]
    assert "upkeep" not in page_of("--goal", "LSSC").tables


def test_the_description_of_a_timeline_of_held_credentials_is_not_empty(
    page_of: Callable[..., Page],
) -> None:
    page = page_of("--goal", "CIP", "--budget", "1", "--held", "CRA=2025-01-31", "--years", "5")
    assert "steps" not in page.tables
    assert re.search(r"<desc[^>]*>CRA: ICRM membership on \d{4}-", page.source)


def test_a_plan_says_what_would_help(page_of: Callable[..., Page]) -> None:
    page = page_of("--goal", "CIP", "--budget", "200", *PERSON)
    assert "This would help: a budget of $250 a year." in page.text


def test_fees_of_a_step_after_another_say_so(page_of: Callable[..., Page]) -> None:
    """LSSC has no known end, and the study of a plan with hours is one after the other."""
    argv = ("--goal", "LSSC", "--goal", "CRA", "--study-hours", "5", "--years", "10")
    page = page_of(*argv, "--budget", "400")
    steps = {row[0].split()[-1]: row for row in page.cells("steps")[1:]}
    [line] = re.findall(r"Fees of CRA: (\d{4}) at the earliest, after LSSC\.", page.text)
    assert steps["CRA"][1] == "after LSSC"
    [row] = [row for row in page.cells("cost-table") if "application (CRA)" in row[2]]
    assert row[0] == line
    assert f"fees of CRA: {line} at the earliest, after LSSC" in row[2]


def test_courses_that_are_paid_to_others_are_said_in_short(page_of: Callable[..., Page]) -> None:
    words = "Plus course fees of CPLA, about ${}, paid to others.".format
    assert words("2,520–$2,800") in page_of("LSSC", "CPLA").text
    assert words("2,520") in page_of("LSSC", "CPLA", "--member", "ALA").text
    assert words("2,520–$2,800") in page_of("--goal", "CPLA").text
    assert "paid to others." not in page_of("LSSC", "CPLA", "--held", "CPLA=2025-01-31").text


def test_disputed_amounts_are_marked(page_of: Callable[..., Page]) -> None:
    plan = page_of("--goal", "A+")
    assert plan.cells("steps")[1][-1] == "about $400 disputed"
    assert "disputed: the fees of A+" in str(plan.cells("cost-table"))
    assert "Sources dispute the fees of A+." in plan.text
    page = page_of("A+", "LSSC")
    assert "disputed: the fees of A+" in page.cells("cost-1-table")[1][2]
    assert "Sources dispute the fees of A+." in page.text
    assert "disputed" not in str(page_of("LSSC").cells("cost-1-table"))


def test_the_numbers_of_credentials_are_those_of_cost_and_check(
    run: Run, page_of: Callable[..., Page]
) -> None:
    ids = ("CRA", "CRM", "LSSC")
    page = page_of(*ids, *PERSON, "--years", "4")
    [cost] = [run("cost", *ids, "--years", "4", "--together", *DAY, "--json").json]
    shown = {
        year: text
        for label, text, _ in page.cells("cost-1-table")[1:-1]
        for year in years_of(label)
    }
    assert {*shown} == {year["year"] for year in cost["by_year"] if year["what"]}
    for year in cost["by_year"]:
        if year["year"] in shown and year["cost"]["low"]:
            assert money(year["cost"]).removesuffix(" + more") in shown[year["year"]]
    total = money(cost["total"]).removesuffix(" + more")
    assert f"at least {total} in 4 years" in page.text
    assert page.cells("cost-1-table")[-1][:2] == ["Total", f"at least {total}"]
    answers = {row[0].split()[-1]: row[1] for row in page.cells("open")[1:]}
    for result in run("check", *ids, *PERSON, *DAY, "--json").json:
        assert answers[result["id"]].lower().startswith(result["answer"])
    records = run("compare", *ids, "--json").json
    costs = next(row for row in page.cells("comparison") if row[0] == "Cost")
    for record, cell in zip(records, costs[1:], strict=True):
        assert cell.startswith(money(record["cost"]))


def test_currencies_are_never_in_one_chart(page_of: Callable[..., Page]) -> None:
    page = page_of("ACLIP", "LSSC")
    assert {"cost-1", "cost-2"} == {id_[:6] for id_ in page.ids if re.match(r"cost-\d-t", id_)}
    text = {id_: str(page.cells(id_)) for id_ in ("cost-1-table", "cost-2-table")}
    assert "£" in text["cost-1-table"]
    assert "$" not in text["cost-1-table"]
    assert "£" not in text["cost-2-table"]
    together = page_of("ACLIP", "LSSC", "--rate", "GBP=1.25")
    assert "cost-2-table" not in together.tables


def test_a_filter_selects_what_filter_does(run: Run, page_of: Callable[..., Page]) -> None:
    argv = ("--where", "ohio", "--max-cost", "100", "--maybe", "--sort", "cost", "--limit", "12")
    page = page_of(*argv)
    matches = run("filter", *argv, "--json").json
    rows = page.cells("comparison")[1:]
    assert [row[0].split()[-1] for row in rows] == [record["id"] for record in matches]
    for row, record in zip(rows, matches, strict=True):
        because = "; ".join(dict.fromkeys(record["match"]["because"]))
        is_maybe = record["match"]["answer"] == "maybe"
        assert row[-1] == (f"maybe {because}" if is_maybe else "yes")
    assert "Asked for: cost at most $100; for Ohio (US-OH)." in page.text
    assert "This page shows the first 12 of" in page.text
    certain = page_of("--where", "ohio", "--max-cost", "100")
    assert "might meet the criteria:" in certain.text
    assert "have no cost on record" in certain.text


def test_without_criteria_the_page_has_all_that_are_offered(page_of: Callable[..., Page]) -> None:
    page = page_of("--limit", "3")
    assert re.search(r"This page shows the first 3 of \d+\. 3 credentials\. ", page.text)
    assert "Asked for" not in page.text


def test_a_few_that_a_filter_selects_stand_beside_each_other(page_of: Callable[..., Page]) -> None:
    page = page_of("--text", "LSSC", "--issuer", "ALA-APA")
    assert page.cells("comparison")[0][0] == "Property"
    possible = page_of("--text", "LSSC", "--issuer", "ALA-APA", "--max-duration", "5", "--maybe")
    assert possible.cells("comparison")[0][-1] == "Meets the criteria"


def test_a_long_list_has_a_row_for_each_and_no_details(
    run: Run, page_of: Callable[..., Page]
) -> None:
    page = page_of("--where", "ohio", *PERSON)
    found = run("filter", "--where", "ohio", "--education", "bachelor", "--json").ids
    assert len(page.tables["comparison"]) == len(found) + 1 > 31
    assert "Open to you" in page.cells("comparison")[0]
    assert "are left out, because this page has more than 30 credentials" in page.text
    assert page.titles()[-2:] == ["What is in doubt, and why", "Sources"]
    assert "open" not in page.tables
    assert "You qualify now for" in page.text


# --- The words ------------------------------------------------------------------------------------


def test_conditions_say_what_is_met_and_what_is_missing(page_of: Callable[..., Page]) -> None:
    text = page_of("CPLA", "LSSC", "--experience", "4 public", "--education", "associate").text
    assert "not met; you need a master's degree; you have an associate degree" in text
    assert "High school diploma or the equivalent: met" in text
    assert "Seven courses out of nine standards" in text
    assert "the final review, all of these: to do" in text
    assert "`--" not in text  # a reader of the page has no command line


def test_doubts_are_told_with_their_sources(page_of: Callable[..., Page]) -> None:
    page = page_of("CIP", "CLT", *PERSON)
    assert "Disputed: it exists, but its issuer or important figures differ." in page.text
    assert "Issuer: contradicted." in page.text
    assert "Not found: no public source that was read shows it" in page.text
    assert "Consider instead:" in page.text
    assert "Not on record:" in page.text
    cited = [link for link in page.links if link.startswith("#source-")]
    assert cited
    assert "read 2026-11-" in page.text


def test_a_plan_tells_its_assumptions_and_what_it_leaves_out(page_of: Callable[..., Page]) -> None:
    text = page_of(*GOALS, *PERSON).text
    assert "CRA: it takes 12 months, as you assume (not on record)." in text
    assert "would help" not in text  # to leave out a goal is no help
    assert "the end is not known" not in text
    text = page_of("--goal", "CRA", "--goal", "IGP", *PERSON).text
    assert "the end is not known" in text
    assert "it comes after another one" in text
    assert "No plan: nothing fits." in page_of("--goal", "CPLA", "--education", "none").text


def test_a_plan_that_may_not_be_the_best_says_so() -> None:
    day = date(2026, 11, 30)
    step = Step(id="A", name="A", start=day, cost=Money())
    plan = Plan(start=day, proven=False, steps=(step,))
    report = Report(today=day, made_on=day, plan=plan, years=[[]])
    assert (
        "The search stopped early, so a better plan may exist." in report_page(report).assumptions
    )
    assert report_page(report).brief[0] == "The plan: A."
    nothing = report_page(report.replace(plan=plan.replace(steps=())))
    assert "The search stopped early, so a better plan may exist." not in nothing.assumptions
    assert nothing.costs == []
    assert nothing.brief == ["No plan: nothing fits."]


def test_best_adds_what_is_open_and_names_what_may_fit(page_of: Callable[..., Page]) -> None:
    argv = ("--best", "--where", "ohio", "--education", "bachelor", "--budget", "100")
    assert "May fit, but " in page_of(*argv, "--experience", "3 public").text
    assert (
        "Also open to you: " in page_of(*argv[:5], "--most", "1", "--experience", "3 public").text
    )


def test_what_a_profile_says_is_on_the_page_and_a_note_tells_it(run: Run, profile: Path) -> None:
    profile.write_text('education = "associate"\nbudget = 400\n', encoding="utf-8")
    answered = run("report", "LSSC", *DAY)
    assert "an associate degree" in Page(answered.out).text
    assert "note: the page has details from your profile; --no-profile leaves them out" in (
        answered.err
    )
    answered = run("report", "LSSC", *DAY, "--no-profile")
    assert "an associate degree" not in Page(answered.out).text
    assert answered.err == ""


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--free",), "cost at most $0"),
        (("--min-cost", "£90"), "cost at least £90"),
        (("--max-duration", "1y"), "duration at most 12 months"),
        (("--max-duration", "0"), "duration at most 0 months"),
        (("--max-experience", "2"), "experience at most 2 years"),
        (("--max-experience", "0"), "experience at most 0 years"),
        (
            ("--setting", "public,information-management"),
            "workplace: public or information-management",
        ),
        (("--suits", "clerk"), "job: clerk"),
        (("--no-exam", "--renewal"), "without an exam; with renewal"),
        (("--text", "records"), "words: records"),
        (("--education", "none"), "no schooling is enough"),
    ],
)
def test_criteria_are_told_in_words(
    page_of: Callable[..., Page], argv: Sequence[str], words: str
) -> None:
    assert f"Asked for: {words}." in page_of(*argv).text


def test_one_text_may_stand_for_a_list_of_criteria() -> None:
    assert [*criteria_phrases({"issuer": "ALA", "currency": "USD"})] == ["issuer: ALA"]


CLOSED: Final = "CA-1 is closed since 2026 and replaced by CA-OPEN; nobody can earn it now."


def test_what_is_closed_cannot_be_earned(page_of: Callable[..., Page]) -> None:
    page = page_of("CA-1")
    assert f"In short {CLOSED}" in page.text
    assert "Cost by year" not in page.titles()
    assert "Cost by year" in page_of("CA-1", "--held", "CA-1=2025-05-01").titles()
    page = page_of("--goal", "CA-1", *PERSON)
    assert f"In short {CLOSED}" in page.text
    answer = "Closed since 2026 and replaced by CA-OPEN; nobody can earn it now"
    assert page.cells("open")[1][1:] == [answer, "—"]
    assert f"{answer}. " in page.text
    page = page_of("CA-1", "CA-2", "CA-3", "LSSC", "CIP", *PERSON)
    assert page.cells("comparison")[1][0].endswith(
        "CA-1; closed since 2026 and replaced by CA-OPEN"
    )
    text = page_of("--status", "closed", *PERSON).text
    assert re.search(r"\d+ of these credentials are closed; nobody can earn them now\.", text)


def test_what_is_held_has_one_answer_everywhere(page_of: Callable[..., Page]) -> None:
    since = "since 2024-03-15; the next renewal is due by 2028-03-15"
    page = page_of("--goal", "LSSC", "--held", "LSSC=2024-03-15")
    assert f"In short You have held LSSC {since}. Nothing is left to plan." in page.text
    assert page.cells("open")[1][1:] == [f"Held {since}", "—"]
    assert "The plan" not in page.titles()
    assert f"Held {since}. " in page.text
    assert "did not say" not in page.text
    text = page_of("LSSC", "CPLA", "--held", "LSSC").text
    assert "In short You hold LSSC. It is not certain whether you qualify for CPLA" in text
    many = [
        word for id_ in ("LSSC", "CRA", "CRM", "CIP", "IGP", "CPLA") for word in ("--held", id_)
    ]
    assert "You hold 6 of these credentials." in page_of(*many[1::2], *many).text


def test_what_has_lapsed_stays_on_the_page(page_of: Callable[..., Page]) -> None:
    page = page_of("--goal", "LSSC", "--held", "LSSC=2015-03-15")
    assert "In short LSSC is planned again, because it has lapsed by its record." in page.text
    assert "Held LSSC since 2015-03-15: lapsed by its record " in page.text
    text = page_of("LSSC", "--held", "LSSC=2015-03-15").text
    assert "LSSC has lapsed by its record, so it does not count as held." in text


def test_an_award_that_expired_has_lapsed(run: Run, profile: Path) -> None:
    profile.write_text(
        "[held.LSSC]\nsince = 2012-03-01\nexpires = 2016-03-01\n"
        "[held.CLAS]\nsince = 2015-01-01\nexpires = 2031-01-01\n",
        encoding="utf-8",
    )
    text = Page(run("report", "--goal", "LSSC", *DAY).out).text
    assert "LSSC is planned again, because it has lapsed." in text
    assert "LSSC since 2012-03-01, expires 2016-03-01: lapsed " in text


def test_a_renewal_that_nobody_must_do_may_be_past(page_of: Callable[..., Page]) -> None:
    text = page_of("ACLIP", "--held", "ACLIP=2010-05-01").text
    assert "You have held ACLIP since 2010-05-01; its renewal was due by 20" in text


def test_what_the_plan_keeps_has_its_doubts_and_sources(page_of: Callable[..., Page]) -> None:
    argv = ("--goal", "LSSC", "--education", "bachelor", "--years", "6")
    page = page_of(*argv, "--held", "CRM=2025-03-15")
    text = page.text
    assert [name for level, name in page.headings if level == 3 and "(CRM)" in name]
    assert re.search(r"For (LSSC and )?CRM\.", text)
    assert "(CRM)" not in str(page.tables["comparison"])
    assert "CRM" not in page_of(*argv).text


def test_in_short_has_what_a_plan_rests_on(page_of: Callable[..., Page]) -> None:
    text = page_of("--goal", "CALT").text
    assert (
        "total $175–$225. It rests on conditions that nobody has said: “Two years or more of "
        "full-time work in an academic library” (CALT) and “An associate degree, or a higher one, "
        "from an accredited institution” (CALT). The total covers 2026–2027. CALT: not found"
    ) in text
    assert "Consider instead of CALT: LSSC" in text
    assert "(CRA) and 2 more. " in page_of(*GOALS[:6]).text
    few = page_of("--goal", "CALT", "--education", "master", "--experience", "9 academic full-time")
    assert "nobody has said" not in few.text


def test_a_page_shows_only_what_its_answer_used(run: Run, profile: Path) -> None:
    profile.write_text(
        'budget = 400\nstudy_hours = 5\nwhere = "US-OH"\nsettings = ["public"]\n'
        'subject = "history"\nmember = ["ALA", "SAA"]\n'
        "[dues]\nALA = 150\nSAA = 90\n[rate]\nGBP = 1.25\n"
        "[held.CRA]\nsince = 2025-01-01\n[held.LSSC]\nsince = 2015-01-01\n",
        encoding="utf-8",
    )

    def facts(*argv: str) -> dict[str, str]:
        page = run("report", *argv, *DAY).out
        found = re.search(r'<h2 id="person">.*?</dl>', page, re.DOTALL)
        each = found[0].split("<dt>")[1:] if found else []
        return dict(fact.split("</dt>") for fact in each)

    assert {*facts("CPLA")} == {"Member", "Dues"}
    assert "SAA" not in str(facts("CPLA"))
    assert {*facts("CRM")} == {"Held"}
    assert "CRA" in facts("CRM")["Held"]
    assert "LSSC" not in facts("CRM")["Held"]
    assert "lapsed" in facts("LSSC")["Held"]
    assert "Rate" in facts("ACLIP")
    assert {"Where", "Settings"} <= {*facts("--issuer", "ALA-APA")}
    planned = {"Where", "Settings", "Budget", "Dues", "Held", "Study hours", "Subject", "Member"}
    assert planned <= {*facts("--goal", "CPLA")}
    note = "note: the page has details from your profile"
    assert note in run("report", "CPLA", *DAY).err
    assert note not in run("report", "IN-LC1", *DAY).err


def test_levels_of_one_family_have_no_sum(page_of: Callable[..., Page]) -> None:
    page = page_of("in-lc")
    assert (
        "To earn and keep IN-LC7, IN-LC3, IN-LC2 and IN-LC1, each: $100 in 10 years." in page.text
    )
    assert "$700" not in page.text
    assert len([id_ for id_ in page.tables if id_.startswith("cost-")]) == 7
    text = page_of("IN-LC1", "IN-LC2", "CPLA").text
    assert "To earn and keep IN-LC2, IN-LC1 and CPLA: " in text


def test_a_file_that_is_no_page_by_its_name_is_noted(run: Run, tmp_path: Path) -> None:
    for name in ("x.pdf", "x.docx"):
        answered = run("report", "LSSC", "-o", str(tmp_path / name))
        assert f"note: {name} is an HTML page; name it x.html" in answered.err
    answered = run("report", "LSSC", "-o", str(tmp_path / "x.HTM"))
    assert answered.err == f"note: wrote {tmp_path / 'x.HTM'}\n"


def test_a_note_says_that_a_page_is_long(run: Run) -> None:
    note = "note: the page has 101 credentials, which is long to read; --limit shortens it"
    assert note in run("report", "--limit", "101").err
    assert "long to read" not in run("report", "--limit", "100").err


def test_what_is_left_out_shares_lines_and_has_names(page_of: Callable[..., Page]) -> None:
    text = page_of("--best", "--budget", "10", "--education", "none").text
    plan = text.partition("The plan ")[2].partition("Cost by year")[0]
    assert "14 credentials are left out; “The plan” says why." in text
    assert "Left out: Digital Archives Specialist (DAS): it must be finished within 24" in plan
    assert re.search(
        r"\(ADC\), [^:]* and 9 more: none of them can be done by 2031-11-28 with", plan
    )
    assert re.search(r"May fit, but their prices are open, so ask [^:]*: .* and 30 more\.", plan)
    assert re.search(r"May fit, but you did not say your dues, [^:]*: .* and 5 more\.", plan)
    assert "Also open to you: Iowa Public Library Staff Endorsement (IA-PLSE), " in plan
    assert "You did not say where you work (--where), so some of this may not count" in plan
    assert len(re.findall("Left out|May fit|Also open", plan)) == 6
    text = page_of("--best", "--budget", "10", "--where", "ohio", "--education", "none").text
    assert "where you work" not in text


def test_reasons_beyond_the_first_share_a_line() -> None:
    day = date(2026, 11, 30)
    reasons = (
        Reason.of("already-held"),
        Reason.of("already-held"),
        Reason.of("no-room", proven=True, beside=("A",), by=None, budget=None, years=None),
        Reason.of("conditions-not-met", needs=("a",)),
        Reason.of("conditions-not-met", needs=("b",)),
        Reason.of("conditions-not-met", needs=("c",)),
    )
    missing = tuple(
        NotPlanned(id=f"ID{number}", because=reason) for number, reason in enumerate(reasons)
    )
    plan = Plan(start=day, proven=True, not_planned=missing)
    report = Report(today=day, made_on=day, plan=plan, names={"ID5": "Name"})
    lines = [*left_out_lines(report, plan)]
    assert lines[0] == "Left out: ID0 and ID1: you already hold them."
    assert lines[1] == "Left out: ID2: it cannot be done beside A."
    assert len(lines) == 4
    assert lines[-1] == "Left out for other reasons: ID4 and Name (ID5)."


def test_one_that_may_fit_has_its_own_reason() -> None:
    day = date(2026, 11, 30)
    reason = Reason.of("price-not-certain", cost=Money(), currency="USD", dues=(), rates=())
    fit = PossibleStep(id="A", name="Name", reason=reason)
    mend = (Reason.of("fewer-goals", credentials=("B",)),)
    plan = Plan(start=day, proven=True, may_fit=(fit,), mend=mend)
    report = Report(today=day, made_on=day, plan=plan)
    assert [*left_out_lines(report, plan)] == [
        "May fit: Name (A): its price is not known; ask the issuer."
    ]


def test_education_is_sorted_by_its_level(page_of: Callable[..., Page]) -> None:
    page = page_of("--type", "certification", "--limit", "60")
    rows = re.findall(r'data-label="Education" data-sort="(\d?)">\s*([^<]*)', unescape(page.source))
    assert rows
    order = [text.strip() for _, text in sorted(set(rows), key=lambda row: row[0] or "9")]
    every = [text for level, text in SCHOOLING.items() if level is not None] + [SCHOOLING[None]]
    assert order == [text for text in every if text in order]
    assert len(order) > 1


# --- The command ----------------------------------------------------------------------------------


def test_the_page_names_its_command_without_folders(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "private" / "a page.html"
    path.parent.mkdir()
    assert run("report", "LSSC", f"--output={path}", "--for", "Ana Cruz").code == 0
    page = Page(path.read_text("utf-8"))
    assert "libcert report LSSC '--output=a page.html' --for 'Ana Cruz'" in page.text
    assert run("report", "LSSC", "-o", str(path)).err == f"note: wrote {path}\n"
    page = Page(path.read_text("utf-8"))
    assert "libcert report LSSC -o 'a page.html'" in page.text
    assert "private" not in page.text


def test_a_terminal_gets_no_page() -> None:
    seen = Screen("report", "LSSC").end()
    assert seen == (
        "error: a page is for a browser: add --output FILE.html, or --open\n"
        "hint: see `libcert report --help`\n"
    )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ("LSSC", "--max-cost", "5"),
            "--max-cost selects credentials, so it does not go with named",
        ),
        (
            ("--goal", "LSSC", "--no-exam"),
            "--exam selects credentials, so it does not go with a plan",
        ),
        (("LSSC", "--type", "license"), "--type selects credentials"),
        (("LSSC", "--maybe"), "--maybe selects credentials"),
        (("--best", "--limit", "3"), "--limit is for a list, not for a plan"),
        (("LSSC", "--by", "2028"), "--by is for a plan; add --goal ID or --best"),
        (("--years", "5"), "--years is for a plan; add --goal ID or --best"),
        (("--assume", "1y"), "--assume is for a plan"),
        (("LSSC", "--in-order"), "--in-order is for a plan"),
        (("LSSC", "--title", " "), "it is empty"),
        (("--free", "--max-cost", "5"), "--free and --max-cost cannot be used together"),
    ],
)
def test_wrong_options_are_refused(run: Run, argv: Sequence[str], message: str) -> None:
    answered = run("report", *argv)
    assert answered.code == 2
    assert message in answered.err
    assert answered.out == ""


def test_if_nothing_is_selected_there_is_no_page(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    answered = run("report", "--issuer", "nobody", "-o", str(path))
    assert answered.code == 0
    assert "note: nothing is selected, so there is no page" in answered.err
    assert not path.exists()


def test_a_plan_on_a_terminal_is_refused_too(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(terminal, "stdout_is_terminal", lambda: True)
    answered = run("report", "--goal", "LSSC", "-o", "-")
    assert (answered.code, answered.out) == (2, "")
    assert answered.err.startswith("error: a page is for a browser")
    assert run("report", "LSSC", "-o", str(tmp_path / "page.html")).code == 0


def test_more_credentials_than_a_page_explains_have_no_cost_by_year(
    page_of: Callable[..., Page], run: Run
) -> None:
    ids = run("list", "--limit", "31", "--json").ids
    page = page_of(*ids)
    few = page_of(*ids[:30])
    assert "Cost by year" not in page.titles()
    assert {"Cost by year", "Conditions"} < {*few.titles()}


def test_without_jinja_an_error_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment._environment.cache_clear()  # noqa: SLF001
    monkeypatch.setitem(sys.modules, "jinja2", None)
    answered = run("report", "LSSC")
    assert answered.code == 1
    assert answered.err == (
        "error: a report needs the extra `report`, which is not installed\n"
        "hint: install it with `pip install 'libcert[report]'`\n"
    )


def test_open_shows_the_page_in_the_browser(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_)
    path = tmp_path / "page.html"
    answered = run("report", "LSSC", "--open", "-o", str(path))
    assert (answered.code, answered.out) == (0, "")
    assert answered.err == f"note: wrote {path}\n"
    assert opened == [path.as_uri()]
    assert "--open" not in Page(path.read_text("utf-8")).text


def test_open_without_a_file_or_a_browser_tells_where_the_page_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answered = run("report", "LSSC", "--open")
    [path] = tmp_path.glob("libcert-*/libcert-report.html")
    assert answered.code == 0
    assert answered.err == (
        f"note: wrote {path}, which stays until your system clears temporary files\n"
        f"note: no browser was found; open {path} yourself\n"
    )
    assert path.parent.stat().st_mode & 0o077 == 0


# --- Charts ---------------------------------------------------------------------------------------

AMOUNTS: Final = st.one_of(
    st.just(Money()),
    st.builds(
        lambda low, more, is_open: Money(low=low, high=low + more, open=is_open),
        st.decimals(0, 10_000, places=2),
        st.decimals(0, 10_000, places=2),
        st.booleans(),
    ),
    st.builds(lambda low: Money(low=low), st.integers(0, 1000)),
    st.builds(lambda high: Money(high=high), st.integers(0, 1000)),
)
IDS: Final = [f"ID{number}" for number in range(12)]
YEARS: Final = st.lists(
    st.builds(
        YearOfShares,
        st.just("2026"),
        st.dictionaries(st.sampled_from(IDS), AMOUNTS).map(lambda shares: [*shares.items()]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(st.data())
def test_the_shares_of_credentials_add_up_to_the_year(
    shipped: Catalogue, data: st.DataObject
) -> None:
    ids = data.draw(st.lists(st.sampled_from([*shipped]), min_size=1, max_size=5, unique=True))
    request = CostRequest(ids, 5, date(2026, 11, 30))
    for year in combined_cost(shipped, request, Profile()).by_year:
        shares = [amount for _, amount in cost_shares(year)]
        for end in ("low", "high"):
            total = getattr(year.cost, end)
            parts = [getattr(amount, end) for amount in shares]
            if total is None:
                assert None in parts or not parts
            else:
                assert sum(part or 0 for part in parts) == total


@given(YEARS)
def test_bars_are_as_long_as_their_sums(years: Sequence[YearOfShares]) -> None:
    lows = [sum(Decimal(one.low or 0) for _, one in year.shares) for year in years]
    highs = [
        sum(Decimal(one.high if one.high is not None else one.low or 0) for _, one in year.shares)
        for year in years
    ]
    chart = charts.stack_bars(years)
    if chart is None:
        assert max(highs) == 0
        return
    scale = charts.WIDEST / max(highs)
    near = pytest.approx
    for year, bar, low, high in zip(years, chart.bars, lows, highs, strict=True):
        sure = sum(segment.width for segment in bar.segments if segment.is_sure)
        assert float(sure) == near(float(low * scale), abs=0.2)
        assert float(bar.end) == near(float(high * scale), abs=0.01)
        right = Decimal(0)
        for segment in bar.segments:  # they touch, and what is sure comes first
            assert float(segment.left) == near(float(right), abs=0.2)
            right = segment.left + segment.width
            assert segment.width > 0
            assert bool(segment.letter) == (segment.width >= charts.ROOM_FOR_LETTER)
        assert right <= charts.WIDEST
        order = [(not segment.is_sure, segment.series.number) for segment in bar.segments]
        assert order == sorted(order)
        unknown = [one for _, one in year.shares if one.open or one.high is None]
        assert bool(bar.mark) == (year.is_open or bool(unknown))
    assert len(chart.series) <= charts.MOST_SERIES
    assert len({one.letter for one in chart.series}) == len(chart.series)
    drawn = {segment.series for bar in chart.bars for segment in bar.segments}
    assert drawn <= {*chart.series}


def test_the_smallest_of_many_credentials_share_a_series() -> None:
    shares = [(id_, Money(low=number, high=number)) for number, id_ in enumerate(IDS, 1)]
    chart = charts.stack_bars([YearOfShares("2026", shares)])
    assert chart is not None
    assert {one.name for one in chart.series} == {"others", *IDS[5:]}
    assert [part.series.name for part in chart.bars[0].segments] == [*IDS[5:], "others"]
    assert not chart.has_ranges
    assert not chart.has_marks


DAYS: Final = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.none() | DAYS)
    marks = draw(st.lists(DAYS, min_size=0 if start else 1, max_size=3))
    if start is None:
        return Span("held", None, None, None, marks)
    end = start + timedelta(days=draw(st.integers(0, 4000)))
    finish, latest = draw(st.sampled_from([(end, None), (None, end), (None, None)]))
    return Span("step", start, finish, latest, marks)


@given(st.lists(spans(), min_size=1, max_size=8))
def test_a_timeline_has_all_days_in_order_and_in_its_box(given_: Sequence[Span]) -> None:
    chart = charts.draw_timeline(given_)
    assert chart is not None
    places: list[tuple[date, Decimal]] = []
    for span, row in zip(given_, chart.rows, strict=True):
        assert 0 <= row.left <= row.left + row.width <= 100
        assert all(0 <= mark <= 100 for mark in row.marks)
        assert (row.width > 0) == (span.start is not None)
        assert row.is_open == (span.start is not None and span.finish is None)
        assert row.goes_on == (row.is_open and span.latest is None)
        if row.goes_on:
            assert row.left + row.width == 100
        places += zip(span.marks, row.marks, strict=True)
        if span.start is not None and row.left < 99:
            places.append((span.start, row.left))
    for (day, place), (other, other_place) in itertools.pairwise(places):
        assert (day < other) <= (place <= other_place)
    ends = [span.finish is not None for span in given_ if span.start is not None]
    assert chart.kinds == {"known" if has_end else "open" for has_end in ends}
    assert 1 <= len(chart.ticks) <= charts.MOST_TICKS
    assert all(0 <= tick.left < 100 for tick in chart.ticks)


def test_a_held_credential_has_only_its_days() -> None:
    days = [date(2027, 1, 1), date(2028, 1, 1)]
    chart = charts.draw_timeline([Span("A: held", None, None, None, days)])
    assert chart is not None
    [row] = chart.rows
    assert row.width == 0
    assert not row.is_open
    assert not row.goes_on
    assert [str(mark) for mark in row.marks] == ["0.00", "49.93"]
    assert chart.has_marks
    assert chart.kinds == frozenset()


def test_an_amount_without_figures_has_a_mark_and_no_bar() -> None:
    years = [
        YearOfShares("2026", [("A", Money(low=5, high=5)), ("B", Money())]),
        YearOfShares("2027", [("B", Money())]),
        YearOfShares("2028", [("A", Money(low=0, high=0))]),
    ]
    chart = charts.stack_bars(years)
    assert chart is not None
    assert [bar.mark for bar in chart.bars] == ["+", "?", ""]
    assert [len(bar.segments) for bar in chart.bars] == [1, 0, 0]
    assert [one.name for one in chart.series] == ["A"]
    assert chart.has_marks
    assert charts.stack_bars(years[1:]) is None


def test_no_days_are_no_timeline() -> None:
    assert charts.draw_timeline([]) is None
    assert charts.short_name("A" * 40) == "A" * 13 + "…"
