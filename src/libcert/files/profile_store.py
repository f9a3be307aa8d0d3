"""Read the profile of a person, combine it with other entries, and change it on disk."""

import contextlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from libcert.files import diagnostics, toml_edit
from libcert.files.diagnostics import Problem
from libcert.files.read import PROFILE, File, parse_file, read_file, read_starter
from libcert.files.replace import replace_file, write_error
from libcert.model.base import Model
from libcert.model.errors import InvalidProfileError, NotAllowedError, OutputError
from libcert.model.profile import Held, Profile
from libcert.model.reasons import Reason
from libcert.model.validation import validate

NAME: Final = "profile.toml"
"""The default name of a profile."""
LOCK: Final = ".libcert.lock"
"""The suffix of the lock file beside a profile; no other program uses it."""
LOCK_SECONDS: Final = 10
"""How long to wait while another process changes the profile."""
_BY_ID: Final = ("held", "dues")
"""The tables whose keys are ids; upper and lower case are equal in them."""
_IN_CURRENCY: Final = ("budget", "rate", "dues")
"""The entries whose amounts are in the currency of the profile."""


class ProfileChange(NamedTuple):
    """A profile before and after a change."""

    before: Profile
    after: Profile


def exists(path: Path | str) -> bool:
    """Return whether there is anything at *path*, even if it cannot be read."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True  # reading it will raise a better error
    return True


def load(path: Path | str) -> Profile:
    """Return the profile at *path*.

    Raises:
        InvalidProfileError: If it cannot be read or breaks a rule; the details name the lines.
    """
    return _validate_file(read_file(path, PROFILE))


def overlay(profile: Profile, overrides: Mapping[str, Any]) -> Profile:
    """Return *profile* with the entries of *overrides* in place of its own.

    Tables are merged by key. If *overrides* sets another currency, the entries of *profile* in its
    own currency are left out. If it sets memberships, those of *profile* are left out.

    Raises:
        InvalidProfileError: If the two contradict each other.
    """
    if not overrides:
        return profile  # validation would import Pydantic, which is slow
    dropped = set(in_other_currency(profile, overrides))
    if overrides.keys() & {"member", "non_member"}:
        dropped |= {"member", "non_member"}
    if "education" in overrides:
        dropped.add("subject")  # it is the subject of the other education
    return _merge(
        {name: value for name, value in profile.values().items() if name not in dropped},
        overrides,
    )


def in_other_currency(profile: Profile, overrides: Mapping[str, Any]) -> list[str]:
    """Return the entries of *profile* whose amounts are not in the currency of *overrides*."""
    if overrides.get("currency", profile.currency) == profile.currency:
        return []
    return [name for name in _IN_CURRENCY if getattr(profile, name) not in (None, {})]


def create(path: Path | str) -> None:
    """Write a commented profile without any entry to *path*.

    Raises:
        OutputError: If *path* exists or cannot be written.
    """
    conflict = OutputError(f"`{path}` already exists", hint=Reason.of("profile-exists"))
    if os.path.exists(path):  # noqa: PTH110 - unlike Path.exists it never raises
        raise conflict
    with _locked(path) as real:
        if exists(real):  # another process was faster
            raise conflict
        replace_file(real, [read_starter(PROFILE).encode()])


def change(
    path: Path | str,
    additions: Mapping[str, Any],
    unset: Collection[str] = (),
    replacements: Mapping[str, Any] | None = None,
) -> ProfileChange:
    """Remove the entries *unset* from the profile at *path*, then add *additions*.

    Lists and tables are extended, but entries in *replacements* are replaced. Comments and layout
    stay. The file is changed completely or not at all. It is created if it does not exist.

    Raises:
        InvalidProfileError: If the file is not a valid profile, or would not be one afterwards.
        OutputError: If it cannot be written, or another process keeps it locked.
    """
    if "education" in additions:
        unset = {*unset, "subject"}  # it is the subject of the other education
    if exists(path):
        load(path)  # no lock file is left beside a file that is not a profile
    with _locked(path) as real:
        file = read_file(real, PROFILE) if exists(real) else File(str(real), "", {})
        before = _validate_file(file)
        remaining = {name: value for name, value in file.tables.items() if name not in unset}
        kept = {
            name: value for name, value in remaining.items() if name not in (replacements or ())
        }
        rest = validate(Profile, kept)
        after = _add(before, rest, {**additions, **(replacements or {})})
        new_tables = {
            name: _to_toml(getattr(after, name))
            for name in Profile.FIELDS
            if getattr(after, name) != getattr(rest, name)
        }
        content = _edit(file, remaining, remaining | new_tables)
        if not _parses_as(content, after):
            raise _layout_error(path)
        if content != file.text.encode(file.encoding):
            replace_file(real, [content])
    return ProfileChange(before, after)


# --- Values ---------------------------------------------------------------------------------------


def _validate_file(file: File) -> Profile:
    """Return the profile in *file*.

    Raises:
        InvalidProfileError: If it breaks a rule.
    """
    problems = []
    for table in _BY_ID:
        names: dict[str, str] = {}
        for name in file.tables[table] if isinstance(file.tables.get(table), dict) else ():
            other = names.setdefault(name.casefold(), name)
            if other != name:
                problems.append(
                    Problem(
                        file,
                        (table, name),
                        f"is the same id as `{other}`, because case does not matter",
                    )
                )
    profile = None
    try:
        profile = validate(Profile, file.tables)
    except NotAllowedError as error:
        problems += [Problem(file, path, text) for path, text in error.problems]
    if problems or profile is None:
        raise InvalidProfileError(
            "the profile is not valid:",
            details=diagnostics.describe_problems(problems),
            hint=Reason.of("invalid-profile"),
        )
    return profile


def _parses_as(content: bytes, profile: Profile) -> bool:
    """Return whether a file with this *content* is equal to *profile*."""
    try:
        return _validate_file(parse_file(content, NAME, PROFILE)) == profile
    except InvalidProfileError:
        return False


def _add(before: Profile, rest: Profile, additions: Mapping[str, Any]) -> Profile:
    """Return *rest*, the remaining entries of *before*, with *additions*.

    Raises:
        InvalidProfileError: If amounts in *rest* would silently change their currency.
    """
    values = dict(additions)
    currency = values.get("currency", rest.currency)
    stale = [
        name
        for name in _IN_CURRENCY
        if getattr(rest, name) not in (None, {})
        and not (name in values and _replaces_all(values[name], getattr(rest, name)))
    ]
    if currency != before.currency and stale:
        names = ", ".join(f"`{name}`" for name in stale)
        raise InvalidProfileError(
            f"the currency cannot change to {currency}: "
            f"the amounts of {names} are in {before.currency}",
            hint=Reason.of("other-currency", entries=tuple(stale)),
        )
    for name, value in values.items():
        if isinstance(value, tuple):
            values[name] = _extend(getattr(rest, name), value)
    return _merge(rest.values(), values)


def _replaces_all(new: object, old: object) -> bool:
    """Return whether nothing is left of *old* once *new* is added to it."""
    if isinstance(new, dict) and isinstance(old, dict):
        return {key.casefold() for key in old} <= {key.casefold() for key in new}
    return True


def _extend(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return *old* with the values of *new* that it lacks; upper and lower case are equal."""
    values = list(old)
    known = [_fold(value) for value in old]
    for value in new:
        if _fold(value) not in known:
            values.append(value)
            known.append(_fold(value))
    return tuple(values)


