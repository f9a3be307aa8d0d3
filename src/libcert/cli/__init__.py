"""The command line: what may be typed and what it asks. It computes and draws nothing itself."""

from libcert.cli.app import app, main

__all__ = ["app", "main"]
