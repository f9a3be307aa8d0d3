"""Documents in JSON-LD: any shape of one becomes nodes with their statements.

Nothing is ever fetched: the only contexts are those in the document and that of CTDL, which libcert
ships.
"""

import functools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from libcert.files.read import read_ctdl_context
from libcert.model import ctdl_terms as terms
from libcert.model.errors import MissingExtraError

Scalar = str | bool | int | Decimal
"""A value of a statement that is no node."""
_ADDRESSES: Final = frozenset(
    f"{scheme}://credreg.net/{language}/schema/context/json{end}"
    for scheme in ("https", "http")
    for language in ("ctdl", "ctdlasn", "qdata")
    for end in ("", "/")
)
"""The addresses of the published contexts of CTDL and the vocabularies beside it.

The terms that only the others have are about skills and statistics, which no record holds.
"""
_AMERICAN: Final = frozenset({"en", "en-us"})
"""The languages of texts that count as the same, American English."""
_BASE: Final = "https://document.invalid/"
"""The address of a document, which has none; a name in it that is no IRI follows."""
_CONTAINERS: Final = ("@graph", "@included")
"""The keys whose values are nodes beside the one that has them."""
_OLD_SCHEMES: Final = ("http://purl.org/ctdl/", "http://schema.org/")
"""The beginnings of terms that are written with `https` today."""
_MOST_LEVELS: Final = 150
"""The most levels of a document; our own has a few for each level of a group of requirements."""
_CONTEXT_KEYS: Final = frozenset({"@context", "@import"})
_MOST_CONTEXTS: Final = 1000
"""The most contexts of a document, because each of them takes time."""
_MOST_SHOWN: Final = 200
"""The most characters of a message of the parser."""


class DocumentError(ValueError):
    """A document that is not valid JSON-LD, or that needs the network."""


class Node:
    """A node of a document, with the statements about it."""

    def __init__(self, name: str | None, graph: "Graph") -> None:
        self.name = name
        """The IRI of the node; None if it has none."""
        self.types: list[str] = []
        """Its classes, as in `ceterms:Certificate`."""
        self.is_embedded = False
        """Whether another node refers to it."""
        self.day: str | None = None
        """The day of the last document that describes it; None if that has none."""
        self.is_read = False
        """Whether one of its statements was read."""
        self._graph = graph
        self._record: str | None = None
        """The id of the first record that was made of the node."""
        self._statements: dict[str, list[Node | dict[str, Any]]] = {}
        self._taken: set[str] = set()
        self._counted: set[str] = set()

    def add(self, term: str, values: list["Node | dict[str, Any]"]) -> None:
        """Add the statements that *term* has these *values*."""
        self._statements.setdefault(term, []).extend(values)

    @property
    def is_described(self) -> bool:
        """Whether the document says anything about the node."""
        return bool(self._statements or self.types)

    def has(self, term: str) -> bool:
        """Return whether there are statements with *term*."""
        return bool(self._statements.get(term))

    def take(self, *names: str) -> list["Node | dict[str, Any]"]:
        """Return the values of these terms, which count as read."""
        self.is_read = True
        self._record = self._record or self._graph.record
        self._taken.update(names)
        return [value for name in names for value in self._statements.get(name, ())]

    def nodes(self, *names: str) -> list["Node"]:
        """Return the values of these terms that are nodes, or texts that name one."""
        found = [
            value if isinstance(value, Node) else self._graph.named(value.get("@value"))
            for value in self.take(*names)
        ]
        self._leave_out_once(names[0], found.count(None))
        return [node for node in found if node is not None]

    def described(self, *names: str) -> list["Node"]:
        """Return the values of these terms that are nodes about which the document says anything.

        The others are counted.
        """
        found = self.nodes(*names)
        known = [node for node in found if node.is_described]
        if f"{names[0]} described" not in self._counted:
            self._counted.add(f"{names[0]} described")
            self.leave_out(names[0], len(found) - len(known))
        return known

    def literals(self, *names: str) -> list[Scalar]:
        """Return the values of these terms that are texts, numbers and truth values."""
        values = self.take(*names)
        found = [_literal(value) for value in values]
        self._leave_out_once(names[0], found.count(None))
        return [literal for literal in found if literal is not None]

    def texts(self, *names: str) -> list[str]:
        """Return the texts of these terms: those in English, or else in the first language.

        Of several kinds of English, that of the USA is the best.
        """
        values = [value for value in self.take(*names) if isinstance(value, dict)]
        by_language: dict[str, list[str]] = {}
        for value in values:
            if isinstance(value.get("@value"), str):
                language = value.get("@language", "en").lower()
                language = "en" if language in _AMERICAN else language
                by_language.setdefault(language, []).append(value["@value"])
        best = min(by_language.items(), key=_rank_of_language, default=("", []))[1]
        texts = [text for text in best if text.strip()]
        others = sum(map(len, by_language.values())) - len(best)
        self._leave_out_once(names[0], len(self.take(*names)) - others - len(texts))
        return texts

    def json(self, term: str) -> Any:  # noqa: ANN401 - JSON
        """Return the first value of *term* that is JSON; None if there is none."""
        values = self.take(term)
        found = [
            value["@value"]
            for value in values
            if isinstance(value, dict) and value.get("@type") == "@json"
        ]
        self._leave_out_once(term, len(values) - len(found[:1]))
        return _exact(found[0]) if found else None

    def leave_out(self, term: str, count: int = 1) -> None:
        """Count statements with *term* that have no place in a record."""
        self._graph.left_out[term] += count
        record = self._record or self._graph.record
        if count and record is not None and term in terms.OF_CONDITIONS_AND_COSTS:
            self._graph.incomplete[record] = None

    def _leave_out_once(self, term: str, count: int) -> None:
        """Count values that are not of the wanted kind, even if they are read again."""
        if term not in self._counted:
            self._counted.add(term)
            self.leave_out(term, count)

    def count_rest(self) -> None:
        """Count the statements that nobody has read."""
        for term, values in self._statements.items():
            if term not in self._taken:
                self.leave_out(term, len(values))


