"""Profiles: their location, and how libcert reads, shows and changes them."""

import os
import re
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any, get_args

import filelock
import jsonschema
import platformdirs
import pytest
import tomli
import typer
from conftest import FULL_PROFILE, codes

from libcert.cli import read_job, terminal
from libcert.files import profile_store
from libcert.model.errors import InvalidProfileError, LibcertError, OutputError
from libcert.model.profile import Held, Job, Profile, Study
from libcert.model.vocabulary import Setting
from libcert.render import phrases

# Some rows of a table are easier to read on one long line.
# ruff: noqa: E501

Run = Callable[..., Any]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

TODAY = date(2026, 11, 23)
root_only = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)


# --- Location -------------------------------------------------------------------------------------


def test_default_location_is_in_the_config_folder(run: Run, usual: Path) -> None:
    assert run("profile", "path").out == f"{usual}\n"
    assert not usual.parent.exists()


def test_variable_or_option_names_the_profile(run: Run, profile: Path) -> None:
    assert run("profile", "path").out == f"{profile}\n"
    assert run("profile", "path", "--profile", "mine.toml").out == "mine.toml\n"


def test_empty_variable_means_the_default_location(
    run: Run, usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBCERT_PROFILE", "")

    assert run("profile", "path").out == f"{usual}\n"


@pytest.mark.parametrize("command", ["path", "init", "show", "set --budget 1"])
def test_missing_home_folder_is_reported_by_commands_that_need_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def raise_error(*_: object, **__: object) -> Path:
        raise RuntimeError("no home")

    for config_path in (raise_error, lambda *_, **__: Path("~/.config/libcert")):
        monkeypatch.setattr(platformdirs, "user_config_path", config_path)
        answer = run("profile", *command.split())

        assert (answer.code, answer.out) == (1, "")
        assert answer.err == (
            "error: there is no home folder for a profile\n"
            "hint: name a file with --profile or LIBCERT_PROFILE\n"
        )


def test_options_work_without_a_home_folder(
    told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "settings_folder", lambda: None)

    assert told("--budget", "5") == (Profile(budget=Decimal(5)), [])


@pytest.mark.slow
@root_only
def test_list_works_without_a_home_folder_and_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH")  # only root may enter that folder
    code = """
import os, sys
from libcert import cli
cli.main(["list"])
cli.main(["profile", "show"])  # import the modules as root
os.setuid(54321)
os.environ.clear()
sys.exit(10 * cli.main(["list"]) + cli.main(["profile", "path"]))
"""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert process.returncode == 1
    assert b"\nCLT\t" in process.stdout
    assert process.stderr.splitlines()[-2:] == [
        b"error: there is no home folder for a profile",
        b"hint: name a file with --profile or LIBCERT_PROFILE",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("home", ["/dev/null", "/nonexistent"])
def test_invalid_home_folder_counts_as_empty(spawn: Spawn, home: str) -> None:
    path = {"PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": ""}
    process = spawn("profile", "show", "--json", env=path)

    assert process.returncode == 0
    assert process.stderr.startswith(b"note: there is no profile at `" + home.encode())


# --- Creation -------------------------------------------------------------------------------------


def test_init_writes_an_empty_profile(run: Run, usual: Path) -> None:
    answer = run("profile", "init")

    assert (answer.code, answer.out) == (0, f"{usual}\n")
    assert answer.err.startswith("note: edit the file")
    assert profile_store.load(usual) == Profile()
    assert stat.S_IMODE(usual.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(usual.parent.parent.stat().st_mode) == 0o700


def test_init_explains_every_entry_with_an_example(run: Run, profile: Path) -> None:
    run("profile", "init")
    text = profile.read_text("utf-8")
    profile.write_text(re.sub(r"(?m)^# (?=\w+ = |\[|\]|  \{)", "", text), "utf-8")

    assert max(map(len, text.splitlines())) <= 100
    assert tomli.loads(profile.read_text("utf-8")).keys() == {*Profile.FIELDS}
    assert profile_store.load(profile) != Profile()
    assert run("profile", "show").out.count("not set") == 0


def test_init_replaces_no_file(run: Run, profile: Path) -> None:
    profile.write_text("mine")
    answer = run("profile", "init")

    assert (answer.code, answer.out, profile.read_text()) == (1, "", "mine")
    assert answer.err == (
        f"error: `{profile}` already exists\nhint: use `libcert profile set` to change it\n"
    )


# --- Reading --------------------------------------------------------------------------------------

FAULTS: list[tuple[str, str, int, str]] = [
    # original text, replacement, line number, part of the message
    ('"associate"', '"phd"', 2, 'education: found `"phd"`; allowed: none, high-school, certif'),
    (
        "education",
        "eduction",
        2,
        "eduction: is not a known key; allowed: where, settings, education,",
    ),
    (
        "education =",
        "name =",
        2,
        "allowed: where, settings, education, subject, college_years, studying,",
    ),
    ("since = 2023-05-01", 'since = "2023"', 4, 'experience.0.since: found `"2023"`; allowed: a d'),
    ("since = 2023-05-01", "since = 1623-05-01", 4, "found `1623-05-01`; allowed: 1900-01-01 or a"),
    ("since = 2023-05-01", "since = 2323-05-01", 4, "found `2323-05-01`; allowed: 2199-12-31 or a"),
    ("since = 2023-05-01", "since = 2023-05-01T08:00:00", 4, "allowed: a date such as"),
    (
        "since = 2023-05-01",
        "years = 3",
        4,
        "experience.0: `years` of work that may still go on need `as",
    ),
    ("since = 2023-05-01", "years = 3.123", 4, "experience.0.years: found `3.123`; allowed: a num"),
    (
        "since = 2023-05-01, ",
        "",
        4,
        "experience.0: work needs either `since`, with or without `unti",
    ),
    ("setting =", "running = true, setting =", 4, "`as_of` and `running` go with `years`, not"),
    (
        "since = 2023-05-01",
        "years = 3, until = 2023-05-01",
        4,
        "`until` goes with `since`, not with",
    ),
    ("setting =", "seting =", 4, "experience.0.seting: is not a known key; allowed:"),
    ('"public"', '"moon"', 4, 'experience.0.setting: found `"moon"`; allowed: academic, public'),
    ("hours_a_week = 20", "hours_a_week = 20, full_time = true", 4, "20 hours a week are not full"),
    (
        "hours_a_week = 20",
        "hours_a_week = 40, full_time = false",
        4,
        "40 hours a week are not part",
    ),
    (
        "hours_a_week = 20",
        "hours_a_week = 200",
        4,
        "hours_a_week: found `200`; allowed: a number up to 168",
    ),
    (
        "hours_a_week = 20",
        "hours_a_week = 1.555",
        4,
        "hours_a_week: found `1.555`; allowed: a number with at most two",
    ),
    ("{ since = 2023-05-01, ", "5, { since = 2023-05-01, ", 4, "experience.0: found `5`; allowed:"),
    ('member = ["ALA"]', 'member = ["A L A"]', 6, 'member.0: found `"A L A"`; allowed: letters, d'),
    ('member = ["ALA"]', 'member = "ALA"', 6, 'member: found `"ALA"`; allowed: a list'),
    ('["letters"]', '[" "]', 7, 'meets.0: found `" "`; allowed: a text that is not blank'),
    ("budget = 400", "budget = -1", 8, "budget: found `-1`; allowed: 0 or more"),
    ("budget = 400", 'budget = "400"', 8, 'budget: found `"400"`; allowed: a number'),
    ("budget = 400", "budget = 1e99", 8, "budget: found `1e+99`; allowed: a"),
    ("budget = 400", f"budget = 0x{'f' * 9000}", 8, "budget: found `a number too long to print`"),
    ("budget = 400", 'currency = "usd"', 8, 'found `"usd"`; allowed: the three capital letters'),
    ("budget = 400", 'non_member = "no"', 8, 'found `"no"`; allowed: true or false'),
    ("budget = 400", "int = 1", 8, "int: is not a known key"),
    ("budget = 400", f"budget = {'[' * 90}{']' * 90}", 8, "budget: found `[[[[[[[[[[[[[[[[[[[[…]]"),
    (
        "LSSC =",
        'X."\\u001b[31m" = 1\nLSSC =',
        16,
        "held.X.\\u001b[31m: is not a known key; allo",
    ),
    ('level = "bachelor"\n', "", 11, "studying.level: is missing"),
    ("done =", "dne =", 11, "studying.done: is missing"),
    ("LSSC = {", '"L C" = {', 16, 'held.L C: found `"L C"`; allowed: letters, digits and + . _ -'),
    ("LSSC = {", '"" = {', 16, 'found `""`; allowed: letters, digits and + . _ - in an id'),
    ("LSSC = {", f"{'x' * 50} = {{", 16, "allowed: a shorter text"),
    (
        "LSSC = {",
        "lssc = {}\nLSSC = {",
        17,
        "held.LSSC: is the same id as `lssc`, because case does not matter",
    ),
    ("LSSC = {", "int = 5\nLSSC = {", 16, "held.int: found `5`; allowed: a table"),
    (
        "LSSC = {",
        "int.constrained-int = 5\nLSSC = {",
        16,
        "int.constrained-int: is not a known key",
    ),
    ("LSSC = {", '"[key]" = 5\nLSSC = {', 16, "held.[key]: found"),
    ("credits = 12", "credit = 12", 16, "held.LSSC.credit: is not a known key; allow"),
    ("credits = 12", "renewed = 2020-01-01", 16, "held.LSSC: `since`, `renewed` and `expires` mus"),
    ("[held]\nLSSC = {", "held = 5\nrate = {", 15, "studying.held: is not a known"),
    ("GBP", "gbp", 20, 'rate.gbp: found `"gbp"`; allowed: the three capital letters of a currency'),
    ("1.27", "0", 20, "rate.GBP: found `0`; allowed: a number above 0"),
    (
        "1.27",
        "0.12345678901",
        20,
        "rate.GBP: found `0.12345678901`; allowed: a number with at most ten de",
    ),
    (
        "1.27",
        "99999999999.1",
        20,
        "rate.GBP: found `99999999999.1`; allowed: a number up to 1000000",
    ),
    ("1.27", "nan", 20, "rate.GBP: found `nan`"),
    ("ALA = 150", "int = -150", 22, "dues.int: found `-150`; allowed: 0 or more"),
    ("ALA = 150", '"x y" = -150', 22, 'dues.x y: found `"x y"`; allowed: letters'),
    (
        "ALA = 150",
        "ALA = 150.001",
        22,
        "dues.ALA: found `150.001`; allowed: a number with at most two dec",
    ),
    (
        "ALA = 150",
        "ala = 5\nALA = 150",
        23,
        "dues.ALA: is the same id as `ala`, because case does not matter",
    ),
    ("[dues]\nALA = 150", "[[dues]]\nALA = 150", 21, "dues: found `[{ALA = 150}]`; allowed: a tab"),
]


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize(("count", "code"), [(50, 0), (51, 1)])
def test_profile_may_have_at_most_fifty_jobs(
    run: Run, profile: Path, count: int, code: int
) -> None:
    periods = (
        f"since = {2027 + i}-01-01, until = {2029 + i}-03-0{1 + i % 9}" for i in range(count)
    )
    jobs = ", ".join(f'{{ setting = "public", hours_a_week = 1, {period} }}' for period in periods)
    profile.write_text(f"experience = [{jobs}]\n", encoding="utf-8")
    start = time.process_time()
    answer = run("check", "--on", "2026-11-23")

    assert time.process_time() - start < 30
    assert answer.code == code
    assert ("allowed: at most 50 items\n" in answer.err) == (code == 1)


def test_full_profile_is_valid(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)

    assert run("profile", "show").code == 0
    assert profile_store.load(profile) == Profile(
        education="associate",
        experience=(Job(since=date(2023, 5, 1), setting="public", hours_a_week=20),),
        member=("ALA",),
        meets=("letters",),
        budget=400,
        studying=Study(level="bachelor", done=date(2028, 6, 30)),
        held={"LSSC": Held(since=date(2024, 3, 15), credits=12)},
        rate={"GBP": Decimal("1.27")},
        dues={"ALA": 150},
    )


@pytest.mark.slow
@pytest.mark.parametrize(("original", "replacement", "line", "message"), FAULTS)
def test_each_error_is_reported_with_its_line(
    run: Run, profile: Path, original: str, replacement: str, line: int, message: str
) -> None:
    assert original in FULL_PROFILE
    text = FULL_PROFILE.replace(original, replacement, 1)
    profile.write_text(text)
    for command in (["show"], ["set", "--budget", "5"]):
        answer = run("profile", *command)

        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("error: the profile is not valid:\n")
        assert message in answer.err
        assert f"me.toml:{line}: " in answer.err
        assert len(answer.err.splitlines()) <= 4
        assert not codes(answer.err)
    assert (profile.read_text(), list(profile.parent.iterdir())) == (text, [profile])


def test_at_most_ten_errors_are_listed(run: Run, profile: Path) -> None:
    profile.write_text("\n".join(f"x{n} = 1" for n in range(50)))
    err = run("profile", "show").err

    assert err.count("me.toml:") == 10
    assert "… and 40 more" in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"education =", "me.toml:1:12` is not valid TOML"),
        (b"budget = 5\nbudget = 6", "does a key or a table occur twice?"),
        (b'meets = ["\x1b[31m"]', "me.toml:1:11` is not valid TOML"),
        (b'education = "\xff"', "is not UTF-8 (byte 14)"),
        ("education = 'none'".encode("utf-16"), "is not UTF-8 (byte 1)"),
        (b"x = " + b"[" * 100_000, "is not valid TOML: nested too deeply"),
        (b"x = " + b"9" * 10_000, "is not valid TOML: a number is too long"),
        (b"#" * (10 * 1024**2 + 1), "is larger than 10 MiB, the limit for a profile"),
    ],
)
def test_invalid_toml_is_reported(run: Run, profile: Path, content: bytes, message: str) -> None:
    profile.write_bytes(content)
    for command in (["show"], ["set", "--budget", "5"]):
        answer = run("profile", *command)

        assert (answer.code, answer.out) == (1, "")
        assert message in answer.err
        assert not codes(answer.err)
    assert (profile.read_bytes(), list(profile.parent.iterdir())) == (content, [profile])


