"""Read which credentials the words of a command line name."""

import itertools
from collections.abc import Sequence

from libcert.catalogue import Catalogue
from libcert.model.credential import Credential
from libcert.model.errors import UnknownCredentialError


def find_records(
    words: Sequence[str], catalogue: Catalogue, *, families: bool = True
) -> list[Credential]:
    """Return the credentials that *words* name, in their order; a family stands for its levels.

    Blanks and commas separate names. A name is an id, an alias, a family, the full name of a
    credential, or words that only one credential has in its name. The words may also be one name
    together.

    Args:
        words: The arguments of the command line.
        catalogue: The catalogue.
        families: Whether a family may be named.

    Raises:
        UnknownCredentialError: If something is not in *catalogue*; the hint names similar ids.
    """
    together = " ".join(words)
    if len(words) > 1 and (records := catalogue.exactly(together)):
        return [*records]
    try:
        named = [records for word in words for records in _of_argument(word, catalogue)]
    except UnknownCredentialError:
        record = catalogue.only_with_words(together) if len(words) > 1 else None
        if record is None:
            raise
        named = [(record,)]
    for records in named:
        if len(records) > 1 and not families:
            raise UnknownCredentialError(
                f"`{records[0].family}` is a family of credentials",
                hint=f"name one of them: {', '.join(record.id for record in records)}",
            )
    return [*itertools.chain.from_iterable(named)]


def _of_argument(argument: str, catalogue: Catalogue) -> list[tuple[Credential, ...]]:
    """Return the credentials of each name in one argument."""
    if records := catalogue.exactly(argument.strip()):
        return [records]
    found = []
    for part in (part.strip() for part in argument.split(",") if part.strip()):
        each = [catalogue.exactly(word) for word in part.split()]
        found += each if all(each) else [catalogue.named(part)]
    return found or [catalogue.named(argument)]
