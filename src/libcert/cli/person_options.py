"""The options that describe a person, and the profile that they complete.

An answer about a person follows these steps: `path` finds the profile, `load_stored` loads it,
`from_options` reads the options, `effective_profile` merges both, and `without_lapsed` leaves
out credentials that are no longer certainly held.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated, Any, Final, get_args

import typer

from libcert.cli import read_job, read_values, terminal
from libcert.cli.answer import Session
from libcert.cli.completion import append_to
from libcert.cli.option_groups import ABOUT_YOU, DATA, MORE
from libcert.cli.options import (
    EducationOption,
    RateOption,
    SettingOption,
    WhereOption,
    common_currency,
    complete_id,
    currency_code,
    day,
    key_values,
    naming,
    parse,
    split,
    split_parts,
    yearly_amount,
)
from libcert.cli.read_values import WrittenAmount
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


def _condition_words(texts: list[str] | None) -> list[str]:
    return [*_validate(meets=texts)] if texts else []


def _check_subject(text: str | None) -> str | None:
    return None if text is None else _validate(subject=text)


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
            help="Your profile; overrides LIBCERT_PROFILE",
            rich_help_panel=DATA,
        ),
    ] = None
    no_profile: Annotated[
        bool, typer.Option("--no-profile", help="Ignore your profile", rich_help_panel=MORE)
    ] = False
    on: Annotated[date | None, day("Answer for this day instead of today", group=MORE)] = None
    where: WhereOption = None
    setting: SettingOption = None
    education: EducationOption = None
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="Subject of your degree, such as `library science`",
            callback=_check_subject,
            rich_help_panel=MORE,
        ),
    ] = None
    college_years: Annotated[
        Decimal | None,
        typer.Option(
            parser=partial(parse, read_values.college_years),
            metavar="YEARS",
            help="College without a degree: 2, 1.5 or `60 credits`",
            rich_help_panel=MORE,
        ),
    ] = None
    studying: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL=DATE",
            autocompletion=_complete_studying,
            help="Degree you study for, and when you finish: bachelor=2028",
            rich_help_panel=MORE,
        ),
    ] = None
    experience: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="TEXT",
            autocompletion=_complete_job,
            help='Your work: "2 academic", "since 2023 public 20h"',
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None
    held: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="ID[=DATE]",
            autocompletion=complete_id,
            help="Credential you hold, and its date: LSSC=2024-03",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None
    meets: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            callback=_condition_words,
            help="Words from requirements that you meet",
            rich_help_panel=ABOUT_YOU,
        ),
    ] = None
    lacks: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            callback=_condition_words,
            help="Words from requirements that you do not meet",
            rich_help_panel=MORE,
        ),
    ] = None
    study_hours: Annotated[
        Decimal | None,
        typer.Option(
            parser=partial(parse, read_values.hours_a_week),
            metavar="HOURS",
            help="Hours a week that you have for study",
            rich_help_panel=MORE,
        ),
    ] = None
    budget: Annotated[
        WrittenAmount | None,
        yearly_amount("Most that you can spend in a calendar year", group=ABOUT_YOU),
    ] = None
    currency: Annotated[
        str | None,
        typer.Option(
            callback=_read_currency,
            metavar="CODE",
            help="Your currency, such as USD",
            rich_help_panel=MORE,
        ),
    ] = None
    rate: RateOption = None
    dues: Annotated[
        list[Any] | None,
        typer.Option(
            parser=str,
            metavar="SOCIETY=AMOUNT",
            help="Your yearly dues for a society, such as ALA=150",
            rich_help_panel=MORE,
        ),
    ] = None


NOT_ABOUT_FEES: Final = (
    *("where", "setting", "education", "subject", "studying"),
    *("college_years", "experience", "meets", "lacks", "study_hours", "budget", "max_age"),
)
"""The options to hide if a command adds up fees, because they change nothing about these."""
ONLY_PROFILE: Final = {field.name for field in dataclasses.fields(PersonOptions)} - {
    "profile",
    "no_profile",
}
"""The options to hide if a command only reads defaults from the profile."""


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
        "education": person.education and person.education.level,
        "subject": person.subject or (person.education and person.education.subject),
        "studying": _studying(person.studying, session),
        "experience": _jobs(person.experience or (), session),
        "held": _held(person.held, session),
        "meets": person.meets,
        "lacks": person.lacks,
        "rate": dict(person.rate or ()),
        "member": tuple(split(session.options.member)),
        "non_member": session.options.non_member,
        **_money(person),
    }
    entries = {name: value for name, value in options.items() if value}
    for name in ("college_years", "study_hours"):  # 0 is an answer
        if getattr(person, name) is not None:
            entries[name] = getattr(person, name)
    if person.budget is not None:
        entries["budget"] = person.budget.number
    if not entries:
        return {}
    try:
        profile = validate(Profile, entries)
    except NotAllowedError as error:  # only options without a callback can be wrong here
        key_path, why = error.problems[0]
        raise typer.BadParameter(why, param_hint=f"--{key_path[0]}") from error
    return {name: getattr(profile, name) for name in entries}


def _money(person: PersonOptions) -> dict[str, object]:
    """Return the entries `currency` and `dues`; a currency beside an amount beats `--currency`."""
    form = "SOCIETY=AMOUNT, such as ALA=150"
    with naming("--dues"):
        dues = {
            society: parse(read_values.amount, text)
            for society, text in key_values(person.dues or (), form).items()
        }
    amounts = [*dues.values(), *([person.budget] if person.budget else [])]
    return {
        "currency": common_currency(amounts, person.currency),
        "dues": {society: written.number for society, written in dues.items()},
    }


def _studying(text: str | None, session: Session) -> Study | None:
    if text is None:
        return None
    with naming("--studying"):
        form = "LEVEL=DATE, such as bachelor=2028-06-30"
        [(level, done)] = key_values([text], form).items()
        period = parse(partial(read_values.period, today=session.today), done)
        study: Study = _validate(
            studying={"level": parse(read_values.find_education, level).level, "done": period.last}
        )
    if period.first != period.last:
        session.note_once(f"`{done}` is taken as {period.last}")
    return study


def _held(texts: Sequence[str] | None, session: Session) -> dict[str, Held]:
    if not texts:
        return {}
    form = "ID or ID=DATE, such as LSSC=2024-03-15"
    with naming("--held"):
        # `March 15, 2024` has a comma too, so only a comma before an id separates two of them.
        parts = [part for text in texts for part in re.split(r",(?!\s*\d{4}\s*(?:,|$))", text)]
        dated = [_with_mark(part) for part in split_parts(parts)]
        days = key_values(dated, form, values_optional=True)
        held = {
            id_: {"since": _award_day(id_, day, session)} if day else {}
            for id_, day in days.items()
        }
        entries: dict[str, Held] = _validate(held=held)
    return entries


def _with_mark(text: str) -> str:
    """Return *text* with a `=` between an id and a date: `CRA March 2022`, `CRA 2022`."""
    id_, blank, date_ = text.partition(" ")
    is_apart = blank and "=" not in text and any(mark.isdigit() for mark in date_)
    return f"{id_}={date_}" if is_apart else text


def _award_day(id_: str, text: str, session: Session) -> date:
    """Return the first day of what *text* names, which may not be after today."""
    since = _first_day(text, session)
    if since > session.today:
        raise typer.BadParameter(
            f"`{id_}={text}` is after {session.today}; give the day on which you earned it"
        )
    return since


def _first_day(text: str, session: Session) -> date:
    """Return the first day of what *text* names; a note says so if it is a month or a year."""
    period = parse(partial(read_values.period, today=session.today), text)
    if period.first != period.last:
        session.note_once(f"`{text}` is taken as {period.first}")
    return period.first


def _jobs(texts: Sequence[str], session: Session) -> list[Job]:
    with naming("--experience"):
        read = partial(read_job.job, today=session.today, note=session.note_once)
        return [parse(read, text) for text in texts]


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
    for name in merged.held:
        levels = session.catalogue.levels(name)
        if levels:
            session.notes.append(
                f"`{name}` has several levels; name the one that you hold: {', '.join(levels)}"
            )
    return merged


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
