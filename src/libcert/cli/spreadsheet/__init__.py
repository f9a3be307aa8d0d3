"""Make a catalogue from a table of a spreadsheet, for `libcert catalogue import`.

`columns` has the columns that are known, `read_cells` understands what people write in a cell,
`row_records` makes a record of a row, and `make_catalogue` does it for the whole table.
"""
