"""The problems of a file in words, each with its line."""

from collections.abc import Sequence

from libcert.files.read import File
from libcert.model.base import Model, model
from libcert.model.errors import KeyPath
from libcert.model.excerpt import MAX_EXCERPT
from libcert.model.limits import MAX_PROBLEMS


@model(kw_only=False)
class Problem(Model):
    """One problem of a file."""

    file: File
    path: KeyPath
    """The keys that lead to it in the file."""
    text: str
    """The problem in words."""

    def describe(self, line: int) -> str:
        """Return the problem with its place, as `own.toml:12: credentials.X.fees.0.low: …`."""
        path = ".".join(str(part)[:MAX_EXCERPT] for part in self.path)
        return f"{self.file.name}:{line}: {path}: {self.text}"


def describe_problems(problems: Sequence[Problem]) -> list[str]:
    """Return *problems* in words, one a line; only the first of them if there are many."""
    more = len(problems) - MAX_PROBLEMS
    shown = problems[:MAX_PROBLEMS]
    # The lines of all problems of a file are found in one pass, because a file may be long.
    files = {id(problem.file): problem.file for problem in shown}
    lines = {
        key: file.find_lines([problem.path for problem in shown if problem.file is file])
        for key, file in files.items()
    }
    details = [problem.describe(lines[id(problem.file)][problem.path]) for problem in shown]
    return [*details, f"… and {more} more"] if more > 0 else details