@pytest.mark.parametrize("depth", [10, 100, 250, 500, 900])
def test_deep_nesting_causes_no_crash(run: Run, profile: Path, depth: int) -> None:
    for begin, end in (("[", "]"), ("{a=", "}")):
        profile.write_text(f"meets = [{begin * depth}1{end * depth}]")
        answer = run("profile", "show")

        assert answer.code == 1
        assert "me.toml" in answer.err


@pytest.mark.parametrize("command", ["show", "set --budget 5", "init"])
def test_only_regular_files_are_read(run: Run, profile: Path, command: str) -> None:
    make: Callable[[Path], object]
    for make in (Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)):
        make(profile)
        answer = run("profile", *command.split())

        assert (answer.code, answer.out) == (1, "")
        assert re.match(
            "error: (`.*me.toml` (is not a file that can be read as a profile|already exists)"
            "|cannot (read|write) `.*me.toml`: Too many levels of symbolic links)\n",
            answer.err,
        )
        (profile.rmdir if profile.is_dir() else profile.unlink)()
    if command != "init":
        assert list(profile.parent.iterdir()) == []


def test_impossible_file_name_is_reported(run: Run) -> None:
    for command in ("show", "init", "set --budget 5"):
        answer = run("profile", *command.split(), "--profile", "a\0b")

        assert answer.code == 1
        assert "embedded null" in answer.err


