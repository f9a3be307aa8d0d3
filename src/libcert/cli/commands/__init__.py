"""The commands, one module per command or group of commands.

To add a command, write a module here with the function of the command, whose docstring is its help,
and `EXAMPLES`, the lines of its help by the name of the command; the module of a group has `HELP`
too. Then add a row to `COMMANDS` in `cli/app.py`. A module is imported only if its command is
typed, or for the list of all commands. It imports no other module of this folder: code that two
commands share is in a module of `cli/`. It must not use `from __future__ import annotations`, see
`cli/option_groups.py`. A function returns an `Output`, or a `Reply` if it answers with a table.
"""
