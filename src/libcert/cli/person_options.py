"""The options that describe a person, and the profile that they complete.

An answer about a person follows these steps: `path` finds the profile, `load_stored` loads it,
`from_options` reads the options, `effective_profile` merges both, and `without_lapsed` leaves
out credentials that are no longer certainly held.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated, Any, get_args

import typer

from libcert.cli import read_job, read_values, terminal
from libcert.cli.answer import Session
from libcert.cli.completion import append_to
from libcert.cli.options import (
    EducationOption,
    RateOption,
    SettingOption,
    WhereOption,
    amount,
    complete_id,
    currency_code,
    day,
    key_values,
    parse,
    split,
)
from libcert.files import profile_store
from libcert.model.base import Model, model
from libcert.model.credential import Credential
from libcert.model.errors import InvalidProfileError, NotAllowedError
from libcert.model.places import place_name
from libcert.model.profile import Held, Job, Profile, Study
from libcert.model.validation import validate
from libcert.model.vocabulary import Level
from libcert.questions.renewals import certainly_held
from libcert.render.phrases import heading, one_line
from libcert.render.reasons import describe_workplaces

# --- How options are read -------------------------------------------------------------------------

# Without a value no callback may validate: each start of a command would then import Pydantic.


def _validate(**entry: Any) -> Any:  # noqa: ANN401 - any entry of a profile
    """Return the one *entry* as a profile stores it.

    Raises:
        BadParameter: If a profile does not allow it.
    """
    [name] = entry
    try:
        return getattr(validate(Profile, entry), name)
    except NotAllowedError as error:
        _, why = error.problems[0]
        raise typer.BadParameter(why) from error


def _read_studying(text: str | None) -> Study | None:
    if text is None:
        return None
    [(level, done)] = key_values([text], "LEVEL=DATE, such as bachelor=2028-06-30").items()
    study: Study = _validate(
        studying={"level": level.lower(), "done": parse(read_values.day, done)}
    )
    return study


# The callbacks for tables return lists of pairs, because Typer would turn dicts into lists anyway.


def _read_held(texts: list[str] | None) -> list[tuple[str, Held]]:
    if not texts:
        return []
    form = "ID or ID=DATE, such as LSSC=2024-03-15"
    days = key_values(split(texts), form, values_optional=True)
    held = {id_: {"since": parse(read_values.day, day)} if day else {} for id_, day in days.items()}
    return [*_validate(held=held).items()]


def _read_dues(texts: list[str] | None) -> list[tuple[str, Decimal]]:
    if not texts:
        return []
    amounts = key_values(texts, "SOCIETY=AMOUNT, such as ALA=150")
    dues = {society: parse(read_values.amount, text) for society, text in amounts.items()}
    return [*_validate(dues=dues).items()]


def _condition_words(texts: list[str] | None) -> list[str]:
    return [*_validate(meets=texts)] if texts else []


def _read_currency(code: str | None) -> str | None:
    return None if code is None else currency_code(code)


def _check_path(path: str | None) -> str | None:
    if path == "":
        raise typer.BadParameter("give the name of a file")
    return path


def _complete_studying(incomplete: str) -> list[str]:
    return [f"{level}=" for level in get_args(Level) if level.startswith(incomplete.lower())]


def _complete_job(incomplete: str) -> list[str]:
    """Return completions of the last word of a job."""
    before, blank, word = incomplete.rpartition(" ")
    known = (*read_job.SETTINGS, *read_job.FLAGS, "as")
    return append_to(before + blank, (name for name in known if name.startswith(word.lower())))


# --- The options ----------------------------------------------------------------------------------


@model
class PersonOptions(Model):
    """The options that describe a person, for one question or for a profile."""

    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            callback=_check_path,
            help="Your profile; overrides LIBCERT_PROFILE and the default file",
        ),
    ] = None
    no_profile: Annotated[bool, typer.Option("--no-profile", help="Ignore your profile")] = False
    on: Annotated[date | None, day("Answer for this day instead of today")] = None
    where: WhereOption = None
    setting: SettingOption = None
    education: EducationOption = None
    college_years: Annotated[
        Decimal | None,
        typer.Option(
            parser=partial(parse, read_values.college_years),
            metavar="YEARS",
            help="Your college without a degree: 2, 1.5 or `60 credits`",
        ),
    ] = None
    studying: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL=DATE",
            callback=_read_studying,
            autocompletion=_complete_studying,
            help="Level you are studying for, and the day you will finish",
        ),
    ] = None
    experience: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="TEXT",
            autocompletion=_complete_job,
            help='Your work: 2, "2 academic full-time", "2023-05-01.. public 20h as supervisor"',
        ),
    ] = None
    held: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="ID[=DATE]",
            callback=_read_held,
            autocompletion=complete_id,
            help="Credential you hold, and the day it was awarded",
        ),
    ] = None
    meets: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS", callback=_condition_words, help="Words from conditions that you meet"
        ),
    ] = None
    lacks: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            callback=_condition_words,
            help="Words from conditions that you do not meet",
        ),
    ] = None
    study_hours: Annotated[
        Decimal | None,
        typer.Option(
            parser=partial(parse, read_values.hours_a_week),
            metavar="HOURS",
            help="Hours a week that you have for study",
        ),
    ] = None
    budget: Annotated[Decimal | None, amount("Most that you can spend in a calendar year")] = None
    currency: Annotated[
        str | None,
        typer.Option(
            callback=_read_currency,
            metavar="CODE",
            help="Your currency, such as USD",
        ),
    ] = None
    rate: RateOption = None
    dues: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="SOCIETY=AMOUNT",
            callback=_read_dues,
            help="Your yearly dues for a society, such as ALA=150",
        ),
    ] = None


# --- The profile ----------------------------------------------------------------------------------


def path(person: PersonOptions) -> Path | None:
    """Return the path of the profile, which may not exist; None without a name and a home."""
    name = _named_path(person)
    if name is not None:
        return Path(name)
    folder = terminal.settings_folder()
    return folder and folder / profile_store.NAME


def required_path(person: PersonOptions) -> Path:
    """Return the path of the profile, which may not exist.

    Raises:
        InvalidProfileError: If it has no name and there is no home.
    """
    place = path(person)
    if place is None:
        raise InvalidProfileError(
            "there is no home folder for a profile",
            hint="name a file with --profile or LIBCERT_PROFILE",
        )
    return place


def _named_path(person: PersonOptions) -> str | None:
    return person.profile or terminal.own_profile()


def load_stored(person: PersonOptions) -> Profile:
    """Return the profile in its file; an empty one if there is no file.

    Raises:
        InvalidProfileError: If the file cannot be read, or if it is named and does not exist.
    """
    if person.no_profile and person.profile is not None:
        raise typer.BadParameter("--profile and --no-profile cannot be used together")
    place = None if person.no_profile else path(person)
    if place is None:
        return Profile()
    if profile_store.exists(place):
        return profile_store.load(place)
    if _named_path(person) is not None:
        raise InvalidProfileError(
            f"there is no profile `{place}`",
            hint=f"create it with `libcert profile init --profile {quote(str(place))}`",
        )
    return Profile()


def from_options(person: PersonOptions, session: Session) -> dict[str, Any]:
    """Return only the entries of a profile that the options set.

    Raises:
        BadParameter: If a profile does not allow an entry.
    """
    options: dict[str, object] = {
        "where": session.place(person.where),
        "settings": tuple(person.setting or ()),
        "education": person.education,
        "studying": person.studying,
        "experience": _jobs(person.experience or (), session.today),
        "held": dict(person.held or ()),
        "meets": person.meets,
        "lacks": person.lacks,
        "currency": person.currency,
        "rate": dict(person.rate or ()),
        "dues": dict(person.dues or ()),
        "member": tuple(split(session.options.member)),
        "non_member": session.options.non_member,
    }
    entries = {name: value for name, value in options.items() if value}
    for name in ("budget", "college_years", "study_hours"):  # 0 is an answer
        if getattr(person, name) is not None:
            entries[name] = getattr(person, name)
    if not entries:
        return {}
    try:
        profile = validate(Profile, entries)
    except NotAllowedError as error:  # only options without a callback can be wrong here
        key_path, why = error.problems[0]
        raise typer.BadParameter(why, param_hint=f"--{key_path[0]}") from error
    return {name: getattr(profile, name) for name in entries}


def _jobs(texts: Sequence[str], today: date) -> list[Job]:
    try:
        return [read_job.job(text, today) for text in texts]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--experience'") from error


def effective_profile(person: PersonOptions, session: Session) -> Profile:
    """Return the stored profile with the options merged over it.

    Held credentials get the ids of the catalogue.

    Raises:
        InvalidProfileError: If the profile cannot be read, or does not fit the options.
    """
    profile, options = load_stored(person), from_options(person, session)
    ignored = profile_store.in_other_currency(profile, options)
    if ignored:
        names = ", ".join(map(heading, ignored))
        session.notes.append(
            f"the profile is in {profile.currency}, so these entries are ignored: {names}"
        )
    merged = _with_ids(profile_store.overlay(profile, options), session.catalogue)
    if merged.held:
        _note_families(merged, session)
    return merged


def _note_families(profile: Profile, session: Session) -> None:
    """Add a note on each family in `held`: only one of its levels can be held."""
    families = {name.casefold(): ids for name, ids in session.catalogue.families.items()}
    for name in profile.held:
        if name.casefold() in families:
            levels = ", ".join(families[name.casefold()])
            session.notes.append(
                f"`{name}` has several levels; name the one that you hold: {levels}"
            )


def _with_ids(profile: Profile, catalogue: Mapping[str, Credential]) -> Profile:
    """Return *profile* with the ids of *catalogue* instead of aliases in `held`."""
    held: dict[str, Held] = {}
    names: dict[str, str] = {}
    for name, award in profile.held.items():
        id_ = catalogue[name].id if name in catalogue else name
        if id_ in held:
            raise InvalidProfileError(
                f"`{name}` and `{names[id_]}` are the same credential; keep only one of them"
            )
        held[id_], names[id_] = award, name
    return profile.replace(held=held)


def note_narrowing(person: PersonOptions, profile: Profile, session: Session) -> None:
    """Add a note if the stored place or workplaces, and no option, narrow the answer."""
    settings = () if person.setting else profile.settings
    place = None if person.where else profile.where
    words = []
    if settings:
        words.append(f"for {describe_workplaces(settings)}")
    if place is not None:
        words.append(f"in {place_name(place)}")
    if words:
        session.notes.append(f"only those {' '.join(words)}, from your profile")


def note_undated_work(person: PersonOptions, profile: Profile, session: Session) -> None:
    """Add a note that years of work without dates are taken as work that goes on today."""
    texts = person.experience or [one_line("experience", job) for job in profile.experience]
    names = [
        f"`{text}`"
        for text, job in zip(texts, profile.experience, strict=True)
        if job.years is not None and job.running is None
    ]
    if names:
        verb, which = ("is", "it") if len(names) == 1 else ("are", "one")
        session.notes.append(
            f"{' and '.join(names)} {verb} taken as work that goes on today;"
            f" add `ended` if {which} is over"
        )


def without_lapsed(profile: Profile, session: Session) -> Profile:
    """Return *profile* without lapsed credentials; a note names each."""
    certain, lapsed = certainly_held(session.catalogue, profile, session.today)
    for id_ in lapsed:
        session.notes.append(
            f"`{id_}` has lapsed according to its record; if you renewed it,"
            " add the day to your profile"
        )
    return certain
