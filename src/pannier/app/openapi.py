"""Complete the API description: words for fields that have none, examples, and the one form of all errors."""

import copy
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
                    "pointer": {
                        "type": "string",
                        "description": "JSON pointer, or the column of a file.",
                        "examples": ["/weight_kg"],
                    },
                    "code": {
                        "type": "string",
                        "description": "Stable code of the fault.",
                        "examples": ["weight_not_positive"],
                    },
                    "detail": {
                        "type": "string",
                        "description": "What is wrong with it, in a sentence.",
                        "examples": ["A weight is more than 0 kg; correct it."],
                    },
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
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "array": list, "boolean": bool,
}  # fmt: skip
"""What an example may be for each type of a field; objects are made of their fields."""


@functools.cache
def field_words() -> Mapping[str, Mapping[str, Any]]:
    """Return data/field_words.toml."""
    return tomllib.loads(files("pannier").joinpath("data/field_words.toml").read_text("utf-8"))


@functools.cache
def field_examples() -> Mapping[str, Any]:
    """Return data/field_examples.toml."""
    return tomllib.loads(files("pannier").joinpath("data/field_examples.toml").read_text("utf-8"))


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """Add to a description, in place, what the routes themselves do not say; return it."""
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = copy.deepcopy(PROBLEM)
    for name, schema in schemas.items():
        _complete_fields(name, schema)
    for path in described["paths"].values():
        for method in METHODS:
            if method in path:
                _complete_operation(path[method])
    return described


def words_used(described: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all fields and parameters of a description, alone and after the name of their schema."""
    for schema_name, fields in objects_of(described):
        for field in fields:
            yield from (field, *rows_of(schema_name, field))
    for path in described["paths"].values():
        for method in METHODS:
            yield from (each["name"] for each in path.get(method, {}).get("parameters", ()))


def examples_used(described: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rows of field_examples.toml that fields of a description took their example from."""
    for schema_name, fields in objects_of(described):
        for name, field in fields.items():
            found = _find_example(schema_name, name, field)
            if found is not None and found[1] in field.get("examples", ()):
                yield found[0]


def objects_of(described: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield all objects of a description with their fields; one that is described on the spot has no name."""
    for name, schema in described["components"]["schemas"].items():
        for each in inline_schemas(schema):
            yield name if each is schema else "", each["properties"]
    for each in inline_schemas(described["paths"]):
        yield "", each["properties"]


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


def plain_kinds(field: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a field may be besides null and what explains itself: choices, references, files."""
    for each in field.get("anyOf", [field]):
        if not {"$ref", "const", "enum", "contentMediaType"} & set(each):
            types = each.get("type", ())
            for name in (types,) if isinstance(types, str) else types:
                if name in KINDS and (name != "array" or any(plain_kinds(each.get("items", {})))):
                    yield {**each, "type": name}


def rows_of(schema_name: str, field_name: str) -> tuple[str, ...]:
    """Return under which names the words and examples of a field may stand, the most special one first."""
    short = schema_name.rpartition("__")[2]
    return f"{schema_name}.{field_name}", f"{short}.{field_name}"


def _complete_fields(schema_name: str, schema: dict[str, Any]) -> None:
    words = field_words()
    for name, field in schema.get("properties", {}).items():
        special = (words["schemas"].get(row) for row in rows_of(schema_name, name))
        found = next(filter(None, special), words["fields"].get(name))
        if found is not None:
            field.setdefault("description", found)
        if not {"example", "examples"} & set(field):
            _add_example(schema_name, name, field)


def _add_example(schema_name: str, name: str, field: dict[str, Any]) -> None:
    found = _find_example(schema_name, name, field)
    values = [] if found is None else [found[1]]
    if set(rows_of(schema_name, name)) & set(field_examples()["null_first"]):
        values.insert(0, None)
    if values:
        field["examples"] = values


def _find_example(schema_name: str, name: str, field: Mapping[str, Any]) -> tuple[str, Any] | None:
    """Return the row for a field and its value: the most special one whose value is of the field's type."""
    examples = field_examples()
    kinds = list(plain_kinds(field))
    by_format = next((each["format"] for each in kinds if "format" in each), "")
    rows = [(row, examples["schemas"].get(row)) for row in rows_of(schema_name, name)]
    rows += [(name, examples["fields"].get(name)), (by_format, examples["formats"].get(by_format))]
    for row, value in rows:
        if value is not None and any(isinstance(value, KINDS[each["type"]]) for each in kinds):
            return row, value
    return None


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
