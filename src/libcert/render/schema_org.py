"""A credential in the vocabulary of schema.org, which search engines read."""

from typing import Any, Final

from libcert.model.base import json_value
from libcert.model.credential import Credential
from libcert.model.places import EVERYWHERE, short_name

CONTEXT: Final = "https://schema.org"


def schema_org(record: Credential, address: str | None) -> dict[str, Any]:
    """Return *record* as an `EducationalOccupationalCredential`, with only what is on record.

    Args:
        record: The record.
        address: The address of its page; None if it is not known.
    """
    node: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": address,
        "@type": "EducationalOccupationalCredential",
        "name": record.name,
        "alternateName": [record.id, *record.aliases],
        "description": record.summary,
        "url": address,
        "credentialCategory": record.type,
        "creator": {
            "@type": "Organization",
            "name": record.issuer.name,
            "alternateName": None if record.issuer.id == record.issuer.name else record.issuer.id,
        },
        "validIn": [
            {"@type": "AdministrativeArea", "name": short_name(code), "identifier": code}
            for code in record.where
            if code != EVERYWHERE
        ],
        "validFor": f"P{record.renewal.months}M"
        if record.renewal.expires and record.renewal.months
        else None,
        "offers": _offer(record),
    }
    return _filled(node)


def _offer(record: Credential) -> dict[str, Any] | None:
    """Return the price, or None; an open price has no highest value."""
    cost = record.cost
    if not cost.known or record.status.state == "closed":
        return None
    price = {
        "@type": "PriceSpecification",
        "priceCurrency": cost.unit,
        "minPrice": json_value(cost.low),
        "maxPrice": None if cost.open else json_value(cost.high),
    }
    return {"@type": "Offer", "priceSpecification": price}


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """Return *node* without what is not on record."""
    return {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in node.items()
        if value not in (None, [])
    }
