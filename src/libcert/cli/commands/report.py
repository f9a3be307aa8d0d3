"""`libcert report`: credentials or a plan as one page for a browser, to hand to others."""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path, PurePath
from shlex import join
from typing import Annotated, Final

import typer

from libcert import __version__, planning
from libcert.cli import terminal
from libcert.cli.answer import AnswerOptions, Session, cell_notes, sort_and_limit
from libcert.cli.goal_options import GoalOptions, plan_request
from libcert.cli.option_groups import SHOWN, WHICH, expand_groups
from libcert.cli.options import check_utf_8, complete_id, years
from libcert.cli.person_options import (
    PersonOptions,
    effective_profile,
    load_stored,
    note_undated_work,
    without_lapsed,
)
from libcert.cli.read_records import find_records
from libcert.cli.record_lists import best_figures
from libcert.cli.selection_options import SelectionOptions, select
from libcert.cli.terminal import Output
from libcert.model.base import Model
from libcert.model.credential import Credential, MatchedCredential, Status
from libcert.model.profile import Held, Profile, has_lapsed
from libcert.model.results import CombinedCost, Eligibility
from libcert.questions.combined_cost import CostRequest, combined_cost
from libcert.questions.cost_over_years import cost_over_years
from libcert.questions.cost_shares import cost_shares, paid_to_others
from libcert.questions.eligibility import check_eligibility
from libcert.questions.memberships import cost_for
from libcert.questions.renewals import renewal_day
from libcert.render.pages.report_content import (
    MOST_IN_DETAIL,
    MOST_SIDE_BY_SIDE,
    Report,
    Selection,
    YearOfMoney,
)
from libcert.render.pages.report_page import report_html
from libcert.render.phrases import with_commas

EXAMPLES: Final = {
    "report": (
        "report LSSC CPLA --output page.html",
        "report --where ohio --max-cost 200 --open",
        "report --goal LSSC --budget 400 -o plan.html",
        'report --best --where ohio --for "Ana Cruz" -o plan.html',
    ),
}

_ABOUT_THE_PERSON: Final = (
    *("education", "college_years", "studying", "experience", "held", "meets", "lacks"),
)
"""The entries of a profile that say whether somebody meets conditions."""
_NOT_CRITERIA: Final = {
    *("where", "setting", "education", "currency", "rate"),  # they describe the person, too
    *("words", "why"),
}
_SELECTS: Final = "selects credentials, so it does not go with {}"
_PLANS: Final = "is for a plan; add --goal ID or --best"
_YEARS: Final = 10
"""The years of fees without `--years`, if nothing is planned."""
_FILES: Final = ("--output", "-o", "--profile", "--catalogue", "--catalog")
"""The options whose values name files."""
_LONG: Final = 100
"""A page of more credentials is long."""
_PAGES: Final = {".html", ".htm", ".xhtml"}
"""The endings of the names of pages."""
_NAME: Final = "libcert-report.html"


def _check_text(text: str | None) -> str | None:
    if text is not None:
        check_utf_8([text])
        if not text.strip():
            raise typer.BadParameter("it is empty")
    return text


@expand_groups(
    hide=(
        *("form", "as_json", "fields", "no_pager", "words", "why", "max_experience"),
        *("names", "goal"),
    ),
)
def report(  # noqa: PLR0913 - the options of a command, and its context
    context: typer.Context,
    goals: GoalOptions,
    selection: SelectionOptions,
    person: PersonOptions,
    options: AnswerOptions,
    *,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Credentials to show, or to plan with --goal or --best",
            autocompletion=complete_id,
            show_default=False,
        ),
    ] = None,
    goal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Plan the way to this credential; most important first",
            autocompletion=complete_id,
            rich_help_panel=WHICH,
        ),
    ] = None,
    max_experience: Annotated[
        Decimal | None, years("Requires no more experience than this", "--max-experience")
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", callback=_check_text, help="The title", rich_help_panel=SHOWN),
    ] = None,
    whom: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="NAME",
            callback=_check_text,
            help="Name of the person that the page is about",
            rich_help_panel=SHOWN,
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser", rich_help_panel=SHOWN)
    ] = False,
) -> Output:
    """Make one page to hand to others: credentials, or a plan.

    Name credentials, select them as with `filter`, or plan them with --goal or --best. The page
    needs no network; it prints well and reads well on a phone. It says what is open to you and
    when, what it costs by year, what is missing, what is in doubt and where the figures are from.
    """
    is_piped = options.output in (None, "-")
    if is_piped and not show and terminal.stdout_is_terminal():
        raise PageForTerminalError("a page is for a browser: add --output FILE.html, or --open")
    is_planned = bool(goal) or goals.best
    goals = goals.replace(names=ids, goal=goal).as_typed(context.obj or ())
    selection = selection.replace(max_experience=max_experience)
    session = Session(options, person.on)
    entered = effective_profile(person, session)
    profile = without_lapsed(entered, session)
    content = Report(
        today=session.today,
        made_on=terminal.today(),
        checked=session.checked,
        profile=profile,
        lapsed={
            id_: award
            for id_, award in entered.held.items()
            if id_ not in profile.held or has_lapsed(award, session.today)
        },
        renewals={
            id_: due
            for id_, award in profile.held.items()
            if (due := renewal_day(session.catalogue.get(id_), award)) is not None
        },
        size=len(session.catalogue),
        title=title,
        whom=whom,
        command=_again(context.obj or ()),
        version=__version__,
    )
    if is_planned:
        _refuse(selection, _NOT_CRITERIA, _SELECTS.format("a plan"))
        _refuse(
            options, {*AnswerOptions.FIELDS} - {"sort", "limit"}, "is for a list, not for a plan"
        )
        content = _planned(content, session, goals)
    elif goals.wanted:
        _refuse(selection, _NOT_CRITERIA, _SELECTS.format("named credentials"))
        _refuse(goals, ("names", "years"), _PLANS)
        content = _named(content, session, goals)
    else:
        _refuse(goals, (), _PLANS)
        content = _selected(content, session, selection)
    if content.plan is None and not content.records:
        session.notes.append("nothing is selected, so there is no page")
        return Output("", notes=session.notes)
    if content.results:
        note_undated_work(person, profile, session)
    stored = load_stored(person)
    content = _with_used(content, session, entered.held)
    if any(
        getattr(stored, name) != default and getattr(content.profile, name) != default
        for name, default in Profile().values().items()
    ):
        session.notes.append("the page has details from your profile; --no-profile leaves them out")
    if len(content.records) > _LONG:
        session.notes.append(
            f"the page has {len(content.records)} credentials, which is long to read; "
            "--limit shortens it"
        )
    return _written(session, report_html(content), show=show)


