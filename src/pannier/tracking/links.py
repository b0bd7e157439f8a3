"""Recipients' links: 128 random bits, of which only the hash is stored openly; one link an order."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.encryption import seal, unseal
from pannier.base.ids import new_id
from pannier.base.settings import settings
from pannier.orders.queries import get_order
from pannier.tracking.models import TrackingLink

TOKEN_BYTES = 16
LASTS = timedelta(days=7)


def link_for(db: Session, order_id: uuid.UUID) -> str:
    """Return the address of the order's tracking page, made at the first call; raise OrderNotFound."""
    return url_of(ensure_link(db, order_id))


def ensure_link(db: Session, order_id: uuid.UUID) -> TrackingLink:
    """Return the order's link, made at the first call; raise OrderNotFound."""
    order = get_order(db, order_id)
    known = find_link(db, order_id)
    if known is not None:
        return known
    token = secrets.token_urlsafe(TOKEN_BYTES)
    end_of_day = datetime.combine(order.service_date + timedelta(days=1), time(), UTC)
    row = {
        "id": new_id(),
        "org_id": order.org_id,
        "merchant_org_id": order.merchant_org_id,
        "created_at": clock.now(),
        "order_id": order_id,
        "token_hash": digest(token),
        "token_sealed": seal(order.org_id, token),
        "expires_at": max(end_of_day, clock.now()) + LASTS,
    }
    # Two first askers at once: one token wins, both get it.
    db.execute(insert(TrackingLink).values(**row).on_conflict_do_nothing())
    return db.scalars(select(TrackingLink).where(TrackingLink.order_id == order_id)).one()


def find_link(db: Session, order_id: uuid.UUID) -> TrackingLink | None:
    """Return the order's link, or None when nobody asked for one yet."""
    return db.scalars(select(TrackingLink).where(TrackingLink.order_id == order_id)).first()


def url_of(link: TrackingLink) -> str:
    """Return the address of a link's page."""
    return f"{settings().base_url}/t/{unseal(link.org_id, link.token_sealed)}"


def find_by_token(db: Session, token: str) -> TrackingLink | None:
    """Return the link that a token opens, None for unknown and expired ones alike. System session."""
    query = select(TrackingLink).where(TrackingLink.token_hash == digest(token))
    link = db.scalars(query).first()
    return link if link is not None and link.expires_at > clock.now() else None


def digest(token: str) -> bytes:
    """Return what is stored of a token; SHA-256 is enough where the token itself is random."""
    return hashlib.sha256(token.encode()).digest()


def end_after(db: Session, order_id: uuid.UUID, at: datetime) -> None:
    """Let the order's link end seven days after its delivery."""
    link = find_link(db, order_id)
    if link is not None:
        link.expires_at = at + LASTS
