"""Write TOML, and change values in a file that a person also edits; all else stays as it is.

tomlkit keeps most comments and layout, but it loses line endings and some blanks, and moves
comments between tables. This module corrects that.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_Body = list[Any]
"""The pairs of key and item in a table, in order; the key of comments and blank lines is None."""


def edit(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return *text* changed so that it parses as *new*.

    On the top level, keys may be added and removed. Below, keys may be added, values replaced,
    lists extended, and tables in lists changed. A comment stays on its line, or above the line
    that it precedes.

    Args:
        text: A TOML document.
        old: The parsed *text*.
        new: The tables to write.

    Raises:
        ValueError: If tomlkit would change the order of the tables of *text*.
    """
    import tomlkit

    lines = text.split("\n")
    document = tomlkit.parse("\n".join(line.removesuffix("\r") for line in lines))
    before = document.as_string().split("\n")
    if list(map(_without_blanks, before)) != list(map(_without_blanks, lines)):
        raise ValueError("parts of a table are not next to each other")
    for key in [key for key in old if key not in new]:
        _remove(document, key)
    _change([document], old, {key: value for key, value in new.items() if key in old})
    after = document.as_string()
    for key, value in new.items():
        if key not in old:
            after = (_with_table if isinstance(value, dict) else _with_value)(after, key, value)
    return _restore_lines(lines, before, after.split("\n"))


def _without_blanks(line: str) -> str:
    """Return *line* without white space, some of which tomlkit loses."""
    return "".join(line.split())


def _restore_lines(lines: Sequence[str], before: Sequence[str], after: Sequence[str]) -> str:
    """Return *after* as a text, with unchanged lines as they are in the file.

    Args:
        lines: The lines of the file.
        before: The same lines as tomlkit writes them.
        after: The lines as tomlkit writes them after the change.
    """
    ending = "\r" if lines[0].endswith("\r") else ""
    original = [*lines[:-1], lines[-1] + ending]
    # Most lines are equal, so only those between the first and the last change are compared:
    # SequenceMatcher takes quadratic time if many lines are the same.
    start = _count_equal(before, after)
    end = _count_equal(before[start:][::-1], after[start:][::-1])
    old, new = (part[start : len(part) - end] for part in (before, after))
    result = original[:start]
    matcher = SequenceMatcher(None, old, new)
    for change, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if change == "equal":
            result += original[start + old_start : start + old_end]
        else:
            result += [line + ending for line in new[new_start:new_end]]
    return "\n".join([*result, *original[len(original) - end :]]).removesuffix("\r")


def _count_equal(before: Sequence[str], after: Sequence[str]) -> int:
    """Return the number of equal lines at the beginning of both."""
    pairs = enumerate(zip(before, after, strict=False))
    length = min(len(before), len(after))
    return next((index for index, (old, new) in pairs if old != new), length)


def catalogue_text(sections: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """Return the text of a catalogue file with these tables, by section and id.

    Each table has a header and a line for each of its keys. Tables with one key take one line.
    """
    import tomlkit

    blocks: list[str] = []
    for section, tables in sections.items():
        short = [
            f"{tomlkit.key(id_).as_string()} = {_written(table)}\n"
            for id_, table in tables.items()
            if len(table) == 1
        ]
        if short:
            blocks.append("".join([f"[{section}]\n", *short]))
        blocks += [
            "".join([f"[{tomlkit.key([section, id_]).as_string()}]\n", *_lines(table)])
            for id_, table in tables.items()
            if len(table) > 1
        ]
    return "\n".join(blocks)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key} = {_written(value)}\n"


def _written(value: Any) -> str:  # noqa: ANN401
    """Return *value* as people write it: with blanks in braces, a line for each table of a list."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_written(part)}" for key, part in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        parts = list(map(_written, value))
        if any(isinstance(part, dict) for part in value):
            return "\n".join(["[", *(f"  {part}," for part in parts), "]"])
        return f"[{', '.join(parts)}]"
    if isinstance(value, str) and value.isprintable() and not {'"', "\\"} & {*value}:
        return f'"{value}"'  # most texts; tomlkit is slow
    return str(_item(value).as_string())


# --- Existing keys --------------------------------------------------------------------------------


def _change(parts: Sequence[Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Add and replace keys of a table.

    Args:
        parts: The parts of the table; there are several if other tables stand between them.
        old: The parsed table.
        new: The keys to add or replace, with their values.
    """
    for key, value in new.items():
        inner = [part for outer in parts for name, part in _items(outer) if name == key]
        if key not in old:
            _add(parts[-1], key, value)
        elif value == old[key]:
            continue
        elif isinstance(value, dict) and not _is_on_one_line(inner[0]):
            _change(inner, old[key], value)
        elif isinstance(value, list) and value[: len(old[key])] == old[key]:
            _append(inner[-1], value[len(old[key]) :])
        elif len(inner) == 1 and _have_tables(old[key], value):
            _change_tables(inner[0], old[key], value)
        else:
            ordered = {**old[key], **value} if isinstance(value, dict) else value
            next(part for part in parts if key in part)[key] = _item(ordered)


def _have_tables(old: object, new: object) -> bool:
    """Return whether both are lists of equally many tables."""
    return (
        isinstance(old, list)
        and isinstance(new, list)
        and len(new) == len(old)
        and all(isinstance(part, dict) for part in (*old, *new))
    )


def _change_tables(
    array: Any,  # noqa: ANN401 - tomlkit has no common base
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
) -> None:
    """Change each table of *array* that is not the same in *new*."""
    from tomlkit.items import AoT

    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        if before == after:
            continue
        if isinstance(array, AoT):
            _change([array[index]], before, after)
            for key in before.keys() - after.keys():
                array[index].remove(key)
        else:
            array[index] = _item(after)


