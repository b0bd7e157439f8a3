"""The JSON Schemas of both documents, read off their classes."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pannier.engine.problem_json.plan_document import PlanDocument
from pannier.engine.problem_json.problem_document import ProblemDocument, Row

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, str]:
    """Return the schema of each document as JSON text, by the name of its file."""
    return {
        "problem.schema.json": _schema(ProblemDocument, "Routing problem"),
        "plan.schema.json": _schema(PlanDocument, "Plan"),
    }


def _schema(kind: type[msgspec.Struct], title: str) -> str:
    """Return one schema, indented, with a line end."""
    found = {"$schema": _DIALECT, "title": title, **_with_rows(msgspec.json.schema(kind))}
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def _with_rows(part: Any) -> Any:
    """Return a schema in which the rows that are read late say what is in them."""
    if part == {"type": "array", "items": {}}:
        return {"type": "array", "items": msgspec.json.schema(Row.__value__)}
    if isinstance(part, dict):
        return {name: _with_rows(inner) for name, inner in part.items()}
    return [_with_rows(inner) for inner in part] if isinstance(part, list) else part
