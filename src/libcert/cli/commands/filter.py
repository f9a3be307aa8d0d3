"""`libcert filter`: the credentials that are what is asked for, and those that may be."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

import typer

from libcert.catalogue.fees import convert_currency
from libcert.cli.answer import Reply, View
from libcert.cli.commands.list import (
    COLUMNS,
    SettingOption,
    SourceOption,
    StandingOption,
    TypeOption,
    rows,
)
from libcert.cli.options import (
    EducationOption,
    RateOption,
    amount,
    currency_code,
    months,
    split,
    taking_options,
    texts,
    years,
)
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.questions import criteria
from libcert.render.record_text import record_text


@taking_options()
def filter_(  # noqa: PLR0913 - an option for each criterion
    *,
    max_cost: Annotated[Decimal | None, amount("At most this much to earn it")] = None,
    min_cost: Annotated[Decimal | None, amount("At least this much to earn it")] = None,
    currency: Annotated[
        str,
        typer.Option(callback=currency_code, metavar="CODE", help="The currency of these amounts"),
    ] = "USD",
    rate: RateOption = None,
    max_duration: Annotated[Decimal | None, months("At most so long until the award")] = None,
    min_duration: Annotated[Decimal | None, months("At least so long until the award")] = None,
    max_experience: Annotated[Decimal | None, years("At most so much work asked for")] = None,
    min_experience: Annotated[Decimal | None, years("At least so much work asked for")] = None,
    education: EducationOption = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option(
            callback=texts,
            metavar="ISSUER",
            help="Issued by this body: its short name or words of its name",
        ),
    ] = None,
    setting: SettingOption = None,
    type_: TypeOption = None,
    standing: StandingOption = None,
    source: SourceOption = None,
    exam: Annotated[bool | None, typer.Option("--exam/--no-exam", help="Takes an exam")] = None,
    renewal: Annotated[
        bool | None, typer.Option("--renewal/--no-renewal", help="Has to be renewed or kept up")
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(callback=texts, metavar="WORDS", help="Has all these words in its record"),
    ] = None,
    maybe: Annotated[
        bool, typer.Option("--maybe", help="Include those whose record does not settle it")
    ] = False,
    view: View,
) -> Reply:
    """Find the credentials that are what is asked for.

    Several options are all to be met; of an option given several times, any. Only what is on record
    passes: what may match, and why, is said beside the answer.
    """
    for what, least, most in (
        ("cost", min_cost, max_cost),
        ("duration", min_duration, max_duration),
        ("experience", min_experience, max_experience),
    ):
        if least is not None and most is not None and least > most:
            raise typer.BadParameter(f"no {what} is both at least {least} and at most {most}")
    if any(not words.strip() for words in text or ()):
        raise typer.BadParameter("give the words to look for", param_hint="--text")
    asked = criteria.Criteria(
        max_cost=max_cost,
        min_cost=min_cost,
        max_duration=max_duration,
        min_duration=min_duration,
        max_experience=max_experience,
        min_experience=min_experience,
        education=education,
        issuer=split(issuer),
        setting=setting or (),
        type=type_ or (),
        standing=standing or (),
        source=split(source),
        exam=exam,
        renewal=renewal,
        text=text or (),
        currency=currency,
    )
    records: Iterable[Credential] = view.catalogue.values()
    if rate:
        records = [convert_currency(record, currency, dict(rate)) for record in records]
    matches = [
        criteria.match_criteria(record, asked, record_text) for record in view.priced(records)
    ]
    for name in asked.issuer:
        if not any(criteria.issuer_matches(name, credential.issuer) for credential in matches):
            view.notes.append(f"no credential has an issuer `{name}`")
    kept = [match for match in matches if match.match.answer is Answer.YES]
    doubtful = [match for match in matches if match.match.answer is Answer.MAYBE]
    if doubtful and not maybe:
        view.notes.append(f"{len(doubtful)} more may match; --maybe includes them")
    view.note_matches(matches)
    found = view.sort_records([*kept, *doubtful] if maybe else kept, MatchedCredential)
    columns = (*COLUMNS, "match") if maybe else COLUMNS
    return Reply(rows(found, MatchedCredential, view, columns), view)
