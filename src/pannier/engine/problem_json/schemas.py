"""The JSON Schemas of both documents, read off their classes."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pannier.engine.problem_json.plan_document import PlanDocument
from pannier.engine.problem_json.problem_document import ProblemDocument

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, str]:
    """Return the schema of each document as JSON text, by the name of its file."""
    return {
        "problem.schema.json": _schema(ProblemDocument, "Routing problem"),
        "plan.schema.json": _schema(PlanDocument, "Plan"),
    }


def _schema(kind: type[msgspec.Struct], title: str) -> str:
    """Return one schema, indented, with a line end."""
    found: dict[str, Any] = {"$schema": _DIALECT, "title": title, **msgspec.json.schema(kind)}
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
