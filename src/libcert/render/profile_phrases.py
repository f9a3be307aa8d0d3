"""The entries of a profile in words."""

from typing import Final

from libcert.model.places import place_name
from libcert.model.profile import Profile
from libcert.render import phrases

NOT_SET: Final = "not set"


def profile_phrases(profile: Profile, name: str) -> tuple[str, ...]:
    """Return the entry *name* of *profile* in words, one line per part."""
    value = getattr(profile, name)
    if value is None or value is False or value in ((), {}):
        return (NOT_SET,)
    if name == "where":
        return (place_name(value),)
    if name == "budget":
        return (f"{phrases.format_money(value, profile.currency)} a year",)
    if name == "dues":
        return tuple(
            f"{id_}: {phrases.format_money(dues, profile.currency)} a year"
            for id_, dues in value.items()
        )
    if name == "rate":
        return tuple(
            f"1 {code} is {phrases.format_number(rate)} {profile.currency}"
            for code, rate in value.items()
        )
    return tuple(phrases.lines(name, value))