class Graph:
    """The nodes of a document, in its order, and the count of the statements left out."""

    def __init__(self, parts: Iterable[tuple[list[Any], str | None]]) -> None:
        """Build the graph of these *parts*, each in the expanded form, with its day.

        A blank node is only known within its part, so two of the same name are different nodes.
        """
        self.left_out: Counter[str] = Counter()
        self.incomplete: dict[str, None] = {}
        """The ids of the records that lose conditions or costs."""
        self.record: str | None = None
        """The id of the record that is being made."""
        self.nodes: list[Node] = []
        """The nodes that the document says anything about."""
        self._by_name: dict[str, Node] = {}
        self._definitions: dict[Node, dict[str, Any]] = {}
        self._part = 0
        for self._part, (expanded, self._day) in enumerate(parts):
            for value in expanded:
                self._add(value, is_embedded=False)

    def named(self, name: object) -> Node | None:
        """Return the node called *name*; None if that is no IRI."""
        if not isinstance(name, str) or ":" not in name or any(map(str.isspace, name)):
            return None
        return self._node(name)

    def finish(self) -> Counter[str]:
        """Return the number of statements left out, by their terms.

        A node that nothing refers to and nobody read counts as one statement.
        """
        for node in self.nodes:
            if node.is_read:
                node.count_rest()
            elif not node.is_embedded:
                self.left_out[node.types[0] if node.types else "a node without a type"] += 1
        return +self.left_out

    def _node(self, iri: str | None) -> Node:
        name = None if iri is None else iri.removeprefix(_BASE)
        if name is not None and name in self._by_name:
            return self._by_name[name]
        node = Node(name, self)
        if name is not None:
            self._by_name[name] = node
        return node

    def _in_part(self, name: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the *name* of a blank node of this part as one of the whole document."""
        if self._part and isinstance(name, str) and name.startswith("_:"):
            return f"{name}@{self._part}"
        return name

    def _add(self, value: dict[str, Any], *, is_embedded: bool) -> Node:
        """Add the node object *value* and all nodes within it."""
        node = self._node(self._in_part(value.get("@id")))
        node.is_embedded |= is_embedded
        if value.keys() - {"@id", *_CONTAINERS}:
            node.day = max(filter(None, (node.day, self._day)), default=None)
        if value == self._definitions.get(node):  # the same node again
            return node
        if value.keys() - {"@id", *_CONTAINERS} and node not in self._definitions:
            self._definitions[node] = value
            self.nodes.append(node)
        node.types += map(compact, value.get("@type", ()))
        for key, inner in value.items():
            if key in _CONTAINERS:
                for each in inner:
                    self._add(each, is_embedded=False)
            elif key == "@reverse":
                self._add_reverse(node, inner)
            elif not key.startswith("@"):
                node.add(compact(key), [*self._values(inner)])
        return node

    def _add_reverse(self, node: Node, statements: dict[str, list[Any]]) -> None:
        """Add the *statements* of other nodes about *node*."""
        node.is_embedded = True
        for term, others in statements.items():
            for other in others:
                self._add(other, is_embedded=False).add(compact(term), [node])

    def _values(self, values: list[Any]) -> Iterator[Node | dict[str, Any]]:
        for value in values:
            if "@value" in value:
                yield value | {"@value": self._in_part(value["@value"])}
            elif "@list" in value:
                yield from self._values(value["@list"])
            else:
                yield self._add(value, is_embedded=True)


def _rank_of_language(texts: tuple[str, list[str]]) -> int:
    """Return the place of the *texts* of a language: English first."""
    language = texts[0]
    return 0 if language == "en" else 1 if language.startswith("en-") else 2


def expand(documents: Iterable[object]) -> list[list[Any]]:
    """Return each of *documents* in the expanded form of JSON-LD.

    Raises:
        DocumentError: If one is not valid, or refers to a context that libcert does not know.
        MissingExtraError: If the library for JSON-LD is not installed.
    """
    try:
        from pyld import jsonld
    except ImportError as error:
        raise MissingExtraError("reading CTDL", "ctdl") from error
    contexts = _Contexts()
    options = {
        "base": _BASE,
        "documentLoader": _load,
        "expandContext": {"@context": terms.CONTEXT},
    }
    found: list[list[Any]] = []
    for document in documents:
        if not isinstance(document, dict | list):
            raise DocumentError("it must be an object, { … }, or a list of them")
        plain = contexts.without_known(document, _MOST_LEVELS)
        try:
            found.append(jsonld.expand(plain, options))
        except Exception as error:  # PyLD stumbles over some documents that are not valid
            raise DocumentError(_describe(error)) from error
    return found


class _Contexts:
    """Looks through the contexts of a document, before PyLD does."""

    def __init__(self) -> None:
        self._left = _MOST_CONTEXTS

    def without_known(self, value: Any, levels: int) -> Any:  # noqa: ANN401 - JSON
        """Return a part of a document without the contexts that apply to all of it anyway.

        Args:
            value: The part.
            levels: How many levels of other parts may be within it.

        Raises:
            DocumentError: If it is too deep, there are too many other contexts, or one of them is
                at an address.
        """
        if not isinstance(value, list | dict):
            return value
        if not levels:
            raise DocumentError("nested too deeply")
        if isinstance(value, list):
            return [self.without_known(each, levels - 1) for each in value]
        inner = {key: self.without_known(each, levels - 1) for key, each in value.items()}
        for key in _CONTEXT_KEYS & inner.keys():
            rest = self._others(inner.pop(key))
            if rest:
                inner[key] = rest
        return inner

    def _others(self, value: object) -> list[object]:
        """Return the contexts in *value* that are not those of CTDL."""
        contexts = value if isinstance(value, list) else [value]
        others = [each for each in contexts if not isinstance(each, str) or each not in _ADDRESSES]
        for context in others:
            if isinstance(context, str):
                raise DocumentError(
                    f"its context is at `{context}`, and libcert fetches nothing; "
                    f"write that context into the file, or use `{terms.CONTEXT}`"
                )
        self._left -= len(others)
        if self._left < 0:
            raise DocumentError(f"it has more than {_MOST_CONTEXTS} contexts")
        return others


def _load(address: str, _options: object) -> dict[str, Any]:
    """Return the context of CTDL, as PyLD wants it; no other address is left in a document."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _context(),
    }