class PageForTerminalError(typer.BadParameter):
    """A page would go to a terminal; no value is wrong."""

    def format_message(self) -> str:
        """Return the message alone."""
        return self.message


def _refuse(options: Model, but: Collection[str], why: str) -> None:
    """Refuse a group of options that does not go with the others, *but* those with these names.

    Raises:
        BadParameter: If somebody has given one.
    """
    for name, default in type(options)().values().items():
        if name not in but and getattr(options, name) not in (default, [], None):
            option = f"--{name.strip('_').replace('_', '-')}"
            raise typer.BadParameter(f"{option} {why}")


def _planned(content: Report, session: Session, goals: GoalOptions) -> Report:
    request = plan_request(goals, session, content.profile)
    plan = planning.plan(session.catalogue, request, content.profile)
    missing = [one.id for one in plan.not_planned if one.id in request.goals]
    ids = dict.fromkeys([*(step.id for step in plan.steps), *missing])
    records = [session.catalogue[id_] for id_ in ids]
    kept = {
        part.id for year in plan.by_year for part in year.what if part.id in content.profile.held
    }
    return _with_figures(content, session, records).replace(
        plan=plan,
        names={
            id_: session.catalogue[id_].name
            for id_ in [*(one.id for one in plan.not_planned), *plan.also_open]
        },
        is_anywhere=goals.best and content.profile.where is None,
        kept=[session.catalogue[id_] for id_ in sorted(kept - {*ids}) if id_ in session.catalogue],
        results=_results(session, content.profile, records),
        years=[[YearOfMoney(year, cost_shares(year)) for year in plan.by_year]],
        to_others=paid_to_others(
            [session.catalogue[step.id] for step in plan.steps], content.profile
        ),
    )


def _named(content: Report, session: Session, goals: GoalOptions) -> Report:
    found = find_records(goals.wanted, session.catalogue)
    session.note_closed(found)
    each = {record.id: record for record in found}
    records = sort_and_limit(session, [*each.values()], Credential)
    costs: list[CombinedCost] = []
    if len(records) <= MOST_IN_DETAIL:
        years_ahead = goals.years or _YEARS
        priced = [
            record
            for record in records
            # Nobody can earn what is closed, but its holders keep it.
            if record.id in content.profile.held or not record.status.is_closed(session.today)
        ]
        # Somebody who names a family chooses between its levels, so these have no sum.
        levels = {id_ for name in goals.wanted for id_ in session.catalogue.levels(name)}
        costs = list(_costs(session, content.profile, priced, years_ahead, levels))
    return _with_figures(content, session, records).replace(
        results=_results_if_told(session, content.profile, records),
        costs=costs,
        years=[[YearOfMoney(year, cost_shares(year)) for year in cost.by_year] for cost in costs],
        to_others=paid_to_others(records if costs else [], content.profile),
    )


def _selected(content: Report, session: Session, selection: SelectionOptions) -> Report:
    found = select(session, selection)
    records = sort_and_limit(session, found.chosen, MatchedCredential)
    ids = {record.id for record in found.chosen}
    return _with_figures(content, session, records).replace(
        results=_results_if_told(session, content.profile, records),
        selection=Selection(
            criteria=found.criteria.values(),
            possible=[one for one in found.possible if one.id not in ids],
            hidden=len(found.chosen) - len(records),
        ),
    )


