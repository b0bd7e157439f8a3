"""The page that the `type` of every problem leads to: all error codes in words."""

from html import escape
from typing import Annotated

from starlette.responses import HTMLResponse

from pannier.app.reference import errors_table
from pannier.base.edge import PublicEdge, Router, public

router = Router(tags=["system"])
STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;"
    "margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:start;vertical-align:top;padding:.4rem .8rem .4rem 0;"
    "border-block-end:1px solid #8884}code{font-size:.95em}:target{background:#ffd54f55}"
)


@router.get("/docs/errors", include_in_schema=False)
def errors_page(edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show all error codes."""
    _, title, heads, rows = errors_table()
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in heads)
    body = "".join(
        f"<tr id='{escape(row[0].strip('`'))}'><td><code>{escape(row[0].strip('`'))}</code></td>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Pannier: {title}</title><style>{STYLE}</style><h1>{title}</h1>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></html>"
    )
    return HTMLResponse(page)
