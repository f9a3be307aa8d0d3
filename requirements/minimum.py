"""Print each dependency of libcert and of its extras for users at its lower bound.

Run it with `python requirements/minimum.py`.
"""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
FOR_DEVELOPERS = {"test", "dev", "fuzz"}
"""The extras that only this project needs."""


def minimum(requirement: Requirement) -> str:
    """Return the pin of *requirement* to the lowest version that it allows."""
    [bound] = [part.version for part in requirement.specifier if part.operator == ">="]
    return f"{requirement.name}=={bound}"


if __name__ == "__main__":
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    groups = [project["dependencies"], *(extras[name] for name in extras.keys() - FOR_DEVELOPERS)]
    for dependency in sorted(dependency for group in groups for dependency in group):
        print(minimum(Requirement(dependency)))
