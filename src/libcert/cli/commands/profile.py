"""`libcert profile`: keep the description of a person in a file."""

import dataclasses
from typing import Annotated, Final

import typer

from libcert.cli.answer import AnswerOptions, Reply, Session, build_table
from libcert.cli.option_groups import WHICH, expand_groups
from libcert.cli.options import field_completion, split
from libcert.cli.person_options import PersonOptions, from_options, load_stored, required_path
from libcert.cli.terminal import Output
from libcert.files import profile_store
from libcert.model.base import Model, model
from libcert.model.places import local_currency
from libcert.model.profile import Profile
from libcert.render import phrases
from libcert.render.profile_phrases import profile_phrases
from libcert.render.table import table_for_people

HELP: Final = "Save your details, so that you need not retype them."
EXAMPLES: Final = {
    "profile init": (
        "profile init",
        "profile init --profile me.toml",
    ),
    "profile show": (
        "profile show",
        "profile show --fields held,experience --json",
    ),
    "profile set": (
        "profile set --education associate --member ALA",
        'profile set --experience "2023-05-01.. public 20h as supervisor"',
        "profile set --held LSSC=2024-03-15 --budget 400",
        "profile set --unset budget",
    ),
    "profile path": ("profile path",),
}
_PERSON: Final = {field.name for field in dataclasses.fields(PersonOptions)}
_ANSWER: Final = {field.name for field in dataclasses.fields(AnswerOptions)}
PATH_HIDES: Final = _PERSON - {"profile"}
"""The options that `profile path` and `profile init` do not offer."""
SHOW_HIDES: Final = PATH_HIDES | _ANSWER - {"form", "as_json", "fields", "output"}
"""The options that `profile show` does not offer."""
SET_HIDES: Final = {"no_profile", "on"} | _ANSWER - {"member", "non_member"}
"""The options that `profile set` does not offer."""


@model
class _Entry(Model):
    """An entry of a profile, for people."""

    field: str
    value: tuple[str, ...]


@expand_groups(hide=PATH_HIDES)
def path(person: PersonOptions) -> Output:
    """Print the path of your profile, even if it does not exist yet."""
    return Output(f"{required_path(person)}\n", is_file_name=True)


@expand_groups(hide=PATH_HIDES)
def init(person: PersonOptions) -> Output:
    """Create a commented profile to fill in, and print its path."""
    place = required_path(person)
    profile_store.create(place)
    note = "edit the file, or fill it in with `libcert profile set`"
    return Output(f"{place}\n", is_file_name=True, notes=[note])


@expand_groups(hide=SHOW_HIDES)
def show(options: AnswerOptions, person: PersonOptions) -> Reply:
    """Show your profile."""
    session = Session(options)
    place, profile = required_path(person), load_stored(person)
    if not profile_store.exists(place):
        session.notes.append(
            f"there is no profile at `{place}` yet; create it with `libcert profile set`"
        )
    table = build_table(session, Profile, [profile])
    rows = [
        _Entry(field=phrases.heading(name), value=profile_phrases(profile, name))
        for name in table.columns
    ]
    people = table_for_people(_Entry, rows)
    return Reply(session, table.replace(single=True, for_people=people))


def _field_names(values: list[str] | None) -> list[str]:
    names = [name.lower().replace("-", "_") for name in split(values)]
    for name in names:
        if name not in Profile.FIELDS:
            known = ", ".join(Profile.FIELDS)
            raise typer.BadParameter(f"`{name[:40]}` is not one of {known}")
    return names


@expand_groups(hide=SET_HIDES)
def set_(
    options: AnswerOptions,
    person: PersonOptions,
    unset: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            callback=_field_names,
            autocompletion=field_completion(Profile),
            help="Remove an entry, such as budget",
            rich_help_panel=WHICH,
        ),
    ] = None,
) -> Output:
    """Save your details in your profile.

    New values are added to lists and tables, and replace other entries. An entry named by --unset
    is removed first.
    """
    session = Session(options)
    entries = from_options(person, session)
    if not entries and not unset:
        raise typer.BadParameter("name an entry to save, such as --education bachelor")
    place = required_path(person)
    before, after = profile_store.change(place, entries, unset or ())
    changed = [
        f"{phrases.heading(name)}: {'; '.join(profile_phrases(after, name))}"
        for name in Profile.FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    note = [f"`{place}` now has", *changed] if changed else [f"nothing to change in `{place}`"]
    return Output("", notes=[note, *session.notes, *_currency_notes(person, after)])


def _currency_notes(person: PersonOptions, profile: Profile) -> list[str]:
    """Return a note if a budget without a currency may be meant in that of the place."""
    local = profile.where and local_currency(profile.where)
    budget = person.budget
    is_clear = budget is None or not budget.number or budget.currency or person.currency
    if is_clear or local in {None, profile.currency}:
        return []
    amount = f'--budget "{profile.budget} {local}"'
    return [f"the budget is in {profile.currency}; write `{amount}` if you mean {local}"]
