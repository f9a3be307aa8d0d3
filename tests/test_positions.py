"""Where the parts of a document stand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from libcert.files.line_numbers import find_json_lines, find_toml_lines

KeyPath = tuple[str | int, ...]

DATA = Path(__file__).parents[1] / "data"

EXAMPLE = """\
[credentials.CLT]
name = "x"
fees = [
  { purpose = "exam", low = 1 },
  { purpose = "exam" },
]
[[credentials.CLT.findings]]
about = "name"
"""


def paths(part: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of everything within *part*."""
    if isinstance(part, dict | list):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield (*path, key)
            yield from paths(value, (*path, key))


def everything(text: str) -> dict[KeyPath, int]:
    """The lines of all parts of a TOML document."""
    return find_toml_lines(text, [*paths(tomli.loads(text))])


def test_the_example() -> None:
    clt = ("credentials", "CLT")
    assert everything(EXAMPLE) == {
        ("credentials",): 1,
        clt: 1,
        (*clt, "name"): 2,
        (*clt, "fees"): 3,
        (*clt, "fees", 0): 4,
        (*clt, "fees", 0, "purpose"): 4,
        (*clt, "fees", 0, "low"): 4,
        (*clt, "fees", 1): 5,
        (*clt, "fees", 1, "purpose"): 5,
        (*clt, "findings"): 7,
        (*clt, "findings", 0): 7,
        (*clt, "findings", 0, "about"): 8,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="nothing stands nowhere"),
        pytest.param("\n \t\n# a = 1\n#", {}, id="blanks and comments are no part"),
        pytest.param("\n# [x]\n\na = 1 # b = 2\nc = 3", {"a": 4, "c": 5}, id="they count as lines"),
        pytest.param("a = 1\r\n\r\n[b]\r\nc = 2\r\n", {"a": 1, "b": 3, "b/c": 4}, id="CRLF"),
        pytest.param("a.b.c = 1\na.d = 2", {"a": 1, "a/b": 1, "a/b/c": 1, "a/d": 2}, id="dotted"),
        pytest.param("a . 'b'\t.\"c\" = 1", {"a": 1, "a/b": 1, "a/b/c": 1}, id="dotted and spaced"),
        pytest.param("\n[ a . 'b' ]\n", {"a": 2, "a/b": 2}, id="a header, dotted and spaced"),
        pytest.param("[[ a ]] # x\n", {"a": 1, "a/0": 1}, id="a header of an array, spaced"),
        pytest.param("[a.b]\n[a.c]", {"a": 1, "a/b": 1, "a/c": 2}, id="implied by the first"),
        pytest.param("[a.b]\n[a]", {"a": 2, "a/b": 1}, id="its own header comes before that"),
        pytest.param("[a]\nb.c = 1\n[a.d]", {"a": 1, "a/b": 2, "a/b/c": 2, "a/d": 3}, id="mixed"),
        pytest.param(
            "[[a]]\n[[a]]\nb = 1\n[a.c]\n[[a.d]]\n[[a]]\n[a.c]",
            {"a": 1, "a/0": 1, "a/1": 2, "a/1/b": 3, "a/1/c": 4}
            | {"a/1/d": 5, "a/1/d/0": 5, "a/2": 6, "a/2/c": 7},
            id="below an array of tables is below its last element",
        ),
        pytest.param(
            "[[a.b]]\n[[a.b.c]]\n[[a.b.c]]\nd.e = 1",
            {"a": 1, "a/b": 1, "a/b/0": 1, "a/b/0/c": 2, "a/b/0/c/0": 2, "a/b/0/c/1": 3}
            | {"a/b/0/c/1/d": 4, "a/b/0/c/1/d/e": 4},
            id="arrays of tables within each other",
        ),
        pytest.param("a = []\nb = {}\nc = 1", {"a": 1, "b": 2, "c": 3}, id="empty"),
        pytest.param(
            "a = [\n[1, 2],\n[],\n['b'] ]\n[c]",
            {"a": 1, "a/0": 2, "a/0/0": 2, "a/0/1": 2, "a/1": 3, "a/2": 4, "a/2/0": 4, "c": 5},
            id="an array within an array is no header",
        ),
        pytest.param(
            "a = [ # ],\n1\n, # 5\n2,\n]\nb = 1",
            {"a": 1, "a/0": 2, "a/1": 4, "b": 6},
            id="comments and commas on lines of their own",
        ),
        pytest.param(
            "a = {\n  b = 1, # }\n  c.d = [\n2\n]\n,\n}\ne = 1",
            {"a": 1, "a/b": 2, "a/c": 3, "a/c/d": 3, "a/c/d/0": 4, "e": 8},
            id="an inline table over lines",
        ),
        pytest.param(
            "a = 1979-05-27 07:32:00.5-07:00\nb = -1.5e+3\nc = [ inf, 07:32 ]",
            {"a": 1, "b": 2, "c": 3, "c/0": 3, "c/1": 3},
            id="values with marks in them",
        ),
        pytest.param(
            r"""a = "[x] = {1}, # \" ' \\"  # "
b = ['[x] = {1}, # " \', 1]
""",
            {"a": 1, "b": 2, "b/0": 2, "b/1": 2},
            id="marks in strings are no marks",
        ),
        pytest.param(
            'a = """\n[x]\n\\"""\n"" b = 1\\\n  """""\nc = 1',
            {"a": 1, "c": 6},
            id="a string over lines, with two quotes at its end",
        ),
        pytest.param(
            "a = '''\n[x]\n'' b = 1\\'''''\nc = ['''\n''', 1]",
            {"a": 1, "c": 4, "c/0": 4, "c/1": 5},
            id="a literal string over lines, with two quotes at its end",
        ),
        pytest.param(
            'a = """"""\nb = \'\'\'\'\'\'\nc = ""\nd = \'\'\ne = """"a""""',
            {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5},
            id="empty strings, and one in quotes",
        ),
    ],
)
def test_lines(text: str, expected: dict[str, int]) -> None:
    found = everything(text)
    assert {"/".join(map(str, path)): line for path, line in found.items()} == expected
    assert set(found) == set(paths(tomli.loads(text)))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("a-B_9", "a-B_9"),
        ("1", "1"),
        ('""', ""),
        ("''", ""),
        ('"a.b"', "a.b"),
        (r"'\n # = ] \'", "\\n # = ] \\"),
        (r'"\b\t\n\f\r\e\"\\"', '\b\t\n\f\r\x1b"\\'),
        (r'"\\n\x41\\x41"', r"\nA\x41"),
        (r'"\xe9\u00e9\U0001F600"', "éé😀"),
    ],
)
def test_a_key_is_read_as_it_is_written(written: str, key: str) -> None:
    text = f"\n[{written}]\n{written} . {written} = 1\n"
    assert everything(text) == {(key,): 2, (key, key): 3, (key, key, key): 3}
    assert set(everything(text)) == set(paths(tomli.loads(text)))


