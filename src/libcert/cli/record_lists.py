"""The shared parts of `list` and `filter`: options that select records, and the table of them."""

from collections.abc import Sequence
from typing import Annotated, Final, get_args

import typer

from libcert.cli import read_values
from libcert.cli.answer import Reply, Session, build_table, cell_notes
from libcert.cli.option_groups import ABOUT_YOU, MORE
from libcert.cli.options import check_utf_8, each_of
from libcert.model.credential import Credential
from libcert.model.vocabulary import (
    CredentialType,
    Delivery,
    Position,
    Standing,
    State,
)
from libcert.questions.criteria import NOT_CHECKED

COLUMNS: Final = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
"""The usual fields of a record in a list."""

SPARE: Final = ("issuer",)
"""The columns that a narrow terminal does not show, because `show` has them."""

SuitsOption = Annotated[
    list[str] | None,
    each_of(
        get_args(Position),
        "JOB",
        "For people in this job",
        "--suits",
        "--role",
        "--job",
        read=read_values.find_position,
        group=ABOUT_YOU,
    ),
]
DeliveryOption = Annotated[
    list[str] | None,
    each_of(get_args(Delivery), "WAY", "Taken in this way", "--delivery", group=MORE),
]
StatusOption = Annotated[
    list[str] | None, each_of(get_args(State), "STATUS", "Status", "--status", group=MORE)
]
TypeOption = Annotated[
    list[str] | None,
    each_of(get_args(CredentialType), "TYPE", "Of this type", "--type", group=MORE),
]
StandingOption = Annotated[
    list[str] | None,
    each_of(
        [*get_args(Standing), NOT_CHECKED],
        "STANDING",
        "Standing according to public sources",
        "--standing",
        group=MORE,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        callback=check_utf_8,
        metavar="SOURCE",
        help="Based on this source, or on a source of this tier",
        rich_help_panel=MORE,
    ),
]


def record_list(
    session: Session,
    records: Sequence[Credential],
    model: type[Credential],
    columns: Sequence[str] = COLUMNS,
) -> Reply:
    """Return *records* as an answer with one row per record."""
    table = build_table(session, model, records, columns)
    spare = () if session.options.fields else SPARE
    return Reply(session, table.replace(cell_notes=cell_notes(session, records), spare=spare))