def _items(part: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - tomlkit has no common base
    """Yield the keys and items of a table or document."""
    for key, inner in (part if hasattr(part, "body") else part.value).body:
        if key is not None:
            yield key.key, inner


def _is_on_one_line(part: Any) -> bool:  # noqa: ANN401
    """Return whether *part* is an inline table on one line, in which there are no comments."""
    from tomlkit.items import InlineTable

    return isinstance(part, InlineTable) and "\n" not in part.as_string()


def _add(container: Any, key: str, value: Any) -> None:  # noqa: ANN401
    """Add *key* at the end of *container*."""
    import tomlkit

    comments = _remove_last_comments(container)
    if isinstance(value, dict) and _ends_with_headed_table(container):
        _last_body(container).append((None, tomlkit.nl()))
        container.append(key, _table(value))
    else:
        container[key] = _item(value)
    _last_body(container).extend(comments)


def _append(array: Any, values: Sequence[Any]) -> None:  # noqa: ANN401
    """Add *values* at the end of *array*."""
    import tomlkit
    from tomlkit.items import AoT

    if not isinstance(array, AoT):
        _add_last_comma(array)
    for value in values:
        if isinstance(array, AoT):
            comments = _remove_last_comments(array)
            _last_body(array).append((None, tomlkit.nl()))
            array.append(_table(value))
            _last_body(array).extend(comments)
        else:
            array.append(_item(value))


def _add_last_comma(array: Any) -> None:  # noqa: ANN401
    """Add a comma after the last element of *array*, if there is none and a comment follows."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    above = array.as_string().removesuffix("]").rstrip()
    if array and above.split("\n")[-1].lstrip().startswith("#"):
        try:
            tomlkit.parse(f"x = {above}\n0]")  # an error if there is no comma
        except ParseError:
            array.add_line(indent="", newline=False)


def _remove(document: "TOMLDocument", key: str) -> None:
    """Remove *key*, but not the comments above the key that follows it."""
    import tomlkit

    comments = {
        index: "".join(item.as_string() for _, item in _remove_last_comments(part))
        for index, (name, part) in enumerate(document.body)
        if name is not None and name.key == key
    }
    document.remove(key)
    for index, text in comments.items():
        document.body[index] = (None, tomlkit.ws(text if text.strip() else ""))


def _last_body(part: Any) -> _Body:  # noqa: ANN401
    """Return the body of the last table in *part*; an empty list if *part* is not a table."""
    from tomlkit.items import AoT, Table

    if isinstance(part, AoT):
        return _last_body(part[-1])
    if not isinstance(part, Table):
        return []
    body = part.value.body
    return _last_body(body[-1][1]) if body and isinstance(body[-1][1], AoT | Table) else body


def _remove_last_comments(part: Any) -> _Body:  # noqa: ANN401
    """Remove and return the comments at the end of *part* that belong to the next part."""
    from tomlkit.items import Whitespace

    body = _last_body(part)
    keys = [index for index, (key, _) in enumerate(body) if key is not None]
    after = range(keys[-1] + 1 if keys else 0, len(body))
    start = next((index for index in after if isinstance(body[index][1], Whitespace)), after.start)
    comments = body[start:]
    del body[start:]
    return comments


def _ends_with_headed_table(container: Any) -> bool:  # noqa: ANN401
    """Return whether the last key of *container* is a table with its own header."""
    from tomlkit.items import Table

    if not isinstance(container, Table):
        return False
    keyed = [(key, part) for key, part in container.value.body if key is not None]
    return bool(keyed) and _has_header(*keyed[-1])


def _has_header(key: Any, part: Any) -> bool:  # noqa: ANN401
    """Return whether *part* begins with its *key* in brackets, as in `[rate]`."""
    from tomlkit.items import AoT, Table

    return isinstance(part, AoT | Table) and not key.is_dotted()


# --- New keys -------------------------------------------------------------------------------------


def _with_table(text: str, key: str, value: Mapping[str, Any]) -> str:
    """Return *text* with a new table at its end."""
    import tomlkit

    above = text.rstrip("\n")
    table = tomlkit.document().append(key, _table(value)).as_string()
    return f"{above}\n\n{table}" if above else table


def _with_value(text: str, key: str, value: Any) -> str:  # noqa: ANN401
    """Return *text* with a new value, above its first table and the comment of that table."""
    import tomlkit

    lines = text.split("\n")
    count = _count_lines_above_tables(text)
    above, below = lines[:count], lines[count:]
    blank = []
    while above and not above[-1].strip():
        blank.append(above.pop())
    if above and above[-1].lstrip().startswith("#"):
        above.append("")
    line = tomlkit.document().append(key, _item(value)).as_string().rstrip("\n")
    return "\n".join([*above, line, *(blank or [""]), *below])


def _count_lines_above_tables(text: str) -> int:
    """Return how many lines are above the first table and the comment right above it."""
    import tomlkit
    from tomlkit.items import Comment

    document = tomlkit.parse(text)
    above = [*takewhile(lambda entry: not _has_header(*entry), document.body)]
    if len(above) == len(document.body):
        return len(text.split("\n"))
    while above and isinstance(above[-1][1], Comment):
        above.pop()
    del document.body[len(above) :]
    return document.as_string().count("\n")


def _table(values: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return a table with a header and a line for each key."""
    import tomlkit

    table = tomlkit.table()
    for key, value in values.items():
        table.append(key, _item(value))
    return table


def _item(value: Any) -> Any:  # noqa: ANN401
    """Return *value* on one line; a list of tables has a line for each table."""
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
