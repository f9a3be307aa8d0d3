"""`libcert filter`: the credentials that meet criteria, and those that may."""

from typing import Final

from libcert.cli.answer import AnswerOptions, Reply, Session, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.record_lists import COLUMNS, record_list
from libcert.cli.selection_options import SelectionOptions, select
from libcert.model.credential import MatchedCredential

EXAMPLES: Final = {
    "filter": (
        "filter --max-cost 200 --where ohio",
        "filter --max-cost 200 --maybe",
        "filter archives --online",
        "filter --education associate --max-experience 2y",
        "filter --setting public,school --no-renewal --json",
    ),
}


@expand_groups()
def filter_(selection: SelectionOptions, options: AnswerOptions) -> Reply:
    """Find credentials that match your criteria.

    A credential must meet every option. If you repeat an option, one of its values is enough. Only
    credentials whose records prove a match are listed. Notes count the possible matches and why.
    """
    session = Session(options)
    chosen = select(session, selection).chosen
    columns = (*COLUMNS, "match") if selection.maybe else COLUMNS
    records = sort_and_limit(session, chosen, MatchedCredential)
    return record_list(session, records, MatchedCredential, columns, is_grouped=True)
