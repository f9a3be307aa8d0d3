"""`libcert required`: whether a credential is required, by place and position."""

from functools import partial
from typing import Annotated, Any, Final, cast, get_args

import typer

from libcert.cli import read_values
from libcert.cli.answer import AnswerOptions, Reply, Session, build_table, sort_and_limit
from libcert.cli.current_job import current_positions
from libcert.cli.option_groups import ABOUT_YOU, WHICH, expand_groups
from libcert.cli.options import WhereOption, parse
from libcert.cli.person_options import ONLY_PROFILE, PersonOptions, load_stored
from libcert.cli.read_values import NamedJob, find_job
from libcert.model.mandate import MatchedMandate
from libcert.model.places import EVERYWHERE, place_name
from libcert.model.profile import Profile
from libcert.model.vocabulary import Setting
from libcert.questions.facts import facts_about
from libcert.questions.mandates import Post, find_mandates, local_credentials
from libcert.render.mandate_table import describe_local, describe_post, mandate_table
from libcert.render.phrases import heading

EXAMPLES: Final = {
    "required": (
        "required --where wisconsin",
        "required --where US-PA --role director --population 12000",
        "required --json",
    ),
}


@expand_groups(hide=("figures", "member", "non_member", "max_age", *ONLY_PROFILE))
def required(  # noqa: PLR0913 - options
    options: AnswerOptions,
    person: PersonOptions,
    *,
    where: WhereOption = None,
    role: Annotated[
        NamedJob | None,
        typer.Option(
            "--role",
            "--suits",
            "--job",
            parser=partial(parse, find_job),
            metavar="JOB",
            help="Your job, such as director, aide or `school librarian`",
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
    show_all: Annotated[
        bool,
        typer.Option(
            "--all", help="Show all rules with their notes and sources", rich_help_panel=WHICH
        ),
    ] = False,
) -> Reply:
    """Say whether your job must have a credential, by place.

    Each rule says who needs which credential. Rules that are not for you are left out. If no rule
    is on record, the answer is what employers ask for in general. Your profile tells the place, the
    kind of library and the job, unless you say otherwise.
    """
    session = Session(options)
    given = Post(
        where=session.place(where),
        setting=cast("Setting | None", setting) or (role and role.setting),
        position=role and role.position,
        population=population,
    )
    post = _completed(session, given, load_stored(person))
    if post.setting == "any":
        post = post.replace(setting=None)
    found = find_mandates(session.catalogue.mandates, post)
    is_bound = any(match.force != "none" for match in found)
    general, hint = [], None
    if post.where is not None and post.where != EVERYWHERE and not is_bound:
        general = facts_about(session.catalogue.facts, post.where, "entry", post.position)
        if (post.setting or post.position) and all(match.answer != "yes" for match in found):
            local = local_credentials(session.catalogue.values(), post)
            hint = describe_local(local, post.where, post.position)
    records = sort_and_limit(session, found, MatchedMandate)
    people = mandate_table(
        records,
        general,
        person=describe_post(post.where, post.setting, post.position),
        hint=hint,
        status={id_: record.status.state for id_, record in session.catalogue.items()},
        short=not show_all and session.is_drawn,
        anywhere=post.where in {None, EVERYWHERE} and bool(found),
    )
    return Reply(session, build_table(session, MatchedMandate, records, for_people=people))


def _completed(session: Session, post: Post, profile: Profile) -> Post:
    """Return *post* with what the profile says besides; a note says so."""
    positions = current_positions(profile, session.today)
    known: dict[str, Any] = {"where": profile.where, "position": next(iter(positions), None)}
    if len(profile.settings) == 1:
        known["setting"] = profile.settings[0]
    used = {
        name: value
        for name, value in known.items()
        if value is not None and getattr(post, name) is None
    }
    if used:
        words = ", ".join(
            place_name(value) if name == "where" else heading(value) for name, value in used.items()
        )
        session.notes.append(f"your profile narrows the answer: {words} (--no-profile ignores it)")
    return post.replace(**used)
