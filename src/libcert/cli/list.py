"""`libcert list`: every credential, a line each."""

from collections.abc import Sequence
from typing import Final

from libcert.cli.reply import Reply, View
from libcert.models import Credential, Model
from libcert.table import Table

COLUMNS: Final = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
"""The columns of many credentials."""


def list_(view: View) -> Reply:
    """List every credential, a line each."""
    return Reply(rows(view.arranged(view.credentials(), Credential), Credential, view), view)


def rows(
    records: Sequence[Model], model: type[Model], view: View, columns: Sequence[str] = COLUMNS
) -> Table:
    """Return an answer of a line a record."""
    return Table(
        model,
        records,
        fields=view.chosen(model, tuple(model.model_fields)),
        columns=view.chosen(model, columns),
    )
