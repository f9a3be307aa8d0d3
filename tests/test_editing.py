"""Changes to TOML files in place, in any layout."""

import re
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from libcert.files import profile_store, toml_edit
from libcert.model.errors import InvalidProfileError
from libcert.model.profile import Held, Job

# A long line in a table of samples is easier to read than a broken one.
# ruff: noqa: E501

Run = Callable[..., Any]

TODAY = date(2026, 11, 23)


LAYOUTS: list[tuple[str, str, str]] = [
    # text before, kind of change, text after
    ("", "budget", "budget = 5\n"),
    ("# mine", "budget", "# mine\n\nbudget = 5\n"),
    ("budget = 4", "budget", "budget = 5"),
    ("[held]\nA = {}", "budget", "budget = 5\n\n[held]\nA = {}"),
    ("# a\n\n\n# b\n[held]\n", "budget", "# a\n\nbudget = 5\n\n\n# b\n[held]\n"),
    (
        'meets = ["""\n# x\n[y]"""]\n[held]\n',
        "budget",
        'meets = ["""\n# x\n[y]"""]\nbudget = 5\n\n[held]\n',
    ),
    (
        "[held.A]\n# why\n\n# about B\n[held.B]\ncredits = 1\n\n# end\n[rate]\n",
        "held",
        "[held.A]\n# why\n\n# about B\n[held.B]\ncredits = 1\n\n[held.X]\ncredits = 5\n\n# end\n[rate]\n",
    ),
    (
        "[held.A]\n[rate]\nGBP = 1 # g\n[held.B]\n",
        "held",
        "[held.A]\n[rate]\nGBP = 1 # g\n[held.B]\n\n[held.X]\ncredits = 5\n",
    ),
    (
        "[held]\n# none yet\n\n# next\n[rate]\n",
        "held",
        "[held]\n# none yet\nX = {credits = 5}\n\n# next\n[rate]\n",
    ),
    (
        "held = { A = { since = 2024-01-01 } } # h\n",
        "held",
        "held = {A = {since = 2024-01-01}, X = {credits = 5}} # h\n",
    ),
    *(
        (
            f"meets = [{before}]\n",
            "meets",
            f"meets = [{after}]\n",
        )
        for before, after in (
            ('\n "y"\n # b\n', '\n "y",\n # b\n "z"\n'),
            ('\n "y"\n # b\n # c\n\n', '\n "y",\n # b\n # c\n "z"\n\n'),
            ('\n "y", # a\n # b\n', '\n "y", # a\n # b\n "z"\n'),
            ('\n "y" # a\n # b\n , # c\n # d\n', '\n "y" # a\n # b\n , # c\n # d\n "z"\n'),
            ('\n  "x"\n  , "y"\n  # c\n', '\n  "x"\n  , "y",\n  # c\n  "z"\n'),
            ("\n # none\n", '\n # none\n "z"\n'),
        )
    ),
    ("held = {\n  # a\n  A = {},\n}\n", "held", "held = {\n  # a\n  A = {},\nX = {credits = 5}}\n"),
    (
        "held.A.credits = 1 # a\nbudget = 1\n",
        "held",
        "held.A.credits = 1 # a\nheld.X = {credits = 5}\nbudget = 1\n",
    ),
    (
        "[held]\nA.credits = 1\n# a\n\n# r\n[rate]\n",
        "held",
        "[held]\nA.credits = 1\n# a\nX = {credits = 5}\n\n# r\n[rate]\n",
    ),
    (
        "[held]\nX = { credits = 4, since = 2024-01-01 } # x\n",
        "held",
        "[held]\nX = {credits = 5, since = 2024-01-01} # x\n",
    ),
    (
        "[held.x]\nsince = 2024-01-01 # x\n\n# r\n[rate]\n",
        "held",
        "[held.x]\nsince = 2024-01-01 # x\ncredits = 5\n\n# r\n[rate]\n",
    ),
    (
        "[[experience]]\nyears = 1 # y\nas_of = 2020-01-01\n\n# r\n[rate]\n",
        "experience",
        "[[experience]]\nyears = 1 # y\nas_of = 2020-01-01\n\n[[experience]]\nsince = 2020-01-01\n\n# r\n[rate]\n",
    ),
    ("experience = []\n", "experience", "experience = [{since = 2020-01-01}]\n"),
    ("[rate]\nGBP = 1\n\n\n", "held", "[rate]\nGBP = 1\n\n[held]\nX = {credits = 5}\n"),
]
CHANGES: dict[str, dict[str, Any]] = {
    "budget": {"budget": 5},
    "meets": {"meets": ("z",)},
    "held": {"held": {"X": Held(credits=5)}},
    "experience": {"experience": (Job(since=date(2020, 1, 1)),)},
}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("before", "change", "after"), LAYOUTS)
def test_layout_is_preserved(
    tmp_path: Path, ending: str, mark: bytes, before: str, change: str, after: str
) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(mark + before.replace("\n", ending).encode())
    profile_store.change(path, CHANGES[change])
    if "\n" not in before:  # this file has no line ending
        ending = "\n"

    assert path.read_bytes() == mark + after.replace("\n", ending).encode()


