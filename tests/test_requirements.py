"""Test the figures that follow from conditions and their alternatives."""

from typing import Any

import pytest
from factory import load_credential

from libcert.catalogue.conditions import setting_fits, walk
from libcert.model.credential import Education, Requirement, Work, Years
from libcert.model.derived import required_education, required_experience
from libcert.model.validation import validate


def needs(years: int | None = None, level: str | None = None, **more: Any) -> Requirement:
    """Return a condition on work, education or both."""
    condition: dict[str, Any] = {"text": "…", **more}
    if years is not None:
        condition["experience"] = {"low": years, "high": years}
    if level is not None:
        condition["education"] = {"level": level}
    return validate(Requirement, condition)


def group(*of: Requirement, at_least: int | None = None) -> Requirement:
    return Requirement(text="…", of=of, at_least=at_least)


UNKNOWN_YEARS = Requirement(text="…", experience=Work(note="years not said"))
DOUBTFUL_YEARS = Requirement(
    text="…", experience=Work(low=2, high=2, approximate=True, open=True, note="or so")
)
UNKNOWN_LEVEL = Requirement(text="…", education=Education(note="level not said"))


@pytest.mark.parametrize(
    ("condition", "years"),
    [
        pytest.param(needs(), None, id="no condition on work"),
        pytest.param(group(needs(), needs()), None, id="no condition on work in a group"),
        pytest.param(needs(2), Years(low=2, high=2), id="one condition"),
        pytest.param(
            group(needs(5), needs(3)), Years(low=5, high=5), id="the largest number counts"
        ),
        pytest.param(group(needs(2), needs()), Years(low=2, high=2), id="with other conditions"),
        pytest.param(
            group(needs(1), needs(5), at_least=1),
            Years(low=1, high=5),
            id="alternatives give a range",
        ),
        pytest.param(
            group(needs(2), needs(), at_least=1),
            Years(low=0, high=2),
            id="an alternative without work",
        ),
        pytest.param(
            group(needs(0), needs(), at_least=1),
            Years(low=0, high=0),
            id="no alternative with work",
        ),
        pytest.param(
            group(DOUBTFUL_YEARS, needs(1)),
            Years(low=2, high=2, approximate=True, open=True, note="or so"),
            id="a doubtful condition makes the result doubtful",
        ),
        pytest.param(
            group(DOUBTFUL_YEARS, UNKNOWN_YEARS, DOUBTFUL_YEARS),
            Years(low=2, approximate=True, open=True, note="or so; years not said"),
            id="each note appears once",
        ),
        pytest.param(
            group(needs(1), needs(2), needs(4), at_least=2), Years(low=2, high=4), id="two of three"
        ),
        pytest.param(
            group(group(needs(1), needs(3)), needs(9), at_least=1),
            Years(low=3, high=9),
            id="a group in a group",
        ),
        pytest.param(
            group(UNKNOWN_YEARS, needs()), Years(note="years not said"), id="unknown years"
        ),
        pytest.param(
            group(UNKNOWN_YEARS, needs(2)),
            Years(low=2, note="years not said"),
            id="at least the known years",
        ),
    ],
)
def test_required_experience_follows_from_the_conditions(
    condition: Requirement, years: Years | None
) -> None:
    assert required_experience(condition) == years


@pytest.mark.parametrize(
    ("condition", "education"),
    [
        pytest.param(group(needs(2)), None, id="no condition on education"),
        pytest.param(
            group(needs(level="associate"), needs(level="master")),
            Education(level="master"),
            id="the highest level counts",
        ),
        pytest.param(
            group(needs(1, "bachelor"), needs(5, "high-school"), at_least=1),
            Education(level="high-school"),
            id="the lowest alternative is enough",
        ),
        pytest.param(
            group(needs(1), needs(level="bachelor"), at_least=1),
            Education(level="none"),
            id="an alternative without education",
        ),
        pytest.param(
            group(UNKNOWN_LEVEL, needs(level="master")),
            Education(note="level not said"),
            id="an unknown level may be higher",
        ),
    ],
)
def test_required_education_follows_from_the_conditions(
    condition: Requirement, education: Education | None
) -> None:
    assert required_education(condition) == education


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
def test_any_kind_of_library_includes_each_kind(
    setting: str, settings: list[Any], *, fit: bool
) -> None:
    assert setting_fits(setting, settings) is fit


def test_a_condition_comes_before_its_parts() -> None:
    one, two, three = needs(1), needs(2), needs(3)
    inner = group(two, three)
    outer = group(one, inner)

    assert [*walk(outer)] == [outer, one, inner, two, three]


def test_missing_figures_are_derived_from_the_conditions() -> None:
    conditions = [needs(2, "master"), needs(1)]
    record = load_credential(exams=[{}], requirements=conditions)

    assert record.conditions == record.requirements == tuple(conditions)
    assert record.experience == Years(low=2, high=2)
    assert record.education == Education(level="master")
    assert record.exam_required is True


def test_figures_that_cannot_be_derived_are_not_on_record() -> None:
    record = load_credential()

    assert (record.experience, record.education) == (Years(), Education())
    assert record.exam_required is None


def test_figures_of_the_record_are_not_replaced() -> None:
    record = load_credential(
        exams=[{}],
        exam_required=False,
        experience={"note": "recommended only"},
        requirements=["Pay", needs(2, "master")],
    )

    assert record.exam_required is False
    assert record.experience == Years(note="recommended only")
    assert record.education == Education(level="master")
