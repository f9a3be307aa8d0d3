"""The JSON Schemas of records, profiles and answers, from the models and their docstrings."""

import functools
from typing import Any, Final

from libcert.model import credential, fact, mandate, profile, results, source
from libcert.model.base import Model
from libcert.model.credential import UNWRITTEN, Credential, MatchedCredential, Organization
from libcert.model.fact import Fact
from libcert.model.mandate import Mandate
from libcert.model.source import Source
from libcert.model.validation import build_adapter

ANSWERS: Final[dict[str, type[Model]]] = {
    "profile": profile.Profile,
    "check": results.Eligibility,
    "next": results.NextStep,
    "required": mandate.MatchedMandate,
    "about": fact.Fact,
    "cost": results.CostOverYears,
    "cost-together": results.CombinedCost,
    "plan": results.Plan,
    "renewals": results.Due,
}
"""The models of the answers of commands that do not answer with records."""
_DRAFT_2020_12: Final = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the records in the answers of libcert.

    `match` is not required, because only the answers of `libcert filter` have it.
    """
    kind: Any = Credential | MatchedCredential
    parts = build_adapter(kind, docstrings=True).json_schema(mode="serialization")["$defs"]
    match = parts.pop("MatchedCredential")["properties"]["match"]
    _complete_descriptions(parts)
    record = parts.pop("Credential")
    record["properties"]["match"] = match
    return {"$schema": _DRAFT_2020_12, "$defs": parts, **record}


def answer_schema(command: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the answers of *command*, a key of `ANSWERS`."""
    return {"$schema": _DRAFT_2020_12, **model_schema(ANSWERS[command])}


def model_schema(model: type[Model]) -> dict[str, Any]:
    """Return the schema of the JSON of *model*, with the meaning of each key."""
    schema = build_adapter(model, docstrings=True).json_schema(mode="serialization")
    _complete_descriptions({model.__name__: schema} | schema.get("$defs", {}))
    return schema


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a catalogue file, for editors that support TOML."""
    parts: dict[str, Any] = {}
    for model in (Organization, Source, Credential, Mandate, Fact):
        adapter = build_adapter(model, docstrings=True)
        schema = adapter.json_schema(ref_template="#/definitions/{model}")
        parts |= schema.pop("$defs", {}) | {model.__name__: schema}
    _complete_descriptions(parts)
    for name, unwritten in (
        ("Organization", ["id"]),
        ("Source", ["id", "supports"]),
        ("Credential", UNWRITTEN),
        ("Mandate", ["id"]),
        ("Fact", ["id"]),
    ):
        for field in unwritten:
            _drop(parts[name], field)
    parts["Credential"]["properties"] |= {
        "issuer": {"type": "string", "description": "The id of an entry in `organizations`"},
        "sources": {
            "description": "The ids of sources, or a table with the fields that each one supports",
            "anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXTS}],
        },
    }
    for name in ("Mandate", "Fact"):
        parts[name]["properties"]["sources"] = {
            **_TEXTS,
            "minItems": 1,
            "description": "The ids of entries in `sources`",
        }
    parts["Finding"]["properties"]["better"] |= {
        "anyOf": [
            *({"type": kind} for kind in ("string", "number", "boolean", "array")),
            {"type": "object", "additionalProperties": True},
        ]
    }
    parts["Amendment"] = {
        **parts["Credential"],
        "title": "Amendment",
        "description": "Single figures that replace those of a record in a catalogue below",
        "required": [],
    }
    sections = {
        "organizations": "Organization",
        "sources": "Source",
        "credentials": "Credential",
        "amendments": "Amendment",
        "mandates": "Mandate",
        "facts": "Fact",
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A catalogue for libcert",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            section: {
                "type": "object",
                "description": parts[name]["description"],
                "additionalProperties": {"$ref": f"#/definitions/{name}"},
            }
            for section, name in sections.items()
        },
        "definitions": {name: _draft_07(part) for name, part in parts.items()},
    }


_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_REQUIREMENT: Final = {"$ref": "#/definitions/Requirement"}


def _drop(part: dict[str, Any], name: str) -> None:
    """Remove the field *name* from the schema of a model."""
    del part["properties"][name]
    part["required"] = [field for field in part.get("required", []) if field != name]


def _draft_07(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Return *part* of a schema in the form that draft-07 and TOML need."""
    if isinstance(part, list):
        return [_draft_07(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part == _REQUIREMENT:  # a requirement with only a text may be a string
        return {"anyOf": [{"type": "string", "minLength": 1}, _REQUIREMENT]}
    if "anyOf" in part:  # TOML has no null
        kinds = [kind for kind in part["anyOf"] if kind.get("type") != "null"]
        rest = {key: value for key, value in part.items() if key not in {"anyOf", "default"}}
        return {**rest, "anyOf": [_draft_07(kind) for kind in kinds]}
    if "$ref" in part and len(part) > 1:  # draft-07 ignores all other keys beside `$ref`
        rest = {key: value for key, value in part.items() if key not in {"$ref", "default"}}
        return {**rest, "allOf": [{"$ref": part["$ref"]}]}
    return {key: _draft_07(value) for key, value in part.items() if key != "default"}


def _complete_descriptions(parts: dict[str, Any]) -> None:
    """Add the descriptions of inherited fields to *parts*, the schemas of models by name.

    Pydantic finds only the docstrings in the class itself, not those in its base classes.
    """
    for name, part in parts.items():
        for key, field in part.get("properties", {}).items():
            description = field.pop("description", None)
            field["description"] = description or _inherited_descriptions(name)[key]


@functools.cache
def _inherited_descriptions(name: str) -> dict[str, str]:
    """Return the description of each field that the model *name* inherits, by its key."""
    modules = (credential, source, mandate, fact, profile, results)
    models = {name: kind for module in modules for name, kind in vars(module).items()}
    descriptions: dict[str, str] = {}
    for base in reversed(models[name].__mro__[1:-2]):  # without itself, `Model` and `object`
        fields = build_adapter(base, docstrings=True).json_schema()["properties"]
        descriptions |= {
            key: field["description"] for key, field in fields.items() if "description" in field
        }
    return descriptions
