"""The JSON Schemas of records, profiles and answers, made from the models and their docstrings."""

import functools
from typing import Any, Final

from libcert.model import credential, profile, results, source
from libcert.model.base import Model
from libcert.model.credential import UNWRITTEN, Credential, MatchedCredential, Organization
from libcert.model.source import Source
from libcert.model.validation import build_adapter

ANSWERS: Final[dict[str, type[Model]]] = {
    "profile": profile.Profile,
    "check": results.Eligibility,
    "cost": results.CostOverYears,
    "plan": results.Plan,
    "renewals": results.Due,
}
"""What other commands than those of the catalogue answer with, one each."""
_DRAFT_2020_12: Final = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the records that libcert answers with.

    `match` is there in the answers of `libcert filter` only, and so not required.
    """
    kind: Any = Credential | MatchedCredential
    parts = build_adapter(kind, docstrings=True).json_schema(mode="serialization")["$defs"]
    match = parts.pop("MatchedCredential")["properties"]["match"]
    _complete_descriptions(parts)
    record = parts.pop("Credential")
    record["properties"]["match"] = match
    return {"$schema": _DRAFT_2020_12, "$defs": parts, **record}


def answer_schema(command: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command of `ANSWERS` answers with."""
    model = ANSWERS[command]
    schema = build_adapter(model, docstrings=True).json_schema(mode="serialization")
    _complete_descriptions({model.__name__: schema} | schema.get("$defs", {}))
    return {"$schema": _DRAFT_2020_12, **schema}


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a catalogue file, for the editors that know TOML."""
    parts: dict[str, Any] = {}
    for model in (Organization, Source, Credential):
        adapter = build_adapter(model, docstrings=True)
        schema = adapter.json_schema(ref_template="#/definitions/{model}")
        parts |= schema.pop("$defs", {}) | {model.__name__: schema}
    _complete_descriptions(parts)
    for name, unwritten in (
        ("Organization", ["id"]),
        ("Source", ["id", "supports"]),
        ("Credential", UNWRITTEN),
    ):
        for field in unwritten:
            _drop(parts[name], field)
    parts["Credential"]["properties"] |= {
        "issuer": {"type": "string", "description": "The id of one of `organizations`"},
        "sources": {
            "description": "The ids of sources; or of each the fields that rest on it",
            "anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXTS}],
        },
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
        "description": "Single figures of a record that stand in the place of those below",
        "required": [],
    }
    sections = {
        "organizations": "Organization",
        "sources": "Source",
        "credentials": "Credential",
        "amendments": "Amendment",
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
    """Take a field out of the schema of a model."""
    del part["properties"][name]
    part["required"] = [field for field in part.get("required", []) if field != name]


def _draft_07(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a part of a schema as draft-07 and TOML have it."""
    if isinstance(part, list):
        return [_draft_07(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part == _REQUIREMENT:  # a condition that is nothing but words is a string
        return {"anyOf": [{"type": "string", "minLength": 1}, _REQUIREMENT]}
    if "anyOf" in part:  # TOML has no null
        kinds = [kind for kind in part["anyOf"] if kind.get("type") != "null"]
        rest = {key: value for key, value in part.items() if key not in {"anyOf", "default"}}
        return {**rest, "anyOf": [_draft_07(kind) for kind in kinds]}
    if "$ref" in part and len(part) > 1:  # draft-07 looks at nothing beside a reference
        rest = {key: value for key, value in part.items() if key not in {"$ref", "default"}}
        return {**rest, "allOf": [{"$ref": part["$ref"]}]}
    return {key: _draft_07(value) for key, value in part.items() if key != "default"}


def _complete_descriptions(parts: dict[str, Any]) -> None:
    """Describe inherited fields in *parts*, the schemas of models by name.

    Pydantic reads only the source of the class itself.
    """
    for name, part in parts.items():
        for key, field in part.get("properties", {}).items():
            description = field.pop("description", None)
            field["description"] = description or _inherited_descriptions(name)[key]


@functools.cache
def _inherited_descriptions(name: str) -> dict[str, str]:
    """Return the description of each field that the model *name* inherits, by its key."""
    models = vars(credential) | vars(source) | vars(profile) | vars(results)
    found: dict[str, str] = {}
    for base in reversed(models[name].__mro__[1:-2]):  # without itself, `Model` and `object`
        fields = build_adapter(base, docstrings=True).json_schema()["properties"]
        found |= {key: fields[key]["description"] for key in fields if "description" in fields[key]}
    return found
