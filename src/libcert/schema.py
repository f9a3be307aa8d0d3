"""The JSON Schema of a record, made from the model and its docstrings."""

import ast
import inspect
from itertools import pairwise
from typing import Any

from libcert import models
from libcert.models import Credential, MatchedCredential


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the records that libcert answers with.

    `match` is there in the answers of `libcert filter` only, and so not required.
    """
    schema = MatchedCredential.model_json_schema(mode="serialization")
    schema |= {"title": "Credential", "description": inspect.getdoc(Credential)}
    schema["required"].remove("match")
    docstrings = _docstrings()
    for title, part in {"MatchedCredential": schema, **schema["$defs"]}.items():
        for name, field in part.get("properties", {}).items():
            field["description"] = next(
                docstrings[base.__name__][name]
                for base in getattr(models, title).__mro__
                if name in docstrings.get(base.__name__, {})
            )
    return schema


def _docstrings() -> dict[str, dict[str, str]]:
    """Return the docstring of each field of each model.

    Pydantic can do so too, but reads the source of every class at every start.
    """
    tree = ast.parse(inspect.getsource(models))
    return {
        node.name: {
            field.target.id: inspect.cleandoc(text.value.value)
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
