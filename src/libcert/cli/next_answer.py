"""The answer of `libcert next`, with which `libcert start` ends too."""

from collections.abc import Sequence

from libcert.cli.answer import Reply, Session, build_table
from libcert.model.base import Model, model
from libcert.model.credential import Money, Months
from libcert.model.profile import Profile
from libcert.model.results import NextStep
from libcert.model.vocabulary import Position
from libcert.questions.next_steps import next_steps
from libcert.render.phrases import DASH
from libcert.render.reasons import describe_with_options
from libcert.render.table import table_for_people


@model
class _Row(Model):
    """One credential."""

    id: str
    name: str
    cost: Money
    time: Months
    why: str


def next_answer(session: Session, profile: Profile, positions: Sequence[Position] = ()) -> Reply:
    """Return what a person can begin with now, later or with one more step.

    Args:
        session: The session.
        profile: The details of the person.
        positions: Their jobs; empty if they do not say.
    """
    steps = next_steps(session.catalogue, profile, session.today, positions)
    rows = [
        _Row(id=step.id, name=step.name, cost=step.cost, time=step.duration, why=_why(step))
        for step in steps
    ]
    people = table_for_people(_Row, rows)
    return Reply(session, build_table(session, NextStep, steps, for_people=people))


def _why(step: NextStep) -> str:
    reason = step.step or step.need
    words = [f"{step.when}:"] if reason else [step.when]
    return " ".join([*words, describe_with_options(reason) if reason else ""]).strip() or DASH
