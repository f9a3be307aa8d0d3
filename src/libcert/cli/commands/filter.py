"""`libcert filter`: the credentials that meet criteria, and those that may."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Final

import typer

from libcert.catalogue.fees import convert_currency
from libcert.cli.answer import AnswerOptions, Reply, Session, note_matches, sort_and_limit
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import (
    EducationOption,
    RateOption,
    SettingOption,
    WhereOption,
    amount,
    check_utf_8,
    currency_code,
    months,
    split,
    years,
)
from libcert.cli.record_lists import (
    COLUMNS,
    DeliveryOption,
    SourceOption,
    StandingOption,
    StatusOption,
    SuitsOption,
    TypeOption,
    record_list,
)
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.questions import criteria
from libcert.questions.sorting import group
from libcert.render import phrases
from libcert.render.record_text import record_text

EXAMPLES: Final = {
    "filter": (
        "filter --max-cost 200",
        "filter --max-cost 200 --where ohio",
        "filter --max-cost 200 --maybe",
        "filter --education associate --max-experience 2y",
        "filter --setting public,school --no-renewal --json",
    ),
}


@expand_groups()
def filter_(  # noqa: PLR0913 - an option for each criterion
    *,
    max_cost: Annotated[Decimal | None, amount("Costs at most this much to earn")] = None,
    min_cost: Annotated[Decimal | None, amount("Costs at least this much to earn")] = None,
    currency: Annotated[
        str,
        typer.Option(callback=currency_code, metavar="CODE", help="Currency of these amounts"),
    ] = "USD",
    rate: RateOption = None,
    max_duration: Annotated[Decimal | None, months("Takes no longer than this")] = None,
    min_duration: Annotated[Decimal | None, months("Takes at least this long")] = None,
    max_experience: Annotated[
        Decimal | None, years("Requires at most this much experience")
    ] = None,
    min_experience: Annotated[
        Decimal | None, years("Requires at least this much experience")
    ] = None,
    education: EducationOption = None,
    where: WhereOption = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8,
            metavar="ISSUER",
            help="Issuer: its short name, or words from its name",
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
        bool | None, typer.Option("--exam/--no-exam", help="With or without an exam")
    ] = None,
    renewal: Annotated[
        bool | None, typer.Option("--renewal/--no-renewal", help="With or without renewal")
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8, metavar="WORDS", help="Has all these words in its record"
        ),
    ] = None,
    maybe: Annotated[bool, typer.Option("--maybe", help="Include possible matches")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Tell why each possible match is not certain")
    ] = False,
    options: AnswerOptions,
) -> Reply:
    """Find credentials that match your criteria.

    A credential must meet every option. If you repeat an option, one of its values is enough. Only
    credentials whose records prove a match are listed. Notes count the possible matches and why.
    """
    for name, least, most in (
        ("cost", min_cost, max_cost),
        ("duration", min_duration, max_duration),
        ("experience", min_experience, max_experience),
    ):
        if least is not None and most is not None and least > most:
            raise typer.BadParameter(f"--min-{name} {least} is more than --max-{name} {most}")
    if any(not words.strip() for words in text or ()):
        raise typer.BadParameter("give the words to look for", param_hint="--text")
    session = Session(options)
    asked = criteria.Criteria(
        max_cost=max_cost,
        min_cost=min_cost,
        max_duration=max_duration,
        min_duration=min_duration,
        max_experience=max_experience,
        min_experience=min_experience,
        education=education,
        where=session.place(where),
        issuer=split(issuer),
        setting=setting or (),
        suits=suits or (),
        delivery=delivery or (),
        status=status or (),
        type=type_ or (),
        standing=standing or (),
        source=split(source),
        exam=exam,
        renewal=renewal,
        text=text or (),
        currency=currency,
    )
    records: Iterable[Credential] = session.catalogue.values()
    if rate:
        records = [convert_currency(record, currency, dict(rate)) for record in records]
    matches = [
        criteria.match_criteria(record, asked, record_text)
        for record in session.with_prices(records)
    ]
    closed = [match for match in matches if match.status.state == "closed" and not status]
    if closed:
        matches = [match for match in matches if match.status.state != "closed"]
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


def _note_closed(session: Session, closed: Sequence[MatchedCredential]) -> None:
    """Add a note that counts the *closed* credentials that match or may match."""
    count = sum(match.match.answer is not Answer.NO for match in closed)
    if count:
        closed_ones = phrases.plural(count, "closed credential")
        session.notes.append(f"{closed_ones} might match too; --status closed shows them")
