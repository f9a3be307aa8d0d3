"""The memberships of a person, as the fees of credentials need them."""

from libcert.catalogue.fees import Memberships
from libcert.model.profile import Profile


def memberships_of(person: Profile) -> Memberships:
    """Return the societies that *person* is a member of."""
    return Memberships(frozenset(person.member), no_other=person.non_member)
