"""Compare two catalogues, figure by figure."""

from collections.abc import Iterator, Mapping

from libcert.model.credential import Change, Credential
from libcert.model.on_record import is_on_record


def compare_versions(
    old: Mapping[str, Credential], new: Mapping[str, Credential]
) -> Iterator[Change]:
    """Yield each figure that was added, removed or changed, in the order of the records."""
    for id_ in dict.fromkeys([*old, *new]):
        if id_ not in new:
            yield Change(id=old[id_].id, field="record", change="went", old=old[id_].name)
        elif id_ not in old:
            yield Change(id=new[id_].id, field="record", change="came", new=new[id_].name)
        else:
            yield from _changes(old[id_], new[id_])


def _changes(old: Credential, new: Credential) -> Iterator[Change]:
    for field in Credential.FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if before == after or field == "conditions":  # the same as `requirements`
            continue
        if not is_on_record(before):
            yield Change(id=new.id, field=field, change="came", new=after)
        elif not is_on_record(after):
            yield Change(id=new.id, field=field, change="went", old=before)
        else:
            yield Change(id=new.id, field=field, change="changed", old=before, new=after)
