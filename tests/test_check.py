"""What `check` shows on a terminal: the answer first, then what decides it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import on_a_terminal
from factory import load_credential

from libcert import Catalogue, Profile, check_eligibility
from libcert.catalogue.conditions import walk
from libcert.model.profile import Job
from libcert.model.results import RequirementResult
from libcert.questions.eligibility import evaluate
from libcert.questions.word_match import contains_words, telling_words

Run = Callable[..., Any]
ON = ("--on", "2026-11-29")
TODAY = date(2026, 11, 29)
SCREEN = 24


def draw(run: Run, *argv: str) -> tuple[str, str]:
    """Return the drawn answer without line breaks, and the notes."""
    answer = run("check", *argv, *ON, "-f", "table")
    assert answer.code == 0
    return " ".join(answer.out.split()), answer.err


# --- A few credentials ----------------------------------------------------------------------------


def test_years_without_dates_settle_a_condition_about_recent_work(run: Run) -> None:
    text, notes = draw(
        run, "LSSC", "--experience", "4 academic full-time", "--education", "associate"
    )

    assert text.startswith(
        "LSSC, Library Support Staff Certification (confirmed): yes, you qualify now. You meet: "
    )
    assert notes == (
        "note: `4 academic full-time` is taken as work that goes on today;"
        " add `ended` if it is over\n"
    )


@pytest.mark.parametrize(
    "job", ["4 academic full-time ended", "4 academic full-time running", "2020-01-01.. academic"]
)
def test_note_on_undated_work_is_left_out_if_the_person_says_it(run: Run, job: str) -> None:
    assert "taken as work" not in draw(run, "LSSC", "--experience", job)[1]


def test_note_on_undated_work_is_left_out_if_nothing_rests_on_it(run: Run) -> None:
    assert "taken as work" not in draw(run, "OH-PLS", "--experience", "4 public")[1]


def test_jobs_of_a_profile_are_named_in_one_note(run: Run, profile: Path) -> None:
    profile.write_text(
        "experience = [{ years = 1, as_of = 2026-11-29, full_time = true },"
        ' { years = 2, as_of = 2026-11-29, setting = "public" }]\n',
        encoding="utf-8",
    )

    assert draw(run)[1].endswith(
        "note: `full time, 1 year as of 2026-11-29` and `public, 2 years as of 2026-11-29`"
        " are taken as work that goes on today; add `ended` if one is over\n"
    )


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        (
            "1 public part-time",
            "no: you need 1 more year of work in a library of any kind, even if part-time work",
        ),
        (
            "2024-09-01.. public 20h",
            "maybe now; you qualify for certain on 2028-09-01. It is enough if the issuer counts",
        ),
        (
            "2 public 20h",
            "maybe now; you qualify for certain on 2028-11-29. It is enough if the issuer counts",
        ),
        (
            "1 public 20h",
            "not yet; you qualify on 2029-11-29. Keep working: you need 1 more year and 6 months",
        ),
        ("2 public part-time", "maybe: how many hours a week? (`--experience"),
    ],
)
def test_part_time_work_follows_one_rule_that_is_said_once(run: Run, job: str, answer: str) -> None:
    text, notes = draw(run, "OH-PLS", "--education", "high-school", "--experience", job)

    assert f"OH-PLS, Ohio Public Library Staff Certification (confirmed): {answer}" in text
    assert (
        notes.count(
            "part-time work is certain to count by its hours; if a record counts only years, 40"
        )
        == 1
    )
    assert ("how many hours a week? (`20h`)" in notes) is ("part-time" in job)


def test_missing_work_is_in_hours_if_the_record_counts_hours(run: Run) -> None:
    """LSSC asks for 1,820 hours, and a year of 20 hours a week has 1,040."""
    text, notes = draw(run, "LSSC", "--experience", "1 public 20h", "--education", "high-school")

    assert "not yet; you qualify on 2027-08-29. Keep working: you need 780 more hours" in text
    assert "of work in a library of any kind: 9 months at your 20 hours a week." in text
    assert "part-time" not in notes


def test_full_time_work_needs_no_note_on_part_time(run: Run) -> None:
    assert "part-time" not in draw(run, "OH-PLS", "--experience", "1 public full-time")[1]


def test_answer_that_is_yes_has_no_needs_and_fits_a_screen(run: Run) -> None:
    argv = ("CRA", "CRM", "--experience", "5 records", "--education", "high-school")
    out = run("check", *argv, *ON, "-f", "table").out

    assert len(out.splitlines()) < SCREEN
    assert out.startswith("CRA, Certified Records Analyst (confirmed): yes, you qualify now.\n")
    assert out.count("You meet: High school or GED and five years of work.") == 2
    assert "need" not in out
    assert "--meets" not in out


def test_nearest_way_is_named_if_it_is_not_met(run: Run) -> None:
    text, _ = draw(run, "CRM", "--education", "associate", "--experience", "1 records running")

    assert "not yet; you qualify on 2028-11-29. Keep working: you need 2 more years" in text
    assert "Nearest way: Two years of college and three years of work." in text
    assert "bachelor" not in text


def test_maybe_until_a_day_says_what_it_depends_on(run: Run) -> None:
    """Two years of work are enough with three years of college, and five years with none."""
    argv = ("CRA", "--education", "high-school", "--experience", "2 records")
    text, _ = draw(run, *argv)
    [result] = run("check", *argv, *ON, "--json").json
    [sure] = run("check", *argv, "--college-years", "0", *ON, "--json").json

    assert (
        "maybe now; you qualify for certain on 2029-11-29. "
        "How many years of college do you have? (`--college-years YEARS`) "
        "Or keep working: you need 3 more years of work in records."
    ) in text
    assert result["doubts"] == ["how many years of college do you have? (`--college-years YEARS`)"]
    assert (sure["answer"], sure["from"], sure["doubts"]) == ("no", "2029-11-29", [])


def test_doubts_of_several_conditions_are_named() -> None:
    """Part-time work may count in full; of alternatives, the one with fewer doubts is named."""
    need = {"low": 1, "high": 1}
    college = {"text": "College", "education": {"level": "none", "college_years": 2}}
    more = {"text": "More", "of": [college, {"text": "A letter"}]}
    record = load_credential(
        settings=["public"],
        requirements=[
            {"text": "Work", "experience": need},
            {"text": "Either", "at_least": 1, "of": [more, {"text": "Long", "experience": need}]},
            {"text": "Both", "of": [{"text": "Work too", "experience": need}]},
        ],
        education={"level": "none"},
    )
    job = Job(years=1, running=True, as_of=TODAY, setting="public", hours_a_week=20)
    result = check_eligibility(record, Profile(experience=(job,), education="high-school"), TODAY)

    assert result.answer == "maybe"
    assert [need.code for need in result.doubts] == ["work-part-time-in-full"]


def test_single_reason_stands_beside_the_answer(run: Run) -> None:
    text, _ = draw(run, "IN-LC6", "--education", "none", "--experience", "9 public full-time")

    assert "(confirmed): no: you need " in text
    assert "Still to do" not in text


def test_several_questions_stand_below_the_answer(run: Run) -> None:
    text, _ = draw(run, "PH-RL")

    assert "(confirmed): maybe. Which education do you have? (`--education LEVEL`)" in text
    assert "(`--meets citizen` or `--lacks citizen`)" in text
    assert "You meet" not in text


def test_full_answer_has_every_condition_and_no_empty_rows(run: Run) -> None:
    argv = ("CRM", "--education", "associate", "--experience", "1 records running", "--full")
    text, _ = draw(run, *argv)

    assert "one more year of work, 1 of these: not met; met from 2028-11-29" in text
    assert (
        "– A bachelor's degree and one year of work: not met; you need a bachelor's degree; you "
        "have an associate degree"
    ) in text
    assert "– work" not in text
    assert "Still to do" in text


def test_full_answer_of_a_no_has_the_steps(run: Run) -> None:
    text, _ = draw(run, "OH-PLS", "--education", "none", "--full")

    assert "High school diploma or equivalent: not met; you need a high school diploma" in text
    assert "Still to do: Ten credit hours" in text


@pytest.mark.parametrize("form", [(), ("--full", "-f", "table")])
def test_other_ways_have_no_needs_if_one_is_met(run: Run, form: tuple[str, ...]) -> None:
    argv = ("check", "CRA", "--experience", "5 records", "--education", "high-school", *form)
    out = run(*argv, *ON).out

    assert "A bachelor's degree and one year of work" in out
    assert "you need" not in out
    assert "--college-years" not in out


def test_a_pipe_gets_every_condition_on_a_line(run: Run) -> None:
    answer = run("check", "PH-RL", *ON)
    rows = [line.split("\t") for line in answer.out.splitlines()]

    assert rows[0] == ["id", "condition", "answer", "from", "need"]
    assert {len(row) for row in rows} == {5}
    needs = {row[1]: row[4] for row in rows}
    assert needs["A clearance of the police (NBI) and a certificate of good moral character"] == (
        "`--meets NBI` or `--lacks NBI`"
    )
    assert "note: PH-RL, Registered Librarian" in answer.err


def test_terminal_gets_the_short_answer() -> None:
    assert "You meet: High school or GED" in on_a_terminal(
        "check", "CRA", "--experience", "5 records", "--education", "high-school"
    )


# --- Many credentials -----------------------------------------------------------------------------


def titles(out: str) -> list[str]:
    return [line for line in out.splitlines() if re.search(r"^[A-Z].* \(\d+\)$", line)]


def test_overview_has_a_title_for_each_answer_and_question(run: Run) -> None:
    out = run("check", "--education", "associate", "--experience", "4 academic", *ON, "-ftable").out
    found = [re.sub(r" \(\d+\)$", "", title) for title in titles(out)]

    assert found[0] == "You qualify now"
    assert found[-2:] == ["The record does not say; ask the issuer", "No"]
    assert "Do you hold what it requires? (`--held ID`)" in found
    assert all(len(line) <= 80 for line in out.splitlines())
    assert re.search(r"^\d+ more are not shown: add --all$", out, re.MULTILINE)


def test_overview_has_short_figures_and_explains_their_signs(run: Run) -> None:
    out = run("check", "--where", "ohio", "--education", "high-school", *ON, "-ftable").out

    assert re.search(r" ~\$[\d,]+", out)
    assert "— not on record; ~ about; + more comes on top" in out
    assert "not shown here" not in out


def test_overview_starts_with_the_question_that_settles_most(run: Run) -> None:
    out = run("check", *ON, "-ftable").out

    assert titles(out)[1].startswith("Which education do you have? (`--education LEVEL`) (")


def test_all_credentials_are_shown_on_request(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    argv = ("check", "--where", "ohio", "--education", "high-school", *ON)
    ids = run(*argv, "--json").ids
    out = run(*argv, "--all", "-ftable").out

    assert len(ids) == sum(int(re.findall(r"\d+", title)[-1]) for title in titles(out))
    assert all(re.search(rf"^{re.escape(id_)} ", out, re.MULTILINE) for id_ in ids)
    assert "not shown" not in out


def test_credentials_that_open_later_have_their_day(run: Run) -> None:
    argv = ("--where", "ohio", "--setting", "public", "--experience", "1 public full-time")
    out = run("check", *argv, "--education", "high-school", *ON, "-ftable", "--all").out

    assert "You qualify later (" in out
    assert re.search(r"^OH-PLS .* 2027-11-29: ", out, re.MULTILINE)


def test_a_pipe_gets_every_credential(run: Run) -> None:
    argv = ("check", "--where", "ohio", *ON)
    rows = run(*argv).out.splitlines()

    assert rows[0].split("\t") == ["id", "standing", "answer", "from", "checked", "cost", "need"]
    assert [row.split("\t")[0] for row in rows[1:]] == run(*argv, "--json").ids


def test_json_has_the_cost_and_what_is_missing(run: Run) -> None:
    [result] = run("check", "LSSC", "--education", "none", *ON, "--json").json

    assert (result["cost"]["low"], result["cost"]["unit"]) == (325, "USD")
    assert result["missing"][0] == "you need a high school diploma; you have no diploma"
    [choice] = run("check", "CRA", "--education", "bachelor", *ON, "--json").json
    assert choice["routes"] == ["A bachelor's degree and one year of work"]


def test_cost_has_the_prices_of_the_person(shipped: Catalogue) -> None:
    person = Profile(currency="GBP", rate={"USD": 2}, member=("ALA",))
    found = check_eligibility(shipped["ACA"], person, TODAY)
    member = check_eligibility(shipped["ACA"], Profile(member=("ALA",)), TODAY)

    assert (found.cost.unit, found.cost.high) == ("GBP", 2 * (member.cost.high or 0))
    assert member.cost.high != shipped["ACA"].cost.high


# --- Notes ----------------------------------------------------------------------------------------


def test_narrowing_by_the_profile_is_said(run: Run, profile: Path) -> None:
    profile.write_text('where = "US-OH"\nsettings = ["public", "archives"]\n', encoding="utf-8")
    note = "note: only those for public libraries or archives in Ohio (US-OH), from your profile\n"

    assert note in draw(run)[1]
    assert "only those in Ohio (US-OH), from" in draw(run, "--setting", "any")[1]
    assert "only those for public libraries or archives, from" in draw(run, "--where", "TX")[1]
    assert "from your profile" not in draw(run, "--where", "TX", "--setting", "any")[1]
    assert "from your profile" not in draw(run, "LSSC")[1]


def test_family_is_no_credential_to_hold(run: Run) -> None:
    _, notes = draw(run, "ME-INTER", "--held", "me-vplc")

    assert "`me-vplc` has several levels; name the one that you hold: ME-BASIC, " in notes


@pytest.mark.parametrize("name", ["ME-BASIC", "me-basic"])
def test_prerequisite_is_held_in_any_case(run: Run, name: str) -> None:
    assert "yes, you qualify now." in draw(run, "ME-INTER", "--held", name)[0]


def test_prerequisite_is_held_by_its_alias(run: Run, write: Callable[[str], Path]) -> None:
    own = write(
        """
        [organizations.Z]
        name = "Zed"
        [credentials.ZED]
        name = "Zed"
        type = "certificate"
        issuer = "Z"
        aliases = ["Zett"]
        [credentials.NEXT]
        name = "Next"
        type = "certificate"
        issuer = "Z"
        experience = { low = 0, high = 0 }
        education = { level = "none" }
        requirements = [{ text = "Hold Zed", credential = "zett" }]
        """
    )

    assert "yes, you" in draw(run, "NEXT", "--catalogue", str(own), "--held", "ZETT")[0]


# --- The shipped catalogue ------------------------------------------------------------------------


def leaves(results: tuple[RequirementResult, ...]) -> list[RequirementResult]:
    return [leaf for result in results for leaf in (leaves(result.of) if result.of else [result])]


@pytest.mark.parametrize(
    ("options", "is_left"),
    [
        ((), True),
        (("--member", "ALA"), True),
        (("--non-member",), True),
        (("--member", "cilip"), False),
        (("--meets", "member"), False),
    ],
)
def test_step_is_left_out_if_it_is_done(
    run: Run, options: tuple[str, ...], *, is_left: bool
) -> None:
    text, notes = draw(run, "ACLIP", *options)

    assert ("Join CILIP, or be a member" in text) is is_left
    assert "Work with a mentor" in text
    assert notes == ""


def test_step_of_a_group_is_left_out_if_it_is_done() -> None:
    """A step that asks for more than a membership is left."""
    steps = [
        {"text": "Join Y", "membership": "Y", "to_do": True},
        {"text": "Join Y for a job", "membership": "Y", "role": "director", "to_do": True},
        {"text": "Be in Y or Z", "membership": "Y", "of": [{"text": "Z"}], "to_do": True},
    ]
    record = load_credential(requirements=[{"text": "All", "of": steps}])
    result = evaluate(record, Profile(member=("Y",)), TODAY)

    assert result.to_do == ("Join Y for a job", "Be in Y or Z")


def test_words_of_a_need_need_no_quotes_in_a_shell(shipped: Catalogue) -> None:
    for credential in shipped.values():
        texts = tuple(part.text for whole in credential.requirements for part in walk(whole))
        words = {text: telling_words(text, texts) for text in texts}
        # A text that others repeat has no such words; it is never asked about.
        assert not [one for text, one in words.items() if one != text and "'" in one]


def test_words_of_a_need_settle_it(shipped: Catalogue) -> None:
    """Each question to say `--meets` names words that turn its condition into a yes."""
    for record in shipped.values():
        for leaf in leaves(evaluate(record, Profile(), TODAY).requirements):
            if leaf.need is None or leaf.need.code != "condition-unsaid":
                continue
            met = evaluate(record, Profile(meets=(leaf.need.data["words"],)), TODAY)
            answers = {one.text: str(one.answer) for one in leaves(met.requirements)}
            assert answers.get(leaf.text, "yes") == "yes", (record.id, leaf.text)


@pytest.mark.parametrize("person", [Profile(lacks=("MLIS",)), Profile(education="high-school")])
def test_degree_that_is_excluded_is_settled(shipped: Catalogue, person: Profile) -> None:
    for record in shipped.values():
        texts = {
            condition.text
            for condition in record.requirements
            if condition.not_education is not None
        }
        for leaf in leaves(evaluate(record, person, TODAY).requirements):
            assert leaf.text not in texts or leaf.answer == "yes", record.id


def test_words_about_nothing_and_nobody_have_a_structure(shipped: Catalogue) -> None:
    """A condition that begins with No or Not is met, or says which education it excludes."""
    for record in shipped.values():
        for leaf in leaves(evaluate(record, Profile(), TODAY).requirements):
            if re.match(r"(?i)(no|not|without|none|nothing|nobody)\b", leaf.text):
                assert leaf.need is None or leaf.need.code != "condition-unsaid", record.id


@pytest.mark.parametrize("id_", ["ACLIP", "MCLIP", "ME-BASIC", "MHFA-Adult", "CA-OPEN"])
def test_nothing_is_asked_where_nothing_is_needed(shipped: Catalogue, id_: str) -> None:
    assert check_eligibility(shipped[id_], Profile(), TODAY).answer == "yes"


# --- Words that tell a condition from others ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "others", "words"),
    [
        ("At least 18 years old", (), "18"),
        ("A clearance of the police (NBI)", (), "NBI"),
        ("A clearance of the police", ("Police work",), "clearance"),
        ("Red and green", ("Red", "Green"), "green Red"),
        ("Know the formats", (), "formats"),
        ("Red", ("Red or green",), "Red"),
        ("In it", ("In it, or not",), "In it"),
        ("A master's degree", ("A degree",), "master"),
        ("Don't forget", (), "forget"),
    ],
)
def test_telling_words_find_only_their_text(text: str, others: tuple[str, ...], words: str) -> None:
    assert telling_words(text, (text, *others)) == words
    assert contains_words(text, words)
