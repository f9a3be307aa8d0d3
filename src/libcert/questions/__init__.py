"""Functions that answer a question from records and a profile.

They do not use the command line, files or the clock, and they contain no wording: they explain an
answer with the codes of `model/reasons.py`, which `render/reasons.py` puts into words.
"""