def _fold(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _merge(values: Mapping[str, Any], changes: Mapping[str, Any]) -> Profile:
    """Return a profile of *values* with *changes*; tables are merged by key.

    Raises:
        InvalidProfileError: If the result is not valid.
    """
    tables = {
        name: _merge_table(values.get(name, {}), value)
        for name, value in changes.items()
        if isinstance(value, dict)
    }
    try:
        return validate(Profile, {**values, **changes, **tables})
    except NotAllowedError as error:
        raise InvalidProfileError(
            "the new entries do not fit the profile:",
            details=error.details,
        ) from error


def _merge_table(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return *old* with the entries of *new*; upper and lower case of keys are equal."""
    names = {key.casefold(): key for key in old}
    table = dict(old)
    for key, value in new.items():
        name = names.get(key.casefold(), key)
        if isinstance(value, Held):
            # Only the details in `value` are replaced: the others, such as credits, stay.
            known = _to_toml(table[name]) if name in table else {}
            table[name] = known | _to_toml(value)
        else:
            table[name] = value
    return table


def _to_toml(value: Any) -> Any:  # noqa: ANN401 - any entry of a profile
    """Return *value* with lists and tables for tuples and models, without fields that are None."""
    match value:
        case Model():
            fields = value.values().items()
            return {name: _to_toml(part) for name, part in fields if part is not None}
        case dict():
            return {name: _to_toml(part) for name, part in value.items()}
        case tuple():
            return [_to_toml(part) for part in value]
        case _:
            return value


def _edit(file: File, remaining: Mapping[str, Any], new_tables: Mapping[str, Any]) -> bytes:
    """Return the content of *file*, reduced to *remaining* and then changed to *new_tables*."""
    try:
        text = toml_edit.edit(file.text, file.tables, remaining)
        return toml_edit.edit(text, remaining, new_tables).encode(file.encoding)
    except ValueError as error:
        raise _layout_error(file.name) from error


def _layout_error(path: Path | str) -> InvalidProfileError:
    return InvalidProfileError(
        f"`{path}` has a layout that libcert cannot keep",
        hint="edit it by hand, or put the tables of each entry next to each other",
    )


# --- Locking --------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(path: Path | str) -> Iterator[Path]:
    """Lock the profile at *path* against other libcert processes; yield its real path.

    Raises:
        OutputError: If another process keeps it locked, or no lock file can be written.
    """
    from filelock import FileLock, Timeout  # only commands that change a profile need it

    try:
        real = Path(os.path.realpath(path))
        for folder in reversed([folder for folder in real.parents if not folder.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)  # a profile is private
        lock = FileLock(f"{real}{LOCK}").acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise OutputError(
            f"`{path}{LOCK}` is locked: another process is changing the profile",
            hint="try again when that is done",
        ) from error
    except (OSError, ValueError, NotImplementedError) as error:
        cause = getattr(error, "filename", None) or path  # may be a folder or the lock file
        raise write_error(cause, error) from error
    with lock:
        yield real
