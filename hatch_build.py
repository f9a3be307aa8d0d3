"""Adds the bundled catalogue to the wheel as validated records in one file.

The build fails if the catalogue breaks a rule.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CheckedCatalogue(BuildHookInterface[Any]):
    """Validates and packs the bundled catalogue, so that libcert need not do it at each start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the packed catalogue into the wheel, unless it is an editable install."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from libcert.catalogue import bundle, merge
        from libcert.files import read

        self._folder = tempfile.TemporaryDirectory()
        packed = Path(self._folder.name, read.PACKED)
        packed.write_bytes(bundle.pack(merge.merge(read.read_bundled())))
        build_data["force_include"][str(packed)] = f"libcert/data/{read.PACKED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as the builder calls it
        """Delete the temporary files."""
        if version != "editable":
            self._folder.cleanup()
