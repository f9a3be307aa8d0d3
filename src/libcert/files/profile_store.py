"""Profiles: read with care, laid under what is said for one question, and changed in place."""

import contextlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from libcert import files
from libcert.files import PROFILE, File, diagnostics, toml_edit
from libcert.files.diagnostics import Problem
from libcert.model.base import Model
from libcert.model.errors import InvalidProfileError, NotAllowedError, OutputError
from libcert.model.profile import Held, Profile
from libcert.model.validation import validate

NAME: Final = "profile.toml"
"""What a profile is called where nobody has named it."""
LOCK: Final = ".libcert.lock"
"""What the lock beside a profile is called, after the name of the profile: no other program's."""
LOCK_SECONDS: Final = 10
"""How long to wait for another process that is changing the profile."""
_BY_ID: Final = ("held", "dues")
"""The tables whose keys are the same in any case."""
_IN_CURRENCY: Final = ("budget", "rate", "dues")
"""The entries that mean something else in another currency."""
_HINT: Final = "`libcert profile init --profile FILE` writes a file that explains each entry"


class Changed(NamedTuple):
    """What a profile said, and what it says now."""

    before: Profile
    after: Profile


def exists(path: Path | str) -> bool:
    """Return whether there is anything at *path*, were it something that cannot be read."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True  # reading it will say what is wrong
    return True


def load(path: Path | str) -> Profile:
    """Return the profile at *path*.

    Raises:
        InvalidProfileError: If it cannot be read or breaks a rule; its details name the places.
    """
    return _valid(files.read(path, PROFILE))


def laid(profile: Profile, said: Mapping[str, Any]) -> Profile:
    """Return *profile* with what is *said* for one question laid over it.

    What is said takes the place of what the profile says; its tables gain by key. What the profile
    says in another currency does not count, and of memberships only those that are said do.

    Raises:
        InvalidProfileError: If the two do not go together.
    """
    gone = set(in_other_currency(profile, said))
    if said.keys() & {"member", "non_member"}:
        gone |= {"member", "non_member"}
    return _joined(
        {name: value for name, value in profile.values().items() if name not in gone}, said
    )


def in_other_currency(profile: Profile, said: Mapping[str, Any]) -> list[str]:
    """Return the entries of *profile* that mean nothing in the currency that is *said*."""
    if said.get("currency", profile.currency) == profile.currency:
        return []
    return [name for name in _IN_CURRENCY if getattr(profile, name) not in (None, {})]


def begin(path: Path | str) -> None:
    """Write a commented profile that says nothing yet to *path*.

    Raises:
        OutputError: If there is something already, or if it cannot be written.
    """
    there = OutputError(
        f"`{path}` is there already", hint="`libcert profile set` changes what it says"
    )
    if os.path.exists(path):  # noqa: PTH110 - which takes every name, and what cannot be seen for no
        raise there
    with _locked(path) as real:
        if exists(real):  # since
            raise there
        files.replace(real, [files.starter(PROFILE).encode()])


def change(path: Path | str, said: Mapping[str, Any], unset: Collection[str] = ()) -> Changed:
    """Add what is *said* to the profile at *path*, once the entries *unset* are taken out of it.

    What it says in lists and tables stays there, and so do its comments and layout. It is changed
    whole or not at all, and begun where there is none.

    Raises:
        InvalidProfileError: If it is no profile, or would not be one any more.
        OutputError: If it cannot be written, or if another process does not let go of it.
    """
    if exists(path):
        load(path)  # nothing is put beside what is no profile
    with _locked(path) as real:
        file = files.read(real, PROFILE) if exists(real) else File(str(real), "", {})
        before = _valid(file)
        kept = {name: value for name, value in file.tables.items() if name not in unset}
        rest = validate(Profile, kept)
        after = _gained(before, rest, said)
        gained = {
            name: _plain(after, name)
            for name in Profile.FIELDS
            if getattr(after, name) != getattr(rest, name)
        }
        content = _edited(file, kept, kept | gained)
        if not _says(content, after):
            raise _unchangeable(path)
        if content != file.text.encode(file.encoding):
            files.replace(real, [content])
    return Changed(before, after)


# --- What it says ---------------------------------------------------------------------------------


def _valid(file: File) -> Profile:
    """Return what *file* says, if it is a profile."""
    found = []
    for table in _BY_ID:
        names: dict[str, str] = {}
        for name in file.tables[table] if isinstance(file.tables.get(table), dict) else ():
            other = names.setdefault(name.casefold(), name)
            if other != name:
                found.append(Problem(file, (table, name), f"is the same id as `{other}`"))
    profile = None
    try:
        profile = validate(Profile, file.tables)
    except NotAllowedError as error:
        found += [Problem(file, path, text) for path, text in error.found]
    if found or profile is None:
        raise InvalidProfileError(
            "the profile is not valid:", details=diagnostics.describe_problems(found), hint=_HINT
        )
    return profile


def _says(content: bytes, profile: Profile) -> bool:
    """Return whether a file with this *content* would say the same as *profile*."""
    try:
        return _valid(files.parsed(content, NAME, PROFILE)) == profile
    except InvalidProfileError:
        return False


def _gained(before: Profile, rest: Profile, said: Mapping[str, Any]) -> Profile:
    """Return the *rest* of what was there *before* with what is *said* added to it."""
    values = dict(said)
    currency = values.get("currency", rest.currency)
    stale = [
        name
        for name in _IN_CURRENCY
        if getattr(rest, name) not in (None, {})
        and not (name in values and _covers(values[name], getattr(rest, name)))
    ]
    if currency != before.currency and stale:
        names = ", ".join(f"`{name}`" for name in stale)
        raise InvalidProfileError(
            f"the profile counts in {before.currency}, and {names} would be taken for {currency}",
            hint=f"give each of them again, or take them out with `--unset {','.join(stale)}`",
        )
    for name, value in values.items():
        if isinstance(value, tuple):
            values[name] = _grown(getattr(rest, name), value)
    return _joined(rest.values(), values)


def _covers(new: object, old: object) -> bool:
    """Return whether nothing of *old* is left where *new* is said."""
    if isinstance(new, dict) and isinstance(old, dict):
        return {key.casefold() for key in old} <= {key.casefold() for key in new}
    return True


def _grown(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return *old* with those of *new* that it has not yet, texts in any case."""
    grown = list(old)
    known = [_folded(value) for value in old]
    for value in new:
        if _folded(value) not in known:
            grown.append(value)
            known.append(_folded(value))
    return tuple(grown)


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _joined(values: Mapping[str, Any], said: Mapping[str, Any]) -> Profile:
    """Return *values* with what is *said* in their place, or within their tables."""
    tables = {
        name: _by_key(values.get(name, {}), value)
        for name, value in said.items()
        if isinstance(value, dict)
    }
    try:
        return validate(Profile, {**values, **said, **tables})
    except NotAllowedError as error:
        raise InvalidProfileError(
            "what is said does not go with the profile:",
            details=[f"{'.'.join(map(str, path))}: {text}" for path, text in error.found],
        ) from error


