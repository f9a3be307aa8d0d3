"""The options by which a person says who they are, for one question or for good."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from shlex import quote
from typing import Annotated, Any, get_args

import typer

from libcert.cli import read_job, read_values, terminal
from libcert.cli.answer import View
from libcert.cli.completion import continued
from libcert.cli.options import (
    EducationOption,
    RateOption,
    amount,
    complete_id,
    currency_code,
    day,
    pairs,
    parsed,
    split,
)
from libcert.files import profile_store
from libcert.model.base import Model, value_class
from libcert.model.credential import Credential, Level
from libcert.model.errors import InvalidProfileError, NotAllowedError
from libcert.model.profile import Held, Job, Profile, Study
from libcert.model.validation import validate
from libcert.questions.renewals import certainly_held
from libcert.render.phrases import heading


def _checked(**said: Any) -> Any:  # noqa: ANN401 - any entry of a profile
    """Return the one entry that is *said*; what a profile does not allow there is wrong usage."""
    [name] = said
    try:
        return getattr(validate(Profile, said), name)
    except NotAllowedError as error:
        _, why = error.found[0]
        raise typer.BadParameter(why) from error


def _studying(text: str | None) -> Study | None:
    if text is None:
        return None
    [(level, done)] = pairs([text], "LEVEL=DATE, such as bachelor=2028-06-30").items()
    study: Study = _checked(
        studying={"level": level.lower(), "done": parsed(read_values.day, done)}
    )
    return study


# What an option says of several keys is a list of pairs, for Typer makes a list of it in any case.


def _held(given: list[str] | None) -> list[tuple[str, Held]]:
    said = pairs(split(given), "ID or ID=DATE, such as LSSC=2024-03-15", alone=True)
    days = {
        id_: {"since": parsed(read_values.day, day)} if day else {} for id_, day in said.items()
    }
    return [*_checked(held=days).items()]


def _dues(given: list[str] | None) -> list[tuple[str, Decimal]]:
    said = pairs(given or (), "SOCIETY=AMOUNT, such as ALA=150")
    dues = {society: parsed(read_values.amount, text) for society, text in said.items()}
    return [*_checked(dues=dues).items()]


def _words(given: list[str] | None) -> list[str]:
    return [*_checked(meets=given or ())]


def _currency(code: str | None) -> str | None:
    return None if code is None else currency_code(code)


def _resolved(profile: Profile, catalogue: Mapping[str, Credential]) -> Profile:
    """Return *profile* with the ids of what is held in the place of aliases."""
    held: dict[str, Held] = {}
    names: dict[str, str] = {}
    for name, one in profile.held.items():
        id_ = catalogue[name].id if name in catalogue else name
        if id_ in held:
            raise InvalidProfileError(f"`{name}` is held under another name too, `{names[id_]}`")
        held[id_], names[id_] = one, name
    return profile.replace(held=held)


def _complete_studying(incomplete: str) -> list[str]:
    return [f"{level}=" for level in get_args(Level) if level.startswith(incomplete.lower())]


def _complete_job(incomplete: str) -> list[str]:
    """Return what the last word may become."""
    begun, blank, word = incomplete.rpartition(" ")
    known = (*read_job.SETTINGS, *read_job.FLAGS, "as")
    return continued(begun + blank, (name for name in known if name.startswith(word.lower())))


def _named(path: str | None) -> str | None:
    """Refuse a file without a name."""
    if path == "":
        raise typer.BadParameter("give the name of a file")
    return path


@value_class
class Person(Model):
    """What a person says of themself in options, and the profile that those lie over."""

    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            callback=_named,
            help="Your profile, instead of LIBCERT_PROFILE and the usual place",
        ),
    ] = None
    no_profile: Annotated[
        bool, typer.Option("--no-profile", help="Leave your profile out of it")
    ] = False
    on: Annotated[date | None, day("The day to answer for; today unless given")] = None
    education: EducationOption = None
    studying: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL=DATE",
            callback=_studying,
            autocompletion=_complete_studying,
            help="The level you are studying for, and the day it will be done",
        ),
    ] = None
    experience: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="TEXT",
            autocompletion=_complete_job,
            help='Work: 2, "2 academic full-time", "2023-05-01.. public 20h as supervisor"',
        ),
    ] = None
    held: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="ID[=DATE]",
            callback=_held,
            autocompletion=complete_id,
            help="A credential you hold, and the day of the award",
        ),
    ] = None
    meets: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", callback=_words, help="Words of conditions that you meet"),
    ] = None
    lacks: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", callback=_words, help="Words of conditions you do not meet"),
    ] = None
    budget: Annotated[Decimal | None, amount("The most you can spend in a calendar year")] = None
    currency: Annotated[
        str | None,
        typer.Option(
            callback=_currency, metavar="CODE", help="The currency that you count in, such as USD"
        ),
    ] = None
    rate: RateOption = None
    dues: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="SOCIETY=AMOUNT",
            callback=_dues,
            help="What a year of membership costs you, such as ALA=150",
        ),
    ] = None

    def said(self, view: View) -> dict[str, Any]:
        """Return the entries of a profile that the options give, and no others."""
        given: dict[str, object] = {
            "education": self.education,
            "studying": self.studying,
            "experience": self._jobs(),
            "held": dict(self.held or ()),
            "meets": self.meets,
            "lacks": self.lacks,
            "currency": self.currency,
            "rate": dict(self.rate or ()),
            "dues": dict(self.dues or ()),
            "member": tuple(split(view.member)),
            "non_member": view.non_member,
        }
        said = {name: value for name, value in given.items() if value}
        if self.budget is not None:  # none at all is an amount too
            said["budget"] = self.budget
        try:
            profile = validate(Profile, said)
        except NotAllowedError as error:  # all other options were checked one by one
            path, why = error.found[0]
            raise typer.BadParameter(why, param_hint=f"--{path[0]}") from error
        return {name: getattr(profile, name) for name in said}

    def told(self, view: View) -> Profile:
        """Return what the profile says, with what the options say laid over it.

        Raises:
            InvalidProfileError: If the profile cannot be read, or a named one is not there.
        """
        profile, said = self.kept(), self.said(view)
        left = profile_store.in_other_currency(profile, said)
        if left:
            names = ", ".join(map(heading, left))
            view.notes.append(
                f"the profile counts in {profile.currency}; left out is what it says of {names}"
            )
        return _resolved(profile_store.laid(profile, said), view.catalogue)

    def surely(self, told: Profile, view: View) -> Profile:
        """Return what is *told*, without what is held only if it was renewed since."""
        sure, doubtful = certainly_held(view.catalogue, told, self.today)
        for id_ in doubtful:
            view.notes.append(
                f"by the record `{id_}` has lapsed; if you renewed it, your profile may say when"
            )
        return sure

    def kept(self) -> Profile:
        """Return what the profile says; nothing where there is none, unless it was named.

        Raises:
            InvalidProfileError: If it cannot be read, or if a named one is not there.
        """
        if self.no_profile and self.profile is not None:
            raise typer.BadParameter("--profile and --no-profile contradict each other")
        path = None if self.no_profile else self.place
        if path is None:
            return Profile()
        if profile_store.exists(path):
            return profile_store.load(path)
        if self._named is not None:
            raise InvalidProfileError(
                f"there is no profile `{path}`",
                hint=f"`libcert profile init --profile {quote(str(path))}` writes one",
            )
        return Profile()

    @property
    def today(self) -> date:
        """The day to answer for."""
        return self.on or terminal.today()

    def _jobs(self) -> list[Job]:
        try:
            return [read_job.job(text, self.today) for text in self.experience or ()]
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="'--experience'") from error

    @property
    def place(self) -> Path | None:
        """Where the profile is or would be; None where there is no home and nobody has named it."""
        if self._named is not None:
            return Path(self._named)
        folder = terminal.settings_folder()
        return folder and folder / profile_store.NAME

    @property
    def needed(self) -> Path:
        """Where the profile is or would be.

        Raises:
            InvalidProfileError: If there is no home for it and nobody has named it.
        """
        place = self.place
        if place is None:
            raise InvalidProfileError(
                "there is no home folder to keep a profile in",
                hint="name a file with --profile or LIBCERT_PROFILE",
            )
        return place

    @property
    def _named(self) -> str | None:
        return self.profile or terminal.own_profile()
