"""Everything that turns values into text may enter here; nothing here reads or writes a file.

`formats` has `render`, `Format` and `Canvas`: how a `table.Table` becomes text. They are not in
this module, because the domain needs only `phrases` and would import all formats with it.

- `phrases`, `result_phrases`, `reasons`: the words for single values.
- `check_table`, `cost_table`, `plan_table`, `renewals_table`: results as tables for people.
- `records` (JSON, CSV), `grid` (plain lines, Markdown), `terminal_table` (Rich): the formats.
- `charts`: bars made of letters. `calendar_file`: calendars.
"""
