"""What conditions come to over all their routes."""

from typing import Any

import pytest

from libcert.checking import checked
from libcert.models import Credential, Education, Organization, Requirement, Work, Years
from libcert.requirements import completed, education, experience


def needs(years: int | None = None, level: str | None = None, **more: Any) -> Requirement:
    """A condition on work, schooling or both."""
    condition: dict[str, Any] = {"text": "…", **more}
    if years is not None:
        condition["experience"] = {"low": years, "high": years}
    if level is not None:
        condition["education"] = {"level": level}
    return checked(Requirement, condition)


def group(*of: Requirement, at_least: int | None = None) -> Requirement:
    return Requirement(text="…", of=of, at_least=at_least)


UNSAID_YEARS = Requirement(text="…", experience=Work(note="years not said"))
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
    assert experience(condition) == years


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
    assert education(condition) == schooling


def test_what_a_record_gives_itself_is_kept() -> None:
    record = checked(
        Credential,
        {
            "id": "X",
            "name": "X",
            "type": "certificate",
            "issuer": Organization(id="X", name="X"),
            "exams": [{}],
            "exam_required": False,
            "experience": {"note": "recommended only"},
            "requirements": ["Pay", needs(2, "master")],
        },
    )

    assert completed(record).exam_required is False
    assert completed(record).experience == Years(note="recommended only")
    assert completed(record).education == Education(level="master")
