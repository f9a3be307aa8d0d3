"""Answers about one credential or one person: three answers, costs, eligibility and renewals.

Nothing here knows files, the clock or the command line.
"""
