"""The line numbers of the parts of a document."""

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
    """Yield the path of every item in *part*."""
    if isinstance(part, dict | list):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield (*path, key)
            yield from paths(value, (*path, key))


def find_all_lines(text: str) -> dict[KeyPath, int]:
    """Return the line of every part of a TOML document."""
    return find_toml_lines(text, [*paths(tomli.loads(text))])


def test_example_has_the_expected_lines() -> None:
    clt = ("credentials", "CLT")
    assert find_all_lines(EXAMPLE) == {
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
        pytest.param("", {}, id="empty document"),
        pytest.param("\n \t\n# a = 1\n#", {}, id="blank lines and comments are not parts"),
        pytest.param(
            "\n# [x]\n\na = 1 # b = 2\nc = 3", {"a": 4, "c": 5}, id="comments count as lines"
        ),
        pytest.param("a = 1\r\n\r\n[b]\r\nc = 2\r\n", {"a": 1, "b": 3, "b/c": 4}, id="CRLF"),
        pytest.param(
            "a.b.c = 1\na.d = 2", {"a": 1, "a/b": 1, "a/b/c": 1, "a/d": 2}, id="dotted keys"
        ),
        pytest.param(
            "a . 'b'\t.\"c\" = 1", {"a": 1, "a/b": 1, "a/b/c": 1}, id="dotted key with spaces"
        ),
        pytest.param("\n[ a . 'b' ]\n", {"a": 2, "a/b": 2}, id="dotted header with spaces"),
        pytest.param("[[ a ]] # x\n", {"a": 1, "a/0": 1}, id="array header with spaces"),
        pytest.param(
            "[a.b]\n[a.c]", {"a": 1, "a/b": 1, "a/c": 2}, id="table implied by its first subtable"
        ),
        pytest.param("[a.b]\n[a]", {"a": 2, "a/b": 1}, id="own header has priority"),
        pytest.param(
            "[a]\nb.c = 1\n[a.d]",
            {"a": 1, "a/b": 2, "a/b/c": 2, "a/d": 3},
            id="dotted keys and headers",
        ),
        pytest.param(
            "[[a]]\n[[a]]\nb = 1\n[a.c]\n[[a.d]]\n[[a]]\n[a.c]",
            {"a": 1, "a/0": 1, "a/1": 2, "a/1/b": 3, "a/1/c": 4}
            | {"a/1/d": 5, "a/1/d/0": 5, "a/2": 6, "a/2/c": 7},
            id="subtables belong to the last element of an array",
        ),
        pytest.param(
            "[[a.b]]\n[[a.b.c]]\n[[a.b.c]]\nd.e = 1",
            {"a": 1, "a/b": 1, "a/b/0": 1, "a/b/0/c": 2, "a/b/0/c/0": 2, "a/b/0/c/1": 3}
            | {"a/b/0/c/1/d": 4, "a/b/0/c/1/d/e": 4},
            id="nested arrays of tables",
        ),
        pytest.param("a = []\nb = {}\nc = 1", {"a": 1, "b": 2, "c": 3}, id="empty values"),
        pytest.param(
            "a = [\n[1, 2],\n[],\n['b'] ]\n[c]",
            {"a": 1, "a/0": 2, "a/0/0": 2, "a/0/1": 2, "a/1": 3, "a/2": 4, "a/2/0": 4, "c": 5},
            id="nested array is not a header",
        ),
        pytest.param(
            "a = [ # ],\n1\n, # 5\n2,\n]\nb = 1",
            {"a": 1, "a/0": 2, "a/1": 4, "b": 6},
            id="comments and commas on separate lines",
        ),
        pytest.param(
            "a = {\n  b = 1, # }\n  c.d = [\n2\n]\n,\n}\ne = 1",
            {"a": 1, "a/b": 2, "a/c": 3, "a/c/d": 3, "a/c/d/0": 4, "e": 8},
            id="inline table on several lines",
        ),
        pytest.param(
            "a = 1979-05-27 07:32:00.5-07:00\nb = -1.5e+3\nc = [ inf, 07:32 ]",
            {"a": 1, "b": 2, "c": 3, "c/0": 3, "c/1": 3},
            id="values with punctuation",
        ),
        pytest.param(
            r"""a = "[x] = {1}, # \" ' \\"  # "
b = ['[x] = {1}, # " \', 1]
""",
            {"a": 1, "b": 2, "b/0": 2, "b/1": 2},
            id="punctuation in strings has no effect",
        ),
        pytest.param(
            'a = """\n[x]\n\\"""\n"" b = 1\\\n  """""\nc = 1',
            {"a": 1, "c": 6},
            id="multiline string with two quotes at its end",
        ),
        pytest.param(
            "a = '''\n[x]\n'' b = 1\\'''''\nc = ['''\n''', 1]",
            {"a": 1, "c": 4, "c/0": 4, "c/1": 5},
            id="multiline literal string with two quotes at its end",
        ),
        pytest.param(
            'a = """"""\nb = \'\'\'\'\'\'\nc = ""\nd = \'\'\ne = """"a""""',
            {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5},
            id="empty strings and a string in quotes",
        ),
    ],
)
def test_every_part_has_its_line(text: str, expected: dict[str, int]) -> None:
    result = find_all_lines(text)
    assert {"/".join(map(str, path)): line for path, line in result.items()} == expected
    assert set(result) == set(paths(tomli.loads(text)))