def test_named_profile_must_exist(
    run: Run, profile: Path, told: Callable[..., Any], usual: Path
) -> None:
    answer = run("profile", "show")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"error: there is no profile `{profile}`\n"
        f"hint: create it with `libcert profile init --profile {profile}`\n"
    )
    with pytest.raises(InvalidProfileError):
        told()
    with pytest.raises(InvalidProfileError):
        told("--profile", str(usual))
    assert told("--no-profile") == (Profile(), [])
    with pytest.raises(typer.BadParameter, match="cannot be used together"):
        told("--no-profile", "--profile", "x")


def test_default_profile_may_be_missing(run: Run, usual: Path) -> None:
    answer = run("profile", "show")

    assert answer.code == 0
    assert answer.err == (
        f"note: there is no profile at `{usual}` yet; create it with `libcert profile set`\n"
    )


@pytest.mark.slow
@root_only
def test_missing_permissions_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH")  # only root may enter that folder
    private, readable = tmp_path / "shut" / "me.toml", tmp_path / "open" / "me.toml"
    for path, mode in ((private, 0o700), (readable, 0o755)):
        path.parent.mkdir()
        path.write_text(FULL_PROFILE)
        path.parent.chmod(mode)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("popen-", "pytest-", "test_")):
            folder.chmod(0o755)
    code = f"""
import os
from libcert import cli
for command in (["set", "--budget", "5"], ["show"]):  # import the modules as root
    cli.main(["profile", *command, "--profile", "{tmp_path}/warm.toml"])
os.setuid(54321)
for place in ("{private}", "{readable}"):
    for command in (["show"], ["set", "--budget", "5"], ["init"]):
        print(cli.main(["profile", *command, "--profile", place]))
"""
    argv = [sys.executable, "-c", code]
    process = subprocess.run(argv, capture_output=True, check=False, text=True)
    answers = [line for line in process.stdout.splitlines() if line in {"0", "1", "2"}]

    assert answers == ["1", "1", "1", "0", "1", "1"]
    assert process.stderr.count(f"error: cannot read `{private}`: Permission denied\n") == 2
    assert process.stderr.count("error: cannot write `") == 2
    assert process.stderr.count(": Permission denied\n") == 4
    assert (private.read_text(), readable.read_text()) == (FULL_PROFILE, FULL_PROFILE)
    assert [*readable.parent.iterdir()] == [readable]


