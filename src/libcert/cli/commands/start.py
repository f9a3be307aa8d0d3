"""`libcert start`: a short interview that writes a profile and shows what is open to a person."""

from pathlib import Path
from typing import Final

from libcert.cli import terminal
from libcert.cli.answer import AnswerOptions, Reply, Session
from libcert.cli.current_job import current_positions
from libcert.cli.interview import ask_all, ask_yes_or_no
from libcert.cli.next_answer import next_answer
from libcert.cli.option_groups import expand_groups
from libcert.cli.person_options import ONLY_PROFILE, PersonOptions, effective_profile, required_path
from libcert.files import profile_store
from libcert.model.errors import LibcertError
from libcert.model.profile import Profile
from libcert.render import phrases
from libcert.render.profile_phrases import NOT_SET, profile_phrases

EXAMPLES: Final = {
    "start": (
        "start",
        "start --profile me.toml",
    ),
}
HIDES: Final = (
    *ONLY_PROFILE,
    *("no_profile", "form", "as_json", "fields", "sort", "limit", "output"),
    *("member", "non_member", "figures", "max_age"),
)


@expand_groups(hide=HIDES)
def start(options: AnswerOptions, person: PersonOptions) -> Reply:
    """Answer a few questions, and see what is open to you.

    You can skip each question. The answers become your profile, if you agree, so that other
    commands know them too.
    """
    if not terminal.can_ask():
        raise LibcertError(
            "`libcert start` asks questions, so it needs a terminal",
            hint="use `libcert profile set --where ohio --setting public`, or only "
            "`libcert next --where ohio --setting public`",
        )
    session = Session(options)
    path = required_path(person)
    exists = profile_store.exists(path)
    before = effective_profile(person, session) if exists else Profile()
    try:
        entries, position = ask_all(session, before)
        after = profile_store.overlay(before, entries)
        _offer_to_save(path, before, after, entries)
    except KeyboardInterrupt:
        terminal.print_note("stopped; nothing is saved")
        raise
    terminal.say()
    positions = [position] if position else current_positions(after, session.today)
    return next_answer(session, after, positions)


def _offer_to_save(path: Path, before: Profile, after: Profile, entries: dict[str, object]) -> None:
    """Show the changes of the profile at *path*, and save them if the person agrees."""
    terminal.say()
    if not entries:
        terminal.say("There is nothing new to save.")
        return
    terminal.say(f"To be saved in {path}:")
    for name in Profile.FIELDS:
        old, new = ("; ".join(profile_phrases(profile, name)) for profile in (before, after))
        if old != new:
            change = new if old == NOT_SET else f"{old} -> {new}"
            terminal.say(f"- {phrases.heading(name)}: {change}")
    if ask_yes_or_no("Save this?"):
        held = {"held": entries.pop("held")} if "held" in entries else {}
        profile_store.change(path, held, replacements=entries)
        terminal.say("Saved. `libcert profile show` shows it.")
    else:
        terminal.say("Nothing is saved.")
