"""`libcert list`: credentials, one per line."""

from typing import Final

from libcert.cli.answer import AnswerOptions, Reply, Session, note_matches, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import SettingOption, WhereOption, WordsArgument, split, texts_to_find
from libcert.cli.record_lists import (
    DeliveryOption,
    SourceOption,
    StandingOption,
    StatusOption,
    SuitsOption,
    TypeOption,
    record_list,
)
from libcert.model.credential import Answer, Credential
from libcert.questions.criteria import Criteria, match_criteria
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


@expand_groups()
def list_(  # noqa: PLR0913 - an option for each criterion
    options: AnswerOptions,
    *,
    words: WordsArgument = None,
    where: WhereOption = None,
    setting: SettingOption = None,
    suits: SuitsOption = None,
    delivery: DeliveryOption = None,
    status: StatusOption = None,
    type_: TypeOption = None,
    standing: StandingOption = None,
    source: SourceOption = None,
) -> Reply:
    """List all credentials, or those of one kind."""
    session = Session(options)
    place = session.place(where)
    criteria = Criteria(
        where=place,
        setting=setting or (),
        suits=suits or (),
        delivery=delivery or (),
        status=status or (),
        type=type_ or (),
        standing=standing or (),
        source=split(source),
        text=texts_to_find(words, None),
    )
    catalogue = session.catalogue
    matches = [
        match_criteria(credential, criteria, search_text) for credential in catalogue.values()
    ]
    note_matches(session, matches, "`libcert filter --maybe` shows them")
    matching = [catalogue[match.id] for match in matches if match.match.answer is Answer.YES]
    ordered = group(session.with_prices(matching), place, catalogue.families)
    records = sort_and_limit(session, ordered, Credential)
    return record_list(session, records, Credential, is_grouped=True)
