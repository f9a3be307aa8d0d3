"""`show` and `compare` on a terminal: the answer first, on one screen; the rest with `--full`."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from factory import make_credential

from libcert.model.credential import (
    Credential,
    Education,
    Effort,
    Exam,
    Fee,
    Months,
    Renewal,
    Requirement,
    Status,
    Work,
    Years,
)
from libcert.model.source import Source
from libcert.render.show_table import show_table
from libcert.render.table import Canvas
from libcert.render.terminal_table import draw

Run = Callable[..., Any]


def shown(run: Run, *argv: str) -> list[str]:
    """Return the lines that a terminal shows."""
    lines: list[str] = run(*argv, "--format", "table").out.splitlines()
    return lines


LABEL = (
    "what|standing|note|for|cost|time|asks|summary|to do|renewal|instead|first|disputed|sources"
    "|more"
)


def rows(marks: dict[str, str] | None = None, **fields: Any) -> dict[str, str]:
    """Return the text of each label for a record with these fields."""
    record: Credential = make_credential(**fields)
    notes = {(field, 0): mark for field, mark in (marks or {}).items()}
    text = "".join(draw(show_table([record], notes, checked=False), Canvas(1_000)))
    found: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        label, said = re.fullmatch(rf"({LABEL})? +(.*)", line).groups()  # type: ignore[union-attr]
        label = label or [*found][-1]
        found[label] = f"{found[label]} {said}" if label in found else said
    return found


# --- show -----------------------------------------------------------------------------------------


def test_the_answer_fits_a_screen_and_begins_with_what_one_decides_by(run: Run) -> None:
    lines = shown(run, "show", "LSSC")

    assert lines[0] == "Library Support Staff Certification (LSSC)"
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert "confirmed" in lines[2]
    assert text.index("ask before") < text.index("\ncost ")
    assert "\ncost    $325–$350 + more\n" in text
    assert "\nasks    a high school diploma; 1 year of work in the last 5 years; no exam\n" in text
    assert re.fullmatch("more    `--full` adds .* [0-9]+ notes, [0-9]+ sources", lines[-1])


def test_full_and_a_pipe_have_everything(run: Run) -> None:
    full, pipe = "\n".join(shown(run, "show", "LSSC", "--full")), run("show", "LSSC").out

    for text in ("Communication and teamwork", "paid or volunteer", "Verdict", "[LSSCELIG]"):
        assert text in full
    assert "Communication and teamwork" in pipe
    assert pipe.startswith("id\tname\tstanding\t")


def test_several_credentials_come_one_below_the_other(run: Run) -> None:
    lines = shown(run, "show", "LSSC", "CRM")

    assert lines.index("Certified Records Manager (CRM)") > 10
    assert lines[lines.index("Certified Records Manager (CRM)") - 1] == ""
    assert run("show", "LSSC", "CRM", "--json").ids == ["LSSC", "CRM"]
    refused = run("show", "LSSC", "CRM", "--full")
    assert (refused.code, refused.err.splitlines()[0]) == (
        2,
        "error: Invalid value for --full: name one credential",
    )


def test_a_narrow_terminal_has_labels(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = shown(run, "show", "CRM", "CRA")

    assert "cost: $100 + more" in lines
    assert lines[lines.index("Certified Records Analyst") - 1] == ""


def test_only_what_is_not_found_has_something_instead() -> None:
    found = rows(nearest=("Y",), previous="W", standing="confirmed")
    unfound = rows(nearest=("Y",), previous="W", standing="not-found")

    assert "instead" not in found
    assert found["first"] == "easier to reach first: W"
    assert "standing" not in found
    assert (unfound["instead"], "first" in unfound) == ("consider Y", False)
    assert unfound["standing"].startswith("not found: no public source")


@pytest.mark.parametrize(
    ("fields", "label", "text"),
    [
        ({}, "asks", "education not on record; work not on record; exam not on record"),
        (
            {
                "education": Education(level="high-school", college_years=2),
                "experience": Years(low=0, high=0),
                "exam_required": True,
            },
            "asks",
            "a high school diploma with 2 years of college; no work experience; an exam",
        ),
        (
            {
                "education": Education(level="none"),
                "experience": Years(low=1, high=2),
                "exam_required": False,
                "requirements": (
                    Requirement(text="a", experience=Work(low=1, high=1, within_years=3)),
                    Requirement(text="b", experience=Work(low=2, high=2)),
                ),
            },
            "asks",
            "no schooling; 1–2 years of work in the last 3 years; no exam",
        ),
        ({}, "time", "not on record"),
        ({"duration": Months(low=6, high=6)}, "time", "6 months"),
        ({"effort": Effort(low=40, high=40)}, "time", "40 hours of study; months not on record"),
        (
            {"duration": Months(low=6, high=6), "effort": Effort(low=40, high=40)},
            "time",
            "6 months, 40 hours of study",
        ),
        ({"effort": Effort(low=0, high=0)}, "time", "not on record"),
        ({"settings": ("any",), "suits": ("records-staff",), "where": ("US-OH",)}, "for",
         "records staff; libraries of any kind; Ohio (US-OH)"),
        ({"settings": ("health", "information-management")}, "for",
         "workplace: health or information management; place not on record"),
        ({}, "for", "place not on record"),
        ({"status": Status(state="closed", replaced_by=("Z",))}, "what",
         "certification of Y, closed, replaced by Z"),
        ({"status": Status(state="offered", note="Whether it still runs is not known")}, "note",
         "Whether it still runs is not known"),
        ({"notes": ("History", "Whether it is still offered was not seen")}, "note",
         "Whether it is still offered was not seen"),
        ({"renewal": Renewal(months=12, credits=3, methods=("x",), note="n")}, "renewal",
         "renew every 12 months; 3 credits"),
        ({"renewal": Renewal(months=12, note="a report, but voluntary; since 2015")}, "renewal",
         "voluntary: renew every 12 months"),
        ({"renewal": Renewal(expires=True, months=24, note="it cannot be renewed")}, "renewal",
         "it ends after 2 years and cannot be renewed"),
        ({"renewal": Renewal(membership="Y", note="it is voluntary")}, "renewal",
         "stay a member of Y"),
        ({"summary": "For all"}, "summary", "For all"),
    ],
)  # fmt: skip
def test_lines_to_decide_by(fields: dict[str, Any], label: str, text: str) -> None:
    assert rows(**fields)[label] == text


def test_what_to_do_leaves_out_what_the_line_on_education_and_work_says() -> None:
    group = (Requirement(text="c"), Requirement(text="d"))
    requirements = (
        Requirement(text="School", education=Education(level="master")),
        Requirement(text="Work", experience=Work(low=1, high=1)),
        Requirement(text="Either", of=group, at_least=1),
        Requirement(text="Both", of=group),
        Requirement(text="Pay"),
    )

    said = rows(requirements=requirements)
    assert said["to do"] == "• Either (1 of 2) • Both • Pay"
    assert said["more"] == "`--full` adds 4 requirements in detail"


def test_marks_stand_beside_their_figures(run: Run) -> None:
    text = "\n".join(shown(run, "show", "CIP"))

    assert "cost     $250 (disputed)" in text
    assert "disputed issuer, " in text
    assert "`libcert show CIP --figures checked` shows better" in " ".join(text.split())
    checked = "\n".join(shown(run, "show", "CIP", "--figures", "checked"))
    assert "(checked)" in checked
    assert "\ndisputed " not in checked
    assert rows(marks={"cost": "disputed"})["disputed"] == "cost"


def test_the_sources_of_the_issuer_come_first() -> None:
    def source(id_: str, tier: Any, **more: Any) -> Source:
        fields: dict[str, Any] = {"publisher": "P", "supports": ("cost",)} | more
        fields["read"] = date(2026, 11, 23)
        return Source(id=id_, title=id_, url=f"https://www.{id_}.org/x", tier=tier, **fields)

    said = rows(
        sources=(
            source("a", "weak"),
            source("b", "issuer", supports=("findings",)),
            source("c", "issuer", supports=("name",)),
            source("d", "government", dated="2025"),
        ),
        fees=(Fee(purpose="exam"),),
        exams=(Exam(),),
    )
    assert said["sources"] == "• d, P, 2025, d.org • c, P, undated, c.org"
    assert said["more"] == "`--full` adds 1 fee, 4 sources"


# --- compare --------------------------------------------------------------------------------------


def test_a_comparison_fits_a_screen(run: Run) -> None:
    lines = shown(run, "compare", "CRA", "CRM")
    labels = [line.split(" ")[0] for line in lines if line[:1].strip()]

    assert len(lines) <= 23
    assert labels[2:8] == ["name", "standing", "cost", "duration", "experience", "suits"]
    assert "fees" not in labels
    assert re.fullmatch("`--full` shows [0-9] more differences and what is the same", lines[-1])


def test_a_full_comparison_has_every_row(run: Run) -> None:
    for out in (
        run("compare", "CRA", "CRM").out,
        run("compare", "CRA", "CRM", "--full", "--format", "table").out,
    ):
        for label in ("fees", "exams", "issuer", "compared", "type"):
            assert re.search(rf"^({label}\b|.*\b{label}$)", out, re.MULTILINE)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_many_levels_have_a_line_each(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = shown(run, "compare", "IN-LC")

    assert lines[0].split()[:3] == ["id", "name", "cost"]
    assert [line.split()[:2] for line in lines[2:9]] == [
        [f"IN-LC{number}", f"LC{number}"] for number in range(7, 0, -1)
    ]
    assert "cheapest" in "".join(lines)


def test_many_credentials_keep_their_names(run: Run) -> None:
    lines = shown(run, "compare", "LSSC", "CPLA", "CRA", "CRM")

    assert re.match("LSSC +Library Support", lines[2])
