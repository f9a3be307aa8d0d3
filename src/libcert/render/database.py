"""Databases: the records of an answer, and the rules about them, in SQLite."""

from __future__ import annotations

import contextlib
import itertools
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from libcert import __version__
from libcert.model.base import json_name
from libcert.model.errors import LibcertError
from libcert.model.mandate import Mandate
from libcert.model.places import short_name
from libcert.model.sanitize import clean, to_json
from libcert.render.reasons import describe_with_options
from libcert.render.sql_tables import POSITION, Column, Designer, Path, SqlTable, key

if TYPE_CHECKING:
    import sqlite3

    from libcert.render.table import Background, Table

LAYOUT: Final = 1
"""The version of the tables, in `PRAGMA user_version`."""


def write_sqlite(table: Table, background: Background) -> bytes:
    """Return a database of the records in *table*, with their ids and the selected fields.

    With the same version of SQLite, the same answer makes the same bytes.

    Raises:
        LibcertError: If Python has no SQLite, or one that is too old.
    """
    from libcert.model.json_schema import model_schema  # imports Pydantic

    schema, rules = model_schema(table.model), model_schema(Mandate)
    designer = Designer(schema["$defs"] | rules["$defs"])
    selected = {"id", *map(json_name, table.fields)}
    if "requirements" in selected:  # `conditions` has their texts too
        selected = selected - {"requirements"} | {"conditions"}
    schema["properties"] = {k: v for k, v in schema["properties"].items() if k in selected}
    source = dict(schema["$defs"]["Source"])
    source["properties"] = {k: v for k, v in source["properties"].items() if k != "supports"}
    last = POSITION.replace(meaning="The place in the answer or the catalogue, from 1.")
    tables = {
        "credentials": designer.table("credentials", schema, last),
        "organizations": _organizations(),
        "sources": designer.table("sources", source),
        "mandates": designer.table("mandates", rules, last),
        "places": _places(),
    }
    every = [made for top in tables.values() for made in top.all()]
    with contextlib.closing(_connect()) as connection:
        connection.execute("BEGIN")
        for made in every:
            connection.execute(made.create)
        writer = _Writer(connection)
        for position, record in enumerate(table.records, 1):
            values = record.to_json(default=describe_with_options)
            writer.add(tables["credentials"], values | {"position": position})
        for position, mandate in enumerate(background.mandates, 1):
            writer.add(tables["mandates"], mandate.to_json() | {"position": position})
        for page in writer.sources.values():
            writer.add(tables["sources"], page)
        for id_ in writer.targets["organizations"]:
            name = background.organizations.get(id_)
            writer.add(tables["organizations"], {"id": id_, "name": name})
        for place in _place_rows(writer.targets["places"]):
            writer.add(tables["places"], place)
        _explain(connection, every, background, _create_views(connection))
        for index in itertools.chain.from_iterable(made.indexes for made in every):
            connection.execute(index)
        connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("COMMIT")
        return connection.serialize()


def _connect() -> sqlite3.Connection:
    """Return an empty database in memory.

    Raises:
        LibcertError: If Python has no SQLite, or one that is too old.
    """
    try:
        import sqlite3
    except ImportError as error:  # some builds of Python leave it out
        raise LibcertError("a database needs SQLite, which this Python does not have") from error
    if not hasattr(sqlite3.Connection, "serialize"):
        raise LibcertError(
            f"a database needs SQLite 3.36 or later, and this Python has {sqlite3.sqlite_version}"
        )
    return sqlite3.connect(":memory:", isolation_level=None)


