"""What conditions come to over all their routes."""

from typing import Any

import pytest
from factory import load_credential

from libcert.catalogue.conditions import (
    required_education,
    required_experience,
    setting_fits,
    walk,
)
from libcert.model.credential import Education, Requirement, Work, Years
from libcert.model.validation import validate


def needs(years: int | None = None, level: str | None = None, **more: Any) -> Requirement:
    """A condition on work, schooling or both."""
    condition: dict[str, Any] = {"text": "…", **more}
    if years is not None:
        condition["experience"] = {"low": years, "high": years}
    if level is not None:
        condition["education"] = {"level": level}
    return validate(Requirement, condition)


def group(*of: Requirement, at_least: int | None = None) -> Requirement:
    return Requirement(text="…", of=of, at_least=at_least)


UNSAID_YEARS = Requirement(text="…", experience=Work(note="years not said"))
HEDGED = Requirement(
    text="…", experience=Work(low=2, high=2, approximate=True, open=True, note="or so")
)
UNSAID_LEVEL = Requirement(text="…", education=Education(note="level not said"))


@pytest.mark.parametrize(
    ("condition", "years"),
    [
        pytest.param(needs(), None, id="not spoken of"),
        pytest.param(group(needs(), needs()), None, id="not spoken of in a group"),
        pytest.param(needs(2), Years(low=2, high=2), id="one kind"),
        pytest.param(group(needs(5), needs(3)), Years(low=5, high=5), id="the greatest counts"),
        pytest.param(group(needs(2), needs()), Years(low=2, high=2), id="beside other conditions"),
        pytest.param(
            group(needs(1), needs(5), at_least=1), Years(low=1, high=5), id="routes make a range"
        ),
        pytest.param(
            group(needs(2), needs(), at_least=1), Years(low=0, high=2), id="a route without work"
        ),
        pytest.param(
            group(needs(0), needs(), at_least=1), Years(low=0, high=0), id="no route with work"
        ),
        pytest.param(
            group(HEDGED, needs(1)),
            Years(low=2, high=2, approximate=True, open=True, note="or so"),
            id="a doubt about one is a doubt about all",
        ),
        pytest.param(
            group(HEDGED, UNSAID_YEARS, HEDGED),
            Years(low=2, approximate=True, open=True, note="or so; years not said"),
            id="notes come along, each once",
        ),
        pytest.param(
            group(needs(1), needs(2), needs(4), at_least=2), Years(low=2, high=4), id="two of three"
        ),
        pytest.param(
            group(group(needs(1), needs(3)), needs(9), at_least=1),
            Years(low=3, high=9),
            id="groups within groups",
        ),
        pytest.param(
            group(UNSAID_YEARS, needs()), Years(note="years not said"), id="years not said"
        ),
        pytest.param(
            group(UNSAID_YEARS, needs(2)),
            Years(low=2, note="years not said"),
            id="at least what is said",
        ),
    ],
)
def test_experience(condition: Requirement, years: Years | None) -> None:
    assert required_experience(condition) == years


@pytest.mark.parametrize(
    ("condition", "schooling"),
    [
        pytest.param(group(needs(2)), None, id="not spoken of"),
        pytest.param(
            group(needs(level="associate"), needs(level="master")),
            Education(level="master"),
            id="the highest counts",
        ),
        pytest.param(
            group(needs(1, "bachelor"), needs(5, "high-school"), at_least=1),
            Education(level="high-school"),
            id="the lowest route is enough",
        ),
        pytest.param(
            group(needs(1), needs(level="bachelor"), at_least=1),
            Education(level="none"),
            id="a route without schooling",
        ),
        pytest.param(
            group(UNSAID_LEVEL, needs(level="master")),
            Education(note="level not said"),
            id="a level that is not said may be higher",
        ),
    ],
)
def test_education(condition: Requirement, schooling: Education | None) -> None:
    assert required_education(condition) == schooling


@pytest.mark.parametrize(
    ("setting", "settings", "fit"),
    [
        ("public", ["public", "museum"], True),
        ("museum", ["public", "museum"], True),
        ("school", ["public"], False),
        *((library, ["any"], True) for library in ("academic", "public", "school", "special")),
        ("museum", ["any"], False),
        ("any", ["any"], True),
        ("any", ["public"], False),
    ],
)
def test_what_is_for_any_kind_of_library_is_for_each(
    setting: str, settings: list[Any], *, fit: bool
) -> None:
    assert setting_fits(setting, settings) is fit


def test_a_condition_comes_before_its_parts() -> None:
    one, two, three = needs(1), needs(2), needs(3)
    inner = group(two, three)
    outer = group(one, inner)

    assert [*walk(outer)] == [outer, one, inner, two, three]


def test_what_a_record_does_not_give_is_worked_out() -> None:
    conditions = [needs(2, "master"), needs(1)]
    found = load_credential(exams=[{}], requirements=conditions)

    assert found.conditions == found.requirements == tuple(conditions)
    assert found.experience == Years(low=2, high=2)
    assert found.education == Education(level="master")
    assert found.exam_required is True


def test_what_cannot_be_worked_out_is_not_on_record() -> None:
    found = load_credential()

    assert (found.experience, found.education) == (Years(), Education())
    assert found.exam_required is None


def test_what_a_record_gives_itself_is_kept() -> None:
    found = load_credential(
        exams=[{}],
        exam_required=False,
        experience={"note": "recommended only"},
        requirements=["Pay", needs(2, "master")],
    )

    assert found.exam_required is False
    assert found.experience == Years(note="recommended only")
    assert found.education == Education(level="master")
