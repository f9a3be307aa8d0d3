"""`libcert list`: credentials, one per line."""

from typing import Final

from libcert.cli.answer import AnswerOptions, Reply, Session, note_matches, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import split
from libcert.cli.record_lists import (
    SettingOption,
    SourceOption,
    StandingOption,
    TypeOption,
    record_list,
)
from libcert.model.credential import Answer, Credential
from libcert.questions.criteria import Criteria, match_criteria

EXAMPLES: Final = {
    "list": (
        "list",
        "list --sort cost",
        "list --json",
        "list --fields id,cost,fees --format csv",
    ),
}


@expand_groups()
def list_(
    options: AnswerOptions,
    setting: SettingOption = None,
    type_: TypeOption = None,
    standing: StandingOption = None,
    source: SourceOption = None,
) -> Reply:
    """List all credentials, or those of one kind, one per line."""
    session = Session(options)
    criteria = Criteria(
        setting=setting or (), type=type_ or (), standing=standing or (), source=split(source)
    )
    catalogue = session.catalogue
    matches = [match_criteria(credential, criteria) for credential in catalogue.values()]
    note_matches(session, matches)
    matching = [catalogue[match.id] for match in matches if match.match.answer is Answer.YES]
    records = sort_and_limit(session, session.with_prices(matching), Credential)
    return record_list(session, records, Credential)