@dataclass
class Writer:
    """Writes data as TOML in all its styles, and takes down the line of each part it writes."""

    draw: st.DrawFn = field(repr=False)
    tree: dict[str, Any]
    text: str = ""
    lines: dict[KeyPath, int] = field(default_factory=dict)
    keys: dict[KeyPath, str] = field(default_factory=dict)

    def one_of(self, *styles: str) -> str:
        return self.draw(st.sampled_from(styles))

    def note(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def end_line(self) -> None:
        self.text += self.one_of("\n", " # [x] = { \"\"\" ''' \\\n", "\n\n \t# ]\n\t")

    def gap(self) -> None:
        """Write what may stand between the parts of an inline table or an array."""
        self.text += self.one_of("", " ", "\n", "\t# a = [1, '\n\n")

    def table(self, path: KeyPath, table: dict[str, Any], marks: str) -> None:
        """Write *table* with a header and what may stand below headers of its own."""
        below = {
            key: item
            for key, item in table.items()
            if item
            and (isinstance(item, dict) or (isinstance(item, list) and all_tables(item)))
            and self.one_of("here", "below") == "below"
        }
        here = {key: item for key, item in table.items() if key not in below}
        # The headers of what is below imply one that has nothing else to say.
        if marks == "[[]]" or (marks and (not below or here or self.one_of("", "header"))):
            self.header(path, marks)
        for longer, item in self.spread(path, here):
            self.pair(longer, len(path), item)
            self.end_line()
        for key, item in below.items():
            if isinstance(item, dict):
                self.table((*path, key), item, "[]")
            else:
                for index, element in enumerate(item):
                    self.table((*path, key, index), element, "[[]]")

    def header(self, path: KeyPath, marks: str) -> None:
        half = len(marks) // 2
        self.text += marks[:half] + self.one_of("", " \t")
        self.dotted(path, 0)
        if marks == "[[]]":
            self.note(path)
        self.text += self.one_of("", " \t") + marks[half:]
        self.end_line()

    def spread(self, path: KeyPath, table: dict[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
        """Yield what is in *table*, and some of what is further within it, for dotted keys."""
        for key, item in table.items():
            if item and isinstance(item, dict) and self.one_of("inline", "dotted") == "dotted":
                yield from self.spread((*path, key), item)
            else:
                yield (*path, key), item

    def pair(self, path: KeyPath, start: int, value: Any) -> None:
        self.dotted(path, start)
        self.text += self.one_of("=", " = ", "\t=\t")
        self.value(path, value)

    def dotted(self, path: KeyPath, start: int) -> None:
        """Write the keys of *path* from *start* on; an index goes without saying."""
        for end in range(start, len(path)):
            if isinstance(path[end], str):
                self.text += self.one_of(".", " . ", "\t.") if end > start else ""
                self.key(path[: end + 1])

    def key(self, path: KeyPath) -> None:
        key = str(path[-1])
        styles = [*basic(key), *literal(key)]
        styles += [key] if re.fullmatch("[A-Za-z0-9_-]+", key) else []
        written = self.one_of(*styles)
        self.note(path)
        self.keys.setdefault(path, written)
        self.text += written

    def value(self, path: KeyPath, value: Any) -> None:
        match value:
            case dict():
                items = list(self.spread(path, value))
                self.container("{}", [partial(self.pair, at, len(path), it) for at, it in items])
            case list():
                items = [((*path, index), item) for index, item in enumerate(value)]
                self.container("[]", [partial(self.element, *item) for item in items])
            case str():
                self.text += self.one_of(*basic(value), *literal(value), *long(value))
            case _:
                self.text += json.dumps(value)

    def element(self, path: KeyPath, value: Any) -> None:
        self.note(path)
        self.value(path, value)

    def container(self, marks: str, parts: list[Callable[[], None]]) -> None:
        self.text += marks[0]
        for index, write in enumerate(parts):
            self.gap()
            write()
            self.gap()
            self.text += "," if index < len(parts) - 1 else self.one_of("", ",")
        self.gap()
        self.text += marks[1]


def all_tables(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def by_code(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0]):02x}"


def basic(text: str) -> Iterator[str]:
    yield json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")
    yield '"' + re.sub(r'[\x00-\x1f\x7f"\\]', by_code, text) + '"'
    yield '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


def literal(text: str) -> Iterator[str]:
    if re.fullmatch(r"[^\x00-\x08\x0a-\x1f\x7f']*", text):
        yield f"'{text}'"


def long(text: str) -> Iterator[str]:
    escaped = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\\]", by_code, text).replace('"""', '""\\"')
    yield f'"""\n{escaped}"""'
    if not text.startswith((" ", "\t", "\n")):
        yield f'"""\\\n \n\t{escaped}"""'
    if re.fullmatch(r"(?:(?!''')[^\x00-\x08\x0b-\x1f\x7f])*", text):
        yield f"'''\n{text}'''"


NASTY = "ab0-_.,=#[]{}'\"\\ \t\n\r\x00\x1b\x7f\x85é\u2028😀"
TEXTS = st.text(NASTY, max_size=8) | st.sampled_from(["'''", '"""', '""', "[[a]]\n", "\nb = 1\n"])
KEYS = st.sampled_from(["a", "b", "0"]) | st.text(NASTY, max_size=4)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        TEXTS | st.integers(-9, 9) | st.booleans(),
        lambda parts: (
            st.lists(parts, max_size=3)
            | st.dictionaries(KEYS, parts, max_size=3)
            | st.lists(st.dictionaries(KEYS, parts, max_size=3), max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw, draw(TREES))
    writer.table((), writer.tree, "")
    writer.text = writer.text.replace("\n", writer.one_of("\n", "\r\n"))
    return writer


@pytest.mark.slow
@given(documents())
def test_everything_is_found_where_it_was_written(document: Writer) -> None:
    parsed = tomli.loads(document.text)
    assert parsed == document.tree
    found = everything(document.text)
    assert set(found) == set(paths(parsed))
    assert found == document.lines
    lines = document.text.split("\n")
    assert all(1 <= line <= len(lines) for line in found.values())
    assert all(key in lines[found[path] - 1] for path, key in document.keys.items())


@pytest.mark.slow
@given(documents(), st.data())
def test_what_is_found_does_not_depend_on_what_else_is_asked_for(
    document: Writer, data: st.DataObject
) -> None:
    there = sorted(document.lines, key=repr)
    asked = data.draw(st.lists(st.sampled_from([*there, ("not", "there"), ("a", 9), (0,)])))
    on_the_way = {path[:end] for path in asked for end in range(1, len(path) + 1)}

    assert find_toml_lines(document.text, asked) == {
        path: line for path, line in document.lines.items() if path in on_the_way
    }


@pytest.mark.slow
@given(tree=TREES, indent=st.sampled_from([None, 0, 2]), data=st.data(), ascii_=st.booleans())
def test_json_is_found_where_it_was_written(
    tree: dict[str, Any], indent: int | None, *, ascii_: bool, data: st.DataObject
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_)
    lines = text.split("\n")
    there = [*paths(tree)]
    found = find_json_lines(f"\n{text}", there)

    assert [*found] == there
    for above, path in zip([(), *there], there, strict=False):
        line = found[path] - 2
        assert found.get(above, 1) <= found[path]
        assert indent is None or found.get(above, 1) < found[path]
        assert isinstance(path[-1], int) or json.dumps(path[-1], ensure_ascii=ascii_) in lines[line]
    asked = data.draw(st.lists(st.sampled_from([*there, ("not", "there")])))
    on_the_way = {path[:end] for path in asked for end in range(1, len(path) + 1)}
    assert find_json_lines(f"\n{text}", asked) == {
        path: line for path, line in found.items() if path in on_the_way
    }


def test_json_has_room_between_everything() -> None:
    text = '\n{ "a"\n:\n[\n1 ,\n{"\\ud83d\\ude00\\/"\n: "]\\"}" } ]\n,"b" : null\n}\n'

    assert find_json_lines(text, paths(json.loads(text))) == {
        ("a",): 2,
        ("a", 0): 5,
        ("a", 1): 6,
        ("a", 1, "😀/"): 6,
        ("b",): 8,
    }


@pytest.mark.parametrize("file", sorted(DATA.glob("*.toml")), ids=lambda file: file.name)
def test_the_catalogue(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = everything(text)
    assert set(found) == set(paths(tomli.loads(text)))
    for path, line in found.items():
        assert found.get(path[:-1], 1) <= line
        assert isinstance(path[-1], int) or path[-1] in lines[line - 1]


@pytest.mark.parametrize(("left", "right"), [("[", "]"), ("{a=", "}"), ("[{a=", "}]")])
def test_as_deep_as_tomli_goes(left: str, right: str) -> None:
    times = 400 // len(right)
    text = f"a = {left * times}1{right * times}"
    tomli.loads(text)
    deepest = max(everything(text), key=len)
    assert len(deepest) == 401


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "part", "end"),
    [
        pytest.param("", "[[a.b]]\nc . d = 'e' # f\n", "", id="tables"),
        pytest.param("a = [\n", '{ b = "]", c = 1 },\n', "]", id="inline tables"),
        pytest.param("a = [", '"b",\t', "]", id="elements"),
        pytest.param('a = "', r"\n", '"', id="a string"),
        pytest.param('a = """', '""\\"', '"""', id="a string over lines"),
        pytest.param('"', r"\n", '" = 1', id="a key"),
        pytest.param("", "#\n", "", id="comments"),
        pytest.param("", " ", "", id="blanks"),
    ],
)
def test_two_megabytes_take_seconds(start: str, part: str, end: str) -> None:
    text = start + part * (2_000_000 // len(part)) + end
    begin = process_time()
    find_toml_lines(text, [("a", 999_999), ("b", "c")])
    assert process_time() - begin < 5
