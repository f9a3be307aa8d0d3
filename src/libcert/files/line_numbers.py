"""Where the parts of a TOML or JSON document stand, so that what is wrong is named by line."""

import json
import math
import re
from collections.abc import Callable, Iterable

from libcert.model.errors import KeyPath

# The document is known to be valid, so little has to be told apart: commas are as good as blanks,
# and what is neither a string nor a container ends where the next mark or line begins. What is
# repeated by `*+` is never tried a second way and nothing is kept in mind of it, however long it
# is. Before Python 3.11.5 that goes wrong where a repetition fails halfway, which none here does.
_GAP = r"(?P<gap>[\s,]*+(?:\#[^\n]*+[\s,]*+)*+)"
_BASIC = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_LITERAL = r"'[^']*'"
_LONG_BASIC = r'""".*?(?<!\\)(?:\\\\)*+"{3,5}'
_LONG_LITERAL = r"'''.*?'{3,5}"
_STRING = rf"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}"
_VALUE = rf"(?P<value>[\[{{]|{_STRING}|[^\],}}\#\n]+)"
_KEY = rf"(?:[\w-]+|{_BASIC}|{_LITERAL})"
_KEYS = rf"(?P<keys>(?>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*))[ \t]*"
_END = r"(?P<mark>[\]}])"

_PART = re.compile(_KEY, re.DOTALL)
# What begins with `[` is a header between statements, and one more array within an array.
_HEADER = rf"(?P<mark>\[{{0,2}})[ \t]*{_KEYS}"
_STATEMENT = re.compile(rf"{_GAP}{_HEADER}(?:=[ \t]*{_VALUE}|\]+)", re.DOTALL)
_ITEM = re.compile(rf"{_GAP}(?:{_END}|(?:{_KEYS}=|)[ \t]*{_VALUE})", re.DOTALL)
_JSON_ITEM = re.compile(rf"{_GAP}(?:{_END}|(?:(?P<keys>{_BASIC})\s*:|)\s*{_VALUE})", re.DOTALL)
_TO_BRACKET = re.compile(rf"(?:[^\"'\#\[\]{{}}]++|\#[^\n]*+|{_STRING})*+[\[\]{{}}]", re.DOTALL)

_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|.)", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def positions(text: str, wanted: Iterable[KeyPath]) -> dict[KeyPath, int]:
    """Return the line, from 1, where each part of *text* starts that is *wanted* or holds one.

    A path is made of the keys and indices that lead to the part in the parsed document. A table
    with a header of its own starts there; one that longer keys imply, where the first of them is.

    Args:
        text: A valid TOML 1.1 document.
        wanted: The paths that are asked for; what is not there is left out.
    """
    return _positions(text, 0, (_STATEMENT, _ITEM), _Found(wanted, _key))


def json_positions(text: str, wanted: Iterable[KeyPath]) -> dict[KeyPath, int]:
    """Return the same for the *text* of a JSON object."""
    start = text.index("{") + 1
    return _positions(text, start, (_JSON_ITEM, _JSON_ITEM), _Found(wanted, json.loads))


def _positions(
    text: str, end: int, parts: tuple[re.Pattern[str], re.Pattern[str]], found: "_Found"
) -> dict[KeyPath, int]:
    """Return what is *found* from *end* on, where *parts* are those without and within brackets."""
    line = 1 + text.count("\n", 0, end)
    # The table of the last header, then what is open within it. A list, since a document may be
    # nested about as deeply as Python lets functions call themselves. None: what nobody asks for.
    inside: list[KeyPath | None] = [()]
    while inside and (token := parts[len(inside) > 1].match(text, end)):
        line += text.count("\n", end, token.end("gap"))
        end = token.end()
        keys = token["keys"]
        match token["mark"]:
            case "]" | "}":
                inside.pop()
            case "[":
                table = found.keys((), keys, line)
                if table in found.lines:
                    found.lines[table] = line  # where a longer header may have implied it before
                inside = [table]
            case "[[":
                inside = [found.element(found.keys((), keys, line), line)]
            case _:
                inner = inside[-1]
                path = found.keys(inner, keys, line) if keys else found.element(inner, line)
                line += text.count("\n", token.end("gap"), end)
                if text[end - 1] in "[{":
                    inside.append(path)
        while len(inside) > 1 and not found.goes_on(inside[-1]):
            inside.pop()
            start, end = end, _after(text, end)
            line += text.count("\n", start, end)
    return found.lines


def _after(text: str, end: int) -> int:
    """Return where the container ends that is open at *end*."""
    depth = 1
    while depth and (token := _TO_BRACKET.match(text, end)):
        end = token.end()
        depth += 1 if text[end - 1] in "[{" else -1
    return end


class _Found:
    """The lines of the paths found so far that are wanted, and the lengths of the arrays."""

    def __init__(self, wanted: Iterable[KeyPath], key: Callable[[str], str]) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._key = key
        self._lengths: dict[KeyPath, int] = {}
        self._wanted = {*wanted}
        # How much of each container has to be looked at: the elements before this one, or all.
        self._ends: dict[KeyPath, float] = {}
        for path in self._wanted:
            for length, part in enumerate(path):
                end = part + 1 if isinstance(part, int) else math.inf
                self._ends[path[:length]] = max(end, self._ends.get(path[:length], 0))
        self._wanted |= self._ends.keys()

    def goes_on(self, path: KeyPath | None) -> bool:
        """Return whether something may still come within *path* that is wanted."""
        return path is not None and self._lengths.get(path, 0) < self._ends.get(path, 0)

    def keys(self, path: KeyPath | None, dotted: str, line: int) -> KeyPath | None:
        """Return where *dotted* leads from *path*, with every table on the way taken down."""
        for part in _PART.finditer(dotted):
            if path is None:
                return None
            if path in self._lengths:  # of an array of tables, the last one is meant
                path = (*path, self._lengths[path] - 1)
            path = self._found((*path, self._key(part[0])), line)
        return path

    def element(self, array: KeyPath | None, line: int) -> KeyPath | None:
        """Return the path of one more element of *array*."""
        if array is None:
            return None
        index = self._lengths.get(array, 0)
        self._lengths[array] = index + 1
        return self._found((*array, index), line)

    def _found(self, path: KeyPath, line: int) -> KeyPath | None:
        if path not in self._wanted:
            return None
        self.lines.setdefault(path, line)
        return path


def _key(part: str) -> str:
    """Return the key that is written as *part*."""
    if part[0] == "'":
        return part[1:-1]
    if part[0] == '"':
        return _ESCAPE.sub(_character, part[1:-1])
    return part


def _character(escape: re.Match[str]) -> str:
    code = escape[1]
    # One character stands for itself or another; more are a number: `xHH`, `uHHHH`, `UHHHHHHHH`.
    return _ESCAPED.get(code, code) if len(code) == 1 else chr(int(code[1:], 16))
