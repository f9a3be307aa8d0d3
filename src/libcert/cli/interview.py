"""The questions of `libcert start`; only this module asks anything on a terminal."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeVar, get_args

import typer

from libcert.catalogue import Catalogue
from libcert.cli import terminal
from libcert.cli.answer import Session
from libcert.cli.current_job import current_job_index
from libcert.cli.option_groups import expand_groups
from libcert.cli.options import key_values
from libcert.cli.person_options import PersonOptions, from_options
from libcert.cli.read_values import find_position, plain
from libcert.model.errors import LibcertError, NotAllowedError, UnknownCredentialError
from libcert.model.places import local_currency
from libcert.model.profile import Job, Profile
from libcert.model.sanitize import shorten
from libcert.model.validation import validate
from libcert.model.vocabulary import Level, Position, Setting
from libcert.render.phrases import one_line
from libcert.render.profile_phrases import profile_phrases

_T = TypeVar("_T")
Entries = dict[str, Any]
"""Entries of a profile."""
COUNT: Final = 8
"""How many questions there are."""


_NONE: Final = frozenset({"none", "no", "nothing", "nope", "n/a", "-", "not any", "no credentials"})
"""Answers of a person who holds no credential."""
_SOME_COLLEGE: Final = r"(?:(?:some|(?P<time>.+?)(?: of)?) )?college(?: credits?| courses?)?"
"""Words for college without a degree, such as `some college` or `2 years of college`."""


class Answers(NamedTuple):
    """The result of the questions."""

    entries: Entries
    """The entries of a profile that the answers change; `held` has only the new ones."""
    position: Position | None
    """The job, if the person named one that libcert knows."""


class StoppedError(LibcertError):
    """The person ended the questions before the last one."""


def ask_all(session: Session, profile: Profile) -> Answers:
    """Return the answers to all questions.

    Args:
        session: The session; notes that an answer adds to it are shown at once.
        profile: What is known of the person; an empty answer keeps it.

    Raises:
        KeyboardInterrupt: If the person presses Ctrl-C.
        StoppedError: If the input ends.
    """
    terminal.say(
        f"{COUNT} short questions. Press Enter to skip one, or to keep what is in brackets. Ctrl-C"
        " stops. Nothing is saved before you agree at the end."
    )
    ask = _Interview(session, profile)
    entries: Entries = {}
    entries |= ask.option(
        "Where do you work? Many credentials count in one state or country only. Write a place, "
        "such as ohio, TX or UK.",
        "Place",
        "where",
    )
    entries |= ask.option(
        "In which kind of library? Many credentials are for one kind only. Write one or more, "
        "such as public, school or academic.",
        "Kind",
        "setting",
        entry="settings",
    )
    position, job = ask.job(entries.get("settings", ()))
    entries |= ask.education()
    entries |= ask.work(job)
    entries |= ask.held()
    entries |= ask.budget(entries.get("where"))
    entries |= ask.option(
        "How many hours a week can you study? They show how long a course takes you. Write a "
        "number, such as 5.",
        "Hours",
        "study-hours",
        entry="study_hours",
    )
    return Answers(_changes(profile, entries), position)


def ask_yes_or_no(question: str) -> bool:
    """Return whether the person agrees; an empty answer is a yes.

    Raises:
        KeyboardInterrupt: If the person presses Ctrl-C.
        StoppedError: If the input ends.
    """
    while True:
        answer = _typed(f"{question} [yes]").lower()
        if answer in {"", "y", "yes", "n", "no"}:
            return not answer.startswith("n")
        terminal.say("Type yes or no.")


def _changes(profile: Profile, entries: Entries) -> Entries:
    """Return the *entries* that are not in *profile*."""
    return {name: value for name, value in entries.items() if value != getattr(profile, name)}


class _Interview:
    """Asks one question after the other."""

    def __init__(self, session: Session, profile: Profile) -> None:
        self._session, self._profile = session, profile
        self._read_options = _option_reader(session)
        self._number = 0

    def option(
        self,
        question: str,
        label: str,
        option: str,
        entry: str | None = None,
    ) -> Entries:
        """Ask for what an option of other commands takes, and return the entries that it sets."""
        entry = entry or option
        known = "; ".join(profile_phrases(self._profile, entry))
        is_known = getattr(self._profile, entry) not in (None, ())
        return (
            self._ask(
                question,
                label,
                known if is_known else None,
                lambda text: self._read_options(f"--{option}={text}"),
            )
            or {}
        )

    def education(self) -> Entries:
        """Ask for the highest level of education, and for years of college without a degree."""
        level = self._profile.education
        return (
            self._ask(
                "Which level of education have you finished? Some credentials ask for one. Write "
                f"{', '.join(get_args(Level)[:-1])} or {get_args(Level)[-1]}.",
                "Level",
                level and "; ".join(profile_phrases(self._profile, "education")),
                self._read_education,
            )
            or {}
        )

    def _read_education(self, text: str) -> Entries:
        """Return the entries for *text*; college without a degree follows on a high school."""
        if match := re.fullmatch(_SOME_COLLEGE, plain(text)):
            level = "--education=high-school"
            if match["time"] is not None:
                return self._read_options(level, f"--college-years={match['time']}")
            self._session.note_once(
                f"`{text}` is taken as high-school; `libcert profile set --college-years 2` adds"
                " 2 years of college"
            )
            return self._read_options(level)
        return self._read_options(f"--education={text}")

    def budget(self, place: str | None) -> Entries:
        """Ask for the budget, in the currency of *place* unless the profile has other amounts."""
        me = self._profile
        currency = me.currency
        place = place or me.where
        if place and currency == Profile().currency and not (me.budget or me.dues or me.rate):
            currency = local_currency(place) or currency
        known = None if me.budget is None else "; ".join(profile_phrases(me, "budget"))
        return (
            self._ask(
                "How much can you spend on credentials in a year? Plans stay within it. Write an "
                f"amount in {currency}, such as 200.",
                "Amount",
                known,
                lambda text: self._read_options(f"--budget={text}", f"--currency={currency}"),
            )
            or {}
        )

    def job(self, settings: tuple[Setting, ...]) -> tuple[Position | None, Entries]:
        """Ask for the job, and return its position and what is now known of the work."""
        index = current_job_index(self._profile, self._session.today)
        job = None if index is None else self._profile.experience[index]
        known = {} if job is None else _details(job)
        if len(settings) == 1 and settings != ("any",):
            known["setting"] = settings[0]
        role = self._ask(
            "Which job do you have? Some credentials are for certain jobs only. Write its title, "
            "such as page, aide, library assistant or director.",
            "Job",
            known.get("role"),
            _read_role,
        )
        if role is not None:
            known["role"] = role
        position = None
        if known.get("role"):
            try:
                position = find_position(known["role"])
            except ValueError:
                terminal.say("libcert does not know this job, so it does not narrow the answer.")
        return position, known

    def work(self, known: Entries) -> Entries:
        """Ask how long the person has worked, and return all their work.

        Args:
            known: What is known of their current job.
        """
        experience = [*self._profile.experience]
        index = current_job_index(self._profile, self._session.today)
        job = None if index is None else experience[index]
        read = self._ask(
            "How long have you had this job? Some credentials ask for experience. Add full-time or "
            "your hours a week, as in `2 years full-time` or `18 months 20h`.",
            "Time",
            None if job is None else one_line("experience", job),
            lambda text: self._read_work(text, known),
        )
        if read is None and job is None:
            if known.get("role"):
                terminal.say("Your job is used now, but saved only with the time that you work.")
            return {}
        if read is None:
            read = validate(Job, known)
        if index is None:
            experience.append(read)
        else:
            experience[index] = read
        return {"experience": tuple(experience)}

    def _read_work(self, text: str, known: Entries) -> Job:
        [job] = self._read_options(f"--experience={text}")["experience"]
        new = _details(job)
        if "years" in new:
            new.setdefault("running", True)  # it is the current job
        replaced = {"since", "until", "years", "as_of", "running"}
        if new.keys() & {"hours_a_week", "full_time"}:
            replaced |= {"hours_a_week", "full_time"}
        kept = {name: value for name, value in known.items() if name not in replaced}
        return validate(Job, kept | new)

    def held(self) -> Entries:
        """Ask for the credentials that the person holds, and return them."""
        held = self._profile.held
        catalogue = self._session.catalogue
        new = self._ask(
            "Which credentials do you hold? They can be a step to others. Write none, or ids or "
            "names with commas between them; add the day if you know it, as in LSSC=2024-03-15.",
            "Credentials",
            ", ".join(held) or None,
            lambda text: self._read_held(text, catalogue),
        )
        return {"held": new} if new else {}

    def _read_held(self, text: str, catalogue: Catalogue) -> Entries:
        if plain(text) in _NONE:
            return {}
        pairs = key_values(_items(text, catalogue), "ID or ID=DATE", values_optional=True)
        options = []
        for name, day in pairs.items():
            id_ = find_credential(catalogue, name)
            options.append(f"--held={id_}={day}" if day else f"--held={id_}")
        held: Entries = self._read_options(*options)["held"]
        known = self._profile.held
        return {id_: award for id_, award in held.items() if id_ not in known or award.since}

    def _ask(
        self,
        question: str,
        label: str,
        known: str | None,
        read: Callable[[str], _T],
    ) -> _T | None:
        """Ask until *read* understands the answer; return None if the answer is empty."""
        self._number += 1
        terminal.say()
        terminal.say(f"{self._number} of {COUNT}. {question}")
        while True:
            text = _typed(f"{label}{'' if known is None else f' [{known}]'}:")
            if not text:
                return None
            before = len(self._session.notes)
            with _explaining() as explained:
                value = read(text)
            for note in self._session.notes[before:]:
                terminal.say(f"Note: {note}.")
            del self._session.notes[before:]
            if not explained:
                return value


def _read_role(text: str) -> str:
    role = validate(Job, {"years": 0, "running": False, "role": text}).role
    assert role is not None  # noqa: S101 - it was given
    return role


def _details(job: Job) -> Entries:
    return {name: value for name, value in job.values().items() if value is not None}


def _items(text: str, catalogue: Catalogue) -> list[str]:
    """Return the credentials in *text*; a comma may be part of a name."""
    names = {record.name.casefold() for record in catalogue.values()}
    if text.casefold() in names:
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def find_credential(catalogue: Catalogue, name: str) -> str:
    """Return the id of the credential with the id, alias or full name *name*.

    Raises:
        UnknownCredentialError: If there is none.
    """
    for record in catalogue.values():
        if record.name.casefold() == name.casefold():
            return record.id
    return catalogue[name].id


# --- One line -------------------------------------------------------------------------------------


def _typed(prompt: str) -> str:
    """Return the line that the person types."""
    try:
        if terminal.is_dumb():
            return terminal.read_line(prompt).strip()
        import questionary  # slow; only `libcert start` asks questions

        style = None if terminal.color() else questionary.Style([])
        answer: str = questionary.text(prompt, style=style).unsafe_ask()
        return answer.strip()
    except EOFError as error:
        raise StoppedError("the questions ended early, so nothing is saved") from error


@contextmanager
def _explaining() -> Iterator[list[str]]:
    """Explain errors of the `with` block to the person; the list that it yields has them."""
    explained: list[str] = []
    try:
        yield explained
    except typer.TyperException as error:
        explained.append(getattr(error, "message", "") or error.format_message())
    except NotAllowedError as error:
        explained.append("; ".join(why for _, why in error.problems))
    except UnknownCredentialError as error:
        hint = error.hint if isinstance(error.hint, str) else "see `libcert search`"
        explained.append(f"{error.message}; {hint}")
    for line in explained:
        sentence = line if line.endswith(("?", ".")) else f"{line}."
        terminal.say(f"{shorten(sentence)} Try again, or press Enter to skip.")


def _option_reader(session: Session) -> Callable[..., Entries]:
    """Return a function that reads options as other commands do, and returns their entries."""
    read: list[PersonOptions] = []

    def options(person: PersonOptions) -> None:
        read.append(person)

    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(expand_groups()(options))
    command = typer.main.get_command(app)

    def entries(*argv: str) -> Entries:
        command.main([*argv], standalone_mode=False)
        return from_options(read.pop(), session)

    return entries
