"""`libcert show`: everything on record of one credential."""

from typing import Annotated

import typer

from libcert import catalogue, cost
from libcert.cli.options import complete_id
from libcert.cli.reply import Reply, View
from libcert.models import Credential
from libcert.table import Table


def show(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An id or alias, in any case", autocompletion=complete_id
        ),
    ],
    view: View,
) -> Reply:
    """Show everything on record of one credential."""
    record = cost.priced(catalogue.load()[id_], view.memberships)
    chosen = view.chosen(Credential, tuple(Credential.model_fields))
    columns = chosen if view.fields else [field for field in chosen if field != "id"]
    return Reply(Table(Credential, [record], chosen, columns, across=True, single=True), view)
