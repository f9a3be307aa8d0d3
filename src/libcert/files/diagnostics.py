"""What is wrong with a file, in words: where it stands, what was found and what is allowed."""

from collections.abc import Sequence

from libcert.files import File
from libcert.model.base import Model, value_class
from libcert.model.errors import KeyPath
from libcert.model.excerpt import MAX_EXCERPT
from libcert.model.limits import MAX_PROBLEMS


@value_class
class Problem(Model):
    """One thing that is wrong."""

    file: File
    path: KeyPath
    """The keys that lead to it within the file."""
    text: str
    """What is wrong."""

    def on(self, line: int) -> str:
        """Return the problem with its place, as `own.toml:12: credentials.X.fees.0.low: …`."""
        path = ".".join(str(part)[:MAX_EXCERPT] for part in self.path)
        return f"{self.file.name}:{line}: {path}: {self.text}"


def describe_problems(problems: Sequence[Problem]) -> list[str]:
    """Return *problems* in words, the first ones only where they are many."""
    more = len(problems) - MAX_PROBLEMS
    shown = problems[:MAX_PROBLEMS]
    # All that is wrong with a file is looked up in one go, for it may be long.
    files = {id(problem.file): problem.file for problem in shown}
    lines = {
        key: file.lines([problem.path for problem in shown if problem.file is file])
        for key, file in files.items()
    }
    details = [problem.on(lines[id(problem.file)][problem.path]) for problem in shown]
    return [*details, f"… and {more} more"] if more > 0 else details
