"""Print each dependency of libcert at its lower bound: `python requirements/minimum.py`."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def minimum(requirement: Requirement) -> str:
    """Return the pin of *requirement* to the lowest version that it allows."""
    [bound] = [part.version for part in requirement.specifier if part.operator == ">="]
    return f"{requirement.name}=={bound}"


if __name__ == "__main__":
    for dependency in tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]:
        print(minimum(Requirement(dependency)))
