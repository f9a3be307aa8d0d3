"""The shared part of `filter`, `list` and `report`: options that select records."""

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

import typer

from libcert.catalogue.fees import convert_currency
from libcert.cli.answer import Session, note_matches
from libcert.cli.option_groups import MORE, WHICH
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
    DeliveryOption,
    EverywhereOption,
    SourceOption,
    StandingOption,
    StatusOption,
    SuitsOption,
    TypeOption,
    whole_text,
)
from libcert.model.base import Model, model
from libcert.model.credential import Answer, Credential, MatchedCredential
from libcert.questions.criteria import Criteria, issuer_matches, match_criteria
from libcert.questions.search import search_text
from libcert.questions.sorting import group
from libcert.render import phrases

USD: Final = "USD"
"""The currency of the amounts, unless another one is given."""


@model
class SelectionOptions(Model):
    """The options that select records."""

    words: WordsArgument = None
    max_cost: Annotated[WrittenAmount | None, amount("Costs no more than this: 200 or £90")] = None
    min_cost: Annotated[
        WrittenAmount | None, amount("Costs at least this much to earn", group=MORE)
    ] = None
    free: Annotated[
        bool, typer.Option("--free", help="Costs nothing to earn", rich_help_panel=WHICH)
    ] = False
    online: Annotated[
        bool, typer.Option("--online", help="Taken online", rich_help_panel=WHICH)
    ] = False
    currency: Annotated[
        str | None,
        typer.Option(
            callback=currency_code,
            metavar="CODE",
            help="Currency of the amounts; USD by default",
            rich_help_panel=MORE,
        ),
    ] = USD
    rate: RateOption = None
    max_duration: Annotated[Decimal | None, months("Takes no longer than this: 6mo or 1y")] = None
    min_duration: Annotated[Decimal | None, months("Takes at least this long", group=MORE)] = None
    max_experience: Annotated[
        Decimal | None,
        years("Requires no more experience than this", "--max-experience", "--experience"),
    ] = None
    min_experience: Annotated[
        Decimal | None, years("Requires at least this much experience", group=MORE)
    ] = None
    education: EducationOption = None
    where: WhereOption = None
    issuer: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8,
            metavar="ISSUER",
            help="Issuer: its short name, or words from its name",
            rich_help_panel=MORE,
        ),
    ] = None
    setting: SettingOption = None
    suits: SuitsOption = None
    delivery: DeliveryOption = None
    status: StatusOption = None
    type_: TypeOption = None
    standing: StandingOption = None
    source: SourceOption = None
    exam: Annotated[
        bool | None,
        typer.Option("--exam/--no-exam", help="With or without an exam", rich_help_panel=MORE),
    ] = None
    renewal: Annotated[
        bool | None,
        typer.Option(
            "--renewal/--no-renewal", help="With or without renewal", rich_help_panel=MORE
        ),
    ] = None
    text: Annotated[
        list[str] | None,
        typer.Option(
            callback=check_utf_8,
            metavar="WORDS",
            help="Has all these words, as in `search`",
            rich_help_panel=MORE,
        ),
    ] = None
    everywhere: EverywhereOption = False
    maybe: Annotated[
        bool, typer.Option("--maybe", help="Include possible matches", rich_help_panel=WHICH)
    ] = False
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Tell why each possible match is not certain", rich_help_panel=WHICH
        ),
    ] = False

    def criteria(self, session: Session) -> Criteria:
        """Return the criteria; a note of *session* says how an unclear place is understood.

        Raises:
            BadParameter: If a value is wrong, or if two of them contradict each other.
        """
        least_cost = None if self.min_cost is None else self.min_cost.number
        most_cost = self._most_cost()
        for name, least, most in (
            ("cost", least_cost, most_cost),
            ("duration", self.min_duration, self.max_duration),
            ("experience", self.min_experience, self.max_experience),
        ):
            if least is not None and most is not None and least > most:
                raise typer.BadParameter(f"--min-{name} {least} is more than --max-{name} {most}")
        amounts = [written for written in (self.max_cost, self.min_cost) if written is not None]
        return Criteria(
            max_cost=most_cost,
            min_cost=least_cost,
            max_duration=self.max_duration,
            min_duration=self.min_duration,
            max_experience=self.max_experience,
            min_experience=self.min_experience,
            education=None if self.education is None else self.education.level,
            where=session.place(self.where),
            issuer=split(self.issuer),
            setting=self.setting or (),
            suits=self.suits or (),
            delivery=[*(self.delivery or ()), *["online"] * self.online],
            status=self.status or (),
            type=self.type_ or (),
            standing=self.standing or (),
            source=split(self.source),
            exam=self.exam,
            renewal=self.renewal,
            text=texts_to_find(self.words, self.text),
            currency=common_currency(amounts, self.currency or USD),
        )

    def _most_cost(self) -> Decimal | None:
        if self.free and self.max_cost is not None:
            raise typer.BadParameter("--free and --max-cost cannot be used together")
        if self.free:
            return Decimal(0)
        return None if self.max_cost is None else self.max_cost.number


SELECTION: Final = frozenset(field.name for field in dataclasses.fields(SelectionOptions))
"""The names of all these options."""


class Selected(NamedTuple):
    """The records that options select."""

    chosen: Sequence[MatchedCredential]
    """Those that match for certain, and with `--maybe` those that might match."""
    possible: Sequence[MatchedCredential]
    """Those that might match, whether they are chosen or not."""
    criteria: Criteria


def select(session: Session, selection: SelectionOptions) -> Selected:
    """Return the records of the catalogue that *selection* selects, those of a place together.

    Notes of *session* count the possible matches, and the closed credentials that are left out.

    Raises:
        BadParameter: If a value is wrong, or if two of them contradict each other.
    """
    asked = selection.criteria(session)
    records: Iterable[Credential] = session.catalogue.values()
    if selection.rate:
        rates = dict(selection.rate)
        records = [convert_currency(record, asked.currency, rates) for record in records]
        session.rates = [
            f"1 {code} = {number:f} {asked.currency}" for code, number in selection.rate
        ]
    text_to_search = whole_text if selection.everywhere else search_text
    matches = [
        match_criteria(record, asked, text_to_search) for record in session.with_prices(records)
    ]
    closed = [
        match for match in matches if match.status.is_closed(session.today) and not selection.status
    ]
    if closed:
        matches = [match for match in matches if not match.status.is_closed(session.today)]
    for name in asked.issuer:
        if not any(issuer_matches(name, credential.issuer) for credential in matches):
            session.notes.append(f"no credential has an issuer `{name}`")
    certain = [match for match in matches if match.match.answer is Answer.YES]
    possible = [match for match in matches if match.match.answer is Answer.MAYBE]
    option = None if selection.maybe else "add --maybe to see them"
    note_matches(session, matches, option, every_reason=selection.why)
    _note_closed(session, closed)
    families = session.catalogue.families
    chosen = group(certain, asked.where, families)
    if selection.maybe:
        chosen += group(possible, asked.where, families)
        chosen.sort(key=lambda match: match.standing == "not-found")
    return Selected(chosen, possible, asked)


def _note_closed(session: Session, closed: Sequence[MatchedCredential]) -> None:
    """Add a note that counts the *closed* credentials that match or may match."""
    count = sum(match.match.answer is not Answer.NO for match in closed)
    if count:
        closed_ones = phrases.plural(count, "closed credential")
        session.notes.append(f"{closed_ones} might match too; --status closed shows them")
