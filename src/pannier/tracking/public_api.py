"""Routes of the recipient's page: no sign-in, the link is the key; all links that open nothing look alike."""

import uuid
from typing import Annotated

from fastapi import Response
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from pannier.base.edge import PublicEdge, Router, public
from pannier.base.problems import NotFound
from pannier.base.scope import acting_as
from pannier.driving.proofs import read_proof
from pannier.tracking import page
from pannier.tracking.links import find_by_token
from pannier.tracking.models import TrackingLink
from pannier.tracking.recipient import ground_of, may_see_proof, recipient_view
from pannier.tracking.schemas import RecipientOut

router = Router(prefix="/t", tags=["tracking"])


class LinkGone(NotFound):
    """The link opens nothing: never made, mistyped or over."""

    code = "link_not_found"
    title = "This link opens nothing"


@router.get("/assets/{name}", include_in_schema=False)
def read_asset(name: str, edge: Annotated[PublicEdge, public()]) -> Response:
    """Give the page's own style or script."""
    if name not in page.ASSETS:
        raise NotFound(f"There is nothing at /t/assets/{name}.")
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(page.asset(name), media_type=page.ASSETS[name], headers=headers)


@router.get("/{token}", response_class=HTMLResponse)
def read_page(token: str, edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show a recipient where the order is; works without script."""
    link = find_by_token(edge.db, token)
    if link is None:
        return HTMLResponse(page.render_gone(), status_code=404, headers=page.HEADERS)
    with acting_as(edge.db, link.org_id):
        view = recipient_view(edge.db, link, token)
        # There is a map only on the leg to this door, and the page is fetched anew when that begins.
        ground = ground_of(edge.db, link) if view.phase == "next" else None
    return HTMLResponse(page.render(view, token, ground), headers=page.HEADERS)


@router.get("/{token}/state")
def read_state(token: str, response: Response, edge: Annotated[PublicEdge, public()]) -> RecipientOut:
    """Tell the same as the page, for programs."""
    response.headers.update(page.HEADERS)
    return _view(edge.db, _link(edge.db, token), token)


@router.get(
    "/{token}/photo/{proof_id}",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}, "image/png": {}}, "description": "The photo."}},
)
def read_photo(token: str, proof_id: uuid.UUID, edge: Annotated[PublicEdge, public()]) -> Response:
    """Show the photo of the delivery to its recipient."""
    link = _link(edge.db, token)
    with acting_as(edge.db, link.org_id):
        if not may_see_proof(edge.db, link.order_id, proof_id):
            raise LinkGone("This link opens nothing; it may be mistyped or over.")
        content, media_type = read_proof(edge.db, proof_id)
    headers = page.HEADERS | {"Content-Security-Policy": "default-src 'none'"}
    return Response(content, media_type=media_type, headers=headers)


def _link(db: Session, token: str) -> TrackingLink:
    link = find_by_token(db, token)
    if link is None:
        raise LinkGone("This link opens nothing; it may be mistyped or over.")
    return link


def _view(db: Session, link: TrackingLink, token: str) -> RecipientOut:
    with acting_as(db, link.org_id):
        return recipient_view(db, link, token)
