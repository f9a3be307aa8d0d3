"""Placeholder."""

from collections.abc import Iterable
from typing import Any

from libcert.model.credential import Credential


def credential_graph(records: Iterable[Credential], base: str) -> dict[str, Any]:
    """Return a graph."""
    return {
        "@context": "https://credreg.net/ctdl/schema/context/json",
        "@graph": [
            {"@id": f"{base}#{record.id}", "ceterms:name": {"en-US": record.name}}
            for record in records
        ],
    }
