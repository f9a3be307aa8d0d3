"""`libcert list`: credentials, a line each."""

from collections.abc import Sequence
from typing import Annotated, Final, get_args

import typer

from libcert.cli.answer import Reply, View
from libcert.cli.options import each_of, split, taking_options, texts
from libcert.model.credential import Answer, Credential, CredentialType, Setting, Standing
from libcert.questions.criteria import NOT_CHECKED, Criteria, match_criteria
from libcert.render.table import Table

COLUMNS: Final = ("id", "name", "issuer", "cost", "duration", "experience", "standing")
"""The columns of many credentials."""

SettingOption = Annotated[
    list[str] | None, each_of(get_args(Setting), "SETTING", "For this kind of workplace")
]
TypeOption = Annotated[
    list[str] | None, each_of(get_args(CredentialType), "TYPE", "Of this type", "--type")
]
StandingOption = Annotated[
    list[str] | None,
    each_of([*get_args(Standing), NOT_CHECKED], "STANDING", "What public sources make of it"),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        callback=texts, metavar="SOURCE", help="Resting on this source, or on one of this tier"
    ),
]


@taking_options()
def list_(
    view: View,
    setting: SettingOption = None,
    type_: TypeOption = None,
    standing: StandingOption = None,
    source: SourceOption = None,
) -> Reply:
    """List every credential, or those of a kind, a line each."""
    asked = Criteria(
        setting=setting or (), type=type_ or (), standing=standing or (), source=split(source)
    )
    matches = [match_criteria(credential, asked) for credential in view.catalogue.values()]
    view.note_matches(matches)
    kept = [view.catalogue[match.id] for match in matches if match.match.answer is Answer.YES]
    records = view.sort_records(view.priced(kept), Credential)
    return Reply(rows(records, Credential, view), view)


def rows(
    records: Sequence[Credential],
    model: type[Credential],
    view: View,
    columns: Sequence[str] = COLUMNS,
) -> Table:
    """Return an answer of a line a record."""
    return view.table(model, records, columns).replace(cell_notes=view.marks(records))
