"""Use cases: queue messages about an order, list them."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.settings import settings
from pannier.core.events import MessageQueued
from pannier.notify.models import Message
from pannier.notify.texts import words
from pannier.orders.values import OrderView


def queue_message(
    db: Session, order: OrderView, *, kind: str, occasion: str, fields: Mapping[str, str], event_seq: int
) -> list[Message]:
    """Queue a message on each channel the recipient can be reached by; the same occasion is never told twice."""
    text = words(kind, fields)
    addresses = {"email": order.recipient_email}
    if settings().sms_url is not None:
        addresses["sms"] = order.recipient_phone
    queued = []
    for channel, address in addresses.items():
        if address and not _told(db, order.id, channel, occasion):
            message = Message(
                org_id=order.org_id,
                merchant_org_id=order.merchant_org_id,
                order_id=order.id,
                kind=kind,
                channel=channel,
                occasion=occasion,
                event_seq=event_seq,
                address=address,
                subject=text.subject,
                body=text.text if channel == "email" else text.sms,
                next_at=clock.wall_now(),
            )
            db.add(message)
            db.flush()
            record(db, MessageQueued(message_id=message.id, order_id=order.id, kind=kind))
            queued.append(message)
    return queued


def _told(db: Session, order_id: uuid.UUID, channel: str, occasion: str) -> bool:
    query = select(Message.id).where(
        Message.order_id == order_id, Message.channel == channel, Message.occasion == occasion
    )
    return db.scalars(query).first() is not None


def list_messages(db: Session, order_id: uuid.UUID | None = None, limit: int = 100) -> list[Message]:
    """List messages, newest first, of one order if given."""
    query = select(Message).order_by(Message.id.desc()).limit(limit)
    if order_id is not None:
        query = query.where(Message.order_id == order_id)
    return list(db.scalars(query))
