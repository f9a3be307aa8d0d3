"""The line of each part of a TOML or JSON document, so that messages can name it.

The parsers report no lines. So this module reads the text again with a scanner. It is simpler than
a parser, because the document is known to be valid: commas count as white space, and a number, date
or boolean ends at the next mark or line.
"""

import json
import math
import re
from collections.abc import Callable, Iterable

from libcert.model.errors import KeyPath

# The possessive `*+` never backtracks and remembers nothing, so that the memory in use does not
# grow with the text. (CPython before 3.11.5 has a bug if such a repetition fails halfway. None
# below can: each repeated part matches fully or not at all.)
_GAP = r"(?P<gap>[\s,]*+(?:\#[^\n]*+[\s,]*+)*+)"  # `, # a comment` and line breaks
_BASIC = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # `"a \" b"`
_LITERAL = r"'[^']*'"  # `'a \ b'`
_LONG_BASIC = r'""".*?(?<!\\)(?:\\\\)*+"{3,5}'  # `"""a " b"""`; up to two quotes before the end
_LONG_LITERAL = r"'''.*?'{3,5}"  # `'''a ' b'''`
_STRING = rf"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}"
_VALUE = rf"(?P<value>[\[{{]|{_STRING}|[^\],}}\#\n]+)"  # `"a"`, `1.5`, or the `[` of an array
_KEY = rf"(?:[\w-]+|{_BASIC}|{_LITERAL})"  # `fees` or `"A+"`
_KEYS = rf"(?P<keys>(?>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*))[ \t]*"  # `credentials."A+".fees`
_END = r"(?P<mark>[\]}])"  # the `]` of an array or the `}` of a table

_PART = re.compile(_KEY, re.DOTALL)
# `[credentials.CLT]`, `[[credentials.CLT.fees]]`, or the key of `name = "x"`, without a bracket.
_HEADER = rf"(?P<mark>\[{{0,2}})[ \t]*{_KEYS}"
# Outside of brackets: a header, or `name = "x"`.
_STATEMENT = re.compile(rf"{_GAP}{_HEADER}(?:=[ \t]*{_VALUE}|\]+)", re.DOTALL)
# Within brackets of TOML: `]`, `}`, the element `"x"` or the entry `low = 1`.
_ITEM = re.compile(rf"{_GAP}(?:{_END}|(?:{_KEYS}=|)[ \t]*{_VALUE})", re.DOTALL)
# Within brackets of JSON: `]`, `}`, the element `"x"` or the entry `"low": 1`.
_JSON_ITEM = re.compile(rf"{_GAP}(?:{_END}|(?:(?P<keys>{_BASIC})\s*:|)\s*{_VALUE})", re.DOTALL)
# Anything up to the next bracket that is neither in a string nor in a comment: `"]", 1 # ]\n ]`.
_TO_BRACKET = re.compile(rf"(?:[^\"'\#\[\]{{}}]++|\#[^\n]*+|{_STRING})*+[\[\]{{}}]", re.DOTALL)

_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|.)", re.DOTALL)  # `\n`, `\xe9` or `\u00e9`
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def find_toml_lines(text: str, paths: Iterable[KeyPath]) -> dict[KeyPath, int]:
    """Return the line, from 1, of each of *paths* and of each part of them.

    A table with a header starts at that header; a table without one starts at its first key.

    Args:
        text: A valid TOML 1.1 document.
        paths: Keys and indices that lead to a part of the parsed document. The result leaves out
            those that the document does not have.
    """
    return _scan(text, 0, (_STATEMENT, _ITEM), _Lines(paths, _parse_key))


def find_json_lines(text: str, paths: Iterable[KeyPath]) -> dict[KeyPath, int]:
    """Return the same as `find_toml_lines` for the *text* of a JSON object."""
    start = text.index("{") + 1
    return _scan(text, start, (_JSON_ITEM, _JSON_ITEM), _Lines(paths, json.loads))


