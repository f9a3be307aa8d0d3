"""`libcert required`: whether a credential is required, by place and position."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final, cast, get_args

import typer

from libcert.cli import read_values
from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.option_groups import ABOUT_YOU, expand_groups
from libcert.cli.options import WhereOption, parse
from libcert.cli.read_values import find_position
from libcert.model.credential import Answer
from libcert.model.mandate import MatchedMandate
from libcert.model.places import place_name
from libcert.model.vocabulary import Position, Setting
from libcert.questions.facts import facts_about
from libcert.questions.mandates import Post, find_mandates
from libcert.render.mandate_table import mandate_table

EXAMPLES: Final = {
    "required": (
        "required --where wisconsin",
        "required --where US-PA --role director --population 12000",
        "required --json",
    ),
}


@expand_groups(hide=("figures", "member", "non_member", "max_age"))
def required(
    options: AnswerOptions,
    *,
    where: WhereOption = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            "--suits",
            "--job",
            parser=partial(parse, find_position),
            metavar="JOB",
            help="Your job, such as director, librarian or aide",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None,
    population: Annotated[
        int | None,
        typer.Option(
            parser=partial(parse, read_values.count),
            metavar="N",
            help="Number of people that your library serves",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None,
    setting: Annotated[
        str | None,
        typer.Option(
            metavar="SETTING",
            parser=partial(parse, read_values.find_setting),
            help=f"Kind of library: {', '.join(get_args(Setting))}",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None,
) -> Reply:
    """Say whether your job must have a credential, by place.

    Each rule says who needs which credential. Rules that are not for you are left out. If no rule
    is on record, the answer is what employers ask for in general.
    """
    session = Session(options)
    place = session.place(where)
    post = Post(
        where=place,
        setting=None if setting == "any" else cast("Setting | None", setting),
        position=cast("Position | None", role),
        population=population,
    )
    found = find_mandates(session.catalogue.mandates, post)
    about_person = (setting, role, population) != (None, None, None)
    intro, general = "", []
    if place is not None and (not found or (about_person and not _is_settled(found))):
        certain = "certain" if found else "on record"
        intro = f"No rule {'for you ' * about_person}in {place_name(place)} is {certain}."
        general = facts_about(session.catalogue.facts, place, "entry")
    records = sort_and_limit(session, found, MatchedMandate)
    people = mandate_table(records, general, about_person=about_person, intro=intro)
    return Reply(session, build_table(session, MatchedMandate, records, for_people=people))


def _is_settled(found: Sequence[MatchedMandate]) -> bool:
    """Return whether a rule is certainly for the person."""
    return any(match.answer is Answer.YES for match in found)
