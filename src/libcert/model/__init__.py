"""Declarations: credentials, profiles and results, with their types, limits and errors.

Nothing here imports another folder of libcert.
"""
