"""Only functions that answer a question from records and a profile enter here.

They know no command line, no files, no clock and no wording: they explain an answer by the codes
of `model/reasons.py`, and `render/reasons.py` puts these into words.
"""