@functools.cache
def _context() -> Any:  # noqa: ANN401 - JSON
    """Return the published context of CTDL."""
    return json.loads(read_ctdl_context())


def _describe(error: BaseException) -> str:
    """Return the reason of an error of PyLD in one sentence."""
    text = str(error.args[0] if error.args else error).partition("\n")[0]
    return text.removeprefix("Invalid JSON-LD syntax; ").rstrip(".")[:_MOST_SHOWN]


@functools.lru_cache(maxsize=4096)
def compact(iri: str) -> str:
    """Return an IRI with the prefix of its vocabulary, as in `ceterms:name`."""
    for old in _OLD_SCHEMES:
        if iri.startswith(old):
            iri = f"https{iri.removeprefix('http')}"
    for prefix, beginning in _prefixes():
        if iri.startswith(beginning):
            return f"{prefix}:{iri.removeprefix(beginning)}"
    return iri


@functools.cache
def _prefixes() -> list[tuple[str, str]]:
    """Return the prefixes of vocabularies and what each stands for, the longest first."""
    context = _context()["@context"]
    prefixes = [(prefix, value) for prefix, value in context.items() if isinstance(value, str)]
    prefixes.append((terms.PREFIX.removesuffix(":"), terms.OWN_NAMESPACE))
    return sorted(prefixes, key=lambda pair: -len(pair[1]))


def _literal(value: Node | dict[str, Any]) -> Scalar | None:
    """Return a value that is not a node, with exact decimals; None if it is one, or has no use."""
    literal = value.get("@value") if isinstance(value, dict) else value.name
    exact = _exact(literal)
    return exact if isinstance(exact, str | bool | int | Decimal) else None


def _exact(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with decimals in place of floats, as its text has them."""
    match value:
        case float():
            return Decimal(str(value))
        case list():
            return [_exact(each) for each in value]
        case dict():
            return {key: _exact(each) for key, each in value.items()}
        case _:
            return value
