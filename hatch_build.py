"""What the wheel has beside the sources: the bundled catalogue as it was checked, ready to be read.

A catalogue that breaks a rule makes no wheel.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CheckedCatalogue(BuildHookInterface[Any]):
    """Checks the bundled catalogue and packs it, so that no start of libcert has to."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the packed catalogue into the wheel; an editable install has none."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from libcert.catalogue import bundle, merge
        from libcert.files import read

        self._folder = tempfile.TemporaryDirectory()
        packed = Path(self._folder.name, read.PACKED)
        packed.write_bytes(bundle.pack(merge.merge(read.read_bundled())).encode())
        build_data["force_include"][str(packed)] = f"libcert/data/{read.PACKED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as the builder calls it
        """Take away what was made for the wheel."""
        if version != "editable":
            self._folder.cleanup()
