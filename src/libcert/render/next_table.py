"""The table for people of the credentials that they can begin with next."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from libcert.model.base import Model, model
from libcert.model.places import place_name, short_name
from libcert.model.results import NextStep
from libcert.render.phrases import DASH, NOT_ON_RECORD, format_range, heading, with_commas
from libcert.render.reasons import describe
from libcert.render.table import Table, table_for_people

FITTING: Final = 20
"""The most lines of an answer that fits a small screen, together with the command itself."""
_TITLES: Final[Mapping[tuple[str, bool], str]] = {
    ("now", True): "Open to you now",
    ("now", False): "Also open to you now",
    ("later", True): "Open to you later",
    ("step", True): "Open with one more step",
    ("doubt", True): "In doubt",
}
"""The title of each group, by `when` and by whether it is made for the person."""
_LINES_AROUND: Final = 7
"""The lines of the header, and those of the notes below the table."""
ABOUT: Final = "~"
"""The sign for a figure that is not exact."""
MORE: Final = "+"
"""The sign for a figure to which an unknown amount is added."""
GENERAL: Final = ("now", False)
"""The group of what is not made for the place, the workplace and the job of the person."""
ENOUGH: Final = 5
"""The least number of other credentials that take the room of this group."""


@model
class _Row(Model):
    """One credential."""

    when: str
    id: str
    name: str
    cost: str
    time: str
    why: str


def next_table(steps: Sequence[NextStep], doubt: str | None) -> Table:
    """Return a table with a row for each of *steps*, which says when it is open."""
    return table_for_people(_Row, list(map(_row, steps)), footer=[doubt] if doubt else [])


def describe_person(place: str | None, settings: Sequence[str], positions: Sequence[str]) -> str:
    """Return for whom an answer is: `For you: page, public, Ohio (US-OH)`; empty if all is open."""
    words = [*map(heading, positions), *map(heading, settings)]
    words += [place_name(place)] if place else []
    return f"For you: {', '.join(words)}" if words else ""


def drawn_next_table(
    steps: Sequence[NextStep], doubt: str | None, whom: str = "", *, short: bool
) -> Table:
    """Return a table of *steps* in groups, each record on one line.

    Args:
        steps: The credentials, in order.
        doubt: A sentence on those in doubt; None if there are none.
        whom: For whom the answer is; it may be empty.
        short: Whether to show only the first of each group, so that the answer fits a screen. What
            is not made for the person is then left out, if enough else is there.
    """
    groups = {group: list(members) for group, members in groupby(steps, key=_group)}
    general: Sequence[NextStep] = ()
    if short:
        groups.pop(("doubt", True), None)
        if sum(step.made_for_you for step in steps) >= ENOUGH:
            general = groups.pop(GENERAL, ())
    # A section has a title and, but for the first, an empty line above it.
    room = FITTING - _LINES_AROUND - 2 * len(groups) if short else len(steps)
    counts = share_room([len(members) for members in groups.values()], room)
    rows: list[_Row] = []
    sections: dict[int, str] = {}
    for (group, members), count in zip(groups.items(), counts, strict=True):
        part = f"{count} of " if count < len(members) else ""
        sections[len(rows)] = f"{_TITLES[group]} ({part}{len(members)})"
        rows += map(_row, members[:count])
    footer = list(legend("".join(row.cost + row.time for row in rows)))
    if general:
        footer.append(f"--all shows the others, with {len(general)} for other jobs or for anybody")
    elif len(rows) < sum(map(len, groups.values())):
        footer.append("--all shows the others")
    footer += [doubt] if doubt else []
    table = table_for_people(_Row, rows, without=("when",), footer=["", *footer] if footer else [])
    return table.replace(sections=sections, clipped=("name", "why"), lead=[whom] if whom else [])


def share_room(counts: Sequence[int], room: int) -> list[int]:
    """Return how many of each group to show, so that they fit into *room* and none is left out.

    Each group gets at least one, even without room; small groups leave their share to others.
    """
    shown = [min(count, 1) for count in counts]
    left = room - sum(shown)
    while left > 0 and shown != [*counts]:
        for number, count in enumerate(counts):
            if left > 0 and shown[number] < count:
                shown[number] += 1
                left -= 1
    return shown


def legend(figures: str) -> Iterator[str]:
    """Yield a line that explains the signs of `compact` in *figures*, if there are any."""
    signs = ((DASH, "not on record"), (ABOUT, "about"), (MORE, "more comes on top"))
    used = [f"{sign} {meaning}" for sign, meaning in signs if sign in figures]
    if used:
        yield "; ".join(used)


def _group(step: NextStep) -> tuple[str, bool]:
    return step.when, step.made_for_you or step.when != "now"


def _row(step: NextStep) -> _Row:
    time = step.duration if step.duration.known else step.effort
    return _Row(
        when=str(step.from_) if step.when == "later" else step.when,
        id=step.id,
        name=step.name,
        cost=compact(format_range(step.cost)),
        time=compact(format_range(time)),
        why="; ".join(_why(step)),
    )


def compact(text: str) -> str:
    """Return the words of a range with signs for its doubts, so that a row is one line."""
    return DASH if text == NOT_ON_RECORD else text.replace("about ", ABOUT).replace(" + more", MORE)


def _why(step: NextStep) -> Iterator[str]:
    """Yield why the credential stands in its group, the most important first."""
    if step.when == "later":
        yield str(step.from_)
    if step.over_budget:
        yield "over your budget"
    for reason in (step.step, step.need):
        if reason is not None:
            yield describe(reason)
    if step.when == "now":
        yield with_commas(*map(short_name, step.where), *_workplaces(step.settings))


def _workplaces(settings: Sequence[str]) -> list[str]:
    """Return the kinds of workplace in words; `any` stands for all libraries."""
    return ["any library"] if "any" in settings else [heading(setting) for setting in settings]
