"""Find the credentials that a person can begin with now, later, or after one more step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, get_args

from libcert.catalogue.conditions import setting_fits
from libcert.model.credential import Answer, Credential
from libcert.model.derived import LEVELS
from libcert.model.places import holds_in, nearness
from libcert.model.profile import Profile, goes_on, has_lapsed
from libcert.model.reasons import Reason, join_reasons
from libcert.model.results import NextStep, RequirementResult, When
from libcert.model.vocabulary import Level, Position, Setting
from libcert.questions.eligibility import evaluate
from libcert.questions.memberships import cost_for
from libcert.questions.route import open_conditions
from libcert.questions.three_valued import at_most

DEGREES: Final[tuple[Level, ...]] = (
    "none",
    "high-school",
    "associate",
    "bachelor",
    "master",
    "doctorate",
)
"""The levels of education that follow each other; the next one is one step away."""
STAFF: Final[frozenset[Position]] = frozenset({"page", "aide", "clerk", "assistant", "technician"})
"""The jobs in a library for which no degree in the field is needed."""
MOST_YEARS: Final = 2
"""The most years of work or of college that are one step."""


def next_steps(
    catalogue: Mapping[str, Credential],
    person: Profile,
    today: date,
    positions: Sequence[Position] = (),
) -> list[NextStep]:
    """Return the credentials of *catalogue* that fit *person*, the nearest in time first.

    In each group, those of the person's own place come first, then the cheapest.

    Without `settings`, the workplaces are those of the current jobs. These are left out:
    credentials that are closed, that nobody can find, that the person holds, that are for other
    places, workplaces or jobs, or that take more than one step.

    Args:
        catalogue: The credentials, with the figures to use.
        person: The profile of the person; their place and workplaces narrow the answer.
        today: The day of the question.
        positions: The jobs of the person; empty if they do not say.
    """
    person = person.replace(settings=workplaces(person, today))
    held = {
        catalogue[name].id
        for name, award in person.held.items()
        if name in catalogue and not has_lapsed(award, today)
    }
    found: list[NextStep] = []
    for credential in catalogue.values():
        if credential.id not in held and fits(credential, person, today, positions):
            made_for_you = _is_made_for(credential, person, positions)
            found += (
                step.replace(made_for_you=made_for_you)
                for step in _next_step(credential, catalogue, person, today)
            )
    order = get_args(When)
    ranked = sorted(found, key=lambda step: _rank(step, person))
    ranked.sort(
        key=lambda step: (
            order.index(step.when),
            step.from_ or date.min,
            not step.made_for_you,
        )
    )
    return ranked


def fits(
    credential: Credential, person: Profile, today: date, positions: Sequence[Position] = ()
) -> bool:
    """Return whether *credential* is real, can be begun, and may be for *person*."""
    return (
        credential.standing != "not-found"
        and not credential.status.is_closed(today)
        and (person.where is None or holds_in(credential.where, person.where) is not Answer.NO)
        and _fits_settings(credential, person)
        and not (positions and {*positions} <= {*credential.not_for})
    )


def _fits_settings(credential: Credential, person: Profile) -> bool:
    if not person.settings or not credential.settings:
        return True
    return any(setting_fits(setting, credential.settings) for setting in person.settings)


def _rank(step: NextStep, person: Profile) -> tuple[bool, bool, int, Decimal, Decimal, int]:
    """Return a sort key: first what is within the budget and of the own place, then the cheapest.

    A cost that may be higher than its range comes after those that are certain, and a cost that
    nobody knows comes last.
    """
    cost = step.cost
    distance = 0 if person.where is None else nearness(step.where, person.where)
    if not cost.known or cost.unit != person.currency:
        certainty = 2
    else:
        certainty = 0 if cost.high is not None and not cost.open else 1
    low, high = Decimal(cost.low or 0), Decimal(cost.high or 0)
    return step.over_budget, distance > 0, certainty, low, high, distance


def workplaces(person: Profile, today: date) -> tuple[Setting, ...]:
    """Return the `settings` of *person*, or else those of the jobs that go on *today*."""
    if person.settings:
        return person.settings
    current = (job.setting for job in person.experience if goes_on(job, today))
    return tuple(dict.fromkeys(setting for setting in current if setting not in {None, "any"}))


def _is_made_for(credential: Credential, person: Profile, positions: Sequence[Position]) -> bool:
    """Return whether *credential* names the place or a workplace of *person*, and suits their job.

    Of those who are no librarians, what suits one suits all.
    """
    suits = {*credential.suits}
    suits |= STAFF if suits & STAFF else set()
    if positions and suits and suits.isdisjoint(positions):
        return False
    is_here = person.where is not None and nearness(credential.where, person.where) == 0
    return is_here or bool({*person.settings} & {*credential.settings})


def _next_step(
    credential: Credential, catalogue: Mapping[str, Credential], person: Profile, today: date
) -> Iterator[NextStep]:
    """Yield *credential* as a next step, unless it takes more than one step."""
    result = evaluate(credential, person, today)
    missing = open_conditions(result.requirements)
    place_doubt = _doubt_about_place(credential, person)
    cost = cost_for(credential, person)
    doubt = NextStep(
        id=credential.id,
        name=credential.name,
        standing=credential.standing,
        when="doubt",
        where=credential.where,
        settings=credential.settings,
        cost=cost,
        over_budget=person.budget is not None
        and at_most(cost, person.budget, person.currency) is Answer.NO,
        duration=credential.duration,
        effort=credential.effort,
    )
    if place_doubt is None and result.answer is Answer.YES:
        yield doubt.replace(when="now", from_=today)
    elif place_doubt is None and result.from_ is not None:
        need = join_reasons(leaf.need for leaf in missing if leaf.need is not None)
        yield doubt.replace(when="later", from_=result.from_, need=need)
    elif place_doubt is None and (step := _only_step(missing, catalogue, person, today)):
        yield doubt.replace(when="step", step=step)
    elif all(leaf.answer is Answer.MAYBE for leaf in missing):
        needs = [leaf.need for leaf in missing if leaf.need is not None]
        yield doubt.replace(need=join_reasons([*([place_doubt] if place_doubt else []), *needs]))


def _doubt_about_place(credential: Credential, person: Profile) -> Reason | None:
    """Return why it is not certain that *credential* counts where the person works."""
    if person.where is None or holds_in(credential.where, person.where) is Answer.YES:
        return None
    if not credential.where:
        return Reason.of("figure-not-on-record", field="where")
    return Reason.of("where-is", places=credential.where, answer=Answer.MAYBE)


def _only_step(
    missing: Sequence[RequirementResult],
    catalogue: Mapping[str, Credential],
    person: Profile,
    today: date,
) -> Reason | None:
    """Return the one step that meets all conditions that are *missing*; None if there is none."""
    needs = [leaf.need for leaf in missing]
    if len(needs) != 1 or needs[0] is None:
        return None
    code, data = needs[0].code, needs[0].data
    if code in {"credential-unsaid", "credential-lapsed"}:
        other = catalogue[data["credential"]]
        is_open = fits(other, person, today)
        return Reason.of("step-credential", credential=other.id) if is_open else None
    if code in {"membership-unsaid", "membership-missing"}:
        return Reason.of("step-membership", society=data["society"])
    if code == "schooling-missing":
        is_next = _degree(data["required"]) <= _degree(person.education) + 1
        return Reason.of("step-education", level=data["required"]) if is_next else None
    if code == "college-missing":
        years = data["required"] - data["held"]
        return Reason.of("step-college", years=years) if years <= MOST_YEARS else None
    is_step = code == "work-missing" and data["span"] <= (MOST_YEARS, 0, 0)
    return needs[0] if is_step else None


def _degree(level: Level | None) -> int:
    """Return the number of the degree that *level* is, or that it is above."""
    return max(
        number
        for number, degree in enumerate(DEGREES)
        if LEVELS.index(degree) <= LEVELS.index(level or "none")
    )
