"""Random records and files for tests: they follow all rules, but are as difficult as possible.

The allowed values come from the catalogue schema, which is made from the model. So a new field is
tested without a change here. Only the rules between fields and the references are written here.
"""

import functools
import json
import operator
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from libcert.model import credential, source
from libcert.model.limits import DAY_OF_YEAR_PATTERN

_FILE: Final = Path(__file__).parents[1] / "data" / "catalogue.schema.json"
DEFINITIONS: Final[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["definitions"]
"""The schema of each part of a catalogue."""

TEXTS: Final = st.one_of(
    st.text(
        st.sampled_from("[]/\\|*_`<>&#!~:=@+-'\"^$(){}.,; \t\r\n\x00\x1b\x07\x7f\x9b")
        | st.sampled_from("\u061c\u200b\u202e\u2028\u2066\ufeff\U000e0041é漢e\u0301👩\u200d💻ab1")
        | st.characters(exclude_categories=["Cs"]),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(
        [
            "=HYPERLINK(1)",
            "+1",
            "-2",
            "@SUM(A1)",
            " =1",
            'a;"=1+1;b',
            "\u3000\ufe0f=1",
            "a; b",
            "a, b",
            "a | b",
            "<script>alert(1)</script>",
            "<b>",
            "![x](http://x.example/)",
            "[x](http://x.example/)",
            "https://x.example/",
            "&amp; &#60;",
            "`a` *b* _c_ ~~d~~",
            "---",
            "a\r\nBEGIN:VEVENT",
            "END:VCALENDAR",
            "c:\\new",
            "x;y,z:w",
            "\x1b]0;title\x07",
            '"""',
            "'''",
            "é" * 80,
            "漢" * 50,
            "👩\u200d💻" * 20,
            "x" * 200,
            "not on record",
        ]
    ),
).filter(str.strip)
"""Texts that are not blank. Most of them are difficult to read or to write correctly."""

ORGANIZATIONS: Final = ("ALA", "x" * 40, "a.b_c+d-e", "1e5")
CREDENTIALS: Final = ("A+", "true", "X" * 40, "1e6", "0.5", "a-b_c", "nan")
LAST: Final = CREDENTIALS[-1]
"""The only one that others may require, because it has no requirements."""
FAMILIES: Final = ("F", "x.y")
SOURCES: Final = ("page", "0", "S" * 40)
"""These tuples are the IDs in a random catalogue. Some look like other types of values."""
CURRENCIES: Final = st.sampled_from(["USD", "GBP", "EUR", "JPY", "CHF", "XXX"])
PLACES: Final = st.sampled_from(["any", "US", "US-OH", "GB", "GB-SCT", "BR-SP"])
AMOUNTS: Final[st.SearchStrategy[int | Decimal]] = st.one_of(
    st.integers(0, 1_000_000_000),
    st.decimals(0, 1_000_000_000, places=2),
    st.sampled_from([0, 1, 12, Decimal("0.01"), Decimal("99.50"), 1_000_000_000]),
)
DAYS: Final = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LINKS: Final = st.text(string.ascii_letters + "|`*_[]()&;,'=%#é~\\", max_size=30).map(
    "https://x.example/".__add__
)
DAYS_OF_YEAR: Final = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map("{:%m-%d}".format)
DATED: Final = st.one_of(
    st.dates(date(1000, 1, 1)).map(str), st.sampled_from(["2026", "2026-05", "0000"])
)
_ABOUT: Final = ("duration", "exams", "experience", "exam_required", "fees", "levels", "renewal")
"""The fields for which a random finding may have a better value."""
_DEPTH: Final = 3
"""The number of levels of nested groups of conditions."""


def _some(ids: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=2)


def _findings() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return findings, at most one about each field."""
    kept = st.sampled_from(["name", "issuer", "summary", "standing", "duration.low", "cost.high"])
    better = st.sampled_from(_ABOUT).flatmap(
        lambda name: objects("Finding", about=st.just(name), better=_values(_node(name), 1))
    )
    return st.lists(
        st.one_of(objects("Finding", about=kept), better),
        max_size=2,
        unique_by=lambda finding: finding["about"],
    )


def _node(field: str) -> Any:
    return DEFINITIONS["Credential"]["properties"][field]


_REFERRING: Final[dict[str, Callable[[], st.SearchStrategy[Any]]]] = {
    "Credential.aliases": lambda: st.just([]),  # no two records may have the same alias
    "Credential.findings": _findings,
    "Credential.issuer": lambda: st.sampled_from(ORGANIZATIONS),
    "Credential.nearest": lambda: _some(CREDENTIALS),
    "Credential.family": lambda: st.sampled_from(FAMILIES),
    "Credential.previous": lambda: st.just(LAST),
    "Credential.sources": lambda: st.one_of(
        _some(SOURCES),
        st.dictionaries(st.sampled_from(SOURCES), _some([*_ABOUT, "name", "issuer"]), max_size=2),
    ),
    "Fee.exams": lambda: st.just([]),  # the names depend on the exams of the record
    "Fee.unclear_for": lambda: _some(CREDENTIALS),
    "Fee.organization": lambda: st.sampled_from(ORGANIZATIONS),
    "Education.college_years": lambda: st.sampled_from([0, 1, Decimal("1.50"), 12]),
    "Exam.passed_with": lambda: _some(CREDENTIALS),
    "Finding.sources": lambda: st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2),
    "Renewal.membership": lambda: st.sampled_from(ORGANIZATIONS),
    "Requirement.credential": lambda: st.just(LAST),  # no record may require itself
    "Requirement.membership": lambda: st.sampled_from(ORGANIZATIONS),
    "Status.replaced_by": lambda: _some(CREDENTIALS),
}
"""The fields that refer to other entries. The schema says only that they are texts."""


@functools.cache
def _object(name: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    part = DEFINITIONS[name]
    fields = {
        field: refer() if (refer := _REFERRING.get(f"{name}.{field}")) else _values(node, depth)
        for field, node in part["properties"].items()
        if field != "better" and (field != "of" or depth)  # its type depends on other fields
    }
    needed = part.get("required", [])
    return st.fixed_dictionaries(
        {field: fields.pop(field) for field in needed}, optional=fields
    ).map(functools.partial(_consistent, name))


def objects(name: str, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables for the part of a catalogue called *name*; *given* replaces some fields."""
    return st.builds(operator.or_, _object(name, _DEPTH), st.fixed_dictionaries(given))


def _values(node: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    """Return the values that the schema *node* allows; the rules between fields are ignored."""
    if "$ref" in node:
        return st.deferred(lambda: _object(node["$ref"].rpartition("/")[2], depth - 1))
    if kinds := node.get("anyOf", node.get("allOf")):
        return st.one_of([_values(kind, depth) for kind in kinds])
    if "enum" in node or "const" in node:
        return st.sampled_from(node.get("enum", [node.get("const")]))
    if node["type"] == "array":
        return st.lists(_values(node["items"], depth), max_size=2)
    if "exclusiveMinimum" in node:
        return st.integers(node["exclusiveMinimum"] + 1, node["maximum"])
    return _SINGLE[node["type"], node.get("pattern", node.get("format"))]


_SINGLE: Final[dict[tuple[str, str | None], st.SearchStrategy[Any]]] = {
    ("boolean", None): st.booleans(),
    ("integer", None): AMOUNTS,
    ("number", None): AMOUNTS,
    ("string", None): TEXTS,
    ("string", r"[^\s\x1c-\x1f\x85]"): TEXTS,
    ("string", "date"): DAYS,
    ("string", "^[A-Z]{3}$"): CURRENCIES,
    ("string", "^(any|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"): PLACES,
    ("string", r"^https?://[^\s<>\"]+$"): LINKS,
    ("string", r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"): DATED,
    ("string", DAY_OF_YEAR_PATTERN): DAYS_OF_YEAR,
}
"""The values that are neither lists nor tables, by their type and their pattern or format."""


def _consistent(name: str, table: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - a rule each
    """Return the *table* after fields that contradict each other are corrected or removed."""
    out = set()
    if table.get("low", 0) > table.get("high", table.get("low", 0)):
        table |= {"low": table["high"], "high": table["low"]}
    if name == "Work" and not table.get("low"):
        out = {"hours"}
    if name == "Fee" and table.get("audience", "everyone") == "everyone":
        out = {"organization"}
    elif name == "Fee":
        table.setdefault("organization", ORGANIZATIONS[0])
    if name == "Fee" and table.get("purpose") in {"renewal", "maintenance"}:
        out |= {"yearly"}
    if name == "Education" and "level" not in table:
        out = {"college_years"}
    if name == "Renewal" and table.get("expires") is False:
        out = {"months"}
    if name == "Credential" and "previous" in table:
        table |= {"family": FAMILIES[0]}
    if name == "Status" and "state" not in table:
        out = {"since", "replaced_by"}
    if name == "Requirement":
        parts = table.get("of", ())
        out = {"experience", "education", "not_education"} if parts else set()
        out |= {"at_least"} if table.get("at_least", 0) > len(parts) else set()
    return {field: value for field, value in table.items() if field not in out}


@st.composite
def catalogues(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Return valid catalogues in the form that TOML has."""
    credentials = {id_: draw(objects("Credential")) for id_ in draw(_some(CREDENTIALS[:-1]))}
    for number, id_ in enumerate(CREDENTIALS):  # references must exist
        plain = {"name": f"No. {number}", "type": "license", "issuer": "ALA"}
        credentials.setdefault(id_, plain | {"family": FAMILIES[0]})
    sources = {id_: draw(objects("Source")) for id_ in SOURCES}
    for table in credentials.values():
        if table.get("standing") == "vouched":  # it rests on a page of the issuer
            table["sources"] = [SOURCES[0]]
            sources[SOURCES[0]]["tier"] = "issuer"
    return {
        "organizations": {id_: draw(objects("Organization")) for id_ in ORGANIZATIONS},
        "sources": sources,
        "credentials": credentials,
    }


@st.composite
def records(draw: st.DrawFn) -> list[credential.Credential]:
    """Return records in which every field may have a value, as in the answer to a question."""
    return [
        record(
            {"id": id_, **draw(objects("Credential"))},
            cost=made("Money", draw(objects("Money"))),
            issuer=made("Organization", {"id": "ALA", **draw(objects("Organization"))}),
            sources=tuple(
                made(
                    "Source",
                    {"id": source, **draw(objects("Source"))},
                    supports=tuple(draw(_TEXTS)),
                )
                for source in draw(_some(SOURCES))
            ),
        )
        for id_ in draw(_some(CREDENTIALS))
    ]


_TEXTS: Final = st.lists(TEXTS, max_size=2)


def record(table: Mapping[str, Any], **more: Any) -> credential.Credential:
    """Return the record for a *table* of a catalogue; the fields in *more* replace its fields."""
    given = {field: value for field, value in table.items() if field not in more}
    conditions = made_part(_node("requirements"), table.get("requirements", []))
    found: credential.Credential = made("Credential", given, conditions=conditions, **more)
    return found


def made(name: str, table: Mapping[str, Any], **more: Any) -> Any:
    """Return *table* as an object of the model class called *name*."""
    nodes = DEFINITIONS[name]["properties"]
    given = {field: made_part(nodes.get(field, {}), value) for field, value in table.items()}
    return (vars(credential) | vars(source))[name](**given, **more)


def made_part(node: Mapping[str, Any], value: Any) -> Any:
    """Return *value*, which the schema *node* allows, in the form that the model has."""
    if isinstance(value, list) and "items" in node:
        return tuple(made_part(node["items"], part) for part in value)
    kinds = [node, *node.get("allOf", ()), *node.get("anyOf", ())]
    names = [kind["$ref"].rpartition("/")[2] for kind in kinds if "$ref" in kind]
    if not names:  # this includes better figures, which do not change
        return value
    return made(names[0], {"text": value} if isinstance(value, str) else value)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    """Return *text* after some parts are removed, repeated, moved or changed."""
    content = text.encode()
    places = st.integers(0, len(content))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(places)
        part = content[start : start + draw(st.sampled_from([1, 2, 8, 40, 200]))]
        other = draw(places)
        match draw(st.sampled_from(["flip", "out", "twice", "put", "type"])):
            case "flip":
                part = bytes(byte ^ draw(st.integers(1, 255)) for byte in part[:1])
                content = content[:start] + part + content[start + 1 :]
            case "out":
                content = content[:start] + content[start + len(part) :]
            case "twice":
                content = content[:start] + part + content[start:]
            case "put":
                content = content[:other] + part + content[other:]
            case _:
                content = _other_type(content, start, draw(st.sampled_from(_VALUES)))
    return content


_VALUES: Final = (
    *(b"true", b"-1", b"nan", b"-inf", b"0x" + b"f" * 5000, b"1979-05-27T07:32:00Z"),
    *(b"07:32:00", b"2026-02-28", b"9999-12-31", b'""', b'"\\u202e\\u001b"', b"[]", b"[[[]]]"),
    *(b"{}", b'{ "" = 1 }', b"{ a.b.c = [{}] }", b"[1, 'a', {}]", b"99999999999999999999"),
)


def _other_type(content: bytes, start: int, value: bytes) -> bytes:
    """Return *content* after *value* replaces the next value after *start*."""
    begin = content.find(b"= ", start)
    ends = [content.find(end, begin) for end in (b",", b" }", b"\n")]
    if begin < 0 or max(ends) < 0:
        return content
    return content[: begin + 2] + value + content[min(end for end in ends if end >= 0) :]
