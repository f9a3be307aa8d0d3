"""The shared part of `plan` and `calendar`: options for the goals of a plan."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Final, Self, get_args

import typer

from libcert.catalogue import Catalogue
from libcert.cli import read_values
from libcert.cli.answer import Session
from libcert.cli.current_job import current_positions
from libcert.cli.option_groups import MORE, WHICH
from libcert.cli.options import Deadline, complete_id, deadline, parse, split, whole
from libcert.cli.read_records import find_records
from libcert.model.base import Model, model
from libcert.model.limits import MAX_AT_ONCE, MAX_PLANNED_MONTHS, MAX_SHOWN, MAX_YEARS
from libcert.model.profile import Profile
from libcert.planning import PlanRequest
from libcert.planning.candidates import EVERY, DurationChoice
from libcert.planning.problem import MOST_ADDED, Preference

DEFAULT_YEARS: Final = 5
"""The years that `--best` looks ahead without `--by` and `--goal`."""


_OTHER_PREFERENCES: Final[dict[Preference, tuple[str, ...]]] = {
    "quick": ("fast", "fastest", "quickest", "soon", "short"),
    "cheap": ("cheapest", "cost", "price", "free"),
    "level": ("high", "highest", "best"),
}
"""Words that people try for a preference."""


def _find_preference(text: str) -> Preference:
    """Return the preference that *text* is, in any case.

    Raises:
        ValueError: If it is none; the message has the one that was probably meant.
    """
    preferences: tuple[Preference, ...] = get_args(Preference)
    word = text.strip().lower()
    for value in preferences:
        if word == value:
            return value
    near = [value for value in preferences if word in _OTHER_PREFERENCES[value]]
    why = f"did you mean `{near[0]}`?" if near else f"choose {', '.join(preferences)}"
    raise ValueError(f"`{text[:40]}` is not a preference; {why}")


def _complete_preference(incomplete: str) -> list[str]:
    return [value for value in get_args(Preference) if value.startswith(incomplete.lower())]


@model
class GoalOptions(Model):
    """The options for the goals of a plan, its end and its order."""

    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Credentials you want, most important first",
            autocompletion=complete_id,
            show_default=False,
        ),
    ] = None
    goal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="The same as an option",
            autocompletion=complete_id,
            rich_help_panel=MORE,
        ),
    ] = None
    best: Annotated[
        bool,
        typer.Option("--best", help="Add what fits you and is open to you", rich_help_panel=WHICH),
    ] = False
    most: Annotated[
        int, whole("Add at most N with --best", least=1, most=MAX_SHOWN, group=MORE)
    ] = MOST_ADDED
    prefer: Annotated[
        Preference | None,
        typer.Option(
            metavar="WHICH",
            parser=partial(parse, _find_preference),
            autocompletion=_complete_preference,
            help="Add what is quick, cheap or of a high level first, not what is made for you",
            rich_help_panel=MORE,
        ),
    ] = None
    by: Annotated[Deadline | None, deadline("Finish by this day, such as 2028 or `18 months`")] = (
        None
    )
    at_once: Annotated[
        int, whole("Work on this many at the same time", least=1, most=MAX_AT_ONCE, group=MORE)
    ] = 1
    in_order: Annotated[
        bool,
        typer.Option(
            "--in-order",
            help="Start the goals in the order you name them",
            rich_help_panel=MORE,
        ),
    ] = False
    pace: Annotated[
        DurationChoice,
        typer.Option(
            metavar="PACE",
            case_sensitive=False,
            help="Use the shortest (quick), middle (usual) or longest (safe) estimate",
            rich_help_panel=MORE,
        ),
    ] = "usual"
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[ID=]TIME",
            help="Duration if no source gives it: CPTL=3mo, or 1y for all",
            rich_help_panel=WHICH,
        ),
    ] = None

    years: Annotated[
        int | None,
        whole("Go on with fees and renewals for N years", least=1, most=MAX_YEARS, group=WHICH),
    ] = None

    @property
    def wanted(self) -> list[str]:
        """The words for the goals, as options and as arguments."""
        return [*(self.goal or ()), *(self.names or ())]

    def as_typed(self, words: Sequence[str]) -> Self:
        """Return these options with all goals as arguments, in their order in *words*.

        Typer gives the values of an option and the arguments apart from each other.
        """
        places = {word.removeprefix("--goal="): place for place, word in enumerate(words)}
        names = sorted(self.wanted, key=lambda word: places.get(word, 0))
        return self.replace(names=names, goal=None)


def plan_request(goals: GoalOptions, session: Session, profile: Profile) -> PlanRequest:
    """Return the request for a plan that starts on the day of the session.

    The current jobs of *profile* say which other credentials fit.

    Raises:
        BadParameter: If a value is wrong or `--by` is before the start.
        UnknownCredentialError: If a goal is not in the catalogue.
    """
    catalogue, start = session.catalogue, session.today
    by = None if goals.by is None else goals.by.after(start)
    if by is None and goals.best and not goals.wanted:
        by = date(start.year + DEFAULT_YEARS, start.month, min(start.day, 28))
        session.notes.append(f"Planned through {by}; use --by DATE to change that")
    if goals.best and profile.where is None:
        session.notes.append("say where you work with --where, to plan only what counts there")
    if by is not None and by < start:
        raise typer.BadParameter(
            f"{by} is before the start of the plan, {start}", param_hint="--by"
        )
    ids = credential_ids(goals.wanted, catalogue)
    session.note_closed(catalogue[id_] for id_ in ids)
    return PlanRequest(
        start=start,
        goals=ids,
        best=goals.best,
        most=goals.most,
        prefer=goals.prefer,
        positions=current_positions(profile, start),
        by=by,
        at_once=goals.at_once,
        in_order=goals.in_order,
        pace=goals.pace,
        assume=_assumed_months(split(goals.assume), catalogue),
        years=goals.years,
        checked=session.checked,
    )


def credential_ids(names: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of the credentials that *names* are, each once.

    A family is not one, because nobody plans all of its levels.

    Raises:
        UnknownCredentialError: If one is not in *catalogue*.
    """
    records = find_records(names, catalogue, families=False)
    return tuple(dict.fromkeys(record.id for record in records))


def _assumed_months(texts: Sequence[str], catalogue: Catalogue) -> dict[str, Decimal]:
    """Return the months to assume, by id, or by `EVERY` for all credentials."""
    assumed: dict[str, Decimal] = {}
    for text in texts:
        name, mark, span = text.rpartition("=")
        if mark and not name.strip():
            raise typer.BadParameter(f"`{text}` has no id before the `=`", param_hint="--assume")
        id_ = catalogue[name.strip()].id if mark else EVERY
        if id_ in assumed:
            raise typer.BadParameter(f"`{name or span}` is given twice", param_hint="--assume")
        try:
            months = read_values.months(span.strip())
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--assume") from error
        if months > MAX_PLANNED_MONTHS:
            most = f"{MAX_PLANNED_MONTHS // 12} years"
            raise typer.BadParameter(f"`{span}` is more than {most}", param_hint="--assume")
        assumed[id_] = months
    return assumed
