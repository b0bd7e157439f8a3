"""All routes of the app as the wiring page has them, and for each a request that its own examples make valid."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute

from pannier.app import wiring
from pannier.app.web import ROUTERS, create_app

FIRST_ID = "019ab7c0-5a1e-7c33-9a55-0242ac120099"
IN_BODIES = {
    "from_hub_id": "hub_id",
    "to_hub_id": "hub_id",
    "order_ids": "order_id",
    "route_ids": "route_id",
    "barcodes": "barcode",
}
"""Fields of bodies and queries that name rows, where they are not called like the path parameter."""


@dataclass(frozen=True)
class Operation:
    """One route and method."""

    method: str
    path: str
    permission: str | None
    described: Mapping[str, Any]
    route: APIRoute | None

    @property
    def name(self) -> str:
        """Return how tests call it."""
        return f"{self.method} {self.path}"

    @property
    def params(self) -> tuple[str, ...]:
        """Return the parameters of its path."""
        return tuple(re.findall(r"{(\w+)(?::\w+)?}", self.path))

    @property
    def queries(self) -> tuple[Mapping[str, Any], ...]:
        """Return its query parameters as OpenAPI describes them."""
        return tuple(q for q in self.described.get("parameters", ()) if q["in"] == "query")

    def url(self, ids: Mapping[str, str]) -> str:
        """Return its path with these ids in it."""
        return re.sub(r"{(\w+)(?::\w+)?}", lambda found: ids[found[1]], self.path)


def _permission(route: APIRoute) -> str | None:
    calls = (dependency.call for dependency in route.dependant.dependencies)
    return next((call.permission for call in calls if hasattr(call, "permission")), None)


def _operations() -> Iterator[Operation]:
    paths = DESCRIBED["paths"]
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute), route
            for method in sorted((route.methods or set()) - {"HEAD"}):
                described = paths.get(route.path, {}).get(method.lower(), {})
                yield Operation(method, route.path, _permission(route), described, route)
    for raw in wiring.RAW_ROUTES:
        described = paths.get(raw.path, {}).get(raw.method.lower(), {})
        yield Operation(raw.method, raw.path, raw.permission, described, None)


DESCRIBED: dict[str, Any] = create_app().openapi()
OPERATIONS: tuple[Operation, ...] = tuple(_operations())


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference."""
    if "$ref" in schema:
        found: Mapping[str, Any] = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def example_of(schema: Mapping[str, Any]) -> Any:
    """Return the example of a schema, made of those of its fields where it has none itself."""
    schema = resolved(schema)
    if "example" in schema:
        return schema["example"]
    if "examples" in schema:
        return schema["examples"][0]
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return example_of(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "default" in schema:
        return schema["default"]
    if schema.get("type") == "object":
        needed = schema.get("required", ())
        return {name: example_of(schema["properties"][name]) for name in needed}
    if schema.get("type") == "array":
        return [example_of(schema["items"])]
    if schema.get("format") == "uuid":
        return FIRST_ID
    return None


def body_schema(operation: Operation) -> tuple[str, Mapping[str, Any]]:
    """Return the media type of its body and the schema, ("", {}) when it takes none."""
    content = operation.described.get("requestBody", {}).get("content", {})
    for media, described in content.items():
        schema = dict(resolved(described["schema"]))
        if "example" in described:
            schema["example"] = described["example"]
        return media, schema
    return "", {}


def with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """Return an example in which every field that names a row names one of these."""
    if isinstance(value, list):
        return [with_ids(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for name, each in value.items():
        wanted = ids.get(IN_BODIES.get(name, name))
        if name == "id":
            out[name] = str(uuid.uuid4())
        elif wanted is None or each is None:
            out[name] = with_ids(each, ids)
        else:
            out[name] = [wanted] if isinstance(each, list) else wanted
    return out


def request_of(operation: Operation, ids: Mapping[str, str]) -> dict[str, Any]:
    """Return what to hand to the client beside method and URL."""
    sent: dict[str, Any] = {"params": _params(operation, ids)}
    media, schema = body_schema(operation)
    if media == "application/json":
        sent["json"] = with_ids(example_of(schema), ids)
    elif media == "multipart/form-data":
        example = dict(example_of(schema))
        example.pop("file", None)
        sent["files"] = {"file": ("example.bin", b"example", "application/octet-stream")}
        sent["data"] = with_ids(example, ids)
    return sent


def _params(operation: Operation, ids: Mapping[str, str]) -> dict[str, Any]:
    out = {}
    for query in operation.queries:
        wanted = ids.get(IN_BODIES.get(query["name"], query["name"]))
        if wanted is not None:
            out[query["name"]] = wanted
        elif query.get("required"):
            example = query.get("example") or example_of(query["schema"])
            out[query["name"]] = example or "2026-03-10"
    return out
