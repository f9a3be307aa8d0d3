"""Text made of values: tables, JSON, CSV, Markdown, charts, calendars and sentences.

Nothing here reads or writes a file.
"""
