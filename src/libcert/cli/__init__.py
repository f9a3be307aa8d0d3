"""The command line: its commands and options. Other packages compute the answers."""

from libcert.cli.app import command_line, main

__all__ = ["command_line", "main"]