def test_lines_may_have_different_endings(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(b"# a\r\nbudget = 4\n# b\r\n# c\n")
    profile_store.change(path, {"budget": 5, "education": "none"})

    assert path.read_bytes() == (b'# a\r\nbudget = 5\r\n# b\r\n# c\n\r\neducation = "none"\r\n')


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mixed", ["", "# m\n# m\r\n"])
def test_many_equal_lines_are_edited_quickly(
    run: Run, profile: Path, ending: str, mixed: str
) -> None:
    blanks = ending * 20_000
    text = "budget = {}" + ending + mixed + blanks + "[rate]" + ending + "GBP = {}"
    profile.write_bytes(text.format(3, 1).encode())
    start = time.process_time()
    answer = run("profile", "set", "--budget", "5", "--rate", "GBP=2")

    assert answer.code == 0
    assert time.process_time() - start < 30
    assert profile.read_bytes().decode() == text.format(5, 2)


def test_file_is_unchanged_if_its_layout_cannot_be_preserved(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = "[[experience]]\nsince = 2020-01-01\n"
    text = f"{job}[rate]\n{job}[dues]\n"
    profile.write_text(text)
    # First the layout itself, then an edit with a wrong result: other data, an invalid profile,
    # invalid TOML or nothing.
    for output in (None, "budget = 1\n", "x = 1\n", "x = [\n", ""):
        if output is not None:
            monkeypatch.setattr(toml_edit, "edit", lambda *_, output=output: output)
        answer = run("profile", "set", "--rate", "GBP=2")

        assert (answer.code, profile.read_text()) == (1, text)
        assert answer.err == (
            f"error: `{profile}` has a layout that libcert cannot keep\n"
            "hint: edit it by hand, or put the tables of each entry next to each other\n"
        )


LINES = {
    "education": ['education = "master"'],
    "budget": ["budget = 5.50"],
    "member": ['member = [ "ALA", ]', 'member = [\n  "ALA", #c\n  "SLA" #c\n]'],
    "meets": ['meets = ["""\n# x\n[y]\nz"""]'],
    "experience": [
        "experience = [\n  {years = 2, running = false}, #c\n  #c\n]",
        "experience = [ { since = 2020-01-01 } ]",
    ],
    "rate": ["rate.GBP = 1.5", "rate = { GBP = 1.5 }", "rate = {}"],
    "held": ["held.A.credits = 1\nheld.B.credits = 2", "held = { A = { since = 2020-01-01 } }"],
}
TABLES = {
    "experience": [
        "[[experience]] #c\nsince = 2020-01-01 #c\n[[experience]]\nyears = 2\nas_of = 2020-01-01"
    ],
    "studying": ['[studying]\nlevel = "master" #c\ndone = 2028-01-01'],
    "rate": ["[rate] #c", "[rate]\n#c\nGBP = 1.5"],
    "held": ["[held]\nA = { since = 2020-01-01 } #c", "[held.A]\n#c\n[held.B]\ncredits = 1 #c"],
    "dues": ["[dues]\nALA = 5 #c"],
}


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return profiles in many layouts, in which each comment is unique."""
    gap = st.sampled_from(["", "\n", "#c\n", "\n#c\n", "#c\n\n", "\n  #c\n#c\n"])
    top = draw(st.lists(st.sampled_from(sorted(LINES)), unique=True))
    below = draw(st.lists(st.sampled_from(sorted(TABLES.keys() - set(top))), unique=True))
    parts = [LINES[name] for name in top] + [TABLES[name] for name in below]
    text = "".join(draw(gap) + draw(st.sampled_from(part)) + "\n" for part in parts) + draw(gap)
    for number in range(text.count("#c")):
        text = text.replace("#c", f"# <{number}>", 1)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _entries(**entries: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in entries.items()},
        optional={"budget": st.just(Decimal("7.25"))},
    )


PROFILE_CHANGES = _entries(
    education=["doctorate"],
    member=[(), ("ala", "X")],
    lacks=[(), ('# it\'s "so"\n\x1b', "é\u2028")],
    experience=[(), (Job(since=date(2019, 1, 1), full_time=False), Job(years=1, as_of=TODAY))],
    held=[{}, {"a": Held(since=date(2020, 1, 1)), "Z+": Held()}, {"B": Held(credits=7)}],
    rate=[{}, {"GBP": 2, "EUR": Decimal("1.1")}],
    dues=[{}, {"ala": 9}, {"SLA": 9}],
)


@pytest.mark.slow
@given(documents(), PROFILE_CHANGES)
def test_no_layout_loses_a_comment_or_an_entry(
    tmp_path_factory: pytest.TempPathFactory, text: str, changes: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode())
    before = tomli.loads(text)
    profile_store.change(path, changes)
    written = path.read_bytes().decode()
    after = tomli.loads(written)

    assert sorted(re.findall(r"# <\d+>", written)) == sorted(re.findall(r"# <\d+>", text))
    assert all(name in after for name in before)
    assert after["education"] == "doctorate"
    assert {*before.get("held", {})} <= {*after.get("held", {})}
    assert len(after.get("experience", [])) >= len(before.get("experience", []))
    if text.count("\r"):
        assert written.count("\r\n") == written.count("\n")
    assert profile_store.change(path, changes).after == profile_store.load(path)
    assert path.read_bytes().decode() == written


# --- Inside brackets ------------------------------------------------------------------------------


def _brackets(draw: st.DrawFn, marks: str, parts: list[str]) -> str:
    """Return an array or inline table of some of *parts*, with random spaces and comments."""
    gap = partial(
        draw, st.sampled_from(["", " ", "\n", "\n\n  ", " #c\n", "\n#c\n", "\n #c\n#c\n "])
    )
    some = parts[: draw(st.integers(0, len(parts)))]
    text = ",".join(gap() + part + gap() for part in some)
    end = draw(st.sampled_from(["", f",{gap()}"])) if some else gap()
    return marks[0] + text + end + marks[1]


@st.composite
def bracketed(draw: st.DrawFn) -> str:
    """Return profiles with entries in brackets or below headers, in any order."""
    job = _brackets(draw, "{}", ["since = 2020-01-01", 'role = "x"'])
    job = job if "since" in job else "{years = 1, as_of = 2020-01-01}"
    held = [
        f"{name} = " + _brackets(draw, "{}", ["credits = 1", "since = 2020-01-01"]) for name in "AB"
    ]
    entries = {
        "meets": _brackets(draw, "[]", ['"y"', "'''\n# ]'''", '"z#"']),
        "member": _brackets(draw, "[]", ['"ALA"', "'SLA'"]),
        "experience": _brackets(draw, "[]", [job, "{years = 2, as_of = 2020-01-01}"]),
        "held": _brackets(draw, "{}", held),
        "rate": _brackets(draw, "{}", ["GBP = 1.50", "EUR = 2"]),
    }
    top = draw(st.lists(st.sampled_from(sorted(entries)), unique=True))
    text = "".join(f"{name} = {entries[name]} #c\n" for name in top)
    rate = ["[rate]\nGBP = 1 #c\n"] * ("rate" not in top)
    below = ["[dues] #c\nALA = 5\n", *rate]
    if "held" not in top:
        below += draw(
            st.sampled_from(
                [[f"[held] #c\n{held[0]}\n"], ["[held.A]\n#c\n", "[held.B] #c\ncredits=1\n"]]
            )
        )
    if "experience" not in top:
        below += ["[[experience]]\nsince = 2020-01-01 #c\n"]
    text += "".join(draw(st.permutations(below))[: draw(st.integers(0, len(below)))])
    for number in range(text.count("#c")):
        text = text.replace("#c", f"# <{number}>", 1)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@pytest.mark.slow
@given(bracketed(), PROFILE_CHANGES)
def test_entries_in_brackets_get_the_changes_or_stay_the_same(
    tmp_path_factory: pytest.TempPathFactory, text: str, changes: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "brackets.toml"
    path.write_bytes(text.encode())
    before = tomli.loads(text)
    refusal = ""
    try:
        profile_store.change(path, changes)
    except InvalidProfileError as error:
        refusal = str(error)
    written = path.read_bytes().decode()
    after = tomli.loads(written)

    assert refusal in {"", f"`{path}` has a layout that libcert cannot keep"}
    assert not refusal or written == text
    assert sorted(re.findall(r"# <\d+>", written)) == sorted(re.findall(r"# <\d+>", text))
    for name, value in before.items():
        if isinstance(value, list):
            assert after[name][: len(value)] == value
        else:
            assert {*value} <= {*after[name]}
        if name not in changes:
            assert after[name] == value
    if not refusal:
        assert profile_store.change(path, changes).after == profile_store.load(path)
        assert path.read_bytes().decode() == written
