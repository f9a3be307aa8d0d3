"""This package turns values into text; nothing here reads or writes a file.

`formats` has `render`, `Format` and `Canvas`: how a `table.Table` becomes text. They are not in
this module, because the domain needs only `phrases` and should not import all formats.

- `phrases`, `result_phrases`, `reasons`: the words for single values.
- `check_table`, `cost_table`, `plan_table`, `renewals_table`: results as tables for people.
- `records` (JSON, CSV), `grid` (plain lines, Markdown), `terminal_table` (Rich): the formats.
- `database` and `sql_tables` (SQLite), `parquet`: the formats that are no text.
- `charts`: bars made of characters. `calendar_file`: calendars.
"""