class _Writer:
    """Adds rows to a database, and collects the sources and the ids to which they refer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._numbers: dict[str, itertools.count[int]] = {}
        self.targets: dict[str, dict[str, None]] = {"organizations": {}, "places": {}}
        """The ids in the rows, by the table to which they refer, in order."""
        self.sources: dict[str, Mapping[str, Any]] = {}
        """The sources in the rows, by id."""

    def add(self, table: SqlTable, row: Mapping[str, Any]) -> None:
        """Add *row* to *table*, and the items of its lists to their tables."""
        values = [_value(_at(row, column.path), column) for column in table.columns]
        for column, value in zip(table.columns, values, strict=True):
            if column.refers in self.targets and value is not None:
                self.targets[column.refers][value] = None
        self._execute(table.insert, values)
        for path, child in table.lists:
            items = _at(row, path) or ()
            if items and path == ("sources",) and isinstance(items[0], dict):
                self.sources |= {source["id"]: source for source in items}
            rows = itertools.chain.from_iterable(map(child.to_rows, items))
            for position, item in enumerate(rows, 1):
                self.add(child, item | self._keys(table, row, child) | {"position": position})

    def _keys(self, table: SqlTable, row: Mapping[str, Any], child: SqlTable) -> dict[str, Any]:
        """Return the keys of a new row of *child*, which belongs to *row* of *table*."""
        if child.columns[0].name != "id":
            return {table.owner_key: row["id"]}
        number = next(self._numbers.setdefault(child.name, itertools.count(1)))
        if child is table:  # a group of requirements
            owner = {"credential_id": row["credential_id"], "parent_id": row["id"]}
        else:
            owner = {table.owner_key: row["id"]}
        return {"id": number, **owner}


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the value at *path* in *value*; None if a part of the path is null or missing."""
    for name in path:
        value = None if value is None else value.get(name)
    return value


def _value(value: Any, column: Column) -> Any:  # noqa: ANN401 - JSON
    """Return *value* as a cell of *column*, without characters that could mislead."""
    if column.is_json and value is not None:
        return to_json(value)
    return clean(value) if isinstance(value, str) else value


# --- Tables that are no fields of a record --------------------------------------------------------


def _organizations() -> SqlTable:
    meaning = "The full name; null if it issues no credential in the catalogue."
    columns = [
        key("id", "The short name, such as ALA.", is_key=True),
        key("name", meaning, needed=False),
    ]
    return SqlTable("organizations", "A body that issues credentials or has members.", columns)


def _places() -> SqlTable:
    columns = [
        key("code", "The ISO 3166 code; `any` is everywhere.", is_key=True),
        key("name", "The name."),
        key("within", "The country that it is a part of.", needed=False, refers="places"),
    ]
    return SqlTable("places", "A place in which a credential counts or a rule holds.", columns)


