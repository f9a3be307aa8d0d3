"""The index of the search: a script, because a page in a folder may not fetch a file."""

import json
from typing import Any
from urllib.parse import quote

from libcert.model.credential import Credential
from libcert.model.places import local_code, place_words
from libcert.model.sanitize import clean, escape_json
from libcert.render.pages.site import Site, place_path, place_title


def search_index(site: Site) -> str:
    """Return a script that stores the index.

    Each credential is `[id, path, name, below the name, names, places, is last, texts]`, in the
    order of the list. Places and issuers are `[name, path, texts]`. The names of places have their
    codes, so that `Ohio` also finds what counts in the whole country.
    """
    index = {
        "credentials": [_credential(site, record) for record in site.records],
        "places": [
            [place_title(code), place_path(code), "\n".join(place_words(code))]
            for code in site.rules
        ],
        "issuers": _issuers(site),
        "codes": _codes(site),
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"window.libcertIndex = {escape_json(text)};\n"


def _credential(site: Site, record: Credential) -> list[Any]:
    row = site.rows[record.id]
    return [
        record.id,
        row.path,
        clean(record.name),
        clean(f"{row.issuer}, {row.places}"),
        [name for name in (*record.aliases, record.family) if name],
        record.where,
        int(record.standing == "not-found" or record.status.state == "closed"),
        list(site.texts[record.id]),
    ]


def _codes(site: Site) -> list[tuple[str, list[str]]]:
    """Return the names of places in lower case, each with the codes that it may mean."""
    codes: dict[str, list[str]] = {}
    for code in site.rules:
        for name in dict.fromkeys([*place_words(code), local_code(code)]):
            if name is not None:
                codes.setdefault(name.lower(), []).append(code)
    return list(codes.items())


def _issuers(site: Site) -> list[list[str]]:
    issuers = {record.issuer.id: record.issuer for record in site.records}
    return [
        [
            clean(issuer.name),
            f"index.html#?issuer={quote(issuer.id)}",
            f"{issuer.id}\n{issuer.name}",
        ]
        for issuer in issuers.values()
    ]