def _scan(
    text: str, end: int, patterns: tuple[re.Pattern[str], re.Pattern[str]], lines: "_Lines"
) -> dict[KeyPath, int]:
    """Return the lines of the document, whose first part begins at *end*.

    Args:
        text: The document.
        end: The end of the part that is already read.
        patterns: The pattern of a part outside of brackets, and within.
        lines: Collects the lines.
    """
    line = 1 + text.count("\n", 0, end)
    # The path of the current table, and of each array and inline table that is open in it; None
    # if no wanted path leads there. This is a list instead of a recursive function, because a
    # document may be nested about as deeply as the recursion limit.
    open_paths: list[KeyPath | None] = [()]
    while open_paths and (token := patterns[len(open_paths) > 1].match(text, end)):
        line += text.count("\n", end, token.end("gap"))
        end = token.end()
        keys = token["keys"]
        match token["mark"]:
            case "]" | "}":
                open_paths.pop()
            case "[":
                table = lines.add_keys((), keys, line)
                if table in lines.by_path:
                    lines.by_path[table] = line  # the header of an inner table may come before
                open_paths = [table]
            case "[[":
                open_paths = [lines.add_element(lines.add_keys((), keys, line), line)]
            case _:
                table = open_paths[-1]
                path = lines.add_keys(table, keys, line) if keys else lines.add_element(table, line)
                line += text.count("\n", token.end("gap"), end)
                if text[end - 1] in "[{":
                    open_paths.append(path)
        while len(open_paths) > 1 and not lines.wants_more(open_paths[-1]):
            open_paths.pop()
            start, end = end, _skip_to_end(text, end)
            line += text.count("\n", start, end)
    return lines.by_path


def _skip_to_end(text: str, start: int) -> int:
    """Return the end of the array or inline table that is open at *start*."""
    end = start
    depth = 1
    while depth and (token := _TO_BRACKET.match(text, end)):
        end = token.end()
        depth += 1 if text[end - 1] in "[{" else -1
    return end


class _Lines:
    """Collects the lines of the wanted paths."""

    def __init__(self, paths: Iterable[KeyPath], parse_key: Callable[[str], str]) -> None:
        self.by_path: dict[KeyPath, int] = {}
        self._parse_key = parse_key
        self._lengths: dict[KeyPath, int] = {}  # how many elements of each array were read
        self._wanted = {*paths}
        # The number of elements to read of each array that a wanted path leads through; all, if a
        # key of it is wanted.
        self._ends: dict[KeyPath, float] = {}
        for path in self._wanted:
            for length, part in enumerate(path):
                end = part + 1 if isinstance(part, int) else math.inf
                self._ends[path[:length]] = max(end, self._ends.get(path[:length], 0))
        self._wanted |= self._ends.keys()

    def wants_more(self, path: KeyPath | None) -> bool:
        """Return whether the rest of the array or table at *path* may contain a wanted path."""
        return path is not None and self._lengths.get(path, 0) < self._ends.get(path, 0)

    def add_keys(self, path: KeyPath | None, dotted: str, line: int) -> KeyPath | None:
        """Add each table on the way from *path* along *dotted* keys; return where they lead."""
        for part in _PART.finditer(dotted):
            if path is None:
                return None
            if path in self._lengths:  # keys below an array of tables belong to its last table
                path = (*path, self._lengths[path] - 1)
            path = self._add((*path, self._parse_key(part[0])), line)
        return path

    def add_element(self, array: KeyPath | None, line: int) -> KeyPath | None:
        """Add the next element of *array*; return its path."""
        if array is None:
            return None
        index = self._lengths.get(array, 0)
        self._lengths[array] = index + 1
        return self._add((*array, index), line)

    def _add(self, path: KeyPath, line: int) -> KeyPath | None:
        """Add *path* and return it; return None if it is not wanted."""
        if path not in self._wanted:
            return None
        self.by_path.setdefault(path, line)
        return path


def _parse_key(part: str) -> str:
    """Return the key that TOML writes as *part*, with or without quotes."""
    if part[0] == "'":
        return part[1:-1]
    if part[0] == '"':
        return _ESCAPE.sub(_unescape, part[1:-1])
    return part


def _unescape(escape: re.Match[str]) -> str:
    code = escape[1]
    # A single character is its own name or in the table; others are `xHH`, `uHHHH`, `UHHHHHHHH`.
    return _ESCAPED.get(code, code) if len(code) == 1 else chr(int(code[1:], 16))
