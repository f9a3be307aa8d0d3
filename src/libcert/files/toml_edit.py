"""TOML that people keep, changed in place: what is not changed stays as it was, to the letter."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_Body = list[Any]
"""What stands in a table or document, in order, with comments and blank lines under no key."""


def edited(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return *text*, which says *old*, so that it says *new*.

    Keys may come and go on the top level; within them, they may come, and lists may grow. A comment
    stays with what it stands beside or above.

    Raises:
        ValueError: If the tables of *text* stand in an order that cannot be kept.
    """
    import tomlkit

    lines = text.split("\n")
    document = tomlkit.parse("\n".join(line.removesuffix("\r") for line in lines))
    before = document.as_string().split("\n")
    if list(map(_marks, before)) != list(map(_marks, lines)):
        raise ValueError("parts of a table stand apart")
    for key in [key for key in old if key not in new]:
        _remove(document, key)
    _change([document], old, {key: value for key, value in new.items() if key in old})
    after = document.as_string()
    for key, value in new.items():
        if key not in old:
            after = (_with_table if isinstance(value, dict) else _with_value)(after, key, value)
    return _like(lines, before, after.split("\n"))


def _marks(line: str) -> str:
    """Return a line without its blanks, of which Tomlkit loses some."""
    return "".join(line.split())


def _like(lines: Sequence[str], before: Sequence[str], after: Sequence[str]) -> str:
    """Return the lines *after*, those of them that were there *before* as they are in *lines*."""
    ending = "\r" if lines[0].endswith("\r") else ""
    whole = [*lines[:-1], lines[-1] + ending]
    # Most of it is the same. Of what is left, lines that are there over and over are compared only
    # next to others, or it would take the square of their number.
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    old, new = (part[start : len(part) - end] for part in (before, after))
    found = whole[:start]
    for same, first, last, added, more in SequenceMatcher(None, old, new).get_opcodes():
        if same == "equal":
            found += whole[start + first : start + last]
        else:
            found += [line + ending for line in new[added:more]]
    return "\n".join([*found, *whole[len(whole) - end :]]).removesuffix("\r")


def _same(before: Sequence[str], after: Sequence[str]) -> int:
    """Return with how many equal lines both begin."""
    pairs = enumerate(zip(before, after, strict=False))
    length = min(len(before), len(after))
    return next((place for place, (old, new) in pairs if old != new), length)


# --- What is there already ------------------------------------------------------------------------


