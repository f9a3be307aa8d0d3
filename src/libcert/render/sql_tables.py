"""The tables of a database, made from the JSON Schema of records.

A field becomes a column. A field that is an object becomes a column for each of its keys, with the
same names as in CSV. A list becomes a table of its own. So a new field needs no change here.

The tables are not `STRICT`, because many computers still have a SQLite that cannot open those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from libcert.model.base import Model, model
from libcert.model.limits import ID_PATTERN, PLACE_PATTERN

Path = tuple[str, ...]
"""The keys that lead to a value in a JSON object."""
_Node = Mapping[str, Any]

_TABLES: Final = {"conditions": "requirements", "where": "places"}
"""The tables of some lists; those of other lists are called like the field."""
_ITEMS: Final = {
    "aliases": "alias",
    "because": "reason",
    "benefits": "benefit",
    "credentials": "credential_id",
    "delivery": "delivery",
    "exams": "exam",
    "formats": "format",
    "levels": "level",
    "methods": "method",
    "nearest": "nearest_id",
    "not_for": "job",
    "notes": "note",
    "passed_with": "credential_id",
    "places": "place",
    "positions": "job",
    "replaced_by": "replaced_by_id",
    "settings": "setting",
    "sources": "source_id",
    "starts_on": "day",
    "suits": "job",
    "topics": "topic",
    "unclear_for": "credential_id",
    "where": "place",
}
"""The columns with the items of lists; those of other lists are called `value`."""
_COLUMNS: Final = {
    "credential": "required_credential",
    "issuer": "issuer_id",
    "nothing": "nothing_required",  # `nothing` is a word of SQL
}
"""The columns of some fields; those of other fields are called like their keys."""
_TARGETS: Final = {
    "issuer": "organizations",
    "membership": "organizations",
    "organization": "organizations",
    "source_id": "sources",
}
"""The tables to whose rows some fields refer.

