"""`libcert check`: whether a person meets the conditions of credentials, or from when."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

import typer

from libcert.catalogue.conditions import walk
from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id
from libcert.cli.person_options import (
    PersonOptions,
    effective_profile,
    note_narrowing,
    note_undated_work,
    without_lapsed,
)
from libcert.cli.read_records import find_records
from libcert.cli.record_lists import SuitsOption
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile, is_part_time
from libcert.model.reasons import join_reasons
from libcert.model.results import Eligibility
from libcert.questions.criteria import Criteria, match_criteria
from libcert.questions.eligibility import check_eligibility, evaluate, is_named
from libcert.questions.open_questions import group_by_question, single_needs
from libcert.questions.sorting import nearest_first
from libcert.render.check_table import (
    detail_table,
    drawn_details,
    drawn_overview,
    in_doubt,
    overview_table,
)

EXAMPLES: Final = {
    "check": (
        'check LSSC --experience "4 academic full-time" --education associate',
        'check CRA CRM --experience "5 records" --education high-school',
        'check --education bachelor --experience "3 academic"',
        "check --where ohio --suits page --education high-school",
        "check LSSC CRA --json",
    ),
}


@expand_groups(hide=("budget", "currency", "rate", "dues", "study_hours"))
def check(  # noqa: PLR0913 - two flags and the options that select credentials
    options: AnswerOptions,
    person: PersonOptions,
    *,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="Credentials to check; all if you name none",
            show_default=False,
            autocompletion=complete_id,
        ),
    ] = None,
    suits: SuitsOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Without ID: show every credential, also each no")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With ID: show every condition, not only what decides")
    ] = False,
) -> Reply:
    """Check whether you qualify, requirement by requirement.

    The answer is yes or no only if the record and your details settle it. Otherwise it is maybe,
    with the question that would settle it. If you qualify later, the answer has that day. Work in
    years without dates is taken as work that goes on today.
    """
    session = Session(options, person.on)
    profile = without_lapsed(effective_profile(person, session), session)
    catalogue, today = session.catalogue, session.today
    place = profile.where
    if ids:
        chosen = find_records(ids, catalogue)
        session.note_closed(chosen)
    else:
        real = session.on_offer(catalogue.values())
        chosen = nearest_first(real, place)
    criteria = Criteria(where=place, setting=profile.settings, suits=suits or ())
    credentials = {
        credential.id: credential
        for credential in chosen
        if ids or match_criteria(credential, criteria).match.answer is not Answer.NO
    }
    better = {} if session.checked else catalogue.checked
    results = [
        check_eligibility(credential, profile, today, better.get(credential.id))
        for credential in credentials.values()
    ]
    if not ids and not options.sort:
        results.sort(key=_open_first)
    if not ids:
        note_narrowing(person, profile, session)
    if not ids or _matters(profile, credentials.values(), results, today):
        note_undated_work(person, profile, session)
    _note_part_time(session, profile, results)
    _note_unused_words(session, profile, credentials.values())
    records = sort_and_limit(session, results, Eligibility)
    if not session.is_drawn:
        people = detail_table(records, today) if ids else overview_table(records, today)
    elif ids:
        people = drawn_details(records, today, full=full)
    else:
        needs = [join_reasons(result.missing) for result in in_doubt(records)]
        questions = group_by_question(needs)
        people = drawn_overview(records, questions, today, full=everything)
    return Reply(session, build_table(session, Eligibility, records, for_people=people))


def _open_first(result: Eligibility) -> tuple[bool, date, int]:
    """Return a sort key: first credentials open to the person, then the soonest to open."""
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(result.answer)
    return result.answer is not Answer.YES, result.from_ or date.max, order


def _matters(
    profile: Profile, credentials: Iterable[Credential], results: Iterable[Eligibility], today: date
) -> bool:
    """Return whether *results* rest on work as a number of years that goes on."""
    ended = tuple(
        job.replace(running=False) if job.years is not None and job.running is None else job
        for job in profile.experience
    )
    if ended == profile.experience:
        return False
    others = (evaluate(record, profile.replace(experience=ended), today) for record in credentials)
    return any(
        (result.answer, result.from_) != (other.answer, other.from_)
        for result, other in zip(results, others, strict=True)
    )


def _note_part_time(session: Session, profile: Profile, results: Iterable[Eligibility]) -> None:
    """Add a note on how part-time work counts, if one of *results* rests on that."""
    needs = [
        need
        for result in results
        for whole in result.requirements
        for part in walk(whole)
        for need in single_needs(part.need)
    ]
    jobs = [job for job in profile.experience if is_part_time(job)]
    codes = {"work-part-time-in-full", "work-hours-unsaid"}
    if jobs and any(
        need.code in codes or (need.data.get("counted") and need.data["hours"] is None)
        for need in needs
    ):
        is_unsaid = any(job.hours_a_week is None for job in jobs)
        session.notes.append(
            "part-time work is certain to count by its hours; if a record counts only years, 40 "
            "hours a week are full time, and an issuer may count part-time work in full"
            + ("; how many hours a week? (`20h`)" if is_unsaid else "")
        )


def _note_unused_words(
    session: Session, profile: Profile, credentials: Iterable[Credential]
) -> None:
    """Add a note on each text of `--meets` and `--lacks` that no condition has."""
    conditions = [
        part
        for credential in credentials
        for condition in credential.requirements
        for part in walk(condition)
    ]
    for option, texts in (("--meets", profile.meets), ("--lacks", profile.lacks)):
        for text in texts:
            if not any(is_named(condition, text) for condition in conditions):
                session.notes.append(f"no condition contains the words `{text}` of {option}")
