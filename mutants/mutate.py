"""Change the domain's code in one small way at a time, and see that a test fails each time.

    python mutants/mutate.py                 each module in `TESTS`: a quarter of an hour
    python mutants/mutate.py answers dates   these modules: half a minute
    python mutants/mutate.py cost --list     what would be changed; nothing is run

A change that no test notices survives: a test is missing, or the code is not needed. What survives
and is not worth a test stands in `mutants/survivors.toml`, with the reason. The exit code is 1
where anything else survives, and where what stands there survives no more.

Each change is run in a process of its own, forked off one that has imported what takes long, and
from memory: no file is changed. Only the tests in `TESTS` are run, up to the first that fails. What
tests start as processes of their own is not changed, and Windows cannot fork.

The mutator is our own: mutmut leaves tables alone, and what runs on import, as half of `criteria`
does, it changes too late; cosmic-ray starts Python anew for each change.
"""

import argparse
import ast
import gc
import importlib.abc
import importlib.util
import itertools
import os
import resource
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

import pytest
from hypothesis import Phase, settings

ROOT: Final = Path(__file__).resolve().parents[1]
SURVIVORS: Final = ROOT / "mutants" / "survivors.toml"
TESTS: Final[Mapping[str, Sequence[str]]] = {
    "answers": ("answers",),
    "quantities": ("quantities",),
    "cost": ("cost",),
    "requirements": ("requirements",),
    "criteria": ("criteria",),
    "comparison": ("comparison",),
    "ordering": ("ordering",),
    "findings": ("findings",),
    "ages": ("ages",),
    "dates": ("dates",),
    "text": ("text", "words"),
    "packing": ("packing", "loader"),
    "eligibility": ("eligibility",),
    "experience": ("experience", "eligibility"),
    "prospects": ("prospects", "planning"),
    "cost_over_years": ("cost_over_years",),
    "renewals": ("renewals",),
    "merging": ("merging", "own_catalogues"),
}
"""The modules of the domain, and the files of tests that have to notice a change to each.

Not yet among them are `planning`, of whose 514 changes about 100 are noticed by no test and still
want a test or a reason each, and `scheduling`, where most changes alter only how soon the same plan
is found: that one is held to all plans there are, and to a solver, in its tests.
"""
WARM: Final = ("hypothesis.strategies", "pydantic", "rich.console", "rich.table")
"""What takes long to import, and changes nothing that is tested."""
PATIENCE: Final = 3
"""How many times as long as without a change the tests may compute; then the change is noticed."""
MEMORY: Final = 4 * 2**30
"""The most memory that a changed process may take."""
SURVIVED: Final = 0
"""The exit code of tests that all pass."""

COMPARED: Final = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
CALCULATED: Final = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}
NAMED: Final = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "sorted": "list",
    "reversed": "list",
    "ceil": "int",
    "YES": "NO",
    "NO": "MAYBE",
    "MAYBE": "YES",
}
"""What is put in place of a name, or of the last part of one with dots."""
DROPPED: Final = {"casefold", "lower", "upper", "strip"}
"""The methods that are left out."""

Key = tuple[str, str, str, str]
"""What is written down of a change: its module, where it is, and the lines before and after."""


class Mutant(NamedTuple):
    """One change to a module."""

    module: str
    where: str
    """The function or class that is changed, with dots; empty for the module itself."""
    before: str
    """The changed lines on one line, as they are."""
    after: str
    """The same lines changed."""
    source: str
    """The whole module changed."""

    @property
    def key(self) -> Key:
        """What is written down of it."""
        return self[:4]

    def __str__(self) -> str:
        """Return it as it is to be written down."""
        names = ("module", "where", "before", "after")
        lines = (f"{name} = {_toml(value)}" for name, value in zip(names, self.key, strict=True))
        return "\n".join(["[[survivor]]", *lines, 'reason = ""'])


def _toml(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- Changes --------------------------------------------------------------------------------------


class _Change(NamedTuple):
    """What is put in place of a part of a source."""

    start: int
    end: int
    put: str
    where: str


def mutants(module: str, source: str) -> list[Mutant]:
    """Return every change to a module that compiles, in the order of its lines."""
    found: dict[str, Mutant] = {}
    for start, end, put, where in sorted(_Changes(source).found):
        changed = source[:start] + put + source[end:]
        if changed in {source, *found} or not _compiles(changed):
            continue
        first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
        before, after = source[first:last], source[first:start] + put + source[end:last]
        found[changed] = Mutant(module, where, _on_one_line(before), _on_one_line(after), changed)
    return list(found.values())


def _on_one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())


