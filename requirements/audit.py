"""Look the lock up in a database of vulnerabilities: `python requirements/audit.py`.

It needs `pip-audit` on PATH. What could not be looked up is a failure too, for `pip-audit` itself
counts it as a success.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lock import pinned
from packaging.utils import canonicalize_name


def looked_up(pins: Mapping[str, str]) -> dict[tuple[str, str | None], list[str] | None]:
    """Return the vulnerabilities known of each name and version; None where it was skipped.

    Raises:
        ValueError: If `pip-audit` does not run to its end, or answers in another form.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Without markers: what only another system installs is looked up as well.
        wanted = Path(folder, "pins.txt")
        wanted.write_text("".join(f"{name}=={pins[name]}\n" for name in pins), encoding="utf-8")
        options = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")
        command = ["pip-audit", "--requirement", str(wanted), *options]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise ValueError(f"pip-audit cannot be started: {error.strerror}") from error
    failed = f"pip-audit failed with exit code {done.returncode}"
    found: dict[tuple[str, str | None], list[str] | None] = {}
    try:
        for one in json.loads(done.stdout)["dependencies"]:
            known = None if "skip_reason" in one else [known["id"] for known in one["vulns"]]
            found[canonicalize_name(one["name"]), one.get("version")] = known
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        last = (done.stderr.strip() or "its answer is not as expected").splitlines()[-1]
        raise ValueError(f"{failed}: {last}") from error
    if done.returncode and not any(found.values()):
        raise ValueError(failed)
    return found


def faults(pins: Mapping[str, str]) -> list[str]:
    """Return which of *pins* are vulnerable, and what was not looked up."""
    if not pins:
        return ["the lock pins nothing"]
    try:
        found = looked_up(pins)
    except ValueError as error:
        return [str(error)]
    vulnerable = {f"{name} ({', '.join(known)})" for (name, _), known in found.items() if known}
    skipped = {name for (name, _), known in found.items() if known is None}
    missing = {name for name, version in pins.items() if (name, version) not in found}
    return [
        f"{what}: {', '.join(sorted(names))}"
        for what, names in (
            ("known vulnerabilities", vulnerable),
            ("not audited", skipped | missing),
        )
        if names
    ]


def main() -> int:
    """Audit, say in one sentence what came of it, and return the exit code."""
    pins = pinned()
    wrong = faults(pins)
    if wrong:
        print(f"error: {'; '.join(wrong)}", file=sys.stderr)
        return 1
    print(f"audited {len(pins)} dependencies: no known vulnerability")
    return 0


if __name__ == "__main__":
    sys.exit(main())