# --- Display --------------------------------------------------------------------------------------


def test_show_lists_every_entry(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)

    assert run("profile", "show", "--format", "table").out.splitlines() == [
        "field         value",
        "───────────────────────────────────────────────────────",
        "where         not set",
        "settings      not set",
        "education     associate",
        "subject       not set",
        "college years not set",
        "studying      bachelor, finished by 2028-06-30",
        "experience    public, 20 hours a week, since 2023-05-01",
        "member        ALA",
        "non member    not set",
        "held          LSSC since 2024-03-15, 12 credits",
        "meets         letters",
        "lacks         not set",
        "study hours   not set",
        "budget        $400 a year",
        "currency      USD",
        "rate          1 GBP is 1.27 USD",
        "dues          ALA: $150 a year",
    ]
    assert run("profile", "show", "--fields", "held,budget").out == (
        "field\tvalue\nheld\tLSSC since 2024-03-15, 12 credits\nbudget\t$400 a year\n"
    )
    assert "| held | LSSC since" in run("profile", "show", "--format", "markdown").out


def test_show_matches_the_schema(run: Run, profile: Path) -> None:
    schema = run("schema", "profile").json
    for text in (FULL_PROFILE, "non_member = true\nbudget = 99.5\nrate.JPY = 0.0067\n", ""):
        profile.write_text(text)
        answer = run("profile", "show", "--json").json

        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(answer, schema)
        assert list(answer) == list(Profile.FIELDS)
        assert run("profile", "show", "--format", "jsonl").json == answer
    profile.write_text(FULL_PROFILE)
    answer = run("profile", "show", "--json").json
    assert answer["rate"] == {"GBP": 1.27}
    assert answer["held"]["LSSC"] == {
        **dict.fromkeys(("renewed", "expires")),
        "since": "2024-03-15",
        "credits": 12,
    }
    assert list(run("profile", "show", "--json", "--fields", "rate,held").json) == ["rate", "held"]


