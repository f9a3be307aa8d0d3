"""Command lines as people type them, wrong guesses included."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from conftest import Answered
from hypothesis import given
from hypothesis import strategies as st

from libcert import Catalogue, cli
from libcert.cli import read_values
from libcert.cli.app import COMMANDS, FIRST_WORDS
from libcert.cli.suggestions import with_plain_marks
from libcert.model.profile import Held, Job, Study
from libcert.model.vocabulary import Level, Position, Setting

Run = Callable[..., Answered]
Told = Callable[..., Any]

# --- Names of credentials -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["LSSC"], ["LSSC"]),
        (["lssc", "CPLA"], ["LSSC", "CPLA"]),
        (["LSSC,CPLA"], ["LSSC", "CPLA"]),
        (["LSSC,", "CPLA"], ["LSSC", "CPLA"]),
        (["lssc, cpla"], ["LSSC", "CPLA"]),
        (["LSSC CPLA"], ["LSSC", "CPLA"]),
        (["library support staff certification"], ["LSSC"]),
        (["Library", "Support", "Staff", "Certification"], ["LSSC"]),
        (["library support staff certification,CPLA"], ["LSSC", "CPLA"]),
        (["records analyst"], ["CRA"]),
        (["certified", "records", "analyst"], ["CRA"]),
        (["analyst", "certified", "records"], ["CRA"]),
    ],
)
def test_words_name_credentials(run: Run, words: list[str], ids: list[str]) -> None:
    assert run("cost", *words, "--json").ids == ids
    assert [each["id"] for each in run("check", *words, "--json").json] == ids


def test_every_command_with_ids_takes_several(run: Run) -> None:
    assert run("compare", "LSSC,CPLA", "--json").ids == ["LSSC", "CPLA"]
    assert run("show", "LSSC,CPLA", "--json").ids == ["LSSC", "CPLA"]
    assert run("sources", "LSSC,CPLA", "--json").ids == run("sources", "LSSC", "CPLA", "--json").ids
    by_option = run("plan", "--goal", "CIP,A+", "--on", "2026-11-29", "--json")
    for goals in (["CIP", "A+"], ["CIP,A+"], ["CIP", "--goal", "A+"]):
        assert run("plan", *goals, "--on", "2026-11-29", "--json").out == by_option.out


def test_names_that_several_credentials_share_are_refused_with_a_hint(
    run: Run, shipped: Catalogue
) -> None:
    answer = run("show", "ohio")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: no credential has the id or alias `ohio`\nhint: ")
    assert "credentials have `ohio` in their name; `libcert search` shows them" in answer.err
    assert shipped.nearest("certified records")[:2] == ("CRA", "CRM")
    assert "did you mean `LSSC`" in run("show", "LSSSC").err
    assert run("show", "?", "!").code == run("show", " ", ",").code == 1


def test_a_credential_is_a_command(run: Run, tmp_path: Path) -> None:
    shown = run("show", "LSSC").out
    for line in (["LSSC"], ["lssc"], ["CLSS"], ["library support staff certification"]):
        assert run(*line).out == shown
    assert run("library", "support", "staff", "certification").out == shown
    assert run("lssc", "--json").json["id"] == "LSSC"
    assert run("LSSC,CPLA", "--json").ids == ["LSSC", "CPLA"]
    own = tmp_path / "own.toml"
    run("catalogue", "new", "-o", str(own))
    new = next(iter(json.loads(run("list", "--catalogue", str(own), "--json").out)))["id"]
    assert run(new, "--catalogue", str(own), "--json").json["id"] == new


# --- Words that are no command --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("price LSSC", "`price` is not a command; use `libcert cost LSSC`"),
        ("info LSSC", "use `libcert show LSSC`"),
        ("get LSSC", "use `libcert show LSSC`"),
        ("recommend", "use `libcert next`"),
        ("find archives", "use `libcert search archives`"),
        ("export", "use `libcert list --format csv`"),
        ("version", "use `libcert --version`"),
        ("validate own.toml", "use `libcert catalogue check own.toml`"),
        ("roadmap LSSC", "use `libcert plan LSSC`"),
        ("qualify", "use `libcert check`"),
        ("law", "use `libcert required`"),
        ("filer", "did you mean `filter` or `profile`?"),
        ("comapre", "did you mean `compare`?"),
        ("LSSSC", "did you mean `libcert LSSC`"),
        ("xyzzy archivist", "to find credentials, use `libcert search xyzzy archivist`"),
        ("archives", "to find credentials, use `libcert search archives`"),
        ("xyzzyx", "`xyzzyx` is not a command\n"),
        ("catalogue validate", "libcert catalogue has no command validate; did you mean `check`?"),
        ("catalogue chek", "libcert catalogue has no command chek; did you mean `check`?"),
        ("catalogue xyzzy", "libcert catalogue has no command xyzzy\n"),
        ("profile price", "libcert profile has no command price\n"),
    ],
)
def test_a_word_that_is_no_command_leads_to_one(run: Run, line: str, message: str) -> None:
    answer = run(*line.split())

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert answer.err.splitlines()[-1].startswith("hint: see `libcert")


def test_catalog_and_capitals_are_understood(run: Run, tmp_path: Path) -> None:
    own = str(tmp_path / "own.toml")

    assert run("catalog", "new", "-o", own).code == 0
    assert "no errors" in run("catalog", "check", own).out
    assert "no errors" in run("Catalogue", "check", own).out
    assert run("list", "--catalog", own).code == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("list --education associate", "has no option --education; `libcert filter` or"),
        ("list --free", "libcert list has no option --free; `libcert filter` has it"),
        ("filter --price 5", "libcert filter has no option --price; did you mean `--max-cost`?"),
        ("cost LSSC --studying bachelor=2028", "has no option --studying; `libcert "),
        ("list --zzzzzz", "libcert list has no option --zzzzzz\n"),
        ("list --budgt 5", "libcert list has no option --budgt\n"),
        ("renewals LSSC", "libcert renewals takes no `LSSC`; did you mean `--held LSSC`?"),
        ("about uk", "libcert about takes no `uk`; did you mean `--where uk`?"),
        ("profile path me.toml", "libcert profile path takes no `me.toml`\n"),
        ("list --sort price", "`price` is not a field; did you mean `cost`?"),
        ("list --fields id,how-long", "`how_long` is not a field; did you mean `duration`?"),
        ("renewals --sort price", "`price` is not a field; did you mean `cost`?"),
        ("list --limit 0", "`0` is not a whole number from 1"),
        ("list --format excel", "`excel` is not a format; csv opens in Excel"),
        ("list --format yaml", "`yaml` is not a format; json is the nearest"),
        ("list --format zzz", "`zzz` is not a format; choose table, json"),
        ("compare", "name a credential, such as `libcert compare CLT CALT`"),
        ("catalogue check", "name a file, such as `libcert catalogue check own.toml`"),
        ("catalogue diff", "name two files, such as `libcert catalogue diff old.toml new.toml`"),
        ("filter --max-cost 1,20", "`1,20` can be 1.20 or 120; write one of them"),
        ("filter --max-cost £20 --min-cost $5", "the amounts are in GBP and USD; write all"),
        ("filter --free --max-cost 5", "--free and --max-cost cannot be used together"),
        ("plan CIP --budget £20 --dues ALA=$5", "the amounts are in USD and GBP"),
        ("plan CIP --compare £20", "`£20` is not in USD; write all amounts in one currency"),
        ("plan CIP --by soon", "`soon` is not a day; write it as `2027-03-15`, `2027` or `18"),
        ("plan CIP --by 18", "`18` is not a day"),
        ("plan CIP --by 2300", "2300-12-31 is not between"),
        ("check LSSC --held CRA=3/1/2022", "can be 2022-03-01 or 2022-01-03; write one of them"),
        ("plan --best --prefer fast", "`fast` is not a preference; did you mean `quick`?"),
        ("plan --best --prefer zzz", "`zzz` is not a preference; choose quick, cheap, level"),
        ("catalogue new my.toml", "takes no `my.toml`; did you mean `--output my.toml`?"),
        ("next --max-time 5", "no option --max-time; did you mean `libcert filter --max-dur"),
        ("next --max-cost 5", "no option --max-cost; `libcert filter` has it"),
        ("list --where calfornia", "`calfornia` is not a place; did you mean California?"),
        ("filter --setting acadmic", "is no kind of workplace; did you mean `academic`?"),
        ("filter --setting zzz", "`zzz` is not one of academic, public"),
        ("filter --education bachlor", "no level of education; did you mean `bachelor`?"),
        ("filter --education zzz", "`zzz` is not one of none, high-school"),
        ("required --role libarian", "is not a job on record; did you mean `librarian`?"),
        ("required --population 4000cats", "`4000cats` is not a whole number"),
        ("check LSSC --held LSSC=2030", "`LSSC=2030` is after 20"),
        ("plan CIP --budget 9/month", "`9/month` is not an amount"),
        ("check --education college", "`college` is not a degree; add `--college-years`"),
    ],
)
def test_a_wrong_option_leads_to_the_right_one(run: Run, line: str, message: str) -> None:
    answer = run(*line.split())

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert len(answer.err.splitlines()) == 2


def test_an_option_may_be_an_error_of_some_college(run: Run) -> None:
    assert "`some college` is not a degree" in run("check", "--education", "some college").err


def test_a_wrong_value_of_several_words_leads_to_the_right_one(run: Run) -> None:
    level = run("filter", "--education", "high school diplma").err

    assert "did you mean `high-school`?" in level
    assert "did you mean New York?" in run("list", "--where", "new yrok").err


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        ("none NONE", "none"),
        ("HS|high school|High-School|diploma|GED|a high school diploma", "high-school"),
        ("A levels|A-level|GCSEs|gcse", "high-school"),
        ("certificate|certificates", "certificate"),
        ("associate's|Associate\u2019s degree|associate degree|AA|AS|a.a.s.", "associate"),
        ("BA|bachelors|bachelor's degree|Bachelor of Arts|B.S.|a bachelor's", "bachelor"),
        ("MLIS|MLS|master's|MASTER|M.A.", "master"),
        ("PhD|Ph.D.|doctorate|doctoral degree", "doctorate"),
    ],
)
def test_levels_of_education_are_read(texts: str, level: str) -> None:
    for text in texts.split("|") if "|" in texts else texts.split():
        assert read_values.find_education(text).level == level


def test_a_library_degree_has_its_subject(run: Run, told: Told) -> None:
    person, _ = told("--education", "mlis")

    assert (person.education, person.subject) == ("master", "library science")
    for id_, education, answer in (
        ("OH-PLS", "MLIS", "no"),
        ("OH-PLS", "master", "maybe"),
        ("OH-PLS", "BA", "maybe"),
    ):
        [checked] = run("check", id_, "--education", education, "--json").json
        assert checked["answer"] == answer
    options = ("--education", "master", "--subject", "Library Science", "--json")
    assert run("check", "OH-PLS", *options).json[0]["answer"] == "no"


def test_a_subject_goes_with_its_education(run: Run, profile: Path, told: Told) -> None:
    run("profile", "set", "--education", "MLIS")
    assert 'subject = "library science"' in profile.read_text()
    assert told()[0].subject == "library science"
    assert told("--education", "bachelor")[0].subject is None
    run("profile", "set", "--education", "doctorate")
    assert "subject" not in profile.read_text()


@pytest.mark.parametrize(
    ("texts", "setting"),
    [
        ("community college|college|University|universities|academic library", "academic"),
        ("public library|Public|county|public libraries", "public"),
        ("k-12|K12|elementary|high school library|schools", "school"),
        ("law library|corporate", "special"),
        ("archive|Archives", "archives"),
        ("museums", "museum"),
        ("record", "records"),
        ("hospital|medical library", "health"),
        ("IT|information technology", "it"),
        ("information management", "information-management"),
        ("all", "any"),
    ],
)
def test_workplaces_are_read(run: Run, texts: str, setting: str) -> None:
    for text in texts.split("|"):
        assert read_values.find_setting(text) == setting
    wanted = run("list", "--setting", setting, "--json").out
    assert run("list", "--setting", texts.partition("|")[0], "--json").out == wanted


@pytest.mark.parametrize("option", ["--suits", "--role", "--job"])
def test_jobs_are_read(run: Run, option: str) -> None:
    assert run("list", option, "Library Director", "--json").out == (
        run("list", "--suits", "director", "--json").out
    )
    assert run("list", option, "teacher aide,teaching assistant", "--json").out == (
        run("list", "--suits", "aide", "--suits", "assistant", "--json").out
    )
    assert run("required", "--where", "PA", option, "library director", "--json").out == (
        run("required", "--where", "PA", "--role", "director", "--json").out
    )


@given(st.sampled_from([*get_args(Setting), *get_args(Level), *get_args(Position)]))
def test_every_value_means_itself_in_any_case(value: str) -> None:
    for values, read in (
        (get_args(Setting), read_values.find_setting),
        (get_args(Level), lambda text: read_values.find_education(text).level),
        (get_args(Position), read_values.find_position),
    ):
        if value in values:
            for text in (value, value.upper(), f" {value.title()} ", value.replace("-", " ")):
                assert read(text) == value


@pytest.mark.parametrize(
    ("options", "same"),
    [
        ("--max-cost=$200", "--max-cost 200"),
        ("--max-cost 200USD", "--max-cost 200"),
        ("--max-cost 1,200", "--max-cost 1200"),
        ("--max-cost £200", "--max-cost 200 --currency GBP"),
        ("--max-cost £200 --currency USD", "--max-cost 200 --currency GBP"),
        ("--free", "--max-cost 0"),
        ("--online", "--delivery online"),
        ("--online --delivery ONLINE", "--delivery online"),
        ("--experience 2", "--max-experience 2"),
        ("--state TX", "--where TX"),
        ("--country uk", "--where UK"),
        ("--education HS", "--education high-school"),
        ("archives", "--text archives"),
        ("archives --text ohio", "--text archives_ohio"),
        ("--standing NOT-FOUND", "--standing not-found"),
        ("--max-cost 100 --setting PUBLIC,archive", "--max-cost 100 --setting public,archives"),
    ],
)
def test_an_option_can_be_written_in_several_ways(run: Run, options: str, same: str) -> None:
    written, usual = run("filter", *_words(options)), run("filter", *_words(same))

    assert written.code == 0
    assert (written.out, written.err) == (usual.out, usual.err)


def _words(line: str) -> list[str]:
    return [word.replace("_", " ") for word in line.split()]


def test_values_are_completed() -> None:
    group: Any = typer.main.get_command(cli.command_line("filter"))
    command = group.commands["filter"]
    context = command.make_context("filter", [], resilient_parsing=True)
    found = {}
    for name, typed in (("education", "ma"), ("setting", "arch"), ("form", "j"), ("type_", "li")):
        [param] = [param for param in command.params if param.name == name]
        found[name] = [item.value for item in param.shell_complete(context, typed)]
    assert found == {
        "education": ["master"],
        "setting": ["archives"],
        "form": ["json", "jsonl"],
        "type_": ["license"],
    }


def test_preferences_are_completed_and_read_in_any_case(run: Run) -> None:
    group: Any = typer.main.get_command(cli.command_line("plan"))
    command = group.commands["plan"]
    context = command.make_context("plan", [], resilient_parsing=True)
    [param] = [param for param in command.params if param.name == "prefer"]

    assert [item.value for item in param.shell_complete(context, "q")] == ["quick"]
    assert run("plan", "LSSC", "--prefer", "Quick").code == (
        run("plan", "LSSC", "--prefer", "quick").code
    )
    assert "is not a preference" not in run("plan", "LSSC", "--prefer", "Quick").err


def test_list_searches_words(run: Run) -> None:
    found = run("list", "records", "analyst", "--json").ids

    assert "CRA" in found
    assert found == run("list", "records, analyst", "--json").ids
    assert 0 < len(found) < len(run("list", "--json").ids)


def test_formats_have_other_names(run: Run) -> None:
    for name, form in (("md", "markdown"), ("TEXT", "table"), ("ndjson", "jsonl"), (".csv", "csv")):
        assert run("list", "--limit", "1", "-f", name).out == (
            run("list", "--limit", "1", "-f", form).out
        )


@pytest.mark.parametrize(
    ("by", "last"),
    [
        ("2027", "2027-12-31"),
        ("March 2027", "2027-03-31"),
        ("2027-03-15", "2027-03-15"),
        ("1 year", "2027-11-29"),
        ("18mo", "2028-05-29"),
        ("P6M", "2027-05-29"),
    ],
)
def test_a_deadline_is_a_last_day_or_a_length_of_time(run: Run, by: str, last: str) -> None:
    options = ("--on", "2026-11-29", "--json")

    assert run("plan", "CIP", "--by", by, *options).out == (
        run("plan", "CIP", "--by", last, *options).out
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("CRA", {"CRA": Held()}),
        ("CRA=2024", {"CRA": Held(since=date(2024, 1, 1))}),
        ("CRA=2024-03", {"CRA": Held(since=date(2024, 3, 1))}),
        ("CRA March 2022", {"CRA": Held(since=date(2022, 3, 1))}),
        ("CRA=March 15, 2022,LSSC", {"CRA": Held(since=date(2022, 3, 15)), "LSSC": Held()}),
        (
            "CRA 2024, LSSC=2023-05-01",
            {"CRA": Held(since=date(2024, 1, 1)), "LSSC": Held(since=date(2023, 5, 1))},
        ),
    ],
)
def test_held_credentials_are_read(told: Told, held: str, expected: dict[str, Held]) -> None:
    assert told("--held", held)[0].held == expected


def test_a_month_or_a_year_that_is_taken_as_a_day_is_said_once(told: Told) -> None:
    person, notes = told(
        *("--held", "CRA=2024,LSSC=2024", "--experience", "since 2020 records"),
        *("--studying", "bachelor's=2028"),
    )

    assert sorted(notes) == [
        "`2020` is taken as 2020-01-01",
        "`2024` is taken as 2024-01-01",
        "`2028` is taken as 2028-12-31",
    ]
    assert person.experience == (Job(since=date(2020, 1, 1), setting="records"),)
    assert person.studying == Study(level="bachelor", done=date(2028, 12, 31))
    assert told("--held", "CRA=2024-03-15")[1] == []


def test_a_written_currency_is_the_currency_of_the_person(told: Told) -> None:
    person, _ = told("--budget", "£90", "--currency", "USD", "--dues", "ALA=£5")

    assert (person.budget, person.currency) == (Decimal(90), "GBP")
    assert person.dues == {"ALA": Decimal(5)}
    assert told("--budget", "90", "--currency", "eur")[0].currency == "EUR"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("free", "0"),
        ("Nothing", "0"),
        ("$1.5k", "1500"),
        ("2 K", "2000"),
        ("$150 a year", "150"),
        ("150/year", "150"),
        ("1,200 per yr", "1200"),
        ("150 yearly", "150"),
    ],
)
def test_a_budget_is_an_amount_a_year(told: Told, text: str, amount: str) -> None:
    assert told("--budget", text)[0].budget == Decimal(amount)


def test_a_price_is_no_amount_a_year(run: Run) -> None:
    assert (
        run("filter", "--max-cost", "free", "--json").ids == run("filter", "--free", "--json").ids
    )
    assert "is not an amount" in run("filter", "--max-cost", "$5 a year").err


def test_a_budget_without_a_currency_is_said(run: Run) -> None:
    note = 'note: the budget is in USD; write `--budget "200 GBP"` if you mean GBP'

    assert note in run("profile", "set", "--where", "Leeds, UK", "--budget", "200").err
    assert "`Leeds, UK` is taken as" in run("profile", "set", "--where", "Leeds, UK").err
    for options in (["--budget", "free"], ["--budget", "£5"], ["--member", "ALA"]):
        assert "the budget is in" not in run("profile", "set", *options).err
    assert "the budget is in" not in run("profile", "set", "--budget", "7").err  # in GBP now


def test_a_number_of_people_may_say_so() -> None:
    assert read_values.count("4000 people") == read_values.count("4k residents") == 4000


# --- Marks of word processors ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["filter", "–max-cost", "5"], ["filter", "--max-cost", "5"]),
        (["filter", "—max-cost", "5"], ["filter", "--max-cost", "5"]),
        (["list", "–-limit", "1"], ["list", "--limit", "1"]),
        (["list", "–f", "csv"], ["list", "-f", "csv"]),
        (["check", "--experience", "“2", "academic”"], ["check", "--experience", "2 academic"]),
        (["check", "--experience=“2", "full", "time”"], ["check", "--experience=2 full time"]),
        (["show", "“LSSC”"], ["show", "LSSC"]),
        (
            ["check", "--education", "associate\u2019s"],
            ["check", "--education", "associate\u2019s"],
        ),
        (["check", "--experience", "2019–2022"], ["check", "--experience", "2019–2022"]),
        (["show", "–", "é"], ["show", "–", "é"]),
    ],
)
def test_marks_of_word_processors_are_understood(typed: list[str], meant: list[str]) -> None:
    assert with_plain_marks(typed) == meant


MARKS = "\u2018\u2019\u201c\u201d\u201e\u201f\xab\xbb\u2012\u2013\u2014\u2212"


@given(st.lists(st.text(st.characters(exclude_characters=MARKS), max_size=9), max_size=4))
def test_other_words_do_not_change(words: list[str]) -> None:
    assert with_plain_marks(words) == words


def test_an_option_with_a_long_dash_works(run: Run) -> None:
    assert run("list", "–-limit", "1", "–f", "json").out == (
        run("list", "--limit", "1", "-f", "json").out
    )


# --- Speed ----------------------------------------------------------------------------------------


def test_a_usual_command_imports_no_suggestions() -> None:
    code = (
        "import sys; from libcert import cli; cli.main(['catalogue', 'new']); print(*sys.modules)"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert not {*process.stdout.decode().split()} & {
        "libcert.cli.suggestions",
        "libcert.cli.help_text",
    }


@given(st.lists(st.text(max_size=8), min_size=1, max_size=3))
def test_any_first_word_is_answered_or_refused(words: list[str]) -> None:
    if words[0] not in {*FIRST_WORDS, *COMMANDS}:
        assert cli.main(words) in {0, 1, 2}
