"""The JSON-LD of a website: one graph of all records, of which each page has a part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from libcert.model.credential import Credential
from libcert.model.sanitize import to_json
from libcert.render.ctdl import credential_graph


class SiteGraph:
    """The graph of all records; each node becomes text only once."""

    def __init__(self, records: Sequence[Credential], base: str | None) -> None:
        """Make the graph.

        Args:
            records: All records of the website.
            base: The address of the website; None if it is not known.
        """
        document = credential_graph(records, base)
        nodes: Sequence[Mapping[str, Any]] = document["@graph"]
        self._context = to_json(document["@context"])
        self._texts = {node["@id"]: to_json(node) for node in nodes}
        self._others = {node["@id"] for node in nodes[len(records) :]}
        self._nodes = {
            record.id: node for record, node in zip(records, nodes[: len(records)], strict=True)
        }

    def whole(self) -> str:
        """Return the document of all records, with a node on each line."""
        return self._document(self._texts.values())

    def part(self, id_: str) -> str:
        """Return the document of the record *id_*, with the nodes that it names.

        They are its issuer, its family and its sources, but not other records.
        """
        node = self._nodes[id_]
        named = dict.fromkeys(text for text in _texts(node) if text in self._others)
        return self._document([self._texts[node["@id"]], *(self._texts[iri] for iri in named)])

    def _document(self, nodes: Iterable[str]) -> str:
        lines = ",\n".join(nodes)
        return f'{{"@context": {self._context},\n"@graph": [\n{lines}\n]}}\n'


def in_html(text: str) -> str:
    """Return the same JSON so that it cannot end the element of a page that it is in."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _texts(value: object) -> Iterator[str]:
    """Yield all texts in *value*."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case _:
            return