def _change(parts: Sequence[Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Let the *parts* of a table, which say *old*, say *new* as well.

    A table is in several parts where others stand between the headers that make it.
    """
    for key, value in new.items():
        inner = [part for outer in parts for name, part in _body(outer) if name == key]
        if key not in old:
            _add(parts[-1], key, value)
        elif value == old[key]:
            continue
        elif isinstance(value, dict) and not _on_one_line(inner[0]):
            _change(inner, old[key], value)
        elif isinstance(value, list) and value[: len(old[key])] == old[key]:
            _append(inner[-1], value[len(old[key]) :])
        else:
            ordered = {**old[key], **value} if isinstance(value, dict) else value
            next(part for part in parts if key in part)[key] = _item(ordered)


def _body(part: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield what stands in a table or document, with its keys."""
    for key, inner in (part if hasattr(part, "body") else part.value).body:
        if key is not None:
            yield key.key, inner


def _on_one_line(part: Any) -> bool:  # noqa: ANN401
    """Return whether *part* is a table that is better written anew, having room for no comment."""
    from tomlkit.items import InlineTable

    return isinstance(part, InlineTable) and "\n" not in part.as_string()


def _add(container: Any, key: str, value: Any) -> None:  # noqa: ANN401
    """Put one more key at the end of *container*."""
    import tomlkit

    tail = _cut(container)
    if isinstance(value, dict) and _ends_in_a_header(container):
        _end(container).append((None, tomlkit.nl()))
        container.append(key, _table(value))
    else:
        container[key] = _item(value)
    _end(container).extend(tail)


def _append(array: Any, values: Sequence[Any]) -> None:  # noqa: ANN401
    """Put more elements at the end of *array*."""
    import tomlkit
    from tomlkit.items import AoT

    if not isinstance(array, AoT):
        _close(array)
    for value in values:
        if isinstance(array, AoT):
            tail = _cut(array)
            _end(array).append((None, tomlkit.nl()))
            array.append(_table(value))
            _end(array).extend(tail)
        else:
            array.append(_item(value))


def _close(array: Any) -> None:  # noqa: ANN401
    """Put a comma behind the last element of *array* that has none, if a comment comes below it."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    above = array.as_string().removesuffix("]").rstrip()
    if array and above.split("\n")[-1].lstrip().startswith("#"):
        try:
            tomlkit.parse(f"x = {above}\n0]")  # which says whether there is a comma
        except ParseError:
            array.add_line(indent="", newline=False)


def _remove(document: "TOMLDocument", key: str) -> None:
    """Take *key* out, but not the comments above what comes after it."""
    import tomlkit

    tails = {
        place: "".join(item.as_string() for _, item in _cut(part))
        for place, (name, part) in enumerate(document.body)
        if name is not None and name.key == key
    }
    document.remove(key)
    for place, tail in tails.items():
        document.body[place] = (None, tomlkit.ws(tail if tail.strip() else ""))


def _end(part: Any) -> _Body:  # noqa: ANN401
    """Return what the last table of *part* is made of; what is on one line has no tables."""
    from tomlkit.items import AoT, Table

    if isinstance(part, AoT):
        return _end(part[-1])
    if not isinstance(part, Table):
        return []
    body = part.value.body
    return _end(body[-1][1]) if body and isinstance(body[-1][1], AoT | Table) else body


def _cut(part: Any) -> _Body:  # noqa: ANN401
    """Take the comments off the end of *part* that stand above what comes after it."""
    from tomlkit.items import Whitespace

    body = _end(part)
    keys = [place for place, (key, _) in enumerate(body) if key is not None]
    after = range(keys[-1] + 1 if keys else 0, len(body))
    first = next((place for place in after if isinstance(body[place][1], Whitespace)), after.start)
    tail = body[first:]
    del body[first:]
    return tail


def _ends_in_a_header(container: Any) -> bool:  # noqa: ANN401
    """Return whether the last key of *container* is a table with a header of its own."""
    from tomlkit.items import Table

    if not isinstance(container, Table):
        return False
    keyed = [(key, part) for key, part in container.value.body if key is not None]
    return bool(keyed) and _has_a_header(*keyed[-1])


def _has_a_header(key: Any, part: Any) -> bool:  # noqa: ANN401
    """Return whether *part* begins with its *key* in brackets."""
    from tomlkit.items import AoT, Table

    return isinstance(part, AoT | Table) and not key.is_dotted()


# --- What comes ---------------------------------------------------------------------------------


def _with_table(text: str, key: str, value: Mapping[str, Any]) -> str:
    """Return *text* with one more table at its end."""
    import tomlkit

    above = text.rstrip("\n")
    table = tomlkit.document().append(key, _table(value)).as_string()
    return f"{above}\n\n{table}" if above else table


def _with_value(text: str, key: str, value: Any) -> str:  # noqa: ANN401
    """Return *text* with one more value, above its first table and what is said of that."""
    import tomlkit

    lines = text.split("\n")
    first = _first_header(text)
    above, below = lines[:first], lines[first:]
    blank = []
    while above and not above[-1].strip():
        blank.append(above.pop())
    if above and above[-1].lstrip().startswith("#"):
        above.append("")
    line = tomlkit.document().append(key, _item(value)).as_string().rstrip("\n")
    return "\n".join([*above, line, *(blank or [""]), *below])


def _first_header(text: str) -> int:
    """Return how many lines there are above the first table and the comment right above it."""
    import tomlkit
    from tomlkit.items import Comment

    document = tomlkit.parse(text)
    above = [*takewhile(lambda entry: not _has_a_header(*entry), document.body)]
    if len(above) == len(document.body):
        return len(text.split("\n"))
    while above and isinstance(above[-1][1], Comment):
        above.pop()
    del document.body[len(above) :]
    return document.as_string().count("\n")


def _table(values: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return a table with a header and a line a key."""
    import tomlkit

    table = tomlkit.table()
    for key, value in values.items():
        table.append(key, _item(value))
    return table


def _item(value: Any) -> Any:  # noqa: ANN401
    """Return a value as it stands on one line, or a list of tables as it stands on several."""
    import tomlkit

    if isinstance(value, Decimal):
        return tomlkit.value(f"{value.normalize():f}")
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, part in value.items():
            table.append(key, _item(part))
        return table
    if isinstance(value, list):
        array = tomlkit.array().multiline(any(isinstance(part, dict) for part in value))
        array.extend(map(_item, value))
        return array
    return tomlkit.item(value)
