"""The command line: what may be typed and what it asks. It works out nothing itself."""

from libcert.cli.app import command_line, main

__all__ = ["command_line", "main"]
