"""Pages about the API, read off its own description: what there is, and the error codes that problems lead to."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pannier.app.reference import errors_table
from pannier.base.edge import PublicEdge, Router, public

router: Router = Router(tags=["system"])


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pannier.app"), autoescape=select_autoescape(), undefined=StrictUndefined
    )


@router.get("/docs", include_in_schema=False)
def api_page(request: Request, edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show all routes of the API."""
    schema = request.app.openapi()
    page = _environment().get_template("docs_api.html")
    info = schema["info"]
    return HTMLResponse(
        page.render(groups=_groups(schema), description=info["description"], version=info["version"])
    )


@router.get("/docs/errors", include_in_schema=False)
def errors_page(edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show all error codes."""
    _, title, heads, rows = errors_table()
    plain = [[cell.strip("`") for cell in row] for row in rows]
    return HTMLResponse(
        _environment().get_template("docs_errors.html").render(title=title, heads=heads, rows=plain)
    )


def _groups(schema: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the operations by tag, as the page shows them."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, operations in sorted(schema["paths"].items()):
        for method, operation in operations.items():
            shown = {
                "path": path,
                "method": method,
                "title": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "parameters": [
                    {"required": False, "description": "", **p} for p in operation.get("parameters", [])
                ],
                "body": _example(operation, schema),
                "answers": [code for code in operation["responses"] if code != "default"],
            }
            groups[next(iter(operation.get("tags", ())), "other")].append(shown)
    return dict(sorted(groups.items()))


def _example(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the example of a JSON body, or nothing."""
    for found in _examples(operation, schema):
        return json.dumps(found, indent=2, ensure_ascii=False)
    return ""


def _examples(operation: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = content.get("schema", {})
    named = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
    for holder in (content, body, named):
        if "example" in holder:
            yield holder["example"]
        yield from holder.get("examples", []) if isinstance(holder.get("examples"), list) else ()
