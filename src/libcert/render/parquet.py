"""Parquet files: one row for each record, with the nested values that JSON has."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from libcert.model.base import json_name
from libcert.model.errors import MissingExtraError, OutputError, os_reason
from libcert.model.sanitize import clean
from libcert.render.database import origin
from libcert.render.reasons import describe_with_options
from libcert.render.table import Background, Table

_TYPES: Final = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "string": "VARCHAR",
}
"""The types of columns, by those of JSON Schema."""
_ANY: Final = "JSON"
"""The type of values that no other type has: nested groups, and better figures."""


def write_parquet(table: Table, background: Background) -> bytes:
    """Return a Parquet file of the records in *table*, with the selected fields.

    The types of its columns do not depend on the records.

    Raises:
        MissingExtraError: If DuckDB is not installed.
        OutputError: If there is no room for temporary files.
    """
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtraError("a Parquet file", "parquet") from error
    from libcert.model.json_schema import model_schema  # imports Pydantic

    schema = model_schema(table.model)
    nodes = {name: schema["properties"][name] for name in map(json_name, table.fields)}
    columns = ", ".join(
        f"{_quote(name)}: {_quote(_type(node, schema))}" for name, node in nodes.items()
    )
    source = f"read_json(?, format = 'newline_delimited', columns = {{{columns}}})"
    notes = ", ".join(f"{name}: {_quote(text)}" for name, text in origin(background).items())
    try:
        with tempfile.TemporaryDirectory() as folder:
            records, made = Path(folder, "records.jsonl"), Path(folder, "records.parquet")
            with records.open("w", encoding="utf-8") as file:
                for record in table.records:
                    values = _clean(record.to_json(table.fields, describe_with_options))
                    print(json.dumps(values, ensure_ascii=False), file=file)
            with duckdb.connect(config={"threads": 1}) as connection:
                connection.execute(
                    f"COPY (SELECT * FROM {source}) TO {_quote(str(made))}"  # noqa: S608 - quoted
                    f" (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{notes}}})",
                    [str(records)],
                )
            return made.read_bytes()
    except (OSError, duckdb.Error) as error:
        raise OutputError(f"cannot make a Parquet file: {os_reason(error)}") from error


def _type(node: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the type of the values that *node* of *schema* describes, in the SQL of DuckDB."""
    kinds = [kind for kind in node.get("anyOf", [node]) if kind.get("type") != "null"]
    [kind] = kinds[-1:]  # a number is an integer or a number
    if "$ref" in kind:
        kind = schema["$defs"][kind["$ref"].rpartition("/")[2]]
    if "of" in kind.get("properties", ()):
        return _ANY
    if "properties" in kind:
        parts = (f'"{name}" {_type(part, schema)}' for name, part in kind["properties"].items())
        return f"STRUCT({', '.join(parts)})"
    if kind.get("type") == "array":
        items = _type(kind["items"], schema)
        return _ANY if items == _ANY else f"{items}[]"
    return "DATE" if kind.get("format") == "date" else _TYPES.get(kind.get("type"), _ANY)


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return *value* without characters that could mislead."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_clean(part) for part in value]
        case dict():
            return {name: _clean(part) for name, part in value.items()}
        case _:
            return value


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
