"""The JSON Schemas of records, profiles and answers, made from the models and their docstrings."""

import ast
import inspect
from itertools import pairwise
from types import ModuleType
from typing import Any, Final

from libcert.model import credential, profile, results
from libcert.model.base import Model, json_name
from libcert.model.credential import UNWRITTEN, Credential, MatchedCredential, Organization, Source
from libcert.model.validation import checker

ANSWERS: Final[dict[str, type[Model]]] = {
    "profile": profile.Profile,
    "check": results.Eligibility,
    "cost": results.CostOverYears,
    "plan": results.Plan,
    "renewals": results.Due,
}
"""What other commands than those of the catalogue answer with, one each."""
_MODULES: Final[tuple[ModuleType, ...]] = (credential, profile, results)
"""Where models are declared."""


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the records that libcert answers with.

    `match` is there in the answers of `libcert filter` only, and so not required.
    """
    schema = _schema(MatchedCredential)
    schema |= {"title": "Credential", "description": inspect.getdoc(Credential)}
    schema["required"].remove("match")
    return schema


def answer_schema(command: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command of `ANSWERS` answers with."""
    return _schema(ANSWERS[command])


def _schema(model: type[Model]) -> dict[str, Any]:
    schema = checker(model).model_json_schema(mode="serialization")
    _explain({model.__name__: schema} | schema.get("$defs", {}))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a catalogue file, for the editors that know TOML."""
    parts: dict[str, Any] = {}
    for model in (Organization, Source, Credential):
        schema = checker(model).model_json_schema(ref_template="#/definitions/{model}")
        parts |= schema.pop("$defs", {}) | {model.__name__: schema}
    _explain(parts)
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
    if "anyOf" in part:  # TOML has no null, and a number is never a string
        kinds = [kind for kind in part["anyOf"] if kind.get("type") != "null"]
        if {kind.get("type") for kind in kinds} == {"integer", "number", "string"}:
            kinds = [kind for kind in kinds if kind["type"] != "string"]
        rest = {key: value for key, value in part.items() if key not in {"anyOf", "default"}}
        return {**rest, "anyOf": [_draft_07(kind) for kind in kinds]}
    if "$ref" in part and len(part) > 1:  # draft-07 looks at nothing beside a reference
        rest = {key: value for key, value in part.items() if key not in {"$ref", "default"}}
        return {**rest, "allOf": [{"$ref": part["$ref"]}]}
    return {key: _draft_07(value) for key, value in part.items() if key != "default"}


def _explain(parts: dict[str, Any]) -> None:
    """Give each field of the schemas of models, by name, the docstring of the model."""
    known = {name: vars(module)[name] for module in _MODULES for name in vars(module)}
    docstrings: dict[str, dict[str, str]] = {}
    for module in _MODULES:
        docstrings |= _docstrings(module)
    for title, part in parts.items():
        for name, field in part.get("properties", {}).items():
            default = getattr(known[title], name, None)
            if isinstance(default, Model):
                field["default"] = default.written()
            field["description"] = next(
                docstrings[base.__name__][name]
                for base in known[title].__mro__
                if name in docstrings.get(base.__name__, {})
            )


def _docstrings(module: ModuleType) -> dict[str, dict[str, str]]:
    """Return the docstring of each field, by its key, of each model of *module*.

    Pydantic can do so too, but reads the source of every class at every start.
    """
    tree = ast.parse(inspect.getsource(module))
    return {
        node.name: {
            json_name(field.target.id): inspect.cleandoc(text.value.value)
            for field, text in pairwise(node.body)
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
