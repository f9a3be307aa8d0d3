"""`libcert search`: credentials by the words that people type, the best first."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from libcert.cli.answer import AnswerOptions, Reply, Session, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import SettingOption, WhereOption, check_utf_8
from libcert.cli.person_options import ONLY_PROFILE, PersonOptions, load_stored
from libcert.cli.record_lists import COLUMNS, EverywhereOption, record_list
from libcert.model.credential import Answer, MatchedCredential
from libcert.questions import search as questions
from libcert.questions.criteria import Criteria, match_criteria
from libcert.render.phrases import plural
from libcert.render.record_text import record_text

EXAMPLES: Final = {
    "search": (
        "search teacher aide",
        "search archives --where ohio",
        "search CILIP",
        "search notary --json",
    ),
}
MOST_SHOWN: Final = 15
"""The most records in a drawn table without `--all`."""


@expand_groups(hide=ONLY_PROFILE)
def search(  # noqa: PLR0913 - options and words
    options: AnswerOptions,
    person: PersonOptions,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            callback=check_utf_8,
            help="A name, job, place, workplace or issuer, or several of them",
        ),
    ],
    *,
    where: WhereOption = None,
    setting: SettingOption = None,
    everywhere: EverywhereOption = False,
    all_: Annotated[
        bool, typer.Option("--all", help=f"Show all, not only the best {MOST_SHOWN}")
    ] = False,
) -> Reply:
    """Find credentials by words, the best first.

    All words must be in the record: in its names, jobs, places, workplaces, issuer or summary. The
    start of a word is enough. Real credentials and those near you come first among equals.
    """
    if not any(word.strip(" ,") for word in words):
        raise typer.BadParameter("give the words to look for", param_hint="'WORDS...'")
    session = Session(options)
    place = session.place(where)
    criteria = Criteria(where=place, setting=setting or ())
    catalogue = session.catalogue
    records = [
        record
        for record in session.with_prices(catalogue.values())
        if match_criteria(record, criteria).match.answer is not Answer.NO
    ]
    found = questions.search(
        records,
        " ".join(words),
        place or load_stored(person).where,
        record_text if everywhere else None,
    )
    _note_words(session, found)
    matches = sort_and_limit(session, found.matches, MatchedCredential)
    is_short = session.is_drawn and not all_ and options.limit is None
    if is_short and len(matches) > MOST_SHOWN:
        rest = plural(len(matches) - MOST_SHOWN, "more result")
        session.notes.append(f"{rest}: add a word, or --all to see them")
        matches = matches[:MOST_SHOWN]
    return record_list(session, matches, MatchedCredential, COLUMNS)


def _note_words(session: Session, found: questions.Found) -> None:
    """Add notes on words that are not in the records, or in no record."""
    for typed, word in found.corrected.items():
        session.notes.append(f"no credential has `{typed}`; these have `{word}`")
    if not found.matches:
        session.notes.append("nothing matches; use other words, or add --everywhere")
    elif found.missing:
        session.notes.append(
            f"no credential has all of these words; {_listed(found.missing)} "
            "is missing in those that are shown"
        )


def _listed(words: Sequence[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)
