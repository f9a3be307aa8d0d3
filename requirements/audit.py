"""Check the locked packages for known vulnerabilities: `python requirements/audit.py`.

It needs `pip-audit` on PATH. A package that `pip-audit` skips is a failure here, although
`pip-audit` itself counts it as a success.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lock import pinned
from packaging.utils import canonicalize_name


def known_vulnerabilities(
    pins: Mapping[str, str],
) -> dict[tuple[str, str | None], list[str] | None]:
    """Return the known vulnerabilities of each name and version; None if it was skipped.

    Raises:
        ValueError: If `pip-audit` fails, or its answer does not have the expected form.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Without markers, so that packages for other systems are checked, too.
        requirements = Path(folder, "pins.txt")
        requirements.write_text(
            "".join(f"{name}=={pins[name]}\n" for name in pins), encoding="utf-8"
        )
        options = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")
        command = ["pip-audit", "--requirement", str(requirements), *options]
        try:
            completed = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise ValueError(f"pip-audit cannot be started: {error.strerror}") from error
    failure = f"pip-audit failed with exit code {completed.returncode}"
    vulnerabilities: dict[tuple[str, str | None], list[str] | None] = {}
    try:
        for package in json.loads(completed.stdout)["dependencies"]:
            known = (
                None
                if "skip_reason" in package
                else [vulnerability["id"] for vulnerability in package["vulns"]]
            )
            vulnerabilities[canonicalize_name(package["name"]), package.get("version")] = known
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        last = (completed.stderr.strip() or "its answer has an unexpected form").splitlines()[-1]
        raise ValueError(f"{failure}: {last}") from error
    if completed.returncode and not any(vulnerabilities.values()):
        raise ValueError(failure)
    return vulnerabilities


def find_problems(pins: Mapping[str, str]) -> list[str]:
    """Return the problems in words: vulnerable packages, and packages that were not audited."""
    if not pins:
        return ["the lock pins nothing"]
    try:
        by_package = known_vulnerabilities(pins)
    except ValueError as error:
        return [str(error)]
    vulnerable = {
        f"{name} ({', '.join(known)})" for (name, _), known in by_package.items() if known
    }
    skipped = {name for (name, _), known in by_package.items() if known is None}
    missing = {name for name, version in pins.items() if (name, version) not in by_package}
    return [
        f"{problem}: {', '.join(sorted(names))}"
        for problem, names in (
            ("known vulnerabilities", vulnerable),
            ("not audited", skipped | missing),
        )
        if names
    ]


def main() -> int:
    """Audit the lock, print the result in one line, and return the exit code."""
    pins = pinned()
    problems = find_problems(pins)
    if problems:
        print(f"error: {'; '.join(problems)}", file=sys.stderr)
        return 1
    print(f"audited {len(pins)} dependencies: no known vulnerability")
    return 0


if __name__ == "__main__":
    sys.exit(main())
