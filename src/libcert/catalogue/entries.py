"""Records of a catalogue before validation, and the report of their problems."""

from dataclasses import dataclass, field
from typing import Any

from libcert.files import diagnostics
from libcert.files.diagnostics import Problem
from libcert.files.read import File
from libcert.model.errors import InvalidCatalogueError, KeyPath
from libcert.model.reasons import Reason


@dataclass
class Entry:
    """A record that is being merged from one or more files."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    """The value of each field, as in the files."""
    places: dict[str, tuple[File, KeyPath]] = field(default_factory=dict)
    """The file and the table of each field; the empty name stands for the record itself."""

    def place(self, path: KeyPath) -> tuple[File, KeyPath]:
        """Return the file that contains *path* of the record, and the path in that file."""
        field_name = str(path[0]) if path else ""
        file, table = self.places.get(field_name) or self.places[""]
        return file, (*table, *path)

    def is_bundled(self) -> bool:
        """Return whether the whole record is from bundled files."""
        return all(file.bundled for file, _ in self.places.values())

    def is_named_by_bundled_files(self) -> bool:
        """Return whether the id and the aliases are both written in a bundled file."""
        record = self.places[""]
        return all(file.bundled for file, _ in (record, self.places.get("aliases", record)))


@dataclass
class Report:
    """The problems of the files of a catalogue, in the order in which they were found."""

    problems: list[Problem] = field(default_factory=list)
    invalid: set[tuple[str, str]] = field(default_factory=set)
    """Section and id of each reported table; references to it are not reported again."""

    def report(self, file: File, path: KeyPath, text: str) -> None:
        """Add the problem *text* at *path* of *file*."""
        self.problems.append(Problem(file, path, text))

    def report_entry(self, entry: Entry, path: KeyPath, text: str) -> None:
        """Add the problem *text* at *path* of *entry*."""
        self.report(*entry.place(path), text)

    def raise_problems(self) -> None:
        """Raise an error that names the problems, if there are any.

        Raises:
            InvalidCatalogueError: The error; its details name the lines.
        """
        if self.problems:
            raise InvalidCatalogueError(
                "the catalogue is not valid:",
                details=diagnostics.describe_problems(self.problems),
                problems=[(problem.path, problem.text) for problem in self.problems],
                hint=Reason.of("invalid-catalogue"),
            )


def tables_in(value: object) -> dict[int, dict[str, Any]]:
    """Return the tables in a list by their index; validation reports whatever else is in it."""
    items = value if isinstance(value, list) else []
    return {number: item for number, item in enumerate(items) if isinstance(item, dict)}


def texts_in(value: object) -> list[str]:
    """Return the texts in a list; validation reports whatever else is in it."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
