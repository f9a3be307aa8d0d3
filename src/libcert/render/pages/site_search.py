"""The index of the search: a script, because a page in a folder may not fetch a file."""

import json
from typing import Any
from urllib.parse import quote

from libcert.model.credential import Credential
from libcert.model.places import place_words
from libcert.model.sanitize import clean, escape_json
from libcert.render.pages.site import Site, place_path, place_title


def search_index(site: Site) -> str:
    """Return a script that stores the index.

    Each credential is `[id, path, name, below the name, names, places, is last, texts]`, in the
    order of the list. Places and issuers are `[name, path, texts]`. Each place has its names, so
    that `Ohio` also finds what counts in the whole country.
    """
    index = {
        "credentials": [_credential(site, record) for record in site.records],
        "places": [
            [place_title(code), place_path(code), "\n".join(place_words(code)), code]
            for code in site.rules
        ],
        "issuers": _issuers(site),
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
        [text.casefold() for text in site.texts[record.id]],
    ]


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
