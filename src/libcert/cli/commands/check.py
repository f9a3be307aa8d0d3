"""`libcert check`: whether a person meets the conditions of credentials, or from when."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

import typer

from libcert.catalogue.conditions import walk
from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import complete_id
from libcert.cli.person_options import PersonOptions, effective_profile, without_lapsed
from libcert.cli.read_records import find_records
from libcert.cli.record_lists import SuitsOption
from libcert.model.credential import Answer, Credential
from libcert.model.profile import Profile
from libcert.model.results import Eligibility
from libcert.questions.criteria import Criteria, match_criteria
from libcert.questions.eligibility import check_eligibility
from libcert.questions.sorting import nearest_first
from libcert.questions.word_match import contains_words
from libcert.render.check_table import detail_table, overview_table

EXAMPLES: Final = {
    "check": (
        'check LSSC --experience "2 academic" --education associate',
        "check --education bachelor --experience 3",
        "check --where ohio --suits page --education high-school",
        "check LSSC CRA --json",
    ),
}


@expand_groups(hide=("budget", "currency", "rate", "dues", "study_hours"))
def check(
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
) -> Reply:
    """Check whether you qualify, requirement by requirement.

    The answer is yes or no only if the record and your details settle it. Otherwise it is maybe,
    with the details that would settle it. If you qualify later, the answer has that day. Steps on
    the way, such as the exam, are listed after the conditions.
    """
    session = Session(options, person.on)
    profile = without_lapsed(effective_profile(person, session), session)
    catalogue, today = session.catalogue, session.today
    place = profile.where
    if ids:
        chosen = find_records(ids, catalogue)
        session.note_closed(chosen)
    else:
        real = session.without_unfound(session.without_closed(catalogue.values()))
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
    _note_unused_words(session, profile, credentials.values())
    records = sort_and_limit(session, results, Eligibility)
    people = detail_table(records, today) if ids else overview_table(records, today)
    return Reply(session, build_table(session, Eligibility, records, for_people=people))


def _open_first(result: Eligibility) -> tuple[bool, date, int]:
    """Return a sort key: first credentials open to the person, then the soonest to open."""
    order = [Answer.YES, Answer.MAYBE, Answer.NO].index(result.answer)
    return result.answer is not Answer.YES, result.from_ or date.max, order


def _note_unused_words(
    session: Session, profile: Profile, credentials: Iterable[Credential]
) -> None:
    """Add a note on each text of `--meets` and `--lacks` that no condition has."""
    conditions = [
        part.text
        for credential in credentials
        for condition in credential.requirements
        for part in walk(condition)
    ]
    for option, texts in (("--meets", profile.meets), ("--lacks", profile.lacks)):
        for text in texts:
            if not any(contains_words(condition, text) for condition in conditions):
                session.notes.append(f"no condition contains the words `{text}` of {option}")
