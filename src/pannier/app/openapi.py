"""Complete the API description: words for fields that have none, examples, and the one form of all errors."""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong, after RFC 9457.",
    "required": ["type", "title", "status", "detail", "code", "instance", "errors"],
    "properties": {
        "type": {"type": "string", "description": "Where the error is explained."},
        "title": {"type": "string", "description": "The kind of error in words."},
        "status": {"type": "integer", "description": "HTTP status."},
        "detail": {
            "type": "string",
            "description": "A sentence that says what is wrong, which one, and what to do.",
        },
        "code": {
            "type": "string",
            "description": "Stable code; all of them are in the reference of errors.",
        },
        "instance": {"type": "string", "description": "The path that was called."},
        "errors": {
            "type": "array",
            "description": "All faults, each with its place.",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer, or the column of a file."},
                    "code": {"type": "string", "description": "Stable code of the fault."},
                    "detail": {"type": "string", "description": "What is wrong with it, in a sentence."},
                },
            },
        },
    },
    "example": {
        "type": "/docs/errors#order_not_found",
        "title": "Order not found",
        "status": 404,
        "detail": "Order 019ab7c0-5a1e-7c33-9a55-0242ac120009 does not exist here; see GET /v1/orders.",
        "code": "order_not_found",
        "instance": "/v1/orders/019ab7c0-5a1e-7c33-9a55-0242ac120009",
        "errors": [],
    },
}
ANY_ERROR = {
    "description": "Any error; its code and its sentence say what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@functools.cache
def field_words() -> Mapping[str, Mapping[str, Any]]:
    """Return data/field_words.toml."""
    return tomllib.loads(files("pannier").joinpath("data/field_words.toml").read_text("utf-8"))


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """Add to a description, in place, what the routes themselves do not say; return it."""
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for name, schema in schemas.items():
        _complete_fields(name.rpartition("__")[2], schema)
    schemas["Problem"] = PROBLEM
    for path in described["paths"].values():
        for method in METHODS:
            if method in path:
                _complete_operation(path[method])
    return described


def words_used(described: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all fields and parameters of a description, alone and after the name of their schema."""
    for name, schema in described["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            yield from (field, f"{name.rpartition('__')[2]}.{field}")
    for path in described["paths"].values():
        for method in METHODS:
            yield from (each["name"] for each in path.get(method, {}).get("parameters", ()))
            yield from (
                name for schema in inline_schemas(path.get(method, {})) for name in schema["properties"]
            )


def inline_schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that an operation describes on the spot, as raw routes do."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield node
        for name, each in node.items():
            if name not in {"example", "examples"}:
                yield from inline_schemas(each)
    elif isinstance(node, list):
        for each in node:
            yield from inline_schemas(each)


def _complete_fields(schema_name: str, schema: dict[str, Any]) -> None:
    words = field_words()
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        found = words["schemas"].get(f"{schema_name}.{name}", words["fields"].get(name))
        if found is not None:
            field.setdefault("description", found)
        if name in required and "$ref" not in field and not {"example", "examples"} & set(field):
            _add_example(name, field)


def _add_example(name: str, field: dict[str, Any]) -> None:
    examples = field_words()["examples"]
    if name in examples:
        field["examples"] = [examples[name]]
    elif field.get("format") == "uuid":
        field["examples"] = [examples["uuid"]]


def _complete_operation(operation: dict[str, Any]) -> None:
    words = field_words()["fields"]
    for parameter in operation.get("parameters", ()):
        known = parameter["schema"].get("description") or words.get(parameter["name"])
        if known is not None:
            parameter.setdefault("description", known)
    for schema in inline_schemas(operation):
        _complete_fields("", schema)
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = ANY_ERROR
