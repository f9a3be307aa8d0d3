"""`libcert profile`: keep what a person says of themself."""

from typing import Annotated, Final

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import completing_fields, split, taking_options
from libcert.cli.person_options import Person
from libcert.cli.terminal import Written
from libcert.files import profile_store
from libcert.model.base import Model, model
from libcert.model.profile import Profile
from libcert.render import phrases
from libcert.render.table import table_for_people

NOT_SAID: Final = "not said"

_PERSON = {*Person.FIELDS}
_VIEW = {*View.FIELDS}
WHERE_WITHOUT: Final = _PERSON - {"profile"}
"""The options that a command does not offer which is about the place of the profile."""
SHOW_WITHOUT: Final = WHERE_WITHOUT | _VIEW - {"form", "as_json", "fields", "output"}
"""The options that make no sense where the profile is shown."""
SET_WITHOUT: Final = {"no_profile", "on"} | _VIEW - {"member", "non_member"}
"""The options that make no sense where the profile is changed."""


@model
class _Entry(Model):
    """One entry of a profile, as people read it."""

    field: str
    value: tuple[str, ...]


@taking_options(*WHERE_WITHOUT)
def path(person: Person) -> Written:
    """Print where your profile is, or would be."""
    return Written(f"{person.needed}\n", name=True)


@taking_options(*WHERE_WITHOUT)
def init(person: Person) -> Written:
    """Write a commented profile to begin with, and print where it is."""
    place = person.needed
    profile_store.begin(place)
    said = "edit it, or say what it is to hold with `libcert profile set`"
    return Written(f"{place}\n", name=True, notes=[said])


@taking_options(*SHOW_WITHOUT)
def show(view: View, person: Person) -> Reply:
    """Show what your profile says."""
    place, profile = person.needed, person.kept()
    if not profile_store.exists(place):
        view.notes.append(f"there is no profile at `{place}` yet; `libcert profile set` begins one")
    table = view.table(Profile, [profile], tuple(Profile.FIELDS))
    rows = [
        _Entry(field=phrases.heading(name), value=_said(profile, name)) for name in table.columns
    ]
    return Reply(table.replace(single=True, for_people=table_for_people(_Entry, rows)), view)


def _fields(given: list[str] | None) -> list[str]:
    names = [name.lower().replace("-", "_") for name in split(given)]
    for name in names:
        if name not in Profile.FIELDS:
            known = ", ".join(Profile.FIELDS)
            raise typer.BadParameter(f"`{name[:40]}` is not one of {known}")
    return names


@taking_options(*SET_WITHOUT)
def set_(
    view: View,
    person: Person,
    unset: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            callback=_fields,
            autocompletion=completing_fields(Profile),
            help="Take an entry out, such as budget",
        ),
    ] = None,
) -> Written:
    """Write what you say of yourself to your profile.

    Lists and tables gain what is new; what else is said takes the place of what was. An entry that
    is taken out by the same command is taken out first.
    """
    said = person.said(view)
    if not said and not unset:
        raise typer.BadParameter("say what to write, such as --education bachelor")
    place = person.needed
    before, after = profile_store.change(place, said, unset or ())
    changed = [
        f"{phrases.heading(name)}: {'; '.join(_said(after, name))}"
        for name in Profile.FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    note = [f"`{place}` now says", *changed] if changed else [f"`{place}` says so already"]
    return Written("", notes=[note])


def _said(profile: Profile, name: str) -> tuple[str, ...]:
    """Return what *profile* says in an entry, in words, a line each."""
    value = getattr(profile, name)
    if value is None or value is False or value in ((), {}):
        return (NOT_SAID,)
    if name == "budget":
        return (f"{phrases.format_money(value, profile.currency)} a year",)
    if name == "dues":
        return tuple(
            f"{id_}: {phrases.format_money(dues, profile.currency)} a year"
            for id_, dues in value.items()
        )
    if name == "rate":
        return tuple(
            f"1 {code} is {phrases.format_number(rate)} {profile.currency}"
            for code, rate in value.items()
        )
    return tuple(phrases.lines(name, value))