def _place_rows(codes: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each of *codes*, and for each of their countries."""
    country_of = {code: code.partition("-")[0] for code in codes}
    country_of |= {country: country for country in country_of.values()}
    for code, country in sorted(country_of.items()):
        within = None if code == country else country
        yield {"code": code, "name": short_name(code), "within": within}


def _create_views(connection: sqlite3.Connection) -> list[str]:
    """Add the views whose columns are all selected, and return their names."""
    import sqlite3

    names = []
    for name, (_, sql) in _VIEWS.items():
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute(f"EXPLAIN{textwrap.dedent(sql)}")
            connection.execute(f'CREATE VIEW "{name}" AS{textwrap.dedent(sql)}')
            names.append(name)
    return names


def _explain(
    connection: sqlite3.Connection,
    tables: Sequence[SqlTable],
    background: Background,
    views: Iterable[str],
) -> None:
    """Add the tables that explain the database, its tables and its columns."""
    every = [*tables, _ABOUT, _TABLES, _COLUMNS]
    meanings = [(table.name, table.meaning) for table in every]
    meanings += [(name, _VIEWS[name][0]) for name in views]
    columns = [(table.name, each.name, each.meaning) for table in every for each in table.columns]
    for table in (_ABOUT, _TABLES, _COLUMNS):
        connection.execute(table.create)
    connection.executemany(_ABOUT.insert, _about(background))
    connection.executemany(_TABLES.insert, meanings)
    connection.executemany(_COLUMNS.insert, columns)


_ABOUT: Final = SqlTable(
    "about",
    "Where the database comes from, and how to read it.",
    [key("topic", "The topic.", is_key=True), key("text", "The text.")],
)
_TABLES: Final = SqlTable(
    "tables",
    "The tables and views.",
    [key("name", "The name.", is_key=True), key("meaning", "The meaning.")],
)
_COLUMNS: Final = SqlTable(
    "columns",
    "The columns of the tables.",
    [
        key("table_name", "The table.", refers="tables"),
        key("column_name", "The column."),
        key("meaning", "The meaning."),
    ],
    'PRIMARY KEY ("table_name", "column_name")',
)
_FIGURES: Final = {
    "listed": "listed: those of the records; `findings` has what sources say about them",
    "checked": "checked: if a source has a better figure, it replaces the listed one",
}
_MANDATES: Final = {
    True: "all rules of the catalogue",
    False: "the rules that name a credential of this database",
}
_HOW_TO_READ: Final = {
    "null": (
        "Not on record. A null is neither more nor less than any number, so a search for"
        " `cost_high <= 200` leaves it out: it may match, and nobody knows."
    ),
    "yes and no": "1 is yes, 0 is no.",
    "amounts": (
        "Numbers with at most two decimals; write `round(sum(low), 2)` for a sum. If `cost_open` is"
        " 1, an unknown amount comes on top of `cost_high`."
    ),
    "days": "Texts such as 2026-11-23, 2026-11 or 2026.",
    "ids": (
        "An id of another credential has no foreign key, because it can name a family, or a"
        " credential that is not in this database."
    ),
    "lists": "Each list is a table of its own, in the order of `position`.",
    "requirements": (
        "`parent_id` is the group of a requirement. All requirements of a group must be met, or as"
        " many as its `at_least` says. Sorted by `id`, each group comes just before its parts."
    ),
    "texts": "A character that could mislead a reader has a code instead, such as \\u202e.",
}


def _about(background: Background) -> Iterator[tuple[str, str]]:
    """Yield the topics and texts of the table `about`."""
    yield from origin(background).items()
    yield "mandates", _MANDATES[background.is_whole]
    yield from _HOW_TO_READ.items()


def origin(background: Background) -> dict[str, str]:
    """Return the texts that say how the figures of an answer were made, by topic."""
    rates = {"rates": ", ".join(background.rates)} if background.rates else {}
    return {
        "libcert": f"version {__version__}",
        "figures": _FIGURES[background.figures],
        "prices": _prices(background),
        **rates,
    }


def _prices(background: Background) -> str:
    """Return whose prices the costs have."""
    members = f"members of {', '.join(background.members)}" if background.members else ""
    others = "people without another membership" if background.non_member else ""
    return "for " + (" and ".join(filter(None, [members, others])) or "members and non-members")


_VIEWS: Final = {
    "credential_overview": (
        "A credential in short, with the names of its issuer and its places.",
        """
        SELECT c.id, c.name, o.name AS issuer, c.type, c.standing, c.status_state,
          (SELECT group_concat(name, '; ') FROM (
            SELECT p.name FROM credential_places l JOIN places p ON p.code = l.place
            WHERE l.credential_id = c.id ORDER BY l.position)) AS places,
          (SELECT group_concat(setting, '; ') FROM (
            SELECT setting FROM credential_settings
            WHERE credential_id = c.id ORDER BY position)) AS settings,
          c.cost_low, c.cost_high, c.cost_unit, c.cost_open, c.duration_low, c.duration_high,
          c.experience_low, c.experience_high, c.education_level, c.exam_required
        FROM credentials c JOIN organizations o ON o.id = c.issuer_id
        ORDER BY c.position""",
    ),
    "fees_with_names": (
        "A fee, with the names of its credential and of the society of the members.",
        """
        SELECT f.*, c.name AS credential_name, o.name AS organization_name
        FROM fees f JOIN credentials c ON c.id = f.credential_id
        LEFT JOIN organizations o ON o.id = f.organization
        ORDER BY f.id""",
    ),
    "citations_with_sources": (
        "A field of a record, with a page that supports it.",
        """
        SELECT l.credential_id, l.field, s.title, s.publisher, s.url, s.dated, s.read, s.tier
        FROM citations l JOIN sources s ON s.id = l.source_id
        ORDER BY l.credential_id, l.position""",
    ),
    "mandates_with_places": (
        "A rule, with a place in which it holds.",
        """
        SELECT p.name AS place_name, l.place, m.*
        FROM mandates m JOIN mandate_places l ON l.mandate_id = m.id
        JOIN places p ON p.code = l.place
        ORDER BY m.position, l.position""",
    ),
}
"""The views that save a join: the meaning and the SQL of each."""