def _by_key(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table *old* with the entries of *new* in their place, whatever their case."""
    names = {key.casefold(): key for key in old}
    table = dict(old)
    for key, value in new.items():
        name = names.get(key.casefold(), key)
        if isinstance(value, Held):
            # What is not said of a credential, such as its credits, is not taken back.
            known = _told(table[name]) if name in table else {}
            table[name] = known | _told(value)
        else:
            table[name] = value
    return table


def _plain(profile: Profile, name: str) -> Any:  # noqa: ANN401 - what TOML has
    """Return an entry of *profile* as TOML has it."""
    return _told(getattr(profile, name))


def _told(value: Any) -> Any:  # noqa: ANN401 - any entry of a profile
    """Return *value* as TOML has it: lists and tables, without what is not said."""
    match value:
        case Model():
            said = value.values().items()
            return {name: _told(part) for name, part in said if part is not None}
        case dict():
            return {name: _told(part) for name, part in value.items()}
        case tuple():
            return [_told(part) for part in value]
        case _:
            return value


def _edited(file: File, kept: Mapping[str, Any], new: Mapping[str, Any]) -> bytes:
    """Return what *file* is with no more than is *kept* of it, and what is *new*."""
    try:
        text = toml_edit.edited(file.text, file.tables, kept)
        return toml_edit.edited(text, kept, new).encode(file.encoding)
    except ValueError as error:
        raise _unchangeable(file.name) from error


def _unchangeable(path: Path | str) -> InvalidProfileError:
    return InvalidProfileError(
        f"`{path}` is laid out in a way that cannot be kept",
        hint="change it by hand, or put the tables of each entry next to each other",
    )


# --- Where it stands ------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(path: Path | str) -> Iterator[Path]:
    """Yield the real place of *path* while no other libcert changes what is there."""
    from filelock import FileLock, Timeout  # only what changes a profile needs it

    try:
        real = Path(os.path.realpath(path))
        for folder in reversed([folder for folder in real.parents if not folder.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)  # what a person says is theirs alone
        lock = FileLock(f"{real}{LOCK}").acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise OutputError(
            f"`{path}{LOCK}` is locked: another process is changing the profile",
            hint="try again once that is done",
        ) from error
    except (OSError, ValueError, NotImplementedError) as error:
        where = getattr(error, "filename", None) or path  # a folder or the lock, not the profile
        raise files.unwritable(where, error) from error
    with lock:
        yield real