def _with_figures(content: Report, session: Session, records: Sequence[Credential]) -> Report:
    """Return *content* with *records*, at the prices of the person, and notes on their figures."""
    priced = [record.replace(cost=cost_for(record, content.profile)) for record in records]
    notes = cell_notes(session, priced)
    best = best_figures(priced, priced) if len(priced) <= MOST_SIDE_BY_SIDE else {}
    for cell, text in best.items():
        notes[cell] = with_commas(text, notes.get(cell))
    return content.replace(records=priced, notes=notes)


def _costs(
    session: Session,
    profile: Profile,
    records: Sequence[Credential],
    years_ahead: int,
    alone: Collection[str],
) -> Iterator[CombinedCost]:
    """Yield the cost of *records* together, for each currency; before that, of each *alone*."""
    ids_by_unit: dict[str, list[str]] = {}
    for record in records:
        if record.id in alone:
            request = CostRequest([record.id], years_ahead, session.today, session.checked)
            yield combined_cost(session.catalogue, request, profile)
            continue
        total = cost_over_years(record, years_ahead, profile, start=session.today).total
        unit = total.unit if total.known else profile.currency
        ids_by_unit.setdefault(unit, []).append(record.id)
    for ids in ids_by_unit.values():
        request = CostRequest(ids, years_ahead, session.today, session.checked)
        yield combined_cost(session.catalogue, request, profile)


def _results_if_told(
    session: Session, profile: Profile, records: Sequence[Credential]
) -> Sequence[Eligibility]:
    """Return whether the person qualifies for *records*; nothing if nobody has told about them."""
    is_told = any(getattr(profile, name) not in (None, (), {}) for name in _ABOUT_THE_PERSON)
    return _results(session, profile, records) if is_told else ()


def _results(
    session: Session, profile: Profile, records: Sequence[Credential]
) -> Sequence[Eligibility]:
    better = {} if session.checked else session.catalogue.checked
    return [
        check_eligibility(
            session.catalogue[record.id], profile, session.today, better.get(record.id)
        )
        for record in records
    ]


def _with_used(content: Report, session: Session, entered: Mapping[str, Held]) -> Report:
    """Return *content* with only those details of the person that its answer used.

    Args:
        content: The report.
        session: The session of the command.
        entered: All credentials that the person has named as held.
    """
    if content.plan is not None:  # a plan uses them all
        return content
    person = content.profile
    names = {
        text.casefold()
        for record in content.records
        for text in _texts(session.catalogue[record.id].replace(**_NOT_USED))
    }
    levels = {level for name in names for level in session.catalogue.levels(name)}
    shown = {id_ for id_ in entered if id_.casefold() in names or id_ in levels}
    societies = {name.removesuffix(" membership") for name in names}
    used = person.replace(
        budget=None,
        study_hours=None,
        subject=person.subject if person.education else None,
        member=tuple(one for one in person.member if one.casefold() in societies),
        dues={id_: due for id_, due in person.dues.items() if id_.casefold() in societies},
        rate={code: rate for code, rate in person.rate.items() if code.casefold() in names},
        held={id_: award for id_, award in person.held.items() if id_ in shown},
    )
    if content.selection is None:
        used = used.replace(where=None, settings=())
    lapsed = {id_: award for id_, award in content.lapsed.items() if id_ in shown}
    return content.replace(profile=used, lapsed=lapsed)


_NOT_USED: Final = {"sources": (), "findings": (), "nearest": (), "status": Status()}
"""The fields of a record that use no detail of a person."""


def _texts(value: object) -> Iterator[str]:
    """Yield all texts in *value*, such as the ids that a record names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Model):
        yield from _texts(tuple(value.values().values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def _again(argv: Sequence[str]) -> str:
    """Return the command line *argv* without the folders of files, which may be private."""
    words: list[str] = []
    for word in argv:
        option, mark, value = word.partition("=")
        if words and words[-1] in _FILES:
            words.append(PurePath(word).name or word)
        elif mark and option in _FILES:
            words.append(f"{option}={PurePath(value).name}")
        elif word != "--open":
            words.append(word)
    return join(["libcert", *words])


def _written(session: Session, text: str, *, show: bool) -> Output:
    """Return the page as output; with *show*, write it and open it in the browser.

    Raises:
        OutputError: If it cannot be written.
    """
    path, notes = session.options.output, session.notes
    name = PurePath(path or "-")
    if name.suffix and name.suffix.lower() not in _PAGES:
        notes.append(f"{name.name} is an HTML page; name it {name.stem}.html")
    if not show:
        if path not in (None, "-"):
            notes.append(f"wrote {path}")
        return Output(text, path, utf_8=True, paged=False, notes=notes)
    if path in (None, "-"):
        # The page is about a person, so only they may read the folder.
        path = str(Path(tempfile.mkdtemp(prefix="libcert-"), _NAME))
        notes.append(f"wrote {path}, which stays until your system clears temporary files")
    else:
        notes.append(f"wrote {path}")
    terminal.write(Output(text, path))
    session.open_in_browser(path)
    return Output("", notes=notes)