def test_show_writes_csv(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    assert run("profile", "show", "--format", "csv", "--fields", "held,rate,budget").out == (
        'held,rate,budget\n"LSSC since 2024-03-15, 12 credits",GBP 1.27,400\n'
    )
    profile.write_text("")
    assert run("profile", "show", "--format", "csv", "--fields", "held,budget,currency").out == (
        "held,budget,currency\n,,USD\n"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Job(since=date(2023, 5, 1)), "since 2023-05-01"),
        (Job(since=date(2023, 5, 1), until=date(2024, 1, 1)), "2023-05-01 to 2024-01-01"),
        (Job(years=2, as_of=TODAY), "2 years as of 2026-11-23"),
        (Job(years=1, as_of=TODAY, running=True), "1 year as of 2026-11-23, still running"),
        (Job(years=0, as_of=TODAY, running=True), "since 2026-11-23, still running"),
        (Job(years=Decimal("1.5"), running=False), "1.5 years, ended"),
        (
            Job(since=TODAY, setting="school", role="aide", full_time=True, hours_a_week=35),
            "school, as aide, full time, 35 hours a week, since 2026-11-23",
        ),
        (Job(since=TODAY, full_time=False), "part time, since 2026-11-23"),
        (Job(since=TODAY, hours_a_week=Decimal("37.5")), "37.5 hours a week, since 2026-11-23"),
        ({"A": Held(), "B": Held(credits=0)}, "A; B 0 credits"),
        (
            Held(since=date(2020, 1, 1), renewed=date(2023, 1, 1), expires=date(2026, 1, 1)),
            "since 2020-01-01, renewed 2023-01-01, expires 2026-01-01",
        ),
    ],
)
def test_values_are_described_in_words(value: object, text: str) -> None:
    assert phrases.one_line("", value) == text


