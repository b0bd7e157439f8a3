"""Routes of messages."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import Query

from pannier.base.edge import Edge, Router, may
from pannier.base.schemas import Out
from pannier.notify.service import list_messages
from pannier.orders.queries import get_order

router = Router(prefix="/v1", tags=["messages"])


class MessageOut(Out):
    """One message to a recipient; `state` is queued, sent or failed."""

    id: uuid.UUID
    order_id: uuid.UUID
    kind: str
    channel: str
    subject: str
    body: str
    state: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    error: str | None


@router.get("/messages")
def read_messages(
    edge: Annotated[Edge, may("messages:read")],
    order_id: uuid.UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[MessageOut]:
    """List the messages that were sent to recipients, newest first, of one order if given."""
    if order_id is not None:
        get_order(edge.db, order_id)
    return [MessageOut.model_validate(message) for message in list_messages(edge.db, order_id, limit)]
