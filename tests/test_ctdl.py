"""Credentials as CTDL: what goes out is sound, and comes back as it was."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, codes
from factory import load_credential, make_credential
from hypothesis import given
from pyld import jsonld
from samples import catalogues, records
from toml_writer import toml

from libcert import Catalogue
from libcert.catalogue.merge import merge
from libcert.files import parse
from libcert.files.read import CATALOGUE, File, parse_file
from libcert.model.credential import Credential, Fee, Money, Organization, Requirement, Work
from libcert.model.ctdl_terms import CONTEXT
from libcert.render.ctdl import credential_graph, write_ctdl
from libcert.render.table import Canvas, Table

Run = Callable[..., Any]


def written(credentials: Sequence[Credential], canvas: Canvas | None = None) -> str:
    """Return *credentials* in the format `ctdl`."""
    table = Table(Credential, credentials, Credential.FIELDS, Credential.FIELDS)
    return "".join(write_ctdl(table, canvas or Canvas()))


def read(text: str) -> File:
    """Return *text* as a catalogue file in CTDL."""
    return parse_file(text.encode(), "own.jsonld", CATALOGUE, parse.JSON_LD)


def node(graph: dict[str, Any], id_: str) -> dict[str, Any]:
    """Return the node of the credential *id_*."""
    [found] = [each for each in graph["@graph"] if each["@id"] == f"urn:libcert:credential:{id_}"]
    return dict(found)


def one(**fields: Any) -> dict[str, Any]:
    """Return the node of a credential with these *fields*."""
    return node(credential_graph([make_credential(**fields)]), "X")


# --- Back again -----------------------------------------------------------------------------------


@pytest.mark.slow
@given(catalogues())
def test_a_random_catalogue_comes_back_as_it_went_out(tables: Any) -> None:
    content = toml(tables).encode()
    before = merge([parse_file(content, "own.toml", CATALOGUE)])
    file = read(written(list(before.listed)))
    after = merge([file])

    assert list(after.listed) == list(before.listed)
    assert list(after.better) == list(before.better)
    assert file.left_out == {}