def test_control_characters_do_not_reach_the_terminal(run: Run, profile: Path) -> None:
    profile.write_text(
        'meets = ["\\u001b]0;x\\u0007", "\\u202e"]\nexperience = [{since = 2020-01-01, role = "\\u009b2J"}]\n'
    )
    assert "\x1b" not in run("profile", "show", "--json").out
    for form in ("table", "markdown", "csv", "tsv"):
        out = run("profile", "show", "--format", form).out

        assert not codes(out, "\n\t")


# --- Changes --------------------------------------------------------------------------------------


def test_set_creates_a_profile(run: Run, usual: Path) -> None:
    answer = run("profile", "set", "--education", "associate", "--held", "LSSC=2024-03-15")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        f"note: `{usual}` now has\n  education: associate\n  held: LSSC since 2024-03-15\n"
    )
    assert usual.read_text() == 'education = "associate"\n\n[held]\nLSSC = {since = 2024-03-15}\n'
    assert stat.S_IMODE(usual.parent.stat().st_mode) == 0o700


def test_set_changes_entries_and_keeps_the_rest(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    answer = run(
        *("profile", "set", "--education", "bachelor", "--experience", "2019-01-01..2020-01-01"),
        *("--experience", "2023-05-01.. 20h public", "--member", "ala,SLA", "--meets", "Letters"),
        *("--lacks", "licence", "--budget", "500", "--held", "lssc=2024-03-16,ACA"),
        *(
            "--rate",
            "GBP=1.3",
            "--dues",
            "SLA=20",
            "--non-member",
            "--studying",
            "master=2029-01-01",
        ),
    )

    assert answer.code == 0
    assert (
        profile.read_text()
        == """\
# Me
education = "bachelor" # done in 2019
experience = [
  { since = 2023-05-01, setting = "public", hours_a_week = 20 }, # the best of all
  {since = 2019-01-01, until = 2020-01-01},
]
member = ["ALA", "SLA"]
meets = ["letters"]
budget = 500
non_member = true
lacks = ["licence"]

# What I study
[studying]
level = "master"
done = 2029-01-01

[held]
LSSC = {since = 2024-03-16, credits = 12} # framed
ACA = {}

# In dollars
[rate]
GBP = 1.3
[dues]
ALA = 150
SLA = 20
"""
    )
    assert profile_store.load(profile).held["LSSC"].credits == 12


def test_comment_below_the_last_element_is_kept(run: Run, profile: Path) -> None:
    profile.write_text('meets = [\n "y"\n # b\n]\n')
    answer = run("profile", "set", "--meets", "z")

    assert answer.code == 0
    assert profile.read_text() == 'meets = [\n "y",\n # b\n "z"\n]\n'


def test_set_with_existing_values_changes_nothing(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    before = profile.stat()
    answer = run(
        *("profile", "set", "--education", "associate", "--experience", "2023-05-01.. 20h public"),
        *("--member", "ala", "--held", "lssc", "--budget", "400.00", "--unset", "lacks"),
    )

    assert (answer.code, answer.err) == (0, f"note: nothing to change in `{profile}`\n")
    assert (profile.stat().st_ino, profile.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


def test_unset_removes_entries_and_keeps_other_comments(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    answer = run("profile", "set", "--unset", "held,budget", "--unset", "Experience")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        f"note: `{profile}` now has\n  experience: not set\n  held: not set\n  budget: not set\n"
    )
    assert (
        profile.read_text()
        == """\
# Me
education = "associate" # done in 2019
member = ["ALA"]
meets = ["letters"]

# What I study
[studying]
level = "bachelor"
done = 2028-06-30


# In dollars
[rate]
GBP = 1.27
[dues]
ALA = 150
"""
    )


def test_unset_runs_before_other_options(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    run("profile", "set", "--unset", "member,held,non-member", "--member", "SLA", "--held", "ACA")

    assert profile_store.load(profile).member == ("SLA",)
    assert profile_store.load(profile).held == {"ACA": Held()}


def test_currency_cannot_change_while_old_amounts_remain(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE + "SLA = 1\n")
    answer = run("profile", "set", "--currency", "GBP", "--budget", "5", "--dues", "ALA=5")

    assert (answer.code, profile.read_text()) == (1, FULL_PROFILE + "SLA = 1\n")
    assert answer.err == (
        "error: the currency cannot change to GBP: the amounts of `rate`, `dues` are in USD\n"
        "hint: set each of them again, or remove them with `--unset rate,dues`\n"
    )
    again = ("--dues", "ala=5", "--dues", "sla=6", "--unset", "rate", "--budget", "5")
    assert run("profile", "set", "--currency", "GBP", *again).code == 0
    assert run("profile", "set", "--unset", "currency").code == 1
    assert run("profile", "set", "--unset", "currency,budget,dues").code == 0
    assert profile_store.load(profile).currency == "USD"


def test_invalid_changes_are_not_written(run: Run, profile: Path) -> None:
    text = "[held.LSSC]\nrenewed = 2022-01-01\n"
    profile.write_text(text)
    answer = run("profile", "set", "--held", "LSSC=2023-01-01", "--budget", "5")

    assert (answer.code, profile.read_text()) == (1, text)
    assert answer.err == (
        "error: the new entries do not fit the profile:\n"
        "  held.LSSC: `since`, `renewed` and `expires` must be in this order in time\n"
    )


# --- Complete changes or no change ----------------------------------------------------------------


def test_set_keeps_the_file_mode_and_the_link(run: Run, tmp_path: Path) -> None:
    real, link = tmp_path / "real" / "me.toml", tmp_path / "link.toml"
    link.symlink_to(real)
    for _ in range(2):  # the target does not exist the first time
        assert run("profile", "set", "--profile", str(link), "--held", "A").code == 0
        assert link.is_symlink()
        real.chmod(0o640)
        assert run("profile", "set", "--profile", str(link), "--budget", "5").code == 0
        assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert {path.name for path in real.parent.iterdir()} == {"me.toml", "me.toml.libcert.lock"}
    assert {path.name for path in tmp_path.iterdir()} == {"real", "link.toml"}


def test_full_disk_leaves_the_file_unchanged(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        answer = run("profile", "set", "--budget", "5")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert answer.err == f"error: cannot write `{profile}`: File too large\n"
    assert (answer.code, profile.read_text()) == (1, FULL_PROFILE)
    assert {path.name for path in profile.parent.iterdir()} == {"me.toml", "me.toml.libcert.lock"}


@pytest.mark.parametrize("command", ["init", "set --budget 5"])
def test_unwritable_paths_are_reported(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for place in ("/dev/null/x/me.toml", "/proc/nothing/me.toml"):
        monkeypatch.setenv("LIBCERT_PROFILE", place)
        answer = run("profile", *command.split())

        assert (answer.code, answer.out) == (1, "")
        assert re.match(r"error: cannot write `/(dev/null/x|proc/nothing)", answer.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write where nobody may")
def test_read_only_folder_is_reported(run: Run, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    profile.parent.chmod(0o500)
    answer = run("profile", "set", "--budget", "5")

    assert (answer.code, profile.read_text()) == (1, FULL_PROFILE)
    assert answer.err == f"error: cannot write `{profile}`: Permission denied\n"


@pytest.mark.slow
def test_closed_output_does_not_matter_if_nothing_is_printed(tmp_path: Path) -> None:
    line = f'exec "$0" -m libcert profile set --profile {tmp_path}/me.toml --budget 5 >&-'
    process = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable], capture_output=True, check=False
    )

    assert (process.returncode, process.stderr[:5]) == (0, b"note:")


def test_lock_of_another_process_is_reported(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile_store, "LOCK_SECONDS", 0.2)
    with filelock.FileLock(f"{profile}.libcert.lock", is_singleton=False):
        answer = run("profile", "set", "--budget", "5")

        assert (answer.code, profile.exists()) == (1, False)
        assert answer.err == (
            f"error: `{profile}.libcert.lock` is locked: another process is changing the profile\n"
            "hint: try again when that is done\n"
        )
    assert run("profile", "set", "--budget", "5").code == 0


def _write(path: Path, name: str) -> None:
    for number in range(25):
        profile_store.change(path, {"held": {f"{name}{number}": Held(credits=number)}})


@pytest.mark.slow
def test_two_writers_lose_no_changes(spawn: Spawn, profile: Path) -> None:
    profile.write_text(FULL_PROFILE)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        futures = [pool.submit(_write, profile, name) for name in "AB"]
        for number in range(3):
            assert spawn("profile", "set", "--member", f"M{number}").returncode == 0
        for future in futures:
            future.result(timeout=120)

    result = profile_store.load(profile)
    assert result.held.keys() == {"LSSC", *(f"{name}{n}" for name in "AB" for n in range(25))}
    assert result.member == ("ALA", "M0", "M1", "M2")
    assert "# framed" in profile.read_text()


@pytest.mark.slow
def test_killed_process_leaves_the_old_or_the_new_profile(profile: Path) -> None:
    code = """
import itertools, sys
from pathlib import Path
from libcert.files import profile_store
print("ready", flush=True)
for number in itertools.count():
    profile_store.change(Path(sys.argv[1]), {"budget": number, "meets": (f"m{number}",)})
"""
    profile.write_text(FULL_PROFILE)
    for round_ in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(profile)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(round_ * 0.005)
            process.send_signal(signal.SIGKILL)
        result = profile_store.load(profile)  # and it is complete

        assert result.held == {"LSSC": Held(since=date(2024, 3, 15), credits=12)}
        assert f"m{result.budget}" in (*result.meets, "m400")
    profile_store.change(profile, {"budget": 1})  # killed processes hold no lock
    assert profile_store.load(profile).budget == 1


# --- In Python ------------------------------------------------------------------------------------


def test_python_functions_raise_libcert_errors(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    with pytest.raises(LibcertError):
        profile_store.load(path)
    profile_store.create(path)
    with pytest.raises(OutputError):
        profile_store.create(path)
    assert profile_store.change(path, {"budget": 1}).after == Profile(budget=1)
    assert profile_store.change(path, {}) == profile_store.ProfileChange(
        Profile(budget=1), Profile(budget=1)
    )


def test_job_settings_match_the_vocabulary() -> None:
    assert get_args(Setting) == read_job.SETTINGS
