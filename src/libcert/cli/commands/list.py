"""`libcert list`: credentials, one per line."""

from typing import Final

from libcert.cli.answer import AnswerOptions, Reply, Session, note_matches, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.record_lists import record_list
from libcert.cli.selection_options import SELECTION, SelectionOptions
from libcert.model.credential import Answer, Credential
from libcert.questions.criteria import match_criteria
from libcert.questions.search import search_text
from libcert.questions.sorting import group

EXAMPLES: Final = {
    "list": (
        "list",
        "list --sort cost",
        "list --where ohio",
        "list --json",
        "list --fields id,cost,fees --format csv",
    ),
}


_OF_A_KIND: Final = {
    *("words", "where", "setting", "suits", "delivery", "status", "type_", "standing", "source"),
}
"""The options that select records of one kind; `filter` has more."""


@expand_groups(hide=SELECTION - _OF_A_KIND)
def list_(selection: SelectionOptions, options: AnswerOptions) -> Reply:
    """List all credentials, or those of one kind."""
    session = Session(options)
    criteria = selection.criteria(session)
    catalogue = session.catalogue
    matches = [
        match_criteria(credential, criteria, search_text) for credential in catalogue.values()
    ]
    note_matches(session, matches, "`libcert filter --maybe` shows them")
    matching = [catalogue[match.id] for match in matches if match.match.answer is Answer.YES]
    ordered = group(session.with_prices(matching), criteria.where, catalogue.families)
    records = sort_and_limit(session, ordered, Credential)
    return record_list(session, records, Credential, is_grouped=True)
