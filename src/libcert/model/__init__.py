"""The models of credentials, profiles and results, with their types, limits and errors.

The modules of this package import no other package of libcert.
"""
