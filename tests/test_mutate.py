"""The mutator: what it changes and what it leaves alone, and what it says of survivors."""

import subprocess
import sys
import textwrap

import mutate
import pytest
from conftest import ROOT, unmeasured
from mutate import Mutant


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        pytest.param("x = a < b", ["x = a <= b"], id="a bound"),
        pytest.param("x = a is not b", ["x = a is b"], id="a comparison in two words"),
        pytest.param(
            "x = a < b <= c", ["x = a <= b <= c", "x = a < b < c"], id="a chain of comparisons"
        ),
        pytest.param("x = a + b // c", ["x = a + b * c", "x = a - b // c"], id="a calculation"),
        pytest.param("x += y", ["x -= y"], id="a step"),
        pytest.param("x = a and b", ["x = True and b", "x = a and True"], id="what has to hold"),
        pytest.param("x = a or 0", ["x = False or 0", "x = a or 1"], id="what stands in for it"),
        pytest.param("x = not a", ["x = a"], id="a negation"),
        pytest.param("x = True", ["x = False"], id="a truth"),
        pytest.param("x = 'é' + s", ["x = 'XXé' + s", "x = 'é' - s"], id="a text"),
        pytest.param("x = f'{a + 1} b'", ["""x = ("XX" f'{a + 1} b')"""], id="a composed text"),
        pytest.param(
            "x = a if b else c", ["x = a if True else c", "x = a if False else c"], id="if"
        ),
        pytest.param(
            "x = [a for a in b if a]",
            ["x = [a for a in b if True]", "x = [a for a in b if False]"],
            id="a filter",
        ),
        pytest.param("x = f(a, b=c)", ["x = f(a, **{})"], id="an argument"),
        pytest.param(
            "x = min(a.casefold())", ["x = max(a.casefold())", "x = min(a)"], id="a function"
        ),
        pytest.param("x = Answer.YES", ["x = Answer.NO"], id="an answer"),
        pytest.param("while a:\n    break", ["while False:", "continue"], id="a loop"),
        pytest.param("f(a)", ["pass"], id="a call"),
        pytest.param("raise a", ["pass"], id="a refusal"),
        pytest.param("x: 'int' = y", [], id="a type"),
        pytest.param("x = Literal['a']", [], id="a type of texts"),
        pytest.param("T = TypeVar('T', bound=x)", [], id="a type that varies"),
        pytest.param("'''Say so.'''", [], id="a docstring"),
        pytest.param("assert a < b", [], id="what the type checker is told"),
        pytest.param("@cache(1)\ndef f(): g = h", [], id="a decorator"),
    ],
)
def test_what_is_changed(source: str, changed: list[str]) -> None:
    found = [mutant.after for mutant in mutate.mutants("m", f"{source}\n")]

    assert sorted(found) == sorted(changed)


def test_a_change_is_told_by_its_function_and_its_lines() -> None:
    source = textwrap.dedent(
        """\
        class A:
            def b(self, c=1):
                return f(
                    c,
                    "d",
                )
        """
    )
    found = mutate.mutants("m", source)

    assert [mutant.key for mutant in found] == [
        ("m", "A.b", "def b(self, c=1):", "def b(self, c=2):"),
        ("m", "A.b", 'return f( c, "d", )', "return None"),
        ("m", "A.b", '"d",', "'XXd',"),
    ]
    assert found[0].source == source.replace("c=1", "c=2")


def test_a_case_is_left_out() -> None:
    source = "match a:\n    case b() if c: pass\n    case d(): pass\n"

    assert [mutant.after for mutant in mutate.mutants("m", source)] == [
        "case b() if False: pass",
        "case b() if True: pass",
        "case d() if False: pass",
    ]


QUOTES = Mutant("m", "f", "x = 'a'", "x = '\\'", "")
PLAIN = Mutant("m", "", "x = 1", "x = 2", "")


@pytest.mark.parametrize("mutant", [QUOTES, PLAIN])
def test_a_survivor_can_be_written_down_as_it_is_shown(mutant: Mutant) -> None:
    assert mutate.explained(str(mutant)) == {mutant.key: ""}


@pytest.mark.parametrize(
    ("left", "reasons", "words"),
    [
        pytest.param([], {}, [], id="nothing survives"),
        pytest.param([PLAIN], {PLAIN.key: "it is so"}, [], id="a reason"),
        pytest.param([PLAIN], {PLAIN.key: ""}, ["no reason"], id="an empty reason"),
        pytest.param([PLAIN, QUOTES], {}, ["no reason", "no reason"], id="no reasons"),
        pytest.param(
            [], {PLAIN.key: "it is so"}, ["not survive any more"], id="a reason for nothing"
        ),
    ],
)
def test_a_survivor_has_a_reason_and_a_reason_a_survivor(
    left: list[Mutant], reasons: dict[mutate.Key, str], words: list[str]
) -> None:
    for said, word in zip(mutate.wrong(left, reasons), words, strict=True):
        assert word in said


def test_every_module_has_tests_and_every_reason_a_module() -> None:
    for module, tests in mutate.TESTS.items():
        assert mutate.path(module).exists()
        assert all((ROOT / "tests" / f"test_{name}.py").exists() for name in tests)
    for (module, *_), reason in mutate.explained(mutate.SURVIVORS.read_text("utf-8")).items():
        assert module in mutate.TESTS
        assert reason


def mutating(*argv: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "mutants" / "mutate.py"), *argv]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=unmeasured()
    )


def test_the_shortest_module_has_no_survivors() -> None:
    done = mutating("ages")

    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("ages: ")


def test_a_list_runs_nothing() -> None:
    done = mutating("answers", "ages", "--list")

    assert done.returncode == 0
    assert {key[0] for key in mutate.explained(done.stdout)} == {"answers", "ages"}


def test_a_module_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        mutate.main(["ages", "moon"])
    assert "`moon` is no module of the domain" in capsys.readouterr().err
