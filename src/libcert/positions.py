"""Where each part of a TOML document stands, so that what is wrong with it can be named by line."""

import re

_Path = tuple[str | int, ...]

# The document is known to be valid, so little has to be told apart: commas are as good as blanks,
# and what is neither a string nor a container ends where the next mark or line begins. What is in
# `(?>…)` is never tried a second way, so that the time grows with the length of the text only;
# `(?:…)*+` should say the same, but goes wrong before Python 3.11.5.
_GAP = r"(?P<gap>(?>(?:[\s,]+|\#[^\n]*)*))"
_BASIC = r'"(?>(?:[^"\\]+|\\.)*)"'
_LITERAL = r"'[^']*'"
_LONG_BASIC = r'"""(?>(?:[^"\\]+|\\.|"{1,2}(?!"))*)"{3,5}'
_LONG_LITERAL = r"'''.*?'{3,5}"
_STRING = rf"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}"
_VALUE = rf"[ \t]*(?P<value>[\[{{]|{_STRING}|[^\],}}\#\n]+)"
_KEY = rf"(?:[\w-]+|{_BASIC}|{_LITERAL})"
_KEYS = rf"(?P<keys>(?>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*))[ \t]*"

_PART = re.compile(_KEY, re.DOTALL)
# What begins with `[` is a header between statements, and one more array within an array.
_STATEMENT = re.compile(rf"{_GAP}(?P<mark>\[{{0,2}})[ \t]*{_KEYS}(?:={_VALUE}|\]+)", re.DOTALL)
_ITEM = re.compile(rf"{_GAP}(?:(?P<mark>[\]}}])|(?:{_KEYS}=|){_VALUE})", re.DOTALL)

_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|.)", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def positions(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line, from 1, on which each table, key and array element of *text* starts.

    A path is made of the keys and indices that lead to the part in the parsed document. A table
    with a header of its own starts there; one that longer keys imply, where the first of them is.

    Args:
        text: A valid TOML 1.1 document.
    """
    found = _Found()
    line = 1
    end = 0
    # The table of the last header, then what is open within it. A list, since a document may be
    # nested about as deeply as Python lets functions call themselves.
    inside: list[_Path] = [()]
    while token := (_ITEM if len(inside) > 1 else _STATEMENT).match(text, end):
        end = token.end()
        line += token["gap"].count("\n")
        keys, value = token["keys"], token["value"]
        match token["mark"]:
            case "]" | "}":
                inside.pop()
            case "[":
                table = found.keys((), keys, line)
                found.lines[table] = line  # where a longer header may have implied it before
                inside = [table]
            case "[[":
                inside = [found.element(found.keys((), keys, line), line)]
            case _:
                inner = inside[-1]
                path = found.keys(inner, keys, line) if keys else found.element(inner, line)
                if value in {"[", "{"}:
                    inside.append(path)
                line += value.count("\n")
    return found.lines


class _Found:
    """The lines of the paths found so far, and the lengths of the arrays."""

    def __init__(self) -> None:
        self.lines: dict[_Path, int] = {}
        self._lengths: dict[_Path, int] = {}

    def keys(self, path: _Path, dotted: str, line: int) -> _Path:
        """Return where *dotted* leads from *path*, with every table on the way taken down."""
        for part in _PART.findall(dotted):
            if path in self._lengths:  # of an array of tables, the last one is meant
                path = (*path, self._lengths[path] - 1)
            path = (*path, _key(part))
            self.lines.setdefault(path, line)
        return path

    def element(self, array: _Path, line: int) -> _Path:
        """Return the path of one more element of *array*."""
        index = self._lengths.get(array, 0)
        self._lengths[array] = index + 1
        path = (*array, index)
        self.lines[path] = line
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
