"""`libcert filter`: the credentials that meet criteria, and those that may."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Final

import typer

from libcert.catalogue.fees import convert_currency
from libcert.cli.answer import AnswerOptions, Reply, Session, note_matches, sort_and_limit
from libcert.cli.option_groups import MORE, WHICH, expand_groups
from libcert.cli.options import (
    EducationOption,
    RateOption,
    SettingOption,
    WhereOption,
    WordsArgument,
    amount,
    check_utf_8,
    common_currency,
    currency_code,
    months,
    split,
    texts_to_find,
    years,
)
from libcert.cli.read_values import WrittenAmount
from libcert.cli.record_lists import (
    COLUMNS,
    DeliveryOption,
    EverywhereOption,
    SourceOption,
    StandingOption,
    StatusOption,
    SuitsOption,
    TypeOption,
    record_list,
    whole_text,
)
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.questions import criteria
from libcert.questions.search import search_text
from libcert.questions.sorting import group
from libcert.render import phrases

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
def filter_(  # noqa: PLR0913 - an option for each criterion
    *,
    words: WordsArgument = None,
    max_cost: Annotated[WrittenAmount | None, amount("Costs no more than this: 200 or £90")] = None,
    min_cost: Annotated[
        WrittenAmount | None, amount("Costs at least this much to earn", group=MORE)
    ] = None,
    free: Annotated[
        bool,
        typer.Option("--free", help="Costs nothing to earn", rich_help_panel=WHICH),
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Taken online", rich_help_panel=WHICH)
    ] = False,
    currency: Annotated[
        str,
        typer.Option(
            callback=currency_code,
            metavar="CODE",
            help="Currency of the amounts; USD by default",
            rich_help_panel=MORE,
        ),
    ] = "USD",
    rate: RateOption = None,
    max_duration: Annotated[Decimal | None, months("Takes no longer than this: 6mo or 1y")] = None,
    min_duration: Annotated[Decimal | None, months("Takes at least this long", group=MORE)] = None,
    max_experience: Annotated[
        Decimal | None,
        years("Requires no more experience than this", "--max-experience", "--experience"),
    ] = None,
    min_experience: Annotated[
        Decimal | None, years("Requires at least this much experience", group=MORE)
    ] = None,
    education: EducationOption = None,
    where: WhereOption = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8,
            metavar="ISSUER",
            help="Issuer: its short name, or words from its name",
            rich_help_panel=MORE,
        ),
    ] = None,
    setting: SettingOption = None,
    suits: SuitsOption = None,
    delivery: DeliveryOption = None,
    status: StatusOption = None,
    type_: TypeOption = None,
    standing: StandingOption = None,
    source: SourceOption = None,
    exam: Annotated[
        bool | None,
        typer.Option("--exam/--no-exam", help="With or without an exam", rich_help_panel=MORE),
    ] = None,
    renewal: Annotated[
        bool | None,
        typer.Option(
            "--renewal/--no-renewal", help="With or without renewal", rich_help_panel=MORE
        ),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8,
            metavar="WORDS",
            help="Has all these words, as in `search`",
            rich_help_panel=MORE,
        ),
    ] = None,
    everywhere: EverywhereOption = False,
    maybe: Annotated[
        bool, typer.Option("--maybe", help="Include possible matches", rich_help_panel=WHICH)
    ] = False,
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Tell why each possible match is not certain", rich_help_panel=WHICH
        ),
    ] = False,
    options: AnswerOptions,
) -> Reply:
    """Find credentials that match your criteria.

    A credential must meet every option. If you repeat an option, one of its values is enough. Only
    credentials whose records prove a match are listed. Notes count the possible matches and why.
    """
    amounts = [written for written in (max_cost, min_cost) if written is not None]
    currency = common_currency(amounts, currency)
    least_cost = None if min_cost is None else min_cost.number
    most_cost = _most_cost(max_cost, free=free)
    for name, least, most in (
        ("cost", least_cost, most_cost),
        ("duration", min_duration, max_duration),
        ("experience", min_experience, max_experience),
    ):
        if least is not None and most is not None and least > most:
            raise typer.BadParameter(f"--min-{name} {least} is more than --max-{name} {most}")
    session = Session(options)
    asked = criteria.Criteria(
        max_cost=most_cost,
        min_cost=least_cost,
        max_duration=max_duration,
        min_duration=min_duration,
        max_experience=max_experience,
        min_experience=min_experience,
        education=None if education is None else education.level,
        where=session.place(where),
        issuer=split(issuer),
        setting=setting or (),
        suits=suits or (),
        delivery=[*(delivery or ()), *["online"] * online],
        status=status or (),
        type=type_ or (),
        standing=standing or (),
        source=split(source),
        exam=exam,
        renewal=renewal,
        text=texts_to_find(words, text),
        currency=currency,
    )
    records: Iterable[Credential] = session.catalogue.values()
    if rate:
        records = [convert_currency(record, currency, dict(rate)) for record in records]
        session.rates = [f"1 {code} = {number:f} {currency}" for code, number in rate]
    text_to_search = whole_text if everywhere else search_text
    matches = [
        criteria.match_criteria(record, asked, text_to_search)
        for record in session.with_prices(records)
    ]
    closed = [match for match in matches if match.status.is_closed(session.today) and not status]
    if closed:
        matches = [match for match in matches if not match.status.is_closed(session.today)]
    for name in asked.issuer:
        if not any(criteria.issuer_matches(name, credential.issuer) for credential in matches):
            session.notes.append(f"no credential has an issuer `{name}`")
    certain = [match for match in matches if match.match.answer is Answer.YES]
    possible = [match for match in matches if match.match.answer is Answer.MAYBE]
    option = None if maybe else "add --maybe to see them"
    note_matches(session, matches, option, every_reason=why)
    _note_closed(session, closed)
    families = session.catalogue.families
    chosen = group(certain, asked.where, families)
    if maybe:
        chosen += group(possible, asked.where, families)
        chosen.sort(key=lambda match: match.standing == "not-found")
    columns = (*COLUMNS, "match") if maybe else COLUMNS
    records = sort_and_limit(session, chosen, MatchedCredential)
    return record_list(session, records, MatchedCredential, columns, is_grouped=True)


def _most_cost(max_cost: WrittenAmount | None, *, free: bool) -> Decimal | None:
    if free and max_cost is not None:
        raise typer.BadParameter("--free and --max-cost cannot be used together")
    if free:
        return Decimal(0)
    return None if max_cost is None else max_cost.number


def _note_closed(session: Session, closed: Sequence[MatchedCredential]) -> None:
    """Add a note that counts the *closed* credentials that match or may match."""
    count = sum(match.match.answer is not Answer.NO for match in closed)
    if count:
        closed_ones = phrases.plural(count, "closed credential")
        session.notes.append(f"{closed_ones} might match too; --status closed shows them")