@pytest.mark.parametrize(
    ("source", "key"),
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
def test_keys_are_decoded(source: str, key: str) -> None:
    text = f"\n[{source}]\n{source} . {source} = 1\n"
    assert find_all_lines(text) == {(key,): 2, (key, key): 3, (key, key, key): 3}
    assert set(find_all_lines(text)) == set(paths(tomli.loads(text)))


@dataclass
class Writer:
    """Writes data as TOML in every style, and records the line of each part."""

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
        """Write blanks or comments between the parts of an inline table or an array."""
        self.text += self.one_of("", " ", "\n", "\t# a = [1, '\n\n")

    def table(self, path: KeyPath, table: dict[str, Any], marks: str) -> None:
        """Write *table*, its header, and its subtables with their own headers."""
        subtables = {
            key: item
            for key, item in table.items()
            if item
            and (isinstance(item, dict) or (isinstance(item, list) and all_tables(item)))
            and self.one_of("here", "below") == "below"
        }
        entries = {key: item for key, item in table.items() if key not in subtables}
        # A table that has only subtables with headers needs no header of its own.
        if marks == "[[]]" or (marks and (not subtables or entries or self.one_of("", "header"))):
            self.header(path, marks)
        for longer, item in self.spread(path, entries):
            self.pair(longer, len(path), item)
            self.end_line()
        for key, item in subtables.items():
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
        """Yield the items of *table*; replace some inner tables by items with dotted keys."""
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
        """Write the keys of *path* from *start* on, but no indexes."""
        for end in range(start, len(path)):
            if isinstance(path[end], str):
                self.text += self.one_of(".", " . ", "\t.") if end > start else ""
                self.key(path[: end + 1])

    def key(self, path: KeyPath) -> None:
        key = str(path[-1])
        styles = [*basic(key), *literal(key)]
        styles += [key] if re.fullmatch("[A-Za-z0-9_-]+", key) else []
        source = self.one_of(*styles)
        self.note(path)
        self.keys.setdefault(path, source)
        self.text += source

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


def escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def basic(text: str) -> Iterator[str]:
    yield json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")
    yield '"' + re.sub(r'[\x00-\x1f\x7f"\\]', escape, text) + '"'
    yield '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"'


def literal(text: str) -> Iterator[str]:
    if re.fullmatch(r"[^\x00-\x08\x0a-\x1f\x7f']*", text):
        yield f"'{text}'"


def long(text: str) -> Iterator[str]:
    escaped = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\\]", escape, text).replace('"""', '""\\"')
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
def test_every_toml_part_is_found_on_its_line(document: Writer) -> None:
    parsed = tomli.loads(document.text)
    assert parsed == document.tree
    result = find_all_lines(document.text)
    assert set(result) == set(paths(parsed))
    assert result == document.lines
    lines = document.text.split("\n")
    assert all(1 <= line <= len(lines) for line in result.values())
    assert all(key in lines[result[path] - 1] for path, key in document.keys.items())