def _compiles(source: str) -> bool:
    try:
        compile(source, "", "exec")
    except SyntaxError:
        return False
    return True


class _Changes(ast.NodeVisitor):
    """The changes to a source.

    Left alone is what does nothing when the program runs: docstrings and types. So is what stands
    within an f-string, for before Python 3.12 nobody knows where; it is changed as a whole.
    """

    def __init__(self, source: str) -> None:
        self.found: list[_Change] = []
        self._source = source
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._where: list[str] = []
        self.visit(ast.parse(source))

    # Where something stands, and what is put there

    def _place(self, line: int, octets: int) -> int:
        start = self._lines[line - 1]
        text = self._source[start : self._lines[line]]
        return start + len(text.encode()[:octets].decode())

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword | ast.pattern)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._place(node.lineno, node.col_offset),
            self._place(node.end_lineno, node.end_col_offset),
        )

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self._source[start:end]

    def _put(self, start: int, end: int, put: str) -> None:
        self.found.append(_Change(start, end, put, ".".join(self._where)))

    def _replace(self, node: ast.AST, *others: str) -> None:
        for other in others:
            self._put(*self._span(node), other)

    def _between(self, left: ast.AST, right: ast.AST, old: str, new: str) -> None:
        """Put *new* for the operator *old*, which stands last between two parts."""
        _, start = self._span(left)
        end, _ = self._span(right)
        at = self._source.rindex(old, start, end)
        self._put(at, at + len(old), new)

    # What is gone through

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._where.append(node.name)
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(part)
        self._where.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._where.append(node.name)
        for part in node.body:
            self.visit(part)
        self._where.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave alone what is said to those who read and check types."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not (isinstance(node.value, ast.Name) and node.value.id == "Literal"):
            self.generic_visit(node)

    # What is changed

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return
        self._replace(node, "pass")
        self.visit(node.value)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self._replace(node.value, "None")
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._replace(node, "pass")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._replace(node, "break")

    def visit_Break(self, node: ast.Break) -> None:
        self._replace(node, "continue")

    def visit_If(self, node: ast.If | ast.IfExp) -> None:
        self._replace(node.test, "True", "False")
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit_If(node)

    def visit_While(self, node: ast.While) -> None:
        self._replace(node.test, "False")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._replace(test, "True", "False")
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        if node.guard is None:
            _, end = self._span(node.pattern)
            self._put(end, end, " if False")
        else:
            self._replace(node.guard, "True", "False")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        neutral = "True" if isinstance(node.op, ast.And) else "False"
        for value in node.values:
            if not isinstance(value, ast.Constant):
                self._replace(value, neutral)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        parts = [node.left, *node.comparators]
        for left, operator, right in zip(parts, node.ops, node.comparators, strict=False):
            self._between(left, right, *COMPARED[type(operator)])
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in CALCULATED:
            self._between(node.left, node.right, *CALCULATED[type(node.op)])
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._between(node.target, node.value, *CALCULATED[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self._replace(node, self._text(node.operand))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "TypeVar":
            return
        if isinstance(node.func, ast.Attribute) and node.func.attr in DROPPED:
            self._replace(node, self._text(node.func.value))
        for keyword in node.keywords:
            if keyword.arg is not None:
                self._replace(keyword, "**{}")
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in NAMED:
            self._replace(node, NAMED[node.id])

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in NAMED:
            _, end = self._span(node)
            self._put(end - len(node.attr), end, NAMED[node.attr])
        self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._replace(node, f'("XX" {self._text(node)})')

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self._replace(node, str(not node.value))
            case int():
                self._replace(node, str(node.value + 1))
            case str():
                self._replace(node, repr(f"XX{node.value}"))
            case _:
                pass


# --- Runs -----------------------------------------------------------------------------------------


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """What imports a changed module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != f"libcert.{self._mutant.module}":
            return None
        return importlib.util.spec_from_file_location(name, path(self._mutant.module), loader=self)

    def exec_module(self, module: ModuleType) -> None:
        code = compile(self._mutant.source, str(module.__file__), "exec")
        exec(code, module.__dict__)  # noqa: S102 - that is what importing is


class _Laws:
    """What has laws tested last, each time with the same, and only until they are broken."""

    def pytest_collection(self) -> None:
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile(
            "mutants", deadline=None, database=None, derandomize=True, phases=phases
        )
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        items.sort(key=lambda item: hasattr(item.obj, "hypothesis"))


def path(module: str) -> Path:
    """Return the file of a module."""
    return ROOT / "src" / "libcert" / f"{module}.py"


def start(mutant: Mutant, folder: str, seconds: int) -> int:
    """Run the tests of a mutant in a process of its own for so long, and return its id."""
    process = os.fork()
    if process:
        return process
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        sys.meta_path.insert(0, _Changed(mutant))
        tests = [str(ROOT / "tests" / f"test_{name}.py") for name in TESTS[mutant.module]]
        options = ["--exitfirst", "--quiet", "--tb=no", "--disable-plugin-autoload"]
        options += ["-pno:cacheprovider", f"--rootdir={ROOT}", f"--basetemp={folder}/{os.getpid()}"]
        code = int(pytest.main([*options, *tests], plugins=[_Laws()]))
    except BaseException:  # noqa: BLE001 - the process has to end here
        code = 1
    os._exit(code)


def survivors(found: Iterable[Mutant], seconds: int, jobs: int = 1) -> Iterator[Mutant]:
    """Yield those of what was *found* that no test notices in so many seconds."""
    running: dict[int, Mutant] = {}
    waiting = iter(found)
    with tempfile.TemporaryDirectory() as folder:
        while True:
            for mutant in itertools.islice(waiting, jobs - len(running)):
                running[start(mutant, folder, seconds)] = mutant
            if not running:
                return
            process, status = os.wait()
            shutil.rmtree(f"{folder}/{process}", ignore_errors=True)
            mutant = running.pop(process)
            if status == SURVIVED:
                yield mutant


def tried(module: str, jobs: int) -> list[Mutant]:
    """Return the survivors of a module, and say how many changes there were."""
    source = path(module).read_text("utf-8")
    began = time.monotonic()
    if not [*survivors([Mutant(module, "", "", "", source)], 600)]:
        sys.exit(f"The tests of `{module}` fail without a change")
    taken = time.monotonic() - began
    changes = mutants(module, source)
    left = [*survivors(changes, 2 + int(PATIENCE * taken), jobs)]
    print(
        f"{module}: {len(changes)} changes, {len(changes) - len(left)} noticed, "
        f"in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return left


def explained(text: str) -> dict[Key, str]:
    """Return the survivors that are written down, with the reason of each."""
    entries = tomllib.loads(text).get("survivor", ())
    return {
        (one["module"], one["where"], one["before"], one["after"]): one["reason"] for one in entries
    }


def wrong(left: Iterable[Mutant], reasons: Mapping[Key, str]) -> Iterator[str]:
    """Yield what is wrong in words, where survivors are *left* and there are *reasons* for some."""
    survived = {mutant.key: mutant for mutant in left}
    for key, mutant in survived.items():
        if not reasons.get(key):
            yield f"No test notices this, and no reason is given:\n{mutant}"
    for key in reasons:
        if key not in survived:
            yield "\n".join(["This does not survive any more:", *key])


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at a time"
    )
    parser.add_argument("--list", action="store_true", help="list the changes and run nothing")
    asked = parser.parse_args(argv)
    for module in asked.modules:
        if module not in TESTS:
            parser.error(f"`{module}` is no module of the domain; they are: {', '.join(TESTS)}")
    modules = asked.modules or [*TESTS]
    if asked.list:
        for module in modules:
            print(*mutants(module, path(module).read_text("utf-8")), sep="\n\n")
        return 0
    for name in WARM:
        importlib.import_module(name)
    gc.freeze()
    left = [mutant for module in modules for mutant in tried(module, asked.jobs)]
    known = explained(SURVIVORS.read_text("utf-8"))
    found = [*wrong(left, {key: why for key, why in known.items() if key[0] in modules})]
    print(*found, sep="\n\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