Fields that name other credentials are not here: these may be families, or not in the answer.
"""
_KEYS: Final = {"places": "code", "tables": "name"}
"""The primary keys of tables that are not called `id`."""
_INDEXES: Final = {
    "credentials": (
        *("name", "type", "family", "status_state", "standing", "education_level"),
        *("cost_high", "duration_high", "experience_high", "match_answer"),
    ),
    "citations": ("field",),
    "fees": ("purpose",),
    "findings": ("about", "verdict"),
    "mandates": ("force",),
    "places": ("name",),
    "requirements": ("required_credential",),
}
"""The columns with an index, besides those that refer to another table and lists of ids."""


@model
class Column(Model):
    """A column of a table."""

    name: str
    """The name."""
    meaning: str
    """The meaning, for people."""
    path: Path
    """The keys that lead to its value in a row."""
    type: str = "TEXT"
    """The type in SQL."""
    needed: bool = True
    """Whether it is never null."""
    allowed: Sequence[str] = ()
    """The allowed values, as SQL; empty if there is no list of them."""
    refers: str | None = None
    """The table to whose rows it refers."""
    is_json: bool = False
    """Whether its values are texts in JSON, because they have no other type."""
    is_key: bool = False
    """Whether it is the primary key by itself."""
    has_index: bool = False
    """Whether it has an index because of its values; `_INDEXES` has others."""

    @property
    def sql(self) -> str:
        """Return the declaration."""
        check = f'CHECK ("{self.name}" IN ({", ".join(self.allowed)}))'
        parts = {
            f'"{self.name}" {self.type}': True,
            "PRIMARY KEY": self.is_key,
            "NOT NULL": self.needed,
            check: bool(self.allowed),
        }
        return " ".join(part for part, is_there in parts.items() if is_there)


def key(name: str, meaning: str, **more: Any) -> Column:  # noqa: ANN401 - see `Column`
    """Return the column for the key *name* of a row."""
    return Column(name=name, meaning=meaning, path=(name,), **more)


ID: Final = key("id", "The number of the row.", type="INTEGER", is_key=True)
"""The key of rows that have no id of their own."""
POSITION: Final = key("position", "The place in the list, from 1.", type="INTEGER")
"""The column that keeps the order of a list."""


class SqlTable:
    """A table of the database, and the tables of the lists that its rows have.

    Args:
        name: The name.
        meaning: The meaning, for people.
        columns: The columns.
        constraint: The SQL for columns that are unique together; empty if there are none.
    """

    def __init__(
        self, name: str, meaning: str, columns: Sequence[Column], constraint: str = ""
    ) -> None:
        self.name, self.meaning = name, plain(meaning)
        self.columns = list(columns)
        self.constraint = constraint
        self.lists: list[tuple[Path, SqlTable]] = []
        """The tables of the lists, with the path to each list."""
        self.to_rows: Callable[[Any], list[dict[str, Any]]] = lambda item: [item]
        """A function that returns the rows for an item of the list."""

    def all(self) -> Iterator[SqlTable]:
        """Yield this table and those of the lists."""
        yield self
        for _, table in self.lists:
            if table is not self:
                yield from table.all()

    @property
    def owner_key(self) -> str:
        """The column that refers to this table in the tables of the lists."""
        return f"{self.name.removesuffix('s')}_id"

    @property
    def create(self) -> str:
        """The SQL that makes the table."""
        references = (
            f'FOREIGN KEY ("{column.name}") REFERENCES "{column.refers}"'
            f' ("{_KEYS.get(column.refers, "id")}")'  # Datasette does not find it by itself
            for column in self.columns
            if column.refers
        )
        parts = [*(column.sql for column in self.columns), self.constraint, *references]
        return f'CREATE TABLE "{self.name}" (\n  ' + ",\n  ".join(filter(None, parts)) + "\n)"

    @cached_property
    def insert(self) -> str:
        """The SQL that adds a row."""
        places = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" VALUES ({places})'  # noqa: S608 - a name of ours

    @property
    def indexes(self) -> Iterator[str]:
        """The SQL of each index; the constraint has one for the rows of the same owner."""
        names = _INDEXES.get(self.name, ())
        for column in self.columns:
            has_index = column.refers or column.has_index or column.name in names
            if has_index and f'("{column.name}"' not in self.constraint:
                name = f"{self.name}_{column.name}"
                yield f'CREATE INDEX "{name}" ON "{self.name}" ("{column.name}")'


class Designer:
    """Makes tables from a schema.

    Args:
        parts: The schemas of the models that the fields refer to, by name.
    """

    def __init__(self, parts: _Node) -> None:
        self._parts = parts

    def table(self, name: str, node: _Node, *more: Column) -> SqlTable:
        """Return the table of the objects that *node* describes, which have an id; see `all`.

        Args:
            name: The name of the table.
            node: The schema.
            *more: Columns after those of the fields.
        """
        made = SqlTable(name, node["description"], [])
        self._add_fields(made, (), node, "", optional=False)
        made.columns += more
        return made

    def _add_fields(
        self, table: SqlTable, path: Path, node: _Node, about: str, *, optional: bool
    ) -> None:
        for field, part in node["properties"].items():
            self._add(table, (*path, field), part, about, optional=optional)

    def _add(self, table: SqlTable, path: Path, node: _Node, about: str, *, optional: bool) -> None:
        """Add the columns or the table for the field at *path*, which is part of *about*."""
        part, may_be_null = self._resolve(node)
        about = plain(f"{about} {node['description']}")
        optional = optional or may_be_null
        if part.get("type") == "array":
            self._add_list(table, path, part["items"], about)
        elif "properties" in part and path[-1] not in _TARGETS:
            self._add_fields(table, path, part, about, optional=optional)
        else:
            table.columns.append(_column(path, part, about, optional=optional))

    def _resolve(self, node: _Node) -> tuple[_Node, bool]:
        """Return what *node* is if it is not null, and whether it may be null."""
        kinds = node.get("anyOf", [node])
        others = [kind for kind in kinds if kind.get("type") != "null"]
        found: _Node = others[0] if len(others) == 1 else {"anyOf": others}
        if "$ref" in found:
            found = self._parts[found["$ref"].rpartition("/")[2]]
        return found, len(others) < len(kinds)

    def _add_list(self, table: SqlTable, path: Path, node: _Node, about: str) -> None:
        """Add the table for the list at *path* with items that *node* describes."""
        item, _ = self._resolve(node)
        name = _TABLES.get(path[-1], path[-1])
        if name == "of":  # a group of requirements
            table.lists.append((path, table))
            return
        owner = key(
            table.owner_key,
            f"The id in `{table.name}`.",
            refers=table.name,
            type="INTEGER" if ID in table.columns else "TEXT",
        )
        if "properties" in item and name != "sources":
            made = self._table_of_objects(name, owner, item)
        else:
            name = "_".join((table.name.removesuffix("s"), *path[:-1], name))
            column = _ITEMS.get(path[-1], "value")
            made = _table_of_values(name, owner, column, item, about)
        table.lists.append((path, made))

    def _table_of_objects(self, name: str, owner: Column, node: _Node) -> SqlTable:
        parents = []
        if name == "requirements":
            meaning = "The group that it belongs to; null if it belongs to none."
            parents = [key("parent_id", meaning, type="INTEGER", needed=False, refers=name)]
        columns = [owner, *parents, POSITION]
        unique = ", ".join(f'"{column.name}"' for column in columns)
        made = SqlTable(name, node["description"], [ID, *columns], f"UNIQUE ({unique})")
        self._add_fields(made, (), node, "", optional=False)
        return made


def _table_of_values(name: str, owner: Column, item: str, node: _Node, about: str) -> SqlTable:
    """Return the table for a list of texts or sources, whose column is *item*."""
    constraint = f'PRIMARY KEY ("{owner.name}", "position")'
    if "properties" not in node:
        column = _column((item,), node, about, optional=False)
        made = SqlTable(name, about, [owner, POSITION, column], constraint)
        made.to_rows = lambda text: [{item: text}]
        return made
    source = key(item, "The id of the page.", refers="sources")
    made = SqlTable(name, about, [owner, POSITION, source], constraint)
    made.to_rows = lambda source: [{item: source["id"]}]
    if owner.refers == "credentials":
        made.name, made.meaning = "citations", "A page that supports a field of a record."
        made.columns.append(key("field", "The field; null if it is not on record.", needed=False))
        made.to_rows = lambda source: [
            {item: source["id"], "field": field} for field in source["supports"] or [None]
        ]
    return made


def _column(path: Path, node: _Node, about: str, *, optional: bool) -> Column:
    """Return the column for the field at *path*, which is no list."""
    name, pattern = path[-1], node.get("pattern")
    kinds = {kind.get("type") for kind in node.get("anyOf", [node])}
    values = node.get("enum", [node["const"]] if "const" in node else [])
    found = Column(
        name=_COLUMNS.get(name, "_".join(path)),
        meaning=about,
        path=path,
        needed=not optional,
        allowed=[f"'{value}'" for value in values],
        refers="places" if pattern == PLACE_PATTERN else _TARGETS.get(name),
        is_key=path == ("id",),
        has_index=path[0] in _ITEMS.values() and (bool(values) or pattern == ID_PATTERN),
    )
    if "properties" in node:
        return found.replace(path=(*path, "id"))
    if "number" in kinds:
        return found.replace(type="REAL")
    if "integer" in kinds:
        return found.replace(type="INTEGER")
    if "boolean" in kinds:
        return found.replace(type="INTEGER", allowed=("0", "1"))
    if "string" in kinds:
        return found
    return found.replace(meaning=f"{about} It is JSON.", needed=False, is_json=True)


def plain(text: str) -> str:
    """Return *text* on one line."""
    return " ".join(text.split())