@pytest.mark.slow
@given(documents(), st.data())
def test_toml_lines_do_not_depend_on_other_requested_paths(
    document: Writer, data: st.DataObject
) -> None:
    all_paths = sorted(document.lines, key=repr)
    request = data.draw(st.lists(st.sampled_from([*all_paths, ("not", "there"), ("a", 9), (0,)])))
    expected_paths = {path[:end] for path in request for end in range(1, len(path) + 1)}

    assert find_toml_lines(document.text, request) == {
        path: line for path, line in document.lines.items() if path in expected_paths
    }


@pytest.mark.slow
@given(tree=TREES, indent=st.sampled_from([None, 0, 2]), data=st.data(), ascii_=st.booleans())
def test_every_json_part_is_found_on_its_line(
    tree: dict[str, Any], indent: int | None, *, ascii_: bool, data: st.DataObject
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_)
    lines = text.split("\n")
    all_paths = [*paths(tree)]
    result = find_json_lines(f"\n{text}", all_paths)

    assert [*result] == all_paths
    for above, path in zip([(), *all_paths], all_paths, strict=False):
        line = result[path] - 2
        assert result.get(above, 1) <= result[path]
        assert indent is None or result.get(above, 1) < result[path]
        assert isinstance(path[-1], int) or json.dumps(path[-1], ensure_ascii=ascii_) in lines[line]
    request = data.draw(st.lists(st.sampled_from([*all_paths, ("not", "there")])))
    expected_paths = {path[:end] for path in request for end in range(1, len(path) + 1)}
    assert find_json_lines(f"\n{text}", request) == {
        path: line for path, line in result.items() if path in expected_paths
    }


def test_json_may_have_blanks_between_all_parts() -> None:
    text = '\n{ "a"\n:\n[\n1 ,\n{"\\ud83d\\ude00\\/"\n: "]\\"}" } ]\n,"b" : null\n}\n'

    assert find_json_lines(text, paths(json.loads(text))) == {
        ("a",): 2,
        ("a", 0): 5,
        ("a", 1): 6,
        ("a", 1, "😀/"): 6,
        ("b",): 8,
    }


@pytest.mark.parametrize("file", sorted(DATA.glob("*.toml")), ids=lambda file: file.name)
def test_every_part_of_the_shipped_data_has_its_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    result = find_all_lines(text)
    assert set(result) == set(paths(tomli.loads(text)))
    for path, line in result.items():
        assert result.get(path[:-1], 1) <= line
        assert isinstance(path[-1], int) or path[-1] in lines[line - 1]


@pytest.mark.slow
@pytest.mark.parametrize(("left", "right"), [("[", "]"), ("{a=", "}"), ("[{a=", "}]")])
def test_the_deepest_nesting_of_tomli_is_supported(left: str, right: str) -> None:
    times = 400 // len(right)
    text = f"a = {left * times}1{right * times}"
    tomli.loads(text)
    deepest = max(find_all_lines(text), key=len)
    assert len(deepest) == 401


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "part", "end"),
    [
        pytest.param("", "[[a.b]]\nc . d = 'e' # f\n", "", id="tables"),
        pytest.param("a = [\n", '{ b = "]", c = 1 },\n', "]", id="inline tables"),
        pytest.param("a = [", '"b",\t', "]", id="elements"),
        pytest.param('a = "', r"\n", '"', id="string"),
        pytest.param('a = """', '""\\"', '"""', id="multiline string"),
        pytest.param('"', r"\n", '" = 1', id="key"),
        pytest.param("", "#\n", "", id="comments"),
        pytest.param("", " ", "", id="blanks"),
    ],
)
def test_two_megabytes_take_seconds(start: str, part: str, end: str) -> None:
    text = start + part * (2_000_000 // len(part)) + end
    begin = process_time()
    find_toml_lines(text, [("a", 999_999), ("b", "c")])
    assert process_time() - begin < 20
